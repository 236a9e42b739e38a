//! The parts of a week's score, and what lost points in each.
//!
//! ```text
//!   each part: the mean of its credits, 0–1    (one credit a group and side, a gap, a pair, a movement …)
//!   the score: the parts' mean by weight       (a part without a credit is absent, its weight goes to the rest)
//! ```
//! Score and lost points come from the same credits, so the points lost are exactly what the score lacks of 100.

use super::field::Field;
use super::grid::{Grid, hundredths, number};
use super::week::{Lost, Part, PartKind, What};
use crate::body::Side;

/// What a credit belongs to, by index.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell {
    Group(usize, Side),
    Gap(usize, Side, i8, i8),
    Sides(usize),
    Pair(usize, Side),
    Uneven(usize),
    Movement(usize),
}

/// One credit of a part.
struct Credit {
    cell: Cell,
    /// 0–1.
    credit: f64,
    found: Option<f64>,
    asked: [f64; 2],
}

/// What each part reached, in the order of [`PartKind::ALL`]; none when nothing can be said of it.
pub(super) type Shares = [Option<f64>; PartKind::ALL.len()];

/// The shares of all parts.
pub(super) fn shares(field: &Field<'_>, grid: &Grid) -> Shares {
    PartKind::ALL.map(|kind| share(kind, field, grid))
}

/// The score of a week; none when nothing can be said.
pub(super) fn score(field: &Field<'_>, grid: &Grid) -> Option<f64> {
    mean(&shares(field, grid), field)
}

/// The shares of a changed week in the parts by which the week before the change was judged.
///
/// A part that comes in with the change wins nothing and one that goes loses nothing; otherwise a week would rise by
/// being judged otherwise and not by being better.
pub(super) fn shares_like(before: &Shares, field: &Field<'_>, grid: &Grid) -> Shares {
    let mut after = *before;
    for (kind, share_after) in PartKind::ALL.into_iter().zip(&mut after) {
        if share_after.is_some() {
            *share_after = share(kind, field, grid).or(*share_after);
        }
    }
    after
}

/// How much of what a plan gives each group was done, in percent; none without a plan or with one that gives nothing.
pub(super) fn plan_done_percent(field: &Field<'_>, grid: &Grid) -> Option<f64> {
    let (mut planned, mut done) = (0.0, 0.0);
    for (sets, total) in field.plan_sets.as_ref()?.iter().zip(&grid.totals) {
        for side in Side::BOTH {
            planned += sets[side];
            done += sets[side].min(hundredths(total[side]));
        }
    }
    (planned > 0.0).then(|| 100.0 * done / planned)
}

/// The mean of shares by weight, of 100; none when there are none.
pub(super) fn mean(shares: &Shares, field: &Field<'_>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (kind, share) in PartKind::ALL.into_iter().zip(shares) {
        if let Some(share) = share {
            sum += weight(kind, field) * share;
            weights += weight(kind, field);
        }
    }
    (weights > 0.0).then(|| 100.0 * sum / weights)
}

/// Points of the whole by which each part of two sets of the same parts differs.
pub(super) fn won(before: &Shares, after: &Shares, field: &Field<'_>) -> Vec<(PartKind, f64)> {
    let parts = || PartKind::ALL.into_iter().zip(before.iter().zip(after));
    let weights: f64 =
        parts().filter(|(_, (share, _))| share.is_some()).map(|(kind, _)| weight(kind, field)).sum();
    parts()
        .filter_map(|(kind, (before, after))| {
            Some((kind, 100.0 * weight(kind, field) * ((*after)? - (*before)?) / weights))
        })
        .collect()
}

/// What one part reached, 0–1; none when nothing can be said of it.
fn share(kind: PartKind, field: &Field<'_>, grid: &Grid) -> Option<f64> {
    if kind == PartKind::Evenness {
        return evenness(grid);
    }
    let (mut sum, mut n) = (0.0, 0.0);
    credits(kind, field, grid, &mut |credit: Credit| {
        sum += credit.credit;
        n += 1.0;
    });
    (n > 0.0).then(|| sum / n)
}

/// All parts of which something can be said, with what lost points.
pub(super) fn parts(field: &Field<'_>, grid: &Grid) -> Vec<Part> {
    let shares: Vec<(PartKind, f64)> =
        PartKind::ALL.into_iter().filter_map(|kind| Some((kind, share(kind, field, grid)?))).collect();
    let weights: f64 = shares.iter().map(|(kind, _)| weight(*kind, field)).sum();
    if weights <= 0.0 {
        return Vec::new();
    }
    shares
        .into_iter()
        .map(|(kind, share)| {
            let weight = 100.0 * weight(kind, field) / weights;
            Part { kind, points: 100.0 * share, weight, lost: lost(kind, weight, share, field, grid) }
        })
        .collect()
}

