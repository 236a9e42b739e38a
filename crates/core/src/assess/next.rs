//! The next best measurement: for each test that could be done, by how much it is expected to move the decisions.
//!
//! A test's result is a comparison's difference plus noise of known size, whatever the result will be. So the
//! posterior after it can be worked out for each result, and the undecided mass that is left is an average over
//! the results that are possible. It never looks at results that do not exist yet.

use crate::body::Quality;
use crate::knowledge::{CautionId, EquipmentId, Knowledge, Test};
use crate::person::Person;
use std::collections::BTreeSet;

use super::compare::Context;
use super::finding::{Comparison, MOST_DAYS, Suggestion};
use super::gaussian::normal_below;
use super::mixture::Mixture;
use super::model::{Model, Seen, Target};
use super::site::Normal;
use super::verdict::{Difference, is_decided, threshold, undecided_mass};

/// A comparison whose decision a measurement may move.
pub(super) struct Open<'a> {
    pub(super) comparison: &'a Comparison,
    pub(super) quality: Quality,
    pub(super) target: &'a Target,
    pub(super) seen: &'a Seen,
    pub(super) now: Difference,
}

/// A reduction of the undecided mass below this is not worth anybody's time.
const WORTH_MEASURING: f64 = 0.002; // source: evenstride-proposal
/// A test that would narrow a comparison's variance by less than this tells nothing about it.
const TELLS_NOTHING: f64 = 0.01; // source: evenstride-proposal; keeps the search quick
/// A finding counts as settled by more days when so many of the possible results decide it.
const SETTLES: f64 = 0.8; // source: evenstride-proposal

/// All tests that would help, by reduction per minute, best first.
pub(super) fn suggestions(context: &Context<'_, '_>, open: &[Open<'_>]) -> Vec<Suggestion> {
    let tests = possible_tests(context.model, context.person, context.options.cautions, context.knowledge);
    let mut found: Vec<Suggestion> =
        tests.into_iter().filter_map(|test| suggestion(context, open, test)).collect();
    found.sort_by(|a, b| {
        let per_minute = |s: &Suggestion| s.expected_reduction / s.minutes;
        per_minute(b).total_cmp(&per_minute(a)).then_with(|| a.test.cmp(&b.test))
    });
    found
}

/// The tests whose equipment is at hand or was used, and that nothing speaks against.
pub(super) fn possible_tests<'k>(
    model: &Model<'_>,
    person: &Person,
    cautions: &BTreeSet<CautionId>,
    knowledge: &'k Knowledge,
) -> Vec<&'k Test> {
    let used: BTreeSet<&EquipmentId> = model.instruments.iter().flat_map(|k| &k.test.equipment).collect();
    let at_hand = |id: &EquipmentId| {
        used.contains(id)
            || person.equipment.contains(id)
            || knowledge.equipment.get(id).is_some_and(|e| e.household)
    };
    knowledge
        .tests
        .values()
        .filter(|test| test.equipment.iter().all(at_hand))
        .filter(|test| test.cautions.iter().all(|caution| !cautions.contains(caution)))
        .collect()
}

/// What one test is expected to tell about some comparisons.
fn suggestion(context: &Context<'_, '_>, open: &[Open<'_>], test: &Test) -> Option<Suggestion> {
    let model = context.model;
    let (row, a_day, lasting) = model.next_difference(test, context.learnt);
    if row.differences.is_empty() {
        return None;
    }
    let result = Target::of(row);
    let seen = model.see(&result);
    let spread = model.variance(&seen) + lasting;
    let mut tells: Vec<(f64, f64, &Open<'_>)> = open
        .iter()
        .filter(|open| open.quality == test.quality)
        .filter_map(|open| {
            let own = model.variance(open.seen);
            let shared = model.between(open.target, open.seen, &result, &seen);
            let explained = shared * shared / (spread + a_day);
            if own <= 0.0 || explained < TELLS_NOTHING * own {
                return None;
            }
            let reduction = open.now.undecided() - undecided_after(&open.now, noise_of(own, explained)).0;
            (reduction > 0.0).then_some((reduction, shared, open))
        })
        .collect();
    let expected_reduction: f64 = tells.iter().map(|(reduction, _, _)| reduction).sum();
    if expected_reduction < WORTH_MEASURING {
        return None;
    }
    tells.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.comparison.cmp(b.2.comparison)));
    let days_to_settle = tells.first().and_then(|(_, shared, open)| {
        let own = model.variance(open.seen);
        (1..=MOST_DAYS).find(|&days| {
            let explained = shared * shared / (spread + a_day / f64::from(days));
            undecided_after(&open.now, noise_of(own, explained)).1 >= SETTLES
        })
    });
    Some(Suggestion {
        test: test.id.clone(),
        another_day: model.instruments.iter().any(|k| k.test.id == test.id),
        minutes: test.minutes,
        expected_reduction,
        tells_about: tells.into_iter().map(|(_, _, open)| (open.comparison.clone(), open.quality)).collect(),
        days_to_settle,
    })
}

