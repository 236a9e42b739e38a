//! The normal distribution function, from a table with a short series around each of its points.
//!
//! An assessment asks for it some ten thousand times. Each answer is within 1e-11 of the exact one, from sums and
//! products alone, so it is the same on every platform. It knows nothing of mixtures: see [`super::mixture`].

/// So many points of the table stand in one standard deviation.
const PER_SD: usize = 16;
/// Beyond so many standard deviations nothing is left.
const LAST_SD: f64 = 8.0;
const N_POINTS: usize = 8 * PER_SD + 1;
/// The value at a point and what the first five powers of the way from it are multiplied by.
const N_TERMS: usize = 6;

/// The probability of lying above 0, 1/16, 2/16 … standard deviations, each as a series around the point.
static ABOVE: [[f64; N_TERMS]; N_POINTS] = above();

/// Probability that a standard normal lies below `z`.
pub(super) fn normal_below(z: f64) -> f64 {
    let far = z.abs();
    let above = if far < LAST_SD {
        let place = far * PER_SD as f64 + 0.5;
        let point = place as usize;
        let way = far - point as f64 / PER_SD as f64;
        let [value, first, second, third, fourth, fifth] = ABOVE[point.min(N_POINTS - 1)];
        value + way * (first + way * (second + way * (third + way * (fourth + way * fifth))))
    } else if far.is_nan() {
        far
    } else {
        0.0
    };
    if z < 0.0 { above } else { 1.0 - above }
}

/// The `z` below which this share of a standard normal lies; beyond the table its last point.
///
/// It is as good as the table: within 1e-8 out to five standard deviations, less further out.
pub(super) fn normal_quantile(share: f64) -> f64 {
    let above = share.min(1.0 - share);
    let next = ABOVE.partition_point(|[value, ..]| *value >= above);
    let point = next.saturating_sub(1);
    let [value, first, second, third, fourth, fifth] = ABOVE[point];
    // From the point before it, along the series; it is all but straight there.
    let mut way = 0.0;
    for _ in 0..3 {
        let gone = way * (first + way * (second + way * (third + way * (fourth + way * fifth))));
        let slope = first + way * (2.0 * second + way * (3.0 * third + way * 4.0 * fourth));
        way = (way + (above - value - gone) / slope).clamp(0.0, 1.0 / PER_SD as f64);
    }
    let far = point as f64 / PER_SD as f64 + way;
    if share < 0.5 { -far } else { far }
}

/// Works the table out: the density goes from point to point by a product, the probability by a series.
const fn above() -> [[f64; N_TERMS]; N_POINTS] {
    /// The series from one point to the next ends where nothing is added any more.
    const N_STEP: usize = 14;
    let step = 1.0 / PER_SD as f64;
    // The density at the next point over the one at this is exp(−(2·i + 1)·step²/2).
    let shrink = exp_of_small(-0.5 * step * step);
    let mut times = shrink;
    let mut density = 1.0 / SQRT_TAU;
    let mut value = 0.5;
    let mut table = [[0.0; N_TERMS]; N_POINTS];
    let mut i = 0;
    while i < N_POINTS {
        let z = i as f64 * step;
        // Derivatives of the density are Hermite polynomials times the density, with turning signs.
        let (mut before, mut hermite) = (0.0, 1.0);
        let (mut factor, mut power, mut gone) = (-density, step, 0.0);
        table[i][0] = value;
        let mut k = 0;
        while k < N_STEP {
            factor /= (k + 1) as f64;
            if k + 1 < N_TERMS {
                table[i][k + 1] = factor * hermite;
            }
            gone += factor * hermite * power;
            factor = -factor;
            power *= step;
            let next = z * hermite - k as f64 * before;
            (before, hermite) = (hermite, next);
            k += 1;
        }
        value += gone;
        density *= times;
        times *= shrink * shrink;
        i += 1;
    }
    table
}

/// The square root of 2π.
const SQRT_TAU: f64 = 2.506_628_274_631_000_5; // source: by definition

/// The exponential of a number near 0 by its series.
const fn exp_of_small(x: f64) -> f64 {
    let (mut sum, mut term, mut k) = (1.0, 1.0, 1);
    while k < 12 {
        term *= x / k as f64;
        sum += term;
        k += 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_error_function() {
        for i in -90_000..=90_000 {
            let z = f64::from(i) * 1e-4;
            let exact = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
            let found = normal_below(z);
            // Tolerance: the sixth term of the series, at most 1/32 from a point.
            assert!((found - exact).abs() < 1e-11, "{z}: {found} {exact}");
            assert!((0.0..=1.0).contains(&found), "{z}: {found}");
        }
    }

    #[test]
    fn the_quantile_undoes_the_probability() {
        for i in -500..=500 {
            let z = f64::from(i) * 1e-2;
            let found = normal_quantile(normal_below(z));
            // Tolerance: 1e-11 over the density at five standard deviations.
            assert!((found - z).abs() < 1e-5 && (z.abs() > 3.0 || (found - z).abs() < 1e-8), "{z}: {found}");
        }
        for (share, last) in [(0.0, -8.0), (1.0, 8.0), (1e-300, -8.0)] {
            assert!((normal_quantile(share) - last).abs() < 0.1, "{share}: {}", normal_quantile(share));
        }
    }

    #[test]
    fn what_is_no_number_stays_none_and_what_is_endless_is_sure() {
        assert!(normal_below(f64::NAN).is_nan());
        assert!(normal_below(f64::INFINITY) >= 1.0 && normal_below(f64::NEG_INFINITY) <= 0.0);
    }
}
