//! The parts of a squad that somebody looks for.
//!
//! A part is told by where people stand; it finds nothing by itself. Read next: [`super::Member`].

use super::Member;
use crate::following::Due;
use jiff::civil::Date;

/// A part of a squad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Somebody must look, or measuring again is overdue.
    Attention,
    /// The health questions are open or out of date.
    Questions,
    /// At least one difference is probably or clearly real.
    Differing,
    /// Nothing was measured yet.
    Unmeasured,
    /// Nothing is due on the day.
    NothingDue,
}

impl Part {
    /// All of them, the most pressing first.
    pub const ALL: [Part; 5] =
        [Part::Attention, Part::Questions, Part::Differing, Part::Unmeasured, Part::NothingDue];

    /// The word that addresses use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Attention => "attention",
            Part::Questions => "questions",
            Part::Differing => "differing",
            Part::Unmeasured => "unmeasured",
            Part::NothingDue => "nothing-due",
        }
    }

    /// The part of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.as_str() == word)
    }

    /// Is somebody in it on a day?
    #[must_use]
    pub fn holds(self, member: &Member, on: Date) -> bool {
        let due = &member.followed.due;
        match self {
            Part::Attention => due.iter().any(|due| match due {
                Due::Stop | Due::ClearanceEnded | Due::SeeSomeone | Due::RetestOverdue { .. } => true,
                Due::Answer
                | Due::Measure
                | Due::Retest { .. }
                | Due::AnswerSoon { .. }
                | Due::AnotherDay(_)
                | Due::NewPlan
                | Due::PlanOver { .. }
                | Due::ChoosePlan
                | Due::Train { .. } => false,
            }),
            Part::Questions => due.contains(&Due::Answer),
            Part::Differing => !member.standing().is_empty(),
            Part::Unmeasured => member.followed.measured_on.is_none(),
            // The next session has a day of its own and is due on that one.
            Part::NothingDue => due.iter().all(|due| matches!(due, Due::Train { on: day } if *day > on)),
        }
    }
}
