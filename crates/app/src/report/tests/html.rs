//! The report as a page.

use super::fixture::{self, Check};
use super::mirror;
use crate::report::html::render;
use crate::words::Words;
use std::collections::BTreeSet;

fn page(check: &Check) -> String {
    render(&check.view(), &fixture::standing(check), &Words::english())
}

/// Elements that have no end tag.
const VOID: [&str; 4] = ["meta", "br", "link", "img"];

/// The tags of a page in order: name, attributes as written, and whether it closes. Fails on anything malformed.
fn tags(page: &str) -> Vec<(String, String, bool)> {
    let mut tags = Vec::new();
    let body = page.strip_prefix("<!DOCTYPE html>").expect("the page starts with its doctype");
    // The style sheet is the one part that is not markup.
    let style_start = body.find("<style>").unwrap() + "<style>".len();
    let style_end = body.find("</style>").unwrap();
    assert!(!body[style_start..style_end].contains('<') || body[style_start..style_end].contains("\" <\""));
    let markup = format!("{}{}", &body[..style_start], &body[style_end..]);
    for part in markup.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("no end of the tag <{part}"));
        assert_eq!(tag.matches('"').count() % 2, 0, "a quote in a tag is open: {tag}");
        assert!(!text.contains('>'), "a stray > behind <{tag}>");
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        match name.strip_prefix('/') {
            Some(name) => tags.push((name.to_owned(), String::new(), true)),
            None => tags.push((name.to_owned(), attributes.to_owned(), false)),
        }
    }
    tags
}

fn attribute(tags: &[(String, String, bool)], name: &str) -> Vec<String> {
    let start = format!("{name}=\"");
    tags.iter()
        .filter_map(|(_, attributes, _)| {
            let at =
                if attributes.starts_with(&start) { 0 } else { attributes.find(&format!(" {start}"))? + 1 };
            attributes[at + start.len()..].split('"').next().map(str::to_owned)
        })
        .collect()
}

