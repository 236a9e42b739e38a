//! Patterns speak of possibilities, and the figures of rules and differences run from small to large.

use super::Refusals;
use evenstride_core::body::Quality;
use evenstride_core::knowledge::UsualDifference;

/// The cause that every pattern has anyway and none names.
const NORMAL: &str = "normal-variation";

/// How a possibility begins, in each language, so that none is told as a fact.
const HEDGES: [&str; 3] = ["may ", "can ", "kann "];

/// Checks patterns, rules, usual differences and differences after an injury.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    for listed in &raw.patterns {
        let (span, pattern) = (listed.span, &listed.item);
        let hedges = HEDGES.iter().any(|word| pattern.possibility.to_lowercase().starts_with(word));
        refusals.expect(hedges, span, "possibility", || {
            format!(
                "read pattern “{}”: expected a possibility that begins with may or can, found none",
                pattern.id
            )
        });
        let names_normal = pattern.causes.iter().any(|cause| cause.as_str() == NORMAL);
        refusals.expect(!names_normal, span, NORMAL, || {
            format!("read pattern “{}”: expected “{NORMAL}” to be named by no pattern, found it", pattern.id)
        });
        let told = !pattern.confirm.is_empty() && !pattern.refute.is_empty() && !pattern.causes.is_empty();
        refusals.expect(told, span, pattern.id.as_str(), || {
            format!("read pattern “{}”: expected causes, confirm and refute, found an empty one", pattern.id)
        });
        let is_asked = pattern.asks.as_ref().is_some_and(|question| question.ends_with('?'));
        let may_not_ask = pattern.asks.is_none() && pattern.answered_by.is_empty();
        refusals.expect(is_asked || (may_not_ask && pattern.groups().next().is_some()), span, pattern.id.as_str(), || {
            let id = &pattern.id;
            format!(
                "read pattern “{id}”: expected a question, or groups and nothing that answers one, found none"
            )
        });
    }
    for listed in &raw.rules {
        for (name, [from, to]) in &listed.item.figures {
            let rises = from.is_finite() && to.is_finite() && from <= to;
            refusals.expect(rises, listed.span, name, || {
                format!(
                    "read rule “{}”: expected {name} from small to large, found {from} to {to}",
                    listed.item.id
                )
            });
        }
    }
    for listed in &raw.usual_differences {
        let figures = figures(&listed.item);
        let told = !figures.is_empty() || listed.item.note.is_some();
        let holds = told && figures.iter().all(|figure| figure.is_finite() && *figure >= 0.0);
        refusals.expect(holds, listed.span, listed.item.test.as_str(), || {
            format!(
                "read the usual difference of “{}”: expected figures from 0 up, or a note, found {figures:?}",
                listed.item.test
            )
        });
    }
    for listed in &raw.after_injury {
        let row = &listed.item;
        let [from, to] = row.months;
        let holds = from >= 0.0 && from < to && to.is_finite() && row.sd > 0.0 && row.mean.abs() < 100.0;
        let holds = holds || (row.quality == Quality::Flexibility && from >= 0.0 && from < to && row.sd > 0.0);
        refusals.expect(holds, listed.span, row.condition.as_str(), || {
            format!(
                "read the difference after “{}”: expected months that rise and a spread above 0, found {from} to {to} and {}",
                row.condition, row.sd
            )
        });
    }
}

fn figures(row: &UsualDifference) -> Vec<f64> {
    [row.mean_absolute, row.observed_sd, row.lasting_sd, row.p95].into_iter().flatten().collect()
}
