//! A small linear program whose variables all lie between finite bounds, solved by the dual simplex method.
//!
//! Because every variable is boxed, any basis can be made dual feasible by moving variables to their other
//! bound, so a changed bound or price never needs a fresh start. No bound is believed from the tableau: it is
//! computed again from the multipliers and the original figures, where weak duality alone makes it valid.
//!
//! ```text
//! tableau  the columns that may enter and the rows that hold something back ─► optimal ─► what is out and would enter
//!          or is broken? taken in, and on ─► nothing: optimal for the whole program
//! ```
//! Columns and rows may be out of the tableau at any time, because bounds and proofs speak of the whole program. Read next:
//! `proof`, `size`, then `super::relax`.

mod proof;
mod shelf;
mod size;

pub(super) use shelf::{Ground, Shelved};

/// Below this a figure of the tableau counts as zero.
const ZERO: f64 = 1e-9;
/// By this much a value may miss its bound.
const FEASIBLE: f64 = 1e-7;
/// Columns that are looked for one by one before all that are left are sorted.
const LOOKED_FOR: usize = 6;
/// Steps after which a solve is given up.
const STEPS_MAX: usize = 1500;
/// So often the objective may seem past the cutoff, while the bound is not, before a solve is given up.
const DOUBTS_MAX: usize = 20;
/// How often what is out may be taken in during one solve.
const TURNS_MAX: usize = 200;

/// The rows and columns; `Σ a·x + slack = right side` in every row, slacks come after the structural columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    /// For each structural column its entries (row, figure).
    columns: Vec<Vec<(usize, f64)>>,
    /// For each row its entries (column, figure).
    rows: Vec<Vec<(usize, f64)>>,
    /// Right side of each row.
    right: Vec<f64>,
    /// Smallest and largest slack of each row.
    slack: Vec<(f64, f64)>,
    /// Entries of all rows.
    n_entries: u64,
}

impl Model {
    /// A model of so many columns and no rows.
    pub(super) fn new(n_columns: usize) -> Self {
        Self { columns: vec![Vec::new(); n_columns], ..Self::default() }
    }

    /// Adds `Σ a·x + slack = right` and returns the row's index.
    pub(super) fn add(&mut self, entries: Vec<(usize, f64)>, right: f64, slack: (f64, f64)) -> usize {
        let row = self.right.len();
        self.n_entries += u64::try_from(entries.len()).unwrap_or(u64::MAX);
        for &(column, figure) in &entries {
            self.columns[column].push((row, figure));
        }
        self.rows.push(entries);
        self.right.push(right);
        self.slack.push(slack);
        row
    }

    /// Adds `Σ a·x ≤ right`; the smallest value of the sum bounds the slack.
    pub(super) fn add_at_most(&mut self, entries: Vec<(usize, f64)>, right: f64, smallest: f64) -> usize {
        self.add(entries, right, (0.0, (right - smallest).max(0.0)))
    }

    /// The entries, the right side and the slack's range of a row.
    pub(super) fn row(&self, row: usize) -> (&[(usize, f64)], f64, (f64, f64)) {
        (&self.rows[row], self.right[row], self.slack[row])
    }

    /// The number of structural columns.
    pub(super) fn structural(&self) -> usize {
        self.columns.len()
    }

    /// The number of rows.
    pub(super) fn n_rows(&self) -> usize {
        self.right.len()
    }
}

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// The values are optimal.
    Solved,
    /// No values fit the bounds.
    Infeasible,
    /// The objective has passed the cutoff.
    PastCutoff,
    /// It took too long; the bound holds all the same.
    Stalled,
}

/// Why steps end.
enum Stop {
    /// It is settled.
    At(Status, f64),
    /// Optimal for what is in the tableau.
    Optimal,
    /// The objective has passed the cutoff, and columns that are out may hold the bound down.
    Waiting,
    /// Nothing in the tableau brings this row to its bound.
    Stuck(usize),
}

/// A basis with its tableau; cloned for each branch.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// Smallest value of each variable.
    pub lower: Vec<f64>,
    /// Largest value of each variable.
    pub upper: Vec<f64>,
    /// Price of each variable.
    pub price: Vec<f64>,
    /// Tableau, one row per basic variable, one column per nonbasic variable.
    table: Vec<f64>,
    right: Vec<f64>,
    reduced: Vec<f64>,
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
    at_upper: Vec<bool>,
    /// Value of each basic variable.
    value: Vec<f64>,
    /// Which variables are out of the tableau: columns that stay at 0, and slacks of rows that hold nothing back.
    out: Vec<bool>,
    /// Figures of the tableau that were worked on: the effort, counted without a clock.
    pub work: u64,
}

impl State {
    /// Starts with all slacks basic.
    pub(super) fn new(model: &Model, lower: Vec<f64>, upper: Vec<f64>, price: Vec<f64>) -> Self {
        let n = model.structural();
        let mut state = Self {
            lower,
            upper,
            reduced: price.clone(),
            price,
            table: Vec::new(),
            right: Vec::new(),
            basic: Vec::new(),
            nonbasic: (0..n).collect(),
            at_upper: vec![false; n],
            value: Vec::new(),
            out: vec![false; n],
            work: 0,
        };
        state.grow(model);
        state
    }

