//! Figures of scoring a week that are missing, unknown or absurd, and pairs and movements that cannot be.

use super::{ASSUMED, AUDITED, COVERED, FOLLOWED, HEADER, NORM, WHOLE};
use evenstride_catalog::{CatalogError, parse};
use evenstride_core::audit::PartKind;
use evenstride_core::knowledge::AuditFigures;

fn with(audited: &str) -> Vec<CatalogError> {
    let norms = format!("{HEADER}\n{NORM}\n");
    let files = [
        ("whole.toml", WHOLE),
        ("covered.toml", COVERED),
        ("assumed.toml", ASSUMED),
        ("followed.toml", FOLLOWED),
        ("audited.toml", audited),
    ];
    parse(&[&files[..], &[("norms.csv", &norms)]].concat()).expect_err("the change must be refused")
}

fn has(errors: &[CatalogError], words: &str) {
    assert!(errors.iter().any(|error| error.message.contains(words)), "expected “{words}”, found {errors:#?}");
}

#[test]
fn every_figure_that_scoring_a_week_asks_for_must_be_there() {
    let mut ids = Vec::new();
    let read = AuditFigures::read(|id| {
        ids.push(id);
        Some(1.0)
    });
    assert!(read.is_ok());
    assert_eq!(ids.len(), AUDITED.matches("[[auditing]]").count());
    for id in ids {
        let block = AUDITED.split("\n\n").find(|block| block.contains(&format!("id = \"{id}\"")));
        let errors = with(&AUDITED.replace(block.expect("every id stands in audited.toml"), ""));
        has(&errors, &format!("find the figure “{id}”"));
    }
}

#[test]
fn every_part_of_a_score_must_have_its_rule() {
    for kind in PartKind::ALL {
        let rule = kind.rule();
        let errors = with(&AUDITED.replace(&format!("id = \"{rule}\""), "id = \"week-other\""));
        has(&errors, &format!("find the rule “{rule}”"));
    }
}

#[test]
fn an_absurd_figure_is_refused() {
    for (id, value) in [
        ("weight-sides", "-1.0"),
        ("enough-sets", "nan"),
        ("often-days", "8.0"),
        ("opponents-zero-times", "1.0"),
        ("long-run-percent", "50.0"),
        ("reserve-most", "12.0"),
    ] {
        let remark = format!(" # of {id}");
        let line = AUDITED.lines().find(|line| line.ends_with(&remark)).expect("the id stands in audited.toml");
        let errors = with(&AUDITED.replace(line, &format!("value = {value}")));
        has(&errors, &format!("read the figure “{id}”: expected"));
    }
}

#[test]
fn figures_that_contradict_each_other_and_weights_that_are_all_nought_are_refused() {
    let errors = with(&AUDITED.replace("value = 4.0 # of keep-sets", "value = 14.0"));
    has(&errors, "read the figure “enough-sets”: expected at least 14 as “keep-sets” says");
    let weightless: String = AUDITED
        .lines()
        .map(
            |line| {
                if line.contains(" # of weight-") { "value = 0.0\n".to_owned() } else { format!("{line}\n") }
            },
        )
        .collect();
    has(&with(&weightless), "read the weights of a week: expected a sum above 0");
}

#[test]
fn a_pair_and_a_movement_must_be_able_to_hold() {
    let tail = "rule = \"week-enough\"\ngrade = \"E\"\nsource = [\"book\"]\n";
    let pair = |over: &str, under: &str, low: &str| {
        format!(
            "{AUDITED}\n[[audit_pair]]\nid = \"two\"\nname = \"two\"\nover = [\"{over}\"]\nunder = [\"{under}\"]\nlow = {low}\nhigh = 1.5\n{tail}"
        )
    };
    has(&with(&pair("nobody", "nothing", "0.67")), "expected a known muscle group, found “nobody”");
    has(&with(&pair("nobody", "nobody", "0.67")), "expected groups on both sides and none on both");
    has(&with(&pair("nobody", "nothing", "1.2")), "expected limits around 1, found 1.2 and 1.5");
    let movement = format!("{AUDITED}\n[[movement]]\nid = \"fly\"\nname = \"\"\nworks = [\"wings\"]\n{tail}");
    let errors = with(&movement);
    has(&errors, "read the movement “fly”: expected an exercise that is it, found none");
    has(&errors, "read “fly” of a week: expected words in its name, found none");
    has(&errors, "expected a known muscle group, found “wings”");
    let strange = AUDITED.replacen("rule = \"week-enough\"", "rule = \"week-unheard\"", 1);
    has(&with(&strange), "expected a known rule, found “week-unheard”");
}
