//! What the week, a break, a schedule or a stall changes in an item.
//!
//! Nothing here adds load or sets. Read next: `super::decide`.

use super::decide::step_of;
use super::ladder::{aim_step, easier, entry_aim, load_down, progresses};
use super::next::{Because, Change, Following, NextItem};
use super::sides::{Lead, one_leg};
use super::thread::Thread;
use super::weeks::{fewer, missed_weeks, monday, rule};
use crate::knowledge::{Dose, ExerciseId, counted};
use crate::plan::Item;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Notes a change with its rule.
pub(super) fn add(next: &mut NextItem, change: Change, by: &'static str) {
    next.because.extend(rule(by).map(|rule| Because { change, rule }));
}

/// When the extra work has ended, both sides get what the side with fewer sets had.
pub(super) fn even_sets(next: &mut NextItem, item: &Item, thread: &Thread<'_>, following: &Following<'_>) {
    let Lead::Ended(rule) = &thread.lead else { return };
    let Some(side) = one_leg(item.side) else { return };
    let session = following.plan.sessions.iter().find(|session| session.items.contains(item));
    let others = session
        .into_iter()
        .flat_map(|session| &session.items)
        .filter(|other| other.exercise == item.exercise && one_leg(other.side) == Some(side.other()));
    let Some(sets) = others.map(|other| other.sets).min() else { return };
    if sets < item.sets {
        next.sets = next.sets.min(sets);
        next.because.push(Because { change: Change::EvenSets, rule: rule.clone() });
    }
}

/// A written schedule decides on sets and range, within the plan's sets.
pub(super) fn scheduled(next: &mut NextItem, thread: &Thread<'_>, following: &Following<'_>, day: Date) {
    let Some((schedule, step)) = step_of(&next.exercise, thread, following, day) else {
        // An easier exercise in its place gets no more sets than it would have had.
        if let Some((_, step)) = step_of(thread.planned, thread, following, day) {
            next.sets = next.sets.min(step.sets);
        }
        return;
    };
    next.sets = next.sets.min(step.sets);
    next.dose = match next.dose {
        Dose::Reps(_) => Dose::Reps(step.amount),
        Dose::HoldS(_) => Dose::HoldS(step.amount),
        Dose::Minutes(_) => Dose::Minutes(step.amount),
        Dose::Metres(_) => Dose::Metres(step.amount),
    };
    let held = next.because.iter().any(|one| match one.change {
        Change::Hold | Change::LoadDown | Change::AimDown | Change::SetsDown | Change::Easier => true,
        Change::LoadUp
        | Change::AddLoad
        | Change::AimUp
        | Change::Harder
        | Change::Schedule
        | Change::AtTheTop
        | Change::StrongWaits
        | Change::EvenSets => false,
    });
    let [low, high] = step.amount;
    let done = thread.done.as_ref().filter(|done| done.exercise.id == next.exercise && !held);
    let figures = &following.knowledge.following.figures;
    next.aim =
        done.map_or(low, |done| done.least.saturating_add(aim_step(next.dose, figures)).clamp(low, high));
    next.because.retain(|one| one.change != Change::AimUp);
    next.because.push(Because { change: Change::Schedule, rule: schedule.rule.clone() });
    let last_week = thread.last_on.map(monday).filter(|last| *last < monday(day));
    if last_week.is_some_and(|last| thread.sore_weeks.contains(&last)) {
        // A good day beside the bad one does not pass the week.
        add(next, Change::Hold, "pain-load");
    }
}

/// What stalls is kept up with the fewest sets until somebody has looked again, and asks for no more.
pub(super) fn the_least(next: &mut NextItem, thread: &Thread<'_>) {
    let [least, _] = thread.exercise.sets;
    let fewest = least.clamp(1, next.sets.max(1));
    let change = if fewest < next.sets { Change::SetsDown } else { Change::Hold };
    next.sets = fewest;
    if let Some(done) = thread.done.as_ref().filter(|done| done.exercise.id == thread.exercise.id) {
        next.load_kg = done.load_kg.map(|kg| next.load_kg.map_or(kg, |asked| asked.min(kg)));
    }
    next.because.clear();
    add(next, change, "retest-stalled");
}

