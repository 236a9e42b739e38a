//! What must hold of every figure seen from the side, at every moment.

use super::plane::{
    self, ANKLE_HEIGHT, Body, FOREARM, HEAD, KNEE_THICK, Limb, Point, SEAT_THICK, SHANK, THIGH, TRUNK,
    UPPER_ARM,
};
use super::{Part, Placed, STATURE, pose, things};
use evenstride_core::knowledge::{Contact, Figure, Leg, View};
use std::collections::BTreeMap;

const MOMENTS: u32 = 24;
/// Figures in whose data something still sinks; one that is mended leaves the list.
const STILL_SINK: [&str; 49] = [
    "back-ext",
    "back-ext-hold",
    "ball-curl",
    "bird-dog",
    "bridge",
    "bridge-1",
    "bridge-long",
    "bridge-sl-box",
    "cat-camel",
    "couch",
    "glider",
    "half-kneel",
    "ham-seat",
    "heel-squeeze",
    "hip-thrust",
    "hip-thrust-1",
    "inchworm",
    "jump",
    "leg-swing",
    "long-sit-ankle",
    "lunge",
    "lunge-rev",
    "nordic",
    "nordic-half",
    "plank-knee",
    "prone-hip-ext",
    "prone-quad",
    "quad-hip-ext",
    "quad-side",
    "rdl-1",
    "reverse-hyper",
    "roll-fig4",
    "roll-foot",
    "roll-kneel",
    "roll-sit",
    "seat-calf",
    "seat-heel",
    "seat-lift",
    "seat-toe",
    "shin-stretch",
    "sl-box-squat",
    "sled-drag",
    "slider-curl",
    "stand-curl",
    "stand-flex",
    "stand-kick",
    "star",
    "tib-bar",
    "tke",
];

fn figures() -> Vec<&'static Figure> {
    let figures: Vec<&Figure> =
        evenstride_catalog::builtin().figures.values().filter(|figure| figure.view == View::Side).collect();
    assert!(figures.len() > 100, "only {} figures from the side", figures.len());
    figures
}

fn moments() -> impl Iterator<Item = f64> {
    (0..=MOMENTS).map(|moment| f64::from(moment) / f64::from(MOMENTS))
}

fn body(figure: &Figure, phase: f64) -> Body {
    plane::body(figure, phase).expect("a figure has a frame")
}

/// The index of the frame before a phase and of the one after it.
fn around(figure: &Figure, phase: f64) -> (usize, usize) {
    let last = figure.frames.len() - 1;
    let before = ((phase * last as f64).floor() as usize).min(last.saturating_sub(1));
    (before, (before + 1).min(last))
}

/// What is wrong: in which figure, with what, by how much and when.
type Wrong = (String, String, f64, f64);

/// Names the worst of each kind in every figure at once, which is easier to mend than one at a time.
fn none(wrong: &[Wrong]) {
    let mut worst: BTreeMap<(&str, &str), (f64, f64)> = BTreeMap::new();
    for (figure, what, by, phase) in wrong {
        let so_far = worst.entry((figure, what)).or_insert((*by, *phase));
        if by.abs() > so_far.0.abs() {
            *so_far = (*by, *phase);
        }
    }
    let list: Vec<String> = worst
        .iter()
        .map(|((figure, what), (by, phase))| format!("{figure} at {phase:.2}: {what} by {by:.1}"))
        .collect();
    assert!(list.is_empty(), "{} found:\n{}", list.len(), list.join("\n"));
}

fn wrong(figure: &Figure, what: impl std::fmt::Display, by: f64, phase: f64) -> Wrong {
    (figure.id.to_string(), what.to_string(), by, phase)
}

