//! What somebody needs next stands in view, and what they do not need stands behind it: the way on, the things of a home,
//! the limits beside a test, the page itself before the other ways.

use super::way::{all_no, example, page, with_ann};
use evenstride_app::prelude::{EquipmentPlace, builtin};

/// Where a piece of a page begins.
#[track_caller]
fn at(text: &str, piece: &str) -> usize {
    text.find(piece).unwrap_or_else(|| panic!("no “{piece}” in {text}"))
}

#[test]
fn after_a_typed_test_the_next_one_comes_first_and_after_a_file_the_results() {
    let server = with_ann();
    let typed =
        [("test", "strap-knee-ext"), ("day", "2026-11-20"), ("left", "24 25 24"), ("right", "20 21 20")];
    let came = page(&server, server.post("/p/1/bring/measured", &typed).leads());
    let next = at(&came, "<a class=\"button\" href=\"/p/1/bring#measured\">Type in the next test</a>");
    assert!(next < at(&came, "See the results") && next < at(&came, "Take it back"), "{came}");
    assert_eq!(came.matches("class=\"button\"").count(), 1, "one way on stands out: {came}");
    let file = server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    let came = page(&server, file.leads());
    let results = at(&came, "<a class=\"button\" href=\"/p/1/results\">");
    let more = at(&came, "Bring in more");
    assert!(results < more && more < at(&came, "Take it back"), "{came}");
}

#[test]
fn things_of_a_home_stand_before_those_of_a_gym_and_these_are_folded() {
    let server = with_ann();
    all_no(&server);
    for path in ["/p/1/plan", "/p/1/check"] {
        let shown = page(&server, path);
        let home = at(&shown, "<summary>Extra things you have at home</summary>");
        let gym = at(&shown, "<summary>Things of a gym</summary>");
        assert!(home < at(&shown, "value=\"strap\"") && at(&shown, "value=\"strap\"") < gym, "{path}: {shown}");
        assert!(gym < at(&shown, "value=\"leg-press\""), "{path}: {shown}");
    }
    let plan = page(&server, "/p/1/plan");
    assert!(!plan.contains("value=\"dxa-scanner\""), "what only measures is nothing to train with: {plan}");
    let n_at_home =
        plan[at(&plan, "things you have at home")..at(&plan, "Things of a gym")].matches("name=\"piece\"");
    assert!(n_at_home.count() <= 25, "a short list: {plan}");
    let places = |id: &str| builtin().equipment.values().find(|piece| piece.id.as_str() == id).unwrap().place();
    assert_eq!(places("band"), EquipmentPlace::Home);
    assert_eq!(places("barbell"), EquipmentPlace::Gym);
    assert_eq!(places("force-plates"), EquipmentPlace::Clinic);
}

#[test]
fn wishes_for_a_week_keep_what_was_said_of_things_that_only_measure() {
    let server = with_ann();
    all_no(&server);
    server.post("/p/1/check", &[("minutes", "20"), ("piece", "luggage-scale"), ("piece", "band")]);
    server.post("/p/1/plan/wishes", &[("day-0", "30"), ("piece", "dumbbell")]);
    let check = page(&server, "/p/1/check");
    assert!(check.contains("value=\"luggage-scale\" checked"), "{check}");
    let plan = page(&server, "/p/1/plan");
    assert!(plan.contains("value=\"dumbbell\" checked") && !plan.contains("value=\"band\" checked"), "{plan}");
}

#[test]
fn limits_stand_in_view_where_something_is_about_to_be_measured() {
    let server = with_ann();
    let answers = String::from_utf8(example("answers.toml")).unwrap();
    let unsteady = answers.replace("RF-26 = \"no\"", "RF-26 = \"yes\"");
    assert_ne!(answers, unsteady);
    server.upload("/p/1/bring/file", "answers.toml", unsteady.as_bytes());
    for path in ["/p/1/check", "/p/1/check/tests?minutes=20"] {
        let shown = page(&server, path);
        let mind = at(&shown, "<section class=\"mind\"");
        let open = shown[..mind].matches("<details").count() - shown[..mind].matches("</details>").count();
        assert_eq!(open, 0, "{path} folds it: {shown}");
    }
    let list = page(&server, "/p/1/check/tests?minutes=20");
    assert!(
        at(&list, "<section class=\"mind\"") < at(&list, "/check/test/"),
        "before a test is chosen: {list}"
    );
    let outcome = page(&server, "/p/1/questions/outcome");
    let mind = at(&outcome, "<section class=\"mind\"");
    assert!(mind < at(&outcome, "/check/test/"), "and where the first one is offered: {outcome}");
    assert!(!outcome[..mind].contains("<details"), "in full view: {outcome}");
    let test = page(&server, "/p/1/check/test/wall-sit-single?minutes=20");
    // Said in full on the page before, it stands behind one line on the page of each test.
    assert!(!test.contains("<section class=\"mind\""), "{test}");
    assert!(
        at(&test, "<details class=\"mind\"") < at(&test, "id=\"tries-form\""),
        "before it is measured: {test}"
    );
    // Who has nothing to mind reads nothing of it.
    let other = with_ann();
    all_no(&other);
    assert!(!page(&other, "/p/1/check").contains("class=\"mind\""));
}

#[test]
fn the_page_itself_comes_before_the_other_ways() {
    let server = with_ann();
    let shown = page(&server, "/p/1/results");
    let (skip, main) = (at(&shown, "href=\"#main\""), at(&shown, "<main id=\"main\""));
    assert!(skip < main && main < at(&shown, "<nav class=\"more\""), "{shown}");
    let before = shown[..main].matches("<a ").count();
    assert!(before <= 7, "{before} links before the page: {shown}");
}
