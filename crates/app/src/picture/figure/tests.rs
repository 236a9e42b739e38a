//! What must hold of every figure seen from the side at every moment, and of every figure as a file.
//!
//! Each check is a function that lists what is wrong, so that each test can also show that it finds a spoilt figure.

use super::anatomy::{ANKLE_HEIGHT, FOREARM, HEAD, SHANK, THIGH, TRUNK, UPPER_ARM};
use super::course::{self, Course, alternates};
use super::plane::{self, Body, Limb, Point};
use super::{Labels, Part, Placed, STATURE, moving, pose, stills};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Figure, Frame, View};

const MOMENTS: u32 = 48;
/// What a file of a moving figure may weigh.
const MOST_BYTES: usize = 20 * 1024;

fn all() -> Vec<&'static Figure> {
    evenstride_catalog::builtin().figures.values().collect()
}

fn from_side() -> Vec<&'static Figure> {
    let figures: Vec<&Figure> = all().into_iter().filter(|figure| figure.view == View::Side).collect();
    assert!(figures.len() > 100, "only {} figures are seen from the side", figures.len());
    figures
}

fn figure(id: &str) -> Figure {
    from_side().into_iter().find(|figure| figure.id.as_str() == id).expect("the figure exists").clone()
}

/// The moments of a whole cycle, and the body in them.
fn bodies(figure: &Figure) -> Vec<(f64, Body)> {
    let whole = course::whole(figure);
    (0..=MOMENTS)
        .map(|moment| f64::from(moment) / f64::from(MOMENTS))
        .map(|phase| (phase, plane::body(&whole, phase).expect("a figure has a frame")))
        .collect()
}

