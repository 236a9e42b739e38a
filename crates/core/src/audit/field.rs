//! What an audit needs of the knowledge, with indices in place of ids: groups, pairs, movements and exercises.
//!
//! It holds nothing of a log. Read next: `super::grid`.

use super::Asks;
use super::score::imbalance;
use super::volumes::{gives, weekly_volumes};
use super::week::AuditOptions;
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{AuditFigures, AuditPair, Exercise, ExerciseId, Knowledge, Movement, counted};
use crate::plan::{Session, Volume};
use std::collections::BTreeMap;

/// The unchanging half of an audit.
pub(super) struct Field<'k> {
    pub(super) knowledge: &'k Knowledge,
    pub(super) figures: AuditFigures,
    /// Logarithm of how far beyond its limits a pair has no marks left.
    pub(super) opponents_zero_log: f64,
    /// Trainable groups in the order of their ids.
    pub(super) groups: Vec<&'k MuscleGroupId>,
    pub(super) pairs: Vec<Opposed<'k>>,
    pub(super) movements: &'k [Movement],
    /// What was measured short.
    pub(super) short: Vec<(usize, Side)>,
    /// From where to where left against right may stand in each group, in percent as in `super::score`; equal sides
    /// without a plan.
    pub(super) planned: Vec<[f64; 2]>,
    /// Hard sets that give full marks in each group; what a plan gives where that is less.
    pub(super) enough: Vec<Bilateral<f64>>,
    /// What the plan gives each group; none without a plan.
    pub(super) plan_sets: Option<Vec<Bilateral<f64>>>,
    pub(super) pieces: BTreeMap<&'k ExerciseId, Piece<'k>>,
}

/// A pair of which all groups are known.
pub(super) struct Opposed<'k> {
    pub(super) pair: &'k AuditPair,
    pub(super) over: Vec<usize>,
    pub(super) under: Vec<usize>,
}

/// What one set of an exercise gives.
#[derive(Debug)]
pub(super) struct Piece<'k> {
    pub(super) exercise: &'k Exercise,
    /// Hundredths of a hard set by group.
    pub(super) gives: Vec<(usize, i64)>,
    /// Half-seconds of stretching by group.
    pub(super) stretches: Vec<usize>,
    pub(super) half_seconds: i64,
    /// The movements that it is.
    pub(super) movements: Vec<usize>,
    work_s: i64,
    rest_s: i64,
}

impl<'k> Field<'k> {
    pub(super) fn new(knowledge: &'k Knowledge, options: &AuditOptions<'_>, asks: &Asks<'_>) -> Self {
        let groups = trainable(knowledge);
        let idx = |id: &MuscleGroupId| groups.iter().position(|group| *group == id);
        let all = |ids: &[MuscleGroupId]| ids.iter().map(idx).collect::<Option<Vec<usize>>>();
        let pairs = knowledge
            .auditing
            .pairs
            .iter()
            .filter_map(|pair| Some(Opposed { pair, over: all(&pair.over)?, under: all(&pair.under)? }));
        let movements = &knowledge.auditing.movements[..];
        let piece = |exercise: &'k Exercise| Piece::of(exercise, &groups, movements);
        let following = &knowledge.following.figures;
        let kept = 1.0 - following.lighter_sets_off_percent / 100.0;
        let mut planned = vec![[0.0_f64; 2]; groups.len()];
        if let Some(plan) = asks.plan {
            // Less of it after pain and in a lighter week is rounded up for each leg, which moves the ratio.
            let shares = [1.0, 0.5].into_iter().chain(asks.is_lighter.then_some(kept));
            let of_share = |share| weekly_volumes(&with_share(&plan.sessions, share), knowledge);
            let volumes: Vec<Vec<Volume>> = shares.map(of_share).collect();
            let gives_even = |id: &MuscleGroupId| {
                let exercises = asks.even.into_iter().flatten();
                exercises.filter_map(|one| knowledge.exercises.get(one)).any(|one| one.counted_share(id) > 0.0)
            };
            for (range, id) in planned.iter_mut().zip(&groups) {
                let of = |volumes: &[Volume]| {
                    let sets = |side| {
                        let own = volumes.iter().filter(|one| one.group == **id && one.side == side);
                        own.map(|one| one.sets).sum::<f64>()
                    };
                    let (left, right) = (sets(Side::Left), sets(Side::Right));
                    if left + right > 0.0 { imbalance(left, right) } else { 0.0 }
                };
                let all = volumes.iter().map(|volumes| of(volumes)).chain(gives_even(id).then_some(0.0));
                let all: Vec<f64> = all.collect();
                let of_all = |pick: fn(f64, f64) -> f64| all.iter().copied().reduce(pick).unwrap_or(0.0);
                *range = [of_all(f64::min), of_all(f64::max)];
            }
        }
        let mut figures = knowledge.auditing.figures;
        if asks.is_lighter {
            (figures.enough_sets, figures.keep_sets) = (figures.enough_sets * kept, figures.keep_sets * kept);
        }
        let share = if asks.is_lighter { kept } else { 1.0 };
        let plan_sets =
            asks.plan.map(|plan| sets_of(&with_share(&plan.sessions, share), &groups, asks, knowledge));
        let full = figures.enough_sets;
        let enough = match &plan_sets {
            Some(sets) => sets.iter().map(|sets| sets.map(|sets| sets.min(full))).collect(),
            None => vec![Bilateral { left: full, right: full }; groups.len()],
        };
        Self {
            knowledge,
            figures,
            opponents_zero_log: libm::log(knowledge.auditing.figures.opponents_zero_times),
            pairs: pairs.collect(),
            movements,
            short: options.short.iter().filter_map(|one| Some((idx(&one.group)?, one.side))).collect(),
            planned,
            enough,
            plan_sets,
            pieces: knowledge.exercises.values().map(|exercise| (&exercise.id, piece(exercise))).collect(),
            groups,
        }
    }

