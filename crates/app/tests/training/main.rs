//! Runs every case in `cases/training/*.md`: a plan and a log go in, the next session and the weeks ahead come out.
//!
//! Each case is also run with left and right swapped: what comes out must be the mirror image and nothing else.

// What a test builds is known to hold; a failure to build it is a failure of the test.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../shared/fenced.rs"]
mod fenced;
mod file;
mod shown;

use evenstride_app::prelude::{Knowledge, builtin};
use evenstride_core::track::{Following, Log, course, next_session};
use file::Case;
use std::path::Path;

/// So many weeks ahead are looked at where a case asks for the course.
const COURSE_WEEKS: u32 = 12;

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/training");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| Case::read(path, builtin())).collect()
}

/// Everything that is said of a case: the lines of what comes next, then those of the weeks ahead.
fn said(case: &Case, knowledge: &Knowledge) -> (Vec<String>, Vec<String>) {
    let log = match Log::new(case.entries.clone(), knowledge, case.today) {
        Ok(log) => log,
        Err(error) => return (vec![format!("refused: {error}")], Vec::new()),
    };
    let following = Following {
        plan: &case.plan,
        since: None,
        measured_on: None,
        log: &log,
        cleared: &case.cleared,
        person: &case.person,
        assessments: &case.assessments,
        knowledge,
        as_of: case.today,
    };
    let ahead = if case.asks_for_course() {
        shown::course(&course(&following, COURSE_WEEKS), knowledge)
    } else {
        Vec::new()
    };
    (shown::next(&next_session(&following), knowledge), ahead)
}

#[test]
fn there_are_enough_cases_for_every_rule_to_have_one() {
    assert!(cases().len() >= 20, "{} cases", cases().len());
}

#[test]
fn every_case_says_what_it_expects() {
    let mut failures = Vec::new();
    for case in cases() {
        let (next, ahead) = said(&case, builtin());
        assert!(!case.expectations.is_empty(), "{} expects nothing", case.name);
        for (line, text) in &case.expectations {
            let (kind, wanted) = text.split_once(':').unwrap_or((text, ""));
            let wanted = wanted.trim();
            let begins = |found: &String| {
                found
                    .strip_prefix(wanted)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([',', ' ', ';', ':']))
            };
            let met = match kind {
                "next" => next.iter().any(begins),
                "never next" => !next.iter().any(|found| found.contains(wanted)),
                "course" => ahead.iter().any(begins),
                "never course" => !ahead.iter().any(|found| found.contains(wanted)),
                _ => panic!("{}: “{kind}” is not a kind of expectation", case.name),
            };
            if !met {
                let all = if kind.ends_with("course") { &ahead } else { &next };
                failures.push(format!("{}:{line}: {text}\n    {}", case.name, all.join("\n    ")));
            }
        }
    }
    assert!(failures.is_empty(), "{} expectations not met:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn mirroring_a_case_mirrors_what_comes_next_and_changes_nothing_else() {
    for case in cases() {
        let (next, ahead) = said(&case, builtin());
        let mirror = Case::from_text(&case.name, &file::mirrored(&case.text), builtin());
        let (mirrored_next, mirrored_ahead) = said(&mirror, builtin());
        let back = |lines: Vec<String>| lines.iter().map(|line| file::mirrored(line)).collect::<Vec<_>>();
        assert_eq!(next, back(mirrored_next), "{}", case.name);
        assert_eq!(ahead, back(mirrored_ahead), "{}", case.name);
    }
}

#[test]
fn a_log_told_backwards_gives_the_same_next_session() {
    for mut case in cases() {
        let before = said(&case, builtin());
        case.entries.reverse();
        assert_eq!(before, said(&case, builtin()), "{}", case.name);
    }
}

#[test]
fn every_change_and_every_rule_that_the_next_session_knows_is_reached_by_a_case() {
    let mut all = String::new();
    for case in cases() {
        let (next, ahead) = said(&case, builtin());
        all.push_str(&next.join("\n"));
        all.push_str(&ahead.join("\n"));
    }
    for change in evenstride_core::track::Change::ALL {
        assert!(all.contains(change.as_str()), "no case shows {}", change.as_str());
    }
    for rule in [
        "progression-move-on",
        "progression-move-back",
        "progression-two-for-two",
        "progression-double",
        "progression-chain-squat",
        "progression-nordic",
        "progression-copenhagen",
        "pain-load",
        "pain-twice",
        "pain-next-morning",
        "stop-swelling",
        "stop-chest",
        "stop-sharp",
        "deload-when",
        "deload-how",
        "deload-missed",
        "side-load-limit",
        "side-weak-first",
        "side-end",
        "retest-stalled",
    ] {
        assert!(all.contains(rule), "no case shows {rule}");
    }
}

#[test]
fn every_rule_that_a_case_shows_has_words_in_the_catalogue() {
    for case in cases() {
        let (next, ahead) = said(&case, builtin());
        for line in next.iter().chain(&ahead) {
            for word in line.split([' ', ',', ';', ':']).filter(|word| is_rule(word)) {
                assert!(builtin().rules.iter().any(|rule| rule.id.as_str() == word), "{}: {word}", case.name);
            }
        }
    }
}

fn is_rule(word: &str) -> bool {
    ["progression-", "pain-", "deload-", "side-", "retest-", "stop-"]
        .iter()
        .any(|start| word.starts_with(start))
}
