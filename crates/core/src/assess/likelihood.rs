//! How probable the differences of somebody's visits are for given noise, with everything else averaged over.
//!
//! The differences of all visits of one person are normal with mean near 0; their covariance is a sum of parts that
//! each factor multiplies as a whole, so the parts are worked out once. A person has large differences or not; both are
//! tried, each with its probability.

use crate::body::{Quality, Side};
use crate::knowledge::{Knowledge, Link, ModelRules, Test};
use crate::person::Person;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use super::cell::scaled;
use super::gather::{Day, Instrument};
use super::learn::{Learnt, shares_of_day};
use super::loads::together;
use super::matrix::{Cholesky, Square, dot};
use super::prevalence::{LargeParts, log_sum, most_probable_times};
use super::prior::{Prior, Row, TestPart, days_between, noise_scale, square};

/// Few people have large differences …
const FEW: f64 = 0.12; // source: evenstride-proposal; the large share of most groups
/// … and theirs are let be twice as wide as the catalogue says, so that no lasting difference is taken for noise.
const WIDE: f64 = 4.0; // source: evenstride-proposal
/// At most so many visits of one person are looked at, the latest ones.
const MOST_VISITS: usize = 120;
/// A visit further off than so many of its standard deviations is wild and teaches nothing about usual noise.
const WILD: f64 = 4.0 * std::f64::consts::SQRT_2; // source: evenstride-proposal

/// Logarithms of the factors that repeats may change.
#[derive(Debug, Clone)]
pub(super) struct Factors {
    /// Of each test's noise, in the order of the tests.
    pub(super) noise: Vec<f64>,
    /// Of the usual spread of differences.
    pub(super) usual: f64,
    /// Of all quirks.
    pub(super) quirk: f64,
    /// Of the wander in time.
    pub(super) walk: f64,
    /// Of the share of a leg's day that belongs to the muscle, and to the whole leg.
    pub(super) muscle: f64,
    pub(super) leg: f64,
}

/// The difference of one visit, and what its noise is made of.
struct Visit {
    row: Row,
    value: f64,
    quality: Quality,
    kind: Kind,
}

/// Everything that the covariance of a visit with others of the same person hangs on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Kind {
    test: usize,
    instrument: usize,
    quirk_class: usize,
    muscle_class: Option<usize>,
    day: i32,
    years: f64,
    /// Variance of the trials' mean difference.
    trials: f64,
    leg_day: f64,
    legs: f64,
}

/// Visits of one quality with the parts of their covariance; people who were measured alike share one.
struct Design {
    quality: Quality,
    kinds: Vec<Kind>,
    usual: Square,
    walk: Square,
    large: Square,
    /// How probable each large part that anybody may have is, and how much of it each visit holds.
    parts: Vec<(f64, Vec<f64>)>,
    quirk: Square,
    muscle: Square,
    leg: Square,
}

/// The visits of some people.
pub(super) struct Visits {
    designs: Vec<Design>,
    /// For each person and quality: the place of the design, and the differences.
    people: Vec<Vec<(usize, Vec<f64>)>>,
}

