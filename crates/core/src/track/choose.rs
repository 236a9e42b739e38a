//! Which session of the week comes next, and on which day.
//!
//! Read next: `super::decide`.

use super::log::{Log, LoggedSets};
use super::next::Following;
use super::weeks::{days_after, days_between};
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{ExerciseId, Knowledge, SignEffect};
use crate::plan::{Plan, PlannedSide, Session};
use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// Which planned exercise a logged one stands for: itself, or that of whose chain it is.
pub(super) type StandsFor<'k> = BTreeMap<&'k ExerciseId, &'k ExerciseId>;

/// The next session's index and its first possible day; none when the plan holds no session.
///
/// `passed` is a session and its day that hold nothing, behind which to look.
pub(super) fn choose(
    following: &Following<'_>,
    days: &[(Date, usize)],
    passed: Option<(usize, Date)>,
) -> Option<(usize, Date)> {
    let Following { plan, as_of, .. } = *following;
    let n_sessions = plan.sessions.len();
    if n_sessions == 0 {
        return None;
    }
    let last = days.last().copied();
    let session_idx = match (passed, last) {
        (Some((idx, _)), _) | (None, Some((_, idx))) => (idx + 1) % n_sessions,
        (None, None) => {
            let today = weekday(as_of);
            plan.sessions.iter().position(|session| session.weekday >= today).unwrap_or(0)
        }
    };
    let behind = passed.map(|(_, day)| day).max(last.map(|(day, _)| day));
    let from = behind.map_or(as_of, |day| days_after(day, 1).max(as_of));
    let from = from.max(ill_until(following).unwrap_or(from));
    Some((session_idx, first_day(following, session_idx, from, last)))
}

/// The days of the log on which something of the plan was done, with the session that each fits best: most of its exercises, then the one whose turn it was.
pub(super) fn days_matched(plan: &Plan, log: &Log, stands_for: &StandsFor<'_>) -> Vec<(Date, usize)> {
    let n_sessions = plan.sessions.len();
    let mut days: Vec<(Date, usize)> = Vec::new();
    for day in log.days() {
        let sets = on(log, day).filter(|entry| entry.holds_sets());
        let done: BTreeSet<&ExerciseId> =
            sets.filter_map(|entry| stands_for.get(&entry.exercise).copied()).collect();
        // A run is no session of a plan that holds none, and takes the place of nothing.
        if done.is_empty() {
            continue;
        }
        let turn = |idx: usize| match days.last() {
            Some((_, last)) => (idx + n_sessions - (last + 1) % n_sessions) % n_sessions,
            None => {
                let apart = usize::from(plan.sessions[idx].weekday.abs_diff(weekday(day)));
                apart.min(7_usize.saturating_sub(apart))
            }
        };
        let n_missing = |idx: usize| {
            let held: BTreeSet<&ExerciseId> =
                plan.sessions[idx].items.iter().map(|item| &item.exercise).collect();
            done.len() - done.intersection(&held).count()
        };
        let best = (0..n_sessions).min_by_key(|idx| (n_missing(*idx), turn(*idx)));
        days.extend(best.map(|idx| (day, idx)));
    }
    days
}

/// The entries of a day.
pub(super) fn on(log: &Log, day: Date) -> impl Iterator<Item = &LoggedSets> {
    log.of_days(day..=day).iter()
}

/// 0 = Monday.
pub(super) fn weekday(day: Date) -> u8 {
    u8::try_from(day.weekday().since(Weekday::Monday)).unwrap_or(0)
}

/// The day from which one may train again after an illness that the log tells of.
fn ill_until(following: &Following<'_>) -> Option<Date> {
    let Following { log, knowledge, .. } = following;
    let wait = crate::knowledge::counted(knowledge.following.figures.ill_wait_days);
    let in_entries = log
        .entries()
        .iter()
        .filter(|entry| super::signs::has_sign(entry, SignEffect::Waits, knowledge))
        .map(|entry| entry.on);
    let in_remarks = log
        .remarks()
        .iter()
        .filter(|remark| super::signs::remark_has_sign(remark, SignEffect::Waits, knowledge))
        .map(|remark| remark.on);
    Some(days_after(in_entries.chain(in_remarks).max()?, wait))
}

/// Minutes for training on a day that has a session in the plan: the person's own, or what that session takes where a plan was
/// made with more; none on another day.
fn minutes_on(following: &Following<'_>, day: Date) -> Option<f64> {
    let held = following.plan.sessions.iter().filter(|session| session.weekday == weekday(day));
    let taken = held.map(|session| session.minutes).reduce(f64::max)?;
    let own = following.person.minutes_by_weekday.get(&weekday(day)).copied();
    Some(own.map_or(taken, |own| taken.max(f64::from(own))))
}

/// The first day that has a session in the plan, minutes enough, and rest since the last one.
fn first_day(following: &Following<'_>, session_idx: usize, from: Date, last: Option<(Date, usize)>) -> Date {
    let Following { plan, log, knowledge, .. } = *following;
    let session = &plan.sessions[session_idx];
    let rest_days = knowledge.doses.spacing_hours.div_ceil(24);
    // What was done beside the plan asks for its rest too.
    let beside = log.last_day().filter(|on| last.is_none_or(|(last, _)| *on > last));
    let rested_beside = |day: Date| {
        beside.is_none_or(|beside| {
            days_between(beside, day) >= rest_days || !shares_a_group(log, beside, session, knowledge)
        })
    };
    let fits = |day: Date| {
        // A shorter session leaves minutes of its day over, which a longer one that was missed may take.
        let has_minutes = minutes_on(following, day).is_some_and(|minutes| minutes >= session.minutes - 1.0);
        let has_minutes = has_minutes && rested_beside(day);
        let Some((last, last_idx)) = last else { return has_minutes };
        let rested = days_between(last, day) >= rest_days;
        // The plan's own order of days has its rest in it.
        let previous = &plan.sessions[last_idx];
        let as_planned = previous.weekday == weekday(last) && session.weekday == weekday(day);
        has_minutes && (rested || as_planned || !shares_a_group(log, last, session, knowledge))
    };
    (0..21).map(|n_days| days_after(from, n_days)).find(|day| fits(*day)).unwrap_or(from)
}

/// Does a session work a group hard that the last day worked on the same leg?
fn shares_a_group(log: &Log, last: Date, session: &Session, knowledge: &Knowledge) -> bool {
    let worked: BTreeSet<(&MuscleGroupId, Side)> =
        on(log, last).flat_map(|entry| groups(&entry.exercise, entry.side, knowledge)).collect();
    let mut asked = session.items.iter().flat_map(|item| groups(&item.exercise, item.side, knowledge));
    asked.any(|group| worked.contains(&group))
}

fn groups<'k>(
    exercise: &ExerciseId,
    side: PlannedSide,
    knowledge: &'k Knowledge,
) -> Vec<(&'k MuscleGroupId, Side)> {
    let Some(exercise) = knowledge.exercises.get(exercise) else { return Vec::new() };
    let of = |group| Side::BOTH.into_iter().filter(move |leg| side.includes(*leg)).map(move |leg| (group, leg));
    exercise.counted_shares().flat_map(|(group, _)| of(group)).collect()
}
