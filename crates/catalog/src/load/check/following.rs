//! How a plan is followed: every figure is given once and can be right, and ladders, schedules and signs name what is.

use super::super::read::Span;
use super::Refusals;
use evenstride_core::knowledge::{Exercise, FollowingFigure, FollowingFigures, SignEffect, Stems, Topic};
use std::collections::{BTreeMap, BTreeSet};

/// Checks figures, ladders, schedules and signs.
pub fn check(refusals: &mut Refusals<'_>) {
    figures(refusals);
    named(refusals);
    let raw = refusals.raw;
    let exercises: BTreeMap<&str, &Exercise> =
        raw.exercises.iter().map(|listed| (listed.item.id.as_str(), &listed.item)).collect();
    for listed in &raw.ladders {
        let (span, ladder) = (listed.span, &listed.item);
        let Some(from) = exercises.get(ladder.exercise.as_str()) else { continue };
        let id = &ladder.exercise;
        for to in &ladder.to {
            refusals.expect(from.harder.contains(to), span, to.as_str(), || {
                format!("read the ladder of “{id}”: expected harder neighbours, found “{to}”, which is none")
            });
        }
        let [low, high] = from.dose.range();
        let reached = (low..=high).contains(&ladder.amount) && (1..=6).contains(&ladder.sets);
        refusals.expect(reached && !ladder.to.is_empty(), span, "amount", || {
            format!("read the ladder of “{id}”: expected an amount within {low} to {high} and one to six sets, found {} and {}", ladder.amount, ladder.sets)
        });
    }
    for listed in &raw.schedules {
        let (span, schedule) = (listed.span, &listed.item);
        let id = &schedule.exercise;
        let holds = !schedule.steps.is_empty()
            && schedule.steps.iter().all(|step| {
                let [low, high] = step.amount;
                (1..=52).contains(&step.weeks)
                    && (1..=7).contains(&step.days)
                    && (1..=6).contains(&step.sets)
                    && low > 0
                    && low <= high
            });
        refusals.expect(holds, span, "steps", || {
            format!("read the schedule of “{id}”: expected steps of weeks, days, sets and amounts above 0, found otherwise")
        });
    }
    for listed in &raw.signs {
        let (span, sign) = (listed.span, &listed.item);
        let told = (sign.effect == SignEffect::Ends) == sign.action.is_some_and(|action| action.stops());
        refusals.expect(told, span, "action", || {
            format!("read the sign “{}”: expected an action that stops where the clearance ends and none elsewhere, found otherwise", sign.rule)
        });
        let words = sign.told.iter().all(|told| {
            let spans = (1..=12).contains(&told.within) && told.near.len() <= told.within;
            !told.near.is_empty() && spans && !told.near.iter().any(Stems::is_empty)
        });
        refusals.expect(words, span, "told", || {
            format!(
                "read the sign “{}”: expected groups of words within at most 12 words, found others",
                sign.rule
            )
        });
        // Two letters with a star would be told by half of what people write.
        let shortest = sign.told.iter().flat_map(|told| &told.near).filter_map(Stems::shortest_open).min();
        refusals.expect(shortest.is_none_or(|letters| letters >= 3), span, "told", || {
            format!(
                "read the sign “{}”: expected stems of three letters or more, found shorter ones",
                sign.rule
            )
        });
    }
}

/// Every id that core asks for.
fn asked_for() -> BTreeSet<&'static str> {
    let mut ids = BTreeSet::new();
    // The figures do not matter here; that all are given makes it ask for all.
    let _ = FollowingFigures::read(|id| {
        ids.insert(id);
        Some(0.0)
    });
    ids
}

