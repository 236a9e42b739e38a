//! Numbers that cannot be right.

use super::{NORM, WHOLE, check, check_norms};
use evenstride_catalog::parse;

#[test]
fn loads_outside_0_to_1_or_with_another_sum_are_refused() {
    check(
        "loads = { front = 1.0 }",
        "loads = { front = 1.5, back = -0.5 }",
        "loads",
        "a share of “front” between 0 and 1, found 1.5",
    );
    check(
        "loads = { front = 1.0 }",
        "loads = { front = 1.5, back = -0.5 }",
        "loads",
        "a share of “back” between 0 and 1, found -0.5",
    );
    check("loads = { front = 1.0 }", "loads = { front = 0.99 }", "loads", "sum to 1, found 0.99");
    check("loads = { front = 1.0 }", "loads = { front = nan }", "loads", "sum to 1, found NaN");
    check(
        "shares = { front = 1.0, back = 0.5 }",
        "shares = { front = 1.2, back = 0.5 }",
        "shares",
        "up to 1, found 1.2",
    );
}

#[test]
fn norms_of_one_stratum_that_overlap_are_refused() {
    check_norms(
        &format!("{NORM}\npush,adults,general,F,29,39,10,100,20,,,,,,N,,C,book"),
        3,
        "ages of its own, found 29 to 39 beside 20 to 29",
    );
}

#[test]
fn norms_that_cannot_be_read_are_refused() {
    check_norms("push,adults,general,F,20,29,10,100,20,,,,,,deg,,C,book", 2, "a unit that fits N, found deg");
    check_norms("push,adults,general,X,20,29,10,100,20,,,,,,N,,C,book", 2, "expected F, M or B, found “X”");
    check_norms("push,adults,general,F,20,29,10,inf,20,,,,,,N,,C,book", 2, "expected a number, found “inf”");
    check_norms("push,adults,general,F,20,29,10,100,0,,,,,,N,,C,book", 2, "a standard deviation above 0");
    check_norms("push,adults,general,F,29,20,10,100,20,,,,,,N,,C,book", 2, "ages from young to old");
    check_norms("push,adults,general,F,20,29,10,100,20,,,,,,N,,C", 2, "expected 18 cells, found 17");
    let errors = parse(&[("whole.toml", WHOLE), ("norms.csv", "test,who\n")]).expect_err("the header is wrong");
    assert_eq!((errors[0].file.as_str(), errors[0].line), ("norms.csv", 1));
}

#[test]
fn noise_and_ranges_that_cannot_be_are_refused() {
    let noise = "noise = { trial = 5.0, leg_day = 4.0, shared_day = 2.0, quirk = 3.0 } # of push";
    for (found, told) in
        [("-4.0", "-4.0"), ("1e308", "1e308"), ("100.5", "100.5"), ("0.009", "0.009"), ("nan", "NaN")]
    {
        let told = format!("noise.leg_day of 0, or from 0.01 to 100 percent, found {told}");
        check(noise, &noise.replace("4.0", found), "noise", &told);
    }
    check(noise, &noise.replace("5.0", "0.0"), "noise", "noise of the trial above 0");
    check("plausible = [1.0, 900.0] # of push", "plausible = [900.0, 1.0]", "plausible", "from small to large");
    check(
        "plausible = [1.0, 900.0] # of push",
        "plausible = [0.0, 900.0]",
        "plausible",
        "above 0 for a logarithm",
    );
    check("minutes = 5.0 # of push", "minutes = 0.0", "minutes", "minutes and trials above 0");
    let warmed = "minutes = 5.0\nwarm_up_minutes = -1.0";
    check("minutes = 5.0 # of push", warmed, "warm_up_minutes", "of at least 0, found -1");
    for step in ["Walk for six minutes.", "6 minutes' rest.", "Rest a minute, then six minutes more."] {
        let steps = format!("steps = [{step:?}]");
        check("steps = [\"Push.\"]", &steps, "minutes", "at least the 6 minutes that a step names, found 5");
    }
    check("minutes_per_set = 1.0 # of stand", "minutes_per_set = -1.0", "minutes_per_set", "minutes above 0");
    check("delta = 10.0 # of front", "delta = 0.0", "prior.strength", "delta above 0, found 0");
    check("delta_percent = 25.0", "delta_percent = 100.0", "numerator", "delta_percent below 100");
    check("keep_weight = 2 # of front", "keep_weight = 0", "keep_weight", "from 1 to 3");
    check("keep_weight = 2 # of front", "keep_weight = 4", "keep_weight", "from 1 to 3");
    check("usual = 0.6", "usual = 0.0", "numerator", "figures above zero");
    check(
        "usual_sd_percent = 8.0",
        "usual_sd_percent = 8.0\nsmallest_real_percent = 0.0",
        "numerator",
        "figures above zero",
    );
}

#[test]
fn a_link_that_does_not_fit_is_refused() {
    check("link = \"log\" # of push", "link = \"inverse-time\"", "link", "seconds for inverse-time");
    check(
        "link = \"log\" # of push",
        "link = \"log\"\ndegrees_per_unit = 1.0",
        "link",
        "with the linear link only",
    );
    check("quality = \"strength\" # of push", "quality = \"load-sharing\"", "link", "share for load-sharing");
    check(
        "protocol = \"bench\" # of pull",
        "protocol = \"floor\"",
        "numerator",
        "two tests of one protocol and unit",
    );
}

#[test]
fn a_test_of_a_quality_that_is_not_judged_is_refused() {
    check(
        "loads = { back = 1.0 } # of pull",
        "loads = { back = 0.5, front = 0.5 }\nquality = \"size\"",
        "",
        "duplicate key",
    );
    check(
        "quality = \"strength\" # of pull",
        "quality = \"size\"",
        "loads",
        "expected a size prior of “back”, found none",
    );
}

#[test]
fn a_pattern_that_claims_or_says_nothing_against_itself_is_refused() {
    let pattern = |possibility: &str, refute: &str| {
        format!(
            "[[cause]]\nid = \"uneven\"\nname = \"x\"\ntext = \"x\"\nhelp = \"x\"\ngrade = \"E\"\nsource = [\"book\"]\n\n\
             [[pattern]]\nid = \"P-01\"\nname = \"x\"\nfinding = \"x\"\none_sided = true\npossibility = \"{possibility}\"\n\
             causes = [\"uneven\"]\nconfirm = [\"x\"]\nrefute = [{refute}]\ngrade = \"E\"\ncause_grade = \"E\"\n\
             source = [\"book\"]\n\n[doses]"
        )
    };
    check(
        "[doses]",
        &pattern("It comes from sitting.", "\"x\""),
        "possibility",
        "begins with may or can, found none",
    );
    check("[doses]", &pattern("may come from sitting.", ""), "\"P-01\"", "expected causes, confirm and refute");
    check("[doses]", &pattern("may come from sitting.", "\"x\""), "\"P-01\"", "expected a question, or groups");
}

#[test]
fn a_rule_whose_figures_fall_is_refused() {
    let rule = "[[rule]]\nid = \"strength-x\"\ntopic = \"strength\"\nname = \"x\"\ntext = \"x\"\ngrade = \"E\"\n\
                figures = { \"sets\" = [4.0, 2.0] }\nsource = [\"book\"]\n\n[doses]";
    check("[doses]", rule, "figures", "expected sets from small to large, found 4 to 2");
}
