//! Questions that stand together on one page, and those that stay alone.

use super::client::Served;
use super::way::{page, with_ann};
use evenstride_app::prelude::{Action, builtin};

/// The ids of the questions on a page where several stand, in their order.
fn several(shown: &str) -> Vec<String> {
    let parts = shown.split("name=\"asked\" value=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

/// Says yes to these and no to all others; gives the questions of each page.
fn through(server: &Served, yes: &[&str]) -> Vec<Vec<String>> {
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    let mut pages = Vec::new();
    while !at.ends_with("/outcome") {
        assert!(pages.len() < builtin().flags.len(), "it comes to an end");
        let asked = several(&page(server, &at));
        let number: usize = at.rsplit('/').next().unwrap().parse().unwrap();
        let alone = builtin().flags[number - 1].id.to_string();
        let is_yes = |id: &String| yes.contains(&id.as_str());
        let fields: Vec<(&str, &str)> = if asked.is_empty() {
            vec![("reply", if is_yes(&alone) { "yes" } else { "no" })]
        } else {
            let told = asked.iter().map(|id| ("asked", id.as_str()));
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
fn what_only_limits_training_is_asked_together_and_what_may_send_to_care_alone() {
    let server = with_ann();
    let pages = through(&server, &[]);
    assert!(page(&server, "/p/1/questions/outcome").contains("You can test and train"));
    let n_questions: usize = pages.iter().map(Vec::len).sum();
    assert!(pages.len() + 4 <= n_questions, "{} pages for {n_questions} questions", pages.len());
    for page in pages.iter().filter(|page| page.len() > 1) {
        for id in page {
            let flag = builtin().flags.iter().find(|flag| flag.id.as_str() == id).unwrap();
            assert_eq!(flag.action, Action::Limit, "{id}");
        }
    }
}

#[test]
fn a_sore_knee_says_where_it_hurts_on_two_pages() {
    let server = with_ann();
    let pages = through(&server, &["RF-49", "RF-50"]);
    assert!(pages.len() < 40, "{} pages", pages.len());
    let places = pages.iter().position(|page| page.contains(&"RF-50".to_owned())).unwrap();
    assert!(pages[places].len() > 4, "{:?}", pages[places]);
    let number = builtin().flags.iter().position(|flag| flag.id.as_str() == "RF-50").unwrap() + 1;
    let again = page(&server, &format!("/p/1/questions/{number}"));
    assert!(again.contains("name=\"yes\" value=\"RF-50\" checked"), "{again}");
    assert!(!again.contains("name=\"yes\" value=\"RF-51\" checked"), "{again}");
}

#[test]
fn a_page_of_several_wants_a_box_or_none_of_them() {
    let server = with_ann();
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    while several(&page(&server, &at)).is_empty() {
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
