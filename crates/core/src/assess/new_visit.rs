//! What one new visit would add to a lasting difference: a mixture of bell curves around 0.
//!
//! ```text
//!   left leg:  form of the day, usual or wild ─► its trials, each usual or wild ─► a mistake or none ┐
//!   right leg: the same                                                                              ┴► difference
//! ```
//! It is what [`super::cell`] takes into account when it reads a visit, the other way round. Read next:
//! [`super::predict`].

use crate::knowledge::{Link, ModelRules, Test};

use super::cell::{OwnDay, Spread, days, mistakes};
use super::learn::Learnt;
use super::mixture::Mixture;
use super::model::Model;
use super::prior::{noise_scale, square};
use super::site::Normal;

/// The mean of more trials than this is as good as normal.
const MOST_TRIALS: u32 = 12;
/// Where and how much a normal has to be looked at so that its first five moments are right.
///
/// # Source
/// Gauss–Hermite quadrature with three points, a textbook rule.
const THREE_POINTS: [(f64, f64); 3] =
    [(1.0 / 6.0, -1.732_050_807_568_877_2), (2.0 / 3.0, 0.0), (1.0 / 6.0, 1.732_050_807_568_877_2)];

/// The difference, left minus right on the model's scale, that the noise of one visit with so many trials a side makes.
///
/// How noisy the person is beside others is not known exactly, so the noise is looked at small, usual and large.
pub(super) fn noise_of_visit(model: &Model<'_>, k: usize, learnt: &Learnt, n_trials: u32) -> Mixture {
    let (test, rules) = (model.instruments[k].test, model.prior.rules());
    let spread = libm::sqrt(learnt.log_variance(test, rules));
    let mut parts = Vec::new();
    for (probability, z) in THREE_POINTS {
        let leg = leg(model, k, learnt, n_trials, square(libm::exp(spread * z)));
        // A share is one value of both legs.
        let both = if test.link == Link::Share { leg } else { leg.plus(&leg) };
        parts.extend(both.parts().iter().map(|(weight, normal)| (probability * weight, *normal)));
    }
    Mixture::of_any(parts)
}

/// What one leg's visit adds, its noise multiplied by `times` in variance.
fn leg(model: &Model<'_>, k: usize, learnt: &Learnt, n_trials: u32, times: f64) -> Mixture {
    let (test, rules) = (model.instruments[k].test, model.prior.rules());
    let (own, shared, of_muscle) = model.prior.day_of_leg(k, test.link == Link::Share);
    let own_day = OwnDay { variance: times * own, n_days: 1.0, of_muscle: times * of_muscle };
    let days = around_zero(days(own_day, rules).into_iter().map(|(weight, variance, _)| (weight, variance)));
    let trial = times * square(learnt.noise(test).trial * noise_scale(test));
    let usual = days.plus(&trials(trial, n_trials, rules)).plus(&around_zero([(1.0, times * shared)]));
    with_mistakes(usual, test, rules)
}

/// What the mean of so many trials is off by, each of them usual or wild.
fn trials(variance: f64, n_trials: u32, rules: &ModelRules) -> Mixture {
    if n_trials > MOST_TRIALS {
        return around_zero([(1.0, variance / f64::from(n_trials))]);
    }
    let spread = Spread::of(variance, rules.wild_trial_share, rules.wild_trial_times);
    let per_trial = f64::from(n_trials.max(1));
    let one = [(1.0 - spread.wild_share, spread.usual_variance), (spread.wild_share, spread.wild_variance)];
    let one = around_zero(one.map(|(weight, variance)| (weight, variance / square(per_trial))));
    (1..n_trials).fold(one.clone(), |all, _| all.plus(&one))
}

/// The same when all of it may have been measured wrongly.
fn with_mistakes(usual: Mixture, test: &Test, rules: &ModelRules) -> Mixture {
    let right = (1.0 - rules.mistake_share, 0.0);
    usual.plus(&around_zero(std::iter::once(right).chain(mistakes(test, rules))))
}

/// Normals around 0 by their weights and variances.
fn around_zero(parts: impl IntoIterator<Item = (f64, f64)>) -> Mixture {
    Mixture::of_any(
        parts.into_iter().map(|(weight, variance)| (weight, Normal { mean: 0.0, variance })).collect(),
    )
}
