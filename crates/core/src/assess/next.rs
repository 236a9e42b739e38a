//! The next best measurement: for each test that could be done, by how much it is expected to move the decisions.
//!
//! For a test and a comparison the posterior after one more session is known in its spread beforehand; only
//! its middle is not, and that is normal. So the probability mass that will still be undecided is a
//! one-dimensional average over a normal distribution.

use crate::body::Quality;
use crate::knowledge::{CautionId, EquipmentId, Knowledge, Test};
use crate::person::Person;
use std::collections::BTreeSet;

use super::finding::{Comparison, Suggestion};
use super::gaussian::Form;
use super::model::Model;
use super::verdict::Difference;

/// A comparison whose decision a measurement may move.
pub(super) struct Target {
    pub(super) comparison: Comparison,
    pub(super) quality: Quality,
    pub(super) form: Form,
    pub(super) now: Difference,
}

/// A reduction of the undecided mass below this is not worth anybody's time.
const WORTH_MEASURING: f64 = 0.002; // source: evenstride-proposal
/// A test that would narrow a comparison's variance by less than this tells nothing about it.
const TELLS_NOTHING: f64 = 0.01; // source: evenstride-proposal; keeps the search quick

/// All tests that would help, by reduction per minute, best first.
pub(super) fn suggestions(
    model: &Model<'_>,
    targets: &[Target],
    person: &Person,
    cautions: &BTreeSet<CautionId>,
    knowledge: &Knowledge,
) -> Vec<Suggestion> {
    let used: BTreeSet<&EquipmentId> = model.instruments.iter().flat_map(|k| &k.test.equipment).collect();
    let at_hand = |id: &EquipmentId| {
        used.contains(id)
            || person.equipment.contains(id)
            || knowledge.equipment.get(id).is_some_and(|e| e.household)
    };
    let mut found: Vec<Suggestion> = knowledge
        .tests
        .values()
        .filter(|test| test.equipment.iter().all(at_hand))
        .filter(|test| test.cautions.iter().all(|caution| !cautions.contains(caution)))
        .filter_map(|test| suggestion(model, targets, test))
        .collect();
    found.sort_by(|a, b| {
        let per_minute = |s: &Suggestion| s.expected_reduction / s.minutes;
        per_minute(b).total_cmp(&per_minute(a)).then_with(|| a.test.cmp(&b.test))
    });
    found
}

/// What one test is expected to tell about some comparisons.
pub(super) fn suggestion(model: &Model<'_>, targets: &[Target], test: &Test) -> Option<Suggestion> {
    let (form, noise_variance) = model.next_difference(test);
    if form.is_empty() {
        return None;
    }
    let spread = model.state.between(&form, &form) + noise_variance;
    let mut tells: Vec<(f64, &Target)> = targets
        .iter()
        .filter_map(|target| {
            let shared = model.state.between(&target.form, &form);
            let explained = shared * shared / spread;
            if explained < TELLS_NOTHING * target.now.sd * target.now.sd {
                return None;
            }
            let reduction = target.now.undecided() - expected_undecided(target.now, explained);
            (reduction > 0.0).then_some((reduction, target))
        })
        .collect();
    let expected_reduction: f64 = tells.iter().map(|(reduction, _)| reduction).sum();
    if expected_reduction < WORTH_MEASURING {
        return None;
    }
    tells.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.comparison.cmp(&b.1.comparison)));
    Some(Suggestion {
        test: test.id.clone(),
        another_day: model.instruments.iter().any(|k| k.test.id == test.id),
        minutes: test.minutes,
        expected_reduction,
        tells_about: tells.into_iter().map(|(_, t)| (t.comparison.clone(), t.quality)).collect(),
        days_to_settle: None,
    })
}

/// Undecided mass to expect when a measurement will explain this much of the variance.
fn expected_undecided(now: Difference, explained: f64) -> f64 {
    let explained = explained.min(now.sd * now.sd);
    let after = libm::sqrt((now.sd * now.sd - explained).max(0.0));
    let moves = libm::sqrt(explained);
    let (mut sum, mut weights) = (0.0, 0.0);
    for step in -HALF_STEPS..=HALF_STEPS {
        let z = f64::from(step) * REACH / f64::from(HALF_STEPS);
        let weight = libm::exp(-0.5 * z * z);
        sum += weight * Difference { mean: now.mean + z * moves, sd: after, ..now }.undecided();
        weights += weight;
    }
    sum / weights
}

/// The average is taken over so many equal steps on each side of the middle …
const HALF_STEPS: i32 = 20;
/// … out to so many standard deviations.
const REACH: f64 = 4.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::finding::SizeUnit;

    #[test]
    fn measuring_is_never_expected_to_make_a_decision_harder() {
        for mean in [0.0, 0.05, 0.1, 0.2] {
            let now = Difference { mean, sd: 0.07, delta: 10.0, unit: SizeUnit::Percent };
            let mut before = now.undecided();
            for share in [0.1, 0.3, 0.6, 0.9, 1.0] {
                let after = expected_undecided(now, share * 0.07 * 0.07);
                // Tolerance: forty-one points stand for the whole normal distribution.
                assert!(after <= before + 2e-3, "mean {mean}, share {share}: {before} to {after}");
                before = after;
            }
            assert!(before < 1e-9, "a perfect measurement decides");
        }
    }
}
