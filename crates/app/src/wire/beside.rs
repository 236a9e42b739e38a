//! What stands beside the findings on the wire: patterns that they fit, and what devices printed of a difference.

use super::rounded;
use evenstride_core::assess::{Comparison, PatternMatch, Printed};
use evenstride_core::knowledge::Knowledge;
use serde_json::{Value, json};

/// One pattern with its words from the catalogue; those are null when the catalogue has lost it.
pub(super) fn pattern_value(found: &PatternMatch, knowledge: &Knowledge) -> Value {
    let pattern = knowledge.patterns.get(&found.pattern);
    let from: Vec<Value> = found
        .from
        .iter()
        .map(|(comparison, quality)| {
            let (opponent, side) = match comparison {
                Comparison::LeftRight { .. } => (None, None),
                Comparison::Opposing { opponent, side, .. } => (Some(opponent.as_str()), Some(side.as_str())),
            };
            json!({
                "group": comparison.group().as_str(), "opponent": opponent, "side": side,
                "quality": quality.as_str(),
            })
        })
        .collect();
    json!({
        "pattern": found.pattern.as_str(),
        "name": pattern.map(|p| p.name.as_str()),
        "side": found.side.map(|side| side.as_str()),
        "seen_in": from,
        "seen": found.n_seen,
        "measured": found.n_measured,
        "share": rounded(found.share(), 3),
        "answered_by": found.answered.map(|answer| answer.as_str()),
        "possibility": pattern.map(|p| p.possibility.as_str()),
        "causes": found.causes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "likelier_if": pattern.map(|p| &p.confirm),
        "less_likely_if": pattern.map(|p| &p.refute),
        "tests": pattern.map(|p| p.tests.iter().map(ToString::to_string).collect::<Vec<_>>()),
        "ask_again": found.ask_again.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "grade": pattern.map(|p| p.grade.to_string()),
        "cause_grade": pattern.map(|p| p.cause_grade.to_string()),
        "source": pattern.map(|p| p.source.iter().map(ToString::to_string).collect::<Vec<_>>()),
    })
}

/// A figure that a device printed, with ours of the same values.
pub(super) fn printed_value(printed: &Printed) -> Value {
    json!({
        "day": printed.day.to_string(),
        "percent": printed.figure.percent,
        "stronger": printed.figure.stronger.map(|side| side.as_str()),
        "ours": printed.ours.as_ref().map(|ours| json!({
            "from": ours.basis.as_str(),
            "percentage_difference": rounded(ours.percent, 2),
            "stronger": ours.larger.map(|side| side.as_str()),
            "reproduced_by": ours.reproduced_by,
        })),
    })
}
