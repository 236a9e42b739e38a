//! Smooth closed curves through points, and the point that lies deepest inside a shape.
//!
//! It knows nothing of legs. Read next: [`super::shapes`], which cuts what comes out of here.

use super::Point;
use geo::{Area, BooleanOps, Coord, LineString, MultiPolygon, Polygon, Simplify};

/// Straight pieces between two points of a curve.
const PIECES: u32 = 14;

/// The area inside a closed centripetal Catmull–Rom curve through the points.
///
/// A corner gets a neighbour mirrored at the next point in place of the real one, so that the curve does
/// not swing around it.
pub(super) fn curve(points: &[Point]) -> MultiPolygon {
    let at: Vec<Coord> = points.iter().map(|point| Coord { x: point[0], y: point[1] }).collect();
    let is_corner: Vec<bool> = points.iter().map(|point| point.len() > 2).collect();
    let n = at.len();
    let mut ring = Vec::with_capacity(n * PIECES as usize);
    for i in 0..n {
        let (from, to) = (at[i], at[(i + 1) % n]);
        let before = if is_corner[i] { from * 2.0 - to } else { at[(i + n - 1) % n] };
        let after = if is_corner[(i + 1) % n] { to * 2.0 - from } else { at[(i + 2) % n] };
        ring.extend(
            (0..PIECES).map(|k| point_on_curve([before, from, to, after], f64::from(k) / f64::from(PIECES))),
        );
    }
    // A curve may cross itself by a hair at a corner; the union makes it valid again.
    Polygon::new(LineString::new(ring), vec![]).union(&MultiPolygon::new(vec![]))
}

/// The point at a fraction of the way between the second and the third of four points.
fn point_on_curve(four: [Coord; 4], fraction: f64) -> Coord {
    let mut knots = [0.0; 4];
    for i in 1..4 {
        let step = four[i] - four[i - 1];
        knots[i] = knots[i - 1] + step.x.hypot(step.y).max(1e-6).sqrt();
    }
    let at = knots[1] + (knots[2] - knots[1]) * fraction;
    let between = |a: Coord, b: Coord, from: usize, to: usize| {
        a + (b - a) * ((at - knots[from]) / (knots[to] - knots[from]))
    };
    let first = between(four[0], four[1], 0, 1);
    let second = between(four[1], four[2], 1, 2);
    let third = between(four[2], four[3], 2, 3);
    between(between(first, second, 0, 2), between(second, third, 1, 3), 1, 2)
}

/// The point of a shape that is farthest from its edge, and that distance.
///
/// Of points that are equally far the one higher up and nearer to the midline is taken.
pub(super) fn deepest_point(shape: &MultiPolygon) -> Option<(Coord, f64)> {
    let largest = shape.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    // The search looks at every edge for every point, and a twentieth of a unit is never seen.
    let polygon = &largest.simplify(0.05);
    let edge = polygon.exterior();
    let (mut low, mut high) = (edge.0[0], edge.0[0]);
    for &Coord { x, y } in edge {
        low = Coord { x: low.x.min(x), y: low.y.min(y) };
        high = Coord { x: high.x.max(x), y: high.y.max(y) };
    }
    let mut best = (low, f64::NEG_INFINITY);
    // A coarse grid first, then ever finer ones around the best point.
    for step in [2.0, 0.5, 0.125, 0.03125] {
        let mut y = low.y;
        while y <= high.y {
            let mut x = low.x;
            while x <= high.x {
                let point = Coord { x, y };
                let depth = depth(polygon, point);
                if depth > best.1 + 1e-9 {
                    best = (point, depth);
                }
                x += step;
            }
            y += step;
        }
        let reach = Coord { x: 2.0 * step, y: 2.0 * step };
        (low, high) = (best.0 - reach, best.0 + reach);
    }
    (best.1 > 0.0).then_some(best)
}

/// Distance to the nearest edge, negative outside.
fn depth(polygon: &Polygon, point: Coord) -> f64 {
    let mut nearest = f64::INFINITY;
    let mut inside = false;
    for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
        for line in ring.lines() {
            let (a, b) = (line.start, line.end);
            let along = b - a;
            let length_squared = along.x * along.x + along.y * along.y;
            let to = point - a;
            let fraction = ((to.x * along.x + to.y * along.y) / length_squared.max(1e-12)).clamp(0.0, 1.0);
            let off = to - along * fraction;
            nearest = nearest.min(off.x.hypot(off.y));
            if (a.y > point.y) != (b.y > point.y) && point.x < a.x + along.x * (point.y - a.y) / along.y {
                inside = !inside;
            }
        }
    }
    if inside { nearest } else { -nearest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<Point> {
        vec![vec![0.0, 0.0, 1.0], vec![10.0, 0.0, 1.0], vec![10.0, 10.0, 1.0], vec![0.0, 10.0, 1.0]]
    }

    #[test]
    fn a_curve_of_corners_is_the_polygon_itself() {
        let area = curve(&square()).unsigned_area();
        assert!((area - 100.0).abs() < 1e-3, "{area}: the cutting works on a grid of about a millionth");
    }

    #[test]
    fn a_curve_without_corners_swells_beyond_its_points() {
        let smooth: Vec<Point> = square().into_iter().map(|point| point[..2].to_vec()).collect();
        assert!(curve(&smooth).unsigned_area() > 110.0);
    }

    #[test]
    fn the_deepest_point_of_a_square_is_its_middle() {
        let (point, depth) = deepest_point(&curve(&square())).expect("a square has an inside");
        assert!(
            (point.x - 5.0).abs() < 0.05 && (point.y - 5.0).abs() < 0.05,
            "{point:?}: the last grid is 0.03"
        );
        assert!((depth - 5.0).abs() < 0.05, "{depth}");
    }
}
