//! The few ambiguous mixtures in every combination, exactly.
//!
//! ```text
//!   coordinate 1: part a ── coordinate 2: part a ── … leaf: normal posterior of every target, with a weight
//!                       └─ coordinate 2: part b ── …
//!   coordinate 1: part b ── …
//! ```
//! Going down a branch conditions a small normal distribution on one part. It knows nothing of muscles or tests.

use super::matrix::{Square, dot};
use super::propagate::Propagated;
use super::site::{Normal, Part};

/// At most so many combinations.
pub(super) const MOST_COMBINATIONS: usize = 1024;
/// A coordinate is worth taking apart when its likeliest part leaves more than this to the others.
const AMBIGUOUS: f64 = 0.02;
/// Parts less probable than this are not followed.
const NEGLIGIBLE: f64 = 1e-4;
/// Combinations that are together less probable than this are left out.
const LEFT_OUT: f64 = 1e-4;

/// What the enumeration says: the probable combinations and the normal posterior of each target in each of them.
#[derive(Debug, Clone)]
pub(super) struct Combinations {
    n_targets: usize,
    /// Weight of a combination and its place in `normals`; the weights add up to 1.
    weights: Vec<(f64, usize)>,
    normals: Vec<Normal>,
}

impl Combinations {
    /// The weighted normals of one target, the most probable first.
    pub(super) fn of(&self, target: usize) -> impl Iterator<Item = (f64, Normal)> + '_ {
        self.weights.iter().map(move |&(weight, place)| (weight, self.normals[place * self.n_targets + target]))
    }
}

/// Combinations as they are found.
struct Found {
    log_weights: Vec<f64>,
    normals: Vec<Normal>,
}

impl Found {
    /// Leaves out what is together less probable than anybody could see.
    fn probable(self, n_targets: usize) -> Combinations {
        let highest = self.log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut weights: Vec<(f64, usize)> =
            self.log_weights.iter().enumerate().map(|(place, w)| (libm::exp(w - highest), place)).collect();
        let sum: f64 = weights.iter().map(|(weight, _)| weight).sum();
        weights.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut left = sum;
        let enough = weights.iter().position(|(weight, _)| {
            left -= weight;
            left < LEFT_OUT * sum
        });
        weights.truncate(enough.map_or(weights.len(), |i| i + 1));
        let kept: f64 = weights.iter().map(|(weight, _)| weight).sum();
        for (weight, _) in &mut weights {
            *weight /= kept;
        }
        Combinations { n_targets, weights, normals: self.normals }
    }
}

/// One coordinate to take apart: its place and the parts that are followed.
struct Apart {
    coordinate: usize,
    parts: Vec<Part>,
}

/// A small normal distribution over the coordinates that are still to be taken apart, and the targets.
#[derive(Clone, Default)]
struct State {
    /// Means of coordinates, then of targets.
    mean: Vec<f64>,
    /// Covariance of each coordinate with all coordinates and targets, in rows.
    shared: Vec<f64>,
    /// Variance of each target.
    variance: Vec<f64>,
}

/// The posterior of some targets; each is given by its look at the data and its prior variance.
pub(super) fn enumerate(
    prior: &Square,
    mixtures: &[Vec<Part>],
    propagated: &Propagated,
    n_cells: usize,
    targets: &[(&[f64], f64)],
) -> Combinations {
    let apart = ambiguous(mixtures, &propagated.probabilities, n_cells);
    let looks: Vec<Vec<f64>> = apart.iter().map(|a| propagated.look(prior.row(a.coordinate))).collect();
    let n_apart = apart.len();
    let width = n_apart + targets.len();
    let mut state = State { mean: vec![0.0; width], shared: vec![0.0; n_apart * width], variance: Vec::new() };
    for (i, look) in looks.iter().enumerate() {
        state.mean[i] = propagated.mean(look);
        for (j, other) in looks.iter().enumerate() {
            state.shared[i * width + j] = prior.at(apart[i].coordinate, apart[j].coordinate) - dot(look, other);
        }
    }
    for (t, (look, prior_variance)) in targets.iter().enumerate() {
        state.mean[n_apart + t] = propagated.mean(look);
        state.variance.push((prior_variance - dot(look, look)).max(0.0));
    }
    for (i, a) in apart.iter().enumerate() {
        let beside = propagated.beside(a.coordinate);
        for (t, (look, _)) in targets.iter().enumerate() {
            state.shared[i * width + n_apart + t] = dot(look, &beside);
        }
    }
    for (i, a) in apart.iter().enumerate() {
        // Taking the normal out is putting in one with the opposite sign.
        let opposite = Part {
            log_weight: 0.0,
            precision: -propagated.precision[a.coordinate],
            shift: -propagated.shift[a.coordinate],
        };
        condition(&mut state, i, 0, n_apart, opposite);
    }
    let mut found = Found { log_weights: Vec::new(), normals: Vec::new() };
    let mut stack = vec![State::default(); n_apart + 1];
    stack[0] = state;
    descend(&mut stack, 0, &apart, 0.0, &mut found);
    found.probable(targets.len())
}

