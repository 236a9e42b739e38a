//! What stops, stops: signs in lines that cannot be read and in remarks, late answers, a clearance that ran out, and what
//! is known of one person never becomes another's.

use super::client::{Served, served_on};
use super::way::{all_no, example, page, with_ann};
use evenstride_app::files::answers_text;
use evenstride_app::prelude::{Answer, Answers, Date, Reply, SubjectId, builtin};
use evenstride_app::store::{Address, Doing, IfMissing, Repeats, Store, What, run};
use std::sync::atomic::{AtomicBool, Ordering};

const EMERGENCY: &str = "Get emergency help now";
const CLEARED: &str = "Nothing in your answers stops you";

fn cleared() -> Served {
    let server = with_ann();
    all_no(&server);
    server
}

#[test]
fn a_sign_in_a_line_that_cannot_be_read_is_kept_and_answered() {
    let server = cleared();
    let lines = "wall-sit 3x30s\nheel raise 3x12 chest pain during the last set";
    let came = page(&server, server.post("/p/1/train", &[("lines", lines)]).leads());
    assert!(came.contains(EMERGENCY) && came.contains("only what asks to stop was kept"), "{came}");
    assert!(page(&server, "/p/1/train").contains(EMERGENCY));
    assert!(!page(&server, "/p/1/progress").contains("Last written down"), "the other line was not kept");
}

#[test]
fn of_lines_of_which_one_cannot_be_read_none_is_kept() {
    let server = cleared();
    let refused = server.post("/p/1/train", &[("lines", "2026-11-21 wall-sit 3x30s\nheel raise of sorts")]);
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("line 2") && refused.text().contains("none of the lines was kept"));
    assert!(!page(&server, "/p/1/progress").contains("Last written down"));
}

#[test]
fn a_sign_in_a_remark_is_answered_and_no_page_says_otherwise() {
    let server = cleared();
    assert!(page(&server, "/p/1").contains(CLEARED));
    let kept = server.post("/p/1/remarks", &[("about", "else"), ("text", "chest pain since the last set")]);
    let remarks = page(&server, kept.leads());
    assert!(remarks.contains(EMERGENCY) && remarks.contains("chest pain since the last set"), "{remarks}");
    let today = page(&server, "/p/1");
    assert!(today.contains(EMERGENCY) && today.contains("stop alarm sign"), "the stop itself: {today}");
    assert!(
        !today.contains(CLEARED) && !today.contains("/p/1/check\" class") && !today.contains("class=\"due\"")
    );
    assert!(
        today.contains("on a later day") && !today.contains("class=\"button\""),
        "answers of today do not help"
    );
    for path in ["/p/1/train", "/p/1/plan", "/p/1/check", "/p/1/results"] {
        assert!(page(&server, path).contains("stop alarm sign"), "{path}");
    }
    for path in ["/p/1/questions", "/p/1/questions/outcome"] {
        let shown = page(&server, path);
        assert!(shown.contains(EMERGENCY) && !shown.contains("You can test and train"), "{path}");
    }
}

/// No to everything, answered on a day.
fn no_to_all(on: &str) -> String {
    let no = Answer { reply: Reply::No, side: None, cleared: None };
    let by_flag = builtin().flags.iter().map(|flag| (flag.id.clone(), no.clone())).collect();
    answers_text(&Answers { on: on.parse().unwrap(), by_flag })
}

#[test]
fn an_emergency_that_is_told_last_counts_whenever_the_questions_were_begun() {
    static IS_LATER: AtomicBool = AtomicBool::new(false);
    fn today() -> Date {
        if IS_LATER.load(Ordering::SeqCst) { "2026-11-23" } else { "2026-11-22" }.parse().unwrap()
    }
    let server = served_on(today);
    server.post("/people", &[("name", "ann")]);
    let first = server.post("/p/1/questions", &[]).leads().to_owned();
    let second = server.post(&first, &[("reply", "no")]).leads().to_owned();
    IS_LATER.store(true, Ordering::SeqCst);
    server.upload("/p/1/bring/file", "answers.toml", no_to_all("2026-11-23").as_bytes());
    assert!(page(&server, "/p/1").contains(CLEARED));
    assert!(!page(&server, "/p/1/questions").contains("Go on where you stopped"), "newer answers count");
    assert_eq!(server.post(&second, &[("reply", "yes")]).leads(), "/p/1/questions/outcome");
    let outcome = page(&server, "/p/1/questions/outcome");
    assert!(outcome.contains(EMERGENCY) && !outcome.contains("You can test and train"), "{outcome}");
}

#[test]
fn answers_of_an_evening_go_on_after_midnight_under_the_day_of_the_last() {
    static IS_LATER: AtomicBool = AtomicBool::new(false);
    fn today() -> Date {
        if IS_LATER.load(Ordering::SeqCst) { "2026-11-23" } else { "2026-11-22" }.parse().unwrap()
    }
    let server = served_on(today);
    server.post("/people", &[("name", "ann")]);
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    let mut n_asked = 0;
    while !at.ends_with("/outcome") {
        assert!(n_asked < builtin().flags.len(), "it comes to an end");
        at = server.post(&at, &[("reply", "no")]).leads().to_owned();
        n_asked += 1;
        IS_LATER.store(n_asked >= 5, Ordering::SeqCst);
    }
    let records = run(async {
        let store = Store::open(&Address::File(server.store()), IfMissing::Refuse).await?;
        let records = store.read(&SubjectId::new("ann").unwrap()).await?;
        store.close().await;
        Ok(records)
    });
    assert_eq!(records.unwrap().answers.unwrap().value.day.to_string(), "2026-11-23");
}

