//! The second half of the check: the levels and what is lacking, counted again from the sessions.
//!
//! Read next: `super::check`.

use super::check::{LegSets, Week};
use super::eligible::{Eligible, usual_sets};
use super::wants::{keep_weight, minimum_weight, minimums};
use super::week::{Level, NeedKind};
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{Exercise, ExerciseKind};
use std::collections::BTreeSet;

const NAMES: [&str; 5] = ["uncovered-need", "uncovered-keep", "exercises-and-minutes", "wishes", "uneven-days"];

/// Recounts every level's objective, its gap, the proof, and the list of what is lacking.
pub(super) fn recount(week: &Week<'_>, wrong: &mut Vec<String>) {
    let levels = &week.plan.levels;
    let names: Vec<&str> = levels.iter().map(|level| level.name).collect();
    if names != NAMES {
        wrong.push("the levels are not the five levels".to_owned());
        return;
    }
    for (level, counted) in levels.iter().zip(values(week)) {
        check_level(level, counted, wrong);
    }
    if week.plan.proven != levels.iter().all(|level| level.gap_percent <= 1.0) {
        wrong.push("the plan says wrongly whether it is proven".to_owned());
    }
    check_unmet(week, wrong);
}

/// The value of every level.
pub(super) fn values(week: &Week<'_>) -> [f64; 5] {
    let (needs, keeps) = uncovered(week);
    let counted = [needs, keeps, exercises_and_minutes(week), wishes(week), uneven_steps(week)];
    #[allow(clippy::cast_precision_loss)]
    counted.map(|sum| sum.over as f64 / sum.under as f64)
}

/// A sum of fractions of whole numbers, kept exact until the end.
struct Sum {
    over: i64,
    under: i64,
}

impl Sum {
    fn add(&mut self, over: i64, under: i64) {
        let shared = gcd(self.under, under);
        self.over = self.over * (under / shared) + over * (self.under / shared);
        self.under *= under / shared;
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn check_level(level: &Level, counted: f64, wrong: &mut Vec<String>) {
    let name = level.name;
    // Tolerance: both are one quotient of the same whole numbers.
    if (level.objective - counted).abs() > 1e-9 * counted.abs().max(1.0) {
        wrong.push(format!("{name}: the sessions give {counted}, the plan says {}", level.objective));
    }
    if !(0.0..=level.objective).contains(&level.bound) {
        wrong.push(format!("{name}: the bound {} does not lie below {}", level.bound, level.objective));
    }
    let gap =
        if level.objective > 0.0 { 100.0 * (level.objective - level.bound) / level.objective } else { 0.0 };
    if (gap - level.gap_percent).abs() > 1e-9 {
        wrong.push(format!("{name}: the gap is {gap} percent, the plan says {}", level.gap_percent));
    }
}

/// What is wanted of a group on a leg and what is there.
struct Row<'a> {
    group: &'a MuscleGroupId,
    side: Side,
    kind: NeedKind,
    target: i64,
    given: i64,
    weight: Option<i64>,
}

fn rows<'a>(week: &Week<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for group in week.groups() {
        for kind in [NeedKind::Strengthen, NeedKind::Stretch] {
            for side in Side::BOTH {
                let Some(target) = week.target(group, side, kind) else { continue };
                let given = week.given(group, side, kind);
                let weight = week.need(group, side, kind).map(super::needs::Wanted::weight);
                rows.push(Row { group, side, kind, target, given, weight });
            }
        }
    }
    rows
}

/// Large groups count more than small ones when they are not kept; a reach that is not kept counts once.
fn counts(row: &Row<'_>, week: &Week<'_>) -> i64 {
    match row.kind {
        NeedKind::Strengthen => keep_weight(row.group, week.knowledge),
        NeedKind::Stretch => 1,
    }
}

fn uncovered(week: &Week<'_>) -> (Sum, Sum) {
    let mut needs = Sum { over: 0, under: 100 };
    let mut keeps = Sum { over: 0, under: 3 };
    for row in rows(week) {
        let missing = (row.target - row.given).max(0);
        match row.weight {
            Some(weight) => needs.add(weight * missing, row.target * 100),
            // All is there; half is there; less.
            None if missing == 0 => {}
            None if row.given * 2 >= row.target => keeps.over += counts(&row, week),
            None => keeps.over += 3 * counts(&row, week),
        }
    }
    for (_, minimum) in minimums(week.cleared, week.person, week.knowledge) {
        let served = week.sets.iter().filter(|(id, _)| minimum.exercises.contains(id));
        let sets = served.flat_map(|(_, by_day)| by_day.values().map(|sets| sets.left.min(sets.right)));
        let target = super::check::parts(minimum.sets).max(1);
        let missing = (target - 100 * sets.sum::<i64>()).max(0);
        needs.add(minimum_weight(minimum) * missing, target * 100);
    }
    (needs, keeps)
}

