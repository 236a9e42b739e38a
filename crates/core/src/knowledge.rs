//! What the field knows, as types: muscle groups, tests, norms, opposing pairs, red flags, exercises, doses.
//!
//! The `catalog` crate fills a [`Knowledge`] from data files and refuses what does not hold; core only
//! reads it. Every entry carries a [`Grade`] and its sources. Open sets are data here, closed sets are
//! enums. Read next: [`crate::measure`].

use crate::body::{MuscleGroupId, Quality, Side, id};
use crate::quantity::Unit;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

id!(
    /// A test, such as `hop-single`.
    TestId
);
id!(
    /// An exercise, stretch or drill, such as `split-squat`.
    ExerciseId
);
id!(
    /// A red flag, such as `RF-04`.
    FlagId
);
id!(
    /// A source in the literature, such as `powden-2015`.
    SourceId
);
id!(
    /// A piece of equipment, such as `loop-band`.
    EquipmentId
);
id!(
    /// A caution tag that links red flags and histories to exercises and tests, such as `impact`.
    CautionId
);
id!(
    /// An opposing pair, such as `hamstrings-quads`.
    PairId
);

/// How well something is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grade {
    /// Strong: several good studies or meta-analyses agree.
    A,
    /// Moderate.
    B,
    /// Weak: one or two small studies, or conflicting ones.
    C,
    /// Expert opinion, convention or our own proposal.
    E,
}

impl Grade {
    /// The grade in a plain word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Grade::A => "strong",
            Grade::B => "moderate",
            Grade::C => "weak",
            Grade::E => "convention",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::E => "E",
        })
    }
}

/// A source: a paper, data set, guideline, or our own proposal named as such.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id that entries cite.
    pub id: SourceId,
    /// Authors, year, short title and journal, in one line.
    pub citation: String,
    /// What of it was read.
    pub read: HowRead,
    /// DOI, PMID or address where one is known.
    #[serde(default)]
    pub locator: Option<String>,
}

/// How much of a source was read when its figure was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HowRead {
    /// The raw data were analysed.
    Data,
    /// The paper or the part with the figure was read.
    Text,
    /// The abstract or a table was read.
    Abstract,
    /// Another page that quotes it was read.
    Secondary,
    /// It was named from memory and not checked.
    Memory,
    /// It is our own proposal.
    Proposal,
}

/// The prior spread of a lasting left–right difference of one quality of one muscle group.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DifferencePrior {
    /// Standard deviation of the true difference among healthy adults.
    ///
    /// # Units
    /// `100·ln(L/R)` for strength, size, control and load sharing; degrees for flexibility.
    pub difference_sd: f64,
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
    /// Synergists measured together share a family; their differences go together.
    #[serde(default)]
    pub family: Option<String>,
    /// Is it a muscle group that can be trained (false for the whole leg)?
    #[serde(default = "yes")]
    pub trainable: bool,
    /// What is known of its side difference, by quality; a quality that is absent is not judged.
    #[serde(default)]
    pub prior: BTreeMap<Quality, DifferencePrior>,
    /// How well the grouping is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

fn yes() -> bool {
    true
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
/// Percent (`100·ln`) for every link but `linear`; the test's own unit for `linear`.
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
    /// Where it can be done.
    pub settings: Vec<Setting>,
    /// What quality it measures.
    pub quality: Quality,
    /// The motion or task.
    pub motion: String,
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
    /// Rest between trials of one side, in seconds.
    pub rest_s: u32,
    /// Minutes for both sides, with set-up and rest.
    pub minutes: f64,
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
    /// What is honest to say of it.
    pub honest: String,
    /// How well the test is supported for what it loads.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Norm {
    /// The test whose protocol it belongs to.
    pub test: TestId,
    /// Who was measured.
    pub population: String,
    /// The sex, or none for both together.
    pub sex: Option<Sex>,
    /// Youngest age in years.
    pub age_min: u32,
    /// Oldest age in years.
    pub age_max: u32,
    /// How many people.
    pub n: Option<u32>,
    /// Mean, in `unit`.
    pub mean: f64,
    /// Standard deviation between people, in `unit`.
    pub sd: f64,
    /// The unit; per kilogram of body mass where the source prints it so.
    pub unit: Unit,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it is printed.
    pub source: SourceId,
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

/// What a positive answer to a red-flag question asks for, from the most urgent down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Emergency services or department now.
    Emergency,
    /// Urgent care or a doctor today.
    SameDay,
    /// A clinician within days; no testing or loading until then.
    ClinicianDays,
    /// Needs the agreement of a guardian or clinician before training.
    Assent,
    /// A clinician within weeks; training around it is possible.
    ClinicianWeeks,
    /// Training with limits.
    Limit,
}

impl Action {
    /// All actions, most urgent first.
    pub const ALL: [Action; 6] = [
        Action::Emergency,
        Action::SameDay,
        Action::ClinicianDays,
        Action::Assent,
        Action::ClinicianWeeks,
        Action::Limit,
    ];

