//! Movement keyframes: joint angles of a figure at the start, the middle and the end of an exercise.
//!
//! The angles are of an average body and are there to be drawn, never to judge a person by them.

use super::FigureId;
use serde::{Deserialize, Serialize};

/// From where a figure is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// From the side; the working leg is the near one and the figure faces right.
    Side,
    /// From the front.
    Front,
    /// From above.
    Top,
    /// The foot from its inner side.
    FootSide,
    /// The foot from the front.
    FootFront,
    /// The foot from above.
    FootTop,
    /// The heel from behind, of somebody who lies face down.
    FootBehind,
}

/// The part of the body that stays on its support while the figure moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contact {
    /// The whole near foot.
    NearFoot,
    /// The whole far foot.
    FarFoot,
    /// The ball of the near foot.
    NearForefoot,
    /// The ball of the far foot.
    FarForefoot,
    /// The near heel.
    NearHeel,
    /// The far heel.
    FarHeel,
    /// The near knee.
    NearKnee,
    /// The far knee.
    FarKnee,
    /// The seat.
    Seat,
    /// Back and pelvis.
    Back,
    /// The shoulders, while the pelvis lifts.
    Shoulders,
    /// The front of the trunk.
    Chest,
    /// The hands.
    Hands,
    /// The elbows.
    Elbows,
    /// The side on which one lies.
    Side,
    /// The lowest point of the body, whatever it is.
    Lowest,
}

/// A thing drawn beside the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prop {
    /// A chair under the seat.
    Chair,
    /// A bench under whatever lies on it.
    Bench,
    /// A bench behind, for the rear foot.
    BenchBehind,
    /// A step under the near foot.
    Step,
    /// A box under the near foot, or to jump onto.
    Box,
    /// A box behind, to sit down to.
    BoxBehind,
    /// A wall in front.
    WallFront,
    /// A wall behind.
    WallBehind,
    /// A rail or post to hold.
    Post,
    /// A mat.
    Mat,
    /// A pad under the knee.
    Pad,
    /// What holds the ankles down.
    Anchor,
    /// A band.
    Band,
    /// A bar held or carried.
    Barbell,
    /// A bar in a rack that does not move, however hard it is pressed or pulled.
    FixedBar,
    /// Weights in the hands.
    Dumbbell,
    /// A band behind the knee, from an anchor in front.
    KneeBand,
    /// A weight with one handle that swings from the hands.
    Kettlebell,
    /// A sled in front, pushed with the hands, or drawn when a band goes with it.
    Sled,
    /// A machine's seat and pad.
    Machine,
    /// A roller.
    Roller,
    /// A ball.
    Ball,
    /// A slider under the foot.
    Slider,
    /// A wedge under the heels.
    Wedge,
    /// A bar to hang from.
    HighBar,
    /// A strap round the foot.
    Strap,
    /// A band round both feet.
    Loop,
    /// A weight that hangs on or lies across the forefoot.
    FootWeight,
    /// A tilting board.
    Board,
    /// A bicycle whose pedals are under both feet.
    Bicycle,
}

/// What measures the working leg, or what that leg works against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Device {
    /// A phone or another meter of angles, laid along the limb.
    Phone,
    /// A tape round the limb.
    Tape,
    /// A pad or a cuff that the limb presses against.
    Pad,
    /// A strap round the limb, with a scale on the way to its anchor.
    Strap,
    /// The probe of an ultrasound machine.
    Probe,
}

/// A part of the working leg that a device touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LegPart {
    /// From the hip to the knee.
    Thigh,
    /// From the knee to the ankle.
    Shank,
    /// From the ankle to the ball.
    Foot,
    /// The big toe, in views of the foot.
    BigToe,
}

/// A side of a limb as the body has it; of the foot, the front is its back and the back its sole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Face {
    /// Where the kneecap is.
    Front,
    /// Where the hollow of the knee is.
    Back,
    /// Towards the other leg.
    Inner,
    /// Away from the other leg.
    Outer,
}

