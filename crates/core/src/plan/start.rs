//! A good week to start the search from: what gives most for the second, and then what is better exchanged.
//!
//! It proves nothing; it only spares the search the weeks that are plainly worse. Read next: `super::search`.

use super::candidate::{Candidate, Choice};
use super::place::{Placed, place};
use super::problem::Problem;
use super::value::{Goal, STEP_S, Solution, Values, amounts, breaks_keep_first, values};
use std::borrow::Cow;

/// Steps of one placement.
const STEPS: u32 = 600;
/// Exercises that are taken out at most until the days hold the rest.
const MEND_MAX: usize = 12;
/// Parts of the week's minutes, in percent, that are filled at first: a week that is not full is easier to put on days.
pub(super) const FILLED: [i64; 3] = [100, 93, 80];

/// The first week that fits; none when what was asked for does not.
pub(super) fn first(problem: &Problem<'_>) -> Option<Solution> {
    let mut weekly = vec![Choice::NONE; problem.candidates.len()];
    let asked: Vec<usize> =
        (0..problem.candidates.len()).filter(|&idx| problem.candidates[idx].asked_for).collect();
    let mut best = None;
    ask(problem, &asked, &mut weekly, &mut best);
    best
}

/// Tries what was asked for in all its choices until one fits.
fn ask(problem: &Problem<'_>, asked: &[usize], weekly: &mut Vec<Choice>, best: &mut Option<Solution>) {
    let Some((&idx, rest)) = asked.split_first() else {
        if let Some(mut values) = values(problem, weekly)
            && let Placed::Fits(days, uneven) = place(problem, weekly, i64::MAX, STEPS)
        {
            values[Goal::Evenness] = uneven;
            *best = Some(Solution { weekly: weekly.clone(), days, values });
        }
        return;
    };
    for &choice in problem.candidates[idx].choices.iter().take(3) {
        weekly[idx] = choice;
        ask(problem, rest, weekly, best);
        if best.is_some() {
            return;
        }
    }
    weekly[idx] = Choice::NONE;
}

/// A week that keeps every limit, found by filling parts of the minutes; `known` must keep them.
pub(super) fn filled(problem: &Problem<'_>, known: Solution, percents: &[i64]) -> Solution {
    let mut best = known.clone();
    let gives = gives(problem);
    for percent in percents {
        let mut fill = Fill::new(problem, &gives, known.weekly.clone());
        fill.room_s = fill.room_s * percent / 100;
        fill.add_all(&[]);
        settle(problem, fill.weekly, &mut best);
    }
    best
}

/// Exchanges one exercise after the other while that makes the week better.
pub(super) fn exchanged(problem: &Problem<'_>, known: Solution, rounds: usize) -> Solution {
    let mut best = known;
    let gives = gives(problem);
    for _ in 0..rounds {
        let before = best.values;
        for idx in 0..problem.candidates.len() {
            if best.weekly[idx].is_none() || problem.candidates[idx].asked_for {
                continue;
            }
            let mut fill = Fill::new(problem, &gives, best.weekly.clone());
            fill.set(idx, Choice::NONE);
            fill.add_all(&[idx]);
            settle(problem, fill.weekly, &mut best);
        }
        shrink(problem, &mut best);
        if best.values == before {
            break;
        }
    }
    best
}

/// Takes out what is not missed.
fn shrink(problem: &Problem<'_>, best: &mut Solution) {
    for idx in 0..problem.candidates.len() {
        if best.weekly[idx].is_none() {
            continue;
        }
        let less = std::iter::once(Choice::NONE).chain(problem.candidates[idx].choices.iter().copied());
        for choice in less {
            if problem.candidates[idx].seconds(choice) >= problem.candidates[idx].seconds(best.weekly[idx]) {
                continue;
            }
            let mut weekly = best.weekly.clone();
            weekly[idx] = choice;
            settle(problem, weekly, best);
        }
    }
}

