//! The weeks ahead, if all goes as written: what each asks, which are lighter, and when to measure again.
//!
//! It promises nothing: a course is what the rules ask of somebody who does exactly as asked and feels no pain. It is
//! made by `super::next_session` alone, so the two can never disagree. Read next: `super::retest`.

use super::next::{NextSession, WeekKind};
use crate::knowledge::{RuleId, TestId};
use jiff::civil::Date;

/// The weeks ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The weeks, first to last.
    pub weeks: Vec<CourseWeek>,
    /// The first week by whose end a change of the leading difference could be told from noise in one retest, if it
    /// changes at the expected rate; none when no such week lies ahead, or nothing is known of noise or rate.
    pub first_visible_week: Option<u32>,
}

/// One of the weeks ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseWeek {
    /// Its number from 1.
    pub number: u32,
    /// Its Monday.
    pub starts: Date,
    /// What kind of week it is.
    pub kind: WeekKind,
    /// Why it is of that kind; none for an ordinary one.
    pub because: Option<RuleId>,
    /// Its sessions.
    pub sessions: Vec<NextSession>,
    /// Is the screen asked again before it, because the clearance ends?
    pub ask_again: bool,
    /// The measurement at its end, if there is one.
    pub retest: Option<RetestWeek>,
}

/// A measurement at the end of a week.
///
/// # Units
/// Points are percentage points of the stronger leg.
#[derive(Debug, Clone, PartialEq)]
pub struct RetestWeek {
    /// The tests to repeat.
    pub tests: Vec<TestId>,
    /// The smallest change of the leading difference that it could tell from noise.
    pub detectable_points: Option<f64>,
    /// The change that the expected rate brings until then.
    pub expected_points: Option<f64>,
    /// Would the expected change be told from noise?
    pub could_show: bool,
    /// Why it stands in this week.
    pub rule: RuleId,
}
