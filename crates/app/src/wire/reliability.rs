//! How well tests repeat, on the wire: one row or object for each kind of value of each test and device.

use super::{csv_table, pretty, rounded, rounded_or_null};
use evenstride_core::knowledge::{Knowledge, Link};
use evenstride_core::notice::Notice;
use evenstride_core::reliability::{
    Repeatability, Repeats, TestReliability, TooFew, VisitValue, icc::Intraclass, kappa::SideAgreement,
};
use serde_json::{Map, Value, json};

/// Digits behind the point; enough to compare with another program.
const DIGITS: i32 = 9;

/// The columns of `reliability --format csv`, stable from now on.
pub const RELIABILITY_COLUMNS: [&str; 29] = [
    "test",
    "device",
    "of",
    "unit",
    "n_people",
    "n_rows",
    "n_visits",
    "n_rows_left_out",
    "n_values_left_out",
    "icc_agreement",
    "icc_agreement_low",
    "icc_agreement_high",
    "icc_consistency",
    "icc_consistency_low",
    "icc_consistency_high",
    "sem",
    "cv_percent",
    "mdc95",
    "mean_change",
    "change_sd",
    "limit_low",
    "limit_high",
    "kappa",
    "n_favoured",
    "n_swapped",
    "share_swapped",
    "n_equal",
    "n_pain_limited",
    "too_few",
];

/// All tests as CSV.
#[must_use]
pub fn reliability_csv(tests: &[TestReliability], knowledge: &Knowledge) -> String {
    csv_table(
        RELIABILITY_COLUMNS,
        tests.iter().flat_map(|found| {
            kinds(found).into_iter().map(|(of, repeats)| {
                let row = flat(found, of, repeats, knowledge);
                RELIABILITY_COLUMNS.map(|column| match row.get(column) {
                    None | Some(Value::Null) => String::new(),
                    Some(Value::String(text)) => text.clone(),
                    Some(other) => other.to_string(),
                })
            })
        }),
    )
}

/// All tests as JSON, with what was doubtful in the input.
#[must_use]
pub fn reliability_json(
    tests: &[TestReliability],
    value: VisitValue,
    notices: &[Notice],
    knowledge: &Knowledge,
) -> String {
    let tests: Vec<Value> = tests.iter().map(|found| test_value(found, knowledge)).collect();
    pretty(&json!({
        "catalogue": knowledge.version,
        "value": match value { VisitValue::Mean => "mean", VisitValue::Best => "best" },
        "tests": tests,
        "notices": notices,
    }))
}

/// The kinds of values of a test with their names.
fn kinds(found: &TestReliability) -> Vec<(&'static str, &Repeats)> {
    let mut kinds = Vec::new();
    if let Some(legs) = &found.legs {
        kinds.extend([("left", &legs.left), ("right", &legs.right)]);
    }
    kinds.extend(found.pooled.as_ref().map(|pooled| ("both-legs", pooled)));
    kinds.push(("difference", &found.difference));
    kinds
}

fn test_value(found: &TestReliability, knowledge: &Knowledge) -> Value {
    let values: Vec<Value> = kinds(found)
        .into_iter()
        .map(|(of, repeats)| {
            let mut object = sample(of, repeats);
            object.insert("unit".to_owned(), json!(unit(found, of, knowledge)));
            if let Ok(outcome) = &repeats.outcome {
                object.extend(figures(outcome));
            }
            Value::Object(object)
        })
        .collect();
    json!({
        "test": found.test.as_str(),
        "device": found.device,
        "n_people": found.n_people,
        "n_trials": found.n_trials,
        "n_pain_limited": found.n_pain_limited,
        "n_impossible": found.n_impossible,
        "values": values,
        "favoured": favoured_value(&found.favoured),
    })
}

fn unit(found: &TestReliability, of: &str, knowledge: &Knowledge) -> Option<&'static str> {
    let test = knowledge.tests.get(&found.test)?;
    Some(match (of, test.link) {
        ("difference", Link::Linear) => "deg",
        ("difference", Link::Log | Link::InverseTime | Link::Count | Link::Share) => "100ln",
        _ => test.unit.as_str(),
    })
}

