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

    /// Adds a multiple of `v vᵀ` for a `v` of which only these places are not 0.
    pub(super) fn add_product(&mut self, factor: f64, v: &[(usize, f64)]) {
        let whole = in_full(v, self.size);
        for &(i, own) in v {
            let row = &mut self.cells[i * self.size..(i + 1) * self.size];
            for (cell, other) in row.iter_mut().zip(&whole) {
                *cell += factor * (own * other);
            }
            if whole.is_empty() {
                for &(j, other) in v {
                    row[j] += factor * (own * other);
                }
            }
        }
    }

    /// A row of a matrix of which only the lower half is kept up.
    fn row_of_lower(&self, row: usize, into: &mut [f64]) {
        into[..=row].copy_from_slice(&self.row(row)[..=row]);
        for (below, value) in into.iter_mut().enumerate().skip(row + 1) {
            *value = self.at(below, row);
        }
    }
}

/// So many columns or rows are taken off together, which reads and writes the others less often.
const TOGETHER: usize = 4;

/// A symmetric matrix, less multiples of `v vᵀ` for columns `v` that are taken off one after another.
#[derive(Clone)]
pub(super) struct Reduced {
    /// Its lower half, from which the last columns are still to be taken.
    lower: Square,
    diagonal: Vec<f64>,
    /// The last columns with their factors.
    last: Vec<(f64, Vec<f64>)>,
    n_last: usize,
}

impl Reduced {
    /// Nothing is taken off yet.
    pub(super) fn new(lower: Square) -> Self {
        let n = lower.size;
        let diagonal = (0..n).map(|i| lower.at(i, i)).collect();
        Self { lower, diagonal, last: vec![(0.0, vec![0.0; n]); TOGETHER], n_last: 0 }
    }

    /// One place of the diagonal.
    pub(super) fn diagonal(&self, i: usize) -> f64 {
        self.diagonal[i]
    }

    /// One column, which by symmetry is a row too.
    pub(super) fn column(&self, i: usize, into: &mut [f64]) {
        self.lower.row_of_lower(i, into);
        for (factor, v) in &self.last[..self.n_last] {
            let by = factor * v[i];
            for (value, v) in into.iter_mut().zip(v) {
                *value -= by * v;
            }
        }
        into[i] = self.diagonal[i];
    }

    /// The product with a vector of which only these places are not 0; they ascend.
    pub(super) fn times(&self, v: &[(usize, f64)], into: &mut [f64]) {
        into.fill(0.0);
        let whole = in_full(v, self.diagonal.len());
        for (i, &by) in whole.iter().enumerate() {
            // Along the rows alone, which is faster than to look for what is below.
            let row = &self.lower.row(i)[..i];
            into[i] += dot(row, &whole[..i]) + by * self.diagonal[i];
            for (value, cell) in into[..i].iter_mut().zip(row) {
                *value += by * cell;
            }
        }
        if whole.is_empty() {
            for &(i, by) in v {
                for (value, cell) in into[..i].iter_mut().zip(self.lower.row(i)) {
                    *value += by * cell;
                }
                into[i] += by * self.diagonal[i];
                for (below, value) in into.iter_mut().enumerate().skip(i + 1) {
                    *value += by * self.lower.at(below, i);
                }
            }
        }
        for (factor, last) in &self.last[..self.n_last] {
            let by = factor * v.iter().map(|&(i, by)| by * last[i]).sum::<f64>();
            for (value, last) in into.iter_mut().zip(last) {
                *value -= by * last;
            }
            // The diagonal is without them already.
            for &(i, by) in v {
                into[i] += factor * by * last[i] * last[i];
            }
        }
    }

    /// The product with such a vector from both sides.
    pub(super) fn form(&self, v: &[(usize, f64)]) -> f64 {
        let whole = in_full(v, self.diagonal.len());
        let mut sum = 0.0;
        for (place, &(i, by)) in v.iter().enumerate() {
            let row = self.lower.row(i);
            let before = if whole.is_empty() {
                v[..place].iter().map(|&(j, other)| other * row[j]).sum()
            } else {
                dot(&row[..i], &whole[..i])
            };
            sum += by * (2.0 * before + by * self.diagonal[i]);
        }
        for (factor, last) in &self.last[..self.n_last] {
            let along: f64 = v.iter().map(|&(i, by)| by * last[i]).sum();
            let own: f64 = v.iter().map(|&(i, by)| by * by * last[i] * last[i]).sum();
            sum -= factor * (along * along - own);
        }
        sum
    }

