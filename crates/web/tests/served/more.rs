//! The check test by test, swaps in the week with their price, the calendar, and weeks that are only looked at.

use super::client::Served;
use super::way::{all_no, example, page, with_ann};

fn cleared() -> Served {
    let server = with_ann();
    all_no(&server);
    server
}

fn following() -> Served {
    let server = cleared();
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    server
}

/// The first address behind a start, such as that of the first test of a list.
#[track_caller]
fn first(text: &str, start: &str) -> String {
    let at = text.find(start).unwrap_or_else(|| panic!("{start} is there"));
    text[at..].split('"').next().unwrap().replace("&amp;", "&")
}

#[test]
fn a_check_goes_from_test_to_test_and_keeps_numbers_like_a_table() {
    let server = with_ann();
    assert!(page(&server, "/p/1/check").contains("The health questions come first."));
    all_no(&server);
    assert!(page(&server, "/p/1/check").contains("Minutes that you have"));
    let list =
        server.post("/p/1/check", &[("minutes", "20"), ("piece", "luggage-scale"), ("piece", "no-such")]);
    assert_eq!(list.leads(), "/p/1/check/tests?minutes=20");
    let shown = page(&server, list.leads());
    assert!(shown.contains("Next tests, within 20 minutes") && !shown.contains("What is known by now"));
    // A test whose numbers are centimetres, as those that are typed below.
    let address = first(&shown, "/p/1/check/test/wblt-cm");
    let test = page(&server, &address);
    assert!(
        test.contains("Your tries") && test.contains("name=\"left-1\"") && test.contains("name=\"right-1\"")
    );
    let (left, right) = (test.find("name=\"left-1\"").unwrap(), test.find("name=\"right-1\"").unwrap());
    let on = server.post(&address, &[("left-1", "10,5"), ("left-1-pain", "2"), ("right-1", "9")]);
    // The way leads to the next test, and from there to what is known by now.
    assert!(on.leads().starts_with("/p/1/check/test/") && on.leads().ends_with("&kept"), "{}", on.leads());
    let next = page(&server, on.leads());
    assert!(next.contains("Your tries are kept."), "{next}");
    let after = page(&server, &first(&next, "/p/1/check/tests?minutes="));
    assert!(after.contains("What is known by now"), "{after}");
    // The other leg begins in the next test.
    let done = address.split('?').next().unwrap();
    assert!(
        !after.contains(&format!("href=\"{done}?")),
        "what was done today tells little more today: {after}"
    );
    let next = page(&server, &first(&after, "/p/1/check/test/"));
    let turned = next.find("name=\"left-1\"").unwrap() < next.find("name=\"right-1\"").unwrap();
    assert_ne!(left < right, turned);
    assert!(page(&server, "/p/1/results").contains("class=\"finding"));
    let archive = server.post("/p/1/export", &[]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive.body)).unwrap();
    let mut table = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("measurements.csv").unwrap(), &mut table).unwrap();
    assert!(table.contains(",left,1,10.5,") && table.contains(",right,1,9,"), "{table}");
}

