//! The way of somebody who is here for the first time: where each page leads, and what it asks and shows on that way.

use super::way::{all_no, page, with_ann};
use evenstride_app::prelude::builtin;

/// The address of a question.
fn question(flag: &str) -> String {
    let at = builtin().flags.iter().position(|known| known.id.as_str() == flag).unwrap();
    format!("/p/1/questions/{}", at + 1)
}

#[test]
fn the_facts_lead_to_the_questions_until_these_are_answered() {
    let server = with_ann();
    let facts = [("birth_year", "1978"), ("sport", "")];
    assert_eq!(server.post("/p/1/about", &facts).leads(), "/p/1/questions/1", "the first one stands open");
    let intro = page(&server, "/p/1/questions");
    assert!(intro.contains("short pages and take about"), "{intro}");
    server.post("/p/1/questions/1", &[("reply", "no")]);
    let go_on = server.post("/p/1/about", &facts).leads().to_owned();
    assert_eq!(go_on, "/p/1/questions", "who has begun loses nothing of it");
    all_no(&server);
    assert_eq!(server.post("/p/1/about", &facts).leads(), "/p/1");
    let again = page(&server, "/p/1/questions");
    assert!(!again.contains("short pages and take about"), "who has answered knows how long it takes: {again}");
}

#[test]
fn the_leg_of_a_pain_stands_chosen_in_what_follows_from_it_and_a_no_has_none() {
    let server = with_ann();
    server.post("/p/1/questions", &[]);
    let right = "name=\"leg\" value=\"right\" checked";
    assert!(!page(&server, &question("RF-20")).contains(right));
    server.post(&question("RF-49"), &[("reply", "yes"), ("leg", "right")]);
    assert!(
        page(&server, &question("RF-20")).contains(right),
        "the pain of the right leg is asked about further"
    );
    let places = page(&server, &question("RF-50"));
    assert!(places.contains("value=\"right\" selected"), "{places}");
    // A leg that was chosen before the answer became a no is hidden, but a browser sends it.
    server.post(&question("RF-20"), &[("reply", "no"), ("leg", "right")]);
    assert!(!page(&server, &question("RF-20")).contains(right));
}

#[test]
fn who_has_not_said_when_to_train_is_asked_and_not_told_that_there_is_no_plan() {
    let server = with_ann();
    all_no(&server);
    assert!(page(&server, "/p/1/questions/outcome").contains("href=\"/p/1/plan\""), "a week needs no test");
    let first = page(&server, "/p/1/plan");
    assert!(first.contains("Say when you can train.") && !first.contains("There is no plan."), "{first}");
    let wishes = [("day-0", "30"), ("day-3", "30")];
    assert_eq!(server.post("/p/1/plan/wishes", &wishes).leads(), "/p/1/plan?new");
    let week = page(&server, "/p/1/plan?new");
    let change = week.find("<details class=\"panel no-print\" id=\"change\">").unwrap();
    assert!(
        change < week.find("id=\"plan-week\"").unwrap() && !week.contains("Say when you can train."),
        "{week}"
    );
    // Days whose minutes are no number are told where they were typed.
    let wrong = server.post("/p/1/plan/wishes", &[("day-0", "x"), ("day-3", "30")]).text();
    assert!(wrong.contains("id=\"change\" open"), "{wrong}");
}

#[test]
fn what_no_leg_can_do_alone_is_not_offered_to_who_is_alone() {
    for id in ["rom-knee-ext-deficit", "bent-knee-fallout"] {
        let test = builtin().tests.values().find(|test| test.id.as_str() == id).unwrap();
        assert!(test.needs_helper(), "who lies cannot measure {id}");
    }
}
