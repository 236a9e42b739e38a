//! From a posterior to an estimate and a verdict: probability, interval, twenty quantiles.
//!
//! Words, count and picture come from the same twenty quantiles, so they cannot disagree.

use crate::body::{Quality, Side};

use super::finding::{ChangeVerdict, Comparison, Confidence, Estimate, Interval, SizeUnit, Verdict, Weaker};
use super::mixture::Mixture;

/// So many of the twenty quantiles have to agree before a difference is called at all.
const PROBABLE: usize = 15; // source: evenstride-proposal; three quarters
/// So many before it is called clear, or balanced.
const CLEAR: usize = 19; // source: evenstride-proposal; 95 %

/// The quantiles (i + ½)/20, ascending.
pub(super) const TWENTIETHS: [f64; 20] = [
    0.025, 0.075, 0.125, 0.175, 0.225, 0.275, 0.325, 0.375, 0.425, 0.475, 0.525, 0.575, 0.625, 0.675, 0.725,
    0.775, 0.825, 0.875, 0.925, 0.975,
];

/// The posterior of a difference on the model's scale, and from where on it counts.
#[derive(Debug, Clone)]
pub(super) struct Difference {
    /// Positive when left (or the group above the line) is stronger.
    pub(super) mixture: Mixture,
    /// δ in percent of the stronger, or in degrees.
    pub(super) delta: f64,
    pub(super) unit: SizeUnit,
}

/// The unit in which a quality's sizes are told.
pub(super) fn unit_of(quality: Quality) -> SizeUnit {
    match quality {
        Quality::Flexibility => SizeUnit::Degrees,
        Quality::Strength | Quality::Size | Quality::Control | Quality::LoadSharing => SizeUnit::Percent,
    }
}

/// δ on the model's scale.
pub(super) fn threshold(delta: f64, unit: SizeUnit) -> f64 {
    match unit {
        SizeUnit::Percent => -libm::log(1.0 - (delta / 100.0).clamp(0.0, 0.99)),
        SizeUnit::Degrees => delta,
    }
}

/// From the model's scale to a signed size: percent of the stronger, or degrees.
pub(super) fn size(difference: f64, unit: SizeUnit) -> f64 {
    match unit {
        SizeUnit::Percent => {
            let percent = 100.0 * (1.0 - libm::exp(-difference.abs()));
            if difference < 0.0 { -percent } else { percent }
        }
        SizeUnit::Degrees => difference,
    }
}

/// The undecided probability mass: how probable it is that two answers that fit equally well tell different
/// stories (first weaker, neither, second weaker). Measuring can only be expected to lower it.
pub(super) fn undecided_mass(first: f64, second: f64) -> f64 {
    let inside = (1.0 - first - second).max(0.0);
    1.0 - first * first - inside * inside - second * second
}

impl Difference {
    /// Probabilities that the first is weaker beyond δ, and that the second is.
    pub(super) fn probabilities(&self) -> (f64, f64) {
        let threshold = threshold(self.delta, self.unit);
        (self.mixture.below(-threshold), (1.0 - self.mixture.below(threshold)).clamp(0.0, 1.0))
    }

    /// The undecided probability mass now.
    pub(super) fn undecided(&self) -> f64 {
        let (first, second) = self.probabilities();
        undecided_mass(first, second)
    }

    /// The same told by so few normals that thousands of possible results can be tried on it.
    pub(super) fn coarse(self) -> Self {
        Self { mixture: self.mixture.coarse(), ..self }
    }

    /// The estimate that a report shows.
    pub(super) fn estimate(&self) -> Estimate {
        let (first, second) = self.probabilities();
        // The middle stands between the tenth and the eleventh, so all are found in one go.
        let mut shares = [0.5; 21];
        shares[..10].copy_from_slice(&TWENTIETHS[..10]);
        shares[11..].copy_from_slice(&TWENTIETHS[10..]);
        let found = self.mixture.quantiles(shares).map(|q| size(q, self.unit));
        let middle = found[10];
        let mut quantiles = [0.0; 20];
        quantiles[..10].copy_from_slice(&found[..10]);
        quantiles[10..].copy_from_slice(&found[11..]);
        Estimate {
            unit: self.unit,
            delta: self.delta,
            size: middle,
            low: quantiles[0],
            high: quantiles[19],
            quantiles,
            probability: first + second,
            probability_first: first,
            probability_second: second,
        }
    }
}

