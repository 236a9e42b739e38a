//! Which choices no best week of a level needs, because another choice does all the same for less.
//!
//! ```text
//! for one level   what gives to nothing that the level counts, and only takes time and caps, is left out
//! for all levels  of two rungs of a chain, or two choices of one exercise, the one that gives no more, takes no less
//!                 time, is hard for no fewer groups and may stand on no more days is left out
//! ```
//! A week that holds what was left out becomes, by exchanging it, a week that is no worse on this level and the levels
//! above, on the very same days. So bounds over what is left hold for all weeks. Read next: `super::relax`.

use super::candidate::{Candidate, Choice};
use super::problem::Problem;
use super::value::Goal;
use super::wants::WantKind;
use std::collections::BTreeMap;

/// A choice with what one session of it gives.
struct Offer {
    choice: Choice,
    session_s: i64,
    days: u8,
    /// By want; nothing is listed that gets nothing.
    gives: BTreeMap<usize, i64>,
}

/// The choices of each candidate that a best week of a level may need.
pub(super) fn needed(problem: &Problem<'_>, goal: Goal) -> Vec<Vec<Choice>> {
    let counted = counted(problem, goal);
    let mut offers: Vec<Vec<Offer>> = problem.candidates.iter().map(|one| offers(problem, one)).collect();
    for (candidate, offers) in problem.candidates.iter().zip(&mut offers) {
        if !candidate.asked_for {
            offers.retain(|offer| offer.gives.keys().any(|want| counted[*want]));
        }
    }
    // From the last to the first, so that of two that do the very same the first stays.
    for idx in (0..offers.len()).rev() {
        let rivals: Vec<usize> = std::iter::once(idx)
            .chain(problem.candidates[idx].conflicts.iter().copied())
            .filter(|&rival| may_replace(problem, goal, rival, idx))
            .collect();
        for at in (0..offers[idx].len()).rev() {
            let beaten = rivals.iter().any(|&rival| {
                offers[rival].iter().enumerate().any(|(other, better)| {
                    (rival != idx || other != at) && beats(problem, &counted, better, &offers[idx][at])
                })
            });
            if beaten {
                offers[idx].remove(at);
            }
        }
    }
    offers.into_iter().map(|offers| offers.into_iter().map(|offer| offer.choice).collect()).collect()
}

/// Which wants the level and the levels above it count, or a rule asks for that they depend on.
fn counted(problem: &Problem<'_>, goal: Goal) -> Vec<bool> {
    let mut counted: Vec<bool> =
        problem.wants.iter().map(|want| goal != Goal::Needs || want.need_price > 0).collect();
    for rule in &problem.keep_first {
        counted[rule.weak] = true;
        counted[rule.other] = true;
    }
    counted
}

fn offers(problem: &Problem<'_>, candidate: &Candidate<'_>) -> Vec<Offer> {
    let offer = |&choice: &Choice| {
        let mut gives: BTreeMap<usize, i64> = BTreeMap::new();
        let session = Choice { sessions: 1, ..choice };
        for (want, amount) in candidate.gives(session).filter(|(_, amount)| *amount > 0) {
            *gives.entry(want).or_default() += amount;
        }
        let days = problem.days_for(candidate, choice.sets);
        Offer { choice, session_s: candidate.session_s(choice.sets), days, gives }
    };
    candidate.choices.iter().map(offer).collect()
}

/// May one candidate stand for another in every week that holds the other?
fn may_replace(problem: &Problem<'_>, goal: Goal, one: usize, other: usize) -> bool {
    if one == other {
        return true;
    }
    let (a, b) = (&problem.candidates[one], &problem.candidates[other]);
    !a.asked_for
        && !b.asked_for
        && a.stretches() == b.stretches()
        && a.hard & !b.hard == 0
        && (goal == Goal::Needs || a.liked || !b.liked)
        && a.conflicts.iter().all(|third| *third == other || b.conflicts.contains(third))
}

/// Does one choice do all that another does, on some of the same days and in no more time?
fn beats(problem: &Problem<'_>, counted: &[bool], one: &Offer, other: &Offer) -> bool {
    let (a, b) = (one.choice.sessions, other.choice.sessions);
    let gives_enough = |(want, amount): (&usize, &i64)| {
        !counted[*want] || a * one.gives.get(want).copied().unwrap_or(0) >= b * amount
    };
    // What is capped, in the week or in a session, must not become more.
    let no_more = |(want, amount): (&usize, &i64)| {
        problem.wants[*want].kind != WantKind::Sets || other.gives.get(want).is_some_and(|more| amount <= more)
    };
    a <= b
        && one.session_s <= other.session_s
        && other.days & !one.days == 0
        && other.gives.iter().all(gives_enough)
        && one.gives.iter().all(no_more)
}
