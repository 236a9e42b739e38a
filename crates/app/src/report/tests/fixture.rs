//! Hand-made checks: what a report is tested on.

use super::plan::plan;
use crate::report::CheckView;
use crate::report::standing::{Limits, Standing};
use evenstride_core::assess::{
    Acting, ActingReason, Assessment, Comparison, Confidence, DayEvidence, Estimate, Evidence, Finding,
    LevelEvidence, NoiseFrom, RatioEvidence, SideTrials, SizeUnit, Suggestion, TestEvidence, Verdict, Weaker,
    WhyNot,
};
use evenstride_core::body::{Bilateral, MuscleGroupId, Quality, Side};
use evenstride_core::knowledge::{Action, CautionId, FlagId, GateId, Knowledge, Noise, PairId, TestId};
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::person::{Person, SubjectId};
use evenstride_core::plan::{Plan, PlanError};
use evenstride_core::screen::{ClearedBy, RaisedFlag, RaisedReason, Screening};
use evenstride_core::track::{AnotherDay, Retest};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

/// The quantiles (i + ½)/20 of a standard normal, to two decimals.
const NORMAL: [f64; 20] = [
    -1.96, -1.44, -1.15, -0.93, -0.76, -0.60, -0.45, -0.32, -0.19, -0.06, 0.06, 0.19, 0.32, 0.45, 0.60, 0.76,
    0.93, 1.15, 1.44, 1.96,
];

/// Everything that a view borrows from.
#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) person: Person,
    pub(crate) knowledge: Knowledge,
    pub(crate) screening: Screening,
    pub(crate) assessment: Option<Assessment>,
    pub(crate) plan: Option<Plan>,
    pub(crate) plan_problem: Option<PlanError>,
    pub(crate) retest: Option<Retest>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) flags: Vec<RaisedFlag>,
    pub(crate) cautions: BTreeSet<CautionId>,
    pub(crate) no_maximal_tests: BTreeSet<Side>,
    pub(crate) gates: Vec<GateId>,
}

impl Check {
    pub(crate) fn view(&self) -> CheckView<'_> {
        CheckView {
            person: &self.person,
            knowledge: &self.knowledge,
            as_of: date(2026, 5, 4),
            screening: &self.screening,
            assessment: self.assessment.as_ref(),
            plan: self.plan.as_ref(),
            plan_problem: self.plan_problem.as_ref(),
            retest: self.retest.as_ref(),
            course: None,
            explanation: None,
            swap: None,
            facts: None,
            notices: &self.notices,
            version: "0.1.0",
        }
    }

    /// A clearance: only the screen makes a real one, so the report's own reading of it is made here.
    pub(crate) fn cleared(&self) -> Standing<'_> {
        Standing::Cleared(Limits {
            until: date(2026, 8, 2),
            flags: &self.flags,
            cautions: &self.cautions,
            no_maximal_tests: &self.no_maximal_tests,
            gates: &self.gates,
            gentle: true,
            waits: &[],
        })
    }
}

pub(crate) fn group(id: &str) -> MuscleGroupId {
    MuscleGroupId::new(id).unwrap()
}

pub(crate) fn test_id(id: &str) -> TestId {
    TestId::new(id).unwrap()
}

pub(crate) fn knowledge() -> Knowledge {
    let table: toml::Table = toml::from_str(include_str!("knowledge.toml")).unwrap();
    let rows = |name: &str| table[name].as_array().unwrap().clone();
    macro_rules! by {
        ($name:literal, $type:ty, $key:ident) => {
            rows($name)
                .into_iter()
                .map(|row| row.try_into::<$type>().unwrap())
                .map(|row| (row.$key.clone(), row))
                .collect()
        };
    }
    use evenstride_core::knowledge as k;
    Knowledge {
        groups: by!("group", k::MuscleGroup, id),
        tests: by!("test", k::Test, id),
        pairs: rows("pair").into_iter().map(|row| row.try_into().unwrap()).collect(),
        flags: rows("flag").into_iter().map(|row| row.try_into().unwrap()).collect(),
        gates: rows("gate").into_iter().map(|row| row.try_into().unwrap()).collect(),
        actions: by!("action", k::ActionWords, action),
        cautions: by!("caution", k::Caution, id),
        equipment: by!("equipment", k::Equipment, id),
        exercises: by!("exercise", k::Exercise, id),
        sources: by!("source", k::Source, id),
        ..Knowledge::empty(table["doses"].clone().try_into().unwrap(), "2026-05")
    }
}

