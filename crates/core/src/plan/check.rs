//! Does a plan keep every rule, and are its figures right? Counted again from the plan alone, in whole numbers.
//!
//! It shares no step with the search: it knows nothing of leads, bounds or placements, only of items on days. What it
//! takes over is which needs follow from the findings and which exercises are allowed. Read next: `super::recount`.

use super::eligible::{Chains, Eligible, allowed_on, eligible, usual_sets};
use super::needs::{Wanted, needs, painful};
use super::recount::recount;
use super::wants::{growth_cap, minimums};
use super::week::{Item, NeedKind, Plan, PlanOptions, PlannedSide, Session};
use crate::assess::Assessment;
use crate::audit::weekly_volumes;
use crate::body::{Bilateral, MuscleGroupId, Side};
use crate::knowledge::{Dose, Exercise, ExerciseId, ExerciseKind, Knowledge};
use crate::person::Person;
use crate::screen::Cleared;
use std::collections::{BTreeMap, BTreeSet};

/// Checks a plan against the rules and recounts its volumes, its levels and what it lacks.
///
/// # Errors
/// One line for each rule that is broken and each figure that is wrong.
pub fn check(
    plan: &Plan,
    cleared: &Cleared,
    person: &Person,
    assessment: &Assessment,
    knowledge: &Knowledge,
    options: &PlanOptions,
) -> Result<(), Vec<String>> {
    let week = Week::new(plan, cleared, person, assessment, knowledge, options);
    let mut wrong = broken_rules(&week);
    let wanted: Vec<_> = week.needs.iter().map(|wanted| wanted.need.clone()).collect();
    if plan.needs != wanted {
        wrong.push("the needs are not those of the findings".to_owned());
    }
    if plan.volumes != weekly_volumes(&plan.sessions, knowledge) {
        wrong.push("the volumes are not those of the sessions".to_owned());
    }
    recount(&week, &mut wrong);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// The rules that the sessions break.
pub(super) fn broken_rules(week: &Week<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for session in &week.plan.sessions {
        check_session(week, session, &mut wrong);
    }
    check_days(week, &mut wrong);
    check_exercises(week, &mut wrong);
    check_groups(week, &mut wrong);
    for id in week.options.with.iter().filter(|id| !week.sets.contains_key(*id)) {
        wrong.push(format!("{id} was asked for and is not in"));
    }
    wrong
}

/// Sets of one exercise in one session, by leg.
pub(super) type LegSets = Bilateral<i64>;

/// What the checks look at.
pub(super) struct Week<'a> {
    pub plan: &'a Plan,
    pub cleared: &'a Cleared,
    pub person: &'a Person,
    pub knowledge: &'a Knowledge,
    pub options: &'a PlanOptions,
    pub allowed: Vec<Eligible<'a>>,
    pub needs: Vec<Wanted>,
    pub painful: BTreeSet<(MuscleGroupId, Side)>,
    pub beginner: bool,
    /// The leg that waits; its sets are counted as those of the other, so that the rules for two legs hold.
    pub resting: Option<Side>,
    pub chains: Chains<'a>,
    /// Sets by exercise and weekday.
    pub sets: BTreeMap<&'a ExerciseId, BTreeMap<u8, LegSets>>,
}

