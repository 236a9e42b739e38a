//! A longer search for a better week: what comes of it, and that what is kept is what was seen.

use super::client::Served;
use super::way::{all_no, example, with_ann};

/// Somebody with a week that is found quickly and not proven, and whose best one is found and proven soon.
fn planning() -> Served {
    let server = with_ann();
    all_no(&server);
    server.upload("/p/1/bring/file", "person.toml", &example("person.toml"));
    server.upload("/p/1/bring/file", "measurements.csv", &example("measurements.csv"));
    server.post("/p/1/plan/wishes", &[("day-0", "30"), ("day-2", "20"), ("piece", "band")]);
    server
}

/// What stands behind a piece of a page, up to the next quotation mark.
fn behind<'a>(page: &'a str, start: &str) -> &'a str {
    let rest = page.split(start).nth(1).unwrap_or_else(|| panic!("{start} in {page}"));
    rest.split('"').next().unwrap()
}

/// The address at which the page lets the search be made.
fn search_address(page: &str) -> String {
    behind(page, "data-address=\"").replace("&amp;", "&")
}

fn seen(page: &str) -> String {
    behind(page, "name=\"seen\" value=\"").to_owned()
}

#[test]
fn a_longer_search_tells_what_it_found_and_what_is_shown_then_is_what_is_kept() {
    let server = planning();
    let page = server.get("/p/1/plan?new").text();
    assert!(page.contains("This is a good week for your wishes."), "{page}");
    assert!(
        page.contains("<a href=\"/p/1/plan?new&amp;longer=1\">Search longer for a better one</a>"),
        "{page}"
    );
    let told = server.get(&search_address(&page)).text();
    let is_better = told.contains("A better week was found, and it is proven to be the best.");
    assert!(is_better || told.contains("that is proven now"), "{told}");
    assert_eq!(is_better, told.contains("href=\"/p/1/plan?new&amp;longer=1\""), "{told}");

    let longer = server.get("/p/1/plan?new&longer=1").text();
    assert!(longer.contains("This is the best week for your wishes."), "{longer}");
    assert!(!longer.contains("plan-search"), "there is nothing left to search for");
    assert_eq!(is_better, seen(&longer) != seen(&page));
    // What the form of this page sends keeps the week of this page.
    let sent = [("longer", "1"), ("seen", &*seen(&longer))];
    assert_eq!(server.post("/p/1/plan/follow", &sent).leads(), "/p/1/train");
    let followed = server.get("/p/1/plan?new&longer=1").text();
    assert!(followed.contains("A new week is the same as the one you follow."), "{followed}");
    let quick = server.get("/p/1/plan?new").text();
    let told = server.get(&search_address(&quick)).text();
    assert!(told.contains("No week was found that is better than the one you follow.") || !is_better, "{told}");
    // What is told beside a week stands beside a followed one too, and its sessions can be moved.
    let own = server.get("/p/1/plan").text();
    assert!(own.contains("Move from Monday") && !own.contains("plan-search"), "{own}");
}

#[test]
fn a_week_that_is_no_longer_the_one_that_was_seen_is_shown_before_it_is_kept() {
    let server = planning();
    let page = server.get("/p/1/plan?new").text();
    let (address, mark) = (search_address(&page), seen(&page));
    server.post("/p/1/plan/wishes", &[("day-1", "20"), ("day-4", "20")]);
    let told = server.get(&address).text();
    assert!(told.contains("Something has changed since you saw the week."), "{told}");
    let again = server.post("/p/1/plan/follow", &[("seen", &*mark)]);
    assert_eq!(again.leads(), "/p/1/plan?new&changed=1");
    let page = server.get(again.leads()).text();
    assert!(page.contains("Something has changed since you saw the week."), "{page}");
    assert_ne!(seen(&page), mark);
    assert_eq!(server.post("/p/1/plan/follow", &[("seen", &*seen(&page))]).leads(), "/p/1/train");
}
