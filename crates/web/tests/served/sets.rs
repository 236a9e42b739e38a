//! What the training page tells, over real sockets: each set once, whatever comes twice, broken or from elsewhere.

use super::client::{Answer, Served, served};
use super::way::{all_no, example, page, with_ann};
use evenstride_web::Room;

/// A person who is cleared, has measured and follows a week.
pub(crate) fn training() -> Served {
    let server = with_ann();
    all_no(&server);
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    assert_eq!(server.post("/p/1/plan/follow", &[]).leads(), "/p/1/train");
    server
}

const OWN: &str = "Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n";

fn send(server: &Served, lines: &str, kind: &str, body: &[u8]) -> Answer {
    let head = format!(
        "POST /p/1/sets HTTP/1.1\r\nHost: {}\r\n{lines}Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        server.host,
        body.len()
    );
    server.raw(&[head.as_bytes(), body].concat())
}

pub(crate) fn tell(server: &Served, message: &str) -> Answer {
    send(server, OWN, "application/json", message.as_bytes())
}

/// What stands between `start` and the next quotation mark.
#[track_caller]
fn attribute(text: &str, start: &str) -> String {
    let at = text.find(start).unwrap_or_else(|| panic!("{start} is there"));
    text[at + start.len()..].split('"').next().unwrap().to_owned()
}

/// The message of some events, each as `id` and what it says.
pub(crate) fn message(server: &Served, events: &[(&str, &str)]) -> String {
    let owner = attribute(&page(server, "/p/1/train/go"), "data-owner=\"");
    let events: Vec<String> = events
        .iter()
        .enumerate()
        .map(|(n, (id, says))| {
            format!("{{\"id\":\"{}\",\"n\":{},\"day\":\"2026-11-22\",{says}}}", name(id), n + 1)
        })
        .collect();
    format!("{{\"person\":\"{owner}\",\"sets\":[{}]}}", events.join(","))
}

fn name(id: &str) -> String {
    format!("{id:0>32}")
}

const SET: &str = "\"exercise\":\"split-squat\",\"side\":\"left\",\"amount\":8,\"load_kg\":12.5,\"reserve\":2";

/// The table of training in the export.
fn trained(server: &Served) -> String {
    let archive = server.post("/p/1/export", &[]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive.body)).unwrap();
    let mut table = String::new();
    if let Ok(mut file) = archive.by_name("trained.csv") {
        std::io::Read::read_to_string(&mut file, &mut table).unwrap();
    }
    table
}

#[track_caller]
fn rows(server: &Served, expected: usize) {
    let table = trained(server);
    assert_eq!(table.matches("split-squat").count(), expected, "{table}");
}

#[test]
fn the_session_is_one_document_with_every_set_and_every_stop() {
    let server = training();
    let shown = page(&server, "/p/1/train/go");
    assert!(shown.matches(" data-exercise=").count() > 3, "{shown}");
    assert!(shown.contains("data-rule=\"stop-chest\"") && shown.contains("How much did the left leg hurt?"));
    for figure in shown.match_indices("data-figure=\"").map(|(at, start)| &shown[at + start.len()..]) {
        let figure = figure.split('"').next().unwrap();
        assert_eq!(server.get(figure).header("content-type"), Some("image/svg+xml"), "{figure}");
    }
    let script = attribute(&shown, "<script type=\"module\" src=\"");
    let sent = server.get(&script);
    assert_eq!(sent.header("content-type"), Some("text/javascript; charset=utf-8"));
    let outbox = attribute(&sent.text(), "from \"");
    assert_eq!(server.get(&outbox).status, 200, "{outbox}");
    let worker = server.get("/sw.js");
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    assert!(!worker.text().contains("skipWaiting"), "a new one waits until the old pages are gone");
    for wrong in ["/figures/split-squat.svg", "/figures/-left.svg", "/figures/x-left.svg"] {
        assert_eq!(server.get(wrong).status, 404, "{wrong}");
    }
    // Without a week there is no session, and the page leads to the one that says so.
    assert_eq!(with_ann().get("/p/1/train/go").leads(), "/p/1/train");
}