/// The frames between which a phase of a whole cycle lies.
fn neighbours(whole: &Figure, phase: f64) -> (usize, usize) {
    let last = whole.frames.len() - 1;
    let before = ((phase * last as f64).floor() as usize).min(last.saturating_sub(1));
    (before, (before + 1).min(last))
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn labels() -> Labels {
    Labels { title: "A <title> & more".to_owned(), description: "A \"description\"".to_owned() }
}

/// The lengths of thighs, shanks, upper arms, forearms, trunk and neck, and how far limbs are from their roots.
fn lengths(body: &Body) -> [f64; 14] {
    let limb = |limb: &Limb| [limb.root.distance(limb.middle), limb.middle.distance(limb.end)];
    let ([a, b], [c, d]) = (limb(&body.near_leg), limb(&body.far_leg));
    let ([e, f], [g, h]) = (limb(&body.near_arm), limb(&body.far_arm));
    let (trunk, head) = (body.hip.distance(body.neck), body.neck.distance(body.head));
    let hips = [body.near_leg, body.far_leg].map(|leg| leg.root.distance(body.hip));
    let shoulders = [body.near_arm, body.far_arm].map(|arm| arm.root.distance(body.neck));
    [a, b, c, d, e, f, g, h, trunk, head, hips[0], hips[1], shoulders[0], shoulders[1]]
}

/// What the lengths are; a thigh that goes out to the side, or a shank that turns, appears shorter.
const LENGTHS: [f64; 14] =
    [THIGH, SHANK, THIGH, SHANK, UPPER_ARM, FOREARM, UPPER_ARM, FOREARM, TRUNK, HEAD, 0.0, 0.0, 0.0, 0.0];

/// Segments that are not as long as in the frames before and after.
fn stretched(figure: &Figure, bodies: &[(f64, Body)]) -> Vec<String> {
    let whole = course::whole(figure);
    let legs = |frame: &Frame| [Some(frame.near), frame.far].into_iter().flatten().collect::<Vec<_>>();
    let flat = whole.frames.iter().flat_map(legs).all(|leg| leg.abduction == 0.0 && leg.rotation == 0.0);
    let mut stretched = Vec::new();
    for (phase, body) in bodies {
        let (before, after) = neighbours(&whole, *phase);
        let [from, to] = [before, after].map(|index| lengths(&plane::rested(&whole, &whole.frames[index])));
        for (index, length) in lengths(body).into_iter().enumerate() {
            let (least, most) = if flat {
                (LENGTHS[index], LENGTHS[index])
            } else {
                (from[index].min(to[index]), LENGTHS[index])
            };
            let off = (least - length).max(length - most) * STATURE;
            if off.is_nan() || off >= 0.1 {
                stretched.push(format!("{} at {phase:.2}: segment {index} is off by {off:.2}", figure.id));
            }
        }
    }
    stretched
}

#[test]
fn no_segment_ever_changes_its_length_and_joints_stay_together() {
    none(&from_side().into_iter().flat_map(|figure| stretched(figure, &bodies(figure))).collect::<Vec<_>>());
    let squat = figure("squat");
    let mut spoilt = bodies(&squat);
    spoilt[5].1.near_leg.end.x += 0.05;
    assert_eq!(stretched(&squat, &spoilt).len(), 1, "a shank that grew is found");
}

/// Parts of the body that are more than 1.5 units below the ground.
fn sunk(figure: &Figure) -> Vec<String> {
    let mut sunk = Vec::new();
    for (phase, body) in bodies(figure) {
        let mut points = vec![("hip", body.hip, 0.04), ("neck", body.neck, 0.03), ("head", body.head, 0.0)];
        for (leg, foot) in [(body.near_leg, "near"), (body.far_leg, "far")] {
            // The heel is drawn rounder than the skeleton has it.
            points.extend([
                (foot, leg.heel().towards(leg.end, 0.08), 0.0),
                (foot, leg.ball(), 0.0),
                (foot, leg.middle, 0.03),
            ]);
        }
        // A foot that stands on end has its toes in line with it.
        let on_end = [body.near_leg, body.far_leg].into_iter().filter(|leg| leg.pitch_deg < -84.0);
        points.extend(on_end.map(|leg| ("toes", leg.toes(), 0.0)));
        for (arm, hand) in [(body.near_arm, "near hand"), (body.far_arm, "far hand")] {
            points.extend([(hand, arm.middle, 0.016), (hand, arm.end, 0.012)]);
        }
        for (name, point, thick) in points {
            let height = (point.y - thick) * STATURE;
            if height.is_nan() || height <= -1.5 {
                sunk.push(format!("{} at {phase:.2}: {name} at {height:.1}", figure.id));
            }
        }
    }
    sunk
}

#[test]
fn nothing_sinks_into_the_ground() {
    none(&from_side().into_iter().flat_map(sunk).collect::<Vec<_>>());
    let mut spoilt = figure("squat");
    spoilt.frames[1].lift = -0.02;
    assert!(!sunk(&spoilt).is_empty(), "a foot below the ground is found");
}

/// Moments in which what rests on its support has left it.
fn adrift(figure: &Figure, bodies: &[(f64, Body)]) -> Vec<String> {
    let whole = course::whole(figure);
    let first = |held| whole.frames.iter().find(|frame| plane::holds(&whole, frame) == held);
    let mut adrift = Vec::new();
    for (phase, body) in bodies {
        let (before, after) = neighbours(&whole, *phase);
        let (a, b) = (&whole.frames[before], &whole.frames[after]);
        let held = plane::holds(&whole, a);
        if held != plane::holds(&whole, b) {
            continue;
        }
        let Some(first) = first(held) else { continue };
        let start = plane::rested(&whole, first).support(held).x - first.along;
        let supports = [a, b].map(|frame| Point { x: start + frame.along, y: frame.lift });
        let is = body.support(held);
        let off = supports[0].distance(is) + supports[1].distance(is) - supports[0].distance(supports[1]);
        if off.is_nan() || off * STATURE >= 1.0 {
            adrift.push(format!("{} at {phase:.2}: {held:?} is off by {:.1}", figure.id, off * STATURE));
        }
    }
    adrift
}

#[test]
fn what_rests_on_its_support_stays_there() {
    none(&from_side().into_iter().flat_map(|figure| adrift(figure, &bodies(figure))).collect::<Vec<_>>());
    let squat = figure("squat");
    let mut spoilt = bodies(&squat);
    spoilt[5].1.near_leg.end.y += 0.02;
    assert_eq!(adrift(&squat, &spoilt).len(), 1, "a body that floats is found");
}

/// Feet and hands that both neighbouring frames have in one place, and that leave it between them.
fn sliding(figure: &Figure, bodies: &[(f64, Body)]) -> Vec<String> {
    let whole = course::whole(figure);
    let mut sliding = Vec::new();
    for (phase, now) in bodies {
        let (before, after) = neighbours(&whole, *phase);
        let (from, to) =
            (plane::rested(&whole, &whole.frames[before]), plane::rested(&whole, &whole.frames[after]));
        let limbs =
            |body: &Body| [body.near_leg.ball(), body.far_leg.ball(), body.near_arm.end, body.far_arm.end];
        for ((was, will), is) in limbs(&from).into_iter().zip(limbs(&to)).zip(limbs(now)) {
            let way = was.distance(will);
            let off = was.distance(is) - way;
            if way < 0.02 && (off.is_nan() || off * STATURE >= 1.0) {
                sliding.push(format!("{} at {phase:.2}: {:.1}", figure.id, was.distance(is) * STATURE));
            }
        }
    }
    sliding
}

#[test]
fn feet_and_hands_that_stay_do_not_slide() {
    none(&from_side().into_iter().flat_map(|figure| sliding(figure, &bodies(figure))).collect::<Vec<_>>());
    let squat = figure("squat");
    let mut spoilt = bodies(&squat);
    spoilt[5].1.near_leg.end.x += 0.02;
    assert_eq!(sliding(&squat, &spoilt).len(), 1, "a foot that slides is found");
}

#[test]
fn a_cycle_ends_where_it_begins() {
    let mut seen = 0;
    for figure in from_side().into_iter().filter(|figure| figure.circular) {
        let whole = course::whole(figure);
        let grew = whole.frames.len() - figure.frames.len();
        if grew == 0 {
            let along = [&figure.frames[0], &figure.frames[figure.frames.len() - 1]].map(|frame| frame.along);
            assert!(along[0] < along[1], "{} neither goes on nor starts anew", figure.id);
            continue;
        }
        seen += 1;
        for (a, b) in pose(&whole, 0.0).into_iter().zip(pose(&whole, 1.0)) {
            let apart = (a.x - b.x).abs() + (a.y - b.y).abs() + plane::between_turns(a.turn - b.turn).abs();
            assert!(a.part == b.part && apart < 2.0, "{}: {a:?} is not {b:?}", figure.id);
        }
        if alternates(figure) {
            let half = pose(&whole, figure.frames.len() as f64 / (whole.frames.len() - 1) as f64);
            let turn = |parts: &[Placed], part| {
                parts.iter().find(|placed| placed.part == part).map_or(f64::NAN, |placed| placed.turn)
            };
            let apart = turn(&half, Part::FarThigh) - turn(&pose(&whole, 0.0), Part::Thigh);
            assert!(apart.abs() < 2.0, "{} does not change its legs over", figure.id);
        }
    }
    assert!(seen > 5, "too few figures go round");
}

/// What stands between two marks.
fn inside<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(&rest[..rest.find(after)?])
}

