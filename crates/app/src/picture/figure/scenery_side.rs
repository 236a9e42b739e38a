//! What stands beside a figure seen from the side: where it is in one moment.
//!
//! Heights and places follow from the body in its frames, so that a chair is under the seat and a wall at the hands;
//! what is held, pushed or rolled follows the body. Nothing here is styled.

use super::plane::{self, BACK_THICK, Body, KNEE_THICK, Limb, Point, SEAT_THICK};
use super::scenery::{anchor, band, circle, one, still};
use super::{STATURE, Thing, gear_side, machine_side};
use evenstride_core::knowledge::{Contact, Figure, Prop};

/// All things of one moment, those behind the body first.
pub(super) fn things(figure: &Figure, phase: f64) -> Vec<Thing> {
    let frames: Vec<Body> = figure.frames.iter().map(|frame| plane::rested(figure, frame)).collect();
    let (Some(now), false) = (plane::body(figure, phase), frames.is_empty()) else { return Vec::new() };
    let scene = Scene { figure, now, frames };
    let mut things: Vec<Thing> = figure.props.iter().flat_map(|&prop| scene.thing(prop)).collect();
    things.sort_by_key(|thing| thing.before);
    things
}

/// Reads where a part of a body is.
type Read = fn(&Body) -> Point;

struct Scene<'a> {
    figure: &'a Figure,
    now: Body,
    frames: Vec<Body>,
}

/// A point on the page.
pub(super) fn at(point: Point) -> (f64, f64) {
    (point.x * STATURE, -point.y * STATURE)
}

/// A box from left to right and from top to bottom.
pub(super) fn block(left: f64, right: f64, top: f64, bottom: f64) -> String {
    format!("M{} {}H{}V{}H{}Z", one(left), one(top), one(right), one(bottom), one(left))
}

/// A slab on two legs.
pub(super) fn table(left: f64, right: f64, top: f64) -> String {
    let (under, inner_left, inner_right) = (top + 6.0, left + 7.0, right - 7.0);
    format!(
        "M{l} {t}H{r}V{u}H{}V0H{}V{u}H{}V0H{}V{u}H{l}Z",
        one(inner_right + 4.0),
        one(inner_right),
        one(inner_left),
        one(inner_left - 4.0),
        l = one(left),
        r = one(right),
        t = one(top),
        u = one(under),
    )
}