#[test]
fn a_set_is_kept_once_however_often_it_arrives() {
    let server = training();
    let (one, two) = (message(&server, &[("1", SET)]), message(&server, &[("1", SET), ("2", SET)]));
    let first = tell(&server, &one);
    assert_eq!((first.status, first.header("content-type")), (200, Some("application/json")));
    assert_eq!(first.text(), format!("{{\"kept\":[\"{}\"],\"refused\":[],\"stopped\":false}}", name("1")));
    rows(&server, 1);
    assert_eq!(tell(&server, &one).text(), first.text());
    rows(&server, 1);
    // The same set a second time is a set of its own; so is not a name that stands twice in one message.
    assert!(tell(&server, &two).text().contains(&name("2")));
    let twice = message(&server, &[("2", SET), ("2", SET)]);
    tell(&server, &twice);
    rows(&server, 2);
    // The session of the day stays as it was while its sets come in.
    let before = attribute(&page(&server, "/p/1/train/go"), "data-session=\"");
    tell(&server, &message(&server, &[("3", SET)]));
    assert_eq!(attribute(&page(&server, "/p/1/train/go"), "data-session=\""), before);
    assert!(page(&server, "/p/1/progress").contains("Last written down: 22 November 2026."));
}

#[test]
fn from_two_tabs_at_once_each_set_comes_in_once() {
    let server = training();
    let messages: Vec<String> =
        (0..4).map(|tab| message(&server, &[(&format!("a{tab}"), SET), ("b", SET), ("c", SET)])).collect();
    std::thread::scope(|scope| {
        for told in &messages {
            scope.spawn(|| assert_eq!(tell(&server, told).status, 200));
        }
    });
    rows(&server, 6);
}

#[test]
fn what_was_kept_is_known_after_a_restart() {
    let mut server = training();
    let one = message(&server, &[("1", SET)]);
    tell(&server, &one);
    server = server.started_again();
    assert!(tell(&server, &one).text().contains(&name("1")));
    rows(&server, 1);
}

#[test]
fn a_set_can_be_changed_and_taken_away_and_does_not_come_back() {
    let server = training();
    let one = message(&server, &[("1", SET)]);
    tell(&server, &one);
    let changed = format!("{},\"instead\":\"{}\"", SET.replace("12.5", "15"), name("1"));
    let change = message(&server, &[("2", &changed)]);
    for _ in 0..2 {
        assert!(tell(&server, &change).text().contains(&format!("\"kept\":[\"{}\"]", name("2"))));
        rows(&server, 1);
        assert!(trained(&server).contains(",15,"), "{}", trained(&server));
    }
    let gone =
        format!("\"exercise\":\"split-squat\",\"side\":\"left\",\"gone\":true,\"instead\":\"{}\"", name("2"));
    let gone = message(&server, &[("3", &gone)]);
    for late in [&gone, &one, &change, &gone] {
        assert_eq!(tell(&server, late).status, 200);
        rows(&server, 0);
    }
}

#[test]
fn what_is_broken_is_refused_and_holds_nothing_else_up() {
    let server = training();
    let bad = message(
        &server,
        &[("1", SET), ("2", "\"exercise\":\"no-such\",\"side\":\"left\",\"amount\":8"), ("3", SET)],
    );
    let answer = tell(&server, &bad).text();
    assert!(answer.contains(&format!("\"kept\":[\"{}\",\"{}\"]", name("1"), name("3"))), "{answer}");
    assert!(answer.contains("expected an exercise of the catalogue"), "{answer}");
    rows(&server, 2);
    for broken in ["", "{", "[]", "null", "{\"person\":1}", "{\"person\":\"x\",\"sets\":{}}"] {
        assert_eq!(tell(&server, broken).status, 422, "{broken}");
    }
    assert_eq!(send(&server, OWN, "application/json", &[0xff, 0xfe, 0]).status, 422);
    let deep = "[".repeat(100_000);
    assert_eq!(tell(&server, &deep).status, 422);
    assert_eq!(tell(&server, &"x".repeat(300 << 10)).status, 413);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        assert_eq!(send(&server, OWN, kind, message(&server, &[("9", SET)]).as_bytes()).status, 415, "{kind}");
    }
    rows(&server, 2);
}

