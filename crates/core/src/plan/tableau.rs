//! Rows made by rounding sums of rows: the sums that the linear program itself uses where a value is not whole.
//!
//! For each basic column that should be whole and is not, the tableau says by how much each row was taken to get its value.
//! The same sum of the original rows, slacks written out, is rounded as in `super::rounding`; then each slack is put back
//! as what its row says. Only the original figures go into a row, so it holds whatever the tableau's own rounding.
//! Read next: `super::rounding`.

use super::lp::{Model, State};
use super::rounding::{Broken, Depth, best_of, divisors};

/// Figures of one row may not lie farther apart than this.
const APART: f64 = 1e5;

/// Adds rows that these values break; how many.
pub(super) fn round_sums(model: &mut Model, state: &State, x: &[f64], whole: &[bool], depth: Depth) -> usize {
    let n = model.structural();
    // A slack is counted from zero up, whichever way its row points; rows that are newer than the state have none yet.
    let values: Vec<f64> = x.iter().enumerate().map(|(at, x)| if at < n { *x } else { x.abs() }).collect();
    let mut is_whole = whole.to_vec();
    is_whole.resize(x.len(), false);
    let mut open: Vec<(f64, usize)> = state
        .basic_columns()
        .filter(|&(_, column)| column < n && whole[column])
        .map(|(row, column)| ((x[column] - 0.5).abs(), row))
        .filter(|(off, _)| *off < 0.49)
        .collect();
    open.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut found: Vec<Broken> = Vec::new();
    for (_, row) in open.into_iter().take(depth.columns) {
        let multipliers = state.multipliers(model, row);
        for sign in [1.0, -1.0] {
            let (entries, right) = sum(model, &multipliers, sign);
            let mut by = divisors(&entries, &values, &is_whole, depth.divisors);
            // The basic column itself stands with 1 in the sum.
            by.push(1.0);
            let rounded = best_of(&entries, right, &by, &values, &is_whole, depth.broken);
            found.extend(rounded.and_then(|(_, cut, limit)| without_slacks(model, cut, limit, x)));
        }
    }
    found.retain(|(broken, ..)| *broken > depth.broken_sum);
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(depth.added_sums);
    let n_found = found.len();
    for (_, entries, right) in found {
        let smallest = entries
            .iter()
            .map(|&(column, figure)| if whole[column] { figure.min(0.0) } else { 100.0 * figure.min(0.0) })
            .sum();
        model.add_at_most(entries, right, smallest);
    }
    n_found
}

/// The sum of rows, with their slacks as columns behind the structural ones, all of them at least 0.
fn sum(model: &Model, multipliers: &[(usize, f64)], sign: f64) -> (Vec<(usize, f64)>, f64) {
    let n = model.structural();
    let mut figures = vec![0.0; n];
    let mut right = 0.0;
    let mut slacks = Vec::new();
    for &(row, multiplier) in multipliers {
        let times = multiplier * sign;
        let (entries, limit, (least, _)) = model.row(row);
        for &(column, figure) in entries {
            figures[column] += times * figure;
        }
        right += times * limit;
        slacks.push((n + row, if least >= 0.0 { times } else { -times }));
    }
    let mut all: Vec<(usize, f64)> = Vec::new();
    for (column, figure) in figures.into_iter().enumerate() {
        if figure.abs() > 1e-9 {
            all.push((column, figure));
        } else {
            // What is left of figures that cancel out is given away: every column lies between 0 and some dozens.
            right += 100.0 * figure.abs();
        }
    }
    all.extend(slacks);
    (all, right)
}

