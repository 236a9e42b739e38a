//! From a posterior to an estimate and a verdict: probability, interval, twenty quantiles.
//!
//! Words, count and picture come from the same twenty quantiles, so they cannot disagree.

use crate::body::{Quality, Side};

use super::finding::{Comparison, Confidence, Estimate, SizeUnit, Verdict, Weaker};
use super::gaussian::{TWENTY_QUANTILES, normal_below};

/// So many of the twenty quantiles have to agree before a difference is called at all.
const PROBABLE: usize = 15; // source: evenstride-proposal; three quarters
/// So many before it is called clear, or balanced.
const CLEAR: usize = 19; // source: evenstride-proposal; 95 %

/// A normal posterior of a difference on the model's scale, and from where on it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Difference {
    /// Positive when left (or the group above the line) is stronger.
    pub(super) mean: f64,
    pub(super) sd: f64,
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

impl Difference {
    /// δ on the model's scale.
    fn threshold(self) -> f64 {
        match self.unit {
            SizeUnit::Percent => -libm::log(1.0 - (self.delta / 100.0).clamp(0.0, 0.99)),
            SizeUnit::Degrees => self.delta,
        }
    }

    /// From the model's scale to a signed size: percent of the stronger, or degrees.
    pub(super) fn size(self, difference: f64) -> f64 {
        match self.unit {
            SizeUnit::Percent => {
                let percent = 100.0 * (1.0 - libm::exp(-difference.abs()));
                if difference < 0.0 { -percent } else { percent }
            }
            SizeUnit::Degrees => difference,
        }
    }

    /// Probabilities that the first is weaker beyond δ, that neither is, that the second is.
    pub(super) fn probabilities(self) -> (f64, f64, f64) {
        let threshold = self.threshold();
        if self.sd <= 0.0 {
            let beyond = |yes: bool| if yes { 1.0 } else { 0.0 };
            let (first, second) = (beyond(self.mean < -threshold), beyond(self.mean > threshold));
            return (first, 1.0 - first - second, second);
        }
        let first = normal_below((-threshold - self.mean) / self.sd);
        let second = normal_below((self.mean - threshold) / self.sd);
        (first, (1.0 - first - second).max(0.0), second)
    }

    /// The undecided probability mass: how probable it is that two answers that fit equally well tell different
    /// stories (first weaker, neither, second weaker). Measuring can only be expected to lower it.
    pub(super) fn undecided(self) -> f64 {
        let (first, inside, second) = self.probabilities();
        1.0 - first * first - inside * inside - second * second
    }

    /// The estimate that a report shows.
    pub(super) fn estimate(self) -> Estimate {
        let (first, _, second) = self.probabilities();
        Estimate {
            unit: self.unit,
            delta: self.delta,
            size: self.size(self.mean),
            low: self.size(self.mean - 1.959_963_984_540_054 * self.sd),
            high: self.size(self.mean + 1.959_963_984_540_054 * self.sd),
            quantiles: TWENTY_QUANTILES.map(|z| self.size(self.mean + z * self.sd)),
            probability: first + second,
            probability_first: first,
            probability_second: second,
        }
    }
}

/// The verdict that the twenty quantiles give; an undecided one does not know yet what it needs.
pub(super) fn verdict_of(comparison: &Comparison, estimate: &Estimate) -> Verdict {
    let (first, inside, second) = estimate.counts();
    if inside >= CLEAR {
        return Verdict::Balanced;
    }
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
    use crate::body::MuscleGroupId;

    fn difference(mean: f64, sd: f64) -> Difference {
        Difference { mean, sd, delta: 10.0, unit: SizeUnit::Percent }
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
        let size = difference(0.0, 1.0).size(libm::log(0.8));
        assert!((size + 20.0).abs() < 1e-9, "{size}");
    }

    #[test]
    fn probability_and_quantiles_tell_the_same_story() {
        for (mean, sd) in [(0.0, 0.05), (0.12, 0.05), (-0.3, 0.2), (0.05, 0.5)] {
            let estimate = difference(mean, sd).estimate();
            let (first, inside, second) = estimate.counts();
            assert_eq!(first + inside + second, 20);
            // A count of twenty quantiles is the probability to half a dot.
            assert!((first as f64 / 20.0 - estimate.probability_first).abs() <= 0.025 + 1e-9);
            assert!((second as f64 / 20.0 - estimate.probability_second).abs() <= 0.025 + 1e-9);
        }
    }
}