#[test]
fn no_limb_is_ever_longer_than_it_is_and_joints_stay_together() {
    for figure in figures() {
        // A thigh or shank that goes out of the plane appears shorter, never longer.
        let in_plane = |leg: Leg| leg.abduction.abs() + leg.rotation.abs() < 1e-9;
        let flat =
            figure.frames.iter().all(|frame| in_plane(frame.near) && in_plane(frame.far.unwrap_or(frame.near)));
        for phase in moments() {
            let body = body(figure, phase);
            let legs = [body.near_leg, body.far_leg].map(|leg| (leg, THIGH, SHANK));
            let arms = [body.near_arm, body.far_arm].map(|arm| (arm, UPPER_ARM, FOREARM));
            let limbs = legs.iter().chain(&arms).flat_map(|(limb, upper, lower)| {
                [(limb.root, limb.middle, *upper), (limb.middle, limb.end, *lower)]
            });
            for (from, to, length) in limbs.chain([(body.hip, body.neck, TRUNK), (body.neck, body.head, HEAD)])
            {
                let off = (from.distance(to) - length) * STATURE;
                assert!(off < 0.1 && (off > -0.1 || !flat), "{} at {phase}: off by {off}", figure.id);
            }
            for (leg, root) in [(body.near_leg, body.hip), (body.far_leg, body.hip)] {
                assert!(leg.root.distance(root) < 1e-9, "{} at {phase}: a leg is off its hip", figure.id);
            }
        }
    }
}

#[test]
fn what_rests_on_its_support_stays_there() {
    let mut found = Vec::new();
    for figure in figures() {
        for phase in moments() {
            let (before, after) = around(figure, phase);
            let (a, b) = (&figure.frames[before], &figure.frames[after]);
            let held = plane::holds(figure, a);
            // What is lowest is only lowest, and may be another part a moment later.
            if held != plane::holds(figure, b) || held == Contact::Lowest {
                continue;
            }
            let [was, will] = [a, b].map(|frame| plane::rested(figure, frame).support(held));
            let is = body(figure, phase).support(held);
            let off = (is.distance(was) + will.distance(is) - was.distance(will)) * STATURE;
            if off > 1.0 {
                found.push(wrong(figure, format!("{held:?} is off"), off, phase));
            }
        }
    }
    none(&found);
}

#[test]
fn feet_that_stand_in_two_frames_do_not_slide_between_them() {
    let mut found = Vec::new();
    for figure in figures() {
        for phase in moments() {
            let (before, after) = around(figure, phase);
            let [from, to] = [before, after].map(|index| plane::rested(figure, &figure.frames[index]));
            let now = body(figure, phase);
            let legs = [[from.near_leg, to.near_leg, now.near_leg], [from.far_leg, to.far_leg, now.far_leg]];
            for [was, will, is] in legs {
                let stands = |leg: &Limb| (leg.end.y - ANKLE_HEIGHT).abs() < 0.01;
                let moved = will.end.distance(was.end);
                if !stands(&was) || !stands(&will) || moved > 0.02 {
                    continue;
                }
                let off = is.end.distance(was.end).min(is.end.distance(will.end)) * STATURE;
                if off > 1.0 + moved * STATURE {
                    found.push(wrong(figure, "a foot slides", off, phase));
                }
            }
        }
    }
    none(&found);
}

#[test]
fn nothing_sinks_into_the_ground() {
    let mut found = Vec::new();
    for figure in figures().into_iter().filter(|figure| !STILL_SINK.contains(&figure.id.as_str())) {
        for phase in moments() {
            let body = body(figure, phase);
            let mut points: Vec<(&str, Point, f64)> = vec![
                ("hip", body.hip, SEAT_THICK),
                ("neck", body.neck, 0.03),
                ("head", body.neck.towards(body.head, 0.66), 0.05),
            ];
            for leg in [body.near_leg, body.far_leg] {
                points.extend([
                    ("knee", leg.middle, KNEE_THICK),
                    ("ankle", leg.end, 0.019),
                    ("heel", leg.heel(), 0.0),
                    ("ball", leg.ball(), 0.0),
                ]);
            }
            for arm in [body.near_arm, body.far_arm] {
                points.extend([("elbow", arm.middle, 0.016), ("hand", arm.end, 0.012)]);
            }
            for (name, point, thick) in points {
                let height = (point.y - thick) * STATURE;
                if height < -1.5 {
                    found.push(wrong(figure, format!("the {name} sinks"), height, phase));
                }
            }
        }
    }
    none(&found);
}

