//! Prior covariances of one look with many at once.
//!
//! A hundred looks are each held against a hundred cells, and most of what that takes hangs on the cells and one muscle
//! group alone. So for every group the sums over what a cell sees are worked out once. The formulas are those of
//! [`Prior::covariance`]; nothing is left out.

use crate::body::Quality;
use std::collections::BTreeMap;

use super::matrix::Square;
use super::prior::{Prior, Row};

/// Many looks of one quality.
pub(super) struct Rows {
    rows: Vec<Row>,
    /// For each state: covariance of its level with what each row sees of levels, at rest.
    levels: BTreeMap<usize, Vec<f64>>,
    /// The same of differences.
    differences: BTreeMap<usize, Vec<f64>>,
    /// What logged sets are expected to have added to each row.
    gained: Vec<f64>,
}

impl Rows {
    /// Works the sums out.
    pub(super) fn new(prior: &Prior<'_>, quality: Quality, rows: Vec<Row>) -> Self {
        let states = || (0..prior.states.len()).filter(|&state| prior.states[state].quality == quality);
        let levels = |state: usize| {
            let of = |row: &Row| row.levels.iter().map(|&(s, w)| w * prior.of_levels(state, s)).sum();
            rows.iter().map(of).collect()
        };
        let differences = |state: usize| {
            let of = |row: &Row| row.differences.iter().map(|&(s, w)| w * prior.of_differences(state, s)).sum();
            rows.iter().map(of).collect()
        };
        let levels = states().map(|state| (state, levels(state))).collect();
        let differences = states().map(|state| (state, differences(state))).collect();
        let gained = rows.iter().map(|row| prior.gained(row)).collect();
        Self { rows, levels, differences, gained }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The prior covariance of the rows with each other, without large parts.
    pub(super) fn covariance(&self, prior: &Prior<'_>) -> Square {
        // All days of a test on one leg see the same muscles, so there are few different sums.
        let (mut of_levels, mut of_differences) = (Vec::new(), Vec::new());
        let places: Vec<(usize, usize)> = self
            .rows
            .iter()
            .map(|row| {
                let levels = place_of(&mut of_levels, &row.levels, &self.levels, self.len());
                (levels, place_of(&mut of_differences, &row.differences, &self.differences, self.len()))
            })
            .collect();
        Square::from_fn(self.len(), |i, j| {
            let (row, other) = (&self.rows[i], &self.rows[j]);
            let levels = of_levels[places[i].0].1[j] * prior.level_moves(row, other);
            let differences = of_differences[places[i].1].1[j] * prior.difference_moves(row, other);
            let response = prior.of_response(self.gained[i], self.gained[j]);
            levels + differences + response + prior.of_instruments(row, other)
        })
    }

    /// Adds a multiple of the covariances of a look with the first rows, as many as there is place for.
    pub(super) fn add(&self, prior: &Prior<'_>, row: &Row, times: f64, to: &mut [f64]) {
        if !row.levels.is_empty() {
            let sums = weighted(&row.levels, &self.levels, to.len());
            for ((covariance, other), sum) in to.iter_mut().zip(&self.rows).zip(sums) {
                *covariance += times * sum * prior.level_moves(row, other);
            }
        }
        if !row.differences.is_empty() {
            let sums = weighted(&row.differences, &self.differences, to.len());
            for ((covariance, other), sum) in to.iter_mut().zip(&self.rows).zip(sums) {
                *covariance += times * sum * prior.difference_moves(row, other);
            }
        }
        let gained = prior.gained(row);
        if gained != 0.0 {
            for (covariance, other) in to.iter_mut().zip(&self.gained) {
                *covariance += times * prior.of_response(gained, *other);
            }
        }
        if row.test.is_some() || !row.offsets.is_empty() {
            for (covariance, other) in to.iter_mut().zip(&self.rows) {
                *covariance += times * prior.of_instruments(row, other);
            }
        }
    }
}

/// What a look sees, and its sums.
type Sums<'r> = (&'r [(usize, f64)], Vec<f64>);

/// Where the sums of a look stand among those that were worked out; they are added when they are new.
fn place_of<'r>(
    known: &mut Vec<Sums<'r>>,
    states: &'r [(usize, f64)],
    sums: &BTreeMap<usize, Vec<f64>>,
    n: usize,
) -> usize {
    known.iter().position(|(other, _)| *other == states).unwrap_or_else(|| {
        known.push((states, weighted(states, sums, n)));
        known.len() - 1
    })
}

/// The sums of some states, each with its weight.
fn weighted(states: &[(usize, f64)], sums: &BTreeMap<usize, Vec<f64>>, n: usize) -> Vec<f64> {
    let mut whole = vec![0.0; n];
    for (state, weight) in states {
        for (whole, sum) in whole.iter_mut().zip(sums.get(state).into_iter().flatten()) {
            *whole += weight * sum;
        }
    }
    whole
}
