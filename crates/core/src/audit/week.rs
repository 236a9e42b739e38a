//! What an audit says of a week, as values.

use super::beside::{Remark, Told};
use super::better::Changes;
use crate::assess::{Assessment, Comparison, Verdict, Weaker};
use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::{AuditPairId, CautionId, ExerciseId, Knowledge, MovementId, MuscleSide};
use crate::person::Person;
use crate::plan::{Plan, Volume, painful};
use crate::screen::Cleared;
use crate::track::Log;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What an audit is told beside the log.
///
/// # Units
/// `efforts` are ratings of 0–10 times minutes, summed by day; `more_minutes` is a week's.
#[derive(Debug, Clone)]
pub struct AuditOptions<'a> {
    /// The newest weeks to show, 1 or more.
    pub n_weeks: u32,
    /// The last day that the log tells of; its last row's when absent.
    pub until: Option<Date>,
    /// Score weeks too that the log holds only in part.
    pub score_incomplete: bool,
    /// The plan that the sides are held against; equal sides when absent.
    pub plan: Option<&'a Plan>,
    /// The day from which the plan is followed: weeks that end before it are held against equal sides.
    pub plan_since: Option<Date>,
    /// The person, for sport, equipment and days.
    pub person: Option<&'a Person>,
    /// What was asked in the weeks of somebody who follows plans.
    pub history: Option<&'a PlanHistory>,
    /// What is known of the log beside its rows: remarks, and what was told later than the answers.
    pub log: Option<&'a Log>,
    /// The clearance that lets a change name exercises of the catalogue.
    pub cleared: Option<&'a Cleared>,
    /// What is known to limit the person while there is no clearance.
    pub limits: &'a BTreeSet<CautionId>,
    /// What was measured short.
    pub short: &'a BTreeSet<MuscleSide>,
    /// What is under an injury or sore in its tests: a change leaves it as it is.
    pub spared: &'a BTreeSet<MuscleSide>,
    /// Effort times minutes by day, where somebody rated sessions.
    pub efforts: &'a BTreeMap<Date, f64>,
    /// Minutes by which a changed week may be longer.
    pub more_minutes: f64,
    /// Look for the smallest change that wins most back.
    pub with_changes: bool,
}

impl AuditOptions<'static> {
    /// The newest twelve weeks, nothing known beside the log, no changes looked for.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            n_weeks: USUAL_WEEKS,
            until: None,
            score_incomplete: false,
            plan: None,
            plan_since: None,
            person: None,
            history: None,
            log: None,
            cleared: None,
            limits: &NO_LIMITS,
            short: &NOTHING,
            spared: &NOTHING,
            efforts: &NOTHING_RATED,
            more_minutes: 0.0,
            with_changes: false,
        }
    }
}

/// What was asked in the weeks of somebody who follows plans, beside the newest of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlanHistory {
    /// The plans that were followed before the newest, each with its first day, oldest first.
    pub earlier: Vec<(Date, Plan)>,
    /// The Mondays of lighter weeks.
    pub lighter: BTreeSet<Date>,
    /// The exercises whose extra sets for one leg have ended, and the day from which both legs get the same.
    pub even: Option<(Date, BTreeSet<ExerciseId>)>,
}

static NOTHING: BTreeSet<MuscleSide> = BTreeSet::new();
static NO_LIMITS: BTreeSet<CautionId> = BTreeSet::new();
static NOTHING_RATED: BTreeMap<Date, f64> = BTreeMap::new();
/// A quarter of a year.
const USUAL_WEEKS: u32 = 12; // source: evenstride-proposal

/// What was measured short: groups that reach less far on one leg.
#[must_use]
pub fn measured_short(assessment: &Assessment) -> BTreeSet<MuscleSide> {
    let mut short = BTreeSet::new();
    for finding in assessment.findings.iter().filter(|finding| finding.quality == Quality::Flexibility) {
        if let (Comparison::LeftRight { group }, Verdict::Imbalanced { weaker: Weaker::Leg(side), .. }) =
            (&finding.comparison, &finding.verdict)
        {
            short.insert(MuscleSide { group: group.clone(), side: *side });
        }
    }
    short
}