/// Weeks near the values of a linear program: what is mostly there, filled up.
pub(super) fn round(problem: &Problem<'_>, choices: &[(usize, Choice)], x: &[f64]) -> Vec<Vec<Choice>> {
    let mut weeks = Vec::new();
    let gives = gives(problem);
    for threshold in [0.9, 0.5, 0.3] {
        let mut order: Vec<usize> = (0..choices.len()).filter(|&column| x[column] > threshold).collect();
        order.sort_by(|&a, &b| x[b].total_cmp(&x[a]).then(a.cmp(&b)));
        let mut weekly = vec![Choice::NONE; problem.candidates.len()];
        for candidate in (0..weekly.len()).filter(|&idx| problem.candidates[idx].asked_for) {
            weekly[candidate] = problem.candidates[candidate].choices[0];
        }
        let mut fill = Fill::new(problem, &gives, weekly);
        for column in order {
            let (candidate, choice) = choices[column];
            if fill.may(candidate, choice) {
                fill.set(candidate, choice);
            }
        }
        fill.add_all(&[]);
        let mut weekly = fill.weekly;
        for _ in 0..MEND_MAX {
            if place(problem, &weekly, i64::MAX, STEPS / 2) != Placed::Never {
                break;
            }
            let Some(less) = without_least(problem, &weekly) else { break };
            weekly = less;
        }
        weeks.push(weekly);
    }
    weeks
}

/// Takes weekly sets as the best week when they are better and fit the days, or what is left of them fits.
fn settle(problem: &Problem<'_>, mut weekly: Vec<Choice>, best: &mut Solution) {
    for _ in 0..MEND_MAX {
        let Some(mut found) = values(problem, &weekly) else { return };
        found[Goal::Evenness] = best.values[Goal::Evenness];
        if found >= best.values {
            return;
        }
        if let Placed::Fits(days, uneven) = place(problem, &weekly, i64::MAX, STEPS) {
            found[Goal::Evenness] = uneven;
            *best = Solution { weekly, days, values: found };
            return;
        }
        let Some(less) = without_least(problem, &weekly) else { return };
        weekly = less;
    }
}

/// The same week with one session, or one exercise, less: the one that is missed least.
fn without_least(problem: &Problem<'_>, weekly: &[Choice]) -> Option<Vec<Choice>> {
    let mut least: Option<(Values, usize, Choice)> = None;
    let mut weekly = weekly.to_vec();
    for idx in 0..weekly.len() {
        let before = weekly[idx];
        if before.is_none() {
            continue;
        }
        let one_less = Choice { sessions: before.sessions - 1, ..before };
        let none = (!problem.candidates[idx].asked_for).then_some(Choice::NONE);
        let one_less = problem.candidates[idx].choices.contains(&one_less).then_some(one_less);
        for choice in [none, one_less].into_iter().flatten() {
            weekly[idx] = choice;
            if let Some(values) = values(problem, &weekly)
                && least.as_ref().is_none_or(|(other, ..)| values < *other)
            {
                least = Some((values, idx, choice));
            }
        }
        weekly[idx] = before;
    }
    let (_, idx, choice) = least?;
    weekly[idx] = choice;
    Some(weekly)
}

/// What a choice takes and gives in the week; no want stands twice.
#[derive(Clone)]
struct Gives {
    choice: Choice,
    seconds: i64,
    to: Vec<(usize, i64)>,
}

/// What each candidate may have, in the order of its choices.
fn gives(problem: &Problem<'_>) -> Vec<Vec<Gives>> {
    let of_candidate = |candidate: &Candidate<'_>| {
        candidate.choices.iter().map(|choice| gives_of(candidate, *choice)).collect()
    };
    problem.candidates.iter().map(of_candidate).collect()
}

fn gives_of(candidate: &Candidate<'_>, choice: Choice) -> Gives {
    let to = candidate.gives(choice).filter(|(_, amount)| *amount > 0).collect();
    Gives { choice, seconds: candidate.seconds(choice), to }
}

/// A week that is being filled.
struct Fill<'a, 'k> {
    problem: &'a Problem<'k>,
    gives: &'a [Vec<Gives>],
    weekly: Vec<Choice>,
    amounts: Vec<i64>,
    seconds: i64,
    sessions: i64,
    room_s: i64,
    places: i64,
}

impl<'a, 'k> Fill<'a, 'k> {
    fn new(problem: &'a Problem<'k>, gives: &'a [Vec<Gives>], weekly: Vec<Choice>) -> Self {
        let pairs = || problem.candidates.iter().zip(&weekly);
        Self {
            problem,
            gives,
            amounts: amounts(problem, &weekly),
            seconds: pairs().map(|(candidate, choice)| candidate.seconds(*choice)).sum(),
            sessions: weekly.iter().map(|choice| choice.sessions).sum(),
            room_s: problem.days.iter().map(|day| day.room_s).sum(),
            places: problem.exercises_max * i64::try_from(problem.days.len()).unwrap_or(0),
            weekly,
        }
    }

