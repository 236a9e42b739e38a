//! Limits of agreement of two visits.
//!
//! It draws nothing. Read next: [`super::Repeatability`].

/// How many standard deviations to each side hold 95 % of a normal distribution, as the cited methods round it.
pub const NORMAL_95: f64 = 1.96; // source: Bland & Altman 1986

/// How the second visit differs from the first.
///
/// # Units
/// Those of the values; above 0 the second visit is higher.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Mean of second minus first.
    pub mean_change: f64,
    /// Standard deviation of second minus first.
    pub change_sd: f64,
    /// The 95 % limits of agreement, lower and upper: mean change ± 1.96 standard deviations.
    pub limits: [f64; 2],
}

/// The limits of agreement of pairs (first visit, second visit); all 0 for fewer than two pairs.
///
/// # Source
/// Bland & Altman 1986.
///
/// # Example
/// ```
/// use evenstride_core::reliability::bland_altman::agreement;
/// let found = agreement(&[[10.0, 11.0], [20.0, 23.0]]);
/// assert_eq!(found.mean_change, 2.0);
/// assert!((found.limits[1] - (2.0 + 1.96 * 2.0_f64.sqrt())).abs() < 1e-12);
/// ```
#[must_use]
pub fn agreement(pairs: &[[f64; 2]]) -> Agreement {
    if pairs.len() < 2 {
        return Agreement { mean_change: 0.0, change_sd: 0.0, limits: [0.0, 0.0] };
    }
    let n = pairs.len() as f64;
    let mean_change = pairs.iter().map(|[first, second]| second - first).sum::<f64>() / n;
    let square_sum: f64 = pairs
        .iter()
        .map(|[first, second]| second - first - mean_change)
        .map(|deviation| deviation * deviation)
        .sum();
    let change_sd = libm::sqrt(square_sum / (n - 1.0));
    let reach = NORMAL_95 * change_sd;
    Agreement { mean_change, change_sd, limits: [mean_change - reach, mean_change + reach] }
}
