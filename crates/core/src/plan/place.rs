//! Puts weekly sets on days, exactly: minutes, places, spacing and sets of a session all hold, or none fits.
//!
//! Read next: `super::search`.

use super::candidate::{QUANTUM_S, Sets};
use super::problem::Problem;
use crate::knowledge::ExerciseKind;
use std::collections::BTreeSet;

/// How much longer a day may be than another that is trained on, in seconds, and still count as even.
pub(super) const EVEN_S: i64 = 300;
/// How long a day may be, in seconds, before a day that stays free counts as uneven.
pub(super) const FREE_S: i64 = 1200;

/// Sets by candidate and day.
pub(super) type Placement = Vec<Vec<Sets>>;

/// What came of placing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Placed {
    /// It fits, with this unevenness in seconds.
    Fits(Placement, i64),
    /// It cannot fit.
    Never,
    /// It was not settled within the steps.
    Unknown,
}

/// By how many seconds the week is uneven: the most that could have been moved from a day to another, beyond tolerance.
///
/// A day that is full is never too short.
pub(super) fn unevenness(rooms: &[i64], seconds: &[i64]) -> i64 {
    let mut worst = 0;
    for (&long, _) in seconds.iter().zip(rooms) {
        for (&short, &room) in seconds.iter().zip(rooms) {
            let tolerance = if short > 0 { EVEN_S } else { FREE_S };
            worst = worst.max((long - short).min(room - short) - tolerance);
        }
    }
    worst
}

/// Looks for days for these weekly sets with at most this unevenness.
pub(super) fn place(problem: &Problem<'_>, weekly: &[Sets], unevenness_max: i64, steps_max: u32) -> Placed {
    let mut order: Vec<usize> = (0..weekly.len()).filter(|&idx| !weekly[idx].is_none()).collect();
    if order.iter().any(|&idx| !problem.candidates[idx].splits(weekly[idx])) {
        return Placed::Never;
    }
    if !fits_places(problem, weekly) {
        return Placed::Never;
    }
    let n_days = problem.days.len();
    // What takes most time has the fewest places left when it comes late.
    order.sort_by_key(|&idx| std::cmp::Reverse(problem.candidates[idx].seconds(weekly[idx])));
    let rooms: Vec<i64> = problem.days.iter().map(|day| day.room_s).collect();
    let mut placing = Placing {
        problem,
        weekly,
        order,
        unevenness_max,
        steps: steps_max,
        left_s: rooms.clone(),
        rooms,
        places: vec![problem.exercises_max; n_days],
        hard: vec![0; n_days],
        sets: vec![0; n_days * problem.groups.len() * 2],
        placement: vec![vec![Sets::default(); n_days]; weekly.len()],
        failed: BTreeSet::new(),
        watched: watched(problem, weekly),
        spaced: problem.days.iter().any(|day| day.close != 0),
        fills: Vec::new(),
        spare_s: 0,
    };
    placing.prepare();
    match placing.exercise(0) {
        Some(true) => {
            let seconds: Vec<i64> =
                placing.rooms.iter().zip(&placing.left_s).map(|(room, left)| room - left).collect();
            let uneven = unevenness(&placing.rooms, &seconds);
            Placed::Fits(placing.placement, uneven)
        }
        Some(false) => Placed::Never,
        None => Placed::Unknown,
    }
}

/// Have the sessions enough places for these exercises?
pub(super) fn fits_places(problem: &Problem<'_>, weekly: &[Sets]) -> bool {
    let pairs = problem.candidates.iter().zip(weekly).filter(|(_, sets)| !sets.is_none());
    let fewest = pairs.filter_map(|(candidate, sets)| candidate.fewest_sessions(*sets)).map(i64::from);
    fewest.sum::<i64>() <= problem.exercises_max * i64::try_from(problem.days.len()).unwrap_or(0)
}

