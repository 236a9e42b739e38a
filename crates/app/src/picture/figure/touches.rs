//! What measures the working leg or holds against it: a phone, a tape, a pad, a strap with a scale, a probe.
//!
//! Each lies on a drawn piece and goes with it, in every view alike; only the anchor of a strap stays where it is.

use super::scenery::{band, circle, one, still};
use super::{Part, Placed, Thing, pose};
use evenstride_core::knowledge::{Device, Face, Figure, LegPart, Prop, Touch, View};

/// The height of the body in the outlines of the pieces.
const STATURE: f64 = super::STATURE;
// Lengths of the pieces on which a device lies.
const BONE: f64 = 36.8;
const FOOT: f64 = 12.8;
const FOREFOOT: f64 = 49.0;
const BIG_TOE: f64 = 26.0;
/// How much larger a foot alone is drawn.
const FOOT_ALONE: f64 = 2.2;
/// How far from the limb the scale hangs in its strap.
const SCALE_AT: f64 = 0.45;

/// The devices of one moment, in the order of the figure.
pub(super) fn things(figure: &Figure, phase: f64) -> Vec<Thing> {
    if figure.touches.is_empty() {
        return Vec::new();
    }
    let (first, now) = (pose(figure, 0.0), pose(figure, phase));
    // From the side the far leg is hidden or rests.
    let legs: &[bool] = if figure.both && figure.view != View::Side { &[false, true] } else { &[false] };
    let mut things = Vec::new();
    for touch in &figure.touches {
        for far in legs {
            let spot = Spot::of(figure.view, touch, *far);
            let part = part(figure.view, touch.on, *far);
            let find = |parts: &[Placed]| parts.iter().find(|placed| placed.part == part).copied();
            let (Some(spot), Some(first), Some(now)) = (spot, find(&first), find(&now)) else { continue };
            things.extend(spot.things(touch, *far, &first, &now));
        }
    }
    things
}

/// The piece that stands for a part of the leg.
fn part(view: View, on: LegPart, far: bool) -> Part {
    let alone = matches!(view, View::FootSide | View::FootFront | View::FootTop | View::FootBehind);
    match (on, far) {
        (LegPart::Thigh, false) => Part::Thigh,
        (LegPart::Thigh, true) => Part::FarThigh,
        (LegPart::Shank, false) => Part::Shank,
        (LegPart::Shank, true) => Part::FarShank,
        (LegPart::Foot, _) if alone => Part::Forefoot,
        (LegPart::Foot, false) => Part::Foot,
        (LegPart::Foot, true) => Part::FarFoot,
        (LegPart::BigToe, _) => Part::BigToe,
    }
}

/// A place on a piece, seen from its joint with the piece pointing down.
#[derive(Debug, Clone, Copy)]
struct Spot {
    x: f64,
    y: f64,
    /// The direction away from the piece: 0 to the right, 90 down; none where it lies flat on the piece.
    away_deg: Option<f64>,
    /// The thickness of the piece there.
    thick: f64,
    /// How much larger than in a whole figure things are.
    size: f64,
    before: bool,
}

impl Spot {
    /// Where a device lies; none on what a view does not show.
    fn of(view: View, touch: &Touch, far: bool) -> Option<Spot> {
        let share = touch.at;
        let spot = |x: f64, y: f64, away_deg: f64, thick: f64| Spot {
            x,
            y,
            away_deg: Some(away_deg),
            thick,
            size: 1.0,
            before: true,
        };
        let spot = match (view, touch.on) {
            (View::Side, LegPart::Thigh | LegPart::Shank) => {
                let (front, back) = half_thick(touch.on, share);
                match touch.face {
                    Face::Front => spot(front, BONE * share, 0.0, front + back),
                    Face::Back => spot(-back, BONE * share, 180.0, front + back),
                    Face::Inner | Face::Outer => {
                        Spot { away_deg: None, ..spot(0.0, BONE * share, 0.0, front + back) }
                    }
                }
            }
            (View::Side, LegPart::Foot) => match touch.face {
                Face::Back => spot(FOOT * share, 5.8, 90.0, 5.0),
                Face::Front | Face::Inner | Face::Outer => spot(FOOT * share, -2.0 + 3.6 * share, -90.0, 5.0),
            },
            (View::Front | View::Top, LegPart::Thigh | LegPart::Shank | LegPart::Foot) => {
                let (length, half) = match touch.on {
                    LegPart::Foot => (FOOT, 4.6),
                    LegPart::Thigh | LegPart::Shank | LegPart::BigToe => (BONE, half_thick(touch.on, share).0),
                };
                // The near leg is at the left, so that its outer side is.
                match (touch.face, far) {
                    (Face::Outer, false) | (Face::Inner, true) => {
                        spot(-half, length * share, 180.0, 2.0 * half)
                    }
                    (Face::Inner, false) | (Face::Outer, true) => spot(half, length * share, 0.0, 2.0 * half),
                    (Face::Front | Face::Back, _) => Spot {
                        away_deg: None,
                        before: touch.face == Face::Front,
                        ..spot(0.0, length * share, 0.0, 2.0 * half)
                    },
                }
            }
            (View::FootFront, LegPart::Foot) => match touch.face {
                Face::Inner => spot(28.0, FOREFOOT * share, 0.0, 60.0),
                Face::Outer => spot(-33.0, FOREFOOT * share, 180.0, 60.0),
                Face::Back => spot(0.0, FOREFOOT, 90.0, 60.0),
                Face::Front => Spot { away_deg: None, ..spot(0.0, FOREFOOT * share, 0.0, 60.0) },
            },
            (View::FootSide, LegPart::BigToe) => match touch.face {
                Face::Back => spot(-BIG_TOE * share, 9.0, 90.0, 15.0),
                Face::Front | Face::Inner | Face::Outer => spot(-BIG_TOE * share, -4.0, -90.0, 15.0),
            },
            (View::Side | View::Front | View::Top | View::FootFront, LegPart::BigToe)
            | (View::FootFront | View::FootSide, LegPart::Thigh | LegPart::Shank)
            | (View::FootSide, LegPart::Foot)
            | (View::FootTop | View::FootBehind, _) => return None,
        };
        let alone = matches!(view, View::FootSide | View::FootFront | View::FootTop | View::FootBehind);
        Some(Spot { size: if alone { FOOT_ALONE } else { 1.0 }, ..spot })
    }

