//! What is read: tables, reasons, and pictures in which everybody is drawn.

use super::*;
use evenstride_catalog::builtin;
use evenstride_core::body::Side;
use evenstride_core::knowledge::TestId;
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::reliability::{ReliabilityOptions, TooFew, reliability};
use jiff::civil::date;

const OPTIONS: ReliabilityOptions = ReliabilityOptions { value: VisitValue::Mean, n_visits: None };

/// Hops of some people: the name, the day of October, left and right.
fn found(rows: &[(&str, i8, f64, f64)]) -> Vec<TestReliability> {
    let trial = |who: &str, side, day, value| Trial {
        subject: SubjectId::new(who).unwrap(),
        test: TestId::new("hop-single").unwrap(),
        side,
        attempt: None,
        value,
        day: date(2026, 10, day),
        device: Some("<tape> & \"chalk\"".to_owned()),
        pain_nrs: None,
        note: None,
        device_asymmetry: None,
        place: Place::default(),
    };
    let trials: Vec<Trial> = rows
        .iter()
        .flat_map(|&(who, day, left, right)| {
            [trial(who, Side::Left, day, left), trial(who, Side::Right, day, right)]
        })
        .collect();
    reliability(&trials, builtin(), &OPTIONS)
}

fn view(tests: &[TestReliability]) -> ReliabilityView<'_> {
    ReliabilityView { tests, value: VisitValue::Mean, knowledge: builtin(), notices: &[], version: "0" }
}

const REPEATS: [(&str, i8, f64, f64); 6] = [
    ("anna", 1, 150.0, 140.0),
    ("anna", 8, 153.0, 146.0),
    ("ben", 1, 120.0, 128.0),
    ("ben", 8, 126.0, 125.0),
    ("cleo", 1, 171.0, 175.0),
    ("cleo", 8, 174.0, 181.0),
];

#[test]
fn the_table_fits_the_width_and_explains_every_figure() {
    let tests = found(&REPEATS);
    let text = reliability_text(&view(&tests), &Words::english(), 88);
    assert!(text.lines().all(|line| line.chars().count() <= 88), "{text}");
    for figure in ["ICC(2,1)", "ICC(3,1)", "SEM", "MDC95", "Limits of agreement", "Kappa of sides"] {
        assert!(text.lines().filter(|line| line.starts_with(figure)).count() >= 2, "{figure}\n{text}");
    }
    assert!(text.contains("1 of 3 (33 %)"), "{text}");
    assert!(!text.contains('⟦') && !text.contains("NaN"), "{text}");
}

#[test]
fn too_little_is_a_dash_with_its_reason() {
    let words = Words::english();
    for (rows, why) in [
        (&REPEATS[..1], TooFew::OneVisit),
        (&REPEATS[..2], TooFew::OnePerson),
        (
            &[("a", 1, 9.0, 9.0), ("a", 2, 9.0, 9.0), ("b", 1, 9.0, 9.0), ("b", 2, 9.0, 9.0)][..],
            TooFew::AllEqual,
        ),
    ] {
        let tests = found(rows);
        let reason = words.say(&format!("reliability.too_few.{}", why.as_str()));
        let text = reliability_text(&view(&tests), &words, 400);
        assert!(text.contains(&reason), "{text}");
        let page = reliability_html(&view(&tests), &words);
        assert!(page.contains(&reason) && !page.contains("NaN") && !page.contains(">inf"), "{page}");
    }
    let nothing = reliability_text(&view(&[]), &words, 88);
    assert!(nothing.contains(&words.say("reliability.nothing")));
    for why in TooFew::ALL {
        assert!(!words.say(&format!("reliability.too_few.{}", why.as_str())).contains('⟦'), "{why:?}");
    }
}

#[test]
fn everybody_is_a_dot_in_both_pictures_and_who_swapped_is_an_empty_one() {
    let tests = found(&REPEATS);
    let page = reliability_html(&view(&tests), &Words::english());
    let drawings: Vec<&str> =
        page.split("<svg").skip(1).filter_map(|rest| rest.split("</svg>").next()).collect();
    assert_eq!(drawings.len(), 2);
    for drawing in drawings {
        let text = format!("<svg{drawing}</svg>");
        let document = roxmltree::Document::parse(&text).unwrap();
        let dots: Vec<_> = document.descendants().filter(|node| node.has_tag_name("circle")).collect();
        assert_eq!(dots.len(), 3);
        let n_empty = dots.iter().filter(|dot| dot.attribute("class") == Some("rp-dot rp-swapped")).count();
        assert_eq!(n_empty, 1);
        for dot in dots {
            for name in ["cx", "cy"] {
                let place: f64 = dot.attribute(name).unwrap().parse().unwrap();
                assert!((0.0..=360.0).contains(&place), "{place}");
            }
        }
        for part in ["title", "desc"] {
            let text = document.descendants().find(|node| node.has_tag_name(part)).and_then(|node| node.text());
            assert!(text.is_some_and(|text| text.len() > 10));
        }
    }
}

#[test]
fn the_page_needs_nothing_else_and_escapes_what_was_typed() {
    let tests = found(&REPEATS);
    let page = reliability_html(&view(&tests), &Words::english());
    for never in ["<script", "<iframe", "<link", " src=", "@import", "url(http", "<tape>"] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.contains("&lt;tape&gt;") && page.contains("default-src 'none'"));
    assert!(!page.contains('⟦'));
}

#[test]
fn figures_keep_three_digits_and_zero_has_no_sign() {
    for (value, text) in
        [(0.123, "0.12"), (9.994, "9.99"), (12.34, "12.3"), (123.4, "123"), (-0.001, "0.00"), (-3.0, "−3.00")]
    {
        assert_eq!(table::number(value, &Words::english()), text);
    }
}
