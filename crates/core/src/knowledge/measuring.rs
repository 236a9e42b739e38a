//! Muscle groups, tests, norms and usual ratios: what measuring needs to know.
//!
//! Read next: [`crate::assess`].

use super::{
    CautionId, Contraction, Equipment, EquipmentId, FigureId, FlagId, Grade, Motion, PairId, SourceId, TestId,
};
use crate::body::{MuscleGroupId, Quality};
use crate::quantity::Unit;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The prior of a lasting left–right difference of one quality of one muscle group.
///
/// Most differences are small and some are large: `(1 − large_share)·N(0, usual_sd²) + large_share·N(0, large_sd²)`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DifferencePrior {
    /// Standard deviation of the true difference among most healthy adults.
    ///
    /// # Units
    /// `100·ln(L/R)` for strength, size, control and load sharing; degrees for flexibility.
    pub usual_sd: f64,
    /// Standard deviation among the few with a large difference, same units, at least `usual_sd`.
    pub large_sd: f64,
    /// How many of 1 those few are.
    pub large_share: f64,
    /// Standard deviation of the level between people, same units (whole population around the norm).
    pub level_sd: f64,
    /// From which difference on it counts as large enough to matter.
    ///
    /// # Units
    /// Percent of the stronger leg (0–100), or degrees for flexibility.
    pub delta: f64,
    /// Up to which measured difference is usual in healthy people (mean + 1 SD), same units as `delta`.
    #[serde(default)]
    pub usual_up_to: Option<f64>,
    /// How well these figures are supported.
    pub grade: Grade,
    /// Where they come from.
    pub source: Vec<SourceId>,
}

impl DifferencePrior {
    /// Standard deviation over everybody.
    #[must_use]
    pub fn difference_sd(&self) -> f64 {
        let few = self.large_share;
        libm::sqrt((1.0 - few) * self.usual_sd * self.usual_sd + few * self.large_sd * self.large_sd)
    }
}

/// A muscle group.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MuscleGroup {
    /// The id, which is also the region of the body map.
    pub id: MuscleGroupId,
    /// Everyday name that can stand at the start of a sentence, such as `Front of thigh`.
    pub name: String,
    /// The muscles in it, in anatomical terms.
    pub muscles: String,
    /// What it does in daily life, in a few plain words.
    pub function: String,
    /// The joint actions it makes or helps to make, the main one first; empty for the whole leg.
    #[serde(default)]
    pub motions: Vec<Motion>,
    /// Synergists measured together share a family; their differences go together.
    #[serde(default)]
    pub family: Option<String>,
    /// Is it a muscle group that can be trained (false for the whole leg)?
    #[serde(default = "yes")]
    pub trainable: bool,
    /// How much it counts when a week cannot keep every group: small ones 1, large ones up to [`KEEP_WEIGHT_MAX`].
    #[serde(default = "one")]
    pub keep_weight: u32,
    /// What is known of its side difference, by quality; a quality that is absent is not judged.
    #[serde(default)]
    pub prior: BTreeMap<Quality, DifferencePrior>,
    /// How well the grouping is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// Most that a group counts when a week cannot keep every group.
pub const KEEP_WEIGHT_MAX: u32 = 3; // source: evenstride-proposal

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}

/// How a test's value becomes an observation of the capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// `ln(value)`: force, torque, distance, hold time.
    Log,
    /// `−ln(value)`: a time where less is better.
    InverseTime,
    /// `ln(value)` with the error of counting whole repetitions.
    Count,
    /// `ln(left/right)` of what each leg carried in the same effort; informs no single leg.
    Share,
    /// The value itself, in degrees after scaling.
    Linear,
}

/// The noise of a test, split as the model needs it.
///
/// # Units
/// Percent (`100·ln`) for every link but `linear`; the test's own unit for `linear`. For `share` links the
/// figures are of `100·ln(left/right)` itself, and `shared_day` is 0.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noise {
    /// SD of one trial around the leg's form of the day.
    pub trial: f64,
    /// SD of one leg's form of the day.
    pub leg_day: f64,
    /// SD of the form of the day that both legs share; it cancels in the difference.
    pub shared_day: f64,
    /// SD of the lasting quirk of this test in the *difference* of the legs (skill, habit).
    pub quirk: f64,
}

