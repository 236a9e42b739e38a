//! Red flags, what they ask for, and cautions: what the screen needs to know.
//!
//! Read next: [`crate::screen`].

use super::{CautionId, ConditionId, Dose, Exercise, ExerciseKind, FlagId, GateId, Grade, SourceId, TestId};
use crate::body::MuscleGroupId;
use serde::{Deserialize, Serialize};

/// What a positive answer to a red-flag question asks for, from the most urgent down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Emergency services or department now.
    Emergency,
    /// Urgent care or a doctor today.
    SameDay,
    /// A clinician within days; no testing or loading until then.
    ClinicianDays,
    /// Needs the agreement of a guardian or clinician before training.
    Assent,
    /// A clinician within weeks; training around it is possible.
    ClinicianWeeks,
    /// Training with limits.
    Limit,
}

impl Action {
    /// All actions, most urgent first.
    pub const ALL: [Action; 6] = [
        Action::Emergency,
        Action::SameDay,
        Action::ClinicianDays,
        Action::Assent,
        Action::ClinicianWeeks,
        Action::Limit,
    ];

    /// Does it stop testing and training until someone has looked?
    #[must_use]
    pub fn stops(self) -> bool {
        match self {
            Action::Emergency | Action::SameDay | Action::ClinicianDays | Action::Assent => true,
            Action::ClinicianWeeks | Action::Limit => false,
        }
    }

    /// The kebab-case word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Emergency => "emergency",
            Action::SameDay => "same-day",
            Action::ClinicianDays => "clinician-days",
            Action::Assent => "assent",
            Action::ClinicianWeeks => "clinician-weeks",
            Action::Limit => "limit",
        }
    }
}

/// The words of an action: whom to see and how soon.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionWords {
    /// The action.
    pub action: Action,
    /// A heading of a few words.
    pub title: String,
    /// Whom to see and how soon, in one or two sentences.
    pub advice: String,
    /// A clearance counts for so many months, unless the flag names others.
    pub cleared_months: u32,
    /// Where the wording's rule comes from.
    pub source: Vec<SourceId>,
    /// How well it is supported.
    pub grade: Grade,
}

/// When the action of a flag is raised.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// When one of these flags is positive too.
    pub with: Vec<FlagId>,
    /// It becomes this action.
    pub action: Action,
    /// Why, in plain words.
    pub reason: String,
}

/// A measurement that is a red flag by itself.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredFlag {
    /// The test.
    pub test: TestId,
    /// A difference between the sides of at least this, in the test's unit.
    pub side_difference_at_least: f64,
    /// The newest day on which both legs were measured counts for so many days.
    pub within_days: u32,
}

