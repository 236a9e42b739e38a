//! Noise learnt from repeats: what makes the differences of the visits most probable, held to the catalogue.
//!
//! ```text
//!   visits of everybody ── ln(L/R) of each visit ── marginal likelihood ┐
//!   the catalogue's noise ── prior on the logarithm of each factor ─────┴► factors
//! ```
//! Only differences are looked at, so offsets, norms and what both legs share play no part. It never changes a
//! trial. Read next: [`super::likelihood`], then “Noise learnt from repeats” in `docs/model.md`.

use crate::body::Quality;
use crate::knowledge::{Grade, Knowledge, ModelRules, Noise, Test, TestId};
use crate::measure::Trial;
use crate::person::{Person, SubjectId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bad_days::{self, with_bad_days};
use super::finding::NoiseFrom;
use super::gains::HardSets;
use super::gather::{Instrument, gather};
use super::likelihood::{Factors, Visits};
use super::prior::square;
use super::runs::{first_days, run_of};
use super::thin::thin;

/// Repeats teach about people from so many on: quirks, spread, wander and form of the day.
const PEOPLE_ENOUGH: usize = 10; // source: evenstride-proposal; fewer say more of themselves than of others
/// What many people teach beside noise: usual spread, quirks, wander, and two shares of the form of the day.
const N_OF_PEOPLE: usize = 5;
/// More people than this teach nothing new, and take time.
const MOST_PEOPLE: usize = 200;
/// How much wider than they are the lasting differences and quirks of few people are let be, so that what is far from
/// everything expected of them is not taken for noise: only what differs between their own visits is noise.
const ANY_DIFFERENCE: f64 = 10.0; // source: evenstride-proposal
/// At least a twentieth of a leg's day belongs to the test alone.
const MOST_SHARED: f64 = 0.95; // source: evenstride-proposal
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
    /// What the person trained; none when nothing is known of it or nothing was trained between the measurements.
    training: Option<Arc<[HardSets]>>,
    muscle_times: f64,
    leg_times: f64,
    /// What the share of people with a large difference is multiplied by, in each quality that was learnt from.
    large_times: BTreeMap<Quality, f64>,
    /// What the shares of bad days are multiplied by.
    bad_days_times: f64,
    /// May a person's own repeats still say how noisy this person is? Not when they are what was learnt from.
    own_repeats_count: bool,
    /// What the person's own repeats say of all of that person's noise; none when they say nothing.
    own: Option<Own>,
}

/// How noisy one person is beside others.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Own {
    /// Factor of every noise.
    times: f64,
    /// How little it is known: variance of its logarithm.
    log_variance: f64,
    /// Visits that it rests on.
    n_visits: usize,
}

impl Default for Learnt {
    fn default() -> Self {
        Self {
            noise: BTreeMap::new(),
            usual_times: 1.0,
            quirk_times: 1.0,
            walk_times: 1.0,
            training: None,
            muscle_times: 1.0,
            leg_times: 1.0,
            large_times: BTreeMap::new(),
            bad_days_times: 1.0,
            own_repeats_count: false,
            own: None,
        }
    }
}

impl Learnt {
    /// The noise to use for a test.
    #[must_use]
    pub fn noise(&self, test: &Test) -> Noise {
        let times = self.times_of(test) * self.own.map_or(1.0, |own| own.times);
        let Noise { trial, leg_day, shared_day, quirk } = test.noise;
        let quirk = quirk * self.quirk_times;
        Noise { trial: trial * times, leg_day: leg_day * times, shared_day: shared_day * times, quirk }
    }

    /// Whose noise that is.
    #[must_use]
    pub fn noise_from(&self, test: &TestId) -> NoiseFrom {
        let own = || match self.own {
            Some(Own { n_visits, .. }) => NoiseFrom::Repeats { n_people: 1, n_visits },
            None => NoiseFrom::Catalogue,
        };
        self.noise.get(test).map_or_else(own, |(_, from)| *from)
    }

    /// What repeats of a test, whoever did them, multiply its noise by.
    fn times_of(&self, test: &Test) -> f64 {
        self.noise.get(&test.id).map_or(1.0, |(times, _)| *times)
    }

    /// How little the noise of a test is known for one person: variance of the logarithm of its SD.
    pub(super) fn log_variance(&self, test: &Test, rules: &ModelRules) -> f64 {
        let of_test = if self.noise.contains_key(&test.id) { 0.0 } else { square(spread_of(test, rules)) };
        of_test + self.own.map_or(square(rules.noise_of_person), |own| own.log_variance)
    }

