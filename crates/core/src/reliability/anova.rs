//! The two-way table of people and visits, and its mean squares.
//!
//! It knows nothing of tests or legs. Read next: [`super::icc`], which makes correlations of the mean squares.

/// Below this part of the largest value a spread is rounding and counts as none.
const ROUNDING: f64 = 1e-12; // source: some thousand times the spacing of 64-bit numbers

/// A complete table: at least two rows and two visits, all finite.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    rows: Vec<Vec<f64>>,
    n_visits: usize,
}

/// Mean squares of a two-way table without repeats inside a cell.
///
/// # Units
/// The square of the values' unit; 0 where a spread is nothing but rounding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanSquares {
    /// Number of rows, at least 2.
    pub n_rows: usize,
    /// Number of visits, at least 2.
    pub n_visits: usize,
    /// Between rows: people.
    pub rows: f64,
    /// Between visits.
    pub visits: f64,
    /// What is left.
    pub residual: f64,
}

impl Table {
    /// Takes rows of equal length; none unless there are two rows and two visits of finite numbers.
    ///
    /// # Example
    /// ```
    /// use evenstride_core::reliability::anova::Table;
    /// let squares = Table::new(&[vec![1.0, 2.0], vec![3.0, 6.0]]).map(|table| table.mean_squares());
    /// assert_eq!(squares.map(|squares| squares.rows), Some(9.0));
    /// assert!(Table::new(&[vec![1.0, 2.0]]).is_none());
    /// ```
    #[must_use]
    pub fn new(rows: &[Vec<f64>]) -> Option<Table> {
        let n_visits = rows.first()?.len();
        let is_whole = rows.iter().all(|row| row.len() == n_visits && row.iter().all(|x| x.is_finite()));
        (rows.len() >= 2 && n_visits >= 2 && is_whole).then(|| Table { rows: rows.to_vec(), n_visits })
    }

    /// The same table of other numbers; none when a value has no other number.
    pub(super) fn mapped(&self, of: impl Fn(f64) -> Option<f64>) -> Option<Table> {
        let rows: Option<Vec<Vec<f64>>> =
            self.rows.iter().map(|row| row.iter().map(|&value| of(value)).collect()).collect();
        Table::new(&rows?)
    }

    /// Mean of each visit.
    #[must_use]
    pub fn visit_means(&self) -> Vec<f64> {
        let n_rows = self.rows.len() as f64;
        (0..self.n_visits).map(|visit| self.rows.iter().map(|row| row[visit]).sum::<f64>() / n_rows).collect()
    }

    /// The first two visits of each row.
    #[must_use]
    pub fn first_two(&self) -> Vec<[f64; 2]> {
        self.rows.iter().map(|row| [row[0], row[1]]).collect()
    }

    /// The mean squares.
    ///
    /// # Source
    /// Shrout & Fleiss 1979, two-way analysis of variance.
    #[must_use]
    pub fn mean_squares(&self) -> MeanSquares {
        let (n_rows, n_visits) = (self.rows.len() as f64, self.n_visits as f64);
        let visit_means = self.visit_means();
        let row_means: Vec<f64> = self.rows.iter().map(|row| row.iter().sum::<f64>() / n_visits).collect();
        let grand = row_means.iter().sum::<f64>() / n_rows;
        let square_sum = |values: &mut dyn Iterator<Item = f64>| values.map(|x| x * x).sum::<f64>();
        let between_rows = n_visits * square_sum(&mut row_means.iter().map(|mean| mean - grand));
        let between_visits = n_rows * square_sum(&mut visit_means.iter().map(|mean| mean - grand));
        let residual = square_sum(&mut self.rows.iter().zip(&row_means).flat_map(|(row, row_mean)| {
            row.iter().zip(&visit_means).map(move |(value, visit_mean)| value - row_mean - visit_mean + grand)
        }));
        let largest = self.rows.iter().flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
        let rounding = ROUNDING * largest * ROUNDING * largest;
        let mean = |sum: f64, degrees: f64| if sum / degrees <= rounding { 0.0 } else { sum / degrees };
        MeanSquares {
            n_rows: self.rows.len(),
            n_visits: self.n_visits,
            rows: mean(between_rows, n_rows - 1.0),
            visits: mean(between_visits, n_visits - 1.0),
            residual: mean(residual, (n_rows - 1.0) * (n_visits - 1.0)),
        }
    }
}
