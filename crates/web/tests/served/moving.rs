//! A session on another day: what moves, what it costs, the way back, and what is no move.

use super::client::Served;
use super::way::{all_no, example, with_ann};

/// Somebody with 30 minutes on Monday, Wednesday and Friday and a week for them.
fn planning() -> Served {
    let server = with_ann();
    all_no(&server);
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    let wishes = [("day-0", "30"), ("day-2", "20"), ("piece", "band")];
    server.post("/p/1/plan/wishes", &wishes);
    server
}

/// The minutes of the days from Monday on, as the form shows them.
fn minutes(server: &Served) -> Vec<String> {
    let page = server.get("/p/1/plan?new").text();
    let fields = (0..7).map(|day| {
        let start = format!("<input id=\"day-{day}\"");
        let field = page.split(start.as_str()).nth(1).unwrap().split('>').next().unwrap();
        field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    });
    fields.collect()
}

#[test]
fn a_session_moves_with_its_minutes_and_the_page_says_what_that_costs() {
    let server = planning();
    assert_eq!(minutes(&server), ["30", "", "20", "", "", "", ""]);
    let page = server.get("/p/1/plan?new").text();
    assert!(page.contains("Move from Monday") && !page.contains("Move from Tuesday"), "{page}");
    assert!(page.contains("<button class=\"quietly\" name=\"to\" value=\"6\">to Sunday</button>"));

    let moved = server.post("/p/1/plan/move", &[("from", "0"), ("to", "5")]);
    assert_eq!(moved.leads(), "/p/1/plan?new&from=0&to=5#move");
    assert_eq!(minutes(&server), ["", "", "20", "", "", "30", ""]);
    let page = server.get("/p/1/plan?new&from=0&to=5").text();
    assert!(page.contains("The session of Monday is on Saturday now."), "{page}");
    assert!(page.contains("What the move costs") && page.contains("Move from Saturday"), "{page}");
    assert!(page.contains("Move it back"));

    // Both days hold a session, so they change places; and the way back is the same move the other way round.
    let exchanged = server.post("/p/1/plan/move", &[("from", "5"), ("to", "2")]);
    assert_eq!(minutes(&server), ["", "", "30", "", "", "20", ""]);
    let page = server.get(exchanged.leads().split('#').next().unwrap()).text();
    assert!(page.contains("Saturday and Wednesday have changed places."), "{page}");
    server.post("/p/1/plan/move", &[("from", "2"), ("to", "5")]);
    server.post("/p/1/plan/move", &[("from", "5"), ("to", "0")]);
    assert_eq!(minutes(&server), ["30", "", "20", "", "", "", ""]);
}

#[test]
fn a_worse_day_says_what_the_week_loses() {
    let server = planning();
    // Two hard sessions on days that follow each other leave less than 48 hours for a muscle.
    let moved = server.post("/p/1/plan/move", &[("from", "0"), ("to", "1")]);
    let page = server.get(moved.leads().split('#').next().unwrap()).text();
    assert!(page.contains("before the move."), "{page}");
}

#[test]
fn what_is_swapped_stays_swapped() {
    let server = planning();
    let moved = server
        .post("/p/1/plan/move", &[("from", "0"), ("to", "4"), ("without", "split-squat"), ("with", "evil&x")]);
    assert_eq!(moved.leads(), "/p/1/plan?new&from=0&to=4&without=split-squat#move");
}

#[test]
fn what_is_no_move_changes_nothing() {
    let server = planning();
    for (from, to) in [("0", "7"), ("0", "0"), ("x", "2"), ("", "1"), ("0", "-1")] {
        assert_eq!(server.post("/p/1/plan/move", &[("from", from), ("to", to)]).status, 422, "{from} {to}");
    }
    // There is nothing on Tuesday.
    assert_eq!(server.post("/p/1/plan/move", &[("from", "1"), ("to", "0")]).leads(), "/p/1/plan?new");
    assert_eq!(server.post_with("Sec-Fetch-Site: cross-site\r\n", "/p/1/plan/move", "from=0&to=1").status, 403);
    assert_eq!(minutes(&server), ["30", "", "20", "", "", "", ""]);
    let page = server.get("/p/1/plan?new&from=9&to=<b>").text();
    assert!(!page.contains("What the move costs"));
}