/// Seconds of sets on each day that has minutes for more than the warm-up, with the room of the day.
fn days(week: &Week<'_>) -> Vec<(i64, i64)> {
    let days = week.person.minutes_by_weekday.iter().filter(|(day, minutes)| **day < 7 && **minutes > 5);
    days.map(|(day, minutes)| {
        let each =
            week.sets.iter().filter_map(|(id, by_day)| {
                Some(week.seconds(
                    week.knowledge.exercises.get(*id)?,
                    *by_day.get(day).unwrap_or(&LegSets::default()),
                ))
            });
        (each.sum(), i64::from(*minutes.min(&1440)) * 60 - 300)
    })
    .collect()
}

fn exercises_and_minutes(week: &Week<'_>) -> Sum {
    let total: i64 = days(week).iter().map(|(seconds, _)| seconds).sum();
    let exercises = i64::try_from(week.sets.len()).unwrap_or(i64::MAX);
    Sum { over: exercises + (total + 299) / 300, under: 1 }
}

/// Steps of ten minutes by which the longest session passes what the same minutes, spread as evenly as the days allow,
/// would need, beyond a tolerance of ten minutes.
fn uneven_steps(week: &Week<'_>) -> Sum {
    let days = days(week);
    let longest = days.iter().map(|(seconds, _)| *seconds).max().unwrap_or(0);
    let total: i64 = days.iter().map(|(seconds, _)| seconds).sum();
    // The lowest level to which the days can be filled, in quarters of a minute.
    let mut level = 0;
    while days.iter().map(|(_, room)| level.min(*room)).sum::<i64>() < total {
        level += 15;
    }
    Sum { over: (longest - level - 600 + 599).max(0) / 600, under: 1 }
}

/// Liked exercises that could serve this week and are not in it.
fn wishes(week: &Week<'_>) -> Sum {
    let liked = week.allowed.iter().filter(|one| week.person.likes.contains(&one.exercise.id));
    let unheard = liked.filter(|one| could_serve(week, one) && !week.sets.contains_key(&one.exercise.id));
    Sum { over: i64::try_from(unheard.count()).unwrap_or(i64::MAX), under: 1 }
}

/// Would one session of it serve something, break no cap by itself, and fit a day that has its equipment?
fn could_serve(week: &Week<'_>, one_of_allowed: &Eligible<'_>) -> bool {
    let exercise: &Exercise = one_of_allowed.exercise;
    let parts = super::check::parts;
    let stretch = exercise.kind == ExerciseKind::Stretch;
    let heaviest = exercise.counted_shares().map(|(_, share)| parts(share)).max().unwrap_or(0);
    let session_most = if stretch || heaviest == 0 {
        i64::MAX
    } else {
        parts(week.knowledge.doses.session_sets_max) / heaviest
    };
    let most = i64::from(exercise.sets[1]).min(session_most);
    let least = i64::from(exercise.sets[0]).max(1);
    let one = if stretch { least } else { usual_sets(exercise, week.beginner).min(most) };
    if one < least || one > most {
        return false;
    }
    let rows = rows(week);
    let leaves_a_leg_out = |side: Side| {
        let stretched =
            |row: &&Row<'_>| row.kind == NeedKind::Stretch && exercise.stretches.contains(row.group);
        let needed =
            |side: Side| rows.iter().filter(stretched).any(|row| row.side == side && row.weight.is_some());
        stretch && exercise.one_sided && needed(side.other()) && !needed(side)
    };
    let mut sets = LegSets { left: one, right: one };
    let out = Side::BOTH.into_iter().find(|side| leaves_a_leg_out(*side));
    if let Some(side) = out {
        sets[side] = 0;
    }
    let gives = |row: &Row<'_>| match row.kind {
        NeedKind::Stretch => stretch && exercise.stretches.contains(row.group),
        NeedKind::Strengthen => !stretch && exercise.counted_share(row.group) > 0.0,
    };
    let minimum =
        minimums(week.cleared, week.person, week.knowledge).any(|(_, m)| m.exercises.contains(&exercise.id));
    let serves = minimum || rows.iter().any(|row| gives(row) && sets[row.side] > 0);
    let capped = rows
        .iter()
        .filter(|row| row.kind == NeedKind::Strengthen && gives(row))
        .any(|row| parts(exercise.counted_share(row.group)) * one > week.cap(row.group, row.side));
    let fits = week.person.minutes_by_weekday.iter().any(|(&day, &minutes)| {
        day < 7
            && minutes > 5
            && one_of_allowed.on(day)
            && week.seconds(exercise, sets) <= i64::from(minutes.min(1440)) * 60 - 300
    });
    serves && !capped && fits
}

fn check_unmet(week: &Week<'_>, wrong: &mut Vec<String>) {
    let key = |kind: NeedKind, value: f64| {
        super::check::parts(if kind == NeedKind::Stretch { value * 1.2 } else { value })
    };
    let stated: BTreeSet<_> = week
        .plan
        .unmet
        .iter()
        .map(|row| (&row.group, row.side, row.kind, key(row.kind, row.wanted), key(row.kind, row.planned)))
        .collect();
    let rows = rows(week);
    let counted: BTreeSet<_> = rows
        .iter()
        .filter(|row| row.given < row.target)
        .map(|row| (row.group, row.side, row.kind, row.target, row.given))
        .collect();
    if stated != counted || stated.len() != week.plan.unmet.len() {
        wrong.push("what is lacking is not what the sessions lack".to_owned());
    }
}