    /// Takes `factor · v vᵀ` off.
    pub(super) fn take_off(&mut self, factor: f64, v: &[f64]) {
        for (own, v) in self.diagonal.iter_mut().zip(v) {
            *own -= factor * v * v;
        }
        self.last[self.n_last].0 = factor;
        self.last[self.n_last].1.copy_from_slice(v);
        self.n_last += 1;
        if self.n_last == TOGETHER {
            self.take_last_off();
        }
    }

    fn take_last_off(&mut self) {
        let n = self.lower.size;
        for (factor, _) in &mut self.last[self.n_last..] {
            *factor = 0.0;
        }
        self.n_last = 0;
        let [(p, a), (q, b), (r, c), (s, d)] = self.last.as_slice() else { return };
        for (i, row) in self.lower.cells.chunks_exact_mut(n.max(1)).enumerate() {
            let by = [p * a[i], q * b[i], r * c[i], s * d[i]];
            take_off(&mut row[..=i], by, a, b, c, d);
        }
    }

    /// What is left, in the lower half of the square.
    pub(super) fn finish(mut self) -> Square {
        if self.n_last > 0 {
            self.take_last_off();
        }
        for (i, own) in self.diagonal.iter().enumerate() {
            self.lower.cells[i * self.lower.size + i] = *own;
        }
        self.lower
    }
}

/// A vector with its zeros where it has few of them, and nothing where it has many.
fn in_full(v: &[(usize, f64)], n: usize) -> Vec<f64> {
    if 4 * v.len() < n {
        return Vec::new();
    }
    let mut whole = vec![0.0; n];
    for &(i, by) in v {
        whole[i] = by;
    }
    whole
}

/// The root `L` of a symmetric positive matrix `L Lᵀ`.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    /// Its transpose in rows, so that what follows from one value goes along a row.
    upper: Square,
}

impl Cholesky {
    /// The root of `I + P½ K P½` for a covariance `K` and roots of precisions `P½`, none below 0.
    ///
    /// Such a matrix has no eigenvalue below 1, so the root exists whatever the precisions are.
    pub(super) fn of_one_plus(covariance: &Square, roots: &[f64]) -> Self {
        let n = covariance.size();
        let mut upper = Square { size: n, cells: vec![0.0; n * n] };
        for i in 0..n {
            let from = covariance.row(i)[i..].iter().zip(&roots[i..]);
            for (cell, (k, root)) in upper.cells[i * n + i..(i + 1) * n].iter_mut().zip(from) {
                *cell = roots[i] * k * root;
            }
            upper.cells[i * n + i] += 1.0;
        }
        for first in (0..n).step_by(TOGETHER) {
            let end = (first + TOGETHER).min(n);
            for k in first..end {
                // The rows of one group are needed at once; those after it wait for the whole group.
                let (pivot, rest) = upper.cells[k * n..end * n].split_at_mut(n);
                let diagonal = libm::sqrt(pivot[k].max(f64::EPSILON));
                pivot[k] = diagonal;
                for cell in &mut pivot[k + 1..] {
                    *cell /= diagonal;
                }
                for (row, i) in rest.chunks_exact_mut(n).zip(k + 1..) {
                    for (cell, other) in row[i..].iter_mut().zip(&pivot[i..]) {
                        *cell -= pivot[i] * other;
                    }
                }
            }
            let (done, rest) = upper.cells[first * n..].split_at_mut((end - first) * n);
            // A group that is not full is the last, and nothing comes after it.
            if end - first == TOGETHER {
                let group = [0, 1, 2, 3].map(|k| &done[k * n..(k + 1) * n]);
                let [a, b, c, d] = group;
                for (row, i) in rest.chunks_exact_mut(n).zip(end..) {
                    let by = group.map(|row| row[i]);
                    take_off(&mut row[i..], by, &a[i..], &b[i..], &c[i..], &d[i..]);
                }
            }
        }
        Self { upper }
    }

    /// The smallest of the squares on the diagonal of `L`: 1 at least but for rounding.
    #[cfg(test)]
    pub(super) fn smallest_pivot(&self) -> f64 {
        (0..self.upper.size()).map(|i| self.upper.at(i, i) * self.upper.at(i, i)).fold(f64::INFINITY, f64::min)
    }

