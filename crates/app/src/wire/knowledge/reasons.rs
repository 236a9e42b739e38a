//! What is told of patterns, doses, muscle groups, assumptions and pieces of equipment.

use super::Entry;
use super::entries::{word, words};
use evenstride_core::knowledge::{
    Assumption, Covered, Dose, DoseRules, Equipment, Goal, Knowledge, Pattern, Rule, Source,
};
use serde_json::{Map, Value, json};

pub(super) fn pattern_entry(pattern: &Pattern, knowledge: &Knowledge) -> Entry {
    let causes: Vec<Value> = pattern
        .causes
        .iter()
        .filter_map(|id| knowledge.causes.get(id))
        .map(|cause| {
            json!({
                "id": cause.id.to_string(), "name": cause.name, "text": cause.text, "help": cause.help,
                "grade": cause.grade.to_string(),
            })
        })
        .collect();
    vec![
        ("id", json!(pattern.id.as_str())),
        ("name", json!(pattern.name)),
        ("finding", json!(pattern.finding)),
        ("weak", words(&pattern.weak)),
        ("short", words(&pattern.short)),
        ("thin", words(&pattern.thin)),
        ("carries_less", words(&pattern.carries_less)),
        ("even", words(&pattern.even)),
        ("one_sided", json!(pattern.one_sided)),
        ("asks", json!(pattern.asks)),
        ("answered_by", json!(pattern.answered_by)),
        ("possibility", json!(pattern.possibility)),
        ("causes", Value::Array(causes)),
        ("confirm", json!(pattern.confirm)),
        ("refute", json!(pattern.refute)),
        ("tests", words(&pattern.tests)),
        ("flags", words(&pattern.flags)),
        ("grade", json!(pattern.grade.to_string())),
        ("cause_grade", json!(pattern.cause_grade.to_string())),
        ("source", words(&pattern.source)),
    ]
}

pub(super) fn rule_entry(rule: &Rule) -> Entry {
    vec![
        ("id", json!(rule.id.as_str())),
        ("topic", word(rule.topic)),
        ("name", json!(rule.name)),
        ("text", json!(rule.text)),
        ("figures", json!(rule.figures)),
        ("grade", json!(rule.grade.to_string())),
        ("source", words(&rule.source)),
    ]
}

pub(super) fn goal_entry(goal: &Goal) -> Entry {
    let (counts, range) = dose_of(goal.dose);
    let mut figures = Map::new();
    figures.insert(counts.to_owned(), json!(range));
    figures.insert("sets".to_owned(), json!(goal.sets));
    figures.insert("days a week".to_owned(), json!(goal.days));
    vec![
        ("id", json!(goal.id.as_str())),
        ("topic", json!("goal")),
        ("name", json!(goal.name)),
        ("text", json!(goal.effort)),
        ("figures", Value::Object(figures)),
        ("grade", json!(goal.grade.to_string())),
        ("source", words(&goal.source)),
    ]
}

/// What one set counts, in words, and how much of it.
pub(super) fn dose_of(dose: Dose) -> (&'static str, [u32; 2]) {
    match dose {
        Dose::Reps(range) => ("repetitions", range),
        Dose::HoldS(range) => ("seconds held", range),
        Dose::Minutes(range) => ("minutes", range),
        Dose::Metres(range) => ("metres", range),
    }
}

/// The figures that a week is computed with, as one entry.
pub(super) fn planner_entry(doses: &DoseRules) -> Entry {
    let figures = json!({
        "sets a week for a weak side": doses.weak_sets,
        "sets a week for a weak side, beginners": doses.weak_sets_beginner,
        "sets a week that keep what is there": doses.keep_sets,
        "sets a week that keep what is there, beginners": doses.keep_sets_beginner,
        "most sets a week": doses.cap_sets,
        "most sets a week, beginners": doses.cap_sets_beginner,
        "most sets of the weak side for one of the strong": doses.bias_ratio_max,
        "percent from which the weak side gets three sets for two": doses.bias_from_percent,
        "percent from which the weak side gets two sets for one": doses.double_from_percent,
        "minutes of stretching a week for a side that reaches less far": doses.stretch_minutes,
        "minutes of stretching a week that keep the other side": doses.stretch_keep_minutes,
        "hours between hard sessions of one muscle": doses.spacing_hours,
        "most sets of one muscle in a session": doses.session_sets_max,
        "most exercises in a session": doses.session_exercises_max,
        "weeks to a retest": doses.retest_weeks,
        "points by which a difference is expected to close in a week": doses.expected_points_per_week,
        "pain of 0 to 10 from which a trial says nothing": doses.pain_limit_nrs,
        "days for which a clearance holds": doses.clearance_days,
        "most sets of a muscle for each of last week": doses.growth_ratio_max,
        "sets more than last week that are always allowed": doses.growth_sets,
        "step from which sets are hard for somebody who has trained": doses.trained_level_min,
        "the same step without a weight, machine or band": doses.trained_free_level_min,
    });
    vec![
        ("id", json!("planner")),
        ("topic", json!("planner")),
        ("name", json!("What a week is computed with")),
        (
            "text",
            json!(
                "Hard sets are counted for one muscle group on one side, in parts as the shares of an exercise say."
            ),
        ),
        ("figures", figures),
        ("grade", json!(doses.grade.to_string())),
        ("source", words(&doses.source)),
    ]
}

