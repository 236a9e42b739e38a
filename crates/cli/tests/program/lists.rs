//! What programs read: the lists of a store as CSV and JSON, and audits of it and of files.

use crate::{folder, path, root, run};
use std::collections::BTreeSet;

/// A store with two people: one who follows a plan and trains, one with a line of training.
fn filled(store: &tempfile::TempDir) -> String {
    let db = path(store, "a.db");
    let six_weeks = |name: &str| format!("examples/six-weeks/{name}");
    let files = ["person.toml", "answers.toml", "first-visit.csv", "weeks-1-to-3.txt"].map(six_weeks);
    let imported =
        run(&["import", &files[0], &files[1], &files[2], &files[3], "--subject", "ada", "--store", &db]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let log = |line: &str| {
        let logged = run(&["log", line, "--subject", "ben", "--new-person", "--store", &db]);
        assert_eq!(logged.code, 0, "{}", logged.err);
    };
    log("2026-10-20 split-squat left 3x8 note \"slow; the third, too\"");
    log("2026-10-21 split-squat left 3x8");
    assert_eq!(run(&["undo", "6", "--store", &db]).code, 0);
    db
}

/// The header and the rows of a CSV; every row has as many cells as the header.
fn table(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = cells(reader.headers().unwrap());
    (header, reader.records().map(|record| cells(&record.unwrap())).collect())
}

#[test]
fn the_formats_of_training_are_listed_beside_those_of_measurements() {
    let listed = run(&["formats", "--format", "csv"]).out;
    for id in ["xlsx", "trained-csv", "hevy-csv", "strong-csv", "fit-sets", "log-lines"] {
        assert!(listed.lines().any(|line| line.starts_with(&format!("{id},"))), "{id}: {listed}");
    }
    for asked in ["hevy", "HEVY-CSV"] {
        let shown = run(&["formats", "show", asked]);
        assert!(shown.code == 0 && shown.out.contains("exercise_title"), "{asked}: {}{}", shown.out, shown.err);
    }
}

#[test]
fn every_list_of_a_store_reads_back_as_csv_and_as_json_and_is_documented() {
    let store = folder(&[]);
    let db = filled(&store);
    let kept = run(&["plan", "--keep", "--subject", "ada", "--store", &db, "--as-of", "2026-10-05"]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    let documented = std::fs::read_to_string(root().join("docs/reference/output.md")).unwrap();
    let ada = ["--subject", "ada", "--as-of", "2026-10-26"];
    // The words of the command, the field of the JSON that holds its rows, and a column that stands in both.
    let lists: [(&[&str], &str, &str); 7] = [
        (&["people", "--as-of", "2026-10-26"], "", "subject"),
        (&["squad", "--as-of", "2026-10-26"], "members", "subject"),
        (&["records", "--subject", "ada", "--last", "1000"], "", "record"),
        (&["actions"], "", "action"),
        (&["retest", ada[0], ada[1], ada[2], ada[3]], "", ""),
        (&["status", ada[0], ada[1], ada[2], ada[3]], "", ""),
        (&["next-session", ada[0], ada[1], ada[2], ada[3]], "", ""),
    ];
    for (words, field, column) in lists {
        let [as_csv, as_json] = ["csv", "json"].map(|format| {
            let run = run(&[words, &["--store", &db, "--format", format]].concat());
            assert_eq!(run.code, 0, "{words:?} {format} {}", run.err);
            run.out
        });
        let (header, rows) = table(&as_csv);
        for name in &header {
            assert!(documented.contains(&format!("`{name}`")), "{words:?}: {name} is not documented");
        }
        let json: serde_json::Value = serde_json::from_str(&as_json).unwrap();
        // The same text comes out of what was read.
        assert_eq!(format!("{json:#}\n").len(), as_json.len(), "{words:?}");
        if column.is_empty() {
            continue;
        }
        let all = if field.is_empty() { &json } else { &json[field] };
        let at = header.iter().position(|name| name == column).unwrap();
        let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let told: Vec<String> = all.as_array().unwrap().iter().map(|row| text(&row[column])).collect();
        assert_eq!(rows.iter().map(|row| row[at].clone()).collect::<Vec<_>>(), told, "{words:?}");
        assert!(told.len() >= 2, "{words:?}");
    }
}

#[test]
fn an_audit_of_a_store_and_of_files_say_the_same_and_a_plan_is_asked_for() {
    let store = folder(&[]);
    let db = filled(&store);
    let log = "examples/six-weeks/weeks-1-to-3.txt";
    let day = ["--as-of", "2026-10-25", "--format", "csv"];
    let of_files = run(&[&["audit", log][..], &day].concat());
    let of_store = run(&[&["audit", "--subject", "ada", "--store", &db][..], &day].concat());
    assert_eq!((of_files.code, of_store.code), (0, 0), "{}{}", of_files.err, of_store.err);
    let (header, rows) = table(&of_files.out);
    let (_, stored) = table(&of_store.out);
    let week = header.iter().position(|name| name == "week").unwrap();
    let weeks: BTreeSet<&String> = rows.iter().map(|row| &row[week]).collect();
    assert!(weeks.len() >= 3, "{weeks:?}");
    // Who the person is moves the score of a sport, never what was done.
    let counted = ["week", "group", "side", "hard_sets"].map(|name| header.iter().position(|n| n == name));
    let cells = |rows: &[Vec<String>]| -> Vec<Vec<String>> {
        rows.iter().map(|row| counted.iter().flatten().map(|at| row[*at].clone()).collect()).collect()
    };
    assert_eq!(cells(&rows), cells(&stored));

    let no_plan = run(&["audit", log, "--as-planned"]);
    assert_eq!(no_plan.code, 2, "{}", no_plan.err);
    assert!(no_plan.err.contains("hint:") && no_plan.err.contains("--check"), "{}", no_plan.err);
    let none_followed = run(&["audit", "--subject", "ada", "--store", &db, "--as-planned"]);
    assert!(none_followed.err.contains("plan --keep"), "{}", none_followed.err);
    let kept = run(&["plan", "--keep", "--subject", "ada", "--store", &db, "--as-of", "2026-10-05"]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    let followed = run(&[&["audit", "--subject", "ada", "--store", &db, "--as-planned"][..], &day].concat());
    assert_eq!(followed.code, 0, "{}", followed.err);
    assert_eq!(cells(&table(&followed.out).1), cells(&rows));
    // Whoever follows a plan for a weak leg is not told to even its sets out, unless asked for.
    let lost = |more: &[&str]| {
        let asked =
            ["audit", "--subject", "ada", "--store", &db, "--as-of", "2026-10-25", "--format", "lost-csv"];
        let told = run(&[&asked[..], more].concat());
        assert_eq!(told.code, 0, "{}", told.err);
        told.out
    };
    assert_eq!(lost(&[]), lost(&["--as-planned"]));
    assert_ne!(lost(&[]), lost(&["--even"]));
    let told = run(&["audit", "--subject", "ada", "--store", &db, "--as-of", "2026-10-25"]);
    assert!(told.out.contains("against your plan from 5 October 2026 on"), "{}", told.out);
    assert_eq!(run(&["audit", "--subject", "ada", "--store", &db, "--as-planned", "--even"]).code, 2);
    let by_check = ["audit", log, "--check", "examples/first-check", "--as-planned", "--as-of", "2026-10-25"];
    let by_check = run(&by_check);
    assert_eq!(by_check.code, 0, "{}", by_check.err);
    assert!(by_check.out.contains("Score"), "{}", by_check.out);
}
