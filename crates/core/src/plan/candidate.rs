//! One exercise as the optimiser sees it: whole numbers only.
//!
//! ```text
//! one-sided, leaning left:  base sets  ■■■ both legs, alternating      b = 3
//!                           extra sets ■   the left leg alone          x = 1   → left 4, right 3
//! ```
//! Read next: `super::problem`.

use crate::body::MuscleGroupId;
use crate::knowledge::{Dose, Exercise, ExerciseKind};

/// Seconds to which the time of a set is rounded up.
pub(super) const QUANTUM_S: i64 = 15;

/// Sets of one session: what both legs get, and what the leaning leg gets on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Sets {
    /// Sets of both legs.
    pub base: i64,
    /// Extra sets of the leg that the exercise leans to.
    pub extra: i64,
}

impl Sets {
    /// Sets of the leg that gets more.
    pub(super) fn most(self) -> i64 {
        self.base + self.extra
    }

    /// Is there nothing?
    pub(super) fn is_none(self) -> bool {
        self.most() == 0
    }
}

/// What one set gives a group: hundredths of a hard set, or half-seconds of stretching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    /// Index of the group.
    pub group: usize,
    /// The amount.
    pub amount: i64,
    /// Index of what is wanted for the group, lead side first.
    pub want: [Option<usize>; 2],
}

/// An exercise that may be in the week.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'k> {
    /// The exercise.
    pub exercise: &'k Exercise,
    /// What a set gives.
    pub loads: Vec<Load>,
    /// Groups for which its sets are hard, as a mask.
    pub hard: u64,
    /// Most sessions in a week.
    pub sessions_max: i64,
    /// The sets that one session may hold, most first.
    pub sessions: Vec<Sets>,
    /// The side that may get extra sets, 0 = lead.
    pub lean: Option<usize>,
    /// Most sets of one leg in a week: what would meet all that it serves, were it alone.
    pub week_max: i64,
    /// Seconds of one base set, both legs and rest included.
    pub base_s: i64,
    /// Seconds of one extra set with rest.
    pub extra_s: i64,
    /// Is it liked?
    pub liked: bool,
    /// Fewest sessions for each weekly `[base][extra]`, 0 when it cannot be split into sessions.
    pub ways: Vec<Vec<u8>>,
    /// Candidates that must not stand beside it.
    pub conflicts: Vec<usize>,
}

impl Candidate<'_> {
    /// Seconds of these sets.
    pub(super) fn seconds(&self, sets: Sets) -> i64 {
        sets.base * self.base_s + sets.extra * self.extra_s
    }

    /// What a side gets from these sets by a load.
    pub(super) fn amount(&self, load: &Load, sets: Sets, side: usize) -> i64 {
        load.amount * if self.lean == Some(side) { sets.most() } else { sets.base }
    }

    /// Can these weekly sets be split into sessions?
    pub(super) fn splits(&self, sets: Sets) -> bool {
        sets.is_none() || self.fewest_sessions(sets).is_some()
    }

    /// Fewest sessions that hold these weekly sets.
    pub(super) fn fewest_sessions(&self, sets: Sets) -> Option<u8> {
        let base = usize::try_from(sets.base).ok()?;
        let extra = usize::try_from(sets.extra).ok()?;
        self.ways.get(base)?.get(extra).copied().filter(|&sessions| sessions > 0)
    }

    /// The next smaller weekly sets that can be split into sessions; none for no sets.
    pub(super) fn fewer(&self, sets: Sets) -> Option<Sets> {
        if sets.is_none() {
            return None;
        }
        let less_extra = (0..sets.extra).rev().map(|extra| Sets { extra, ..sets });
        let less_base = (0..sets.base).rev().map(|base| Sets { base, extra: sets.extra.min(base) });
        less_extra.chain(less_base).find(|fewer| self.splits(*fewer)).or(Some(Sets::default()))
    }

    /// The most weekly sets that take one session less.
    pub(super) fn one_session_less(&self, sets: Sets) -> Option<Sets> {
        let sessions = self.fewest_sessions(sets)?;
        let mut less = sets;
        while let Some(fewer) = self.fewer(less) {
            less = fewer;
            if self.fewest_sessions(less).is_none_or(|n| n < sessions) {
                return Some(less);
            }
        }
        None
    }

    /// Fills the table of weekly sets from the sets of a session.
    pub(super) fn count_ways(&mut self) {
        let size = usize::try_from(self.week_max + 1).unwrap_or(0);
        let mut ways = vec![vec![0_u8; size]; size];
        let mut reached = vec![Sets::default()];
        for sessions in 1..=self.sessions_max {
            let mut next = Vec::new();
            for sets in &reached {
                for session in &self.sessions {
                    let sum = Sets { base: sets.base + session.base, extra: sets.extra + session.extra };
                    if sum.most() > self.week_max {
                        continue;
                    }
                    // Both are at least 0 and at most week_max.
                    let way = &mut ways[usize::try_from(sum.base).unwrap_or(0)]
                        [usize::try_from(sum.extra).unwrap_or(0)];
                    if *way == 0 {
                        *way = u8::try_from(sessions).unwrap_or(u8::MAX);
                        next.push(sum);
                    }
                }
            }
            reached = next;
        }
        self.ways = ways;
    }
}

