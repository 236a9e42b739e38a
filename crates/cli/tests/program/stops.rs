//! What stops or waits, said by every command that would otherwise name tests or exercises.

use crate::story::{after, flat};
use crate::{folder, path, run};

const DAY: [&str; 2] = ["--as-of", "2026-10-25"];

#[test]
fn after_a_sign_an_audit_and_a_retest_say_whom_to_see_and_advise_nothing() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    after(&db, &["weeks-1-to-3.txt"]);
    let on = |command: &[&str]| run(&[command, &["--store", &db][..], &DAY[..]].concat());
    assert_eq!(on(&["audit"]).code, 0);
    assert!(on(&["retest"]).out.contains("Measure again between"), "{}", on(&["retest"]).out);
    let note = run(&["note", "chest pain on the stairs", "--store", &db, "--on", "2026-10-24"]);
    assert_eq!(note.code, 20, "{}", note.err);
    let title = note.out.lines().find(|line| !line.is_empty() && *line != "Kept.").unwrap().to_owned();
    let audit = on(&["audit"]);
    assert_eq!(audit.code, 20);
    assert!(audit.out.contains(&title), "{title}: {}", audit.out);
    for advice in ["One change", "Two changes", "Fewer than"] {
        assert!(!audit.out.contains(advice), "{}", audit.out);
    }
    let json = on(&["audit", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.code, &value["changes"]), (20, &serde_json::Value::Null));
    assert_eq!(value["ended"]["outcome"], "clearance-ended");
    let retest = on(&["retest"]);
    assert_eq!(retest.code, 20);
    assert!(retest.out.contains(&title) && !retest.out.contains("Measure again"), "{}", retest.out);
    assert!(!flat(&on(&["status"])).contains("Measure again"), "{}", on(&["status"]).out);
}

#[test]
fn a_leg_that_waits_is_tested_and_loaded_by_nothing() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    after(&db, &["weeks-1-to-3.txt"]);
    let lines = ["2026-10-22 single-leg-glute-bridge R 2x10 pain 7 swelling"];
    assert_eq!(run(&[&["log"][..], &lines[..], &["--store", &db][..]].concat()).code, 0);
    let on = |command: &[&str]| flat(&run(&[command, &["--store", &db][..], &DAY[..]].concat()));
    let waits = "The right leg waits";
    for command in [&["status"][..], &["next"], &["next", "--minutes", "30"], &["retest"]] {
        assert!(on(command).contains(waits), "{command:?}: {}", on(command));
    }
    assert!(on(&["retest"]).contains("None of your tests is allowed now"), "{}", on(&["retest"]));
    assert!(!on(&["retest"]).contains("Use the same tests"));
    let audit = on(&["audit", "--even"]);
    assert!(audit.contains("No change is offered"), "{audit}");
}

#[test]
fn what_cannot_be_followed_is_said_and_what_was_felt_still_counts() {
    for (line, waits) in [
        ("bodyweight-squat R 2x10 pain 8 swelling", "The right leg waits"),
        ("single-leg-glute-bridge L 25x10 swelling", "The left leg waits"),
        ("single-leg-glute-bridge L 3x10 900kg swelling", "The left leg waits"),
        ("single-leg-glute-bridge L 3x600 swelling", "The left leg waits"),
        ("\"my rehab drill\" R 3x10 pain 8 swelling", "The right leg waits"),
        ("\"my rehab drill\" 3x10 swelling", "Both legs wait"),
    ] {
        let store = folder(&[]);
        let db = path(&store, "a.db");
        after(&db, &[]);
        let told = run(&["log", &format!("2026-10-22 {line}"), "--store", &db]);
        assert_eq!(told.code, 0, "{line}: {}", told.err);
        assert!(flat(&told).contains(waits), "{line}: {}", told.out);
        let is_of_both = line.starts_with("bodyweight-squat");
        assert_eq!(told.out.contains("The sets of a line do not count"), !is_of_both, "{line}: {}", told.out);
        let status = flat(&run(&[&["status", "--store", &db][..], &DAY[..]].concat()));
        assert!(status.contains(waits), "{line}: {status}");
    }
}

#[test]
fn a_look_back_at_a_day_goes_by_the_answers_of_then() {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    after(&db, &["weeks-1-to-3.txt"]);
    let on = |day: &str| run(&["next-session", "--store", &db, "--as-of", day]);
    let before = on("2026-10-20");
    assert_eq!(run(&["import", "examples/six-weeks/answers-again.toml", "--store", &db]).code, 0);
    assert_eq!(on("2026-10-20").out, before.out);
}