    /// Takes over the rows that the model has got since.
    pub(super) fn grow(&mut self, model: &Model) {
        let n = model.structural();
        let rows: Vec<usize> = (self.lower.len() - n..model.n_rows()).collect();
        for &row in &rows {
            self.lower.push(model.slack[row].0);
            self.upper.push(model.slack[row].1);
            self.price.push(0.0);
            self.out.push(true);
        }
        self.take_in_rows(model, &rows);
    }

    /// Puts every nonbasic variable at the bound that its reduced price asks for and computes the values.
    fn refresh(&mut self) {
        let n = self.nonbasic.len();
        let mut at = vec![0.0; n];
        for (k, &variable) in self.nonbasic.iter().enumerate() {
            if self.reduced[k] > ZERO {
                self.at_upper[k] = false;
            } else if self.reduced[k] < -ZERO {
                self.at_upper[k] = true;
            }
            at[k] = if self.at_upper[k] { self.upper[variable] } else { self.lower[variable] };
        }
        for (row, value) in self.value.iter_mut().enumerate() {
            let figures = &self.table[row * n..(row + 1) * n];
            *value = self.right[row] - figures.iter().zip(&at).map(|(figure, x)| figure * x).sum::<f64>();
        }
    }

    /// Solves after any change of bounds or prices, and gives a bound that holds whatever the rounding.
    pub(super) fn solve(&mut self, model: &Model, cutoff: f64) -> (Status, f64) {
        self.grow(model);
        self.take_in_what_is_held(model);
        let mut waits = true;
        for _ in 0..TURNS_MAX {
            self.refresh();
            // Copying the tableau and running over it once for the values takes time too, and where it is small, telling
            // what the whole program has to say.
            self.work += u64::try_from(self.table.len()).unwrap_or(u64::MAX).max(model.n_entries);
            match self.steps(model, cutoff, waits) {
                Stop::At(status, bound) => return (status, bound),
                Stop::Waiting => waits = self.take_in_what_would_enter(model) > 0,
                Stop::Optimal => {
                    waits = true;
                    if self.take_in_what_would_enter(model) == 0 && self.take_in_what_is_broken(model) == 0 {
                        return (Status::Solved, self.bound(model));
                    }
                }
                Stop::Stuck(row) => {
                    if self.proves_infeasible(model, row) {
                        return (Status::Infeasible, f64::INFINITY);
                    }
                    if self.take_in_what_helps(model, row) == 0 {
                        break;
                    }
                    waits = true;
                }
            }
        }
        (Status::Stalled, self.bound(model))
    }

    /// Takes steps among what is in the tableau; `waits` tells whether to stop when only what is out keeps the bound down.
    fn steps(&mut self, model: &Model, cutoff: f64, waits: bool) -> Stop {
        let mut objective = self.objective();
        let mut doubts = 0;
        for _ in 0..STEPS_MAX {
            if objective >= cutoff + FEASIBLE {
                let bound = self.bound(model);
                self.work += model.n_entries;
                if bound >= cutoff {
                    return Stop::At(Status::PastCutoff, bound);
                }
                if waits && self.any_column_out(model) {
                    return Stop::Waiting;
                }
                // The two only differ for long where rounding has spoilt the tableau.
                doubts += 1;
                if doubts > DOUBTS_MAX {
                    return Stop::At(Status::Stalled, bound);
                }
            }
            let Some(row) = self.leaving() else { return Stop::Optimal };
            match self.enter(row) {
                Some(gain) => objective += gain,
                None => return Stop::Stuck(row),
            }
        }
        Stop::At(Status::Stalled, self.bound(model))
    }

    /// Value of each variable.
    pub(super) fn values(&self) -> Vec<f64> {
        let mut values = vec![0.0; self.lower.len()];
        for (k, &variable) in self.nonbasic.iter().enumerate() {
            values[variable] = if self.at_upper[k] { self.upper[variable] } else { self.lower[variable] };
        }
        for (row, &variable) in self.basic.iter().enumerate() {
            values[variable] = self.value[row];
        }
        values
    }

    /// The basic variables with their rows of the tableau.
    pub(super) fn basic_columns(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.basic.iter().copied().enumerate()
    }

    fn objective(&self) -> f64 {
        self.values().iter().zip(&self.price).map(|(x, price)| x * price).sum()
    }

    /// The row that misses its bound by most.
    fn leaving(&self) -> Option<usize> {
        let mut worst = FEASIBLE;
        let mut found = None;
        for (row, &variable) in self.basic.iter().enumerate() {
            let miss = (self.lower[variable] - self.value[row]).max(self.value[row] - self.upper[variable]);
            if miss > worst {
                worst = miss;
                found = Some(row);
            }
        }
        found
    }

