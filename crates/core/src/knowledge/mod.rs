//! What the field knows, as types: muscle groups, tests, norms, opposing pairs, red flags, exercises, doses.
//!
//! The `catalog` crate fills a [`Knowledge`] from data files and refuses what does not hold; core only
//! reads it. Every entry carries a [`Grade`] and its sources. Open sets are data here, closed sets are
//! enums. Read next: [`crate::measure`].

mod assuming;
mod auditing;
mod coverage;
mod doses;
mod figure;
mod following;
mod language;
mod measuring;
mod naming;
mod reasoning;
mod screening;
mod sign;
mod training;

pub use assuming::{Assumption, ModelRules};
pub use auditing::{AuditFigure, AuditFigures, AuditPair, AuditRules, Movement};
pub use coverage::{
    Covered, TEST_SHARE, class_needed, coverage, exercise_fills, lengthens, strengthens, test_fills,
};
pub use doses::{DoseRules, Minimum, Rule, Topic};
pub use figure::{Arms, Contact, Device, Face, Figure, Frame, Leg, LegPart, Prop, Touch, View};
pub use following::{
    FollowingFigure, FollowingFigures, FollowingRules, Ladder, Schedule, ScheduleStep, counted,
};
pub use language::Language;
pub use measuring::{
    DifferencePrior, KEEP_WEIGHT_MAX, Link, MuscleGroup, Noise, Norm, OpposingPair, Reliability, Setting, Sex,
    SportDifference, Test, UsualRatio,
};
pub use naming::{NameWords, Naming, NotLegs, OtherNames, WordRole};
pub use reasoning::{AfterInjury, Cause, Cell, Gap, Pattern, PatternAnswer, UsualDifference};
pub use screening::{Action, ActionWords, Caution, Escalation, Flag, Gate, LimitedLoads, MeasuredFlag};
pub use sign::{Sign, SignEffect, SignWords, Stems, plain_letters};
pub use training::{
    COUNTED_SHARE, Contraction, Dose, Equipment, EquipmentClass, EquipmentPlace, Exercise, ExerciseKind, Goal,
    Motion, MuscleLength, Plane,
};

