//! Pounds and inches at the edge, the beat of a test, and the page of reasons.

use super::client::{Served, served, served_on};
use super::way::{all_no, example, page, with_ann};
use evenstride_app::prelude::Date;
use evenstride_web::Room;
use std::sync::atomic::{AtomicUsize, Ordering};

fn measured(server: &Served) -> String {
    let archive = server.post("/p/1/export", &[]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive.body)).unwrap();
    let mut table = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("measurements.csv").unwrap(), &mut table).unwrap();
    table
}

/// The value of the field of a name.
#[track_caller]
fn field(text: &str, name: &str) -> String {
    let at = text.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("{name} is there"));
    let input = text[at..].split('>').next().unwrap();
    input.split("value=\"").nth(1).unwrap_or("\"").split('"').next().unwrap().to_owned()
}

#[test]
fn who_chooses_pounds_and_inches_types_and_reads_them_and_what_is_kept_is_metric() {
    let server = with_ann();
    all_no(&server);
    server.post("/p/1/about", &[("mass", "70"), ("height", "180"), ("units", "imperial")]);
    let about = page(&server, "/p/1/about");
    assert!(about.contains("Weight in pounds") && about.contains("Height in inches"), "{about}");
    assert_eq!((field(&about, "mass").as_str(), field(&about, "height").as_str()), ("154.3", "70.9"));
    // 900 lb are more than the form takes of kilograms, and 10 lb are less than it takes.
    for (mass, is_taken) in [("880", true), ("900", false), ("10", false)] {
        let answer = server.post("/p/1/about", &[("mass", mass), ("units", "imperial")]);
        assert_eq!(answer.status == 303, is_taken, "{mass}");
    }
    let test = page(&server, "/p/1/check/test/strap-knee-ext");
    assert!(test.contains("lbf"), "{test}");
    let typed = [("left-1", "100"), ("right-1", "80")];
    assert_eq!(server.post("/p/1/check/test/strap-knee-ext", &typed).status, 303);
    let table = measured(&server);
    assert!(table.contains(",left,1,444.822") && table.contains(",N,"), "{table}");
    let results = page(&server, "/p/1/results");
    assert!(results.contains("100\u{a0}lbf"), "{results}");
    let typed = [("test", "strap-knee-ext"), ("day", "2026-11-21"), ("left", "100 101"), ("right", "80")];
    assert!(page(&server, "/p/1/bring").contains("(lbf)"));
    server.post("/p/1/bring/measured", &typed);
    assert!(measured(&server).contains("449.27"), "{}", measured(&server));
}

/// What follows `start` until the next quotation mark.
#[track_caller]
fn after<'a>(text: &'a str, start: &str) -> &'a str {
    let at = text.find(start).unwrap_or_else(|| panic!("{start} is there: {text}"));
    text[at + start.len()..].split('"').next().unwrap()
}

#[test]
fn who_chooses_pounds_trains_in_pounds_and_what_is_kept_stays_in_kilograms() {
    static N_DAYS: AtomicUsize = AtomicUsize::new(0);
    let server = served_on(|| {
        let first: Date = "2026-11-22".parse().unwrap();
        (0..N_DAYS.load(Ordering::SeqCst)).fold(first, |day, _| day.tomorrow().unwrap())
    });
    server.post("/people", &[("name", "ann")]);
    all_no(&server);
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    assert_eq!(server.post("/p/1/plan/follow", &[]).leads(), "/p/1/train");
    let metric = page(&server, "/p/1/train/go");
    assert!(metric.contains("Load in kg") && metric.contains("data-kg-of-load=\"1\""), "{metric}");
    server.post("/p/1/about", &[("units", "imperial")]);
    let lines = |train: &str| {
        let area = train.split("<textarea").nth(1).unwrap().split("</textarea>").next().unwrap();
        area.split_once('>').unwrap().1.to_owned()
    };
    // Each session is done with 25 lb where a load is open, until one comes up that knows its load.
    let mut train = page(&server, "/p/1/train");
    let mut n_sessions = 0;
    while !train.contains("25 lb.") {
        assert!(n_sessions < 6, "a load comes back: {train}");
        n_sessions += 1;
        let typed = lines(&train);
        assert!(!typed.contains("kg"), "{typed}");
        server.post("/p/1/train", &[("lines", &typed.replace("?lb", "25lb"))]);
        N_DAYS.fetch_add(2, Ordering::SeqCst);
        train = page(&server, "/p/1/train");
    }
    assert!(lines(&train).contains(" 25lb") && !train.contains(" kg."), "{train}");
    let go = page(&server, "/p/1/train/go");
    assert!(go.contains("Load in lb") && go.contains("with 25 lb"), "{go}");
    assert!(go.contains("data-kg-of-load=\"0.45359237\"") && go.contains("data-to=\"1322\""), "{go}");
    assert!(after(&go, "data-kg=\"").starts_with("11.3"), "the script counts in kilograms");
    let archive = server.post("/p/1/export", &[]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive.body)).unwrap();
    let mut table = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("trained.csv").unwrap(), &mut table).unwrap();
    assert!(table.contains(",11.3") && !table.contains("lb"), "{table}");
    server.post("/p/1/about", &[("units", "metric")]);
    let train = page(&server, "/p/1/train");
    assert!(train.contains("11.34 kg.") && !train.contains("lb."), "{train}");
}

