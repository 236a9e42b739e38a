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
use super::model::{Looks, Model, Seen, Target};
use super::prior::Row;
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
pub(super) const SETTLES: f64 = 0.8; // source: evenstride-proposal

/// A test that could be done, and what its result would be.
pub(super) struct PossibleResult<'k> {
    test: &'k Test,
    /// Was it done before?
    again: bool,
    row: Row,
    /// What one day adds to the variance of its result, and what no repeat takes away.
    a_day: f64,
    lasting: f64,
    /// How the result looks to the data, when that is needed.
    seen: Option<(Target, Seen)>,
}

/// Every test that can be done and shows a difference.
pub(super) fn possible_results<'k>(context: &Context<'_, 'k>) -> Vec<PossibleResult<'k>> {
    let model = context.model;
    possible_tests(model, context.person, context.options.cautions, context.knowledge)
        .into_iter()
        .map(|test| {
            let (row, a_day, lasting) = model.next_difference(test, context.learnt);
            let again = model.instruments.iter().any(|k| k.test.id == test.id);
            PossibleResult { test, again, row, a_day, lasting, seen: None }
        })
        .filter(|result| !result.row.differences.is_empty())
        .collect()
}

/// What a test would do to a comparison.
struct Gain {
    /// The place of the comparison.
    place: usize,
    /// By how much its undecided mass is expected to fall.
    reduction: f64,
    /// Covariance of the comparison with the test's result.
    shared: f64,
}

/// Every test with what it would do to each open comparison.
pub(super) struct Outlook<'o> {
    open: Vec<Open<'o>>,
    /// Variance of each open comparison.
    own: Vec<f64>,
    /// Tests that tell something about one of them.
    tests: Vec<Helpful<'o>>,
}

struct Helpful<'o> {
    test: &'o Test,
    again: bool,
    spread: f64,
    a_day: f64,
    gains: Vec<Gain>,
}

