//! Keyframes are poses that a body can take.

use super::super::read::Span;
use super::Refusals;
use evenstride_core::knowledge::{Arms, Figure, Frame, Leg};

/// What is drawn of a joint, from and to in degrees.
type Range = (&'static str, f64, f64);

// What passes for a pose: active ranges of healthy adults (source: soucie-2011, mckay-2017), widened where floor, bench or
// body weight push further, as under the instep of someone who kneels. Angles out to the side and turns add up in wide
// stances. For shoulder, elbow and trunk it is our own proposal, since they are only drawn.
const HIP: Range = ("hip", -45.0, 145.0);
const ABDUCTION: Range = ("abduction", -45.0, 75.0);
const ROTATION: Range = ("rotation", -90.0, 90.0);
const KNEE: Range = ("knee", 0.0, 155.0);
const ANKLE: Range = ("ankle", -75.0, 50.0);
const INVERSION: Range = ("inversion", -35.0, 45.0);
const TOES: Range = ("toes", -60.0, 90.0);
const SHOULDER: Range = ("shoulder", -70.0, 190.0);
const ARM_ABDUCTION: Range = ("abduction of the arm", -60.0, 180.0);
const ELBOW: Range = ("elbow", 0.0, 155.0);
const TRUNK: Range = ("trunk", -130.0, 180.0);
/// A keyframe lasts from a blink to a slow breath.
const SECONDS: Range = ("seconds", 0.1, 20.0);
/// How high and how far a figure is carried, in parts of its height.
const AWAY: Range = ("lift or along", -1.0, 1.5);
const FRAMES_MAX: usize = 4;

/// Checks every keyframe of every figure.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    for listed in &raw.figures {
        let (span, figure) = (listed.span, &listed.item);
        let n_frames = figure.frames.len();
        refusals.expect((1..=FRAMES_MAX).contains(&n_frames), span, figure.id.as_str(), || {
            format!("read figure “{}”: expected one to {FRAMES_MAX} frames, found {n_frames}", figure.id)
        });
        for frame in &figure.frames {
            check_frame(refusals, span, figure, frame);
        }
    }
}

fn check_frame(refusals: &mut Refusals<'_>, span: Span, figure: &Figure, frame: &Frame) {
    let mut angles: Vec<(Range, f64)> = vec![(TRUNK, frame.trunk), (AWAY, frame.lift), (AWAY, frame.along)];
    angles.extend(frame.seconds.map(|seconds| (SECONDS, seconds)));
    angles.extend(leg(&frame.near));
    angles.extend(frame.far.iter().flat_map(leg));
    angles.extend(arms(&frame.arms));
    angles.extend(frame.far_arms.iter().flat_map(arms));
    for ((joint, low, high), value) in angles {
        refusals.expect((low..=high).contains(&value), span, figure.id.as_str(), || {
            format!(
                "read figure “{}”: expected {joint} from {low} to {high} in frame “{}”, found {value}",
                figure.id, frame.name
            )
        });
    }
}

fn leg(leg: &Leg) -> [(Range, f64); 7] {
    [
        (HIP, leg.hip),
        (ABDUCTION, leg.abduction),
        (ROTATION, leg.rotation),
        (KNEE, leg.knee),
        (ANKLE, leg.ankle),
        (INVERSION, leg.inversion),
        (TOES, leg.toes),
    ]
}

fn arms(arms: &Arms) -> [(Range, f64); 3] {
    [(SHOULDER, arms.shoulder), (ARM_ABDUCTION, arms.abduction), (ELBOW, arms.elbow)]
}
