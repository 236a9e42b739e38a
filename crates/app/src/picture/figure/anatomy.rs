//! What both skeletons share: the lengths of the segments, and the angles between two frames.

use evenstride_core::knowledge::{Arms, Leg};

// Segment lengths in parts of stature: Drillis and Contini 1966, as in Winter 2009, figure 4.1.
pub(super) const THIGH: f64 = 0.245;
pub(super) const SHANK: f64 = 0.246;
pub(super) const ANKLE_HEIGHT: f64 = 0.039;
pub(super) const TRUNK: f64 = 0.288;
pub(super) const UPPER_ARM: f64 = 0.186;
pub(super) const FOREARM: f64 = 0.196;
/// Neck and head.
pub(super) const HEAD: f64 = 0.182;

/// A value on the way from one to another.
pub(super) fn between(a: f64, b: f64, share: f64) -> f64 {
    a + (b - a) * share
}

/// How far a move has come when it begins and ends gently.
pub(super) fn eased(share: f64) -> f64 {
    0.5 - 0.5 * libm::cos(std::f64::consts::PI * share)
}

/// The angles of a leg on the way from one frame to another.
pub(super) fn leg_between(a: Leg, b: Leg, share: f64) -> Leg {
    Leg {
        hip: between(a.hip, b.hip, share),
        abduction: between(a.abduction, b.abduction, share),
        rotation: between(a.rotation, b.rotation, share),
        knee: between(a.knee, b.knee, share),
        ankle: between(a.ankle, b.ankle, share),
        inversion: between(a.inversion, b.inversion, share),
        toes: between(a.toes, b.toes, share),
    }
}

/// The angles of an arm on the way from one frame to another.
pub(super) fn arm_between(a: Arms, b: Arms, share: f64) -> Arms {
    Arms {
        shoulder: between(a.shoulder, b.shoulder, share),
        abduction: between(a.abduction, b.abduction, share),
        elbow: between(a.elbow, b.elbow, share),
        rotation: between(a.rotation, b.rotation, share),
    }
}
