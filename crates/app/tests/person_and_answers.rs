//! The two small files of a person: what a named operation and an empty answer mean.

// What a test builds is known to hold; a failure to build it is a failure of the test.
#![allow(clippy::unwrap_used)]

use evenstride_app::check::{check, load_folder};
use evenstride_app::files::{Days, blank_answers, parse_answers, parse_person};
use evenstride_app::prelude::builtin;
use evenstride_catalog::builtin_in;
use evenstride_core::knowledge::{ConditionId, Language};
use evenstride_core::notice::NoticeCode;
use evenstride_core::screen::Reply;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 22);
const DAYS: Days = Days { today: TODAY, as_of: TODAY };

#[test]
fn answers_without_a_day_are_as_of_the_day_that_is_asked_for() {
    let days = Days { today: date(2027, 3, 1), as_of: TODAY };
    let text = "[answers]\nRF-01 = \"no\"\n";
    let (undated, notices) = parse_answers(text, "answers.toml", builtin(), days).unwrap();
    assert_eq!(undated.on, TODAY, "the outcome of one day must not follow the clock");
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), [NoticeCode::AnswersUndated]);
    let dated = format!("answered_on = \"2026-12-24\"\n{text}");
    let (dated, notices) = parse_answers(&dated, "answers.toml", builtin(), days).unwrap();
    assert_eq!((dated.on, notices), (date(2026, 12, 24), Vec::new()));
}

#[test]
fn a_day_that_was_left_empty_is_asked_for() {
    let text = "answered_on = \"\"\n[answers]\nRF-01 = \"no\"\n";
    let error = parse_answers(text, "answers.toml", builtin(), DAYS).unwrap_err().to_string();
    assert!(error.contains("answers.toml:1") && error.contains("the day on which you answered"), "{error}");
}

#[test]
fn two_answers_to_one_question_are_refused_with_the_line_of_the_second() {
    for second in ["rf-04 = \"no\"", "rf-04.answer = \"no\"", "\"rf-04\" = \"no\""] {
        let text = format!("[answers]\nRF-04 = \"yes\"\nRF-01 = \"no\"\n{second}\n");
        let error = parse_answers(&text, "answers.toml", builtin(), DAYS).unwrap_err().to_string();
        assert!(error.contains("answers.toml:4: expected one answer to RF-04"), "{error}");
    }
}

#[test]
fn a_named_operation_is_an_operation_whatever_stands_behind_surgery() {
    for spelling in ["acl-reconstruction", "ACL reconstruction"] {
        let text = format!("[[injuries]]\nwhat = \"knee\"\nsurgery = false\noperation = \"{spelling}\"\n");
        let (person, notices) = parse_person(&text, "person.toml", builtin(), TODAY).unwrap();
        assert!(person.injuries[0].surgery && notices.is_empty());
        assert_eq!(person.injuries[0].operation, ConditionId::new("acl-reconstruction").ok());
    }
}

#[test]
fn an_operation_that_no_gate_names_is_refused_with_the_names_that_are_known() {
    let text = "[[injuries]]\nwhat = \"toe\"\noperation = \"bunion\"\n";
    let error = parse_person(text, "person.toml", builtin(), TODAY).unwrap_err().to_string();
    assert!(error.contains("person.toml:3") && error.contains("bunion"), "{error}");
}

/// The blank file with the day of its answers.
fn dated(blank: &str) -> String {
    blank.replacen("answered_on = \"\"", "answered_on = \"2026-11-22\"", 1)
}

#[test]
fn an_answer_that_was_left_empty_is_open() {
    let blank = blank_answers(builtin());
    let (answers, _) = parse_answers(&blank, "answers.toml", builtin(), DAYS).unwrap();
    assert!(answers.by_flag.is_empty());
    let one = dated(&blank).replacen("RF-10 = \"\"", "RF-10 = \"no\"", 1);
    let (answers, _) = parse_answers(&one, "answers.toml", builtin(), DAYS).unwrap();
    assert_eq!(answers.by_flag.keys().map(ToString::to_string).collect::<Vec<_>>(), ["RF-10"]);
}

#[test]
fn the_german_file_is_answered_in_german() {
    let blank = blank_answers(builtin_in(Language::German));
    assert!(blank.contains("schreib ja, nein oder unsicher"), "{blank}");
    let told = dated(&blank).replacen("RF-10 = \"\"", "RF-10 = \"ja\"", 1).replacen(
        "RF-05 = \"\"",
        "RF-05 = \"Nein\"",
        1,
    );
    let (answers, _) = parse_answers(&told, "answers.toml", builtin(), DAYS).unwrap();
    let replies: Vec<Reply> = answers.by_flag.values().map(|answer| answer.reply).collect();
    assert_eq!(replies, [Reply::No, Reply::Yes]);
}

#[test]
fn the_blank_file_says_of_each_follow_up_when_to_skip_it() {
    let blank = blank_answers(builtin());
    for flag in &builtin().flags {
        let lines = format!("# {}\n{} = \"\"\n", flag.question, flag.id);
        let before = blank.split(&lines).next().unwrap();
        assert!(before.len() < blank.len(), "{} is not asked", flag.id);
        // What children alone are asked says that as well, behind it.
        let skip = before.lines().rev().find(|line| !line.starts_with("# Skip it after a no to RF-"));
        assert_eq!(
            skip.unwrap_or_default().starts_with("# Skip it without a yes to RF-"),
            !flag.only_after.is_empty(),
            "{}",
            flag.id
        );
    }
}

#[test]
fn the_reference_names_every_operation_with_its_weeks() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/person.md");
    let page = std::fs::read_to_string(page).unwrap();
    for gate in &builtin().gates {
        for operation in &gate.operations {
            let line = page.lines().find(|line| line.starts_with(&format!("| `{operation}` |"))).unwrap();
            let weeks = gate.earliest_weeks.to_string();
            assert!(line.split([' ', ',']).any(|word| word == weeks), "{} {operation}: {line}", gate.id);
        }
    }
}

#[test]
fn the_example_answers_every_question_that_it_is_asked() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/first-check");
    let input = load_folder(&folder, builtin(), DAYS).unwrap();
    assert!(builtin().flags.iter().all(|flag| input.answers.by_flag.contains_key(&flag.id)));
    assert_eq!(check(&input, builtin()).exit_code(), 0);
}
