//! Patterns and their possible causes, usual differences, differences after injury, and cells that stay empty.
//!
//! Everything here is said as a possibility, never as a diagnosis. Read next: [`crate::assess`].

use super::{CauseId, ConditionId, FlagId, Grade, PatternId, SourceId, TestId};
use crate::body::{MuscleGroupId, Quality};
use serde::{Deserialize, Serialize};

/// A possible cause of a difference, such as uneven training.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// The id, such as `uneven-training`.
    pub id: CauseId,
    /// Plain name.
    pub name: String,
    /// How it could lead to a difference, in one or two plain sentences.
    pub text: String,
    /// What a person can do about it.
    pub help: String,
    /// How well it is supported that it leads to differences.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// A pattern of findings and what may lie behind it.
///
/// `normal-variation` is always a possibility and is named by no pattern.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The id, such as `P-03`.
    pub id: PatternId,
    /// A few words for lists.
    pub name: String,
    /// What is found, in one plain sentence.
    pub finding: String,
    /// Groups that measure weaker, on one side or against their opponent.
    #[serde(default)]
    pub weak: Vec<MuscleGroupId>,
    /// Groups that reach less far.
    #[serde(default)]
    pub short: Vec<MuscleGroupId>,
    /// Groups that are thinner.
    #[serde(default)]
    pub thin: Vec<MuscleGroupId>,
    /// Groups, or the whole leg, that carry less while both legs work together.
    #[serde(default)]
    pub carries_less: Vec<MuscleGroupId>,
    /// Groups that are equally strong on both legs; a difference there speaks against the pattern.
    #[serde(default)]
    pub even: Vec<MuscleGroupId>,
    /// Is it a difference between the legs (else of a group and its opponent on either leg)?
    pub one_sided: bool,
    /// A question that only the person can answer: before a yes, the pattern is never told of measurements.
    #[serde(default)]
    pub asks: Option<String>,
    /// What in the person's records answers that question with yes, any of them.
    #[serde(default)]
    pub answered_by: Vec<PatternAnswer>,
    /// What may lie behind it, in plain words that begin with "may" or "can".
    pub possibility: String,
    /// The possible causes, the likeliest first.
    pub causes: Vec<CauseId>,
    /// What would make it likelier.
    pub confirm: Vec<String>,
    /// What would make it less likely.
    pub refute: Vec<String>,
    /// Tests that would tell.
    #[serde(default)]
    pub tests: Vec<TestId>,
    /// Red flags to ask about again when this is seen.
    #[serde(default)]
    pub flags: Vec<FlagId>,
    /// How well it is supported that the pattern and the possibility go together.
    pub grade: Grade,
    /// How well it is supported that one causes the other.
    pub cause_grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

impl Pattern {
    /// Every group that the pattern names; none when it fits any group.
    pub fn groups(&self) -> impl Iterator<Item = &MuscleGroupId> {
        [&self.weak, &self.short, &self.thin, &self.carries_less, &self.even].into_iter().flatten()
    }
}

/// What in a person's records can answer the question of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PatternAnswer {
    /// An injury or operation of that leg that names the group.
    Injury,
    /// Pain that was noted in the tests of the weaker leg.
    Pain,
    /// A sport in which the other leg is usually the stronger one by as much, and the leg that is preferred.
    FavouredSide,
}

impl PatternAnswer {
    /// The kebab-case word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PatternAnswer::Injury => "injury",
            PatternAnswer::Pain => "pain",
            PatternAnswer::FavouredSide => "favoured-side",
        }
    }
}

/// How much two legs of people without complaints differ in a test.
///
/// # Units
/// `100·ln(L/R)` for every link but `linear`, the test's unit there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualDifference {
    /// The test.
    pub test: TestId,
    /// Who was measured.
    pub population: String,
    /// How many people.
    #[serde(default)]
    pub n: Option<u32>,
    /// Mean of the difference without its sign.
    #[serde(default)]
    pub mean_absolute: Option<f64>,
    /// Standard deviation of the difference as measured once, noise included.
    #[serde(default)]
    pub observed_sd: Option<f64>,
    /// Standard deviation of the part that lasts, noise taken out.
    #[serde(default)]
    pub lasting_sd: Option<f64>,
    /// What 95 of 100 people stay below.
    #[serde(default)]
    pub p95: Option<f64>,
    /// What one should know of it.
    #[serde(default)]
    pub note: Option<String>,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it is printed or from which data it was computed.
    pub source: Vec<SourceId>,
}

/// How much weaker the injured side usually is, by months since the injury or operation.
///
/// # Units
/// `100·ln(injured/other)`: below zero when the injured side is weaker.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterInjury {
    /// The condition, such as `acl-reconstruction`.
    pub condition: ConditionId,
    /// Its plain name.
    pub name: String,
    /// The groups it concerns; empty when a test of the whole leg is meant.
    pub groups: Vec<MuscleGroupId>,
    /// The quality.
    pub quality: Quality,
    /// The test it was measured with, where one test is meant.
    #[serde(default)]
    pub test: Option<TestId>,
    /// Months since, from and to.
    pub months: [f64; 2],
    /// Mean difference.
    pub mean: f64,
    /// Standard deviation between people, noise taken out where that was possible.
    pub sd: f64,
    /// How many people.
    #[serde(default)]
    pub n: Option<u32>,
    /// What one should know of it.
    #[serde(default)]
    pub note: Option<String>,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it is printed.
    pub source: Vec<SourceId>,
}

/// What a muscle group should have in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// A strength test without instruments.
    HomeTest,
    /// A strength test with an instrument.
    InstrumentTest,
    /// A strength exercise with the body and household things.
    Household,
    /// One with bands.
    Band,
    /// One with small gear.
    Small,
    /// One with dumbbells, kettlebells or ankle weights.
    FreeWeight,
    /// One with a barbell.
    Barbell,
    /// One with machines or cables.
    Machine,
    /// A stretch.
    Stretch,
    /// A test of how far it reaches.
    FlexibilityTest,
}

impl Cell {
    /// Every cell, in the order of the coverage table.
    pub const ALL: [Cell; 10] = [
        Cell::HomeTest,
        Cell::InstrumentTest,
        Cell::FlexibilityTest,
        Cell::Household,
        Cell::Band,
        Cell::Small,
        Cell::FreeWeight,
        Cell::Barbell,
        Cell::Machine,
        Cell::Stretch,
    ];

    /// The word that tables and JSON use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cell::HomeTest => "home_test",
            Cell::InstrumentTest => "instrument_test",
            Cell::FlexibilityTest => "flexibility_test",
            Cell::Household => "household",
            Cell::Band => "band",
            Cell::Small => "small",
            Cell::FreeWeight => "free_weight",
            Cell::Barbell => "barbell",
            Cell::Machine => "machine",
            Cell::Stretch => "stretch",
        }
    }
}

/// A cell of the coverage table that stays empty on purpose.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The group.
    pub group: MuscleGroupId,
    /// The cells.
    pub cells: Vec<Cell>,
    /// Why nothing sensible belongs there.
    pub reason: String,
    /// How well that is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}
