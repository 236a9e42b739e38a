//! Equipment, exercises and doses: what a week needs to know.
//!
//! Read next: [`crate::plan`].

use super::{CautionId, EquipmentId, ExerciseId, FigureId, GoalId, Grade, SourceId};
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
    /// Its names in the other languages of the program: what is typed is understood in any of them.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// Does every household have it, so that nobody needs to name it?
    #[serde(default)]
    pub household: bool,
    /// Which class of training equipment it is; none for measuring instruments.
    #[serde(default)]
    pub class: Option<EquipmentClass>,
    /// Is it found in a practice, a clinic or a laboratory, and hardly anywhere else?
    #[serde(default)]
    pub clinical: bool,
}

impl Equipment {
    /// The id of the piece that is a second person.
    const HELPER: &'static str = "partner";

    /// Is it a second person rather than a thing?
    #[must_use]
    pub fn is_helper(id: &EquipmentId) -> bool {
        id.as_str() == Self::HELPER
    }

    /// Where one usually finds it.
    #[must_use]
    pub fn place(&self) -> EquipmentPlace {
        if self.clinical {
            return EquipmentPlace::Clinic;
        }
        match self.class {
            Some(EquipmentClass::Barbell | EquipmentClass::Machine) => EquipmentPlace::Gym,
            Some(
                EquipmentClass::Household
                | EquipmentClass::Band
                | EquipmentClass::Small
                | EquipmentClass::FreeWeight,
            )
            | None => EquipmentPlace::Home,
        }
    }
}

/// Where one usually finds a piece of equipment, so that nobody at home has to read through what gyms and clinics have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EquipmentPlace {
    /// Somebody at home has it or can buy it.
    Home,
    /// A gym has it.
    Gym,
    /// A practice, a clinic or a laboratory has it.
    Clinic,
}

/// A class of training equipment, from what every home has to what a gym has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EquipmentClass {
    /// The body and what every household has.
    Household,
    /// Bands.
    Band,
    /// Small gear for home: ball, roller, slider, box, partner.
    Small,
    /// Dumbbells, kettlebells, ankle weights.
    FreeWeight,
    /// Barbell, rack and plates.
    Barbell,
    /// Machines and cables.
    Machine,
}

impl EquipmentClass {
    /// Every class, from home to gym.
    pub const ALL: [EquipmentClass; 6] = [
        EquipmentClass::Household,
        EquipmentClass::Band,
        EquipmentClass::Small,
        EquipmentClass::FreeWeight,
        EquipmentClass::Barbell,
        EquipmentClass::Machine,
    ];
}

/// What an exercise is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExerciseKind {
    /// Makes muscles stronger.
    Strength,
    /// Lets a muscle reach further, held still.
    Stretch,
    /// Lets a muscle reach further by pushing first and giving way afterwards.
    ContractRelax,
    /// Presses soft tissue with a roller, a ball or the hands.
    Release,
    /// Steadies.
    Balance,
    /// Steadies the trunk, which the legs push against.
    Trunk,
    /// Jumps, hops and lands.
    Jump,
    /// Moves joints through their range without holding.
    Mobility,
    /// Changes how one sits, stands, carries or walks in daily life.
    Habit,
    /// Prepares for a session.
    WarmUp,
    /// Leads back to running.
    Running,
}

impl ExerciseKind {
    /// Every kind, in the order of lists.
    pub const ALL: [ExerciseKind; 11] = [
        ExerciseKind::Strength,
        ExerciseKind::Stretch,
        ExerciseKind::ContractRelax,
        ExerciseKind::Release,
        ExerciseKind::Balance,
        ExerciseKind::Trunk,
        ExerciseKind::Jump,
        ExerciseKind::Mobility,
        ExerciseKind::Habit,
        ExerciseKind::WarmUp,
        ExerciseKind::Running,
    ];

    /// Does a week choose it for a muscle group that is weak or reaches less far?
    #[must_use]
    pub fn answers_a_need(self) -> bool {
        match self {
            ExerciseKind::Strength | ExerciseKind::Stretch => true,
            ExerciseKind::ContractRelax
            | ExerciseKind::Release
            | ExerciseKind::Balance
            | ExerciseKind::Trunk
            | ExerciseKind::Jump
            | ExerciseKind::Mobility
            | ExerciseKind::Habit
            | ExerciseKind::WarmUp
            | ExerciseKind::Running => false,
        }
    }
}

/// What a joint does, in anatomical terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Motion {
    /// Thigh forwards.
    HipFlexion,
    /// Thigh backwards.
    HipExtension,
    /// Thigh out to the side, or the pelvis kept level on one leg.
    HipAbduction,
    /// Thigh towards the middle.
    HipAdduction,
    /// Thigh turned outwards.
    HipExternalRotation,
    /// Thigh turned inwards.
    HipInternalRotation,
    /// Knee bent.
    KneeFlexion,
    /// Knee straightened.
    KneeExtension,
    /// Foot pushed down.
    AnklePlantarflexion,
    /// Foot pulled up.
    AnkleDorsiflexion,
    /// Sole turned inwards.
    FootInversion,
    /// Sole turned outwards.
    FootEversion,
    /// Toes bent.
    ToeFlexion,
    /// Toes lifted.
    ToeExtension,
    /// Trunk and pelvis held or moved.
    Trunk,
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
    /// Shortening only or mostly.
    Concentric,
    /// Holding.
    Isometric,
    /// Mostly lengthening under load.
    Eccentric,
    /// Fast lengthening followed at once by shortening, as in a hop.
    StretchShortening,
    /// Passive, as in a stretch.
    Passive,
}

