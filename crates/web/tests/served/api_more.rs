//! What programs ask beyond the first round: the next tests, logs beside tables, ratings, pages and calendars.

use super::api::JSON;
use super::client::{Answer, Served, served};
use super::way::example;
use evenstride_app::prelude::SubjectId;
use evenstride_app::sets::person_key;
use evenstride_web::Room;
use serde_json::{Value, json};

fn key() -> String {
    person_key(&SubjectId::new("ann").unwrap())
}

/// Somebody with facts, answers and measurements, who follows a week.
fn following() -> Served {
    let server = served(Room::usual());
    server.tell("/people", &json!({ "name": "ann" }));
    let person = String::from_utf8(example("person.toml")).unwrap();
    let own: String =
        person.lines().filter(|line| !line.starts_with("subject")).map(|line| format!("{line}\n")).collect();
    let answers = example("answers.toml");
    let table = example("measurements.csv");
    server.hand(
        &format!("/people/{}/import", key()),
        &[
            ("file", "person.toml", own.as_bytes()),
            ("file", "answers.toml", &answers),
            ("file", "measurements.csv", &table),
        ],
    );
    server.tell(&format!("/people/{}/plan", key()), &json!({ "keep": true }));
    server
}

fn code(answer: &Answer) -> &str {
    answer.header("evenstride-exit-code").expect("every answer has it")
}

