//! Pages in another language: chosen or asked for, whole, and never for programs.

use super::client::{Answer, Served};
use super::way::{all_no, example, with_ann};

/// Words that are English and nothing else that the pages say.
const ENGLISH: [&str; 16] = [
    "the", "and", "your", "you", "with", "this", "that", "which", "left", "right", "weaker", "are", "not",
    "from", "of", "to",
];

fn asked(server: &Served, path: &str, lines: &str) -> Answer {
    let host = &server.host;
    server.raw(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{lines}Connection: close\r\n\r\n").as_bytes())
}

fn in_german(server: &Served, path: &str) -> String {
    let answer = asked(server, path, "Accept-Language: de-AT,de;q=0.9,en;q=0.5\r\n");
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    let text = answer.text();
    assert!(text.contains("<html lang=\"de\""), "{path} says what it is");
    assert!(!text.contains('⟦'), "{path} lacks a word");
    text
}

/// What a page says: no tags, nothing of what is marked as English or as code, no style and no script.
fn said(page: &str) -> String {
    let mut said = String::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        said.push_str(&rest[..start]);
        said.push(' ');
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        rest = &rest[end + 1..];
        let is_left_out =
            ["style", "script", "code", "textarea"].contains(&name) || tag.contains("lang=\"en\"");
        if is_left_out && !name.is_empty() {
            let close = format!("</{name}>");
            let at = rest.find(&close).unwrap_or_else(|| panic!("<{tag}> is closed"));
            rest = &rest[at + close.len()..];
        }
        for attribute in ["alt=\"", "aria-label=\"", "title=\"", "placeholder=\""] {
            if let Some(at) = tag.find(attribute) {
                said.push_str(tag[at + attribute.len()..].split('"').next().unwrap_or_default());
                said.push(' ');
            }
        }
    }
    said.push_str(rest);
    // What a script fills in stands in braces.
    let parts = said.split('{').map(|part| part.split_once('}').map_or(part, |(_, behind)| behind));
    parts.collect()
}

#[track_caller]
fn is_german(path: &str, page: &str) {
    let said = said(page);
    let words: Vec<&str> =
        said.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let is_english = ENGLISH.iter().any(|english| word.eq_ignore_ascii_case(english));
        let around = words[at.saturating_sub(6)..(at + 7).min(words.len())].join(" ");
        assert!(!is_english, "{path}: … {around} …");
    }
    assert!(words.len() > 20, "{path} says something");
}

fn following() -> Served {
    let server = with_ann();
    all_no(&server);
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    server.post("/p/1/plan/follow", &[]);
    server.post("/p/1/train", &[("lines", "2026-11-22 split-squat L 3x8 @2 pain 1")]);
    server
}

#[test]
fn every_page_is_german_for_who_asks_for_german() {
    let server = following();
    let log = "date,exercise,side,reps\n2026-11-21,Kniebeuge,both,10\n";
    server.upload("/p/1/weeks", "log.csv", log.as_bytes());
    for path in [
        "/",
        "/people",
        "/squad",
        "/data",
        "/p/1",
        "/p/1/about",
        "/p/1/questions",
        "/p/1/questions/1",
        "/p/1/questions/outcome",
        "/p/1/bring",
        "/p/1/bring/1",
        "/p/1/check",
        "/p/1/check/tests?minutes=20",
        "/p/1/check/test/strap-knee-ext?minutes=20",
        "/p/1/results",
        "/p/1/plan",
        "/p/1/plan?why=1",
        "/p/1/train",
        "/p/1/train/go",
        "/p/1/progress",
        "/p/1/weeks",
        "/p/1/remarks",
    ] {
        let answer = asked(&server, path, "Accept-Language: de\r\n");
        if answer.status == 303 {
            continue;
        }
        is_german(path, &in_german(&server, path));
    }
}

#[test]
fn the_whole_library_is_german() {
    let server = with_ann();
    let mut open = vec!["/library/index.html".to_owned()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = in_german(&server, &path);
        is_german(&path, &page);
        let folder = path.rsplit_once('/').unwrap().0;
        for part in page.split("href=\"").skip(1) {
            let address = part.split(['"', '#']).next().unwrap();
            let is_page = address.ends_with(".html") && !address.contains("://");
            if is_page && !address.starts_with('/') {
                open.push(match address.strip_prefix("../") {
                    Some(up) => format!("{}/{up}", folder.rsplit_once('/').unwrap().0),
                    None => format!("{folder}/{address}"),
                });
            }
        }
    }
    assert!(seen.len() > 500, "{}", seen.len());
}

#[test]
fn what_was_chosen_stays_and_leads_back_to_the_page() {
    let server = with_ann();
    let shown = server.get("/p/1/about").text();
    assert!(shown.contains("<html lang=\"en\"") && shown.contains("lang=\"de\">Deutsch</button>"), "{shown}");
    assert!(shown.contains("name=\"back\" value=\"/p/1/about\""));
    // What the page was asked for stays, and what is no plain address of ours does not.
    for (path, back) in [
        ("/p/1/plan?new=1&with=split-squat", "/p/1/plan?new=1&amp;with=split-squat"),
        ("/p/1/plan?new=//evil.example", "/p/1/plan"),
        ("/p/1/plan?new=%22%3E%3Cb%3E", "/p/1/plan?new=%22%3E%3Cb%3E"),
    ] {
        let shown = server.get(path).text();
        assert!(shown.contains(&format!("name=\"back\" value=\"{back}\"")), "{path}");
    }
    let kept = server.post("/language", &[("language", "de"), ("back", "/p/1/plan?new=1&with=split-squat")]);
    assert_eq!(kept.leads(), "/p/1/plan?new=1&with=split-squat");
    let chosen = server.post("/language", &[("language", "de"), ("back", "/p/1/about")]);
    assert_eq!(chosen.leads(), "/p/1/about");
    let cookie = chosen.cookie().unwrap();
    assert!(cookie.starts_with("evenstride-language=de; Path=/;") && cookie.contains("HttpOnly"), "{cookie}");
    let kept = cookie.split(';').next().unwrap();
    // It goes before what the browser asks for.
    let german = asked(&server, "/p/1/about", &format!("Cookie: {kept}\r\nAccept-Language: en\r\n")).text();
    assert!(german.contains("<html lang=\"de\"") && german.contains(">English</button>"), "{german}");
    for wrong in [
        ("fr", "/"),
        ("de", "//elsewhere.example"),
        ("de", "/\\elsewhere.example"),
        ("de", "//elsewhere.example/?minutes=20"),
        ("de", "/\\elsewhere.example?minutes=20"),
        ("de", "/p/1?a=b\r\nSet-Cookie: a=b"),
        ("", "https://elsewhere.example/"),
    ] {
        let answer = server.post("/language", &[("language", wrong.0), ("back", wrong.1)]);
        assert_eq!(answer.leads(), "/");
        assert_eq!(answer.cookie().is_some(), wrong.0 == "de");
    }
}

#[test]
fn programs_are_answered_in_english_whatever_they_ask_for() {
    let server = following();
    let path = "/api/v1/people";
    let lines = "Accept-Language: de\r\nCookie: evenstride-language=de\r\n";
    assert_eq!(asked(&server, path, lines).body, server.get(path).body);
    let wrong = asked(&server, "/api/v1/no-such", lines);
    assert!(wrong.status == 404 && !wrong.text().contains("gibt"), "{}", wrong.text());
}