/// The length of the trained muscle at which the resistance is greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MuscleLength {
    /// Short.
    Short,
    /// In the middle of its range.
    Mid,
    /// Long.
    Long,
    /// The whole range about evenly.
    Full,
}

/// How much of one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Dose {
    /// Repetitions, from and to.
    Reps([u32; 2]),
    /// Seconds held, from and to.
    HoldS([u32; 2]),
    /// Minutes, from and to.
    Minutes([u32; 2]),
    /// Metres covered, from and to.
    Metres([u32; 2]),
}

impl Dose {
    /// From and to, in whatever it counts.
    #[must_use]
    pub fn range(self) -> [u32; 2] {
        match self {
            Dose::Reps(range) | Dose::HoldS(range) | Dose::Minutes(range) | Dose::Metres(range) => range,
        }
    }
}

/// A goal and the dose that serves it, which exercises name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The id, such as `strength`.
    pub id: GoalId,
    /// Plain name.
    pub name: String,
    /// Repetitions or hold of one set.
    pub dose: Dose,
    /// Sets in one session, from and to.
    pub sets: [u32; 2],
    /// Days a week, from and to.
    pub days: [u32; 2],
    /// How hard, in plain words.
    pub effort: String,
    /// How well the dose is supported for this goal.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

/// From this share on a set counts for a group.
///
/// Weekly doses were found by counting whole and half sets (source: pelland-2024); a quarter is a helper's part and is
/// told, not counted.
pub const COUNTED_SHARE: f64 = 0.5;

/// An exercise, stretch, drill or habit.
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
    /// Its names in the other languages of the program: what is typed is understood in any of them.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// What it is for.
    pub kind: ExerciseKind,
    /// Is it done one leg at a time?
    pub one_sided: bool,
    /// What the joints do, the main one first; empty for habits that are no movement.
    #[serde(default)]
    pub motions: Vec<Motion>,
    /// Which part of a hard set each muscle group gets, 0–1.
    #[serde(default)]
    pub shares: BTreeMap<MuscleGroupId, f64>,
    /// Which groups it lets reach further or eases (stretches, contract–relax, release, mobility).
    #[serde(default)]
    pub stretches: Vec<MuscleGroupId>,
    /// The plane.
    pub plane: Plane,
    /// How the muscle works.
    pub contraction: Contraction,
    /// At which length the trained muscle meets the greatest resistance.
    #[serde(default)]
    pub length: Option<MuscleLength>,
    /// What is needed.
    #[serde(default)]
    pub equipment: Vec<EquipmentId>,
    /// Minutes of one set on one side (or of both legs together) with set-up, without rest.
    pub minutes_per_set: f64,
    /// Repetitions or hold of one set.
    pub dose: Dose,
    /// Sets in one session, from and to.
    pub sets: [u32; 2],
    /// Days a week on which it is usually done, from and to; the goal's when absent.
    #[serde(default)]
    pub days: Option<[u32; 2]>,
    /// Goals it can serve with their doses, the most usual first.
    #[serde(default)]
    pub goals: Vec<GoalId>,
    /// Seconds of lowering, of the pause at the end, and of coming back; the house's usual 2.5, 0.3 and 1.2 when absent.
    #[serde(default)]
    pub tempo_s: Option<[f64; 3]>,
    /// Rest after a set, in seconds.
    pub rest_s: u32,
    /// How to choose the load, in plain words.
    pub load: String,
    /// What is held, worn or hung on once the body alone has become easy; none where nothing is added.
    #[serde(default)]
    pub added_load: Option<EquipmentId>,
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
    /// The moving figure that shows it.
    #[serde(default)]
    pub figure: Option<FigureId>,
    /// How well it is supported that it trains what it says.
    pub grade: Grade,
    /// Where it comes from.
    pub source: Vec<SourceId>,
}

impl Exercise {
    /// The part of a hard set that a group gets, as a week counts it: from half a set on, and only by exercises for
    /// strength and for the trunk.
    ///
    /// # Example
    /// A split squat that lists 0.5 for the front of the thigh and 0.25 for the inner thigh counts for the first alone.
    #[must_use]
    pub fn counted_share(&self, group: &MuscleGroupId) -> f64 {
        self.counted_shares().find(|(id, _)| *id == group).map_or(0.0, |(_, share)| share)
    }

    /// All shares that a week counts, in the order of the groups.
    pub fn counted_shares(&self) -> impl Iterator<Item = (&MuscleGroupId, f64)> {
        let counts = match self.kind {
            ExerciseKind::Strength | ExerciseKind::Trunk => true,
            ExerciseKind::Stretch
            | ExerciseKind::ContractRelax
            | ExerciseKind::Release
            | ExerciseKind::Balance
            | ExerciseKind::Jump
            | ExerciseKind::Mobility
            | ExerciseKind::Habit
            | ExerciseKind::WarmUp
            | ExerciseKind::Running => false,
        };
        let shares = self.shares.iter().map(|(group, share)| (group, *share));
        shares.filter(move |(_, share)| counts && *share >= COUNTED_SHARE)
    }
}
