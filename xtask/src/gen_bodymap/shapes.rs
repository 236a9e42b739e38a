//! Cuts the overlapping shapes of a view into disjoint ones, and grows the areas that answer to a tap.
//!
//! ```text
//!   painted bottom to top        cut                            rounded        tap areas
//!   ┌──────────┐                 by the outline, 1.6 inside     ±0.8           grown by 22 in
//!   │   ┌──────┼───┐      →      by all above, 1.1 apart    →             +    competition with
//!   └───┼──────┘   │                                                           their neighbours
//! ```
//! Lengths are units of the point lists. Read next: [`super::write`].

use super::smooth::curve;
use super::{Region, View};
use geo::algorithm::buffer::{BufferStyle, LineJoin};
use geo::{
    AffineOps, AffineTransform, Area, BooleanOps, BoundingRect, Buffer, Coord, Intersects, MultiPolygon,
    Polygon, Rect, Simplify, unary_union,
};
use std::collections::BTreeMap;

/// How far shapes stay inside the silhouette.
const INSET: f64 = 1.6;
/// Free space around a shape that covers another.
const GAP: f64 = 1.1;
/// Radius by which corners are rounded, inside and outside.
const ROUNDING: f64 = 0.8;
/// Pieces smaller than this are dust that cutting leaves.
const LEAST_AREA: f64 = 12.0;
/// How far a tap area grows, one unit a step.
const GROWTH_STEPS: usize = 22;
/// Pieces of a tap area that are too small to be meant.
const LEAST_TAP_AREA: f64 = 150.0;

/// A shape after cutting.
pub(super) struct Cut<'a> {
    /// Its name, unique in the view.
    pub(super) part: &'a str,
    /// The muscle group, or none for what is there for orientation.
    pub(super) group: Option<&'a str>,
    /// What it is made of when it is no muscle group.
    pub(super) tissue: Option<&'a str>,
    /// What is left of it.
    pub(super) area: MultiPolygon,
}

/// Both legs and the hips as one area.
pub(super) fn silhouette(view: &View) -> MultiPolygon {
    let half = curve(&view.outline);
    let mirror = AffineTransform::scale(-1.0, 1.0, Coord { x: 0.0, y: 0.0 });
    let other_half = half.affine_transform(&mirror);
    // Grown a hair before joining, else the seam along the midline stays open.
    grown(&grown(&half, 0.3).union(&grown(&other_half, 0.3)), -0.3)
}

/// The shapes of a view, disjoint but for those that lie over others by intent.
pub(super) fn cut<'a>(view: &'a View, regions: &[Region]) -> Vec<Cut<'a>> {
    let lies_over =
        |group: &Option<String>| regions.iter().any(|region| region.over && Some(&region.id) == group.as_ref());
    let inside = grown(&silhouette(view), -INSET).intersection(&half_plane(300.0, -50.0, 800.0));
    let painted: Vec<MultiPolygon> =
        view.shape.iter().map(|shape| curve(&shape.points).intersection(&inside)).collect();
    let mut cuts = Vec::new();
    for (i, shape) in view.shape.iter().enumerate() {
        let above: Vec<MultiPolygon> = (i + 1..painted.len())
            .filter(|&j| !lies_over(&view.shape[j].group) && painted[j].intersects(&painted[i]))
            .map(|j| grown(&painted[j], GAP))
            .collect();
        let mut area = painted[i].clone();
        if !above.is_empty() {
            area = larger_than(area.difference(&unary_union(&above)), LEAST_AREA);
        }
        area = grown(&grown(&grown(&area, -ROUNDING), 2.0 * ROUNDING), -ROUNDING);
        if !area.0.is_empty() {
            cuts.push(Cut {
                part: &shape.part,
                group: shape.group.as_deref(),
                tissue: shape.tissue.as_deref(),
                area,
            });
        }
    }
    cuts
}

/// The area of each muscle group without what lies over it.
pub(super) fn visible_areas<'a>(cuts: &[Cut<'a>], regions: &'a [Region]) -> BTreeMap<&'a str, MultiPolygon> {
    let of = |id: &str| unary_union(cuts.iter().filter(|cut| cut.group == Some(id)).map(|cut| &cut.area));
    let over: Vec<MultiPolygon> =
        regions.iter().filter(|region| region.over).map(|region| of(&region.id)).collect();
    let over = unary_union(&over);
    regions
        .iter()
        .map(|region| {
            let area = of(&region.id);
            (region.id.as_str(), if region.over { area } else { area.difference(&over) })
        })
        .filter(|(_, area)| !area.0.is_empty())
        .collect()
}

/// Grows each group's area a unit at a time, the smallest first, never into another's.
pub(super) fn tap_areas<'a>(visible: &BTreeMap<&'a str, MultiPolygon>) -> BTreeMap<&'a str, MultiPolygon> {
    let half = half_plane(140.0, -40.0, 700.0);
    // Every step adds points to every round; a finger does not feel a tenth of a unit.
    let mut areas: BTreeMap<&str, MultiPolygon> =
        visible.iter().map(|(&id, area)| (id, area.simplify(0.1))).collect();
    for _ in 0..GROWTH_STEPS {
        let mut order: Vec<&str> = areas.keys().copied().collect();
        order.sort_by(|a, b| areas[a].unsigned_area().total_cmp(&areas[b].unsigned_area()));
        for id in order {
            let area = grown_with(&areas[id], 1.0, 0.4);
            let others = areas.iter().filter(|(other, _)| **other != id).map(|(_, other)| other);
            let near = unary_union(others.filter(|other| boxes_touch(other, &area)));
            let area = area.difference(&near).intersection(&half);
            areas.insert(id, area.simplify(0.03));
        }
    }
    areas.into_iter().map(|(id, area)| (id, larger_than(area, LEAST_TAP_AREA))).collect()
}

fn grown(area: &MultiPolygon, by: f64) -> MultiPolygon {
    grown_with(area, by, 0.1)
}

/// Grows with round corners made of pieces that turn by an angle in radians.
fn grown_with(area: &MultiPolygon, by: f64, turn: f64) -> MultiPolygon {
    area.buffer_with_style(BufferStyle::new(by).line_join(LineJoin::Round(turn)))
}

fn boxes_touch(a: &MultiPolygon, b: &MultiPolygon) -> bool {
    match (a.bounding_rect(), b.bounding_rect()) {
        (Some(a), Some(b)) => a.intersects(&b),
        (None, _) | (_, None) => false,
    }
}

fn larger_than(area: MultiPolygon, least: f64) -> MultiPolygon {
    area.into_iter().filter(|polygon| polygon.unsigned_area() > least).collect()
}

fn half_plane(width: f64, top: f64, bottom: f64) -> Polygon {
    Rect::new(Coord { x: 0.0, y: top }, Coord { x: width, y: bottom }).to_polygon()
}
