//! In which order the exercises of one session are done.
//!
//! ```text
//! strength ─► balance ─► stretches       within each: what is most in need, then large muscles before small ones
//!    └ two that work one muscle mostly never follow each other, where some order avoids it
//! ```
//! It moves nothing between days and drops nothing. Read next: `super::write`.

use super::candidate::Candidate;
use super::problem::Problem;
use crate::knowledge::ExerciseKind;
use std::cmp::Reverse;

/// Exercises of one kind up to which every order is weighed; sessions hold fewer.
const WEIGHED_MAX: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum KindRank {
    Strength,
    Balance,
    Stretch,
}

/// These candidates in the order of doing.
pub(super) fn ordered(problem: &Problem<'_>, mut here: Vec<usize>) -> Vec<usize> {
    here.sort_by_key(|&idx| rank(problem, &problem.candidates[idx]));
    let mut order: Vec<usize> = Vec::new();
    for kind in [KindRank::Strength, KindRank::Balance, KindRank::Stretch] {
        let of_kind: Vec<usize> =
            here.iter().copied().filter(|&idx| kind_rank(&problem.candidates[idx]) == kind).collect();
        let works: Vec<u64> = of_kind.iter().map(|&idx| mostly(&problem.candidates[idx])).collect();
        // Stretching a muscle that has just worked is no second exercise for it.
        order.extend(rested(&works).into_iter().map(|at| of_kind[at]));
    }
    order
}

/// What is most in need comes first, while the legs are fresh, then large muscles, then what asks for most of them.
fn rank(
    problem: &Problem<'_>,
    candidate: &Candidate<'_>,
) -> (Reverse<i64>, Reverse<i64>, Reverse<i64>, Reverse<u32>) {
    let mainly = mostly(candidate);
    let (mut serves, mut size, mut asks) = (0_i64, 0_i64, 0_i64);
    for load in &candidate.loads {
        let wants = || load.want.iter().flatten().map(|&want| &problem.wants[want]);
        for want in wants() {
            serves = serves.saturating_add(load.amount.saturating_mul(want.need_price));
        }
        let weight = wants().map(|want| want.keep_weight).max().unwrap_or(1);
        asks += load.amount * weight;
        if mainly >> load.group & 1 == 1 {
            size = size.max(weight);
        }
    }
    (Reverse(serves), Reverse(size), Reverse(asks), Reverse(candidate.exercise.level))
}

fn kind_rank(candidate: &Candidate<'_>) -> KindRank {
    match candidate.exercise.kind {
        ExerciseKind::WarmUp | ExerciseKind::Mobility | ExerciseKind::Jump | ExerciseKind::Strength => {
            KindRank::Strength
        }
        ExerciseKind::Balance | ExerciseKind::Trunk | ExerciseKind::Running | ExerciseKind::Habit => {
            KindRank::Balance
        }
        ExerciseKind::Stretch | ExerciseKind::ContractRelax | ExerciseKind::Release => KindRank::Stretch,
    }
}

/// The groups that an exercise works mostly, as a mask: those with at least three quarters of its largest share.
fn mostly(candidate: &Candidate<'_>) -> u64 {
    let most = candidate.loads.iter().map(|load| load.amount).max().unwrap_or(0);
    let mostly = candidate.loads.iter().filter(|load| load.amount * 4 >= most * 3);
    mostly.fold(0, |mask, load| mask | 1 << load.group)
}

/// An order in which fewest neighbours work the same muscle, and of these the one that keeps the first ones first.
///
/// For each set of exercises that are left and each one done last it is counted how often the rest must repeat a muscle.
fn rested(works: &[u64]) -> Vec<usize> {
    let n = works.len();
    if n > WEIGHED_MAX {
        return (0..n).collect();
    }
    let all = (1_usize << n) - 1;
    let meet = |a: usize, b: usize| u32::from(works[a] & works[b] != 0);
    let others = |left: usize| (0..n).filter(move |at| left >> at & 1 == 1);
    // By what is left and what was done last; sets of fewer exercises come first.
    let mut repeats = vec![vec![0_u32; n]; all + 1];
    for left in 1..=all {
        for last in others(all & !left) {
            let then = |next: usize| meet(last, next) + repeats[left & !(1 << next)][next];
            repeats[left][last] = others(left).map(then).min().unwrap_or(0);
        }
    }
    let mut order: Vec<usize> = Vec::new();
    let mut left = all;
    while left != 0 {
        let cost =
            |next: usize| order.last().map_or(0, |&last| meet(last, next)) + repeats[left & !(1 << next)][next];
        let Some(next) = others(left).min_by_key(|&next| (cost(next), next)) else { break };
        order.push(next);
        left &= !(1 << next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::rested;

    #[test]
    fn neighbours_work_different_muscles_where_some_order_allows_it() {
        let check = |works: &[u64], expected: &[usize]| assert_eq!(rested(works), expected, "{works:?}");
        check(&[], &[]);
        check(&[1, 2, 4], &[0, 1, 2]);
        check(&[1, 1, 2], &[0, 2, 1]);
        // The first that rests would leave two of one muscle for the end.
        check(&[1, 2, 4, 4], &[0, 2, 1, 3]);
        check(&[1, 1, 2, 2], &[0, 2, 1, 3]);
        // It cannot be avoided: as seldom as can be, and the first stays first.
        check(&[1, 1, 1, 2], &[0, 1, 3, 2]);
        check(&[3, 1, 2], &[0, 1, 2]);
    }
}
