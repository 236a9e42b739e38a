//! From trials to the value of each leg on each visit, and which visits are compared.
//!
//! A person's visits to a test are the days with a usable trial of it, on either leg, in order; so the second
//! visit is the same day for both legs. Trials that hurt stay out, as everywhere. Values far from all others
//! stay in: to leave them out would make a test look better than it is. Read next: [`super::anova`].

use super::Sample;
use crate::assess::{hurts, on_scale};
use crate::body::{Bilateral, Side};
use crate::knowledge::{Link, Test, TestId};
use crate::measure::Trial;
use crate::person::SubjectId;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

/// A value beyond this is no measurement, whatever a catalogue holds possible; its square is still a number.
const LARGEST: f64 = 1e100;

/// What stands for a visit with several trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitValue {
    /// The mean on the model's scale: of logarithms, or of angles.
    Mean,
    /// The best trial: the largest value, the smallest where less is better.
    Best,
}

/// One person's visits, in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PersonVisits {
    test_scale: Scale,
    /// On the model's scale, more being better.
    visits: Vec<Bilateral<Option<f64>>>,
}

/// How a number of the model's scale becomes a value of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scale {
    link: Link,
    /// Degrees, more being better, per unit of the test; for linear links.
    degrees_per_unit: f64,
}

impl Scale {
    fn of(test: &Test) -> Scale {
        let sign = if test.smaller_is_better { -1.0 } else { 1.0 };
        Scale { link: test.link, degrees_per_unit: sign * test.degrees_per_unit.unwrap_or(1.0) }
    }

    fn value(self, scaled: f64) -> f64 {
        match self.link {
            Link::Log | Link::Count | Link::Share => libm::exp(scaled),
            Link::InverseTime => libm::exp(-scaled),
            Link::Linear => scaled / self.degrees_per_unit,
        }
    }
}

impl PersonVisits {
    /// Has no usable trial?
    pub(super) fn is_empty(&self) -> bool {
        self.visits.is_empty()
    }

    /// The value of one leg at each visit, in the unit of the test.
    pub(super) fn leg(&self, side: Side) -> Vec<Option<f64>> {
        self.visits.iter().map(|visit| visit[side].map(|scaled| self.test_scale.value(scaled))).collect()
    }

    /// The side difference at each visit: `100·ln(L/R)` or degrees, above 0 when the left leg is better.
    pub(super) fn difference(&self, link: Link) -> Vec<Option<f64>> {
        let factor = match link {
            Link::Log | Link::InverseTime | Link::Count | Link::Share => 100.0,
            Link::Linear => 1.0,
        };
        self.visits.iter().map(|visit| Some(factor * (visit.left? - visit.right?))).collect()
    }
}

/// The trials of one test and device, sorted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sorted {
    /// By the person's name.
    pub(super) people: Vec<PersonVisits>,
    pub(super) n_usable: usize,
    pub(super) n_pain_limited: usize,
    pub(super) n_impossible: usize,
}

/// Trials by test and device.
pub(super) fn by_test_and_device(trials: &[Trial]) -> BTreeMap<(&TestId, Option<&str>), Vec<&Trial>> {
    let mut groups: BTreeMap<(&TestId, Option<&str>), Vec<&Trial>> = BTreeMap::new();
    for trial in trials {
        groups.entry((&trial.test, trial.device.as_deref())).or_default().push(trial);
    }
    groups
}

/// Sorts the trials of one test and device into the visits of each person.
pub(super) fn sort(test: &Test, trials: &[&Trial], pain_limit_nrs: u8, value: VisitValue) -> Sorted {
    let mut people: BTreeMap<&SubjectId, BTreeMap<Date, Bilateral<Vec<f64>>>> = BTreeMap::new();
    let mut sorted = Sorted { people: Vec::new(), n_usable: 0, n_pain_limited: 0, n_impossible: 0 };
    for trial in trials {
        if hurts(test, trial, pain_limit_nrs) {
            sorted.n_pain_limited += 1;
            continue;
        }
        let [lowest, highest] = test.plausible;
        let can_be_right = (lowest..=highest).contains(&trial.value) && trial.value.abs() < LARGEST;
        let Some(scaled) = on_scale(test, trial.value).filter(|_| can_be_right) else {
            sorted.n_impossible += 1;
            continue;
        };
        sorted.n_usable += 1;
        let days = people.entry(&trial.subject).or_default();
        days.entry(trial.day).or_default()[trial.side].push(scaled);
    }
    let scale = Scale::of(test);
    sorted.people = people
        .into_values()
        .map(|days| PersonVisits {
            test_scale: scale,
            visits: days.into_values().map(|sides| sides.map(|trials| of_visit(trials, value))).collect(),
        })
        .collect();
    sorted
}

/// The value that stands for the trials of one leg on one day, whatever their order.
fn of_visit(mut scaled: Vec<f64>, value: VisitValue) -> Option<f64> {
    scaled.sort_by(f64::total_cmp);
    match value {
        VisitValue::Best => scaled.last().copied(),
        VisitValue::Mean => (!scaled.is_empty()).then(|| scaled.iter().sum::<f64>() / scaled.len() as f64),
    }
}

/// The rows and visits that are compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chosen {
    pub(super) sample: Sample,
    /// Rows that have all of the first visits.
    pub(super) table: Vec<Vec<f64>>,
}

/// Takes the rows that have the first so many visits, and counts what is left out.
///
/// Without a wish the number of visits, two or more, is the one that leaves most rows × visits; of equal ones
/// the smaller, which keeps more people. `rows_of_one` rows after each other are one person's.
pub(super) fn choose(rows: &[Vec<Option<f64>>], rows_of_one: usize, n_visits: Option<NonZeroUsize>) -> Chosen {
    // How many visits from the first on have a value, row by row.
    let complete: Vec<usize> =
        rows.iter().map(|row| row.iter().take_while(|value| value.is_some()).count()).collect();
    let most = complete.iter().copied().max().unwrap_or(0);
    let n_with = |n_visits: usize| complete.iter().filter(|&&own| own >= n_visits).count();
    let wanted = n_visits.map_or_else(
        || {
            // More than two visits of a single row are no table, so people count before visits.
            (2..=most)
                .max_by_key(|&n_visits| {
                    let n_rows = n_with(n_visits);
                    (n_rows > rows_of_one, n_rows * n_visits, usize::MAX - n_visits)
                })
                .unwrap_or(most)
        },
        NonZeroUsize::get,
    );
    let is_used = |index: usize| wanted > 0 && complete[index] >= wanted;
    let n_values = |row: &[Option<f64>]| row.iter().flatten().count();
    let mut sample =
        Sample { n_people: 0, n_rows: 0, n_visits: wanted, n_rows_left_out: 0, n_values_left_out: 0 };
    let mut table = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if is_used(index) {
            sample.n_rows += 1;
            sample.n_values_left_out += n_values(row) - wanted;
            table.push(row.iter().flatten().take(wanted).copied().collect());
        } else if n_values(row) > 0 {
            sample.n_rows_left_out += 1;
            sample.n_values_left_out += n_values(row);
        }
    }
    let is_person_used = |person: &usize| (0..rows_of_one).any(|leg| is_used(person * rows_of_one + leg));
    sample.n_people = (0..rows.len() / rows_of_one.max(1)).filter(is_person_used).count();
    Chosen { sample, table }
}