/// A normal posterior: positive sizes mean that the right leg, or the opponent, is weaker.
pub(crate) fn estimate(unit: SizeUnit, delta: f64, size: f64, sd: f64) -> Estimate {
    let quantiles = NORMAL.map(|z| size + sd * z);
    let share = |beyond: usize| f64::from(u32::try_from(beyond).unwrap()) / 20.0;
    let first = quantiles.iter().filter(|q| **q < -delta).count();
    let second = quantiles.iter().filter(|q| **q > delta).count();
    Estimate {
        unit,
        delta,
        size,
        low: size - 1.96 * sd,
        high: size + 1.96 * sd,
        quantiles,
        probability: share(first + second),
        probability_first: share(first),
        probability_second: share(second),
    }
}

fn trials(values: &[f64]) -> SideTrials {
    SideTrials { values: values.to_vec(), ..SideTrials::default() }
}

fn evidence(test: &str, left: SideTrials, right: SideTrials, used: bool) -> Evidence {
    let day = DayEvidence { day: date(2026, 5, 2), sides: Bilateral { left, right } };
    Evidence {
        n_trials: 6,
        n_days: 1,
        tests: vec![TestEvidence {
            test: test_id(test),
            device: None,
            load: 1.0,
            days: vec![day],
            used,
            raw_size: Some(21.3),
            noise: Noise { trial: 4.0, leg_day: 3.0, shared_day: 3.0, quirk: 2.0 },
            noise_from: NoiseFrom::Catalogue,
        }],
        prior_sd: Some(8.0),
        posterior_mean: Some(20.9),
        posterior_sd: Some(6.0),
        level: Some(Bilateral {
            left: LevelEvidence { z: 0.2, z_sd: 0.4, probability_low: 0.01 },
            right: LevelEvidence { z: -1.3, z_sd: 0.4, probability_low: 0.77 },
        }),
        ratio: None,
        ..Evidence::default()
    }
}

pub(crate) fn finding(
    comparison: Comparison,
    quality: Quality,
    verdict: Verdict,
    estimate: Option<Estimate>,
    reasons: &[ActingReason],
) -> Finding {
    let worth_reasons = |reason: &ActingReason| {
        matches!(reason, ActingReason::BelowNorm | ActingReason::Pain | ActingReason::History)
    };
    Finding {
        comparison,
        quality,
        verdict,
        change: None,
        acting: estimate
            .as_ref()
            .map(|_| Acting { worth: reasons.iter().any(worth_reasons), reasons: reasons.to_vec() }),
        estimate,
        evidence: evidence("hop-single", trials(&[110.0, 114.0, 112.5]), trials(&[88.0, 91.0, 90.0]), true),
    }
}

pub(crate) fn left_right(id: &str) -> Comparison {
    Comparison::LeftRight { group: group(id) }
}

fn opposing(side: Side) -> Comparison {
    Comparison::Opposing {
        pair: PairId::new("hamstrings-quads").unwrap(),
        group: group("hamstrings"),
        opponent: group("quads"),
        side,
    }
}

pub(crate) fn weaker_leg(side: Side, confidence: Confidence) -> Verdict {
    Verdict::Imbalanced { weaker: Weaker::Leg(side), confidence }
}

fn suggestion(test: &str, another_day: bool) -> Suggestion {
    Suggestion {
        test: test_id(test),
        another_day,
        minutes: 7.5,
        expected_reduction: 0.3,
        tells_about: vec![
            (left_right("hamstrings"), Quality::Strength),
            (opposing(Side::Left), Quality::Strength),
        ],
        days_to_settle: None,
        missing_leg: None,
    }
}

