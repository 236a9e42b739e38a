//! Names that other apps, watches and people use for exercises, and the words that names are made of.
//!
//! Names are facts, so these entries carry neither grade nor source. They never change what an exercise is: its own name
//! and aliases always win. Read next: [`crate::training::recognise`], which reads names by them.

use super::{Exercise, ExerciseId};
use crate::training::{NameReader, Prepared};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Other names of one exercise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherNames {
    /// The exercise.
    pub exercise: ExerciseId,
    /// Names of the same movement; what differs, such as the kind of weight, changes little.
    #[serde(default)]
    pub likely: Vec<String>,
    /// Names of movements that train the same groups, with other shares.
    #[serde(default)]
    pub nearest: Vec<String>,
    /// Words side by side that make this the nearest exercise of a longer name that is not known otherwise.
    #[serde(default)]
    pub within: Vec<String>,
    /// The same movement with one leg, for names that tell a leg.
    #[serde(default)]
    pub one_leg: Option<ExerciseId>,
}

/// Names of what trains no muscle group of the legs, although their words could be read otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotLegs {
    /// What they train instead, in plain words.
    pub instead: String,
    /// The names.
    pub names: Vec<String>,
}

/// Words that do the same in names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameWords {
    /// What they do.
    pub role: WordRole,
    /// The words; each may be several side by side, such as `plate loaded`.
    pub words: Vec<String>,
    /// The one spelling that they stand for, where the role is a spelling.
    #[serde(default)]
    pub means: Option<String>,
}

/// What a word does in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordRole {
    /// Another spelling of what is read in its place.
    Spelling,
    /// Says that it was the left leg.
    Left,
    /// Says that it was the right leg.
    Right,
    /// Says that both legs did it together.
    Both,
    /// Says that each leg did it, one after the other.
    Each,
    /// Says that it is done with one leg, but not with which.
    OneLeg,
    /// Says that it is done with two legs.
    TwoLegs,
    /// One leg has most of the weight, such as “staggered” and “figure four”.
    MostlyOneLeg,
    /// Says with which weight; a name without it is likely the same movement.
    Weight,
    /// Says in which manner; a name without it is likely the same movement.
    Manner,
    /// Says that something of the movement differs; a name without it is the nearest movement.
    Variant,
    /// Says nothing.
    Filler,
    /// Makes another kind of exercise, such as a stretch or a jump, so no shorter name is near.
    Kind,
    /// Tells of the legs, so a name with it is never taken as something that does not train them.
    Leg,
    /// Tells of arms, chest, shoulders, back, belly or neck.
    NotLegs,
}

/// Everything about names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Naming {
    /// Other names of exercises, in the order of the file.
    pub others: Vec<OtherNames>,
    /// Names of what does not train the legs, in the order of the file.
    pub not_legs: Vec<NotLegs>,
    /// Words that names are made of, in the order of the file.
    pub words: Vec<NameWords>,
    prepared: Remembered,
}

impl Naming {
    /// Puts together what the catalogue holds.
    #[must_use]
    pub fn new(others: Vec<OtherNames>, not_legs: Vec<NotLegs>, words: Vec<NameWords>) -> Self {
        Self { others, not_legs, words, prepared: Remembered::default() }
    }

    /// The index by which names are read; it is made when the first name is read and kept.
    ///
    /// The exercises must be those of the same knowledge each time.
    pub(crate) fn prepared(&self, exercises: &BTreeMap<ExerciseId, Exercise>) -> &Prepared {
        self.prepared.index.get_or_init(|| Prepared::new(exercises, self))
    }

    /// What reads names into words; far quicker made than the index.
    pub(crate) fn reader(&self) -> &NameReader {
        self.prepared.reader.get_or_init(|| NameReader::new(&self.words))
    }
}

/// What follows from the rest and is kept only so that it need not be worked out again: it plays no part in comparing,
/// and a copy works it out anew, because a copy may be changed before it is read.
#[derive(Debug, Default)]
struct Remembered {
    index: OnceLock<Prepared>,
    reader: OnceLock<NameReader>,
}

impl Clone for Remembered {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Remembered {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
