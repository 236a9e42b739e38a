//! The picture of the days of a finding.

use super::*;
use crate::picture::course::{Ahead, CourseLabels, course};
use evenstride_core::assess::CoursePoint;
use jiff::civil::date;

fn course_labels() -> CourseLabels {
    CourseLabels {
        decimal_mark: '.',
        id: "f-quads".to_owned(),
        title: "Thigh <strength> & more".to_owned(),
        description: "2 May: right leg \"weaker\"".to_owned(),
        first: "left leg weaker".to_owned(),
        second: "right leg weaker".to_owned(),
        same: "same".to_owned(),
        ahead: None,
    }
}

fn with_next_visit(low: f64, high: f64) -> CourseLabels {
    let label = "next <time>".to_owned();
    CourseLabels { ahead: Some(Ahead { size: f64::midpoint(low, high), low, high, label }), ..course_labels() }
}

fn days(sizes: &[f64]) -> Vec<CoursePoint> {
    let start = date(2026, 5, 2);
    sizes
        .iter()
        .enumerate()
        .map(|(at, &size)| {
            let day = start + jiff::Span::new().days(7 * i64::try_from(at).unwrap());
            CoursePoint { day, size, low: size - 8.0, high: size + 8.0 }
        })
        .collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|text| text.parse().ok()).expect("a number in the drawing")
}

#[test]
fn every_day_has_a_dot_and_those_beyond_the_zone_are_filled() {
    let svg = course(&days(&[22.0, 14.0, 6.0, -3.0, -12.0]), 10.0, SizeUnit::Percent, &course_labels());
    let document = parse(&svg);
    let zone = document.descendants().find(|node| class_of(*node) == "fc-zone").expect("there is a zone");
    let (top, bottom) = (number(zone, "y"), number(zone, "y") + number(zone, "height"));
    let dots: Vec<(f64, f64, bool)> = document
        .descendants()
        .filter(|node| node.has_tag_name("circle"))
        .map(|dot| (number(dot, "cx"), number(dot, "cy"), class_of(dot).contains("fc-out")))
        .collect();
    assert_eq!(dots.iter().map(|dot| dot.2).collect::<Vec<_>>(), [true, true, false, false, true]);
    for &(_, y, is_outside) in &dots {
        assert_eq!(y < top || y > bottom, is_outside, "{y} against {top}–{bottom}");
    }
    // Equal steps of time are equal steps on the page, and a weaker right leg is higher up.
    assert!(dots.windows(2).all(|pair| pair[1].0 > pair[0].0 && pair[1].1 > pair[0].1), "{dots:?}");
    let steps: Vec<f64> = dots.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    assert!(steps.iter().all(|step| (step - steps[0]).abs() < 0.21), "{steps:?}");
}

#[test]
fn nothing_leaves_the_picture_whatever_the_days_hold() {
    let wild = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 0.0];
    for sizes in [&wild[..], &[0.0, 0.0], &[90.0, -90.0], &[1.0; 24]] {
        for delta in [0.0, 0.1, 5.0, 10.0, 80.0] {
            for unit in [SizeUnit::Percent, SizeUnit::Degrees] {
                let svg = course(&days(sizes), delta, unit, &course_labels());
                let document = parse(&svg);
                for node in document.descendants() {
                    for (name, most) in
                        [("x", 358.0), ("cx", 358.0), ("x1", 358.0), ("y", 236.0), ("cy", 236.0), ("y1", 236.0)]
                    {
                        if node.attribute(name).is_some() {
                            let place = number(node, name);
                            assert!((0.0..=most).contains(&place), "δ {delta}: {name} {place} in {svg}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn days_are_named_without_overlap_and_the_first_and_last_always() {
    let svg = course(&days(&[3.0; 24]), 10.0, SizeUnit::Percent, &course_labels());
    let document = parse(&svg);
    let mut labels: Vec<(f64, &str)> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .filter(|node| node.text().is_some_and(|text| text.starts_with("2026-")))
        .map(|node| (number(node, "x"), node.text().unwrap_or_default()))
        .collect();
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert_eq!((labels[0].1, labels[labels.len() - 1].1), ("2026-05-02", "2026-10-10"));
    assert!(labels.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 69.0), "{labels:?}");
}

#[test]
fn what_the_next_visit_would_show_stands_behind_the_last_day_and_the_scale_holds_it() {
    let labels = with_next_visit(-35.0, 45.0);
    let svg = course(&days(&[22.0, 14.0, 6.0]), 10.0, SizeUnit::Percent, &labels);
    let document = parse(&svg);
    let last = document.descendants().filter(|node| node.has_tag_name("circle")).map(|dot| number(dot, "cx"));
    let last = last.fold(0.0, f64::max);
    let bar = document.descendants().find(|node| class_of(*node) == "fc-ahead").expect("there is a bar");
    assert!(number(bar, "x1") > last + 30.0, "{svg}");
    let (low, high) = (number(bar, "y1"), number(bar, "y2"));
    assert!(high > 26.0 && low < 180.0 && high < low, "neither end is cut: {high} {low}");
    let label = document.descendants().find(|node| node.text() == Some("next <time>")).expect("it is named");
    assert!((number(label, "x") - number(bar, "x1")).abs() < 1e-9);
    for class in document.descendants().flat_map(|node| class_of(node).split_whitespace()) {
        assert!(CSS.contains(&format!(".{class} ")) || CSS.contains(&format!(".{class},")), "{class}");
    }
}

#[test]
fn one_day_is_no_course() {
    assert_eq!(course(&days(&[3.0]), 10.0, SizeUnit::Percent, &course_labels()), "");
}

#[test]
fn the_days_are_told_to_those_who_do_not_see_them_and_what_was_typed_is_escaped() {
    let svg = course(&days(&[3.0, 12.0]), 10.0, SizeUnit::Degrees, &course_labels());
    let document = parse(&svg);
    let text =
        |tag: &str| document.descendants().find(|node| node.has_tag_name(tag)).and_then(|node| node.text());
    assert_eq!(text("title"), Some("Thigh <strength> & more"));
    assert_eq!(text("desc"), Some("2 May: right leg \"weaker\""));
    assert!(svg.contains("10°") && !svg.contains("<strength>"));
    for class in document.descendants().flat_map(|node| class_of(node).split_whitespace()) {
        let has_style = CSS.contains(&format!(".{class} ")) || CSS.contains(&format!(".{class},"));
        assert!(class.starts_with("fc-") && has_style, "{class} has no style");
    }
    assert!(!svg.contains("style=") && !svg.contains("<script"));
}