#[test]
fn the_knee_never_bends_backwards_and_the_elbow_never_over() {
    let mut found = Vec::new();
    for figure in figures() {
        for phase in moments() {
            let body = body(figure, phase);
            for leg in [body.near_leg, body.far_leg] {
                let knee = plane::between_turns(leg.root.angle_to(leg.middle) - leg.middle.angle_to(leg.end));
                if !(-2.0..=160.0).contains(&knee) {
                    found.push(wrong(figure, "a knee bends", knee, phase));
                }
            }
            for arm in [body.near_arm, body.far_arm] {
                let elbow = plane::between_turns(arm.middle.angle_to(arm.end) - arm.root.angle_to(arm.middle));
                if !(-2.0..=152.0).contains(&elbow) {
                    found.push(wrong(figure, "an elbow bends", elbow, phase));
                }
            }
        }
    }
    none(&found);
}

#[test]
fn every_part_turns_the_short_way_round_and_nothing_jumps() {
    let mut found = Vec::new();
    for figure in figures() {
        for (earlier, later) in moments().zip(moments().skip(1)) {
            let (a, b) = (pose(figure, earlier), pose(figure, later));
            assert!(a.iter().map(|placed| placed.part).eq(b.iter().map(|placed| placed.part)), "{}", figure.id);
            for (a, b) in a.iter().zip(&b) {
                let turn = plane::between_turns(b.turn - a.turn).abs();
                let way = libm::hypot(b.x - a.x, b.y - a.y);
                if turn > 60.0 || way > 45.0 {
                    found.push(wrong(figure, format!("{:?} jumps", a.part), turn.max(way), later));
                }
            }
        }
    }
    none(&found);
}

#[test]
fn every_thing_keeps_its_place_in_the_order_and_has_an_outline() {
    for figure in figures() {
        let first = things(figure, 0.0);
        for phase in moments() {
            let now = things(figure, phase);
            let kinds = |things: &[super::Thing]| -> Vec<_> {
                things.iter().map(|thing| (thing.prop, thing.before)).collect()
            };
            assert_eq!(kinds(&first), kinds(&now), "{} at {phase}", figure.id);
            for thing in &now {
                assert!(thing.outline.starts_with('M') && !thing.outline.contains("NaN"), "{}", figure.id);
                assert!(thing.x.is_finite() && thing.y.is_finite() && thing.long.is_finite(), "{}", figure.id);
            }
        }
        assert!(figure.props.is_empty() || !first.is_empty(), "{} lacks its things", figure.id);
    }
}

#[test]
fn one_leg_stays_straight_down_when_all_angles_are_zero() {
    let figure = figures().into_iter().find(|figure| figure.id.as_str() == "stand-neutral");
    let parts: Vec<Placed> = pose(figure.expect("the figure that stands"), 0.0);
    let at = |part: Part| *parts.iter().find(|placed| placed.part == part).expect("a part of the side view");
    let (thigh, shank, foot) = (at(Part::Thigh), at(Part::Shank), at(Part::Foot));
    // A limb that reaches for its place is bent by a hair, so that it never has to reach too far.
    assert!((thigh.x - shank.x).abs() < 0.1 && (shank.x - foot.x).abs() < 0.1);
    assert!((shank.y - thigh.y - THIGH * STATURE).abs() < 0.1);
    assert!((foot.y + ANKLE_HEIGHT * STATURE).abs() < 0.1, "the ankle is at {}", foot.y);
    assert!(foot.turn.abs() < 0.1, "a flat foot is turned by {}", foot.turn);
}