/// What was sore in its tests, as the plan sees it.
#[must_use]
pub fn measured_sore(assessment: &Assessment, knowledge: &Knowledge) -> BTreeSet<MuscleSide> {
    painful(assessment, knowledge).into_iter().map(|(group, side)| MuscleSide { group, side }).collect()
}

/// Weeks of training, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// The weeks, oldest first.
    pub weeks: Vec<AuditedWeek>,
    /// The mean score of the weeks that have one.
    pub mean: Option<f64>,
    /// The first day of the plan that the first of the weeks is held against which has one; the Monday of that week
    /// where nobody knows that day, and none where equal sides are asked for.
    pub planned_from: Option<Date>,
    /// The smallest changes to the newest scored week; none when no week is scored or nobody asked.
    pub changes: Option<Changes>,
    /// Rows that stand in no week because they lie after the day of the audit.
    pub told: Vec<Told>,
}

/// One week, Monday to Sunday.
///
/// # Units
/// Scores, parts and lost points are of 100; volumes are hard sets and minutes of stretching.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditedWeek {
    /// The Monday.
    pub from: Date,
    /// Does the log hold all of it?
    pub whole: Whole,
    /// The score; a picture of this week of training, never of a person or a leg.
    pub score: Option<f64>,
    /// Why there is no score.
    pub unscored: Option<Unscored>,
    /// How much of the hard sets of the followed plan was done, in percent; none without a plan.
    pub plan_done_percent: Option<f64>,
    /// Hard sets and stretching of each trainable group and side, zero where there was nothing.
    pub volumes: Vec<Volume>,
    /// Hard sets by day, in the order of `volumes`.
    pub days: Vec<DayRow>,
    /// The parts of the score of which something can be said.
    pub parts: Vec<Part>,
    /// How much each day was.
    pub load: Load,
    /// Against the week before, when the log holds both.
    pub change: Option<Change>,
    /// What the rules have to say beyond the score.
    pub remarks: Vec<Remark>,
    /// What was not counted, and why.
    pub not_counted: Vec<Told>,
    /// What was counted with a doubt.
    pub doubtful: Vec<Told>,
}

/// Does a log hold all days of a week?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// All of them.
    Whole,
    /// The log begins within it.
    BeginsWithin,
    /// The log ends within it.
    EndsWithin,
    /// The log begins and ends within it.
    BeginsAndEndsWithin,
}

impl Whole {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Whole::Whole => "whole",
            Whole::BeginsWithin => "begins-within",
            Whole::EndsWithin => "ends-within",
            Whole::BeginsAndEndsWithin => "begins-and-ends-within",
        }
    }
}

/// Why a week has no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unscored {
    /// No hard set was counted.
    NoHardSet,
    /// The log holds only a part of it.
    Incomplete,
}

impl Unscored {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Unscored::NoHardSet => "no-hard-set",
            Unscored::Incomplete => "incomplete",
        }
    }
}

/// Hard sets of a group and side on each day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayRow {
    /// The group.
    pub group: MuscleGroupId,
    /// The leg.
    pub side: Side,
    /// Monday to Sunday.
    pub sets: [f64; 7],
    /// Days that follow too soon on another with hard sets.
    pub too_close: [bool; 7],
}

/// A part of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// Enough hard sets.
    Enough,
    /// Each group often enough.
    Often,
    /// Days between hard sessions of a group.
    Spacing,
    /// Left against right.
    Sides,
    /// Opposing groups.
    Opponents,
    /// Work spread over the groups.
    Evenness,
    /// Movements of all kinds.
    Variety,
    /// Stretching of what was measured short.
    Stretching,
}

