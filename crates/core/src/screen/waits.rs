//! What waits because of what happened while training: a leg that swelled, an exercise that hurt too much twice.
//!
//! Answers limit a clearance, and so does the log. A wait only ever takes something away. Read next:
//! [`crate::track::waits`], which finds them.

use super::{Cleared, Screening};
use crate::body::Side;
use crate::knowledge::{Action, Exercise, ExerciseId, RuleId};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What waits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Waiting {
    /// Everything that loads a leg.
    Leg(Side),
    /// One exercise, whatever the leg, and the harder ones of its chain.
    Exercise {
        /// The exercise.
        id: ExerciseId,
        /// The harder ones.
        harder: BTreeSet<ExerciseId>,
    },
}

impl Waiting {
    /// Is it this exercise that waits, by itself or with an easier one?
    #[must_use]
    pub fn names(&self, exercise: &ExerciseId) -> bool {
        match self {
            Waiting::Leg(_) => false,
            Waiting::Exercise { id, harder } => id == exercise || harder.contains(exercise),
        }
    }
}

/// Something that waits until somebody has looked and the questions were answered again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait {
    /// How soon somebody should look.
    pub action: Action,
    /// What waits.
    pub what: Waiting,
    /// The rule, such as `stop-swelling`.
    pub rule: RuleId,
    /// The last day on which it happened.
    pub on: Date,
}

impl Cleared {
    /// What waits because of the log, the most urgent first.
    #[must_use]
    pub fn waits(&self) -> &[Wait] {
        &self.waits
    }

    /// Why a leg waits, when it does.
    #[must_use]
    pub fn leg_waits(&self, side: Side) -> Option<&Wait> {
        self.waits.iter().find(|wait| wait.what == Waiting::Leg(side))
    }

    /// Does any leg wait?
    #[must_use]
    pub fn a_leg_waits(&self) -> bool {
        Side::BOTH.into_iter().any(|side| self.leg_waits(side).is_some())
    }

    /// The leg that waits while the other one may be trained; none while both may or neither.
    #[must_use]
    pub fn resting_leg(&self) -> Option<Side> {
        let waiting = Side::BOTH.map(|side| self.leg_waits(side).is_some());
        match waiting {
            [true, false] => Some(Side::BOTH[0]),
            [false, true] => Some(Side::BOTH[1]),
            [true, true] | [false, false] => None,
        }
    }

    /// Is there a leg on which an exercise may be done, as far as the log says?
    #[must_use]
    pub fn leaves(&self, exercise: &Exercise) -> bool {
        let waits = Side::BOTH.map(|side| self.leg_waits(side).is_some());
        let has_a_leg = waits == [false, false] || (exercise.one_sided && waits != [true, true]);
        has_a_leg && !self.waits.iter().any(|wait| wait.what.names(&exercise.id))
    }
}

impl Screening {
    /// The same outcome with what waits because of the log; it never allows more than before.
    ///
    /// A leg that waits is tested to no limit either.
    #[must_use]
    pub fn with_waits(mut self, waits: &[Wait]) -> Self {
        if let Screening::Cleared(cleared) = &mut self {
            let all: BTreeSet<Wait> = cleared.waits.iter().chain(waits).cloned().collect();
            cleared.waits = all.into_iter().collect();
            let legs = Side::BOTH.into_iter().filter(|side| cleared.leg_waits(*side).is_some());
            let legs: Vec<Side> = legs.collect();
            cleared.no_maximal_tests.extend(legs);
        }
        self
    }
}
