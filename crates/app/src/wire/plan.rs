//! The week on the wire.

use super::course::course_value;
use super::following::settles_value;
use super::{csv_table, pretty, rounded, rounded_or_null};
use crate::explain::{Explanation, Swap, WhyLeftOut, WishUnmet, lacking_more};
use evenstride_core::knowledge::{Dose, ExerciseId};
use evenstride_core::person::WEEKDAYS;
use evenstride_core::plan::{Item, LimitGain, NeedKind, Plan, Reason, Unmet, WeekFacts, WhyUnmet, cost_of};
use evenstride_core::track::{Course, Retest};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn weekday(index: u8) -> &'static str {
    WEEKDAYS.get(usize::from(index)).copied().unwrap_or("")
}

/// The unit of a dose in files, and its range.
pub(super) fn unit_and_range(dose: Dose) -> (&'static str, [u32; 2]) {
    match dose {
        Dose::Reps(range) => ("reps", range),
        Dose::HoldS(range) => ("s", range),
        Dose::Minutes(range) => ("min", range),
        Dose::Metres(range) => ("m", range),
    }
}

fn kind(kind: NeedKind) -> &'static str {
    match kind {
        NeedKind::Strengthen => "strengthen",
        NeedKind::Stretch => "stretch",
    }
}

fn reason_value(reason: &Reason) -> Value {
    match reason {
        Reason::Need(need) => json!({
            "why": kind(need.kind), "group": need.group.as_str(), "side": need.side.as_str(),
            "size": rounded(need.size, 1), "probability": rounded(need.probability, 3),
        }),
        Reason::Keep { group, side } => {
            json!({ "why": "keep", "group": group.as_str(), "side": side.as_str() })
        }
        Reason::KeepReach { group, side } => {
            json!({ "why": "keep-reach", "group": group.as_str(), "side": side.as_str() })
        }
        Reason::Prevent { rule } => json!({ "why": "prevent", "rule": rule.as_str() }),
        Reason::AskedFor => json!({ "why": "asked-for" }),
    }
}

fn item_value(item: &Item) -> Value {
    let mut value = json!({
        "exercise": item.exercise.as_str(),
        "side": item.side.as_str(),
        "sets": item.sets,
        "load": item.load,
        "rest_s": item.rest_s,
        "minutes": rounded(item.minutes, 1),
        "because": item.because.iter().map(reason_value).collect::<Vec<_>>(),
    });
    let (key, range) = match item.dose {
        Dose::Reps(range) => ("reps", range),
        Dose::HoldS(range) => ("hold_s", range),
        Dose::Minutes(range) => ("minutes", range),
        Dose::Metres(range) => ("metres", range),
    };
    value[key] = json!(range);
    value
}

fn limit_value(limit: &LimitGain) -> Value {
    let of = limit.of().level();
    match limit {
        LimitGain::Minutes { weekday: day, extra_minutes, gain_percent, .. } => json!({
            "limit": format!("minutes on {}", weekday(*day)), "change": format!("+{extra_minutes} min"),
            "gain": rounded(*gain_percent, 1), "of": of,
        }),
        LimitGain::Equipment { equipment, gain_percent, .. } => json!({
            "limit": "equipment", "change": format!("+{equipment}"), "gain": rounded(*gain_percent, 1), "of": of,
        }),
        LimitGain::Day { weekday: day, gain_percent, .. } => json!({
            "limit": "days", "change": format!("+{}", weekday(*day)), "gain": rounded(*gain_percent, 1), "of": of,
        }),
    }
}

fn unmet_value(unmet: &Unmet) -> Value {
    json!({
        "group": unmet.group.as_str(), "side": unmet.side.as_str(), "kind": kind(unmet.kind),
        "wanted": rounded(unmet.wanted, 2), "planned": rounded(unmet.planned, 2),
        "why": match unmet.why {
            WhyUnmet::Minutes => "minutes",
            WhyUnmet::NoExercise => "no-exercise",
            WhyUnmet::Spacing => "spacing",
        },
    })
}

