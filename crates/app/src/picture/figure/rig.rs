//! A body in space from joint angles: where each joint is in one moment, with what rests on its support held there.
//!
//! Lengths are in parts of the body's height. Read next: `front`, which looks at this body and draws it.

use super::anatomy::{
    ANKLE_HEIGHT, FOREARM, HEAD, SHANK, THIGH, TRUNK, UPPER_ARM, arm_between, between as angle_between, eased,
    leg_between,
};
use super::space::{Axes, RIGHT, UP, Vector, rotated, sine_cosine};
use evenstride_core::knowledge::{Arms, Contact, Figure, Frame, Leg};

/// From the ankle to the tips of the toes, forwards and down.
pub(super) const TOES_FORWARD: f64 = 0.1;
pub(super) const TOES_DOWN: f64 = ANKLE_HEIGHT - TOES_THICK;
const TOES_THICK: f64 = 0.018;
/// Half the distance of the hip joints, and of the shoulder joints.
const HIP: f64 = 0.058;
const SHOULDER: f64 = 0.112;
// Half the thickness of what one lies, sits or kneels on.
const BACK_THICK: f64 = 0.06;
const SEAT_THICK: f64 = 0.05;
const SIDE_THICK: f64 = 0.105;
pub(super) const KNEE_THICK: f64 = 0.032;
const HAND_THICK: f64 = 0.02;
/// Joints nearer to each other than this in two neighbouring frames are held where they are.
const SAME_PLACE: f64 = 0.03;

/// A leg or an arm: hip, knee, ankle and toes, or shoulder, elbow and hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limb {
    pub(super) root: Vector,
    pub(super) middle: Vector,
    pub(super) end: Vector,
    /// The tips of the toes; the hand itself in an arm.
    pub(super) tip: Vector,
    /// Where the middle joint bends to.
    forward: Vector,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    pub(super) pelvis: Vector,
    pub(super) pelvis_up: Vector,
    pub(super) neck: Vector,
    pub(super) head: Vector,
    pub(super) near_leg: Limb,
    pub(super) far_leg: Limb,
    pub(super) near_arm: Limb,
    pub(super) far_arm: Limb,
}

/// The body at a phase from 0 at the first frame to 1 at the last.
pub(super) fn body(figure: &Figure, phase: f64) -> Option<Body> {
    let last = figure.frames.len().checked_sub(1)?;
    let place = phase.clamp(0.0, 1.0) * last as f64;
    let before = (place.floor() as usize).min(last.saturating_sub(1));
    let after = (before + 1).min(last);
    let (a, b) = (&figure.frames[before], &figure.frames[after]);
    let share = eased(place - before as f64);
    let (from, to) = (rested(figure, a), rested(figure, b));
    let body = free(figure, &between(a, b, share));
    let body = if holds(figure, a) == holds(figure, b) {
        let held = holds(figure, a);
        let at = support(&from, held).towards(support(&to, held), share);
        body.moved(at - support(&body, held))
    } else {
        body.moved(from.pelvis.towards(to.pelvis, share) - body.pelvis)
    };
    Some(Body {
        near_leg: leg_kept(body.near_leg, from.near_leg, to.near_leg, share),
        far_leg: leg_kept(body.far_leg, from.far_leg, to.far_leg, share),
        near_arm: arm_kept(body.near_arm, from.near_arm, to.near_arm, share),
        far_arm: arm_kept(body.far_arm, from.far_arm, to.far_arm, share),
        ..body
    })
}

/// What rests on its support in a frame.
pub(super) fn holds(figure: &Figure, frame: &Frame) -> Contact {
    frame.holds.unwrap_or(figure.holds)
}

