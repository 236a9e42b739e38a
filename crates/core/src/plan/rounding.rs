//! Rows made from the rows that are there, by rounding them: what no whole values break and the linear program does.
//!
//! From `Σ a·x ≤ b`, with whole `x` in 0–1, the larger ones counted from above (`x = 1 − x̄`), and all divided by some `d`:
//! `Σ (⌊a/d⌋ + max(0, frac(a/d) − f)/(1 − f))·x + Σ over parts that are not whole and have a < 0 of a/d/(1 − f)·m ≤ ⌊b/d⌋`
//! with `f = frac(b/d)`: the usual mixed rounding. It holds for all whole values of the row, whatever the linear program
//! says. Read next: `super::cuts`.

use super::lp::Model;

/// Figures by which a row is divided in turn.
const DIVISORS: usize = 12;

/// How far rounding goes: what more rows and rows that are broken by less bring nearer takes more work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Depth {
    /// By so much, in its own length, a rounded row must be broken to be added.
    pub broken: f64,
    /// Rounded rows that are added at once.
    pub added: usize,
    /// By so much a rounded sum must be broken.
    pub broken_sum: f64,
    /// Rounded sums that are added at once.
    pub added_sums: usize,
    /// Basic columns whose sums are looked at, the most open first.
    pub columns: usize,
    /// Figures by which a sum is divided in turn.
    pub divisors: usize,
}

impl Depth {
    /// For a search that has to be quick.
    pub(super) const SHALLOW: Depth =
        Depth { broken: 0.02, added: 15, broken_sum: 0.01, added_sums: 12, columns: 16, divisors: 4 };
    /// For a search that has time.
    pub(super) const DEEP: Depth =
        Depth { broken: 0.005, added: 30, broken_sum: 0.003, added_sums: 30, columns: 60, divisors: 6 };
}

/// A row that some values break: by how much, its entries and its limit.
pub(super) type Broken = (f64, Vec<(usize, f64)>, f64);

