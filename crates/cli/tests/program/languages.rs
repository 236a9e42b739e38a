//! Results in another language: the same decisions in other words, and a word for a language that is not there.

use super::run;
use serde_json::Value;

/// Every number, yes or no and id, in order, without the sentences.
fn decided(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            into.push(name.clone());
            decided(value, into);
        }),
        Value::Array(items) => items.iter().for_each(|item| decided(item, into)),
        Value::String(text) => {
            let is_id =
                text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_:.RF".contains(c));
            into.extend(is_id.then(|| text.clone()));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => into.push(value.to_string()),
    }
}

fn check(language: &[&str], format: &str) -> String {
    let after = ["check", "examples/first-check", "--as-of", "2026-11-23", "--no-report", "--format", format];
    let whole: Vec<&str> = language.iter().chain(&after).copied().collect();
    let run = run(&whole);
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

#[test]
fn a_language_changes_words_and_no_decision() {
    let json = |language: &[&str]| {
        let mut all = Vec::new();
        decided(&serde_json::from_str(&check(language, "json")).unwrap(), &mut all);
        all
    };
    let english = json(&[]);
    assert!(english.len() > 1000, "{}", english.len());
    assert_eq!(json(&["--language", "de"]), english);
}

#[test]
fn results_are_said_in_the_language_that_is_asked_for() {
    let german = check(&["--language", "de"], "text");
    assert!(german.contains("Vorderer Oberschenkel: rechts fast sicher schwächer."), "{german}");
    assert!(german.contains("Die Woche deckt") && german.contains("2,7"), "{german}");
    // What the readers of files say stands under its heading and is English; everything before is German.
    let report = german.split("- answers.toml: ").next().unwrap();
    assert!(report.contains("Die Woche deckt") && report != german, "{german}");
    let english = ["the", "and", "your", "with", "weaker", "right", "from"];
    let found = report.split(|c: char| !c.is_alphanumeric()).find(|word| english.contains(word));
    assert_eq!(found, None);
    let blank = run(&["--language", "de_DE.UTF-8", "screen", "--new"]);
    assert!(blank.code == 0 && blank.out.starts_with("# Lies jede Frage"), "{}", blank.out);
}

#[test]
fn a_language_that_is_not_there_is_named_with_those_that_are() {
    let run = run(&["--language", "fr", "tests"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("found “fr”") && run.err.contains("en (English) and de (Deutsch)"), "{}", run.err);
}