    /// The same with what the person's own repeats say of how noisy this person is.
    pub(super) fn of_person(
        &self,
        instruments: &[Instrument<'_>],
        person: &Person,
        knowledge: &Knowledge,
        as_of: Date,
    ) -> Learnt {
        let spread = knowledge.model.noise_of_person;
        if !self.own_repeats_count || spread <= 0.0 {
            return self.clone();
        }
        let repeated = by_runs(instruments);
        if repeated.is_empty() {
            return self.clone();
        }
        let tests = tests_of(repeated.iter().flatten());
        let visits = Visits::of(&repeated, &tests, person, knowledge, as_of);
        let known: Vec<f64> = tests.iter().map(|test| libm::log(self.times_of(test))).collect();
        let height = |x: f64| {
            let factors = Factors {
                noise: known.iter().map(|log_times| log_times + x).collect(),
                usual: libm::log(self.usual_times),
                quirk: libm::log(self.quirk_times),
                walk: libm::log(self.walk_times),
                muscle: libm::log(self.muscle_times),
                leg: libm::log(self.leg_times),
            };
            let of_any_difference = factors.of_any_difference();
            visits.log_likelihood(&of_any_difference, &knowledge.model) - 0.5 * square(x / spread)
        };
        let (mut at, mut bend) = (0.0, -1.0 / square(spread));
        for _ in 0..ROUNDS {
            let (below, here, above) = (height(at - STEP), height(at), height(at + STEP));
            bend = (below - 2.0 * here + above) / square(STEP);
            let step = if bend < 0.0 { 0.5 * (below - above) / (STEP * bend) } else { 0.0 };
            at += step.clamp(-FURTHEST, FURTHEST);
        }
        let log_variance = if bend < 0.0 { -1.0 / bend } else { square(spread) };
        let n_visits = (0..tests.len()).flat_map(|t| visits.n_of(t)).sum();
        Learnt { own: Some(Own { times: libm::exp(at), log_variance, n_visits }), ..self.clone() }
    }

    /// The same for somebody who trained between the measurements: each leg is expected to have gained by its sets, and
    /// differences may have moved further whatever the sets were.
    ///
    /// # Source
    /// The assumptions `training-…` and `difference-walk-training` of the catalogue.
    #[must_use]
    pub fn while_training(&self, done: Vec<HardSets>) -> Learnt {
        Learnt { training: Some(done.into()), ..self.clone() }
    }

    /// What the person trained between the measurements.
    pub(super) fn training(&self) -> &[HardSets] {
        self.training.as_deref().unwrap_or_default()
    }

    /// What the share of people with a large difference is multiplied by.
    pub(super) fn large_times(&self, quality: Quality) -> f64 {
        self.large_times.get(&quality).copied().unwrap_or(1.0)
    }

    /// The model's figures with what was learnt about people.
    pub(super) fn rules(&self, rules: &ModelRules) -> ModelRules {
        ModelRules {
            difference_walk: rules.difference_walk * self.walk_times,
            day_of_muscle: shares_of_day(rules, self.muscle_times, self.leg_times).0,
            day_of_leg: shares_of_day(rules, self.muscle_times, self.leg_times).1,
            ..with_bad_days(rules, self.bad_days_times)
        }
    }
}

/// The shares of a leg's day that belong to the muscle and to the whole leg, multiplied and kept below 1 together.
pub(super) fn shares_of_day(rules: &ModelRules, muscle_times: f64, leg_times: f64) -> (f64, f64) {
    let (muscle, leg) = (rules.day_of_muscle * muscle_times, rules.day_of_leg * leg_times);
    let both = muscle + leg;
    let fit = if both > MOST_SHARED { MOST_SHARED / both } else { 1.0 };
    (muscle * fit, leg * fit)
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
pub fn learn_noise<'t>(
    trials: impl IntoIterator<Item = &'t Trial>,
    person: &Person,
    knowledge: &Knowledge,
    as_of: Date,
) -> Learnt {
    let mut by_subject: BTreeMap<&SubjectId, Vec<&Trial>> = BTreeMap::new();
    for trial in trials.into_iter().filter(|trial| trial.day <= as_of) {
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
    let about_people = people.len() >= PEOPLE_ENOUGH;
    let mut whose: Vec<usize> = (0..people.len()).collect();
    if !about_people {
        // What changed in somebody between two months is no noise, and few people do not tell how much people change.
        let runs = people.iter().enumerate().flat_map(|(person, own)| {
            by_runs(own).into_iter().map(move |run| (person, run)).collect::<Vec<_>>()
        });
        (whose, people) = runs.unzip();
    }
    let tests = tests_of(people.iter().flatten());
    let visits = Visits::of(&people, &tests, person, knowledge, as_of);
    let factors = most_probable(&visits, &tests, &knowledge.model, about_people);
    // Few people do not tell how many differ by much.
    let large_times =
        if about_people { visits.prevalence(&factors, &knowledge.model) } else { BTreeMap::new() };
    let noise = tests
        .iter()
        .enumerate()
        .map(|(t, test)| {
            let of_test: Vec<(usize, usize)> =
                whose.iter().copied().zip(visits.n_of(t)).filter(|(_, n)| *n > 0).collect();
            let n_people = of_test.iter().map(|(person, _)| person).collect::<BTreeSet<_>>().len();
            let n_visits = of_test.iter().map(|(_, n)| n).sum();
            (test.id.clone(), (libm::exp(factors.noise[t]), NoiseFrom::Repeats { n_people, n_visits }))
        })
        .collect();
    let mut learnt = Learnt {
        noise,
        usual_times: libm::exp(factors.usual),
        quirk_times: libm::exp(factors.quirk),
        walk_times: libm::exp(factors.walk),
        training: None,
        muscle_times: libm::exp(factors.muscle),
        leg_times: libm::exp(factors.leg),
        large_times,
        bad_days_times: 1.0,
        own_repeats_count: about_people,
        own: None,
    };
    if about_people {
        let rules = learnt.rules(&knowledge.model);
        learnt.bad_days_times = bad_days::most_probable_times(&people, &learnt, &rules);
    }
    learnt
}

/// The instruments with which this person measured both legs on two days or more.
fn instruments_with_repeats<'k>(mut own: Vec<&Trial>, knowledge: &'k Knowledge) -> Vec<Instrument<'k>> {
    own.sort_by(|a, b| {
        (a.day, a.side, a.attempt).cmp(&(b.day, b.side, b.attempt)).then_with(|| a.value.total_cmp(&b.value))
    });
    let mut instruments = thin(gather(&own, knowledge, &mut Vec::new()), &mut Vec::new());
    instruments.retain(has_repeats);
    instruments
}

