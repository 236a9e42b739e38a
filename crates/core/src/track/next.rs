//! What comes next: the session, what changed in it and by which rule, or why there is none.
//!
//! It holds the words of the answer alone; how it is found stands in `super::decide`. Read next: `super::course`.

use crate::assess::Assessment;
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{Action, CautionId, Dose, ExerciseId, Knowledge, RuleId};
use crate::person::Person;
use crate::plan::{Plan, PlannedSide};
use crate::screen::Cleared;
use crate::track::Log;
use jiff::civil::Date;

/// Everything that the next session depends on.
#[derive(Debug, Clone, Copy)]
pub struct Following<'a> {
    /// The week that is followed.
    pub plan: &'a Plan,
    /// The day from which it is followed; none for a week that nobody follows yet.
    pub since: Option<Date>,
    /// The last day on which something was measured.
    pub measured_on: Option<Date>,
    /// What was done.
    pub log: &'a Log,
    /// The newest clearance.
    pub cleared: &'a Cleared,
    /// The person.
    pub person: &'a Person,
    /// What was found, in any order; the newest decides whether a side still gets more.
    pub assessments: &'a [Assessment],
    /// The knowledge.
    pub knowledge: &'a Knowledge,
    /// Today.
    pub as_of: Date,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// A session.
    Session(NextSession),
    /// No session: the clearance has ended, and the screen is asked again.
    ClearanceEnded(ClearanceEnd),
    /// Nothing can be trained until somebody has looked, or the plan holds nothing.
    Nothing {
        /// What was left out and why.
        left_out: Vec<LeftOut>,
    },
}

/// Why the clearance has ended and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClearanceEnd {
    /// Every reason, the most urgent first.
    pub why: Vec<WhyEnded>,
    /// Whom to see and how soon; none when answering the questions again is enough.
    pub action: Option<Action>,
}

/// One reason why a clearance has ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyEnded {
    /// A sign to stop was ticked or written.
    Sign {
        /// What it asks for.
        action: Action,
        /// The rule, such as `stop-chest`.
        rule: RuleId,
        /// The day.
        on: Date,
        /// The words that were found, when it was written and not ticked.
        words: Option<String>,
    },
    /// So many weeks without training that the questions are asked again.
    LongBreak {
        /// Whole weeks without training.
        weeks: u32,
        /// The rule.
        rule: RuleId,
    },
    /// Its last day has passed.
    Expired {
        /// The last day.
        until: Date,
    },
}

/// What kind of week a session belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WeekKind {
    /// The first week, or the first after a long break: the entry dose.
    Entry,
    /// A week that may ask for more than the last one.
    Building,
    /// After a week off: the same again.
    Again,
    /// Fewer sets and a little less load.
    Lighter,
    /// After more weeks off: less load than before.
    Back,
}

impl WeekKind {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            WeekKind::Entry => "entry",
            WeekKind::Building => "building",
            WeekKind::Again => "again",
            WeekKind::Lighter => "lighter",
            WeekKind::Back => "back",
        }
    }
}

/// One session.
#[derive(Debug, Clone, PartialEq)]
pub struct NextSession {
    /// Index of the plan's session that it comes from.
    pub session_idx: usize,
    /// The day it is for: the first that the plan and the rest between sessions allow.
    pub on: Date,
    /// Number of the training week since the log began, from 1; weeks without training do not count.
    pub week: u32,
    /// What kind of week it is.
    pub kind: WeekKind,
    /// Why the week is of that kind; none for an ordinary one.
    pub because: Option<RuleId>,
    /// What is done, in order; the weak side stands before the strong one.
    pub items: Vec<NextItem>,
    /// What the plan holds and this session does not.
    pub left_out: Vec<LeftOut>,
    /// What does not move although it is trained, for a second look.
    pub stalls: Vec<Stall>,
    /// How much of what was planned was done lately; none before the first whole week.
    pub adherence: Option<Bilateral<Adherence>>,
}

