//! What stands beside a figure in front views and views from above: where it is in one moment.
//!
//! A thing that is held, pushed or rolled follows the body; the rest stands still. Nothing here is styled.

use super::anatomy::ANKLE_HEIGHT;
use super::foot;
use super::front::Eye;
use super::rig::{self, Body, KNEE_THICK};
use super::space::Vector;
use super::{STATURE, Thing};
use evenstride_core::knowledge::{Figure, Prop, View};

/// From here on the floor is seen as a surface and not as a line.
const FLOOR_SEEN_DEG: f64 = 10.0;
/// The length of a band as its outline has it.
const BAND: f64 = 100.0;

/// Is the ground a line below the figure, rather than the mat on which it lies?
pub(crate) fn stands_on_a_line(figure: &Figure) -> bool {
    match figure.view {
        View::Front => figure.above < FLOOR_SEEN_DEG || !figure.props.contains(&Prop::Mat),
        View::Top | View::FootTop | View::FootBehind => false,
        View::Side | View::FootSide | View::FootFront => true,
    }
}

/// All things of one moment, those behind the body first.
pub(crate) fn things(figure: &Figure, phase: f64) -> Vec<Thing> {
    if matches!(figure.view, View::FootSide | View::FootFront | View::FootTop | View::FootBehind) {
        return foot::things(figure, phase);
    }
    let (Some(now), Some(first), Some(last)) =
        (rig::body(figure, phase), rig::body(figure, 0.0), rig::body(figure, 1.0))
    else {
        return Vec::new();
    };
    let scene = Scene { figure, eye: Eye::of(figure), now, first, last };
    let mut things: Vec<Thing> = figure.props.iter().flat_map(|&prop| scene.thing(prop)).collect();
    things.sort_by_key(|thing| thing.before);
    things
}

struct Scene<'a> {
    figure: &'a Figure,
    eye: Eye,
    now: Body,
    first: Body,
    last: Body,
}

