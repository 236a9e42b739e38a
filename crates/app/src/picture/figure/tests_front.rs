//! What must hold of every figure seen from the front, from above, or as a foot, at every moment.

use super::anatomy::{ANKLE_HEIGHT, FOREARM, HEAD, SHANK, THIGH, TRUNK, UPPER_ARM};
use super::rig::{self, Body, Limb};
use super::room::Room;
use super::space::Vector;
use super::{Part, Placed, STATURE, pose, things};
use evenstride_core::knowledge::{Contact, Figure, View};

const MOMENTS: u32 = 24;
/// The page: half its width, and how far up it goes for someone who stands on a step or jumps.
const HALF_WIDTH: f64 = 95.0;
const TOP: f64 = -170.0;

fn figures(views: &[View]) -> Vec<&'static Figure> {
    let figures: Vec<&Figure> =
        evenstride_catalog::builtin().figures.values().filter(|figure| views.contains(&figure.view)).collect();
    assert!(!figures.is_empty(), "no figure of {views:?}");
    figures
}

fn bodies() -> Vec<&'static Figure> {
    figures(&[View::Front, View::Top])
}

fn feet() -> Vec<&'static Figure> {
    figures(&[View::FootSide, View::FootFront, View::FootTop, View::FootBehind])
}

fn moments() -> impl Iterator<Item = f64> {
    (0..=MOMENTS).map(|moment| f64::from(moment) / f64::from(MOMENTS))
}

fn body(figure: &Figure, phase: f64) -> Body {
    rig::body(figure, phase).expect("a figure has a frame")
}

fn limbs(body: &Body) -> [Limb; 4] {
    [body.near_leg, body.far_leg, body.near_arm, body.far_arm]
}

fn part(parts: &[Placed], part: Part) -> Placed {
    *parts.iter().find(|placed| placed.part == part).expect("the view has this part")
}

/// The frames before and after a phase.
fn between(figure: &Figure, phase: f64) -> (Body, Body) {
    let last = figure.frames.len() - 1;
    let before = ((phase * last as f64).floor() as usize).min(last.saturating_sub(1));
    let after = (before + 1).min(last);
    (rig::rested(figure, &figure.frames[before]), rig::rested(figure, &figure.frames[after]))
}

#[test]
fn no_limb_is_ever_longer_than_it_is_and_joints_stay_together() {
    for figure in bodies() {
        for phase in moments() {
            let body = body(figure, phase);
            for (limb, [upper, lower]) in limbs(&body).iter().zip([
                [THIGH, SHANK],
                [THIGH, SHANK],
                [UPPER_ARM, FOREARM],
                [UPPER_ARM, FOREARM],
            ]) {
                let off =
                    [(limb.middle - limb.root).length() - upper, (limb.end - limb.middle).length() - lower];
                assert!(off.iter().all(|off| off.abs() * STATURE < 0.1), "{} at {phase}: {off:?}", figure.id);
            }
            for (length, from, to) in [(TRUNK, body.pelvis, body.neck), (HEAD, body.neck, body.head)] {
                assert!(((to - from).length() - length).abs() * STATURE < 0.1, "{} at {phase}", figure.id);
            }
            for placed in pose(figure, phase) {
                let drawn = placed.long * 36.9;
                assert!(drawn > 0.0 && drawn <= 36.9 + 0.1, "{} at {phase}: {placed:?}", figure.id);
            }
        }
    }
}

#[test]
fn what_rests_on_its_support_stays_there() {
    for figure in bodies() {
        for phase in moments() {
            let now = body(figure, phase);
            let (from, to) = between(figure, phase);
            let last = figure.frames.len() - 1;
            let before = ((phase * last as f64).floor() as usize).min(last.saturating_sub(1));
            let held = rig::holds(figure, &figure.frames[before]);
            if held != rig::holds(figure, &figure.frames[(before + 1).min(last)]) {
                continue;
            }
            let [was, will, is] = [&from, &to, &now].map(|body| rig::support(body, held));
            let line = (will - was).length();
            let off = (is - was).length() + (will - is).length() - line;
            assert!(off * STATURE < 1.0, "{} at {phase}: {held:?} is off by {}", figure.id, off * STATURE);
        }
    }
}

#[test]
fn feet_that_stand_in_two_frames_do_not_slide_between_them() {
    for figure in bodies() {
        for phase in moments() {
            let now = body(figure, phase);
            let (from, to) = between(figure, phase);
            for [was, will, is] in
                [[from.near_leg, to.near_leg, now.near_leg], [from.far_leg, to.far_leg, now.far_leg]]
            {
                let stands = |leg: &Limb| (leg.end.y - ANKLE_HEIGHT).abs() < 0.01;
                if !stands(&was) || !stands(&will) || (will.end - was.end).length() > 0.02 {
                    continue;
                }
                let off = (is.end - was.end).length().min((is.end - will.end).length()) * STATURE;
                assert!(off < 1.0 + (will.end - was.end).length() * STATURE, "{} at {phase}: {off}", figure.id);
            }
        }
    }
}