#[test]
fn nobody_else_may_tell_sets_and_nobody_gets_those_of_another() {
    let server = training();
    let own = message(&server, &[("1", SET)]);
    for lines in [
        "Sec-Fetch-Site: cross-site\r\nOrigin: http://evil.example\r\n",
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "",
    ] {
        assert_eq!(send(&server, lines, "application/json", own.as_bytes()).status, 403, "{lines}");
    }
    let unknown = own.replace("\"person\":\"", "\"person\":\"0");
    assert_eq!(tell(&server, &unknown).status, 409);
    // Whoever comes after somebody who was erased does not get what waited for that person.
    assert_eq!(server.post("/data/erase", &[("name", "ann")]).leads(), "/data?erased=1");
    assert_eq!(tell(&server, &own).status, 404);
    assert_eq!(
        server.post("/people", &[("name", "bob")]).leads(),
        "/p/2/about",
        "nobody gets the number again"
    );
    assert_eq!(tell(&server, &own).status, 404);
}

#[test]
fn a_sign_to_stop_ends_the_clearance_as_a_line_does() {
    let server = training();
    let plain = message(&server, &[("1", SET)]);
    assert!(tell(&server, &plain).text().contains("\"stopped\":false"));
    let sharp = "\"exercise\":\"split-squat\",\"side\":\"left\",\"sign\":\"stop-sharp\"";
    assert!(tell(&server, &message(&server, &[("2", sharp)])).text().contains("\"stopped\":false"));
    let chest = "\"exercise\":\"split-squat\",\"side\":\"left\",\"sign\":\"stop-chest\"";
    let told = message(&server, &[("3", chest)]);
    assert!(tell(&server, &told).text().contains("\"stopped\":true"));
    assert_eq!(server.get("/p/1/train/go").leads(), "/p/1/train");
    let shown = page(&server, "/p/1/train");
    assert!(shown.contains("Chest pain, pressure or a breath that stays short"), "{shown}");
    assert!(page(&server, "/p/1").contains("Chest pain, pressure or a breath that stays short"));
    let plan = page(&server, "/p/1/plan");
    assert!(plan.contains("There is no week now") && plan.contains("Chest pain"), "{plan}");
    assert!(!plan.contains("class=\"exercises\""));
    // A page of wishes that was open before learns it too.
    for step in ["", "?first=1"] {
        let live = server.post(&format!("/p/1/plan/live{step}"), &[("day-1", "35")]).text();
        assert!(live.contains("There is no week now") && live.contains("Chest pain"), "{live}");
        assert!(!live.contains("data-week") && !live.contains("class=\"exercises\""), "{live}");
    }
}

#[test]
fn a_person_who_is_not_there_is_not_found() {
    let server = served(Room::usual());
    let answer = send(&server, OWN, "application/json", b"{\"person\":\"x\",\"sets\":[]}");
    assert_eq!(answer.status, 404);
}

#[test]
fn a_sign_told_while_questions_are_open_is_told_on_every_page_that_leads_to_training() {
    let server = with_ann();
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    server.post("/p/1/train", &[("lines", "2026-11-22 wall-sit 3x30s sign stop-chest")]);
    assert!(page(&server, "/p/1").contains("Chest pain, pressure or a breath that stays short"));
    for path in ["/p/1/train", "/p/1/plan", "/p/1/check"] {
        let shown = page(&server, path);
        assert!(shown.contains("Chest pain, pressure or a breath that stays short"), "{path}: {shown}");
        assert!(!shown.contains("class=\"exercises\""), "{path}");
    }
    assert_eq!(server.get("/p/1/train/go").leads(), "/p/1/train");
}

#[test]
fn a_session_that_was_begun_is_told_of_until_it_is_done() {
    let server = training();
    let n_all = page(&server, "/p/1/train/go").matches(" data-exercise=").count();
    let told = |path: &str| page(&server, path).contains("Sets done of today's session");
    assert!(!told("/p/1") && !told("/p/1/train"), "nothing is done yet");
    tell(&server, &message(&server, &[("1", SET)]));
    for path in ["/p/1", "/p/1/train"] {
        let shown = page(&server, path);
        assert!(shown.contains(&format!("Sets done of today's session: 1 of {n_all}.")), "{shown}");
        assert!(
            shown.contains("<a class=\"button\" href=\"/p/1/train/go\">Go on with today's session</a>"),
            "{shown}"
        );
    }
    let rest: Vec<String> = (2..=n_all).map(|n| n.to_string()).collect();
    let rest: Vec<(&str, &str)> = rest.iter().map(|id| (id.as_str(), SET)).collect();
    tell(&server, &message(&server, &rest));
    assert!(!told("/p/1") && !told("/p/1/train"), "all of it is done");
}
