//! Which limit costs most: a week is looked for again with more minutes, one more piece of equipment, one more day.
//!
//! Read next: `super::levels`.

use super::candidate::Choice;
use super::levels::{Solved, quick_cover};
use super::problem::{Problem, problem};
use super::relax::as_f64;
use super::value::{Goal, Solution, Values, values};
use super::wants::WantKind;
use super::week::{LimitGain, Missing, PlanOptions};
use crate::assess::Assessment;
use crate::knowledge::{EquipmentId, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use std::collections::BTreeMap;

/// Minutes that are tried on top of a day's.
const EXTRA_MINUTES: u32 = 10;
/// Pieces of equipment that are tried.
const PIECES_MAX: usize = 4;
/// Free days that are tried.
const DAYS_MAX: usize = 1;
/// Gains that are told.
const TOLD_MAX: usize = 3;

/// What would gain most, largest first: at most one day's minutes, one more day, and pieces of equipment.
///
/// Gains are those of the first level, or of the second when the first gains nothing; each says of which. A loosening that
/// gains in the first comes before one that gains in the second.
pub(super) fn limits(
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &Knowledge,
    options: &PlanOptions,
    base: &Problem<'_>,
    solved: &Solved,
) -> Vec<LimitGain> {
    let values = solved.solution.values;
    if values[Goal::Needs] == 0 && values[Goal::Keeps] == 0 {
        return Vec::new();
    }
    let gain = |person: &Person| {
        let loosened = problem(cleared, person, assessment, knowledge, options);
        let start = carry_over(base, &solved.solution, &loosened)?;
        let reached = quick_cover(&loosened, start);
        let (gain_percent, of) = gain_percent(&values, &reached);
        (gain_percent > 0.5).then_some((gain_percent, of))
    };
    let mut minutes: Vec<(f64, LimitGain)> = Vec::new();
    for day in &base.days {
        let mut more = person.clone();
        *more.minutes_by_weekday.entry(day.weekday).or_insert(0) += EXTRA_MINUTES;
        if let Some((gain_percent, of)) = gain(&more) {
            let (weekday, extra_minutes) = (day.weekday, EXTRA_MINUTES);
            minutes.push((gain_percent, LimitGain::Minutes { weekday, extra_minutes, gain_percent, of }));
        }
    }
    let mut days: Vec<(f64, LimitGain)> = Vec::new();
    for (weekday, free) in free_days(person) {
        let mut more = person.clone();
        more.minutes_by_weekday.insert(weekday, free);
        if let Some((gain_percent, of)) = gain(&more) {
            days.push((gain_percent, LimitGain::Day { weekday, gain_percent, of }));
        }
    }
    let mut gains: Vec<(f64, LimitGain)> = Vec::new();
    gains.extend(largest_first(minutes).into_iter().take(1));
    gains.extend(largest_first(days).into_iter().take(1));
    for piece in pieces(person, knowledge, base) {
        let mut more = person.clone();
        more.equipment.insert(piece.clone());
        for pieces in more.equipment_by_weekday.values_mut() {
            pieces.insert(piece.clone());
        }
        if let Some((gain_percent, of)) = gain(&more) {
            gains.push((gain_percent, LimitGain::Equipment { equipment: piece, gain_percent, of }));
        }
    }
    largest_first(gains).into_iter().take(TOLD_MAX).map(|(_, gain)| gain).collect()
}

fn largest_first(mut gains: Vec<(f64, LimitGain)>) -> Vec<(f64, LimitGain)> {
    gains.sort_by(|a, b| a.1.of().cmp(&b.1.of()).then(b.0.total_cmp(&a.0)));
    gains
}

/// By how much the first of the two levels falls that falls at all, and which it is.
///
/// A level is a part of what is missing: all that the weak sides lack may be made up while the rest lacks as much as before.
fn gain_percent(before: &Values, after: &Values) -> (f64, Missing) {
    let (level, of) = if after[Goal::Needs] < before[Goal::Needs] {
        (Goal::Needs, Missing::Needs)
    } else {
        (Goal::Keeps, Missing::Keeps)
    };
    (100.0 * as_f64(before[level] - after[level]) / as_f64(before[level].max(1)), of)
}

/// The known week in the terms of the loosened problem.
fn carry_over(base: &Problem<'_>, solution: &Solution, loosened: &Problem<'_>) -> Option<Solution> {
    let mut weekly = vec![Choice::NONE; loosened.candidates.len()];
    let mut days = vec![0_u8; loosened.candidates.len()];
    for (idx, candidate) in
        base.candidates.iter().enumerate().filter(|(idx, _)| !solution.weekly[*idx].is_none())
    {
        let here = loosened.candidates.iter().position(|other| other.exercise.id == candidate.exercise.id)?;
        weekly[here] = solution.weekly[idx];
        for (day_idx, day) in base.days.iter().enumerate() {
            let day_here = loosened.days.iter().position(|other| other.weekday == day.weekday)?;
            if solution.days[idx] >> day_idx & 1 == 1 {
                days[here] |= 1 << day_here;
            }
        }
    }
    let values = values(loosened, &weekly)?;
    Some(Solution { weekly, days, values })
}

/// Free days that lie farthest from the days of training, with the minutes of the shortest of those.
fn free_days(person: &Person) -> Vec<(u8, u32)> {
    let trained: Vec<u8> =
        person.minutes_by_weekday.iter().filter(|(_, m)| **m > 0).map(|(day, _)| *day).collect();
    let minutes = person.minutes_by_weekday.values().copied().filter(|minutes| *minutes > 0).min().unwrap_or(0);
    let mut free: Vec<(u8, u8)> = (0..7_u8)
        .filter(|day| !trained.contains(day))
        .map(|day| {
            let apart = |other: &u8| day.abs_diff(*other).min(7 - day.abs_diff(*other));
            (trained.iter().map(apart).min().unwrap_or(7), day)
        })
        .collect();
    free.sort_by_key(|&(apart, day)| (std::cmp::Reverse(apart), day));
    free.into_iter().take(DAYS_MAX).map(|(_, day)| (day, minutes)).collect()
}

/// Pieces that are missing and, each alone, would open an exercise for something that the week lacks.
fn pieces(person: &Person, knowledge: &Knowledge, base: &Problem<'_>) -> Vec<EquipmentId> {
    let mut opened: BTreeMap<&EquipmentId, i64> = BTreeMap::new();
    for exercise in knowledge.exercises.values() {
        let missing: Vec<&EquipmentId> = exercise
            .equipment
            .iter()
            .filter(|id| {
                !person.equipment.contains(*id) && !knowledge.equipment.get(*id).is_some_and(|e| e.household)
            })
            .collect();
        let [piece] = missing[..] else { continue };
        let serves: i64 = base
            .wants
            .iter()
            .filter(|want| {
                let Some(group) = want.group.map(|group| base.groups[group]) else { return false };
                match want.kind {
                    WantKind::Stretch => exercise.stretches.contains(group),
                    WantKind::Sets => exercise.counted_share(group) > 0.0,
                    WantKind::Minimum(_) => false,
                }
            })
            .map(|want| 1 + 1000 * i64::from(want.need_price > 0))
            .sum();
        *opened.entry(piece).or_insert(0) += serves;
    }
    let mut pieces: Vec<(&EquipmentId, i64)> = opened.into_iter().filter(|(_, serves)| *serves > 0).collect();
    pieces.sort_by_key(|(id, serves)| (std::cmp::Reverse(*serves), *id));
    pieces.into_iter().take(PIECES_MAX).map(|(id, _)| id.clone()).collect()
}
