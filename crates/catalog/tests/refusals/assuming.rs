//! Assumptions of the model that are missing, unknown or impossible, and priors that cannot be.

use super::{ASSUMED, AUDITED, COVERED, FOLLOWED, HEADER, NORM, WHOLE, check};
use evenstride_catalog::{CatalogError, parse};
use evenstride_core::knowledge::ModelRules;

fn with_assumptions(assumed: &str) -> Vec<CatalogError> {
    let norms = format!("{HEADER}\n{NORM}\n");
    let files = [
        ("whole.toml", WHOLE),
        ("covered.toml", COVERED),
        ("assumed.toml", assumed),
        ("followed.toml", FOLLOWED),
        ("audited.toml", AUDITED),
    ];
    parse(&[&files[..], &[("norms.csv", &norms)]].concat()).expect_err("the change must be refused")
}

/// The change must be refused once, with these words, on the changed line.
fn refuse(from: &str, to: &str, words: &str) {
    assert_eq!(ASSUMED.matches(from).count(), 1, "“{from}” must stand once");
    let changed = ASSUMED.replace(from, to);
    let errors = with_assumptions(&changed);
    let found: Vec<&CatalogError> = errors.iter().filter(|error| error.message.contains(words)).collect();
    assert_eq!(found.len(), 1, "expected “{words}” once, found {errors:#?}");
    let line = changed.lines().nth(found[0].line - 1).unwrap_or_default();
    assert!(found[0].file == "assumed.toml" && line.contains(to), "found {} “{line}”", found[0]);
}

/// The figure of one assumption must be refused; its line ends in a remark with its id.
fn refuse_value(id: &str, value: &str, words: &str) {
    let remark = format!(" # of {id}");
    let line = ASSUMED.lines().find(|line| line.ends_with(&remark)).expect("the id stands in assumed.toml");
    refuse(line, &format!("value = {value}"), &format!("read assumption “{id}”: expected {words}"));
}

#[test]
fn every_assumption_that_the_model_asks_for_must_be_there() {
    let mut ids = Vec::new();
    ModelRules::read(|id| {
        ids.push(id);
        Some(0.0)
    })
    .expect("every figure was given");
    assert_eq!(ids.len(), ASSUMED.matches("[[assumption]]").count());
    for id in ids {
        let block = ASSUMED.split("[[assumption]]").find(|block| block.contains(&format!("id = \"{id}\"")));
        let block = format!("[[assumption]]{}", block.expect("every id stands in assumed.toml"));
        let errors = with_assumptions(&ASSUMED.replace(&block, ""));
        let words = format!("find the assumption “{id}”");
        assert!(errors.len() == 1 && errors[0].message.starts_with(&words), "{errors:#?}");
    }
}

#[test]
fn an_assumption_that_nobody_asks_for_or_that_stands_twice_is_refused() {
    refuse(
        "id = \"difference-walk\"",
        "id = \"difference-run\"",
        "read assumption “difference-run”: expected an id that the model asks for",
    );
    refuse(
        "id = \"level-walk\"",
        "id = \"difference-walk\"",
        "name assumption “difference-walk”: expected an id of its own",
    );
}

#[test]
fn a_figure_outside_its_range_is_refused() {
    for value in ["-0.1", "1.0", "nan", "inf"] {
        refuse_value("correlation-of-levels", value, "a correlation from 0 to below 1");
    }
    for id in [
        "quirk-of-protocol",
        "day-of-muscle",
        "day-of-leg",
        "wild-trial-share",
        "wild-day-share",
        "wild-muscle-share",
        "mistake-share",
        "far-share",
        "far-day-share",
        "injured-share",
        "large-change-share",
    ] {
        refuse_value(id, "-0.1", "a share from 0 to 1, found -0.1");
        refuse_value(id, "1.1", "a share from 0 to 1, found 1.1");
    }
    for id in
        ["wild-trial-times", "wild-day-times", "wild-muscle-times", "far-times", "sixty-times", "seventy-times"]
    {
        refuse_value(id, "0.9", "a factor from 1 to 1000, found 0.9");
        refuse_value(id, "1e300", "a factor from 1 to 1000");
    }
    refuse_value("drift-weeks", "0.0", "weeks above 0 and up to 1000, found 0");
    refuse_value("norm-offset-percent", "-1.0", "a figure from 0 to 1000, found -1");
    refuse_value("learn-known", "nan", "a figure from 0 to 1000, found NaN");
    refuse_value("difference-walk", "inf", "a figure from 0 to 1000, found inf");
}

#[test]
fn a_family_has_no_less_in_common_than_any_two_groups() {
    refuse_value(
        "correlation-of-family",
        "0.1",
        "correlation-of-family at least as large as correlation-of-groups, found 0.1 and 0.2",
    );
}

#[test]
fn an_assumption_without_words_or_with_an_unknown_source_is_refused() {
    let block = |id: &str| {
        let start = ASSUMED.find(&format!("id = \"{id}\"")).expect("the id stands there");
        let end = ASSUMED[start..].find("\n\n").map_or(ASSUMED.len(), |length| start + length);
        ASSUMED[start..end].to_owned()
    };
    let walk = block("level-walk");
    let silent = walk.replace("As it is.", " ");
    let errors = with_assumptions(&ASSUMED.replace(&walk, &silent));
    assert!(errors.iter().any(|e| e.message.contains("“level-walk”: expected words in text")), "{errors:#?}");
    let unknown = walk.replace("book", "film");
    let errors = with_assumptions(&ASSUMED.replace(&walk, &unknown));
    assert!(errors.iter().any(|e| e.message.contains("known source, found “film”")), "{errors:#?}");
    let unsourced = walk.replace("[\"book\"]", "[]");
    let errors = with_assumptions(&ASSUMED.replace(&walk, &unsourced));
    assert!(errors.iter().any(|e| e.message.contains("“level-walk”: expected a source")), "{errors:#?}");
}

#[test]
fn a_prior_that_cannot_be_is_refused() {
    let refuse = |from: &str, to: &str, words: &str| {
        let words = format!("read group “front”: expected {words}");
        check(&format!("{from} # of front"), to, "prior.strength", &words);
    };
    refuse("usual_sd = 6.0", "usual_sd = 6.5", "a large_sd of at least usual_sd, 6.5, found 6");
    refuse("large_sd = 6.0", "large_sd = inf", "large_sd from 0.01 to 100 percent or degrees, found inf");
    refuse("usual_sd = 6.0", "usual_sd = -6.0", "usual_sd from 0.01 to 100 percent or degrees, found -6");
    refuse("usual_sd = 6.0", "usual_sd = nan", "usual_sd from 0.01 to 100 percent or degrees, found NaN");
    for share in ["-0.1", "0.6", "nan"] {
        refuse("large_share = 0.0", &format!("large_share = {share}"), "a large_share from 0 to 0.5");
    }
    refuse("delta = 10.0", "delta = 100.0", "delta and usual_up_to below 100 percent, found 100");
    refuse("delta = 10.0", "delta = 10.0\nusual_up_to = 200.0", "delta and usual_up_to below 100 percent");
}

#[test]
fn a_prior_in_a_block_of_its_own_is_refused_where_groups_stand() {
    let block = "[[prior]]\ngroup = \"front\"\nquality = \"strength\"\nusual_sd = 4.0\nlarge_sd = 9.0\n\
                 large_share = 0.1\nlevel_sd = 20.0\ndelta = 10.0\ngrade = \"E\"\nsource = [\"book\"]\n\n[doses]";
    check(
        "[doses]",
        block,
        "group = \"front\"",
        "expected it in its [[group]], found it in a block of its own",
    );
}
