//! Poses seen from the front and from above.
//!
//! The figure faces the eye and its near, working leg is a right one: it is at the left of the page. Someone who
//! leans to the near side leans to the left, and lies with the head at the left. Every joint is placed in space
//! and then looked at, so a limb that points towards the eye is short and none is ever longer than it is. Read
//! next: `rig`, which knows where the joints are.

use super::anatomy::{ANKLE_HEIGHT, FOREARM, HEAD, SHANK, THIGH, TRUNK, UPPER_ARM};
use super::rig::{Body, Limb, TOES_DOWN, TOES_FORWARD};
use super::space::Vector;
use super::{Part, Placed, STATURE, rig};
use evenstride_core::knowledge::{Figure, Prop, View};

/// Moments at which is looked which limb is nearer to the eye.
const LOOKS: u32 = 6;
/// The pelvis as drawn, from the waist down.
const PELVIS: f64 = 0.11;
/// From this height on the whole floor is seen, and nothing is above or below the rest.
const FROM_ABOVE_DEG: f64 = 90.0;

pub(super) fn pose(figure: &Figure, phase: f64) -> Vec<Placed> {
    let Some(body) = rig::body(figure, phase) else { return Vec::new() };
    let eye = Eye::of(figure);
    let mut parts: Vec<(f64, Placed)> = segments(&body).into_iter().map(|s| (0.0, eye.placed(&s))).collect();
    for (part, depth) in parts.iter_mut().zip(depths(figure, &eye)) {
        part.0 = depth;
    }
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    parts.into_iter().map(|(_, placed)| placed).collect()
}

/// Where a figure is looked at from, and by how much the picture is moved so that it stands on the ground, in the middle.
pub(super) struct Eye {
    above_deg: f64,
    round_deg: f64,
    right: f64,
    down: f64,
}

impl Eye {
    pub(super) fn of(figure: &Figure) -> Eye {
        let above_deg = if figure.view == View::Top { FROM_ABOVE_DEG } else { figure.above };
        let mut eye = Eye { above_deg, round_deg: figure.round, right: 0.0, down: 0.0 };
        let bodies: Vec<Body> =
            (0..=LOOKS).filter_map(|look| rig::body(figure, f64::from(look) / f64::from(LOOKS))).collect();
        let ends: Vec<(f64, f64, f64)> =
            bodies.iter().flat_map(segments).flat_map(|s| [eye.seen(s.from), eye.seen(s.to)]).collect();
        let most = |read: fn(&(f64, f64, f64)) -> f64| ends.iter().map(read).fold(f64::NEG_INFINITY, f64::max);
        eye.right = (most(|end| -end.0) - most(|end| end.0)) / 2.0;
        if above_deg > 0.0 {
            // A mat seen from a corner reaches further down than the body on it.
            let round_deg = if figure.props.contains(&Prop::Mat) { figure.round } else { 0.0 };
            let (corner, _) = libm::sincos(round_deg.to_radians());
            eye.down = -most(|end| end.1) - (ANKLE_HEIGHT + 0.12 * corner.abs()) * STATURE;
        }
        eye
    }

    /// A point in parts of the body's height as it appears on the page, and how near to the eye it is.
    pub(super) fn seen(&self, point: Vector) -> (f64, f64, f64) {
        let (x, y, near) = rig::seen(point, self.above_deg, self.round_deg);
        (x * STATURE + self.right, y * STATURE + self.down, near)
    }

    fn placed(&self, segment: &Segment) -> Placed {
        let (x, y, _) = self.seen(segment.from);
        let (end_x, end_y, _) = self.seen(segment.to);
        let (right, down) = (end_x - x, end_y - y);
        let seen = libm::hypot(right, down);
        let whole = segment.length * STATURE;
        let (right, down) = if seen > 1e-6 { (right / seen, down / seen) } else { (0.0, 1.0) };
        // What points at the eye is as thick as the limb, not nothing.
        let drawn = seen.max(segment.least * whole);
        let back = (drawn - seen) / 2.0;
        Placed {
            part: segment.part,
            x: x - right * back,
            y: y - down * back,
            turn: libm::atan2(-right, down).to_degrees(),
            long: drawn / whole,
        }
    }
}

/// A piece of the body from one joint to the next.
struct Segment {
    part: Part,
    from: Vector,
    to: Vector,
    length: f64,
    /// The least share of its length that it takes on the page.
    least: f64,
}

/// All pieces in the order in which they are painted when none is nearer to the eye.
fn segments(body: &Body) -> [Segment; 13] {
    let foot = libm::hypot(TOES_FORWARD, TOES_DOWN);
    let arm = |limb: &Limb, upper: Part, lower: Part| {
        [
            Segment { part: upper, from: limb.root, to: limb.middle, length: UPPER_ARM, least: 0.2 },
            Segment { part: lower, from: limb.middle, to: limb.end, length: FOREARM, least: 0.2 },
        ]
    };
    let leg = |limb: &Limb, parts: [Part; 3]| {
        [
            Segment { part: parts[0], from: limb.root, to: limb.middle, length: THIGH, least: 0.3 },
            Segment { part: parts[1], from: limb.middle, to: limb.end, length: SHANK, least: 0.22 },
            Segment { part: parts[2], from: limb.end, to: limb.tip, length: foot, least: 0.36 },
        ]
    };
    let [far_upper_arm, far_forearm] = arm(&body.far_arm, Part::FarUpperArm, Part::FarForearm);
    let [upper_arm, forearm] = arm(&body.near_arm, Part::UpperArm, Part::Forearm);
    let [far_thigh, far_shank, far_foot] = leg(&body.far_leg, [Part::FarThigh, Part::FarShank, Part::FarFoot]);
    let [thigh, shank, foot_near] = leg(&body.near_leg, [Part::Thigh, Part::Shank, Part::Foot]);
    let trunk = Segment { part: Part::Trunk, from: body.pelvis, to: body.neck, length: TRUNK, least: 0.42 };
    let head = Segment { part: Part::Head, from: body.neck, to: body.head, length: HEAD, least: 0.62 };
    let waist = body.pelvis + body.pelvis_up * (PELVIS / 2.0);
    let crotch = body.pelvis - body.pelvis_up * (PELVIS / 2.0);
    let pelvis = Segment { part: Part::Pelvis, from: waist, to: crotch, length: PELVIS, least: 0.85 };
    [
        far_upper_arm,
        far_forearm,
        far_thigh,
        far_shank,
        far_foot,
        trunk,
        head,
        pelvis,
        thigh,
        shank,
        foot_near,
        upper_arm,
        forearm,
    ]
}

/// How near to the eye each piece is through the whole movement: the order of painting never changes within one.
fn depths(figure: &Figure, eye: &Eye) -> Vec<f64> {
    let mut sums: Vec<f64> = (0..13).map(|place| f64::from(place) * 0.004 * f64::from(LOOKS + 1)).collect();
    for look in 0..=LOOKS {
        let Some(body) = rig::body(figure, f64::from(look) / f64::from(LOOKS)) else { continue };
        for (sum, segment) in sums.iter_mut().zip(segments(&body)) {
            *sum += (eye.seen(segment.from).2 + eye.seen(segment.to).2) / 2.0;
        }
    }
    sums
}