    /// The index of a group.
    pub(super) fn place(&self, id: &MuscleGroupId) -> Option<usize> {
        self.groups.iter().position(|group| *group == id)
    }

    pub(super) fn piece(&self, id: &ExerciseId) -> Option<&Piece<'k>> {
        self.pieces.get(id)
    }
}

/// Hard sets of each group in some sessions; where both legs get the same again, what the leg with fewer has.
fn sets_of(
    sessions: &[Session],
    groups: &[&MuscleGroupId],
    asks: &Asks<'_>,
    knowledge: &Knowledge,
) -> Vec<Bilateral<f64>> {
    let volumes = weekly_volumes(sessions, knowledge);
    let is_even = |id: &MuscleGroupId| {
        let exercises = asks.even.into_iter().flatten();
        exercises.filter_map(|one| knowledge.exercises.get(one)).any(|one| one.counted_share(id) > 0.0)
    };
    let of = |id: &MuscleGroupId, side: Side| -> f64 {
        volumes.iter().filter(|one| one.group == *id && one.side == side).map(|one| one.sets).sum()
    };
    let both = |id: &&MuscleGroupId| {
        let (left, right) = (of(id, Side::Left), of(id, Side::Right));
        if is_even(id) {
            Bilateral { left: left.min(right), right: left.min(right) }
        } else {
            Bilateral { left, right }
        }
    };
    groups.iter().map(both).collect()
}

/// The same sessions with a share of each item's sets, rounded up.
fn with_share(sessions: &[Session], share: f64) -> Vec<Session> {
    let mut sessions = sessions.to_vec();
    for item in sessions.iter_mut().flat_map(|session| &mut session.items) {
        item.sets = counted((f64::from(item.sets) * share).ceil());
    }
    sessions
}

/// The trainable groups in the order of their ids.
pub(super) fn trainable(knowledge: &Knowledge) -> Vec<&MuscleGroupId> {
    knowledge.groups.values().filter(|group| group.trainable).map(|group| &group.id).collect()
}

impl<'k> Piece<'k> {
    pub(super) fn of(exercise: &'k Exercise, groups: &[&MuscleGroupId], movements: &[Movement]) -> Self {
        let idx = |id: &MuscleGroupId| groups.iter().position(|group| *group == id);
        let given = gives(exercise);
        let known = given.iter().filter_map(|(id, both)| Some((idx(id)?, *both)));
        let known: Vec<(usize, (i64, i64))> = known.collect();
        let done = movements.iter().enumerate().filter(|(_, movement)| movement.is_done_by(exercise));
        Self {
            exercise,
            gives: known.iter().map(|(group, both)| (*group, both.0)).filter(|(_, part)| *part > 0).collect(),
            stretches: known.iter().filter(|(_, both)| both.1 > 0).map(|(group, _)| *group).collect(),
            half_seconds: known.iter().map(|(_, both)| both.1).max().unwrap_or(0),
            movements: done.map(|(idx, _)| idx).collect(),
            work_s: seconds(exercise.minutes_per_set),
            rest_s: i64::from(exercise.rest_s),
        }
    }
}

impl Piece<'_> {
    /// Seconds that sets take with rest, as the planner counts them: while one leg rests the other works.
    pub(super) fn seconds(&self, together: i64, left: i64, right: i64) -> i64 {
        let alone = self.work_s + self.rest_s;
        let in_turn = if self.exercise.one_sided { 2 * self.work_s.max(self.rest_s) } else { 2 * alone };
        together * alone + left.min(right) * in_turn + (left - right).abs() * alone
    }

    /// Seconds of a set of each leg and of a set of one leg, to compare exercises by.
    pub(super) fn seconds_alike(&self) -> (i64, i64) {
        (self.seconds(0, 1, 1), self.seconds(1, 0, 0))
    }

    /// Does a set of it give a hard set to any group?
    pub(super) fn is_hard(&self) -> bool {
        !self.gives.is_empty()
    }
}

fn seconds(minutes: f64) -> i64 {
    // A set lasts minutes, not years.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (minutes * 60.0).round() as i64;
    seconds.max(1)
}