impl Scene<'_> {
    fn at(&self, point: Vector) -> (f64, f64) {
        let (x, y, _) = self.eye.seen(point);
        (x, y)
    }

    /// Where a point stands over on the floor, or on the ground line.
    fn floor_under(&self, point: Vector) -> (f64, f64) {
        let seen = self.at(Vector { y: 0.0, ..point });
        if stands_on_a_line(self.figure) { (seen.0, 0.0) } else { seen }
    }

    fn thing(&self, prop: Prop) -> Vec<Thing> {
        match prop {
            Prop::Mat => vec![self.mat()],
            Prop::Step | Prop::Box => vec![self.step(prop)],
            Prop::Bench if self.figure.view == View::Top => vec![self.bed()],
            Prop::Bench => vec![self.bench()],
            Prop::Chair | Prop::Machine | Prop::BoxBehind => self.seat(prop),
            Prop::Post => vec![self.post()],
            Prop::WallFront | Prop::WallBehind if self.figure.view == View::Top => {
                vec![self.wall_beside(prop)]
            }
            Prop::WallFront => {
                let (x, _) = self.at(self.last.near_arm.end);
                vec![still(prop, format!("M{} 0V-150H{}V0Z", one(x - 12.0), one(x - 1.0)))]
            }
            Prop::WallBehind => {
                let (x, _) = self.at(self.last.far_leg.middle);
                vec![still(prop, format!("M{} 0V-150H{}V0Z", one(x + 5.0), one(x + 16.0)))]
            }
            Prop::Band | Prop::Strap => self.bands(prop),
            Prop::Ball => vec![self.ball()],
            Prop::Roller => vec![self.roller()],
            Prop::Slider => vec![self.slider()],
            Prop::Dumbbell | Prop::Kettlebell => vec![self.dumbbell()],
            Prop::Barbell | Prop::FixedBar => vec![Thing { prop, ..self.barbell() }],
            Prop::BenchBehind
            | Prop::Pad
            | Prop::Anchor
            | Prop::Wedge
            | Prop::HighBar
            | Prop::Board
            | Prop::KneeBand
            | Prop::Sled
            | Prop::Loop
            | Prop::FootWeight
            | Prop::Bicycle => Vec::new(),
        }
    }

    /// A mat as large as the body that lies on it.
    fn mat(&self) -> Thing {
        let bodies = (0..=4).filter_map(|look| rig::body(self.figure, f64::from(look) / 4.0));
        let (mut low, mut high) = (Vector { x: -0.1, y: 0.0, z: -0.1 }, Vector { x: 0.1, y: 0.0, z: 0.1 });
        for point in bodies.flat_map(|body| joints(&body)).filter(|point| point.y < 0.2) {
            low = Vector { x: low.x.min(point.x), y: 0.0, z: low.z.min(point.z) };
            high = Vector { x: high.x.max(point.x), y: 0.0, z: high.z.max(point.z) };
        }
        let margin = 0.07;
        if self.figure.view == View::Front && self.figure.above < FLOOR_SEEN_DEG {
            let (left, right) = (self.at(low).0 - 10.0, self.at(high).0 + 10.0);
            return still(Prop::Mat, format!("M{} 0H{}V4H{}Z", one(left), one(right), one(left)));
        }
        let corners = [(low.x, low.z), (high.x, low.z), (high.x, high.z), (low.x, high.z)];
        let middle = ((low.x + high.x) / 2.0, (low.z + high.z) / 2.0);
        let path: Vec<String> = corners
            .into_iter()
            .map(|(x, z)| {
                let (x, z) = (x + margin * (x - middle.0).signum(), z + margin * (z - middle.1).signum());
                let (x, y) = self.at(Vector { x, y: 0.0, z });
                format!("{} {}", one(x), one(y))
            })
            .collect();
        still(Prop::Mat, format!("M{}Z", path.join("L")))
    }

    /// A step that ends between the feet, so that the far foot hangs free.
    fn step(&self, prop: Prop) -> Thing {
        let (x, _) = self.at(self.first.near_leg.end);
        let top = -self.figure.frames.iter().map(|frame| frame.lift).fold(0.0, f64::max) * STATURE;
        still(prop, format!("M{} 0V{}H{}V0Z", one(x - 42.0), one(top), one(x + 7.0)))
    }

    /// A bed under the body from above; a far leg that hangs is over its edge.
    fn bed(&self) -> Thing {
        let hangs = |leg: &rig::Limb| leg.middle.y - leg.end.y > 0.1;
        let lying = |body: &Body| {
            let mut points = vec![body.head, body.near_arm.root, body.far_arm.root];
            for leg in [body.near_leg, body.far_leg].into_iter().filter(|leg| !hangs(leg)) {
                points.extend([leg.middle, leg.end]);
            }
            points
        };
        let points: Vec<(f64, f64)> =
            [&self.first, &self.last].into_iter().flat_map(lying).map(|point| self.at(point)).collect();
        let most = |read: fn(&(f64, f64)) -> f64| points.iter().map(read).fold(f64::MIN, f64::max);
        let least = |read: fn(&(f64, f64)) -> f64| points.iter().map(read).fold(f64::MAX, f64::min);
        let (left, right) = (least(|point| point.0) - 12.0, most(|point| point.0) + 4.0);
        let (top, bottom) = (least(|point| point.1) - 8.0, most(|point| point.1) + 8.0);
        still(Prop::Bench, format!("M{l} {}H{}V{}H{l}Z", one(top), one(right), one(bottom), l = one(left)))
    }

    /// A wall from above: beside the near ankle with room for a cuff between, or at the far foot.
    fn wall_beside(&self, prop: Prop) -> Thing {
        let (near, far) = (self.at(self.last.near_leg.end), self.at(self.last.far_leg.end));
        let (_, head) = self.at(self.last.head);
        let left = if prop == Prop::WallFront { near.0 - 17.4 } else { far.0 + 5.0 };
        let foot = near.1.max(far.1) + 16.0;
        let outline = format!("M{l} {}H{}V{}H{l}Z", one(head - 8.0), one(left + 9.0), one(foot), l = one(left));
        still(prop, outline)
    }

    /// A bench under the near knee or ankle.
    fn bench(&self) -> Thing {
        let leg = self.last.near_leg;
        let bent = self.figure.frames.iter().any(|frame| frame.near.knee > 45.0);
        let (point, thick) = if bent { (leg.middle, KNEE_THICK) } else { (leg.end, 0.022) };
        let (x, y) = self.at(point);
        let (top, _) = (y + thick * STATURE, 0.0);
        let (left, right) = (x - 26.0, x + 12.0);
        let (leg_left, leg_right) = (left + 5.0, right - 5.0);
        let outline = format!(
            "M{l} {t}H{r}V{b}H{}V0H{}V{b}H{}V0H{}V{b}H{l}Z",
            one(leg_right),
            one(leg_right - 4.0),
            one(leg_left + 4.0),
            one(leg_left),
            l = one(left),
            t = one(top),
            r = one(right),
            b = one(top + 7.0),
        );
        still(Prop::Bench, outline)
    }

    /// A seat with its back, and a machine's pads at the knees.
    fn seat(&self, prop: Prop) -> Vec<Thing> {
        let (x, y) = self.at(self.first.pelvis);
        let (top, floor) = (y + 4.0, 0.0);
        let back = format!(
            "M{} {}H{}V{}H{}Z",
            one(x - 21.0),
            one(top - 46.0),
            one(x + 21.0),
            one(top + 2.0),
            one(x - 21.0)
        );
        let legs = format!(
            "M{l} {t}H{r}V{f}H{}V{u}H{}V{f}H{l}Z",
            one(x + 19.0),
            one(x - 19.0),
            l = one(x - 24.0),
            r = one(x + 24.0),
            t = one(top),
            f = one(floor),
            u = one(top + 8.0),
        );
        let mut things = vec![still(prop, back), still(prop, legs)];
        if prop == Prop::Machine {
            let spread = |body: &Body| (body.near_leg.middle - body.far_leg.middle).length();
            let outwards = if spread(&self.last) > spread(&self.first) { 1.0 } else { -1.0 };
            for (leg, side) in [(self.now.near_leg, -1.0), (self.now.far_leg, 1.0)] {
                let (x, y) = self.at(leg.middle);
                let outline =
                    "M-3-9H3A2 2 0 0 1 5-7V7A2 2 0 0 1 3 9H-3A2 2 0 0 1-5 7V-7A2 2 0 0 1-3-9Z".to_owned();
                things.push(Thing {
                    x: x + side * outwards * 10.0,
                    y: y + 5.0,
                    before: true,
                    ..still(prop, outline)
                });
            }
        }
        things
    }

    /// A post at the hand that is farthest out.
    fn post(&self) -> Thing {
        let reach = |hand: Vector| (hand - self.first.neck).length();
        let (near, far) = (self.first.near_arm.end, self.first.far_arm.end);
        let hand = if reach(near) > reach(far) { near } else { far };
        let (x, y) = self.at(hand);
        let (_, floor) = self.floor_under(hand);
        still(
            Prop::Post,
            format!(
                "M{l} {f}V{t}H{r}V{f}Z",
                l = one(x - 3.0),
                r = one(x + 3.0),
                t = one(y - 14.0),
                f = one(floor)
            ),
        )
    }

    fn bands(&self, prop: Prop) -> Vec<Thing> {
        let shift = self.at(self.last.near_leg.end).0 - self.at(self.first.near_leg.end).0;
        if shift.abs() < 4.0 {
            // The legs stand: the hands pull, away from an anchor at the near side.
            let (x, y) = self.at(self.now.near_arm.end);
            let (_, from) = self.at(self.first.near_arm.end);
            return vec![anchor(-86.0, from), band(prop, (-86.0, from), (x, y))];
        }
        let near = self.at(self.now.near_leg.middle.towards(self.now.near_leg.end, 0.86));
        if self.figure.both {
            let far = self.at(self.now.far_leg.middle.towards(self.now.far_leg.end, 0.86));
            return vec![Thing { before: true, ..band(prop, near, far) }];
        }
        let start = self.at(self.first.near_leg.end);
        let anchored = (start.0 - shift.signum() * 62.0, start.1.min(-8.0));
        let anchored = if self.figure.props.contains(&Prop::Post) && shift < 0.0 {
            (self.at(self.first.far_arm.end).0, -10.0)
        } else {
            anchored
        };
        vec![anchor(anchored.0, anchored.1), band(prop, anchored, near)]
    }

    /// A ball between the knees, or between the ankles of straight legs.
    fn ball(&self) -> Thing {
        let bent = self.figure.frames.iter().any(|frame| frame.near.knee > 45.0);
        let middle = |body: &Body| {
            let (near, far) = (body.near_leg, body.far_leg);
            let (near, far) = if bent { (near.middle, far.middle) } else { (near.end, far.end) };
            (near.towards(far, 0.5), (near - far).length())
        };
        let (place, _) = middle(&self.now);
        let gap = middle(&self.first).1.min(middle(&self.last).1) * STATURE / 2.0;
        let thick = if bent { 4.2 } else { 3.0 };
        let (x, y) = self.at(place);
        let radius = (gap - thick).max(5.0);
        Thing { x, y, before: true, ..still(Prop::Ball, circle(radius)) }
    }

    /// A roller under the near thigh; it rolls half as far as the thigh goes.
    fn roller(&self) -> Thing {
        let under = |body: &Body| body.near_leg.root.towards(body.near_leg.middle, 0.55);
        let (start, now) = (under(&self.first), under(&self.now));
        let place = start.towards(now, 0.5);
        let (x, y) = self.at(place);
        if self.figure.view == View::Top {
            return Thing { x, y, ..still(Prop::Roller, "M-8-26H8V26H-8Z".to_owned()) };
        }
        let radius = ((place.y - 0.04) * STATURE / 2.0).max(5.0);
        Thing { x, y: -radius, ..still(Prop::Roller, circle(radius)) }
    }

    fn slider(&self) -> Thing {
        let foot = self.now.near_leg.end - Vector { y: ANKLE_HEIGHT, ..Vector::default() };
        let (x, y) = self.at(foot);
        Thing { x, y, ..still(Prop::Slider, "M-9-2H9L10.5 1H-10.5Z".to_owned()) }
    }

    /// A weight held before the chest by both hands, or hanging from the far hand.
    fn dumbbell(&self) -> Thing {
        let (near, far) = (self.now.near_arm.end, self.now.far_arm.end);
        if (near - far).length() < 0.12 {
            let (x, y) = self.at(near.towards(far, 0.5));
            return Thing {
                x,
                y,
                before: true,
                ..still(Prop::Dumbbell, "M-7-8H7V-2H2.5V6H7V12H-7V6H-2.5V-2H-7Z".to_owned())
            };
        }
        let (x, y) = self.at(far);
        let kettle = "M-3.4 0H3.4L3 4C8 6 9 16 5 18H-5C-9 16-8 6-3 4Z".to_owned();
        Thing { x, y, before: true, ..still(Prop::Dumbbell, kettle) }
    }

    fn barbell(&self) -> Thing {
        let (x, y) = self.at(self.now.near_arm.end.towards(self.now.far_arm.end, 0.5));
        let bar = "M-84-1.4H-70V-16H-62V-1.4H62V-16H70V-1.4H84V1.4H70V16H62V1.4H-62V16H-70V1.4H-84Z".to_owned();
        Thing { x, y, before: true, ..still(Prop::Barbell, bar) }
    }
}

