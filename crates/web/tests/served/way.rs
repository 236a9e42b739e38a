//! The whole way through without a script: add, ask, bring in, look, plan, train, take back.

use super::client::{Served, served};
use evenstride_app::prelude::builtin;
use evenstride_web::Room;

const SCRIPT: &str = "<script>alert(\"1\")</script>&amp;'";

pub(crate) fn example(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/first-check");
    std::fs::read(folder.join(name)).unwrap()
}

pub(crate) fn with_ann() -> Served {
    let server = served(Room::usual());
    assert_eq!(server.post("/people", &[("name", "ann")]).leads(), "/p/1/about");
    server
}

#[track_caller]
pub(crate) fn page(server: &Served, path: &str) -> String {
    let answer = server.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    let text = answer.text();
    assert_eq!(text.matches("<h1").count(), 1, "{path} has one main heading");
    assert!(!text.contains('⟦'), "{path} lacks a word");
    text
}

/// Answers no to everything that is asked.
pub(crate) fn all_no(server: &Served) -> usize {
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    let mut n_asked = 0;
    while !at.ends_with("/outcome") {
        assert!(n_asked < builtin().flags.len(), "it comes to an end");
        page(server, &at);
        at = server.post(&at, &[("reply", "no")]).leads().to_owned();
        n_asked += 1;
    }
    n_asked
}

#[test]
fn the_whole_way_without_a_script() {
    let server = with_ann();
    assert!(page(&server, "/p/1").contains("Answer the health questions."));
    assert!(all_no(&server) > 10);
    assert!(page(&server, "/p/1/questions/outcome").contains("You can test and train"));
    assert!(page(&server, "/p/1/plan").contains("day-0"));
    assert_eq!(
        server.upload("/p/1/bring/file", "folder\\of\\ann\\person.toml", &example("person.toml")).leads(),
        "/p/1/bring/1"
    );
    assert_eq!(
        server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv")).leads(),
        "/p/1/bring/2"
    );
    let came = page(&server, "/p/1/bring/2");
    assert!(came.contains("New measurements:") && came.contains("Take it back"), "{came}");
    let again = server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    assert!(page(&server, again.leads()).contains("known already"));
    let results = page(&server, "/p/1/results");
    assert!(results.contains("class=\"finding") && results.contains("<svg"), "cards and pictures");
    let plan = page(&server, "/p/1/plan");
    assert!(plan.contains("Follow this week") && plan.contains("class=\"exercises\""));
    assert_eq!(server.post("/p/1/plan/follow", &[]).leads(), "/p/1/train");
    let train = page(&server, "/p/1/train");
    assert!(train.contains("Next session:") && train.contains("<textarea") && train.contains("/p/1/train/go"));
    let lines: String = train
        .split("<textarea")
        .nth(1)
        .unwrap()
        .split('>')
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert!(lines.starts_with("2026-11-22 "), "{lines}");
    let planned = server.post("/p/1/train", &[("lines", &lines)]);
    assert!(page(&server, planned.leads()).contains("entries of training:"));
    assert!(page(&server, "/p/1/plan").contains("The plan of 22 November 2026 is followed."));
    let line = "2026-11-21 wall-sit 3x30s";
    let logged = server.post("/p/1/train", &[("lines", line)]);
    assert!(page(&server, logged.leads()).contains("entries of training: 1."));
    assert!(page(&server, "/p/1/progress").contains("Last written down: 22 November 2026."));
    page(&server, "/squad");
    let data = page(&server, "/data");
    assert!(data.contains("measurements.csv") && !data.contains("folder"), "names of files without folders");
    assert_eq!(server.get("/").leads(), "/p/1");
}

