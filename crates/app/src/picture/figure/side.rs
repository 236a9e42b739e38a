//! Poses seen from the side: the figure faces right and its working leg is the near one.
//!
//! Read next: `plane`, which knows where the joints are, and `scenery_side` for what stands beside the figure.

use super::anatomy;
use super::plane::{self, Limb, Point};
use super::{Part, Placed, STATURE};
use evenstride_core::knowledge::Figure;

/// A ball this near to a level has the toes flat on it when the heel rises.
const ON_SUPPORT: f64 = 0.012;
/// Over such a way more they come off it.
const LEAVES: f64 = 0.05;

pub(super) fn pose(figure: &Figure, phase: f64) -> Vec<Placed> {
    let Some(body) = plane::body(figure, phase) else { return Vec::new() };
    let levels = levels(figure);
    let mut parts = Vec::new();
    parts.extend(arm(&body.far_arm, [Part::FarUpperArm, Part::FarForearm]));
    parts.extend(leg(&body.far_leg, [Part::FarThigh, Part::FarShank, Part::FarToes, Part::FarFoot], &levels));
    parts.extend(trunk(figure, &body));
    parts.push(placed(Part::Head, body.neck, 180.0 - body.neck.angle_to(body.head)));
    parts.extend(leg(&body.near_leg, [Part::Thigh, Part::Shank, Part::Toes, Part::Foot], &levels));
    parts.extend(arm(&body.near_arm, [Part::UpperArm, Part::Forearm]));
    parts
}

/// Heights on which a forefoot may stand: the ground, and what the figure is lifted to.
fn levels(figure: &Figure) -> Vec<f64> {
    std::iter::once(0.0).chain(figure.frames.iter().map(|frame| frame.lift)).collect()
}

/// On the page y grows downwards, so a direction forwards of straight down is a turn to the left.
fn placed(part: Part, at: Point, turn: f64) -> Placed {
    Placed { part, x: at.x * STATURE, y: -at.y * STATURE, turn: plane::between_turns(turn), long: 1.0 }
}

/// A piece from joint to joint, shorter when it points towards the eye.
fn bone(part: Part, from: Point, to: Point, length: f64) -> Placed {
    Placed { long: from.distance(to) / length, ..placed(part, from, -from.angle_to(to)) }
}

fn arm(limb: &Limb, [upper, lower]: [Part; 2]) -> [Placed; 2] {
    [
        placed(upper, limb.root, -limb.root.angle_to(limb.middle)),
        placed(lower, limb.middle, -limb.middle.angle_to(limb.end)),
    ]
}

/// The trunk in one piece, or in two that bend in the middle when the back rounds and hollows.
fn trunk(figure: &Figure, body: &plane::Body) -> Vec<Placed> {
    if figure.frames.iter().all(|frame| frame.curve == 0.0) {
        return vec![placed(Part::Trunk, body.hip, body.trunk_deg)];
    }
    let (sine, cosine) = libm::sincos(body.trunk_deg.to_radians());
    let out = 0.5 * anatomy::TRUNK * libm::tan(body.curve_deg.to_radians());
    let middle = body.hip.towards(body.neck, 0.5).moved(-out * cosine, out * sine);
    let half = |part: Part, from: Point, to: Point| Placed {
        // The halves overlap, so that the back stays whole where it bends.
        long: 1.16 * from.distance(to) / anatomy::TRUNK,
        ..placed(part, from, 180.0 - from.angle_to(to))
    };
    vec![half(Part::Pelvis, body.hip, middle), half(Part::Trunk, middle, body.neck)]
}

fn leg(limb: &Limb, [thigh, shank, toes, foot]: [Part; 4], levels: &[f64]) -> [Placed; 4] {
    let ball = limb.ball();
    let gap = levels.iter().map(|level| (ball.y - level).abs()).fold(f64::INFINITY, f64::min);
    // Toes stay on the floor when the heel rises, go with the foot as it leaves, and lift when they are told to; a
    // foot that lies on its instep has no toes on the floor.
    let near = (1.0 - (gap - ON_SUPPORT) / LEAVES).clamp(0.0, 1.0);
    let flat = if limb.pitch_deg < 0.0 { near * (1.0 - limb.on_end()) } else { 0.0 };
    let toes_deg = limb.pitch_deg * (1.0 - flat) + limb.toes_deg;
    [
        bone(thigh, limb.root, limb.middle, anatomy::THIGH),
        bone(shank, limb.middle, limb.end, anatomy::SHANK),
        placed(toes, ball, -toes_deg),
        placed(foot, limb.end, -limb.pitch_deg),
    ]
}
