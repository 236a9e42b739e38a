//! One exercise as the optimiser sees it: whole numbers only.
//!
//! ```text
//! one-sided, leaning left:  base sets  ■■■ both legs, alternating      b = 3
//!                           extra sets ■   the left leg alone          x = 1   → left 4, right 3
//! ```
//! What is chosen of an exercise for a week is one [`Choice`]: so many sessions, all with the same sets.
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

/// What a week holds of an exercise: sessions that are all alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Choice {
    /// Sessions in the week.
    pub sessions: i64,
    /// Sets of each of them.
    pub sets: Sets,
}

impl Choice {
    /// Not in the week.
    pub(super) const NONE: Choice = Choice { sessions: 0, sets: Sets { base: 0, extra: 0 } };

    /// Is it not in the week?
    #[inline]
    pub(super) fn is_none(self) -> bool {
        self.sessions == 0
    }

    /// Does it hold at least what another one holds, on as many days, so that days for it are days for the other?
    pub(super) fn holds(self, other: Choice) -> bool {
        self.sessions >= other.sessions
            && self.sets.base >= other.sets.base
            && self.sets.extra >= other.sets.extra
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
    /// Wants of a sport that its sets on both legs serve.
    pub minimums: Vec<usize>,
    /// Groups for which its sets are hard, as a mask.
    pub hard: u64,
    /// Days, as a mask of indices, on which its equipment is at hand and nothing harder takes its place.
    pub days: u8,
    /// The side that may get extra sets, 0 = lead.
    pub lean: Option<usize>,
    /// Seconds of one base set, both legs and rest included.
    pub base_s: i64,
    /// Seconds of one extra set with rest.
    pub extra_s: i64,
    /// Is it liked?
    pub liked: bool,
    /// Must it be in?
    pub asked_for: bool,
    /// All that a week may hold of it, fewest sessions first.
    pub choices: Vec<Choice>,
    /// Candidates that must not stand beside it.
    pub conflicts: Vec<usize>,
}

impl Candidate<'_> {
    /// Seconds of one session.
    #[inline]
    pub(super) fn session_s(&self, sets: Sets) -> i64 {
        sets.base * self.base_s + sets.extra * self.extra_s
    }

    /// Seconds of a week.
    #[inline]
    pub(super) fn seconds(&self, choice: Choice) -> i64 {
        choice.sessions * self.session_s(choice.sets)
    }

    /// What a side gets from one session by a load.
    #[inline]
    pub(super) fn session_amount(&self, load: &Load, sets: Sets, side: usize) -> i64 {
        load.amount * if self.lean == Some(side) { sets.most() } else { sets.base }
    }

    /// Each want that a choice serves, with what it gives in the week.
    pub(super) fn gives(&self, choice: Choice) -> impl Iterator<Item = (usize, i64)> + '_ {
        let by_load = self.loads.iter().flat_map(move |load| {
            (0..2).filter_map(move |side| {
                let amount = choice.sessions * self.session_amount(load, choice.sets, side);
                Some((load.want[side]?, amount))
            })
        });
        by_load.chain(self.minimums.iter().map(move |&want| (want, 100 * choice.sessions * choice.sets.base)))
    }

    /// Is it a stretch?
    pub(super) fn stretches(&self) -> bool {
        self.exercise.kind == ExerciseKind::Stretch
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
    for total in least..=most {
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

/// A day of training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    /// 0 = Monday.
    pub weekday: u8,
    /// Seconds for sets, after the warm-up.
    pub room_s: i64,
    /// Days, as a mask of indices, too close to hold hard sets of the same group.
    pub close: u8,
    /// Days, as a mask of indices, just before or after: no strength exercise stands on both.
    pub next: u8,
}

/// Is no day of the mask among those that another of its days excludes?
pub(super) fn apart(days: &[Day], mask: u8, hard: bool) -> bool {
    let excluded = |day: &Day| if hard { day.close | day.next } else { day.next };
    days.iter().enumerate().all(|(idx, day)| mask >> idx & 1 == 0 || mask & excluded(day) == 0)
}

/// The groups in the order of their ids.
pub(super) type Groups<'k> = Vec<&'k MuscleGroupId>;
