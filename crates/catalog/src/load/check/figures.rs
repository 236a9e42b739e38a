//! Keyframes that a body can take: few enough to follow, and every joint within what joints allow.
//!
//! The bounds keep slips of the pen out of the pictures; they are wider than most people's reach and judge nobody.

use super::super::read::Span;
use super::Refusals;
use evenstride_core::knowledge::{Arms, Device, Figure, Frame, Leg, LegPart, Touch, View};

/// More than this cannot be told apart in a row of stills.
const FRAMES_MAX: usize = 4;

/// Lowest and highest angle in degrees.
type Bounds = (f64, f64);

/// What a view lets joints do.
#[derive(Debug, Clone, Copy)]
struct Reach {
    hip: Bounds,
    rotation: Bounds,
    ankle: Bounds,
    arm_rotation: Bounds,
    pelvis: Bounds,
}

// Our own proposal: the active ranges of adults (source: soucie-2011, mckay-2017), widened for floor, bench and body weight
// that push further and for people who bend far.
// In the plane a bent back adds to the hip, an instep on the floor to the ankle, and an arm raised sideways is drawn as
// one that is folded.
const IN_THE_PLANE: Reach = Reach {
    hip: (-30.0, 165.0),
    rotation: (-70.0, 70.0),
    ankle: (-80.0, 50.0),
    arm_rotation: (-90.0, 90.0),
    pelvis: (-30.0, 30.0),
};
// Views in space have no joints in the back, the shoulder blade and the midfoot: hip, arm and ankle do their part too.
const IN_SPACE: Reach = Reach {
    hip: (-70.0, 145.0),
    rotation: (-90.0, 90.0),
    ankle: (-80.0, 50.0),
    arm_rotation: (-120.0, 120.0),
    pelvis: (-40.0, 40.0),
};
const ABDUCTION: Bounds = (-40.0, 90.0);
const KNEE: Bounds = (0.0, 160.0);
const INVERSION: Bounds = (-30.0, 40.0);
const TOES: Bounds = (-50.0, 80.0);
const SHOULDER: Bounds = (-70.0, 190.0);
const ARM_ABDUCTION: Bounds = (-90.0, 180.0);
const ELBOW: Bounds = (0.0, 172.0);
// Drawing conventions: from lying on the back with the pelvis raised to hanging head down.
const TRUNK: Bounds = (-130.0, 180.0);
const CURVE: Bounds = (-60.0, 60.0);
const TURN: Bounds = (-180.0, 180.0);
/// Parts of the body's height, up to a bar that the hands reach.
const LIFT: Bounds = (0.0, 1.3);
/// Parts of the body's height.
const ALONG: Bounds = (-2.0, 2.0);
/// Parts of the body's height: a strap shorter than this could not be seen.
const ANCHOR_LEAST: f64 = 0.05;
/// Seconds to come to a frame: longer looks stuck, shorter flashes.
const SECONDS: Bounds = (0.1, 20.0);

/// Checks the frames of every figure.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    for listed in &raw.figures {
        let (span, figure) = (listed.span, &listed.item);
        let n_frames = figure.frames.len();
        refusals.expect((1..=FRAMES_MAX).contains(&n_frames), span, "frame", || {
            format!("read figure “{}”: expected 1 to {FRAMES_MAX} frames, found {n_frames}", figure.id)
        });
        for frame in &figure.frames {
            frame_holds(refusals, span, figure, frame);
        }
        for touch in &figure.touches {
            touch_holds(refusals, span, figure, touch);
        }
    }
}

/// A device lies on what the view shows, and a strap alone has an anchor.
fn touch_holds(refusals: &mut Refusals<'_>, span: Span, figure: &Figure, touch: &Touch) {
    refusals.expect((0.0..=1.0).contains(&touch.at), span, &format!("at = {}", touch.at), || {
        format!("read figure “{}”: expected touches.at between 0 and 1, found {}", figure.id, touch.at)
    });
    let is_shown = match figure.view {
        View::Side | View::Front | View::Top => touch.on != LegPart::BigToe,
        View::FootSide => touch.on == LegPart::BigToe,
        View::FootFront => touch.on == LegPart::Foot,
        View::FootTop | View::FootBehind => false,
    };
    refusals.expect(is_shown, span, "touches", || {
        format!(
            "read figure “{}”: expected touches on what its view shows, found {:?} in {:?}",
            figure.id, touch.on, figure.view
        )
    });
    let [right, up] = touch.anchor;
    let is_away = right.abs().max(up.abs()) >= ANCHOR_LEAST;
    refusals.expect(is_away == (touch.what == Device::Strap), span, "touches", || {
        format!(
            "read figure “{}”: expected an anchor away from each strap and from nothing else, found {right} {up}",
            figure.id
        )
    });
}

fn frame_holds(refusals: &mut Refusals<'_>, span: Span, figure: &Figure, frame: &Frame) {
    let reach = match figure.view {
        View::Side => IN_THE_PLANE,
        View::Front | View::Top | View::FootSide | View::FootFront | View::FootTop | View::FootBehind => {
            IN_SPACE
        }
    };
    let whole = [
        ("trunk", frame.trunk, TRUNK),
        ("bend", frame.bend, TRUNK),
        ("curve", frame.curve, CURVE),
        ("pelvis", frame.pelvis, reach.pelvis),
        ("turn", frame.turn, TURN),
        ("lift", frame.lift, LIFT),
        ("along", frame.along, ALONG),
        ("seconds", frame.seconds.unwrap_or(SECONDS.0), SECONDS),
    ];
    let legs = [("near", Some(frame.near)), ("far", frame.far)];
    let arms = [("arms", Some(frame.arms)), ("far_arms", frame.far_arms)];
    let whole = whole.into_iter().map(|(name, value, bounds)| (name.to_owned(), value, bounds));
    let limbs = legs
        .into_iter()
        .filter_map(|(side, leg)| Some((side, leg_angles(leg?, reach).to_vec())))
        .chain(arms.into_iter().filter_map(|(side, arms)| Some((side, arm_angles(arms?, reach).to_vec()))))
        .flat_map(|(side, angles)| {
            angles.into_iter().map(move |(joint, angle, bounds)| (format!("{side}.{joint}"), angle, bounds))
        });
    for (name, value, (low, high)) in whole.chain(limbs) {
        refusals.expect((low..=high).contains(&value), span, &written(value), || {
            format!(
                "read figure “{}”, frame “{}”: expected {name} between {low} and {high}, found {value}",
                figure.id, frame.name
            )
        });
    }
}

/// What stands in the file for this value, so that the refusal names its line.
fn written(value: f64) -> String {
    format!("= {value}")
}

fn leg_angles(leg: Leg, reach: Reach) -> [(&'static str, f64, Bounds); 7] {
    [
        ("hip", leg.hip, reach.hip),
        ("abduction", leg.abduction, ABDUCTION),
        ("rotation", leg.rotation, reach.rotation),
        ("knee", leg.knee, KNEE),
        ("ankle", leg.ankle, reach.ankle),
        ("inversion", leg.inversion, INVERSION),
        ("toes", leg.toes, TOES),
    ]
}

fn arm_angles(arms: Arms, reach: Reach) -> [(&'static str, f64, Bounds); 4] {
    [
        ("shoulder", arms.shoulder, SHOULDER),
        ("abduction", arms.abduction, ARM_ABDUCTION),
        ("rotation", arms.rotation, reach.arm_rotation),
        ("elbow", arms.elbow, ELBOW),
    ]
}
