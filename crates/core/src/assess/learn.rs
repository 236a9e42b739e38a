//! Noise learnt from repeats: what makes the differences of the visits most probable, held to the catalogue.
//!
//! ```text
//!   visits of everybody ── ln(L/R) of each visit ── marginal likelihood ┐
//!   the catalogue's noise ── prior on the logarithm of each factor ─────┴► factors
//! ```
//! Only differences are looked at, so offsets, norms and what both legs share play no part. It never changes a
//! trial. Read next: [`super::likelihood`], then “Noise learnt from repeats” in `docs/model.md`.

use crate::knowledge::{Grade, Knowledge, ModelRules, Noise, Test, TestId};
use crate::measure::Trial;
use crate::person::{Person, SubjectId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use super::finding::NoiseFrom;
use super::gather::{Instrument, gather};
use super::likelihood::{Factors, Visits, visits_of};

/// Repeats teach about people from so many on: quirks, spread, wander and form of the day.
const PEOPLE_ENOUGH: usize = 10; // source: evenstride-proposal; fewer say more of themselves than of others
/// More people than this teach nothing new, and take time.
const MOST_PEOPLE: usize = 200;
/// Every factor is gone through so many times.
const ROUNDS: usize = 4;
/// The first step either way, on the logarithm of a factor.
const STEP: f64 = 0.3;
/// No factor goes further from 1 in one round than this, on the logarithm.
const FURTHEST: f64 = 0.6;

/// What repeats have taught about noise and differences, ready to be used for other measurements.
///
/// [`Learnt::default`] has learnt nothing: it is the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    noise: BTreeMap<TestId, (f64, NoiseFrom)>,
    pub(super) usual_times: f64,
    pub(super) quirk_times: f64,
    walk_times: f64,
    muscle_times: f64,
}

impl Default for Learnt {
    fn default() -> Self {
        Self { noise: BTreeMap::new(), usual_times: 1.0, quirk_times: 1.0, walk_times: 1.0, muscle_times: 1.0 }
    }
}

impl Learnt {
    /// The noise to use for a test.
    #[must_use]
    pub fn noise(&self, test: &Test) -> Noise {
        let times = self.noise.get(&test.id).map_or(1.0, |(times, _)| *times);
        let Noise { trial, leg_day, shared_day, quirk } = test.noise;
        let quirk = quirk * self.quirk_times;
        Noise { trial: trial * times, leg_day: leg_day * times, shared_day: shared_day * times, quirk }
    }

    /// Whose noise that is.
    #[must_use]
    pub fn noise_from(&self, test: &TestId) -> NoiseFrom {
        self.noise.get(test).map_or(NoiseFrom::Catalogue, |(_, from)| *from)
    }

    /// The model's figures with what was learnt about people.
    pub(super) fn rules(&self, rules: &ModelRules) -> ModelRules {
        ModelRules {
            difference_walk: rules.difference_walk * self.walk_times,
            day_of_muscle: muscle_share(rules, self.muscle_times),
            ..*rules
        }
    }
}

/// The share of a leg's day that belongs to the muscle, multiplied and kept below 1.
fn muscle_share(rules: &ModelRules, times: f64) -> f64 {
    (rules.day_of_muscle * times).min(0.95)
}

