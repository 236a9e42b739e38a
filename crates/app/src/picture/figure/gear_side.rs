//! What is carried, held on to or drawn, seen from the side: it goes with the hands or the knee.

use super::plane::{Body, Limb, Point, SEAT_THICK};
use super::scenery::{anchor, band, circle, one, still};
use super::scenery_side::{at, block, ring};
use super::{STATURE, Thing};
use evenstride_core::knowledge::{Figure, Prop};

/// Hands nearer to the neck than this hold a bar that lies on the shoulders.
const AT_SHOULDERS: f64 = 0.09;
/// How far such a bar lies behind or before the neck.
const ASIDE: f64 = 0.05;
/// How far before the knee the anchor of its band stands.
const ANCHOR: f64 = 62.0;
/// Half the width of an upright of a rack, and how far it goes on above its bar.
const UPRIGHT_HALF: f64 = 2.5;
const UPRIGHT_ABOVE: f64 = 22.0;
// A wheel's half height, and how far from the crank its hub is, in parts of the body's height.
const WHEEL: f64 = 0.19;
const WHEEL_BEHIND: f64 = 0.24;
const WHEEL_BEFORE: f64 = 0.34;
/// The length of a crank on the page.
const CRANK: f64 = 14.6;
/// How far before the hands the sled begins that is drawn.
const TOW: f64 = 35.0;

/// The hand that reaches farther from the shoulder, as one does that holds on.
pub(super) fn holding(body: &Body) -> Point {
    let reach = |arm: Limb| arm.root.distance(arm.end);
    if reach(body.far_arm) > reach(body.near_arm) { body.far_arm.end } else { body.near_arm.end }
}

/// A bar with a plate behind the body.
pub(super) fn barbell(body: &Body) -> Vec<Thing> {
    let (x, y) = at(bar(body));
    let plate = Thing { x, y, ..still(Prop::Barbell, ring(19.0, 3.0)) };
    vec![plate, Thing { x, y, before: true, ..still(Prop::Barbell, circle(3.2)) }]
}

/// A bar without plates, caught in an upright of its rack, where it stays while somebody presses or pulls.
pub(super) fn fixed_bar(first: &Body) -> Vec<Thing> {
    let (x, y) = at(bar(first));
    let upright = block(x - UPRIGHT_HALF, x + UPRIGHT_HALF, y - UPRIGHT_ABOVE, 0.0);
    let bar = Thing { x, y, before: true, ..still(Prop::FixedBar, circle(3.2)) };
    vec![still(Prop::FixedBar, upright), bar]
}

/// Where a bar is: in the hands or, when they are at the shoulders, on the upper back or before the neck.
fn bar(body: &Body) -> Point {
    let hand = body.near_arm.end;
    if hand.distance(body.neck) < AT_SHOULDERS {
        let (sine, cosine) = libm::sincos(body.trunk_deg.to_radians());
        let elbow = body.near_arm.middle.moved(-body.neck.x, -body.neck.y);
        let aside = if elbow.x * cosine - elbow.y * sine > 0.0 { ASIDE } else { -ASIDE };
        body.neck.moved(aside * cosine, -aside * sine)
    } else {
        hand
    }
}

/// A kettlebell in line with the forearm.
pub(super) fn kettlebell(body: &Body) -> Vec<Thing> {
    let arm = body.near_arm;
    let (x, y) = at(arm.end);
    let outline = "M-3.4-2H3.4L3 4C8 6 9 16 5 18H-5C-9 16-8 6-3 4Z".to_owned();
    vec![Thing { x, y, turn: -arm.middle.angle_to(arm.end), before: true, ..still(Prop::Kettlebell, outline) }]
}

/// A band from an anchor in front to the hollow of the near knee.
pub(super) fn knee_band(first: &Body, now: &Body) -> Vec<Thing> {
    let (x, y) = at(first.near_leg.middle);
    let knee = at(now.near_leg.middle.moved(-0.03, 0.0));
    vec![anchor(x + ANCHOR, y), Thing { before: true, ..band(Prop::KneeBand, (x + ANCHOR, y), knee) }]
}

