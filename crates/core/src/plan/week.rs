//! What a plan is: sessions of items, with objective, bound and gap, and why each item is in.

use super::call_off::CallOff;
use super::value::Goal;
use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::{CautionId, Dose, EquipmentId, ExerciseId, RuleId};
use std::collections::BTreeSet;
use std::fmt;

/// What a muscle group on a side is to be given beyond being kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedKind {
    /// More strength.
    Strengthen,
    /// More reach.
    Stretch,
}

/// A deficit that the week should work on.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// The group.
    pub group: MuscleGroupId,
    /// The leg.
    pub side: Side,
    /// What it needs.
    pub kind: NeedKind,
    /// Probability that the difference is beyond δ on this side.
    pub probability: f64,
    /// Median size, in percent of the stronger or in degrees.
    pub size: f64,
    /// The quality of the finding it comes from.
    pub quality: Quality,
}

/// Knobs of the planner, and what one week asks of it beyond the person.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanOptions {
    /// Work that a level's search may do before it reports its gap instead of a proof, in the work of one usual node.
    pub node_limit: u32,
    /// Whether what is left open is searched again with its days told, which may take twenty times the work.
    pub thorough: bool,
    /// Whether to work out which limit costs most, by solving again.
    pub explain_limits: bool,
    /// What last week gave each group on each side, as it was done; none when it is not known.
    ///
    /// With it no group grows by more than the dose rules allow, and a group that is not listed had nothing.
    pub last_week: Option<Vec<Volume>>,
    /// Exercises that were done well of late, as [`crate::track::mastered`] reads them from a log.
    ///
    /// Easier steps of their chains stay out where the harder one is at hand.
    pub mastered: BTreeSet<ExerciseId>,
    /// Exercises that must be in the week.
    pub with: BTreeSet<ExerciseId>,
    /// Exercises that must not be in the week.
    pub without: BTreeSet<ExerciseId>,
    /// Tells a search that nobody waits for its week any more.
    pub call_off: CallOff,
}

impl PlanOptions {
    /// The usual effort, no explanation of limits, nothing known of last week, nothing asked for.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            node_limit: USUAL_NODES,
            thorough: false,
            explain_limits: false,
            last_week: None,
            mastered: BTreeSet::new(),
            with: BTreeSet::new(),
            without: BTreeSet::new(),
            call_off: CallOff::default(),
        }
    }
}

/// Work of one level's search that a page can wait for.
const USUAL_NODES: u32 = 400;

/// One level of the lexicographic objective.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Its name, kebab-case.
    pub name: &'static str,
    /// The value reached; smaller is better on every level.
    pub objective: f64,
    /// A value that no week can go below.
    pub bound: f64,
    /// `100·(objective − bound)/objective`, and 0 when both are 0.
    pub gap_percent: f64,
}

/// Which side an item trains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlannedSide {
    /// The left leg.
    Left,
    /// The right leg.
    Right,
    /// Both legs at once.
    Both,
}

impl From<Side> for PlannedSide {
    fn from(side: Side) -> Self {
        match side {
            Side::Left => PlannedSide::Left,
            Side::Right => PlannedSide::Right,
        }
    }
}

impl PlannedSide {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PlannedSide::Left => "left",
            PlannedSide::Right => "right",
            PlannedSide::Both => "both",
        }
    }

    /// Does it train this leg?
    #[must_use]
    pub fn includes(self, side: Side) -> bool {
        match self {
            PlannedSide::Left => side == Side::Left,
            PlannedSide::Right => side == Side::Right,
            PlannedSide::Both => true,
        }
    }
}

/// Why an item is in the plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// It works on a deficit.
    Need(Need),
    /// It keeps a group on a side strong.
    Keep {
        /// The group.
        group: MuscleGroupId,
        /// The leg.
        side: Side,
    },
    /// It keeps the reach of a side whose other side needs more.
    KeepReach {
        /// The group.
        group: MuscleGroupId,
        /// The leg.
        side: Side,
    },
    /// It is the least that a sport asks for.
    Prevent {
        /// The rule of prevention that it follows.
        rule: RuleId,
    },
    /// It was asked for.
    AskedFor,
}

/// Sets of one exercise on one side in one session.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The exercise.
    pub exercise: ExerciseId,
    /// The side.
    pub side: PlannedSide,
    /// Sets.
    pub sets: u32,
    /// Repetitions or hold of one set.
    pub dose: Dose,
    /// How to choose the load.
    pub load: String,
    /// The caution that limits the load, in whose words it is chosen then.
    pub limited_by: Option<CautionId>,
    /// Rest after a set, in seconds.
    pub rest_s: u32,
    /// Minutes of all its sets with rest.
    pub minutes: f64,
    /// Why it is in.
    pub because: Vec<Reason>,
}

