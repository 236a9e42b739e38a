//! Where the weeks ahead put a measurement, and that they are made of next sessions alone.

use super::fixture::{FIRST, Try};
use super::retest::{assessment, finding, test, weak_right};
use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::Link;
use crate::plan::{Need, NeedKind};
use crate::track::{CourseWeek, Following, Log, LoggedSets, Next, WeekKind, course, next_session};
use jiff::ToSpan;

/// A person with a called difference of 19 percent, of which one retest can tell a change of 13.2 points.
fn weak(points_per_week: f64) -> Try {
    let mut given = Try::new(Side::Right, FIRST);
    let hop = test("hop", Link::Log);
    given.knowledge.tests.insert(hop.id.clone(), hop);
    given.knowledge.doses.expected_points_per_week = points_per_week;
    given.assessments.push(assessment(vec![finding("quads", weak_right(), 0.97, &[("hop", true)])]));
    given.plan.needs.push(Need {
        group: MuscleGroupId::new("quads").unwrap(),
        side: Side::Right,
        kind: NeedKind::Strengthen,
        probability: 0.97,
        size: 19.0,
        quality: Quality::Strength,
    });
    given
}

fn with_retest(weeks: &[CourseWeek]) -> Vec<&CourseWeek> {
    weeks.iter().filter(|week| week.retest.is_some()).collect()
}

#[test]
fn a_retest_stands_where_the_expected_change_could_first_be_told_from_noise() {
    let given = weak(1.5);
    let ahead = course(&given.following(&Log::EMPTY), 12);
    // 13.18 points at 1.5 a week are reached in the ninth week.
    assert_eq!(ahead.first_visible_week, Some(9));
    let weeks = with_retest(&ahead.weeks);
    assert_eq!(weeks.iter().map(|week| week.number).collect::<Vec<_>>(), [9]);
    let retest = weeks[0].retest.as_ref().unwrap();
    assert!(retest.could_show);
    assert_eq!(retest.expected_points, Some(13.5));
    assert_eq!(retest.tests.iter().map(|test| test.as_str()).collect::<Vec<_>>(), ["hop"]);
}

#[test]
fn where_no_change_could_be_seen_in_time_the_retest_stands_in_the_lighter_week_and_says_so() {
    let given = weak(0.75);
    let ahead = course(&given.following(&Log::EMPTY), 12);
    assert_eq!(ahead.first_visible_week, None);
    let weeks = with_retest(&ahead.weeks);
    assert_eq!(weeks.iter().map(|week| (week.number, week.kind)).collect::<Vec<_>>(), [(6, WeekKind::Lighter)]);
    assert!(!weeks[0].retest.as_ref().unwrap().could_show);
}

#[test]
fn doing_each_session_of_a_course_as_asked_leads_to_its_next_session() {
    let given = weak(0.75);
    let ahead = course(&given.following(&Log::EMPTY), 6);
    let mut entries: Vec<LoggedSets> = Vec::new();
    let mut as_of = FIRST;
    for asked in ahead.weeks.iter().flat_map(|week| &week.sessions) {
        let log = Log::new(entries.clone(), &given.knowledge, as_of).unwrap();
        let Next::Session(next) = next_session(&Following { as_of, ..given.following(&log) }) else {
            // The clearance of this try holds for four weeks.
            assert!(as_of > given.cleared.until());
            return;
        };
        assert_eq!(next, *asked);
        as_of = asked.on;
        entries.extend(asked.items.iter().map(|item| {
            let done = (0..item.sets).map(|_| item.aim).collect();
            let plain = LoggedSets::new(asked.on, item.exercise.clone(), item.side, done);
            LoggedSets { load_kg: item.load_kg, pain: Some(0), ..plain }
        }));
    }
}

#[test]
fn the_retest_stands_in_the_window_of_the_newest_measurement() {
    let mut given = weak(0.75);
    let number = |given: &Try| {
        let ahead = course(&given.following(&Log::EMPTY), 12);
        with_retest(&ahead.weeks).iter().map(|week| week.number).collect::<Vec<_>>()
    };
    assert_eq!(number(&given), [6]);
    given.measured_on = given.as_of.checked_sub(4.weeks()).ok();
    assert_eq!(number(&given), [2]);
    given.measured_on = given.as_of.checked_sub(20.weeks()).ok();
    assert_eq!(number(&given), [1]);
}
