//! What one number is thought to be, as a mixture of bell curves that may be endlessly wide.
//!
//! A part is `exp(log_weight + shift·x − ½·precision·x²)`: a multiple of a normal density of mean
//! `shift / precision`, or a constant when the precision is 0. Products of such parts stay such parts, which is
//! all that [`super::propagate`] and [`super::enumerate`] need. It knows nothing of muscles or tests.

/// One part of a mixture, in natural parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    /// Logarithm of the factor in front.
    pub(super) log_weight: f64,
    /// One over the variance, at least 0.
    pub(super) precision: f64,
    /// Mean times precision.
    pub(super) shift: f64,
}

/// Mean and variance of a normal distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Normal {
    pub(super) mean: f64,
    pub(super) variance: f64,
}

impl Part {
    /// `weight · N(x; mean, variance)` as a function of `x`.
    pub(super) fn normal(weight: f64, mean: f64, variance: f64) -> Self {
        let precision = 1.0 / variance;
        let log_weight = libm::log(weight)
            - 0.5 * libm::log(std::f64::consts::TAU * variance)
            - 0.5 * mean * mean * precision;
        Self { log_weight, precision, shift: mean * precision }
    }

    /// `weight · N(x; mean, variance) / N(x; 0, reference)`; the reference must be at least as wide.
    pub(super) fn normal_over(weight: f64, mean: f64, variance: f64, reference: f64) -> Self {
        let precision = 1.0 / variance;
        let log_weight =
            libm::log(weight) - 0.5 * libm::log(variance / reference) - 0.5 * mean * mean * precision;
        Self { log_weight, precision: (precision - 1.0 / reference).max(0.0), shift: mean * precision }
    }

    /// The logarithm of the whole of this part times a normal density, and the normal that the product is.
    pub(super) fn times(self, cavity: Normal) -> (f64, Normal) {
        let wider = 1.0 + self.precision * cavity.variance;
        (self.exponent(cavity) - 0.5 * libm::log(wider), self.product(cavity))
    }

    /// The logarithm of the whole of this part times a normal density, without what the widths alone make of it.
    pub(super) fn exponent(self, Normal { mean, variance }: Normal) -> f64 {
        let wider = 1.0 + self.precision * variance;
        let exponent = (self.shift * self.shift * variance + 2.0 * self.shift * mean
            - self.precision * mean * mean)
            / (2.0 * wider);
        self.log_weight + exponent
    }

    /// What [`Part::exponent`] and [`Part::product`] say, with one division for all of it: this is done some ten thousand times a
    /// person.
    fn through(self, Normal { mean, variance }: Normal) -> (f64, Normal) {
        let narrower = 1.0 / (1.0 + self.precision * variance);
        let shifted = self.shift * (self.shift * variance + 2.0 * mean) - self.precision * mean * mean;
        let product = Normal { mean: (mean + variance * self.shift) * narrower, variance: variance * narrower };
        (self.log_weight + 0.5 * narrower * shifted, product)
    }

    /// The normal that this part times a normal density is.
    pub(super) fn product(self, Normal { mean, variance }: Normal) -> Normal {
        let wider = 1.0 + self.precision * variance;
        Normal { mean: (mean + variance * self.shift) / wider, variance: variance / wider }
    }

    /// Do both have nearly the same width and middle, within this part of the narrower one's width?
    pub(super) fn is_like(self, other: Part, within: f64) -> bool {
        let (wide, narrow) = if self.precision < other.precision { (self, other) } else { (other, self) };
        let middles = wide.shift * narrow.precision - narrow.shift * wide.precision;
        let apart = middles / (wide.precision * narrow.precision);
        narrow.precision <= wide.precision * (1.0 + within) * (1.0 + within)
            && apart * apart * narrow.precision <= within * within
    }

    /// One part with the weight, mean and variance of both; neither may be endlessly wide.
    pub(super) fn with(self, other: Part) -> Part {
        let whole = |part: Part| {
            part.log_weight + 0.5 * (part.shift * part.shift / part.precision - libm::log(part.precision))
        };
        let (first, second) = (whole(self), whole(other));
        let highest = first.max(second);
        let (a, b) = (libm::exp(first - highest), libm::exp(second - highest));
        let [one, two] = [self, other].map(|part| (part.shift / part.precision, 1.0 / part.precision));
        let mean = (a * one.0 + b * two.0) / (a + b);
        let spread = |(middle, variance): (f64, f64)| variance + (middle - mean) * (middle - mean);
        let precision = (a + b) / (a * spread(one) + b * spread(two));
        let log_weight = highest + libm::log(a + b) - 0.5 * (mean * mean * precision - libm::log(precision));
        Part { log_weight, precision, shift: mean * precision }
    }

    /// The product of two parts.
    pub(super) fn and(self, other: Part) -> Part {
        Part {
            log_weight: self.log_weight + other.log_weight,
            precision: self.precision + other.precision,
            shift: self.shift + other.shift,
        }
    }
}

/// A part whose weight beside the likeliest has a lower logarithm than this changes no digit of a sum of both, though the
/// likeliest be so narrow that a ten thousandth of its weight is left. Most parts that cannot be are far below it.
pub(super) const LOST_IN_A_SUM: f64 = -50.0;

/// What each part makes of a normal density, and how much of it, counted from the likeliest one; returns the logarithm by which
/// these weights are too small.
pub(super) fn tilt(parts: &[Part], own: Normal, tilted: &mut Vec<(f64, Normal)>) -> f64 {
    tilt_above(f64::NEG_INFINITY, parts, own, tilted)
}

