//! The sentences of the data files in another language, laid into what the build writes.
//!
//! A language is a folder such as `data/de`. Its files hold one table for each field, with the English on the left:
//! ```toml
//! [test.steps]
//! "Stand on one leg." = "Steh auf einem Bein."
//! ```
//! A sentence that stands in several entries is said once. Ids, figures and sources have no language; an English
//! sentence that changes no longer finds its other side, so nothing outdated is ever shown: a test names what lacks.
//! `build.rs` shares this module. Read next: [`FIELDS`].

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The fields that people read, each as the kind of entry and the way to it.
pub const FIELDS: &[&str] = &[
    "action.advice",
    "action.title",
    "after_injury.name",
    "after_injury.note",
    "assumption.text",
    "assumption.unit",
    "audit_pair.name",
    "auditing.text",
    "auditing.unit",
    "cause.help",
    "cause.name",
    "cause.text",
    "caution.loads.hold",
    "caution.loads.repetitions",
    "caution.loads.stretch",
    "caution.rule",
    "caution.who",
    "caution.without_operation",
    "equipment.name",
    "exercise.cues",
    "exercise.faults",
    "exercise.load",
    "exercise.name",
    "figure.frame.name",
    "flag.escalate.reason",
    "flag.name",
    "flag.question",
    "flag.reason",
    "following.text",
    "following.unit",
    "gap.reason",
    "gate.words",
    "goal.effort",
    "goal.name",
    "group.function",
    "group.muscles",
    "group.name",
    "movement.name",
    "norm.population",
    "norm.protocol",
    "pair.ratio.population",
    "pattern.asks",
    "pattern.confirm",
    "pattern.finding",
    "pattern.name",
    "pattern.possibility",
    "pattern.refute",
    "rule.figures",
    "rule.name",
    "rule.text",
    "test.honest",
    "test.invalid",
    "test.motion",
    "test.name",
    "test.reliability.mdc95",
    "test.reliability.population",
    "test.reliability.sem",
    "test.steps",
    "test.stop",
    "usual_difference.note",
    "usual_difference.population",
];

/// The one field whose names are read and not its values: what the figures of a rule count.
const NAMES: (&str, &str) = ("rule", "figures");

/// Kinds of entries that are found by their names, which therefore know those in other languages.
const FOUND_BY_NAME: [&str; 3] = ["equipment", "exercise", "test"];

/// The sentences of one language, by field and English sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    by_field: BTreeMap<String, BTreeMap<String, String>>,
}

impl Said {
    /// Reads the files of a language.
    ///
    /// # Errors
    /// What cannot be read: no TOML, a field that holds no sentences, or a sentence that is said twice.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Vec<String>> {
        let (mut said, mut errors) = (Self::default(), Vec::new());
        for (file, text) in files {
            match toml::from_str::<Map<String, Value>>(text) {
                Ok(table) => said.add(file, "", table, &mut errors),
                Err(error) => errors.push(format!("{file}: {error}")),
            }
        }
        if errors.is_empty() { Ok(said) } else { Err(errors) }
    }

    fn add(&mut self, file: &str, way: &str, table: Map<String, Value>, errors: &mut Vec<String>) {
        for (name, value) in table {
            match value {
                Value::Object(inner) => {
                    let way = if way.is_empty() { name } else { format!("{way}.{name}") };
                    self.add(file, &way, inner, errors);
                }
                Value::String(there) if FIELDS.contains(&way) => {
                    let sentences = self.by_field.entry(way.to_owned()).or_default();
                    if sentences.insert(name.clone(), there).is_some() {
                        errors.push(format!("{file}: [{way}] says “{name}” a second time"));
                    }
                }
                Value::String(_) => errors.push(format!("{file}: “{way}” is no field of sentences")),
                _ => errors.push(format!("{file}: [{way}] “{name}” is no text")),
            }
        }
    }

    /// What this language says for an English sentence of a field.
    #[must_use]
    pub fn of(&self, field: &str, english: &str) -> Option<&str> {
        self.by_field.get(field)?.get(english).map(String::as_str)
    }

    fn name(&self, english: String) -> String {
        let (kind, field) = NAMES;
        self.of(&format!("{kind}.{field}"), &english).map_or(english, str::to_owned)
    }

    /// Every field, English sentence and what is said for it, in order.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.by_field.iter().flat_map(|(field, sentences)| {
            sentences.iter().map(|(english, there)| (field.as_str(), english.as_str(), there.as_str()))
        })
    }
}

/// The strings of the contents, each with its field.
pub fn each_text(contents: &mut Value, mut visit: impl FnMut(&str, &mut String)) {
    fn walk(value: &mut Value, way: &mut String, visit: &mut dyn FnMut(&str, &mut String)) {
        match value {
            Value::String(text) => visit(way, text),
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, way, visit)),
            Value::Object(fields) => {
                for (name, inner) in fields {
                    let length = way.len();
                    if length > 0 {
                        way.push('.');
                    }
                    way.push_str(name);
                    walk(inner, way, visit);
                    way.truncate(length);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    walk(contents, &mut String::new(), &mut visit);
}

/// The contents in another language; what it lacks stays in English.
#[must_use]
pub fn in_language(contents: &Value, said: &Said) -> Value {
    let mut there = contents.clone();
    each_text(&mut there, |field, text| {
        if let Some(sentence) = said.of(field, text) {
            sentence.clone_into(text);
        }
    });
    let (kind, field) = NAMES;
    for entry in there.get_mut(kind).and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(figures) = entry.get_mut(field).and_then(Value::as_object_mut) {
            *figures =
                std::mem::take(figures).into_iter().map(|(name, value)| (said.name(name), value)).collect();
        }
    }
    there
}

/// Lets what is found by its name be found by its name in each language, given the same contents in all of them.
pub fn know_each_other(languages: &mut [Value]) {
    for kind in FOUND_BY_NAME {
        let names: Vec<Vec<String>> = languages.iter().map(|contents| names_of(contents, kind)).collect();
        for (at, contents) in languages.iter_mut().enumerate() {
            let entries = contents.get_mut(kind).and_then(Value::as_array_mut).into_iter().flatten();
            for (n, entry) in entries.enumerate() {
                let others = names.iter().enumerate().filter(|(other, _)| *other != at);
                let mut elsewhere: Vec<&String> = others.filter_map(|(_, names)| names.get(n)).collect();
                elsewhere.retain(|name| names[at].get(n) != Some(*name));
                elsewhere.dedup();
                let elsewhere = elsewhere.into_iter().cloned().map(Value::String).collect();
                if let Some(fields) = entry.as_object_mut() {
                    fields.insert("elsewhere".to_owned(), Value::Array(elsewhere));
                }
            }
        }
    }
}

fn names_of(contents: &Value, kind: &str) -> Vec<String> {
    let entries = contents.get(kind).and_then(Value::as_array).into_iter().flatten();
    entries.map(|entry| entry.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()).collect()
}
