//! Everything that was measured in one quality: the prior over its cells and large parts, and what they came to say.
//!
//! Qualities know nothing of each other, so each has a block of its own. Read next: [`super::model`], which asks them.

use crate::body::Quality;
use std::collections::{BTreeMap, BTreeSet};

use super::matrix::Square;
use super::model::Target;
use super::observe::Cell;
use super::prior::{Prior, Row, square};
use super::propagate::{Propagated, propagate};
use super::rows::Rows;
use super::site::Part;

/// What is known of a large part that is 0: as narrow as this part of its width.
const SPIKE_VARIANCE: f64 = 1e-9;

/// Everything that was measured in one quality.
pub(super) struct Block {
    pub(super) quality: Quality,
    /// Places of its cells among all cells, in the order of the first rows.
    pub(super) cells: Vec<usize>,
    /// Looks of the cells, then of the ties between offsets.
    rows: Rows,
    /// How much of each large part a row holds.
    pub(super) loads: Vec<Vec<(usize, f64)>>,
    /// Large parts that some cell holds, ascending; they are coordinates after the rows.
    pub(super) active: Vec<usize>,
    /// For each of them, its covariance with every row.
    held: Vec<Vec<f64>>,
    pub(super) mixtures: Vec<Vec<Part>>,
    pub(super) propagated: Propagated,
}

/// Puts the cells of one quality together; `ties` are looks at offsets with their values and variances.
pub(super) fn block(
    quality: Quality,
    own: Vec<usize>,
    cells: &[Cell],
    ties: &[(Row, f64, f64)],
    prior: &Prior<'_>,
    of_leg: &dyn Fn(&Cell) -> f64,
) -> Block {
    let mut rows: Vec<Row> = own.iter().map(|&c| cells[c].row.clone()).collect();
    rows.extend(ties.iter().map(|(row, _, _)| row.clone()));
    let loads: Vec<Vec<(usize, f64)>> = rows.iter().map(|row| prior.loads(row)).collect();
    let active: BTreeSet<usize> = loads[..own.len()].iter().flatten().map(|(part, _)| *part).collect();
    let active: Vec<usize> = active.into_iter().collect();
    let mut held = vec![vec![0.0; rows.len()]; active.len()];
    for (row, loads) in loads.iter().enumerate() {
        for &(part, load) in loads {
            if let Ok(place) = active.binary_search(&part) {
                held[place][row] = load * reference_variance(prior, part);
            }
        }
    }
    let mut mixtures: Vec<Vec<Part>> = own
        .iter()
        .map(|&c| {
            let expected = of_leg(&cells[c]) + prior.mean(&cells[c].row);
            cells[c].parts.iter().map(|part| part.site(expected)).collect()
        })
        .collect();
    mixtures.extend(ties.iter().map(|(_, value, variance)| vec![Part::normal(1.0, *value, *variance)]));
    for &part in &active {
        let (large, reference) = (&prior.large[part], reference_variance(prior, part));
        mixtures.push(vec![
            Part::normal_over(1.0 - large.probability, 0.0, SPIKE_VARIANCE, reference),
            Part::normal_over(large.probability, large.mean, 1.0, reference),
        ]);
    }
    let turns = turns(prior, &own, cells, rows.len(), &active);
    let own_rows = rows.clone();
    let rows = Rows::new(prior, quality, rows);
    let covariance = covariance_of(prior, &rows, &own_rows, &loads, (&active, &held));
    let propagated = propagate(&covariance, &mixtures, &turns);
    Block { quality, cells: own, rows, loads, active, held, mixtures, propagated }
}

/// Both legs of a test on a day take their turn together, and so do both legs' days of a muscle, so that it does not
/// matter which leg is the left one.
fn turns(prior: &Prior<'_>, own: &[usize], cells: &[Cell], n_rows: usize, active: &[usize]) -> Vec<Vec<usize>> {
    let mut of_cells: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, &c) in own.iter().enumerate() {
        of_cells.entry((cells[c].instrument, cells[c].day)).or_default().push(i);
    }
    let mut of_days: BTreeMap<(i32, usize), Vec<usize>> = BTreeMap::new();
    let mut alone: Vec<Vec<usize>> = (own.len()..n_rows).map(|i| vec![i]).collect();
    for (i, &part) in active.iter().enumerate() {
        match prior.large[part].of_day() {
            Some(day) => of_days.entry((day.form.day, day.muscle_class)).or_default().push(n_rows + i),
            None => alone.push(vec![n_rows + i]),
        }
    }
    of_cells.into_values().chain(alone).chain(of_days.into_values()).collect()
}

impl Block {
    /// How a target that holds so much of each large part looks to the data.
    pub(super) fn look(&self, prior: &Prior<'_>, target: &Target, held: &[(usize, f64)]) -> Vec<f64> {
        let n = self.rows.len();
        let mut covariances = vec![0.0; self.mixtures.len()];
        for (weight, row) in &target.0 {
            self.rows.add(prior, row, *weight, &mut covariances[..n]);
        }
        for &(part, load) in held {
            if let Ok(place) = self.active.binary_search(&part) {
                for (covariance, held) in covariances.iter_mut().zip(&self.held[place]) {
                    *covariance += load * held;
                }
                covariances[n + place] += load * reference_variance(prior, part);
            }
        }
        self.propagated.look(covariances)
    }
}

/// The variance that a large part has before its own mixture is taken into account: no part of it is wider.
pub(super) fn reference_variance(prior: &Prior<'_>, part: usize) -> f64 {
    1.0 + square(prior.large[part].mean)
}

/// The prior covariance of all rows and of the large parts that they hold.
fn covariance_of(
    prior: &Prior<'_>,
    rows: &Rows,
    own_rows: &[Row],
    loads: &[Vec<(usize, f64)>],
    (active, held): (&[usize], &[Vec<f64>]),
) -> Square {
    let n = rows.len();
    let of_row = |i: usize| {
        let mut covariances = vec![0.0; i + 1];
        rows.add(prior, &own_rows[i], 1.0, &mut covariances);
        for &(part, load) in &loads[i] {
            if let Ok(place) = active.binary_search(&part) {
                for (covariance, held) in covariances.iter_mut().zip(&held[place]) {
                    *covariance += load * held;
                }
            }
        }
        covariances
    };
    let of_rows: Vec<Vec<f64>> = (0..n).map(of_row).collect();
    Square::from_fn(n + active.len(), |i, j| match (i < n, j < n) {
        (true, true) => of_rows[i][j],
        (false, true) => held[i - n][j],
        (true, false) => held[j - n][i],
        (false, false) if i == j => reference_variance(prior, active[i - n]),
        (false, false) => 0.0,
    })
}