#[test]
fn a_form_without_a_choice_of_units_changes_none() {
    let server = with_ann();
    server.post("/p/1/about", &[("mass", "70"), ("units", "imperial")]);
    server.post("/p/1/about", &[("mass", "154.3")]);
    let about = page(&server, "/p/1/about");
    assert_eq!(field(&about, "mass"), "154.3");
    server.post("/p/1/about", &[("mass", "154.3"), ("units", "metric")]);
    let about = page(&server, "/p/1/about");
    assert!(about.contains("Weight in kg"));
    assert_eq!(field(&about, "mass"), "70");
}

#[test]
fn a_test_with_a_beat_offers_it_off_and_the_others_offer_none() {
    let server = with_ann();
    all_no(&server);
    let heel = page(&server, "/p/1/check/test/heel-rise-single");
    assert!(heel.contains("id=\"beat\" hidden data-beat=\"60\""), "only a script shows it: {heel}");
    assert!(heel.contains("aria-pressed=\"false\"") && heel.contains("Metronome: 60 beats a minute"));
    let script = heel.split("src=\"").filter_map(|rest| rest.split('"').next()).find(|at| at.contains("beat-"));
    assert_eq!(server.get(script.expect("its script")).status, 200);
    let other = page(&server, "/p/1/check/test/strap-knee-ext");
    assert!(!other.contains("id=\"beat\"") && !other.contains("beat-"));
    // Who reads it through the interface gets the same beat.
    let beat = |test: &str| {
        let told = server.get(&format!("/api/v1/catalogue/tests/{test}")).text();
        serde_json::from_str::<serde_json::Value>(&told).unwrap()["beat_per_minute"].clone()
    };
    assert_eq!((beat("heel-rise-single"), beat("strap-knee-ext")), (60.into(), serde_json::Value::Null));
}

#[test]
fn the_reasons_stand_in_the_library_in_both_languages_and_results_lead_there() {
    let server = with_ann();
    all_no(&server);
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    assert!(page(&server, "/p/1/results").contains("href=\"/library/why.html\""));
    let english = page(&server, "/library/why.html");
    assert!(english.contains("Why 20 dots?") && english.contains("27 of them"), "{english}");
    let german = server.raw(
        format!(
            "GET /library/why.html HTTP/1.1\r\nHost: {}\r\nAccept-Language: de\r\nConnection: close\r\n\r\n",
            server.host
        )
        .as_bytes(),
    );
    assert!(german.text().contains("Warum 20 Punkte?"), "{}", german.text());
    assert_eq!(served(Room::usual()).get("/library/why.html").status, 200, "it is about nobody");
}

#[test]
fn the_calendar_starts_when_it_is_asked_to() {
    let server = with_ann();
    all_no(&server);
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    assert!(page(&server, "/p/1/plan").contains("type=\"time\" value=\"18:00\""));
    let calendar = |at: &str| server.post("/p/1/plan/calendar", &[("at", at)]);
    assert!(calendar("07:30").text().contains("T073000") && calendar("").text().contains("T180000"));
    assert_eq!(calendar("7 o'clock").status, 422);
}
