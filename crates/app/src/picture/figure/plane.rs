//! A body seen from the side: where each joint is in one moment, with what rests on its support held there.
//!
//! ```text
//!        ○ head         x forwards, y up, in parts of the body's height; the ground is y = 0
//!        │ neck         angles from straight down, forwards positive:
//!        │                thigh = hip − trunk,  shank = thigh − knee,  foot = shank + ankle (0 is flat)
//!   hand ┘ hip
//!          ╲ knee
//!          ╱
//!         └─ ankle, heel and ball
//! ```
//! Read next: `side`, which draws this body.

use super::anatomy::{
    ANKLE_HEIGHT, FOREARM, HEAD, SHANK, THIGH, TRUNK, UPPER_ARM, arm_between, between as angle_between, eased,
    leg_between,
};
use super::course::alternates;
use evenstride_core::knowledge::{Arms, Contact, Figure, Frame, Leg, Prop};

/// The ball of the foot lies so far before the ankle, the heel so far behind.
pub(super) const BALL: f64 = 0.085;
const HEEL: f64 = 0.035;
const TOES: f64 = 0.034;
// Half the thickness of what one lies, sits, kneels or leans on.
pub(super) const SEAT_THICK: f64 = 0.055;
pub(super) const BACK_THICK: f64 = 0.055;
const SHOULDER_THICK: f64 = 0.05;
pub(super) const KNEE_THICK: f64 = 0.034;
const HAND_THICK: f64 = 0.016;
/// So far the toes bend up against the foot.
const TOES_BEND_DEG: f64 = 65.0;
/// Ankles and hands nearer to each other than this in two neighbouring frames are held where they are.
const SAME_PLACE: f64 = 0.035;

/// A point: forwards and up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    /// So far in a direction that is counted from straight down, forwards positive.
    pub(super) fn hung(self, length: f64, angle_deg: f64) -> Point {
        let (sine, cosine) = libm::sincos(angle_deg.to_radians());
        Point { x: self.x + length * sine, y: self.y - length * cosine }
    }

    pub(super) fn moved(self, x: f64, y: f64) -> Point {
        Point { x: self.x + x, y: self.y + y }
    }

    pub(super) fn distance(self, other: Point) -> f64 {
        libm::hypot(self.x - other.x, self.y - other.y)
    }

    pub(super) fn towards(self, other: Point, share: f64) -> Point {
        Point { x: self.x + (other.x - self.x) * share, y: self.y + (other.y - self.y) * share }
    }

    /// The direction to another point, counted from straight down.
    pub(super) fn angle_to(self, other: Point) -> f64 {
        libm::atan2(other.x - self.x, self.y - other.y).to_degrees()
    }
}

/// A leg or an arm: hip, knee and ankle, or shoulder, elbow and hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limb {
    pub(super) root: Point,
    pub(super) middle: Point,
    pub(super) end: Point,
    /// How the foot is pitched against the ground: 0 flat, toes up positive.
    pub(super) pitch_deg: f64,
    /// How far the toes are extended against the foot.
    pub(super) toes_deg: f64,
}

impl Limb {
    fn on_foot(&self, forwards: f64, down: f64) -> Point {
        let (sine, cosine) = libm::sincos(self.pitch_deg.to_radians());
        self.end.moved(forwards * cosine + down * sine, forwards * sine - down * cosine)
    }

    pub(super) fn heel(&self) -> Point {
        self.on_foot(-HEEL, ANKLE_HEIGHT)
    }

    pub(super) fn ball(&self) -> Point {
        self.on_foot(BALL, ANKLE_HEIGHT)
    }

    /// The tips of the toes if they were straight.
    pub(super) fn toes(&self) -> Point {
        self.on_foot(BALL + TOES, ANKLE_HEIGHT - 0.006)
    }

    /// How far on end the foot stands: 0 while its toes can stay flat on the floor, 1 when they are in line with it.
    pub(super) fn on_end(&self) -> f64 {
        (-(self.pitch_deg + TOES_BEND_DEG) / 20.0).clamp(0.0, 1.0)
    }

