//! Runs every case in `cases/audit/*.md`: a log goes in, what an audit says of its newest week comes out.
//!
//! Each case is also run with left and right swapped, and with its log told backwards.

// What a test builds is known to hold; a failure to build it is a failure of the test.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../shared/fenced.rs"]
mod fenced;
mod file;
mod real;
mod shown;

use evenstride_app::audit::{AuditView, audit_html, audit_text};
use evenstride_app::prelude::{Audit, AuditOptions, audit, builtin};
use evenstride_app::words::Words;
use file::Case;
use std::path::Path;

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/audit");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}

fn audited(case: &Case) -> Audit {
    let options = AuditOptions {
        until: case.until,
        score_incomplete: case.score_incomplete,
        plan: case.plan.as_ref(),
        person: Some(&case.person),
        cleared: case.cleared.as_ref(),
        short: &case.short,
        efforts: &case.efforts,
        more_minutes: case.more_minutes,
        with_changes: true,
        ..AuditOptions::usual()
    };
    audit(&case.rows, builtin(), &options)
}

/// Everything that is said, on one line, so that words can be looked for across line breaks.
fn words(audit: &Audit) -> [String; 2] {
    let view = AuditView { audit, ended: None, knowledge: builtin(), notices: &[], version: "0.0.0" };
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    [flat(audit_text(&view, &Words::english(), 88)), flat(audit_html(&view, &Words::english()))]
}

#[test]
fn there_are_enough_cases_for_every_part_to_have_one() {
    assert!(cases().len() >= 10, "{} cases", cases().len());
}

#[test]
fn every_case_says_what_it_expects() {
    let mut failures = Vec::new();
    for case in cases() {
        let audit = audited(&case);
        let lines = shown::lines(&audit);
        let [text, page] = words(&audit);
        assert!(!case.expectations.is_empty(), "{} expects nothing", case.name);
        for (line, expected) in &case.expectations {
            let met = if let Some(said) = expected.strip_prefix("says: ") {
                text.contains(said) || page.contains(said)
            } else if let Some(said) = expected.strip_prefix("never says: ") {
                !text.contains(said) && !page.contains(said)
            } else if let Some(never) = expected.strip_prefix("never ") {
                !lines.iter().any(|found| found.starts_with(never))
            } else {
                lines.contains(expected)
            };
            if !met {
                failures.push(format!("{}:{line}: {expected}\n    {}", case.name, lines.join("\n    ")));
            }
        }
    }
    assert!(failures.is_empty(), "{} expectations not met:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn mirroring_a_case_mirrors_what_is_said_and_changes_nothing_else() {
    for case in cases() {
        let mirror = Case::from_text(&case.name, &file::mirrored(&case.text));
        let mut back: Vec<String> =
            shown::lines(&audited(&mirror)).iter().map(|line| file::mirrored(line)).collect();
        let mut lines = shown::lines(&audited(&case));
        back.sort();
        lines.sort();
        assert_eq!(lines, back, "{}", case.name);
    }
}

#[test]
fn a_log_told_backwards_is_judged_the_same() {
    for mut case in cases() {
        let before = audited(&case);
        case.rows.reverse();
        assert_eq!(before, audited(&case), "{}", case.name);
    }
}

#[test]
fn every_part_and_every_remark_is_reached_by_a_case() {
    let all: Vec<String> = cases().iter().flat_map(|case| shown::lines(&audited(case))).collect();
    for part in evenstride_core::audit::PartKind::ALL {
        let lost = format!("lost: {} ", part.rule());
        assert!(all.iter().any(|line| line.starts_with(&lost)), "no case loses by {}", part.rule());
    }
    for remark in ["thigh", "one-leg", "same", "more-sets", "more-distance", "long-run", "minimum"] {
        let start = format!("remark: {remark} ");
        assert!(all.iter().any(|line| line.starts_with(&start)), "no case shows {remark}");
    }
    for told in ["unknown", "no-hard-sets", "warm-up", "easy", "nothing-done", "after-the-day", "side-not-said"]
    {
        let has = |line: &String| line.starts_with("told: ") && line.contains(told);
        assert!(all.iter().any(has), "no case tells {told}");
    }
}