    /// Does it stop testing and training until someone has looked?
    #[must_use]
    pub fn stops(self) -> bool {
        match self {
            Action::Emergency | Action::SameDay | Action::ClinicianDays | Action::Assent => true,
            Action::ClinicianWeeks | Action::Limit => false,
        }
    }

    /// The kebab-case word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Emergency => "emergency",
            Action::SameDay => "same-day",
            Action::ClinicianDays => "clinician-days",
            Action::Assent => "assent",
            Action::ClinicianWeeks => "clinician-weeks",
            Action::Limit => "limit",
        }
    }
}

/// The words of an action: whom to see and how soon.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionWords {
    /// The action.
    pub action: Action,
    /// A heading of a few words.
    pub title: String,
    /// Whom to see and how soon, in one or two sentences.
    pub advice: String,
    /// Where the wording's rule comes from.
    pub source: Vec<SourceId>,
    /// How well it is supported.
    pub grade: Grade,
}

/// When the action of a flag is raised.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// When one of these flags is positive too.
    pub with: Vec<FlagId>,
    /// It becomes this action.
    pub action: Action,
    /// Why, in plain words.
    pub reason: String,
}

/// A measurement that is a red flag by itself.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredFlag {
    /// The test.
    pub test: TestId,
    /// A difference between the sides of at least this, in the test's unit.
    pub side_difference_at_least: f64,
}

/// A red flag: a question, what a yes asks for, and what training may not hold afterwards.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The id, `RF-01` and so on.
    pub id: FlagId,
    /// A few words for lists.
    pub name: String,
    /// The question in plain words; a yes is a positive flag.
    pub question: String,
    /// What a yes asks for.
    pub action: Action,
    /// Why, in plain words and without a diagnosis.
    pub reason: String,
    /// When it becomes more urgent.
    #[serde(default)]
    pub escalate: Vec<Escalation>,
    /// Ages at which the question is asked, both included; always when absent.
    #[serde(default)]
    pub asked_at_age: Option<[u32; 2]>,
    /// Can a yes be answered from the person's birth year (under 18)?
    #[serde(default)]
    pub follows_from_age: bool,
    /// What training must not hold while this flag is positive, also after a clinician's clearance.
    #[serde(default)]
    pub cautions: Vec<CautionId>,
    /// May maximal tests be done with it, once cleared?
    #[serde(default)]
    pub no_maximal_tests: bool,
    /// A measurement that fires it.
    #[serde(default)]
    pub measured: Option<MeasuredFlag>,
    /// Its place in the order of asking, smallest first.
    pub order: u32,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// A caution tag: whom it concerns and what it asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// The tag.
    pub id: CautionId,
    /// Whom it concerns, in plain words.
    pub who: String,
    /// What it asks for.
    pub rule: String,
    /// How well it is supported.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// A piece of equipment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equipment {
    /// The id.
    pub id: EquipmentId,
    /// Plain name.
    pub name: String,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Does every household have it, so that nobody needs to name it?
    #[serde(default)]
    pub household: bool,
}

/// What an exercise is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExerciseKind {
    /// Makes muscles stronger.
    Strength,
    /// Lets a muscle reach further.
    Stretch,
    /// Steadies.
    Balance,
}

/// The plane in which an exercise mostly moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Plane {
    /// Forwards and backwards.
    Sagittal,
    /// Sideways.
    Frontal,
    /// Turning.
    Transverse,
    /// Several.
    Mixed,
}

/// How the muscle works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contraction {
    /// Shortening and lengthening.
    Dynamic,
    /// Holding.
    Isometric,
    /// Mostly lengthening under load.
    Eccentric,
    /// Passive, as in a stretch.
    Passive,
}

/// How much of one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Dose {
    /// Repetitions, from and to.
    Reps([u32; 2]),
    /// Seconds held, from and to.
    HoldS([u32; 2]),
}

/// An exercise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// The id, stable for ever.
    pub id: ExerciseId,
    /// Plain name.
    pub name: String,
    /// Other names that logs and people use.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is for.
    pub kind: ExerciseKind,
    /// Is it done one leg at a time?
    pub one_sided: bool,
    /// Which part of a hard set each muscle group gets, 0–1 (strength and balance).
    #[serde(default)]
    pub shares: BTreeMap<MuscleGroupId, f64>,
    /// Which groups it lets reach further (stretches).
    #[serde(default)]
    pub stretches: Vec<MuscleGroupId>,
    /// The plane.
    pub plane: Plane,
    /// How the muscle works.
    pub contraction: Contraction,
    /// What is needed.
    #[serde(default)]
    pub equipment: Vec<EquipmentId>,
    /// Minutes of one set on one side (or of both legs together) with set-up, without rest.
    pub minutes_per_set: f64,
    /// Repetitions or hold of one set.
    pub dose: Dose,
    /// Sets in one session, from and to.
    pub sets: [u32; 2],
    /// Rest after a set, in seconds.
    pub rest_s: u32,
    /// How to choose the load, in plain words.
    pub load: String,
    /// How many hard steps it is from a first-time exercise (1) to an athlete's (5).
    pub level: u32,
    /// Easier neighbours.
    #[serde(default)]
    pub easier: Vec<ExerciseId>,
    /// Harder neighbours.
    #[serde(default)]
    pub harder: Vec<ExerciseId>,
    /// What to think of.
    pub cues: Vec<String>,
    /// Common faults of form.
    pub faults: Vec<String>,
    /// Caution tags: who must not do it.
    #[serde(default)]
    pub cautions: Vec<CautionId>,
    /// How well it is supported that it trains what it says.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// The dose rules of a week.
