//! Figures of following a plan that are missing, unknown, repeated or absurd, and signs that lead nowhere.

use super::{ASSUMED, AUDITED, COVERED, FOLLOWED, HEADER, NORM, WHOLE};
use evenstride_catalog::{CatalogError, parse};
use evenstride_core::knowledge::FollowingFigures;

fn with(followed: &str) -> Vec<CatalogError> {
    let norms = format!("{HEADER}\n{NORM}\n");
    let files = [
        ("whole.toml", WHOLE),
        ("covered.toml", COVERED),
        ("assumed.toml", ASSUMED),
        ("followed.toml", followed),
        ("audited.toml", AUDITED),
    ];
    parse(&[&files[..], &[("norms.csv", &norms)]].concat()).expect_err("the change must be refused")
}

fn refuse(from: &str, to: &str, words: &str) {
    assert_eq!(FOLLOWED.matches(from).count(), 1, "“{from}” must stand once");
    let errors = with(&FOLLOWED.replace(from, to));
    assert!(errors.iter().any(|error| error.message.contains(words)), "expected “{words}”, found {errors:#?}");
}

#[test]
fn every_figure_that_following_a_plan_asks_for_must_be_there() {
    let mut ids = Vec::new();
    let read = FollowingFigures::read(|id| {
        ids.push(id);
        Some(1.0)
    });
    assert!(read.is_ok());
    assert_eq!(ids.len(), FOLLOWED.matches("[[following]]").count());
    for id in ids {
        let block = FOLLOWED.split("\n\n").find(|block| block.contains(&format!("id = \"{id}\"")));
        let errors = with(&FOLLOWED.replace(block.expect("every id stands in followed.toml"), ""));
        let words = format!("find the figure “{id}”");
        assert!(errors.iter().any(|error| error.message.contains(&words)), "{id}: {errors:#?}");
    }
}

#[test]
fn an_absurd_figure_is_refused() {
    for (id, value) in [
        ("pain-hold", "11.0"),
        ("pain-off-percent", "140.0"),
        ("lighter-after-weeks", "0.0"),
        ("top-sessions", "0.0"),
        ("load-step-large-kg", "100.0"),
        ("missed-anew-weeks", "nan"),
    ] {
        let remark = format!(" # of {id}");
        let line =
            FOLLOWED.lines().find(|line| line.ends_with(&remark)).expect("the id stands in followed.toml");
        refuse(line, &format!("value = {value}"), &format!("read the figure “{id}”: expected"));
    }
}

#[test]
fn figures_that_contradict_each_other_are_refused() {
    refuse("value = 2.0 # of pain-go-on", "value = 6.0", "read the figure “pain-hold”: expected at least 6");
    refuse(
        "value = 25.0 # of missed-four-off-percent",
        "value = 5.0",
        "expected at least 20 as “missed-three-off-percent” says",
    );
}

#[test]
fn a_figure_that_nobody_asks_for_or_with_an_unknown_rule_is_refused() {
    refuse("id = \"flips-end\"", "id = \"flips-begin\"", "expected an id that following a plan asks for");
    let strange = FOLLOWED.replacen("rule = \"follow-it\"", "rule = \"follow-them\"", 1);
    let errors = with(&strange);
    assert!(errors.iter().any(|error| error.message.contains("expected a known rule, found “follow-them”")));
}

#[test]
fn a_sign_that_ends_a_clearance_must_say_whom_to_see() {
    let sign = "\n[[sign]]\nrule = \"follow-it\"\neffect = \"ends\"\ntold = [{ near = [\"ch*\", \"\"] }]\ngrade = \"E\"\nsource = [\"book\"]\n";
    let errors = with(&format!("{FOLLOWED}{sign}"));
    for words in [
        "expected an action that stops",
        "expected groups of words",
        "expected stems of three letters",
        "expected a rule for stopping",
    ] {
        assert!(errors.iter().any(|error| error.message.contains(words)), "{words}: {errors:#?}");
    }
}