/// The words of a page without tags, style sheet, pictures and everything in `<details>`.
fn lay_words(page: &str) -> String {
    let mut words = String::new();
    let mut hidden = 0;
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        hidden += match tag.split(' ').next().unwrap() {
            "details" | "style" | "svg" => 1,
            "/details" | "/style" | "/svg" => -1,
            _ => 0,
        };
        if hidden == 0 {
            words.push_str(text);
            words.push(' ');
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_page_is_well_formed() {
    for (name, check) in fixture::all() {
        let mut open = Vec::new();
        for (tag, _, closes) in tags(&page(&check)) {
            if closes {
                assert_eq!(open.pop(), Some(tag), "{name}: {open:?}");
            } else if !VOID.contains(&tag.as_str()) {
                open.push(tag);
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    }
}

#[test]
fn ids_are_unique_and_every_link_and_label_on_the_page_resolves() {
    for (name, check) in fixture::all() {
        let tags = tags(&page(&check));
        let ids = attribute(&tags, "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: {ids:?}");
        let links = attribute(&tags, "href");
        let labels = attribute(&tags, "aria-labelledby");
        let inner = links.iter().filter_map(|link| link.strip_prefix('#'));
        for target in inner.chain(labels.iter().flat_map(|ids| ids.split(' '))) {
            assert!(unique.contains(&target.to_owned()), "{name}: nothing has the id {target}");
        }
        let outer = links.iter().filter(|link| !link.starts_with('#'));
        assert!(
            outer.clone().all(|link| link.starts_with("https://")),
            "{name}: {:?}",
            outer.collect::<Vec<_>>()
        );
    }
}

#[test]
fn nothing_runs_nothing_is_loaded_and_nothing_is_styled_in_place() {
    for (name, check) in fixture::all() {
        let page = page(&check);
        let tags = tags(&page);
        assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"), "{name}");
        for (tag, attributes, _) in &tags {
            assert!(!["script", "link", "iframe", "object", "form"].contains(&tag.as_str()), "{name}: <{tag}>");
            assert!(!attributes.contains("style="), "{name}: {attributes}");
            assert!(!attributes.split(' ').any(|a| a.starts_with("on")), "{name}: {attributes}");
        }
        assert!(attribute(&tags, "src").is_empty(), "{name}");
        assert!(!page.contains("@import"), "{name}");
        // A fill from a pattern of the same page is the only address that a style or a drawing needs.
        assert_eq!(page.matches("url(").count(), page.matches("url(#").count(), "{name}");
    }
}

#[test]
fn hostile_names_stay_text() {
    let page = page(&fixture::hostile());
    assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; 'x' {group}"));
    assert!(!page.contains("<script") && !page.contains("<b>"));
    assert!(page.contains("&lt;b&gt;&quot;Anna&quot; &amp; 'co'&lt;/b&gt;"));
    assert!(!page.contains("href=\"javascript:"));
}

#[test]
fn headings_go_down_one_level_at_a_time_and_there_is_one_h1() {
    for (name, check) in fixture::all() {
        let mut above = 0;
        let mut n_first = 0;
        for (tag, _, closes) in tags(&page(&check)) {
            let level = tag.strip_prefix('h').and_then(|level| level.parse::<u32>().ok());
            let Some(level) = level.filter(|_| !closes) else {
                continue;
            };
            assert!(level <= above + 1, "{name}: h{level} under h{above}");
            above = level;
            n_first += u32::from(level == 1);
        }
        assert_eq!(n_first, 1, "{name}");
    }
}

#[test]
fn no_word_is_missing_on_the_page() {
    for (name, check) in fixture::all() {
        assert!(!page(&check).contains('⟦'), "{name}");
    }
}

#[test]
fn a_raw_difference_is_never_outside_the_folded_part() {
    // Every raw difference of the fixture is 21.3 percent, and every LSI of it 78.7.
    let words = lay_words(&page(&fixture::full()));
    assert!(page(&fixture::full()).contains("78.7"));
    for raw in ["21.3", "21 %", "21\u{a0}%", "78.7", "79\u{a0}%"] {
        assert!(!words.contains(raw), "{raw}");
    }
}

#[test]
fn a_stop_shows_neither_findings_nor_plan() {
    let mut check = fixture::all()["stopped"].clone();
    check.assessment = fixture::full().assessment;
    check.plan = fixture::full().plan;
    check.retest = fixture::full().retest;
    let page = page(&check);
    assert!(page.contains("<section class=\"stop alarm\""));
    for word in ["weaker", "Monday", "Measure again", "<article", "<table"] {
        assert!(!page.contains(word), "{word}");
    }
    let at = |heading: &str| page.find(&format!("<h2>{heading}</h2>")).unwrap();
    assert!(at("Whom to see, and how soon") < at("Why"), "what to do comes before why");
}

#[test]
fn a_missing_agreement_is_no_alarm() {
    assert!(page(&fixture::all()["assent"]).contains("<section class=\"stop\""));
}

#[test]
fn a_day_tells_each_exercise_once_and_folds_how_it_is_done_behind_it() {
    let page = page(&fixture::full());
    let monday = page.split("<h3>Monday, 32 minutes</h3>").nth(1).unwrap().split("</ol>").next().unwrap();
    for markup in ["<details><summary><strong>", "<div id=\"e-split-squat\">", "Keep the front foot flat."] {
        assert!(monday.contains(markup), "{markup} in {monday}");
    }
    for (at, row) in monday.split("<summary><strong>").skip(1).enumerate() {
        let name = row.split('<').next().unwrap();
        let n_times = monday.matches(&format!("<summary><strong>{name}<")).count();
        assert_eq!(n_times, 1, "{name}, exercise {at} of {monday}");
    }
}

#[test]
fn mirroring_swaps_the_words_for_the_legs_and_nothing_else_that_lay_readers_see() {
    let check = fixture::full();
    let mirrored = lay_words(&page(&mirror::mirrored(&check)));
    assert_eq!(mirrored, mirror::swapped_words(&lay_words(&page(&check))));
}

#[test]
fn the_page_says_what_the_text_says() {
    let check = fixture::full();
    let words = Words::english();
    let lay: String = lay_words(&page(&check)).replace('\u{a0}', " ");
    let text = crate::report::text::render(&check.view(), &check.cleared(), &words, 10_000);
    for line in text.lines().filter(|line| line.ends_with('.') && !line.starts_with(' ')) {
        let line = line.trim_start_matches("- ");
        let sentence = line
            .split_once(". ")
            .map_or(line, |(first, rest)| if first.chars().all(|c| c.is_ascii_digit()) { rest } else { line });
        let known = sentence.split(". ").all(|part| lay.contains(part.trim_end_matches('.')));
        assert!(known, "{sentence}\n\n{lay}");
    }
}