#[test]
fn a_yes_stops_at_once_and_everywhere_until_someone_has_looked() {
    let server = with_ann();
    let first = server.post("/p/1/questions", &[]).leads().to_owned();
    assert_eq!(server.post(&first, &[("reply", "unsure"), ("leg", "left")]).leads(), "/p/1/questions/outcome");
    for path in ["/p/1", "/p/1/questions/outcome", "/p/1/results", "/p/1/plan", "/p/1/train", "/p/1/progress"] {
        let stopped = page(&server, path);
        assert!(stopped.contains("Get emergency help now"), "{path}");
        assert!(!stopped.contains("class=\"finding") && !stopped.contains("class=\"exercises\""), "{path}");
    }
    assert_eq!(server.post("/p/1/plan/follow", &[]).leads(), "/p/1/plan");
    assert!(page(&server, "/p/1/plan").contains("Get emergency help now"));
    let day = [("who", SCRIPT), ("day", "2026-11-21")];
    let on = server.post("/p/1/questions/seen", &day).leads().to_owned();
    assert_ne!(on, "/p/1/questions/outcome", "the other questions come next");
    assert!(!page(&server, "/p/1").contains("Get emergency help now"));
    assert_eq!(server.post("/p/1/questions/seen", &[("who", "x"), ("day", "2027-01-01")]).status, 422);
}

#[test]
fn an_answer_can_be_changed_and_what_followed_it_goes() {
    let server = with_ann();
    let parent = builtin().flags.iter().position(|flag| !flag.only_after.is_empty());
    let follow_up = &builtin().flags[parent.unwrap()];
    let before = builtin().flags.iter().position(|flag| follow_up.only_after.contains(&flag.id)).unwrap();
    let mut at = server.post("/p/1/questions", &[]).leads().to_owned();
    let of_parent = format!("/p/1/questions/{}", before + 1);
    while at != of_parent {
        at = server.post(&at, &[("reply", "no")]).leads().to_owned();
    }
    let after_yes = server.post(&at, &[("reply", "yes")]).leads().to_owned();
    assert!(
        page(&server, &at).contains("value=\"yes\" required checked"),
        "the old answer is shown on the way back"
    );
    let after_no = server.post(&at, &[("reply", "no")]).leads().to_owned();
    assert_ne!(after_yes, after_no);
}

#[test]
fn what_people_type_comes_out_as_text() {
    let server = served(Room::usual());
    server.post("/people", &[("name", SCRIPT)]);
    server.post("/p/1/about", &[("sport", SCRIPT), ("height", SCRIPT)]);
    server.post("/p/1/about", &[("sport", SCRIPT), ("height", "1,7e2")]);
    server.post("/p/1/about/history", &[("what", SCRIPT)]);
    server.upload("/p/1/bring/file", &SCRIPT.replace('"', "%22"), &example("measurements.csv"));
    server.upload("/p/1/bring/file", "x.csv", format!("{SCRIPT},b\n{SCRIPT},2\n").as_bytes());
    let measured = [("test", "knee-to-wall"), ("day", "2026-11-22"), ("left", SCRIPT)];
    let mut shown = server.post("/p/1/bring/measured", &measured).text();
    shown += &server.post("/p/1/train", &[("lines", SCRIPT)]).text();
    shown += &server.post("/p/1/plan/wishes", &[("day-0", SCRIPT)]).text();
    for path in [
        "/",
        "/people",
        "/squad",
        "/data",
        "/p/1",
        "/p/1/about",
        "/p/1/bring",
        "/p/1/results",
        "/p/1/plan",
        "/p/1/train",
        "/p/1/progress",
    ] {
        shown += &server.get(path).text();
    }
    assert!(shown.contains("&lt;script&gt;"), "it is shown");
    let shown = shown.replace("<script type=\"module\" src=\"/assets/", "");
    assert!(!shown.contains("<script"), "and does not run");
    assert!(!shown.contains("value=\"<"), "nor ends a value");
}

#[test]
fn a_file_that_was_brought_in_can_be_taken_back() {
    let server = with_ann();
    let came = server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    let text = page(&server, came.leads());
    let at = text.find("name=\"action\" value=\"").unwrap();
    let action: String = text[at + 21..].chars().take_while(char::is_ascii_digit).collect();
    let after = server.post("/data/undo", &[("action", &action)]);
    assert!(page(&server, after.leads()).contains("taken back"));
    assert!(page(&server, "/p/1/results").contains("Nothing is measured yet."));
    assert_eq!(server.post("/data/undo", &[("action", &action)]).status, 422, "once is enough");
}

