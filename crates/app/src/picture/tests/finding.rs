//! The picture of a finding: every dot where it is counted.

use super::*;

#[test]
fn there_are_twenty_dots_and_those_outside_are_those_that_count() {
    for unit in [SizeUnit::Percent, SizeUnit::Degrees] {
        for delta in [0.0, 1.0, 2.0, 5.0, 7.0, 10.0, 15.0, 40.0] {
            for quantiles in spreads() {
                let estimate = estimate(quantiles, delta, unit);
                let svg = dots(&estimate, &labels());
                let document = parse(&svg);
                let at = |class: &str| -> Vec<f64> {
                    let circles = document.descendants().filter(|node| class_of(*node) == class);
                    circles.filter_map(|circle| circle.attribute("cx")?.parse().ok()).collect()
                };
                let (outside, inside) = (at("fd-dot fd-out"), at("fd-dot fd-in"));
                let first = outside.iter().filter(|x| **x < 179.0).count();
                assert_eq!(
                    (first, inside.len(), outside.len() - first),
                    estimate.counts(),
                    "δ {delta}, {quantiles:?}"
                );
            }
        }
    }
}

#[test]
fn no_dot_straddles_the_zone_leaves_the_picture_or_covers_another() {
    let number = |node: Node<'_, '_>, name: &str| -> f64 {
        node.attribute(name).and_then(|text| text.parse().ok()).expect("a number in the drawing")
    };
    for delta in [5.0, 10.0, 15.0] {
        for quantiles in spreads() {
            let svg = dots(&estimate(quantiles, delta, SizeUnit::Percent), &labels());
            let document = parse(&svg);
            let zone =
                document.descendants().find(|node| class_of(*node) == "fd-zone").expect("there is a zone");
            let (left, right) = (number(zone, "x"), number(zone, "x") + number(zone, "width"));
            let circles: Vec<(f64, f64, f64, bool)> = document
                .descendants()
                .filter(|node| node.has_tag_name("circle"))
                .map(|dot| {
                    (number(dot, "cx"), number(dot, "cy"), number(dot, "r"), class_of(dot).contains("fd-in"))
                })
                .collect();
            for (i, &(x, y, r, is_inside)) in circles.iter().enumerate() {
                // Coordinates are rounded to a tenth, so two of them may be off by as much.
                let slack = 0.21;
                let is_within = x - r >= left - slack && x + r <= right + slack;
                let is_beyond = x + r <= left + slack || x - r >= right - slack;
                assert!(
                    if is_inside { is_within } else { is_beyond },
                    "δ {delta}: dot at {x} of {r}, zone {left}–{right}"
                );
                assert!(x - r >= 0.0 && x + r <= 358.0 && y - r >= 0.0, "dot at {x}, {y}");
                for &(other_x, other_y, other_r, _) in &circles[..i] {
                    assert!(
                        (x - other_x).hypot(y - other_y) >= r + other_r - slack,
                        "δ {delta}: two dots at {x}, {y}"
                    );
                }
            }
        }
    }
}
