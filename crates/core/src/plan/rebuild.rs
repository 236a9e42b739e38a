//! Better weeks by taking a part of one out and building it up again, on days from the first step.
//!
//! ```text
//! week ─► take out: some exercises · one day · what serves one group
//!      ─► for what lacks most: the choice and the days that give most for the second ─► again until nothing helps
//!      ─► keep it when it is not worse than the week of some rounds ago
//! ```
//! What is taken out follows a fixed sequence of numbers, so the same problem gives the same weeks. It proves nothing;
//! the bounds come from `super::search` alone. Read next: `super::start`.

use super::candidate::Choice;
use super::crowd::{Ground, Offer};
use super::place::unevenness;
use super::problem::Problem;
use super::scatter::Numbers;
use super::value::{Goal, STEP_S, Solution, amounts, breaks_keep_first, values};
use super::wants::KeepFirst;

/// Rounds that a week may be worse than before.
const REMEMBERED: usize = 40;
/// Most exercises that are taken out at once.
const OUT_MAX: u64 = 4;
/// Choices that are tried on the days before a want is left as it is.
const TRIED: usize = 10;
/// Of so many choices one is passed over, so that not every week is built the same way.
const PASSED: u64 = 8;

/// Looks for a better week for so many rounds, and no longer than until it is good enough.
///
/// What it returns keeps the levels above at what they are in `known`.
pub(super) fn rebuilt(ground: &Ground<'_, '_>, known: Solution, rounds: u32, seed: u64) -> Solution {
    let (problem, goal, offers) = (ground.problem, ground.goal, &ground.offers[..]);
    let towards: Vec<i64> =
        problem.wants.iter().map(|want| 30 * want.keep_weight * 1024 / want.target).collect();
    let mut best = known;
    let Some(mut week) = Week::new(problem, offers, &towards, &best) else { return best };
    let mut cost = week.cost(goal);
    let mut remembered = vec![cost; REMEMBERED];
    let mut numbers = Numbers(seed);
    let mut other = week.clone();
    for round in 0..rounds {
        if best.values[goal] <= ground.enough {
            break;
        }
        other.copy(&week);
        other.take_out(&mut numbers);
        other.build(goal, &ground.by_want, &mut numbers);
        other.trim(goal, &mut numbers);
        let slot = round as usize % REMEMBERED;
        let new_cost = other.cost(goal);
        if (new_cost <= cost || new_cost <= remembered[slot]) && !breaks_keep_first(problem, &other.amounts) {
            std::mem::swap(&mut week, &mut other);
            cost = new_cost;
            if let Some(better) = week.better(goal, &best) {
                best = better;
            }
        }
        remembered[slot] = cost.min(remembered[slot]);
    }
    best
}

/// A week on its days.
#[derive(Clone)]
struct Week<'a, 'k> {
    problem: &'a Problem<'k>,
    offers: &'a [Offer],
    /// For each want what a part of it is worth before a step is reached, in 1024ths.
    towards: &'a [i64],
    /// What each candidate has: an offer and its days.
    has: Vec<Option<(usize, u8)>>,
    amounts: Vec<i64>,
    left_s: Vec<i64>,
    places: Vec<i64>,
    /// Exercises with hard sets by day and group.
    hard: Vec<u8>,
    /// Hundredths of sets by day, group and side.
    sets: Vec<i64>,
}

impl<'a, 'k> Week<'a, 'k> {
    /// The week of a solution; none when it holds what is not offered.
    fn new(
        problem: &'a Problem<'k>,
        offers: &'a [Offer],
        towards: &'a [i64],
        solution: &Solution,
    ) -> Option<Self> {
        let n_days = problem.days.len();
        let mut week = Self {
            problem,
            offers,
            towards,
            has: vec![None; problem.candidates.len()],
            amounts: amounts(problem, &vec![Choice::NONE; problem.candidates.len()]),
            left_s: problem.days.iter().map(|day| day.room_s).collect(),
            places: vec![problem.exercises_max; n_days],
            hard: vec![0; n_days * problem.groups.len()],
            sets: vec![0; n_days * problem.groups.len() * 2],
        };
        for (idx, choice) in solution.weekly.iter().enumerate().filter(|(_, choice)| !choice.is_none()) {
            let offer = offers.iter().position(|offer| offer.candidate == idx && offer.choice == *choice)?;
            week.add(offer, solution.days[idx]);
        }
        Some(week)
    }

