//! What the trials of one leg in one test on one day say of that day's value, wild ones considered.
//!
//! ```text
//!   trial ─┐ each is usual or wild: a mixture of two normals
//!   trial ─┼─► what the day showed ─► plus the leg's own form of the day, usual or wild ─► one cell
//!   trial ─┘
//! ```
//! A cell is a mixture of at most [`MOST_PARTS`] normals over the value that the leg would show in the long run
//! on that day. It never drops a trial.

use crate::knowledge::{Link, ModelRules, Noise, Test};

use super::gather::on_scale;
use super::prior::{noise_scale, square};
use super::site::Part;

/// So many parts tell a cell well enough; the least probable are left out.
const MOST_PARTS: usize = 8;
/// A count is right to half a repetition either way: SD of a uniform error.
const COUNTING_SD: f64 = 0.289; // source: 1/√12, by definition
/// Noise below this has no meaning in a measurement; it keeps a test without noise from dividing by zero.
const LEAST_SD: f64 = 1e-6;

/// One part of a cell: how probable, where, how wide, and what was wild in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellPart {
    weight: f64,
    mean: f64,
    variance: f64,
    /// Was the whole day wild?
    pub(super) wild_day: bool,
    /// Which of the first 64 trials were wild, one bit each.
    pub(super) wild_trials: u64,
}

impl CellPart {
    /// The same as a site, with the value from which the cell's mean is counted taken off.
    pub(super) fn site(&self, expected: f64) -> Part {
        Part::normal(self.weight, self.mean - expected, self.variance)
    }
}

/// A leg's form of the day in one test that nothing else shares.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnDay {
    /// Its variance.
    pub(super) variance: f64,
    /// So many days were put together; they have so much less of it left.
    pub(super) n_days: f64,
    /// What a wild day of the muscle adds, 0 where other tests of the muscle share it.
    pub(super) of_muscle: f64,
}

/// A noise that is usual or wild: both SDs and how often it is wild.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    pub(super) usual_variance: f64,
    pub(super) wild_variance: f64,
    pub(super) wild_share: f64,
}

impl Spread {
    /// Splits a variance so that the whole keeps it.
    pub(super) fn of(variance: f64, wild_share: f64, times: f64) -> Self {
        let usual_variance = variance / (1.0 - wild_share + wild_share * times * times);
        Self { usual_variance, wild_variance: usual_variance * times * times, wild_share }
    }
}

/// Values of one leg on one day, on the model's scale; counts with their counting variance.
pub(super) fn scaled(test: &Test, values: &[f64]) -> Vec<(f64, f64)> {
    values
        .iter()
        .filter_map(|&value| {
            let counting = match test.link {
                Link::Count => square(COUNTING_SD / value),
                Link::Log | Link::InverseTime | Link::Share | Link::Linear => 0.0,
            };
            Some((on_scale(test, value)?, counting))
        })
        .collect()
}

/// The cell of some values (with variances of their own); none when there are none.
pub(super) fn cell(
    test: &Test,
    values: &[(f64, f64)],
    noise: &Noise,
    own_day: OwnDay,
    rules: &ModelRules,
) -> Vec<CellPart> {
    let n = values.len();
    if n == 0 {
        return Vec::new();
    }
    let centre = values.iter().map(|(value, _)| value / n as f64).sum::<f64>();
    let trial = square((noise.trial * noise_scale(test)).max(LEAST_SD));
    let spread = Spread::of(trial, rules.wild_trial_share, rules.wild_trial_times);
    let mut products = vec![Product { part: Part { log_weight: 0.0, precision: 0.0, shift: 0.0 }, wild: 0 }];
    for (i, &(value, counting)) in values.iter().enumerate() {
        let bit = if i < 64 { 1_u64 << i } else { 0 };
        products = with_trial(&products, value - centre, counting, spread, bit);
    }
    let days = days(own_day, rules);
    let mut parts = Vec::new();
    for product in products {
        let (weight, mean, variance) = product.whole();
        parts.extend(days.iter().map(|&(share, more, wild_day)| CellPart {
            weight: weight * share,
            mean: mean + centre,
            variance: variance + more,
            wild_day,
            wild_trials: product.wild,
        }));
    }
    parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    parts.truncate(MOST_PARTS);
    let sum: f64 = parts.iter().map(|part| part.weight).sum();
    for part in &mut parts {
        part.weight /= sum;
    }
    if rules.mistake_share > 0.0 && own_day.n_days <= 1.0 {
        with_mistake(&mut parts, test, rules);
    }
    parts
}

