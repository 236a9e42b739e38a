//! Everything that was measured in one quality: the prior over its cells and large parts, and what they came to say.
//!
//! Qualities know nothing of each other, so each has a block of its own. Read next: [`super::model`], which asks them.

use crate::body::Quality;
use std::collections::{BTreeMap, BTreeSet};

use super::answers::best_answer;
use super::large::Large;
use super::model::Target;
use super::observe::Cell;
use super::prior::{Prior, Row, square};
use super::propagate::Propagated;
use super::rows::Rows;
use super::site::{Normal, Part};

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
    let mut large: Vec<Large> = active
        .iter()
        .map(|&part| Large { held: Vec::new(), reference: reference_variance(prior, part) })
        .collect();
    for (row, loads) in loads.iter().enumerate() {
        for &(part, load) in loads {
            if let Ok(place) = active.binary_search(&part) {
                large[place].held.push((row, load));
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
        let mut parts = vec![Part::normal_over(1.0 - large.probability, 0.0, SPIKE_VARIANCE, reference)];
        let way = |(share, variance)| Part::normal_over(share, large.mean, variance, reference);
        parts.extend(large.ways().map(way));
        mixtures.push(parts);
    }
    let turns = turns(prior, &own, cells, rows.len(), &active);
    let rows = Rows::new(prior, quality, rows);
    let propagated = best_answer(&rows.covariance(prior), &large, &mixtures, &turns);
    Block { quality, cells: own, rows, loads, active, mixtures, propagated }
}

/// Both legs of a test on a day take their turn together, and so do both legs' days of a muscle and both legs' changes, so
/// that it does not matter which leg is the left one.
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
            None => {
                let is_twin = |turn: &&mut Vec<usize>| {
                    let other = turn.first().and_then(|first| active.get(first.checked_sub(n_rows)?));
                    other.is_some_and(|&other| prior.large[part].is_twin_of(&prior.large[other]))
                };
                match alone.iter_mut().find(is_twin) {
                    Some(turn) => turn.push(n_rows + i),
                    None => alone.push(vec![n_rows + i]),
                }
            }
        }
    }
    of_cells.into_values().chain(alone).chain(of_days.into_values()).collect()
}

impl Block {
    /// How a target that holds so much of each large part looks to the data.
    pub(super) fn look(&self, prior: &Prior<'_>, target: &Target, held: &[(usize, f64)]) -> Vec<f64> {
        let mut covariances = vec![0.0; self.rows.len()];
        for (weight, row) in &target.0 {
            self.rows.add(prior, row, *weight, &mut covariances);
        }
        for (place, load) in self.of_active(held) {
            self.propagated.add_large(place, load, &mut covariances);
        }
        self.propagated.look(covariances)
    }

    /// The loads of active large parts, by their places among these.
    pub(super) fn of_active(&self, loads: &[(usize, f64)]) -> Vec<(usize, f64)> {
        let place = |&(part, load): &(usize, f64)| Some((self.active.binary_search(&part).ok()?, load));
        loads.iter().filter_map(place).collect()
    }

    /// Mean and variance of a large part that some cell holds, with a normal in the place of its mixture and before any
    /// cell says anything; none for others.
    pub(super) fn large(&self, part: usize) -> Option<Normal> {
        Some(self.propagated.large(self.active.binary_search(&part).ok()?))
    }
}

/// The variance that a large part has before its own mixture is taken into account: no part of it is wider.
fn reference_variance(prior: &Prior<'_>, part: usize) -> f64 {
    let large = &prior.large[part];
    large.ways().map(|(_, variance)| variance).fold(1.0, f64::max) + square(large.mean)
}