fn figures(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let asked = asked_for();
    let mut given: BTreeSet<&str> = BTreeSet::new();
    for listed in &raw.followings {
        let (span, id) = (listed.span, listed.item.id.as_str());
        refusals.expect(asked.contains(id), span, id, || {
            format!("read the figure “{id}”: expected an id that following a plan asks for, found another")
        });
        refusals.expect(given.insert(id), span, id, || {
            format!("read the figure “{id}”: expected it once, found it again")
        });
        let told = !listed.item.text.trim().is_empty() && !listed.item.unit.trim().is_empty();
        refusals.expect(told, span, "text", || {
            format!("read the figure “{id}”: expected words in text and unit, found none")
        });
        sensible(refusals, span, &listed.item);
    }
    for id in asked.difference(&given) {
        let message = format!("find the figure “{id}”: expected a [[following]] with this id, found none");
        refusals.refuse(Span::default(), "", message);
    }
    let value =
        |id: &str| raw.followings.iter().find(|one| one.item.id.as_str() == id).map(|one| one.item.value);
    for [less, more] in [
        ["pain-go-on", "pain-hold"],
        ["missed-two-off-percent", "missed-three-off-percent"],
        ["missed-three-off-percent", "missed-four-off-percent"],
        ["missed-step-weeks", "missed-anew-weeks"],
        ["load-step-small-kg", "load-step-large-kg"],
    ] {
        if let (Some(less_value), Some(more_value)) = (value(less), value(more)) {
            refusals.expect(less_value <= more_value, Span::default(), "", || {
                format!("read the figure “{more}”: expected at least {less_value} as “{less}” says, found {more_value}")
            });
        }
    }
}

/// What a figure must be, as its id says what it is.
fn sensible(refusals: &mut Refusals<'_>, span: Span, one: &FollowingFigure) {
    let id = one.id.as_str();
    let (low, high) = if id.ends_with("-percent") {
        (0.0, 100.0)
    } else if id.starts_with("pain-go") || id.starts_with("pain-hold") || id.ends_with("-points") {
        (0.0, 9.0)
    } else if id.ends_with("-sessions") || id.ends_with("-days") || id == "flips-end" {
        (1.0, 10.0)
    } else if id.ends_with("-weeks") {
        (1.0, 52.0)
    } else if id.ends_with("-kg") {
        (0.5, 20.0)
    } else {
        (0.5, 60.0)
    };
    let holds = one.value.is_finite() && (low..=high).contains(&one.value);
    refusals.expect(holds, span, "value", || {
        format!("read the figure “{id}”: expected {low} to {high}, found {}", one.value)
    });
}

/// Rules and exercises that are named exist, and a sign names a rule for stopping.
fn named(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let rules: BTreeMap<&str, Topic> =
        raw.rules.iter().map(|listed| (listed.item.id.as_str(), listed.item.topic)).collect();
    let exercises: BTreeSet<&str> = raw.exercises.iter().map(|listed| listed.item.id.as_str()).collect();
    let mut wanted: Vec<(Span, &str)> = Vec::new();
    wanted.extend(raw.followings.iter().map(|listed| (listed.span, listed.item.rule.as_str())));
    wanted.extend(raw.ladders.iter().map(|listed| (listed.span, listed.item.rule.as_str())));
    wanted.extend(raw.schedules.iter().map(|listed| (listed.span, listed.item.rule.as_str())));
    for (span, rule) in wanted {
        refusals.expect(rules.contains_key(rule), span, rule, || {
            format!("read how a plan is followed: expected a known rule, found “{rule}”")
        });
    }
    for listed in &raw.signs {
        let rule = listed.item.rule.as_str();
        refusals.expect(rules.get(rule) == Some(&Topic::Stop), listed.span, rule, || {
            format!("read the sign “{rule}”: expected a rule for stopping, found none")
        });
    }
    let ladders = raw.ladders.iter().map(|listed| (listed.span, listed.item.exercise.as_str()));
    let schedules = raw.schedules.iter().map(|listed| (listed.span, listed.item.exercise.as_str()));
    for (span, exercise) in ladders.chain(schedules) {
        refusals.expect(exercises.contains(exercise), span, exercise, || {
            format!("read how a plan is followed: expected a known exercise, found “{exercise}”")
        });
    }
}
