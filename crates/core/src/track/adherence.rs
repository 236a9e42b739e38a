//! How much of what was asked was done in the last whole weeks.
//!
//! ```text
//!   week   M  T  W  T  F  S  S
//!   plan   a        b     c        a and b were done: asked is what each was asked to hold on its day
//!   log    a        b              c was not: asked is what the plan holds
//! ```
//! Only what stands for an exercise of the plan counts, and at most as often as it was asked: what the program itself left
//! out or cut is not missing. A session that was left out and done in the week after, before its turn came again or beside
//! it, counts for the week in which it was due, as done late, and for that week alone.
//!
//! ```text
//!   week   M  T  W  T  F  S  S   M  T  W  T  F  S  S
//!   plan   a     b     c         a     b     c
//!   log    a     b               c  a  b     c        the first c is late, the second on its day
//! ```
//! Read next: `super::decide`.

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
    let held = held_by_week([begins, this], following, asked);
    let mut sums = Bilateral::<Adherence>::default();
    let mut week = monday(begins);
    while week < this {
        let on_time = done_in(week, begins, following, asked.stands_for);
        let moved = |which: &dyn Fn(&&Held<'_>) -> bool| {
            let mut sets: Sets<'_> = BTreeMap::new();
            for held in held.iter().filter(|held| held.is_late()).filter(which) {
                for (key, n) in sets_of(held.session, following, asked.stands_for) {
                    *sets.entry(key).or_default() += n;
                }
            }
            sets
        };
        let late = moved(&|held| held.week == week);
        let of_before = moved(&|held| monday(held.session.on) == week);
        for (key, sets) in asked_in(week, begins, following, asked, &held) {
            let of = |sets: &Sets<'_>| sets.get(&key).copied().unwrap_or(0);
            let in_time = of(&on_time).saturating_sub(of(&of_before)).min(sets);
            let late = of(&late).min(sets - in_time);
            for side in Side::BOTH.into_iter().filter(|side| key.1.includes(*side)) {
                sums[side].planned = sums[side].planned.saturating_add(sets);
                sums[side].done = sums[side].done.saturating_add(in_time + late);
                sums[side].late = sums[side].late.saturating_add(late);
            }
        }
        week = days_after(week, 7);
    }
    let is_asked = Side::BOTH.into_iter().any(|side| sums[side].planned > 0);
    is_asked.then_some(sums)
}

type Sets<'a> = BTreeMap<(&'a ExerciseId, PlannedSide), u32>;

/// A session that was done, and the Monday of the week for which it counts.
#[derive(Debug, Clone, Copy)]
struct Held<'s> {
    week: Date,
    session: &'s AskedOn,
}

impl Held<'_> {
    fn is_late(&self) -> bool {
        monday(self.session.on) != self.week
    }
}

/// Gives each session that was done to one week: its own, or the one before where it is missing there.
fn held_by_week<'s>(
    [begins, this]: [Date; 2],
    following: &Following<'_>,
    asked: &Asked<'s, '_>,
) -> Vec<Held<'s>> {
    let mut held: Vec<Held<'s>> = Vec::new();
    let mut week = monday(begins);
    while week < this {
        let after = days_after(week, 7);
        for (idx, session) in following.plan.sessions.iter().enumerate() {
            let is_free = |done: &&AskedOn| {
                done.session_idx == idx && done.on >= begins && held.iter().all(|one| one.session.on != done.on)
            };
            let of = |week: Date| asked.done.iter().filter(is_free).filter(move |done| monday(done.on) == week);
            let is_due = days_after(week, u32::from(session.weekday)) >= begins;
            let own = of(week).next();
            // From its own day on it is that of its own week, unless that week holds it twice.
            let turn = days_after(after, u32::from(session.weekday));
            let late =
                || of(after).next().filter(|done| is_due && (done.on < turn || of(after).nth(1).is_some()));
            let found = own.or_else(late);
            held.extend(found.map(|session| Held { week, session }));
        }
        week = after;
    }
    held
}

/// What a day holds of the session that was done on it, at most as asked.
fn sets_of<'a>(session: &AskedOn, following: &Following<'a>, stands_for: &StandsFor<'a>) -> Sets<'a> {
    let done = done_on(session.on, following, stands_for);
    let mut sets: Sets<'a> = BTreeMap::new();
    let items = following.plan.sessions.get(session.session_idx).into_iter().flat_map(|held| &held.items);
    for (item, asked) in items.zip(&session.sets) {
        *sets.entry((&item.exercise, item.side)).or_default() += asked;
    }
    for (key, asked) in &mut sets {
        *asked = done.get(key).copied().unwrap_or(0).min(*asked);
    }
    sets
}

fn asked_in<'a>(
    week: Date,
    begins: Date,
    following: &Following<'a>,
    asked: &Asked<'_, '_>,
    held: &[Held<'_>],
) -> Sets<'a> {
    let kept = 1.0 - following.knowledge.following.figures.lighter_sets_off_percent / 100.0;
    let is_lighter = asked.lighter.contains(&week);
    let mut sets: Sets<'a> = BTreeMap::new();
    for (idx, session) in following.plan.sessions.iter().enumerate() {
        let held = held.iter().find(|held| held.week == week && held.session.session_idx == idx);
        let is_due = days_after(week, u32::from(session.weekday)) >= begins;
        for (at, item) in session.items.iter().enumerate() {
            let n = match held {
                Some(held) => held.session.sets.get(at).copied().unwrap_or(0),
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
    for day in (0..7).map(|day| days_after(week, day)).filter(|day| *day >= begins) {
        for (key, n) in done_on(day, following, stands_for) {
            let so_far = sets.entry(key).or_default();
            *so_far = so_far.saturating_add(n);
        }
    }
    sets
}

fn done_on<'a>(day: Date, following: &Following<'a>, stands_for: &StandsFor<'a>) -> Sets<'a> {
    let mut sets: Sets<'a> = BTreeMap::new();
    for entry in on(following.log, day).filter(|entry| entry.holds_sets()) {
        if let Some(planned) = stands_for.get(&entry.exercise) {
            let n = u32::try_from(entry.done.len()).unwrap_or(0);
            let so_far = sets.entry((*planned, entry.side)).or_default();
            *so_far = so_far.saturating_add(n);
        }
    }
    sets
}