/// Adds rows that these values break; how many. `whole` tells which columns are whole and lie between 0 and 1.
pub(super) fn round_rows(model: &mut Model, x: &[f64], whole: &[bool], depth: Depth) -> usize {
    let mut found: Vec<Broken> = Vec::new();
    for row in 0..model.n_rows() {
        let (entries, right, slack) = model.row(row);
        let sum: f64 = entries.iter().map(|&(column, figure)| figure * x[column]).sum();
        if slack.0 >= 0.0 && right - sum < 1e-4 {
            let divisors = divisors(entries, x, whole, DIVISORS);
            found.extend(best_of(entries, right, &divisors, x, whole, depth.broken));
        }
        if slack.1 <= 0.0 && sum - right < 1e-4 {
            let turned: Vec<(usize, f64)> = entries.iter().map(|&(column, figure)| (column, -figure)).collect();
            let divisors = divisors(&turned, x, whole, DIVISORS);
            found.extend(best_of(&turned, -right, &divisors, x, whole, depth.broken));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(depth.added);
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

/// The largest different figures of the columns that are open: so many at most.
pub(super) fn divisors(entries: &[(usize, f64)], x: &[f64], whole: &[bool], most: usize) -> Vec<f64> {
    let open = |column: usize| whole[column] && x[column] > 1e-4 && x[column] < 1.0 - 1e-4;
    let mut divisors: Vec<f64> =
        entries.iter().filter(|(column, _)| open(*column)).map(|(_, figure)| figure.abs()).collect();
    divisors.sort_by(|a, b| b.total_cmp(a));
    divisors.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    divisors.retain(|divisor| *divisor > 1e-6);
    divisors.truncate(most);
    divisors
}

/// The most broken row that rounding makes of one row, divided by each of these; none that is broken by no more than
/// `least`.
pub(super) fn best_of(
    entries: &[(usize, f64)],
    right: f64,
    divisors: &[f64],
    x: &[f64],
    whole: &[bool],
    least: f64,
) -> Option<Broken> {
    if divisors.is_empty() {
        return None;
    }
    let parts: Vec<Part> = entries
        .iter()
        .map(|&(column, figure)| Part { figure, x: x[column], is_whole: whole[column] })
        .collect();
    // Thresholds between which no column lies count the same columns from above.
    let n_above = |halves: f64| parts.iter().filter(|part| part.is_whole && part.x > halves).count();
    let usual = n_above(HALVES[0]);
    let thresholds: Vec<f64> = HALVES
        .into_iter()
        .enumerate()
        .filter(|&(at, h)| at == 0 || n_above(h) != usual)
        .map(|(_, h)| h)
        .collect();
    let mut best: Option<(f64, Way)> = None;
    for &divisor in divisors {
        for &halves in &thresholds {
            let Some((way, mut excess)) = Way::new(&parts, right, divisor, halves) else {
                continue;
            };
            let mut squares = 0.0_f64;
            for part in &parts {
                let (entry, above) = way.entry(part);
                squares += entry * entry;
                excess += entry * part.x + above;
            }
            let broken = excess / squares.sqrt().max(1e-9);
            if broken > least && best.as_ref().is_none_or(|(other, _)| broken > *other) {
                best = Some((broken, way));
            }
        }
    }
    let (broken, way) = best?;
    let (_, mut excess) = Way::new(&parts, right, way.divisor, way.halves)?;
    let mut cut = Vec::with_capacity(entries.len());
    for (part, &(column, _)) in parts.iter().zip(entries) {
        let (entry, above) = way.entry(part);
        excess += above;
        if entry.abs() > 1e-9 {
            cut.push((column, entry));
        }
    }
    Some((broken, cut, -excess))
}

/// Values above which a whole column is counted from above, in turn.
const HALVES: [f64; 3] = [0.5, 0.999, 0.001];

/// One entry of a row with the value of its column.
struct Part {
    figure: f64,
    x: f64,
    is_whole: bool,
}

/// One way of rounding a row; columns above `halves` are counted from above.
struct Way {
    divisor: f64,
    halves: f64,
    /// The part of the divided right side that is not whole.
    f: f64,
}

impl Way {
    /// The way for a divisor and a threshold, with minus the whole part of the divided right side; none where rounding
    /// says little.
    fn new(parts: &[Part], right: f64, divisor: f64, halves: f64) -> Option<(Self, f64)> {
        let mut way = Self { divisor, halves, f: 0.0 };
        let from_above = parts.iter().filter(|part| way.is_turned(part));
        let beta = (right - from_above.map(|part| part.figure).sum::<f64>()) / divisor;
        way.f = beta - floor(beta);
        (0.02..=0.98).contains(&way.f).then_some((way, -floor(beta)))
    }

    /// Is the column counted from above?
    fn is_turned(&self, part: &Part) -> bool {
        part.is_whole && part.x > self.halves
    }

    /// A column's figure in the rounded row, and what counting it from above takes from the limit.
    #[inline]
    fn entry(&self, part: &Part) -> (f64, f64) {
        if !part.is_whole {
            (part.figure.min(0.0) / self.divisor / (1.0 - self.f), 0.0)
        } else if self.is_turned(part) {
            let above = self.round(-part.figure);
            (-above, above)
        } else {
            (self.round(part.figure), 0.0)
        }
    }

    #[inline]
    fn round(&self, figure: f64) -> f64 {
        let alpha = figure / self.divisor;
        let below = floor(alpha);
        let rest = alpha - below;
        // A figure within a billionth of a whole number is that number.
        if rest < 1e-9 {
            below
        } else if rest > 1.0 - 1e-9 {
            below + 1.0
        } else {
            below + (rest - self.f).max(0.0) / (1.0 - self.f)
        }
    }
}

/// The whole number at or below a figure of a row; without a call, which takes longer than all the rest.
#[inline]
fn floor(figure: f64) -> f64 {
    // Figures of rows are far below 2^53, and what is not would only be rounded less well.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let whole = figure as i64 as f64;
    if whole > figure { whole - 1.0 } else { whole }
}