/// What a way towards balance amounts to; `gap` is above 0 where the gap became smaller, on the model's scale.
pub(super) fn change_verdict(gap: &Mixture, delta: f64, unit: SizeUnit) -> ChangeVerdict {
    // A quantile lies below something where more than its share does.
    let n_below = |x: f64| {
        let share = gap.below(x);
        TWENTIETHS.iter().filter(|&&quantile| quantile < share).count()
    };
    let small = 0.5 * threshold(delta, unit);
    let (n_worse, n_inside) = (n_below(0.0), n_below(small).saturating_sub(n_below(-small)));
    if TWENTIETHS.len() - n_worse >= CLEAR {
        ChangeVerdict::Better
    } else if n_worse >= CLEAR {
        ChangeVerdict::Worse
    } else if n_inside >= CLEAR {
        ChangeVerdict::NotDetectable
    } else {
        ChangeVerdict::Undecided
    }
}

/// Median and 95 % interval, multiplied by `times`.
pub(super) fn interval(mixture: &Mixture, times: f64) -> Interval {
    let [low, middle, high] = mixture.quantiles([0.025, 0.5, 0.975]).map(|q| times * q);
    Interval { middle, low, high }
}

/// Is a posterior decided: 15 of 20 on one side beyond δ, or 19 of 20 inside?
pub(super) fn is_decided(first: f64, second: f64) -> bool {
    let twenty = 20.0;
    let beyond = (PROBABLE as f64 - 0.5) / twenty;
    let inside = (CLEAR as f64 - 0.5) / twenty;
    first >= beyond || second >= beyond || 1.0 - first - second >= inside
}

/// Do the twenty quantiles alone say that no difference matters?
pub(super) fn says_balanced(estimate: &Estimate) -> bool {
    estimate.counts().1 >= CLEAR
}

/// The verdict that the twenty quantiles give; an undecided one does not know yet what it needs.
pub(super) fn verdict_of(comparison: &Comparison, estimate: &Estimate) -> Verdict {
    if says_balanced(estimate) {
        return Verdict::Balanced;
    }
    let (first, _, second) = estimate.counts();
    let (most, is_second) = if second > first { (second, true) } else { (first, false) };
    if most < PROBABLE {
        return Verdict::Undecided { needs: None };
    }
    let weaker = match comparison {
        Comparison::LeftRight { .. } => Weaker::Leg(if is_second { Side::Right } else { Side::Left }),
        Comparison::Opposing { group, opponent, .. } => {
            Weaker::Group(if is_second { opponent.clone() } else { group.clone() })
        }
    };
    let confidence = if most >= CLEAR { Confidence::Clear } else { Confidence::Probable };
    Verdict::Imbalanced { weaker, confidence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::site::Normal;
    use crate::body::MuscleGroupId;

    fn difference(mean: f64, sd: f64) -> Difference {
        let mixture = Mixture::of_one(Normal { mean, variance: sd * sd });
        Difference { mixture, delta: 10.0, unit: SizeUnit::Percent }
    }

    fn verdict(mean: f64, sd: f64) -> Verdict {
        let comparison = Comparison::LeftRight { group: MuscleGroupId::new("quads").unwrap() };
        verdict_of(&comparison, &difference(mean, sd).estimate())
    }

    #[test]
    fn fifteen_and_nineteen_of_twenty_are_the_lines() {
        let right = |confidence| Verdict::Imbalanced { weaker: Weaker::Leg(Side::Right), confidence };
        assert_eq!(verdict(0.0, 0.04), Verdict::Balanced);
        assert_eq!(verdict(0.25, 0.05), right(Confidence::Clear));
        assert_eq!(verdict(0.15, 0.06), right(Confidence::Probable));
        assert_eq!(verdict(0.10, 0.06), Verdict::Undecided { needs: None });
        assert_eq!(
            verdict(-0.25, 0.05),
            Verdict::Imbalanced { weaker: Weaker::Leg(Side::Left), confidence: Confidence::Clear }
        );
    }

    #[test]
    fn sizes_are_percent_of_the_stronger_leg() {
        // Left 80, right 100: ln(80/100) = −0.2231, and the left leg is 20 % weaker.
        let size = size(libm::log(0.8), SizeUnit::Percent);
        assert!((size + 20.0).abs() < 1e-9, "{size}");
    }

    #[test]
    fn probability_and_quantiles_tell_the_same_story() {
        for (mean, sd) in [(0.0, 0.05), (0.12, 0.05), (-0.3, 0.2), (0.05, 0.4)] {
            let estimate = difference(mean, sd).estimate();
            let (first, inside, second) = estimate.counts();
            assert_eq!(first + inside + second, 20);
            // A count of twenty quantiles is the probability to half a dot.
            assert!((first as f64 / 20.0 - estimate.probability_first).abs() <= 0.025 + 1e-9);
            assert!((second as f64 / 20.0 - estimate.probability_second).abs() <= 0.025 + 1e-9);
        }
    }
}