/// Where a contact touches its support.
pub(super) fn support(body: &Body, held: Contact) -> Vector {
    let below = |point: Vector, thick: f64| point - UP * thick;
    match held {
        Contact::NearFoot => below(body.near_leg.end, ANKLE_HEIGHT),
        Contact::FarFoot => below(body.far_leg.end, ANKLE_HEIGHT),
        Contact::NearForefoot | Contact::NearHeel => sole(&body.near_leg),
        Contact::FarForefoot | Contact::FarHeel => sole(&body.far_leg),
        Contact::NearKnee => below(body.near_leg.middle, KNEE_THICK),
        Contact::FarKnee => below(body.far_leg.middle, KNEE_THICK),
        Contact::Seat => below(body.pelvis, SEAT_THICK),
        Contact::Back | Contact::Chest => below(body.pelvis, BACK_THICK),
        Contact::Shoulders => below(body.neck, BACK_THICK),
        Contact::Side => below(body.pelvis, SIDE_THICK),
        Contact::Hands => below(lower(body.near_arm.end, body.far_arm.end), HAND_THICK),
        Contact::Elbows => below(lower(body.near_arm.middle, body.far_arm.middle), HAND_THICK),
        Contact::Lowest => Vector { y: lowest(body), ..body.pelvis },
    }
}

/// The height of the lowest point of the body.
pub(super) fn lowest(body: &Body) -> f64 {
    let legs = [&body.near_leg, &body.far_leg].map(|leg| sole(leg).y.min(leg.middle.y - KNEE_THICK));
    let arms = [&body.near_arm, &body.far_arm].map(|arm| arm.end.y.min(arm.middle.y) - HAND_THICK);
    legs.into_iter().chain(arms).fold(body.pelvis.y - SEAT_THICK, f64::min)
}

/// The lowest point below the ankle.
fn sole(leg: &Limb) -> Vector {
    let toes = leg.tip.y - TOES_THICK;
    // A foot on its side or pointing down is thinner than it is high.
    let level = 1.0 - ((leg.tip.y - leg.end.y + TOES_DOWN).abs() / 0.06).min(1.0);
    let heel = leg.end.y - 0.022 - (ANKLE_HEIGHT - 0.022) * level;
    Vector { y: toes.min(heel), ..leg.end }
}

/// The body of a frame, standing where it belongs.
pub(super) fn rested(figure: &Figure, frame: &Frame) -> Body {
    let held = holds(figure, frame);
    let body = free(figure, &between(frame, frame, 0.0));
    // The first frame that rests on the same thing says where that is.
    let first = figure.frames.iter().find(|other| holds(figure, other) == held).unwrap_or(frame);
    let start = free(figure, &between(first, first, 0.0));
    let (at, now) = (support(&start, held), support(&body, held));
    let target = Vector { x: at.x - frame.along, y: frame.lift, z: at.z };
    let mut body = body.moved(target - now);
    body.near_leg = flat(body.near_leg, frame.lift);
    body.far_leg = flat(body.far_leg, 0.0);
    body
}

/// A foot near its support lies flat on it.
fn flat(leg: Limb, height: f64) -> Limb {
    let above = leg.end.y - ANKLE_HEIGHT;
    let stands = leg.root.y > leg.end.y + 0.08 && (leg.middle.y > leg.end.y + 0.12);
    if !stands || (above.abs() > 0.02 && (above - height).abs() > 0.02) {
        return leg;
    }
    let ahead = leg.tip - leg.end;
    let Some(ahead) = Vector { y: 0.0, ..ahead }.direction() else { return leg };
    Limb { tip: leg.end + ahead * TOES_FORWARD - UP * TOES_DOWN, ..leg }
}

/// A moment between two frames.
#[derive(Debug, Clone, Copy)]
struct Moment {
    trunk: f64,
    bend: f64,
    pelvis: f64,
    turn: f64,
    near: Leg,
    far: Leg,
    near_arm: Arms,
    far_arm: Arms,
}

fn between(a: &Frame, b: &Frame, share: f64) -> Moment {
    Moment {
        trunk: angle_between(a.trunk, b.trunk, share),
        bend: angle_between(a.bend, b.bend, share),
        pelvis: angle_between(a.pelvis, b.pelvis, share),
        turn: angle_between(a.turn, b.turn, share),
        near: leg_between(a.near, b.near, share),
        far: leg_between(a.far.unwrap_or(a.near), b.far.unwrap_or(b.near), share),
        near_arm: arm_between(a.arms, b.arms, share),
        far_arm: arm_between(a.far_arms.unwrap_or(a.arms), b.far_arms.unwrap_or(b.arms), share),
    }
}

