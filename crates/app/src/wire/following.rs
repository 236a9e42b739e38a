//! The next session, where somebody stands, and the squad on the wire.

use super::course::session_value;
use super::plan::{retest_value, unit_and_range};
use super::{assess, csv_table, pretty, screen};
use crate::following::{Due, Followed, Kept};
use crate::squad::Member;
use evenstride_core::assess::{Comparison, Finding, Verdict, Weaker};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Action, Knowledge};
use evenstride_core::track::{
    AnotherDay, ClearanceEnd, LeftOut, Next, NextItem, NextSession, Stall, WhyEnded, WhyLeftOut,
};
use serde_json::{Value, json};

/// What comes next as JSON.
#[must_use]
pub fn next_session_json(next: &Next) -> String {
    pretty(&next_value(next))
}

/// What comes next as CSV, one row an item; only the header when there is no session.
#[must_use]
pub fn next_session_csv(next: &Next) -> String {
    let (on, items) = match next {
        Next::Session(NextSession { on, items, .. }) => (on.to_string(), items.as_slice()),
        Next::ClearanceEnded(_) | Next::Nothing { .. } => (String::new(), &[][..]),
    };
    csv_table(
        ["on", "exercise", "side", "sets", "unit", "from", "to", "aim", "load_kg", "rest_s", "changes"],
        items.iter().map(|item| item_row(&on, item)),
    )
}

fn item_row(on: &str, item: &NextItem) -> [String; 11] {
    let (unit, [from, to]) = unit_and_range(item.dose);
    let changes: Vec<String> =
        item.because.iter().map(|b| format!("{}:{}", b.change.as_str(), b.rule)).collect();
    [
        on.to_owned(),
        item.exercise.to_string(),
        item.side.as_str().to_owned(),
        item.sets.to_string(),
        unit.to_owned(),
        from.to_string(),
        to.to_string(),
        item.aim.to_string(),
        item.load_kg.map_or_else(String::new, |kg| format!("{kg:.2}")),
        item.rest_s.to_string(),
        changes.join("+"),
    ]
}

pub(super) fn next_value(next: &Next) -> Value {
    match next {
        Next::Session(session) => json!({
            "outcome": "session",
            "week": session.week,
            "kind": session.kind.as_str(),
            "rule": session.because.as_ref().map(ToString::to_string),
            "session": session_value(session),
            "left_out": session.left_out.iter().map(left_out_value).collect::<Vec<_>>(),
            "stalls": session.stalls.iter().map(stall_value).collect::<Vec<_>>(),
            "adherence": session.adherence.as_ref().map(|both| {
                let of = |side: Side| {
                    json!({ "planned": both[side].planned, "done": both[side].done, "late": both[side].late })
                };
                json!({ "left": of(Side::Left), "right": of(Side::Right) })
            }),
        }),
        Next::ClearanceEnded(end) => json!({ "outcome": "clearance-ended", "ended": ended_value(end) }),
        Next::Nothing { left_out } => json!({
            "outcome": "nothing",
            "left_out": left_out.iter().map(left_out_value).collect::<Vec<_>>(),
        }),
    }
}

fn left_out_value(left: &LeftOut) -> Value {
    let (why, rule, action, on) = match &left.why {
        WhyLeftOut::SeeSomeone { rule, action, on } => {
            ("see-someone", rule.to_string(), Some(action.as_str()), Some(on.to_string()))
        }
        WhyLeftOut::Caution(caution) => ("caution", caution.to_string(), None, None),
        WhyLeftOut::Schedule(rule) => ("schedule", rule.to_string(), None, None),
    };
    json!({
        "exercise": left.exercise.as_str(), "side": left.side.as_str(),
        "why": why, "rule": rule, "action": action, "on": on,
    })
}

fn stall_value(stall: &Stall) -> Value {
    json!({
        "exercise": stall.exercise.as_str(),
        "groups": stall.groups.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "side": stall.side.map(Side::as_str),
        "since": stall.since.to_string(),
        "rule": stall.rule.as_str(),
    })
}

fn ended_value(end: &ClearanceEnd) -> Value {
    // What somebody wrote stays at home: the wire names the rule and the day alone.
    let why = |why: &WhyEnded| match why {
        WhyEnded::Sign { action, rule, on, .. } => {
            json!({ "why": "sign", "rule": rule.as_str(), "action": action.as_str(), "on": on.to_string() })
        }
        WhyEnded::LongBreak { weeks, rule } => {
            json!({ "why": "long-break", "rule": rule.as_str(), "weeks": weeks })
        }
        WhyEnded::Expired { until } => json!({ "why": "expired", "until": until.to_string() }),
    };
    json!({
        "action": end.action.map(evenstride_core::knowledge::Action::as_str),
        "why": end.why.iter().map(why).collect::<Vec<_>>(),
    })
}

fn due_value(due: &Due) -> Value {
    let another = due.another_day();
    json!({
        "due": due.as_str(),
        "day": due.day().map(|day| day.to_string()),
        "test": another.map(|another| another.test.to_string()),
        "settles": another.map(settles_value),
    })
}

/// Where somebody stands as JSON.
#[must_use]
pub fn status_json(kept: &Kept, followed: &Followed, knowledge: &Knowledge) -> String {
    pretty(&json!({
        "subject": kept.input.subject.as_str(),
        "as_of": kept.input.as_of.to_string(),
        "catalogue": knowledge.version,
        "screening": screen::screening_value(&followed.screening, knowledge),
        "due": followed.due.iter().map(due_value).collect::<Vec<_>>(),
        "measured_on": followed.measured_on.map(|day| day.to_string()),
        "trained_on": followed.trained_on.map(|day| day.to_string()),
        "plan_since": kept.plan.as_ref().map(|plan| plan.since.to_string()),
        "assessment": followed.assessment.as_ref().map(|a| assess::assessment_value(a, knowledge)),
        "next": followed.next.as_ref().map(next_value),
        "retest": followed.retest.as_ref().map(retest_value),
        "notices": kept.input.notices,
    }))
}