fn sample(of: &str, repeats: &Repeats) -> Map<String, Value> {
    let sample = &repeats.sample;
    let fields = [
        ("of", json!(of)),
        ("n_people", json!(sample.n_people)),
        ("n_rows", json!(sample.n_rows)),
        ("n_visits", json!(sample.n_visits)),
        ("n_rows_left_out", json!(sample.n_rows_left_out)),
        ("n_values_left_out", json!(sample.n_values_left_out)),
        ("too_few", json!(repeats.outcome.as_ref().err().map(|why| why.as_str()))),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn figures(outcome: &Repeatability) -> Map<String, Value> {
    let number = |value: f64| rounded(value, DIGITS);
    let agreement = &outcome.agreement;
    let fields = [
        ("visit_means", outcome.visit_means.iter().map(|&mean| number(mean)).collect()),
        ("icc_agreement", icc_value(&outcome.icc_agreement)),
        ("icc_consistency", icc_value(&outcome.icc_consistency)),
        ("sem", number(outcome.sem)),
        ("cv_percent", rounded_or_null(outcome.cv_percent, DIGITS)),
        ("mdc95", number(outcome.mdc95)),
        ("mean_change", number(agreement.mean_change)),
        ("change_sd", number(agreement.change_sd)),
        ("limit_low", number(agreement.limits[0])),
        ("limit_high", number(agreement.limits[1])),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn icc_value(icc: &Result<Intraclass, TooFew>) -> Value {
    let interval = icc.and_then(|icc| icc.interval);
    json!({
        "value": rounded_or_null(icc.ok().map(|icc| icc.value), DIGITS),
        "low": rounded_or_null(interval.ok().map(|ends| ends[0]), DIGITS),
        "high": rounded_or_null(interval.ok().map(|ends| ends[1]), DIGITS),
        "too_few": interval.err().map(TooFew::as_str),
    })
}

fn favoured_value(favoured: &Result<SideAgreement, TooFew>) -> Value {
    match favoured {
        Err(why) => json!({ "too_few": why.as_str() }),
        Ok(sides) => {
            let counts = &sides.counts;
            json!({
                "left_then_left": counts.left.left,
                "left_then_right": counts.left.right,
                "right_then_left": counts.right.left,
                "right_then_right": counts.right.right,
                "n_favoured": sides.n_people(),
                "n_swapped": sides.n_swapped(),
                "share_swapped": rounded_or_null(sides.swapped(), DIGITS),
                "n_equal": sides.n_equal,
                "kappa": rounded_or_null(sides.kappa.ok(), DIGITS),
                "too_few": sides.kappa.err().map(TooFew::as_str),
            })
        }
    }
}

/// The same fields in one level, for a table.
fn flat(found: &TestReliability, of: &str, repeats: &Repeats, knowledge: &Knowledge) -> Map<String, Value> {
    let mut row = sample(of, repeats);
    let mut put = |key: String, value: Value| row.insert(key, value);
    put("test".to_owned(), json!(found.test.as_str()));
    put("device".to_owned(), json!(found.device));
    put("unit".to_owned(), json!(unit(found, of, knowledge)));
    put("n_pain_limited".to_owned(), json!(found.n_pain_limited));
    if let Ok(outcome) = &repeats.outcome {
        for (key, value) in figures(outcome) {
            match value {
                Value::Object(icc) => {
                    put(key.clone(), icc.get("value").cloned().unwrap_or_default());
                    put(format!("{key}_low"), icc.get("low").cloned().unwrap_or_default());
                    put(format!("{key}_high"), icc.get("high").cloned().unwrap_or_default());
                }
                other => {
                    put(key, other);
                }
            }
        }
    }
    if let (true, Ok(sides)) = (of == "difference", &found.favoured) {
        put("kappa".to_owned(), rounded_or_null(sides.kappa.ok(), DIGITS));
        put("n_favoured".to_owned(), json!(sides.n_people()));
        put("n_swapped".to_owned(), json!(sides.n_swapped()));
        put("share_swapped".to_owned(), rounded_or_null(sides.swapped(), DIGITS));
        put("n_equal".to_owned(), json!(sides.n_equal));
    }
    row
}
