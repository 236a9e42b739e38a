//! When to measure again, and why then.
//!
//! It never promises a change. Read next: `super::course` for where in the weeks ahead it stands.

use crate::assess::{Assessment, Comparison, Finding, SizeUnit, Verdict};
use crate::body::Quality;
use crate::knowledge::{CautionId, Knowledge, Link, Test, TestId};
use crate::plan::{NeedKind, Plan};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// When to measure again, with what, and what a change could look like by then.
///
/// # Units
/// Points are percentage points of the stronger leg.
#[derive(Debug, Clone, PartialEq)]
pub struct Retest {
    /// The first sensible day.
    pub earliest: Date,
    /// The last day of the window.
    pub latest: Date,
    /// The tests to repeat: those behind called differences, or all used ones when nothing is called.
    pub tests: Vec<TestId>,
    /// Those of them that the person's limits or a leg that waits do not allow now.
    pub waiting: Vec<TestId>,
    /// A test that is wanted again soon, on another day, because something is undecided.
    pub another_day_first: Option<AnotherDay>,
    /// The smallest change of the leading difference that one retest could tell from noise.
    pub detectable_points: Option<f64>,
    /// The change of the leading difference that training is expected to bring until `latest`.
    pub expected_points: Option<f64>,
}

/// A test that another day of would tell most, with what it would settle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnotherDay {
    /// The test.
    pub test: TestId,
    /// What is undecided.
    pub comparison: Comparison,
    /// In which quality.
    pub quality: Quality,
}

impl Retest {
    /// The test that is wanted once more before the window; none once the window is open and asks for it anyway.
    #[must_use]
    pub fn another_day(&self, as_of: Date) -> Option<&AnotherDay> {
        let is_asked = |one: &&AnotherDay| as_of >= self.earliest && self.tests.contains(&one.test);
        self.another_day_first.as_ref().filter(|one| !is_asked(one))
    }
}

/// For which day and for whom a retest is asked.
#[derive(Debug, Clone, Copy)]
pub struct RetestOptions<'a> {
    /// The day from which the window counts.
    pub from: Date,
    /// What the person's tests must not hold; nothing for somebody without a clearance.
    pub cautions: &'a BTreeSet<CautionId>,
    /// Does a leg wait until somebody has looked? Then no test that loads it is done, and each compares the legs.
    pub a_leg_waits: bool,
}

/// Does a test load or stretch the leg, so that it is not done while that leg waits? A tape and a picture do not.
#[must_use]
pub fn loads_the_leg(test: &Test) -> bool {
    test.maximal || test.contraction.is_some() || test.quality != Quality::Size
}

/// Works out when to measure again; none when nothing usable was measured or the window leaves the calendar.
///
/// The leading difference is the called one between the legs with the highest probability. What can be detected is
/// `1.96·√2·√(2·leg_day² + 2·trial²/trials)` of its best test, in `100·ln`, turned into percent of the stronger.
/// What is expected is the catalogue's rate a week, at most the difference itself, and only for a weak side that
/// the plan strengthens.
///
/// # Source
/// `MDC95 = 1.96·√2·SEM`, with the SEM of a difference between two legs of which each has its own day and tries.
#[must_use]
pub fn retest(
    assessment: &Assessment,
    plan: Option<&Plan>,
    knowledge: &Knowledge,
    options: &RetestOptions<'_>,
) -> Option<Retest> {
    let [from_weeks, to_weeks] = knowledge.doses.retest_weeks;
    let RetestOptions { from, cautions, a_leg_waits } = options;
    let earliest = from.checked_add(i64::from(from_weeks).weeks()).ok()?;
    let latest = from.checked_add(i64::from(to_weeks).weeks()).ok()?;
    let called: Vec<&Finding> = assessment.findings.iter().filter(|finding| is_called(finding)).collect();
    let tests = match tests_behind(&called) {
        tests if tests.is_empty() => tests_behind(&assessment.findings.iter().collect::<Vec<_>>()),
        tests => tests,
    };
    if tests.is_empty() {
        return None;
    }
    let is_allowed = |id: &TestId| {
        let test = knowledge.tests.get(id);
        test.is_none_or(|test| {
            let rests = *a_leg_waits && loads_the_leg(test);
            !rests && test.cautions.iter().all(|caution| !cautions.contains(caution))
        })
    };
    let (tests, waiting): (Vec<TestId>, Vec<TestId>) = tests.into_iter().partition(&is_allowed);
    // What its best test could tell says nothing while that test waits.
    let leading = leading(&called).filter(|finding| {
        let best = finding.evidence.tests.iter().find(|evidence| evidence.used);
        best.is_none_or(|best| is_allowed(&best.test))
    });
    Some(Retest {
        earliest,
        latest,
        tests,
        waiting,
        another_day_first: another_day_first(assessment).filter(|one| is_allowed(&one.test)),
        detectable_points: leading.and_then(|finding| detectable_points(finding, knowledge)),
        expected_points: leading.and_then(|finding| expected_points(finding, plan?, knowledge, to_weeks)),
    })
}

