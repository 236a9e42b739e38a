//! The README's example, kept word for word: text, JSON, CSV and the page.
//!
//! `cargo xtask bless` writes the files anew; read them before you commit them.

use crate::{folder, root, run};
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