/// After missed weeks: the same again, or less load, or the entry dose.
pub(super) fn after_a_break(next: &mut NextItem, thread: &Thread<'_>, following: &Following<'_>, day: Date) {
    let Some(done) = &thread.done else { return };
    let figures = &following.knowledge.following.figures;
    let missed = missed_weeks(thread.last_on.unwrap_or(done.on), day);
    if missed == 0 {
        return;
    }
    let went_back = next.because.iter().any(|one| match one.change {
        Change::LoadDown | Change::Easier | Change::AimDown | Change::SetsDown => true,
        Change::LoadUp
        | Change::AddLoad
        | Change::AimUp
        | Change::Harder
        | Change::Schedule
        | Change::AtTheTop
        | Change::Hold
        | Change::StrongWaits
        | Change::EvenSets => false,
    });
    let keeps = |one: &Because| one.change == Change::EvenSets || one.change == Change::Schedule;
    if missed > counted(figures.missed_anew_weeks) {
        let Some(planned) = following.knowledge.exercises.get(thread.planned) else { return };
        next.exercise = planned.id.clone();
        (next.dose, next.aim, next.rest_s) = (planned.dose, entry_aim(planned), planned.rest_s);
        (next.load_kg, next.load_steps) = (None, 0);
        next.because.retain(keeps);
        let change = if done.load_kg.is_some() { Change::LoadDown } else { Change::AimDown };
        return add(next, change, "deload-missed");
    }
    // What was last done is where to go on from; what it would have asked for next waits.
    if !went_back {
        next.exercise = done.exercise.id.clone();
        (next.dose, next.rest_s) = (done.exercise.dose, done.exercise.rest_s);
        let [low, high] = next.dose.range();
        next.aim = done.least.clamp(low, high);
        let gained = thread.because.iter().any(|one| matches!(one.change, Change::LoadUp | Change::AddLoad));
        next.load_steps -= i32::from(gained);
        next.load_kg = done.load_kg;
        next.because.retain(keeps);
    }
    let off_percent = match missed {
        0 | 1 => 0.0,
        2 => figures.missed_two_off_percent,
        3 => figures.missed_three_off_percent,
        _ => figures.missed_four_off_percent, // open: four weeks and more, up to the count above which all begins anew
    };
    if missed < 2 {
        if !went_back {
            add(next, Change::Hold, "deload-missed");
        }
        return;
    }
    next.aim = entry_aim(following.knowledge.exercises.get(&next.exercise).unwrap_or(thread.exercise));
    if let Some(load_kg) = next.load_kg {
        next.load_kg = Some(load_down(load_kg, off_percent));
        next.load_steps -= 1;
    } else if missed > counted(figures.missed_step_weeks) && !went_back {
        let planned: BTreeSet<&ExerciseId> = following
            .plan
            .sessions
            .iter()
            .flat_map(|session| &session.items)
            .map(|item| &item.exercise)
            .collect();
        if let Some(step) = easier(done.exercise, following, (&planned, &thread.needed)) {
            next.exercise = step.id.clone();
            (next.dose, next.aim, next.rest_s) = (step.dose, entry_aim(step), step.rest_s);
            return add(next, Change::Easier, "progression-move-back");
        }
        next.sets = fewer(next.sets, 1.0 - off_percent / 100.0);
    }
    let change = if next.load_kg.is_some() { Change::LoadDown } else { Change::AimDown };
    add(next, change, "deload-missed");
}

/// A lighter week: about half the sets, nine tenths of the load, low in the range.
pub(super) fn lighter(next: &mut NextItem, thread: &Thread<'_>, following: &Following<'_>) {
    let figures = &following.knowledge.following.figures;
    if !progresses(thread.exercise) {
        return;
    }
    if let Some(done) = thread.done.as_ref().filter(|done| done.exercise.id != next.exercise) {
        // A step that waits is not taken in a lighter week.
        let is_step_up = next.because.iter().any(|one| one.change == Change::Harder);
        if is_step_up {
            next.exercise = done.exercise.id.clone();
            (next.dose, next.rest_s, next.load_kg) = (done.exercise.dose, done.exercise.rest_s, done.load_kg);
        }
    }
    let before = thread.done.as_ref().and_then(|done| done.load_kg);
    if next.because.iter().any(|one| one.change == Change::AddLoad) {
        // Nor is a load added in one.
        next.load_kg = None;
        next.load_steps -= 1;
    }
    let base = next.load_kg.map(|asked| before.map_or(asked, |kg| asked.min(kg)));
    let off_percent = 100.0 - figures.lighter_load_percent;
    next.load_kg = base.map(|kg| load_down(kg, off_percent));
    let sets = fewer(next.sets, 1.0 - figures.lighter_sets_off_percent / 100.0);
    next.aim = next.aim.min(next.dose.range()[0]);
    next.because.retain(|one| match one.change {
        Change::LoadUp | Change::AddLoad | Change::AimUp | Change::Harder | Change::AtTheTop | Change::Hold => {
            false
        }
        Change::Schedule
        | Change::LoadDown
        | Change::Easier
        | Change::SetsDown
        | Change::AimDown
        | Change::StrongWaits
        | Change::EvenSets => true,
    });
    if next.load_kg.is_some() {
        add(next, Change::LoadDown, "deload-how");
    }
    let change = if sets < next.sets { Change::SetsDown } else { Change::AimDown };
    next.sets = sets;
    add(next, change, "deload-how");
}
