//! What a store holds and what was done with it, on the wire; and when to measure again.

use super::plan::retest_value;
use super::{csv_table, pretty};
use crate::record::Listed;
use crate::sets::person_key;
use crate::squad;
use crate::store::{Action, What};
use evenstride_core::track::Retest;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

/// What a store holds of somebody as JSON.
#[must_use]
pub fn records_json(rows: &[Listed]) -> String {
    let value = |row: &Listed| {
        json!({
            "record": row.key, "day": row.day.to_string(), "kind": row.kind,
            "what": row.what, "action": row.action,
        })
    };
    pretty(&Value::Array(rows.iter().map(value).collect()))
}

/// What a store holds of somebody as CSV.
#[must_use]
pub fn records_csv(rows: &[Listed]) -> String {
    csv_table(
        ["record", "day", "kind", "what", "action"],
        rows.iter().map(|row| {
            [
                row.key.clone(),
                row.day.to_string(),
                row.kind.to_owned(),
                row.what.clone(),
                row.action.to_string(),
            ]
        }),
    )
}

/// “2026-11-22T18:04:10Z”.
pub(super) fn at(ms: i64) -> String {
    Timestamp::from_millisecond(ms / 1000 * 1000).map_or_else(|_| String::new(), |at| at.to_string())
}

fn what(action: &Action) -> &'static str {
    action.what.map_or("unknown", What::as_str)
}

/// What was done with a store, for reading.
#[must_use]
pub fn actions_text(actions: &[Action]) -> String {
    let line = |action: &Action| {
        let mut said = vec![format!("{:>5}  {}  {:<8}", action.id.0, at(action.at_ms), what(action))];
        let whom = |(name, n): (&String, &usize)| format!("{name} ({n})");
        let few: Vec<String> = action.subjects.iter().take(3).map(whom).collect();
        said.push(few.join(", "));
        if action.subjects.len() > few.len() {
            said.push(format!("and {} more", action.subjects.len() - few.len()));
        }
        said.extend(action.file.as_ref().map(|file| format!("from {file}")));
        said.extend(Some(&action.who).filter(|who| !who.is_empty()).map(|who| format!("by {who}")));
        said.extend(action.undoes.map(|undone| format!("takes back {undone}")));
        if action.undone {
            said.push("(taken back)".to_owned());
        }
        said.retain(|part| !part.is_empty());
        format!("{}\n", said.join(" "))
    };
    actions.iter().map(line).collect()
}

/// What was done with a store as JSON.
#[must_use]
pub fn actions_json(actions: &[Action]) -> String {
    let value = |action: &Action| {
        json!({
            "action": action.id.0, "at": at(action.at_ms), "what": what(action), "who": action.who,
            "file": action.file, "undoes": action.undoes.map(|id| id.0), "undone": action.undone,
            "subjects": action.subjects,
        })
    };
    pretty(&Value::Array(actions.iter().map(value).collect()))
}

/// What was done with a store as CSV.
#[must_use]
pub fn actions_csv(actions: &[Action]) -> String {
    csv_table(
        ["action", "at", "what", "who", "file", "undoes", "undone", "n_subjects", "n_records"],
        actions.iter().map(|action| {
            [
                action.id.0.to_string(),
                at(action.at_ms),
                what(action).to_owned(),
                action.who.clone(),
                action.file.clone().unwrap_or_default(),
                action.undoes.map_or_else(String::new, |id| id.0.to_string()),
                if action.undone { "yes" } else { "no" }.to_owned(),
                action.subjects.len().to_string(),
                action.subjects.values().sum::<usize>().to_string(),
            ]
        }),
    )
}

/// The people of a store as JSON.
#[must_use]
pub fn people_json(people: &[squad::Listed]) -> String {
    let value = |row: &squad::Listed| {
        json!({
            "person": person_key(&row.subject), "subject": row.subject.as_str(),
            "n_measurements": row.n_measurements, "n_training_days": row.n_training_days,
            "measured_on": row.measured_on.map(|day| day.to_string()),
            "trained_on": row.trained_on.map(|day| day.to_string()),
        })
    };
    pretty(&Value::Array(people.iter().map(value).collect()))
}

/// The people of a store as CSV.
#[must_use]
pub fn people_csv(people: &[squad::Listed]) -> String {
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    csv_table(
        ["subject", "n_measurements", "n_training_days", "measured_on", "trained_on"],
        people.iter().map(|row| {
            [
                row.subject.to_string(),
                row.n_measurements.to_string(),
                row.n_training_days.to_string(),
                day(row.measured_on),
                day(row.trained_on),
            ]
        }),
    )
}

/// When to measure again as JSON.
#[must_use]
pub fn retest_json(retest: Option<&Retest>) -> String {
    pretty(&json!({ "retest": retest.map(retest_value) }))
}

/// When to measure again as CSV, one row a test.
#[must_use]
pub fn retest_csv(retest: Option<&Retest>) -> String {
    let rows = retest.into_iter().flat_map(|retest| {
        retest
            .tests
            .iter()
            .map(|test| [test.to_string(), retest.earliest.to_string(), retest.latest.to_string()])
    });
    csv_table(["test", "earliest", "latest"], rows)
}
