//! The posterior of one number as a mixture of normal distributions: probabilities, quantiles, moments.

use super::gaussian::{normal_below, normal_quantile};
use super::pile::lean_left;
use super::site::Normal;

/// So many normals tell a posterior well enough; more are put together.
const MOST_NORMALS: usize = 16;
/// Down to so many, neighbours are put together in one go from one end; then the closest pair comes first.
const MANY: usize = 32;
/// Where putting neighbours together begins, as [`loss`] counts.
const LEAST_LOSS: f64 = 4e-6;
/// So many are enough to see where measuring would lead.
const COARSE: usize = 4;
/// Normals that weigh less than this are left out.
const NEGLIGIBLE: f64 = 1e-6;

/// A mixture of normal distributions; the weights add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mixture {
    parts: Vec<(f64, Normal)>,
}

impl Mixture {
    /// One normal distribution.
    pub(super) fn of_one(normal: Normal) -> Self {
        Self { parts: vec![(1.0, normal)] }
    }

    /// A mixture of few normals that is hard to tell from the given one; many stand in line as a pile has them.
    pub(super) fn of(parts: Vec<(f64, Normal)>) -> Self {
        Self::of_at_most(parts, MOST_NORMALS)
    }

    /// The same of normals in any order.
    pub(super) fn of_any(parts: Vec<(f64, Normal)>) -> Self {
        Self::few(parts, MOST_NORMALS, false)
    }

    /// The sum of two numbers that know nothing of each other.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let with = |&(weight, own): &(f64, Normal)| {
            other.parts.iter().map(move |(other_weight, other)| {
                let sum = Normal { mean: own.mean + other.mean, variance: own.variance + other.variance };
                (weight * other_weight, sum)
            })
        };
        Self::of_any(self.parts.iter().flat_map(with).collect())
    }

    /// The same with so few normals that only its main features are left.
    pub(super) fn coarse(self) -> Self {
        Self::of_at_most(self.parts, COARSE)
    }

    fn of_at_most(parts: Vec<(f64, Normal)>, most: usize) -> Self {
        // So many come from a pile, which has them in line.
        let are_in_line = parts.len() > MANY;
        Self::few(parts, most, are_in_line)
    }

    fn few(mut parts: Vec<(f64, Normal)>, most: usize, are_in_line: bool) -> Self {
        parts.retain(|(weight, _)| *weight > NEGLIGIBLE);
        if parts.is_empty() {
            // Weights that are no numbers: what is nothing but them is not 0 but unknown.
            return Self::of_one(Normal { mean: f64::NAN, variance: f64::NAN });
        }
        // The way along the normals has a direction; it always goes up from the side of the smaller mean, so that swapping
        // left and right gives the same normals with the opposite sign.
        let sign = if lean_left(&parts) { -1.0 } else { 1.0 };
        for (_, normal) in &mut parts {
            normal.mean *= sign;
        }
        let mut parts = if are_in_line { parts } else { in_line(&parts) };
        let mut loss = LEAST_LOSS;
        while parts.len() > MANY && loss < 1e6 {
            together(&mut parts, loss);
            loss *= 4.0;
        }
        closest_together(&mut parts, most);
        let sum: f64 = parts.iter().map(|(weight, _)| weight).sum();
        for (weight, normal) in &mut parts {
            *weight /= sum;
            normal.mean *= sign;
        }
        Self { parts }
    }

    /// The same with the sign turned round.
    pub(super) fn turned(mut self) -> Self {
        for (_, normal) in &mut self.parts {
            normal.mean = -normal.mean;
        }
        self.parts.reverse();
        self
    }

    pub(super) fn parts(&self) -> &[(f64, Normal)] {
        &self.parts
    }

    pub(super) fn mean(&self) -> f64 {
        self.parts.iter().map(|(weight, normal)| weight * normal.mean).sum()
    }

    pub(super) fn variance(&self) -> f64 {
        let mean = self.mean();
        let square = |x: f64| x * x;
        self.parts.iter().map(|(w, n)| w * (n.variance + square(n.mean - mean))).sum()
    }

    pub(super) fn sd(&self) -> f64 {
        libm::sqrt(self.variance().max(0.0))
    }

    /// Probability of lying below `x`.
    pub(super) fn below(&self, x: f64) -> f64 {
        self.parts.iter().map(|&part| Scaled::of(part).below(x)).sum()
    }

    /// The values below which these shares lie; the shares lie between 0 and 1 and ascend.
    pub(super) fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [f64; N] {
        let reach = 8.0 * self.parts.iter().map(|(_, n)| libm::sqrt(n.variance)).fold(1e-12, f64::max);
        let lowest = self.parts.iter().map(|(_, n)| n.mean).fold(f64::INFINITY, f64::min) - reach;
        let highest = self.parts.iter().map(|(_, n)| n.mean).fold(f64::NEG_INFINITY, f64::max) + reach;
        let scaled: Vec<Scaled> = self.parts.iter().map(|&part| Scaled::of(part)).collect();
        let below = |x: f64| scaled.iter().map(|part| part.below(x)).sum::<f64>();
        let like = Normal { mean: self.mean(), variance: self.variance() };
        let mut found = shares.map(|share| closed_in(&below, share, like, [lowest, highest]));
        // What lies closer together than a quantile is good to must not stand the wrong way round.
        found.sort_unstable_by(f64::total_cmp);
        found
    }
}

