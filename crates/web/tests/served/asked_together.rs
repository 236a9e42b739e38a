//! Questions that stand together on one page, and those that stay alone.

use super::client::Served;
use super::way::{page, with_ann};
use evenstride_app::prelude::{Action, builtin};

/// The ids of the questions on a page where several stand, in their order.
fn several(shown: &str) -> Vec<String> {
    let parts = shown.split("name=\"asked\" value=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

/// Does each question on this page have an answer of its own?
fn has_rows(shown: &str) -> bool {
    shown.contains("<fieldset class=\"each\"")
}

/// Says yes to these and no to all others; gives the questions of each page.
fn through(server: &Served, yes: &[&str]) -> Vec<Vec<String>> {
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    let mut pages = Vec::new();
    while !at.ends_with("/outcome") {
        assert!(pages.len() < builtin().flags.len(), "it comes to an end");
        let shown = page(server, &at);
        let asked = several(&shown);
        let number: usize = at.rsplit('/').next().unwrap().parse().unwrap();
        let alone = builtin().flags[number - 1].id.to_string();
        let is_yes = |id: &String| yes.contains(&id.as_str());
        let word = |id: &String| if is_yes(id) { "yes" } else { "no" };
        let names: Vec<String> = asked.iter().map(|id| format!("reply-{id}")).collect();
        let told = asked.iter().map(|id| ("asked", id.as_str()));
        let fields: Vec<(&str, &str)> = if asked.is_empty() {
            vec![("reply", word(&alone))]
        } else if has_rows(&shown) {
            let said = names.iter().zip(&asked).map(|(name, id)| (name.as_str(), word(id)));
            told.chain(said).collect()
        } else {
            let ticked = asked.iter().filter(|id| is_yes(id)).map(|id| ("yes", id.as_str()));
            let none = (!asked.iter().any(is_yes)).then_some(("none", "yes"));
            told.chain(ticked).chain(none).collect()
        };
        let next = server.post(&at, &fields).leads().to_owned();
        pages.push(if asked.is_empty() { vec![alone] } else { asked });
        at = next;
    }
    pages
}

#[test]
fn what_can_wait_is_asked_with_its_like_and_what_is_urgent_alone() {
    let server = with_ann();
    let pages = through(&server, &[]);
    assert!(page(&server, "/p/1/questions/outcome").contains("You can test and train"));
    let n_questions: usize = pages.iter().map(Vec::len).sum();
    assert!(pages.len() + 10 <= n_questions, "{} pages for {n_questions} questions", pages.len());
    for page in pages.iter().filter(|page| page.len() > 1) {
        for id in page {
            let flag = builtin().flags.iter().find(|flag| flag.id.as_str() == id).unwrap();
            assert!(!matches!(flag.action, Action::Emergency | Action::SameDay | Action::Assent), "{id}");
        }
    }
}

/// The first page whose questions have an answer of their own each, everything before it answered with no.
fn at_rows(server: &Served) -> (String, Vec<String>) {
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    while !has_rows(&page(server, &at)) {
        at = server.post(&at, &[("reply", "no")]).leads().to_owned();
    }
    let asked = several(&page(server, &at));
    (at, asked)
}

#[test]
fn a_question_with_an_answer_of_its_own_that_is_left_out_is_named_and_the_others_stay() {
    let server = with_ann();
    let (at, asked) = at_rows(&server);
    assert!(!page(&server, &at).contains("type=\"radio\" checked"), "nothing is answered beforehand");
    let names: Vec<String> = asked.iter().map(|id| format!("reply-{id}")).collect();
    let told = || asked.iter().map(|id| ("asked", id.as_str()));
    let but_one: Vec<(&str, &str)> =
        told().chain(names.iter().skip(1).map(|name| (name.as_str(), "no"))).collect();
    let refused = server.post(&at, &but_one);
    assert_eq!(refused.status, 422);
    let text = refused.text();
    let question = |id: &str| &builtin().flags.iter().find(|flag| flag.id.as_str() == id).unwrap().question;
    assert!(text.contains(&format!("Choose yes, no or not sure: {}", question(&asked[0]))), "{text}");
    assert!(!text.contains(&format!("Choose yes, no or not sure: {}", question(&asked[1]))), "{text}");
    assert!(text.contains(&format!("href=\"#{}-yes\"", names[0])), "{text}");
    assert_eq!(text.matches(" checked").count(), asked.len() - 1, "what was said stays: {text}");
    assert_eq!(page(&server, &at).matches(" checked").count(), 0, "but nothing is kept of it");
    let all: Vec<(&str, &str)> = told().chain(names.iter().map(|name| (name.as_str(), "no"))).collect();
    assert_ne!(server.post(&at, &all).leads(), at);
    assert_eq!(page(&server, &at).matches(" checked").count(), asked.len(), "back shows what was said");
}

#[test]
fn one_yes_among_several_stops_and_can_be_taken_back_in_its_place() {
    let server = with_ann();
    let (at, asked) = at_rows(&server);
    let names: Vec<String> = asked.iter().map(|id| format!("reply-{id}")).collect();
    let said = |yes: usize| {
        let told = asked.iter().map(|id| ("asked", id.as_str()));
        let word = move |nth: usize| if nth == yes { "unsure" } else { "no" };
        told.chain(names.iter().enumerate().map(move |(nth, name)| (name.as_str(), word(nth))))
            .collect::<Vec<_>>()
    };
    let stopped = server.post(&at, &said(asked.len() - 1)).leads().to_owned();
    assert!(stopped.ends_with("/outcome"), "{stopped}");
    assert!(page(&server, &stopped).contains("class=\"stop"), "somebody has to look first");
    assert_eq!(several(&page(&server, &at)), asked, "they stand together as before");
    assert!(
        !server.post(&at, &said(asked.len())).leads().ends_with("/outcome"),
        "with no stop left it goes on"
    );
}

#[test]
fn a_sore_knee_says_where_it_hurts_with_a_few_boxes_at_a_time() {
    let server = with_ann();
    let pages = through(&server, &["RF-49", "RF-50"]);
    assert!(pages.len() < 33, "{} pages", pages.len());
    let places = pages.iter().position(|page| page.contains(&"RF-50".to_owned())).unwrap();
    assert_eq!(pages[places].len(), 5, "{:?}", pages[places]);
    let number = builtin().flags.iter().position(|flag| flag.id.as_str() == "RF-50").unwrap() + 1;
    let again = page(&server, &format!("/p/1/questions/{number}"));
    assert!(again.contains("name=\"yes\" value=\"RF-50\" checked"), "{again}");
    assert!(!again.contains("name=\"yes\" value=\"RF-51\" checked"), "{again}");
}

#[test]
fn where_it_hurts_decides_which_places_are_asked_about() {
    let server = with_ann();
    let number = |id: &str| builtin().flags.iter().position(|flag| flag.id.as_str() == id).unwrap() + 1;
    let (anything, knee) =
        (format!("/p/1/questions/{}", number("RF-49")), format!("/p/1/questions/{}", number("RF-50")));
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    while at != anything {
        at = server.post(&at, &[("reply", "no")]).leads().to_owned();
    }
    assert!(page(&server, &at).contains("Where does it hurt?"));
    let lasts = server.post(&at, &[("reply", "yes"), ("leg", "right"), ("place", "knee")]).leads().to_owned();
    assert_eq!(server.post(&lasts, &[("reply", "no")]).leads(), knee);
    assert_eq!(several(&page(&server, &knee)), ["RF-50", "RF-51", "RF-59"], "and nothing about other places");
    let said = [("asked", "RF-50"), ("asked", "RF-51"), ("asked", "RF-59"), ("yes", "RF-50")];
    let on = server.post(&knee, &said).leads().to_owned();
    assert_eq!(on, format!("/p/1/questions/{}", number("RF-26")), "the other places are a no");
    // Back at the question the place stands ticked, and another one can be added.
    let again = page(&server, &anything);
    assert!(
        again.contains("name=\"place\" value=\"knee\" checked") && !again.contains("value=\"hip\" checked"),
        "{again}"
    );
    let hip =
        server.post(&anything, &[("reply", "yes"), ("leg", "right"), ("place", "knee"), ("place", "hip")]);
    assert_eq!(hip.leads(), format!("/p/1/questions/{}", number("RF-52")), "the hip is open again");
    assert!(page(&server, &knee).contains("value=\"RF-50\" checked"), "and what was said of the knee stays");
}

#[test]
fn a_page_of_several_wants_a_box_or_none_of_them() {
    let server = with_ann();
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    while !page(&server, &at).contains("name=\"none\"") {
        at = server.post(&at, &[("reply", "no")]).leads().to_owned();
    }
    let asked = several(&page(&server, &at));
    let mut fields: Vec<(&str, &str)> = asked.iter().map(|id| ("asked", id.as_str())).collect();
    let refused = server.post(&at, &fields);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("<title>Error:"), "{}", refused.text());
    fields.extend([("none", "yes"), ("yes", &asked[0])]);
    assert_eq!(server.post(&at, &fields).status, 422, "one of them and none of them");
}
