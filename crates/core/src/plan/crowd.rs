//! A week on its days that counts along what it gives and what it costs, so that a small change is quickly weighed.
//!
//! Read next: `super::anneal`.

use super::candidate::Choice;
use super::place::unevenness;
use super::problem::Problem;
use super::value::{Goal, STEP_S, Solution, Values, amounts};
use super::wants::Want;
use std::collections::BTreeMap;

/// What a point of the keeps counts; one unit of any level that is being made small counts as much.
const POINT: i64 = 1000;
/// What all of a keep is worth on the way, beyond its points: the nearer it is, the likelier a small change completes it.
const TOWARDS: i64 = 300;

/// One choice of one candidate with all that is asked of it again and again.
pub(super) struct Offer {
    /// Whose choice it is.
    pub candidate: usize,
    /// So many sessions of so many sets.
    pub choice: Choice,
    /// Seconds of the week.
    pub seconds: i64,
    /// Seconds of one session.
    pub session_s: i64,
    /// Groups for which its sets are hard, as a mask.
    pub hard: u64,
    /// Wants and what the week gives them.
    pub gives: Vec<(usize, i64)>,
    /// Hundredths of sets of one session, by group and side.
    pub given: Vec<(usize, i64)>,
    /// The sets of days that it may stand on.
    pub masks: Vec<u8>,
}

/// What a better week is made of, and when it is good enough.
pub(super) struct Ground<'a, 'k> {
    /// The problem.
    pub problem: &'a Problem<'k>,
    /// The level that is made small.
    pub goal: Goal,
    /// A value of the level from which on nothing better is looked for.
    pub enough: i64,
    /// All offers, those of one candidate side by side.
    pub offers: Vec<Offer>,
    /// For each want the offers that give to it and have days.
    pub by_want: Vec<Vec<usize>>,
}

/// The ground for one level.
pub(super) fn ground<'a, 'k>(problem: &'a Problem<'k>, goal: Goal, enough: i64) -> Ground<'a, 'k> {
    let offers = offers(problem);
    let by_want = by_want(problem, &offers);
    Ground { problem, goal, enough, offers, by_want }
}

fn offers(problem: &Problem<'_>) -> Vec<Offer> {
    let mut known: BTreeMap<(u8, i64, bool, bool), Vec<u8>> = BTreeMap::new();
    let mut offers = Vec::new();
    for (idx, candidate) in problem.candidates.iter().enumerate() {
        for &choice in &candidate.choices {
            let days = problem.days_for(candidate, choice.sets);
            let key = (days, choice.sessions, candidate.stretches(), candidate.hard != 0);
            let masks = known.entry(key).or_insert_with(|| problem.day_sets(candidate, choice));
            let mut gives: BTreeMap<usize, i64> = BTreeMap::new();
            for (want, amount) in candidate.gives(choice) {
                *gives.entry(want).or_insert(0) += amount;
            }
            let mut given = Vec::new();
            if !candidate.stretches() {
                for load in &candidate.loads {
                    for side in 0..2 {
                        let slot = load.group * 2 + side;
                        given.push((slot, candidate.session_amount(load, choice.sets, side)));
                    }
                }
            }
            offers.push(Offer {
                candidate: idx,
                choice,
                seconds: candidate.seconds(choice),
                session_s: candidate.session_s(choice.sets),
                hard: candidate.hard,
                gives: gives.into_iter().collect(),
                given,
                masks: masks.clone(),
            });
        }
    }
    offers
}

fn by_want(problem: &Problem<'_>, offers: &[Offer]) -> Vec<Vec<usize>> {
    let mut by_want = vec![Vec::new(); problem.wants.len()];
    for (idx, offer) in offers.iter().enumerate().filter(|(_, offer)| !offer.masks.is_empty()) {
        for (want, _) in &offer.gives {
            by_want[*want].push(idx);
        }
    }
    by_want
}

/// The days of a mask.
pub(super) fn days(mask: u8) -> impl Iterator<Item = usize> + Clone {
    (0..8_usize).filter(move |day| mask >> day & 1 == 1)
}

/// A week on its days.
pub(super) struct Crowd<'a, 'k> {
    /// The problem.
    pub problem: &'a Problem<'k>,
    /// All that may be in it.
    pub offers: &'a [Offer],
    /// What each candidate has: an offer and its days.
    pub has: Vec<Option<(usize, u8)>>,
    /// The candidates that have something.
    pub used: Vec<usize>,
    /// What each want has.
    pub amounts: Vec<i64>,
    /// Seconds left on each day.
    pub left_s: Vec<i64>,
    /// Places left on each day.
    pub places: Vec<i64>,
    /// Groups with hard sets on each day, as masks.
    pub hard: Vec<u64>,
    /// Hundredths of sets by day, group and side.
    pub sets: Vec<i64>,
    /// Exercises with hard sets by day and group.
    n_hard: Vec<u8>,
    /// First offer of each candidate, and one more.
    first: Vec<usize>,
    /// What a part of each want is worth before a step is reached, in 1024ths.
    towards: Vec<i64>,
    goal: Goal,
    settled: Values,
    needs: i64,
    keeps: i64,
    between: i64,
    seconds: i64,
    unheard: i64,
}