    fn set(&mut self, idx: usize, choice: Choice) {
        let candidate = &self.problem.candidates[idx];
        let before = self.weekly[idx];
        for (want, amount) in candidate.gives(before) {
            self.amounts[want] -= amount;
        }
        for (want, amount) in candidate.gives(choice) {
            self.amounts[want] += amount;
        }
        self.seconds += candidate.seconds(choice) - candidate.seconds(before);
        self.sessions += choice.sessions - before.sessions;
        self.weekly[idx] = choice;
    }

    /// May the week hold this instead of what it holds of the candidate?
    fn may(&mut self, idx: usize, choice: Choice) -> bool {
        let candidate = &self.problem.candidates[idx];
        let before = self.weekly[idx];
        let seconds = self.seconds + candidate.seconds(choice) - candidate.seconds(before);
        let sessions = self.sessions + choice.sessions - before.sessions;
        if seconds > self.room_s
            || sessions > self.places
            || candidate.conflicts.iter().any(|&other| !self.weekly[other].is_none())
        {
            return false;
        }
        self.set(idx, choice);
        let wants = &self.problem.wants;
        let capped = wants.iter().zip(&self.amounts).all(|(want, amount)| *amount <= want.cap);
        let fits = capped && !breaks_keep_first(self.problem, &self.amounts);
        self.set(idx, before);
        fits
    }

    /// What the first two levels gain, as far as they can be compared: needs count a thousandfold.
    fn gain(&self, new: &Gives, before: Option<&Gives>) -> (i64, i64) {
        let (mut needs, mut keeps) = (0, 0);
        let mut count = |want: usize, more: i64| {
            let (before, after) = (self.amounts[want], self.amounts[want] + more);
            let want = &self.problem.wants[want];
            if before.min(want.target) == after.min(want.target) {
                return;
            }
            if want.is_keep() {
                // Half a step towards a keep is worth something too while the week is not full.
                let towards = |amount: i64| amount.min(want.target) * 30 * want.keep_weight / want.target;
                keeps += 100 * (want.points(before) - want.points(after)) + towards(after) - towards(before);
            } else {
                let missing = |amount: i64| (want.target - amount).max(0) * want.need_price;
                needs += missing(before) - missing(after);
            }
        };
        let had = before.map_or(&[][..], |before| &before.to);
        let amount_of = |list: &[(usize, i64)], want: usize| {
            list.iter().find(|(other, _)| *other == want).map_or(0, |(_, a)| *a)
        };
        for &(want, amount) in &new.to {
            count(want, amount - amount_of(had, want));
        }
        for &(want, amount) in had.iter().filter(|(want, _)| amount_of(&new.to, *want) == 0) {
            count(want, -amount);
        }
        (needs, keeps)
    }

    /// What the week holds of a candidate; a week of another problem may hold what is no choice in this one.
    fn had(&self, idx: usize) -> Option<Cow<'a, Gives>> {
        let had = self.weekly[idx];
        let known = || self.gives[idx].iter().find(|gives| gives.choice == had);
        let made = || gives_of(&self.problem.candidates[idx], had);
        (!had.is_none()).then(|| known().map_or_else(|| Cow::Owned(made()), Cow::Borrowed))
    }

    /// Adds what gives most for the second until nothing more fits or helps.
    fn add_all(&mut self, barred: &[usize]) {
        loop {
            // Needs first, then keeps; what is better by the second wins.
            let mut best: Option<(bool, i128, usize, Choice)> = None;
            for idx in (0..self.weekly.len()).filter(|idx| !barred.contains(idx)) {
                let had = self.had(idx);
                let before = had.as_deref();
                for new in &self.gives[idx] {
                    let choice = new.choice;
                    let more_s = new.seconds - before.map_or(0, |before| before.seconds);
                    if more_s <= 0 {
                        continue;
                    }
                    let (needs, keeps) = self.gain(new, before);
                    if needs < 0 || (needs == 0 && keeps <= 0) {
                        continue;
                    }
                    let new_s = if self.weekly[idx].is_none() { STEP_S / 3 } else { 0 };
                    let gain = if needs > 0 { needs } else { keeps };
                    let rate = i128::from(gain) * 1_000_000 / i128::from(more_s + new_s);
                    let key = (needs > 0, rate);
                    if best.as_ref().is_none_or(|(first, other, ..)| key > (*first, *other))
                        && self.may(idx, choice)
                    {
                        best = Some((key.0, rate, idx, choice));
                    }
                }
            }
            let Some((_, _, idx, choice)) = best else { return };
            self.set(idx, choice);
        }
    }
}