/// One person's instruments with repeats, each run of days by itself, as if it were another person's.
fn by_runs<'k>(instruments: &[Instrument<'k>]) -> Vec<Vec<Instrument<'k>>> {
    let firsts = first_days(instruments.iter().flat_map(|k| &k.days).map(|day| day.day));
    let of_run = |run: usize| -> Vec<Instrument<'k>> {
        let within = |k: &Instrument<'k>| {
            let mut own = k.clone();
            own.days.retain(|day| run_of(day.day, &firsts) == run);
            own
        };
        instruments.iter().map(within).filter(has_repeats).collect()
    };
    (0..firsts.len()).map(of_run).filter(|own| !own.is_empty()).collect()
}

fn has_repeats(instrument: &Instrument<'_>) -> bool {
    super::evidence::days_with_both(&[(instrument, 1.0)]).len() > 1
}

fn tests_of<'k: 'i, 'i>(instruments: impl Iterator<Item = &'i Instrument<'k>>) -> Vec<&'k Test> {
    let by_id: BTreeMap<&TestId, &Test> = instruments.map(|k| (&k.test.id, k.test)).collect();
    by_id.into_values().collect()
}

/// How far repeats may move the noise of a test: SD of the logarithm.
fn spread_of(test: &Test, rules: &ModelRules) -> f64 {
    match test.noise_grade {
        Grade::A | Grade::B => rules.learn_known,
        Grade::C | Grade::E => rules.learn_unknown,
    }
}

/// Goes from factor to factor uphill, each time to the top of the parabola through three points.
fn most_probable(visits: &Visits, tests: &[&Test], rules: &ModelRules, about_people: bool) -> Factors {
    let n = tests.len();
    let mut at = vec![0.0; n + if about_people { N_OF_PEOPLE } else { 0 }];
    let spread: Vec<f64> =
        tests.iter().map(|test| spread_of(test, rules)).chain([rules.learn_unknown; N_OF_PEOPLE]).collect();
    let height = |at: &[f64]| -> f64 {
        let factors = factors_of(at, n);
        let factors = if about_people { factors } else { factors.of_any_difference() };
        let data = visits.log_likelihood(&factors, rules);
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

impl Factors {
    /// The same for people of whom nothing is expected but how much they differ from visit to visit.
    fn of_any_difference(self) -> Self {
        let wider = libm::log(ANY_DIFFERENCE);
        // What wanders is counted from the usual spread, and goes on wandering as it did.
        Self { usual: self.usual + wider, quirk: self.quirk + wider, walk: self.walk - wider, ..self }
    }
}

fn factors_of(at: &[f64], n_tests: usize) -> Factors {
    let (noise, people) = at.split_at(n_tests);
    let of = |i: usize| people.get(i).copied().unwrap_or(0.0);
    Factors { noise: noise.to_vec(), usual: of(0), quirk: of(1), walk: of(2), muscle: of(3), leg: of(4) }
}