    /// The height of the tips of toes that point down with the foot.
    fn pointed_toes(&self) -> f64 {
        self.ball().y + (self.toes().y - self.ball().y) * self.on_end()
    }

    /// The lowest point of the foot.
    pub(super) fn sole(&self) -> f64 {
        self.heel().y.min(self.ball().y)
    }

    fn moved(self, x: f64, y: f64) -> Limb {
        Limb { root: self.root.moved(x, y), middle: self.middle.moved(x, y), end: self.end.moved(x, y), ..self }
    }

    /// The limb bent so that its end is at a point, its middle joint on the side where it was.
    fn reaching(self, target: Point) -> Limb {
        let (upper, lower) = (self.root.distance(self.middle), self.middle.distance(self.end));
        let distance = self.root.distance(target).clamp((upper - lower).abs() + 1e-4, upper + lower - 1e-7);
        let cosine = (upper * upper + distance * distance - lower * lower) / (2.0 * upper * distance);
        let opening = libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees();
        let straight = self.root.angle_to(target);
        let side = between_turns(self.root.angle_to(self.middle) - self.root.angle_to(self.end));
        let side = if side < -1e-6 { -1.0 } else { 1.0 };
        let middle = self.root.hung(upper, straight + side * opening);
        Limb { middle, end: self.root.hung(distance, straight), ..self }
    }
}

