//! How probable the differences of somebody's visits are for given noise, with everything else averaged over.
//!
//! The differences of all visits of one person are normal with mean near 0; their covariance is a sum of parts that
//! each factor multiplies as a whole, so the parts are worked out once. A person has large differences or not; both are
//! tried, each with its probability.

use crate::body::{Quality, Side};
use crate::knowledge::{Knowledge, Link, ModelRules, Test};
use crate::person::Person;
use jiff::civil::Date;

use super::cell::scaled;
use super::gather::{Day, Instrument};
use super::learn::{Learnt, shares_of_day};
use super::loads::together;
use super::matrix::{Cholesky, Square, dot};
use super::prior::{Prior, Row, TestPart, days_between, noise_scale, square};

/// Few people have large differences …
const FEW: f64 = 0.12; // source: evenstride-proposal; the large share of most groups
/// … and theirs are let be twice as wide as the catalogue says, so that no lasting difference is taken for noise.
const WIDE: f64 = 4.0; // source: evenstride-proposal
/// At most so many visits of one person are looked at, the latest ones.
const MOST_VISITS: usize = 120;
/// A visit further off than so many of its standard deviations is wild and teaches nothing about usual noise.
const WILD: f64 = 4.0; // source: evenstride-proposal

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
    test: usize,
    row: Row,
    value: f64,
    /// Variance of the trials' mean difference.
    trials: f64,
    leg_day: f64,
    legs: f64,
    quality: Quality,
    muscle_class: Option<usize>,
    day: i32,
}

/// One person's visits with the parts of their covariance.
pub(super) struct Visits {
    visits: Vec<Visit>,
    usual: Square,
    walk: Square,
    large: Square,
    quirk: Square,
    muscle: Square,
    leg: Square,
}

