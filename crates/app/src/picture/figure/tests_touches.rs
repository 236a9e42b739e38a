//! What must hold of every device on a leg: it lies on its piece at every moment, and only an anchor stays.

use super::{Thing, pose, touches};
use evenstride_core::knowledge::{Device, Figure, Prop, View};

const MOMENTS: u32 = 12;

fn moments() -> impl Iterator<Item = f64> {
    (0..=MOMENTS).map(|moment| f64::from(moment) / f64::from(MOMENTS))
}

fn figures() -> Vec<&'static Figure> {
    let figures: Vec<&Figure> =
        evenstride_catalog::builtin().figures.values().filter(|figure| !figure.touches.is_empty()).collect();
    assert!(figures.len() > 20, "only {} figures have a device", figures.len());
    figures
}

fn figure(id: &str) -> &'static Figure {
    figures().into_iter().find(|figure| figure.id.as_str() == id).expect("the figure exists")
}

fn away(thing: &Thing, other: &Thing) -> f64 {
    libm::hypot(thing.x - other.x, thing.y - other.y)
}

#[test]
fn every_device_is_drawn_at_every_moment_and_near_its_leg() {
    for figure in figures() {
        // Half a thigh and its thickness, or half a foot that is drawn alone.
        let most = if matches!(figure.view, View::Side | View::Front | View::Top) { 24.0 } else { 50.0 };
        for phase in moments() {
            let things = touches::things(figure, phase);
            assert!(things.len() >= figure.touches.len(), "{} at {phase}: {things:?}", figure.id);
            let parts = pose(figure, phase);
            for thing in things.iter().filter(|thing| thing.prop == Prop::Pad && thing.turn.abs() > 0.0) {
                let near = parts.iter().map(|part| libm::hypot(part.x - thing.x, part.y - thing.y));
                let nearest = near.fold(f64::MAX, f64::min);
                assert!(nearest < most, "{} at {phase}: {thing:?} is {nearest:.0} from every joint", figure.id);
            }
        }
    }
}

#[test]
fn a_phone_goes_with_the_shin_and_stays_as_far_below_the_knee() {
    let figure = figure("hip-ir-range");
    let at = |phase| touches::things(figure, phase).into_iter().next().expect("a phone");
    assert!(away(&at(0.0), &at(1.0)) > 8.0, "the phone moved by {}", away(&at(0.0), &at(1.0)));
    assert!((at(1.0).turn - at(0.0).turn).abs() > 25.0, "the phone turned to {}", at(1.0).turn);
}

#[test]
fn the_anchor_of_a_strap_stays_while_the_strap_goes_with_the_toe() {
    let figure = figure("toe-strip");
    assert!(figure.touches.iter().all(|touch| touch.what == Device::Strap));
    let anchor = |phase| touches::things(figure, phase).into_iter().find(|thing| thing.prop == Prop::Post);
    let loop_ = |phase| touches::things(figure, phase).into_iter().next_back().expect("a loop");
    let (first, last) = (anchor(0.0).expect("an anchor"), anchor(1.0).expect("an anchor"));
    assert!(away(&first, &last) < 1e-9);
    assert!(away(&loop_(0.0), &loop_(1.0)) > 0.5, "the loop did not go with the toe");
}

#[test]
fn the_inner_side_is_towards_the_other_leg_and_both_legs_have_a_pad_when_both_work() {
    let x = |id: &str| touches::things(figure(id), 0.0).first().map_or(f64::NAN, |thing| thing.x);
    let shank = |id: &str| {
        let parts = pose(figure(id), 0.0);
        parts.iter().find(|part| part.part == super::Part::Shank).map_or(f64::NAN, |part| part.x)
    };
    // The near leg is at the left of the page.
    assert!(x("lie-out-pad") < shank("lie-out-pad") - 4.0, "the outer side is away from the other leg");
    assert!(x("lie-in-pad") > shank("lie-in-pad"), "the inner side is towards it");
    let pads = touches::things(figure("knees-out-frame"), 0.0);
    assert_eq!(pads.len(), 2);
    let middle = (pads[0].x + pads[1].x) / 2.0;
    assert!(middle.abs() < 0.1 && pads[0].x < -8.0, "the pads are at {} and {}", pads[0].x, pads[1].x);
}
