//! Machines seen from the side: seats, pads and plates, placed from the body that uses them.

use super::plane::{self, Body, Point, SEAT_THICK};
use super::scenery::{circle, one, still};
use super::scenery_side::{at, block, table};
use super::{STATURE, Thing};
use evenstride_core::knowledge::{Contact, Figure, Prop};

/// A foot that turns less than this pushes a plate with its whole sole.
const SAME_PITCH_DEG: f64 = 10.0;

/// What the machine consists of: a plate before feet that push away from a back rest, a seat and a pad at a shin that
/// swings, a pad under thighs that bear the trunk, or a foot plate and a pad under knees.
pub(super) fn things(figure: &Figure, frames: &[Body], now: &Body) -> Vec<Thing> {
    let rests_on = |held| figure.frames.iter().any(|frame| plane::holds(figure, frame) == held);
    let (Some(first), Some(last)) = (frames.first(), frames.last()) else { return Vec::new() };
    if rests_on(Contact::NearHeel) {
        return thigh_pad(first);
    }
    if rests_on(Contact::NearKnee) {
        return knee_pad(first);
    }
    let mut things = Vec::new();
    if rests_on(Contact::Seat) || rests_on(Contact::Back) {
        let (x, y) = at(first.hip);
        let top = y + SEAT_THICK * STATURE;
        things.push(still(Prop::Machine, table(x - 16.0, x + 24.0, top)));
        let back = "M-7.5-50H-12V4H-7.5Z".to_owned();
        things.push(Thing { x, y, turn: first.trunk_deg, ..still(Prop::Machine, back) });
    }
    if rests_on(Contact::Back) {
        things.extend(plate(frames, now));
    } else {
        things.extend(shin_pad(first, last, now, rests_on(Contact::Seat)));
    }
    things
}

/// A plate on a rail, square to the way it is pushed.
fn plate(frames: &[Body], now: &Body) -> Vec<Thing> {
    let (Some(first), Some(last)) = (frames.first(), frames.last()) else { return Vec::new() };
    let pitch_deg = (first.near_leg.pitch_deg + last.near_leg.pitch_deg) / 2.0;
    let whole = (first.near_leg.pitch_deg - last.near_leg.pitch_deg).abs() < SAME_PITCH_DEG;
    let (sine, cosine) = libm::sincos(pitch_deg.to_radians());
    // Along the plate towards its upper end, and away from the foot.
    let along =
        |point: Point, up: f64, away: f64| point.moved(up * cosine + away * sine, up * sine - away * cosine);
    let middle = |body: &Body| {
        let leg = body.near_leg;
        if whole { leg.ball().towards(leg.heel(), 0.5) } else { along(leg.ball(), 0.05, 0.0) }
    };
    let (x, y) = at(middle(now));
    let plate = Thing { x, y, turn: -pitch_deg, ..still(Prop::Machine, "M-17 0H17V4H-17Z".to_owned()) };
    let way = |body: &Body| middle(body).x * sine - middle(body).y * cosine;
    let far = frames.iter().fold(first, |a, b| if way(a) > way(b) { a } else { b });
    let near = frames.iter().fold(first, |a, b| if way(a) < way(b) { a } else { b });
    let corners = [(near, -0.04), (far, 0.1)].map(|(body, away)| {
        let foot = at(along(middle(body), -0.115, away));
        (foot, at(along(middle(body), -0.135, away)))
    });
    let [(a, b), (d, c)] = corners;
    let path = [a, d, c, b].map(|(x, y)| format!("{} {}", one(x), one(y))).join("L");
    let post = block(c.0 - 6.0, c.0 - 2.0, c.1, 0.0);
    vec![still(Prop::Machine, post), still(Prop::Machine, format!("M{path}Z")), plate]
}

/// Behind the ankle of a knee that bends, which is held at the thigh, or before the ankle of one that straightens.
fn shin_pad(first: &Body, last: &Body, now: &Body, seated: bool) -> Vec<Thing> {
    let leg = now.near_leg;
    let bends = bend_deg(last) > bend_deg(first);
    let pad = |point: Point, aside: f64, from: Point, to: Point| {
        let (x, y) = at(point);
        let (sine, cosine) = libm::sincos(from.angle_to(to).to_radians());
        Thing { x: x + aside * cosine, y: y - aside * sine, before: true, ..still(Prop::Machine, circle(4.6)) }
    };
    let shin = leg.end.towards(leg.middle, 0.22);
    let mut things = vec![pad(shin, if bends { -8.5 } else { 8.0 }, leg.middle, leg.end)];
    if bends && seated {
        things.push(pad(leg.root.towards(leg.middle, 0.8), 11.0, leg.root, leg.middle));
    }
    things
}

/// How far the near knee is bent.
fn bend_deg(body: &Body) -> f64 {
    let leg = body.near_leg;
    plane::between_turns(leg.root.angle_to(leg.middle) - leg.middle.angle_to(leg.end)).abs()
}

/// A pad before the thighs on a post, a roller behind the ankles and a plate under the feet.
fn thigh_pad(body: &Body) -> Vec<Thing> {
    let leg = body.near_leg;
    let thigh_deg = leg.root.angle_to(leg.middle);
    let (sine, cosine) = libm::sincos(thigh_deg.to_radians());
    let (x, y) = at(leg.root.towards(leg.middle, 0.42).moved(0.06 * cosine, 0.06 * sine));
    let pad = "M-2-15H5V15H-2Z".to_owned();
    let (back, ankle) =
        (libm::sincos(leg.middle.angle_to(leg.end).to_radians()), leg.end.towards(leg.middle, 0.15));
    let roller = at(ankle.moved(-0.053 * back.1, -0.053 * back.0));
    let sole = at(leg.heel().towards(leg.ball(), 0.5));
    vec![
        still(Prop::Machine, block(x - 1.0, x + 4.0, y, 0.0)),
        Thing { x, y, turn: -thigh_deg, ..still(Prop::Machine, pad) },
        Thing {
            x: sole.0,
            y: sole.1,
            turn: -leg.pitch_deg,
            ..still(Prop::Machine, "M-13 0H13V3.5H-13Z".to_owned())
        },
        Thing { x: roller.0, y: roller.1, before: true, ..still(Prop::Machine, circle(4.6)) },
    ]
}

/// A round pad under and before the knees, and a plate behind the feet.
fn knee_pad(body: &Body) -> Vec<Thing> {
    let leg = body.near_leg;
    let (x, y) = at(leg.middle);
    let (x, y) = (x + 5.0, y + 5.1 + 10.0);
    let sole = at(leg.heel().towards(leg.ball(), 0.5));
    vec![
        still(Prop::Machine, block(x - 3.0, x + 3.0, y, 0.0)),
        Thing { x, y, ..still(Prop::Machine, circle(10.0)) },
        Thing {
            x: sole.0,
            y: sole.1,
            turn: -leg.pitch_deg,
            ..still(Prop::Machine, "M-15 0H15V3.5H-15Z".to_owned())
        },
    ]
}