impl Scene<'_> {
    fn first(&self) -> &Body {
        &self.frames[0]
    }

    fn last(&self) -> &Body {
        &self.frames[self.frames.len() - 1]
    }

    /// The frame that rests on a contact, else the one with the lowest hip.
    fn resting(&self, held: Contact) -> &Body {
        let rests = self.figure.frames.iter().position(|frame| plane::holds(self.figure, frame) == held);
        let lowest =
            (0..self.frames.len()).min_by(|a, b| self.frames[*a].hip.y.total_cmp(&self.frames[*b].hip.y));
        &self.frames[rests.or(lowest).unwrap_or(0)]
    }

    fn lift(&self) -> f64 {
        -self.figure.frames.iter().map(|frame| frame.lift).fold(0.0, f64::max) * STATURE
    }

    fn rests_on(&self, held: Contact) -> bool {
        self.figure.frames.iter().any(|frame| plane::holds(self.figure, frame) == held)
    }

    fn thing(&self, prop: Prop) -> Vec<Thing> {
        match prop {
            Prop::Chair => {
                let (x, y) = at(self.resting(Contact::Seat).hip.moved(0.0, -SEAT_THICK));
                vec![
                    still(prop, table(x - 22.0, x + 22.0, y)),
                    still(prop, block(x - 22.0, x - 17.0, y - 42.0, y)),
                ]
            }
            Prop::Bench => vec![self.bench()],
            Prop::BenchBehind => {
                let leg = self.last().far_leg;
                let (x, y) = at(leg.toes());
                let top = y.max(-leg.sole() * STATURE) + 0.6;
                vec![still(prop, table(x - 26.0, x + 14.0, top))]
            }
            Prop::Step | Prop::Box if self.rests_on(Contact::Seat) || self.rests_on(Contact::Shoulders) => {
                vec![still(prop, self.foot_block())]
            }
            Prop::Box if self.rests_on(Contact::Back) => vec![still(prop, self.calf_block())],
            Prop::Step | Prop::Box => vec![still(prop, self.step())],
            Prop::BoxBehind => {
                let body = self.resting(Contact::Seat);
                let (x, y) = at(body.hip.moved(0.0, -SEAT_THICK));
                // Whoever stays on it has it under the thighs as well.
                let stays = self.figure.holds == Contact::Seat;
                let front = if stays { at(body.far_leg.middle).0 - 6.0 } else { x + 10.0 };
                vec![still(prop, block(x - 24.0, front, y, 0.0))]
            }
            Prop::WallFront => {
                let reach = |body: &Body| {
                    let feet = [body.near_leg.toes().x, body.near_leg.middle.x + 0.035];
                    feet.into_iter().chain([body.near_arm.end.x, body.far_arm.end.x]).fold(f64::MIN, f64::max)
                };
                let x = self.frames.iter().map(reach).fold(f64::MIN, f64::max) * STATURE + 2.0;
                vec![still(prop, block(x, x + 9.0, -150.0, 0.0))]
            }
            Prop::WallBehind => {
                // At the back, or at the toes of a shin that goes up the wall.
                let back = |body: &Body| {
                    let toes = body.near_leg.toes().x.min(body.far_leg.toes().x);
                    (body.hip.x.min(body.neck.x) - BACK_THICK).min(toes)
                };
                let x = self.frames.iter().map(back).fold(f64::MAX, f64::min) * STATURE;
                vec![still(prop, block(x - 9.0, x, -150.0, 0.0))]
            }
            Prop::Post => {
                let (x, y) = at(gear_side::holding(self.first()));
                vec![still(prop, block(x - 3.0, x + 3.0, y - 6.0, 0.0))]
            }
            Prop::Mat => {
                let spread = self.frames.iter().flat_map(joints).filter(|point| point.y < 0.25);
                let (low, high) =
                    spread.fold((-0.1, 0.1), |(low, high): (f64, f64), p| (low.min(p.x), high.max(p.x)));
                vec![still(prop, block(low * STATURE - 10.0, high * STATURE + 10.0, 0.0, 4.0))]
            }
            Prop::Pad => vec![still(prop, self.pad())],
            Prop::Anchor => {
                // On the back of the shank, just above the heel.
                let leg = self.first().near_leg;
                let (sine, cosine) = libm::sincos(leg.middle.angle_to(leg.end).to_radians());
                let (x, y) = at(leg.end.towards(leg.middle, 0.16).moved(-0.053 * cosine, -0.053 * sine));
                let roller = Thing { x, y, before: true, ..still(prop, circle(5.0)) };
                vec![still(prop, block(x - 2.0, x + 2.0, y, 0.0)), roller]
            }
            Prop::Band => self.bands(),
            Prop::Barbell => gear_side::barbell(&self.now),
            Prop::FixedBar => gear_side::fixed_bar(self.first()),
            Prop::Kettlebell => gear_side::kettlebell(&self.now),
            Prop::KneeBand => gear_side::knee_band(self.first(), &self.now),
            Prop::Bicycle => gear_side::bicycle(self.first(), &self.now),
            Prop::Sled => gear_side::sled(self.figure, self.first()),
            Prop::Dumbbell => {
                let (x, y) = at(self.now.near_arm.end);
                vec![Thing { x, y, before: true, ..still(prop, "M-7-3.5H7V3.5H-7Z".to_owned()) }]
            }
            Prop::Machine => machine_side::things(self.figure, &self.frames, &self.now),
            Prop::Roller => vec![self.roller()],
            Prop::Ball => {
                // A large one goes with the heel that lies on it, a small one rolls under the sole.
                let (start, now) = (self.first().near_leg, self.now.near_leg);
                let radius = (-at(start.heel()).1 / 2.0).clamp(3.2, 22.0);
                let sole = |leg: &Limb| at(leg.heel().towards(leg.ball(), 0.5)).0;
                let x = if radius > 8.0 { at(now.heel()).0 + 2.0 } else { (sole(&start) + sole(&now)) / 2.0 };
                vec![Thing { x, y: -radius, before: radius <= 8.0, ..still(prop, circle(radius)) }]
            }
            Prop::Slider => {
                let way = |leg: fn(&Body) -> Limb| leg(self.first()).end.distance(leg(self.last()).end);
                let (near, far) = (way(|body| body.near_leg), way(|body| body.far_leg));
                let leg = if far > near + 0.05 { self.now.far_leg } else { self.now.near_leg };
                // Under the flat foot, or under the heel or the ball that alone is down.
                let (ball, heel) = (leg.ball(), leg.heel());
                let (x, y) = at(ball.towards(heel, 0.5 + ((ball.y - heel.y) / 0.08).clamp(-0.5, 0.5)));
                vec![Thing { x, y: y.min(0.0), ..still(prop, "M-11-2H11L12.5 0H-12.5Z".to_owned()) }]
            }
            Prop::Wedge => {
                let (heel, ball) = (at(self.first().near_leg.heel()), at(self.first().near_leg.ball()));
                let outline = format!(
                    "M{} {}L{} 0H{}Z",
                    one(heel.0 - 3.0),
                    one(heel.1),
                    one(ball.0 - 2.0),
                    one(heel.0 - 3.0)
                );
                vec![still(prop, outline)]
            }
            Prop::HighBar => {
                let (x, y) = at(self.first().near_arm.end);
                vec![Thing { x, y, before: true, ..still(prop, circle(3.0)) }]
            }
            Prop::Loop => vec![band(prop, at(self.now.near_leg.ball()), at(self.now.far_leg.ball()))],
            Prop::FootWeight => {
                let leg = self.now.near_leg;
                let (x, y) = at(leg.ball());
                let kettle = "M-6-9.5H6L5-1H-5Z".to_owned();
                vec![Thing { x, y, turn: -leg.pitch_deg, before: true, ..still(prop, kettle) }]
            }
            Prop::Strap => {
                let foot = at(self.now.near_leg.ball());
                vec![band(prop, at(self.now.near_arm.end), foot)]
            }
            Prop::Board => {
                let (x, y) = at(self.now.near_leg.end.moved(0.02, -super::anatomy::ANKLE_HEIGHT));
                vec![Thing {
                    x,
                    y: y.min(-5.0),
                    ..still(prop, "M-20 0H20V2.5H5A5 5 0 0 1-5 2.5H-20Z".to_owned())
                }]
            }
        }
    }

    /// Under the shoulders, under the front of the body, or under its back.
    fn bench(&self) -> Thing {
        let body = self.first();
        if self.rests_on(Contact::Shoulders) {
            let (x, _) = at(self.resting(Contact::Shoulders).neck);
            return still(Prop::Bench, table(x - 30.0, x + 8.0, self.lift()));
        }
        let (_, y) = at(body.hip);
        let top = y + BACK_THICK * STATURE;
        // It reaches as far as the body lies level on it in every frame; knees bend over its edge.
        let level = |read: Read| self.frames.iter().all(|b| (read(b).y - b.hip.y).abs() < 0.08);
        let parts: [(Read, f64); 3] =
            [(|b| b.neck, 8.0), (|b| b.near_leg.middle, -5.0), (|b| b.far_leg.middle, -5.0)];
        let (mut left, mut right) = (-10.0_f64, 10.0_f64);
        // A straight leg lies on it down to the ankle, so that the heel or the instep is over its edge.
        let straight = self.frames.iter().all(|b| (b.near_leg.end.y - b.hip.y).abs() < 0.01);
        let ankle: Option<(Read, f64)> = straight.then_some((|b: &Body| b.near_leg.end, -6.0));
        for (read, margin) in parts.into_iter().chain(ankle).filter(|(read, _)| level(*read)) {
            let x = (read(body).x - body.hip.x) * STATURE;
            (left, right) = (left.min(x - margin), right.max(x + margin));
        }
        let (x, _) = at(body.hip);
        still(Prop::Bench, table(x + left, x + right, top))
    }

    /// An edge under the forefoot from which the heel hangs, else a block under the whole foot or the heel that leaves
    /// room for a foot which stands lower before it. The frame at one end of the movement stands on it.
    fn step(&self) -> String {
        let frames = &self.figure.frames;
        let stage = if frames[0].lift > 0.0 { 0 } else { frames.len() - 1 };
        let leg = self.frames[stage].near_leg;
        let (ball, heel) = (at(leg.ball()).0, at(leg.heel()).0);
        let height = if frames[stage].lift > 0.0 { frames[stage].lift } else { leg.sole() };
        let is_edge = self.rests_on(Contact::NearForefoot) && frames.iter().all(|frame| frame.lift > 0.0);
        let feet = self.frames.iter().flat_map(|body| [body.near_leg, body.far_leg]);
        let lower = |foot: Limb| foot.sole() < 0.5 * height && at(foot.ball()).0 > ball + 4.0;
        let (left, right) = match (is_edge, feet.into_iter().any(lower)) {
            (true, _) => (ball - 5.0, ball + 20.0),
            (false, true) => (heel - 16.0, ball + 2.5),
            (false, false) => (heel - 5.0, ball + 20.0),
        };
        block(left, right, -height * STATURE, 0.0)
    }

    /// Under the lower of the two knees.
    fn pad(&self) -> String {
        let body = self.resting(Contact::NearKnee);
        let lower = |a: Limb, b: Limb| if a.middle.y < b.middle.y { a } else { b };
        let (x, y) = at(lower(body.near_leg, body.far_leg).middle.moved(0.0, -KNEE_THICK));
        block(x - 11.0, x + 9.0, y.min(-1.5), 0.0)
    }

    /// From the near ankle to where the leg came from, else from the hands to the feet.
    fn bands(&self) -> Vec<Thing> {
        if self.figure.props.contains(&Prop::Sled) {
            return gear_side::tow(self.first(), &self.now);
        }
        let (from, to) = (at(self.first().near_leg.end), at(self.last().near_leg.end));
        let way = (to.0 - from.0, to.1 - from.1);
        let length = libm::hypot(way.0, way.1);
        if length < 6.0 && self.rests_on(Contact::NearKnee) {
            return self.kneeling_band();
        }
        let pitch_deg = |body: &Body| body.near_leg.pitch_deg;
        if length < 6.0 && self.rests_on(Contact::Seat) && pitch_deg(self.first()) < pitch_deg(self.last()) {
            // Toes that are pulled up work against a band from before them.
            let foot = at(self.now.near_leg.ball());
            let before = (at(self.first().near_leg.end).0 + 50.0, 0.0);
            return vec![anchor(before.0, before.1), band(Prop::Band, (before.0, before.1 - 8.0), foot)];
        }
        if length < 6.0 {
            let (hand, foot) = (at(self.now.near_arm.end), at(self.now.near_leg.ball()));
            return vec![band(Prop::Band, hand, foot)];
        }
        let back = (from.0 - way.0 / length * 48.0, (from.1 - way.1 / length * 48.0).min(-6.0));
        vec![anchor(back.0, back.1), band(Prop::Band, back, at(self.now.near_leg.end.moved(0.0, 0.02)))]
    }

    /// A band that bears a kneeling body: held before one that leans back, round the chest of one that leans forwards.
    fn kneeling_band(&self) -> Vec<Thing> {
        let goes_back = self.last().trunk_deg < self.first().trunk_deg;
        let (x, y, end) = if goes_back {
            (at(self.first().near_arm.end).0 + 45.0, -96.0, at(self.now.near_arm.end))
        } else {
            let chest = self.now.neck.towards(self.now.hip, 0.3);
            (at(self.first().near_leg.end).0 - 12.0, -135.0, at(chest))
        };
        let post = block(x - 2.5, x + 2.5, y - 8.0, 0.0);
        vec![still(Prop::Post, post), band(Prop::Band, (x, y), end)]
    }

    /// Under the near forefoot whose heel hangs, or under a heel, of a body that sits or lies.
    fn foot_block(&self) -> String {
        let leg = self.first().near_leg;
        let (ball, heel) = (at(leg.ball()), at(leg.heel()));
        let hangs = ball.1 < heel.1 && leg.pitch_deg < 45.0;
        let (left, top) = if hangs { (ball.0, ball.1) } else { (heel.0, ball.1.max(heel.1)) };
        block(left - 5.0, ball.0 + 20.0, top, 0.0)
    }

    /// Under the calves of a body on its back, with room for a scale under the heel.
    fn calf_block(&self) -> String {
        let leg = self.first().near_leg;
        let (knee, ankle) = (at(leg.middle), at(leg.end));
        block(knee.0 + 9.0, ankle.0 + 6.0, ankle.1 + 8.6, 0.0)
    }

    /// Under the near thigh, calf or seat, whichever is lowest; it rolls half as far as the body goes.
    fn roller(&self) -> Thing {
        let spot = |body: &Body| {
            if self.rests_on(Contact::Seat) {
                return body.hip.moved(0.0, -SEAT_THICK);
            }
            let leg = body.near_leg;
            let thigh = leg.root.towards(leg.middle, 0.5).moved(0.0, -0.04);
            let shin = leg.middle.towards(leg.end, 0.45).moved(0.0, -0.035);
            if self.rests_on(Contact::Elbows) || self.figure.id.as_str().contains("quad") {
                thigh
            } else {
                shin
            }
        };
        let (start, now) = (at(spot(self.first())), at(spot(&self.now)));
        let radius = (-start.1 / 2.0).clamp(4.0, 12.0);
        Thing { x: (start.0 + now.0) / 2.0, y: -radius, ..still(Prop::Roller, ring(radius, 3.0)) }
    }
}

/// A disc with a hole.
pub(super) fn ring(radius: f64, hole: f64) -> String {
    format!("{}{}", circle(radius), circle(hole))
}

fn joints(body: &Body) -> Vec<Point> {
    let limbs = [body.near_leg, body.far_leg, body.near_arm, body.far_arm];
    let ends = limbs.into_iter().flat_map(|limb| [limb.root, limb.middle, limb.end]);
    ends.chain([body.hip, body.neck, body.head]).collect()
}