    /// Becomes the same as another one, without asking for new memory.
    fn copy(&mut self, other: &Self) {
        self.has.clone_from(&other.has);
        self.amounts.clone_from(&other.amounts);
        self.left_s.clone_from(&other.left_s);
        self.places.clone_from(&other.places);
        self.hard.clone_from(&other.hard);
        self.sets.clone_from(&other.sets);
    }

    fn add(&mut self, offer: usize, mask: u8) {
        self.change(offer, mask, 1);
        self.has[self.offers[offer].candidate] = Some((offer, mask));
    }

    fn remove(&mut self, candidate: usize) -> Option<(usize, u8)> {
        let (offer, mask) = self.has[candidate].take()?;
        self.change(offer, mask, -1);
        Some((offer, mask))
    }

    fn change(&mut self, offer: usize, mask: u8, times: i64) {
        let offer = &self.offers[offer];
        let n_groups = self.problem.groups.len();
        for &(want, amount) in &offer.gives {
            self.amounts[want] += times * amount;
        }
        for day in (0..self.left_s.len()).filter(|day| mask >> day & 1 == 1) {
            self.left_s[day] -= times * offer.session_s;
            self.places[day] -= times;
            for &(slot, amount) in &offer.given {
                self.sets[day * n_groups * 2 + slot] += times * amount;
            }
            for group in (0..n_groups).filter(|group| offer.hard >> group & 1 == 1) {
                let hard = &mut self.hard[day * n_groups + group];
                *hard = if times > 0 { *hard + 1 } else { hard.saturating_sub(1) };
            }
        }
    }

    /// The groups with hard sets on a day, as a mask.
    fn hard_on(&self, day: usize) -> u64 {
        let n_groups = self.problem.groups.len();
        let hard = &self.hard[day * n_groups..(day + 1) * n_groups];
        hard.iter().enumerate().filter(|(_, n)| **n > 0).fold(0, |mask, (group, _)| mask | 1 << group)
    }

    /// What the first levels say, with half a step towards a keep worth something too; smaller is better.
    fn cost(&self, goal: Goal) -> (i64, i64, i64) {
        let (mut needs, mut keeps) = (0, 0);
        // Once the keeps are settled, what lies between their steps is worth nothing.
        let between = i64::from(goal <= Goal::Keeps);
        for ((want, amount), towards) in self.problem.wants.iter().zip(&self.amounts).zip(self.towards) {
            if want.is_keep() {
                keeps += 100 * want.points(*amount) - between * ((amount.min(&want.target) * towards) >> 10);
            } else {
                needs += (want.target - amount).max(0) * want.need_price;
            }
        }
        if goal == Goal::Needs {
            keeps = 0;
        }
        let size = self.has.iter().flatten().map(|(offer, _)| STEP_S + self.offers[*offer].seconds).sum();
        (needs, keeps, size)
    }

    /// The week as a solution, when it is better than the best one and keeps the levels above.
    fn better(&self, goal: Goal, best: &Solution) -> Option<Solution> {
        let choice =
            |has: &Option<(usize, u8)>| has.map_or(Choice::NONE, |(offer, _)| self.offers[offer].choice);
        let weekly: Vec<Choice> = self.has.iter().map(choice).collect();
        let mut found = values(self.problem, &weekly)?;
        let rooms: Vec<i64> = self.problem.days.iter().map(|day| day.room_s).collect();
        let seconds: Vec<i64> = rooms.iter().zip(&self.left_s).map(|(room, left)| room - left).collect();
        found[Goal::Evenness] = unevenness(&rooms, &seconds);
        let kept = goal.above().all(|level| found[level] <= best.values[level]);
        let days = self.has.iter().map(|has| has.map_or(0, |(_, mask)| mask)).collect();
        (kept && found < best.values).then_some(Solution { weekly, days, values: found })
    }

