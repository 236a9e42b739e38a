//! The second half of the check: the levels and what is lacking, counted again from the sessions.
//!
//! Read next: `super::check`.

use super::check::{LegSets, Week, seconds};
use super::week::{Level, NeedKind};
use crate::body::{MuscleGroupId, Side};
use std::collections::BTreeSet;

const NAMES: [&str; 5] = ["uncovered-need", "uncovered-keep", "exercises-and-minutes", "uneven-days", "wishes"];

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
    let counted = [needs, keeps, exercises_and_minutes(week), uneven_minutes(week), wishes(week)];
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

fn uncovered(week: &Week<'_>) -> (Sum, Sum) {
    let mut needs = Sum { over: 0, under: 100 };
    let mut keeps = Sum { over: 0, under: 1 };
    for row in rows(week) {
        let missing = (row.target - row.given).max(0);
        match row.weight {
            Some(weight) => needs.add(weight * missing, row.target * 100),
            None => keeps.add(missing, row.target),
        }
    }
    (needs, keeps)
}

/// Seconds of sets on each day that has minutes for more than the warm-up, with the room of the day.
fn days(week: &Week<'_>) -> Vec<(i64, i64)> {
    let days = week.person.minutes_by_weekday.iter().filter(|(day, minutes)| **day < 7 && **minutes > 5);
    days.map(|(day, minutes)| {
        let each = week.sets.iter().filter_map(|(id, by_day)| {
            Some(seconds(week.knowledge.exercises.get(*id)?, *by_day.get(day).unwrap_or(&LegSets::default())))
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

fn uneven_minutes(week: &Week<'_>) -> Sum {
    let days = days(week);
    let mut worst = 0;
    for (long, _) in &days {
        for (short, room) in &days {
            let tolerance = if *short == 0 { 1200 } else { 300 };
            let could_move = (long - short).min(room - short);
            worst = worst.max(could_move - tolerance);
        }
    }
    Sum { over: worst, under: 60 }
}

/// Liked exercises that could serve this week and are not in it.
fn wishes(week: &Week<'_>) -> Sum {
    let rows = rows(week);
    let could_serve = |exercise: &&&crate::knowledge::Exercise| {
        let stretch = exercise.kind == crate::knowledge::ExerciseKind::Stretch;
        let serves = rows.iter().any(|row| match row.kind {
            NeedKind::Stretch => stretch && exercise.stretches.contains(row.group),
            NeedKind::Strengthen => !stretch && exercise.counted_share(row.group) > 0.0,
        });
        let heaviest =
            exercise.counted_shares().map(|(_, share)| super::check::parts(share)).max().unwrap_or(0);
        let least = i64::from(exercise.sets[0]).max(1);
        let fits_session =
            stretch || heaviest * least <= super::check::parts(week.knowledge.doses.session_sets_max);
        let one = if stretch && exercise.one_sided {
            LegSets { left: least, right: 0 }
        } else {
            LegSets { left: least, right: least }
        };
        let longest = days(week).iter().map(|(_, room)| *room).max().unwrap_or(0);
        let enough_time = seconds(exercise, one) <= longest;
        serves && fits_session && enough_time && exercise.sets[0] <= exercise.sets[1]
    };
    let liked = week.allowed.iter().filter(|exercise| week.person.likes.contains(&exercise.id));
    let unheard = liked.filter(could_serve).filter(|exercise| !week.sets.contains_key(&exercise.id)).count();
    Sum { over: i64::try_from(unheard).unwrap_or(i64::MAX), under: 1 }
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