/// A red flag: a question, what a yes asks for, and what training may not hold afterwards.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The id, `RF-01` and so on.
    pub id: FlagId,
    /// A few words for lists.
    pub name: String,
    /// The question in plain words; a yes is a positive flag.
    pub question: String,
    /// Can it be about one leg alone, so that a yes may say which?
    #[serde(default)]
    pub one_leg: bool,
    /// What a yes asks for.
    pub action: Action,
    /// Why, in plain words and without a diagnosis.
    pub reason: String,
    /// When it becomes more urgent.
    #[serde(default)]
    pub escalate: Vec<Escalation>,
    /// Asked only after a yes to one of these, which come before it; always when empty.
    #[serde(default)]
    pub only_after: Vec<FlagId>,
    /// Ages at which the question is asked, both included; always when absent.
    #[serde(default)]
    pub asked_at_age: Option<[u32; 2]>,
    /// Can a yes be answered from the person's birth year (under 18)?
    #[serde(default)]
    pub follows_from_age: bool,
    /// Does it follow from an operation in the person's history within so many months?
    #[serde(default)]
    pub follows_from_surgery_months: Option<u32>,
    /// Does it follow from an injury in the person's history within so many weeks?
    #[serde(default)]
    pub follows_from_injury_weeks: Option<u32>,
    /// Does it follow from a test that hurt so much that it says nothing?
    #[serde(default)]
    pub follows_from_test_pain: bool,
    /// Does it tell of pain, and which muscles meet in that place? Empty where none of a leg does, or where it asks for
    /// pain anywhere.
    #[serde(default)]
    pub pain_in: Option<Vec<MuscleGroupId>>,
    /// Is it about an injury, so that a clearance from before the latest one does not count?
    #[serde(default)]
    pub about_injuries: bool,
    /// A clearance counts for so many months; 0 where the question asks for what is there now; as the action says
    /// when absent.
    #[serde(default)]
    pub cleared_months: Option<u32>,
    /// What training must not hold while this flag is positive, also after a clinician's clearance.
    #[serde(default)]
    pub cautions: Vec<CautionId>,
    /// May maximal tests be done with it, once cleared?
    #[serde(default)]
    pub no_maximal_tests: bool,
    /// A measurement that fires it.
    #[serde(default)]
    pub measured: Option<MeasuredFlag>,
    /// Its place in the order of asking, smallest first.
    pub order: u32,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// What waits after an operation, also after a clinician's clearance, until so many weeks have passed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The id, such as `acl-curls`.
    pub id: GateId,
    /// The operations it follows, as a history names them; empty: any operation that has no name there.
    #[serde(default)]
    pub operations: Vec<ConditionId>,
    /// What training must not hold until then.
    pub cautions: Vec<CautionId>,
    /// The first week after the operation in which it no longer holds.
    pub earliest_weeks: u32,
    /// What waits and until when, in plain words.
    pub words: String,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// A caution tag: whom it concerns and what it asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// The tag.
    pub id: CautionId,
    /// Whom it concerns, in plain words.
    pub who: String,
    /// What it asks for.
    pub rule: String,
    /// What it asks of somebody without an operation, where the rule speaks of one.
    #[serde(default)]
    pub without_operation: Option<String>,
    /// It holds from this age on for somebody who has not trained for half a year, whatever was answered.
    #[serde(default)]
    pub from_age: Option<u32>,
    /// The muscles of which it speaks, when a fresh injury raises it: it stays off when the history names the hurt
    /// muscles and none of these is among them. Empty means that it holds for whatever was hurt.
    #[serde(default)]
    pub groups: Vec<MuscleGroupId>,
    /// How to choose a load while it holds, in place of what exercises say themselves.
    #[serde(default)]
    pub loads: LimitedLoads,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// How to choose a load while a caution holds; what is absent stays as the exercise says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitedLoads {
    /// Of what makes stronger, in repetitions.
    #[serde(default)]
    pub repetitions: Option<String>,
    /// Of what makes stronger, in holds.
    #[serde(default)]
    pub hold: Option<String>,
    /// Of stretches.
    #[serde(default)]
    pub stretch: Option<String>,
}

impl LimitedLoads {
    /// The words for an exercise, where there are any.
    #[must_use]
    pub fn of(&self, exercise: &Exercise) -> Option<&str> {
        let words = match (exercise.kind, exercise.dose) {
            (ExerciseKind::Stretch | ExerciseKind::ContractRelax, _) => &self.stretch,
            (ExerciseKind::Strength | ExerciseKind::Trunk, Dose::HoldS(_)) => &self.hold,
            (
                ExerciseKind::Strength | ExerciseKind::Trunk,
                Dose::Reps(_) | Dose::Minutes(_) | Dose::Metres(_),
            ) => &self.repetitions,
            (
                ExerciseKind::Release
                | ExerciseKind::Balance
                | ExerciseKind::Jump
                | ExerciseKind::Mobility
                | ExerciseKind::Habit
                | ExerciseKind::WarmUp
                | ExerciseKind::Running,
                _,
            ) => return None,
        };
        words.as_deref()
    }
}
