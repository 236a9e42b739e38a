//! Looks at every change, and at every pair of changes, and keeps the best.
//!
//! Best is the highest score; of equal scores the fewest sets changed, then the shortest week, then the first in the
//! order of the list. Nothing is guessed: each changed week is scored as a whole, in the parts by which the week was judged. Where there are more pairs than a
//! page can wait for, the most promising changes are paired and the answer says so.

use super::better::Edit;
use super::blocks::Start;
use super::edits::{Step, steps};
use super::grid::Grid;
use super::score::{mean, micro, shares, shares_like};

/// Pairs of changes that are looked at, which a page can wait for. Source: evenstride-proposal.
const MOST_PAIRS: usize = 1_000_000;

/// A changed week.
pub(super) struct Reached {
    pub(super) edits: Vec<Edit>,
    pub(super) grid: Grid,
    pub(super) seconds: i64,
    pub(super) n_sets: i64,
}

/// What the search came to.
pub(super) struct Outcome {
    pub(super) one: Option<Reached>,
    pub(super) two: Option<Reached>,
    pub(super) n_tried: u64,
    pub(super) tried_all: bool,
    /// Changes of which every pair was looked at.
    pub(super) n_paired: u64,
}

/// The smaller, the better.
type Rank = (i64, i64, i64);

/// Finds the best week with one change and with two.
pub(super) fn search(start: &Start<'_>) -> Outcome {
    let all = steps(start);
    let before = shares(start.field, &start.grid);
    let points_of = |grid: &Grid| mean(&shares_like(&before, start.field, grid), start.field).map_or(0, micro);
    let mut grid = start.grid.clone();
    let mut n_tried = 0;
    let mut one: Option<(Rank, [usize; 1])> = None;
    let mut alone: Vec<i64> = Vec::with_capacity(all.len());
    for (idx, step) in all.iter().enumerate() {
        step.take(&mut grid);
        let points = points_of(&grid);
        alone.push(points);
        n_tried += 1;
        if fits_time(start, &[step]) && keeps(start, &grid, &[step]) {
            better(&mut one, (-points, step.n_sets, step.seconds), [idx]);
        }
        step.take_back(&mut grid);
    }
    let (chosen, tried_all) = chosen(&all, &alone);
    let mut two: Option<(Rank, [usize; 2])> = None;
    for (at, &first) in chosen.iter().enumerate() {
        let a = &all[first];
        a.take(&mut grid);
        for &second in &chosen[at + 1..] {
            let b = &all[second];
            if start.seconds + a.seconds + b.seconds > start.most_seconds
                || a.meets(b)
                || !fits_time(start, &[a, b])
            {
                continue;
            }
            b.take(&mut grid);
            n_tried += 1;
            if keeps(start, &grid, &[a, b]) {
                let points = points_of(&grid);
                better(&mut two, (-points, a.n_sets + b.n_sets, a.seconds + b.seconds), [first, second]);
            }
            b.take_back(&mut grid);
        }
        a.take_back(&mut grid);
    }
    Outcome {
        one: one.map(|(_, indices)| reached(start, &all, &indices)),
        two: two.map(|(_, indices)| reached(start, &all, &indices)),
        n_tried,
        tried_all,
        n_paired: u64::try_from(chosen.len()).unwrap_or(u64::MAX),
    }
}

fn better<const N: usize>(best: &mut Option<(Rank, [usize; N])>, rank: Rank, indices: [usize; N]) {
    if best.as_ref().is_none_or(|(most, old)| (rank, indices) < (*most, *old)) {
        *best = Some((rank, indices));
    }
}

/// Are the week and its days no longer than they may be?
fn fits_time(start: &Start<'_>, taken: &[&Step<'_>]) -> bool {
    let mut days = start.day_seconds;
    taken.iter().for_each(|step| step.lengthen(&mut days));
    let sum: i64 = days.iter().sum();
    sum <= start.most_seconds && days.iter().all(|seconds| *seconds <= start.most_day_seconds)
}

/// Does a changed week keep the limits wherever something came to it?
fn keeps(start: &Start<'_>, grid: &Grid, taken: &[&Step<'_>]) -> bool {
    start.keeps_worked_on(grid)
        && taken.iter().filter_map(|step| step.gives).all(|load| start.keeps(grid, load.piece, load.day))
}

/// The changes to pair: all, or those with the best scores, half of them among those that free time.
fn chosen(all: &[Step<'_>], alone: &[i64]) -> (Vec<usize>, bool) {
    let pairs_of = |n: usize| n.saturating_mul(n.saturating_sub(1)) / 2;
    if pairs_of(all.len()) <= MOST_PAIRS {
        return ((0..all.len()).collect(), true);
    }
    let mut n = 1;
    while pairs_of(n + 1) <= MOST_PAIRS {
        n += 1;
    }
    let mut by_score: Vec<usize> = (0..all.len()).collect();
    by_score.sort_by_key(|&idx| (-alone[idx], all[idx].n_sets, idx));
    let freeing = by_score.iter().copied().filter(|&idx| all[idx].seconds < 0).take(n / 2);
    let mut chosen: Vec<usize> = freeing.collect();
    for idx in by_score {
        if chosen.len() >= n {
            break;
        }
        if !chosen.contains(&idx) {
            chosen.push(idx);
        }
    }
    chosen.sort_unstable();
    (chosen, false)
}

fn reached(start: &Start<'_>, all: &[Step<'_>], indices: &[usize]) -> Reached {
    let mut grid = start.grid.clone();
    let taken = || indices.iter().map(|idx| &all[*idx]);
    taken().for_each(|step| step.take(&mut grid));
    let mut edits: Vec<Edit> = taken().map(|step| step.edit(start)).collect();
    edits.sort();
    Reached {
        edits,
        grid,
        seconds: start.seconds + taken().map(|step| step.seconds).sum::<i64>(),
        n_sets: taken().map(|step| step.n_sets).sum(),
    }
}
