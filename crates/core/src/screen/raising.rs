//! What makes a flag positive: the answer, the age, the history and the measurements; any of them is enough.
//!
//! It never takes a yes back. Read next: `super::clearing` for what a clearance does to it.

use super::{ADULT_AGE, Answers, RaisedFlag, RaisedReason, Reply, gates};
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{Flag, Knowledge, MeasuredFlag};
use crate::measure::Trial;
use crate::person::{Injury, Person, SubjectId};
use jiff::Span;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What the screen looks at.
pub(super) struct Known<'a> {
    pub(super) person: &'a Person,
    pub(super) answers: &'a Answers,
    pub(super) trials: &'a [Trial],
    pub(super) knowledge: &'a Knowledge,
    pub(super) as_of: Date,
}

/// The flag as answer, age, history and measurements together raise it.
pub(super) fn raise(flag: &Flag, known: &Known<'_>) -> Option<RaisedFlag> {
    let Known { person, answers, as_of, .. } = known;
    let answer = answers.by_flag.get(&flag.id);
    let answered = answer.is_some_and(|a| a.reply != Reply::No);
    // A follow-up concerns the leg of what it follows, unless it names one.
    let before =
        || flag.only_after.iter().filter_map(|id| answers.by_flag.get(id)).filter(|a| a.reply != Reply::No);
    let told = answer.and_then(|a| a.side).or_else(|| before().find_map(|a| a.side));
    let (mut reasons, mut legs) = (Vec::new(), Vec::new());
    let mut because = |concerned: Option<Side>, reason: RaisedReason| {
        legs.push(concerned);
        reasons.push(reason);
    };
    let measured = flag.measured.as_ref().and_then(|rule| measured(rule, known));
    if let (Some(found), Some(rule)) = (&measured, &flag.measured) {
        let Measured { bigger, difference, on } = *found;
        because(Some(bigger), RaisedReason::Measured { test: rule.test.clone(), bigger, difference, on });
    }
    let months = flag.follows_from_surgery_months;
    if let Some(operated) = months.and_then(|months| gates::recent_surgery(person, months, *as_of)) {
        because(operated, RaisedReason::RecentOperation);
    }
    if let Some((hurt, on)) = flag.follows_from_injury_weeks.and_then(|weeks| recent_injury(weeks, known)) {
        because(hurt, RaisedReason::RecentInjury { on });
    }
    if let Some((hurt, trial)) = hurting(known).filter(|_| flag.follows_from_test_pain) {
        let pain_nrs = trial.pain_nrs.unwrap_or(0);
        because(hurt, RaisedReason::TestHurt { test: trial.test.clone(), pain_nrs, on: trial.day });
    }
    // The birthday is not known, so only those who stay under age all year are minors for certain.
    let by_age = flag.follows_from_age && person.age_years(*as_of).is_some_and(|age| age < ADULT_AGE);
    if !answered && !by_age && reasons.is_empty() {
        return None;
    }
    // What was answered settles which leg it is where nothing else names one, and never takes away the other.
    let settled = legs.into_iter().map(|leg| leg.or(told)).chain(told.map(Some));
    let side = gates::one_leg(settled).flatten();
    reasons.insert(0, RaisedReason::Said(flag.reason.clone()));
    Some(RaisedFlag {
        flag: flag.id.clone(),
        action: flag.action,
        side,
        answered,
        measured: measured.is_some() && !answered,
        cleared: answer.and_then(|a| a.cleared.clone()),
        reasons,
    })
}

/// A difference between the legs that is a flag.
pub(super) struct Measured {
    bigger: Side,
    difference: f64,
    pub(super) on: Date,
}

