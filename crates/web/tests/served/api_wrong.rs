//! What programs are refused, and how they are told.

use super::api::{JSON, form, value, with_ada};
use super::client::{Answer, served};
use super::way::example;
use evenstride_web::{Room, openapi};
use serde_json::{Value, json};

/// It was refused with this status and kind, in the form that programs read.
#[track_caller]
fn refused(answer: &Answer, status: u16, kind: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let told = value(answer);
    assert_eq!(told["type"], format!("urn:evenstride:problem:{kind}"), "{told}");
    assert_eq!(told["status"], status);
    assert!(told["detail"].as_str().unwrap().starts_with("failed to "), "{told}");
    assert!(!told["title"].as_str().unwrap().is_empty());
    let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(keys.iter().all(|key| ["type", "title", "status", "detail", "hint"].contains(key)), "{keys:?}");
}

#[test]
fn what_does_not_fit_its_description_is_refused_and_not_guessed() {
    let (server, at) = with_ada();
    let post = |path: &str, body: &str| server.ask("POST", &format!("{at}{path}"), JSON, body.as_bytes());
    for body in ["", "{", "[]", "null", "\"x\"", "{\"lines\":[]", "\u{feff}{}"] {
        refused(&post("/log", body), 400, "malformed");
    }
    for body in [
        json!({}),
        json!({ "lines": "split-squat left 3x8" }),
        json!({ "lines": [1] }),
        json!({ "lines": [], "again": "yes" }),
        json!({ "lines": [], "weight_unit": "stone" }),
        json!({ "lines": [], "other": 1 }),
        json!({ "lines": vec!["x"; 501] }),
    ] {
        refused(&post("/log", &body.to_string()), 400, "malformed");
    }
    for body in
        [json!({ "weeks": 3 }), json!({ "weeks": 4.5 }), json!({ "as_of": "yesterday" }), json!({ "delta": 0 })]
    {
        refused(&post("/plan", &body.to_string()), 400, "malformed");
    }
    for query in [
        "?as_of=2026-13-01",
        "?as_of=20261122",
        "?as_of=",
        "?of=2026-11-22",
        "?as_of=2026-11-22&as_of=2026-11-22",
    ] {
        refused(&server.ask("GET", &format!("{at}/status{query}"), "", b""), 400, "malformed");
    }
    refused(&server.ask("GET", "/actions?last=-1", "", b""), 400, "malformed");
    refused(&server.ask("GET", "/people/%ff/status", "", b""), 400, "malformed");
    // What fits and cannot be done.
    refused(&post("/log", "{\"lines\":[\"splt-sqat left 3x8\"]}"), 422, "unreadable");
    refused(&post("/log", "{\"lines\":[\"\\u0000\\u202e{{{\"]}"), 422, "unreadable");
    refused(&post("/plan", "{\"days\":\"someday\"}"), 422, "refused");
    refused(&post("/plan", "{\"with\":[\"no-such\"]}"), 422, "refused");
    let put = |body: &str| server.ask("PUT", &format!("{at}/answers"), JSON, body.as_bytes());
    refused(&put("{\"answers\":{\"RF-99\":\"no\"}}"), 422, "unreadable");
    refused(&put("{\"answers\":{\"RF-01\":\"perhaps\"}}"), 422, "unreadable");
    refused(&put("{\"answered_on\":\"2027-01-01\",\"answers\":{}}"), 422, "unreadable");
    refused(&server.send("/inspect", "text/csv", b"what,is,this\n1,2,3\n"), 422, "unreadable");
    refused(&server.ask("POST", "/people", JSON, b"{\"name\":\"\\u0007\"}"), 422, "refused");
    let told = post("/log", "{\"lines\":[\"splt-sqat left 3x8\"]}");
    assert!(value(&told)["hint"].as_str().unwrap().contains("split-squat"), "{}", told.text());
}

