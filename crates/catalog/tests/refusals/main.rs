//! Each thing that must not hold in the data is refused, with the file and the line where it stands.

mod assuming;
mod auditing;
mod figures;
mod following;
mod naming;
mod numbers;
mod references;

use evenstride_catalog::{CatalogError, parse};
use evenstride_core::knowledge::Knowledge;

const WHOLE: &str = include_str!("whole.toml");
const COVERED: &str = include_str!("covered.toml");
const ASSUMED: &str = include_str!("assumed.toml");
const FOLLOWED: &str = include_str!("followed.toml");
const AUDITED: &str = include_str!("audited.toml");
const HEADER: &str =
    "test,population,level,sex,age_min,age_max,n,mean,sd,p5,p25,p50,p75,p95,unit,protocol,grade,source";
const NORM: &str = "push,adults,general,F,20,29,10,100,20,,,,,,N,,C,book";

/// Parses a small catalogue, with the assumptions and figures that every one has to have.
fn parsed(whole: &str, covered: &str, norms: &str) -> Result<Knowledge, Vec<CatalogError>> {
    let files = [
        ("whole.toml", whole),
        ("covered.toml", covered),
        ("assumed.toml", ASSUMED),
        ("followed.toml", FOLLOWED),
        ("audited.toml", AUDITED),
    ];
    parse(&[&files[..], &[("norms.csv", norms)]].concat())
}

/// Changes a small catalogue that holds at one place and gives what is refused.
fn refused(from: &str, to: &str) -> (String, Vec<CatalogError>) {
    assert_eq!(WHOLE.matches(from).count(), 1, "“{from}” must stand once in whole.toml");
    let changed = WHOLE.replace(from, to);
    let norms = format!("{HEADER}\n{NORM}\n");
    let errors = parsed(&changed, COVERED, &norms).expect_err("the change must be refused");
    (changed, errors)
}

/// The change must be refused once, with these words, on the line that holds `on_line`.
fn check(from: &str, to: &str, on_line: &str, words: &str) {
    let (changed, errors) = refused(from, to);
    let found: Vec<&CatalogError> = errors.iter().filter(|error| error.message.contains(words)).collect();
    assert_eq!(found.len(), 1, "expected “{words}” once, found {errors:#?}");
    let line = changed.lines().nth(found[0].line - 1).unwrap_or_default();
    assert!(
        line.contains(on_line),
        "expected the line with “{on_line}”, found line {} “{line}”",
        found[0].line
    );
    assert_eq!(found[0].file, "whole.toml");
}

/// A change in the norms must be refused once, with these words, on this line.
fn check_norms(rows: &str, at_line: usize, words: &str) {
    let norms = format!("{HEADER}\n{rows}\n");
    let errors = parsed(WHOLE, COVERED, &norms).expect_err("the rows must be refused");
    let expected = |error: &&CatalogError| {
        error.file == "norms.csv" && error.line == at_line && error.message.contains(words)
    };
    assert_eq!(
        errors.iter().filter(expected).count(),
        1,
        "expected “{words}” on line {at_line}, found {errors:#?}"
    );
}

#[test]
fn the_small_catalogue_holds_before_it_is_changed() {
    let norms =
        format!("# A remark.\n{HEADER}\n{NORM}\n\npush,adults,general,F,30,39,,100,20,,,,,,N/kg,,C,book\n");
    let knowledge = parsed(WHOLE, COVERED, &norms).expect("it holds");
    assert_eq!(knowledge.groups.len(), 2);
    assert_eq!(knowledge.norms.len(), 2);
    assert_eq!(knowledge.flags[0].id.as_str(), "RF-01");
}

#[test]
fn an_alias_used_twice_is_refused_in_any_spelling() {
    check(
        "aliases = [\"leg tug\"]",
        "aliases = [\"Leg-Push\"]",
        "Leg-Push",
        "found “Leg-Push”, which “push” has",
    );
    check("aliases = [\"leg tug\"]", "aliases = [\"tug\", \"Tug!\"]", "Tug!", "each alias once");
    check("name = \"Reach down\"", "name = \"Ri-se\"", "Ri-se", "found “Ri-se”, which “stand” has");
    check("name = \"exercise mat\"", "name = \"STOOL\"", "STOOL", "found “STOOL”, which “chair” has");
}

#[test]
fn an_id_that_stands_twice_is_refused() {
    let (_, errors) = refused("id = \"pull\"", "id = \"push\"");
    assert!(
        errors.iter().any(|error| error.message.contains("name test “push”: expected an id of its own")),
        "{errors:#?}"
    );
    check("id = \"mat\"", "id = \"chair\"", "\"chair\"", "name equipment “chair”: expected an id of its own");
}

