//! Ids, spellings and orders stand once.

use super::super::read::{Listed, Span};
use super::Refusals;
use evenstride_core::knowledge::folded;
use std::collections::BTreeMap;

/// Checks ids, spellings and the order of the flags.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    ids(refusals, "group", &raw.groups, |item| item.id.to_string());
    ids(refusals, "test", &raw.tests, |item| item.id.to_string());
    ids(refusals, "pair", &raw.pairs, |item| item.id.to_string());
    ids(refusals, "source", &raw.sources, |item| item.id.to_string());
    ids(refusals, "flag", &raw.flags, |item| item.id.to_string());
    ids(refusals, "action", &raw.actions, |item| item.action.as_str().to_owned());
    ids(refusals, "caution", &raw.cautions, |item| item.id.to_string());
    ids(refusals, "gate", &raw.gates, |item| item.id.to_string());
    ids(refusals, "equipment", &raw.equipment, |item| item.id.to_string());
    ids(refusals, "exercise", &raw.exercises, |item| item.id.to_string());
    ids(refusals, "figure", &raw.figures, |item| item.id.to_string());
    ids(refusals, "goal", &raw.goals, |item| item.id.to_string());
    ids(refusals, "rule", &raw.rules, |item| item.id.to_string());
    ids(refusals, "figure of a week", &raw.auditings, |item| item.id.to_string());
    ids(refusals, "pair of a week", &raw.audit_pairs, |item| item.id.to_string());
    ids(refusals, "movement", &raw.movements, |item| item.id.to_string());
    ids(refusals, "pattern", &raw.patterns, |item| item.id.to_string());
    ids(refusals, "cause", &raw.causes, |item| item.id.to_string());
    ids(refusals, "assumption", &raw.assumptions, |item| item.id.to_string());

    let mut order = BTreeMap::new();
    for flag in &raw.flags {
        if let Some(other) = order.insert(flag.item.order, &flag.item.id) {
            let message =
                format!("order flag “{}”: expected a place of its own, found that of “{other}”", flag.item.id);
            refusals.refuse(flag.span, "order", message);
        }
    }

    let tests = raw.tests.iter().map(|listed| {
        let test = &listed.item;
        (listed.span, test.id.as_str(), test.spellings().collect(), &test.aliases[..])
    });
    spellings(refusals, tests);
    let pieces = raw.equipment.iter().map(|listed| {
        let piece = &listed.item;
        (listed.span, piece.id.as_str(), piece.spellings().collect(), &piece.aliases[..])
    });
    spellings(refusals, pieces);
    let exercises = raw.exercises.iter().map(|listed| {
        let exercise = &listed.item;
        (listed.span, exercise.id.as_str(), exercise.spellings().collect(), &exercise.aliases[..])
    });
    spellings(refusals, exercises);
}

fn ids<T>(refusals: &mut Refusals<'_>, kind: &str, list: &[Listed<T>], id_of: impl Fn(&T) -> String) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for listed in list {
        let id = id_of(&listed.item);
        if let Some(first) = seen.get(&id) {
            let place = format!("{}:{}", refusals.raw.files[first.file].0, refusals.raw.line_of(*first, &id));
            refusals.refuse(
                listed.span,
                &id,
                format!("name {kind} “{id}”: expected an id of its own, found it at {place} too"),
            );
        } else {
            seen.insert(id, listed.span);
        }
    }
}

/// Id, names and aliases of one kind must lead to one entry, whatever the case and the hyphens.
fn spellings<'a>(
    refusals: &mut Refusals<'_>,
    entries: impl Iterator<Item = (Span, &'a str, Vec<&'a str>, &'a [String])>,
) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (span, id, all, aliases) in entries {
        for spelling in all {
            let key = folded(spelling);
            let owner = *seen.entry(key.clone()).or_insert(id);
            refusals.expect(owner == id && !key.is_empty(), span, spelling, || {
                format!("name “{id}”: expected a spelling of its own, found “{spelling}”, which “{owner}” has")
            });
        }
        let mut own: Vec<String> = aliases.iter().map(|alias| folded(alias)).collect();
        own.sort();
        let repeated = own.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone());
        if let Some(key) = repeated {
            let alias = aliases.iter().find(|alias| folded(alias) == key).map_or("", String::as_str);
            refusals.refuse(
                span,
                alias,
                format!("name “{id}”: expected each alias once, found “{alias}” twice"),
            );
        }
    }
}
