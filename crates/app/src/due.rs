//! What needs attention of somebody, the most pressing first.
//!
//! It works nothing out: it goes through where somebody stands. Read next: [`crate::following`].

use crate::following::Followed;
use evenstride_core::knowledge::TestId;
use evenstride_core::screen::Cleared;
use evenstride_core::track::Next;
use jiff::civil::Date;

/// From so many days before its end on a clearance is said to end soon.
const ENDS_SOON_DAYS: i32 = 14; // source: evenstride-proposal

/// Something to do now or soon, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// A red flag stops: somebody must look first.
    Stop,
    /// The log has ended the clearance.
    ClearanceEnded,
    /// The questions are open or out of date.
    Answer,
    /// Nothing was measured yet.
    Measure,
    /// A leg or an exercise waits until somebody has looked.
    SeeSomeone,
    /// The window for measuring again has passed.
    RetestOverdue {
        /// Its last day.
        since: Date,
    },
    /// The window for measuring again is open.
    Retest {
        /// Its last day.
        until: Date,
    },
    /// The clearance ends soon.
    AnswerSoon {
        /// Its last day.
        until: Date,
    },
    /// Something is undecided that another day would settle.
    AnotherDay(TestId),
    /// What was measured since the plan was made asks for another one.
    NewPlan,
    /// There is a clearance and no plan is followed.
    ChoosePlan,
    /// A session.
    Train {
        /// The day.
        on: Date,
    },
}

impl Due {
    /// The word that files use.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Due::Stop => "stop",
            Due::ClearanceEnded => "clearance-ended",
            Due::Answer => "answer",
            Due::Measure => "measure",
            Due::SeeSomeone => "see-someone",
            Due::RetestOverdue { .. } => "retest-overdue",
            Due::Retest { .. } => "retest",
            Due::AnswerSoon { .. } => "answer-soon",
            Due::AnotherDay(_) => "another-day",
            Due::NewPlan => "new-plan",
            Due::ChoosePlan => "choose-plan",
            Due::Train { .. } => "train",
        }
    }

    /// The day by which or on which it is due, where it has one.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        match self {
            Due::RetestOverdue { since: day } | Due::Retest { until: day } | Due::AnswerSoon { until: day } => {
                Some(*day)
            }
            Due::Train { on } => Some(*on),
            Due::Stop
            | Due::ClearanceEnded
            | Due::Answer
            | Due::Measure
            | Due::SeeSomeone
            | Due::AnotherDay(_)
            | Due::NewPlan
            | Due::ChoosePlan => None,
        }
    }
}

/// Everything that needs attention on a day, in order.
pub(crate) fn due(followed: &Followed, cleared: Option<&Cleared>, has_plan: bool, as_of: Date) -> Vec<Due> {
    let mut due = Vec::new();
    match cleared {
        None => due.push(Due::Answer),
        Some(cleared) if days_between(as_of, cleared.until()) <= ENDS_SOON_DAYS => {
            due.push(Due::AnswerSoon { until: cleared.until() });
        }
        Some(_) => {}
    }
    if followed.measured_on.is_none() {
        due.push(Due::Measure);
    }
    if let Some(retest) = &followed.retest {
        if as_of > retest.latest && !retest.tests.is_empty() {
            due.push(Due::RetestOverdue { since: retest.latest });
        } else if as_of >= retest.earliest && !retest.tests.is_empty() {
            due.push(Due::Retest { until: retest.latest });
        }
        due.extend(retest.another_day_first.clone().map(Due::AnotherDay));
    }
    match &followed.next {
        Some(Next::ClearanceEnded(_)) => due.push(Due::ClearanceEnded),
        Some(Next::Nothing { .. }) => due.push(Due::SeeSomeone),
        Some(Next::Session(session)) => due.push(Due::Train { on: session.on }),
        None if cleared.is_some() && !has_plan => due.push(Due::ChoosePlan),
        None => {}
    }
    let has_ended = matches!(followed.next, Some(Next::ClearanceEnded(_)));
    if !has_ended && cleared.is_some_and(|cleared| !cleared.waits().is_empty()) {
        due.push(Due::SeeSomeone);
    }
    due.sort();
    due.dedup();
    due
}

/// Whole days from one to the other.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    // Both days lie within the calendar, so the difference is a number of days.
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