#[test]
fn what_is_not_there_is_said_to_be_missing() {
    let (server, at) = with_ada();
    for path in [
        "/people/0000000000000000/status",
        "/people/ada/status",
        "/people/1/status",
        "/nothing",
        "",
        "/",
        "/catalogue/nothing",
        "/catalogue/tests/nothing",
        "/people/0000000000000000/export",
    ] {
        refused(&server.ask("GET", path, "", b""), 404, "not-found");
    }
    refused(&server.raw(b"GET /api HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 421, "wrong-host");
    for path in ["/actions/9999/undo", "/actions/x/undo", "/actions/99999999999999999999/undo"] {
        refused(&server.ask("POST", path, JSON, b"{}"), 404, "not-found");
    }
    for record in ["00000000", "zz", "%20", "0"] {
        let path = format!("{at}/records/{record}/correction");
        refused(&server.ask("POST", &path, JSON, b"{\"to\":\"remove\"}"), 404, "not-found");
    }
    for (method, path) in [("POST", "/squad"), ("DELETE", "/people"), ("PATCH", "/actions"), ("GET", "/import")]
    {
        let answer = server.ask(method, path, "", b"");
        refused(&answer, 405, "wrong-method");
        assert!(answer.header("allow").is_some_and(|methods| !methods.is_empty()), "{method} {path}");
    }
}

#[test]
fn nothing_is_taken_that_a_page_of_another_site_could_send() {
    let (server, at) = with_ada();
    let log = format!("{at}/log");
    let body = b"{\"lines\":[\"2026-11-21 split-squat left 3x8\"]}";
    for kind in
        ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html"]
    {
        refused(&server.ask("POST", &log, kind, body), 415, "wrong-type");
    }
    let (kind, parts) = form(&[("file", "m.csv", &example("measurements.csv"))]);
    refused(&server.ask("POST", &format!("{at}/import"), &kind, &parts), 400, "missing-header");
    refused(&server.ask("POST", "/import", "text/csv", b"x"), 400, "missing-header");
    refused(&server.ask("POST", &format!("{at}/import"), "text/plain", &parts), 415, "wrong-type");
    let own = format!("Origin: http://{}\r\n", server.host);
    for lines in [
        "Origin: null\r\n".to_owned(),
        "Origin: http://evil.example\r\n".to_owned(),
        "Sec-Fetch-Site: cross-site\r\n".to_owned(),
        "Sec-Fetch-Site: none\r\n".to_owned(),
        format!("Sec-Fetch-Site: same-site\r\n{own}"),
    ] {
        refused(&server.ask_with(&lines, "POST", &log, JSON, body), 403, "wrong-page");
    }
    for lines in ["Sec-Fetch-Site: cross-site\r\n", "Origin: http://evil.example\r\n"] {
        refused(&server.ask_with(lines, "GET", "/people", "", b""), 403, "wrong-page");
        refused(&server.ask_with(lines, "OPTIONS", "/people", "", b""), 403, "wrong-page");
    }
    let records = server.read(&format!("{at}/records")).text();
    assert!(!records.contains("split-squat"), "nothing was written down");
    assert_eq!(server.ask_with(&own, "POST", &log, JSON, body).status, 200);
    // The pages are guarded as before: a program has no business with their forms.
    assert_eq!(server.post_with("", "/people", "name=eve").status, 403);
    let answer = server.read("/people");
    assert!(answer.header("access-control-allow-origin").is_none());
    let rebound = b"GET /api/v1/people HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    refused(&server.raw(rebound), 421, "wrong-host");
}

#[test]
fn what_is_too_large_is_refused() {
    let server = served(Room { upload_bytes: 1000, ..Room::usual() });
    let large = vec![b'x'; 300_000];
    refused(&server.send("/inspect", "text/csv", &large), 413, "too-large");
    let (kind, parts) = form(&[("file", "large.csv", &large)]);
    refused(&server.send("/inspect", &kind, &parts), 413, "too-large");
    let long = json!({ "name": "x".repeat(1_200_000) }).to_string();
    refused(&server.ask("POST", "/people", JSON, long.as_bytes()), 413, "too-large");
}

#[test]
fn every_route_of_the_description_answers() {
    let (server, at) = with_ada();
    let document: Value = serde_json::from_str(&openapi()).unwrap();
    let person = at.trim_start_matches("/people/");
    for (path, methods) in document["paths"].as_object().unwrap() {
        let path = path.trim_start_matches("/api/v1").replace("{person}", person).replace("{kind}", "tests");
        let path =
            path.replace("{id}", "hop-single").replace("{action}", "999").replace("{record}", "00000000");
        for method in methods.as_object().unwrap().keys() {
            let answer = server.ask(&method.to_uppercase(), &path, "", b"");
            let wanted: &[u16] = match method.as_str() {
                "get" => &[200, 404],
                _ => &[415],
            };
            assert!(wanted.contains(&answer.status), "{method} {path}: {} {}", answer.status, answer.text());
        }
    }
}
