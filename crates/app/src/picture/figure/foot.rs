//! Poses of the foot alone: from its inner side, from the front and from above, much larger than in a whole figure.
//!
//! It is a right foot. From the inner side its toes point to the left; from the front its big toe is at the right;
//! from above one looks down at one's own foot, with the toes up and the big toe at the left; from behind the inner side of
//! its heel is at the left. A frame's `curve`
//! raises the arch, its `trunk` lays the leg on its side, `rotation` swings the foot outwards about the heel, and
//! the toes of the near leg are the big toe, those of the far leg the others.

use super::{Part, Placed, Thing};
use evenstride_core::knowledge::{Contact, Figure, Frame, Leg, Prop, View};

/// From the ankle to the sole.
const SOLE: f64 = 51.0;
/// How far the forefoot is up when only the heel rests, with the toes towards the shin.
const TOES_UP: f64 = 12.0;
/// The board's height over the ground at its middle, and its thickness.
const BOARD: f64 = 14.0;
const PLANK: f64 = 5.0;
/// From the ground under the ankle of a leg that lies on a bench.
const BENCH: f64 = 62.0;
// The inner side, from the ankle: where the heel rests, the joint before the arch, and from there the ball.
const ANKLE: (f64, f64) = (30.0, -44.0);
const HEEL: (f64, f64) = (40.0, 0.0);
const MIDFOOT: (f64, f64) = (0.0, -26.0);
const BALL: (f64, f64) = (-36.0, 17.0);
const BALL_SOLE: f64 = 26.0;
const TOES_LONG: f64 = 24.0;

pub(super) fn pose(figure: &Figure, phase: f64) -> Vec<Placed> {
    let Some(now) = Now::of(figure, phase) else { return Vec::new() };
    match figure.view {
        View::FootSide => from_inside(&now),
        View::FootTop => from_above(&now),
        View::FootBehind => from_behind(&now),
        View::FootFront | View::Side | View::Front | View::Top => from_front(figure, &now),
    }
}

/// What a view of the foot needs of a moment, in degrees.
#[derive(Debug, Clone, Copy)]
struct Now {
    arch: f64,
    laid: f64,
    big_toe: f64,
    toes: f64,
    inversion: f64,
    outwards: f64,
    spread: f64,
}

impl Now {
    fn of(figure: &Figure, phase: f64) -> Option<Now> {
        let last = figure.frames.len().checked_sub(1)?;
        let place = phase.clamp(0.0, 1.0) * last as f64;
        let before = (place.floor() as usize).min(last.saturating_sub(1));
        let share = 0.5 - 0.5 * libm::cos(std::f64::consts::PI * (place - before as f64));
        let (a, b) = (&figure.frames[before], &figure.frames[(before + 1).min(last)]);
        let mix = |read: fn(&Frame) -> f64| read(a) + (read(b) - read(a)) * share;
        Some(Now {
            arch: mix(|frame| frame.curve),
            laid: mix(|frame| frame.trunk),
            big_toe: mix(|frame| frame.near.toes),
            toes: mix(|frame| others(frame).toes),
            inversion: mix(|frame| frame.near.inversion),
            outwards: mix(|frame| frame.near.rotation),
            spread: mix(|frame| frame.near.abduction),
        })
    }
}

fn others(frame: &Frame) -> Leg {
    frame.far.unwrap_or(frame.near)
}

fn placed(part: Part, at: (f64, f64), turn: f64) -> Placed {
    Placed { part, x: at.0, y: at.1, turn, long: 1.0 }
}

/// A point turned about the origin as SVG turns it.
fn turned(point: (f64, f64), angle_deg: f64) -> (f64, f64) {
    let (sine, cosine) = libm::sincos(angle_deg.to_radians());
    (point.0 * cosine - point.1 * sine, point.0 * sine + point.1 * cosine)
}

fn plus(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 + b.0, a.1 + b.1)
}

/// Heel and ball stay on the ground, and the arch between them rises, so the foot becomes shorter.
fn from_inside(now: &Now) -> Vec<Placed> {
    let about_heel = |point: (f64, f64)| plus(HEEL, turned((point.0 - HEEL.0, point.1 - HEEL.1), now.arch));
    let (ankle, midfoot) = (about_heel(ANKLE), about_heel(MIDFOOT));
    // Curled toes stand on their tips and lift the ball.
    let (sine, _) = libm::sincos(now.big_toe.min(now.toes).min(0.0).to_radians());
    let raised = -sine * TOES_LONG;
    // The forefoot turns until its ball is back where it belongs.
    let to_ball = libm::hypot(BALL.0, BALL_SOLE);
    let plain = libm::asin(BALL_SOLE / to_ball);
    let wanted = libm::asin(((-midfoot.1 - raised) / to_ball).clamp(-1.0, 1.0));
    let fore = (plain - wanted).to_degrees();
    let ball = plus(midfoot, turned(BALL, fore));
    vec![
        placed(Part::Toes, plus(ball, (-3.0, 0.0)), now.toes),
        placed(Part::Shank, ankle, 0.0),
        placed(Part::Foot, ankle, now.arch),
        placed(Part::Forefoot, midfoot, fore),
        placed(Part::BigToe, ball, now.big_toe),
    ]
}

