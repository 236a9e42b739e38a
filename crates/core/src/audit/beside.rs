//! What an audit says of a week beside its score: remarks of the rules, and rows that were not counted or with a doubt.
//!
//! It takes no points. Read next: `super::remarks` for how remarks are made, `super::count` for what is counted.

use crate::body::Side;
use crate::knowledge::{ExerciseId, ExerciseKind, RuleId};
use crate::notice::Place;
use jiff::civil::Date;

/// What a rule has to say of a week beyond its score.
#[derive(Debug, Clone, PartialEq)]
pub enum Remark {
    /// Front and back of the thigh got very unlike work.
    ThighRatio {
        /// The leg.
        side: Side,
        /// Sets of the front for each of the back; none when the back had nothing.
        found: Option<f64>,
        /// From and to.
        asked: [f64; 2],
    },
    /// Few sets were done on one leg.
    OneLeg {
        /// Percent of the leg sets.
        percent: f64,
        /// At least.
        asked: f64,
    },
    /// The days were much the same, in a week with no less load than those before.
    Same {
        /// Mean divided by spread.
        monotony: f64,
        /// At most.
        asked: f64,
    },
    /// More hard sets than the week before.
    MoreSets {
        /// More in percent.
        percent: f64,
        /// At most.
        asked: f64,
    },
    /// More running distance than the week before.
    MoreDistance {
        /// More in percent.
        percent: f64,
        /// At most.
        asked: f64,
    },
    /// A run much longer than the longest before.
    LongRun {
        /// The day.
        on: Date,
        /// Percent of the longest one before.
        percent: f64,
        /// At most.
        asked: f64,
    },
    /// The least that the person's sport asks for.
    Minimum {
        /// The rule of prevention.
        rule: RuleId,
        /// Sets that both legs got from the exercises that it counts.
        found: f64,
        /// Sets that it asks for.
        asked: f64,
    },
}

impl Remark {
    /// The rule of the catalogue that it comes from.
    #[must_use]
    pub fn rule(&self) -> &str {
        match self {
            Remark::ThighRatio { .. } => "week-thigh-ratio",
            Remark::OneLeg { .. } => "week-one-leg",
            Remark::Same { .. } => "week-monotony",
            Remark::MoreSets { .. } | Remark::MoreDistance { .. } | Remark::LongRun { .. } => "week-change",
            Remark::Minimum { rule, .. } => rule.as_str(),
        }
    }
}

/// Sets of one name in one week that were not counted, or counted with a doubt.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The name as the source wrote it.
    pub name: String,
    /// Why it is told.
    pub why: WhyTold,
    /// How many sets.
    pub n_sets: u32,
    /// Where the first of them stands.
    pub place: Place,
}

/// Why something of a log is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyTold {
    /// The catalogue does not know the name.
    Unknown,
    /// It trains no muscle group of the legs.
    NotLegs,
    /// It is no work for hard sets, such as balance, jumps or a warm-up.
    NoHardSets {
        /// The exercise.
        exercise: ExerciseId,
        /// What it is for.
        kind: ExerciseKind,
    },
    /// Warm-up sets.
    WarmUp,
    /// More repetitions were left than a hard set has.
    Easy,
    /// Nothing was done in it.
    Nothing,
    /// It lies after the day of the audit.
    AfterUntil,
    /// Counted for both legs, because the source does not say which leg; sides are not judged from it.
    SideNotSaid {
        /// The exercise.
        exercise: ExerciseId,
    },
    /// Counted for both legs together, because the exercise is not done with one leg, whichever leg was told.
    BothLegs {
        /// The exercise.
        exercise: ExerciseId,
    },
    /// Counted as the nearest movement of the catalogue.
    Nearest {
        /// The exercise.
        exercise: ExerciseId,
    },
}

impl WhyTold {
    /// The word that files use.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            WhyTold::Unknown => "unknown",
            WhyTold::NotLegs => "not-legs",
            WhyTold::NoHardSets { .. } => "no-hard-sets",
            WhyTold::WarmUp => "warm-up",
            WhyTold::Easy => "easy",
            WhyTold::Nothing => "nothing-done",
            WhyTold::AfterUntil => "after-the-day",
            WhyTold::SideNotSaid { .. } => "side-not-said",
            WhyTold::BothLegs { .. } => "both-legs",
            WhyTold::Nearest { .. } => "nearest",
        }
    }
}
