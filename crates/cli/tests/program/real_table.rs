//! The public table of 39 people, when it lies beside the project.

use crate::{root, run};
use std::collections::BTreeSet;

#[test]
fn thirty_nine_people_are_judged_in_one_go() {
    let table = root().join("../shared/data/strength/exscidata/cybex.csv");
    if !table.exists() {
        println!("skipped: {} is not here", table.display());
        return;
    }
    let run = run(&[
        "assess",
        &table.display().to_string(),
        "--map",
        "validation/maps/exscidata-cybex.toml",
        "--by",
        "subject",
        "--format",
        "csv",
        "--as-of",
        "2026-11-22",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let rows: Vec<Vec<&str>> = run.out.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let people: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(people.len(), 39);
    // One row for each person and pair: two muscle groups, and their ratio on two legs.
    assert_eq!(rows.len(), 39 * 4);
    assert!(rows.iter().all(|row| row.len() == 20));
    // Severe is what was called, and nothing else.
    assert!(
        rows.iter().all(|row| row[12].starts_with("imbalanced") == ["moderate", "marked"].contains(&row[19]))
    );
    let verdicts: BTreeSet<&str> = rows.iter().map(|row| row[12]).collect();
    let known = ["balanced", "imbalanced-probable", "imbalanced-clear", "undecided", "not-comparable"];
    assert!(verdicts.iter().all(|verdict| known.contains(verdict)), "{verdicts:?}");
}
