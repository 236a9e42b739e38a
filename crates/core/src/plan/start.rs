//! A good week to start the search from: what gives most for the second, and then what is better exchanged.
//!
//! It proves nothing; it only spares the search the weeks that are plainly worse. Read next: `super::search`.

use super::candidate::{Candidate, Sets};
use super::place::{Placed, place};
use super::problem::Problem;
use super::search::nothing;
use super::value::{Goal, Solution, amounts, broken_keep_first, values};

/// Rounds of taking one or two exercises out and filling up again.
const ROUNDS: usize = 3;
/// Parts of the week's minutes, in percent, that are filled at first: a week that is not full is easier to put on days.
const FILLED: [i64; 2] = [100, 93];

/// A week that keeps every limit, usually near the best.
pub(super) fn start(problem: &Problem<'_>, place_steps: u32) -> Solution {
    let room: i64 = problem.days.iter().map(|day| day.room_s).sum();
    let mut best = nothing(problem);
    let empty = best.weekly.clone();
    for first in firsts(problem) {
        let mut weekly = empty.clone();
        if let Some((idx, sets)) = first {
            weekly[idx] = sets;
        }
        for percent in FILLED {
            let mut weekly = weekly.clone();
            fill(problem, &mut weekly, room * percent / 100, None);
            settle(problem, weekly, place_steps, &mut best);
        }
    }
    for _ in 0..ROUNDS {
        let before = best.values;
        for idx in 0..problem.candidates.len() {
            if best.weekly[idx].is_none() {
                continue;
            }
            for other in idx..problem.candidates.len() {
                if best.weekly[idx].is_none() || best.weekly[other].is_none() {
                    continue;
                }
                let mut weekly = best.weekly.clone();
                weekly[idx] = Sets::default();
                weekly[other] = Sets::default();
                for percent in FILLED {
                    let mut weekly = weekly.clone();
                    fill(problem, &mut weekly, room * percent / 100, Some(idx));
                    settle(problem, weekly, place_steps, &mut best);
                }
            }
        }
        if best.values == before {
            break;
        }
    }
    best
}

/// A week at least as good as one that is known, found by adding to it and by exchanging one exercise.
pub(super) fn extend(problem: &Problem<'_>, known: Solution, place_steps: u32) -> Solution {
    let room: i64 = problem.days.iter().map(|day| day.room_s).sum();
    let mut best = known.clone();
    for without in std::iter::once(None).chain((0..problem.candidates.len()).map(Some)) {
        let mut weekly = known.weekly.clone();
        if let Some(idx) = without {
            if weekly[idx].is_none() {
                continue;
            }
            weekly[idx] = Sets::default();
        }
        fill(problem, &mut weekly, room, without);
        settle(problem, weekly, place_steps, &mut best);
    }
    best
}

/// What to begin with: nothing, or as many sessions as a week may hold of one thing that serves a need.
fn firsts(problem: &Problem<'_>) -> Vec<Option<(usize, Sets)>> {
    let serves = |idx: &usize| {
        let wants = problem.candidates[*idx].loads.iter().flat_map(|load| load.want).flatten();
        wants.into_iter().any(|want| problem.wants[want].need_price > 0)
    };
    let mut firsts = vec![None];
    for idx in (0..problem.candidates.len()).filter(serves) {
        let candidate = &problem.candidates[idx];
        for session in &candidate.sessions {
            for n in 1..=candidate.sessions_max {
                firsts.push(Some((idx, Sets { base: n * session.base, extra: n * session.extra })));
            }
        }
    }
    firsts
}

/// Takes weekly sets over when they are better and fit on days; sessions are dropped until they do.
fn settle(problem: &Problem<'_>, mut weekly: Vec<Sets>, place_steps: u32, best: &mut Solution) {
    while let Some(values) = values(problem, &weekly).filter(|values| *values < best.values) {
        if let Placed::Fits(placement, uneven) = place(problem, &weekly, i64::MAX, place_steps) {
            best.values = values;
            best.values[Goal::Evenness] = uneven;
            best.placement = placement;
            best.weekly = weekly;
            return;
        }
        let shorter = (0..weekly.len())
            .filter_map(|idx| {
                let mut less = weekly.clone();
                less[idx] = problem.candidates[idx].one_session_less(weekly[idx])?;
                Some((self::values(problem, &less)?, less))
            })
            .min_by_key(|(values, _)| *values);
        let Some((_, less)) = shorter else { return };
        weekly = less;
    }
}