/// As [`tilt`]; what weighs less than the exponential of `least` weighs nothing.
fn tilt_above(least: f64, parts: &[Part], own: Normal, tilted: &mut Vec<(f64, Normal)>) -> f64 {
    tilted.clear();
    tilted.extend(parts.iter().map(|part| part.through(own)));
    let scale = tilted.iter().map(|(exponent, _)| *exponent).fold(f64::NEG_INFINITY, f64::max);
    for (exponent, product) in tilted.iter_mut() {
        let from_likeliest = *exponent - scale;
        *exponent = if from_likeliest < least {
            0.0
        } else {
            libm::exp(from_likeliest) * libm::sqrt(product.variance / own.variance)
        };
    }
    scale
}

/// Mean and variance of a mixture times a normal density; `tilted` becomes the normal that each part makes of it, with
/// how probable the part is in the product.
pub(super) fn moments(parts: &[Part], cavity: Normal, tilted: &mut Vec<(f64, Normal)>) -> Normal {
    if let [only] = parts {
        let product = only.product(cavity);
        tilted.clear();
        tilted.push((1.0, product));
        return product;
    }
    tilt_above(LOST_IN_A_SUM, parts, cavity, tilted);
    let (mut sum, mut middle) = (0.0, 0.0);
    for (weight, product) in tilted.iter() {
        sum += weight;
        middle += weight * product.mean;
    }
    middle /= sum;
    let mut whole = 0.0;
    for (probability, product) in tilted.iter_mut() {
        *probability /= sum;
        let apart = product.mean - middle;
        whole += *probability * (product.variance + apart * apart);
    }
    Normal { mean: middle, variance: whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_normal_part_times_a_normal_density_is_the_textbook_product() {
        // N(x; 3, 2) · N(x; 0, 4): whole N(3; 0, 6), mean 3·4/6, variance 2·4/6.
        let (log_whole, product) = Part::normal(1.0, 3.0, 2.0).times(Normal { mean: 0.0, variance: 4.0 });
        let density = -0.5 * libm::log(std::f64::consts::TAU * 6.0) - 9.0 / 12.0;
        assert!((log_whole - density).abs() < 1e-12);
        assert!((product.mean - 2.0).abs() < 1e-12 && (product.variance - 4.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn two_parts_in_one_have_the_weight_mean_and_variance_of_both() {
        // By hand: 0.25·N(1, 2) and 0.75·N(3, 4) have mean 2.5 and variance 0.25·(2 + 2.25) + 0.75·(4 + 0.25).
        let both = Part::normal(0.25, 1.0, 2.0).with(Part::normal(0.75, 3.0, 4.0));
        let one = Part::normal(1.0, 2.5, 4.25);
        for (found, wanted) in
            [(both.log_weight, one.log_weight), (both.precision, one.precision), (both.shift, one.shift)]
        {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
        let part = |mean, variance| Part::normal(0.5, mean, variance);
        assert!(part(0.0, 1.0).is_like(part(0.2, 1.4), 0.3) && part(0.2, 1.4).is_like(part(0.0, 1.0), 0.3));
        assert!(!part(0.0, 1.0).is_like(part(0.4, 1.0), 0.3) && !part(0.0, 1.0).is_like(part(0.0, 2.0), 0.3));
        let flat = Part::normal_over(0.5, 0.0, 4.0, 4.0);
        assert!(!flat.is_like(part(0.0, 1.0), 0.3) && !part(0.0, 1.0).is_like(flat, 0.3));
    }

    #[test]
    fn a_part_over_its_own_reference_changes_nothing() {
        let cavity = Normal { mean: 0.3, variance: 0.5 };
        let (log_whole, product) = Part::normal_over(1.0, 0.0, 4.0, 4.0).times(cavity);
        assert!(log_whole.abs() < 1e-12);
        assert!((product.mean - 0.3).abs() < 1e-12 && (product.variance - 0.5).abs() < 1e-12);
    }

    #[test]
    fn tilting_says_of_each_part_what_it_says_by_itself() {
        let parts = [Part::normal(0.7, 0.5, 0.2), Part::normal(0.2, -2.0, 3.0), Part::normal(0.1, 20.0, 0.1)];
        let own = Normal { mean: 0.3, variance: 0.8 };
        let mut tilted = Vec::new();
        let scale = tilt(&parts, own, &mut tilted);
        for ((weight, normal), part) in tilted.iter().zip(parts) {
            let (log_whole, product) = part.times(own);
            // Tolerance: rounding of a logarithm of some hundreds.
            assert!((scale + libm::log(*weight) - log_whole).abs() < 1e-9, "{weight} {log_whole}");
            assert!((normal.mean - product.mean).abs() < 1e-12);
            assert!((normal.variance - product.variance).abs() < 1e-12);
        }
    }

    #[test]
    fn moments_of_two_parts_are_those_of_the_mixture() {
        // Two parts that say 0 and 2 exactly as probable, seen from a very wide density.
        let parts = [Part::normal(0.5, 0.0, 1.0), Part::normal(0.5, 2.0, 1.0)];
        let mut tilted = Vec::new();
        let both = moments(&parts, Normal { mean: 1.0, variance: 1e9 }, &mut tilted);
        // Tolerance: the density is wide, not flat.
        assert!((both.mean - 1.0).abs() < 1e-6 && (both.variance - 2.0).abs() < 1e-6, "{both:?}");
        assert!((tilted[0].0 - 0.5).abs() < 1e-9);
    }
}