/// A bicycle on a stand: its saddle under the seat, its bar at the hands, and a crank that turns between the feet.
pub(super) fn bicycle(first: &Body, now: &Body) -> Vec<Thing> {
    let crank = |body: &Body| (at(body.near_leg.ball()), at(body.far_leg.ball()));
    let ((near_x, near_y), (far_x, far_y)) = crank(first);
    let axle = ((near_x + far_x) / 2.0, (near_y + far_y) / 2.0);
    let saddle = at(first.hip.moved(0.0, -SEAT_THICK));
    let bar = at(holding(first));
    let radius = WHEEL * STATURE;
    let wheels = [axle.0 - WHEEL_BEHIND * STATURE, axle.0 + WHEEL_BEFORE * STATURE];
    let head = (wheels[1] - 16.0, bar.1 + 14.0);
    let hub = |x: f64| (x, -radius);
    let tubes = [
        (axle, saddle),
        (axle, head),
        (saddle, head),
        (hub(wheels[0]), axle),
        (hub(wheels[0]), (saddle.0, saddle.1 + 12.0)),
        (hub(wheels[1]), head),
        (head, bar),
    ];
    let mut things: Vec<Thing> = wheels
        .map(|x| Thing { x, y: -radius, ..still(Prop::Bicycle, tyre(radius)) })
        .into_iter()
        .chain(tubes.map(|(from, to)| tube(from, to)))
        .collect();
    things.push(still(Prop::Bicycle, block(saddle.0 - 11.0, saddle.0 + 13.0, saddle.1, saddle.1 + 4.0)));
    let ((near_x, near_y), (far_x, far_y)) = crank(now);
    let turn = libm::atan2(-(near_x - far_x), near_y - far_y).to_degrees();
    let long = libm::hypot(near_x - far_x, near_y - far_y) / (2.0 * CRANK);
    let arms = format!("M-1.6-{c}H1.6V{c}H-1.6Z", c = one(CRANK));
    things.push(Thing { x: axle.0, y: axle.1, turn, long, ..still(Prop::Bicycle, arms) });
    things
}

/// A wheel that one looks through: its inner edge runs the other way round.
fn tyre(radius: f64) -> String {
    let r = one(radius - 2.6);
    format!("{}M-{r} 0A{r} {r} 0 0 0 {r} 0A{r} {r} 0 0 0-{r} 0Z", circle(radius))
}

/// A thin tube from one point of the page to another.
fn tube(from: (f64, f64), to: (f64, f64)) -> Thing {
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let turn = libm::atan2(-right, down).to_degrees();
    let outline = format!("M-1.3 0H1.3V{}H-1.3Z", one(libm::hypot(right, down)));
    Thing { x: from.0, y: from.1, turn, ..still(Prop::Bicycle, outline) }
}

/// A sled with a post before the hands that push it, or at the end of the band by which it is drawn.
pub(super) fn sled(figure: &Figure, first: &Body) -> Vec<Thing> {
    let (x, y) = at(first.near_arm.end);
    let (left, post, load) = if figure.props.contains(&Prop::Band) {
        (x + TOW, String::new(), x + TOW + 12.0)
    } else {
        (x - 6.0, format!("H{}V{}H{}V-5", one(x), one(y - 5.0), one(x + 5.0)), x + 12.0)
    };
    let outline = format!(
        "M{} 0V-5{post}H{}V-16H{}V-5H{}V0Z",
        one(left),
        one(load),
        one(load + 0.13 * STATURE),
        one(load + 0.17 * STATURE)
    );
    vec![still(Prop::Sled, outline)]
}

/// The band from the hands to a sled that is drawn.
pub(super) fn tow(first: &Body, now: &Body) -> Vec<Thing> {
    let (x, _) = at(first.near_arm.end);
    vec![band(Prop::Band, at(now.near_arm.end), (x + TOW, -4.0))]
}
