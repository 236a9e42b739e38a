//! The Gaussian state of one person: a mean and a covariance that scalar observations sharpen.
//!
//! Everything here is exact for a linear model with normal noise. It knows nothing of muscles or tests.

/// Mean and covariance of the hidden quantities.
#[derive(Debug, Clone)]
pub(super) struct Gaussian {
    mean: Vec<f64>,
    /// Row-major, symmetric.
    covariance: Vec<f64>,
    size: usize,
}

/// A sparse linear form over the state: pairs of index and weight.
pub(super) type Form = Vec<(usize, f64)>;

impl Gaussian {
    /// A state with mean zero and the given row-major covariance.
    pub(super) fn centred(size: usize, covariance: Vec<f64>) -> Self {
        debug_assert_eq!(covariance.len(), size * size);
        Self { mean: vec![0.0; size], covariance, size }
    }

    /// Covariance of every state with a form.
    fn covariance_with(&self, form: &Form) -> Vec<f64> {
        let mut column = vec![0.0; self.size];
        for &(index, weight) in form {
            let row = &self.covariance[index * self.size..(index + 1) * self.size];
            for (sum, value) in column.iter_mut().zip(row) {
                *sum += weight * value;
            }
        }
        column
    }

    /// Learns from one observation `value = form · state + noise`.
    pub(super) fn observe(&mut self, form: &Form, value: f64, noise_variance: f64) {
        let column = self.covariance_with(form);
        let expected: f64 = form.iter().map(|&(i, w)| w * self.mean[i]).sum();
        let spread = form.iter().map(|&(i, w)| w * column[i]).sum::<f64>() + noise_variance;
        if spread <= 0.0 {
            return;
        }
        let gain = 1.0 / spread;
        for row in 0..self.size {
            let step = column[row] * gain;
            if step == 0.0 {
                continue;
            }
            self.mean[row] += step * (value - expected);
            let cells = &mut self.covariance[row * self.size..(row + 1) * self.size];
            for (cell, other) in cells.iter_mut().zip(&column) {
                *cell -= step * other;
            }
        }
    }

    /// Mean and standard deviation of a form.
    pub(super) fn of(&self, form: &Form) -> (f64, f64) {
        let mean = form.iter().map(|&(i, w)| w * self.mean[i]).sum();
        (mean, libm::sqrt(self.between(form, form).max(0.0)))
    }

    /// Covariance of two forms.
    pub(super) fn between(&self, a: &Form, b: &Form) -> f64 {
        a.iter()
            .map(|&(i, wi)| wi * b.iter().map(|&(j, wj)| wj * self.covariance[i * self.size + j]).sum::<f64>())
            .sum()
    }
}

/// Probability that a standard normal lies below `z`.
pub(super) fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The quantiles (i + ½)/20 of a standard normal, ascending.
///
/// # Source
/// Solved from `normal_below` to full precision; the test recomputes them.
pub(super) const TWENTY_QUANTILES: [f64; 20] = [
    -1.959_963_984_540_054,
    -1.439_531_470_938_456,
    -1.150_349_380_376_008,
    -0.934_589_291_073_480_1,
    -0.755_415_026_360_469_4,
    -0.597_760_126_042_478_2,
    -0.453_762_190_169_878_9,
    -0.318_639_363_964_375_2,
    -0.189_118_426_272_792_1,
    -0.062_706_777_943_213_82,
    0.062_706_777_943_213_82,
    0.189_118_426_272_792_1,
    0.318_639_363_964_375_2,
    0.453_762_190_169_878_9,
    0.597_760_126_042_478_2,
    0.755_415_026_360_469_4,
    0.934_589_291_073_480_1,
    1.150_349_380_376_008,
    1.439_531_470_938_456,
    1.959_963_984_540_054,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twenty_quantiles_are_those_of_the_normal_distribution() {
        for (i, z) in TWENTY_QUANTILES.iter().enumerate() {
            let wanted = (i as f64 + 0.5) / 20.0;
            // Tolerance: erfc of libm is good to a few units in the last place.
            assert!((normal_below(*z) - wanted).abs() < 1e-12, "{i}: {}", normal_below(*z));
        }
    }

    #[test]
    fn two_observations_give_the_textbook_posterior() {
        // Prior N(0, 4), two observations of 3 with variance 2: precision 1/4 + 2/2, mean 3·1/1.25.
        let mut state = Gaussian::centred(1, vec![4.0]);
        state.observe(&vec![(0, 1.0)], 3.0, 2.0);
        state.observe(&vec![(0, 1.0)], 3.0, 2.0);
        let (mean, sd) = state.of(&vec![(0, 1.0)]);
        assert!((mean - 2.4).abs() < 1e-12 && (sd * sd - 0.8).abs() < 1e-12);
    }

    #[test]
    fn correlated_states_learn_from_each_other() {
        // Bivariate normal with correlation 0.5: seeing the first at 2 exactly moves the second to 1.
        let mut state = Gaussian::centred(2, vec![1.0, 0.5, 0.5, 1.0]);
        state.observe(&vec![(0, 1.0)], 2.0, 1e-12);
        let (mean, sd) = state.of(&vec![(1, 1.0)]);
        assert!((mean - 1.0).abs() < 1e-9 && (sd * sd - 0.75).abs() < 1e-9);
    }
}
