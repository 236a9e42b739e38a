//! Expectation propagation: a normal in the place of every mixture, so that all agree with their neighbours.
//!
//! ```text
//!   prior over all coordinates  ×  mixture of coordinate 1  ×  mixture of coordinate 2 …
//!   ≈ prior                     ×  normal 1                 ×  normal 2 …
//! ```
//! Each normal is chosen so that putting its mixture back in changes neither mean nor variance. For one part in each
//! mixture the result is exact after one round. Read next: [`super::enumerate`], which takes the ambiguous
//! mixtures exactly.
//!
//! # Source
//! Minka 2001, *Expectation propagation for approximate Bayesian inference*; updates of one coordinate at a
//! time as in Rasmussen and Williams 2006, chapter 3.6 (catalogue: `minka-2001`).

use super::matrix::{Cholesky, Reduced, Square, dot};
use super::site::{Normal, Part, moments};

/// More rounds than this change nothing that anybody could see.
const MOST_ROUNDS: usize = 20;
/// Rounds end when no normal moves its coordinate by more than this part of its standard deviation.
const SETTLED: f64 = 5e-4;
/// A normal's precision is kept above this part of one over the prior variance, so that it stays a normal.
const LEAST_PRECISION: f64 = 1e-9;

/// The normals that stand for the mixtures, and what follows from them.
#[derive(Debug, Clone)]
pub(super) struct Propagated {
    /// One for each coordinate: precision and shift.
    pub(super) precision: Vec<f64>,
    pub(super) shift: Vec<f64>,
    /// How probable each part of each mixture is.
    pub(super) probabilities: Vec<Vec<f64>>,
    /// What each coordinate is thought to be.
    pub(super) marginals: Vec<Normal>,
    /// Their covariance, in the lower half.
    covariance: Square,
    /// Roots of the precisions.
    roots: Vec<f64>,
    root: Cholesky,
    /// The data, seen through the root.
    seen: Vec<f64>,
}

/// Puts a normal in the place of each mixture; the prior has mean zero and this covariance.
///
/// Coordinates take turns; those of one turn are looked at together before any of them is changed, so that it does not
/// matter which of them stands first. Each coordinate is in one turn.
pub(super) fn propagate(prior: &Square, mixtures: &[Vec<Part>], turns: &[Vec<usize>]) -> Propagated {
    let n = prior.size();
    let mut covariance = Reduced::new(prior);
    let mut mean = vec![0.0; n];
    let (mut precision, mut shift) = (vec![0.0; n], vec![0.0; n]);
    let mut probabilities: Vec<Vec<f64>> = mixtures.iter().map(|m| vec![1.0; m.len()]).collect();
    let (mut scratch, mut changes) = (Vec::new(), Vec::new());
    let mut column = vec![0.0; n];
    let (mut step, mut moved_before) = (1.0_f64, f64::INFINITY);
    for round in 0..MOST_ROUNDS {
        let mut moved = 0.0_f64;
        for turn in turns {
            changes.clear();
            for &i in turn.iter().filter(|&&i| round == 0 || mixtures[i].len() > 1) {
                let own = covariance.diagonal(i);
                let Some(cavity) = without(own, mean[i], precision[i], shift[i]) else { continue };
                let tilted = moments(&mixtures[i], cavity, &mut scratch);
                probabilities[i].clone_from(&scratch);
                let least = LEAST_PRECISION / prior.at(i, i);
                let wanted = (1.0 / tilted.variance - 1.0 / cavity.variance).max(least);
                let wanted_shift =
                    tilted.mean * (wanted + 1.0 / cavity.variance) - cavity.mean / cavity.variance;
                let step = if mixtures[i].len() == 1 { 1.0 } else { step };
                let (by, by_shift) = (step * (wanted - precision[i]), step * (wanted_shift - shift[i]));
                let by_this = ((by_shift - by * mean[i]).abs() * libm::sqrt(own)).max(by.abs() * own);
                moved = moved.max(by_this);
                if round == 0 || by_this >= SETTLED {
                    changes.push((i, by, by_shift));
                }
            }
            for &(i, by, by_shift) in &changes {
                precision[i] += by;
                shift[i] += by_shift;
                covariance.column(i, &mut column);
                let wider = 1.0 + by * column[i];
                let along = (by_shift - by * mean[i]) / wider;
                for (m, c) in mean.iter_mut().zip(&column) {
                    *m += along * c;
                }
                covariance.take_off(by / wider, &column);
            }
        }
        if moved < SETTLED {
            break;
        }
        // Rounds that do not come closer swing between two answers, which going part of the way ends.
        if moved > 0.5 * moved_before {
            step = 0.6;
        }
        moved_before = moved;
    }
    let roots: Vec<f64> = precision.iter().map(|&p| libm::sqrt(p)).collect();
    let root = Cholesky::of_one_plus(prior, &roots);
    let scaled: Vec<f64> = shift.iter().zip(&roots).map(|(s, root)| s / root).collect();
    let seen = root.solve_lower(scaled);
    let covariance = covariance.finish();
    let marginals = mean.iter().enumerate().map(|(i, &m)| Normal { mean: m, variance: covariance.at(i, i) });
    let marginals = marginals.collect();
    Propagated { precision, shift, probabilities, marginals, covariance, roots, root, seen }
}

