//! How common bad days are among some people: wild days of a test or a muscle, and mistakes in measuring.
//!
//! ```text
//!   two days of one test within four weeks ── apart by more than three SDs of usual noise? ──┐ counted over everybody
//!   how often that is so when days are bad as often as the catalogue says ───────────────────┴► factor of all those shares
//! ```
//! Of a visit that stands alone nobody can tell a bad day from a leg that differs, so all that is said of it hangs on how often
//! days are bad. Two days near each other tell: what lasts is in both. Only what stands far out is counted, because how wide the
//! usual noise is, and how people differ in it, is learnt apart. Read next: [`super::prevalence`], for what lasts.

use crate::knowledge::{Link, ModelRules};

use super::cell::{Spread, mistakes};
use super::gather::Instrument;
use super::gaussian::normal_below;
use super::learn::Learnt;
use super::prior::{noise_scale, square};
use super::runs::{Contrast, contrasts, first_days, run_of};

/// Two days are far apart beyond so many standard deviations of their usual noise.
const FAR: f64 = 3.0; // source: evenstride-proposal
/// The factor's logarithm is looked for up to here either way, in such steps.
const FURTHEST: f64 = 2.4;
const STEP: f64 = 0.05;

/// However common they are said to be, bad days are not more than half of all, unless the catalogue has them so.
const MOST_BAD: f64 = 0.5; // source: by definition; what is usual is what most days are

/// The model's figures with bad days so many times as common.
pub(super) fn with_bad_days(rules: &ModelRules, times: f64) -> ModelRules {
    let learnt = |share: f64| (share * times).min(share.max(MOST_BAD));
    ModelRules {
        wild_day_share: learnt(rules.wild_day_share),
        wild_muscle_share: learnt(rules.wild_muscle_share),
        mistake_share: learnt(rules.mistake_share),
        ..*rules
    }
}

/// What the catalogue's shares of bad days are to be multiplied by, so that as many days of these people stand far apart as do.
///
/// `rules` are the model's figures with the form of the day as it was learnt; `learnt` has the noise. The factor's logarithm is
/// held to 0 by the SD `learn-bad-days`.
pub(super) fn most_probable_times(people: &[Vec<Instrument<'_>>], learnt: &Learnt, rules: &ModelRules) -> f64 {
    if rules.learn_bad_days <= 0.0 {
        return 1.0;
    }
    let pairs: Vec<Pair<'_>> = people.iter().flatten().flat_map(|k| pairs(k, learnt)).collect();
    let n = (FURTHEST / STEP).round() as i32;
    let looked_at = (-n..=n).map(|step| STEP * f64::from(step)).map(|x| {
        let days = Days::new(with_bad_days(rules, libm::exp(x)));
        let data: f64 = pairs.iter().map(|pair| pair.log_likelihood(&days)).sum();
        (x, data - 0.5 * square(x / rules.learn_bad_days))
    });
    let best = looked_at.filter(|(_, height)| height.is_finite()).max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(1.0, |(x, _)| libm::exp(x))
}

/// Two days of one run on which somebody did the same test with both legs.
struct Pair<'k> {
    /// Variance of the usual noise of what is between them.
    variance: f64,
    is_far: bool,
    days: [Look<'k>; 2],
}

/// One of them.
struct Look<'k> {
    instrument: &'k Instrument<'k>,
    /// Legs with a form of the day of their own: one thing alone where both work at once.
    legs: f64,
    /// Variance of a leg's form of the day, and of what trials scatter about it, of both legs together.
    leg_day: f64,
    trials: f64,
    n_trials: usize,
}