///
/// # Units
/// Sets are hard sets a week for one muscle group on one side, counted in parts as the exercise's shares say.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseRules {
    /// Weekly sets that a weak side is given.
    pub weak_sets: f64,
    /// Weekly sets that keep what is there, for every other trainable group and side.
    pub keep_sets: f64,
    /// Weekly cap per muscle group and side.
    pub cap_sets: f64,
    /// Weekly cap for beginners, minors and limited sides.
    pub cap_sets_beginner: f64,
    /// Most that the weak side may get for each set of the strong side.
    pub bias_ratio_max: f64,
    /// From this size in percent, the weak side gets extra sets (3:2).
    pub bias_from_percent: f64,
    /// From this size in percent, the weak side gets double sets (2:1).
    pub double_from_percent: f64,
    /// Weekly minutes of stretching for a side that reaches less far.
    pub stretch_minutes: f64,
    /// Weekly minutes of stretching that keep the other side.
    pub stretch_keep_minutes: f64,
    /// Hours between hard sessions of one muscle group on one side.
    pub spacing_hours: u32,
    /// Most hard sets of one muscle group and side in one session.
    pub session_sets_max: f64,
    /// Most exercises in one session.
    pub session_exercises_max: u32,
    /// Weeks after which strength is tested again, from and to.
    pub retest_weeks: [u32; 2],
    /// Expected closing of a difference by training, in percentage points a week.
    pub expected_points_per_week: f64,
    /// Pain of 0–10 from which a trial says nothing about strength.
    pub pain_limit_nrs: u8,
    /// Days for which a clearance holds.
    pub clearance_days: u32,
    /// How well the rules are supported.
    pub grade: Grade,
    /// Where they come from.
    pub source: Vec<SourceId>,
}

/// Everything a check, a plan or an honest refusal needs to know.
///
/// Made by the `catalog` crate; `by id` maps iterate in the order of the ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Knowledge {
    /// Muscle groups.
    pub groups: BTreeMap<MuscleGroupId, MuscleGroup>,
    /// Tests.
    pub tests: BTreeMap<TestId, Test>,
    /// Norms, in the order of the file.
    pub norms: Vec<Norm>,
    /// Opposing pairs.
    pub pairs: Vec<OpposingPair>,
    /// Differences that are normal for a sport.
    pub sports: Vec<SportDifference>,
    /// Red flags in the order of asking.
    pub flags: Vec<Flag>,
    /// The words of the actions.
    pub actions: BTreeMap<Action, ActionWords>,
    /// Caution tags.
    pub cautions: BTreeMap<CautionId, Caution>,
    /// Equipment.
    pub equipment: BTreeMap<EquipmentId, Equipment>,
    /// Exercises and stretches.
    pub exercises: BTreeMap<ExerciseId, Exercise>,
    /// Dose rules.
    pub doses: DoseRules,
    /// Sources.
    pub sources: BTreeMap<SourceId, Source>,
    /// Version of the knowledge, printed on every report.
    pub version: String,
}

impl Knowledge {
    /// The words of an action.
    #[must_use]
    pub fn action_words(&self, action: Action) -> Option<&ActionWords> {
        self.actions.get(&action)
    }

    /// Finds a test by id, name or alias, whatever the case and the hyphens.
    #[must_use]
    pub fn find_test(&self, text: &str) -> Option<&Test> {
        let wanted = folded(text);
        self.tests.values().find(|test| {
            folded(test.id.as_str()) == wanted
                || folded(&test.name) == wanted
                || test.aliases.iter().any(|alias| folded(alias) == wanted)
        })
    }

    /// Finds a piece of equipment by id, name or alias.
    #[must_use]
    pub fn find_equipment(&self, text: &str) -> Option<&Equipment> {
        let wanted = folded(text);
        self.equipment.values().find(|equipment| {
            folded(equipment.id.as_str()) == wanted
                || folded(&equipment.name) == wanted
                || equipment.aliases.iter().any(|alias| folded(alias) == wanted)
        })
    }

    /// The normal extra of a kicking or take-off leg in a sport, if one is known.
    #[must_use]
    pub fn sport_difference(
        &self,
        sport: &str,
        group: &MuscleGroupId,
        quality: Quality,
    ) -> Option<&SportDifference> {
        let wanted = folded(sport);
        self.sports.iter().find(|row| {
            row.group == *group && row.quality == quality && row.sport.iter().any(|s| folded(s) == wanted)
        })
    }
}

/// Lower case with every run of anything but letters and digits dropped, so that spellings can be compared.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A muscle group on one leg.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MuscleSide {
    /// The group.
    pub group: MuscleGroupId,
    /// The leg.
    pub side: Side,
}
