//! What is refused, and what every answer carries.

use super::client::{Served, read, served};
use evenstride_web::{Listening, Room, Serving};
use std::io::Write;
use std::time::{Duration, Instant};

fn usual() -> Served {
    served(Room::usual())
}

#[test]
fn every_answer_carries_the_strict_headers() {
    let server = usual();
    let answers = [
        server.get("/"),
        server.get("/people"),
        server.get("/no/such/page"),
        server.get("/p/1/results"),
        server.post_with("", "/people", "name=ann"),
        server.raw(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        server.raw(
            format!(
                "DELETE /people HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nConnection: close\r\n\r\n",
                server.host
            )
            .as_bytes(),
        ),
    ];
    assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 200, 404, 404, 403, 421, 405]);
    for answer in &answers {
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
        for rule in ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        // Scripts are files of our own, and nothing stands in the page itself.
        let text = answer.text().replace("<script type=\"module\" src=\"/assets/", "");
        assert!(!text.contains("style=\"") && !text.contains("<script"), "{text}");
    }
}

#[test]
fn another_name_that_leads_here_is_not_answered() {
    let server = usual();
    let port = server.host.split(':').next_back().unwrap();
    for own in [server.host.clone(), format!("localhost:{port}"), format!("[::1]:{port}")] {
        let answer =
            server.raw(format!("GET / HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n").as_bytes());
        assert_eq!(answer.status, 200, "{own}");
    }
    for lines in [
        "Host: rebound.example\r\n".to_owned(),
        format!("Host: rebound.example:{port}\r\n"),
        "Host: localhost\r\n".to_owned(),
        format!("Host: localhost:{port}\r\nHost: rebound.example\r\n"),
        String::new(),
    ] {
        let answer = server.raw(format!("GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n").as_bytes());
        assert!([400, 421].contains(&answer.status), "{lines}: {}", answer.status);
        assert!(!answer.text().contains("<form"), "{lines}");
    }
    let whole =
        format!("GET http://rebound.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(server.raw(whole.as_bytes()).status, 421);
}

#[test]
fn a_form_of_another_page_changes_nothing() {
    let server = usual();
    let own = format!("Origin: http://{}\r\n", server.host);
    for lines in [
        String::new(),
        "Origin: null\r\n".to_owned(),
        "Origin: http://evil.example\r\n".to_owned(),
        "Sec-Fetch-Site: cross-site\r\n".to_owned(),
        format!("Sec-Fetch-Site: same-site\r\n{own}"),
        "Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.example\r\n".to_owned(),
    ] {
        assert_eq!(server.post_with(&lines, "/people", "name=ann").status, 403, "{lines}");
    }
    assert!(server.get("/").text().contains("id=\"name\""), "nobody was added");
    assert_eq!(server.post_with(&own, "/people", "name=ann").status, 303);
    assert_eq!(server.get("/").leads(), "/p/1");
}

#[test]
fn files_of_the_program_are_packed_and_kept_for_ever() {
    let server = usual();
    let page = server.get("/").text();
    let at = page.find("/assets/app-").unwrap();
    let style: String = page[at..].chars().take_while(|c| *c != '"').collect();
    let plain = server.get(&style);
    assert_eq!((plain.status, plain.header("content-type")), (200, Some("text/css; charset=utf-8")));
    assert!(plain.header("cache-control").unwrap().contains("immutable"));
    let host = &server.host;
    let request = format!(
        "GET {style} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br, gzip\r\nConnection: close\r\n\r\n"
    );
    let packed = server.raw(request.as_bytes());
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() * 2 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
    for missing in ["/assets/app-0000000000000000.css", "/assets/..%2f..%2fCargo.toml", "/assets/"] {
        assert_eq!(server.get(missing).status, 404, "{missing}");
    }
}

#[test]
fn what_is_too_large_is_refused_in_a_page() {
    let server = served(Room { upload_bytes: 1000, ..Room::usual() });
    server.post("/people", &[("name", "ann")]);
    let large = server.upload("/p/1/bring/file", "large.csv", &vec![b'x'; 200_000]);
    assert_eq!(large.status, 413);
    assert!(large.text().contains("too large"));
    let long = "x".repeat(300_000);
    assert_eq!(server.post("/p/1/train", &[("lines", &long)]).status, 413);
}

/// Sends the head of a form and never its body.
fn half_sent(server: &Served) -> std::net::TcpStream {
    let mut stream = server.connect();
    let host = &server.host;
    let head = format!(
        "POST /people HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Length: 10\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[test]
fn a_request_that_never_ends_is_ended() {
    let server = served(Room { time: Duration::from_millis(200), ..Room::usual() });
    let started = Instant::now();
    assert_eq!(read(&mut half_sent(&server)).status, 504);
    // Far below the usual minute, and far above what a busy machine needs for the rest.
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[test]
fn whoever_does_not_say_what_it_wants_is_hung_up_on_and_makes_room() {
    let room = Room { head_time: Duration::from_millis(300), connections: 2, ..Room::usual() };
    let server = served(room);
    let started = Instant::now();
    let mut silent = server.connect();
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    // Both places are held, and given back.
    assert_eq!(server.get("/").status, 200);
    for stream in [&mut silent, &mut slow] {
        let mut rest = Vec::new();
        let _ = std::io::Read::read_to_end(stream, &mut rest);
        assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
    }
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[test]
fn so_many_at_once_and_no_more() {
    let room = Room { requests: 1, patience: Duration::from_millis(200), ..Room::usual() };
    let server = served(room);
    let held = half_sent(&server);
    std::thread::sleep(Duration::from_millis(300));
    let refused = server.get("/");
    assert_eq!(refused.status, 503);
    assert!(refused.text().contains("Too much at once"));
    drop(held);
    let mut later = server.get("/");
    for _ in 0..50 {
        if later.status == 200 {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
        later = server.get("/");
    }
    assert_eq!(later.status, 200, "a place that was given back is given again");
}

#[test]
fn what_is_being_answered_is_answered_to_its_end() {
    let mut server = usual();
    let mut stream = half_sent(&server);
    std::thread::sleep(Duration::from_millis(300));
    server.stop();
    std::thread::sleep(Duration::from_millis(300));
    stream.write_all(b"name=annie").unwrap();
    assert_eq!(read(&mut stream).status, 303);
    server.ended();
}

#[test]
fn nonsense_is_no_fault_of_ours() {
    let server = usual();
    server.post("/people", &[("name", "ann")]);
    for path in [
        "/p/0",
        "/p/-1",
        "/p/99999999999999999999",
        "/p/x",
        "/p/1/questions/0",
        "/p/1/questions/999",
        "/p/1/questions/-1",
        "/p/1/bring/7",
        "/p/1/%00",
        "/library/nothing.html",
        "/library/../../etc/passwd",
        "/%ff",
    ] {
        let status = server.get(path).status;
        assert!([303, 400, 404].contains(&status), "{path}: {status}");
    }
    let posts: &[(&str, &[(&str, &str)])] = &[
        ("/people", &[("name", "")]),
        ("/people", &[]),
        ("/data/undo", &[("action", "one")]),
        ("/data/undo", &[("action", "-9223372036854775808")]),
        ("/p/1/about", &[("height", "nan"), ("birth_year", "1e9")]),
        ("/p/1/about/history", &[("remove", "18446744073709551615")]),
        ("/p/1/about/history", &[]),
        ("/p/1/questions/1", &[("reply", "perhaps")]),
        ("/p/1/questions/seen", &[("who", ""), ("day", "never")]),
        ("/p/1/bring/file", &[("file", "none")]),
        ("/p/1/bring/measured", &[("test", "x"), ("day", "y"), ("left", "z")]),
        ("/p/1/plan/wishes", &[("day-0", "-5"), ("day-1", "half")]),
        ("/p/1/plan/follow", &[]),
        ("/p/1/train", &[("lines", "\u{0}\u{202e}{{{")]),
    ];
    for (path, fields) in posts {
        let status = server.post(path, fields).status;
        assert!([303, 400, 404, 422].contains(&status), "{path}: {status}");
    }
}

#[test]
fn another_address_than_this_machine_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving {
        host: "0.0.0.0".to_owned(),
        port: 0,
        beyond: None,
        store: evenstride_app::store::Address::File(folder.path().join("store.db")),
        knowledge: evenstride_app::knowledge::Spoken::load(&[]).unwrap(),
        today: evenstride_app::disk::today,
        room: Room::usual(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(Listening::open(serving)).unwrap_err().to_string();
    assert!(error.contains("expected 127.0.0.1, ::1 or localhost"), "{error}");
    assert!(!folder.path().join("store.db").exists());
}