impl<'a, 'k> Crowd<'a, 'k> {
    /// The week of a solution; none when it holds what is not offered.
    pub(super) fn new(ground: &'a Ground<'a, 'k>, known: &Solution) -> Option<Self> {
        let (problem, offers, goal) = (ground.problem, &ground.offers[..], ground.goal);
        let n_days = problem.days.len();
        let n = problem.candidates.len();
        let first = (0..=n).map(|idx| offers.partition_point(|offer| offer.candidate < idx)).collect();
        let liked = problem.candidates.iter().filter(|candidate| candidate.liked).count();
        let mut week = Self {
            problem,
            offers,
            has: vec![None; n],
            used: Vec::new(),
            amounts: amounts(problem, &vec![Choice::NONE; n]),
            left_s: problem.days.iter().map(|day| day.room_s).collect(),
            places: vec![problem.exercises_max; n_days],
            hard: vec![0; n_days],
            sets: vec![0; n_days * problem.groups.len() * 2],
            n_hard: vec![0; n_days * problem.groups.len()],
            first,
            towards: problem
                .wants
                .iter()
                .map(|want| TOWARDS * want.keep_weight * 1024 / want.target.max(1))
                .collect(),
            goal,
            settled: known.values,
            needs: 0,
            keeps: 0,
            between: 0,
            seconds: 0,
            unheard: i64::try_from(liked).unwrap_or(0),
        };
        for want in 0..problem.wants.len() {
            week.count(want);
        }
        for (idx, choice) in known.weekly.iter().enumerate().filter(|(_, choice)| !choice.is_none()) {
            let offer = week.offers_of(idx).find(|offer| offers[*offer].choice == *choice)?;
            week.add(offer, known.days[idx]);
        }
        Some(week)
    }

    /// The offers of a candidate.
    pub(super) fn offers_of(&self, candidate: usize) -> std::ops::Range<usize> {
        self.first[candidate]..self.first[candidate + 1]
    }

    /// Puts an offer in.
    pub(super) fn add(&mut self, offer: usize, mask: u8) {
        self.change(offer, mask, 1);
        let candidate = self.offers[offer].candidate;
        self.has[candidate] = Some((offer, mask));
        self.used.push(candidate);
        self.unheard -= i64::from(self.problem.candidates[candidate].liked);
    }

    /// Takes out what a candidate has.
    pub(super) fn remove(&mut self, candidate: usize) -> Option<(usize, u8)> {
        let (offer, mask) = self.has[candidate].take()?;
        self.change(offer, mask, -1);
        if let Some(at) = self.used.iter().position(|used| *used == candidate) {
            self.used.swap_remove(at);
        }
        self.unheard += i64::from(self.problem.candidates[candidate].liked);
        Some((offer, mask))
    }

    /// Counts what a want lacks.
    fn count(&mut self, want: usize) {
        let amount = self.amounts[want];
        let wanted: &Want = &self.problem.wants[want];
        if wanted.is_keep() {
            self.keeps += wanted.points(amount);
            self.between += (amount.min(wanted.target) * self.towards[want]) >> 10;
        } else {
            self.needs += (wanted.target - amount).max(0) * wanted.need_price;
        }
    }

    fn change(&mut self, offer: usize, mask: u8, times: i64) {
        let offer = &self.offers[offer];
        let n_groups = self.problem.groups.len();
        for &(want, amount) in &offer.gives {
            let wanted: &Want = &self.problem.wants[want];
            let before = self.amounts[want];
            let after = before + times * amount;
            self.amounts[want] = after;
            let (had, has) = (before.min(wanted.target), after.min(wanted.target));
            if had == has {
                continue;
            }
            if wanted.is_keep() {
                self.keeps += wanted.points(after) - wanted.points(before);
                self.between += ((has * self.towards[want]) >> 10) - ((had * self.towards[want]) >> 10);
            } else {
                self.needs -= (has - had) * wanted.need_price;
            }
        }
        self.seconds += times * offer.seconds;
        for day in days(mask) {
            self.left_s[day] -= times * offer.session_s;
            self.places[day] -= times;
            for &(slot, amount) in &offer.given {
                self.sets[day * n_groups * 2 + slot] += times * amount;
            }
            let mut left = offer.hard;
            while left != 0 {
                let group = left.trailing_zeros() as usize;
                left &= left - 1;
                let n_hard = &mut self.n_hard[day * n_groups + group];
                *n_hard = if times > 0 { *n_hard + 1 } else { n_hard.saturating_sub(1) };
                if *n_hard > 0 {
                    self.hard[day] |= 1 << group;
                } else {
                    self.hard[day] &= !(1 << group);
                }
            }
        }
    }