/// Adds sessions as long as one gives something, the most for the second first.
fn fill(problem: &Problem<'_>, weekly: &mut [Sets], room: i64, without: Option<usize>) {
    let mut amounts = amounts(problem, weekly);
    let pairs = problem.candidates.iter().zip(weekly.iter());
    let mut seconds: i64 = pairs.map(|(candidate, sets)| candidate.seconds(*sets)).sum();
    loop {
        let mut found: Option<(Merit, usize, Sets)> = None;
        for (idx, candidate) in problem.candidates.iter().enumerate() {
            let barred =
                Some(idx) == without || candidate.conflicts.iter().any(|&other| !weekly[other].is_none());
            if barred {
                continue;
            }
            for &session in &candidate.sessions {
                let merit = merit(problem, candidate, session, &amounts);
                let better = found.as_ref().is_none_or(|(best, ..)| merit.beats(best));
                if better && merit.gains() && seconds + merit.seconds <= room {
                    let sum = plus(weekly[idx], session);
                    if candidate.splits(sum) && keeps_rules(problem, candidate, session, &amounts) {
                        found = Some((merit, idx, session));
                    }
                }
            }
        }
        let Some((merit, idx, session)) = found else { return };
        weekly[idx] = plus(weekly[idx], session);
        add(&problem.candidates[idx], session, &mut amounts);
        seconds += merit.seconds;
    }
}

fn plus(a: Sets, b: Sets) -> Sets {
    Sets { base: a.base + b.base, extra: a.extra + b.extra }
}

fn add(candidate: &Candidate<'_>, session: Sets, amounts: &mut [i64]) {
    for load in &candidate.loads {
        for side in 0..2 {
            if let Some(want) = load.want[side] {
                amounts[want] += candidate.amount(load, session, side);
            }
        }
    }
}

/// Do caps hold, and is the other leg kept first, with this session on top?
fn keeps_rules(problem: &Problem<'_>, candidate: &Candidate<'_>, session: Sets, amounts: &[i64]) -> bool {
    let mut then = amounts.to_vec();
    add(candidate, session, &mut then);
    let capped = problem.wants.iter().zip(&then).all(|(want, amount)| *amount <= want.cap);
    capped && broken_keep_first(problem, &then).is_none()
}

fn merit(problem: &Problem<'_>, candidate: &Candidate<'_>, session: Sets, amounts: &[i64]) -> Merit {
    let mut merit = Merit { needs: 0, keeps: 0, seconds: candidate.seconds(session).max(1) };
    for load in &candidate.loads {
        for side in 0..2 {
            let Some(idx) = load.want[side] else { continue };
            let want = &problem.wants[idx];
            let missing = (want.target - amounts[idx]).max(0);
            let given = candidate.amount(load, session, side).min(missing);
            merit.needs += given * want.need_price;
            merit.keeps += given * want.keep_price;
        }
    }
    merit
}

/// What a session gives the two levels that count most, and what it costs.
struct Merit {
    needs: i64,
    keeps: i64,
    seconds: i64,
}

impl Merit {
    fn gains(&self) -> bool {
        self.needs > 0 || (self.needs == 0 && self.keeps > 0)
    }

    /// More for the second on the first level, then on the second.
    fn beats(&self, other: &Merit) -> bool {
        let per_second = |mine: i64, theirs: i64| {
            (i128::from(mine) * i128::from(other.seconds)).cmp(&(i128::from(theirs) * i128::from(self.seconds)))
        };
        per_second(self.needs, other.needs).then(per_second(self.keeps, other.keeps)).is_gt()
    }
}