/// Adds that the whole cell may be a mistake: it stands where the values stand and is as wide as mistakes are.
fn with_mistake(parts: &mut Vec<CellPart>, test: &Test, rules: &ModelRules) {
    let mean: f64 = parts.iter().map(|part| part.weight * part.mean).sum();
    let spread: f64 = parts.iter().map(|part| part.weight * (part.variance + square(part.mean - mean))).sum();
    for part in parts.iter_mut() {
        part.weight *= 1.0 - rules.mistake_share;
    }
    for (weight, variance) in mistakes(test, rules) {
        parts.push(CellPart { weight, mean, variance: spread + variance, wild_day: true, wild_trials: 0 });
    }
}

/// How probable mistakes are, and the variance that they add.
///
/// A slip may be as far off as a leg can be weak, so that the farthest values are no surer than far ones.
pub(super) fn mistakes(test: &Test, rules: &ModelRules) -> impl Iterator<Item = (f64, f64)> {
    let wide = match test.link {
        Link::Linear => rules.mistake_deg,
        Link::Log | Link::InverseTime | Link::Count | Link::Share => 0.01 * rules.mistake_percent,
    };
    let ways = [(1.0 - rules.far_day_share, 1.0), (rules.far_day_share, rules.far_times)];
    let share = rules.mistake_share;
    ways.into_iter().map(move |(part, times)| (share * part, square(wide * times))).filter(|way| way.0 > 0.0)
}

/// What the day may be: how probable, how wide, and whether it is wild.
pub(super) fn days(own_day: OwnDay, rules: &ModelRules) -> Vec<(f64, f64, bool)> {
    let variance = (own_day.variance / own_day.n_days).max(LEAST_SD * LEAST_SD);
    // A wild day is one day's; days put together have their share of wild ones in the spread already.
    if own_day.n_days > 1.0 {
        return vec![(1.0, variance, false)];
    }
    let day = Spread::of(variance, rules.wild_day_share, rules.wild_day_times);
    let mut days = vec![(1.0 - day.wild_share, day.usual_variance, false)];
    if day.wild_share > 0.0 {
        days.push((day.wild_share, day.wild_variance, true));
    }
    if own_day.of_muscle > 0.0 {
        let share = rules.wild_muscle_share;
        let wild: Vec<(f64, f64, bool)> = days
            .iter()
            .map(|&(weight, variance, _)| (share * weight, variance + own_day.of_muscle, true))
            .collect();
        for day in &mut days {
            day.0 *= 1.0 - share;
        }
        days.extend(wild);
    }
    days
}

/// A product of trials, each usual or wild.
#[derive(Debug, Clone, Copy)]
struct Product {
    part: Part,
    wild: u64,
}

impl Product {
    /// Weight, mean and variance; the weight is counted from the heaviest so that nothing overflows.
    fn whole(&self) -> (f64, f64, f64) {
        let Part { log_weight, precision, shift } = self.part;
        (libm::exp(log_weight + self.log_integral()), shift / precision, 1.0 / precision)
    }

    fn log_integral(&self) -> f64 {
        let Part { precision, shift, .. } = self.part;
        0.5 * libm::log(std::f64::consts::TAU / precision) + 0.5 * shift * shift / precision
    }
}

/// Adds one trial to every product and keeps the most probable ones, the heaviest at weight 1.
fn with_trial(products: &[Product], value: f64, counting: f64, spread: Spread, bit: u64) -> Vec<Product> {
    let usual = Part::normal(1.0 - spread.wild_share, value, spread.usual_variance + counting);
    let mut longer: Vec<Product> =
        products.iter().map(|p| Product { part: p.part.and(usual), wild: p.wild }).collect();
    if spread.wild_share > 0.0 {
        let wild = Part::normal(spread.wild_share, value, spread.wild_variance + counting);
        longer.extend(products.iter().map(|p| Product { part: p.part.and(wild), wild: p.wild | bit }));
    }
    // How probable each product is, worked out once: sorting asks for it often.
    let mut longer: Vec<(f64, Product)> =
        longer.into_iter().map(|p| (p.part.log_weight + p.log_integral(), p)).collect();
    longer.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.wild.cmp(&b.1.wild)));
    longer.truncate(MOST_PARTS);
    let highest = longer.first().map_or(0.0, |(log_whole, _)| *log_whole);
    let from_highest = |(_, mut product): (f64, Product)| {
        product.part.log_weight -= highest;
        product
    };
    longer.into_iter().map(from_highest).collect()
}
