//! What is thought of every coordinate after a round of [`super::propagate`], so that ways to one answer are known again.
//!
//! From wherever one begins, most ways soon run together, and the rest of the second one would be gone twice.

use super::site::Normal;

/// Two ways are one when no coordinate is thought differently of by more than this part of its standard deviation, and no
/// part of it by more than this probability.
const ONE_WAY: f64 = 5e-3;

/// What is thought of everything after a round.
#[derive(Debug, Clone)]
pub(super) struct Thought {
    /// Of each row.
    pub(super) rows: Vec<Normal>,
    /// How probable each part of each mixture is, one mixture after another.
    pub(super) probabilities: Vec<f64>,
}

impl Thought {
    /// Is it after this round, counted from 0, on another way, which has gone these rounds, or where that has come to?
    pub(super) fn is_on_way(&self, round: usize, way: &[Thought]) -> bool {
        // After one round nothing has been looked at twice, and most of what differs is still to come.
        round > 0 && way.get(round).into_iter().chain(way.last()).any(|other| self.is_like(other))
    }

    /// Is it the same but for what another round or two would make of it?
    fn is_like(&self, other: &Thought) -> bool {
        let as_probable = |(one, other): (&f64, &f64)| (one - other).abs() < ONE_WAY;
        let as_large = |(one, other): (&Normal, &Normal)| {
            let variance = one.variance.min(other.variance);
            (one.mean - other.mean).abs() < ONE_WAY * libm::sqrt(variance)
                && (one.variance - other.variance).abs() < ONE_WAY * variance
        };
        self.probabilities.iter().zip(&other.probabilities).all(as_probable)
            && self.rows.iter().zip(&other.rows).all(as_large)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_are_alike_when_neither_a_place_nor_a_width_nor_a_part_differs() {
        let thought = |mean: f64, variance: f64, first: f64| Thought {
            rows: vec![Normal { mean: 1.0, variance: 1.0 }, Normal { mean, variance }],
            probabilities: vec![first, 1.0 - first],
        };
        let one = thought(0.2, 0.04, 0.7);
        assert!(one.is_like(&thought(0.2 + 0.2 * 4e-3, 0.04, 0.7)), "a standard deviation is 0.2");
        for other in [
            thought(0.2 + 0.2 * 6e-3, 0.04, 0.7),
            thought(0.2, 0.04 * 1.006, 0.7),
            thought(0.2, 0.04, 0.706),
            thought(0.2, f64::NAN, 0.7),
        ] {
            assert!(!one.is_like(&other) && !other.is_like(&one), "{other:?}");
        }
    }
}