/// The first and the second day of a run, the third and the fourth, and so on: so no day is counted twice.
fn pairs<'k>(instrument: &'k Instrument<'k>, learnt: &Learnt) -> Vec<Pair<'k>> {
    let single = |contrast: &Contrast| {
        let day = instrument.days.iter().find(|day| day.day == contrast.day && day.n_days == 1)?;
        let leg_day = square(learnt.noise(instrument.test).leg_day * noise_scale(instrument.test));
        let of_share = instrument.test.link == Link::Share;
        let n_trials =
            if of_share { day.pairs.len() } else { day.sides.left.values.len() + day.sides.right.values.len() };
        let legs = if of_share { 1.0 } else { 2.0 };
        let trials = contrast.variance - legs * leg_day;
        Some((*contrast, Look { instrument, legs, leg_day, trials, n_trials }))
    };
    let looks: Vec<(Contrast, Look<'k>)> = contrasts(instrument, learnt).iter().filter_map(single).collect();
    let firsts = first_days(looks.iter().map(|(contrast, _)| contrast.day));
    let mut pairs = Vec::new();
    let mut looks = looks.into_iter().peekable();
    while let Some((first, look)) = looks.next() {
        let run = run_of(first.day, &firsts);
        if let Some((second, other)) = looks.next_if(|(next, _)| run_of(next.day, &firsts) == run) {
            let variance = first.variance + second.variance;
            let is_far = (first.mean - second.mean).abs() > FAR * libm::sqrt(variance);
            pairs.push(Pair { variance, is_far, days: [look, other] });
        }
    }
    pairs
}

/// What days are like for given shares of bad ones.
struct Days {
    rules: ModelRules,
    /// What usual days have of the variance of all days: of what tests of a muscle share, of a test's own, and of trials.
    shared: f64,
    own: f64,
    trials: f64,
}

impl Days {
    fn new(rules: ModelRules) -> Self {
        let shared = Spread::of(1.0, rules.wild_muscle_share, rules.wild_muscle_times).usual_variance;
        let own = shared * Spread::of(1.0, rules.wild_day_share, rules.wild_day_times).usual_variance;
        let trials = Spread::of(1.0, rules.wild_trial_share, rules.wild_trial_times).usual_variance;
        Self { rules, shared, own, trials }
    }
}

impl Pair<'_> {
    /// The logarithm of how probable it is that the days are as far apart, or as near, as they are.
    fn log_likelihood(&self, days: &Days) -> f64 {
        let far = self.far(days).clamp(1e-9, 1.0 - 1e-9);
        libm::log(if self.is_far { far } else { 1.0 - far })
    }

    /// How probable it is that these days are far apart: by usual noise, which some people have more of, or by one bad thing.
    fn far(&self, days: &Days) -> f64 {
        let beyond = |variance: f64| {
            if variance > 0.0 { 2.0 * normal_below(-FAR * libm::sqrt(self.variance / variance)) } else { 0.0 }
        };
        let usual: f64 = self.days.iter().map(|look| look.usual(days)).sum();
        // Three points that tell a normal spread of the logarithm.
        let spread = 3_f64.sqrt() * days.rules.noise_of_person;
        let people = [(1.0 / 6.0, -spread), (2.0 / 3.0, 0.0), (1.0 / 6.0, spread)];
        let mut none = 1.0;
        let mut far = 0.0;
        for (share, more) in self.days.iter().flat_map(|look| look.bad(days)) {
            none -= share;
            far += share * beyond(usual + more);
        }
        let of_usual: f64 = people.iter().map(|(weight, x)| weight * beyond(usual * libm::exp(2.0 * x))).sum();
        far + none.max(0.0) * of_usual
    }
}

impl Look<'_> {
    /// The parts of the variance of a leg's day that a test shares with others, and that it has for itself, on usual days.
    fn parts(&self, days: &Days) -> (f64, f64) {
        if self.instrument.test.link == Link::Share {
            let own = Spread::of(1.0, days.rules.wild_day_share, days.rules.wild_day_times).usual_variance;
            return (0.0, own * self.leg_day);
        }
        let together = days.rules.day_of_muscle + days.rules.day_of_leg;
        (days.shared * together * self.leg_day, days.own * (1.0 - together) * self.leg_day)
    }

    /// The variance of a usual day with usual trials.
    fn usual(&self, days: &Days) -> f64 {
        let (shared, own) = self.parts(days);
        self.legs * (shared + own) + days.trials * self.trials
    }

    /// Each bad thing: how probable, and the variance that it adds.
    fn bad<'d>(&'d self, days: &'d Days) -> impl Iterator<Item = (f64, f64)> + 'd {
        let rules = &days.rules;
        let legs = self.legs;
        let n = self.n_trials as f64;
        let trial = days.trials * self.trials * (square(rules.wild_trial_times) - 1.0) / n;
        let own = self.parts(days).1 * (square(rules.wild_day_times) - 1.0);
        let muscle = days.shared * self.leg_day * (square(rules.wild_muscle_times) - 1.0);
        let muscle_share = if legs > 1.0 { legs * rules.wild_muscle_share } else { 0.0 };
        let far = rules.far_day_share;
        [
            (n * rules.wild_trial_share, trial),
            (legs * rules.wild_day_share, own),
            (muscle_share * (1.0 - far), muscle),
            (muscle_share * far, muscle * square(rules.far_times)),
        ]
        .into_iter()
        .chain(mistakes(self.instrument.test, rules).map(move |(share, more)| (legs * share, more)))
    }
}
