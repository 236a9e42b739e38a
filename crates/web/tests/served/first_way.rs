//! The way of somebody who is here for the first time: where each page leads, and what it asks and shows on that way.

use super::client::served;
use super::way::{all_no, page, with_ann};
use evenstride_app::prelude::builtin;
use evenstride_web::Room;

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
fn who_has_not_said_when_to_train_sees_a_week_at_once_and_one_press_follows_it() {
    let server = with_ann();
    all_no(&server);
    assert!(page(&server, "/p/1/questions/outcome").contains("href=\"/p/1/plan\""), "a week needs no test");
    let suggested = "To begin with: 30 minutes each on Monday and Thursday.";
    let first = page(&server, "/p/1/plan");
    assert!(first.contains(suggested) && first.contains("class=\"exercises\""), "{first}");
    assert!(page(&server, "/p/1/plan").contains(suggested), "nothing is kept by looking");
    let mark = first.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let other = [("day-1", "45"), ("follow", "yes"), ("seen", mark)];
    let told = with_ann();
    all_no(&told);
    assert_eq!(told.post("/p/1/plan/wishes", &other).leads(), "/p/1/plan?new&changed=1", "it was not seen");
    let seen = [("day-0", "30"), ("day-3", "30"), ("follow", "yes"), ("seen", mark)];
    assert_eq!(server.post("/p/1/plan/wishes", &seen).leads(), "/p/1/train");
    let followed = page(&server, "/p/1/plan");
    assert!(followed.contains("is followed.") && !followed.contains(suggested), "{followed}");
}

#[test]
fn wishes_lead_to_the_week_with_all_that_changes_it_behind_one_line() {
    let server = with_ann();
    all_no(&server);
    let wishes = [("day-0", "30"), ("day-3", "30"), ("trained-asked", "yes"), ("trained", "yes")];
    assert_eq!(server.post("/p/1/plan/wishes", &wishes).leads(), "/p/1/plan?new");
    let week = page(&server, "/p/1/plan?new");
    let change = week.find("<details class=\"panel no-print\" id=\"change\">").unwrap();
    assert!(change < week.find("id=\"plan-week\"").unwrap() && !week.contains("To begin with"), "{week}");
    assert!(
        page(&server, "/p/1/about").contains("name=\"trained\" value=\"yes\" checked"),
        "it is the same fact"
    );
    // Days whose minutes are no number are told where they were typed.
    let wrong = server.post("/p/1/plan/wishes", &[("day-0", "x"), ("day-3", "30")]).text();
    assert!(wrong.contains("id=\"change\" open"), "{wrong}");
}

#[test]
fn the_first_page_asks_for_the_year_of_birth_and_leads_to_the_first_question() {
    let server = served(Room::usual());
    assert!(page(&server, "/").contains("name=\"birth_year\""));
    let wrong = server.post("/people", &[("name", "ann"), ("birth_year", "78")]);
    assert_eq!(wrong.status, 422);
    let text = wrong.text();
    assert!(text.contains("<title>Error:") && text.contains("Year of birth: a number from 1900"), "{text}");
    assert!(text.contains("value=\"ann\"") && text.contains("value=\"78\""), "what was typed stays: {text}");
    assert!(page(&server, "/").contains("name=\"birth_year\""), "nobody was added");
    let told = server.post("/people", &[("name", "ann"), ("birth_year", "1978")]);
    assert_eq!(told.leads(), "/p/1/questions/1");
    assert!(page(&server, "/p/1/about").contains("value=\"1978\""));
    assert_eq!(server.post("/people", &[("name", "bea"), ("birth_year", "")]).leads(), "/p/2/questions/1");
    assert_eq!(
        server.post("/people", &[("name", "cem")]).leads(),
        "/p/3/about",
        "of others more is told first"
    );
}

#[test]
fn the_answers_lead_to_the_first_test_and_each_test_to_the_next_until_the_week() {
    let server = with_ann();
    all_no(&server);
    let outcome = page(&server, "/p/1/questions/outcome");
    let mut at =
        outcome.split("class=\"button\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut n_tests = 0;
    while at.starts_with("/p/1/check/test/") {
        n_tests += 1;
        assert!(n_tests < 5, "ten minutes are over at last");
        let shown = page(&server, &at);
        assert!(shown.contains("Did a try hurt?"), "{shown}");
        let id = at.trim_start_matches("/p/1/check/test/").split('?').next().unwrap();
        let test = builtin().tests.values().find(|test| test.id.as_str() == id).unwrap();
        let value = test.plausible.iter().sum::<f64>() / 2.0;
        let (left, right) = (format!("{value:.1}"), format!("{:.1}", value * 0.99));
        at = server.post(&at, &[("left-1", &left), ("right-1", &right)]).leads().to_owned();
    }
    assert!(n_tests > 1 && at == "/p/1/plan?kept", "{n_tests} tests, then {at}");
    let plan = page(&server, &at);
    assert!(plan.contains("Your tries are kept.") && plan.contains("href=\"/p/1/results\""), "{plan}");
}

#[test]
fn what_no_leg_can_do_alone_is_not_offered_to_who_is_alone() {
    for id in ["rom-knee-ext-deficit", "bent-knee-fallout"] {
        let test = builtin().tests.values().find(|test| test.id.as_str() == id).unwrap();
        assert!(test.needs_helper(), "who lies cannot measure {id}");
    }
}
