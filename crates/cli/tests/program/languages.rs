//! Results in another language: the same decisions in other words, and a word for a language that is not there.

use super::{folder, path, run};
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
    assert!(german.contains("Die Woche deckt") && german.contains("Üblich: 5,9 auf je 10"), "{german}");
    // What the readers of files say stands under its heading; commands to type stay as they are.
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

#[test]
fn what_was_done_and_what_is_doubtful_is_said_in_the_language_that_is_asked_for() {
    let table = b"test,side,value,unit,date,colour\nstrap-knee-ext,L,300,N,2026-11-20,red\nstrap-knee-ext,R,ten,N,2026-11-20,red\n";
    let files = folder(&[("m.csv", table.as_slice())]);
    let (db, second) = (path(&files, "a.db"), path(&files, "b.db"));
    let (table, backup, export) = (path(&files, "m.csv"), path(&files, "a.backup"), path(&files, "export"));
    let in_german = |arguments: &[&str], db: &str| {
        let whole: Vec<&str> =
            ["--language", "de"].iter().chain(arguments).copied().chain(["--store", db]).collect();
        let run = run(&whole);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.out, run.err);
        format!("{}{}", run.out, run.err)
    };
    let german = |arguments: &[&str], db: &str, expected: &[&str]| -> String {
        let said = in_german(arguments, db);
        for part in expected {
            assert!(said.contains(part), "{arguments:?} lacks {part}: {said}");
        }
        // Names of columns, codes and commands to type are none of the language.
        let plain: String = said.split('`').step_by(2).collect();
        for word in plain.split(|one: char| !one.is_alphanumeric() && one != '-') {
            let is_english =
                ["the", "was", "row", "expected", "found", "known", "nothing", "hint", "new", "and"]
                    .contains(&word);
            assert!(!is_english, "{arguments:?} says {word}: {said}");
        }
        said
    };
    let imported = german(
        &["import", &table, "--subject", "ada"],
        &db,
        &["1 Messung neu, von ada (Aktion 1)", "Zeile weggelassen", "Tipp:"],
    );
    assert!(imported.contains("[row-refused]") && imported.contains("[column-ignored]"), "{imported}");
    german(&["import", &table, "--subject", "ada"], &db, &["schon bekannt; nichts wurde geschrieben"]);
    german(&["log", "2026-11-20 split-squat 3x8"], &db, &["sagt nicht, welches Bein", "Aktion"]);
    german(&["note", "gut geschlafen"], &db, &["Behalten."]);
    let records = run(&["records", "--store", &db, "--format", "csv"]);
    let key =
        records.out.lines().find(|line| line.contains("trial")).unwrap().split(',').next().unwrap().to_owned();
    german(&["correct", &key, "310"], &db, &["Berichtigt:", "zählt nicht mehr"]);
    german(&["undo", "1"], &db, &["Aktion 1 wurde zurückgenommen"]);
    german(&["backup", &backup], &db, &["zurückgelesen und geprüft"]);
    german(&["restore", &backup], &second, &["Wiederhergestellt:", "Zeilen"]);
    german(&["export", &export], &db, &["Dateien"]);
    german(&["compact"], &db, &["Verdichtet."]);
    german(&["erase", "--subject", "ada", "--yes-erase", "ada"], &db, &["Gelöscht."]);
}