impl<'o> Outlook<'o> {
    /// Works out what every test would do.
    pub(super) fn of(
        context: &Context<'_, 'o>,
        results: &mut [PossibleResult<'o>],
        open: Vec<Open<'o>>,
    ) -> Self {
        let model = context.model;
        let own: Vec<f64> = open.iter().map(|open| model.variance(open.seen)).collect();
        let undecided: Vec<f64> = open.iter().map(|open| open.now.undecided()).collect();
        let (mut tests, mut looks) = (Vec::new(), Looks::new());
        for result in results {
            let asked = |place: &usize| open[*place].quality == result.test.quality && own[*place] > 0.0;
            let places: Vec<usize> = (0..open.len()).filter(asked).collect();
            if places.is_empty() {
                continue;
            }
            let (target, seen) = result.seen.get_or_insert_with(|| {
                let target = Target::of(result.row.clone());
                let seen = model.see(&target, &mut looks);
                (target, seen)
            });
            let spread = model.variance(seen) + result.lasting;
            let gain = |place: usize| {
                let shared = model.between(open[place].target, open[place].seen, target, seen);
                let explained = shared * shared / (spread + result.a_day);
                if explained < TELLS_NOTHING * own[place] {
                    return None;
                }
                let after = undecided_after(&open[place].now, noise_of(own[place], explained)).0;
                let reduction = undecided[place] - after;
                (reduction > 0.0).then_some(Gain { place, reduction, shared })
            };
            let gains: Vec<Gain> = places.into_iter().filter_map(gain).collect();
            let PossibleResult { test, again, a_day, .. } = *result;
            tests.push(Helpful { test, again, spread, a_day, gains });
        }
        Self { open, own, tests }
    }

    /// The places of all open comparisons.
    pub(super) fn all(&self) -> Vec<usize> {
        (0..self.open.len()).collect()
    }

    /// The tests that would help most with these comparisons, by reduction per minute, best first.
    pub(super) fn suggestions(&self, places: &[usize], most: usize) -> Vec<Suggestion> {
        let reduction = |helpful: &Helpful<'_>| -> f64 {
            helpful.gains.iter().filter(|gain| places.contains(&gain.place)).map(|gain| gain.reduction).sum()
        };
        let mut found: Vec<(f64, &Helpful<'_>)> = self
            .tests
            .iter()
            .map(|helpful| (reduction(helpful), helpful))
            .filter(|(reduction, _)| *reduction >= WORTH_MEASURING)
            .collect();
        found.sort_by(|a, b| {
            let per_minute =
                |(reduction, helpful): &(f64, &Helpful<'_>)| reduction / helpful.test.minutes_alone();
            per_minute(b).total_cmp(&per_minute(a)).then_with(|| a.1.test.id.cmp(&b.1.test.id))
        });
        let best = found.into_iter().take(most);
        best.map(|(reduction, helpful)| self.suggestion(helpful, reduction, places)).collect()
    }

    fn suggestion(&self, helpful: &Helpful<'_>, expected_reduction: f64, places: &[usize]) -> Suggestion {
        let mut tells: Vec<&Gain> = helpful.gains.iter().filter(|gain| places.contains(&gain.place)).collect();
        let comparison = |gain: &Gain| self.open[gain.place].comparison;
        tells
            .sort_by(|a, b| b.reduction.total_cmp(&a.reduction).then_with(|| comparison(a).cmp(comparison(b))));
        let days_to_settle = tells.first().and_then(|gain| {
            let settles = |days: &u32| {
                let explained = gain.shared * gain.shared / (helpful.spread + helpful.a_day / f64::from(*days));
                let now = &self.open[gain.place].now;
                undecided_after(now, noise_of(self.own[gain.place], explained)).1 >= SETTLES
            };
            (1..=MOST_DAYS).find(settles)
        });
        let about = |gain: &Gain| (comparison(gain).clone(), self.open[gain.place].quality);
        Suggestion {
            test: helpful.test.id.clone(),
            another_day: helpful.again,
            minutes: helpful.test.minutes_alone(),
            expected_reduction,
            tells_about: tells.into_iter().map(about).collect(),
            days_to_settle,
            missing_leg: None,
        }
    }
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

/// The noise variance of a direct look at something that would explain this much of its variance.
pub(super) fn noise_of(variance: f64, explained: f64) -> f64 {
    if explained >= variance { 0.0 } else { variance * variance / explained - variance }
}

/// Possible results are averaged over so many equal steps on each side of the middle …
const HALF_STEPS: usize = 10;
/// … out to so many standard deviations.
const REACH: f64 = 4.0;

/// After a direct look with this noise variance: the undecided mass to expect, and how probable it is that the
/// finding is decided then.
pub(super) fn undecided_after(now: &Difference, noise: f64) -> (f64, f64) {
    let line = threshold(now.delta, now.unit);
    let (mean, variance) = (now.mixture.mean(), now.mixture.variance() + noise);
    let step = REACH * libm::sqrt(variance) / HALF_STEPS as f64;
    let mut results = [Told::default(); 2 * HALF_STEPS + 1];
    for part in now.mixture.parts() {
        add_part(*part, (mean, step), (noise, line), &mut results);
    }
    let (mut undecided, mut decided, mut weights) = (0.0, 0.0, 0.0);
    for Told { weight, first, second } in results.into_iter().filter(|told| told.weight > 0.0) {
        let (first, second) = (first / weight, second / weight);
        undecided += weight * undecided_mass(first, second);
        decided += weight * f64::from(u8::from(is_decided(first, second)));
        weights += weight;
    }
    if weights > 0.0 { (undecided / weights, decided / weights) } else { (now.undecided(), 0.0) }
}

/// What a result would tell: how probable it is, and that together with the difference beyond δ on either side.
#[derive(Clone, Copy, Default)]
struct Told {
    weight: f64,
    first: f64,
    second: f64,
}

/// Adds what one normal of a posterior makes of every result.
fn add_part(
    (share, Normal { mean, variance }): (f64, Normal),
    (middle, step): (f64, f64),
    (noise, line): (f64, f64),
    results: &mut [Told; 2 * HALF_STEPS + 1],
) {
    let whole = variance + noise;
    if whole <= 0.0 {
        return;
    }
    let height = share / libm::sqrt(whole);
    let (along, per_sd) = (variance / whole, 1.0 / libm::sqrt(variance * noise / whole).max(1e-12));
    let mut tell = |place: usize, apart: f64, likely: f64| {
        let after = mean + apart * along;
        results[place].weight += likely;
        results[place].first += likely * normal_below((-line - after) * per_sd);
        results[place].second += likely * normal_below((after - line) * per_sd);
    };
    let likely = |apart: f64| height * libm::exp(-0.5 * apart * apart / whole);
    let from = middle - mean;
    let at_middle = likely(from);
    tell(HALF_STEPS, from, at_middle);
    // From step to step the density changes by a factor that itself changes by a constant one.
    let bend = libm::exp(-step * step / whole);
    // A normal that is narrow beside a step, or out of reach of the middle, leaves nothing to go on from.
    let is_smooth = at_middle > SMALLEST && step * step < WIDEST_STEP * whole;
    for side in [-1.0, 1.0] {
        let mut here = at_middle;
        let mut change = libm::exp((-0.5 * step - side * from) * step / whole);
        for i in 1..=HALF_STEPS {
            let apart = from + side * step * i as f64;
            here *= change;
            change *= bend;
            let place = if side < 0.0 { HALF_STEPS - i } else { HALF_STEPS + i };
            tell(place, apart, if is_smooth { here } else { likely(apart) });
        }
    }
}

/// A density below this has lost digits.
const SMALLEST: f64 = 1e-200;
/// The square of the widest step, over the variance, with which densities stay in the range of numbers.
const WIDEST_STEP: f64 = 25.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::finding::SizeUnit;
    use crate::assess::mixture::Mixture;

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