    /// Takes some exercises out: any, those of one day, or those that serve one group.
    fn take_out(&mut self, numbers: &mut Numbers) {
        let free = |idx: &usize| !self.problem.candidates[*idx].asked_for;
        let mut used: Vec<usize> =
            (0..self.has.len()).filter(|idx| self.has[*idx].is_some()).filter(free).collect();
        let most = match numbers.below(4) {
            0 => {
                let day = numbers.one_of(self.left_s.len());
                used.retain(|idx| self.has[*idx].is_some_and(|(_, mask)| mask >> day & 1 == 1));
                OUT_MAX * 2
            }
            1 => {
                let group = numbers.one_of(self.problem.groups.len());
                let loads =
                    |idx: &usize| self.problem.candidates[*idx].loads.iter().any(|load| load.group == group);
                used.retain(loads);
                OUT_MAX
            }
            2.. => OUT_MAX,
        };
        for _ in 0..=numbers.below(most) {
            if used.is_empty() {
                return;
            }
            let idx = used.swap_remove(numbers.one_of(used.len()));
            self.remove(idx);
        }
    }

    /// What a want lacks.
    fn missing(&self, want: usize) -> i64 {
        (self.problem.wants[want].target - self.amounts[want]).max(0)
    }

    /// Adds what gives most for the second to what lacks most, until nothing helps.
    fn build(&mut self, goal: Goal, by_want: &[Vec<usize>], numbers: &mut Numbers) {
        let mut order: Vec<(i64, usize)> = Vec::new();
        for idx in (0..self.amounts.len()).filter(|&idx| self.problem.wants[idx].reachable) {
            // Needs first, the larger ones mostly before the smaller ones, and what must be kept before a weak leg gets
            // more; then the other keeps in any order.
            let freed = self.problem.keep_first.iter().filter(|rule| rule.other == idx).map(|rule| rule.weak);
            let serves = std::iter::once(idx).chain(freed);
            let weight =
                serves.map(|want| self.missing(want) * self.problem.wants[want].need_price).sum::<i64>();
            if self.missing(idx) == 0 || (goal == Goal::Needs && weight == 0) {
                continue;
            }
            let scattered = i64::try_from(numbers.below(1024)).unwrap_or(0) + 1;
            let weight = if weight > 0 { 1024 + weight.min(i64::MAX >> 12) } else { 1 };
            order.push((weight.saturating_mul(scattered), idx));
        }
        order.sort_unstable_by(|a, b| b.cmp(a));
        for _ in 0..3 {
            let mut added = false;
            for &(_, want) in &order {
                while self.missing(want) > 0 {
                    if !self.add_best(&by_want[want], numbers) {
                        break;
                    }
                    added = true;
                }
            }
            if !added {
                return;
            }
        }
    }

    /// Takes out what is not missed.
    fn trim(&mut self, goal: Goal, numbers: &mut Numbers) {
        let n = self.has.len();
        let from = numbers.one_of(n);
        let mut cost = self.cost(goal);
        for idx in (from..n).chain(0..from) {
            if self.has[idx].is_none() || self.problem.candidates[idx].asked_for {
                continue;
            }
            let broken = self.broken();
            let Some((offer, mask)) = self.remove(idx) else { continue };
            let less = self.cost(goal);
            if less < cost && self.broken() <= broken {
                cost = less;
            } else {
                self.add(offer, mask);
            }
        }
    }

    /// Adds the best of these offers; false when none helps or fits.
    fn add_best(&mut self, offers: &[usize], numbers: &mut Numbers) -> bool {
        let mut ranked: Vec<((bool, i64), usize)> = Vec::new();
        let mut left: Vec<i64> = self
            .left_s
            .iter()
            .zip(&self.places)
            .filter(|(_, places)| **places > 0)
            .map(|(left, _)| *left)
            .collect();
        left.sort_unstable_by(|a, b| b.cmp(a));
        for &idx in offers {
            if numbers.below(PASSED) == 0 {
                continue;
            }
            let offer = &self.offers[idx];
            let conflicts = &self.problem.candidates[offer.candidate].conflicts;
            if conflicts.iter().any(|&other| self.has[other].is_some()) {
                continue;
            }
            let before = self.has[offer.candidate].map(|(before, _)| &self.offers[before]);
            // As many days as it has sessions must have the time.
            let shortest = usize::try_from(offer.choice.sessions - 1).ok().and_then(|nth| left.get(nth));
            if before.is_none() && shortest.is_none_or(|left| *left < offer.session_s) {
                continue;
            }
            let more_s = offer.seconds - before.map_or(-STEP_S / 3, |before| before.seconds);
            if more_s <= 0 {
                continue;
            }
            let Some((needs, keeps)) = self.gain(offer, before) else { continue };
            if needs < 0 || (needs == 0 && keeps <= 0) {
                continue;
            }
            let gain = if needs > 0 { needs } else { keeps };
            ranked.push(((needs > 0, gain.saturating_mul(10_000) / more_s), idx));
        }
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        ranked.into_iter().take(TRIED).any(|(_, idx)| self.try_add(idx, numbers))
    }