/// The foot turns inwards and outwards under the leg; on a board it tips with the board, under a standing shin.
fn from_front(figure: &Figure, now: &Now) -> Vec<Placed> {
    let tip = -now.inversion;
    let (ankle, heel_tip, raised) = if figure.props.contains(&Prop::Board) {
        let above = turned((0.0, -PLANK - SOLE), tip);
        (plus((0.0, -BOARD), above), tip, 0.0)
    } else if figure.holds == Contact::Side {
        ((18.0 * now.laid.signum(), -BENCH - 15.0), tip * 0.7, 0.0)
    } else {
        ((0.0, -SOLE), tip * 0.3, TOES_UP)
    };
    let lay = |angle: f64| angle - now.laid;
    let front = plus(ankle, turned((0.0, -raised), -now.laid));
    vec![
        placed(Part::Foot, ankle, lay(heel_tip)),
        placed(Part::Shank, ankle, lay(0.0)),
        placed(Part::Forefoot, front, lay(tip)),
        placed(Part::Toes, front, lay(tip)),
        placed(Part::BigToe, front, lay(tip)),
    ]
}

/// The heel turns under the calf, and with it what is seen of the forefoot behind it.
fn from_behind(now: &Now) -> Vec<Placed> {
    let ankle = (0.0, -SOLE);
    vec![
        placed(Part::Forefoot, ankle, now.inversion),
        placed(Part::Shank, ankle, 0.0),
        placed(Part::Foot, ankle, now.inversion),
    ]
}

/// The heel stays, and the foot swings about it.
fn from_above(now: &Now) -> Vec<Placed> {
    let (heel, swing) = ((0.0, -22.0), now.outwards);
    let midfoot = plus(heel, turned((1.0, -54.0), swing * 0.75));
    let joint = |x: f64, y: f64| plus(midfoot, turned((x, y), swing));
    vec![
        placed(Part::Forefoot, midfoot, swing),
        placed(Part::Toes, joint(-7.0, -40.0), swing + now.spread * 0.25),
        placed(Part::BigToe, joint(-17.0, -41.0), swing - now.spread),
        placed(Part::Foot, heel, swing * 0.75),
        placed(Part::Shank, plus(heel, turned((0.0, -20.0), swing * 0.75)), 0.0),
    ]
}

/// What stands beside the foot in one moment.
pub(super) fn things(figure: &Figure, phase: f64) -> Vec<Thing> {
    let Some(now) = Now::of(figure, phase) else { return Vec::new() };
    let rises = figure.frames.first().zip(figure.frames.last());
    let still = |prop: Prop, outline: &str| Thing {
        prop,
        outline: outline.to_owned(),
        x: 0.0,
        y: 0.0,
        turn: 0.0,
        long: 1.0,
        before: false,
    };
    let thing = |prop: Prop| match prop {
        Prop::Board => vec![
            still(prop, "M-14 0A14 14 0 0 1 14 0Z"),
            Thing { y: -BOARD, turn: -now.inversion, ..still(prop, "M-56-5H56V0H-56Z") },
        ],
        Prop::Bench if now.laid < 0.0 => vec![still(prop, "M90-56H-2V-48H6V0H14V-48H78V0H86V-48H90Z")],
        Prop::Bench => vec![still(prop, "M-90-56H2V-48H-6V0H-14V-48H-78V0H-86V-48H-90Z")],
        Prop::Band => {
            // It pulls against the way the foot goes.
            let inwards = rises.is_some_and(|(first, last)| {
                last.near.inversion - last.near.rotation > first.near.inversion - first.near.rotation
            });
            let (from, to) = band_ends(figure, &now, inwards);
            let (right, down) = (to.0 - from.0, to.1 - from.1);
            let turn = libm::atan2(-right, down).to_degrees();
            let long = libm::hypot(right, down) / 100.0;
            vec![Thing { x: from.0, y: from.1, turn, long, ..still(prop, "M0 0V100") }]
        }
        _ => Vec::new(),
    };
    figure.props.iter().flat_map(|&prop| thing(prop)).collect()
}

/// Where a band is fixed, and where it holds the forefoot.
fn band_ends(figure: &Figure, now: &Now, inwards: bool) -> ((f64, f64), (f64, f64)) {
    if figure.view == View::FootTop {
        let from = if inwards { 88.0 } else { -88.0 };
        let midfoot = plus((0.0, -22.0), turned((1.0, -54.0), now.outwards * 0.75));
        return ((from, -98.0), plus(midfoot, turned((0.0, -26.0), now.outwards)));
    }
    let from = if inwards { -88.0 } else { 88.0 };
    let held = turned((if inwards { -28.0 } else { 26.0 }, 30.0), -now.inversion);
    ((from, -26.0), plus((0.0, -SOLE - TOES_UP), held))
}
