//! From sets by candidate and day to the plan that people read: items in order, reasons, volumes, what is missing.
//!
//! Read next: `super::check`.

use super::candidate::{Candidate, Choice, Sets};
use super::order::ordered;
use super::problem::{Problem, WARM_UP_S};
use super::relax::as_f64;
use super::value::{Solution, amounts};
use super::wants::WantKind;
use super::week::{Item, NeedKind, PlannedSide, Reason, Session, Unmet, WhyUnmet};
use crate::body::Side;
use crate::knowledge::ExerciseKind;

/// The sessions that hold something, Monday first.
pub(super) fn sessions(problem: &Problem<'_>, solution: &Solution) -> Vec<Session> {
    let mut sessions = Vec::new();
    for (day_idx, day) in problem.days.iter().enumerate() {
        let mut items = Vec::new();
        let mut seconds = WARM_UP_S;
        let here = (0..problem.candidates.len()).filter(|&idx| solution.days[idx] >> day_idx & 1 == 1);
        for idx in ordered(problem, here.collect()) {
            let sets = solution.weekly[idx].sets;
            seconds += problem.candidates[idx].session_s(sets);
            items.extend(items_of(problem, &problem.candidates[idx], sets));
        }
        if !items.is_empty() {
            sessions.push(Session { weekday: day.weekday, minutes: as_f64(seconds) / 60.0, items });
        }
    }
    sessions
}

fn items_of(problem: &Problem<'_>, candidate: &Candidate<'_>, sets: Sets) -> Vec<Item> {
    if sets.is_none() {
        return Vec::new();
    }
    let exercise = candidate.exercise;
    let item = |side: PlannedSide, n_sets: i64, seconds: i64| Item {
        exercise: exercise.id.clone(),
        side,
        sets: u32::try_from(n_sets).unwrap_or(0),
        dose: exercise.dose,
        load: exercise.load.clone(),
        limited_by: None,
        rest_s: exercise.rest_s,
        minutes: as_f64(seconds) / 60.0,
        because: reasons(problem, candidate, side),
    };
    if !exercise.one_sided {
        return vec![item(PlannedSide::Both, sets.base, candidate.session_s(sets))];
    }
    if let Some(resting) = problem.resting {
        return vec![item(PlannedSide::from(resting.other()), sets.base, candidate.session_s(sets))];
    }
    let first = candidate.lean.unwrap_or_else(|| needier_side(problem, candidate));
    let planned = |side: usize| match problem.side(side) {
        Side::Left => PlannedSide::Left,
        Side::Right => PlannedSide::Right,
    };
    // Both legs alternate in the base sets, so each of them takes half of that time.
    let half = sets.base * candidate.base_s / 2;
    let mut items = vec![item(planned(first), sets.most(), half + sets.extra * candidate.extra_s)];
    if sets.base > 0 {
        items.push(item(planned(1 - first), sets.base, half));
    }
    items
}

/// The side whose need among the groups of an exercise is the larger; the lead when they are alike.
fn needier_side(problem: &Problem<'_>, candidate: &Candidate<'_>) -> usize {
    let price = |side: usize| {
        let wants = candidate.loads.iter().filter_map(|load| load.want[side]);
        wants.map(|want| problem.wants[want].need_price).max().unwrap_or(0)
    };
    usize::from(price(1) > price(0))
}

/// The needs and keeps that an item serves: needs first, then what it loads most.
fn reasons(problem: &Problem<'_>, candidate: &Candidate<'_>, side: PlannedSide) -> Vec<Reason> {
    let stretch = candidate.exercise.kind == ExerciseKind::Stretch;
    let kind = if stretch { NeedKind::Stretch } else { NeedKind::Strengthen };
    let mut loads = candidate.loads.clone();
    loads.sort_by_key(|load| std::cmp::Reverse(load.amount));
    let served = |idx: usize| problem.side(idx);
    let mut reasons: Vec<Reason> = Vec::new();
    for wanted in &problem.needs {
        let need = &wanted.need;
        let loaded = loads.iter().any(|load| *problem.groups[load.group] == need.group);
        if need.kind == kind && side.includes(need.side) && loaded {
            reasons.push(Reason::Need(need.clone()));
        }
    }
    for &want in &candidate.minimums {
        if let WantKind::Minimum(idx) = problem.wants[want].kind {
            reasons.push(Reason::Prevent { rule: problem.minimum_rules[idx].clone() });
        }
    }
    if candidate.asked_for {
        reasons.push(Reason::AskedFor);
    }
    for load in &loads {
        for side_idx in 0..2 {
            let Some(want) = load.want[side_idx].map(|want| &problem.wants[want]) else {
                continue;
            };
            let leg = served(side_idx);
            if want.need_price > 0 || !side.includes(leg) {
                continue;
            }
            let group = problem.groups[load.group].clone();
            reasons.push(if stretch {
                Reason::KeepReach { group, side: leg }
            } else {
                Reason::Keep { group, side: leg }
            });
        }
    }
    reasons
}

/// What the week does not hold in full: needs first, then what should be kept, large groups before small ones.
pub(super) fn unmet(problem: &Problem<'_>, solution: &Solution) -> Vec<Unmet> {
    let mut unmet: Vec<((bool, i64), Unmet)> = Vec::new();
    for (idx, (want, amount)) in problem.wants.iter().zip(amounts(problem, &solution.weekly)).enumerate() {
        if amount >= want.target {
            continue;
        }
        let Some(group) = want.group else { continue };
        let stretch = want.kind == WantKind::Stretch;
        let scale = if stretch { 120.0 } else { 100.0 };
        let row = Unmet {
            group: problem.groups[group].clone(),
            side: problem.side(want.side),
            kind: if stretch { NeedKind::Stretch } else { NeedKind::Strengthen },
            wanted: as_f64(want.target) / scale,
            planned: as_f64(amount) / scale,
            why: why(problem, idx, amount),
        };
        unmet.push(((want.is_keep(), -want.keep_weight * i64::from(want.is_keep())), row));
    }
    unmet.sort_by(|(rank_a, a), (rank_b, b)| {
        (rank_a, &a.group, a.kind, a.side).cmp(&(rank_b, &b.group, b.kind, b.side))
    });
    unmet.into_iter().map(|(_, row)| row).collect()
}

fn why(problem: &Problem<'_>, idx: usize, planned: i64) -> WhyUnmet {
    let want = &problem.wants[idx];
    if !want.reachable {
        return WhyUnmet::NoExercise;
    }
    // The most that the days would hold if nothing else were trained and minutes were free.
    let n_days = i64::try_from(problem.days.len()).unwrap_or(0);
    let most = |any_day: bool| {
        let of_candidate = |candidate: &Candidate<'_>| {
            let of_choice = |choice: &Choice| {
                let sessions = if any_day { n_days.min(3) } else { choice.sessions };
                let choice = Choice { sessions, ..*choice };
                candidate.gives(choice).filter(|(want, _)| *want == idx).map(|(_, amount)| amount).sum::<i64>()
            };
            candidate.choices.iter().map(of_choice).max().unwrap_or(0)
        };
        problem.candidates.iter().map(of_candidate).sum::<i64>()
    };
    let spaced = most(false);
    if planned >= spaced && spaced < most(true) { WhyUnmet::Spacing } else { WhyUnmet::Minutes }
}