/// Where a test can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// With household things.
    Home,
    /// With a clinic's instruments.
    Clinic,
    /// With a laboratory's instruments.
    Lab,
}

/// Published reliability of a test, as printed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reliability {
    /// Who was measured.
    pub population: String,
    /// How many people.
    #[serde(default)]
    pub n: Option<u32>,
    /// Intraclass correlation, 0–1, lower and upper end of what is printed (equal when one figure).
    #[serde(default)]
    pub icc: Option<[f64; 2]>,
    /// Coefficient of variation in percent, as printed.
    #[serde(default)]
    pub cv_percent: Option<f64>,
    /// Standard error of measurement with its unit, as printed.
    #[serde(default)]
    pub sem: Option<String>,
    /// Smallest detectable change at 95 % with its unit, as printed.
    #[serde(default)]
    pub mdc95: Option<String>,
    /// Where it is printed.
    pub source: SourceId,
}

/// A test: what is done, what it loads, how noisy it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// The id, stable for ever.
    pub id: TestId,
    /// Plain name that can stand in a sentence.
    pub name: String,
    /// Other names, as vendors' files and people write them.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its names in the other languages of the program: what is typed is understood in any of them.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// Where it can be done.
    pub settings: Vec<Setting>,
    /// What quality it measures.
    pub quality: Quality,
    /// The motion or task.
    pub motion: String,
    /// How the muscle works in it; none where no muscle works (girths, scans).
    #[serde(default)]
    pub contraction: Option<Contraction>,
    /// Family of device and protocol; values of different protocols share no offset.
    pub protocol: String,
    /// The unit in which its values are kept.
    pub unit: Unit,
    /// How the value becomes an observation.
    pub link: Link,
    /// Is a smaller value better (linear links only: a gap, a distance missing)?
    #[serde(default)]
    pub smaller_is_better: bool,
    /// Degrees per unit, for linear links only (1 for angles).
    #[serde(default)]
    pub degrees_per_unit: Option<f64>,
    /// Smallest and largest value that can be right, in the test's unit.
    pub plausible: [f64; 2],
    /// Share of each muscle group in the result; the shares sum to 1.
    pub loads: BTreeMap<MuscleGroupId, f64>,
    /// Trials per side on one day.
    pub trials: u32,
    /// Rest between trials of one side, in seconds; before the other side where each has one trial.
    pub rest_s: u32,
    /// Beats a minute of the metronome that the steps name; none where it is done without one.
    #[serde(default)]
    pub beat_per_minute: Option<u32>,
    /// Minutes for both sides, with set-up and rest, without the warm-up.
    pub minutes: f64,
    /// Minutes of moving before it, once for all tests that are done one after the other.
    #[serde(default)]
    pub warm_up_minutes: f64,
    /// What is needed beyond floor and wall.
    #[serde(default)]
    pub equipment: Vec<EquipmentId>,
    /// The noise.
    pub noise: Noise,
    /// How well the noise is supported.
    pub noise_grade: Grade,
    /// Where the noise comes from.
    pub noise_source: Vec<SourceId>,
    /// Published reliability.
    #[serde(default)]
    pub reliability: Vec<Reliability>,
    /// How to do it, one step each, in plain words.
    pub steps: Vec<String>,
    /// The moving figure that shows it.
    #[serde(default)]
    pub figure: Option<FigureId>,
    /// Why there is none: what a picture of it would not show.
    #[serde(default)]
    pub no_figure: Option<String>,
    /// What makes a trial invalid.
    pub invalid: Vec<String>,
    /// When to stop.
    pub stop: Vec<String>,
    /// Who must not do it: caution tags.
    #[serde(default)]
    pub cautions: Vec<CautionId>,
    /// Is it a maximal effort (not for a side that is limited)?
    #[serde(default)]
    pub maximal: bool,
    /// Flags of the health questions to ask anew of a leg that can do none at all; for counts only.
    #[serde(default)]
    pub none_asks: Vec<FlagId>,
    /// What is honest to say of it.
    pub honest: String,
    /// How well the test is supported for what it loads.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