/// An angle between half a turn back and half a turn on.
pub(super) fn between_turns(angle_deg: f64) -> f64 {
    angle_deg - 360.0 * (angle_deg / 360.0).round()
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Body {
    pub(super) hip: Point,
    pub(super) neck: Point,
    pub(super) head: Point,
    pub(super) trunk_deg: f64,
    /// How far the back is rounded.
    pub(super) curve_deg: f64,
    pub(super) near_leg: Limb,
    pub(super) far_leg: Limb,
    pub(super) near_arm: Limb,
    pub(super) far_arm: Limb,
}

impl Body {
    fn moved(self, x: f64, y: f64) -> Body {
        Body {
            hip: self.hip.moved(x, y),
            neck: self.neck.moved(x, y),
            head: self.head.moved(x, y),
            near_leg: self.near_leg.moved(x, y),
            far_leg: self.far_leg.moved(x, y),
            near_arm: self.near_arm.moved(x, y),
            far_arm: self.far_arm.moved(x, y),
            ..self
        }
    }

    /// The lowest point of the body.
    pub(super) fn lowest(&self) -> f64 {
        let legs = [self.near_leg, self.far_leg].map(|leg| leg.sole().min(leg.middle.y - KNEE_THICK));
        let arms = [self.near_arm, self.far_arm].map(|arm| arm.end.y.min(arm.middle.y) - HAND_THICK);
        let trunk = (self.hip.y - SEAT_THICK).min(self.neck.y - SHOULDER_THICK);
        legs.into_iter().chain(arms).fold(trunk, f64::min)
    }

    /// Where a contact touches its support.
    pub(super) fn support(&self, held: Contact) -> Point {
        let lower = |a: Point, b: Point| if a.y < b.y { a } else { b };
        match held {
            Contact::NearFoot => Point { x: self.near_leg.end.x, y: self.near_leg.sole() },
            Contact::FarFoot => Point { x: self.far_leg.end.x, y: self.far_leg.sole() },
            Contact::NearForefoot => self.near_leg.ball(),
            Contact::FarForefoot => self.far_leg.ball(),
            Contact::NearHeel => self.near_leg.heel(),
            Contact::FarHeel => self.far_leg.heel(),
            Contact::NearKnee => self.near_leg.middle.moved(0.0, -KNEE_THICK),
            Contact::FarKnee => self.far_leg.middle.moved(0.0, -KNEE_THICK),
            Contact::Seat => self.hip.moved(0.0, -SEAT_THICK),
            Contact::Back | Contact::Chest | Contact::Side => self.hip.moved(0.0, -BACK_THICK),
            Contact::Shoulders => self.neck.moved(0.0, -SHOULDER_THICK),
            Contact::Hands => lower(self.near_arm.end, self.far_arm.end).moved(0.0, -HAND_THICK),
            Contact::Elbows => lower(self.near_arm.middle, self.far_arm.middle).moved(0.0, -HAND_THICK),
            Contact::Lowest => Point { x: self.hip.x, y: self.lowest() },
        }
    }
}

/// The body at a phase from 0 at the first frame to 1 at the last; none without frames.
pub(super) fn body(figure: &Figure, phase: f64) -> Option<Body> {
    let last = figure.frames.len().checked_sub(1)?;
    let (before, share) = place(figure, last, phase);
    let (a, b) = (&figure.frames[before], &figure.frames[(before + 1).min(last)]);
    let (from, to) = (rested(figure, a), rested(figure, b));
    let body = free(&between(a, b, share));
    let pinned = if holds(figure, a) == holds(figure, b) {
        let held = holds(figure, a);
        let (at, now) = (from.support(held).towards(to.support(held), share), body.support(held));
        body.moved(at.x - now.x, at.y - now.y)
    } else {
        let at = from.hip.towards(to.hip, share);
        body.moved(at.x - body.hip.x, at.y - body.hip.y)
    };
    let axle =
        figure.props.contains(&Prop::Bicycle).then(|| from.near_leg.ball().towards(from.far_leg.ball(), 0.5));
    let leg = |now: Limb, from: Limb, to: Limb| match axle {
        Some(axle) => leg_pedalling(now, [from.ball(), to.ball()], axle, share),
        None => leg_kept(now, from, to, share),
    };
    Some(Body {
        near_leg: leg(pinned.near_leg, from.near_leg, to.near_leg),
        far_leg: leg(pinned.far_leg, from.far_leg, to.far_leg),
        near_arm: arm_kept(pinned.near_arm, from.near_arm, to.near_arm, share),
        far_arm: arm_kept(pinned.far_arm, from.far_arm, to.far_arm, share),
        ..pinned
    })
}

/// Between which frames a phase lies, and how far it has come from the first of them, gently begun and ended; someone
/// who walks or pedals does not stop at every frame.
fn place(figure: &Figure, last: usize, phase: f64) -> (usize, f64) {
    // A figure has four frames at most, so the conversions are exact.
    let place = phase.clamp(0.0, 1.0) * last as f64;
    let before = (place.floor() as usize).min(last.saturating_sub(1));
    let share = place - before as f64;
    let flows = alternates(figure) || figure.props.contains(&Prop::Bicycle);
    (before, if flows { share } else { eased(share) })
}

pub(super) fn holds(figure: &Figure, frame: &Frame) -> Contact {
    frame.holds.unwrap_or(figure.holds)
}

/// The body of a frame, resting where it belongs: so high as the frame lifts it, and where the first frame that rests
/// on the same thing has it.
pub(super) fn rested(figure: &Figure, frame: &Frame) -> Body {
    let held = holds(figure, frame);
    let first = figure.frames.iter().find(|other| holds(figure, other) == held).unwrap_or(frame);
    let (start, body) = (free(&between(first, first, 0.0)), free(&between(frame, frame, 0.0)));
    let (at, now) = (start.support(held), body.support(held));
    body.moved(at.x + frame.along - now.x, frame.lift - now.y)
}

/// A moment between two frames.
struct Moment {
    trunk: f64,
    curve: f64,
    near: Leg,
    far: Leg,
    near_arm: Arms,
    far_arm: Arms,
}

fn between(a: &Frame, b: &Frame, share: f64) -> Moment {
    Moment {
        trunk: angle_between(a.trunk, b.trunk, share),
        curve: angle_between(a.curve, b.curve, share),
        near: leg_between(a.near, b.near, share),
        far: leg_between(a.far.unwrap_or(a.near), b.far.unwrap_or(b.near), share),
        near_arm: arm_between(a.arms, b.arms, share),
        far_arm: arm_between(a.far_arms.unwrap_or(a.arms), b.far_arms.unwrap_or(b.arms), share),
    }
}

/// The body of a moment with the hip at the origin.
fn free(moment: &Moment) -> Body {
    let hip = Point::default();
    let neck = hip.hung(TRUNK, 180.0 - moment.trunk);
    // A rounded back lowers the head, a hollow one lifts it; someone face down looks a little ahead.
    let face_down = (moment.trunk.clamp(0.0, 180.0) - 30.0).max(0.0) / 60.0;
    // Someone on the back has the head on the floor, however high the pelvis goes.
    let face_up = (-moment.trunk - 60.0).max(0.0);
    let on_floor = 8.0 * (face_up / 30.0).min(1.0) + (face_up - 30.0).max(0.0);
    let nod = 0.6 * moment.curve - 18.0 * face_down.min(1.0) + on_floor;
    let leg = |angles: Leg| {
        let thigh = angles.hip - moment.trunk;
        let shank = thigh - angles.knee;
        // A thigh that goes out, or a shank that swings across, points towards the eye and appears shorter.
        let seen = |length: f64, away_deg: f64| length * libm::cos(away_deg.to_radians()).abs().max(0.05);
        let knee = hip.hung(seen(THIGH, angles.abduction), thigh);
        let pitch_deg = shank + angles.ankle;
        let end = knee.hung(seen(SHANK, angles.rotation), shank);
        Limb { root: hip, middle: knee, end, pitch_deg, toes_deg: angles.toes }
    };
    let arm = |angles: Arms| {
        let upper = angles.shoulder - moment.trunk;
        let elbow = neck.hung(UPPER_ARM, upper);
        let hand = elbow.hung(FOREARM, upper + angles.elbow);
        Limb { root: neck, middle: elbow, end: hand, pitch_deg: 0.0, toes_deg: 0.0 }
    };
    Body {
        hip,
        neck,
        head: neck.hung(HEAD, 180.0 - moment.trunk - nod),
        trunk_deg: moment.trunk,
        curve_deg: moment.curve,
        near_leg: leg(moment.near),
        far_leg: leg(moment.far),
        near_arm: arm(moment.near_arm),
        far_arm: arm(moment.far_arm),
    }
}

/// The leg with its foot held where both frames have it, turned between how it stands in them.
fn leg_kept(now: Limb, from: Limb, to: Limb, share: f64) -> Limb {
    let pitch_deg = from.pitch_deg + between_turns(to.pitch_deg - from.pitch_deg) * share;
    let now = Limb { pitch_deg, ..now };
    let fixed = [(from.end, to.end), (from.ball(), to.ball()), (from.heel(), to.heel())]
        .map(|(a, b)| a.distance(b) <= SAME_PLACE);
    if fixed[1] {
        // The ball stays while the heel rises: the ankle goes round it.
        let (at, ball) = (from.ball().towards(to.ball(), share), now.ball());
        return now.reaching(now.end.moved(at.x - ball.x, at.y - ball.y));
    }
    if fixed[2] {
        let (at, heel) = (from.heel().towards(to.heel(), share), now.heel());
        return now.reaching(now.end.moved(at.x - heel.x, at.y - heel.y));
    }
    if fixed[0] {
        return now.reaching(from.end.towards(to.end, share));
    }
    // A foot that swings does not drag through the ground, nor do the toes of one that points down.
    let sunk = -now.sole().min(now.pointed_toes());
    if sunk > 0.0 { now.reaching(now.end.moved(0.0, sunk)) } else { now }
}

/// The leg with the ball of its foot on a pedal that goes round an axle.
fn leg_pedalling(now: Limb, [from, to]: [Point; 2], axle: Point, share: f64) -> Limb {
    let turned_deg = between_turns(axle.angle_to(to) - axle.angle_to(from)) * share;
    let crank = angle_between(axle.distance(from), axle.distance(to), share);
    let (pedal, ball) = (axle.hung(crank, axle.angle_to(from) + turned_deg), now.ball());
    now.reaching(now.end.moved(pedal.x - ball.x, pedal.y - ball.y))
}

/// The arm with its hand held where both frames have it.
fn arm_kept(now: Limb, from: Limb, to: Limb, share: f64) -> Limb {
    if from.end.distance(to.end) > SAME_PLACE {
        return now;
    }
    now.reaching(from.end.towards(to.end, share))
}