#[test]
fn nothing_sinks_into_the_ground() {
    let mut sunk = Vec::new();
    for figure in bodies() {
        for phase in moments() {
            let body = body(figure, phase);
            let mut points =
                vec![(body.pelvis, 0.045), (body.neck, 0.03), (body.neck.towards(body.head, 0.7), 0.05)];
            for leg in [body.near_leg, body.far_leg] {
                points.extend([(leg.root, 0.046), (leg.middle, 0.03), (leg.end, 0.019), (leg.tip, 0.016)]);
            }
            for arm in [body.near_arm, body.far_arm] {
                points.extend([(arm.root, 0.026), (arm.middle, 0.02), (arm.end, 0.015)]);
            }
            for (point, thick) in points {
                let height = (point.y - thick) * STATURE;
                if height < -1.5 {
                    sunk.push(format!(
                        "{} at {phase:.2}: {point:.2?} is {height:.1} over the ground",
                        figure.id
                    ));
                }
            }
        }
    }
    assert!(sunk.is_empty(), "{}", sunk.join("\n"));
}

#[test]
fn the_head_is_on_the_page() {
    for figure in bodies() {
        for phase in moments() {
            let head = part(&pose(figure, phase), Part::Head);
            let (sine, cosine) = libm::sincos(head.turn.to_radians());
            let length = HEAD * STATURE * head.long;
            let (x, y) = (head.x - sine * length, head.y + cosine * length);
            assert!(x.abs() < HALF_WIDTH && y > TOP && y < 0.0, "{} at {phase}: head at {x} {y}", figure.id);
        }
    }
}

#[test]
fn the_whole_head_is_inside_the_picture() {
    for figure in bodies() {
        let room = Room::of(figure);
        for phase in moments() {
            let head = part(&pose(figure, phase), Part::Head);
            let (sine, cosine) = libm::sincos(head.turn.to_radians());
            // The skull is an ellipse whose far end is the farthest point of the outline.
            for (along, across) in [(26.4, 0.0), (17.0, 8.0), (17.0, -8.0)] {
                let down = along * head.long;
                let (x, y) = (head.x + across * cosine - down * sine, head.y + across * sine + down * cosine);
                let inside = (x - room.middle).abs() < room.width / 2.0 && y > -room.height && y < room.depth;
                assert!(inside, "{} at {phase}: the head reaches {x:.0} {y:.0} in {room:?}", figure.id);
            }
        }
    }
}

#[test]
fn a_figure_alike_on_both_sides_is_its_own_mirror_image() {
    let pairs = [
        (Part::Thigh, Part::FarThigh),
        (Part::Shank, Part::FarShank),
        (Part::Foot, Part::FarFoot),
        (Part::UpperArm, Part::FarUpperArm),
        (Part::Forearm, Part::FarForearm),
    ];
    let mut seen = 0;
    for figure in bodies() {
        let alike = figure.frames.iter().all(|frame| {
            let straight =
                [frame.trunk, frame.pelvis, frame.turn, frame.along].iter().all(|angle| angle.abs() < 1e-9);
            straight && frame.far.is_none() && frame.far_arms.is_none()
        });
        if !alike || figure.round.abs() > 0.0 || figure.holds == Contact::NearFoot {
            continue;
        }
        seen += 1;
        for phase in moments() {
            let parts = pose(figure, phase);
            let middle = part(&parts, Part::Trunk).x;
            for (near, far) in pairs {
                let (near, far) = (part(&parts, near), part(&parts, far));
                let apart = libm::hypot(near.x - middle + (far.x - middle), near.y - far.y);
                let turn = (near.turn + far.turn).rem_euclid(360.0);
                assert!(apart < 0.1, "{} at {phase}: {near:?} {far:?}", figure.id);
                assert!(turn.min(360.0 - turn) < 0.1, "{} at {phase}: {near:?} {far:?}", figure.id);
            }
        }
    }
    assert!(seen > 2, "too few figures are alike on both sides");
}

#[test]
fn every_part_turns_the_short_way_round() {
    let mut spun = Vec::new();
    for figure in bodies() {
        for (earlier, later) in moments().zip(moments().skip(1)) {
            let (a, b) = (pose(figure, earlier), pose(figure, later));
            assert!(a.iter().map(|placed| placed.part).eq(b.iter().map(|placed| placed.part)), "{}", figure.id);
            for (a, b) in a.iter().zip(&b) {
                let turn = (b.turn - a.turn).rem_euclid(360.0);
                let turn = turn.min(360.0 - turn);
                if turn > 75.0 {
                    spun.push(format!("{} at {later:.2}: {:?} spins by {turn:.0}", figure.id, a.part));
                }
            }
        }
    }
    assert!(spun.is_empty(), "{}", spun.join("\n"));
}