/// One normal of a mixture with what it takes to tell how much of it lies below something.
struct Scaled {
    weight: f64,
    mean: f64,
    /// One over the standard deviation.
    per_sd: f64,
}

impl Scaled {
    fn of((weight, normal): (f64, Normal)) -> Self {
        // What has no width at all lies on one side or the other.
        Self { weight, mean: normal.mean, per_sd: 1.0 / libm::sqrt(normal.variance).max(1e-300) }
    }

    fn below(&self, x: f64) -> f64 {
        self.weight * normal_below((x - self.mean) * self.per_sd)
    }
}

/// Closes in on a quantile by straight lines that never leave the bracket.
///
/// The lines are drawn through what the probabilities would be standard deviations of, not through the probabilities:
/// for one normal the first line is right, and for a mixture of like ones nearly.
fn closed_in(below: &impl Fn(f64) -> f64, share: f64, like: Normal, [mut low, mut high]: [f64; 2]) -> f64 {
    /// Good to this part of a standard deviation.
    const CLOSE: f64 = 1e-7;
    /// From so many lines on halves are taken, which end in time whatever the mixture is.
    const MOST_LINES: usize = 12;
    if !low.is_finite() || !high.is_finite() {
        // Where the posterior is no number its quantiles are none either, and no verdict calls anything from that.
        return f64::NAN;
    }
    let sd = libm::sqrt(like.variance.max(0.0)).max(1e-14 * (high - low));
    let (wanted, close) = (normal_quantile(share), CLOSE * sd);
    let mut at = (like.mean + sd * wanted).clamp(low, high);
    let mut last: Option<(f64, f64)> = None;
    for line in 0..60 {
        let value = below(at);
        if (value - share).abs() < 1e-12 {
            return at;
        }
        if value < share {
            low = at;
        } else {
            high = at;
        }
        let here = normal_quantile(value);
        let per_sd = last.map_or(sd, |(before, there)| (at - before) / (here - there));
        let per_sd = if per_sd.is_finite() && per_sd > 0.0 { per_sd } else { sd };
        last = Some((at, here));
        let guess = at + per_sd * (wanted - here);
        let next =
            if line < MOST_LINES && guess > low && guess < high { guess } else { f64::midpoint(low, high) };
        if (next - at).abs() <= close {
            return next;
        }
        at = next;
    }
    at
}

/// The normals in line by width and mean: narrow and wide ones stay apart, or the tails would be lost.
fn in_line(parts: &[(f64, Normal)]) -> Vec<(f64, Normal)> {
    let mut order: Vec<(u64, usize)> = parts.iter().map(|(_, n)| place_of(*n)).zip(0..).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, i)| parts[i]).collect()
}

/// Where a normal stands in line: by half octaves of its variance, then by its mean to eleven digits.
fn place_of(normal: Normal) -> u64 {
    // The exponent and the first digit of the variance, which is never below 0.
    let class = normal.variance.to_bits() >> 51;
    let bits = normal.mean.to_bits();
    // Turned so that whole numbers stand in the order of the floating ones.
    let ordered = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    class << 51 | ordered >> 13
}

/// Puts neighbours together where that loses less than this; keeps mean and variance of the whole.
fn together(parts: &mut Vec<(f64, Normal)>, most_loss: f64) {
    let mut kept: Vec<(f64, Normal)> = Vec::with_capacity(parts.len());
    for &part in parts.iter() {
        match kept.last_mut() {
            Some(last) if loss(*last, part) <= most_loss => *last = one_of(*last, part),
            Some(_) | None => kept.push(part),
        }
    }
    *parts = kept;
}

/// Puts the two neighbours together that lose least by it, again and again, until there are at most so many.
///
/// Where several pairs lose the same all of them go, so that a posterior that is its own mirror image stays one.
fn closest_together(parts: &mut Vec<(f64, Normal)>, most: usize) {
    let mut losses: Vec<f64> = parts.windows(2).map(|pair| loss(pair[0], pair[1])).collect();
    let mut lost = 0.0;
    while let Some((place, &least)) = losses.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)) {
        if parts.len() <= most && least > lost * (1.0 + 1e-3) {
            break;
        }
        lost = least;
        parts[place] = one_of(parts[place], parts[place + 1]);
        parts.remove(place + 1);
        losses.remove(place);
        if place < losses.len() {
            losses[place] = loss(parts[place], parts[place + 1]);
        }
        if place > 0 {
            losses[place - 1] = loss(parts[place - 1], parts[place]);
        }
    }
}

