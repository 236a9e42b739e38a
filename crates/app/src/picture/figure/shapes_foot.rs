//! The outlines of the pieces in views of the foot, much larger than in the whole figure: the joint about which a
//! piece turns is at 0,0, and it is drawn as it stands. It is a right foot.

use super::Part;
use evenstride_core::knowledge::View;

/// The outline of a piece; empty for what a view of the foot does not show.
pub(super) fn shape(view: View, part: Part) -> &'static str {
    let [shank, foot, forefoot, toes, big_toe] = match view {
        View::FootSide => SIDE,
        View::FootTop => TOP,
        View::FootBehind => BEHIND,
        View::FootFront | View::Side | View::Front | View::Top => FRONT,
    };
    match part {
        Part::Shank => shank,
        Part::Foot => foot,
        Part::Forefoot => forefoot,
        Part::Toes => toes,
        Part::BigToe => big_toe,
        Part::FarUpperArm
        | Part::FarForearm
        | Part::FarThigh
        | Part::FarShank
        | Part::FarFoot
        | Part::FarToes
        | Part::Trunk
        | Part::Head
        | Part::Pelvis
        | Part::Thigh
        | Part::UpperArm
        | Part::Forearm => "",
    }
}

// Shank, foot, forefoot, toes, big toe. From the inner side the toes of a right foot point to the left.
const SIDE: [&str; 5] = [
    "M-16-3C-17-20-21-50-22-86C-12-90 14-90 22-86C22-60 14-30 15-3C10 8-10 8-16-3Z",
    "M-16-8C-21 1-28 4-35 9C-39 16-37 25-30 27C-20 28-10 33-3 40C3 45 22 46 27 38C31 27 20 10 15-8Z",
    "M4-12C-8-9-24 0-38 8C-45 14-43 26-34 26C-22 26-16 13 0 10C9 8 11-10 4-12Z",
    "M2-6C-8-6-18-4-21 2C-22 7-18 9-13 9L0 9C5 9 6-6 2-6Z",
    "M3-8C-9-9-21-6-26 1C-28 7-23 9-17 9L0 9C6 9 7-7 3-8Z",
];

// From the front the big toe of a right foot is at the right; the leg goes up.
const FRONT: [&str; 5] = [
    "M-15-4C-15-30-21-56-22-84C-12-88 12-88 22-84C21-56 15-30 15-4C10 8-10 8-15-4Z",
    "M-15-8H15C21 8 23 46 15 51H-15C-23 46-21 8-15-8Z",
    "M-14-3C-6-11 8-11 14-3C20 10 29 24 31 38C32 47 28 49 20 49H-26C-34 49-36 44-32 36C-26 22-19 10-14-3Z",
    "M-6 44A6.2 7 0 0 1 6.4 44A6.2 6.6 0 0 1-6 44ZM-17.5 44.500A5.6 6.5 0 0 1-6.3 44.500A5.6 6 0 0 1-17.5 44.500ZM-27 45A5 6 0 0 1-17.5 45A5 5.6 0 0 1-27 45ZM-35 45.600A4.2 5 0 0 1-26.8 45.600A4.2 5 0 0 1-35 45.600Z",
    "M8 42A11 10 0 0 1 30 42A11 9 0 0 1 8 42Z",
];

// From behind the inner side of a right heel is at the left. The line down the back of calf and heel is a slit in both;
// of the forefoot the outer toes are seen beside the heel. Toes are not drawn.
const BEHIND: [&str; 5] = [
    "M-14-4C-13-26-25-52-27-84C-12-90 12-90 27-84C25-52 13-26 14-4C10 6-10 6-14-4ZM-1.5-72V-10H1.5V-72Z",
    "M-14-4C-8-12 8-12 14-4C19 14 24 30 21 42C16 53-16 53-21 42C-24 30-19 14-14-4ZM-1.5 4V42H1.5V4Z",
    "M-18 22C-6 12 12 12 24 20C33 28 40 38 38 46C34 53 18 52 8 51H-18C-27 50-27 32-18 22Z",
    "",
    "",
];

// From above, as one looks down at one's own right foot: the toes point up and the big toe is at the left.
const TOP: [&str; 5] = [
    "M-17 0A17 18 0 0 1 17 0A17 18 0 0 1-17 0Z",
    "M-16 2C-18 22 24 22 17 0C18-18 21-36 20-56C8-66-14-64-18-54C-19-36-16-14-16 2Z",
    "M19 2C12 9-12 9-17 2C-20-12-25-24-26-38C-22-46 20-40 25-28C25-18 22-8 19 2Z",
    "M-5.5-2A5.5 14 0 0 1 5-1A5.5 4 0 0 1-5.5-2ZM5.5 0A5 12.5 0 0 1 15 1A5 4 0 0 1 5.5 0ZM15.5 3A4.6 11 0 0 1 24 5A4.6 4 0 0 1 15.5 3ZM24 8A4.2 9 0 0 1 31.5 11A4.2 4 0 0 1 24 8Z",
    "M-9 2C-10-8-9-17-6-21C-2-25 6-23 8-16C9-10 9-4 8 2C4 7-6 7-9 2Z",
];
