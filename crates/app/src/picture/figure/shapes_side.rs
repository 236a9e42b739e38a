//! The outlines of the pieces seen from the side: the nearer joint at 0,0, pointing down, the body's front at +x,
//! for a body 150 units high.

use super::Part;

/// The outline of a piece; the trunk and the head point up, the foot lies with its sole down.
pub(super) fn shape(part: Part) -> &'static str {
    match part {
        Part::Thigh | Part::FarThigh => THIGH,
        Part::Shank | Part::FarShank => SHANK,
        Part::Foot | Part::FarFoot | Part::Forefoot => FOOT,
        Part::Toes | Part::FarToes | Part::BigToe => TOES,
        Part::UpperArm | Part::FarUpperArm => UPPER_ARM,
        Part::Forearm | Part::FarForearm => FOREARM,
        Part::Trunk | Part::Pelvis => TRUNK,
        Part::Head => HEAD,
    }
}

const THIGH: &str =
    "M-7.8 0A7.8 7.8 0 0 1 7.8 0C8.4 13.5 6.3 28.5 5 36.8A5 5 0 0 1-5 36.8C-6.6 25.5-7.8 15-7.8 0Z";
const SHANK: &str =
    "M-4.8 0A4.8 4.8 0 0 1 4.8 0C4.5 12 3.3 27 2.9 36.9A2.9 2.9 0 0 1-2.9 36.9C-3.9 25.5-8.1 18-4.8 0Z";
const FOOT: &str = "M-3-1.5C-6 1.5-6.6 5.8-4.5 5.8L12.8 5.8L13.2 1.8C9 .6 4.5-1.8 3-2.1Z";
const TOES: &str = "M-.9 0L3.9 0C6 0 5.4-2.7 2.1-3.6L-.6-4.2Z";
const UPPER_ARM: &str = "M-4 0A4 4 0 0 1 4 0L3 27.9A3 3 0 0 1-3 27.9Z";
const FOREARM: &str =
    "M-3 0A3 3 0 0 1 3 0L2.3 21C3.4 24 3.4 28 2.2 30A2.2 2.2 0 0 1-2.2 30C-3.4 28-3.4 24-2.3 21Z";
const TRUNK: &str = "M-7.8 1.8C-10.5-7.5-6.9-16.5-7.8-25.5C-9.3-36-7.5-46.5-1.8-48.8C6-48.8 9.9-37.5 9-30C8.1-19.5 8.7-9 7.8 1.8C4.5 7.5-4.5 7.5-7.8 1.8Z";
const HEAD: &str = "M-3.3 1.5L-3.3-10.5C-11.3-15-9-27.8.9-27.8C8.4-27.8 9.6-21 9-18.3L10.5-15L8.7-14.4C9-10.5 7.5-8.4 3.6-8.7L3.6 1.5Z";