/// A device on the working leg, or on both when both work.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touch {
    /// What it is.
    pub what: Device,
    /// The part of the leg.
    pub on: LegPart,
    /// How far down that part: 0 at its upper joint, 1 at its lower one.
    pub at: f64,
    /// The side of the limb.
    pub face: Face,
    /// From there to the anchor of a strap, to the right and up on the page, in parts of the body's height.
    #[serde(default)]
    pub anchor: [f64; 2],
}

/// The angles of one leg, in anatomical terms.
///
/// # Units
/// Degrees; hip flexion, knee flexion, dorsiflexion, abduction, outward rotation and inversion are positive.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Leg {
    /// Hip flexion.
    pub hip: f64,
    /// Hip abduction.
    pub abduction: f64,
    /// Outward rotation of the hip.
    pub rotation: f64,
    /// Knee flexion.
    pub knee: f64,
    /// Dorsiflexion.
    pub ankle: f64,
    /// Inversion of the foot.
    pub inversion: f64,
    /// Toes: extension.
    pub toes: f64,
}

/// The angles of the arms, both alike unless an exercise says otherwise.
///
/// # Units
/// Degrees.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Arms {
    /// Forwards from hanging along the trunk: 90 straight ahead of the chest, 180 overhead.
    pub shoulder: f64,
    /// Out to the side (front views).
    pub abduction: f64,
    /// Elbow flexion.
    pub elbow: f64,
    /// Inward rotation: the forearm turns across the body (front views).
    pub rotation: f64,
}

/// One keyframe.
///
/// # Units
/// Degrees; `lift` and `along` in parts of the body's height; `seconds` in seconds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// A word or two: start, bottom, top.
    pub name: String,
    /// Seconds taken to come here from the frame before; the usual for the exercise's kind when absent.
    #[serde(default)]
    pub seconds: Option<f64>,
    /// Trunk from upright: forwards in side views (90 face down, −90 on the back), to the near side in front views.
    #[serde(default)]
    pub trunk: f64,
    /// Trunk bent forwards in front views and views from above (90 face down, −90 on the back).
    #[serde(default)]
    pub bend: f64,
    /// Pelvis in front views: up on the far side is positive, dropped is negative.
    #[serde(default)]
    pub pelvis: f64,
    /// Pelvis and trunk turned, as seen from above.
    #[serde(default)]
    pub turn: f64,
    /// Back rounded (positive) or hollow.
    #[serde(default)]
    pub curve: f64,
    /// The working leg.
    #[serde(default)]
    pub near: Leg,
    /// The other leg; the same as the near one when absent.
    #[serde(default)]
    pub far: Option<Leg>,
    /// The arms.
    #[serde(default)]
    pub arms: Arms,
    /// The other arm in front views; the same as the near one when absent.
    #[serde(default)]
    pub far_arms: Option<Arms>,
    /// How high the support point is above the ground, as in a jump or on a step.
    #[serde(default)]
    pub lift: f64,
    /// How far the support point has moved: forwards in side views, to the near side in front views.
    #[serde(default)]
    pub along: f64,
    /// What rests on its support in this frame, when it is not what the figure says.
    #[serde(default)]
    pub holds: Option<Contact>,
}

/// A moving figure.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The id.
    pub id: FigureId,
    /// From where it is seen.
    pub view: View,
    /// How many degrees the eye stands above eye level in front views.
    #[serde(default)]
    pub above: f64,
    /// How many degrees the eye has walked round to the near side in front views.
    #[serde(default)]
    pub round: f64,
    /// What stays on its support.
    pub holds: Contact,
    /// What is drawn beside it.
    #[serde(default)]
    pub props: Vec<Prop>,
    /// What measures the working leg or holds against it.
    #[serde(default)]
    pub touches: Vec<Touch>,
    /// Do both legs work (else only the near one is drawn as working)?
    #[serde(default)]
    pub both: bool,
    /// Does the last frame lead on to the first, rather than back through the frames?
    ///
    /// Seen from the side, a figure that rests on whatever is lowest goes on with left and right changed over
    /// (walking, running), and one that ends elsewhere than it began (a jump onto a box) starts anew.
    #[serde(default)]
    pub circular: bool,
    /// The keyframes, one to four.
    #[serde(rename = "frame")]
    pub frames: Vec<Frame>,
}
