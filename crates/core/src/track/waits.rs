//! What the log has stopped without ending the clearance: a leg that swelled, an exercise that hurt too much twice.
//!
//! Read next: [`crate::screen::Cleared::waits`], which carries it to whoever plans or trains.

use super::ladder::easier_ones;
use super::log::{Log, LoggedSets};
use super::signs::{has_sign, remark_has_sign};
use super::weeks::{days_between, rule};
use crate::body::Side;
use crate::knowledge::{Action, Exercise, ExerciseId, Knowledge, SignEffect, counted};
use crate::screen::{Wait, Waiting};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What waits because of what was logged from a day on, or told later than the answers; the most urgent first.
///
/// An exercise waits when it and the easier ones of its chain hurt too much on as many days as the catalogue says,
/// whether a plan holds it or not.
#[must_use]
pub fn waits(log: &Log, since: Date, knowledge: &Knowledge) -> Vec<Wait> {
    let figures = &knowledge.following.figures;
    let mut waits: Vec<Wait> = Vec::new();
    let mut hurt: BTreeMap<&ExerciseId, BTreeSet<Date>> = BTreeMap::new();
    let mut swollen: BTreeMap<Side, Date> = BTreeMap::new();
    for entry in log.entries_since(since) {
        if entry.swelling {
            for side in Side::BOTH.into_iter().filter(|side| entry.is_felt_on(*side)) {
                later(&mut swollen, side, entry.on);
            }
        }
        if is_too_much(entry, knowledge) {
            hurt.entry(&entry.exercise).or_default().insert(entry.on);
        }
    }
    // What no plan follows cannot wait itself, so the leg does.
    let mut sore: BTreeMap<Side, BTreeSet<Date>> = BTreeMap::new();
    for remark in log.remarks_since(since) {
        let Some(felt) = &remark.felt else { continue };
        let is_too_much = felt.pain.is_some_and(|pain| f64::from(pain) > figures.pain_hold)
            || remark_has_sign(remark, SignEffect::TooMuch, knowledge);
        for side in Side::BOTH.into_iter().filter(|side| felt.side.includes(*side)) {
            if felt.swelling {
                later(&mut swollen, side, remark.on);
            }
            if is_too_much {
                sore.entry(side).or_default().insert(remark.on);
            }
        }
    }
    let stays = stays(log, since, knowledge);
    let wait = |what: Waiting, id: &'static str, action: Action, on: Date| {
        rule(id).map(|rule| Wait { action, what, rule, on })
    };
    for (side, on) in swollen {
        waits.extend(wait(Waiting::Leg(side), "stop-swelling", Action::ClinicianDays, on));
    }
    let enough = usize::try_from(counted(figures.pain_stop_sessions)).unwrap_or(usize::MAX);
    for (side, days) in sore {
        let last = days.last().filter(|_| days.len() >= enough);
        let leg = |on: &Date| wait(Waiting::Leg(side), "pain-twice", Action::ClinicianWeeks, *on);
        waits.extend(last.and_then(leg));
    }
    if !hurt.is_empty() {
        let stopped: BTreeMap<&ExerciseId, Date> = knowledge
            .exercises
            .values()
            .filter_map(|exercise| Some((&exercise.id, stopped_on(exercise, &hurt, knowledge)?)))
            .collect();
        let easier = |id: &ExerciseId| -> BTreeSet<&ExerciseId> {
            let exercise = knowledge.exercises.get(id);
            exercise.map(|exercise| easier_ones(exercise, knowledge)).unwrap_or_default()
        };
        for (id, on) in &stopped {
            // What is harder than another one that waits is told with that one.
            if easier(id).into_iter().any(|easier| stopped.contains_key(easier)) {
                continue;
            }
            let harder = stopped.keys().filter(|other| easier(other).contains(*id));
            let harder = harder.map(|other| (*other).clone()).collect();
            let what = Waiting::Exercise { id: (*id).clone(), harder };
            waits.extend(wait(what, "pain-twice", Action::ClinicianWeeks, *on));
        }
    }
    for (id, on) in stays {
        // Waiting for much pain says more.
        if waits.iter().any(|wait| wait.what.names(id)) {
            continue;
        }
        let is_harder = |other: &&Exercise| easier_ones(other, knowledge).contains(id);
        let harder = knowledge.exercises.values().filter(is_harder).map(|other| other.id.clone()).collect();
        let what = Waiting::Exercise { id: id.clone(), harder };
        waits.extend(wait(what, "pain-stays", Action::ClinicianWeeks, on));
    }
    waits.sort();
    waits
}

/// Pain that can be borne may stay for so many days in an exercise.
const SORE_DAYS: u32 = 14; // source: evenstride-proposal, as the rule pain-stays says

/// The exercises that kept hurting more than lets one go on, with the last day: for longer than such pain may stay, or
/// after a second step back where nothing easier is left. One session without ends it.
fn stays<'l>(log: &'l Log, since: Date, knowledge: &Knowledge) -> BTreeMap<&'l ExerciseId, Date> {
    let figures = &knowledge.following.figures;
    let mut worst: BTreeMap<&ExerciseId, BTreeMap<Date, u8>> = BTreeMap::new();
    for entry in log.entries_since(since) {
        let day = worst.entry(&entry.exercise).or_default().entry(entry.on).or_default();
        *day = (*day).max(entry.pain.unwrap_or(0));
    }
    let last_of = |(id, days): (&'l ExerciseId, BTreeMap<Date, u8>)| {
        let is_sore = |(_, pain): &(&Date, &u8)| f64::from(**pain) > figures.pain_go_on;
        let run: Vec<Date> = days.iter().rev().take_while(is_sore).map(|(on, _)| *on).collect();
        let (last, first) = (run.first().copied()?, run.last().copied()?);
        let is_lowest = knowledge.exercises.get(id).is_some_and(|one| easier_ones(one, knowledge).is_empty());
        let n_back = 2 * counted(figures.pain_back_sessions);
        let is_back_twice = is_lowest && run.len() >= usize::try_from(n_back).unwrap_or(usize::MAX);
        (days_between(first, last) > SORE_DAYS || is_back_twice).then_some((id, last))
    };
    worst.into_iter().filter_map(last_of).collect()
}

fn later(days: &mut BTreeMap<Side, Date>, side: Side, on: Date) {
    let last = days.entry(side).or_insert(on);
    *last = on.max(*last);
}

/// Did it hurt more than lets one go on with less, or in a way that is always too much?
pub(super) fn is_too_much(entry: &LoggedSets, knowledge: &Knowledge) -> bool {
    let most = knowledge.following.figures.pain_hold;
    entry.pain.is_some_and(|pain| f64::from(pain) > most) || has_sign(entry, SignEffect::TooMuch, knowledge)
}

/// The last of the days that stop an exercise, when there are enough.
fn stopped_on(
    exercise: &Exercise,
    hurt: &BTreeMap<&ExerciseId, BTreeSet<Date>>,
    knowledge: &Knowledge,
) -> Option<Date> {
    let mut days: BTreeSet<Date> = hurt.get(&exercise.id).cloned().unwrap_or_default();
    for easier in easier_ones(exercise, knowledge) {
        days.extend(hurt.get(easier).into_iter().flatten());
    }
    let enough = days.len() >= usize::try_from(counted(knowledge.following.figures.pain_stop_sessions)).ok()?;
    days.last().copied().filter(|_| enough)
}