impl PartKind {
    /// Every part, in the order of reports.
    pub const ALL: [PartKind; 8] = [
        PartKind::Enough,
        PartKind::Often,
        PartKind::Spacing,
        PartKind::Sides,
        PartKind::Opponents,
        PartKind::Evenness,
        PartKind::Variety,
        PartKind::Stretching,
    ];

    /// The rule of the catalogue that says what it asks.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            PartKind::Enough => "week-enough",
            PartKind::Often => "week-often",
            PartKind::Spacing => "week-spacing",
            PartKind::Sides => "week-sides",
            PartKind::Opponents => "week-opponents",
            PartKind::Evenness => "week-evenness",
            PartKind::Variety => "week-variety",
            PartKind::Stretching => "week-stretching",
        }
    }
}

/// How one part of the score came out.
///
/// # Units
/// `points` are of 100 within the part, `weight` is its percent of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which part.
    pub kind: PartKind,
    /// What it reached.
    pub points: f64,
    /// What it weighs among the parts of this week.
    pub weight: f64,
    /// What lost points, largest first.
    pub lost: Vec<Lost>,
}

/// Points that a week lost.
///
/// # Units
/// `points` are points of the whole score; `found` and `asked` are in what the part counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// How many.
    pub points: f64,
    /// What lost them.
    pub what: What,
    /// The figure found; none when there is no such figure, as for a pair of which one side has nothing.
    pub found: Option<f64>,
    /// From and to of what is asked.
    pub asked: [f64; 2],
}

/// What lost points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A group on a side has few sets, few days or few minutes.
    Group {
        /// The group.
        group: MuscleGroupId,
        /// The leg.
        side: Side,
    },
    /// Two hard days of a group lie close together.
    Gap {
        /// The group.
        group: MuscleGroupId,
        /// The leg.
        side: Side,
        /// The first day, 0 = Monday; below 0 it lies in the week before.
        first: i8,
        /// The second day.
        second: i8,
    },
    /// The legs got unlike work.
    Sides {
        /// The group.
        group: MuscleGroupId,
    },
    /// A pair got unlike work.
    Pair {
        /// The pair.
        pair: AuditPairId,
        /// The leg.
        side: Side,
    },
    /// A group has less than an even part of the week.
    Uneven {
        /// The group.
        group: MuscleGroupId,
    },
    /// A movement is missing.
    Movement {
        /// The movement.
        movement: MovementId,
    },
}

/// What loads are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadUnit {
    /// Rating of effort times minutes.
    EffortMinutes,
    /// Hard sets of a leg, where nobody rated sessions.
    HardSets,
}

impl LoadUnit {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            LoadUnit::EffortMinutes => "effort-minutes",
            LoadUnit::HardSets => "hard-sets",
        }
    }
}

/// How much each day was, and how alike the days were.
///
/// # Source
/// foster-1998: monotony is the mean of seven days divided by their sample SD, rest days as nought; strain is the sum
/// times monotony.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// What it is counted in.
    pub unit: LoadUnit,
    /// Monday to Sunday.
    pub daily: [f64; 7],
    /// Their sum.
    pub sum: f64,
    /// Mean divided by SD; undefined when all days are alike.
    pub monotony: Option<f64>,
    /// Sum times monotony.
    pub strain: Option<f64>,
}

/// A week against the one before.
///
/// # Units
/// Sets are hard sets of a leg; `percent` is more than before, below 0 less.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Hard sets of the week before.
    pub sets_before: f64,
    /// Hard sets of this week.
    pub sets: f64,
    /// More in percent; none when there was nothing before.
    pub percent: Option<f64>,
    /// Running distance, when either week holds some.
    pub distance: Option<Distance>,
}

/// Running distance of two weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distance {
    /// Metres of the week before.
    pub before_m: f64,
    /// Metres of this week.
    pub metres: f64,
    /// More in percent; none when there was nothing before.
    pub percent: Option<f64>,
}