struct Placing<'a, 'k> {
    problem: &'a Problem<'k>,
    weekly: &'a [Sets],
    order: Vec<usize>,
    unevenness_max: i64,
    steps: u32,
    rooms: Vec<i64>,
    left_s: Vec<i64>,
    places: Vec<i64>,
    /// Groups with hard sets on each day.
    hard: Vec<u64>,
    /// Hundredths of sets by day, group and side.
    sets: Vec<i64>,
    placement: Placement,
    /// States of the days from which the exercises that are left did not fit.
    failed: BTreeSet<Vec<u64>>,
    /// Groups of which one session could get too many sets.
    watched: Vec<usize>,
    /// Do some days lie too close together?
    spaced: bool,
    /// For each position the times, in quanta as bits, that one session of each exercise from there on can add up to.
    fills: Vec<Vec<u64>>,
    /// Seconds of the week that may stay empty.
    spare_s: i64,
}

/// The groups whose sets in one session could pass the most that is allowed.
fn watched(problem: &Problem<'_>, weekly: &[Sets]) -> Vec<usize> {
    let mut most = vec![0; problem.groups.len()];
    for (candidate, sets) in problem.candidates.iter().zip(weekly) {
        if sets.is_none() || candidate.exercise.kind == ExerciseKind::Stretch {
            continue;
        }
        let session =
            candidate.sessions.iter().map(|session| session.most()).max().unwrap_or(0).min(sets.most());
        for load in &candidate.loads {
            most[load.group] += load.amount * session;
        }
    }
    (0..most.len()).filter(|&group| most[group] > problem.sets_max).collect()
}

/// Where one exercise stands while its days are chosen.
#[derive(Clone, Copy)]
struct Open {
    idx: usize,
    left: Sets,
    sessions: i64,
    /// Days as a mask that are yet to be looked at.
    days: u8,
    /// Free days that were passed over: their like must be passed over too.
    passed: u8,
}

impl Placing<'_, '_> {
    /// Places the exercises from this one on: `None` when the steps ran out.
    fn exercise(&mut self, position: usize) -> Option<bool> {
        let Some(&idx) = self.order.get(position) else {
            let seconds: Vec<i64> =
                self.rooms.iter().zip(&self.left_s).map(|(room, left)| room - left).collect();
            return Some(unevenness(&self.rooms, &seconds) <= self.unevenness_max);
        };
        if self.wastes_too_much(position) {
            return Some(false);
        }
        let state = self.state(position);
        if self.failed.contains(&state) {
            return Some(false);
        }
        let days = u8::try_from((1_u32 << self.problem.days.len()) - 1).unwrap_or(u8::MAX);
        let sessions = self.problem.candidates[idx].sessions_max;
        let fits = self.day(position, Open { idx, left: self.weekly[idx], sessions, days, passed: 0 })?;
        if !fits {
            self.failed.insert(state);
        }
        Some(fits)
    }

    /// Computes what the exercises can fill, and how much may stay empty.
    fn prepare(&mut self) {
        let longest = self.rooms.iter().copied().max().unwrap_or(0);
        let words = usize::try_from(longest / QUANTUM_S / 64 + 1).unwrap_or(1);
        let mut fill = vec![0_u64; words];
        fill[0] = 1;
        self.fills = vec![fill.clone()];
        for &idx in self.order.iter().rev() {
            let candidate = &self.problem.candidates[idx];
            let mut more = fill.clone();
            for sets in &candidate.sessions {
                let fits = sets.base <= self.weekly[idx].base && sets.extra <= self.weekly[idx].extra;
                if let (true, Ok(quanta)) = (fits, usize::try_from(candidate.seconds(*sets) / QUANTUM_S)) {
                    add_shifted(&mut more, &fill, quanta);
                }
            }
            fill = more;
            self.fills.push(fill.clone());
        }
        self.fills.reverse();
        let seconds: i64 =
            self.order.iter().map(|&idx| self.problem.candidates[idx].seconds(self.weekly[idx])).sum();
        self.spare_s = self.rooms.iter().sum::<i64>() - seconds;
    }