/// One finding of every kind.
pub(crate) fn findings() -> Vec<Finding> {
    use Confidence::{Clear, Probable};
    let percent = |size: f64, sd: f64| Some(estimate(SizeUnit::Percent, 10.0, size, sd));
    let strength = Quality::Strength;
    let no_reason: &[ActingReason] = &[ActingReason::NoDifference];
    let mut weak_hamstrings = finding(
        opposing(Side::Right),
        strength,
        Verdict::Imbalanced { weaker: Weaker::Group(group("hamstrings")), confidence: Probable },
        percent(-16.0, 7.0),
        &[ActingReason::BelowNorm],
    );
    weak_hamstrings.evidence.ratio = Some(RatioEvidence { usual: 0.6, ratio: 0.504, low: 0.43, high: 0.59 });
    let mut not_comparable = finding(
        left_right("dorsiflexors"),
        strength,
        Verdict::NotComparable { why: WhyNot::PainLimited(Side::Left) },
        None,
        &[],
    );
    let hurt = SideTrials { pain_limited: vec![12.0], doubtful: vec![999.0], ..SideTrials::default() };
    not_comparable.evidence = evidence("chair-stand", hurt, trials(&[14.0]), false);
    vec![
        finding(left_right("gastrocnemius"), strength, Verdict::Balanced, percent(2.0, 3.5), no_reason),
        finding(
            left_right("quads"),
            strength,
            weaker_leg(Side::Right, Clear),
            percent(19.0, 5.1),
            &[ActingReason::BelowNorm, ActingReason::History, ActingReason::BeyondUsual { usual_up_to: 12.0 }],
        ),
        finding(
            left_right("abductors"),
            strength,
            weaker_leg(Side::Left, Probable),
            percent(-15.0, 7.0),
            &[ActingReason::NothingCallsForIt],
        ),
        finding(
            left_right("hamstrings"),
            strength,
            Verdict::Undecided { needs: Some(suggestion("chair-stand", true)) },
            percent(6.5, 8.0),
            &[ActingReason::NotSure],
        ),
        finding(
            left_right("quads"),
            Quality::LoadSharing,
            Verdict::Undecided { needs: None },
            percent(-0.2, 12.0),
            &[ActingReason::NotSure],
        ),
        finding(
            left_right("hamstrings"),
            Quality::Flexibility,
            weaker_leg(Side::Left, Probable),
            Some(estimate(SizeUnit::Degrees, 5.0, -9.0, 4.0)),
            &[ActingReason::Pain],
        ),
        finding(
            left_right("gastrocnemius"),
            Quality::Size,
            weaker_leg(Side::Right, Clear),
            percent(25.0, 3.0),
            &[ActingReason::NormalForSport { usual_percent: 14.0, up_to_percent: 22.0 }],
        ),
        finding(
            left_right("abductors"),
            Quality::Control,
            weaker_leg(Side::Right, Probable),
            percent(18.0, 9.0),
            &[ActingReason::NothingCallsForIt],
        ),
        not_comparable,
        weak_hamstrings,
        finding(
            opposing(Side::Left),
            strength,
            Verdict::Balanced,
            percent(1.0, 3.0),
            &[ActingReason::BothAboveNorm],
        ),
    ]
}

/// A check with everything in it.
pub(crate) fn full() -> Check {
    let cleared = ClearedBy { who: "physiotherapist".to_owned(), on: date(2026, 4, 20) };
    Check {
        person: Person { subject: SubjectId::new("Anna"), ..Person::default() },
        knowledge: knowledge(),
        screening: Screening::Incomplete { open: Vec::new() },
        assessment: Some(Assessment {
            subject: SubjectId::new("Anna").unwrap(),
            as_of: date(2026, 5, 4),
            findings: findings(),
            next: vec![suggestion("chair-stand", true), suggestion("knee-reach", false)],
            patterns: Vec::new(),
            predictions: Vec::new(),
            notices: Vec::new(),
        }),
        plan: Some(plan()),
        plan_problem: None,
        retest: Some(Retest {
            earliest: date(2026, 6, 1),
            latest: date(2026, 6, 15),
            tests: vec![test_id("hop-single"), test_id("knee-reach")],
            waiting: Vec::new(),
            another_day_first: Some(AnotherDay {
                test: test_id("chair-stand"),
                comparison: Comparison::LeftRight { group: MuscleGroupId::new("whole-leg").unwrap() },
                quality: Quality::Strength,
            }),
            detectable_points: Some(13.2),
            expected_points: Some(4.5),
        }),
        notices: vec![
            Notice::new(NoticeCode::UnitAssumed, "the unit of “hop” was missing, so cm was taken")
                .at(Place { file: "measurements.csv".to_owned(), line: Some(12) })
                .hint("write the unit into the column `unit`"),
        ],
        flags: vec![
            raised("RF-26", Action::Limit, None),
            RaisedFlag { cleared: Some(cleared), ..raised("RF-04", Action::SameDay, Some(Side::Left)) },
        ],
        cautions: BTreeSet::from([CautionId::new("impact").unwrap()]),
        no_maximal_tests: BTreeSet::from([Side::Left]),
        gates: vec![GateId::new("mended").unwrap()],
    }
}