    /// What the first two levels gain; none when a cap would be passed.
    fn gain(&self, offer: &Offer, before: Option<&Offer>) -> Option<(i64, i64)> {
        let (mut needs, mut keeps) = (0, 0);
        let mut count = |want: usize, from: i64, to: i64| {
            let wanted = &self.problem.wants[want];
            if wanted.is_keep() {
                let towards = |amount: i64| (amount.min(wanted.target) * self.towards[want]) >> 10;
                keeps += 100 * (wanted.points(from) - wanted.points(to)) + towards(to) - towards(from);
            } else {
                let missing = |amount: i64| (wanted.target - amount).max(0) * wanted.need_price;
                needs += missing(from) - missing(to);
            }
            to <= wanted.cap
        };
        let had = before.map_or(&[][..], |before| &before.gives[..]);
        for &(want, amount) in &offer.gives {
            let less = had.iter().find(|(other, _)| *other == want).map_or(0, |(_, amount)| *amount);
            if !count(want, self.amounts[want], self.amounts[want] - less + amount) {
                return None;
            }
        }
        for &(want, amount) in had {
            if !offer.gives.iter().any(|(other, _)| *other == want) {
                count(want, self.amounts[want], self.amounts[want] - amount);
            }
        }
        Some((needs, keeps))
    }

    /// Puts an offer on the days that suit it best, in place of what the candidate has; false when it fits none.
    fn try_add(&mut self, idx: usize, numbers: &mut Numbers) -> bool {
        let offer = &self.offers[idx];
        let broken = self.broken();
        let before = self.remove(offer.candidate);
        let mut hard = [0_u64; 8];
        let n_days = self.left_s.len();
        if offer.hard != 0 {
            (0..n_days).for_each(|day| hard[day] = self.hard_on(day));
        }
        let gather = numbers.below(2) == 0;
        let mut best: Option<(i64, u8)> = None;
        for &mask in offer.masks.iter().filter(|mask| self.fits(offer, **mask, &hard[..n_days])) {
            let days = (0..self.left_s.len()).filter(|day| mask >> day & 1 == 1);
            let least = days.clone().map(|day| self.left_s[day]).min().unwrap_or(0);
            // Days on which the groups are hard already leave the other days free.
            let fresh: u32 = days.map(|day| (offer.hard & !hard[day]).count_ones()).sum();
            let suits = if gather { least - 600 * i64::from(fresh) } else { least };
            if best.is_none_or(|(other, _)| suits > other) {
                best = Some((suits, mask));
            }
        }
        if let Some((_, mask)) = best {
            self.add(idx, mask);
            if self.broken() <= broken {
                return true;
            }
            self.remove(offer.candidate);
        }
        if let Some((before, mask)) = before {
            self.add(before, mask);
        }
        false
    }

    fn fits(&self, offer: &Offer, mask: u8, hard: &[u64]) -> bool {
        let width = self.problem.groups.len() * 2;
        (0..self.left_s.len()).filter(|day| mask >> day & 1 == 1).all(|day| {
            let close = self.problem.days[day].close;
            let spaced = (0..hard.len()).all(|other| close >> other & 1 == 0 || hard[other] & offer.hard == 0);
            let in_session =
                |(slot, amount): &(usize, i64)| self.sets[day * width + slot] + amount <= self.problem.sets_max;
            self.left_s[day] >= offer.session_s
                && self.places[day] > 0
                && spaced
                && offer.given.iter().all(in_session)
        })
    }

    /// For how many groups the weak leg gets more although the other leg is not kept.
    fn broken(&self) -> usize {
        let broken = |rule: &&KeepFirst| {
            self.amounts[rule.weak] > self.amounts[rule.other]
                && self.amounts[rule.other] < self.problem.wants[rule.other].target
        };
        self.problem.keep_first.iter().filter(broken).count()
    }
}
