//! What must hold of every figure as it is written.

use super::{Labels, moving, stills};
use evenstride_core::body::Side;
use evenstride_core::knowledge::Figure;
use roxmltree::{Document, Node};

fn figures() -> impl Iterator<Item = &'static Figure> {
    evenstride_catalog::builtin().figures.values()
}

fn labels(figure: &Figure) -> Labels {
    Labels { title: format!("<{}> & more", figure.id), description: "1 \"start\", 2 end".to_owned() }
}

fn parse(svg: &str) -> Document<'_> {
    Document::parse(svg).expect("a figure is well-formed XML")
}

fn animations<'a>(document: &'a Document<'a>) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name("animateTransform")).collect()
}

/// The numbers of a list, whatever stands between them.
fn numbers(list: &str) -> Vec<f64> {
    list.split([';', ' ', ',']).map(|number| number.parse().expect("a list of numbers")).collect()
}

#[test]
fn every_figure_is_an_image_with_a_name_and_the_same_bytes_every_time() {
    for figure in figures() {
        for side in Side::BOTH {
            for draw in [moving, stills] {
                let svg = draw(figure, side, &labels(figure));
                assert_eq!(svg, draw(figure, side, &labels(figure)), "{}", figure.id);
                assert!(
                    !svg.contains("NaN") && !svg.contains("inf") && !svg.contains("style="),
                    "{}",
                    figure.id
                );
                let document = parse(&svg);
                let root = document.root_element();
                assert_eq!(root.attribute("role"), Some("img"), "{}", figure.id);
                let title = root.children().find(|node| node.has_tag_name("title"));
                assert_eq!(title.and_then(|title| title.text()), Some(labels(figure).title.as_str()));
            }
        }
    }
}

#[test]
fn a_figure_with_frames_moves_and_every_cycle_closes() {
    for figure in figures() {
        let svg = moving(figure, Side::Right, &labels(figure));
        let document = parse(&svg);
        let animations = animations(&document);
        assert_eq!(animations.is_empty(), figure.frames.len() < 2, "{} stands still", figure.id);
        for node in animations {
            let attribute = |name| node.attribute(name).expect("an animation is complete");
            let values: Vec<&str> = attribute("values").split(';').collect();
            // Without times the values are equally far apart.
            if let Some(times) = node.attribute("keyTimes") {
                let times = numbers(times);
                assert_eq!(values.len(), times.len(), "{}", figure.id);
                let ends = [times[0], times[times.len() - 1]];
                assert!(ends[0].abs() < 1e-9 && (ends[1] - 1.0).abs() < 1e-9, "{}: {ends:?}", figure.id);
                assert!(times.windows(2).all(|pair| pair[0] <= pair[1]), "{}: {times:?}", figure.id);
            }
            if !figure.circular {
                let (first, last) = (numbers(values[0]), numbers(values[values.len() - 1]));
                let apart = first.iter().zip(&last).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                assert!(apart < 0.11, "{}: the cycle does not close, by {apart}", figure.id);
            }
            let seconds: f64 = attribute("dur").trim_end_matches('s').parse().expect("seconds");
            // Nothing may come and go more than once a second.
            assert!(seconds >= 1.0, "{}: a cycle of {seconds} s flashes", figure.id);
        }
    }
}

#[test]
fn who_prefers_less_motion_and_paper_get_a_still_instead() {
    for figure in figures().filter(|figure| figure.frames.len() > 1) {
        let svg = moving(figure, Side::Right, &labels(figure));
        let document = parse(&svg);
        let class = |name| document.descendants().find(|node| node.attribute("class") == Some(name));
        let (moves, stands) = (class("moving").expect("what moves"), class("still").expect("what stands"));
        assert!(moves.descendants().any(|node| node.has_tag_name("animateTransform")), "{}", figure.id);
        assert!(!stands.descendants().any(|node| node.has_tag_name("animateTransform")), "{}", figure.id);
        assert!(stands.descendants().any(|node| node.attribute("class") == Some("work")), "{}", figure.id);
        for asked in ["prefers-reduced-motion:reduce", "print"] {
            let rule = format!("@media ({asked})").replace("(print)", "print");
            let from = svg.find(&rule).unwrap_or_else(|| panic!("no rule for {asked}"));
            assert!(
                svg[from..].starts_with(&format!("{rule}{{.moving{{display:none}}.still{{display:inline}}}}"))
            );
        }
    }
}

#[test]
fn the_stills_show_every_frame_by_its_name_in_order() {
    for figure in figures() {
        let svg = stills(figure, Side::Left, &labels(figure));
        let document = parse(&svg);
        let names: Vec<String> = document
            .descendants()
            .filter(|node| node.attribute("class") == Some("frame"))
            .map(|node| node.text().unwrap_or_default().to_owned())
            .collect();
        let expected: Vec<String> = figure
            .frames
            .iter()
            .enumerate()
            .map(|(index, frame)| format!("{} {}", index + 1, frame.name))
            .collect();
        assert_eq!(names, expected, "{}", figure.id);
        assert!(animations(&document).is_empty(), "{}: a still moves", figure.id);
    }
}
