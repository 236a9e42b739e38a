//! What any source says was trained: a line somebody typed, an app's export, a watch.
//!
//! It is kept as told. What a name means to the catalogue is recognised when it is read ([`recognise`]), so that a
//! better catalogue understands an old record better. It never guesses a side and never drops what it does not know.
//! Read next: [`crate::track`] for following a plan, [`crate::audit`] for judging a week.

mod index;
mod naming;
mod words;

pub(crate) use index::Prepared;
pub(crate) use naming::has_one_leg;
pub use naming::{recognise, recognise_typed};
pub use words::NameReader;

use crate::knowledge::{ExerciseId, RuleId};
use crate::notice::Place;
use crate::track::Form;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Sets of one exercise on one day, as a source tells them.
///
/// # Units
/// Pain is 0–10; `morning_points` is the pain of the next morning minus that of the morning before, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The day.
    pub on: Date,
    /// The exercise as the source names it; at most 120 characters.
    pub name: String,
    /// The legs that did it, as far as the source says so.
    pub side: TrainedSide,
    /// The sets in the order of doing.
    pub sets: Vec<TrainedSet>,
    /// The worst pain during or after it.
    pub pain: Option<u8>,
    /// How the last repetitions looked.
    pub form: Option<Form>,
    /// How much more the next morning hurt than the morning before.
    pub morning_points: Option<i8>,
    /// Did a joint swell during it or in the hours after?
    pub swelling: bool,
    /// Signs to stop that were ticked, by the rules of the catalogue.
    pub signs: BTreeSet<RuleId>,
    /// What the person wrote.
    pub note: Option<String>,
    /// Where it was read.
    pub place: Place,
}

/// The legs that did some sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrainedSide {
    /// The left leg.
    Left,
    /// The right leg.
    Right,
    /// Both legs together.
    Both,
    /// Each leg did all of these sets, one after the other.
    Each,
    /// The source does not say.
    NotSaid,
}

/// One set.
///
/// # Units
/// What is absent was not written down; `reserve` is repetitions that would still have been possible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainedSet {
    /// What kind of set it was.
    pub kind: SetKind,
    /// Repetitions.
    pub reps: Option<u32>,
    /// Seconds held or worked.
    pub seconds: Option<u32>,
    /// Metres.
    pub metres: Option<f64>,
    /// The load in kilograms.
    pub load_kg: Option<f64>,
    /// Repetitions in reserve; 10 minus the rating of perceived exertion where that was written.
    pub reserve: Option<f64>,
}

/// What kind of set it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetKind {
    /// An ordinary working set; what has no kind is one.
    Working,
    /// Easy, before the work.
    WarmUp,
    /// With less load right after another.
    Drop,
    /// Until nothing was left.
    Failure,
}

impl SetKind {
    /// Does it count as a hard set?
    #[must_use]
    pub fn is_hard(self) -> bool {
        match self {
            SetKind::Working | SetKind::Drop | SetKind::Failure => true,
            SetKind::WarmUp => false,
        }
    }
}

/// What a name means to the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// What it is.
    pub what: Recognised,
    /// The leg that the name itself tells, such as in “left leg extension”.
    pub side: Option<TrainedSide>,
}

/// What a name was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognised {
    /// An exercise of the catalogue, or one that trains the same groups in the same way.
    Exercise {
        /// The exercise.
        id: ExerciseId,
        /// How sure.
        confidence: Confidence,
    },
    /// Something that trains no muscle group of the legs.
    NotLegs,
    /// Not known; it is listed, never dropped.
    Unknown,
}

/// How sure it is that a name means an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The catalogue's own id, name or alias, in whatever order of its words.
    Exact,
    /// The same movement by its words; what differs, such as the kind of weight, changes little.
    Likely,
    /// The nearest movement of the catalogue: the groups are right, the shares may not be.
    Nearest,
}

#[cfg(test)]
mod tests;
