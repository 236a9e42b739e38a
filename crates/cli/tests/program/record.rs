//! The store as its users meet it: the story of six weeks as its README tells it, and what is refused.

use crate::golden::golden;
use crate::{Run, folder, path, root, run};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs the program in a folder.
fn run_in(folder: &Path, words: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_evenstride"))
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    output.into()
}

/// The commands of a README, in order.
fn commands(readme: &str) -> Vec<&str> {
    let mut is_console = false;
    let mut found = Vec::new();
    for line in readme.lines() {
        if line.starts_with("```") {
            is_console = line == "```console";
        } else if is_console {
            found.push(line);
        }
    }
    found
}

fn story() -> tempfile::TempDir {
    let from = root().join("examples/six-weeks");
    let to = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.path().join(entry.file_name())).unwrap();
    }
    to
}

/// A digest depends on when each action was done.
fn without_digest(text: &str) -> String {
    let of = |line: &str| match line.find("(sha256 ") {
        Some(at) => format!("{}(sha256 …).", &line[..at]),
        None => line.to_owned(),
    };
    text.lines().map(|line| of(line) + "\n").collect()
}

#[test]
fn the_story_of_six_weeks_runs_as_its_readme_tells_it() {
    let story = story();
    let readme = std::fs::read_to_string(story.path().join("README.md")).unwrap();
    let mut told = String::new();
    let commands = commands(&readme);
    assert!(commands.len() > 10, "{}", commands.len());
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().skip(1).collect();
        let run = run_in(story.path(), &words);
        assert_eq!(run.code, 0, "{command}: {}", run.err);
        let _ = write!(told, "$ {command}\n{}\n", without_digest(&run.out));
    }
    golden("six-weeks.txt", &told);
    // What was erased can be brought back from the backup alone.
    let restored = run_in(story.path(), &["restore", "six-weeks.backup", "--store", "again.db"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let again = run_in(story.path(), &["people", "--store", "again.db", "--format", "csv"]);
    assert!(again.out.contains("me,"), "{}", again.out);
}

#[test]
fn the_same_import_twice_changes_nothing_and_an_undo_takes_it_back() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let import = || run(&["import", "examples/first-check/measurements.csv", "--store", &db]);
    assert!(import().out.contains("48 measurements new (action 1)"));
    assert!(import().out.contains("known already; nothing was written"));
    assert_eq!(run(&["undo", "1", "--store", &db]).code, 0);
    assert!(run(&["people", "--store", &db]).out.contains("Nobody is in this store yet"));
    assert!(import().out.contains("48 measurements new"));
}

#[test]
fn a_sign_to_stop_in_the_log_is_answered_at_once_and_with_its_exit_code() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let files =
        ["person.toml", "answers.toml", "measurements.csv"].map(|f| format!("examples/first-check/{f}"));
    let imported = run(&["import", &files[0], &files[1], &files[2], "--store", &db]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let db_without_plan = path(&store, "b.db");
    assert_eq!(run(&["import", &files[0], &files[1], "--store", &db_without_plan]).code, 0);
    let early = run(&["log", "split-squat left 3x8 note \"chest pain\"", "--store", &db_without_plan]);
    assert_eq!(early.code, 20, "{}{}", early.out, early.err);
    assert_eq!(run(&["plan", "--keep", "--store", &db]).code, 0);
    let calm = run(&["log", "split-squat left 3x8", "--store", &db]);
    assert_eq!((calm.code, calm.err.as_str()), (0, ""), "{}", calm.out);
    // A sign counts beside whatever was trained, also beside what no plan for legs follows.
    let sign = run(&["log", "\"bench press\" 3x8 note \"chest pain in the last set\"", "--store", &db]);
    assert_eq!(sign.code, 20, "{}{}", sign.out, sign.err);
    assert_eq!(run(&["next-session", "--store", &db]).code, 20);
    assert_eq!(run(&["status", "--store", &db]).code, 20);
    // No new week is made on a clearance that the log has ended.
    for command in
        [&["plan", "--store", &db][..], &["plan", "--keep", "--store", &db], &["check", "--store", &db]]
    {
        let run = run(command);
        assert_eq!(run.code, 20, "{command:?} {}", run.out);
        assert!(!run.out.contains("Your week"), "{command:?} {}", run.out);
    }
}

#[test]
fn what_cannot_be_is_refused_with_a_hint_and_leaves_the_store_alone() {
    let store =
        folder(&[("broken.csv", b"what,is,this\n1,2,3\n"), ("not.db", b"this is no store at all, only text")]);
    let db = path(&store, "a.db");
    let refused = |words: &[&str], code: i32, fragment: &str| {
        let run = run(words);
        assert_eq!(run.code, code, "{words:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(fragment), "“{fragment}” is not in {}", run.err);
        assert!(run.err.contains("hint:"), "{}", run.err);
    };
    refused(&["status", "--store", &db], 3, "store");
    assert_eq!(run(&["import", "examples/first-check/person.toml", "--store", &db]).code, 0);
    refused(&["import", &path(&store, "broken.csv"), "--store", &db], 3, "--as");
    refused(&["log", "split-sqat left 3x8", "--store", &db], 3, "split-squat");
    refused(&["log", "split-squat 3x8 left yesterday-ish", "--store", &db], 3, "yesterday-ish");
    refused(&["correct", "zz", "1", "--store", &db], 2, "records");
    refused(&["undo", "99", "--store", &db], 2, "actions");
    refused(&["status", "--store", &path(&store, "not.db")], 3, "not.db");
    refused(&["erase", "--subject", "me", "--yes-erase", "you", "--store", &db], 2, "export");
    assert_eq!(run(&["people", "--store", &db, "--format", "csv"]).out.lines().count(), 2);
}

#[test]
fn a_value_is_corrected_and_the_old_one_no_longer_counts() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    assert_eq!(run(&["log", "2026-11-20 split-squat left 3x8", "--store", &db]).code, 0);
    let records = run(&["records", "--store", &db, "--format", "csv"]).out;
    let key = records.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let corrected = run(&["correct", &key, "2026-11-20 split-squat right 3x8", "--store", &db]);
    assert_eq!(corrected.code, 0, "{}", corrected.err);
    let after = run(&["records", "--store", &db]).out;
    assert!(after.contains("split-squat right 3x8") && !after.contains("split-squat left"), "{after}");
}