#[test]
fn strange_numbers_of_a_test_are_told_and_stay_in_their_place() {
    let server = cleared();
    let address = "/p/1/check/test/wblt-cm?minutes=30";
    for wrong in ["ten", "nan", "1e999", "<script>", "100000"] {
        let answer = server.post(address, &[("left-1", wrong), ("right-1", "9")]);
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(answer.text().contains("Left leg, try 1: a number from"), "{wrong}: {}", answer.text());
        assert_eq!(answer.text().matches("aria-invalid").count(), 1, "the field is marked");
        assert!(answer.text().contains("value=\"9\""), "what was typed stands there still");
        assert!(!answer.text().contains("value=\"<"));
    }
    assert_eq!(server.post(address, &[]).status, 422);
    assert_eq!(server.post(address, &[("left-1", "9"), ("left-1-pain", "99")]).status, 303);
    for path in ["/p/1/check/test/no-such", "/p/9/check", "/p/9/check/tests"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    for query in ["", "?minutes=", "?minutes=-1", "?minutes=nan", "?minutes=1e99", "?minutes=0", "?outcome=99"]
    {
        page(&server, &format!("/p/1/check/tests{query}"));
    }
}

#[test]
fn a_swap_shows_its_price_and_can_be_followed() {
    let server = following();
    let best = page(&server, "/p/1/plan");
    let id = best.split("<div id=\"e-").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let without = page(&server, &format!("/p/1/plan?new=1&without={id}&with=no-such&without=%3Cscript"));
    assert!(!without.contains(&format!("id=\"e-{id}\"")), "it is out");
    assert!(without.contains(&format!("name=\"without\" value=\"{id}\"")), "and stays out when it is followed");
    assert_eq!(server.post("/p/1/plan/follow", &[("without", &id)]).leads(), "/p/1/train");
    assert!(!page(&server, "/p/1/plan").contains(&format!("id=\"e-{id}\"")));
    let more = page(&server, "/p/1/plan?new=1&more=1");
    assert!(more.contains("id=\"ahead\""), "the weeks ahead");
}

#[test]
fn the_week_of_wishes_that_are_not_kept_is_shown_and_keeps_nothing() {
    let server = cleared();
    let before = page(&server, "/p/1/plan");
    assert!(before.contains("data-live=\"/p/1/plan/live\"") && before.contains("id=\"plan-week\""));
    let wishes = [("day-1", "35"), ("day-4", "35")];
    let first = server.post("/p/1/plan/live?first=1", &wishes);
    assert_eq!(first.status, 200);
    assert!(first.text().starts_with("<div data-week=\"first\">"), "{}", first.text());
    let best = server.post("/p/1/plan/live", &wishes).text();
    assert!(["proven", "found"].iter().any(|state| best.contains(&format!("data-week=\"{state}\""))), "{best}");
    // It is the week that keeping the wishes leads to.
    let days = |page: &str| page.matches("class=\"exercises").count();
    assert_eq!(days(&best), 2, "{best}");
    assert_eq!(page(&server, "/p/1/plan"), before, "nothing is kept");
    assert_eq!(server.post("/p/1/plan/wishes", &wishes).leads(), "/p/1/plan?new");
    let kept = page(&server, "/p/1/plan?new");
    let week =
        best.trim_start_matches("<div data-week=\"proven\">").trim_start_matches("<div data-week=\"found\">");
    assert!(kept.contains(week.trim_end_matches("</div>")), "{kept}\n{best}");
    assert!(server.post("/p/1/plan/live", &[]).text().contains("data-week=\"none\""));
    assert_eq!(server.post("/p/1/plan/live", &[("day-1", "many")]).status, 422);
    assert_eq!(server.post("/p/9/plan/live", &wishes).status, 404);
    assert_eq!(server.get("/p/1/plan/live").status, 405);
}

#[test]
fn the_calendar_is_a_file_that_tells_nothing_of_the_findings() {
    let server = cleared();
    assert_eq!(server.get("/p/1/plan/calendar").status, 405);
    let server = following();
    let file = server.post("/p/1/plan/calendar", &[]);
    assert_eq!((file.status, file.header("content-type")), (200, Some("text/calendar; charset=utf-8")));
    let text = file.text();
    assert!(
        text.starts_with("BEGIN:VCALENDAR") && text.contains("BEGIN:VEVENT") && !text.contains("ann"),
        "{text}"
    );
}

#[test]
fn weeks_of_another_log_are_shown_and_not_kept() {
    let server = cleared();
    assert!(page(&server, "/p/1/weeks").contains("Nothing is written down yet."));
    let lines =
        b"2026-11-16 split-squat L 3x8 10kg\n2026-11-16 split-squat R 3x8 10kg\n2026-11-18 wall-sit 3x30s\n";
    let shown = server.upload("/p/1/weeks", "log.txt", lines);
    assert_eq!(shown.status, 200, "{}", shown.text());
    assert!(shown.text().contains("These are the weeks of log.txt.") && shown.text().contains("au-heat"));
    assert!(page(&server, "/p/1/weeks").contains("Nothing is written down yet."));
    let wrong = server.upload("/p/1/weeks", "log.txt", b"\x00\xff<script>");
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text().replace("<script type=\"module\"", "").contains("<script"));
    assert_eq!(server.upload("/p/1/weeks", "", b"").status, 422);
    server.post("/p/1/train", &[("lines", "2026-11-16 split-squat L 3x8 10kg")]);
    let weeks = page(&server, "/p/1/weeks");
    assert!(weeks.contains("au-heat") && !weeks.contains("sides=even"), "there is no plan to hold it against");
}

#[test]
fn weeks_are_held_against_the_plan_that_is_followed_unless_even_sides_are_asked_for() {
    let server = following();
    server.post("/p/1/plan/follow", &[]);
    server.post("/p/1/train", &[("lines", "split-squat L 3x8 10kg")]);
    let by_plan = "Left and right are held against your plan";
    let weeks = page(&server, "/p/1/weeks");
    assert!(weeks.contains(by_plan) && weeks.contains("/p/1/weeks?sides=even"), "{weeks}");
    let even = page(&server, "/p/1/weeks?sides=even");
    assert!(!even.contains(by_plan) && even.contains("Hold left and right against the plan"), "{even}");
}

#[test]
fn a_week_in_part_is_scored_when_that_is_asked_for_and_no_option_of_a_command_is_named() {
    let server = following();
    server.post("/p/1/plan/follow", &[]);
    server.post("/p/1/train", &[("lines", "split-squat L 3x8 10kg")]);
    let weeks = page(&server, "/p/1/weeks");
    assert!(weeks.contains("No week could be scored.") && !weeks.contains("--incomplete"), "{weeks}");
    assert!(weeks.contains("href=\"/p/1/weeks?in_part\""), "{weeks}");
    let scored = page(&server, "/p/1/weeks?in_part");
    assert!(
        !scored.contains("No week could be scored.") && scored.contains("Score whole weeks alone"),
        "{scored}"
    );
    assert!(scored.contains("href=\"/p/1/weeks?sides=even&amp;in_part\""), "one choice keeps the other");
}

#[test]
fn a_test_with_a_helper_is_offered_to_nobody_who_is_alone_and_says_so_first() {
    let server = with_ann();
    all_no(&server);
    let check = page(&server, "/p/1/check");
    let (asked, things) =
        (check.find("Someone can help me").unwrap(), check.find("Extra things you have at home").unwrap());
    assert!(asked < things && check.matches("value=\"partner\"").count() == 1, "{check}");
    let listed = |pieces: &[(&str, &str)]| {
        let typed: Vec<(&str, &str)> = [("minutes", "60")].iter().chain(pieces).copied().collect();
        let at = server.post("/p/1/check", &typed).leads().to_owned();
        page(&server, &at)
    };
    assert!(!listed(&[]).contains("You need a helper for this."));
    let goniometer = [("piece", "goniometer"), ("piece", "inclinometer")];
    assert!(!listed(&goniometer).contains("You need a helper for this."));
    let helped = page(&server, "/p/1/check/test/slr");
    assert!(helped.contains("You need a helper for this."), "{helped}");
    assert!(!page(&server, "/p/1/check/test/wall-sit-single").contains("You need a helper"));
}
