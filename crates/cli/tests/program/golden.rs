//! The README's example, kept word for word: text, JSON, CSV and the page.
//!
//! `cargo xtask bless` writes the files anew; read them before you commit them.

use crate::{folder, root, run};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Compares with a kept file, or writes it when asked to.
#[track_caller]
pub(crate) fn golden(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("EVENSTRIDE_BLESS").is_some() {
        std::fs::write(&path, found).unwrap();
        return;
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    let line = wanted.lines().zip(found.lines()).position(|(a, b)| a != b);
    assert!(
        wanted == found,
        "{name} differs, first in line {}; read it, then `cargo xtask bless`\n{found}",
        line.map_or_else(|| wanted.lines().count().min(found.lines().count()) + 1, |line| line + 1)
    );
}

fn check(arguments: &[&str]) -> String {
    let mut all = vec!["check", "examples/first-check", "--as-of", "2026-11-22"];
    all.extend(arguments);
    let run = run(&all);
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

#[test]
fn the_first_check_says_what_it_said() {
    golden("first-check.txt", &check(&["--no-report"]));
}

#[test]
fn the_readme_shows_what_the_command_prints() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let block = readme.split("```text\n").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap();
    let printed = check(&["--no-report"]);
    assert!(block.lines().count() > 15);
    for paragraph in block.split("\n\n") {
        assert!(printed.contains(paragraph), "not printed any more:\n{paragraph}");
    }
}

#[test]
fn the_first_check_serialises_as_it_did() {
    golden("first-check.json", &check(&["--no-report", "--format", "json"]));
    golden("first-check.csv", &check(&["--no-report", "--format", "csv"]));
}

#[test]
fn the_page_is_whole_and_the_same_every_time() {
    let folder = folder(&[]);
    let target = folder.path().join("page.html");
    check(&["--report", &target.display().to_string()]);
    let page = std::fs::read_to_string(&target).unwrap();
    golden("first-check.html", &page);
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    // Self-contained: nothing is fetched, nothing runs.
    for never in ["<script", "http-equiv=\"refresh\"", "<iframe", "<link", " src=", "@import", "url(http"] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains(&root().display().to_string()), "no path of a machine");
}

#[test]
fn the_example_writes_its_page_beside_its_files() {
    let copy = folder(&[]);
    for name in ["person.toml", "answers.toml", "measurements.csv"] {
        std::fs::copy(root().join("examples/first-check").join(name), copy.path().join(name)).unwrap();
    }
    let run = run(&["check", &copy.path().display().to_string()]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(copy.path().join("report.html").exists());
}

/// The keys of some JSON below a value, at any depth.
fn keys(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_an_assessment_is_explained() {
    let page = std::fs::read_to_string(root().join("docs/reference/output.md")).unwrap();
    // A key may stand behind those that lead to it: `evidence.prior_sd`, `days[].left`.
    let explained: BTreeSet<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|code| code.split(|letter: char| !(letter.is_alphanumeric() || "_-".contains(letter))))
        .collect();
    let examples: [&[&str]; 3] = [
        &[
            "assess",
            "examples/six-weeks/first-visit.csv",
            "examples/six-weeks/second-visit.csv",
            "--format",
            "json",
        ],
        &[
            "assess",
            "examples/first-check/measurements.csv",
            "--person",
            "examples/first-check/person.toml",
            "--format",
            "json",
        ],
        &["assess", "examples/first-check/measurements.csv", "--predict", "--format", "json"],
    ];
    let mut found = BTreeSet::new();
    for example in examples {
        let told = run(&[example, &["--as-of", "2027-01-10"]].concat());
        assert_eq!(told.code, 0, "{}", told.err);
        keys(&serde_json::from_str(&told.out).unwrap(), &mut found);
    }
    assert!(found.len() > 60, "{found:?}");
    let unexplained: Vec<&String> = found.iter().filter(|key| !explained.contains(key.as_str())).collect();
    assert!(unexplained.is_empty(), "keys without an explanation in docs/reference/output.md: {unexplained:?}");
}