/// One day's training.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// The day, 0 = Monday.
    pub weekday: u8,
    /// Minutes with warm-up.
    pub minutes: f64,
    /// What is done, weak side first.
    pub items: Vec<Item>,
}

/// Weekly sets (or stretching minutes) of one group on one side, as planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Volume {
    /// The group.
    pub group: MuscleGroupId,
    /// The leg.
    pub side: Side,
    /// Hard sets a week, counted in parts.
    pub sets: f64,
    /// Stretching minutes a week.
    pub stretch_minutes: f64,
}

/// Why something wanted is not in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyUnmet {
    /// The minutes of the week are used up by what matters more.
    Minutes,
    /// No exercise for it fits equipment, clearance and wishes.
    NoExercise,
    /// The days lie too close together.
    Spacing,
}

/// Something wanted that the week does not hold in full.
#[derive(Debug, Clone, PartialEq)]
pub struct Unmet {
    /// The group.
    pub group: MuscleGroupId,
    /// The leg.
    pub side: Side,
    /// What was wanted.
    pub kind: NeedKind,
    /// Sets or stretching minutes wanted.
    pub wanted: f64,
    /// Sets or stretching minutes planned.
    pub planned: f64,
    /// Why.
    pub why: WhyUnmet,
}

/// What one limit costs: found by solving again with it loosened.
#[derive(Debug, Clone, PartialEq)]
pub enum LimitGain {
    /// More minutes on a day.
    Minutes {
        /// The day, 0 = Monday.
        weekday: u8,
        /// Extra minutes tried.
        extra_minutes: u32,
        /// By how much less is missing, in percent of what is missing of this.
        gain_percent: f64,
        /// What it is a percentage of.
        of: Missing,
    },
    /// A piece of equipment.
    Equipment {
        /// The piece.
        equipment: EquipmentId,
        /// By how much less is missing, in percent of what is missing of this.
        gain_percent: f64,
        /// What it is a percentage of.
        of: Missing,
    },
    /// One more day.
    Day {
        /// The day, 0 = Monday.
        weekday: u8,
        /// By how much less is missing, in percent of what is missing of this.
        gain_percent: f64,
        /// What it is a percentage of.
        of: Missing,
    },
}

impl LimitGain {
    /// What its gain is a percentage of.
    #[must_use]
    pub fn of(&self) -> Missing {
        match self {
            LimitGain::Minutes { of, .. } | LimitGain::Equipment { of, .. } | LimitGain::Day { of, .. } => *of,
        }
    }
}

/// What a week can lack: what a gain is a percentage of. The two are never one sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// What the weak sides lack of their doses, weighed by how much each matters.
    Needs,
    /// What all else lacks of what keeps it, in points by muscle size.
    Keeps,
}

impl Missing {
    /// The level of the objective that says how much it is.
    #[must_use]
    pub fn level(self) -> &'static str {
        match self {
            Missing::Needs => Goal::Needs.name(),
            Missing::Keeps => Goal::Keeps.name(),
        }
    }
}

/// A week.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Is every level's gap at most 1 %?
    pub proven: bool,
    /// The levels, most important first.
    pub levels: Vec<Level>,
    /// The sessions, Monday first.
    pub sessions: Vec<Session>,
    /// The deficits it works on, most important first.
    pub needs: Vec<Need>,
    /// Sets per group and side that come out of it.
    pub volumes: Vec<Volume>,
    /// What it does not hold in full.
    pub unmet: Vec<Unmet>,
    /// What costs most: gains for the weak sides first, then those for the rest, the largest first.
    pub limits: Vec<LimitGain>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanError {
    /// No day has minutes for training.
    NoMinutes,
    /// No exercise fits the equipment and the clearance.
    NoExercise,
    /// The clearance has ended.
    ClearanceEnded,
    /// This exercise was asked for and is not allowed for this person, or does not fit any day.
    NotAllowed(ExerciseId),
    /// What was asked for cannot stand together in one week.
    Conflict(BTreeSet<ExerciseId>),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanError::NoMinutes => f.write_str("plan a week: no day has minutes for training"),
            PlanError::NoExercise => {
                f.write_str("plan a week: no exercise fits the equipment and the clearance")
            }
            PlanError::ClearanceEnded => f.write_str("plan a week: the clearance has ended"),
            PlanError::NotAllowed(id) => {
                write!(f, "plan a week: {id} is not allowed here, or fits no day")
            }
            PlanError::Conflict(ids) => {
                let ids: Vec<&str> = ids.iter().map(ExerciseId::as_str).collect();
                write!(f, "plan a week: {} do not fit one week together", ids.join(", "))
            }
        }
    }
}

impl std::error::Error for PlanError {}