pub(super) fn plan_value(plan: &Plan, retest: Option<&Retest>, facts: Option<&WeekFacts>) -> Value {
    let mut value = json!({
        "proven": plan.proven,
        "levels": plan.levels.iter().map(|level| json!({
            "name": level.name, "objective": rounded(level.objective, 4),
            "bound": rounded(level.bound, 4), "gap_percent": rounded(level.gap_percent, 2),
        })).collect::<Vec<_>>(),
        "sessions": plan.sessions.iter().map(|session| json!({
            "day": weekday(session.weekday), "minutes": rounded(session.minutes, 1),
            "items": session.items.iter().map(item_value).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "needs": plan.needs.iter().map(|need| json!({
            "group": need.group.as_str(), "side": need.side.as_str(), "kind": kind(need.kind),
            "size": rounded(need.size, 1), "probability": rounded(need.probability, 3),
        })).collect::<Vec<_>>(),
        "volumes": plan.volumes.iter().map(|volume| json!({
            "group": volume.group.as_str(), "side": volume.side.as_str(),
            "sets": rounded(volume.sets, 2), "stretch_minutes": rounded(volume.stretch_minutes, 1),
        })).collect::<Vec<_>>(),
        "unmet": plan.unmet.iter().map(unmet_value).collect::<Vec<_>>(),
        "limits": plan.limits.iter().map(limit_value).collect::<Vec<_>>(),
        "retest": retest.map(retest_value),
    });
    if let Some(facts) = facts {
        value["beside"] = facts_value(facts);
    }
    value
}

fn facts_value(facts: &WeekFacts) -> Value {
    json!({
        "minimums_unmet": facts.minimums.iter().map(|unmet| json!({
            "rule": unmet.rule.as_str(), "wanted": rounded(unmet.wanted_sets, 2), "planned": unmet.planned_sets,
            "lacks": unmet.lacks.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "minimums_barred": facts.barred_minimums.iter().map(|rule| rule.as_str()).collect::<Vec<_>>(),
        "planes": facts.planes, "planes_lacking": facts.planes_lacking,
        "grows_from_last_week": facts.grows_from_last_week,
        "one_of_two": facts.one_of_two.iter().map(|pair| json!({
            "group": pair.group.as_str(), "opponent": pair.opponent.as_str(), "side": pair.side.as_str(),
        })).collect::<Vec<_>>(),
        "spare": facts.spare.iter().map(|spare| {
            let (unit, range) = unit_and_range(spare.dose);
            json!({
                "exercise": spare.exercise.as_str(), "day": spare.weekday.map(weekday), "side": spare.side.as_str(),
                "group": spare.group.as_str(), "sets": spare.sets, "unit": unit, "range": range,
                "minutes": rounded(spare.minutes, 1), "grade": spare.grade.to_string(),
            })
        }).collect::<Vec<_>>(),
    })
}

pub(super) fn retest_value(retest: &Retest) -> Value {
    json!({
        "earliest": retest.earliest.to_string(),
        "latest": retest.latest.to_string(),
        "tests": retest.tests.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "waiting": retest.waiting.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "another_day_first": retest.another_day_first.as_ref().map(|another| another.test.to_string()),
        "another_day_settles": retest.another_day_first.as_ref().map(settles_value),
        "detectable_points": rounded_or_null(retest.detectable_points, 1),
        "expected_points": rounded_or_null(retest.expected_points, 1),
    })
}

fn explanation_value(explained: &Explanation) -> Value {
    json!({
        "limits": explained.loosened.iter().map(|loosened| {
            let mut value = limit_value(&loosened.limit);
            value["covers"] = loosened.covered.iter().map(unmet_value).collect();
            value["minutes_freed"] = json!(loosened.minutes_freed);
            value
        }).collect::<Vec<_>>(),
        "household_only": match &explained.household {
            None => Value::Null,
            Some(Ok(plan)) => plan_value(plan, None, None),
            Some(Err(problem)) => json!({ "problem": problem.to_string() }),
        },
        "wishes_unmet": explained.wishes.iter().map(wish_value).collect::<Vec<_>>(),
    })
}

fn swap_value(plan: &Plan, swap: &Swap) -> Value {
    let ids = |ids: &BTreeSet<ExerciseId>| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let before = swap.before.as_ref().ok();
    json!({
        "with": ids(&swap.with),
        "without": ids(&swap.without),
        "levels": before.map(|before| cost_of(before, plan).iter().map(|level| json!({
            "name": level.name, "before": rounded(level.before, 4), "after": rounded(level.after, 4),
            "cost": rounded(level.cost, 4),
        })).collect::<Vec<_>>()),
        "lacks_more": before.map(|before| lacking_more(plan, before).iter().map(unmet_value).collect::<Vec<_>>()),
        "problem_before": swap.before.as_ref().err().map(ToString::to_string),
    })
}

fn wish_value(wish: &WishUnmet) -> Value {
    let (why, what): (&str, Vec<String>) = match &wish.why {
        WhyLeftOut::Equipment(ids) => ("equipment", ids.iter().map(ToString::to_string).collect()),
        WhyLeftOut::Cautions(ids) => ("cautions", ids.iter().map(ToString::to_string).collect()),
        WhyLeftOut::Kind => ("not-planned", Vec::new()),
        WhyLeftOut::TooHard => ("too-hard", Vec::new()),
        WhyLeftOut::OthersDoMore { .. } => ("others-do-more", Vec::new()),
    };
    let lacking = match &wish.why {
        WhyLeftOut::OthersDoMore { lacking } => lacking.as_slice(),
        WhyLeftOut::Equipment(_) | WhyLeftOut::Cautions(_) | WhyLeftOut::Kind | WhyLeftOut::TooHard => &[],
    };
    json!({
        "exercise": wish.exercise.as_str(), "why": why, "what": what,
        "would_lack": lacking.iter().map(unmet_value).collect::<Vec<_>>(),
    })
}

/// What is told of a week beyond the week itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// When to measure again.
    pub retest: Option<&'a Retest>,
    /// The weeks ahead.
    pub course: Option<&'a Course>,
    /// What stands behind the week.
    pub explanation: Option<&'a Explanation>,
    /// What was swapped by hand.
    pub swap: Option<&'a Swap>,
    /// What is told beside the sessions.
    pub facts: Option<&'a WeekFacts>,
}

/// The week as JSON, with the weeks ahead and what stands behind it when those were asked for.
#[must_use]
pub fn plan_json(plan: &Plan, beside: &Beside<'_>) -> String {
    let mut value = plan_value(plan, beside.retest, beside.facts);
    if let Some(course) = beside.course {
        value["course"] = course_value(course);
    }
    if let Some(explained) = beside.explanation {
        value["explained"] = explanation_value(explained);
    }
    if let Some(swap) = beside.swap {
        value["swap"] = swap_value(plan, swap);
    }
    pretty(&value)
}

/// The week as CSV, one row an item.
#[must_use]
pub fn plan_csv(plan: &Plan) -> String {
    csv_table(
        ["day", "exercise", "side", "sets", "unit", "from", "to", "rest_s", "minutes", "load"],
        plan.sessions.iter().flat_map(|session| {
            session.items.iter().map(|item| {
                let (unit, [from, to]) = unit_and_range(item.dose);
                [
                    weekday(session.weekday).to_owned(),
                    item.exercise.to_string(),
                    item.side.as_str().to_owned(),
                    item.sets.to_string(),
                    unit.to_owned(),
                    from.to_string(),
                    to.to_string(),
                    item.rest_s.to_string(),
                    format!("{:.1}", item.minutes),
                    item.load.clone(),
                ]
            })
        }),
    )
}
