//! Intraclass correlations of single visits with their 95 % intervals.
//!
//! Two of the six of Shrout & Fleiss: agreement, ICC(2,1), also written ICC(A,1), and consistency, ICC(3,1),
//! also written ICC(C,1). It calls no value good or bad. Read next: [`super::f_distribution`].

use super::TooFew;
use super::anova::MeanSquares;
use super::f_distribution::quantile;

/// Probability below the upper end of a two-sided 95 % interval.
const UPPER: f64 = 0.975;

/// An intraclass correlation; below 0 when people differ less than chance alone would make them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intraclass {
    /// The estimate, at most 1.
    pub value: f64,
    /// Lower and upper end of the 95 % interval, or why there is none.
    pub interval: Result<[f64; 2], TooFew>,
}

/// The two correlations of one table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IccPair {
    /// ICC(2,1), absolute agreement.
    pub agreement: Result<Intraclass, TooFew>,
    /// ICC(3,1), consistency.
    pub consistency: Result<Intraclass, TooFew>,
}

/// Both correlations of single visits.
///
/// # Source
/// Shrout & Fleiss 1979, cases 2 and 3; the interval of case 2 as in McGraw & Wong 1996, table 7.
///
/// # Example
/// ```
/// use evenstride_core::reliability::{anova::Table, icc::single};
/// let table = Table::new(&[vec![10.0, 12.0], vec![20.0, 22.0], vec![30.0, 32.5]]).ok_or("a whole table")?;
/// let consistency = single(&table.mean_squares()).consistency.map_err(|_| "people differ")?;
/// assert!(consistency.value > 0.99);
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn single(squares: &MeanSquares) -> IccPair {
    IccPair { agreement: agreement(squares), consistency: consistency(squares) }
}

fn consistency(squares: &MeanSquares) -> Result<Intraclass, TooFew> {
    let MeanSquares { rows, residual, .. } = *squares;
    let (n, k) = (squares.n_rows as f64, squares.n_visits as f64);
    if rows + residual <= 0.0 {
        return Err(TooFew::AllEqual);
    }
    let value = (rows - residual) / (rows + (k - 1.0) * residual);
    let interval = || {
        let f = rows / residual;
        let (of_rows, of_residual) = (n - 1.0, (n - 1.0) * (k - 1.0));
        let low = f / quantile(UPPER, of_rows, of_residual)?;
        let high = f * quantile(UPPER, of_residual, of_rows)?;
        let icc = |f: f64| (f - 1.0) / (f + k - 1.0);
        finite([icc(low), icc(high)])
    };
    Ok(Intraclass { value, interval: with_noise(squares, interval) })
}

fn agreement(squares: &MeanSquares) -> Result<Intraclass, TooFew> {
    let MeanSquares { rows, visits, residual, .. } = *squares;
    let (n, k) = (squares.n_rows as f64, squares.n_visits as f64);
    if rows + visits + residual <= 0.0 {
        return Err(TooFew::AllEqual);
    }
    // Never below 0 with two rows and two visits or more; 0 for two people who swap their values.
    let whole = rows + (k - 1.0) * residual + k * (visits - residual) / n;
    if whole <= f64::EPSILON * (rows + visits + residual) {
        return Err(TooFew::NotDefined);
    }
    let value = (rows - residual) / whole;
    let interval = || {
        let (of_rows, of_residual) = (n - 1.0, (n - 1.0) * (k - 1.0));
        let scaled_visits = k * value * visits / residual;
        let rest = n * (1.0 + (k - 1.0) * value) - k * value;
        let sum = scaled_visits + rest;
        // Degrees of freedom of a sum of mean squares, after Satterthwaite.
        let degrees = of_residual * sum * sum / (of_rows * scaled_visits * scaled_visits + rest * rest);
        let below = quantile(UPPER, of_rows, degrees)?;
        let above = quantile(UPPER, degrees, of_rows)?;
        let noise = k * visits + (k * n - k - n) * residual;
        let low = n * (rows - below * residual) / (below * noise + n * rows);
        let high = n * (above * rows - residual) / (noise + n * above * rows);
        finite([low, high])
    };
    Ok(Intraclass { value, interval: with_noise(squares, interval) })
}

/// An interval needs noise: without any, its ends would be 0 divided by 0.
fn with_noise(squares: &MeanSquares, interval: impl Fn() -> Option<[f64; 2]>) -> Result<[f64; 2], TooFew> {
    if squares.residual <= 0.0 {
        return Err(TooFew::NoNoise);
    }
    interval().ok_or(TooFew::NotDefined)
}

fn finite(ends: [f64; 2]) -> Option<[f64; 2]> {
    ends.iter().all(|end| end.is_finite()).then_some(ends)
}