fn tests_of(answer: &Answer) -> Vec<String> {
    let json: Value = serde_json::from_slice(&answer.body).unwrap();
    let next = json["assessments"][0]["next"].as_array().unwrap_or_else(|| panic!("{json}")).clone();
    next.iter().map(|one| one["test"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_next_tests_of_somebody_fit_the_minutes_that_there_are() {
    let server = following();
    let best = tests_of(&server.read(&format!("/people/{}/next", key())));
    assert!((1..=3).contains(&best.len()), "{best:?}");
    let short = tests_of(&server.read(&format!("/people/{}/next?minutes=8", key())));
    let long = tests_of(&server.read(&format!("/people/{}/next?minutes=60", key())));
    assert!(short.len() < long.len(), "{short:?} {long:?}");
    assert_eq!(server.ask("GET", &format!("/people/{}/next?minutes=0", key()), "", b"").status, 400);
    server.tell("/people", &json!({ "name": "ben" }));
    let ben = person_key(&SubjectId::new("ben").unwrap());
    let open = server.read(&format!("/people/{ben}/next"));
    assert_eq!(code(&open), "3", "questions that are open are told in their place");
    assert!(open.text().contains("incomplete"), "{}", open.text());
}

#[test]
fn pages_and_calendars_are_handed_out_and_begin_with_the_stop_where_something_stops() {
    let server = following();
    for about in ["status", "check", "plan"] {
        let page = server.read(&format!("/people/{}/report?about={about}", key()));
        assert!(page.text().starts_with("<!DOCTYPE html>"), "{about}");
        assert_eq!((page.header("content-type"), code(&page)), (Some("text/html; charset=utf-8"), "0"));
        assert!(
            page.header("content-disposition").unwrap().starts_with("attachment"),
            "no page of ours runs it"
        );
    }
    let squad = server.read("/squad/report");
    assert!(squad.text().contains("ann"), "{}", squad.text());
    let at = server.read(&format!("/people/{}/calendar?at=07:30&as_of=2026-11-22", key()));
    assert!(at.text().starts_with("BEGIN:VCALENDAR") && at.text().contains("T073000"), "{}", at.text());
    assert_eq!(at.text(), server.read(&format!("/people/{}/calendar?at=07:30&as_of=2026-11-22", key())).text());
    let usual = server.read(&format!("/people/{}/calendar", key()));
    assert!(usual.text().contains("T180000"), "{}", usual.text());
    assert_eq!(server.ask("GET", &format!("/people/{}/calendar?at=25:00", key()), "", b"").status, 422);

    let body = json!({ "answers": { "RF-01": "yes" } }).to_string();
    let told = server.ask("PUT", &format!("/people/{}/answers", key()), JSON, body.as_bytes());
    assert_eq!(told.status, 200, "{}", told.text());
    for about in ["status", "check", "plan"] {
        let page = server.read(&format!("/people/{}/report?about={about}", key()));
        assert_eq!(code(&page), "20", "{about}");
        assert!(!page.text().contains("class=\"exercises\""), "{about} shows no week");
    }
    for path in ["calendar", "next"] {
        let stop = server.read(&format!("/people/{}/{path}", key()));
        assert_eq!(code(&stop), "20", "{path}");
        assert!(stop.text().contains("\"stopped\""), "{path}: {}", stop.text());
    }
}

const TWO: &str = "subject,test,side,value,unit,date\n\
    ann,strap-knee-ext,left,24,kg,2026-09-01\nann,strap-knee-ext,right,17,kg,2026-09-01\n\
    ann,strap-knee-ext,left,25,kg,2026-11-20\nann,strap-knee-ext,right,22,kg,2026-11-20\n\
    ben,strap-knee-ext,left,20,kg,2026-11-20\nben,strap-knee-ext,right,20,kg,2026-11-20\n";
const LOG: &str = "2026-10-01 split-squat right 3x8 10kg\n2026-10-08 split-squat right 3x8 10kg\n\
    2026-10-15 split-squat right 3x8 10kg\n2026-10-22 split-squat right 3x8 10kg\n";

#[test]
fn logs_beside_tables_count_for_whom_they_are_named_after() {
    let server = served(Room::usual());
    let table = ("measurements", "two.csv", TWO.as_bytes());
    let with = |logs: &[(&str, &str, &[u8])]| {
        let mut parts = vec![table, ("by", "", b"subject".as_slice())];
        parts.extend_from_slice(logs);
        server.hand("/files/findings", &parts).text()
    };
    let without = with(&[]);
    let anns = with(&[("trained", "ann.csv", LOG.as_bytes())]);
    assert_ne!(without, anns, "what was trained is expected to have changed something");
    let nobodys = with(&[("trained", "carl.csv", LOG.as_bytes())]);
    assert!(!nobodys.contains("\"expected\": {"), "{nobodys}");
    let parts = [table, ("subject", "", b"ann"), ("trained", "any.txt", LOG.as_bytes())];
    assert_eq!(server.hand("/files/next", &parts).status, 200);
}

#[test]
fn a_week_for_files_takes_a_map_a_person_and_a_log() {
    let server = served(Room::usual());
    let (person, answers) = (example("person.toml"), example("answers.toml"));
    let person = String::from_utf8(person).unwrap();
    let own: String =
        person.lines().filter(|line| !line.starts_with("subject")).map(|line| format!("{line}\n")).collect();
    let theirs = TWO.replace("subject,test,side,value", "who,test,leg,peak");
    let map = b"[columns]\nsubject = \"who\"\nside = \"leg\"\nvalue = \"peak\"\n";
    let parts: [(&str, &str, &[u8]); 6] = [
        ("person", "person.toml", own.as_bytes()),
        ("answers", "answers.toml", &answers),
        ("measurements", "theirs.csv", theirs.as_bytes()),
        ("map", "map.toml", map),
        ("subject", "", b"ann"),
        ("trained", "log.txt", LOG.as_bytes()),
    ];
    let week = server.hand("/files/plan", &parts);
    assert!(code(&week) == "0" && week.text().contains("\"sessions\""), "{}", week.text());
    let stop = b"2026-11-21 split-squat right 3x8 10kg chest pain\n";
    let mut ended = parts;
    ended[5] = ("trained", "log.txt", stop);
    let ended = server.hand("/files/plan", &ended);
    assert!(
        !ended.text().contains("\"sessions\""),
        "a sign to stop in the log ends the clearance: {}",
        ended.text()
    );
}

#[test]
fn ratings_of_sessions_stand_beside_the_weeks_that_are_kept() {
    let server = following();
    server.tell(
        &format!("/people/{}/log", key()),
        &json!({ "lines": ["2026-11-17 split-squat left 3x8 10kg", "2026-11-17 split-squat right 3x8 10kg"] }),
    );
    let path = format!("/people/{}/audit", key());
    let plain = server.read(&path).text();
    let rated =
        server.hand(&path, &[("effort", "effort.csv", b"date,effort,minutes\n2026-11-17,7,40\n")]).text();
    assert_ne!(plain, rated);
    assert!(rated.contains("280"), "7 times 40 minutes: {rated}");
}