/// Sets of one exercise on one side.
///
/// # Units
/// `aim` counts what `dose` counts.
#[derive(Debug, Clone, PartialEq)]
pub struct NextItem {
    /// The exercise of the plan that it stands for.
    pub planned: ExerciseId,
    /// The exercise to do.
    pub exercise: ExerciseId,
    /// The side.
    pub side: PlannedSide,
    /// Sets.
    pub sets: u32,
    /// The range of one set.
    pub dose: Dose,
    /// What to try in each set today, within the range.
    pub aim: u32,
    /// The load; none when none was written down, so that the exercise's own words say how to choose it.
    pub load_kg: Option<f64>,
    /// Steps of load above the first session of this exercise; below 0 when it was taken off.
    pub load_steps: i32,
    /// The caution that limits the load, in whose words it is chosen then.
    pub limited_by: Option<CautionId>,
    /// Rest after a set, in seconds.
    pub rest_s: u32,
    /// Minutes of all its sets with rest.
    pub minutes: f64,
    /// The worst pain, 0–10, that was noted on the last day on which it was done; none when nobody noted any.
    pub noted_pain: Option<u8>,
    /// What changed against the last time or the plan, and by which rule.
    pub because: Vec<Because>,
}

/// A change with the rule that asks for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Because {
    /// What changed.
    pub change: Change,
    /// The rule of the catalogue.
    pub rule: RuleId,
}

/// What can change from one session to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A little more load, low in the range again.
    LoadUp,
    /// A load for what was done without one, because the chain ends here.
    AddLoad,
    /// One repetition or a few seconds more in each set.
    AimUp,
    /// A harder exercise of the chain.
    Harder,
    /// Another step of a written schedule.
    Schedule,
    /// The last step of the chain is reached that equipment, level and limits leave, and nothing is added to it.
    AtTheTop,
    /// The same again.
    Hold,
    /// Less load.
    LoadDown,
    /// An easier exercise of the chain.
    Easier,
    /// Low in the range.
    AimDown,
    /// Fewer sets.
    SetsDown,
    /// The strong side waits for the weak one.
    StrongWaits,
    /// Both sides get the same sets from now on.
    EvenSets,
}

impl Change {
    /// Every change, in the order of lists.
    pub const ALL: [Change; 13] = [
        Change::LoadUp,
        Change::AddLoad,
        Change::AimUp,
        Change::Harder,
        Change::Schedule,
        Change::AtTheTop,
        Change::Hold,
        Change::LoadDown,
        Change::Easier,
        Change::AimDown,
        Change::SetsDown,
        Change::StrongWaits,
        Change::EvenSets,
    ];

    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Change::LoadUp => "load-up",
            Change::AddLoad => "add-load",
            Change::AimUp => "aim-up",
            Change::Harder => "harder",
            Change::Schedule => "schedule",
            Change::AtTheTop => "at-the-top",
            Change::Hold => "hold",
            Change::LoadDown => "load-down",
            Change::Easier => "easier",
            Change::AimDown => "aim-down",
            Change::SetsDown => "sets-down",
            Change::StrongWaits => "strong-waits",
            Change::EvenSets => "even-sets",
        }
    }
}

/// Something of the plan that is not done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// The exercise.
    pub exercise: ExerciseId,
    /// The side.
    pub side: PlannedSide,
    /// Why.
    pub why: WhyLeftOut,
}

/// Why something of the plan is not done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyLeftOut {
    /// A rule of pain or swelling: somebody should look first.
    SeeSomeone {
        /// The rule.
        rule: RuleId,
        /// How soon.
        action: Action,
        /// The day on which it happened.
        on: Date,
    },
    /// The clearance does not allow it.
    Caution(CautionId),
    /// Its schedule has no session on this day of the week.
    Schedule(RuleId),
}

/// Something that was trained as planned for two cycles and did not move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stall {
    /// The exercise.
    pub exercise: ExerciseId,
    /// The groups that it is in the plan for.
    pub groups: Vec<MuscleGroupId>,
    /// The side that decides, when the exercise is one-sided.
    pub side: Option<Side>,
    /// The last day on which it moved.
    pub since: Date,
    /// The rule.
    pub rule: RuleId,
}

/// How much of what was planned was done.
///
/// # Units
/// Sets within the last whole weeks, at most as many weeks as the catalogue says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Adherence {
    /// Sets planned.
    pub planned: u32,
    /// Sets done, those that were done late among them.
    pub done: u32,
    /// Sets of sessions that were done in the week after that in which they were due.
    pub late: u32,
}

impl Adherence {
    /// Share done of what was planned, at most 1; none when nothing was planned.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.planned > 0).then(|| (f64::from(self.done) / f64::from(self.planned)).min(1.0))
    }
}