fn weight(kind: PartKind, field: &Field<'_>) -> f64 {
    let figures = &field.figures;
    match kind {
        PartKind::Enough => figures.weight_enough,
        PartKind::Often => figures.weight_often,
        PartKind::Spacing => figures.weight_spacing,
        PartKind::Sides => figures.weight_sides,
        PartKind::Opponents => figures.weight_opponents,
        PartKind::Evenness => figures.weight_evenness,
        PartKind::Variety => figures.weight_variety,
        PartKind::Stretching => figures.weight_stretching,
    }
}

/// Points of the whole that a part lost, each with what lost them, largest first.
fn lost(kind: PartKind, weight: f64, share: f64, field: &Field<'_>, grid: &Grid) -> Vec<Lost> {
    let mut found: Vec<Credit> = Vec::new();
    if kind == PartKind::Evenness {
        uneven(share, field, grid, &mut |credit| found.push(credit));
    } else {
        credits(kind, field, grid, &mut |credit| found.push(credit));
    }
    let missing: f64 = found.iter().map(|credit| 1.0 - credit.credit).sum();
    if missing <= 0.0 {
        return Vec::new();
    }
    let all = weight * (1.0 - share);
    let mut lost: Vec<Lost> = found
        .into_iter()
        .filter(|credit| credit.credit < 1.0)
        .map(|credit| Lost {
            points: all * (1.0 - credit.credit) / missing,
            what: what(credit.cell, field),
            found: credit.found,
            asked: credit.asked,
        })
        .collect();
    // Equal points stay in the order of their groups; rounding keeps left and right from changing places.
    lost.sort_by(|a, b| micro(b.points).cmp(&micro(a.points)).then_with(|| a.what.cmp(&b.what)));
    lost
}

/// Millionths of a point, so that the last digits of a sum decide nothing.
pub(super) fn micro(points: f64) -> i64 {
    // Points lie within 0–100.
    #[allow(clippy::cast_possible_truncation)]
    let micro = (points * 1e6).round() as i64;
    micro
}

fn what(cell: Cell, field: &Field<'_>) -> What {
    let group = |idx: usize| field.groups[idx].clone();
    match cell {
        Cell::Group(idx, side) => What::Group { group: group(idx), side },
        Cell::Gap(idx, side, first, second) => What::Gap { group: group(idx), side, first, second },
        Cell::Sides(idx) => What::Sides { group: group(idx) },
        Cell::Pair(idx, side) => What::Pair { pair: field.pairs[idx].pair.id.clone(), side },
        Cell::Uneven(idx) => What::Uneven { group: group(idx) },
        Cell::Movement(idx) => What::Movement { movement: field.movements[idx].id.clone() },
    }
}

/// Tells every credit of a part but evenness, which is one figure of the whole week.
fn credits(kind: PartKind, field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    match kind {
        PartKind::Enough => enough(field, grid, tell),
        PartKind::Often => often(field, grid, tell),
        PartKind::Spacing => spacing(field, grid, tell),
        PartKind::Sides => sides(field, grid, tell),
        PartKind::Opponents => opponents(field, grid, tell),
        PartKind::Variety => variety(field, grid, tell),
        PartKind::Stretching => stretching(field, grid, tell),
        PartKind::Evenness => {}
    }
}

/// DIFFERENCE: whoever follows a plan is held against what it gives each group where that is less, as the sides are.
fn enough(field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    for (idx, (total, enough)) in grid.totals.iter().zip(&field.enough).enumerate() {
        for side in Side::BOTH {
            let (sets, aim) = (hundredths(total[side]), enough[side]);
            // A plan that gives a group nothing asks for nothing.
            if aim <= 0.0 {
                continue;
            }
            let credit = (sets / aim).min(1.0);
            tell(Credit { cell: Cell::Group(idx, side), credit, found: Some(sets), asked: [aim, aim] });
        }
    }
}

fn often(field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    let aim = field.figures.often_days;
    for (idx, hard) in grid.hard.iter().enumerate() {
        for side in Side::BOTH {
            let days = f64::from(hard[side].count_ones());
            let credit = if days >= aim { 1.0 } else { 0.0 };
            tell(Credit { cell: Cell::Group(idx, side), credit, found: Some(days), asked: [aim, aim] });
        }
    }
}

/// DIFFERENCE: a log knows days and no hours, so a gap is 24 hours a day, and the half credit from 36 hours on is
/// never given.
fn spacing(field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    let (whole, half) = (field.figures.spacing_hours, field.figures.spacing_half_hours);
    for idx in 0..grid.hard.len() {
        for side in Side::BOTH {
            grid.gaps(idx, side, |first, second| {
                let hours = f64::from(second - first) * 24.0;
                let credit = if hours >= whole {
                    1.0
                } else if hours >= half {
                    0.5
                } else {
                    0.0
                };
                let cell = Cell::Gap(idx, side, first, second);
                tell(Credit { cell, credit, found: Some(hours), asked: [whole, whole] });
            });
        }
    }
}