    /// Solves `L x = b`.
    pub(super) fn solve_lower(&self, mut b: Vec<f64>) -> Vec<f64> {
        let n = b.len();
        for first in (0..n).step_by(TOGETHER) {
            let end = (first + TOGETHER).min(n);
            for i in first..end {
                b[i] /= self.upper.at(i, i);
                for j in i + 1..end {
                    b[j] -= b[i] * self.upper.at(i, j);
                }
            }
            if end - first == TOGETHER {
                let by = [0, 1, 2, 3].map(|k| b[first + k]);
                let [p, q, r, s] = [0, 1, 2, 3].map(|k| &self.upper.row(first + k)[end..]);
                take_off(&mut b[end..], by, p, q, r, s);
            }
        }
        b
    }

    /// Solves `Lᵀ x = b` for so many sides at once, which stand place by place: all first ones, then all second ones …
    pub(super) fn solve_upper(&self, b: &mut [f64], n_sides: usize) {
        let n = self.upper.size;
        for i in (0..n).rev() {
            let (before, after) = b.split_at_mut((i + 1) * n_sides);
            let own = &mut before[i * n_sides..];
            let row = &self.upper.row(i)[i + 1..];
            let (fours, rest) = row.as_chunks::<TOGETHER>();
            let mut sides = after.chunks_exact(n_sides.max(1));
            for by in fours {
                if let (Some(p), Some(q), Some(r), Some(s)) =
                    (sides.next(), sides.next(), sides.next(), sides.next())
                {
                    take_off(own, *by, p, q, r, s);
                }
            }
            for (by, side) in rest.iter().zip(sides) {
                for (value, other) in own.iter_mut().zip(side) {
                    *value -= by * other;
                }
            }
            let diagonal = self.upper.at(i, i);
            for value in own {
                *value /= diagonal;
            }
        }
    }

    /// The logarithm of the determinant of what this is the root of.
    pub(super) fn log_determinant(&self) -> f64 {
        2.0 * (0..self.upper.size).map(|i| libm::log(self.upper.at(i, i))).sum::<f64>()
    }
}

/// Takes multiples of four rows off another one; all are of one length.
///
/// On its own and by places, so that the compiler knows that the rows do not overlap and uses wide registers.
#[inline(never)]
#[allow(clippy::needless_range_loop, reason = "iterators over five rows take twice as long")]
fn take_off(row: &mut [f64], by: [f64; TOGETHER], a: &[f64], b: &[f64], c: &[f64], d: &[f64]) {
    let [p, q, r, s] = by;
    let n = row.len();
    let (a, b, c, d) = (&a[..n], &b[..n], &c[..n], &d[..n]);
    for i in 0..n {
        row[i] -= (p * a[i] + q * b[i]) + (r * c[i] + s * d[i]);
    }
}

/// The sum of the products; eight sums at once, which lets the compiler use wide registers.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let (a_eights, a_rest) = a[..n].as_chunks::<8>();
    let (b_eights, b_rest) = b[..n].as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (x, y) in a_eights.iter().zip(b_eights) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (b + f)) + ((c + g) + (d + h)) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_times_itself_is_the_matrix() {
        let covariance = Square::from_fn(5, |i, j| 1.0 / (1.0 + i.abs_diff(j) as f64));
        let precision = [0.0, 1.0, 2.0, 0.5, 10.0];
        let root = Cholesky::of_one_plus(&covariance, &precision.map(libm::sqrt));
        for i in 0..5 {
            for j in 0..5 {
                let back: f64 = (0..5).map(|k| root.upper.at(k, i) * root.upper.at(k, j)).sum();
                let roots = libm::sqrt(precision[i] * precision[j]);
                let wanted = f64::from(u8::from(i == j)) + roots * covariance.at(i, j);
                assert!((back - wanted).abs() < 1e-12, "{i} {j}: {back} {wanted}");
            }
        }
        let mut there_and_back = root.solve_lower(vec![1.0, -2.0, 3.0, 0.5, 4.0]);
        // The same twice, beside nothing: sides do not touch each other.
        let mut three: Vec<f64> = there_and_back.iter().flat_map(|x| [*x, 0.0, *x]).collect();
        root.solve_upper(&mut there_and_back, 1);
        root.solve_upper(&mut three, 3);
        for (place, one) in three.chunks_exact(3).zip(&there_and_back) {
            assert!((place[0] - one).abs() < 1e-12 && place[1].abs() < 1e-12 && (place[2] - one).abs() < 1e-12);
        }
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
        let root = Cholesky::of_one_plus(&diagonal, &[1.0, libm::sqrt(2.0)]);
        assert!((root.log_determinant() - libm::log(4.0 * 7.0)).abs() < 1e-12);
    }
}