fn numbers(text: &str) -> Vec<f64> {
    text.split([' ', ';']).map(|number| number.parse().expect("a number")).collect()
}

#[test]
fn the_head_is_inside_the_picture() {
    for figure in from_side() {
        let svg = moving(figure, Side::Right, &labels());
        let (box_, shift) = (inside(&svg, "viewBox=\"", "\""), inside(&svg, "<g transform=\"translate(", ")"));
        let (box_, shift) = (numbers(box_.expect("a box")), numbers(shift.expect("a place")));
        for (phase, body) in bodies(figure) {
            // The skull is a disc of 10 units before the end of the neck.
            let skull = body.neck.towards(body.head, 0.66);
            let (x, y) = (skull.x * STATURE + shift[0], shift[1] - skull.y * STATURE);
            let inside = x > 10.0 && x < box_[2] - 10.0 && y > 10.0 && y < box_[3] - 8.0;
            assert!(inside, "{} at {phase:.2}: the head is at {x:.0} {y:.0} in {box_:?}", figure.id);
        }
    }
}

#[test]
fn the_left_leg_is_the_right_one_mirrored() {
    for figure in all() {
        let [right, left] = [Side::Right, Side::Left].map(|side| moving(figure, side, &labels()));
        let at = inside(&right, "<g transform=\"", "\"").expect("a place");
        let mirrored = inside(&left, "<g transform=\"", "\"").expect("a place");
        assert_eq!(left.replacen(mirrored, at, 1), right, "{} differs in more than its place", figure.id);
        let (at, mirrored) = (inside(at, "translate(", ")"), inside(mirrored, "matrix(-1 0 0 1 ", ")"));
        let (at, mirrored) = (numbers(at.expect("a shift")), numbers(mirrored.expect("a mirror")));
        let width = numbers(inside(&right, "viewBox=\"", "\"").expect("a box"))[2];
        assert!((at[0] + mirrored[0] - width).abs() < 0.11, "{} is mirrored off its middle", figure.id);
        assert!((at[1] - mirrored[1]).abs() < 1e-9, "{} is mirrored off its height", figure.id);
    }
}