impl<'a> Week<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        cleared: &'a Cleared,
        person: &'a Person,
        assessment: &Assessment,
        knowledge: &'a Knowledge,
        options: &'a PlanOptions,
    ) -> Self {
        let mut sets: BTreeMap<&ExerciseId, BTreeMap<u8, LegSets>> = BTreeMap::new();
        for session in &plan.sessions {
            for item in &session.items {
                let day = sets.entry(&item.exercise).or_default().entry(session.weekday).or_default();
                for side in Side::BOTH.into_iter().filter(|side| item.side.includes(*side)) {
                    day[side] += i64::from(item.sets);
                }
            }
        }
        let resting = cleared.resting_leg();
        if let Some(leg) = resting {
            for sets in sets.values_mut().flat_map(BTreeMap::values_mut) {
                sets[leg] = sets[leg.other()];
            }
        }
        Self {
            plan,
            cleared,
            resting,
            person,
            knowledge,
            options,
            allowed: eligible(cleared, person, assessment, knowledge, options),
            needs: needs(assessment, knowledge, cleared),
            painful: painful(assessment, knowledge),
            beginner: cleared.gentle() || !person.trained,
            chains: Chains::new(knowledge),
            sets,
        }
    }

    fn exercise(&self, id: &ExerciseId) -> Option<&'a Exercise> {
        self.knowledge.exercises.get(id)
    }

    /// The need of this kind for a group on a leg.
    pub(super) fn need(&self, group: &MuscleGroupId, side: Side, kind: NeedKind) -> Option<&Wanted> {
        self.needs.iter().find(|w| w.need.group == *group && w.need.side == side && w.need.kind == kind)
    }

    /// Are these the sets that a session holds of an exercise on both legs?
    fn is_usual(&self, exercise: &Exercise, sets: i64) -> bool {
        let heaviest = exercise.counted_shares().map(|(_, share)| parts(share)).max().unwrap_or(0).max(1);
        let room = parts(self.knowledge.doses.session_sets_max) / heaviest;
        sets == usual_sets(exercise, self.beginner).min(room.min(i64::from(exercise.sets[1])))
    }

    /// Most hundredths of sets a week for a group on a leg.
    pub(super) fn cap(&self, group: &MuscleGroupId, side: Side) -> i64 {
        let doses = &self.knowledge.doses;
        let limited = self.beginner || self.painful.contains(&(group.clone(), side));
        let cap = if limited { doses.cap_sets_beginner.min(doses.cap_sets) } else { doses.cap_sets };
        let weaker =
            self.need(group, side.other(), NeedKind::Strengthen).and_then(|wanted| wanted.side_percent);
        let strong = weaker.and_then(|percent| doses.strong_side_cap(percent, self.beginner));
        let cap = parts(strong.map_or(cap, |strong| strong.min(cap)));
        growth_cap(doses, self.options, group, side).map_or(cap, |growth| growth.min(cap))
    }

    /// What is wanted for a group on a leg: hundredths of sets, or half-seconds of stretching.
    pub(super) fn target(&self, group: &MuscleGroupId, side: Side, kind: NeedKind) -> Option<i64> {
        if self.resting == Some(side) {
            return None;
        }
        let doses = &self.knowledge.doses;
        let needed = self.need(group, side, kind).is_some();
        match kind {
            NeedKind::Strengthen => {
                let sets = if needed { doses.weak(self.beginner) } else { doses.keep(self.beginner) };
                Some(parts(sets).min(self.cap(group, side)).max(1))
            }
            NeedKind::Stretch if needed => Some(parts(doses.stretch_minutes * 1.2).max(1)),
            NeedKind::Stretch => {
                let other = self.need(group, side.other(), kind).is_some();
                other.then(|| parts(doses.stretch_keep_minutes * 1.2).max(1))
            }
        }
    }

    /// What the week gives a group on a leg, in the same parts as the target.
    pub(super) fn given(&self, group: &MuscleGroupId, side: Side, kind: NeedKind) -> i64 {
        let each = self.sets.iter().filter_map(|(id, days)| {
            let part = gives(self.exercise(id)?, group, kind)?;
            Some(part * days.values().map(|sets| sets[side]).sum::<i64>())
        });
        each.sum()
    }

    /// Seconds that the sets of an exercise take in one session.
    pub(super) fn seconds(&self, exercise: &Exercise, sets: LegSets) -> i64 {
        match self.resting {
            Some(leg) if exercise.one_sided => {
                seconds(exercise, LegSets::from_fn(|side| if side == leg { 0 } else { sets[side] }))
            }
            Some(_) | None => seconds(exercise, sets),
        }
    }

    /// Groups that are trained, in the order of their ids.
    pub(super) fn groups(&self) -> impl Iterator<Item = &'a MuscleGroupId> {
        self.knowledge.groups.values().filter(|group| group.trainable).map(|group| &group.id)
    }
}

/// Hundredths.
pub(super) fn parts(value: f64) -> i64 {
    // Doses are small numbers.
    #[allow(clippy::cast_possible_truncation)]
    let parts = (value * 100.0).round() as i64;
    parts
}

