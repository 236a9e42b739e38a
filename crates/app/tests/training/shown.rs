//! What comes next, in lines that a case can expect; `cases/README.md` explains the same to people.

use evenstride_core::body::Side;
use evenstride_core::knowledge::{Dose, Knowledge};
use evenstride_core::track::{Course, LeftOut, Next, NextItem, NextSession, WhyEnded, WhyLeftOut};

/// The lines of what comes next.
pub(crate) fn next(next: &Next, knowledge: &Knowledge) -> Vec<String> {
    match next {
        Next::Session(session) => self::session(session, knowledge),
        Next::ClearanceEnded(end) => end
            .why
            .iter()
            .map(|why| match why {
                WhyEnded::Sign { action, rule, on, words } => {
                    let words = words.as_ref().map(|words| format!(", found “{words}”")).unwrap_or_default();
                    format!("no session: {rule} on {on}, {}{words}", action.as_str())
                }
                WhyEnded::LongBreak { weeks, rule } => {
                    format!("no session: {rule} after {weeks} weeks off, answer the questions again")
                }
                WhyEnded::Expired { until } => {
                    format!("no session: the clearance ended on {until}, answer the questions again")
                }
            })
            .collect(),
        Next::Nothing { left_out } => {
            let mut lines = vec!["no session: nothing remains of it".to_owned()];
            lines.extend(left_out.iter().map(self::left_out));
            lines
        }
    }
}

fn session(session: &NextSession, knowledge: &Knowledge) -> Vec<String> {
    let because = session.because.as_ref().map(|rule| format!(" by {rule}")).unwrap_or_default();
    let kind = session.kind.as_str();
    let mut lines = vec![format!(
        "session {} on {}, week {}, {kind}{because}",
        session.session_idx + 1,
        session.on,
        session.week
    )];
    lines.extend(session.items.iter().map(item));
    lines.extend(session.left_out.iter().map(left_out));
    lines.extend(session.stalls.iter().map(|stall| {
        format!("look again at {} by {}: nothing moved since {}", stall.exercise, stall.rule, stall.since)
    }));
    if let Some(adherence) = session.adherence {
        let of = |side: Side| format!("{} of {} sets", adherence[side].done, adherence[side].planned);
        let (left, right) = (of(Side::Left), of(Side::Right));
        if left == right {
            lines.push(format!("done: each leg {left}"));
        } else {
            // The larger first, so that the line reads the same in the mirror.
            lines.extend([format!("done: left {left}"), format!("done: right {right}")]);
            lines[session.items.len() + 1..]
                .sort_by_key(|line| line.replace("left ", "").replace("right ", ""));
        }
    }
    assert!(session.items.iter().all(|item| knowledge.exercises.contains_key(&item.exercise)));
    lines
}

fn item(item: &NextItem) -> String {
    let [low, high] = item.dose.range();
    let range = if low == high { low.to_string() } else { format!("{low}-{high}") };
    let unit = match item.dose {
        Dose::Reps(_) => "",
        Dose::HoldS(_) => " s",
        Dose::Minutes(_) => " min",
        Dose::Metres(_) => " m",
    };
    let load = match (item.load_kg, item.load_steps) {
        (Some(kg), _) => format!(", {kg} kg"),
        (None, 0) => String::new(),
        (None, steps) => format!(", {steps:+} steps of load"),
    };
    let because: Vec<String> =
        item.because.iter().map(|one| format!("{} by {}", one.change.as_str(), one.rule)).collect();
    let because = if because.is_empty() { String::new() } else { format!("; {}", because.join(", ")) };
    let side = item.side.as_str();
    format!("{} {side} {}x{range}{unit}, aim {}{load}{because}", item.exercise, item.sets, item.aim)
}

fn left_out(left: &LeftOut) -> String {
    let why = match &left.why {
        WhyLeftOut::SeeSomeone { rule, action, on } => format!("{rule} on {on}, {}", action.as_str()),
        WhyLeftOut::Caution(caution) => format!("the clearance says {caution}"),
        WhyLeftOut::Schedule(rule) => format!("enough for this week by {rule}"),
    };
    format!("without {} {}: {why}", left.exercise, left.side.as_str())
}

/// The lines of the weeks ahead: each week, its retest, and each exercise as the week first asks for it.
pub(crate) fn course(course: &Course, knowledge: &Knowledge) -> Vec<String> {
    let mut lines = Vec::new();
    for week in &course.weeks {
        let because = week.because.as_ref().map(|rule| format!(" by {rule}")).unwrap_or_default();
        let number = week.number;
        lines.push(format!("week {number} {}{because}, {} sessions", week.kind.as_str(), week.sessions.len()));
        if week.ask_again {
            lines.push(format!("week {number}: the questions are asked again"));
        }
        let mut told = Vec::new();
        for found in week.sessions.iter().flat_map(|session| &session.items) {
            if !told.contains(&(&found.planned, found.side)) {
                told.push((&found.planned, found.side));
                lines.push(format!("week {number}: {}", item(found)));
            }
        }
        assert!(week.sessions.iter().all(|one| !session(one, knowledge).is_empty()));
        if let Some(retest) = &week.retest {
            let tests: Vec<&str> = retest.tests.iter().map(|test| test.as_str()).collect();
            let points = |points: Option<f64>| points.map_or("?".to_owned(), |points| format!("{points:.1}"));
            let (least, expected) = (points(retest.detectable_points), points(retest.expected_points));
            let shows = if retest.could_show { "could show" } else { "may show nothing" };
            lines.push(format!(
                "week {number}: retest {} by {}, {shows}: {expected} points expected, {least} seen at the least",
                tests.join(" "),
                retest.rule
            ));
        }
    }
    lines
}