impl Test {
    /// Can it only be done with a second person?
    #[must_use]
    pub fn needs_helper(&self) -> bool {
        self.equipment.iter().any(Equipment::is_helper)
    }

    /// How long it takes somebody who has warmed up for so long already.
    ///
    /// # Units
    /// Minutes, of both sides, set-up, rest and what is left of the warm-up included.
    #[must_use]
    pub fn minutes_after(&self, warmed_up_minutes: f64) -> f64 {
        self.minutes + (self.warm_up_minutes - warmed_up_minutes).max(0.0)
    }

    /// How long it takes by itself, warm-up included.
    ///
    /// # Units
    /// Minutes.
    #[must_use]
    pub fn minutes_alone(&self) -> f64 {
        self.minutes_after(0.0)
    }
}

/// Sex as far as norms need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// One stratum of a norm.
///
/// # Units
/// Everything in `unit`; per kilogram of body mass where the source prints it so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Norm {
    /// The test whose protocol it belongs to.
    pub test: TestId,
    /// Who was measured.
    pub population: String,
    /// Were they people as they come (else athletes or patients, whose figures are listed and not used for others)?
    pub general: bool,
    /// The sex, or none for both together.
    pub sex: Option<Sex>,
    /// Youngest age in years.
    pub age_min: u32,
    /// Oldest age in years.
    pub age_max: u32,
    /// How many people.
    pub n: Option<u32>,
    /// Mean, where one is printed.
    pub mean: Option<f64>,
    /// Standard deviation between people, where one is printed.
    pub sd: Option<f64>,
    /// The 5th, 25th, 50th, 75th and 95th percentile, where they are printed.
    pub percentiles: [Option<f64>; 5],
    /// The unit.
    pub unit: Unit,
    /// How it was measured where that differs from the test's own steps; empty when it does not.
    pub protocol: String,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it is printed.
    pub source: SourceId,
}

impl Norm {
    /// The middle person: the printed median, else the mean.
    #[must_use]
    pub fn middle(&self) -> Option<f64> {
        self.percentiles[2].or(self.mean)
    }
}

/// An opposing pair: two muscle groups across a joint and their usual ratio.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpposingPair {
    /// The id.
    pub id: PairId,
    /// The group above the line of the ratio.
    pub group: MuscleGroupId,
    /// The group below the line.
    pub opponent: MuscleGroupId,
    /// The usual ratio by pair of tests.
    pub ratio: Vec<UsualRatio>,
}

/// The usual ratio of two tests done with the same device and mode.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualRatio {
    /// The test above the line.
    pub numerator: TestId,
    /// The test below the line.
    pub denominator: TestId,
    /// The usual ratio of the two values in their units.
    pub usual: f64,
    /// How far, in percent of the usual, a true ratio may be away and still count as usual.
    pub delta_percent: f64,
    /// How sure the usual ratio itself is: SD in percent between laboratories.
    pub usual_sd_percent: f64,
    /// Smallest change of one leg's ratio between two visits that is real at 95 %, none where nothing supports a figure.
    ///
    /// # Units
    /// Percent of the ratio, above 0.
    #[serde(default)]
    pub smallest_real_percent: Option<f64>,
    /// Who was measured.
    pub population: String,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it is printed.
    pub source: Vec<SourceId>,
}

/// A difference that is normal for a sport.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SportDifference {
    /// The sport as people write it, in lower case, with other spellings.
    pub sport: Vec<String>,
    /// The group.
    pub group: MuscleGroupId,
    /// The quality.
    pub quality: Quality,
    /// Usual extra on the kicking or take-off leg, in percent.
    pub usual_percent: f64,
    /// Up to this much it is still normal, in percent.
    pub up_to_percent: f64,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it is printed.
    pub source: Vec<SourceId>,
}