#[test]
fn a_circle_of_harder_exercises_is_refused() {
    let (_, errors) = refused("harder = [] # of jump", "harder = [\"stand\"] # of jump");
    assert!(
        errors.iter().any(|error| error.message.contains("found a circle among jump, stand")),
        "{errors:#?}"
    );
}

#[test]
fn neighbours_that_do_not_agree_are_refused() {
    check("easier = [\"stand\"]", "easier = []", "\"jump\"", "“jump”, which is harder, to name it as easier");
    check(
        "harder = [\"jump\"]",
        "harder = []",
        "easier = [\"stand\"]",
        "“stand”, which is easier, to name it as harder",
    );
    check("harder = [] # of jump", "harder = [\"fly\"] # of jump", "fly", "known exercise, found “fly”");
}

#[test]
fn words_that_are_missing_are_refused() {
    check("steps = [\"Push.\"]", "steps = []", "steps", "words in steps");
    check("honest = \"Fair.\" # of push", "honest = \" \"", "honest", "words in honest");
    check("cues = [\"Stand tall.\"]", "cues = [\"\"]", "cues", "words in cues");
}

#[test]
fn a_place_in_the_order_of_asking_that_is_taken_is_refused() {
    check("order = 2", "order = 1", "order = 1", "a place of its own, found that of “RF-01”");
}

#[test]
fn an_action_without_words_is_refused() {
    check(
        "action = \"limit\" # its words",
        "action = \"assent\" # its words",
        "action",
        "expected the words of “limit”, found none",
    );
}

/// A change in the file that covers every group must be refused with these words; the groups stand in `whole.toml`.
fn check_covered(from: &str, to: &str, words: &str) {
    assert!(COVERED.contains(from), "“{from}” must stand in covered.toml");
    let covered = COVERED.replace(from, to);
    let norms = format!("{HEADER}\n{NORM}\n");
    let errors = parsed(WHOLE, &covered, &norms).expect_err("the change must be refused");
    assert!(errors.iter().any(|error| error.message.contains(words)), "expected “{words}”, found {errors:#?}");
}

#[test]
fn a_group_without_enough_exercises_or_stretches_is_refused() {
    check_covered(
        "stretches = [\"front\", \"back\"] # of filler 5",
        "stretches = [\"back\"]",
        "read group “front”: expected 2 stretches, found 1",
    );
    // Back has one more in whole.toml, so two have to go.
    let covered = "back = 0.5 } # of filler";
    check_covered(
        covered,
        "back = 0.25 } # of filler",
        "read group “back”: expected 4 strength exercises from 2",
    );
}

#[test]
fn an_empty_cell_is_refused_unless_a_gap_says_why_and_a_gap_that_is_filled_is_refused_too() {
    check_covered("\"free-weight\", ", "", "expected an entry for FreeWeight or a [[gap]] that says why");
    check_covered(
        "\"flexibility-test\", ",
        "\"flexibility-test\", \"band\", ",
        "expected an empty cell Band, found entries",
    );
}

#[test]
fn a_strength_exercise_that_no_household_exercise_leads_to_is_refused() {
    check_covered(
        "easier = [\"filler-1\"]\n",
        "",
        "expected easier exercises that lead down to one with household things",
    );
}

#[test]
fn an_exercise_for_nothing_is_refused() {
    check(
        "stretches = [\"back\"]",
        "stretches = []",
        "\"reach\"",
        "shares for strength and stretches for reach, found otherwise",
    );
}

#[test]
fn a_key_that_nobody_knows_is_refused_with_its_line() {
    check("rest_s = 60 # of push", "rest_seconds = 60", "rest_seconds", "unknown field");
    check("grade = \"C\" # of push", "grade = \"D\"", "\"D\"", "unknown variant");
    check("id = \"mat\"", "id = \"a mat\"", "a mat", "expected 1 to 64 letters");
}

#[test]
fn dose_rules_and_version_stand_once() {
    let without = WHOLE.replace("version = \"test\"", "");
    let errors = parse(&[("whole.toml", &without)]).expect_err("the version is missing");
    assert!(errors[0].message.starts_with("find the version"), "{errors:?}");
    let doses = &WHOLE[WHOLE.find("[doses]").unwrap()..];
    let errors = parse(&[("whole.toml", WHOLE), ("more.toml", doses)]).expect_err("the dose rules stand twice");
    assert_eq!((errors[0].file.as_str(), errors[0].line), ("more.toml", 1));
}
