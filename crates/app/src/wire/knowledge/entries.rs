//! What is told of a test, a norm, an exercise, a flag and a source.

use super::reasons::dose_of;
use super::{Entry, object};
use evenstride_core::knowledge::{Exercise, Flag, Knowledge, Norm, Test};
use serde_json::{Map, Value, json};
use std::fmt::Display;

pub(super) fn words<T: Display>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Array(items.into_iter().map(|item| json!(item.to_string())).collect())
}

/// A kebab-case word of a closed set, as its serialised form writes it.
pub(super) fn word<T: serde::Serialize>(value: T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

pub(super) fn test_entry(test: &Test, knowledge: &Knowledge) -> Entry {
    let loads: Map<String, Value> =
        test.loads.iter().map(|(group, load)| (group.to_string(), json!(load))).collect();
    let norms: Vec<Value> = knowledge
        .norms
        .iter()
        .filter(|norm| norm.test == test.id)
        .map(|norm| object(&norm_entry(norm)))
        .collect();
    let reliability: Vec<Value> = test
        .reliability
        .iter()
        .map(|r| {
            json!({
                "population": r.population, "n": r.n, "icc": r.icc, "cv_percent": r.cv_percent, "sem": r.sem,
                "mdc95": r.mdc95, "source": r.source.to_string(),
            })
        })
        .collect();
    let usual = knowledge.usual_differences.iter().filter(|row| row.test == test.id);
    let usual: Vec<Value> = usual
        .map(|row| {
            json!({
                "population": row.population, "n": row.n, "mean_absolute": row.mean_absolute,
                "observed_sd": row.observed_sd, "lasting_sd": row.lasting_sd, "p95": row.p95, "note": row.note,
                "grade": row.grade.to_string(), "source": words(&row.source),
            })
        })
        .collect();
    vec![
        ("id", json!(test.id.as_str())),
        ("name", json!(test.name)),
        ("aliases", json!(test.aliases)),
        ("quality", json!(test.quality.as_str())),
        ("motion", json!(test.motion)),
        ("contraction", json!(test.contraction.map(word))),
        ("protocol", json!(test.protocol)),
        ("settings", Value::Array(test.settings.iter().map(word).collect())),
        ("unit", json!(test.unit.as_str())),
        ("link", word(test.link)),
        ("loads", Value::Object(loads)),
        ("equipment", words(&test.equipment)),
        ("minutes", json!(test.minutes_alone())),
        ("trials", json!(test.trials)),
        ("rest_s", json!(test.rest_s)),
        ("beat_per_minute", json!(test.beat_per_minute)),
        ("steps", json!(test.steps)),
        ("figure", json!(test.figure.as_ref().map(ToString::to_string))),
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
        ("usual_differences", Value::Array(usual)),
        ("honest", json!(test.honest)),
        ("grade", json!(test.grade.to_string())),
        ("source", words(&test.source)),
    ]
}

pub(super) fn norm_entry(norm: &Norm) -> Entry {
    let [p5, p25, p50, p75, p95] = norm.percentiles;
    vec![
        ("id", json!(norm.test.as_str())),
        ("population", json!(norm.population)),
        ("general", json!(norm.general)),
        ("sex", norm.sex.map_or(json!("both"), word)),
        ("age_min", json!(norm.age_min)),
        ("age_max", json!(norm.age_max)),
        ("n", json!(norm.n)),
        ("mean", json!(norm.mean)),
        ("sd", json!(norm.sd)),
        ("p5", json!(p5)),
        ("p25", json!(p25)),
        ("p50", json!(p50)),
        ("p75", json!(p75)),
        ("p95", json!(p95)),
        ("unit", json!(norm.unit.as_str())),
        ("protocol", json!(norm.protocol)),
        ("grade", json!(norm.grade.to_string())),
        ("source", json!(norm.source.to_string())),
    ]
}

pub(super) fn exercise_entry(exercise: &Exercise) -> Entry {
    let shares: Map<String, Value> =
        exercise.shares.iter().map(|(group, share)| (group.to_string(), json!(share))).collect();
    let (dose, range) = dose_of(exercise.dose);
    vec![
        ("id", json!(exercise.id.as_str())),
        ("name", json!(exercise.name)),
        ("aliases", json!(exercise.aliases)),
        ("kind", word(exercise.kind)),
        ("one_sided", json!(exercise.one_sided)),
        ("level", json!(exercise.level)),
        ("motions", Value::Array(exercise.motions.iter().map(word).collect())),
        ("shares", Value::Object(shares)),
        ("stretches", words(&exercise.stretches)),
        ("plane", word(exercise.plane)),
        ("contraction", word(exercise.contraction)),
        ("length", json!(exercise.length.map(word))),
        ("equipment", words(&exercise.equipment)),
        (dose, json!(range)),
        ("sets", json!(exercise.sets)),
        ("days", json!(exercise.days)),
        ("goals", words(&exercise.goals)),
        ("tempo_s", json!(exercise.tempo_s)),
        ("rest_s", json!(exercise.rest_s)),
        ("minutes_per_set", json!(exercise.minutes_per_set)),
        ("load", json!(exercise.load)),
        ("cues", json!(exercise.cues)),
        ("faults", json!(exercise.faults)),
        ("easier", words(&exercise.easier)),
        ("harder", words(&exercise.harder)),
        ("cautions", words(&exercise.cautions)),
        ("figure", json!(exercise.figure.as_ref().map(ToString::to_string))),
        ("grade", json!(exercise.grade.to_string())),
        ("source", words(&exercise.source)),
    ]
}

pub(super) fn flag_entry(flag: &Flag) -> Entry {
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
        ("one_leg", json!(flag.one_leg)),
        ("only_after", words(&flag.only_after)),
        ("asked_at_age", json!(flag.asked_at_age)),
        (
            "measured",
            json!(flag.measured.as_ref().map(|m| json!({
                "test": m.test.to_string(), "side_difference_at_least": m.side_difference_at_least,
                "within_days": m.within_days,
            }))),
        ),
        ("cautions", words(&flag.cautions)),
        ("no_maximal_tests", json!(flag.no_maximal_tests)),
        ("follows_from_surgery_months", json!(flag.follows_from_surgery_months)),
        ("follows_from_injury_weeks", json!(flag.follows_from_injury_weeks)),
        ("follows_from_test_pain", json!(flag.follows_from_test_pain)),
        ("about_injuries", json!(flag.about_injuries)),
        ("cleared_months", json!(flag.cleared_months)),
        ("grade", json!(flag.grade.to_string())),
        ("source", words(&flag.source)),
    ]
}
