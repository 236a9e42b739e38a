//! Expectation propagation: a normal in the place of every mixture, so that all agree with their neighbours.
//!
//! ```text
//!   prior over all coordinates  ×  mixture of coordinate 1  ×  mixture of coordinate 2 …
//!   ≈ prior                     ×  normal 1                 ×  normal 2 …
//! ```
//! Each normal is chosen so that putting its mixture back in changes neither mean nor variance. For one part in each
//! mixture the result is exact after one round. Read next: [`super::answers`], which says how far
//! to trust it, and [`super::enumerate`], which takes the ambiguous mixtures exactly.
//!
//! # Source
//! Minka 2001, *Expectation propagation for approximate Bayesian inference*; updates of one coordinate at a
//! time as in Rasmussen and Williams 2006, chapter 3.6 (catalogue: `minka-2001`).

use super::large::{Large, mean_of, weighed, with_large};
use super::matrix::{Cholesky, Reduced, Square, dot};
use super::site::{Normal, Part, moments};
use std::ops::Range;

/// So many rounds from nothing. What has not settled by then swings between two answers and would go on doing so; which
/// of both is true is left to [`super::enumerate`], and more rounds come no closer to it.
const MOST_ROUNDS: usize = 6;
/// So many once one coordinate is known to be otherwise and all others begin where they were.
const ROUNDS_AFTER: usize = 3;
/// Rounds end when no normal moves its coordinate by more than this part of its standard deviation.
const SETTLED: f64 = 5e-4;
/// A normal's precision is kept above this part of one over the prior variance, so that it stays a normal.
const LEAST_PRECISION: f64 = 1e-9;

/// A look as the data see it, and how much it holds of large parts by their places.
pub(super) type Look<'l> = (&'l [f64], &'l [(usize, f64)]);

/// The normals that stand for the mixtures, and what follows from them.
///
/// Coordinates are the rows and, after them, the large parts. With a normal in the place of its mixture a large part is
/// one more sum that rows have in common, so that only the rows stand in the matrices.
#[derive(Debug, Clone)]
pub(super) struct Propagated {
    /// One for each coordinate: precision and shift.
    pub(super) precision: Vec<f64>,
    pub(super) shift: Vec<f64>,
    /// How probable each part of each mixture is.
    pub(super) probabilities: Vec<Vec<f64>>,
    /// What each coordinate is thought to be.
    pub(super) marginals: Vec<Normal>,
    /// Where something other than the usual is likelier, so that no answer can be trusted alone: how probable each part of
    /// each coordinate is in the answer that likes it best.
    pub(super) disputed: Vec<Vec<f64>>,
    pub(super) large: Vec<Large>,
    /// Covariance of the rows, in the lower half.
    covariance: Square,
    /// Covariance of each large part with every row.
    with_rows: Vec<Vec<f64>>,
    /// Roots of the rows' precisions.
    pub(super) roots: Vec<f64>,
    pub(super) root: Cholesky,
    /// The data, seen through the root.
    seen: Vec<f64>,
}

/// What follows once [`Normals::settled`].
#[cfg(test)]
pub(super) fn propagate(
    prior: &Square,
    large: &[Large],
    mixtures: &[Vec<Part>],
    turns: &[Vec<usize>],
) -> Propagated {
    Normals::settled(prior, large, mixtures, turns).finish(prior)
}

/// What a coordinate is thought to be without its own normal; none when nothing else speaks of it.
pub(super) fn without(variance: f64, mean: f64, precision: f64, shift: f64) -> Option<Normal> {
    let rest = 1.0 / variance - precision;
    let usable = rest.is_finite() && rest > 0.0;
    usable.then(|| Normal { mean: (mean / variance - shift) / rest, variance: 1.0 / rest })
}

/// The normals as they are now, and the posterior of the rows that they lead to.
#[derive(Clone)]
pub(super) struct Normals {
    precision: Vec<f64>,
    shift: Vec<f64>,
    probabilities: Vec<Vec<f64>>,
    large: Vec<Large>,
    covariance: Reduced,
    mean: Vec<f64>,
    column: Vec<f64>,
    tilted: Vec<(f64, Normal)>,
}

/// By what one coordinate's normal changes.
struct Change {
    coordinate: usize,
    by: f64,
    by_shift: f64,
    /// How far this moves the coordinate, in its standard deviations.
    moved: f64,
}