/// Learns from the repeated visits of everybody in some trials; days after `as_of` are left out.
///
/// With nobody who has two visits of one test, the result is [`Learnt::default`].
///
/// # Example
/// ```
/// use evenstride_core::assess::{Learnt, learn_noise};
/// # use evenstride_core::{knowledge::Knowledge, measure::Trial, person::Person};
/// # fn example(knowledge: &Knowledge, trials: &[Trial]) -> Learnt {
/// learn_noise(trials, &Person::default(), knowledge, jiff::civil::date(2026, 11, 22))
/// # }
/// ```
#[must_use]
pub fn learn_noise(trials: &[Trial], person: &Person, knowledge: &Knowledge, as_of: Date) -> Learnt {
    let mut by_subject: BTreeMap<&SubjectId, Vec<&Trial>> = BTreeMap::new();
    for trial in trials.iter().filter(|trial| trial.day <= as_of) {
        by_subject.entry(&trial.subject).or_default().push(trial);
    }
    let mut people: Vec<Vec<Instrument<'_>>> =
        by_subject.into_values().map(|own| instruments_with_repeats(own, knowledge)).collect();
    people.retain(|instruments| !instruments.is_empty());
    people
        .sort_by_key(|instruments| std::cmp::Reverse(instruments.iter().map(|k| k.days.len()).sum::<usize>()));
    people.truncate(MOST_PEOPLE);
    if people.is_empty() {
        return Learnt::default();
    }
    let tests: Vec<&Test> = people
        .iter()
        .flatten()
        .map(|k| (&k.test.id, k.test))
        .collect::<BTreeMap<_, _>>()
        .into_values()
        .collect();
    let visits: Vec<Visits> =
        people.iter().map(|own| visits_of(own, &tests, person, knowledge, as_of)).collect();
    let about_people = people.len() >= PEOPLE_ENOUGH;
    let factors = most_probable(&visits, &tests, &knowledge.model, about_people);
    let noise = tests
        .iter()
        .enumerate()
        .map(|(t, test)| {
            let of_test = visits.iter().map(|own| own.n_of(t)).filter(|&n| n > 0);
            let (n_people, n_visits) = of_test.fold((0, 0), |(people, all), n| (people + 1, all + n));
            (test.id.clone(), (libm::exp(factors.noise[t]), NoiseFrom::Repeats { n_people, n_visits }))
        })
        .collect();
    Learnt {
        noise,
        usual_times: libm::exp(factors.usual),
        quirk_times: libm::exp(factors.quirk),
        walk_times: libm::exp(factors.walk),
        muscle_times: libm::exp(factors.muscle),
    }
}

/// The instruments with which this person measured both legs on two days or more.
fn instruments_with_repeats<'k>(mut own: Vec<&Trial>, knowledge: &'k Knowledge) -> Vec<Instrument<'k>> {
    own.sort_by(|a, b| {
        (a.day, a.side, a.attempt).cmp(&(b.day, b.side, b.attempt)).then_with(|| a.value.total_cmp(&b.value))
    });
    let mut instruments = gather(&own, knowledge, &mut Vec::new());
    instruments.retain(|k| {
        let days: BTreeSet<Date> = super::evidence::days_with_both(&[(k, 1.0)]);
        days.len() > 1
    });
    instruments
}

/// Goes from factor to factor uphill, each time to the top of the parabola through three points.
fn most_probable(visits: &[Visits], tests: &[&Test], rules: &ModelRules, about_people: bool) -> Factors {
    let n = tests.len();
    let mut at = vec![0.0; n + if about_people { 4 } else { 0 }];
    let spread: Vec<f64> = tests
        .iter()
        .map(|test| match test.noise_grade {
            Grade::A | Grade::B => rules.learn_known,
            Grade::C | Grade::E => rules.learn_unknown,
        })
        .chain([rules.learn_unknown; 4])
        .collect();
    let height = |at: &[f64]| -> f64 {
        let factors = factors_of(at, n);
        let data: f64 = visits.iter().map(|own| own.log_likelihood(&factors, rules)).sum();
        let prior: f64 =
            at.iter().zip(&spread).map(|(x, sd)| if *sd > 0.0 { -0.5 * x * x / (sd * sd) } else { 0.0 }).sum();
        data + prior
    };
    let mut now = height(&at);
    for _ in 0..ROUNDS {
        let before = now;
        for i in 0..at.len() {
            // A figure that may not move stays where the catalogue put it.
            if spread[i] <= 0.0 {
                continue;
            }
            let here = at[i];
            let mut value = |x: f64| {
                at[i] = x;
                height(&at)
            };
            let (below, above) = (value(here - STEP), value(here + STEP));
            let bend = below - 2.0 * now + above;
            let top =
                if bend < 0.0 { 0.5 * STEP * (below - above) / bend } else { STEP * (above - below).signum() };
            let there = here + top.clamp(-FURTHEST, FURTHEST);
            let high = value(there);
            let best = [(now, here), (below, here - STEP), (above, here + STEP), (high, there)]
                .into_iter()
                .filter(|(height, _)| height.is_finite())
                .fold((now, here), |best, next| if next.0 > best.0 { next } else { best });
            (now, at[i]) = best;
        }
        if now - before < 1e-3 {
            break;
        }
    }
    factors_of(&at, n)
}

fn factors_of(at: &[f64], n_tests: usize) -> Factors {
    let (noise, people) = at.split_at(n_tests);
    let of = |i: usize| people.get(i).copied().unwrap_or(0.0);
    Factors { noise: noise.to_vec(), usual: of(0), quirk: of(1), walk: of(2), muscle: of(3) }
}