impl Visits {
    /// Works the parts out, once for all who were measured alike.
    pub(super) fn of(
        people: &[Vec<Instrument<'_>>],
        tests: &[&Test],
        person: &Person,
        knowledge: &Knowledge,
        as_of: Date,
    ) -> Self {
        let mut all = Self { designs: Vec::new(), people: Vec::new() };
        for instruments in people {
            let has_norm = vec![false; instruments.len()];
            let plain =
                ModelRules { difference_walk: 0.0, day_of_muscle: 0.0, day_of_leg: 0.0, ..knowledge.model };
            let still = Prior::new(instruments, &has_norm, person, knowledge, &Learnt::default(), as_of);
            let still = still.with(plain);
            let visits = visits_of(&still, instruments, tests);
            let own = Quality::ALL.into_iter().filter_map(|quality| {
                let own: Vec<&Visit> = visits.iter().filter(|visit| visit.quality == quality).collect();
                (!own.is_empty()).then(|| all.designed(&still, (quality, &own), knowledge))
            });
            let own = own.collect();
            all.people.push(own);
        }
        all
    }

    /// The place of the design of these visits, and their differences.
    fn designed(
        &mut self,
        still: &Prior<'_>,
        (quality, own): (Quality, &[&Visit]),
        knowledge: &Knowledge,
    ) -> (usize, Vec<f64>) {
        let alike = |design: &Design| design.kinds.iter().eq(own.iter().map(|visit| &visit.kind));
        let place = self.designs.iter().position(alike).unwrap_or_else(|| {
            self.designs.push(design(still, (quality, own), knowledge));
            self.designs.len() - 1
        });
        (place, own.iter().map(|visit| visit.value).collect())
    }

    /// How many visits of a test each person has.
    pub(super) fn n_of(&self, test: usize) -> impl Iterator<Item = usize> + '_ {
        self.people.iter().map(move |own| {
            let kinds = own.iter().flat_map(|(place, _)| &self.designs[*place].kinds);
            kinds.filter(|kind| kind.test == test).count()
        })
    }

    /// The logarithm of the likelihood of everybody, up to a constant.
    pub(super) fn log_likelihood(&self, factors: &Factors, rules: &ModelRules) -> f64 {
        let shapes: Vec<[Shape; 2]> = self.designs.iter().map(|design| design.shapes(factors, rules)).collect();
        let of_person = |own: &Vec<(usize, Vec<f64>)>| {
            let whole = |which: usize| -> f64 {
                own.iter().map(|(place, values)| shapes[*place][which].log_density(values)).sum()
            };
            log_sum([whole(0) + libm::log(1.0 - FEW), whole(1) + libm::log(FEW)].into_iter())
        };
        self.people.iter().map(of_person).sum()
    }

    /// What the share of people with a large difference is to be multiplied by in each quality, with the noise that was found.
    pub(super) fn prevalence(&self, factors: &Factors, rules: &ModelRules) -> BTreeMap<Quality, f64> {
        let shapes: Vec<[Shape; 2]> = self.designs.iter().map(|design| design.shapes(factors, rules)).collect();
        let mut told: BTreeMap<Quality, Vec<LargeParts>> = BTreeMap::new();
        for (place, values) in self.people.iter().flatten() {
            let (design, [usual, _]) = (&self.designs[*place], &shapes[*place]);
            let seen = |(share, held): &(f64, Vec<f64>)| (*share, usual.seen(held));
            let parts: Vec<(f64, Vec<f64>)> = design.parts.iter().map(seen).collect();
            told.entry(design.quality).or_default().push(LargeParts::new(&parts, &usual.seen(values)));
        }
        let times = |people: Vec<LargeParts>| most_probable_times(&people, rules.learn_large);
        told.into_iter().map(|(quality, people)| (quality, times(people))).collect()
    }
}

/// The visits of one person, the latest first.
fn visits_of(still: &Prior<'_>, instruments: &[Instrument<'_>], tests: &[&Test]) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    for (k, instrument) in instruments.iter().enumerate() {
        let Some(test) = tests.iter().position(|test| test.id == instrument.test.id) else { continue };
        let own: Vec<Visit> =
            instrument.days.iter().filter_map(|day| visit(still, instrument, (k, test), day)).collect();
        visits.extend(without_wild(own));
    }
    visits.sort_by_key(|visit| std::cmp::Reverse(visit.kind.day));
    visits.truncate(MOST_VISITS);
    visits
}