pub(super) fn equipment_entry(piece: &Equipment) -> Entry {
    vec![
        ("id", json!(piece.id.as_str())),
        ("name", json!(piece.name)),
        ("aliases", json!(piece.aliases)),
        ("household", json!(piece.household)),
        ("class", json!(piece.class.map(word))),
    ]
}

/// A muscle group with what the catalogue has for it: the row of the coverage table.
pub(super) fn muscle_entry(row: &Covered<'_>) -> Entry {
    let group = row.group;
    let priors: Vec<Value> = group
        .prior
        .iter()
        .map(|(quality, prior)| {
            json!({
                "quality": quality.as_str(), "usual_sd": prior.usual_sd, "large_sd": prior.large_sd,
                "large_share": prior.large_share, "level_sd": prior.level_sd,
                "delta": prior.delta, "usual_up_to": prior.usual_up_to, "grade": prior.grade.to_string(),
                "source": words(&prior.source),
            })
        })
        .collect();
    let mut entry = vec![
        ("id", json!(group.id.as_str())),
        ("name", json!(group.name)),
        ("muscles", json!(group.muscles)),
        ("function", json!(group.function)),
        ("keep_weight", json!(group.keep_weight)),
        ("motions", Value::Array(group.motions.iter().map(word).collect())),
    ];
    for (cell, ids) in &row.cells {
        entry.push((cell.as_str(), json!(ids)));
    }
    let reasons: Map<String, Value> =
        row.reasons.iter().map(|(cell, reason)| (cell.as_str().to_owned(), json!(reason))).collect();
    entry.push(("empty_because", Value::Object(reasons)));
    entry.push(("priors", Value::Array(priors)));
    entry.push(("grade", json!(group.grade.to_string())));
    entry.push(("source", words(&group.source)));
    entry
}

pub(super) fn assumption_entry(one: &Assumption) -> Entry {
    vec![
        ("id", json!(one.id.as_str())),
        ("text", json!(one.text)),
        ("value", json!(one.value)),
        ("unit", json!(one.unit)),
        ("grade", json!(one.grade.to_string())),
        ("source", words(&one.source)),
    ]
}

pub(super) fn source_entry(source: &Source, knowledge: &Knowledge) -> Entry {
    vec![
        ("id", json!(source.id.as_str())),
        ("citation", json!(source.citation)),
        ("read", word(source.read)),
        ("locator", json!(source.locator)),
        ("cited_by", json!(knowledge.citing(&source.id))),
    ]
}

/// The formats of measurements, then those of training.
pub(super) fn format_entries() -> Vec<Entry> {
    let measured = evenstride_ingest::formats().iter().map(|format| {
        vec![
            ("id", json!(format.id())),
            ("holds", json!("measurements")),
            ("name", json!(format.name())),
            ("extensions", json!(format.extensions())),
            ("looks_like", json!(format.looks_like())),
            ("example", json!(format.example())),
        ]
    });
    let trained = evenstride_ingest::training_formats().iter().map(|format| {
        vec![
            ("id", json!(format.id())),
            ("holds", json!("training")),
            ("name", json!(format.name())),
            ("extensions", json!(format.extensions())),
            ("looks_like", json!(format.looks_like())),
            // What is no text, such as a FIT file, has no example that could be read.
            ("example", json!(String::from_utf8(format.example()).ok())),
        ]
    });
    measured.chain(trained).collect()
}