#[test]
fn erasing_asks_for_the_whole_name_and_leaves_nothing() {
    let server = with_ann();
    server.post("/people", &[("name", "annette")]);
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    for wrong in ["an", "Ann", "", "bob"] {
        assert_eq!(server.post("/data/erase", &[("name", wrong)]).status, 422, "{wrong}");
    }
    assert_eq!(server.post("/data/erase", &[("name", "ann")]).leads(), "/data?erased=1");
    assert!(page(&server, "/data?erased=1").contains("data-erased=\"1\""), "this browser forgets them too");
    assert!(!page(&server, "/data?erased=%3Cscript").contains("data-erased"));
    // What another program kept from being cleared is cleared when it is asked for.
    assert!(!page(&server, "/data").contains("/data/compact"));
    assert!(page(&server, "/data?erased=1&traces").contains("action=\"/data/compact\""));
    assert_eq!(server.post("/data/compact", &[]).leads(), "/data");
    assert_eq!(server.get("/p/1").status, 404);
    assert!(!page(&server, "/data").contains("measurements.csv"));
    assert!(page(&server, "/people").contains("annette"));
}

#[test]
fn everything_can_be_taken_out() {
    let server = with_ann();
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    let archive = server.post("/p/1/export", &[]);
    assert_eq!((archive.status, archive.header("content-type")), (200, Some("application/zip")));
    let name = archive.header("content-disposition").unwrap();
    assert!(name.contains("evenstride-1-2026-11-22.zip"), "no name of a person in it: {name}");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive.body)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.iter().any(|name| name == "measurements.csv"), "{names:?}");
    let mut table = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("measurements.csv").unwrap(), &mut table).unwrap();
    assert!(table.contains("strap-knee-ext"), "{table}");
    let backup = server.post("/data/backup", &[]);
    let place = tempfile::tempdir().unwrap();
    let place = place.path().join("backup");
    std::fs::write(&place, &backup.body).unwrap();
    evenstride_app::store::check_backup(&place).unwrap();
    assert_eq!(server.get("/data/backup").status, 405, "a link alone takes nothing out");
    // Another machine begins with it; a store that holds something takes none.
    let empty = served(Room::usual());
    assert!(page(&empty, "/data").contains("action=\"/data/restore\""));
    let damaged = &backup.body[..backup.body.len() / 2];
    let refused = empty.upload("/data/restore", "half.backup", damaged);
    assert!(refused.status == 422 && refused.text().contains("action=\"/data/restore\""), "{}", refused.text());
    assert_eq!(empty.upload("/data/restore", "", b"").status, 422);
    assert_eq!(empty.upload("/data/restore", "ours.backup", &backup.body).leads(), "/people");
    assert_eq!(page(&empty, "/p/1/results"), page(&server, "/p/1/results"));
    assert!(!page(&empty, "/data").contains("/data/restore"));
    assert_eq!(empty.upload("/data/restore", "ours.backup", &backup.body).status, 422);
}

#[test]
fn numbers_that_are_typed_in_are_kept_like_those_of_a_table() {
    let server = with_ann();
    let test = builtin().tests.values().find(|test| test.id.as_str() == "wblt-cm").unwrap();
    let fields = [("test", test.id.as_str()), ("day", "2026-11-20"), ("left", "10,5 11"), ("right", "8 8.5")];
    let came = server.post("/p/1/bring/measured", &fields);
    assert!(page(&server, came.leads()).contains("New measurements: 4."));
    let wrong = server.post("/p/1/bring/measured", &[fields[0], fields[1], ("left", "ten")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("value=\"ten\""), "what was typed stands there still");
}

#[test]
fn the_library_stands_in_the_app() {
    let server = served(Room::usual());
    let first = page(&server, "/library/index.html");
    assert!(first.contains("href=\"/\""), "a way back");
    assert!(page(&server, "/library/tests/index.html").contains("wblt-cm"));
    let style = server.get("/library/style.css");
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
}