/// The row with every slack put back; none when its figures lie too far apart.
fn without_slacks(model: &Model, cut: Vec<(usize, f64)>, limit: f64, x: &[f64]) -> Option<Broken> {
    let n = model.structural();
    let mut figures = vec![0.0; n];
    let mut right = limit;
    for (column, times) in cut {
        if column < n {
            figures[column] += times;
            continue;
        }
        let (entries, of_row, (least, _)) = model.row(column - n);
        // slack = right side − Σ a·x, and its negative where the row points the other way.
        let turned = if least >= 0.0 { times } else { -times };
        right -= turned * of_row;
        for &(column, figure) in entries {
            figures[column] -= turned * figure;
        }
    }
    let mut entries = Vec::new();
    for (column, figure) in figures.into_iter().enumerate() {
        if figure.abs() > 1e-7 {
            entries.push((column, figure));
        } else {
            right += 100.0 * figure.abs();
        }
    }
    let sizes = || entries.iter().map(|(_, figure): &(usize, f64)| figure.abs());
    let (largest, least) = (sizes().fold(0.0, f64::max), sizes().fold(f64::INFINITY, f64::min));
    if entries.is_empty() || largest > APART * least {
        return None;
    }
    // Divided by its largest figure, so that the tolerances of the linear program mean the same in every row.
    for (_, figure) in &mut entries {
        *figure /= largest;
    }
    // A little is given away for the rounding of the sums.
    let right = right / largest + 1e-8;
    let activity: f64 = entries.iter().map(|&(column, figure)| figure * x[column]).sum();
    let length = entries.iter().map(|(_, figure)| figure * figure).sum::<f64>().sqrt();
    let broken = (activity - right) / length;
    Some((broken, entries, right))
}

#[cfg(test)]
mod tests {
    use super::super::lp::Status;
    use super::super::rounding::round_rows;
    use super::*;

    /// Seven whole columns in 0–1 and a part that is missing, with rows both ways, made up from a seed.
    fn made_up(seed: u64) -> (Model, Vec<f64>) {
        let mut number = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut below = |n: u64| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((number >> 33) % n) as f64
        };
        let mut model = Model::new(8);
        for _ in 0..2 {
            let entries: Vec<(usize, f64)> = (0..7).map(|column| (column, 1.0 + below(9))).collect();
            model.add_at_most(entries, 10.0 + below(8), 0.0);
        }
        for _ in 0..2 {
            let mut entries: Vec<(usize, f64)> = (0..7).map(|column| (column, below(7))).collect();
            entries.push((7, 1.0));
            let most: f64 = entries.iter().map(|(_, figure)| figure * 50.0).sum();
            model.add(entries, 6.0 + below(9), (-most, 0.0));
        }
        let mut price: Vec<f64> = (0..7).map(|_| below(3) / 10.0).collect();
        price.push(1.0);
        (model, price)
    }

    /// Does a point keep the first rows?
    fn keeps(model: &Model, point: &[f64], rows: std::ops::Range<usize>) -> bool {
        rows.into_iter().all(|row| {
            let (entries, right, slack) = model.row(row);
            let rest = right - entries.iter().map(|&(column, figure)| figure * point[column]).sum::<f64>();
            rest >= slack.0 - 1e-7 && (slack.1 > 0.0 || rest <= 1e-7)
        })
    }

    #[test]
    fn no_rounded_row_cuts_a_whole_point_off() {
        let mut whole = vec![true; 8];
        whole[7] = false;
        let (mut added, mut closer) = (0, 0);
        for seed in 0..300 {
            let (mut model, price) = made_up(seed);
            let first = model.n_rows();
            let mut upper = vec![1.0; 7];
            upper.push(50.0);
            let mut state = State::new(&model, vec![0.0; 8], upper, price);
            let (status, before) = state.solve(&model, f64::INFINITY);
            assert_eq!(status, Status::Solved);
            let mut after = before;
            for _ in 0..4 {
                let x = state.values();
                let n = round_sums(&mut model, &state, &x, &whole, Depth::DEEP)
                    + round_rows(&mut model, &x, &whole, Depth::DEEP);
                added += n;
                after = state.solve(&model, f64::INFINITY).1;
            }
            closer += usize::from(after > before + 1e-6);
            for point in 0..128_u32 {
                // Missing parts in steps of a quarter, so that points lie on the rows and off them.
                for missing in 0..60_u32 {
                    let mut x: Vec<f64> = (0..7).map(|column| f64::from(point >> column & 1)).collect();
                    x.push(f64::from(missing) / 4.0);
                    if keeps(&model, &x, 0..first) {
                        assert!(keeps(&model, &x, first..model.n_rows()), "seed {seed}: {x:?}");
                        break;
                    }
                }
            }
        }
        assert!(added > 300 && closer > 100, "{added} rows, {closer} programs with a better bound");
    }
}
