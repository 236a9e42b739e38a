//! The weeks ahead in words, from a hand-made course.

use super::fixture::full;
use crate::report::{CheckView, ahead, html, text};
use crate::words::Words;
use evenstride_core::knowledge::{Dose, ExerciseId, RuleId, TestId};
use evenstride_core::person::Units;
use evenstride_core::plan::PlannedSide;
use evenstride_core::track::{
    Because, Change, Course, CourseWeek, NextItem, NextSession, RetestWeek, WeekKind,
};
use jiff::civil::{Date, date};

fn rule(id: &str) -> RuleId {
    RuleId::new(id).unwrap()
}

fn item(side: PlannedSide, sets: u32, aim: u32, load_steps: i32, changes: &[(Change, &str)]) -> NextItem {
    let because = |(change, id): &(Change, &str)| Because { change: *change, rule: rule(id) };
    NextItem {
        planned: ExerciseId::new("split-squat").unwrap(),
        exercise: ExerciseId::new("split-squat").unwrap(),
        side,
        sets,
        dose: Dose::Reps([6, 10]),
        aim,
        load_kg: None,
        load_steps,
        limited_by: None,
        rest_s: 120,
        noted_pain: None,
        minutes: 9.0,
        because: changes.iter().map(because).collect(),
    }
}

fn week(number: u32, starts: Date, kind: WeekKind, items: Vec<NextItem>) -> CourseWeek {
    let because = (kind == WeekKind::Lighter).then(|| rule("deload-when"));
    let session = NextSession {
        session_idx: 0,
        on: starts,
        week: number,
        kind,
        because: because.clone(),
        items,
        left_out: Vec::new(),
        stalls: Vec::new(),
        adherence: None,
    };
    CourseWeek { number, starts, kind, because, sessions: vec![session], ask_again: false, retest: None }
}

fn course() -> Course {
    let top = [(Change::AtTheTop, "progression-move-on")];
    let mut last = week(
        3,
        date(2026, 5, 18),
        WeekKind::Lighter,
        vec![item(PlannedSide::Right, 2, 6, 1, &top), item(PlannedSide::Left, 1, 6, 1, &top)],
    );
    last.ask_again = true;
    last.retest = Some(RetestWeek {
        tests: vec![TestId::new("strap-knee-ext").unwrap()],
        detectable_points: Some(9.0),
        expected_points: Some(4.0),
        could_show: false,
        rule: rule("retest-when"),
    });
    Course {
        weeks: vec![
            week(
                1,
                date(2026, 5, 4),
                WeekKind::Entry,
                vec![item(PlannedSide::Right, 3, 6, 0, &[]), item(PlannedSide::Left, 2, 6, 0, &[])],
            ),
            week(
                2,
                date(2026, 5, 11),
                WeekKind::Building,
                vec![
                    item(PlannedSide::Right, 3, 7, 1, &[(Change::LoadUp, "progression-double"), top[0]]),
                    item(PlannedSide::Left, 2, 7, 1, &[(Change::AimUp, "progression-double")]),
                ],
            ),
            last,
        ],
        first_visible_week: None,
    }
}

#[test]
fn a_row_holds_sets_aim_and_steps_of_load_week_by_week() {
    let check = full();
    let said = ahead::ahead(&course(), Units::Metric, &check.knowledge, &Words::english());
    let cells: Vec<(&str, Vec<&str>)> = said
        .rows
        .iter()
        .map(|row| (row.side.as_str(), row.cells.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        cells,
        [("right", vec!["3 × 6", "3 × 7 +1", "2 × 6 +1"]), ("left", vec!["2 × 6", "2 × 7 +1", "1 × 6 +1"])]
    );
    let marks: Vec<&str> = said.weeks.iter().map(|week| week.marks.as_str()).collect();
    assert_eq!(marks, ["start", "", "lighter, measure"]);
}

#[test]
fn what_stands_out_says_its_rule_in_words_and_once() {
    let check = full();
    let mut knowledge = check.knowledge.clone();
    knowledge.rules.clone_from(&evenstride_catalog::builtin().rules);
    let mut course = course();
    // Two weeks in a row that rest on the same rule.
    course.weeks[1].because = Some(rule("deload-when"));
    course.weeks[1].kind = WeekKind::Lighter;
    let notes = ahead::ahead(&course, Units::Metric, &knowledge, &Words::english()).notes;
    let with = |fragment: &str| notes.iter().filter(|note| note.contains(fragment)).count();
    for (fragment, n) in [
        ("Then add a little load", 1),
        ("Week 2: lighter. Every four to eight weeks", 1),
        ("Week 3: lighter.", 1),
        ("Every four to eight weeks", 1),
        ("Move on when all of this holds", 0),
        ("Week 3: first answer the health questions again.", 1),
        ("End of week 3: measure again", 1),
        ("still too small to tell from noise. Strength after four to six weeks", 1),
        ("One more in each set", 0),
        ("deload-when", 0),
        ("progression-", 0),
    ] {
        assert_eq!(with(fragment), n, "{fragment}: {notes:#?}");
    }
}

#[test]
fn text_and_page_show_the_same_weeks() {
    let (check, course, words) = (full(), course(), Words::english());
    let view = CheckView { course: Some(&course), ..check.view() };
    let page = html::render_plan(&view, &check.cleared(), &words);
    let text = text::render_plan(&view, &check.cleared(), &words, 60);
    for cell in ["3 × 7 +1", "1 × 6 +1", "lighter, measure"] {
        assert!(page.contains(cell) && text.contains(cell), "{cell}:\n{text}");
    }
    assert!(page.contains("class=\"num light measured\""), "{page}");
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
}