    /// Would more time stay empty than the week has to spare, whatever comes?
    fn wastes_too_much(&self, position: usize) -> bool {
        let fill = &self.fills[position];
        let wasted = self.left_s.iter().map(|&left| left - QUANTUM_S * highest(fill, left / QUANTUM_S));
        wasted.sum::<i64>() > self.spare_s
    }

    /// The days as the exercises that are left see them; days that are alike count alike in any order.
    fn state(&self, position: usize) -> Vec<u64> {
        let n_groups = self.problem.groups.len();
        let bits = |number: i64| u64::try_from(number).unwrap_or(0);
        let day = |day: usize| bits(self.left_s[day] << 8 | self.places[day].min(255));
        let mut state: Vec<u64> = (0..self.rooms.len()).map(day).collect();
        if self.spaced {
            state.extend(&self.hard);
        }
        for &group in &self.watched {
            for slot in
                (0..self.rooms.len()).flat_map(|day| [0, 1].map(|side| (day * n_groups + group) * 2 + side))
            {
                state.push(bits(self.sets[slot]));
            }
        }
        if !self.spaced && self.watched.is_empty() && self.rooms.iter().all(|room| *room == self.rooms[0]) {
            state.sort_unstable();
        }
        state.push(u64::try_from(position).unwrap_or(u64::MAX));
        state
    }

    /// Chooses the sets of one more day for an exercise.
    fn day(&mut self, position: usize, open: Open) -> Option<bool> {
        if open.left.is_none() {
            return self.exercise(position + 1);
        }
        self.steps = self.steps.checked_sub(1)?;
        let candidate = &self.problem.candidates[open.idx];
        let days_left = i64::from(open.days.count_ones()).min(open.sessions);
        match candidate.fewest_sessions(open.left) {
            Some(fewest) if i64::from(fewest) <= days_left => {}
            Some(_) | None => return Some(false),
        }
        // The emptiest day first keeps the week even.
        let free = (0..self.rooms.len()).filter(|day| open.days >> day & 1 == 1);
        let Some(day) = free.max_by_key(|&day| (self.left_s[day], std::cmp::Reverse(day))) else {
            return Some(false);
        };
        let rest = Open { days: open.days & !(1 << day), ..open };
        if !self.like_passed(open.passed, day) && self.allows(open.idx, day) {
            for sets in self.choices(open.idx, open.left, days_left) {
                if candidate.seconds(sets) > self.left_s[day] || !self.put(open.idx, day, sets) {
                    continue;
                }
                let left = Sets { base: open.left.base - sets.base, extra: open.left.extra - sets.extra };
                if self.day(position, Open { left, sessions: open.sessions - 1, ..rest })? {
                    return Some(true);
                }
                self.take(open.idx, day, sets);
            }
        }
        let passed = if self.left_s[day] == self.rooms[day] { open.passed | 1 << day } else { open.passed };
        self.day(position, Open { passed, ..rest })
    }

    /// Was a free day passed over that is just like this one?
    fn like_passed(&self, passed: u8, day: usize) -> bool {
        let days = &self.problem.days;
        self.left_s[day] == self.rooms[day]
            && days[day].close == 0
            && (0..days.len()).any(|other| {
                passed >> other & 1 == 1 && days[other].close == 0 && days[other].room_s == days[day].room_s
            })
    }

    /// Has the day a place, and no hard sets of the same groups too close?
    fn allows(&self, idx: usize, day: usize) -> bool {
        let hard = self.problem.candidates[idx].hard;
        let close = self.problem.days[day].close;
        self.places[day] > 0
            && (0..self.hard.len()).all(|other| close >> other & 1 == 0 || self.hard[other] & hard == 0)
    }

