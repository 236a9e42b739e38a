//! Looking back and a step ahead: what changed, then and now, the next visit, what was done of the plan; tables as files.

use super::client::{Served, served_on};
use super::way::{all_no, example, page, with_ann};
use std::sync::atomic::{AtomicBool, Ordering};

/// The tries of one day of a test that is precise enough to show a change.
fn day(day: &str, left: f64, right: f64) -> String {
    let tries = [0.0, 0.2, -0.2].iter().enumerate();
    tries
        .map(|(at, by)| {
            let row = |side: &str, value: f64| {
                format!("strap-knee-ext,{side},{},{:.1},kg,{day}\n", at + 1, value + by)
            };
            row("left", left) + &row("right", right)
        })
        .collect()
}

/// Somebody whose right leg has caught up from month to month, while the calves stayed as they were.
pub(crate) fn caught_up() -> Served {
    let server = with_ann();
    all_no(&server);
    let mut table = String::from("test,side,attempt,value,unit,date\n");
    for month in 2..12_u8 {
        let on = format!("2026-{month:02}-10");
        table += &day(&on, 30.0, 18.0 + 1.2 * f64::from(month - 2));
        table += &format!("heel-rise-single,left,1,24,reps,{on}\nheel-rise-single,right,1,23,reps,{on}\n");
    }
    let came = server.upload("/p/1/bring/file", "strap.csv", table.as_bytes());
    assert!(page(&server, came.leads()).contains("New measurements: 80."));
    server
}

#[test]
fn what_changed_almost_certainly_comes_first_with_then_and_now_and_the_next_visit() {
    let server = caught_up();
    let shown = page(&server, "/p/1/progress");
    let sure = shown.find("Changed, almost certainly").expect("a change of that size is one");
    let first = shown.find("<article").unwrap();
    let folded = shown.find("No change that is sure yet:").expect("others are folded");
    assert!(sure < first && first < folded, "{sure} {first} {folded}");
    assert!(shown[first..].contains("<span class=\"number\">1</span>"), "numbered anew");
    assert!(shown[folded..].find("<article").is_some(), "and are still there");
    let (then, now) =
        (shown.find("Then: 10 February 2026").unwrap(), shown.find("Now: 22 November 2026").unwrap());
    assert!(then < now);
    let (then, now) = (&shown[then..now], &shown[now..]);
    assert!(then.contains("bm-clear") || then.contains("bm-probable") || then.contains("bm-unknown"), "{then}");
    assert!(
        !now.contains("id=\"bm-front-title\"") && now.contains("bm-front-now-title"),
        "no name stands twice"
    );
    assert!(
        shown.contains("class=\"fc-ahead\"") && shown.contains("Only a visit outside of that shows a change.")
    );
    assert!(shown.contains("next time"));
    let ids: Vec<&str> = shown.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let once: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "every name is given once");
}

#[test]
fn one_day_has_no_then_and_no_step_ahead_is_drawn_into_a_course_that_is_none() {
    let server = with_ann();
    all_no(&server);
    let table = format!("test,side,attempt,value,unit,date\n{}", day("2026-11-20", 30.0, 15.0));
    server.upload("/p/1/bring/file", "strap.csv", table.as_bytes());
    let shown = page(&server, "/p/1/progress");
    assert!(!shown.contains("Then:") && !shown.contains("fc-ahead"), "{shown}");
    assert!(shown.contains("Measured on one day so far."));
}

#[test]
fn days_that_lie_close_together_are_not_called_one_day() {
    let server = with_ann();
    all_no(&server);
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    let shown = page(&server, "/p/1/progress");
    assert!(shown.contains("too close together") && !shown.contains("Measured on one day"), "{shown}");
}

#[test]
fn what_was_done_of_the_plan_is_counted_for_each_leg() {
    // Nothing is due on the day on which a plan begins, so two weeks pass.
    static IS_LATER: AtomicBool = AtomicBool::new(false);
    let server = served_on(|| {
        let day = if IS_LATER.load(Ordering::SeqCst) { "2026-12-05" } else { "2026-11-22" };
        day.parse().unwrap()
    });
    server.post("/people", &[("name", "ann")]);
    all_no(&server);
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    assert_eq!(server.post("/p/1/plan/follow", &[]).leads(), "/p/1/train");
    let train = page(&server, "/p/1/train");
    let lines = train.split("<textarea").nth(1).unwrap().split('>').nth(1).unwrap().split('<').next().unwrap();
    server.post("/p/1/train", &[("lines", lines)]);
    IS_LATER.store(true, Ordering::SeqCst);
    let shown = page(&server, "/p/1/progress");
    assert!(shown.contains("Done of what was planned in the last 4 weeks"), "{shown}");
    assert!(shown.contains("Left leg: ") && shown.contains("planned sets"), "{shown}");
}

#[test]
fn tables_are_taken_along_as_the_commands_give_them_and_not_while_something_stops() {
    let server = caught_up();
    for (page_of, table, heads) in [
        ("/p/1/results", "/p/1/results.csv", "subject,as_of,"),
        ("/p/1/progress", "/p/1/progress.csv", "comparison,about,quality,day,"),
        ("/squad", "/squad.csv", "subject,"),
        ("/data", "/data/actions.csv", "action,"),
    ] {
        assert!(page(&server, page_of).contains(&format!("href=\"{table}\" download")), "{page_of}");
        let answer = server.get(table);
        assert_eq!(answer.status, 200, "{table}");
        assert!(
            answer.text().starts_with(heads),
            "{table}: {}",
            answer.text().lines().next().unwrap_or_default()
        );
        let how = answer.header("content-disposition").unwrap();
        assert!(how.starts_with("attachment") && !how.contains("ann"), "{how}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{table}");
    }
    let first = server.post("/p/1/questions", &[]).leads().to_owned();
    server.post(&first, &[("reply", "yes")]);
    assert_eq!(server.get("/p/1/results.csv").leads(), "/p/1/results");
    assert_eq!(server.get("/p/1/progress.csv").leads(), "/p/1/progress");
    assert!(!page(&server, "/p/1/results").contains("results.csv"));
    assert_eq!(server.get("/p/9/results.csv").status, 404);
}

#[test]
fn a_squad_is_shown_whole_or_in_part_by_a_form_that_needs_no_script() {
    let server = caught_up();
    server.post("/people", &[("name", "ben")]);
    let rows = |text: &str| text.matches("<th scope=\"row\"").count();
    let all = page(&server, "/squad");
    assert_eq!(rows(&all), 2);
    assert!(all.contains("<form class=\"row no-print\" method=\"get\" action=\"/squad\""), "{all}");
    for (part, names) in [
        ("questions", &["ben"][..]),
        ("unmeasured", &["ben"]),
        ("nothing-due", &[]),
        ("no-such", &["ann", "ben"]),
        ("", &["ann", "ben"]),
    ] {
        let shown = page(&server, &format!("/squad?show={part}"));
        assert_eq!(rows(&shown), names.len(), "{part}");
        let table = server.get(&format!("/squad.csv?show={part}")).text();
        for name in ["ann", "ben"] {
            assert_eq!(table.contains(&format!("\n{name},")), names.contains(&name), "{part}: {table}");
        }
    }
    let none = page(&server, "/squad?show=nothing-due");
    assert!(none.contains("Nobody is in this part.") && none.contains("Shown: 0 of 2."));
    let first = server.post("/p/2/questions", &[]).leads().to_owned();
    server.post(&first, &[("reply", "yes")]);
    let shown = page(&server, "/squad?show=attention");
    assert!(rows(&shown) == 1 && shown.contains(">ben<") && shown.contains("selected"), "{shown}");
}