/// Seconds of a set that both legs do, and of a set that one leg does while the other has nothing to do.
///
/// One leg rests while the other works, so a set of both legs in turn takes twice the longer of work and rest. Every set
/// is rounded up to [`QUANTUM_S`]: nobody trains to the second, and days can be filled exactly.
pub(super) fn set_seconds(exercise: &Exercise) -> (i64, i64) {
    let up = |seconds: i64| (seconds + QUANTUM_S - 1) / QUANTUM_S * QUANTUM_S;
    let (work, rest) = (work_s(exercise), i64::from(exercise.rest_s));
    let alone = up(work + rest);
    (if exercise.one_sided { 2 * up(work.max(rest)) } else { alone }, alone)
}

/// Whole seconds of one set without rest.
pub(super) fn work_s(exercise: &Exercise) -> i64 {
    // A set lasts minutes, not years.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (exercise.minutes_per_set * 60.0).round() as i64;
    seconds.max(1)
}

/// Half-seconds for which one set of a stretch stretches: the middle of its hold, counted twice.
pub(super) fn hold_half_s(exercise: &Exercise) -> i64 {
    match exercise.dose {
        Dose::HoldS([from, to]) => i64::from(from) + i64::from(to),
        Dose::Reps(_) | Dose::Minutes(_) | Dose::Metres(_) => 2 * work_s(exercise),
    }
}

/// The sets that one session may hold.
///
/// A strength exercise gives both legs its usual sets and `extra ≤ base·(ratio − 1)`; a stretch may leave the other
/// leg out.
pub(super) fn sessions(exercise: &Exercise, usual: i64, most: i64, extra_percent: Option<i64>) -> Vec<Sets> {
    let least = i64::from(exercise.sets[0]).max(1);
    let stretch = exercise.kind == ExerciseKind::Stretch;
    let mut sessions = Vec::new();
    for total in (least..=most).rev() {
        for extra in 0..=total {
            let sets = Sets { base: total - extra, extra };
            let fits = match extra_percent {
                None => extra == 0,
                Some(_) if stretch => true,
                Some(percent) => extra * 100 <= sets.base * percent,
            };
            if fits && (stretch || sets.base == usual) {
                sessions.push(sets);
            }
        }
    }
    sessions
}

/// What is wanted for one group on one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Want {
    /// Index of the group.
    pub group: usize,
    /// The side, 0 = lead.
    pub side: usize,
    /// Minutes of stretching rather than sets?
    pub stretch: bool,
    /// Hundredths of a set, or half-seconds.
    pub target: i64,
    /// Most that the week may hold.
    pub cap: i64,
    /// Price of one missing unit in the first level.
    pub need_price: i64,
    /// Price of one missing unit in the second level.
    pub keep_price: i64,
    /// Does any candidate give something to it?
    pub reachable: bool,
}

/// A group that leans to one leg: its other leg must be kept before this one gets more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeepFirst {
    /// Index of what is wanted for the weak leg.
    pub weak: usize,
    /// Index of what is wanted for the other leg.
    pub other: usize,
}

/// A day of training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    /// 0 = Monday.
    pub weekday: u8,
    /// Seconds for sets, after the warm-up.
    pub room_s: i64,
    /// Days, as a mask of indices, too close to hold hard sets of the same group.
    pub close: u8,
}

/// The groups in the order of their ids.
pub(super) type Groups<'k> = Vec<&'k MuscleGroupId>;