/// Works out the parts of the covariance of some visits of one quality; qualities know nothing of each other.
fn design(still: &Prior<'_>, (quality, visits): (Quality, &[&Visit]), knowledge: &Knowledge) -> Design {
    let n = visits.len();
    // A row without its test has no quirk, one without differences nothing else.
    let bare: Vec<(Row, Row)> = visits.iter().map(|v| v.row.clone().apart()).collect();
    let moving = still.clone().with(ModelRules { day_of_muscle: 0.0, day_of_leg: 0.0, ..knowledge.model });
    let usual = Square::from_fn(n, |i, j| still.covariance(&bare[i].0, &bare[j].0));
    let walk = Square::from_fn(n, |i, j| moving.covariance(&bare[i].0, &bare[j].0) - usual.at(i, j));
    let loads: Vec<Vec<(usize, f64)>> = visits.iter().map(|visit| still.loads(&visit.row)).collect();
    let large = Square::from_fn(n, |i, j| together(&loads[i], &loads[j], |_| 1.0));
    let held: BTreeSet<usize> = loads.iter().flatten().map(|(part, _)| *part).collect();
    let part = |part: usize| {
        let of = |own: &Vec<(usize, f64)>| {
            own.iter().find(|(other, _)| *other == part).map_or(0.0, |(_, load)| *load)
        };
        (still.large[part].probability, loads.iter().map(of).collect())
    };
    let parts = held.into_iter().filter(|&part| still.large[part].is_of_anybody()).map(part).collect();
    let quirk = Square::from_fn(n, |i, j| still.covariance(&bare[i].1, &bare[j].1));
    let kinds: Vec<Kind> = visits.iter().map(|visit| visit.kind).collect();
    let of_day = |i: usize, j: usize| kinds[i].legs * kinds[i].leg_day * kinds[j].leg_day;
    let same_day = |i: usize, j: usize| {
        let (a, b) = (&kinds[i], &kinds[j]);
        a.day == b.day && a.muscle_class.is_some() && b.muscle_class.is_some()
    };
    let muscle = Square::from_fn(n, |i, j| {
        if same_day(i, j) && kinds[i].muscle_class == kinds[j].muscle_class { of_day(i, j) } else { 0.0 }
    });
    let leg = Square::from_fn(n, |i, j| if same_day(i, j) { of_day(i, j) } else { 0.0 });
    Design { quality, kinds, usual, walk, large, parts, quirk, muscle, leg }
}

/// The difference of one day; none when a leg is missing.
fn visit(
    prior: &Prior<'_>,
    instrument: &Instrument<'_>,
    (k, test): (usize, usize),
    day: &Day,
) -> Option<Visit> {
    let catalogue = instrument.test;
    let scale = noise_scale(catalogue);
    let trial = square(catalogue.noise.trial * scale);
    let share = catalogue.link == Link::Share;
    let mut row = prior.row(prior.years(day.day));
    row.differences = super::observe::loaded(prior, catalogue, 1.0);
    row.test = Some(TestPart { instrument: k, offset: 0.0, quirk: 1.0, later: true, day: None });
    let (value, trials) = if share {
        let ratios: Vec<f64> = day.pairs.iter().map(|&(left, right)| libm::log(left / right)).collect();
        let n = ratios.len() as f64;
        (!ratios.is_empty()).then(|| (ratios.iter().sum::<f64>() / n, trial / n))?
    } else {
        let of = |side: Side| {
            let values = scaled(catalogue, &day.sides[side].values);
            let n = values.len() as f64;
            let mean = values.iter().map(|(value, _)| value).sum::<f64>() / n;
            let counting = values.iter().map(|(_, counting)| counting).sum::<f64>() / (n * n);
            (!values.is_empty()).then_some((mean, trial / n + counting))
        };
        let ((left, left_variance), (right, right_variance)) = (of(Side::Left)?, of(Side::Right)?);
        (left - right, left_variance + right_variance)
    };
    if !value.is_finite() {
        return None;
    }
    let kind = Kind {
        test,
        instrument: k,
        quirk_class: prior.instruments[k].quirk_class(),
        muscle_class: (!share).then(|| prior.instruments[k].muscle_class()),
        day: days_between(Date::ZERO, day.day),
        years: row.years,
        trials,
        // Days that were put together have so much less of their form left.
        leg_day: catalogue.noise.leg_day * scale / libm::sqrt(f64::from(day.n_days)),
        legs: if share { 1.0 } else { 2.0 },
    };
    Some(Visit { value: value - prior.mean(&row), row, quality: catalogue.quality, kind })
}

