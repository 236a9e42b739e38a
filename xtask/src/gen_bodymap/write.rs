//! Writes the cut shapes as a Rust file of SVG path data.
//!
//! Numbers have one decimal and pieces of a path are relative, which keeps the file small; the same points
//! always give the same bytes. It decides where badges and labels stand, and nothing else.

use super::shapes::{Cut, cut, silhouette, tap_areas, visible_areas};
use super::smooth::deepest_point;
use super::{Drawing, Point, View};
use geo::{Coord, LineString, MultiPolygon, Simplify};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How far a simplified path may leave the exact one: silhouette, parts, tap areas.
const TOLERANCE: [f64; 3] = [0.15, 0.22, 0.8];
/// Distance between the lines of the labels beside a view.
const LABEL_PITCH: f64 = 30.0;
/// Where labels may stand, from the waist to the sole.
const LABEL_RANGE: (f64, f64) = (24.0, 606.0);
/// A group is named beside a view when it shows at least this much of what the better view shows.
const WORTH_A_LABEL: f64 = 0.28;

/// Where a group's badge and label point, and how deep inside it.
struct Anchors {
    badge: (Coord, f64),
    label: Coord,
}

/// The text of the generated file.
pub(super) fn rust_file(drawing: &Drawing) -> String {
    let cuts: Vec<Vec<Cut<'_>>> = drawing.view.iter().map(|view| cut(view, &drawing.region)).collect();
    let visible: Vec<_> = cuts.iter().map(|cuts| visible_areas(cuts, &drawing.region)).collect();
    let anchors: Vec<_> = cuts.iter().zip(&visible).map(|(cuts, visible)| anchors(cuts, visible)).collect();
    let best_depth =
        |id: &str| anchors.iter().filter_map(|view| Some(view.get(id)?.badge.1)).fold(0.0, f64::max);

    let mut text = String::from(
        "//! The paths of the leg map, one half of each view, with the midline at 0.\n//!\n\
         //! Made by `cargo xtask gen` from `crates/catalog/data/bodymap.toml`; changes by hand are lost.\n\n\
         use super::paths::{Anchor, RegionPaths, ViewPaths};\n",
    );
    for (i, view) in drawing.view.iter().enumerate() {
        let taps = tap_areas(&visible[i]);
        let named = anchors[i].iter().filter(|(id, at)| at.badge.1 >= WORTH_A_LABEL * best_depth(id));
        let lines = label_lines(named.map(|(id, at)| (*id, at.label.y)).collect());
        line(&mut text, &format!("\n/// The {} view.", view.id));
        line(&mut text, &format!("pub(super) const {}: ViewPaths = ViewPaths {{", view.id.to_uppercase()));
        line(&mut text, &format!("    silhouette: \"{}\",", path(&silhouette(view), TOLERANCE[0])));
        line(&mut text, &format!("    details: \"{}\",", details(view)));
        line(&mut text, "    tissues: &[");
        for cut in &cuts[i] {
            if let Some(tissue) = cut.tissue {
                line(
                    &mut text,
                    &format!(
                        "        (\"{}\", \"{tissue}\", \"{}\"),",
                        cut.part,
                        path(&cut.area, TOLERANCE[1])
                    ),
                );
            }
        }
        line(&mut text, "    ],\n    regions: &[");
        for region in &drawing.region {
            let Some(at) = anchors[i].get(region.id.as_str()) else {
                continue;
            };
            line(
                &mut text,
                &format!(
                    "        RegionPaths {{\n            group: \"{}\",\n            deep: {},",
                    region.id, region.deep
                ),
            );
            line(&mut text, "            parts: &[");
            for cut in cuts[i].iter().filter(|cut| cut.group == Some(&region.id)) {
                line(
                    &mut text,
                    &format!("                (\"{}\", \"{}\"),", cut.part, path(&cut.area, TOLERANCE[1])),
                );
            }
            line(&mut text, "            ],");
            line(
                &mut text,
                &format!("            hit: \"{}\",", path(&taps[region.id.as_str()], TOLERANCE[2])),
            );
            let (Coord { x, y }, depth) = at.badge;
            line(
                &mut text,
                &format!(
                    "            badge: Anchor {{ x: {x:.1}, y: {y:.1} }},\n            depth: {depth:.1},"
                ),
            );
            let Coord { x, y } = at.label;
            line(&mut text, &format!("            label: Anchor {{ x: {x:.1}, y: {y:.1} }},"));
            let line_y = lines.get(region.id.as_str()).map(|y| format!("Some({y:.1})"));
            line(
                &mut text,
                &format!("            label_y: {},\n        }},", line_y.as_deref().unwrap_or("None")),
            );
        }
        line(&mut text, "    ],\n};");
    }
    text
}

fn line(text: &mut String, content: &str) {
    text.push_str(content);
    text.push('\n');
}

