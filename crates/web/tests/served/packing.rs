//! Answers are packed for who takes them so, and are the same whichever way they come.

use super::client::{Answer, Served, served};
use super::way::with_ann;
use evenstride_web::{Room, routes};
use flate2::read::GzDecoder;
use std::io::Read as _;

/// What is no page of its own: it leads on, is a part of a page, answers a form alone, or answers a script or a program.
const NO_PAGE: [&str; 29] = [
    "/",
    "/assets/{name}",
    "/sw.js",
    "/language",
    "/sign-out",
    "/trust/evenstride.crt",
    "/figures/{name}",
    "/data/undo",
    "/data/erase",
    "/data/compact",
    "/data/backup",
    "/data/restore",
    "/p/{person}/export",
    "/p/{person}/about/history",
    "/p/{person}/questions/seen",
    "/p/{person}/bring/file",
    "/p/{person}/bring/measured",
    "/p/{person}/plan/wishes",
    "/p/{person}/plan/live",
    "/p/{person}/plan/search",
    "/p/{person}/plan/move",
    "/p/{person}/plan/follow",
    "/p/{person}/plan/calendar",
    "/p/{person}/sets",
    "/data/actions.csv",
    "/p/{person}/progress.csv",
    "/p/{person}/results.csv",
    "/p/{person}/train/session.csv",
    "/squad.csv",
];

fn asked(server: &Served, method: &str, path: &str, lines: &str) -> Answer {
    let host = &server.host;
    let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{lines}Connection: close\r\n\r\n");
    server.raw(request.as_bytes())
}

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(answer.body.as_slice()).read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn who_takes_packed_answers_gets_the_same_in_fewer_bytes() {
    let server = with_ann();
    for path in ["/people", "/p/1/about", "/no/such/page", "/library/index.html", "/api/v1/openapi.json"] {
        let plain = asked(&server, "GET", path, "");
        let packed = asked(&server, "GET", path, "Accept-Encoding: br, gzip\r\n");
        assert_eq!(plain.header("content-encoding"), None, "{path}");
        assert_eq!(packed.header("content-encoding"), Some("gzip"), "{path}");
        assert_eq!(unpacked(&packed), plain.body, "{path}");
        assert_eq!(packed.status, plain.status);
        assert!(packed.body.len() * 10 < plain.body.len() * 7, "{path}: {}", packed.body.len());
        let length = packed.header("content-length").map(str::to_owned);
        assert_eq!(length, Some(packed.body.len().to_string()), "{path}");
        for answer in [&plain, &packed] {
            assert!(answer.header("vary").unwrap().contains("accept-encoding"), "{path}");
            assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'none';"));
        }
    }
}

#[test]
fn nothing_is_packed_that_another_site_has_asked_for_or_that_nobody_takes_packed() {
    let server = with_ann();
    for lines in [
        "Accept-Encoding: gzip\r\nSec-Fetch-Site: cross-site\r\n",
        "Accept-Encoding: gzip\r\nSec-Fetch-Site: same-site\r\n",
        "Accept-Encoding: gzip;q=0, br\r\n",
        "Accept-Encoding: identity\r\n",
    ] {
        let answer = asked(&server, "GET", "/people", lines);
        assert_eq!(answer.header("content-encoding"), None, "{lines}");
        assert!(answer.text().contains("<h1"), "{lines}");
    }
    let ours = "Accept-Encoding: gzip\r\nSec-Fetch-Site: same-origin\r\n";
    assert_eq!(asked(&server, "GET", "/people", ours).header("content-encoding"), Some("gzip"));
    let head = asked(&server, "HEAD", "/people", ours);
    assert_eq!((head.status, head.header("content-encoding"), head.body.len()), (200, None, 0));
}

#[test]
fn what_is_packed_already_or_no_text_is_left_as_it_is() {
    let server = served(Room::usual());
    let page = server.get("/people").text();
    let style = page.split("href=\"").find(|part| part.starts_with("/assets/app-")).unwrap();
    let style = style.split('"').next().unwrap();
    let sent = asked(&server, "GET", style, "Accept-Encoding: gzip\r\n");
    // Packed once, not twice.
    assert!(String::from_utf8(unpacked(&sent)).unwrap().contains("body.web"));
    let backup =
        asked(&server, "POST", "/data/backup", "Accept-Encoding: gzip\r\nSec-Fetch-Site: same-origin\r\n");
    assert_eq!((backup.status, backup.header("content-encoding")), (200, None));
}

#[test]
fn every_page_is_looked_at_over_a_slow_connection() {
    let looked_at = include_str!("../../browser/paint.mjs");
    for route in routes().iter().filter(|route| !route.path.starts_with("/api/")) {
        let is_looked_at = looked_at.contains(&format!("[\"{}\", \"/", route.path));
        assert_ne!(is_looked_at, NO_PAGE.contains(&route.path.as_str()), "{}", route.path);
    }
}