    /// The spot on the page.
    fn on_page(&self, placed: &Placed) -> (f64, f64) {
        let (sine, cosine) = libm::sincos(placed.turn.to_radians());
        let (x, y) = (self.x, self.y * placed.long);
        (placed.x + x * cosine - y * sine, placed.y + x * sine + y * cosine)
    }

    fn things(&self, touch: &Touch, far: bool, first: &Placed, now: &Placed) -> Vec<Thing> {
        let (x, y) = self.on_page(now);
        let turn = now.turn + self.away_deg.unwrap_or(0.0);
        let lying =
            |prop: Prop, outline: String| Thing { x, y, turn, before: self.before, ..still(prop, outline) };
        match touch.what {
            Device::Tape => vec![lying(Prop::Strap, self.round())],
            Device::Phone => vec![lying(Prop::Pad, self.plate(8.0, 3.4))],
            Device::Pad => vec![lying(Prop::Pad, self.plate(4.6, 5.0))],
            Device::Probe if self.away_deg.is_none() => vec![lying(Prop::Pad, circle(3.4))],
            Device::Probe => vec![lying(Prop::Pad, "M0-3.6H4.500L6-1.8H14V1.8H6L4.500 3.6H0Z".to_owned())],
            Device::Strap => {
                let start = self.on_page(first);
                let aside = if far { -touch.anchor[0] } else { touch.anchor[0] };
                let anchor = (start.0 + aside * STATURE, start.1 - touch.anchor[1] * STATURE);
                let share = |a: f64, b: f64| a + (b - a) * SCALE_AT;
                let scale = (share(x, anchor.0), share(y, anchor.1));
                let block = "M-3-3H3V3H-3Z".to_owned();
                vec![
                    Thing { x: anchor.0, y: anchor.1, before: self.before, ..still(Prop::Post, block) },
                    Thing { before: self.before, ..band(Prop::Strap, anchor, (x, y)) },
                    Thing { x: scale.0, y: scale.1, before: self.before, ..still(Prop::Pad, circle(4.2)) },
                    lying(Prop::Strap, self.round()),
                ]
            }
        }
    }

    /// A line across the piece, from the spot to the other side.
    fn round(&self) -> String {
        let half = self.thick / 2.0;
        match self.away_deg {
            Some(_) => format!("M-{} 0H1", one(self.thick)),
            None => format!("M-{h} 0H{h}", h = one(half)),
        }
    }

    /// Something flat of so much half a length and so thick, on the side of the piece or on its front.
    fn plate(&self, half: f64, thick: f64) -> String {
        let (half, thick) = (half * self.size.sqrt(), thick * self.size);
        let (left, right) = if self.away_deg.is_some() { (0.0, thick) } else { (-thick, thick) };
        let (l, r, h) = (one(left), one(right), one(half));
        format!("M{l}-{h}H{r}V{h}H{l}Z")
    }
}

/// From the line between the joints to the front and to the back of a limb.
fn half_thick(on: LegPart, share: f64) -> (f64, f64) {
    match on {
        LegPart::Shank => {
            let calf = libm::sin(std::f64::consts::PI * share.min(0.8));
            (4.8 - 1.9 * share, 4.8 - 1.9 * share + 2.0 * calf)
        }
        LegPart::Thigh | LegPart::Foot | LegPart::BigToe => (7.8 - 2.8 * share, 7.8 - 2.8 * share),
    }
}
