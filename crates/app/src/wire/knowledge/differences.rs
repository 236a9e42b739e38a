//! What is told of differences between legs, of usual ratios, and of cautions with what waits after an operation.

use super::Entry;
use super::entries::words;
use evenstride_core::knowledge::Knowledge;
use serde_json::{Value, json};

/// Healthy legs by test, then by sport, then after an injury by months.
pub(super) fn difference_entries(knowledge: &Knowledge) -> Vec<Entry> {
    let healthy = knowledge.usual_differences.iter().map(|row| {
        vec![
            ("id", json!(row.test.as_str())),
            ("about", json!("healthy")),
            ("who", json!(row.population)),
            ("n", json!(row.n)),
            ("mean_absolute", json!(row.mean_absolute)),
            ("observed_sd", json!(row.observed_sd)),
            ("lasting_sd", json!(row.lasting_sd)),
            ("p95", json!(row.p95)),
            ("note", json!(row.note)),
            ("grade", json!(row.grade.to_string())),
            ("source", words(&row.source)),
        ]
    });
    let by_sport = knowledge.sports.iter().map(|row| {
        vec![
            ("id", json!(row.sport.first())),
            ("about", json!("sport")),
            ("who", json!(row.sport.join(", "))),
            ("group", json!(row.group.as_str())),
            ("quality", json!(row.quality.as_str())),
            ("usual_percent", json!(row.usual_percent)),
            ("up_to_percent", json!(row.up_to_percent)),
            ("grade", json!(row.grade.to_string())),
            ("source", words(&row.source)),
        ]
    });
    let after = knowledge.after_injury.iter().map(|row| {
        vec![
            ("id", json!(row.condition.as_str())),
            ("about", json!("after-injury")),
            ("who", json!(row.name)),
            ("groups", words(&row.groups)),
            ("quality", json!(row.quality.as_str())),
            ("test", json!(row.test.as_ref().map(ToString::to_string))),
            ("months", json!(row.months)),
            ("mean", json!(row.mean)),
            ("sd", json!(row.sd)),
            ("n", json!(row.n)),
            ("note", json!(row.note)),
            ("grade", json!(row.grade.to_string())),
            ("source", words(&row.source)),
        ]
    });
    healthy.chain(by_sport).chain(after).collect()
}

/// One entry for each usual ratio; several may belong to one pair.
pub(super) fn ratio_entries(knowledge: &Knowledge) -> Vec<Entry> {
    let ratios = knowledge.pairs.iter().flat_map(|pair| pair.ratio.iter().map(move |ratio| (pair, ratio)));
    ratios
        .map(|(pair, ratio)| {
            vec![
                ("id", json!(pair.id.as_str())),
                ("group", json!(pair.group.as_str())),
                ("opponent", json!(pair.opponent.as_str())),
                ("numerator", json!(ratio.numerator.as_str())),
                ("denominator", json!(ratio.denominator.as_str())),
                ("usual", json!(ratio.usual)),
                ("delta_percent", json!(ratio.delta_percent)),
                ("usual_sd_percent", json!(ratio.usual_sd_percent)),
                ("smallest_real_percent", json!(ratio.smallest_real_percent)),
                ("population", json!(ratio.population)),
                ("grade", json!(ratio.grade.to_string())),
                ("source", words(&ratio.source)),
            ]
        })
        .collect()
}

/// The cautions, then the gates with the weeks that have to pass.
pub(super) fn caution_entries(knowledge: &Knowledge) -> Vec<Entry> {
    let raised = |caution: &str| -> Vec<String> {
        let flags = knowledge.flags.iter();
        flags
            .filter(|flag| flag.cautions.iter().any(|id| id.as_str() == caution))
            .map(|flag| flag.id.to_string())
            .collect()
    };
    let keeps_out = |caution: &str| -> Vec<String> {
        let exercises = knowledge.exercises.values();
        exercises
            .filter(|exercise| exercise.cautions.iter().any(|id| id.as_str() == caution))
            .map(|exercise| exercise.id.to_string())
            .collect()
    };
    let cautions = knowledge.cautions.values().map(|caution| {
        vec![
            ("id", json!(caution.id.as_str())),
            ("who", json!(caution.who)),
            ("rule", json!(caution.rule)),
            ("without_operation", json!(caution.without_operation)),
            ("from_age", json!(caution.from_age)),
            ("groups", words(&caution.groups)),
            (
                "loads",
                json!({
                    "repetitions": caution.loads.repetitions,
                    "hold": caution.loads.hold,
                    "stretch": caution.loads.stretch,
                }),
            ),
            ("earliest_weeks", Value::Null),
            ("raised_by", json!(raised(caution.id.as_str()))),
            ("exercises", json!(keeps_out(caution.id.as_str()))),
            ("grade", json!(caution.grade.to_string())),
            ("source", words(&caution.source)),
        ]
    });
    let gates = knowledge.gates.iter().map(|gate| {
        vec![
            ("id", json!(gate.id.as_str())),
            ("who", json!(gate.operations.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))),
            ("rule", json!(gate.words)),
            ("earliest_weeks", json!(gate.earliest_weeks)),
            ("cautions", words(&gate.cautions)),
            ("grade", json!(gate.grade.to_string())),
            ("source", words(&gate.source)),
        ]
    });
    cautions.chain(gates).collect()
}