/// The body of a moment with the pelvis at the origin.
fn free(figure: &Figure, moment: &Moment) -> Body {
    // Someone who lies takes the pelvis along with the trunk; someone who stands bends in the waist.
    let lies = figure.frames.iter().any(|frame| frame.trunk.abs() >= 45.0);
    let carried = if lies { moment.trunk } else { 0.0 };
    let pelvis = Axes::turned(moment.bend, moment.pelvis + carried, moment.turn);
    let trunk =
        Axes::turned(moment.bend, moment.trunk + if lies { 0.0 } else { tilt_passed_on(moment) }, moment.turn);
    let neck = trunk.up * TRUNK;
    Body {
        pelvis: Vector::default(),
        pelvis_up: pelvis.up,
        neck,
        head: neck + head_direction(trunk) * HEAD,
        near_leg: leg(pelvis.side * HIP, pelvis, moment.near),
        far_leg: leg(pelvis.side * -HIP, mirrored(pelvis), moment.far),
        near_arm: arm(neck + trunk.side * SHOULDER, trunk, moment.near_arm),
        far_arm: arm(neck - trunk.side * SHOULDER, mirrored(trunk), moment.far_arm),
    }
}

/// A bent trunk rolls with the pelvis; an upright one stays upright over it.
fn tilt_passed_on(moment: &Moment) -> f64 {
    let (sine, _) = sine_cosine(moment.bend);
    moment.pelvis * sine * sine
}

/// Someone face down looks a little ahead.
fn head_direction(trunk: Axes) -> Vector {
    let down = (-trunk.front.y).max(0.0);
    (trunk.up - trunk.front * (0.35 * down)).direction().unwrap_or(trunk.up)
}

fn mirrored(axes: Axes) -> Axes {
    Axes { side: axes.side * -1.0, ..axes }
}

/// A leg whose side axis points outwards.
fn leg(hip: Vector, pelvis: Axes, angles: Leg) -> Limb {
    let (thigh, knee_back, _) = hung(pelvis, angles.hip, angles.abduction, angles.rotation);
    let (sine, cosine) = sine_cosine(angles.knee);
    let shank = thigh * cosine + knee_back * sine;
    let ahead = thigh * sine - knee_back * cosine;
    let (sine, cosine) = sine_cosine(angles.ankle);
    let (foot, sole) = (ahead * cosine - shank * sine, shank * cosine + ahead * sine);
    let knee = hip + thigh * THIGH;
    let ankle = knee + shank * SHANK;
    let tip = ankle + foot * TOES_FORWARD + sole * TOES_DOWN;
    Limb { root: hip, middle: knee, end: ankle, tip, forward: knee_back * -1.0 }
}

/// An arm whose side axis points outwards.
fn arm(shoulder: Vector, trunk: Axes, angles: Arms) -> Limb {
    let (upper, back, _) = hung(trunk, angles.shoulder, angles.abduction, -angles.rotation);
    let (sine, cosine) = sine_cosine(angles.elbow);
    let lower = upper * cosine - back * sine;
    let elbow = shoulder + upper * UPPER_ARM;
    let hand = elbow + lower * FOREARM;
    Limb { root: shoulder, middle: elbow, end: hand, tip: hand, forward: back }
}

/// The direction of a thigh or an upper arm, and where its back and outer side point: raised sideways, then
/// forwards, then turned outwards about itself.
fn hung(axes: Axes, flexion: f64, abduction: f64, rotation: f64) -> (Vector, Vector, Vector) {
    let (sine, cosine) = sine_cosine(flexion);
    let in_plane = axes.front * sine - axes.up * cosine;
    let back = (axes.front * cosine + axes.up * sine) * -1.0;
    let (sine, cosine) = sine_cosine(abduction);
    let along = in_plane * cosine + axes.side * sine;
    let outer = axes.side * cosine - in_plane * sine;
    let (sine, cosine) = sine_cosine(rotation);
    (along, back * cosine - outer * sine, outer * cosine + back * sine)
}