    /// Lets a nonbasic variable take the place of the row's; returns by how much the objective rises.
    fn enter(&mut self, row: usize) -> Option<f64> {
        let n = self.nonbasic.len();
        let leaving = self.basic[row];
        let rises = self.value[row] < self.lower[leaving];
        let target = if rises { self.lower[leaving] } else { self.upper[leaving] };
        let mut miss = (self.value[row] - target).abs();
        let mut candidates: Vec<(f64, f64, usize)> = Vec::new();
        for k in 0..n {
            let variable = self.nonbasic[k];
            let figure = self.table[row * n + k];
            if figure.abs() < ZERO || self.upper[variable] - self.lower[variable] < ZERO {
                continue;
            }
            // Moving inwards must move the row's variable towards its bound.
            let helps = (figure < 0.0) != self.at_upper[k];
            if helps == rises {
                candidates.push((self.reduced[k].abs() / figure.abs(), figure.abs(), k));
            }
        }
        // Among equal steps the larger figure is the steadier one.
        let order = |a: &(f64, f64, usize), b: &(f64, f64, usize)| {
            a.0.total_cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2))
        };
        let mut gain = 0.0;
        let mut flips: Vec<usize> = Vec::new();
        let mut chosen = None;
        let mut step = 0.0;
        for at in 0..candidates.len() {
            // Mostly the first few decide, so looking for the next one is quicker than sorting all.
            if at < LOOKED_FOR {
                let next = (at..candidates.len()).min_by(|&a, &b| order(&candidates[a], &candidates[b]));
                candidates.swap(at, next.unwrap_or(at));
            } else if at == LOOKED_FOR {
                candidates[at..].sort_by(order);
            }
            let (ratio, figure, k) = candidates[at];
            let variable = self.nonbasic[k];
            gain += miss * (ratio - step);
            step = ratio;
            let reach = figure * (self.upper[variable] - self.lower[variable]);
            if reach < miss - FEASIBLE {
                miss -= reach;
                flips.push(k);
            } else {
                chosen = Some(k);
                break;
            }
        }
        // When all together cannot reach the bound, nothing has been changed and the row proves it.
        let chosen = chosen?;
        for k in flips {
            let variable = self.nonbasic[k];
            let width = self.upper[variable] - self.lower[variable];
            let change = if self.at_upper[k] { -width } else { width };
            self.at_upper[k] = !self.at_upper[k];
            self.shift(k, change);
        }
        self.pivot(row, chosen, target);
        Some(gain)
    }

    fn shift(&mut self, k: usize, change: f64) {
        let n = self.nonbasic.len();
        for (row, value) in self.value.iter_mut().enumerate() {
            *value -= self.table[row * n + k] * change;
        }
    }

    fn pivot(&mut self, row: usize, k: usize, target: f64) {
        let n = self.nonbasic.len();
        let entering = self.nonbasic[k];
        let leaving = self.basic[row];
        let change = (self.value[row] - target) / self.table[row * n + k];
        let start = if self.at_upper[k] { self.upper[entering] } else { self.lower[entering] };
        self.shift(k, change);
        self.exchange(row, k);
        self.value[row] = start + change;
        self.at_upper[k] = (target - self.upper[leaving]).abs() < ZERO;
    }

    /// Exchanges a basic variable for one that is not, and leaves the values to others.
    fn exchange(&mut self, row: usize, k: usize) {
        let n = self.nonbasic.len();
        let inverse = 1.0 / self.table[row * n + k];
        let mut pivot_row: Vec<f64> = self.table[row * n..(row + 1) * n].iter().map(|a| a * inverse).collect();
        pivot_row[k] = inverse;
        let right = self.right[row] * inverse;
        let full: Vec<usize> = (0..n).filter(|&at| pivot_row[at] != 0.0).collect();
        // Going from figure to figure is slower than running over all of them, so it pays in thin rows only.
        let thin = full.len() * 4 < n;
        let figures_of_row = if thin { full.len() * 4 } else { n };
        let mut touched = 1;
        for other in 0..self.basic.len() {
            let factor = self.table[other * n + k];
            if other == row || factor.abs() < 1e-12 {
                continue;
            }
            touched += 1;
            let figures = &mut self.table[other * n..(other + 1) * n];
            if thin {
                for &at in &full {
                    figures[at] -= factor * pivot_row[at];
                }
            } else {
                for (a, b) in figures.iter_mut().zip(&pivot_row) {
                    *a -= factor * b;
                }
            }
            figures[k] = -factor * inverse;
            self.right[other] -= factor * right;
        }
        // Looking for what is left as it is takes a little time too.
        let figures = touched * figures_of_row + 2 * (n + self.basic.len());
        self.work += u64::try_from(figures).unwrap_or(u64::MAX);
        let factor = self.reduced[k];
        for (a, b) in self.reduced.iter_mut().zip(&pivot_row) {
            *a -= factor * b;
        }
        self.reduced[k] = -factor * inverse;
        self.table[row * n..(row + 1) * n].copy_from_slice(&pivot_row);
        self.right[row] = right;
        std::mem::swap(&mut self.basic[row], &mut self.nonbasic[k]);
    }
}

#[cfg(test)]
mod tests;