/// Why a text is not well-formed, if it is not: tags that do not match, signs that are not written out, bad numbers.
fn ill_formed(svg: &str) -> Option<String> {
    if let Some(bad) = ["NaN", "(inf", " inf", "-inf", "--"].into_iter().find(|bad| {
        let drawn = svg.find("</style>").map_or("", |at| &svg[at..]);
        drawn.contains(bad)
    }) {
        return Some(format!("it has {bad}"));
    }
    let mut open = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        if rest[..at].contains('>') {
            return Some("a tag ends twice".to_owned());
        }
        let Some(end) = rest[at..].find('>').map(|end| at + end) else {
            return Some("a tag has no end".to_owned());
        };
        let tag = &rest[at + 1..end];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if !tag.matches('"').count().is_multiple_of(2) || tag.contains('<') {
            return Some(format!("{name} has an open quotation mark"));
        }
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return Some(format!("{name} was not open"));
            }
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        rest = &rest[end + 1..];
    }
    (!open.is_empty()).then(|| format!("{open:?} are never closed"))
}

#[test]
fn every_file_is_well_formed() {
    for figure in all() {
        for svg in [moving(figure, Side::Left, &labels()), stills(figure, Side::Right, &labels())] {
            assert_eq!(ill_formed(&svg), None, "{}", figure.id);
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"), "{}", figure.id);
        }
    }
    let svg = moving(&figure("squat"), Side::Left, &labels());
    for (from, to) in [("</g>", ""), ("<path", "<g"), ("\" d=", " d="), ("rotate(", "rotate(NaN")] {
        assert!(ill_formed(&svg.replacen(from, to, 1)).is_some(), "{from} made {to} is found");
    }
}

#[test]
fn every_animation_has_as_many_times_as_values() {
    for figure in all() {
        let svg = moving(figure, Side::Right, &labels());
        let n_moments = Course::of(&course::whole(figure)).phases.len();
        assert_eq!(svg.contains("<animateTransform"), figure.frames.len() > 1, "{} stands still", figure.id);
        for animation in svg.split("<animateTransform").skip(1) {
            let values = inside(animation, " values=\"", "\"").expect("values").split(';').count();
            assert_eq!(values, n_moments, "{}", figure.id);
            let Some(times) = inside(animation, " keyTimes=\"", "\"") else { continue };
            let times = numbers(times);
            assert_eq!(times.len(), values, "{}", figure.id);
            assert!(times.windows(2).all(|pair| pair[0] <= pair[1]), "{}: {times:?}", figure.id);
            assert!(
                times[0].abs() < 1e-9 && (times[values - 1] - 1.0).abs() < 1e-9,
                "{}: {times:?}",
                figure.id
            );
        }
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for figure in all() {
        let copy = figure.clone();
        assert_eq!(
            moving(figure, Side::Left, &labels()),
            moving(&copy, Side::Left, &labels()),
            "{}",
            figure.id
        );
        assert_eq!(
            stills(figure, Side::Left, &labels()),
            stills(&copy, Side::Left, &labels()),
            "{}",
            figure.id
        );
    }
    let mut other = figure("squat");
    other.frames[1].trunk += 5.0;
    assert_ne!(moving(&other, Side::Left, &labels()), moving(&figure("squat"), Side::Left, &labels()));
}

#[test]
fn no_moving_figure_is_heavy() {
    let sizes = all().into_iter().map(|figure| (moving(figure, Side::Right, &labels()).len(), &figure.id));
    let heaviest = sizes.max().expect("there are figures");
    assert!(heaviest.0 < MOST_BYTES, "{} takes {} bytes", heaviest.1, heaviest.0);
    assert!(heaviest.0 > 4 * 1024, "the figures have lost their motion");
}

#[test]
fn a_figure_that_stands_has_its_soles_on_the_ground() {
    for (_, body) in bodies(&figure("squat")) {
        assert!((body.near_leg.end.y - ANKLE_HEIGHT).abs() * STATURE < 0.1);
        assert!(body.near_leg.sole().abs() * STATURE < 0.1);
    }
}