    /// The sets that this day may get, the most even split over the days that are left first.
    fn choices(&self, idx: usize, left: Sets, days_left: i64) -> Vec<Sets> {
        let candidate = &self.problem.candidates[idx];
        let least = candidate.sessions.iter().map(|sets| sets.most()).min().unwrap_or(1).max(1);
        // Where days lie close together, few sessions leave most room for the other groups.
        let sessions = if self.spaced {
            candidate.fewest_sessions(left).map_or(1, i64::from)
        } else {
            (left.most() / least).clamp(1, days_left.max(1))
        };
        let mut choices: Vec<Sets> = candidate
            .sessions
            .iter()
            .copied()
            .filter(|sets| {
                let rest = Sets { base: left.base - sets.base, extra: left.extra - sets.extra };
                rest.base >= 0 && rest.extra >= 0 && candidate.splits(rest)
            })
            .collect();
        choices.sort_by_key(|sets| {
            let off = (sets.most() * sessions - left.most()).abs();
            (off, (sets.extra * sessions - left.extra).abs(), *sets)
        });
        choices
    }

    /// Puts sets on a day; false, and nothing done, when a group would get too many.
    fn put(&mut self, idx: usize, day: usize, sets: Sets) -> bool {
        let problem = self.problem;
        let candidate = &problem.candidates[idx];
        let slot = |group: usize, side: usize| (day * problem.groups.len() + group) * 2 + side;
        let strength = candidate.exercise.kind != ExerciseKind::Stretch;
        if strength {
            for load in &candidate.loads {
                for side in 0..2 {
                    let amount = candidate.amount(load, sets, side);
                    if self.sets[slot(load.group, side)] + amount > problem.sets_max {
                        return false;
                    }
                }
            }
            for load in &candidate.loads {
                for side in 0..2 {
                    self.sets[slot(load.group, side)] += candidate.amount(load, sets, side);
                }
            }
        }
        self.left_s[day] -= candidate.seconds(sets);
        self.places[day] -= 1;
        self.placement[idx][day] = sets;
        self.mark_hard(day);
        true
    }

    fn take(&mut self, idx: usize, day: usize, sets: Sets) {
        let problem = self.problem;
        let candidate = &problem.candidates[idx];
        if candidate.exercise.kind != ExerciseKind::Stretch {
            for load in &candidate.loads {
                for side in 0..2 {
                    let slot = (day * problem.groups.len() + load.group) * 2 + side;
                    self.sets[slot] -= candidate.amount(load, sets, side);
                }
            }
        }
        self.left_s[day] += candidate.seconds(sets);
        self.places[day] += 1;
        self.placement[idx][day] = Sets::default();
        self.mark_hard(day);
    }

    fn mark_hard(&mut self, day: usize) {
        let placed = self.order.iter().filter(|&&idx| !self.placement[idx][day].is_none());
        self.hard[day] = placed.fold(0, |mask, &idx| mask | self.problem.candidates[idx].hard);
    }
}

/// Adds the bits of `from`, moved up by `by`, to `to`; what moves out is dropped.
fn add_shifted(to: &mut [u64], from: &[u64], by: usize) {
    let (words, bits) = (by / 64, by % 64);
    for idx in words..to.len() {
        let mut moved = from[idx - words] << bits;
        if bits > 0 && idx > words {
            moved |= from[idx - words - 1] >> (64 - bits);
        }
        to[idx] |= moved;
    }
}

/// The highest bit at or below a place; the lowest bit is always there.
fn highest(bits: &[u64], at_most: i64) -> i64 {
    let Ok(at_most) = usize::try_from(at_most) else { return 0 };
    let last = at_most / 64;
    for idx in (0..=last.min(bits.len() - 1)).rev() {
        let mask = if idx == last { u64::MAX >> (63 - at_most % 64) } else { u64::MAX };
        let word = bits[idx] & mask;
        if word != 0 {
            return i64::try_from(idx * 64 + 63).unwrap_or(0) - i64::from(word.leading_zeros());
        }
    }
    0
}