/// The differences of somebody over time as CSV: one row for each finding and day of measuring.
///
/// # Units
/// Sizes are signed: above 0 the second of the two, such as the right leg, is the weaker; percent of the stronger,
/// or degrees.
#[must_use]
pub fn status_csv(followed: &Followed) -> String {
    let findings = followed.assessment.iter().flat_map(|assessment| &assessment.findings);
    let rows = findings.flat_map(|finding| {
        let [comparison, about, quality] = names_of(finding);
        finding.evidence.course.iter().map(move |point| {
            [
                comparison.clone(),
                about.clone(),
                quality.clone(),
                point.day.to_string(),
                format!("{:.1}", point.size),
                format!("{:.1}", point.low),
                format!("{:.1}", point.high),
                finding.verdict.as_str().to_owned(),
                finding.change.as_ref().map_or_else(String::new, |change| change.verdict.as_str().to_owned()),
            ]
        })
    });
    csv_table(["comparison", "about", "quality", "day", "size", "low", "high", "verdict", "change"], rows)
}

/// A squad as JSON.
#[must_use]
pub fn squad_json(members: &[Member], knowledge: &Knowledge) -> String {
    let member_value = |member: &Member| {
        let followed = &member.followed;
        json!({
            "subject": member.subject.as_str(),
            "screening": screen::screening_value(&followed.screening, knowledge),
            "due": followed.due.iter().map(due_value).collect::<Vec<_>>(),
            "asks_for": followed.asks_for().map(Action::as_str),
            "differences": member.standing().iter().map(|finding| {
                let [comparison, about, quality] = names_of(finding);
                json!({
                    "comparison": comparison, "about": about, "quality": quality,
                    "verdict": finding.verdict.as_str(), "weaker": weaker(&finding.verdict),
                })
            }).collect::<Vec<_>>(),
            // Of somebody who was never measured nothing can be settled or not.
            "n_undecided": followed.assessment.as_ref().and(followed.measured_on).map(|_| member.n_undecided),
            "measured_on": followed.measured_on.map(|day| day.to_string()),
            "trained_on": followed.trained_on.map(|day| day.to_string()),
        })
    };
    pretty(&json!({
        "catalogue": knowledge.version,
        "members": members.iter().map(member_value).collect::<Vec<_>>(),
    }))
}

/// A squad as CSV, one row a person, those who need attention first.
#[must_use]
pub fn squad_csv(members: &[Member]) -> String {
    let rows = members.iter().map(|member| {
        let followed = &member.followed;
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
        let first = member.first_due();
        let standing: Vec<String> = member
            .standing()
            .iter()
            .map(|finding| {
                let [_, about, quality] = names_of(finding);
                format!("{about} {quality}: {} {}", finding.verdict.as_str(), weaker(&finding.verdict))
            })
            .collect();
        [
            member.subject.to_string(),
            first.map_or_else(String::new, |due| due.as_str().to_owned()),
            day(first.and_then(Due::day)),
            // Of somebody who was never measured, or whose findings are held back, nobody knows that there is none.
            match followed.assessment.as_ref().and(followed.measured_on) {
                Some(_) => member.standing().len().to_string(),
                None => String::new(),
            },
            standing.join("; "),
            day(followed.measured_on),
            day(followed.trained_on),
            followed.asks_for().map_or_else(String::new, |action| action.as_str().to_owned()),
            followed.due.iter().skip(1).map(Due::as_str).collect::<Vec<_>>().join("; "),
            match followed.assessment.as_ref().and(followed.measured_on) {
                Some(_) => member.n_undecided.to_string(),
                None => String::new(),
            },
        ]
    });
    let heads = [
        "subject",
        "due",
        "by",
        "n_differences",
        "differences",
        "measured_on",
        "trained_on",
        "asks_for",
        "also_due",
        "n_undecided",
    ];
    csv_table(heads, rows)
}

/// What is compared, in which groups and in which quality, by ids.
fn names_of(finding: &Finding) -> [String; 3] {
    let [comparison, about] = compared(&finding.comparison);
    [comparison, about, finding.quality.as_str().to_owned()]
}

/// What another day would settle.
pub(super) fn settles_value(another: &AnotherDay) -> Value {
    let [comparison, about] = compared(&another.comparison);
    json!({ "comparison": comparison, "about": about, "quality": another.quality.as_str() })
}

/// What is compared and in which groups, by ids.
fn compared(comparison: &Comparison) -> [String; 2] {
    let (comparison, about) = match comparison {
        Comparison::LeftRight { group } => ("left-right", group.to_string()),
        Comparison::Opposing { group, opponent, side, .. } => {
            ("opposing", format!("{} {group}:{opponent}", side.as_str()))
        }
    };
    [comparison.to_owned(), about]
}

/// Who is the weaker, by id.
fn weaker(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Imbalanced { weaker: Weaker::Leg(side), .. } => side.as_str().to_owned(),
        Verdict::Imbalanced { weaker: Weaker::Group(group), .. } => group.to_string(),
        Verdict::Balanced | Verdict::Undecided { .. } | Verdict::NotComparable { .. } => String::new(),
    }
}