/// The most ambiguous coordinates whose combinations stay within the limit.
fn ambiguous(mixtures: &[Vec<Part>], probabilities: &[Vec<f64>], n_cells: usize) -> Vec<Apart> {
    let rest = |i: usize| 1.0 - probabilities[i].iter().copied().fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..mixtures.len()).filter(|&i| rest(i) > AMBIGUOUS).collect();
    // Large parts stand behind the cells and come first: what they hide is the tail of a difference itself.
    let large = |i: usize| i >= n_cells;
    order.sort_by(|&a, &b| large(b).cmp(&large(a)).then(rest(b).total_cmp(&rest(a))).then(a.cmp(&b)));
    let mut combinations = 1;
    let mut apart = Vec::new();
    for i in order {
        let followed = mixtures[i].iter().zip(&probabilities[i]).filter(|(_, p)| **p > NEGLIGIBLE);
        let parts: Vec<Part> = followed.map(|(part, _)| *part).collect();
        if combinations * parts.len() <= MOST_COMBINATIONS {
            combinations *= parts.len();
            apart.push(Apart { coordinate: i, parts });
        }
    }
    apart
}

/// Conditions on one part of coordinate `i`; coordinates before `from` are done with.
fn condition(state: &mut State, i: usize, from: usize, n_apart: usize, part: Part) -> f64 {
    let width = state.mean.len();
    let own = Normal { mean: state.mean[i], variance: state.shared[i * width + i] };
    let (log_whole, _) = part.times(own);
    let wider = 1.0 + part.precision * own.variance;
    let along = (part.shift - part.precision * own.mean) / wider;
    let narrowing = part.precision / wider;
    let column: Vec<f64> = state.shared[i * width..(i + 1) * width].to_vec();
    for (m, c) in state.mean.iter_mut().zip(&column) {
        *m += along * c;
    }
    for row in from..n_apart {
        let by = narrowing * column[row];
        if by != 0.0 {
            let cells = &mut state.shared[row * width..(row + 1) * width];
            for (cell, c) in cells[from..].iter_mut().zip(&column[from..]) {
                *cell -= by * c;
            }
        }
    }
    for (v, c) in state.variance.iter_mut().zip(&column[n_apart..]) {
        *v -= narrowing * c * c;
    }
    log_whole
}

fn descend(stack: &mut [State], depth: usize, apart: &[Apart], log_weight: f64, found: &mut Found) {
    let Some(next) = apart.get(depth) else {
        let state = &stack[0];
        let means = &state.mean[apart.len()..];
        found.log_weights.push(log_weight);
        found
            .normals
            .extend(means.iter().zip(&state.variance).map(|(&mean, &v)| Normal { mean, variance: v.max(0.0) }));
        return;
    };
    for part in &next.parts {
        let Some((state, below)) = stack.split_first_mut() else { return };
        let child = &mut below[0];
        child.mean.clone_from(&state.mean);
        child.shared.clone_from(&state.shared);
        child.variance.clone_from(&state.variance);
        let log_whole = condition(child, depth, depth + 1, apart.len(), *part);
        descend(below, depth + 1, apart, log_weight + log_whole, found);
    }
}

#[cfg(test)]
mod tests {
    use super::super::propagate::propagate;
    use super::*;

    /// A spike and a wide part seen once: the posterior can be written down.
    #[test]
    fn one_spike_and_one_wide_part_give_the_closed_form() {
        let prior = Square::from_fn(2, |i, j| if i == 0 && j == 0 { 1.5 } else { 1.0 });
        // Coordinate 0 is coordinate 1 plus noise of variance 0.5, seen at 2 with variance 0.5.
        let spike = vec![Part::normal_over(0.9, 0.0, 1e-9, 1.0), Part::normal_over(0.1, 0.0, 1.0, 1.0)];
        let mixtures = vec![vec![Part::normal(1.0, 2.0, 0.5)], spike];
        let propagated = propagate(&prior, &mixtures);
        let look = propagated.look(prior.row(1));
        let found = enumerate(&prior, &mixtures, &propagated, 1, &[(&look, 1.0)]);
        let parts: Vec<(f64, Normal)> = found.of(0).collect();
        // By hand: N(2; 0, 1)·0.9 against N(2; 0, 2)·0.1; the wide part has mean 2/2 and variance 1/2.
        let spike = 0.9 * libm::exp(-2.0);
        let wide = 0.1 * libm::exp(-1.0) / libm::sqrt(2.0);
        assert_eq!(parts.len(), 2);
        assert!((parts[1].0 - wide / (spike + wide)).abs() < 1e-6, "{}", parts[1].0);
        assert!((parts[1].1.mean - 1.0).abs() < 1e-6 && (parts[1].1.variance - 0.5).abs() < 1e-6);
        assert!(parts[0].1.mean.abs() < 1e-6 && parts[0].1.variance < 1e-6);
    }

    #[test]
    fn every_combination_is_visited_once() {
        let prior = Square::from_fn(3, |i, j| if i == j { 2.0 } else { 0.5 });
        let mixtures: Vec<Vec<Part>> =
            (0..3).map(|i| vec![Part::normal(0.6, f64::from(i), 1.0), Part::normal(0.4, 0.0, 4.0)]).collect();
        let propagated = propagate(&prior, &mixtures);
        let look = propagated.look(prior.row(0));
        let found = enumerate(&prior, &mixtures, &propagated, 3, &[(&look, 2.0)]);
        assert_eq!(found.weights.len(), 8);
        assert!((found.of(0).map(|(w, _)| w).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
