//! Large parts: coordinates that nothing but rows have in common.
//!
//! With a normal in the place of its mixture a large part is one more sum that rows share, so that only the rows stand in
//! the matrices. It knows nothing of muscles or tests. Read next: [`super::propagate`].

use super::matrix::Square;

/// A large part: a coordinate of its own whose prior nothing else shares, which some rows hold.
#[derive(Debug, Clone)]
pub(super) struct Large {
    /// How much of it each row holds that holds some, by the row's place.
    pub(super) held: Vec<(usize, f64)>,
    /// Variance of the normal that stands before its mixture.
    pub(super) reference: f64,
}

impl Large {
    /// Its variance with a normal of this precision in the place of its mixture.
    pub(super) fn variance(&self, precision: f64) -> f64 {
        1.0 / (1.0 / self.reference + precision)
    }
}

/// What rows hold, weighed by their precisions.
pub(super) fn weighed(held: &[(usize, f64)], precision: &[f64]) -> Vec<(usize, f64)> {
    held.iter().map(|&(row, held)| (row, held * precision[row])).collect()
}

/// Means of the rows beforehand, with a normal in the place of every large part.
pub(super) fn mean_of(n: usize, large: &[Large], precision: &[f64], shift: &[f64]) -> Vec<f64> {
    let mut mean = vec![0.0; n];
    for ((large, &precision), shift) in large.iter().zip(&precision[n..]).zip(&shift[n..]) {
        let own = large.variance(precision) * shift;
        for &(row, held) in &large.held {
            mean[row] += own * held;
        }
    }
    mean
}

/// Covariance of the rows beforehand, with a normal in the place of every large part.
pub(super) fn with_large(prior: &Square, large: &[Large], precision: &[f64]) -> Square {
    let mut covariance = prior.clone();
    for (large, &precision) in large.iter().zip(&precision[prior.size()..]) {
        covariance.add_product(large.variance(precision), &large.held);
    }
    covariance
}