/// The difference of the newest day on which both legs were measured, when it reaches the flag's size and is not old.
pub(super) fn measured(rule: &MeasuredFlag, known: &Known<'_>) -> Option<Measured> {
    let earliest = known.as_of.saturating_sub(Span::new().days(i64::from(rule.within_days)));
    let counts = |trial: &&Trial| trial.test == rule.test && earliest <= trial.day && trial.day <= known.as_of;
    let mut by_day: BTreeMap<(&SubjectId, Date), Bilateral<Vec<f64>>> = BTreeMap::new();
    for trial in known.trials.iter().filter(counts) {
        by_day.entry((&trial.subject, trial.day)).or_default()[trial.side].push(trial.value);
    }
    let middle = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let mut newest: BTreeMap<&SubjectId, (Date, f64)> = BTreeMap::new();
    for ((subject, day), sides) in by_day {
        // Days come in their order, so a later one takes the place of an earlier one.
        if let Some((left, right)) = middle(&sides.left).zip(middle(&sides.right)) {
            newest.insert(subject, (day, left - right));
        }
    }
    newest
        .into_values()
        // A tape reads to the millimetre; a difference typed as 3.0 must not miss the line by rounding.
        .filter(|(_, difference)| difference.abs() + 1e-9 >= rule.side_difference_at_least)
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
        .map(|(on, difference)| Measured {
            bigger: if difference > 0.0 { Side::Left } else { Side::Right },
            difference: difference.abs(),
            on,
        })
}

/// The muscles that were hurt within so many weeks; `None` when there is no such injury or one names no muscle, so
/// that it may be any.
pub(super) fn freshly_hurt(weeks: u32, known: &Known<'_>) -> Option<BTreeSet<MuscleGroupId>> {
    let earliest = known.as_of.saturating_sub(Span::new().weeks(i64::from(weeks)));
    let is_fresh =
        |injury: &&Injury| !injury.surgery && injury.on.is_some_and(|on| earliest <= on && on <= known.as_of);
    let fresh: Vec<&Injury> = known.person.injuries.iter().filter(is_fresh).collect();
    let is_muscle = |id: &MuscleGroupId| known.knowledge.groups.get(id).is_some_and(|group| group.trainable);
    let names = |injury: &&Injury| !injury.groups.is_empty() && injury.groups.iter().all(is_muscle);
    let named = !fresh.is_empty() && fresh.iter().all(names);
    named.then(|| fresh.iter().flat_map(|injury| injury.groups.iter().cloned()).collect())
}

/// The leg of the injuries within so many weeks, none when they were of both, and the day of the latest; operations
/// have a question of their own.
fn recent_injury(weeks: u32, known: &Known<'_>) -> Option<(Option<Side>, Date)> {
    let earliest = known.as_of.saturating_sub(Span::new().weeks(i64::from(weeks)));
    let injuries = known.person.injuries.iter().filter(|injury| !injury.surgery);
    let days = injuries.filter_map(|injury| Some((injury.on?, injury.side)));
    let recent = days.filter(|(on, _)| earliest <= *on && *on <= known.as_of);
    let (latest, legs): (Vec<Date>, Vec<Option<Side>>) = recent.unzip();
    gates::one_leg(legs.into_iter()).zip(latest.into_iter().max())
}

/// The try that hurt most of those that hurt too much to say anything, on the newest day of each test and for as
/// long as answers hold; and the leg, none when tries of both did.
fn hurting<'a>(known: &Known<'a>) -> Option<(Option<Side>, &'a Trial)> {
    let doses = &known.knowledge.doses;
    let earliest = known.as_of.saturating_sub(Span::new().days(i64::from(doses.clearance_days)));
    let recent = || known.trials.iter().filter(|trial| earliest <= trial.day && trial.day <= known.as_of);
    let is_newest = |trial: &&Trial| {
        recent().all(|other| (other.test != trial.test || other.side != trial.side) || other.day <= trial.day)
    };
    let sore = || {
        let hurts = |trial: &&Trial| trial.pain_nrs.is_some_and(|pain| pain >= doses.pain_limit_nrs);
        recent().filter(hurts).filter(is_newest)
    };
    let leg = gates::one_leg(sore().map(|trial| Some(trial.side)))?;
    Some(leg).zip(sore().max_by_key(|trial| (trial.pain_nrs, trial.day, &trial.test, trial.side)))
}
