//! What must hold of every figure seen from the side, at every moment.

use super::anatomy::{ANKLE_HEIGHT, THIGH};
use super::plane::{self, Body};
use super::{Part, Placed, STATURE, pose, things};
use evenstride_core::knowledge::{Figure, Prop, View};
use std::collections::BTreeMap;

const MOMENTS: u32 = 24;

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
                // An arm raised sideways to hold a bar is drawn as one that is folded.
                if !(-2.0..=172.0).contains(&elbow) {
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
fn a_fixed_bar_stands_in_its_rack_and_stays() {
    for id in ["bar-push-1", "half-kneel-push", "mid-thigh-pull"] {
        let figure = figures().into_iter().find(|figure| figure.id.as_str() == id).expect("the figure exists");
        let bars = |phase| {
            let bars = things(figure, phase).into_iter().filter(|thing| thing.prop == Prop::FixedBar);
            bars.map(|thing| (thing.outline, thing.x, thing.y)).collect::<Vec<_>>()
        };
        assert_eq!(bars(0.0).len(), 2, "{id}: an upright and its bar");
        assert_eq!(bars(0.0), bars(0.7), "{id}");
    }
}

#[test]
fn pedals_go_round_in_a_circle_opposite_each_other() {
    let figure = figures().into_iter().find(|figure| figure.id.as_str() == "cycle");
    let whole = super::course::whole(figure.expect("the figure that pedals")).into_owned();
    for phase in moments() {
        let body = body(&whole, phase);
        // A crank is 0.097 of the body's height; the angles of the frames are whole degrees.
        let across = body.near_leg.ball().distance(body.far_leg.ball());
        assert!((across - 0.194).abs() < 0.012, "the pedals are {across:.3} apart at {phase:.2}");
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
