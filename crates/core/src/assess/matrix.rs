//! Small dense matrices: a symmetric square, its root, and nothing else.
//!
//! Sizes are some tens to a few hundred, so plain loops over slices are as fast as a library and bring nothing along.
//! It knows nothing of what the numbers mean.

/// A square matrix in rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    /// A symmetric matrix from its lower half.
    pub(super) fn from_fn(size: usize, mut cell: impl FnMut(usize, usize) -> f64) -> Self {
        let mut cells = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..=i {
                let value = cell(i, j);
                cells[i * size + j] = value;
                cells[j * size + i] = value;
            }
        }
        Self { size, cells }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.size..(row + 1) * self.size]
    }

    /// A row of a matrix of which only the lower half is kept up.
    pub(super) fn row_of_lower(&self, row: usize, into: &mut [f64]) {
        into[..=row].copy_from_slice(&self.row(row)[..=row]);
        for (below, value) in into.iter_mut().enumerate().skip(row + 1) {
            *value = self.at(below, row);
        }
    }

    /// Adds `factor · v vᵀ` to the lower half.
    pub(super) fn add_outer_to_lower(&mut self, factor: f64, v: &[f64]) {
        for (i, row) in self.cells.chunks_exact_mut(self.size.max(1)).enumerate() {
            let by = factor * v[i];
            if by != 0.0 {
                for (cell, &b) in row[..=i].iter_mut().zip(&v[..=i]) {
                    *cell += by * b;
                }
            }
        }
    }
}

/// The lower root of a symmetric positive matrix.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    lower: Square,
}

impl Cholesky {
    /// The root of `I + P½ K P½` for a covariance `K` and precisions `P`, none below 0.
    ///
    /// Such a matrix has no eigenvalue below 1, so the root exists whatever the precisions are.
    pub(super) fn of_one_plus(covariance: &Square, precision: &[f64]) -> Self {
        let roots: Vec<f64> = precision.iter().map(|&p| libm::sqrt(p)).collect();
        let n = covariance.size();
        let mut lower = Square { size: n, cells: vec![0.0; n * n] };
        for i in 0..n {
            for j in 0..=i {
                let own = if i == j { 1.0 } else { 0.0 };
                let done = dot(&lower.row(i)[..j], &lower.row(j)[..j]);
                let rest = own + roots[i] * covariance.at(i, j) * roots[j] - done;
                let value = if i == j { libm::sqrt(rest.max(f64::EPSILON)) } else { rest / lower.at(j, j) };
                lower.cells[i * n + j] = value;
            }
        }
        Self { lower }
    }

    /// Solves `L x = b`.
    pub(super) fn solve_lower(&self, mut b: Vec<f64>) -> Vec<f64> {
        for i in 0..b.len() {
            let done = dot(&self.lower.row(i)[..i], &b[..i]);
            b[i] = (b[i] - done) / self.lower.at(i, i);
        }
        b
    }

    /// Solves `Lᵀ x = b`.
    pub(super) fn solve_upper(&self, mut b: Vec<f64>) -> Vec<f64> {
        for i in (0..b.len()).rev() {
            let (above, rest) = b.split_at_mut(i);
            rest[0] /= self.lower.at(i, i);
            for (value, l) in above.iter_mut().zip(self.lower.row(i)) {
                *value -= rest[0] * l;
            }
        }
        b
    }

    /// The logarithm of the determinant of what this is the root of.
    pub(super) fn log_determinant(&self) -> f64 {
        2.0 * (0..self.lower.size).map(|i| libm::log(self.lower.at(i, i))).sum::<f64>()
    }
}

/// The sum of the products; four sums at once, which lets the compiler use wide registers.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a_fours, b_fours) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a_fours.remainder().iter().zip(b_fours.remainder()).map(|(x, y)| x * y).sum();
    let mut sums = [0.0; 4];
    for (x, y) in a_fours.zip(b_fours) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_times_itself_is_the_matrix() {
        let covariance = Square::from_fn(5, |i, j| 1.0 / (1.0 + i.abs_diff(j) as f64));
        let precision = [0.0, 1.0, 2.0, 0.5, 10.0];
        let root = Cholesky::of_one_plus(&covariance, &precision);
        for i in 0..5 {
            for j in 0..5 {
                let back = dot(root.lower.row(i), root.lower.row(j));
                let roots = libm::sqrt(precision[i] * precision[j]);
                let wanted = f64::from(u8::from(i == j)) + roots * covariance.at(i, j);
                assert!((back - wanted).abs() < 1e-12, "{i} {j}: {back} {wanted}");
            }
        }
        let there_and_back = root.solve_upper(root.solve_lower(vec![1.0, -2.0, 3.0, 0.5, 4.0]));
        // Multiplied with the matrix itself the solution is what it was solved for.
        let of_matrix = |i: usize| {
            (0..5)
                .map(|j| {
                    let own = f64::from(u8::from(i == j));
                    let roots = libm::sqrt(precision[i] * precision[j]);
                    (own + roots * covariance.at(i, j)) * there_and_back[j]
                })
                .sum::<f64>()
        };
        for (i, wanted) in [1.0, -2.0, 3.0, 0.5, 4.0].into_iter().enumerate() {
            assert!((of_matrix(i) - wanted).abs() < 1e-12, "{i}");
        }
        // The determinant of a diagonal case is the product of the diagonal.
        let diagonal = Square::from_fn(2, |i, j| if i == j { 3.0 } else { 0.0 });
        let root = Cholesky::of_one_plus(&diagonal, &[1.0, 2.0]);
        assert!((root.log_determinant() - libm::log(4.0 * 7.0)).abs() < 1e-12);
    }
}
