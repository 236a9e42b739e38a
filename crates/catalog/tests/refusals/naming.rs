//! Names of other apps with two meanings, of nothing, or taken from an exercise, and words that do nothing or too much.

use super::{ASSUMED, AUDITED, COVERED, FOLLOWED, HEADER, NORM, WHOLE};
use evenstride_catalog::{CatalogError, parse};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::training::{Recognised, recognise};

const NAMED: &str = include_str!("named.toml");

fn parsed(named: &str) -> Result<Knowledge, Vec<CatalogError>> {
    let norms = format!("{HEADER}\n{NORM}\n");
    let files = [
        ("whole.toml", WHOLE),
        ("covered.toml", COVERED),
        ("assumed.toml", ASSUMED),
        ("audited.toml", AUDITED),
        ("followed.toml", FOLLOWED),
        ("named.toml", named),
    ];
    parse(&[&files[..], &[("norms.csv", &norms)]].concat())
}

/// A change at one place must be refused once, with these words, on the line that holds `on_line`.
fn refuse(from: &str, to: &str, on_line: &str, words: &str) {
    assert_eq!(NAMED.matches(from).count(), 1, "“{from}” must stand once in named.toml");
    let changed = NAMED.replace(from, to);
    let errors = parsed(&changed).expect_err("the change must be refused");
    let found: Vec<&CatalogError> = errors.iter().filter(|error| error.message.contains(words)).collect();
    assert_eq!(found.len(), 1, "expected “{words}” once, found {errors:#?}");
    let line = changed.lines().nth(found[0].line - 1).unwrap_or_default();
    assert!(line.contains(on_line), "expected the line with “{on_line}”, found “{line}”");
    assert_eq!(found[0].file, "named.toml");
}

#[test]
fn names_hold_before_they_are_changed() {
    let knowledge = parsed(NAMED).expect("they hold");
    let meaning = |name: &str| match recognise(name, &knowledge).what {
        Recognised::Exercise { id, confidence } => format!("{id} {confidence:?}"),
        other => format!("{other:?}"),
    };
    assert_eq!(meaning("Chair stands"), "stand Likely");
    assert_eq!(meaning("very odd chair rise"), "stand Nearest");
    assert_eq!(meaning("Table rise"), "NotLegs");
    assert_eq!(meaning("arm thing"), "NotLegs");
}

#[test]
fn a_name_with_two_meanings_is_refused_in_any_order_of_its_words() {
    refuse(
        "\"odd stand\"",
        "\"stands, CHAIR\"",
        "stands, CHAIR",
        "expected it once, found “chair stand” of “stand”",
    );
    refuse("\"table rise\"", "\"odd stands\"", "odd stands", "expected it once, found “odd stand” of “stand”");
}

#[test]
fn a_name_that_an_exercise_has_is_refused() {
    refuse("\"odd stand\"", "\"Jump-up\"", "Jump-up", "a name that no exercise has, found that of “jump”");
    refuse("\"table rise\"", "\"Rise\"", "\"Rise\"", "a name that no exercise has, found that of “stand”");
    refuse("\"odd stand\"", "\"up jumps\"", "up jumps", "a name that no exercise has, found that of “jump”");
}

#[test]
fn an_exercise_that_nobody_knows_is_refused() {
    refuse("exercise = \"stand\"", "exercise = \"fly\"", "fly", "expected a known exercise, found “fly”");
    let with = |id: &str| format!("exercise = \"stand\"\none_leg = \"{id}\"");
    refuse("exercise = \"stand\"", &with("fly"), "fly", "expected a known exercise, found “fly”");
    refuse(
        "exercise = \"stand\"",
        &with("jump"),
        "one_leg",
        "expected an exercise with one leg for one with two, found otherwise",
    );
}

#[test]
fn an_exercise_with_two_entries_is_refused() {
    let twice = "[[name]]\nexercise = \"stand\"\n\n[[not_legs]]";
    refuse("[[not_legs]]", twice, "stand", "expected one entry, found another");
}

#[test]
fn a_name_that_says_nothing_is_refused() {
    refuse("\"odd stand\"", "\"the\"", "\"the\"", "expected words that say what it is, found none");
    refuse("within = [\"chair rise\"]", "within = [\"the\"]", "the", "expected words of its own within names");
}

#[test]
fn a_word_that_stands_twice_or_for_itself_is_refused() {
    refuse(
        "\"a\", \"the\"",
        "\"a\", \"A\"",
        "\"A\"",
        "expected each word once for what it does, found “A” again",
    );
    refuse(
        "words = [\"chairs seat\"]",
        "words = [\"chair\"]",
        "chair",
        "expected another spelling, found “chair”",
    );
    refuse("means = \"chair\"\n", "", "spelling", "expected `means` for a spelling and for nothing else");
    refuse("words = [\"arm\"]", "words = []", "words", "expected words, found an empty list");
}
