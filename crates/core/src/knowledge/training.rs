//! Equipment, exercises and doses: what a week needs to know.
//!
//! Read next: [`crate::plan`].

use super::{CautionId, EquipmentId, ExerciseId, Grade, SourceId};
use crate::body::MuscleGroupId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// How well the rules are supported.
    pub grade: Grade,
    /// Where they come from.
    pub source: Vec<SourceId>,
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
