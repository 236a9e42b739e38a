//! The weeks ahead, if all goes as written: what each asks, which are lighter, and when to measure again.
//!
//! It promises nothing: a course is what the rules ask of somebody who does exactly as asked and feels no pain. It is
//! made by `super::next_session` alone, so the two can never disagree. Read next: `super::retest`.

use super::decide::session;
use super::log::LoggedSets;
use super::next::{Following, Next, NextSession, WeekKind};
use super::retest::{RetestOptions, law, retest};
use super::weeks::{days_after, days_between, monday, rule};
use crate::assess::Assessment;
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

/// Fewest weeks of a course.
pub const COURSE_WEEKS_MIN: u32 = 4; // source: evenstride-proposal; before that, nothing can be seen
/// Most weeks of a course.
pub const COURSE_WEEKS_MAX: u32 = 12; // source: evenstride-proposal; then somebody should have measured again

/// Says what the weeks ahead ask if everything is done exactly as asked and nothing hurts.
///
/// Weeks outside 4 to 12 are brought into that range. What was logged so far is where it begins. Loads that nobody has
/// written down stay open; their steps are counted in [`load_steps`](super::NextItem::load_steps).
///
/// A retest stands at the end of the first week in which the change of the leading difference could be told from
/// noise at the expected rate, in a lighter week if one is next to it. If that week lies too far ahead, or nobody
/// knows the noise, it stands where the catalogue's window for strength ends, and says that it may show nothing yet.
#[must_use]
pub fn course(following: &Following<'_>, weeks: u32) -> Course {
    let n_weeks = weeks.clamp(COURSE_WEEKS_MIN, COURSE_WEEKS_MAX);
    let sessions = sessions_ahead(following, n_weeks);
    let Some(first) = sessions.first() else {
        return Course { weeks: Vec::new(), first_visible_week: None };
    };
    let start = monday(first.on);
    let starts: Vec<Date> = (0..n_weeks).map(|week| days_after(start, 7 * week)).collect();
    let mut course: Vec<CourseWeek> = Vec::new();
    for (number, starts) in (1..).zip(starts) {
        let held: Vec<NextSession> =
            sessions.iter().filter(|session| monday(session.on) == starts).cloned().collect();
        let kind = held.first().map_or(WeekKind::Building, |session| session.kind);
        let because = held.first().and_then(|session| session.because.clone());
        let until = following.cleared.until();
        let ask_again = until >= starts && until < days_after(starts, 7);
        course.push(CourseWeek { number, starts, kind, because, sessions: held, ask_again, retest: None });
    }
    let newest = following.assessments.iter().max_by_key(|assessment| assessment.as_of);
    let first_visible_week = newest.and_then(|newest| first_visible_week(newest, following, n_weeks));
    if let Some(newest) = newest {
        place_retests(&mut course, newest, first_visible_week, following);
    }
    Course { weeks: course, first_visible_week }
}

/// The sessions until the weeks are over, each found from the ones before as if they had been done as asked.
fn sessions_ahead(following: &Following<'_>, n_weeks: u32) -> Vec<NextSession> {
    let mut log = following.log.clone();
    let mut as_of = following.as_of;
    let mut sessions: Vec<NextSession> = Vec::new();
    loop {
        // A course looks past the end of the clearance, and says in which week the questions are asked again.
        let Next::Session(next) = session(&Following { log: &log, as_of, ..*following }) else {
            return sessions;
        };
        let start = monday(sessions.first().map_or(next.on, |first| first.on));
        if next.on >= days_after(start, 7 * n_weeks) || next.on < as_of {
            return sessions;
        }
        log.push_asked(as_asked(&next));
        as_of = next.on;
        sessions.push(next);
    }
}

/// A session done exactly as it was asked.
fn as_asked(next: &NextSession) -> Vec<LoggedSets> {
    let entry = |item: &super::NextItem| {
        let done = (0..item.sets).map(|_| item.aim).collect();
        let plain = LoggedSets::new(next.on, item.exercise.clone(), item.side, done);
        LoggedSets { load_kg: item.load_kg, pain: Some(0), ..plain }
    };
    next.items.iter().map(entry).collect()
}

/// The first week by whose end the expected change would be as large as what one retest can tell from noise.
fn first_visible_week(newest: &Assessment, following: &Following<'_>, n_weeks: u32) -> Option<u32> {
    let [earliest, _] = following.knowledge.doses.retest_weeks;
    (earliest..=n_weeks).find(|week| {
        let [detectable, expected] = law(newest, following.plan, following.knowledge, *week);
        detectable.zip(expected).is_some_and(|(detectable, expected)| expected >= detectable)
    })
}

fn place_retests(
    course: &mut [CourseWeek],
    newest: &Assessment,
    first_visible: Option<u32>,
    following: &Following<'_>,
) {
    let cleared = following.cleared;
    // Measured today at the latest: the window is that of whoever asks when to measure again.
    let from = following.measured_on.unwrap_or(following.as_of);
    let options = RetestOptions { from, cautions: cleared.cautions(), a_leg_waits: cleared.a_leg_waits() };
    let asked = retest(newest, Some(following.plan), following.knowledge, &options);
    let Some(asked) = asked.filter(|asked| !asked.tests.is_empty()) else { return };
    let Some(start) = course.first().map(|week| week.starts) else { return };
    // The week whose end lies next to a day; weeks of the course that are over by then count in full.
    let ends_by = |day: Date| ((days_between(start, day) + 3) / 7).max(1);
    let [earliest, latest] = [asked.earliest, asked.latest].map(ends_by);
    let latest = latest.min(following.knowledge.doses.retest_weeks[1]);
    let wanted = first_visible.unwrap_or(latest);
    let lighter = |week: &CourseWeek| week.kind == WeekKind::Lighter && week.number >= earliest;
    let near = course.iter().filter(|week| lighter(week)).map(|week| week.number);
    // Rested legs are measured best, and a week later loses nothing; a week earlier would show less.
    let number = near.into_iter().find(|number| *number == wanted || *number == wanted + 1).unwrap_or(wanted);
    let last = course.last().map_or(0, |week| week.number);
    for week in course.iter_mut().filter(|week| week.number == number.min(last)) {
        let [detectable_points, expected_points] =
            law(newest, following.plan, following.knowledge, week.number);
        let could_show = detectable_points.zip(expected_points).is_some_and(|(least, change)| change >= least);
        week.retest = rule("retest-when").map(|rule| RetestWeek {
            tests: asked.tests.clone(),
            detectable_points,
            expected_points,
            could_show,
            rule,
        });
    }
}