impl Normals {
    /// Nothing is known of the rows; the normals of large parts have the mean and variance of their mixtures.
    fn new(prior: &Square, large: &[Large], mixtures: &[Vec<Part>]) -> Self {
        let n = prior.size();
        let (mut precision, mut shift) = (vec![0.0; n], vec![0.0; n]);
        let probabilities = mixtures.iter().map(|m| vec![1.0; m.len()]).collect();
        let mut scratch = Vec::new();
        for (large, parts) in large.iter().zip(&mixtures[n..]) {
            let flat = Normal { mean: 0.0, variance: large.reference };
            let least = LEAST_PRECISION / large.reference;
            let own = moments(parts, flat, &mut scratch);
            let wanted = (1.0 / own.variance - 1.0 / large.reference).max(least);
            precision.push(wanted);
            shift.push(own.mean * (wanted + 1.0 / large.reference));
        }
        let mean = mean_of(n, large, &precision, &shift);
        let covariance = Reduced::new(with_large(prior, large, &precision));
        let large = large.to_vec();
        Self {
            precision,
            shift,
            probabilities,
            large,
            covariance,
            mean,
            column: vec![0.0; n],
            tilted: Vec::new(),
        }
    }

    /// Puts a normal in the place of each mixture; the prior of the rows has mean zero and this covariance, large parts
    /// left out.
    ///
    /// Coordinates take turns; those of one turn are looked at together before any of them is changed, so that it does not
    /// matter which of them stands first. Each coordinate is in one turn.
    pub(super) fn settled(
        prior: &Square,
        large: &[Large],
        mixtures: &[Vec<Part>],
        turns: &[Vec<usize>],
    ) -> Self {
        let mut normals = Self::new(prior, large, mixtures);
        normals.settle(prior, mixtures, turns, 0..MOST_ROUNDS);
        normals
    }

    /// Normals that begin as these are and settle anew.
    pub(super) fn again(&self, prior: &Square, mixtures: &[Vec<Part>], turns: &[Vec<usize>]) -> Self {
        let mut normals = self.clone();
        normals.probabilities = mixtures.iter().map(|parts| vec![1.0; parts.len()]).collect();
        // What has one part alone was settled in the first round of all.
        normals.settle(prior, mixtures, turns, 1..1 + ROUNDS_AFTER);
        normals
    }

    /// Puts one part in the place of a coordinate's normal.
    pub(super) fn hold(&mut self, i: usize, part: Part) {
        let (by, by_shift) = (part.precision - self.precision[i], part.shift - self.shift[i]);
        if by != 0.0 || by_shift != 0.0 {
            self.change(&Change { coordinate: i, by, by_shift, moved: 0.0 });
        }
    }

    /// What a coordinate is thought to be without its own normal; none when nothing else speaks of it.
    pub(super) fn cavity(&self, i: usize) -> Option<Normal> {
        let own = self.marginal(i);
        without(own.variance, own.mean, self.precision[i], self.shift[i])
    }

    /// How probable each part of each mixture is.
    pub(super) fn probabilities(&self) -> &[Vec<f64>] {
        &self.probabilities
    }