pub(crate) fn raised(flag: &str, action: Action, side: Option<Side>) -> RaisedFlag {
    RaisedFlag {
        flag: FlagId::new(flag).unwrap(),
        action,
        side,
        answered: true,
        measured: false,
        cleared: None,
        reasons: vec![RaisedReason::Said("This needs an examination the same day.".to_owned())],
    }
}

/// A check that the screen stopped.
pub(crate) fn stopped(action: Action, flags: Vec<RaisedFlag>) -> Check {
    Check {
        screening: Screening::Stopped { action, flags, open: Vec::new() },
        assessment: None,
        plan: None,
        retest: None,
        ..full()
    }
}

/// Names that try to be markup, and a day that no other fixture uses.
pub(crate) fn hostile() -> Check {
    let evil = "<script>alert(\"1\")</script> & 'x' {group}\u{1b}[2J";
    let mut check = full();
    for group in check.knowledge.groups.values_mut() {
        group.name = evil.to_owned();
    }
    for test in check.knowledge.tests.values_mut() {
        test.name = evil.to_owned();
        test.steps = vec![evil.to_owned()];
        test.honest = evil.to_owned();
    }
    for exercise in check.knowledge.exercises.values_mut() {
        exercise.name = evil.to_owned();
        exercise.cues = vec![evil.to_owned()];
    }
    for source in check.knowledge.sources.values_mut() {
        source.citation = evil.to_owned();
        source.locator = Some("javascript:alert(1)".to_owned());
    }
    for flag in &mut check.knowledge.flags {
        flag.question = evil.to_owned();
        flag.name = evil.to_owned();
    }
    check.person.subject = SubjectId::new("<b>\"Anna\" & 'co'</b>");
    check.notices = vec![Notice::new(NoticeCode::ColumnIgnored, evil).hint(evil)];
    check.flags.iter_mut().for_each(|flag| flag.reasons = vec![RaisedReason::Said(evil.to_owned())]);
    check
}

/// Nothing measured, nothing planned.
pub(crate) fn empty() -> Check {
    let mut check = full();
    check.person = Person::default();
    check.assessment =
        check.assessment.map(|assessment| Assessment { findings: Vec::new(), next: Vec::new(), ..assessment });
    check.plan = None;
    check.plan_problem = Some(PlanError::NoMinutes);
    check.retest = None;
    check.notices = Vec::new();
    check.flags = Vec::new();
    check.cautions = BTreeSet::new();
    check.gates = Vec::new();
    check.no_maximal_tests = BTreeSet::new();
    check
}

/// The checks of all kinds by name, each with how it stands.
pub(crate) fn all() -> BTreeMap<&'static str, Check> {
    let open =
        Screening::Incomplete { open: vec![FlagId::new("RF-04").unwrap(), FlagId::new("RF-26").unwrap()] };
    let expired = Screening::Expired { until: Date::constant(2026, 3, 1) };
    let without_plan = |screening| Check { screening, plan: None, ..full() };
    BTreeMap::from([
        ("full", full()),
        ("days", super::days::check()),
        ("hostile", hostile()),
        ("empty", empty()),
        ("incomplete", without_plan(open)),
        ("expired", without_plan(expired)),
        ("stopped", stopped(Action::SameDay, vec![raised("RF-04", Action::SameDay, Some(Side::Left))])),
        ("assent", stopped(Action::Assent, vec![raised("RF-35", Action::Assent, None)])),
    ])
}

/// How a check stands: what its screening says, or cleared when no question is open.
pub(crate) fn standing(check: &Check) -> Standing<'_> {
    match &check.screening {
        Screening::Incomplete { open } if open.is_empty() => check.cleared(),
        screening => Standing::of(screening),
    }
}
