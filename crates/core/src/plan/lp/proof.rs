//! What a tableau proves, told from the multipliers and the figures of the whole program: bounds, reduced prices, that
//! nothing fits.
//!
//! Read next: `super::size`.

use super::{FEASIBLE, Model, State, ZERO};

impl State {
    /// For each variable that is not basic: by how much the bound rises when it leaves its place by one.
    pub(in super::super) fn reduced_prices(&self, model: &Model) -> Vec<(usize, f64)> {
        let mut prices: Vec<(usize, f64)> =
            self.nonbasic.iter().copied().zip(self.reduced.iter().copied()).collect();
        let multiplier = self.row_prices(model);
        let out = (0..model.structural()).filter(|column| self.out[*column]);
        prices.extend(out.map(|column| (column, self.reduced_of(model, &multiplier, column))));
        prices
    }

    /// How often each row of the model is taken in a row of the tableau.
    pub(in super::super) fn multipliers(&self, model: &Model, row: usize) -> Vec<(usize, f64)> {
        let (n, width) = (model.structural(), self.nonbasic.len());
        let taken = self.nonbasic.iter().enumerate().filter(|(_, variable)| **variable >= n);
        let figures = taken.map(|(k, variable)| (variable - n, self.table[row * width + k]));
        figures.filter(|(_, figure)| figure.abs() > 1e-9).collect()
    }

    /// Which rows hold nothing back: their slack is basic, or out.
    pub(in super::super) fn loose_rows(&self, model: &Model) -> Vec<bool> {
        let n = model.structural();
        let mut loose = vec![true; model.n_rows()];
        for &variable in self.nonbasic.iter().filter(|&&variable| variable >= n) {
            loose[variable - n] = false;
        }
        loose
    }

    /// The multiplier of each row.
    pub(super) fn row_prices(&self, model: &Model) -> Vec<f64> {
        let n = model.structural();
        let mut multiplier = vec![0.0; model.right.len()];
        for (k, &variable) in self.nonbasic.iter().enumerate() {
            if variable >= n {
                multiplier[variable - n] = self.price[variable] - self.reduced[k];
            }
        }
        multiplier
    }

    /// The price of a column less what its entries are worth at these multipliers.
    pub(super) fn reduced_of(&self, model: &Model, multiplier: &[f64], column: usize) -> f64 {
        let worth: f64 = model.columns[column].iter().map(|&(row, a)| multiplier[row] * a).sum();
        self.price[column] - worth
    }

    /// A bound on the objective by weak duality, from the multipliers and the original figures.
    pub(super) fn bound(&self, model: &Model) -> f64 {
        let n = model.structural();
        let multiplier = self.row_prices(model);
        let mut bound: f64 = multiplier.iter().zip(&model.right).map(|(y, b)| y * b).sum();
        for column in (0..n).filter(|&column| self.upper[column] > 0.0 || self.lower[column] != 0.0) {
            let reduced = self.reduced_of(model, &multiplier, column);
            bound += (reduced * self.lower[column]).min(reduced * self.upper[column]);
        }
        for (row, y) in multiplier.iter().enumerate() {
            let reduced = self.price[n + row] - y;
            bound += (reduced * self.lower[n + row]).min(reduced * self.upper[n + row]);
        }
        bound
    }

    /// Does this row, written in the original figures, show that no values fit?
    pub(super) fn proves_infeasible(&self, model: &Model, row: usize) -> bool {
        let n = model.structural();
        let multiplier = self.weights(model, row);
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

    /// How often each row of the model is taken in a row of the tableau, its own among them.
    fn weights(&self, model: &Model, row: usize) -> Vec<f64> {
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
        multiplier
    }

    /// Is some column out that may be more than 0?
    pub(super) fn any_column_out(&self, model: &Model) -> bool {
        (0..model.structural()).any(|column| self.out[column] && self.upper[column] > 0.0)
    }

    /// Takes columns in whose reduced price is below 0; how many.
    pub(super) fn take_in_what_would_enter(&mut self, model: &Model) -> usize {
        let multiplier = self.row_prices(model);
        let out = (0..model.structural()).filter(|column| self.out[*column] && self.upper[*column] > 0.0);
        let reduced = out.map(|column| (self.reduced_of(model, &multiplier, column), column));
        let entering: Vec<(f64, usize)> = reduced.filter(|(reduced, _)| *reduced < -ZERO).collect();
        self.take_in_first(model, entering)
    }

    /// Takes columns in that would bring a row of the tableau to its bound, the cheapest first; how many.
    pub(super) fn take_in_what_helps(&mut self, model: &Model, row: usize) -> usize {
        let (weights, multiplier) = (self.weights(model, row), self.row_prices(model));
        let rises = self.value[row] < self.lower[self.basic[row]];
        let mut helping = Vec::new();
        for column in (0..model.structural()).filter(|&at| self.out[at] && self.upper[at] > 0.0) {
            let figure: f64 = model.columns[column].iter().map(|&(row, a)| weights[row] * a).sum();
            if figure.abs() > ZERO && (figure < 0.0) == rises {
                helping.push((self.reduced_of(model, &multiplier, column).abs() / figure.abs(), column));
            }
        }
        self.take_in_first(model, helping)
    }
}