/// What a measurement at the end of so many weeks could tell and what is expected until then.
///
/// # Units
/// Percentage points of the stronger leg.
pub(super) fn law(assessment: &Assessment, plan: &Plan, knowledge: &Knowledge, weeks: u32) -> [Option<f64>; 2] {
    let called: Vec<&Finding> = assessment.findings.iter().filter(|finding| is_called(finding)).collect();
    let Some(finding) = leading(&called) else { return [None, None] };
    [detectable_points(finding, knowledge), expected_points(finding, plan, knowledge, weeks)]
}

/// For so many weeks the rate at which a difference closes is known.
const RATE_KNOWN_WEEKS: u32 = 10; // source: baroni-2016, zhang-2024, cao-2024, as the rule retest-closing says

fn is_called(finding: &Finding) -> bool {
    matches!(finding.verdict, Verdict::Imbalanced { .. })
}

fn tests_behind(findings: &[&Finding]) -> Vec<TestId> {
    let mut tests = Vec::new();
    for evidence in findings.iter().flat_map(|finding| &finding.evidence.tests) {
        if evidence.used && !tests.contains(&evidence.test) {
            tests.push(evidence.test.clone());
        }
    }
    tests
}

/// The called left–right finding in percent with the highest probability; the earlier one when two are equal.
fn leading<'a>(called: &[&'a Finding]) -> Option<&'a Finding> {
    let probability = |finding: &Finding| finding.estimate.as_ref().map_or(0.0, |e| e.probability);
    let between_legs = called.iter().copied().filter(|finding| match finding.comparison {
        // Degrees give no percentage points.
        Comparison::LeftRight { .. } => finding.estimate.as_ref().is_some_and(|e| e.unit == SizeUnit::Percent),
        // A ratio carries the noise of two tests, so neither figure below would hold for it.
        Comparison::Opposing { .. } => false,
    });
    between_legs.reduce(|best, next| if probability(next) > probability(best) { next } else { best })
}

fn another_day_first(assessment: &Assessment) -> Option<AnotherDay> {
    let needs = assessment.findings.iter().filter_map(|finding| match &finding.verdict {
        Verdict::Undecided { needs } => Some((finding, needs.as_ref().filter(|needs| needs.another_day)?)),
        Verdict::Balanced | Verdict::Imbalanced { .. } | Verdict::NotComparable { .. } => None,
    });
    let (finding, needs) = needs
        .reduce(|best, next| if next.1.expected_reduction > best.1.expected_reduction { next } else { best })?;
    let (test, comparison) = (needs.test.clone(), finding.comparison.clone());
    Some(AnotherDay { test, comparison, quality: finding.quality })
}

fn detectable_points(finding: &Finding, knowledge: &Knowledge) -> Option<f64> {
    let best = finding.evidence.tests.iter().find(|evidence| evidence.used)?;
    let test = knowledge.tests.get(&best.test)?;
    // The noise of a linear test is in its own unit, so it gives no percentage points.
    let in_percent = finding.estimate.as_ref()?.unit == SizeUnit::Percent && test.link != Link::Linear;
    if !in_percent {
        return None;
    }
    let trials = f64::from(test.trials.max(1));
    let sem = (2.0 * best.noise.leg_day.powi(2) + 2.0 * best.noise.trial.powi(2) / trials).sqrt();
    let detectable_ln = 1.96 * std::f64::consts::SQRT_2 * sem;
    Some(100.0 * (1.0 - libm::exp(-detectable_ln / 100.0)))
}

fn expected_points(finding: &Finding, plan: &Plan, knowledge: &Knowledge, weeks: u32) -> Option<f64> {
    let estimate = finding.estimate.as_ref()?;
    let is_trained = plan
        .needs
        .iter()
        .any(|need| need.kind == NeedKind::Strengthen && need.group == *finding.comparison.group());
    if finding.quality != Quality::Strength || estimate.unit != SizeUnit::Percent || !is_trained {
        return None;
    }
    let weeks = f64::from(weeks.min(RATE_KNOWN_WEEKS));
    Some((knowledge.doses.expected_points_per_week * weeks).min(estimate.size.abs()))
}