/// Leaves out visits far from the middle of the others of one instrument.
fn without_wild(mut own: Vec<Visit>) -> Vec<Visit> {
    let mut values: Vec<f64> = own.iter().map(|visit| visit.value).collect();
    let Some(middle) = super::gather::median(&mut values) else { return own };
    // Visits pull the middle to themselves: each of two is only half as far from it as from the other.
    let apart = 1.0 - 1.0 / own.len().max(2) as f64;
    own.retain(|visit| {
        let variance = visit.kind.legs * square(visit.kind.leg_day) + visit.kind.trials;
        (visit.value - middle).abs() <= WILD * libm::sqrt(apart * variance)
    });
    own
}

/// A normal density of the visits of one design, ready for the differences of any person.
struct Shape {
    /// One over the standard deviation of what each visit has for itself.
    roots: Vec<f64>,
    root: Cholesky,
    /// The logarithm of the determinant of the covariance.
    log_determinant: f64,
}

impl Shape {
    fn new(covariance: &Square, own: &[f64]) -> Self {
        let roots: Vec<f64> = own.iter().map(|variance| 1.0 / libm::sqrt(*variance)).collect();
        let root = Cholesky::of_one_plus(covariance, &roots);
        let log_own: f64 = own.iter().map(|variance| libm::log(*variance)).sum();
        let log_determinant = root.log_determinant() + log_own;
        Self { roots, root, log_determinant }
    }

    /// The logarithm of the density, up to a constant.
    fn log_density(&self, values: &[f64]) -> f64 {
        let seen = self.seen(values);
        -0.5 * (dot(&seen, &seen) + self.log_determinant)
    }

    /// What is left of some values after the covariance was taken off.
    fn seen(&self, values: &[f64]) -> Vec<f64> {
        let scaled = values.iter().zip(&self.roots).map(|(value, root)| value * root).collect();
        self.root.solve_lower(scaled)
    }
}

impl Design {
    /// The density of somebody without large differences, and of somebody with them.
    fn shapes(&self, factors: &Factors, rules: &ModelRules) -> [Shape; 2] {
        let n = self.kinds.len();
        let twice = |x: f64| libm::exp(2.0 * x);
        let (usual, quirk, walk) = (twice(factors.usual), twice(factors.quirk), twice(factors.walk));
        let (muscle, leg) = shares_of_day(rules, libm::exp(factors.muscle), libm::exp(factors.leg));
        let noise: Vec<f64> = self.kinds.iter().map(|kind| libm::exp(factors.noise[kind.test])).collect();
        let own_of = |(kind, noise): (&Kind, &f64)| {
            let day = kind.legs * square(kind.leg_day);
            let day = if kind.muscle_class.is_some() { (1.0 - muscle - leg) * day } else { day };
            (square(*noise) * (day + kind.trials)).max(1e-12)
        };
        let own: Vec<f64> = self.kinds.iter().zip(&noise).map(own_of).collect();
        let small = Square::from_fn(n, |i, j| {
            usual * (self.usual.at(i, j) + walk * self.walk.at(i, j))
                + quirk * self.quirk.at(i, j)
                + noise[i] * noise[j] * (muscle * self.muscle.at(i, j) + leg * self.leg.at(i, j))
        });
        let large = Square::from_fn(n, |i, j| small.at(i, j) + WIDE * self.large.at(i, j));
        [Shape::new(&small, &own), Shape::new(&large, &own)]
    }
}