fn joints(body: &Body) -> Vec<Vector> {
    let limbs = [body.near_leg, body.far_leg, body.near_arm, body.far_arm];
    let ends = limbs.into_iter().flat_map(|limb| [limb.root, limb.middle, limb.end, limb.tip]);
    ends.chain([body.pelvis, body.neck, body.head]).collect()
}

pub(super) fn still(prop: Prop, outline: String) -> Thing {
    Thing { prop, outline, x: 0.0, y: 0.0, turn: 0.0, long: 1.0, before: false }
}

pub(super) fn anchor(x: f64, y: f64) -> Thing {
    let outline = format!("M{l} 0V{t}H{r}V0Z", l = one(x - 3.0), r = one(x + 3.0), t = one(y - 8.0));
    still(Prop::Post, outline)
}

/// A band as a line from one point to another.
pub(super) fn band(prop: Prop, from: (f64, f64), to: (f64, f64)) -> Thing {
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let turn = libm::atan2(-right, down).to_degrees();
    let long = libm::hypot(right, down) / BAND;
    Thing { x: from.0, y: from.1, turn, long, before: false, ..still(prop, format!("M0 0V{}", one(BAND))) }
}

pub(super) fn circle(radius: f64) -> String {
    let r = one(radius);
    format!("M-{r} 0A{r} {r} 0 0 1 {r} 0A{r} {r} 0 0 1-{r} 0Z")
}

pub(super) fn one(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
