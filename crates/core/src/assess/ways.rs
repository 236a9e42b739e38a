//! What a walk through combinations came to for one coordinate: how probable each of its own parts is.
//!
//! The coordinate itself is not taken apart on the way: at every leaf each of its parts takes the place of the normal
//! that stands for all of them. Read next: [`super::enumerate`].

use super::site::{LOST_IN_A_SUM, Normal, Part};
use super::walk::Leaves;

/// The parts of one coordinate, each with its weight over all leaves so far.
pub(super) struct Ways<'p> {
    /// Each over the normal that stands for all of them.
    parts: &'p [Part],
    weights: Vec<f64>,
    /// The logarithm from which the weights count.
    scale: f64,
    len: usize,
}

impl<'p> Ways<'p> {
    /// No leaf yet.
    pub(super) fn of(parts: &'p [Part]) -> Self {
        Self { parts, weights: vec![0.0; parts.len()], scale: f64::NEG_INFINITY, len: 0 }
    }

    /// How probable each part is; they add up to 1.
    pub(super) fn probable(mut self) -> Vec<f64> {
        let sum: f64 = self.weights.iter().sum();
        if sum > 0.0 {
            for weight in &mut self.weights {
                *weight /= sum;
            }
        }
        self.weights
    }
}

impl Leaves for Ways<'_> {
    fn add(&mut self, log_weight: f64, mut normals: impl Iterator<Item = Normal>) {
        self.len += 1;
        let Some(normal) = normals.next() else { return };
        for (i, part) in self.parts.iter().enumerate() {
            let wider = 1.0 + part.precision * normal.variance;
            let log_weight = log_weight + part.exponent(normal);
            // What cannot be weighs nothing, and neither does what changes no digit.
            if !log_weight.is_finite() || wider <= 0.0 || log_weight < self.scale + LOST_IN_A_SUM {
                continue;
            }
            if log_weight > self.scale {
                let smaller = libm::exp(self.scale - log_weight);
                self.weights.iter_mut().for_each(|weight| *weight *= smaller);
                self.scale = log_weight;
            }
            self.weights[i] += libm::exp(log_weight - self.scale) / libm::sqrt(wider);
        }
    }

    fn len(&self) -> usize {
        self.len
    }
}
