//! How large a tableau is: which columns and rows are in it, and how they come in and go out.
//!
//! ```text
//! out   a column at 0 that is too dear to enter · a row whose slack lies inside its range
//! in    rows that are broken, columns that would enter or that a row needs; the multipliers of the rows tell which
//! ```
//! A column comes in as its entries times the inverse of the basis, which the columns of the slacks hold. Read next: `super`.

use super::{FEASIBLE, Model, State};

/// Columns that come in at once.
const IN_MAX: usize = 60;
/// Columns that stay in for each row, the cheapest first.
const KEPT: usize = 2;
/// By so much a row that is out may be broken.
const BROKEN: f64 = 10.0 * FEASIBLE;
/// A slack this far inside its range holds nothing back.
const LOOSE: f64 = 1e-6;

/// Where a variable is.
#[derive(Clone, Copy)]
enum Place {
    /// In this row of the tableau.
    Basic(usize),
    /// In this column of the tableau.
    Beside(usize),
    /// Nowhere.
    Out,
}

impl State {
    fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::Out; self.lower.len()];
        for (k, &variable) in self.nonbasic.iter().enumerate() {
            places[variable] = Place::Beside(k);
        }
        for (row, &variable) in self.basic.iter().enumerate() {
            places[variable] = Place::Basic(row);
        }
        places
    }

    /// Takes rows of the model in.
    pub(super) fn take_in_rows(&mut self, model: &Model, rows: &[usize]) {
        if rows.is_empty() {
            return;
        }
        let (n, width) = (model.structural(), self.nonbasic.len());
        let places = self.places();
        self.table.reserve(rows.len() * width);
        for &row in rows {
            let mut figures = vec![0.0; width];
            let mut right = model.right[row];
            for &(column, figure) in &model.rows[row] {
                match places[column] {
                    Place::Basic(at) => {
                        let other = &self.table[at * width..(at + 1) * width];
                        for (a, b) in figures.iter_mut().zip(other) {
                            *a -= figure * b;
                        }
                        right -= figure * self.right[at];
                    }
                    Place::Beside(at) => figures[at] += figure,
                    // It stays at 0.
                    Place::Out => {}
                }
            }
            self.table.extend(figures);
            self.right.push(right);
            self.basic.push(n + row);
            self.value.push(0.0);
            self.out[n + row] = false;
        }
    }

    /// Takes columns in, which are at 0 and therefore leave all values as they are.
    fn take_in_columns(&mut self, model: &Model, columns: &[usize]) {
        let (n, width, more) = (model.structural(), self.nonbasic.len(), columns.len());
        let (places, multiplier) = (self.places(), self.row_prices(model));
        let n_rows = self.basic.len();
        let mut figures = vec![0.0; n_rows * more];
        for (at, &column) in columns.iter().enumerate() {
            for &(row, figure) in &model.columns[column] {
                match places[n + row] {
                    Place::Basic(own) => figures[own * more + at] += figure,
                    Place::Beside(k) => {
                        for own in 0..n_rows {
                            figures[own * more + at] += figure * self.table[own * width + k];
                        }
                    }
                    Place::Out => {}
                }
            }
            self.reduced.push(self.reduced_of(model, &multiplier, column));
            self.nonbasic.push(column);
            self.at_upper.push(false);
            self.out[column] = false;
        }
        let mut table = Vec::with_capacity(n_rows * (width + more));
        for own in 0..n_rows {
            table.extend_from_slice(&self.table[own * width..(own + 1) * width]);
            table.extend_from_slice(&figures[own * more..(own + 1) * more]);
        }
        self.table = table;
        self.work += u64::try_from(self.table.len()).unwrap_or(u64::MAX);
    }

    /// Takes in those of these columns that come first; how many.
    pub(super) fn take_in_first(&mut self, model: &Model, mut columns: Vec<(f64, usize)>) -> usize {
        columns.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        columns.truncate(IN_MAX);
        let columns: Vec<usize> = columns.into_iter().map(|(_, column)| column).collect();
        if !columns.is_empty() {
            self.take_in_columns(model, &columns);
        }
        columns.len()
    }

    /// Takes in columns that may no longer stay at 0, and rows that have become equations.
    pub(super) fn take_in_what_is_held(&mut self, model: &Model) {
        let n = model.structural();
        let held = (0..n).filter(|&column| self.out[column] && self.lower[column] > 0.0);
        let held: Vec<usize> = held.collect();
        if !held.is_empty() {
            self.take_in_columns(model, &held);
        }
        let rows = (0..model.n_rows()).filter(|row| {
            let slack = n + row;
            self.out[slack] && self.upper[slack] <= self.lower[slack]
        });
        let rows: Vec<usize> = rows.collect();
        self.take_in_rows(model, &rows);
    }

    /// Takes in the rows that the values break; how many.
    pub(super) fn take_in_what_is_broken(&mut self, model: &Model) -> usize {
        let n = model.structural();
        if !self.out[n..].contains(&true) {
            return 0;
        }
        let x = self.values();
        let broken = (0..model.n_rows()).filter(|&row| {
            if !self.out[n + row] {
                return false;
            }
            let sum: f64 = model.rows[row].iter().map(|&(column, figure)| figure * x[column]).sum();
            let slack = model.right[row] - sum;
            slack < self.lower[n + row] - BROKEN || slack > self.upper[n + row] + BROKEN
        });
        let broken: Vec<usize> = broken.collect();
        self.take_in_rows(model, &broken);
        broken.len()
    }

    /// Puts out of a solved tableau the columns that cannot enter or are dear, and the rows that hold nothing back.
    pub(in super::super) fn compact(&mut self, model: &Model) {
        let (n, width) = (model.structural(), self.nonbasic.len());
        let loose = |row: usize| {
            let (slack, value) = (self.basic[row], self.value[row]);
            slack >= n && value > self.lower[slack] + LOOSE && value < self.upper[slack] - LOOSE
        };
        let rows: Vec<usize> = (0..self.basic.len()).filter(|row| !loose(*row)).collect();
        let mut columns: Vec<usize> = Vec::new();
        let mut dear: Vec<usize> = Vec::new();
        for (k, &variable) in self.nonbasic.iter().enumerate() {
            if variable >= n || (self.at_upper[k] && self.upper[variable] > 0.0) || self.lower[variable] != 0.0
            {
                columns.push(k);
            } else if self.upper[variable] > 0.0 {
                dear.push(k);
            }
        }
        dear.sort_by(|&a, &b| self.reduced[a].total_cmp(&self.reduced[b]).then(a.cmp(&b)));
        columns.extend(dear.into_iter().take(KEPT * rows.len()));
        columns.sort_unstable();
        if 5 * rows.len() * columns.len() > 4 * self.basic.len() * width {
            return;
        }
        for &variable in self.nonbasic.iter().chain(&self.basic) {
            self.out[variable] = true;
        }
        let mut table = Vec::with_capacity(rows.len() * columns.len());
        for &row in &rows {
            let figures = &self.table[row * width..(row + 1) * width];
            table.extend(columns.iter().map(|&k| figures[k]));
            self.out[self.basic[row]] = false;
        }
        for &k in &columns {
            self.out[self.nonbasic[k]] = false;
        }
        self.table = table;
        self.right = rows.iter().map(|&row| self.right[row]).collect();
        self.value = rows.iter().map(|&row| self.value[row]).collect();
        self.basic = rows.iter().map(|&row| self.basic[row]).collect();
        self.reduced = columns.iter().map(|&k| self.reduced[k]).collect();
        self.at_upper = columns.iter().map(|&k| self.at_upper[k]).collect();
        self.nonbasic = columns.iter().map(|&k| self.nonbasic[k]).collect();
        self.work += u64::try_from(self.table.len()).unwrap_or(u64::MAX);
    }
}
