//! Who is measured and trained: what a norm, a clearance or a plan needs to know, and nothing else.
//!
//! Nothing here is required but a name for the records; what is unknown is `None`, never a default.
//! Read next: [`crate::screen`].

use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{ConditionId, EquipmentId, ExerciseId, Sex};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The name under which a person's records stand; at most 64 characters, never shown in a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct SubjectId(String);

impl SubjectId {
    /// Takes a trimmed text of 1 to 64 printable characters; `None` for anything else.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (1..=64).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in small letters and without spaces: names that are alike in it are one name, spelt in two ways.
    #[must_use]
    pub fn without_spelling(&self) -> String {
        self.0.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
    }
}

impl std::fmt::Display for SubjectId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that happened to a leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Injury {
    /// What, in the person's words.
    pub what: String,
    /// Which leg; none when both or unknown.
    pub side: Option<Side>,
    /// The muscle groups it concerns; empty means the whole leg.
    pub groups: Vec<MuscleGroupId>,
    /// When, at least roughly.
    pub on: Option<Date>,
    /// Was it operated on?
    pub surgery: bool,
    /// Which operation it was, when it is one that the catalogue knows a waiting time for.
    pub operation: Option<ConditionId>,
}

/// The days of a week.
pub const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The units in which a person types and reads; what is kept and worked out stays metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Units {
    /// Kilograms and centimetres.
    #[default]
    Metric,
    /// Pounds and inches.
    Imperial,
}

impl Units {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Units::Metric => "metric",
            Units::Imperial => "imperial",
        }
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Name of the records, when given.
    pub subject: Option<SubjectId>,
    /// Sex as far as norms need it.
    pub sex: Option<Sex>,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// Height in metres.
    pub height_m: Option<f64>,
    /// Body mass in kilograms.
    pub mass_kg: Option<f64>,
    /// The leg one would kick a ball or take off with.
    pub dominant_leg: Option<Side>,
    /// Sport, in the person's words.
    pub sport: Option<String>,
    /// Has the person trained with weights or similar for half a year or more?
    pub trained: bool,
    /// What happened to the legs.
    pub injuries: Vec<Injury>,
    /// Equipment at hand beyond what every household has.
    pub equipment: BTreeSet<EquipmentId>,
    /// Minutes for training by weekday, 0 = Monday; days without an entry are free of training.
    pub minutes_by_weekday: BTreeMap<u8, u32>,
    /// Equipment at hand on a weekday, 0 = Monday, instead of `equipment`; a day without an entry has `equipment`.
    pub equipment_by_weekday: BTreeMap<u8, BTreeSet<EquipmentId>>,
    /// Exercises that are liked.
    pub likes: BTreeSet<ExerciseId>,
    /// Exercises that are not wanted.
    pub dislikes: BTreeSet<ExerciseId>,
    /// The units in which the person types and reads.
    pub units: Units,
}

impl Person {
    /// Equipment at hand on a weekday, 0 = Monday.
    #[must_use]
    pub fn equipment_on(&self, weekday: u8) -> &BTreeSet<EquipmentId> {
        self.equipment_by_weekday.get(&weekday).unwrap_or(&self.equipment)
    }

    /// Age in years that the person reaches in the year of `on`; the birthday is not known.
    #[must_use]
    pub fn age_years(&self, on: Date) -> Option<u32> {
        let years = i32::from(on.year()) - i32::from(self.birth_year?);
        u32::try_from(years.max(0)).ok()
    }
}
