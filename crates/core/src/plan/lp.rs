//! A small linear program whose variables all lie between finite bounds, solved by the dual simplex method.
//!
//! Because every variable is boxed, any basis can be made dual feasible by moving variables to their other
//! bound, so a changed bound or price never needs a fresh start. No bound is believed from the tableau: it is
//! computed again from the multipliers and the original figures, where weak duality alone makes it valid.
//! Read next: `super::relax`.

/// Below this a figure of the tableau counts as zero.
const ZERO: f64 = 1e-9;
/// By this much a value may miss its bound.
const FEASIBLE: f64 = 1e-7;
/// Columns that are looked for one by one before all that are left are sorted.
const LOOKED_FOR: usize = 6;
/// Steps after which a solve is given up.
const STEPS_MAX: usize = 1500;

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
}

impl Model {
    /// A model of so many columns and no rows.
    pub(super) fn new(n_columns: usize) -> Self {
        Self { columns: vec![Vec::new(); n_columns], ..Self::default() }
    }

    /// Adds `Σ a·x + slack = right` and returns the row's index.
    pub(super) fn add(&mut self, entries: Vec<(usize, f64)>, right: f64, slack: (f64, f64)) -> usize {
        let row = self.right.len();
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
    /// Figures of the tableau that were worked on: the effort, counted without a clock.
    pub work: u64,
}

impl State {
    /// Figures of the tableau.
    pub(super) fn figures(&self) -> usize {
        self.table.len()
    }

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
            work: 0,
        };
        state.grow(model);
        state
    }

    /// Takes over the rows that the model has got since.
    pub(super) fn grow(&mut self, model: &Model) {
        let n = model.structural();
        if self.basic.len() == model.n_rows() {
            return;
        }
        let mut place = vec![(false, 0_usize); n + self.basic.len()];
        for (k, &variable) in self.nonbasic.iter().enumerate() {
            place[variable] = (false, k);
        }
        for (row, &variable) in self.basic.iter().enumerate() {
            place[variable] = (true, row);
        }
        self.table.reserve((model.n_rows() - self.basic.len()) * n);
        for row in self.basic.len()..model.n_rows() {
            let mut figures = vec![0.0; n];
            let mut right = model.right[row];
            for &(column, figure) in &model.rows[row] {
                let (basic, at) = place[column];
                if basic {
                    let other = &self.table[at * n..(at + 1) * n];
                    for (a, b) in figures.iter_mut().zip(other) {
                        *a -= figure * b;
                    }
                    right -= figure * self.right[at];
                } else {
                    figures[at] += figure;
                }
            }
            self.table.extend(figures);
            self.right.push(right);
            self.basic.push(n + row);
            self.value.push(0.0);
            self.lower.push(model.slack[row].0);
            self.upper.push(model.slack[row].1);
            self.price.push(0.0);
        }
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
        self.refresh();
        // Copying the tableau and running over it once for the values takes time too.
        self.work += u64::try_from(self.table.len()).unwrap_or(u64::MAX);
        let mut objective = self.objective();
        for _ in 0..STEPS_MAX {
            if objective >= cutoff + FEASIBLE {
                let bound = self.bound(model);
                if bound >= cutoff {
                    return (Status::PastCutoff, bound);
                }
            }
            let Some(row) = self.leaving() else {
                return (Status::Solved, self.bound(model));
            };
            match self.enter(row) {
                Some(gain) => objective += gain,
                None if self.proves_infeasible(model, row) => {
                    return (Status::Infeasible, f64::INFINITY);
                }
                None => return (Status::Stalled, self.bound(model)),
            }
        }
        (Status::Stalled, self.bound(model))
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

    /// For each nonbasic variable: by how much the bound rises when it leaves its place by one.
    pub(super) fn reduced_prices(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.nonbasic.iter().copied().zip(self.reduced.iter().copied())
    }

    /// The basic variables with their rows of the tableau.
    pub(super) fn basic_columns(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.basic.iter().copied().enumerate()
    }

    /// How often each row of the model is taken in a row of the tableau.
    pub(super) fn multipliers(&self, model: &Model, row: usize) -> Vec<(usize, f64)> {
        let (n, width) = (model.structural(), self.nonbasic.len());
        let taken = self.nonbasic.iter().enumerate().filter(|(_, variable)| **variable >= n);
        let figures = taken.map(|(k, variable)| (variable - n, self.table[row * width + k]));
        figures.filter(|(_, figure)| figure.abs() > 1e-9).collect()
    }

    /// Which rows hold nothing back: their slack is basic.
    pub(super) fn loose_rows(&self, model: &Model) -> Vec<bool> {
        let mut loose = vec![false; model.n_rows()];
        for &variable in self.basic.iter().filter(|&&variable| variable >= model.structural()) {
            loose[variable - model.structural()] = true;
        }
        loose
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
        let figure = self.table[row * n + k];
        let change = (self.value[row] - target) / figure;
        let start = if self.at_upper[k] { self.upper[entering] } else { self.lower[entering] };
        self.shift(k, change);

        let inverse = 1.0 / figure;
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
        self.value[row] = start + change;
        self.basic[row] = entering;
        self.nonbasic[k] = leaving;
        self.at_upper[k] = (target - self.upper[leaving]).abs() < ZERO;
    }

    /// A bound on the objective by weak duality, from the multipliers and the original figures.
    fn bound(&self, model: &Model) -> f64 {
        let n = model.structural();
        let mut multiplier = vec![0.0; model.right.len()];
        for (k, &variable) in self.nonbasic.iter().enumerate() {
            if variable >= n {
                multiplier[variable - n] = self.price[variable] - self.reduced[k];
            }
        }
        for &variable in self.basic.iter().filter(|&&variable| variable >= n) {
            multiplier[variable - n] = self.price[variable];
        }
        let mut bound: f64 = multiplier.iter().zip(&model.right).map(|(y, b)| y * b).sum();
        for (j, column) in model.columns.iter().enumerate() {
            let reduced = self.price[j] - column.iter().map(|&(row, a)| multiplier[row] * a).sum::<f64>();
            bound += (reduced * self.lower[j]).min(reduced * self.upper[j]);
        }
        for (row, y) in multiplier.iter().enumerate() {
            let reduced = self.price[n + row] - y;
            bound += (reduced * self.lower[n + row]).min(reduced * self.upper[n + row]);
        }
        bound
    }

    /// Does this row, written in the original figures, show that no values fit?
    fn proves_infeasible(&self, model: &Model, row: usize) -> bool {
        let n = model.structural();
        let width = self.nonbasic.len();
        let mut multiplier = vec![0.0; model.right.len()];
        if self.basic[row] >= n {
            multiplier[self.basic[row] - n] = 1.0;
        }
        for (k, &variable) in self.nonbasic.iter().enumerate() {
            if variable >= n {
                multiplier[variable - n] = self.table[row * width + k];
            }
        }
        let right: f64 = multiplier.iter().zip(&model.right).map(|(y, b)| y * b).sum();
        let (mut least, mut most) = (0.0, 0.0);
        let mut add = |figure: f64, lower: f64, upper: f64| {
            least += (figure * lower).min(figure * upper);
            most += (figure * lower).max(figure * upper);
        };
        for (j, column) in model.columns.iter().enumerate() {
            let figure = column.iter().map(|&(row, a)| multiplier[row] * a).sum::<f64>();
            add(figure, self.lower[j], self.upper[j]);
        }
        for (row, &y) in multiplier.iter().enumerate() {
            add(y, self.lower[n + row], self.upper[n + row]);
        }
        right < least - FEASIBLE * 0.1 || right > most + FEASIBLE * 0.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two columns, two rows: `x + 2y ≤ 14` and `3x − y ≥ 0`, both columns in 0–10.
    fn model() -> Model {
        let mut model = Model::new(2);
        model.add(vec![(0, 1.0), (1, 2.0)], 14.0, (0.0, 100.0));
        model.add(vec![(0, -3.0), (1, 1.0)], 0.0, (0.0, 100.0));
        model
    }

    fn state(price: [f64; 2]) -> State {
        State::new(&model(), vec![0.0; 2], vec![10.0, 10.0], price.to_vec())
    }

    #[test]
    fn a_program_with_a_known_answer_is_solved() {
        // By hand: −3x − 4y is smallest where x = 10 and x + 2y = 14, at −38.
        let mut state = state([-3.0, -4.0]);
        let (status, bound) = state.solve(&model(), f64::INFINITY);
        assert_eq!(status, Status::Solved);
        assert!((bound + 38.0).abs() < 1e-9, "{bound}");
        let values = state.values();
        assert!((values[0] - 10.0).abs() < 1e-9 && (values[1] - 2.0).abs() < 1e-9);
    }

    #[test]
    fn changed_bounds_and_new_rows_need_no_fresh_start() {
        let mut state = state([-3.0, -4.0]);
        state.solve(&model(), f64::INFINITY);
        state.upper[0] = 1.0;
        let (_, bound) = state.solve(&model(), f64::INFINITY);
        // y ≤ 3x = 3.
        assert!((bound + 15.0).abs() < 1e-9, "{bound}");
        let mut more = model();
        more.add(vec![(0, 1.0), (1, 1.0)], 2.0, (0.0, 100.0));
        // x + y ≤ 2 leaves x = 0.5 and y = 1.5.
        let (_, bound) = state.solve(&more, f64::INFINITY);
        assert!((bound + 7.5).abs() < 1e-9, "{bound}");
    }

    #[test]
    fn what_cannot_be_met_is_proven_infeasible() {
        let mut state = state([1.0, 1.0]);
        state.lower[1] = 8.0;
        // y = 8 leaves x ≤ −2.
        assert_eq!(state.solve(&model(), f64::INFINITY).0, Status::Infeasible);
    }
}
