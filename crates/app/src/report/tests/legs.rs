//! What both legs have in common is said once.

use super::fixture::{full, group};
use crate::report::{ahead, lacking, week};
use crate::words::Words;
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Dose, ExerciseId};
use evenstride_core::person::Units;
use evenstride_core::plan::{NeedKind, Plan, PlannedSide, Reason, Unmet, WhyUnmet};
use evenstride_core::track::{Course, CourseWeek, NextItem, NextSession, WeekKind};
use jiff::civil::date;

fn unmet(id: &str, side: Side, planned: f64) -> Unmet {
    Unmet { group: group(id), side, kind: NeedKind::Strengthen, wanted: 4.0, planned, why: WhyUnmet::Minutes }
}

#[test]
fn legs_that_lack_the_same_share_a_line_and_others_keep_their_own() {
    let (check, words) = (full(), Words::english());
    let alike = [unmet("quads", Side::Left, 2.0), unmet("quads", Side::Right, 2.0)];
    let apart = [unmet("quads", Side::Left, 2.0), unmet("quads", Side::Right, 3.0)];
    let plan = check.plan.clone().unwrap();
    let lacks = Plan { unmet: alike.to_vec(), ..plan.clone() };
    for (said, expected) in [
        (lacking::lacked(&alike, &check.knowledge, &words), "Front of thigh, each leg: 2 of 4 sets a week."),
        (
            lacking::more(&alike, &check.knowledge, &words),
            "Front of thigh, each leg: 2 of 4 sets a week, fewer than before.",
        ),
        (
            lacking::less(&apart, &lacks, &check.knowledge, &words),
            "Front of thigh, each leg: 2 of 4 sets a week, more than before.",
        ),
        (
            lacking::less(&apart, &Plan { unmet: Vec::new(), ..plan }, &check.knowledge, &words),
            "Front of thigh, each leg: all 4 sets a week, more than before.",
        ),
    ] {
        assert_eq!(said, [expected]);
    }
    assert_eq!(
        lacking::more(&apart, &check.knowledge, &words),
        [
            "Left front of thigh: 2 of 4 sets a week, fewer than before.",
            "Right front of thigh: 3 of 4 sets a week, fewer than before.",
        ]
    );
}

/// The reasons of the first exercise of the first day, row by row.
fn reasons(plan: &Plan) -> Vec<String> {
    let check = full();
    let days = week::days(plan, &check.knowledge, &Words::english());
    days[0].rows.iter().filter(|row| row.id.as_str() == "split-squat").map(|row| row.why.clone()).collect()
}

#[test]
fn both_legs_of_an_exercise_have_one_sentence_of_reasons() {
    let plan = full().plan.unwrap();
    let both = "Works on right front of thigh. Keeps right back of thigh and left front of thigh.";
    assert_eq!(reasons(&plan), [both, both]);
    // What is alike on both legs names none.
    let mut alike = plan.clone();
    for item in &mut alike.sessions[0].items {
        let side = if item.side == PlannedSide::Left { Side::Left } else { Side::Right };
        item.because = vec![Reason::Keep { group: group("quads"), side }];
    }
    assert_eq!(reasons(&alike), ["Keeps front of thigh.", "Keeps front of thigh."]);
    // One leg alone has its own.
    let mut one = plan;
    one.sessions[0].items.remove(1);
    assert_eq!(reasons(&one), ["Works on front of thigh. Keeps back of thigh."]);
}

fn next(side: PlannedSide, sets: u32) -> NextItem {
    NextItem {
        planned: ExerciseId::new("split-squat").unwrap(),
        exercise: ExerciseId::new("split-squat").unwrap(),
        side,
        sets,
        dose: Dose::Reps([6, 10]),
        aim: 6,
        load_kg: None,
        load_steps: 0,
        limited_by: None,
        rest_s: 120,
        noted_pain: None,
        minutes: 9.0,
        because: Vec::new(),
    }
}

#[test]
fn weeks_in_which_both_legs_do_the_same_take_one_row() {
    let check = full();
    let rows = |left: u32| -> Vec<(String, Vec<String>)> {
        let on = date(2026, 5, 4);
        let session = NextSession {
            session_idx: 0,
            on,
            week: 1,
            kind: WeekKind::Building,
            because: None,
            items: vec![next(PlannedSide::Right, 3), next(PlannedSide::Left, left)],
            left_out: Vec::new(),
            stalls: Vec::new(),
            adherence: None,
        };
        let week = CourseWeek {
            number: 1,
            starts: on,
            kind: WeekKind::Building,
            because: None,
            sessions: vec![session],
            ask_again: false,
            retest: None,
        };
        let course = Course { weeks: vec![week], first_visible_week: None };
        let said = ahead::ahead(&course, Units::Metric, &check.knowledge, &Words::english());
        said.rows.into_iter().map(|row| (row.side, row.cells)).collect()
    };
    let cells = |cell: &str| vec![cell.to_owned()];
    assert_eq!(rows(3), [("each leg".to_owned(), cells("3 × 6"))]);
    assert_eq!(rows(2), [("right".to_owned(), cells("3 × 6")), ("left".to_owned(), cells("2 × 6"))]);
}