/// The noise variance of a direct look at something that would explain this much of its variance.
pub(super) fn noise_of(variance: f64, explained: f64) -> f64 {
    if explained >= variance { 0.0 } else { variance * variance / explained - variance }
}

/// Possible results are averaged over so many equal steps on each side of the middle …
const HALF_STEPS: i32 = 10;
/// … out to so many standard deviations.
const REACH: f64 = 4.0;

/// After a direct look with this noise variance: the undecided mass to expect, and how probable it is that the
/// finding is decided then.
pub(super) fn undecided_after(now: &Difference, noise: f64) -> (f64, f64) {
    let line = threshold(now.delta, now.unit);
    let (mean, variance) = (now.mixture.mean(), now.mixture.variance() + noise);
    let step = REACH * libm::sqrt(variance) / f64::from(HALF_STEPS);
    let (mut undecided, mut decided, mut weights) = (0.0, 0.0, 0.0);
    for i in -HALF_STEPS..=HALF_STEPS {
        let result = mean + step * f64::from(i);
        let (weight, first, second) = after(&now.mixture, result, noise, line);
        undecided += weight * undecided_mass(first, second);
        decided += weight * f64::from(u8::from(is_decided(first, second)));
        weights += weight;
    }
    if weights > 0.0 { (undecided / weights, decided / weights) } else { (now.undecided(), 0.0) }
}

/// How probable a result is, and the probabilities beyond δ on both sides after it.
fn after(mixture: &Mixture, result: f64, noise: f64, line: f64) -> (f64, f64, f64) {
    let (mut weight, mut first, mut second) = (0.0, 0.0, 0.0);
    for &(share, Normal { mean, variance }) in mixture.parts() {
        let whole = variance + noise;
        if whole <= 0.0 {
            continue;
        }
        let apart = result - mean;
        let likely = share * libm::exp(-0.5 * apart * apart / whole) / libm::sqrt(whole);
        let sd = libm::sqrt(variance * noise / whole).max(1e-12);
        let middle = mean + apart * variance / whole;
        weight += likely;
        first += likely * normal_below((-line - middle) / sd);
        second += likely * normal_below((middle - line) / sd);
    }
    if weight > 0.0 { (weight, first / weight, second / weight) } else { (0.0, 0.0, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::finding::SizeUnit;

    fn difference(mean: f64) -> Difference {
        let mixture = Mixture::of_one(Normal { mean, variance: 0.07 * 0.07 });
        Difference { mixture, delta: 10.0, unit: SizeUnit::Percent }
    }

    #[test]
    fn measuring_is_never_expected_to_make_a_decision_harder() {
        for mean in [0.0, 0.05, 0.1, 0.2] {
            let now = difference(mean);
            let mut before = now.undecided();
            for share in [0.1, 0.3, 0.6, 0.9, 1.0] {
                let own = 0.07 * 0.07;
                let (after, _) = undecided_after(&now, noise_of(own, share * own));
                // Tolerance: twenty-one results stand for all.
                assert!(after <= before + 1e-2, "mean {mean}, share {share}: {before} to {after}");
                before = after;
            }
            assert!(before < 1e-9, "a perfect measurement decides");
        }
    }

    #[test]
    fn a_perfect_look_always_decides_and_a_blind_one_never_does_more_than_now() {
        let now = difference(0.1);
        assert!(undecided_after(&now, 0.0).1 > 0.999);
        let (after, decided) = undecided_after(&now, 1e9);
        assert!((after - now.undecided()).abs() < 1e-3 && decided < 1e-9, "{after} {decided}");
    }
}