/// Works out the parts once.
pub(super) fn visits_of(
    instruments: &[Instrument<'_>],
    tests: &[&Test],
    person: &Person,
    knowledge: &Knowledge,
    as_of: Date,
) -> Visits {
    let plain = ModelRules { difference_walk: 0.0, day_of_muscle: 0.0, day_of_leg: 0.0, ..knowledge.model };
    let has_norm = vec![false; instruments.len()];
    let still = Prior::new(instruments, &has_norm, person, knowledge, &Learnt::default(), as_of).with(plain);
    let mut visits: Vec<Visit> = Vec::new();
    for (k, instrument) in instruments.iter().enumerate() {
        let Some(test) = tests.iter().position(|test| test.id == instrument.test.id) else { continue };
        let own: Vec<Visit> =
            instrument.days.iter().filter_map(|day| visit(&still, instrument, (k, test), day)).collect();
        visits.extend(without_wild(own));
    }
    visits.sort_by_key(|visit| std::cmp::Reverse(visit.day));
    visits.truncate(MOST_VISITS);
    let n = visits.len();
    // A row without its test has no quirk, one without differences nothing else.
    let bare: Vec<(Row, Row)> = visits.iter().map(|v| v.row.clone().apart()).collect();
    let moving = still.clone().with(ModelRules { day_of_muscle: 0.0, day_of_leg: 0.0, ..knowledge.model });
    let usual = Square::from_fn(n, |i, j| still.covariance(&bare[i].0, &bare[j].0));
    let walk = Square::from_fn(n, |i, j| moving.covariance(&bare[i].0, &bare[j].0) - usual.at(i, j));
    let loads: Vec<Vec<(usize, f64)>> = visits.iter().map(|visit| still.loads(&visit.row)).collect();
    let large = Square::from_fn(n, |i, j| together(&loads[i], &loads[j], |_| 1.0));
    let quirk = Square::from_fn(n, |i, j| still.covariance(&bare[i].1, &bare[j].1));
    let muscle = Square::from_fn(n, |i, j| {
        let (a, b) = (&visits[i], &visits[j]);
        let same = a.day == b.day && a.muscle_class.is_some() && a.muscle_class == b.muscle_class;
        if same { a.legs * a.leg_day * b.leg_day } else { 0.0 }
    });
    let leg = Square::from_fn(n, |i, j| {
        let (a, b) = (&visits[i], &visits[j]);
        let same =
            a.day == b.day && a.quality == b.quality && a.muscle_class.is_some() && b.muscle_class.is_some();
        if same { a.legs * a.leg_day * b.leg_day } else { 0.0 }
    });
    Visits { visits, usual, walk, large, quirk, muscle, leg }
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
    Some(Visit {
        test,
        value: value - prior.mean(&row),
        row,
        trials,
        // Days that were put together have so much less of their form left.
        leg_day: catalogue.noise.leg_day * scale / libm::sqrt(f64::from(day.n_days)),
        legs: if share { 1.0 } else { 2.0 },
        quality: catalogue.quality,
        muscle_class: (!share).then(|| prior.instruments[k].muscle_class()),
        day: days_between(Date::ZERO, day.day),
    })
}

/// Leaves out visits far from the middle of the others of one instrument.
fn without_wild(mut own: Vec<Visit>) -> Vec<Visit> {
    let mut values: Vec<f64> = own.iter().map(|visit| visit.value).collect();
    let Some(middle) = super::gather::median(&mut values) else { return own };
    own.retain(|visit| {
        let variance = visit.legs * square(visit.leg_day) + visit.trials;
        (visit.value - middle).abs() <= WILD * libm::sqrt(2.0 * variance)
    });
    own
}

impl Visits {
    /// How many visits of a test there are.
    pub(super) fn n_of(&self, test: usize) -> usize {
        self.visits.iter().filter(|visit| visit.test == test).count()
    }

    /// The logarithm of the likelihood, up to a constant.
    pub(super) fn log_likelihood(&self, factors: &Factors, rules: &ModelRules) -> f64 {
        let n = self.visits.len();
        if n == 0 {
            return 0.0;
        }
        let twice = |x: f64| libm::exp(2.0 * x);
        let (usual, quirk, walk) = (twice(factors.usual), twice(factors.quirk), twice(factors.walk));
        let (muscle, leg) = shares_of_day(rules, libm::exp(factors.muscle), libm::exp(factors.leg));
        let noise: Vec<f64> = self.visits.iter().map(|visit| libm::exp(factors.noise[visit.test])).collect();
        let own: Vec<f64> = (0..n)
            .map(|i| {
                let visit = &self.visits[i];
                let day = visit.legs * square(visit.leg_day);
                let day = if visit.muscle_class.is_some() { (1.0 - muscle - leg) * day } else { day };
                (square(noise[i]) * (day + visit.trials)).max(1e-12)
            })
            .collect();
        let with_large = |times: f64| {
            Square::from_fn(n, |i, j| {
                usual * (self.usual.at(i, j) + walk * self.walk.at(i, j))
                    + times * self.large.at(i, j)
                    + quirk * self.quirk.at(i, j)
                    + noise[i] * noise[j] * (muscle * self.muscle.at(i, j) + leg * self.leg.at(i, j))
            })
        };
        let (small, large) = (self.normal(&with_large(0.0), &own), self.normal(&with_large(WIDE), &own));
        let (small, large) = (small + libm::log(1.0 - FEW), large + libm::log(FEW));
        let higher = small.max(large);
        higher + libm::log(libm::exp(small - higher) + libm::exp(large - higher))
    }

    /// The logarithm of a normal density of the visits, up to a constant.
    fn normal(&self, covariance: &Square, own: &[f64]) -> f64 {
        let precision: Vec<f64> = own.iter().map(|variance| 1.0 / variance).collect();
        let root = Cholesky::of_one_plus(covariance, &precision);
        let scaled: Vec<f64> =
            self.visits.iter().zip(own).map(|(visit, variance)| visit.value / libm::sqrt(*variance)).collect();
        let seen = root.solve_lower(scaled);
        let log_own: f64 = own.iter().map(|variance| libm::log(*variance)).sum();
        -0.5 * (dot(&seen, &seen) + root.log_determinant() + log_own)
    }
}
