//! The outlines of the pieces in front views: the nearer joint at 0,0, pointing down, for a body 150 units high.

use super::Part;

/// The outline of a piece.
pub(super) fn shape(part: Part) -> &'static str {
    match part {
        Part::Thigh | Part::FarThigh => THIGH,
        Part::Shank | Part::FarShank => SHANK,
        Part::Foot | Part::FarFoot | Part::Forefoot => FOOT,
        Part::Toes | Part::FarToes | Part::BigToe => "",
        Part::UpperArm | Part::FarUpperArm => UPPER_ARM,
        Part::Forearm | Part::FarForearm => FOREARM,
        Part::Trunk => TRUNK,
        Part::Pelvis => PELVIS,
        Part::Head => HEAD,
    }
}

const THIGH: &str =
    "M-6.9 0A6.9 6.9 0 0 1 6.9 0C7.3 14 5.6 29 4.6 36.8A4.6 4.6 0 0 1-4.6 36.8C-5.6 29-7.3 14-6.9 0Z";
const SHANK: &str =
    "M-4.5 0A4.5 4.5 0 0 1 4.5 0C6.6 12 4.2 26 2.9 36.9A2.9 2.9 0 0 1-2.9 36.9C-4.2 26-6.6 12-4.5 0Z";
const FOOT: &str = "M-3.4-1A3.6 4 0 0 1 3.4-1C4 5 4.9 10 4.9 14A4.9 3.4 0 0 1-4.9 14C-4.9 10-4 5-3.4-1Z";
const UPPER_ARM: &str = "M-4 0A4 4 0 0 1 4 0L3 27.9A3 3 0 0 1-3 27.9Z";
const FOREARM: &str =
    "M-3 0A3 3 0 0 1 3 0L2.3 21C3.4 24 3.4 28 2.2 30A2.2 2.2 0 0 1-2.2 30C-3.4 28-3.4 24-2.3 21Z";
const TRUNK: &str = "M-9.8-2C-11.4 7-9 16-11.2 27L-18.2 39.6C-20.4 44.4-14 47-7 47.8C-3 48.4 3 48.4 7 47.8C14 47 20.4 44.4 18.2 39.6L11.2 27C9 16 11.4 7 9.8-2Z";
const PELVIS: &str = "M-10.4 0C-12.6 5-14.4 10-14.2 14.4C-14 17.6-9 19-6 18.2C-3 17.4 3 17.4 6 18.2C9 19 14 17.6 14.2 14.4C14.4 10 12.6 5 10.4 0C6-1.6-6-1.6-10.4 0Z";
const HEAD: &str = "M-3.6 0L-3.6 8A8.2 9.8 0 1 0 3.6 8L3.6 0Z";