    /// What a want lacks.
    pub(super) fn missing(&self, want: usize) -> i64 {
        (self.problem.wants[want].target - self.amounts[want]).max(0)
    }

    fn size(&self) -> i64 {
        let n_used = i64::try_from(self.used.len()).unwrap_or(i64::MAX);
        n_used + (self.seconds + STEP_S - 1) / STEP_S
    }

    /// What the week costs: the level that is being made small, what the levels above lose, and a little of those below.
    pub(super) fn cost(&self) -> i64 {
        // A level above may lose something on the way, for about what a keep is worth.
        let beyond = |value: i64, settled: i64| {
            let more = (value - settled).max(0);
            more * POINT + i64::from(more > 0) * POINT
        };
        let scale = i128::from(self.problem.need_scale.max(1));
        let needs = |value: i64| {
            if value == 0 {
                return 0;
            }
            i64::try_from(i128::from(value) * i128::from(3 * POINT) / scale).unwrap_or(i64::MAX / 4)
        };
        let lost = (self.needs - self.settled[Goal::Needs]).max(0);
        let lost = needs(lost) + i64::from(lost > 0) * POINT;
        let n_used = i64::try_from(self.used.len()).unwrap_or(0);
        let steps = n_used * POINT + self.seconds * POINT / STEP_S;
        let broken = i64::try_from(self.broken()).unwrap_or(0) * 2 * POINT;
        broken
            + match self.goal {
                Goal::Needs => needs(self.needs) + (self.keeps * POINT - self.between) / 50 + steps / 100,
                Goal::Keeps => lost + self.keeps * POINT - self.between + steps / 10,
                Goal::Size => lost + beyond(self.keeps, self.settled[Goal::Keeps]) + steps,
                Goal::Wishes | Goal::Evenness => {
                    lost + beyond(self.keeps, self.settled[Goal::Keeps])
                        + beyond(self.size(), self.settled[Goal::Size])
                        + self.unheard * POINT
                }
            }
    }

    /// For how many groups the weak leg gets more although the other leg is not kept.
    fn broken(&self) -> usize {
        let rules = self.problem.keep_first.iter();
        rules
            .filter(|rule| {
                self.amounts[rule.weak] > self.amounts[rule.other]
                    && self.amounts[rule.other] < self.problem.wants[rule.other].target
            })
            .count()
    }

    /// The week as a solution, when it is better than the best one and keeps the levels above.
    pub(super) fn better(&self, best: &Solution) -> Option<Solution> {
        let mut found = self.values();
        found[Goal::Evenness] = best.values[Goal::Evenness];
        let kept = self.goal.above().all(|level| found[level] <= best.values[level]);
        if !kept || found >= best.values || self.broken() > 0 {
            return None;
        }
        let found = self.solution();
        (found.values < best.values).then_some(found)
    }

    /// The values, all but evenness.
    fn values(&self) -> Values {
        let mut values = Values::default();
        values[Goal::Needs] = self.needs;
        values[Goal::Keeps] = self.keeps;
        values[Goal::Size] = self.size();
        values[Goal::Wishes] = self.unheard;
        values
    }

    /// The week as it stands.
    pub(super) fn solution(&self) -> Solution {
        let rooms: Vec<i64> = self.problem.days.iter().map(|day| day.room_s).collect();
        let seconds: Vec<i64> = rooms.iter().zip(&self.left_s).map(|(room, left)| room - left).collect();
        let mut values = self.values();
        values[Goal::Evenness] = unevenness(&rooms, &seconds);
        let choice = |(offer, _): (usize, u8)| self.offers[offer].choice;
        let weekly = self.has.iter().map(|has| has.map_or(Choice::NONE, choice)).collect();
        let days = self.has.iter().map(|has| has.map_or(0, |(_, mask)| mask)).collect();
        Solution { weekly, days, values }
    }

    /// Does an offer fit these days as they are?
    pub(super) fn fits(&self, offer: usize, mask: u8) -> bool {
        let offer = &self.offers[offer];
        let width = self.problem.groups.len() * 2;
        let conflicts = &self.problem.candidates[offer.candidate].conflicts;
        self.has[offer.candidate].is_none()
            && days(mask).all(|day| {
                let close = self.problem.days[day].close;
                self.left_s[day] >= offer.session_s
                    && self.places[day] > 0
                    && (offer.hard == 0 || days(close).all(|other| self.hard[other] & offer.hard == 0))
                    && offer
                        .given
                        .iter()
                        .all(|(slot, amount)| self.sets[day * width + slot] + amount <= self.problem.sets_max)
            })
            && offer
                .gives
                .iter()
                .all(|(want, amount)| self.amounts[*want] + amount <= self.problem.wants[*want].cap)
            && conflicts.iter().all(|&other| self.has[other].is_none())
    }
}
