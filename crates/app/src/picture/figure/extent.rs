//! How far limbs and things reach on the page.

use super::{Part, Placed, STATURE, Thing};
use evenstride_core::knowledge::View;

/// The two ends of a piece; its outline points down, the trunk's and the head's up.
pub(super) fn of_limb(view: View, placed: &Placed) -> [(f64, f64); 2] {
    let length = match placed.part {
        Part::Trunk if view == View::Side => -0.3 * STATURE,
        Part::Head if view == View::Side => -0.19 * STATURE,
        Part::Trunk => 0.3 * STATURE,
        Part::Head => 0.19 * STATURE,
        Part::Thigh | Part::FarThigh | Part::Shank | Part::FarShank => 0.246 * STATURE,
        Part::UpperArm | Part::FarUpperArm | Part::Forearm | Part::FarForearm => 0.2 * STATURE,
        Part::Foot | Part::FarFoot | Part::Forefoot | Part::Pelvis => 0.1 * STATURE,
        Part::Toes | Part::FarToes | Part::BigToe => 0.04 * STATURE,
    };
    let (sine, cosine) = libm::sincos(placed.turn.to_radians());
    let along = length * placed.long;
    [(placed.x, placed.y), (placed.x - along * sine, placed.y + along * cosine)]
}

/// From where to where a thing reaches sideways, read from the points of its outline.
pub(super) fn of_thing(thing: &Thing) -> (f64, f64) {
    let (sine, cosine) = libm::sincos(thing.turn.to_radians());
    let points = points(&thing.outline);
    let mut across = points.iter().map(|(x, y)| thing.x + x * cosine - y * thing.long * sine);
    let first = across.next().unwrap_or(thing.x);
    across.fold((first, first), |(left, right), x| (left.min(x), right.max(x)))
}

/// The points to which an outline in capital letters goes; for an arc its end.
fn points(outline: &str) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    let mut rest = outline;
    while let Some(command) = rest.chars().next() {
        rest = &rest[command.len_utf8()..];
        let end = rest.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(rest.len());
        let values = numbers(&rest[..end]);
        rest = &rest[end..];
        match (command, values.as_slice()) {
            ('H', [.., last]) => x = *last,
            ('V', [.., last]) => y = *last,
            (_, [.., before, last]) => (x, y) = (*before, *last),
            _ => continue,
        }
        points.push((x, y));
    }
    points
}

/// The numbers of a path, which a minus sign separates as well as a blank does.
fn numbers(text: &str) -> Vec<f64> {
    text.replace('-', " -").split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect()
}