/// What one set gives a group, when anything.
fn gives(exercise: &Exercise, group: &MuscleGroupId, kind: NeedKind) -> Option<i64> {
    match (kind, exercise.kind) {
        (NeedKind::Strengthen, ExerciseKind::Strength) => {
            Some(parts(exercise.counted_share(group))).filter(|part| *part > 0)
        }
        (NeedKind::Stretch, ExerciseKind::Stretch) if exercise.stretches.contains(group) => {
            Some(match exercise.dose {
                Dose::HoldS([from, to]) => i64::from(from) + i64::from(to),
                Dose::Reps(_) | Dose::Minutes(_) | Dose::Metres(_) => 2 * seconds_of_set(exercise),
            })
        }
        (NeedKind::Strengthen | NeedKind::Stretch, _) => None,
    }
}

fn seconds_of_set(exercise: &Exercise) -> i64 {
    ((parts(exercise.minutes_per_set) * 60 + 50) / 100).max(1)
}

/// Seconds that the sets of the two legs take: in turn while both have sets left, then one leg alone.
pub(super) fn seconds(exercise: &Exercise, sets: LegSets) -> i64 {
    let work = seconds_of_set(exercise);
    let rest = i64::from(exercise.rest_s);
    let quarter_minutes = |seconds: i64| (seconds + 14) / 15 * 15;
    if !exercise.one_sided {
        return sets.left * quarter_minutes(work + rest);
    }
    let (fewer, more) = (sets.left.min(sets.right), sets.left.max(sets.right));
    // While one leg works the other rests, so a set and what is left of its rest last as long as the longer of both.
    fewer * 2 * quarter_minutes(work.max(rest)) + (more - fewer) * quarter_minutes(work + rest)
}

fn check_session(week: &Week<'_>, session: &Session, wrong: &mut Vec<String>) {
    let day = session.weekday;
    let mut total = 300;
    let mut names: BTreeSet<&ExerciseId> = BTreeSet::new();
    let mut seen: BTreeSet<(&ExerciseId, PlannedSide)> = BTreeSet::new();
    for item in &session.items {
        names.insert(&item.exercise);
        if !seen.insert((&item.exercise, item.side)) {
            wrong.push(format!("day {day}: {} stands twice", item.exercise));
        }
        check_item(week, item, day, wrong);
    }
    for &id in &names {
        let Some(exercise) = week.exercise(id) else { continue };
        let sets = week.sets[id][&day];
        if exercise.kind != ExerciseKind::Stretch && !week.is_usual(exercise, sets.left.min(sets.right)) {
            wrong.push(format!("day {day}: {id} does not hold its usual sets"));
        }
        let all = week.seconds(exercise, sets);
        total += all;
        let stated: f64 =
            session.items.iter().filter(|item| item.exercise == *id).map(|item| item.minutes).sum();
        if !same(stated * 60.0, all) {
            wrong.push(format!("day {day}: {id} takes {all} s, not {stated} min"));
        }
    }
    if !same(session.minutes * 60.0, total) {
        wrong.push(format!("day {day}: takes {total} s, not {} min", session.minutes));
    }
    let allowed = week.person.minutes_by_weekday.get(&day).copied().unwrap_or(0);
    if total > i64::from(allowed) * 60 {
        wrong.push(format!("day {day}: takes {total} s, but has {allowed} min"));
    }
    let most = week.knowledge.doses.session_exercises_max;
    if u32::try_from(names.len()).is_ok_and(|n| n > most) {
        wrong.push(format!("day {day}: holds {} exercises, more than {most}", names.len()));
    }
    for group in week.groups() {
        for side in Side::BOTH {
            let parts_of = |id: &ExerciseId| {
                let part = gives(week.exercise(id)?, group, NeedKind::Strengthen)?;
                Some(part * week.sets[id].get(&day).map_or(0, |sets| sets[side]))
            };
            let given: i64 = names.iter().filter_map(|id| parts_of(id)).sum();
            if given > parts(week.knowledge.doses.session_sets_max) {
                wrong.push(format!("day {day}: {group} {side} gets {given} hundredths of sets in one session"));
            }
        }
    }
}

/// Is a figure in minutes times sixty this whole number of seconds?
fn same(stated: f64, seconds: i64) -> bool {
    // Tolerance: a quotient by 60 and its product differ from the whole number by rounding only.
    #[allow(clippy::cast_precision_loss)]
    let off = stated - seconds as f64;
    off.abs() < 1e-6
}