#[test]
fn a_foot_keeps_its_joints_together_and_its_heel_on_the_ground() {
    for figure in feet() {
        let start = pose(figure, 0.0);
        for phase in moments() {
            let now = pose(figure, phase);
            assert!(now.iter().all(|placed| (placed.long - 1.0).abs() < 1e-9), "{}", figure.id);
            match figure.view {
                View::FootSide => {
                    // The heel, seen from the ankle, and the sole under the ball.
                    let at = |parts: &[Placed], which: Part, x: f64, y: f64| {
                        let placed = part(parts, which);
                        let (sine, cosine) = libm::sincos(placed.turn.to_radians());
                        (placed.x + x * cosine - y * sine, placed.y + x * sine + y * cosine)
                    };
                    let heel = at(&now, Part::Foot, 10.0, 44.0);
                    let was = at(&start, Part::Foot, 10.0, 44.0);
                    let off = libm::hypot(heel.0 - was.0, heel.1 - was.1);
                    assert!(off < 1.0, "{} at {phase}: the heel moves by {off}", figure.id);
                    let ball = at(&now, Part::Forefoot, -36.0, 26.0).1;
                    let curls = part(&now, Part::BigToe).turn < -1.0;
                    assert!(
                        ball < 1.0 && (curls || ball > -1.0),
                        "{} at {phase}: the ball is at {ball}",
                        figure.id
                    );
                    let tip = at(&now, Part::BigToe, -24.0, 9.0).1;
                    assert!(tip < 1.5, "{} at {phase}: the big toe is {tip} under the ground", figure.id);
                }
                View::FootTop => {
                    let (heel, was) = (part(&now, Part::Foot), part(&start, Part::Foot));
                    assert!(libm::hypot(heel.x - was.x, heel.y - was.y) < 1.0, "{} at {phase}", figure.id);
                }
                View::FootBehind => {
                    let (heel, was) = (part(&now, Part::Foot), part(&start, Part::Foot));
                    assert!(libm::hypot(heel.x - was.x, heel.y - was.y) < 0.1, "{} at {phase}", figure.id);
                }
                View::FootFront | View::Side | View::Front | View::Top => {
                    let toes = part(&now, Part::BigToe);
                    let fore = part(&now, Part::Forefoot);
                    assert!(libm::hypot(toes.x - fore.x, toes.y - fore.y) < 0.1, "{} at {phase}", figure.id);
                    for x in [-30.0, 26.0] {
                        let (sine, cosine) = libm::sincos(fore.turn.to_radians());
                        let lowest = fore.y + x * sine + 49.0 * cosine;
                        assert!(
                            lowest < 1.5,
                            "{} at {phase}: the sole is {lowest} under the ground",
                            figure.id
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn from_behind_a_right_heel_turns_in_towards_the_left_of_the_page() {
    let lowest = |id: &str, phase: f64| {
        let figures = feet();
        let figure = figures.iter().find(|figure| figure.id.as_str() == id).expect("the figure exists");
        let heel = part(&pose(figure, phase), Part::Foot);
        heel.x - 40.0 * libm::sin(heel.turn.to_radians())
    };
    assert!(lowest("heel-turn-in", 1.0) < lowest("heel-turn-in", 0.0) - 10.0);
    assert!(lowest("heel-turn-out", 1.0) > lowest("heel-turn-out", 0.0) + 5.0);
}

#[test]
fn bands_reach_and_every_thing_has_an_outline() {
    for figure in bodies().into_iter().chain(feet()) {
        for phase in moments() {
            for thing in things(figure, phase) {
                assert!(thing.outline.starts_with('M') && !thing.outline.contains("NaN"), "{}", figure.id);
                assert!(thing.long > 0.05 && thing.long < 1.6, "{} at {phase}: {thing:?}", figure.id);
            }
        }
        assert!(figure.props.is_empty() || !things(figure, 0.0).is_empty(), "{} lacks its things", figure.id);
    }
}

#[test]
fn a_bent_knee_seen_from_the_front_is_shorter_and_never_turns_inside_out() {
    let figure =
        bodies().into_iter().find(|figure| figure.id.as_str() == "seat-abd").expect("the seated figure");
    let thigh = part(&pose(figure, 0.0), Part::Thigh);
    let spread = part(&pose(figure, 1.0), Part::Thigh);
    assert!(thigh.long < 0.5, "a thigh towards the eye is {} long", thigh.long);
    assert!(spread.long > thigh.long + 0.15, "spread, it is {} long", spread.long);
    let knee = body(figure, 1.0).near_leg.middle - body(figure, 1.0).pelvis;
    assert!(knee.dot(Vector { x: -1.0, ..Vector::default() }) > 0.15, "the near knee is at the left");
}
