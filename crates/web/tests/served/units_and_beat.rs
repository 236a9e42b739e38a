//! Pounds and inches at the edge, the beat of a test, and the page of reasons.

use super::client::{Served, served};
use super::way::{all_no, example, page, with_ann};
use evenstride_web::Room;

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