    /// Goes round until the normals agree with their neighbours, or long enough.
    fn settle(&mut self, prior: &Square, mixtures: &[Vec<Part>], turns: &[Vec<usize>], rounds: Range<usize>) {
        let mut changes: Vec<Change> = Vec::new();
        let (mut step, mut moved_before) = (1.0_f64, f64::INFINITY);
        for round in rounds {
            let mut moved = 0.0_f64;
            for turn in turns {
                changes.clear();
                for &i in turn.iter().filter(|&&i| round == 0 || mixtures[i].len() > 1) {
                    let step = if mixtures[i].len() == 1 { 1.0 } else { step };
                    let Some(change) = self.wanted(prior, mixtures, i, step) else { continue };
                    moved = moved.max(change.moved);
                    if round == 0 || change.moved >= SETTLED {
                        changes.push(change);
                    }
                }
                for change in &changes {
                    self.change(change);
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
    }

    /// How the normal of a coordinate has to change for its mixture to change nothing, or this part of the way; none when
    /// nothing else speaks of the coordinate.
    fn wanted(&mut self, prior: &Square, mixtures: &[Vec<Part>], i: usize, step: f64) -> Option<Change> {
        let own = self.marginal(i);
        let (precision, shift) = (self.precision[i], self.shift[i]);
        let cavity = without(own.variance, own.mean, precision, shift)?;
        let tilted = moments(&mixtures[i], cavity, &mut self.tilted);
        for (probability, (tilted, _)) in self.probabilities[i].iter_mut().zip(&self.tilted) {
            *probability = *tilted;
        }
        let least = LEAST_PRECISION / self.reference(prior, i);
        let wanted = (1.0 / tilted.variance - 1.0 / cavity.variance).max(least);
        let wanted_shift = tilted.mean * (wanted + 1.0 / cavity.variance) - cavity.mean / cavity.variance;
        let (by, by_shift) = (step * (wanted - precision), step * (wanted_shift - shift));
        let moved = ((by_shift - by * own.mean).abs() * libm::sqrt(own.variance)).max(by.abs() * own.variance);
        Some(Change { coordinate: i, by, by_shift, moved })
    }

    fn reference(&self, prior: &Square, i: usize) -> f64 {
        let n = prior.size();
        if i < n { prior.at(i, i) } else { self.large[i - n].reference }
    }

    /// What a coordinate is thought to be.
    ///
    /// What the rows say of a large part of variance `d` is `d h · P (y − m)` of its mean and `d² h · A h` of its
    /// variance, with `A = P − P Σ P`.
    fn marginal(&self, i: usize) -> Normal {
        let n = self.mean.len();
        if i < n {
            return Normal { mean: self.mean[i], variance: self.covariance.diagonal(i) };
        }
        let large = &self.large[i - n];
        let own = large.variance(self.precision[i]);
        let (mut pull, mut square) = (0.0, 0.0);
        for &(row, held) in &large.held {
            pull += held * (self.shift[row] - self.precision[row] * self.mean[row]);
            square += held * held * self.precision[row];
        }
        let explained = square - self.covariance.form(&weighed(&large.held, &self.precision));
        Normal { mean: own * (self.shift[i] + pull), variance: own - own * own * explained }
    }

    /// Changes the normal of one coordinate.
    fn change(&mut self, &Change { coordinate: i, by, by_shift, .. }: &Change) {
        let n = self.mean.len();
        let mut column = std::mem::take(&mut self.column);
        let Normal { mean, variance } = if i < n {
            self.covariance.column(i, &mut column);
            self.marginal(i)
        } else {
            self.with_rows(i - n, &mut column);
            self.through(i, &column)
        };
        self.precision[i] += by;
        self.shift[i] += by_shift;
        let wider = 1.0 + by * variance;
        let along = (by_shift - by * mean) / wider;
        for (m, c) in self.mean.iter_mut().zip(&column) {
            *m += along * c;
        }
        self.covariance.take_off(by / wider, &column);
        self.column = column;
    }

    /// What a large part is thought to be, by its covariance with the rows: as [`Normals::marginal`], and quicker.
    fn through(&self, i: usize, column: &[f64]) -> Normal {
        let large = &self.large[i - self.mean.len()];
        let own = large.variance(self.precision[i]);
        let (mut pull, mut explained) = (0.0, 0.0);
        for &(row, held) in &large.held {
            pull += held * (self.shift[row] - self.precision[row] * self.mean[row]);
            explained += held * self.precision[row] * column[row];
        }
        Normal { mean: own * (self.shift[i] + pull), variance: own - own * explained }
    }

    /// Covariance of a large part with every row.
    fn with_rows(&self, place: usize, into: &mut [f64]) {
        let large = &self.large[place];
        let own = large.variance(self.precision[self.mean.len() + place]);
        self.covariance.times(&weighed(&large.held, &self.precision), into);
        for value in into.iter_mut() {
            *value *= -own;
        }
        for &(row, held) in &large.held {
            into[row] += own * held;
        }
    }

    /// What follows from the normals.
    pub(super) fn finish(self, prior: &Square) -> Propagated {
        let n = prior.size();
        let marginals = (0..self.precision.len()).map(|i| self.marginal(i)).collect();
        let mut with_rows = vec![vec![0.0; n]; self.large.len()];
        for (place, into) in with_rows.iter_mut().enumerate() {
            self.with_rows(place, into);
        }
        let Self { precision, shift, probabilities, large, covariance, .. } = self;
        let roots: Vec<f64> = precision[..n].iter().map(|&p| libm::sqrt(p)).collect();
        let root = Cholesky::of_one_plus(&with_large(prior, &large, &precision), &roots);
        let mean = mean_of(n, &large, &precision, &shift);
        let scaled = (0..n).map(|i| (shift[i] - precision[i] * mean[i]) / roots[i]).collect();
        let seen = root.solve_lower(scaled);
        let covariance = covariance.finish();
        let disputed = vec![Vec::new(); precision.len()];
        Propagated {
            precision,
            shift,
            probabilities,
            marginals,
            disputed,
            large,
            covariance,
            with_rows,
            roots,
            root,
            seen,
        }
    }
}

impl Propagated {
    /// The same, not to be trusted about these.
    pub(super) fn with_disputed(self, disputed: Vec<Vec<f64>>) -> Self {
        Self { disputed, ..self }
    }

    /// Mean and variance of a large part, with a normal in the place of its mixture and before any row says anything.
    pub(super) fn large(&self, place: usize) -> Normal {
        let i = self.roots.len() + place;
        let variance = self.large[place].variance(self.precision[i]);
        Normal { mean: variance * self.shift[i], variance }
    }

    /// Adds to a target's covariances with the rows what it has in common with them through a large part.
    pub(super) fn add_large(&self, place: usize, load: f64, covariances: &mut [f64]) {
        let by = load * self.large(place).variance;
        for &(row, held) in &self.large[place].held {
            covariances[row] += by * held;
        }
    }

    /// A look at the state, by its prior covariances with the rows, as the data see it.
    pub(super) fn look(&self, mut covariances: Vec<f64>) -> Vec<f64> {
        for (covariance, root) in covariances.iter_mut().zip(&self.roots) {
            *covariance *= root;
        }
        self.root.solve_lower(covariances)
    }

    /// The posterior covariances of some looks, each of which holds so much of some large parts, with every coordinate.
    ///
    /// With `B = L Lᵀ = I + P½ K P½` a look is `v = L⁻¹ P½ k`, and its posterior covariance with row i,
    /// `k[i] − v · L⁻¹ P½ K[i]`, comes down to `(L⁻ᵀ v)[i] / √P[i]`; with a large part of variance `d` that it holds `l`
    /// of, it is `d (l − h · P½ L⁻ᵀ v)`.
    pub(super) fn with_coordinates(&self, looks: &[Look<'_>]) -> Vec<Vec<f64>> {
        let (n, n_looks) = (self.roots.len(), looks.len());
        let mut solved: Vec<f64> = (0..n).flat_map(|i| looks.iter().map(move |(look, _)| look[i])).collect();
        self.root.solve_upper(&mut solved, n_looks);
        let of_look = |(t, (_, loads)): (usize, &Look<'_>)| {
            let at = |row: usize| solved[row * n_looks + t];
            let mut with: Vec<f64> = self.roots.iter().enumerate().map(|(row, root)| at(row) / root).collect();
            with.extend(self.large.iter().map(|large| {
                -large.held.iter().map(|&(row, held)| held * self.roots[row] * at(row)).sum::<f64>()
            }));
            for &(place, load) in *loads {
                with[n + place] += load;
            }
            for (place, with) in with[n..].iter_mut().enumerate() {
                *with *= self.large(place).variance;
            }
            with
        };
        looks.iter().enumerate().map(of_look).collect()
    }

    /// The posterior covariance of two coordinates.
    pub(super) fn between(&self, a: usize, b: usize) -> f64 {
        let n = self.roots.len();
        let (first, last) = (a.min(b), a.max(b));
        if last < n {
            return self.covariance.at(last, first);
        }
        if first == last {
            return self.marginals[first].variance;
        }
        let with_rows = &self.with_rows[last - n];
        if first < n {
            return with_rows[first];
        }
        let other = &self.large[first - n];
        let through = |&(row, held): &(usize, f64)| held * self.precision[row] * with_rows[row];
        -other.variance(self.precision[first]) * other.held.iter().map(through).sum::<f64>()
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
        let result = propagate(&prior, &[], &mixtures, &one_by_one(2));
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
            |values: [f64; 4]| propagate(&prior, &[], &values.map(parts), &[vec![0, 1], vec![2, 3]]).marginals;
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
            let result = propagate(&prior, &[], &[parts], &one_by_one(1));
            result.mean(&result.look(vec![1.0]))
        };
        assert!(at(1.0) > 0.7, "a value that fits counts: {}", at(1.0));
        assert!(at(8.0) < at(2.0), "one that does not fit counts for little: {}", at(8.0));
    }
}