/// The leg with its foot held where both frames have it, or gliding over the ground between them.
fn leg_kept(now: Limb, from: Limb, to: Limb, share: f64) -> Limb {
    let grounded = |leg: &Limb| (leg.end.y - ANKLE_HEIGHT).abs() < 0.004;
    if (from.end - to.end).length() > SAME_PLACE && !(grounded(&from) && grounded(&to)) {
        return over_ground(with_tip(now, from, to, share));
    }
    let target = from.end.towards(to.end, share);
    let bent = reached(now, target, THIGH, SHANK);
    with_tip(bent, from, to, share)
}

/// The leg drawn up as far as its foot would drag over the ground.
fn over_ground(leg: Limb) -> Limb {
    let sunk = (TOES_THICK - leg.tip.y).max(0.5 * ANKLE_HEIGHT - leg.end.y);
    if sunk > 0.0 { reached(leg, leg.end + UP * sunk, THIGH, SHANK) } else { leg }
}

/// The foot of a leg turned between how it stands in two frames.
fn with_tip(now: Limb, from: Limb, to: Limb, share: f64) -> Limb {
    let foot = (from.tip - from.end).towards(to.tip - to.end, share);
    let length = libm::hypot(TOES_FORWARD, TOES_DOWN);
    foot.direction().map_or(now, |foot| Limb { tip: now.end + foot * length, ..now })
}

/// The arm with its hand held where both frames have it.
fn arm_kept(now: Limb, from: Limb, to: Limb, share: f64) -> Limb {
    if (from.end - to.end).length() > SAME_PLACE {
        return now;
    }
    let bent = reached(now, from.end.towards(to.end, share), UPPER_ARM, FOREARM);
    Limb { tip: bent.end, ..bent }
}

/// A limb bent so that its end is at a point, its middle joint going where it went before.
fn reached(limb: Limb, target: Vector, upper: f64, lower: f64) -> Limb {
    let Some(direction) = (target - limb.root).direction() else { return limb };
    let distance = (target - limb.root).length().clamp((upper - lower).abs() + 1e-4, upper + lower - 1e-4);
    let along = (upper * upper + distance * distance - lower * lower) / (2.0 * distance);
    let out = (upper * upper - along * along).max(0.0).sqrt();
    let away = |v: Vector| v - direction * v.dot(direction);
    let bend = away(limb.middle - limb.root);
    let bend = if bend.length() > 0.004 { bend } else { away(limb.forward) };
    let sideways = bend.direction().unwrap_or_default();
    let middle = limb.root + direction * along + sideways * out;
    let end = limb.root + direction * distance;
    Limb { middle, end, tip: end + (limb.tip - limb.end), ..limb }
}

impl Body {
    fn moved(self, by: Vector) -> Body {
        let limb = |limb: Limb| Limb {
            root: limb.root + by,
            middle: limb.middle + by,
            end: limb.end + by,
            tip: limb.tip + by,
            ..limb
        };
        Body {
            pelvis: self.pelvis + by,
            neck: self.neck + by,
            head: self.head + by,
            near_leg: limb(self.near_leg),
            far_leg: limb(self.far_leg),
            near_arm: limb(self.near_arm),
            far_arm: limb(self.far_arm),
            ..self
        }
    }
}

fn lower(a: Vector, b: Vector) -> Vector {
    if a.y < b.y { a } else { b }
}

/// A point as the eye sees it: right, down, and how near it is.
pub(super) fn seen(point: Vector, above_deg: f64, round_deg: f64) -> (f64, f64, f64) {
    let turned = rotated(rotated(point, UP, round_deg), RIGHT, above_deg);
    (turned.x, -turned.y, turned.z)
}