fn check_item(week: &Week<'_>, item: &Item, day: u8, wrong: &mut Vec<String>) {
    let id = &item.exercise;
    let Some(allowed) = week.allowed.iter().find(|allowed| allowed.exercise.id == *id) else {
        wrong.push(format!("day {day}: {id} is not allowed for this person"));
        return;
    };
    let exercise = allowed.exercise;
    if !allowed_on(exercise, week.person, week.knowledge, day) {
        wrong.push(format!("day {day}: {id} needs equipment that is not at hand on that day"));
    } else if !allowed.on(day) {
        wrong.push(format!("day {day}: {id} is too easy, and something harder is at hand on that day"));
    }
    let (dose, load, rest_s) = (&exercise.dose, &exercise.load, exercise.rest_s);
    if (&item.dose, &item.load, item.rest_s) != (dose, load, rest_s) {
        wrong.push(format!("day {day}: {id} has another dose, load or rest than the catalogue"));
    }
    if exercise.one_sided == (item.side == PlannedSide::Both) {
        wrong.push(format!("day {day}: {id} cannot be done with {}", item.side.as_str()));
    }
    if week.resting.is_some_and(|leg| item.side.includes(leg)) {
        wrong.push(format!("day {day}: {id} trains a leg that waits"));
    }
    if item.because.is_empty() || item.sets == 0 {
        wrong.push(format!("day {day}: {id} has no sets or no reason"));
    }
}

fn check_days(week: &Week<'_>, wrong: &mut Vec<String>) {
    let days: Vec<u8> = week.plan.sessions.iter().map(|session| session.weekday).collect();
    if days.iter().any(|day| *day > 6) || !days.is_sorted_by(|a, b| a < b) {
        wrong.push("the days are not in order".to_owned());
    }
    let hard_on = |group: &MuscleGroupId, side: Side| {
        let mut hard: BTreeSet<u8> = BTreeSet::new();
        for (id, by_day) in &week.sets {
            let part = week.exercise(id).filter(|exercise| exercise.kind == ExerciseKind::Strength);
            if part.and_then(|exercise| gives(exercise, group, NeedKind::Strengthen)).is_some_and(|p| p >= 50) {
                hard.extend(by_day.iter().filter(|(_, sets)| sets[side] > 0).map(|(day, _)| *day));
            }
        }
        hard
    };
    for group in week.groups() {
        for side in Side::BOTH {
            let hard: Vec<u8> = hard_on(group, side).into_iter().collect();
            // The day after Sunday is Monday, so the last day is followed by the first of the next week.
            let next = hard.iter().skip(1).copied().chain(hard.first().map(|first| first + 7));
            for (day, next) in hard.iter().zip(next) {
                if u32::from(next - day) * 24 < week.knowledge.doses.spacing_hours {
                    wrong.push(format!(
                        "{group} {side} has hard sets on day {day} and again on day {}",
                        next % 7
                    ));
                }
            }
        }
    }
}

fn check_exercises(week: &Week<'_>, wrong: &mut Vec<String>) {
    for (id, by_day) in &week.sets {
        let Some(exercise) = week.exercise(id) else { continue };
        let stretch = exercise.kind == ExerciseKind::Stretch;
        let days = week.person.minutes_by_weekday.values().filter(|minutes| **minutes > 5).count();
        let most_days = if stretch { days.min(5) } else { days.min(3) };
        if by_day.len() > most_days {
            wrong.push(format!("{id} stands on {} days, more than {most_days}", by_day.len()));
        }
        for (day, sets) in by_day {
            check_sets(week, exercise, *day, *sets, wrong);
        }
        let mut others = by_day.values();
        let first = others.next();
        if others.any(|sets| Some(sets) != first) {
            wrong.push(format!("{id} does not hold the same sets on all its days"));
        }
        let next_day = |day: &u8| by_day.contains_key(&((day + 1) % 7));
        if !stretch && by_day.len() > 1 && by_day.keys().any(next_day) {
            wrong.push(format!("{id} stands on two days in a row"));
        }
        check_week_max(week, exercise, by_day, wrong);
        for other in week.sets.keys().filter(|other| other > &id) {
            if week.exercise(other).is_some_and(|other| week.chains.same(exercise, other)) {
                wrong.push(format!("{id} and {other} are rungs of one chain"));
            }
        }
    }
}

