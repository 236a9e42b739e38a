//! Mentions of what does not exist.

use super::{check, check_norms};

#[test]
fn an_unknown_muscle_group_is_refused_wherever_it_stands() {
    check(
        "loads = { front = 1.0 }",
        "loads = { rear = 1.0 }",
        "loads = { rear",
        "known muscle group, found “rear”",
    );
    check(
        "shares = { front = 1.0, back = 0.5 }",
        "shares = { front = 1.0, back = 0.5, rear = 0.1 }",
        "rear",
        "known muscle group, found “rear”",
    );
    check("stretches = [\"back\"]", "stretches = [\"rear\"]", "rear", "known muscle group, found “rear”");
    check("opponent = \"back\"", "opponent = \"rear\"", "rear", "known muscle group, found “rear”");
    check("group = \"front\" # of the sport", "group = \"rear\"", "rear", "known muscle group, found “rear”");
}

#[test]
fn an_unknown_or_missing_source_is_refused() {
    check(
        "source = [\"book\"] # of push",
        "source = [\"film\"] # of push",
        "film",
        "known source, found “film”",
    );
    check(
        "source = [\"book\"] # of push",
        "source = [] # of push",
        "source",
        "expected a source, found an empty list",
    );
    check(
        "noise_source = [\"book\"] # of pull",
        "noise_source = [] # of pull",
        "source",
        "expected a source, found an empty list",
    );
    check_norms("push,adults,general,F,20,29,10,100,20,,,,,,N,,C,film", 2, "known source, found “film”");
}

#[test]
fn a_source_that_nobody_cites_is_refused() {
    let more = "[[source]]\nid = \"idle\"\ncitation = \"x\"\nread = \"text\"\n\n[doses]";
    check("[doses]", more, "\"idle\"", "an entry that cites it, found none");
}

#[test]
fn a_load_to_add_is_known_equipment_and_stands_beside_repetitions() {
    let stand = "rest_s = 60\nload = \"None.\"\nlevel = 1\nharder = [\"jump\"]";
    let added = |what: &str| format!("{stand}\nadded_load = \"{what}\"");
    check(stand, &added("sack"), "sack", "known equipment, found “sack”");
    let (with_holds, without) =
        ("dose = { hold_s = [8, 12] }\nadded_load = \"mat\"", "dose = { reps = [8, 12] }");
    check(without, with_holds, "added_load", "repetitions beside a load that is added");
}

#[test]
fn unknown_equipment_cautions_tests_and_flags_are_refused() {
    check(
        "equipment = [\"chair\"] # of push",
        "equipment = [\"sofa\"]",
        "sofa",
        "known equipment, found “sofa”",
    );
    check("equipment = [\"mat\"]", "equipment = [\"sofa\"]", "sofa", "known equipment, found “sofa”");
    check(
        "cautions = [\"falls\"] # of push",
        "cautions = [\"cliffs\"]",
        "cliffs",
        "known caution, found “cliffs”",
    );
    check(
        "cautions = [\"falls\"] # of jump",
        "cautions = [\"cliffs\"]",
        "cliffs",
        "known caution, found “cliffs”",
    );
    check(
        "cautions = [\"falls\"] # of RF-01",
        "cautions = [\"cliffs\"]",
        "cliffs",
        "known caution, found “cliffs”",
    );
    check(
        "cautions = [\"falls\"] # of wait",
        "cautions = [\"cliffs\"]",
        "cliffs",
        "known caution, found “cliffs”",
    );
    check("denominator = \"pull\"", "denominator = \"tug\"", "tug", "known test, found “tug”");
    check(
        "measured = { test = \"push\"",
        "measured = { test = \"shove\"",
        "shove",
        "known test, found “shove”",
    );
    check("with = [\"RF-02\"]", "with = [\"RF-09\"]", "RF-09", "known flag, found “RF-09”");
    check("only_after = [\"RF-01\"]", "only_after = [\"RF-09\"]", "RF-09", "known flag, found “RF-09”");
    check_norms("shove,adults,general,F,20,29,10,100,20,,,,,,N,,C,book", 2, "known test, found “shove”");
}

#[test]
fn an_all_out_test_and_a_flag_against_it_must_share_the_caution() {
    check("id = \"pull\"", "id = \"pull\"\nmaximal = true", "maximal = true", "on a maximal test, found none");
    check(
        "name = \"second\"",
        "name = \"second\"\nno_maximal_tests = true",
        "no_maximal_tests = true",
        "beside no_maximal_tests, found none",
    );
}

#[test]
fn a_follow_up_before_what_it_follows_or_after_an_emergency_is_refused() {
    check("order = 2", "order = 0", "only_after", "expected it behind “RF-01”, found it before");
    check(
        "action = \"same-day\"\nreason",
        "action = \"emergency\"\nreason",
        "only_after",
        "expected nothing after the emergency “RF-01”",
    );
}

#[test]
fn a_gate_cites_a_source_that_is_known() {
    check("source = [\"book\"] # of wait", "source = []", "source", "read “wait”: expected a source");
}

#[test]
fn a_figure_that_nobody_drew_is_refused() {
    check(
        "cautions = [\"falls\"] # of jump",
        "cautions = [\"falls\"]\nfigure = \"flight\"",
        "flight",
        "known figure, found “flight”",
    );
}
