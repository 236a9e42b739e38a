//! How a week is scored: every figure is given once and can be right, and pairs and movements name what is.

use super::super::read::Span;
use super::Refusals;
use evenstride_core::audit::PartKind;
use evenstride_core::knowledge::{AuditFigure, AuditFigures, Topic};
use std::collections::{BTreeMap, BTreeSet};

/// Checks figures, pairs and movements.
pub fn check(refusals: &mut Refusals<'_>) {
    figures(refusals);
    named(refusals);
    let raw = refusals.raw;
    for listed in &raw.audit_pairs {
        let (span, pair) = (listed.span, &listed.item);
        let id = &pair.id;
        let finite = pair.low.is_finite() && pair.high.is_finite();
        refusals.expect(finite && 0.0 < pair.low && pair.low <= 1.0 && 1.0 <= pair.high, span, "low", || {
            format!(
                "read the pair “{id}” of a week: expected limits around 1, found {} and {}",
                pair.low, pair.high
            )
        });
        let apart = !pair.over.is_empty()
            && !pair.under.is_empty()
            && pair.over.iter().all(|group| !pair.under.contains(group));
        refusals.expect(apart, span, "over", || {
            format!("read the pair “{id}” of a week: expected groups on both sides and none on both, found otherwise")
        });
        told(refusals, span, id.as_str(), &pair.name);
    }
    for listed in &raw.movements {
        let (span, movement) = (listed.span, &listed.item);
        let id = &movement.id;
        let n_done = raw.exercises.iter().filter(|exercise| movement.is_done_by(&exercise.item)).count();
        refusals.expect(n_done > 0, span, "id", || {
            format!("read the movement “{id}”: expected an exercise that is it, found none")
        });
        told(refusals, span, id.as_str(), &movement.name);
    }
}

fn told(refusals: &mut Refusals<'_>, span: Span, id: &str, name: &str) {
    refusals.expect(!name.trim().is_empty(), span, "name", || {
        format!("read “{id}” of a week: expected words in its name, found none")
    });
}

/// Every id that core asks for.
fn asked_for() -> BTreeSet<&'static str> {
    let mut ids = BTreeSet::new();
    // The figures do not matter here; that all are given makes it ask for all.
    let _ = AuditFigures::read(|id| {
        ids.insert(id);
        Some(0.0)
    });
    ids
}

fn figures(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let asked = asked_for();
    let mut given: BTreeSet<&str> = BTreeSet::new();
    for listed in &raw.auditings {
        let (span, id) = (listed.span, listed.item.id.as_str());
        refusals.expect(asked.contains(id), span, id, || {
            format!("read the figure “{id}”: expected an id that scoring a week asks for, found another")
        });
        given.insert(id);
        let told = !listed.item.text.trim().is_empty() && !listed.item.unit.trim().is_empty();
        refusals.expect(told, span, "text", || {
            format!("read the figure “{id}”: expected words in text and unit, found none")
        });
        sensible(refusals, span, &listed.item);
    }
    for id in asked.difference(&given) {
        let message = format!("find the figure “{id}”: expected an [[auditing]] with this id, found none");
        refusals.refuse(Span::default(), "", message);
    }
    let value =
        |id: &str| raw.auditings.iter().find(|one| one.item.id.as_str() == id).map(|one| one.item.value);
    for [less, more] in
        [["keep-sets", "enough-sets"], ["spacing-half-hours", "spacing-hours"], ["thigh-low", "thigh-high"]]
    {
        if let (Some(less_value), Some(more_value)) = (value(less), value(more)) {
            refusals.expect(less_value <= more_value, Span::default(), "", || {
                format!("read the figure “{more}”: expected at least {less_value} as “{less}” says, found {more_value}")
            });
        }
    }
    let weights = raw.auditings.iter().filter(|one| one.item.id.as_str().starts_with("weight-"));
    let sum: f64 = weights.map(|one| one.item.value).sum();
    let is_given = asked.iter().all(|id| given.contains(id));
    refusals.expect(!is_given || sum > 0.0, Span::default(), "", || {
        format!("read the weights of a week: expected a sum above 0, found {sum}")
    });
}

/// What a figure must be, as its id says what it is.
fn sensible(refusals: &mut Refusals<'_>, span: Span, one: &AuditFigure) {
    let id = one.id.as_str();
    let (low, high) = if id.starts_with("weight-") || id == "one-leg-percent" {
        (0.0, 100.0)
    } else if id == "opponents-zero-times" {
        (1.01, 10.0)
    } else if id == "long-run-percent" {
        (100.0, 300.0)
    } else if id == "often-days" {
        (1.0, 7.0)
    } else if id.ends_with("-hours") {
        (0.0, 168.0)
    } else if id == "reserve-most" {
        (0.0, 10.0)
    } else if id == "least-gain" {
        (0.01, 20.0)
    } else if id.ends_with("-percent") || id.ends_with("-days") {
        (1.0, 100.0)
    } else {
        (0.1, 60.0)
    };
    let holds = one.value.is_finite() && (low..=high).contains(&one.value);
    refusals.expect(holds, span, "value", || {
        format!("read the figure “{id}”: expected {low} to {high}, found {}", one.value)
    });
}

/// Rules, groups and exercises that are named exist, and every part of a score has its rule.
fn named(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let rules: BTreeMap<&str, Topic> =
        raw.rules.iter().map(|listed| (listed.item.id.as_str(), listed.item.topic)).collect();
    let groups: BTreeSet<&str> = raw.groups.iter().map(|listed| listed.item.id.as_str()).collect();
    let exercises: BTreeSet<&str> = raw.exercises.iter().map(|listed| listed.item.id.as_str()).collect();
    let mut wanted: Vec<(Span, &str)> = Vec::new();
    wanted.extend(raw.auditings.iter().map(|listed| (listed.span, listed.item.rule.as_str())));
    wanted.extend(raw.audit_pairs.iter().map(|listed| (listed.span, listed.item.rule.as_str())));
    wanted.extend(raw.movements.iter().map(|listed| (listed.span, listed.item.rule.as_str())));
    for (span, rule) in wanted {
        refusals.expect(rules.contains_key(rule), span, rule, || {
            format!("read how a week is scored: expected a known rule, found “{rule}”")
        });
    }
    for kind in PartKind::ALL {
        let rule = kind.rule();
        refusals.expect(rules.get(rule) == Some(&Topic::Week), Span::default(), "", || {
            format!("find the rule “{rule}”: expected a [[rule]] of the topic week, found none")
        });
    }
    let mut used: Vec<(Span, &str)> = Vec::new();
    for listed in &raw.audit_pairs {
        let both = listed.item.over.iter().chain(&listed.item.under);
        used.extend(both.map(|group| (listed.span, group.as_str())));
    }
    for listed in &raw.movements {
        let more = listed.item.more.iter().flatten();
        used.extend(listed.item.works.iter().chain(more).map(|group| (listed.span, group.as_str())));
        for exercise in &listed.item.also {
            refusals.expect(exercises.contains(exercise.as_str()), listed.span, exercise.as_str(), || {
                format!("read how a week is scored: expected a known exercise, found “{exercise}”")
            });
        }
    }
    for (span, group) in used {
        refusals.expect(groups.contains(group), span, group, || {
            format!("read how a week is scored: expected a known muscle group, found “{group}”")
        });
    }
}
