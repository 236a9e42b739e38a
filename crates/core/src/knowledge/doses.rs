//! Dose rules: how much, how often, when to hold back, and when to leave a difference alone.
//!
//! Read next: [`crate::plan`].

use super::{ExerciseId, Grade, RuleId, SourceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Strength, size and power: load, repetitions, sets, rest.
    Strength,
    /// More work for the weak side, and what the strong side keeps.
    Side,
    /// When to do more.
    Progression,
    /// Stretching and contract–relax.
    Stretching,
    /// Rolling and pressing.
    Release,
    /// Pain during and after.
    Pain,
    /// Lighter weeks and missed weeks.
    Deload,
    /// When to test again and what to expect by then.
    Retest,
    /// Going back to sport after an injury or operation.
    ReturnToSport,
    /// The least that keeps what is there.
    Prevention,
    /// What a week is scored by.
    Week,
    /// When a difference is better left alone.
    LeaveAlone,
    /// When to end a session at once.
    Stop,
}

impl Topic {
    /// Every topic, in the order of lists.
    pub const ALL: [Topic; 13] = [
        Topic::Strength,
        Topic::Side,
        Topic::Progression,
        Topic::Stretching,
        Topic::Release,
        Topic::Pain,
        Topic::Deload,
        Topic::Retest,
        Topic::ReturnToSport,
        Topic::Prevention,
        Topic::Week,
        Topic::LeaveAlone,
        Topic::Stop,
    ];
}

/// One rule: what holds, its figures, and how well it is supported.
///
/// Figures that the planner computes with stand in [`DoseRules`]; a rule holds those that people read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The id, such as `strength-sets`.
    pub id: RuleId,
    /// What it is about.
    pub topic: Topic,
    /// A few words for lists.
    pub name: String,
    /// The rule in one to three plain sentences.
    pub text: String,
    /// Its figures: what is counted with its unit, as in `"hard sets a week"`, and from and to.
    #[serde(default)]
    pub figures: BTreeMap<String, [f64; 2]>,
    /// How well it is supported.
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
    /// The same for beginners, minors and limited people.
    pub weak_sets_beginner: f64,
    /// Weekly sets that keep what is there, for every other trainable group and side.
    pub keep_sets: f64,
    /// The same for beginners, minors and limited people.
    pub keep_sets_beginner: f64,
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
    /// Weekly sets of a group may grow to this many times last week's.
    #[serde(default = "growth_ratio_max")]
    pub growth_ratio_max: f64,
    /// Weekly sets of a group may always grow by this many, however few there were.
    #[serde(default = "growth_sets")]
    pub growth_sets: f64,
    /// Step of a strength exercise from which its sets are hard for somebody who has trained, where gear allows one.
    #[serde(default = "trained_level_min")]
    pub trained_level_min: u32,
    /// The same step for exercises of which the resistance cannot grow: no weight, bar, machine or band.
    #[serde(default = "trained_free_level_min")]
    pub trained_free_level_min: u32,
    /// What sports ask for every week, whatever was measured.
    #[serde(default)]
    pub minimums: Vec<Minimum>,
    /// How well the rules are supported.
    pub grade: Grade,
    /// Where they come from.
    pub source: Vec<SourceId>,
}

/// The least that some sports ask for every week.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// The rule of prevention that says so.
    pub rule: RuleId,
    /// Words for the sports; a person's sport holds one of them.
    pub sports: Vec<String>,
    /// Exercises that serve it, as well one as another.
    pub exercises: Vec<ExerciseId>,
    /// Sets a week on each leg.
    pub sets: f64,
    /// How much it counts beside a need: percent of difference times probability.
    pub weight: f64,
}

fn growth_ratio_max() -> f64 {
    1.2 // source: evenstride-proposal
}

fn growth_sets() -> f64 {
    2.0 // source: evenstride-proposal
}

fn trained_level_min() -> u32 {
    2 // source: evenstride-proposal
}

fn trained_free_level_min() -> u32 {
    3 // source: evenstride-proposal
}

impl DoseRules {
    /// Weekly sets that a weak side is given.
    #[must_use]
    pub fn weak(&self, beginner: bool) -> f64 {
        if beginner { self.weak_sets_beginner } else { self.weak_sets }
    }

    /// Weekly sets that keep what is there.
    #[must_use]
    pub fn keep(&self, beginner: bool) -> f64 {
        if beginner { self.keep_sets_beginner } else { self.keep_sets }
    }

    /// Most weekly sets of the strong side while its weak side is this much weaker, so that the weak one gets more.
    ///
    /// None when the difference is too small for unequal work; never below what keeps the strong side.
    ///
    /// # Units
    /// `size_percent` is the difference in percent of the stronger leg.
    #[must_use]
    pub fn strong_side_cap(&self, size_percent: f64, beginner: bool) -> Option<f64> {
        // Half of the extra that one exercise may have, so that whole sets still fit: with 2:1 allowed, 3:2 is asked.
        let ratio = if size_percent >= self.double_from_percent {
            0.5 * (1.0 + self.bias_ratio_max)
        } else if size_percent >= self.bias_from_percent {
            0.5 * (1.0 + 1.5) // source: zhang-2024, moreno-azze-2021: 3:2 is allowed here; grade C
        } else {
            return None;
        };
        Some((self.weak(beginner) / ratio.max(1.0)).max(self.keep(beginner)))
    }
}
