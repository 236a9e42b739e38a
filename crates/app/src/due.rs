//! What needs attention of somebody, the most pressing first.
//!
//! It works nothing out: it goes through where somebody stands. Read next: [`crate::following`].

use crate::following::Followed;
use evenstride_core::screen::Cleared;
use evenstride_core::track::{AnotherDay, COURSE_WEEKS_MAX, Next};
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Ordering;

/// From so many days before its end on a clearance is said to end soon.
const ENDS_SOON_DAYS: i32 = 14; // source: evenstride-proposal
/// From so many days before it on its end presses more than what measuring or a plan asks for.
const PRESSES_DAYS: i32 = 5; // source: evenstride-proposal

/// Something to do now or soon; in order the most urgent is first.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        /// Is that only a few days away?
        presses: bool,
    },
    /// Something is undecided that another day would settle.
    AnotherDay(AnotherDay),
    /// What was measured since the plan was made asks for another one.
    NewPlan,
    /// The plan has run for as long as one is written for.
    PlanOver {
        /// The day from which it is followed.
        since: Date,
    },
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
            Due::PlanOver { .. } => "plan-over",
            Due::ChoosePlan => "choose-plan",
            Due::Train { .. } => "train",
        }
    }

    /// The day by which or on which it is due, where it has one.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        match self {
            Due::RetestOverdue { since: day }
            | Due::Retest { until: day }
            | Due::AnswerSoon { until: day, .. }
            | Due::PlanOver { since: day } => Some(*day),
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

    /// Where it stands among others: the lower, the more urgent.
    fn place(&self) -> u8 {
        match self {
            Due::Stop => 0,
            Due::ClearanceEnded => 1,
            Due::Answer => 2,
            Due::Measure => 3,
            Due::SeeSomeone => 4,
            Due::RetestOverdue { .. } => 5,
            Due::Retest { .. } => 6,
            Due::AnswerSoon { presses: true, .. } => 7,
            Due::AnotherDay(_) => 8,
            Due::NewPlan => 9,
            Due::PlanOver { .. } => 10,
            Due::ChoosePlan => 11,
            // Two of four weeks before its end nothing waits for it.
            Due::AnswerSoon { presses: false, .. } => 12,
            Due::Train { .. } => 13,
        }
    }

    /// What another day would settle, where that is due.
    #[must_use]
    pub fn another_day(&self) -> Option<&AnotherDay> {
        if let Due::AnotherDay(another) = self { Some(another) } else { None }
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |due: &Self| (due.place(), due.day());
        key(self).cmp(&key(other)).then_with(|| self.another_day().cmp(&other.another_day()))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Everything that needs attention on a day, in order.
pub(crate) fn due(followed: &Followed, cleared: Option<&Cleared>, has_plan: bool, as_of: Date) -> Vec<Due> {
    let mut due = Vec::new();
    match cleared {
        None => due.push(Due::Answer),
        Some(cleared) if days_between(as_of, cleared.until()) <= ENDS_SOON_DAYS => {
            let presses = days_between(as_of, cleared.until()) <= PRESSES_DAYS;
            due.push(Due::AnswerSoon { until: cleared.until(), presses });
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
        due.extend(retest.another_day(as_of).cloned().map(Due::AnotherDay));
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

/// Has a plan that is followed from this day run for as long as the weeks ahead are ever written?
pub(crate) fn is_over(since: Date, as_of: Date) -> bool {
    since.checked_add(i64::from(COURSE_WEEKS_MAX).weeks()).is_ok_and(|end| as_of >= end)
}

/// Whole days from one to the other.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    // Both days lie within the calendar, so the difference is a number of days.
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
