//! How much of what was asked was done in the last whole weeks.
//!
//! ```text
//!   week   M  T  W  T  F  S  S
//!   plan   a        b     c        a and b were done: asked is what each was asked to hold on its day
//!   log    a        b              c was not: asked is what the plan holds
//! ```
//! Only what stands for an exercise of the plan counts, and at most as often as it was asked: what the program itself left
//! out or cut is not missing. Read next: `super::decide`.

use super::choose::{StandsFor, on};
use super::next::{Adherence, Following};
use super::weeks::{days_after, days_before, fewer, monday};
use crate::body::{Bilateral, Side};
use crate::knowledge::{ExerciseId, counted};
use crate::plan::{Item, PlannedSide};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a session was asked to hold on the day on which it was done: sets of each item in the order of the plan.
#[derive(Debug, Clone)]
pub(super) struct AskedOn {
    pub(super) on: Date,
    pub(super) session_idx: usize,
    pub(super) sets: Vec<u32>,
}

/// What the weeks are held against.
pub(super) struct Asked<'s, 'k> {
    pub(super) stands_for: &'s StandsFor<'k>,
    /// The sessions that were done, by day.
    pub(super) done: &'s [AskedOn],
    /// The Mondays of lighter weeks.
    pub(super) lighter: &'s [Date],
    /// Does an item wait, so that nobody is asked for it?
    pub(super) waits: &'s dyn Fn(&Item) -> bool,
}

/// The first day that counts: the weeks looked at begin on it or later.
pub(super) fn counts_from(following: &Following<'_>) -> Option<Date> {
    let weeks = counted(following.knowledge.following.figures.adherence_weeks);
    let earliest = days_before(monday(following.as_of), 7 * weeks);
    let first = following.log.entries().first()?.on;
    Some(following.since.unwrap_or(monday(first)).max(earliest))
}

/// How much of what was asked was done in the last whole weeks, from the first day of the plan on; none before a week with
/// something asked has ended.
///
/// In a lighter week only the sets that it keeps count as asked; the whole week before a break counts as it was.
pub(super) fn adherence(following: &Following<'_>, asked: &Asked<'_, '_>) -> Option<Bilateral<Adherence>> {
    let begins = counts_from(following)?;
    let this = monday(following.as_of);
    if begins >= this {
        return None;
    }
    let mut sums = Bilateral::<Adherence>::default();
    let mut week = monday(begins);
    while week < this {
        let done = done_in(week, begins, following, asked.stands_for);
        for ((exercise, planned), sets) in asked_in(week, begins, following, asked) {
            let done = done.get(&(exercise, planned)).copied().unwrap_or(0).min(sets);
            for side in Side::BOTH.into_iter().filter(|side| planned.includes(*side)) {
                sums[side].planned = sums[side].planned.saturating_add(sets);
                sums[side].done = sums[side].done.saturating_add(done);
            }
        }
        week = days_after(week, 7);
    }
    let is_asked = Side::BOTH.into_iter().any(|side| sums[side].planned > 0);
    is_asked.then_some(sums)
}

type Sets<'a> = BTreeMap<(&'a ExerciseId, PlannedSide), u32>;

fn asked_in<'a>(week: Date, begins: Date, following: &Following<'a>, asked: &Asked<'_, '_>) -> Sets<'a> {
    let kept = 1.0 - following.knowledge.following.figures.lighter_sets_off_percent / 100.0;
    let is_lighter = asked.lighter.contains(&week);
    let mut sets: Sets<'a> = BTreeMap::new();
    for (idx, session) in following.plan.sessions.iter().enumerate() {
        let is_held = |held: &&AskedOn| held.session_idx == idx && held.on >= begins && monday(held.on) == week;
        let held = asked.done.iter().find(is_held);
        let is_due = days_after(week, u32::from(session.weekday)) >= begins;
        for (at, item) in session.items.iter().enumerate() {
            let n = match held {
                Some(held) => held.sets.get(at).copied().unwrap_or(0),
                None if !is_due || (asked.waits)(item) => 0,
                None if is_lighter => fewer(item.sets, kept),
                None => item.sets,
            };
            *sets.entry((&item.exercise, item.side)).or_default() += n;
        }
    }
    sets
}

fn done_in<'a>(week: Date, begins: Date, following: &Following<'a>, stands_for: &StandsFor<'a>) -> Sets<'a> {
    let mut sets: Sets<'a> = BTreeMap::new();
    let days = (0..7).map(|day| days_after(week, day)).filter(|day| *day >= begins);
    for entry in days.flat_map(|day| on(following.log, day)).filter(|entry| entry.holds_sets()) {
        if let Some(planned) = stands_for.get(&entry.exercise) {
            let n = u32::try_from(entry.done.len()).unwrap_or(0);
            let so_far = sets.entry((*planned, entry.side)).or_default();
            *so_far = so_far.saturating_add(n);
        }
    }
    sets
}
