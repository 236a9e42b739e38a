//! The knowledge on the wire: lists of tests, exercises, flags, sources and formats, and one entry of each.
//!
//! Every entry is an ordered list of named fields, so text, JSON and CSV come from one description.

use super::pretty;
use evenstride_core::knowledge::{Dose, Exercise, Flag, Knowledge, Source, Test};
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// One kind of knowledge as entries with named fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// What is listed, in the plural.
    pub kind: &'static str,
    /// The fields that a list shows; an entry has more.
    pub columns: &'static [&'static str],
    /// The entries.
    pub entries: Vec<Vec<(&'static str, Value)>>,
}

impl Listing {
    /// The entry with this id, whatever the case.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&[(&'static str, Value)]> {
        self.entries
            .iter()
            .find(|entry| text_of(entry, "id").eq_ignore_ascii_case(id.trim()))
            .map(Vec::as_slice)
    }

    /// The ids of all entries.
    pub fn ids(&self) -> impl Iterator<Item = String> + '_ {
        self.entries.iter().map(|entry| text_of(entry, "id"))
    }

    /// The cells of a list in the order of the columns.
    #[must_use]
    pub fn row(&self, entry: &[(&'static str, Value)]) -> Vec<String> {
        self.columns.iter().map(|column| text_of(entry, column)).collect()
    }
}

fn text_of(entry: &[(&'static str, Value)], field: &str) -> String {
    entry.iter().find(|(name, _)| *name == field).map_or_else(String::new, |(_, value)| plain(value))
}

/// A value as plain text for a cell or a line.
#[must_use]
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| format!("{key} {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
    }
}

/// Lists one kind of knowledge: `tests`, `exercises`, `flags`, `sources` or `formats`.
#[must_use]
pub fn listing(kind: &str, knowledge: &Knowledge) -> Option<Listing> {
    Some(match kind {
        "tests" => Listing {
            kind: "tests",
            columns: &["id", "name", "quality", "settings", "minutes", "grade"],
            entries: knowledge.tests.values().map(|test| test_entry(test, knowledge)).collect(),
        },
        "exercises" => Listing {
            kind: "exercises",
            columns: &["id", "name", "kind", "one_sided", "level", "equipment", "grade"],
            entries: knowledge.exercises.values().map(exercise_entry).collect(),
        },
        "flags" => Listing {
            kind: "flags",
            columns: &["id", "action", "name", "grade"],
            entries: knowledge.flags.iter().map(flag_entry).collect(),
        },
        "sources" => Listing {
            kind: "sources",
            columns: &["id", "read", "citation"],
            entries: knowledge.sources.values().map(source_entry).collect(),
        },
        "formats" => Listing {
            kind: "formats",
            columns: &["id", "name", "extensions"],
            entries: evenstride_ingest::formats()
                .iter()
                .map(|format| {
                    vec![
                        ("id", json!(format.id())),
                        ("name", json!(format.name())),
                        ("extensions", json!(format.extensions())),
                        ("looks_like", json!(format.looks_like())),
                        ("example", json!(format.example())),
                    ]
                })
                .collect(),
        },
        _ => return None,
    })
}

fn words<T: Display>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Array(items.into_iter().map(|item| json!(item.to_string())).collect())
}

/// A kebab-case word of a closed set, as its serialised form writes it.
fn word<T: serde::Serialize>(value: T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn test_entry(test: &Test, knowledge: &Knowledge) -> Vec<(&'static str, Value)> {
    let loads: Map<String, Value> =
        test.loads.iter().map(|(group, load)| (group.to_string(), json!(load))).collect();
    let norms: Vec<Value> = knowledge
        .norms
        .iter()
        .filter(|norm| norm.test == test.id)
        .map(|norm| {
            json!({
                "population": norm.population,
                "sex": norm.sex.map(word),
                "age_min": norm.age_min,
                "age_max": norm.age_max,
                "n": norm.n,
                "general": norm.general,
                "mean": norm.mean,
                "sd": norm.sd,
                "percentiles": norm.percentiles,
                "protocol": norm.protocol,
                "unit": norm.unit.as_str(),
                "grade": norm.grade.to_string(),
                "source": norm.source.to_string(),
            })
        })
        .collect();
    let reliability: Vec<Value> = test
        .reliability
        .iter()
        .map(|r| {
            json!({ "population": r.population, "n": r.n, "icc": r.icc, "sem": r.sem, "mdc95": r.mdc95, "source": r.source.to_string() })
        })
        .collect();
    vec![
        ("id", json!(test.id.as_str())),
        ("name", json!(test.name)),
        ("aliases", json!(test.aliases)),
        ("quality", json!(test.quality.as_str())),
        ("motion", json!(test.motion)),
        ("settings", Value::Array(test.settings.iter().map(word).collect())),
        ("unit", json!(test.unit.as_str())),
        ("link", word(test.link)),
        ("loads", Value::Object(loads)),
        ("equipment", words(&test.equipment)),
        ("minutes", json!(test.minutes)),
        ("trials", json!(test.trials)),
        ("rest_s", json!(test.rest_s)),
        ("steps", json!(test.steps)),
        ("invalid", json!(test.invalid)),
        ("stop", json!(test.stop)),
        ("cautions", words(&test.cautions)),
        ("plausible", json!(test.plausible)),
        (
            "noise",
            json!({ "trial": test.noise.trial, "leg_day": test.noise.leg_day, "shared_day": test.noise.shared_day, "quirk": test.noise.quirk }),
        ),
        ("noise_grade", json!(test.noise_grade.to_string())),
        ("noise_source", words(&test.noise_source)),
        ("reliability", Value::Array(reliability)),
        ("norms", Value::Array(norms)),
        ("honest", json!(test.honest)),
        ("grade", json!(test.grade.to_string())),
        ("source", words(&test.source)),
    ]
}

fn exercise_entry(exercise: &Exercise) -> Vec<(&'static str, Value)> {
    let shares: Map<String, Value> =
        exercise.shares.iter().map(|(group, share)| (group.to_string(), json!(share))).collect();
    let (dose, range) = match exercise.dose {
        Dose::Reps(range) => ("reps", range),
        Dose::HoldS(range) => ("hold_s", range),
        Dose::Minutes(range) => ("minutes", range),
        Dose::Metres(range) => ("metres", range),
    };
    vec![
        ("id", json!(exercise.id.as_str())),
        ("name", json!(exercise.name)),
        ("aliases", json!(exercise.aliases)),
        ("kind", word(exercise.kind)),
        ("one_sided", json!(exercise.one_sided)),
        ("level", json!(exercise.level)),
        ("shares", Value::Object(shares)),
        ("stretches", words(&exercise.stretches)),
        ("plane", word(exercise.plane)),
        ("contraction", word(exercise.contraction)),
        ("equipment", words(&exercise.equipment)),
        (dose, json!(range)),
        ("sets", json!(exercise.sets)),
        ("rest_s", json!(exercise.rest_s)),
        ("minutes_per_set", json!(exercise.minutes_per_set)),
        ("load", json!(exercise.load)),
        ("cues", json!(exercise.cues)),
        ("faults", json!(exercise.faults)),
        ("easier", words(&exercise.easier)),
        ("harder", words(&exercise.harder)),
        ("cautions", words(&exercise.cautions)),
        ("grade", json!(exercise.grade.to_string())),
        ("source", words(&exercise.source)),
    ]
}

fn flag_entry(flag: &Flag) -> Vec<(&'static str, Value)> {
    let escalate: Vec<Value> = flag
        .escalate
        .iter()
        .map(|e| json!({ "with": words(&e.with), "action": e.action.as_str(), "reason": e.reason }))
        .collect();
    vec![
        ("id", json!(flag.id.as_str())),
        ("name", json!(flag.name)),
        ("question", json!(flag.question)),
        ("action", json!(flag.action.as_str())),
        ("reason", json!(flag.reason)),
        ("escalate", Value::Array(escalate)),
        ("only_after", words(&flag.only_after)),
        ("asked_at_age", json!(flag.asked_at_age)),
        (
            "measured",
            json!(flag.measured.as_ref().map(|m| json!({
                "test": m.test.to_string(), "side_difference_at_least": m.side_difference_at_least,
            }))),
        ),
        ("cautions", words(&flag.cautions)),
        ("no_maximal_tests", json!(flag.no_maximal_tests)),
        ("grade", json!(flag.grade.to_string())),
        ("source", words(&flag.source)),
    ]
}

fn source_entry(source: &Source) -> Vec<(&'static str, Value)> {
    vec![
        ("id", json!(source.id.as_str())),
        ("citation", json!(source.citation)),
        ("read", word(source.read)),
        ("locator", json!(source.locator)),
    ]
}

fn object(entry: &[(&'static str, Value)]) -> Value {
    Value::Object(entry.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

/// A list, or one entry of it, as JSON with all fields.
#[must_use]
pub fn knowledge_json(listing: &Listing, only: Option<&[(&'static str, Value)]>) -> String {
    match only {
        Some(entry) => pretty(&object(entry)),
        None => pretty(&Value::Array(listing.entries.iter().map(|entry| object(entry)).collect())),
    }
}

/// A list as CSV with its columns, or one entry as CSV with one row a field.
#[must_use]
pub fn knowledge_csv(listing: &Listing, only: Option<&[(&'static str, Value)]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail; an error would only leave the table shorter.
    let _ = match only {
        Some(entry) => {
            let _ = writer.write_record(["field", "value"]);
            entry.iter().try_for_each(|(name, value)| writer.write_record([*name, &plain(value)]))
        }
        None => {
            let _ = writer.write_record(listing.columns);
            listing.entries.iter().try_for_each(|entry| writer.write_record(listing.row(entry)))
        }
    };
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A list as aligned text, or one entry as named paragraphs.
#[must_use]
pub fn knowledge_text(listing: &Listing, only: Option<&[(&'static str, Value)]>) -> String {
    if let Some(entry) = only {
        return entry
            .iter()
            .filter(|(_, value)| !plain(value).is_empty())
            .map(|(name, value)| match value {
                Value::Array(items) if items.len() > 1 => {
                    let lines: Vec<String> = items.iter().map(|item| format!("  - {}", plain(item))).collect();
                    format!("{}:\n{}\n", name.replace('_', " "), lines.join("\n"))
                }
                _ => format!("{}: {}\n", name.replace('_', " "), plain(value)),
            })
            .collect();
    }
    let rows: Vec<Vec<String>> = std::iter::once(listing.columns.iter().map(|c| (*c).to_owned()).collect())
        .chain(listing.entries.iter().map(|entry| listing.row(entry)))
        .collect();
    let widths: Vec<usize> = (0..listing.columns.len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    rows.iter()
        .map(|row| {
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
            format!("{}\n", cells.join("  ").trim_end())
        })
        .collect()
}