/// The badge stands where the group is widest, the label points at its outermost part.
fn anchors<'a>(cuts: &[Cut<'_>], visible: &BTreeMap<&'a str, MultiPolygon>) -> BTreeMap<&'a str, Anchors> {
    let mut anchors = BTreeMap::new();
    for (&id, area) in visible {
        let parts: Vec<&Cut<'_>> = cuts.iter().filter(|cut| cut.group == Some(id)).collect();
        // A group of one part may be covered by a deep one, so what is visible of it counts.
        let deepest: Vec<(Coord, f64)> = match parts.as_slice() {
            [_] => deepest_point(area).into_iter().collect(),
            parts => parts.iter().filter_map(|cut| deepest_point(&cut.area)).collect(),
        };
        let badge = deepest.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
        let label = deepest.iter().map(|(point, _)| *point).max_by(|a, b| a.x.total_cmp(&b.x));
        if let (Some(badge), Some(label)) = (badge, label) {
            anchors.insert(id, Anchors { badge, label });
        }
    }
    anchors
}

/// Heights for labels that stand as near as possible to what they name, without touching each other.
fn label_lines(mut wanted: Vec<(&str, f64)>) -> BTreeMap<&str, f64> {
    wanted.sort_by(|a, b| a.1.total_cmp(&b.1));
    // Neighbours that would touch form a block, which stands at the mean of what its members want.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (i, (_, y)) in wanted.iter().enumerate() {
        blocks.push((y - LABEL_PITCH * i as f64, 1));
        while let [.., (above, n_above), (below, n_below)] = blocks[..]
            && above > below
        {
            let n = n_above + n_below;
            let mean = (above * n_above as f64 + below * n_below as f64) / n as f64;
            blocks.truncate(blocks.len() - 2);
            blocks.push((mean, n));
        }
    }
    let heights = blocks.into_iter().flat_map(|(y, n)| std::iter::repeat_n(y, n));
    let last = LABEL_RANGE.1 - LABEL_PITCH * wanted.len().saturating_sub(1) as f64;
    wanted
        .iter()
        .zip(heights)
        .enumerate()
        .map(|(i, ((id, _), y))| {
            (*id, y.clamp(LABEL_RANGE.0, last.max(LABEL_RANGE.0)) + LABEL_PITCH * i as f64)
        })
        .collect()
}

fn details(view: &View) -> String {
    let mut text = String::new();
    for [from, through, to] in &view.details {
        // The control point that makes a quadratic curve run through the middle point.
        let control = |i: usize| 2.0 * through[i] - (from[i] + to[i]) / 2.0;
        let number = |point: &Point, i: usize| tenths(point[i]);
        put(&mut text, 'M', &[number(from, 0), number(from, 1)]);
        put(&mut text, 'Q', &[tenths(control(0)), tenths(control(1)), number(to, 0), number(to, 1)]);
    }
    text
}

fn path(area: &MultiPolygon, tolerance: f64) -> String {
    let mut text = String::new();
    for polygon in area.simplify(tolerance).iter() {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            put_ring(&mut text, ring);
        }
    }
    text
}

fn put_ring(text: &mut String, ring: &LineString) {
    let points: Vec<[i64; 2]> = ring.coords().map(|point| [tenths(point.x), tenths(point.y)]).collect();
    // The last point repeats the first, which closing the path does by itself.
    let Some((&first, rest)) = points.split_first() else {
        return;
    };
    let rest = &rest[..rest.len().saturating_sub(1)];
    put(text, 'M', &first);
    let mut at = first;
    let mut steps = Vec::new();
    for point in rest {
        steps.extend([point[0] - at[0], point[1] - at[1]]);
        at = *point;
    }
    put(text, 'l', &steps);
    text.push('z');
}

fn tenths(number: f64) -> i64 {
    (number * 10.0).round() as i64
}

/// A command and its numbers, in tenths, with no more characters than a reader of paths needs.
fn put(text: &mut String, command: char, numbers: &[i64]) {
    text.push(command);
    for (i, &number) in numbers.iter().enumerate() {
        if i > 0 && number >= 0 {
            text.push(' ');
        }
        let sign = if number < 0 { "-" } else { "" };
        let (whole, tenth) = (number.abs() / 10, number.abs() % 10);
        // Writing to a string cannot fail.
        let _ = match (whole, tenth) {
            (whole, 0) => write!(text, "{sign}{whole}"),
            (0, tenth) => write!(text, "{sign}.{tenth}"),
            (whole, tenth) => write!(text, "{sign}{whole}.{tenth}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_path_are_short_and_unmistakable() {
        let mut text = String::new();
        put(&mut text, 'l', &[0, -5, 12, 100, -203, 7]);
        assert_eq!(text, "l0-.5 1.2 10-20.3 .7");
    }

    #[test]
    fn labels_keep_their_distance_and_their_order() {
        let lines = label_lines(vec![("c", 310.0), ("a", 300.0), ("b", 301.0), ("d", 600.0), ("e", 606.0)]);
        let heights: Vec<f64> = ["a", "b", "c", "d", "e"].iter().map(|id| lines[id]).collect();
        for pair in heights.windows(2) {
            assert!(pair[1] - pair[0] >= LABEL_PITCH - 1e-9, "{heights:?}");
        }
        assert!(heights[4] <= LABEL_RANGE.1 + 1e-9, "{heights:?}");
        assert!((heights[1] - 303.7).abs() < 0.1, "the middle of three stands at their mean: {heights:?}");
    }
}
