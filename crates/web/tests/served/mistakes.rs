//! What was tapped, typed or told by mistake: each has a way back, and says at its place what was expected.

use super::client::Served;
use super::sets::{message, tell, training};
use super::way::{page, with_ann};
use evenstride_app::prelude::{NoticeCode, builtin};

const SHARP: &str = "\"exercise\":\"split-squat\",\"side\":\"left\",\"sign\":\"stop-sharp\"";
const CHEST: &str = "\"exercise\":\"split-squat\",\"side\":\"left\",\"sign\":\"stop-chest\"";

/// An event that takes another one back.
fn gone(of: &str) -> String {
    format!("\"exercise\":\"split-squat\",\"side\":\"left\",\"instead\":\"{of:0>32}\",\"gone\":true")
}

#[track_caller]
fn number_of(flag: &str) -> usize {
    builtin().flags.iter().position(|known| known.id.as_str() == flag).unwrap() + 1
}

#[test]
fn a_sign_that_was_tapped_by_mistake_is_taken_back_in_one_message_or_two() {
    let server = training();
    tell(&server, &message(&server, &[("1", SHARP)]));
    let today = page(&server, "/p/1");
    assert!(!today.contains("class=\"notices\""), "who tells a sign alone has left no set out: {today}");
    tell(&server, &message(&server, &[("2", &gone("1"))]));
    assert_eq!(server.get("/p/1/train/go").status, 200, "the session goes on");
    // Without a connection both wait and come together.
    let both = message(&server, &[("3", CHEST), ("4", &gone("3"))]);
    assert!(tell(&server, &both).text().contains("\"refused\":[]"));
    assert_eq!(server.get("/p/1/train/go").leads(), "/p/1/train", "what was said once asks for the questions");
    let today = page(&server, "/p/1");
    assert!(
        !today.contains("Get emergency help now") && today.contains("Answer the health questions."),
        "{today}"
    );
    assert!(page(&server, "/data").contains("Questions opened again"));
}

#[test]
fn the_training_page_knows_until_when_it_counts_and_how_to_say_so() {
    let server = training();
    let shown = page(&server, "/p/1/train/go");
    assert!(shown.contains("data-until=\"2026-12-20\""), "{shown}");
    for screen in ["screen-over", "screen-asked", "stop-back", "was-for"] {
        assert!(shown.contains(&format!("id=\"{screen}\"")), "{screen}");
    }
    let later = message(&server, &[("1", "\"exercise\":\"split-squat\",\"side\":\"left\",\"amount\":8")]);
    let told = tell(&server, &later.replace("2026-11-22", "2026-11-25")).text();
    assert!(told.contains("\"code\":\"day\""), "{told}");
}

#[test]
fn a_leg_is_asked_for_only_where_it_can_be_one() {
    let server = with_ann();
    let asks =
        |flag: &str| page(&server, &format!("/p/1/questions/{}", number_of(flag))).contains("name=\"leg\"");
    for flag in ["RF-33", "RF-31", "RF-17", "RF-32"] {
        assert!(!asks(flag), "{flag}");
    }
    for flag in ["RF-04", "RF-27", "RF-50", "RF-63"] {
        assert!(asks(flag), "{flag}");
    }
}

#[test]
fn an_injury_names_its_muscle_beside_the_question_or_on_the_page_about_the_person() {
    let server = with_ann();
    server.post("/p/1/questions", &[]);
    let fields = [("reply", "yes"), ("leg", "left"), ("muscle", "hamstrings"), ("day", "2026-11-20")];
    let address = format!("/p/1/questions/{}", number_of("RF-27"));
    server.post(&address, &fields);
    let about = page(&server, "/p/1/about");
    assert!(about.contains("Back of thigh, left, 20 November 2026"), "{about}");
    server.post(&address, &fields);
    assert_eq!(page(&server, "/p/1/about").matches("name=\"remove\"").count(), 1, "it is told once");
    let typed = [("what", "pulled it"), ("side", "right"), ("muscle", "quads"), ("day", "2026-11-01")];
    assert_eq!(server.post("/p/1/about/history", &typed).leads(), "/p/1/about");
    assert!(page(&server, "/p/1/about").contains("pulled it, Front of thigh, right"));
}

#[test]
fn a_name_that_nobody_has_is_told_at_its_field_and_stays_typed() {
    let server = with_ann();
    let answer = server.post("/data/erase", &[("name", "Ann")]);
    let shown = answer.text();
    assert_eq!(answer.status, 422);
    assert!(shown.contains("value=\"Ann\" aria-invalid=\"true\""), "{shown}");
    assert!(shown.contains("Type it as it stands here: ann") && shown.contains("<title>Error:"), "{shown}");
    assert!(page(&server, "/p/1").contains("ann"), "nobody was erased");
}

/// What stands between the tags of a page.
fn words_of(page: &str) -> String {
    let texts = page.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text));
    texts.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn no_command(shown: &str, path: &str) {
    let words = words_of(shown);
    let typed = ["evenstride ", " --", "`"].into_iter().find(|typed| words.contains(typed));
    assert!(typed.is_none(), "{path} asks for what is typed elsewhere: {typed:?} in {words}");
}

/// The ids that only programs and the catalogue know things by.
fn ids() -> Vec<String> {
    let knowledge = builtin();
    let rules = knowledge.rules.iter().map(|rule| rule.id.to_string());
    let exercises = knowledge.exercises.keys().map(ToString::to_string);
    let notices = NoticeCode::ALL.iter().map(|code| code.as_str().to_owned());
    // A word such as “step-up” is an id, and what a study and an exercise are called as well.
    let cited = knowledge.sources.values().map(|source| source.citation.to_lowercase());
    let named = knowledge.exercises.values().map(|exercise| exercise.name.to_lowercase());
    let words: Vec<String> = cited.chain(named).collect();
    let is_word = |id: &String| words.iter().any(|text| text.contains(id.as_str()));
    rules.chain(exercises).chain(notices).filter(|id| id.contains('-') && !is_word(id)).collect()
}

