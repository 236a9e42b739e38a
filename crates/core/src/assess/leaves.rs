//! What a walk through combinations came to: the targets' normals, each combination with the logarithm of its weight.
//!
//! Few are held one by one; more of them go on a pile for each target. Read next: [`super::pile`].

use super::pile::Pile;
use super::site::Normal;
use super::walk::Leaves;

/// So many are held one by one.
const FEW: usize = 32;
/// A leaf that weighs less than this part of another one goes on no pile: all of them together, some thousands, change no
/// probability by more than a hundred-millionth.
const LOST_ON_A_PILE: f64 = 1e-12;
/// A logarithm by which a weight may pass the largest one so far until all others are counted anew from it.
const ROOM: f64 = 40.0;

/// The leaves of a tree: weighted normals of some targets.
pub(super) struct Told<'t> {
    /// Each target with a normal in the place of every mixture.
    targets: &'t [Normal],
    len: usize,
    few: Vec<f64>,
    /// All targets of one leaf after those of another.
    few_targets: Vec<Normal>,
    piles: Vec<Pile>,
    /// The logarithm from which the weights on the piles count.
    scale: f64,
}

impl<'t> Told<'t> {
    /// None yet, of targets that together are like these.
    pub(super) fn of(targets: &'t [Normal]) -> Self {
        let (few, few_targets) = (Vec::with_capacity(FEW), Vec::with_capacity(FEW * targets.len()));
        Self { targets, len: 0, few, few_targets, piles: Vec::new(), scale: f64::NEG_INFINITY }
    }

    fn begin_piles(&mut self) {
        self.piles = self.targets.iter().map(|&target| Pile::like(target)).collect();
        self.scale = highest(&self.few);
        for (log_weight, normals) in self.few.iter().zip(self.few_targets.chunks_exact(self.targets.len())) {
            let weight = relative(*log_weight, self.scale);
            for (pile, &normal) in self.piles.iter_mut().zip(normals) {
                pile.add(weight, normal);
            }
        }
    }

    /// The weight on the piles that belongs to a logarithm.
    fn scaled(&mut self, log_weight: f64) -> f64 {
        if log_weight > self.scale + ROOM {
            for pile in &mut self.piles {
                pile.weigh(libm::exp(self.scale - log_weight));
            }
            self.scale = log_weight;
        }
        relative(log_weight, self.scale)
    }

    /// The normals of one target; their weights add up to 1.
    pub(super) fn of_target(&self, t: usize) -> Vec<(f64, Normal)> {
        let mut parts = match self.piles.get(t) {
            Some(pile) => pile.parts(),
            None => {
                let scale = highest(&self.few);
                let normals = self.few_targets.chunks_exact(self.targets.len()).map(|normals| normals[t]);
                self.few.iter().map(|log_weight| relative(*log_weight, scale)).zip(normals).collect()
            }
        };
        let sum: f64 = parts.iter().map(|(weight, _)| weight).sum();
        for (weight, _) in &mut parts {
            *weight /= sum;
        }
        parts
    }
}

impl Leaves for Told<'_> {
    fn add(&mut self, log_weight: f64, normals: impl Iterator<Item = Normal>) {
        self.len += 1;
        if self.len <= FEW {
            self.few.push(log_weight);
            self.few_targets.extend(normals);
            return;
        }
        if self.piles.is_empty() {
            self.begin_piles();
        }
        let weight = self.scaled(log_weight);
        if weight < LOST_ON_A_PILE {
            return;
        }
        for (pile, normal) in self.piles.iter_mut().zip(normals) {
            pile.add(weight, normal);
        }
    }

    fn len(&self) -> usize {
        self.len
    }
}

/// A weight beside the one of this scale.
fn relative(log_weight: f64, scale: f64) -> f64 {
    // What cannot be weighs nothing, also as long as nothing else is known.
    if log_weight == f64::NEG_INFINITY { 0.0 } else { libm::exp(log_weight - scale) }
}

fn highest(log_weights: &[f64]) -> f64 {
    log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two targets: the second is the first with the opposite sign.
    fn leaves<'t>(targets: &'t [Normal], of: &[(f64, f64)]) -> Told<'t> {
        let mut leaves = Told::of(targets);
        for &(log_weight, mean) in of {
            leaves.add(log_weight, [mean, -mean].map(|mean| Normal { mean, variance: 0.5 }).into_iter());
        }
        leaves
    }

    const TARGETS: [Normal; 2] = [Normal { mean: 0.2, variance: 1.0 }, Normal { mean: -0.2, variance: 1.0 }];

    fn mean(parts: &[(f64, Normal)]) -> f64 {
        parts.iter().map(|(weight, normal)| weight * normal.mean).sum()
    }

    #[test]
    fn few_leaves_are_told_one_by_one() {
        let leaves = leaves(&TARGETS, &[(-1000.0, 1.0), (-1000.0 + libm::log(3.0), 1.0 + 1e-9)]);
        let parts = leaves.of_target(1);
        assert_eq!(parts.len(), 2);
        assert!((parts[0].0 - 0.25).abs() < 1e-12 && (parts[1].0 - 0.75).abs() < 1e-12, "{parts:?}");
        assert!((parts[0].1.mean + 1.0).abs() < 1e-15);
    }

    #[test]
    fn leaves_that_cannot_be_leave_the_others_as_they_are() {
        for n_impossible in [1, 40] {
            let impossible = (0..n_impossible).map(|_| (f64::NEG_INFINITY, 5.0));
            let of: Vec<(f64, f64)> = impossible.chain([(-900.0, 1.0), (-900.0, 2.0)]).collect();
            let parts = leaves(&TARGETS, &of).of_target(0);
            assert!((mean(&parts) - 1.5).abs() < 1e-12, "{n_impossible}: {parts:?}");
        }
    }

    #[test]
    fn many_leaves_weigh_what_they_must_however_their_weights_grow() {
        // From weights too small to be written to such as are too large, in both directions.
        let growing: Vec<(f64, f64)> =
            (0..500).map(|i| (f64::from(i) * 7.0 - 2000.0, f64::from(i % 3))).collect();
        let falling: Vec<(f64, f64)> = growing.iter().rev().copied().collect();
        let whole: f64 = growing.iter().map(|(log, _)| libm::exp(log - 1493.0)).sum();
        let by_hand: f64 = growing.iter().map(|(log, mean)| libm::exp(log - 1493.0) / whole * mean).sum();
        for of in [growing, falling] {
            let leaves = leaves(&TARGETS, &of);
            assert_eq!(leaves.len(), 500);
            let parts = leaves.of_target(0);
            assert!((parts.iter().map(|(weight, _)| weight).sum::<f64>() - 1.0).abs() < 1e-12);
            assert!((mean(&parts) - by_hand).abs() < 1e-9, "{} {by_hand}", mean(&parts));
            assert!((mean(&leaves.of_target(1)) + by_hand).abs() < 1e-9);
        }
    }
}
