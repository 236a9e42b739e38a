//! Moving figures: from joint angles to limbs on a page.
//!
//! A [`Figure`](evenstride_core::knowledge::Figure) holds angles; [`pose`] places the limbs of one moment, and the
//! writer samples a cycle of them. Units on the page: the body is [`STATURE`] units tall, the ground is at y = 0 and
//! y grows downwards, the figure faces right and the working leg is the near one.

mod anatomy;
mod course;
mod foot;
mod front;
mod gear_side;
mod machine_side;
mod plane;
mod rig;
mod room;
mod scenery;
mod scenery_side;
mod shapes_foot;
mod shapes_front;
mod shapes_side;
mod side;
mod space;
mod touches;
mod writer;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_front;
#[cfg(test)]
mod tests_side;
#[cfg(test)]
mod tests_touches;
#[cfg(test)]
mod tests_writer;

pub use writer::{Labels, moving, stills};

use evenstride_core::knowledge::{Figure, Prop, View};

/// Height of the body on the page.
const STATURE: f64 = 150.0;

/// A rigid piece of the drawing; its own path has the nearer joint at 0,0 and points down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    FarUpperArm,
    FarForearm,
    FarThigh,
    FarShank,
    FarFoot,
    FarToes,
    Trunk,
    Head,
    /// The pelvis, which tilts by itself in front views.
    Pelvis,
    Thigh,
    Shank,
    Foot,
    /// The foot before the arch, in views of the foot.
    Forefoot,
    Toes,
    /// The big toe, in views of the foot.
    BigToe,
    UpperArm,
    Forearm,
}

/// Where a part stands in one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Placed {
    part: Part,
    /// The nearer joint.
    x: f64,
    y: f64,
    /// Degrees by which the part is turned from pointing down, as SVG counts them.
    turn: f64,
    /// How long it appears: 1 when it lies in the plane of the page, less when it points towards the eye.
    long: f64,
}

/// A thing beside the figure in one moment.
#[derive(Debug, Clone, PartialEq)]
struct Thing {
    prop: Prop,
    /// Its path, placed and turned as a limb is; a band is a line down.
    outline: String,
    x: f64,
    y: f64,
    turn: f64,
    long: f64,
    /// Is it before the body rather than behind?
    before: bool,
}

/// The limbs of one moment in the order of painting; the phase runs from 0 at the first frame to 1 at the last.
fn pose(figure: &Figure, phase: f64) -> Vec<Placed> {
    match figure.view {
        View::Side => side::pose(figure, phase),
        View::Front | View::Top => front::pose(figure, phase),
        View::FootSide | View::FootFront | View::FootTop | View::FootBehind => foot::pose(figure, phase),
    }
}

/// The things of one moment, those behind the body first; their number and order never change within a figure.
fn things(figure: &Figure, phase: f64) -> Vec<Thing> {
    let mut things = match figure.view {
        View::Side => scenery_side::things(figure, phase),
        View::Front | View::Top | View::FootSide | View::FootFront | View::FootTop | View::FootBehind => {
            scenery::things(figure, phase)
        }
    };
    things.extend(touches::things(figure, phase));
    things.sort_by_key(|thing| thing.before);
    things
}

/// The outline of a part.
fn shape(view: View, part: Part) -> &'static str {
    match view {
        View::Side => shapes_side::shape(part),
        View::Front | View::Top => shapes_front::shape(part),
        View::FootSide | View::FootFront | View::FootTop | View::FootBehind => shapes_foot::shape(view, part),
    }
}
