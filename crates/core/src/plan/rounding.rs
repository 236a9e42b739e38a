//! Rows made from the rows that are there, by rounding them: what no whole values break and the linear program does.
//!
//! From `Σ a·x ≤ b`, with whole `x` in 0–1, the larger ones counted from above (`x = 1 − x̄`), and all divided by some `d`:
//! `Σ (⌊a/d⌋ + max(0, frac(a/d) − f)/(1 − f))·x + Σ over parts that are not whole and have a < 0 of a/d/(1 − f)·m ≤ ⌊b/d⌋`
//! with `f = frac(b/d)`: the usual mixed rounding. It holds for all whole values of the row, whatever the linear program
//! says. Read next: `super::cuts`.

use super::lp::Model;

/// By so much, in its own length, a row must be broken to be added.
const BROKEN: f64 = 0.02;
/// Figures by which a row is divided in turn.
const DIVISORS: usize = 12;
/// Rows that are added at once.
const ADDED: usize = 15;

/// A row that some values break: by how much, its entries and its limit.
type Broken = (f64, Vec<(usize, f64)>, f64);

/// Adds rows that these values break; how many. `whole` tells which columns are whole and lie between 0 and 1.
pub(super) fn round_rows(model: &mut Model, x: &[f64], whole: &[bool]) -> usize {
    let mut found: Vec<Broken> = Vec::new();
    for row in 0..model.n_rows() {
        let (entries, right, slack) = model.row(row);
        let sum: f64 = entries.iter().map(|&(column, figure)| figure * x[column]).sum();
        if slack.0 >= 0.0 && right - sum < 1e-4 {
            best_of(entries, right, x, whole, &mut found);
        }
        if slack.1 <= 0.0 && sum - right < 1e-4 {
            let turned: Vec<(usize, f64)> = entries.iter().map(|&(column, figure)| (column, -figure)).collect();
            best_of(&turned, -right, x, whole, &mut found);
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(ADDED);
    let n = found.len();
    for (_, entries, right) in found {
        // Whole columns lie in 0–1, and the others have figures below 0 and at most some dozens.
        let smallest: f64 = entries
            .iter()
            .map(|&(column, figure)| if whole[column] { figure.min(0.0) } else { 100.0 * figure.min(0.0) })
            .sum();
        model.add_at_most(entries, right, smallest);
    }
    n
}

/// The most broken row that rounding makes of one row.
fn best_of(entries: &[(usize, f64)], right: f64, x: &[f64], whole: &[bool], found: &mut Vec<Broken>) {
    let open = |column: usize| whole[column] && x[column] > 1e-4 && x[column] < 1.0 - 1e-4;
    let mut divisors: Vec<f64> =
        entries.iter().filter(|(column, _)| open(*column)).map(|(_, figure)| figure.abs()).collect();
    divisors.sort_by(f64::total_cmp);
    divisors.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let mut best: Option<Broken> = None;
    for &divisor in divisors.iter().rev().take(DIVISORS).filter(|divisor| **divisor > 1e-6) {
        for halves in [0.5, 0.999, 0.001] {
            let Some((cut, limit)) = rounded(entries, right, divisor, halves, x, whole) else { continue };
            let sum: f64 = cut.iter().map(|&(column, figure)| figure * x[column]).sum();
            let length = cut.iter().map(|(_, figure)| figure * figure).sum::<f64>().sqrt().max(1e-9);
            let broken = (sum - limit) / length;
            if broken > BROKEN && best.as_ref().is_none_or(|(other, ..)| broken > *other) {
                best = Some((broken, cut, limit));
            }
        }
    }
    found.extend(best);
}

/// One rounding of a row; columns above `halves` are counted from above.
fn rounded(
    entries: &[(usize, f64)],
    right: f64,
    divisor: f64,
    halves: f64,
    x: &[f64],
    whole: &[bool],
) -> Option<(Vec<(usize, f64)>, f64)> {
    let from_above = |column: usize| whole[column] && x[column] > halves;
    let turned: f64 = entries.iter().filter(|(column, _)| from_above(*column)).map(|(_, figure)| figure).sum();
    let beta = (right - turned) / divisor;
    let f = beta - beta.floor();
    if !(0.02..=0.98).contains(&f) {
        return None;
    }
    let round = |figure: f64| {
        let alpha = figure / divisor;
        // A figure within a billionth of a whole number is that number.
        let alpha = if (alpha - alpha.round()).abs() < 1e-9 { alpha.round() } else { alpha };
        alpha.floor() + ((alpha - alpha.floor() - f).max(0.0)) / (1.0 - f)
    };
    let mut limit = beta.floor();
    let mut cut = Vec::with_capacity(entries.len());
    for &(column, figure) in entries {
        if !whole[column] {
            if figure < 0.0 {
                cut.push((column, figure / divisor / (1.0 - f)));
            }
        } else if from_above(column) {
            let above = round(-figure);
            limit -= above;
            cut.push((column, -above));
        } else {
            cut.push((column, round(figure)));
        }
    }
    cut.retain(|(_, figure)| figure.abs() > 1e-9);
    Some((cut, limit))
}