/// The one normal with the weight, mean and variance of both.
pub(super) fn one_of((a, first): (f64, Normal), (b, second): (f64, Normal)) -> (f64, Normal) {
    let mean = (a * first.mean + b * second.mean) / (a + b);
    let spread = |n: Normal| n.variance + (n.mean - mean) * (n.mean - mean);
    let variance = (a * spread(first) + b * spread(second)) / (a + b);
    (a + b, Normal { mean, variance })
}

/// How much is lost by putting two normals together: more for heavy ones, far ones and such of different width.
pub(super) fn loss((a, first): (f64, Normal), (b, second): (f64, Normal)) -> f64 {
    let narrow = first.variance.min(second.variance).max(1e-300);
    let (apart, wider) = (first.mean - second.mean, (first.variance - second.variance) / narrow);
    (a * b / (a + b)) * (apart * apart / narrow + wider * wider)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(mean: f64, variance: f64) -> Normal {
        Normal { mean, variance }
    }

    #[test]
    fn quantiles_of_one_normal_are_the_textbook_ones() {
        let one = Mixture::of_one(normal(2.0, 9.0));
        let [low, middle, high] = one.quantiles([0.025, 0.5, 0.975]);
        assert!((middle - 2.0).abs() < 1e-6, "{middle}");
        assert!((high - 2.0 - 3.0 * 1.959_963_985).abs() < 1e-5 && (low + high - 4.0).abs() < 1e-5);
    }

    #[test]
    fn quantiles_are_where_the_distribution_says() {
        let two = Mixture::of(vec![(0.7, normal(0.0, 0.01)), (0.3, normal(3.0, 4.0))]);
        let shares = [0.025, 0.2, 0.5, 0.69, 0.8, 0.975];
        for (share, x) in shares.iter().zip(two.quantiles(shares)) {
            assert!((two.below(x) - share).abs() < 1e-6, "{share} at {x}: {}", two.below(x));
        }
    }

    #[test]
    fn quantiles_ascend_within_what_is_narrower_than_they_are_good_to() {
        let spike =
            Mixture::of(vec![(0.05, normal(-3.0, 1.0)), (0.9, normal(0.3, 1e-15)), (0.05, normal(7.0, 1.0))]);
        let shares = std::array::from_fn::<f64, 20, _>(|i| (i as f64 + 0.5) / 20.0);
        let found = spike.quantiles(shares);
        assert!(found.is_sorted() && (found[10] - 0.3).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn what_is_no_number_has_quantiles_that_are_none() {
        let parts = [
            vec![(1.0, normal(f64::NAN, 1.0))],
            vec![(1.0, normal(0.0, f64::INFINITY))],
            vec![(f64::NAN, normal(0.0, 1.0)), (f64::NAN, normal(1.0, 1.0))],
            vec![(0.5, normal(f64::INFINITY, 1.0)), (0.5, normal(f64::NEG_INFINITY, 1.0))],
        ];
        for parts in parts {
            let found = Mixture::of(parts.clone()).quantiles([0.025, 0.5, 0.975]);
            assert!(found.iter().all(|quantile| quantile.is_nan()), "{parts:?}: {found:?}");
        }
    }

    #[test]
    fn putting_normals_together_keeps_mean_variance_and_nearly_every_probability() {
        let many: Vec<(f64, Normal)> = (0..200)
            .map(|i| {
                let x = f64::from(i) / 200.0;
                (1.0 / 200.0, normal(x * x * 3.0, 0.2 + 0.3 * x))
            })
            .collect();
        let few = Mixture::of(many.clone());
        assert!(few.parts().len() <= MOST_NORMALS);
        let below = |x: f64| -> f64 {
            many.iter().map(|(w, n)| w * normal_below((x - n.mean) / libm::sqrt(n.variance))).sum()
        };
        for x in [-0.5, 0.0, 0.5, 1.0, 2.0, 3.0] {
            assert!((few.below(x) - below(x)).abs() < 2e-3, "{x}: {} {}", few.below(x), below(x));
        }
        let mean: f64 = many.iter().map(|(w, n)| w * n.mean).sum();
        assert!((few.mean() - mean).abs() < 1e-9);
    }

    #[test]
    fn turning_the_sign_turns_the_quantiles() {
        let two = Mixture::of(vec![(0.7, normal(0.0, 0.01)), (0.3, normal(3.0, 4.0))]);
        let [low, high] = two.quantiles([0.1, 0.9]);
        let [turned_low, turned_high] = two.turned().quantiles([0.1, 0.9]);
        assert!((low + turned_high).abs() < 1e-6 && (high + turned_low).abs() < 1e-6);
    }
}
