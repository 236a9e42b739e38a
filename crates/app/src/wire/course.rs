//! The weeks ahead on the wire.

use super::plan::{unit_and_range, weekday};
use super::{csv_table, rounded, rounded_or_null};
use evenstride_core::track::{Because, Course, CourseWeek, NextItem, NextSession, RetestWeek};
use serde_json::{Value, json};

pub(super) fn course_value(course: &Course) -> Value {
    json!({
        "first_visible_week": course.first_visible_week,
        "weeks": course.weeks.iter().map(week_value).collect::<Vec<_>>(),
    })
}

fn week_value(week: &CourseWeek) -> Value {
    json!({
        "week": week.number,
        "starts": week.starts.to_string(),
        "kind": week.kind.as_str(),
        "rule": week.because.as_ref().map(ToString::to_string),
        "ask_again": week.ask_again,
        "sessions": week.sessions.iter().map(session_value).collect::<Vec<_>>(),
        "retest": week.retest.as_ref().map(retest_value),
    })
}

pub(super) fn session_value(session: &NextSession) -> Value {
    json!({
        "on": session.on.to_string(),
        "items": session.items.iter().map(item_value).collect::<Vec<_>>(),
    })
}

fn item_value(item: &NextItem) -> Value {
    let (unit, range) = unit_and_range(item.dose);
    json!({
        "planned": item.planned.as_str(),
        "exercise": item.exercise.as_str(),
        "side": item.side.as_str(),
        "sets": item.sets,
        "unit": unit,
        "range": range,
        "aim": item.aim,
        "load_kg": rounded_or_null(item.load_kg, 2),
        "load_steps": item.load_steps,
        "rest_s": item.rest_s,
        "minutes": rounded(item.minutes, 1),
        "changes": item.because.iter().map(|because| json!({
            "change": because.change.as_str(), "rule": because.rule.as_str(),
        })).collect::<Vec<_>>(),
    })
}

fn retest_value(retest: &RetestWeek) -> Value {
    json!({
        "tests": retest.tests.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "detectable_points": rounded_or_null(retest.detectable_points, 1),
        "expected_points": rounded_or_null(retest.expected_points, 1),
        "could_show": retest.could_show,
        "rule": retest.rule.as_str(),
    })
}

/// The weeks ahead as CSV, one row an item of a session.
#[must_use]
pub fn course_csv(course: &Course) -> String {
    let rows = course.weeks.iter().flat_map(|week| {
        week.sessions
            .iter()
            .flat_map(move |session| session.items.iter().map(move |item| row(week, session, item)))
    });
    csv_table(
        [
            "week",
            "kind",
            "on",
            "day",
            "exercise",
            "side",
            "sets",
            "unit",
            "from",
            "to",
            "aim",
            "load_kg",
            "load_steps",
            "rest_s",
            "minutes",
            "changes",
            "retest_after",
        ],
        rows,
    )
}

fn row(week: &CourseWeek, session: &NextSession, item: &NextItem) -> [String; 17] {
    let (unit, [from, to]) = unit_and_range(item.dose);
    let change = |because: &Because| format!("{}:{}", because.change.as_str(), because.rule);
    [
        week.number.to_string(),
        week.kind.as_str().to_owned(),
        session.on.to_string(),
        weekday(session.on.weekday().to_monday_zero_offset().unsigned_abs()).to_owned(),
        item.exercise.to_string(),
        item.side.as_str().to_owned(),
        item.sets.to_string(),
        unit.to_owned(),
        from.to_string(),
        to.to_string(),
        item.aim.to_string(),
        item.load_kg.map_or_else(String::new, |kg| format!("{kg:.2}")),
        item.load_steps.to_string(),
        item.rest_s.to_string(),
        format!("{:.1}", item.minutes),
        item.because.iter().map(change).collect::<Vec<_>>().join("+"),
        if week.retest.is_some() { "yes" } else { "no" }.to_owned(),
    ]
}