/// DIFFERENCE: each group has its own credit of at least nought, so that one group cannot take the marks of another.
fn sides(field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    for (idx, total) in grid.totals.iter().enumerate() {
        if grid.unsided[idx] > 0 || total.left + total.right <= 0 {
            continue;
        }
        let found = imbalance(number(total.left), number(total.right));
        let [low, high] = field.planned[idx];
        let off = (low - found).max(found - high).max(0.0);
        let credit = (1.0 - field.figures.sides_times * off / 100.0).max(0.0);
        tell(Credit { cell: Cell::Sides(idx), credit, found: Some(found), asked: [low, high] });
    }
}

/// Left against right in percent of both together; above 0 the left has more.
pub(super) fn imbalance(left: f64, right: f64) -> f64 {
    100.0 * (left - right) / (left + right)
}

/// DIFFERENCE: beyond the limits marks fall with the logarithm of the ratio, so that it does not matter which of the
/// two stands above the line. A pair of which neither group was trained has no marks, as one of which only one was:
/// were it left out, the first set for either would lower the score.
fn opponents(field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    for (idx, opposed) in field.pairs.iter().enumerate() {
        for side in Side::BOTH {
            let mean = |groups: &[usize]| {
                let sum: i64 = groups.iter().map(|group| grid.totals[*group][side]).sum();
                number(sum) / number(i64::try_from(groups.len()).unwrap_or(1).max(1))
            };
            let (over, under) = (mean(&opposed.over), mean(&opposed.under));
            let is_asked = |group: &usize| field.enough[*group][side] > 0.0;
            // What a plan asks nothing of may rest.
            if over <= 0.0 && under <= 0.0 && !opposed.over.iter().chain(&opposed.under).any(is_asked) {
                continue;
            }
            let (low, high) = (opposed.pair.low, opposed.pair.high);
            let ratio = (under > 0.0).then(|| over / under);
            let credit = ratio.map_or(0.0, |ratio| within(ratio, [low, high], field.opponents_zero_log));
            tell(Credit { cell: Cell::Pair(idx, side), credit, found: ratio, asked: [low, high] });
        }
    }
}

/// Marks of a ratio, 0–1: all within the limits, none from where its logarithm lies `zero_log` beyond them.
fn within(ratio: f64, [low, high]: [f64; 2], zero_log: f64) -> f64 {
    let beyond = if ratio < low {
        low / ratio
    } else if ratio > high {
        ratio / high
    } else {
        return 1.0;
    };
    // Nothing above the line is beyond every limit.
    if !beyond.is_finite() {
        return 0.0;
    }
    (1.0 - libm::log(beyond) / zero_log).clamp(0.0, 1.0)
}

fn variety(field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    for idx in 0..field.movements.len() {
        let sets = grid.movements[idx];
        let credit = if sets > 0 { 1.0 } else { 0.0 };
        tell(Credit { cell: Cell::Movement(idx), credit, found: Some(number(sets)), asked: [1.0, 1.0] });
    }
}

fn stretching(field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    let aim = field.figures.stretch_minutes;
    for &(idx, side) in &field.short {
        let minutes = number(grid.stretch[idx][side]) / 120.0;
        let credit = (minutes / aim).min(1.0);
        tell(Credit { cell: Cell::Group(idx, side), credit, found: Some(minutes), asked: [aim, aim] });
    }
}

/// Shannon's entropy of the groups' sets, as a part of its greatest value.
fn evenness(grid: &Grid) -> Option<f64> {
    let n = grid.totals.len();
    let all: i64 = grid.totals.iter().map(|total| total.left + total.right).sum();
    if all <= 0 || n < 2 {
        return None;
    }
    let all = number(all);
    let mut entropy = 0.0;
    for total in &grid.totals {
        let part = number(total.left + total.right) / all;
        if part > 0.0 {
            entropy -= part * libm::log(part);
        }
    }
    let greatest = libm::log(number(i64::try_from(n).unwrap_or(i64::MAX)));
    Some((entropy / greatest).clamp(0.0, 1.0))
}

/// Shares what evenness lost out to the groups that have less than an even part, by how much they lack.
fn uneven(share: f64, field: &Field<'_>, grid: &Grid, tell: &mut impl FnMut(Credit)) {
    let all: i64 = grid.totals.iter().map(|total| total.left + total.right).sum();
    let n = number(i64::try_from(field.groups.len()).unwrap_or(1).max(1));
    if share >= 1.0 || all <= 0 {
        return;
    }
    let even = 100.0 / n;
    for (idx, total) in grid.totals.iter().enumerate() {
        let percent = 100.0 * number(total.left + total.right) / number(all);
        if percent < even {
            let credit = percent / even;
            tell(Credit { cell: Cell::Uneven(idx), credit, found: Some(percent), asked: [even, even] });
        }
    }
}