/// What a coordinate is thought to be without its own normal; none when nothing else speaks of it.
fn without(variance: f64, mean: f64, precision: f64, shift: f64) -> Option<Normal> {
    let rest = 1.0 / variance - precision;
    let usable = rest.is_finite() && rest > 0.0;
    usable.then(|| Normal { mean: (mean / variance - shift) / rest, variance: 1.0 / rest })
}

impl Propagated {
    /// A look at the state, by its prior covariances with the coordinates, as the data see it.
    pub(super) fn look(&self, mut covariances: Vec<f64>) -> Vec<f64> {
        for (covariance, root) in covariances.iter_mut().zip(&self.roots) {
            *covariance *= root;
        }
        self.root.solve_lower(covariances)
    }

    /// The posterior covariances of a look with every coordinate.
    ///
    /// With `B = L Lᵀ = I + P½ K P½` a look is `v = L⁻¹ P½ k`, and its posterior covariance with coordinate i,
    /// `k[i] − v · L⁻¹ P½ K[i]`, comes down to `(L⁻ᵀ v)[i] / √P[i]`.
    pub(super) fn with_coordinates(&self, look: &[f64]) -> Vec<f64> {
        let mut with = self.root.solve_upper(look.to_vec());
        for (with, root) in with.iter_mut().zip(&self.roots) {
            *with /= root;
        }
        with
    }

    /// The posterior covariance of two coordinates.
    pub(super) fn between(&self, a: usize, b: usize) -> f64 {
        self.covariance.at(a.max(b), a.min(b))
    }

    /// The posterior mean of a look.
    pub(super) fn mean(&self, look: &[f64]) -> f64 {
        dot(look, &self.seen)
    }
}

/// Every coordinate in a turn of its own.
#[cfg(test)]
pub(super) fn one_by_one(n: usize) -> Vec<Vec<usize>> {
    (0..n).map(|i| vec![i]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_each_gives_the_textbook_posterior() {
        // Correlation 0.5, the first seen at 2 with variance 1, the second at 0 with variance 1.
        let prior = Square::from_fn(2, |i, j| if i == j { 1.0 } else { 0.5 });
        let mixtures = vec![vec![Part::normal(1.0, 2.0, 1.0)], vec![Part::normal(1.0, 0.0, 1.0)]];
        let result = propagate(&prior, &mixtures, &one_by_one(2));
        let look = result.look(vec![1.0, 0.5]);
        // By hand: k (K + I)⁻¹ y and 1 − k (K + I)⁻¹ k with (K + I)⁻¹ = [[2, −.5], [−.5, 2]] / 3.75, k = (1, .5), y = (2, 0).
        assert!((result.mean(&look) - 3.5 / 3.75).abs() < 1e-9, "{}", result.mean(&look));
        assert!((1.0 - dot(&look, &look) - (1.0 - 2.0 / 3.75)).abs() < 1e-9);
    }

    /// Two legs on two days that contradict each other: both ways of it are as probable, whichever leg stands first.
    #[test]
    fn coordinates_of_one_turn_may_stand_in_any_order() {
        // The days of one leg share nearly everything; every value may be wild.
        let prior = Square::from_fn(4, |i, j| {
            if i == j {
                1.01
            } else if i % 2 == j % 2 {
                1.0
            } else {
                0.8
            }
        });
        let parts = |y: f64| vec![Part::normal(0.95, y, 0.01), Part::normal(0.05, y, 4.0)];
        let solve =
            |values: [f64; 4]| propagate(&prior, &values.map(parts), &[vec![0, 1], vec![2, 3]]).marginals;
        let (there, back) = (solve([-1.0, 1.0, 1.0, -1.0]), solve([1.0, -1.0, -1.0, 1.0]));
        for (i, j) in [(0, 1), (1, 0), (2, 3), (3, 2)] {
            assert!((there[i].mean - back[j].mean).abs() < 1e-9, "{there:?} {back:?}");
            assert!((there[i].variance - back[j].variance).abs() < 1e-9, "{there:?} {back:?}");
        }
    }

    #[test]
    fn a_wild_part_takes_the_force_out_of_a_far_value() {
        let prior = Square::from_fn(1, |_, _| 1.0);
        let at = |value: f64| {
            let parts = vec![Part::normal(0.95, value, 0.25), Part::normal(0.05, value, 25.0)];
            let result = propagate(&prior, &[parts], &one_by_one(1));
            result.mean(&result.look(vec![1.0]))
        };
        assert!(at(1.0) > 0.7, "a value that fits counts: {}", at(1.0));
        assert!(at(8.0) < at(2.0), "one that does not fit counts for little: {}", at(8.0));
    }
}
