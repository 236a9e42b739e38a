//! What the field knows, as types: muscle groups, tests, norms, opposing pairs, red flags, exercises, doses.
//!
//! The `catalog` crate fills a [`Knowledge`] from data files and refuses what does not hold; core only
//! reads it. Every entry carries a [`Grade`] and its sources. Open sets are data here, closed sets are
//! enums. Read next: [`crate::measure`].

mod doses;
mod figure;
mod measuring;
mod reasoning;
mod screening;
mod training;

pub use doses::{DoseRules, Rule, Topic};
pub use figure::{Arms, Contact, Figure, Frame, Leg, Prop, View};
pub use measuring::{
    DifferencePrior, Link, MuscleGroup, Noise, Norm, OpposingPair, Reliability, Setting, Sex, SportDifference,
    Test, UsualRatio,
};
pub use reasoning::{AfterInjury, Cause, Cell, Gap, Pattern, UsualDifference};
pub use screening::{Action, ActionWords, Caution, Escalation, Flag, Gate, MeasuredFlag};
pub use training::{
    Contraction, Dose, Equipment, EquipmentClass, Exercise, ExerciseKind, Goal, Motion, MuscleLength, Plane,
};

use crate::body::{MuscleGroupId, Quality, Side, id};
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
    /// What waits after an operation, such as `acl-curls`.
    GateId
);
id!(
    /// A moving figure, such as `split-squat`.
    FigureId
);
id!(
    /// A training goal with its dose, such as `strength`.
    GoalId
);
id!(
    /// A dose rule, such as `strength-sets`.
    RuleId
);
id!(
    /// A pattern of findings, such as `P-03`.
    PatternId
);
id!(
    /// A possible cause, such as `uneven-training`.
    CauseId
);
id!(
    /// An injury, operation or disease after which sides differ, such as `acl-reconstruction`.
    ConditionId
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
    /// What waits after an operation, in the order of the file.
    pub gates: Vec<Gate>,
    /// Equipment.
    pub equipment: BTreeMap<EquipmentId, Equipment>,
    /// Exercises and stretches.
    pub exercises: BTreeMap<ExerciseId, Exercise>,
    /// Moving figures.
    pub figures: BTreeMap<FigureId, Figure>,
    /// Goals and their doses.
    pub goals: BTreeMap<GoalId, Goal>,
    /// Dose rules the planner computes with.
    pub doses: DoseRules,
    /// Dose rules for people to read, in the order of the file.
    pub rules: Vec<Rule>,
    /// Patterns of findings.
    pub patterns: BTreeMap<PatternId, Pattern>,
    /// Possible causes.
    pub causes: BTreeMap<CauseId, Cause>,
    /// How much healthy legs differ, in the order of the file.
    pub usual_differences: Vec<UsualDifference>,
    /// How much sides differ after an injury, in the order of the file.
    pub after_injury: Vec<AfterInjury>,
    /// Cells of the coverage table that stay empty on purpose.
    pub gaps: Vec<Gap>,
    /// Sources.
    pub sources: BTreeMap<SourceId, Source>,
    /// Version of the knowledge, printed on every report.
    pub version: String,
}

impl Knowledge {
    /// Knows nothing but how much to train; for small examples and tests.
    #[must_use]
    pub fn empty(doses: DoseRules, version: &str) -> Self {
        Self {
            groups: BTreeMap::new(),
            tests: BTreeMap::new(),
            norms: Vec::new(),
            pairs: Vec::new(),
            sports: Vec::new(),
            flags: Vec::new(),
            actions: BTreeMap::new(),
            cautions: BTreeMap::new(),
            gates: Vec::new(),
            equipment: BTreeMap::new(),
            exercises: BTreeMap::new(),
            figures: BTreeMap::new(),
            goals: BTreeMap::new(),
            doses,
            rules: Vec::new(),
            patterns: BTreeMap::new(),
            causes: BTreeMap::new(),
            usual_differences: Vec::new(),
            after_injury: Vec::new(),
            gaps: Vec::new(),
            sources: BTreeMap::new(),
            version: version.to_owned(),
        }
    }

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