use crate::body::{MuscleGroupId, Quality, Side, id};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
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
    /// An assumption of the model, such as `correlation-of-groups`.
    AssumptionId
);
id!(
    /// A figure of following a plan, such as `lighter-after-weeks`.
    FollowingId
);
id!(
    /// An opposing pair, such as `hamstrings-quads`.
    PairId
);
id!(
    /// A figure of scoring a week, such as `weight-sides`.
    AuditFigureId
);
id!(
    /// Two sides of a joint whose work in a week is held against each other, such as `thigh`.
    AuditPairId
);
id!(
    /// A movement that a week should hold, such as `hinge`.
    MovementId
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
    /// Names that other apps use for exercises.
    pub naming: Naming,
    /// Moving figures.
    pub figures: BTreeMap<FigureId, Figure>,
    /// Goals and their doses.
    pub goals: BTreeMap<GoalId, Goal>,
    /// Dose rules the planner computes with.
    pub doses: DoseRules,
    /// Dose rules for people to read, in the order of the file.
    pub rules: Vec<Rule>,
    /// How a plan is followed.
    pub following: FollowingRules,
    /// How a week is scored.
    pub auditing: AuditRules,
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
    /// What the model assumes.
    pub assumptions: BTreeMap<AssumptionId, Assumption>,
    /// The figures of the assumptions, as the model computes with them.
    pub model: ModelRules,
    /// Sources.
    pub sources: BTreeMap<SourceId, Source>,
    /// Version of the knowledge, printed on every report.
    pub version: String,
    /// The language of its sentences; what it decides is the same in all.
    pub language: Language,
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
            naming: Naming::default(),
            figures: BTreeMap::new(),
            goals: BTreeMap::new(),
            doses,
            rules: Vec::new(),
            following: FollowingRules::plain(),
            auditing: AuditRules::plain(),
            patterns: BTreeMap::new(),
            causes: BTreeMap::new(),
            usual_differences: Vec::new(),
            after_injury: Vec::new(),
            gaps: Vec::new(),
            assumptions: BTreeMap::new(),
            model: ModelRules::PLAIN,
            sources: BTreeMap::new(),
            version: version.to_owned(),
            language: Language::English,
        }
    }

    /// The words of an action.
    #[must_use]
    pub fn action_words(&self, action: Action) -> Option<&ActionWords> {
        self.actions.get(&action)
    }

    /// What cites a source, as `test hop-single` and the like, in the order of kinds and ids; each once.
    #[must_use]
    pub fn citing(&self, source: &SourceId) -> Vec<String> {
        fn named<'a>(kind: &str, id: impl fmt::Display, sources: &'a [SourceId]) -> (String, &'a [SourceId]) {
            (format!("{kind} {id}"), sources)
        }
        let mut all: Vec<(String, &[SourceId])> = Vec::new();
        for group in self.groups.values() {
            all.push(named("muscle", &group.id, &group.source));
            all.extend(group.prior.values().map(|prior| named("muscle", &group.id, &prior.source)));
        }
        for test in self.tests.values() {
            all.extend([&test.source, &test.noise_source].map(|sources| named("test", &test.id, sources)));
            let printed = test.reliability.iter().map(|row| std::slice::from_ref(&row.source));
            all.extend(printed.map(|sources| named("test", &test.id, sources)));
        }
        all.extend(self.norms.iter().map(|norm| named("norm", &norm.test, std::slice::from_ref(&norm.source))));
        all.extend(self.usual_differences.iter().map(|row| named("usual difference", &row.test, &row.source)));
        all.extend(self.after_injury.iter().map(|row| named("difference after", &row.condition, &row.source)));
        for pair in &self.pairs {
            all.extend(pair.ratio.iter().map(|ratio| named("ratio", &pair.id, &ratio.source)));
        }
        all.extend(self.sports.iter().map(|row| named("sport", row.sport.join(" "), &row.source)));
        all.extend(self.flags.iter().map(|flag| named("flag", &flag.id, &flag.source)));
        all.extend(self.actions.values().map(|words| named("action", words.action.as_str(), &words.source)));
        all.extend(self.cautions.values().map(|caution| named("caution", &caution.id, &caution.source)));
        all.extend(self.exercises.values().map(|exercise| named("exercise", &exercise.id, &exercise.source)));
        all.extend(self.goals.values().map(|goal| named("goal", &goal.id, &goal.source)));
        all.push(named("dose", "planner", &self.doses.source));
        all.extend(self.rules.iter().map(|rule| named("dose", &rule.id, &rule.source)));
        all.extend(self.following.entries.iter().map(|one| named("following", &one.id, &one.source)));
        all.extend(self.following.ladders.iter().map(|one| named("ladder", &one.exercise, &one.source)));
        all.extend(self.following.schedules.iter().map(|one| named("schedule", &one.exercise, &one.source)));
        all.extend(self.following.signs.iter().map(|one| named("sign", &one.rule, &one.source)));
        all.extend(self.auditing.entries.iter().map(|one| named("week", &one.id, &one.source)));
        all.extend(self.auditing.pairs.iter().map(|one| named("week", &one.id, &one.source)));
        all.extend(self.auditing.movements.iter().map(|one| named("week", &one.id, &one.source)));
        all.extend(self.patterns.values().map(|pattern| named("pattern", &pattern.id, &pattern.source)));
        all.extend(self.causes.values().map(|cause| named("cause", &cause.id, &cause.source)));
        all.extend(self.gaps.iter().map(|gap| named("gap", &gap.group, &gap.source)));
        all.extend(self.assumptions.values().map(|one| named("assumption", &one.id, &one.source)));
        let mut owners: Vec<String> =
            all.into_iter().filter(|(_, sources)| sources.contains(source)).map(|(owner, _)| owner).collect();
        owners.dedup();
        owners
    }

    /// Finds a muscle group by id or name, whatever the case and the hyphens.
    #[must_use]
    pub fn find_group(&self, text: &str) -> Option<&MuscleGroup> {
        let wanted = folded(text);
        self.groups.values().find(|group| folded(group.id.as_str()) == wanted || folded(&group.name) == wanted)
    }

    /// Finds a test by id, name or alias, whatever the case, the hyphens and the language.
    #[must_use]
    pub fn find_test(&self, text: &str) -> Option<&Test> {
        let wanted = folded(text);
        self.tests.values().find(|test| test.spellings().any(|spelling| folded(spelling) == wanted))
    }

    /// Finds a piece of equipment by id, name or alias.
    #[must_use]
    pub fn find_equipment(&self, text: &str) -> Option<&Equipment> {
        let wanted = folded(text);
        self.equipment.values().find(|piece| piece.spellings().any(|spelling| folded(spelling) == wanted))
    }

    /// Finds an exercise by id, name or alias; see [`crate::training::recognise`] for the names of other apps.
    #[must_use]
    pub fn find_exercise(&self, text: &str) -> Option<&Exercise> {
        let wanted = folded(text);
        self.exercises.values().find(|exercise| exercise.spellings().any(|spelling| folded(spelling) == wanted))
    }

    /// The caution that says how to choose the load of an exercise in its place; the first by id.
    #[must_use]
    pub fn limits_load(&self, exercise: &Exercise, cautions: &BTreeSet<CautionId>) -> Option<&Caution> {
        cautions
            .iter()
            .filter_map(|id| self.cautions.get(id))
            .find(|caution| caution.loads.of(exercise).is_some())
    }

    /// How to choose the load of an exercise, which a caution may limit.
    #[must_use]
    pub fn load_words<'a>(&'a self, exercise: &'a Exercise, limited_by: Option<&CautionId>) -> &'a str {
        let limited = limited_by.and_then(|id| self.cautions.get(id)?.loads.of(exercise));
        limited.unwrap_or(&exercise.load)
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