#[track_caller]
fn no_id(shown: &str, path: &str) {
    let words = words_of(shown);
    // The weeks ahead cite a rule by its id, as a study is cited.
    let words: String = words
        .split("(Rule ")
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { part.split_once(".)").map_or(part, |(_, rest)| rest) })
        .collect();
    let known = ids();
    let is_id = |word: &&str| known.iter().any(|id| id == word);
    let named = words.split(|c: char| !(c.is_alphanumeric() || c == '-')).find(is_id);
    assert!(named.is_none(), "{path} calls something {named:?}");
}

#[test]
fn what_has_a_name_is_called_by_it() {
    let server = training();
    let lines = "2026-11-16 split-squat L 3x8\n2026-11-16 split-squat R 3x8\n2026-11-18 supine-band-march L 3x20\n\
                 2026-11-20 supine-band-march R 3x20";
    let logged = server.post("/p/1/train", &[("lines", lines)]).leads().to_owned();
    server.post("/p/1/check/test/wall-sit-single?minutes=20", &[("left-1", "30"), ("right-1", "300")]);
    let pages = ["/p/1", "/p/1/results", "/p/1/plan", "/p/1/plan?new&more=1", "/p/1/progress", "/squad"];
    for path in pages.into_iter().chain([logged.as_str()]) {
        no_id(&page(&server, path), path);
    }
}

#[test]
fn no_page_asks_for_a_command() {
    let server: Served = training();
    for path in
        ["/p/1", "/p/1/results", "/p/1/plan", "/p/1/train", "/p/1/progress", "/p/1/weeks", "/data", "/squad"]
    {
        no_command(&page(&server, path), path);
    }
    server.post("/people", &[("name", "ben")]);
    let nobodys = b"date,test,side,value\n2026-11-20,girth-calf,left,38\n2026-11-20,girth-calf,right,38\n";
    let refused = server.upload("/squad/bring", "table.csv", nobodys);
    assert_eq!(refused.status, 422, "{}", refused.text());
    let shown = refused.text();
    assert!(shown.contains("in a column"), "{shown}");
    no_command(&shown, "/squad/bring");
    let broken = server.upload("/p/1/bring/file", "table.csv", b"a,b\n1,2\n");
    no_command(&broken.text(), "/p/1/bring");
}

#[test]
fn a_table_of_several_people_leads_to_the_squad() {
    let server = with_ann();
    let table =
        b"subject,date,test,side,value\nann,2026-11-20,girth-calf,left,38\nbea,2026-11-20,girth-calf,left,37\n";
    let came = server.upload("/squad/bring", "table.csv", table);
    let told = page(&server, came.leads());
    assert!(told.contains("ann, bea") && told.contains("class=\"button\" href=\"/squad\""), "{told}");
    assert!(page(&server, "/squad").contains("bea"));
}

#[test]
fn whose_pages_were_looked_at_last_stay_one_step_away() {
    let server = with_ann();
    server.post("/people", &[("name", "bea")]);
    let cookie = server.get("/p/2").cookie().unwrap().to_owned();
    assert!(cookie.starts_with("evenstride-person=2;") && !cookie.contains("bea"), "{cookie}");
    let get = |path: &str, cookie: &str| {
        let host = &server.host;
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
        server.raw(head.as_bytes())
    };
    for path in ["/squad", "/data", "/people"] {
        let shown = get(path, "evenstride-person=2").text();
        assert!(
            shown.contains("href=\"/p/2/results\"") && shown.contains("Main pages of bea"),
            "{path}: {shown}"
        );
        assert!(!get(path, "evenstride-person=9").text().contains("href=\"/p/9"), "{path}");
    }
    assert!(
        get("/library/index.html", "evenstride-person=2").text().contains("<a href=\"/p/2\">Back to bea</a>")
    );
    assert!(get("/p/2/results", "evenstride-person=2").cookie().is_none(), "it is told once");
}

#[test]
fn a_test_with_one_try_a_leg_rests_between_the_legs() {
    let server = training();
    let shown = page(&server, "/p/1/check/test/wall-sit-single?minutes=20");
    assert!(
        shown.contains("Rest 3 minutes before the other leg.") && !shown.contains("same leg again"),
        "{shown}"
    );
    let several = page(&server, "/p/1/check/test/one-leg-sts-5?minutes=20");
    assert!(several.contains("before the same leg again"), "{several}");
}

#[test]
fn what_is_open_after_a_test_has_a_name() {
    let server = with_ann();
    super::way::all_no(&server);
    let tries = [("left-1", "30"), ("right-1", "31")];
    server.post("/p/1/check/test/wall-sit-single?minutes=20", &tries);
    let told = page(&server, "/p/1/check/tests?minutes=15");
    assert!(told.contains("Still open: front of thigh (strength)"), "{told}");
}

#[test]
fn a_typed_line_that_cannot_be_read_is_told_what_a_line_looks_like() {
    let server = with_ann();
    let refused = server.post("/p/1/train", &[("lines", "hello there")]);
    let shown = refused.text();
    assert_eq!(refused.status, 422);
    assert!(
        shown.contains("read line 1: expected a day, an exercise and its sets, found “hello there”"),
        "{shown}"
    );
    assert!(
        shown.contains("such as 2026-11-22 split-squat left 3x8 20kg") && !shown.contains("FIT"),
        "{shown}"
    );
}
