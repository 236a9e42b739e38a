//! How a week of training is scored: weights, aims, opposing groups and the movements that a week should hold.
//!
//! Every figure is one entry of the catalogue with its source, its grade and the rule for people that it belongs to;
//! [`AuditRules`] is what core computes with. It judges nobody. Read next: [`crate::audit`].

use super::{AuditFigureId, AuditPairId, Exercise, ExerciseId, Grade, Motion, MovementId, RuleId, SourceId};
use crate::body::MuscleGroupId;
use serde::Deserialize;

/// One figure of scoring a week.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditFigure {
    /// The id, such as `weight-sides`.
    pub id: AuditFigureId,
    /// What it says, in one plain sentence.
    pub text: String,
    /// The figure.
    pub value: f64,
    /// Its unit in words, such as `hard sets`.
    pub unit: String,
    /// The rule for people that it belongs to.
    pub rule: RuleId,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// Two sides of a joint whose work is held against each other.
///
/// # Units
/// `low` and `high` are sets of the one for each of the other; several groups of a side count as their mean.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditPair {
    /// The id, such as `thigh`.
    pub id: AuditPairId,
    /// The pair as it stands inside a sentence, such as `front to back of thigh`.
    pub name: String,
    /// The groups whose sets are counted.
    pub over: Vec<MuscleGroupId>,
    /// The groups that they are held against.
    pub under: Vec<MuscleGroupId>,
    /// From here on it is full marks.
    pub low: f64,
    /// Up to here it is full marks.
    pub high: f64,
    /// The rule for people that it belongs to.
    pub rule: RuleId,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// A movement that a week should hold, told by what its exercises do.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// The id, such as `hinge`.
    pub id: MovementId,
    /// The movement as it stands inside a sentence.
    pub name: String,
    /// Its main joint action, when it must be this one.
    #[serde(default)]
    pub main: Option<Motion>,
    /// Joint actions that it must hold.
    #[serde(default)]
    pub motions: Vec<Motion>,
    /// Is it done on one leg, on both, or either?
    #[serde(default)]
    pub one_sided: Option<bool>,
    /// Groups of which one at least must get a counted part of a set; any group when empty.
    #[serde(default)]
    pub works: Vec<MuscleGroupId>,
    /// The first of these groups must get more of a set than the second.
    #[serde(default)]
    pub more: Option<[MuscleGroupId; 2]>,
    /// Exercises that are this movement although the rest does not tell so.
    #[serde(default)]
    pub also: Vec<ExerciseId>,
    /// The rule for people that it belongs to.
    pub rule: RuleId,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

impl Movement {
    /// Is an exercise this movement, with at least one muscle group that gets a counted part of a set?
    #[must_use]
    pub fn is_done_by(&self, exercise: &Exercise) -> bool {
        if exercise.counted_shares().next().is_none() {
            return false;
        }
        if self.also.contains(&exercise.id) {
            return true;
        }
        let share = |group: &MuscleGroupId| exercise.shares.get(group).copied().unwrap_or(0.0);
        self.main.is_none_or(|main| exercise.motions.first() == Some(&main))
            && self.motions.iter().all(|motion| exercise.motions.contains(motion))
            && self.one_sided.is_none_or(|one_sided| exercise.one_sided == one_sided)
            && (self.works.is_empty() || self.works.iter().any(|group| exercise.counted_share(group) > 0.0))
            && self.more.as_ref().is_none_or(|[more, less]| share(more) > share(less))
    }
}

/// Everything about scoring a week.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRules {
    /// The figures that core computes with.
    pub figures: AuditFigures,
    /// The same figures with their words and sources, in the order of the file.
    pub entries: Vec<AuditFigure>,
    /// Pairs that are held against each other, in the order of the file.
    pub pairs: Vec<AuditPair>,
    /// Movements that a week should hold, in the order of the file.
    pub movements: Vec<Movement>,
}

impl AuditRules {
    /// Usual figures without words, pairs or movements, for small examples and tests.
    #[must_use]
    pub fn plain() -> Self {
        Self { figures: AuditFigures::PLAIN, entries: Vec::new(), pairs: Vec::new(), movements: Vec::new() }
    }
}

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident $id:literal $plain:literal,)*) => {
        /// The figures of scoring a week.
        ///
        /// # Units
        /// As each name says; weights are parts of a sum that is shared out among what can be judged.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct AuditFigures {
            $($(#[$doc])* pub $name: f64,)*
        }

        impl AuditFigures {
            /// Usual figures, for small examples and tests.
            pub const PLAIN: AuditFigures = AuditFigures { $($name: $plain,)* };

            /// Takes every figure from the catalogue.
            ///
            /// # Errors
            /// The id of the first figure that is missing.
            pub fn read(mut value_of: impl FnMut(&'static str) -> Option<f64>) -> Result<Self, &'static str> {
                Ok(Self { $($name: value_of($id).ok_or($id)?,)* })
            }
        }
    };
}

figures! {
    /// Weight of enough sets.
    weight_enough "weight-enough" 20.0,
    /// Weight of training each group often enough.
    weight_often "weight-often" 15.0,
    /// Weight of days between hard sessions of a group.
    weight_spacing "weight-spacing" 15.0,
    /// Weight of left against right.
    weight_sides "weight-sides" 20.0,
    /// Weight of opposing groups.
    weight_opponents "weight-opponents" 20.0,
    /// Weight of spreading work over the groups.
    weight_evenness "weight-evenness" 5.0,
    /// Weight of the movements that a week holds.
    weight_variety "weight-variety" 5.0,
    /// Weight of minutes of stretching where something was measured short.
    weight_stretching "weight-stretching" 10.0,
    /// Hard sets of a group and side that are full marks.
    enough_sets "enough-sets" 10.0,
    /// Hard sets that keep what is there.
    keep_sets "keep-sets" 4.0,
    /// Days a week on which a group comes up.
    often_days "often-days" 2.0,
    /// Hours between hard sessions of a group that count whole.
    spacing_hours "spacing-hours" 48.0,
    /// Hours that count half.
    spacing_half_hours "spacing-half-hours" 36.0,
    /// Points lost for each point of left against right in percent of both.
    sides_times "sides-times" 2.0,
    /// So many times beyond its limits an opposing pair has no marks left.
    opponents_zero_times "opponents-zero-times" 2.0,
    /// Repetitions left above which a set is not hard.
    reserve_most "reserve-most" 4.0,
    /// Minutes a week of stretching for what was measured short.
    stretch_minutes "stretch-minutes" 10.0,
    /// Sets for the front of the thigh for each of the back, at least.
    thigh_low "thigh-low" 0.5,
    /// The same, at most.
    thigh_high "thigh-high" 2.0,
    /// Percent of leg sets on one leg, at least.
    one_leg_percent "one-leg-percent" 30.0,
    /// Mean of a week's days divided by their spread, above which a full week is told.
    monotony_most "monotony-most" 2.0,
    /// Percent more sets than the week before that are told.
    rise_percent "rise-percent" 20.0,
    /// Percent more running distance than the week before that are told.
    distance_percent "distance-percent" 10.0,
    /// Percent of the longest run before that a run may have.
    long_run_percent "long-run-percent" 110.0,
    /// Days in which that longest run lies.
    long_run_days "long-run-days" 30.0,
    /// Points that a change to the week must win to be offered.
    least_gain "least-gain" 0.5,
    /// Days in which pain, swelling or a sign to stop holds a change back.
    hold_back_days "hold-back-days" 28.0,
}
