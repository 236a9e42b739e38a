//! Quantiles of Fisher's F distribution.
//!
//! The incomplete beta function comes from the crate `special`; its inverse is found here by halving, which
//! ends whatever the input. Read next: [`super::icc`], which asks for quantiles.

use special::Beta;

/// Fewer degrees of freedom than this say nothing, and their quantiles leave the range of numbers.
const FEWEST_DEGREES: f64 = 0.05;
/// Halvings that reach every 64-bit number between 0 and 1.
const MOST_HALVINGS: usize = 1100;

/// The value below which F lies with a probability; none where the question has no answer.
///
/// # Units
/// `probability` above 0 and below 1; degrees of freedom at least 0.05, whole or not.
///
/// # Example
/// ```
/// use evenstride_core::reliability::f_distribution::quantile;
/// let upper = quantile(0.95, 3.0, 10.0).unwrap_or_default();
/// // The printed tables say 3.71.
/// assert!((upper - 3.71).abs() < 0.005);
/// assert_eq!(quantile(0.95, 0.0, 10.0), None);
/// ```
#[must_use]
pub fn quantile(probability: f64, numerator_degrees: f64, denominator_degrees: f64) -> Option<f64> {
    let has_answer = 0.0 < probability
        && probability < 1.0
        && [numerator_degrees, denominator_degrees].iter().all(|d| d.is_finite() && *d >= FEWEST_DEGREES);
    if !has_answer {
        return None;
    }
    // F = (d2/d1)·(1 − y)/y, where y is beta distributed; small y keep their digits, which 1 − y would lose.
    let (p, q) = (0.5 * denominator_degrees, 0.5 * numerator_degrees);
    let y = inverse_incomplete_beta(1.0 - probability, p, q);
    let value = denominator_degrees / numerator_degrees * (1.0 - y) / y;
    (value.is_finite() && value > 0.0).then_some(value)
}

/// The `y` at which the regularised incomplete beta function of `p` and `q` reaches a probability.
fn inverse_incomplete_beta(probability: f64, p: f64, q: f64) -> f64 {
    let ln_beta = p.ln_beta(q);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..MOST_HALVINGS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if middle.inc_beta(p, q, ln_beta) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_scipy() {
        // scipy 1.17.1, stats.f.ppf(p, d1, d2). Tolerance: what two ways of computing the same leave.
        for (p, d1, d2, expected) in [
            (0.975, 5.0, 15.0, 3.576_415_349_279_060_7),
            (0.975, 15.0, 5.0, 6.427_728_167_078_779),
            (0.975, 38.0, 37.3, 1.914_839_786_931_140_7),
            (0.975, 1.0, 1.0, 647.789_011_477_844_2),
            (0.975, 7.0, 0.7, 16_733.883_924_889_41),
            (0.025, 12.0, 9.5, 0.293_837_721_833_319_9),
            (0.975, 1999.0, 1999.0, 1.091_659_685_224_481),
        ] {
            let found = quantile(p, d1, d2).unwrap();
            assert!((found / expected - 1.0).abs() < 1e-9, "{p} {d1} {d2}: {found}");
        }
    }

    #[test]
    fn a_question_without_an_answer_gets_none() {
        for (p, d1, d2) in [
            (0.0, 5.0, 5.0),
            (1.0, 5.0, 5.0),
            (f64::NAN, 5.0, 5.0),
            (0.5, f64::NAN, 5.0),
            (0.5, 5.0, f64::INFINITY),
            (0.5, -1.0, 5.0),
            (0.5, 5.0, 0.0),
        ] {
            assert_eq!(quantile(p, d1, d2), None, "{p} {d1} {d2}");
        }
    }
}