#[test]
fn a_kept_week_is_not_shown_when_the_clearance_has_run_out() {
    static IS_LATER: AtomicBool = AtomicBool::new(false);
    fn today() -> Date {
        if IS_LATER.load(Ordering::SeqCst) { "2028-11-22" } else { "2026-11-22" }.parse().unwrap()
    }
    let server = served_on(today);
    server.post("/people", &[("name", "ann")]);
    all_no(&server);
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    assert_eq!(server.post("/p/1/plan/follow", &[]).leads(), "/p/1/train");
    assert!(page(&server, "/p/1/plan").contains("class=\"exercises\""));
    IS_LATER.store(true, Ordering::SeqCst);
    let plan = page(&server, "/p/1/plan");
    assert!(!plan.contains("class=\"exercises\"") && plan.contains("/p/1/questions"), "{plan}");
}

#[test]
fn half_given_answers_of_somebody_who_was_erased_are_nobodys() {
    let server = with_ann();
    let first = server.post("/p/1/questions", &[]).leads().to_owned();
    server.post(&first, &[("reply", "no")]);
    assert!(page(&server, "/p/1/questions").contains("Go on where you stopped"));
    run(async {
        let store = Store::open(&Address::File(server.store()), IfMissing::Refuse).await?;
        let doing = Doing { what: What::Erase, who: "", at_ms: 0, repeats: Repeats::AreKnown };
        store.erase(&doing, &SubjectId::new("ann").unwrap()).await?;
        store.close().await;
        Ok(())
    })
    .unwrap();
    for (name, number) in [("bob", 2), ("ann", 3)] {
        let at = format!("/p/{number}");
        assert_eq!(server.post("/people", &[("name", name)]).leads(), format!("{at}/about"));
        assert!(!page(&server, &format!("{at}/questions")).contains("Go on where you stopped"), "{name}");
    }
}

#[test]
fn a_second_click_removes_nothing_else_and_a_day_that_cannot_be_read_is_told() {
    let server = with_ann();
    for what in ["left ankle", "right knee"] {
        assert_eq!(server.post("/p/1/about/history", &[("what", what)]).leads(), "/p/1/about");
    }
    let about = page(&server, "/p/1/about");
    let named = about.split("name=\"remove\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    for _ in 0..2 {
        assert_eq!(server.post("/p/1/about/history", &[("remove", named)]).leads(), "/p/1/about");
    }
    let about = page(&server, "/p/1/about");
    assert!(!about.contains("left ankle") && about.contains("right knee"), "{about}");
    for day in ["last summer", "2027-01-01"] {
        let refused = server.post("/p/1/about/history", &[("what", "ski fall"), ("day", day)]);
        assert_eq!(refused.status, 422, "{day}");
    }
    assert!(!page(&server, "/p/1/about").contains("ski fall"));
}

#[test]
fn a_file_that_names_somebody_else_says_whom() {
    let server = with_ann();
    let table = "subject,test,side,value,unit,date\nBob,heel-rise-single,left,24,reps,2026-11-20\n";
    let refused = server.upload("/p/1/bring/file", "m.csv", table.as_bytes());
    assert!(refused.status == 422 && refused.text().contains("it holds rows of Bob"), "{}", refused.text());
    // In another spelling a name would be somebody new, which nobody meant.
    let respelt = server.upload("/p/1/bring/file", "r.csv", table.replace("Bob", "Ann").as_bytes());
    assert!(
        respelt.status == 422 && respelt.text().contains("“Ann” is there already"),
        "{} {}",
        respelt.status,
        respelt.text()
    );
    let own = table.replace("Bob", "ann");
    let came = page(&server, server.upload("/p/1/bring/file", "n.csv", own.as_bytes()).leads());
    assert!(!came.contains("They belong to"), "{came}");
}

#[test]
fn neither_button_of_the_page_about_somebody_drops_what_was_typed_for_the_other() {
    let server = with_ann();
    let facts = [("height", "172"), ("sport", "rowing"), ("what", "left ankle"), ("side", "left")];
    assert_eq!(server.post("/p/1/about/history", &facts).leads(), "/p/1/about");
    let about = page(&server, "/p/1/about");
    assert!(about.contains("value=\"172\"") && about.contains("value=\"rowing\""), "{about}");
    assert!(about.contains("left ankle, left"), "{about}");
    assert_eq!(
        server.post("/p/1/about", &[("height", "172"), ("what", "ski fall")]).leads(),
        "/p/1/questions/1"
    );
    assert!(page(&server, "/p/1/about").contains("ski fall"));
    // A number that is none sends both back as they were typed.
    let again = server.post("/p/1/about/history", &[("height", "two"), ("sport", ""), ("what", "right knee")]);
    assert_eq!(again.status, 422);
    assert!(again.text().contains("value=\"two\"") && again.text().contains("value=\"right knee\""));
    assert!(!page(&server, "/p/1/about").contains("right knee"), "nothing of it is kept");
}