/// Sets of one exercise in one session: how many, and how much more for one leg.
fn check_sets(week: &Week<'_>, exercise: &Exercise, day: u8, sets: LegSets, wrong: &mut Vec<String>) {
    let id = &exercise.id;
    let (fewer, more) = (sets.left.min(sets.right), sets.left.max(sets.right));
    let [least, most] = exercise.sets.map(i64::from);
    let stretch = exercise.kind == ExerciseKind::Stretch;
    if more < least || more > most || (!stretch && fewer < least) {
        wrong.push(format!("day {day}: {id} has {fewer} and {more} sets instead of {least} to {most}"));
    }
    if fewer == more {
        return;
    }
    let side = if sets.left > sets.right { Side::Left } else { Side::Right };
    let kind = if stretch { NeedKind::Stretch } else { NeedKind::Strengthen };
    let loaded = || week.groups().filter(|group| gives(exercise, group, kind).is_some());
    if loaded().any(|group| week.need(group, side.other(), kind).is_some()) {
        wrong.push(format!("day {day}: {id} gives the {side} leg more although the other leg is in need too"));
    }
    let here = loaded().filter_map(|group| Some((group, week.need(group, side, kind)?)));
    if stretch {
        if here.count() == 0 {
            wrong.push(format!("day {day}: {id} gives the {side} leg more without need"));
        }
        return;
    }
    let hard = here.filter(|(group, _)| gives(exercise, group, kind).is_some_and(|part| part >= 50));
    let percent = hard.filter_map(|(_, wanted)| wanted.side_percent).fold(0.0, f64::max);
    let doses = &week.knowledge.doses;
    let ratio = if percent >= doses.double_from_percent {
        200
    } else if percent >= doses.bias_from_percent {
        150
    } else {
        100
    };
    if more * 100 > fewer * ratio.min(parts(doses.bias_ratio_max)) {
        wrong.push(format!("day {day}: {id} gives the {side} leg {more} sets for {fewer} of the other"));
    }
}

/// No exercise has a session more than would by itself meet all that it serves.
fn check_week_max(
    week: &Week<'_>,
    exercise: &Exercise,
    by_day: &BTreeMap<u8, LegSets>,
    wrong: &mut Vec<String>,
) {
    let kind = if exercise.kind == ExerciseKind::Stretch { NeedKind::Stretch } else { NeedKind::Strengthen };
    let Some(sets) = by_day.values().next() else { return };
    let less = i64::try_from(by_day.len()).unwrap_or(i64::MAX) - 1;
    let lacks_group = week.groups().any(|group| {
        let part = gives(exercise, group, kind);
        part.is_some_and(|part| {
            let lacks =
                |side: Side| part * sets[side] * less < week.target(group, side, kind).unwrap_or(i64::MIN);
            Side::BOTH.into_iter().any(lacks)
        })
    });
    let base = sets.left.min(sets.right);
    let lacks_minimum = minimums(week.cleared, week.person, week.knowledge).any(|(_, minimum)| {
        minimum.exercises.contains(&exercise.id) && 100 * base * less < parts(minimum.sets).max(1)
    });
    if !lacks_group && !lacks_minimum {
        wrong.push(format!("{} stands on a day more than all that it serves asks for", exercise.id));
    }
}

fn check_groups(week: &Week<'_>, wrong: &mut Vec<String>) {
    for group in week.groups() {
        for side in Side::BOTH.into_iter().filter(|side| week.resting != Some(*side)) {
            let given = week.given(group, side, NeedKind::Strengthen);
            if given > week.cap(group, side) {
                wrong.push(format!("{group} {side} gets {given} hundredths of sets, more than its cap"));
            }
            let weak = week.need(group, side, NeedKind::Strengthen);
            let other = side.other();
            if weak.is_none_or(|weak| weak.side_percent.is_none())
                || week.need(group, other, NeedKind::Strengthen).is_some()
            {
                continue;
            }
            let kept = week.target(group, other, NeedKind::Strengthen).unwrap_or(0);
            let given_other = week.given(group, other, NeedKind::Strengthen);
            if given > given_other && given_other < kept {
                wrong.push(format!("{group}: the {side} leg gets more although the other is not kept"));
            }
        }
    }
}
