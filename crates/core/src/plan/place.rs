//! Puts weekly sets on days: minutes, exercise places, equipment, spacing of hard sets, sets in one session.
//!
//! Days are chosen exercise by exercise; whatever was tried in vain is not tried again. Evenness decides only which
//! days come first. Read next: `super::search`.

use super::candidate::{Choice, QUANTUM_S};
use super::problem::Problem;
use std::collections::BTreeSet;

/// Seconds by which the longest session may pass an even week before that counts.
const EVEN_S: i64 = 600; // source: evenstride-proposal
/// Seconds that make one step of unevenness.
const UNEVEN_STEP_S: i64 = 600;

/// What became of a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Placed {
    /// It fits on these days by candidate, with this unevenness in steps.
    Fits(Vec<u8>, i64),
    /// It cannot fit.
    Never,
    /// It was not settled within the steps.
    Unknown,
}

/// By how many steps the longest session passes what the same time, spread as evenly as the days allow, would need.
pub(super) fn unevenness(rooms: &[i64], seconds: &[i64]) -> i64 {
    let longest = seconds.iter().copied().max().unwrap_or(0);
    let beyond = longest - even_level(rooms, seconds.iter().sum()) - EVEN_S;
    (beyond + UNEVEN_STEP_S - 1).max(0) / UNEVEN_STEP_S
}

/// The lowest level, in quanta, to which days can be filled so that together they hold this time.
fn even_level(rooms: &[i64], total: i64) -> i64 {
    let most = rooms.iter().copied().max().unwrap_or(0);
    let holds = |level: i64| rooms.iter().map(|room| level.min(*room)).sum::<i64>() >= total;
    let (mut low, mut high) = (0, most / QUANTUM_S + 1);
    while low < high {
        let middle = (low + high) / 2;
        if holds(middle * QUANTUM_S) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low * QUANTUM_S
}

/// Looks for days for these weekly sets with at most this unevenness.
pub(super) fn place(problem: &Problem<'_>, weekly: &[Choice], unevenness_max: i64, steps_max: u32) -> Placed {
    let whole: Vec<i64> = problem.days.iter().map(|day| day.room_s).collect();
    let mut items: Vec<Item> = Vec::new();
    for (idx, choice) in weekly.iter().enumerate().filter(|(_, choice)| !choice.is_none()) {
        let candidate = &problem.candidates[idx];
        let masks = problem.day_sets(candidate, *choice);
        if masks.is_empty() {
            return Placed::Never;
        }
        let session_s = candidate.session_s(choice.sets);
        let mut given: Vec<(usize, i64)> = Vec::new();
        if !candidate.stretches() {
            for load in &candidate.loads {
                for side in 0..2 {
                    given.push((load.group * 2 + side, candidate.session_amount(load, choice.sets, side)));
                }
            }
        }
        items.push(Item { idx, session_s, hard: candidate.hard, masks, given });
    }
    let seconds: i64 = items.iter().map(|item| item.session_s * i64::from(item.masks[0].count_ones())).sum();
    let places: i64 = items.iter().map(|item| i64::from(item.masks[0].count_ones())).sum();
    let n_days = whole.len();
    // No session may be longer than an even week of the same time and what is allowed beyond it.
    let beyond = unevenness_max.saturating_mul(UNEVEN_STEP_S).saturating_add(EVEN_S);
    let longest = even_level(&whole, seconds).saturating_add(beyond);
    let rooms: Vec<i64> = whole.iter().map(|room| longest.min(*room)).collect();
    if seconds > rooms.iter().sum() || places > problem.exercises_max * i64::try_from(n_days).unwrap_or(0) {
        return Placed::Never;
    }
    // What has few days, or takes much of one, has no place left when it comes late.
    items.sort_by_key(|item| (item.masks.len() > 2, std::cmp::Reverse(item.session_s), item.idx));
    let mut placing = Placing {
        problem,
        fills: fills(&items, &rooms),
        spare_s: rooms.iter().sum::<i64>() - seconds,
        watched: watched(problem, &items),
        items,
        unevenness_max,
        steps: steps_max,
        left_s: rooms.clone(),
        rooms,
        whole,
        places: vec![problem.exercises_max; n_days],
        hard: vec![0; n_days],
        sets: vec![0; n_days * problem.groups.len() * 2],
        days: vec![0; weekly.len()],
        failed: BTreeSet::new(),
        spaced: problem.days.iter().any(|day| day.close != 0),
    };
    match placing.item(0) {
        Some(true) => {
            let uneven = placing.uneven();
            Placed::Fits(placing.days, uneven)
        }
        Some(false) => Placed::Never,
        None => Placed::Unknown,
    }
}

/// One exercise that is put on days.
struct Item {
    idx: usize,
    session_s: i64,
    hard: u64,
    /// The sets of days that it may stand on.
    masks: Vec<u8>,
    /// Hundredths of sets of one session, by group and side.
    given: Vec<(usize, i64)>,
}

struct Placing<'a, 'k> {
    problem: &'a Problem<'k>,
    items: Vec<Item>,
    unevenness_max: i64,
    steps: u32,
    /// Seconds that each day may hold, no longer than evenness allows.
    rooms: Vec<i64>,
    /// Seconds of each day.
    whole: Vec<i64>,
    left_s: Vec<i64>,
    places: Vec<i64>,
    /// Groups with hard sets on each day.
    hard: Vec<u64>,
    /// Hundredths of sets by day, group and side.
    sets: Vec<i64>,
    days: Vec<u8>,
    /// States of the days from which the exercises that are left did not fit.
    failed: BTreeSet<Vec<u64>>,
    /// Slots of groups and sides of which one session could get too many sets.
    watched: Vec<usize>,
    /// Do some days lie too close together?
    spaced: bool,
    /// For each position the times, in quanta as bits, that one session of each exercise from there on can add up to.
    fills: Vec<Vec<u64>>,
    /// Seconds of the week that may stay empty.
    spare_s: i64,
}

/// The groups and sides whose sets in one session could pass the most that is allowed.
fn watched(problem: &Problem<'_>, items: &[Item]) -> Vec<usize> {
    let mut most = vec![0; problem.groups.len() * 2];
    for (slot, amount) in items.iter().flat_map(|item| &item.given) {
        most[*slot] += amount;
    }
    (0..most.len()).filter(|&slot| most[slot] > problem.sets_max).collect()
}

/// What the exercises from each position on can fill of a day.
fn fills(items: &[Item], rooms: &[i64]) -> Vec<Vec<u64>> {
    let longest = rooms.iter().copied().max().unwrap_or(0);
    let words = usize::try_from(longest / QUANTUM_S / 64 + 1).unwrap_or(1);
    let mut fill = vec![0_u64; words];
    fill[0] = 1;
    let mut fills = vec![fill.clone()];
    for item in items.iter().rev() {
        let mut more = fill.clone();
        if let Ok(quanta) = usize::try_from(item.session_s / QUANTUM_S) {
            add_shifted(&mut more, &fill, quanta);
        }
        fill = more;
        fills.push(fill.clone());
    }
    fills.reverse();
    fills
}

impl Placing<'_, '_> {
    /// Places the exercises from this one on: `None` when the steps ran out.
    fn item(&mut self, position: usize) -> Option<bool> {
        if position == self.items.len() {
            return Some(self.uneven() <= self.unevenness_max);
        }
        if self.wastes_too_much(position) {
            return Some(false);
        }
        let state = self.state(position);
        if self.failed.contains(&state) {
            return Some(false);
        }
        for mask in self.masks(position) {
            self.steps = self.steps.checked_sub(1)?;
            if !self.fits(position, mask) {
                continue;
            }
            self.put(position, mask, 1);
            if self.item(position + 1)? {
                return Some(true);
            }
            self.put(position, mask, -1);
        }
        self.failed.insert(state);
        Some(false)
    }

    fn uneven(&self) -> i64 {
        let seconds: Vec<i64> = self.rooms.iter().zip(&self.left_s).map(|(room, left)| room - left).collect();
        unevenness(&self.whole, &seconds)
    }

    /// The days that an exercise may stand on, those with most room left first; of days that are alike only the first.
    fn masks(&self, position: usize) -> Vec<u8> {
        let mut masks = self.items[position].masks.clone();
        let untouched = |day: usize| self.left_s[day] == self.rooms[day];
        let alike = |a: usize, b: usize| {
            let days = &self.problem.days;
            untouched(a)
                && untouched(b)
                && days[a].room_s == days[b].room_s
                && days[a].close | days[a].next | days[b].close | days[b].next == 0
                && self.items.iter().all(|item| {
                    // Every exercise that is left sees the two days alike.
                    let may = |day: usize| item.masks.iter().any(|mask| mask >> day & 1 == 1);
                    may(a) == may(b)
                })
        };
        let n_days = self.rooms.len();
        masks.retain(|mask| {
            (0..n_days).all(|day| {
                mask >> day & 1 == 0 || (0..day).all(|other| mask >> other & 1 == 1 || !alike(other, day))
            })
        });
        let emptiest = |mask: &u8| {
            let days = (0..n_days).filter(|day| mask >> day & 1 == 1);
            // The fullest of its days decides, then all of them.
            let least = days.clone().map(|day| self.left_s[day]).min().unwrap_or(0);
            std::cmp::Reverse((least, days.map(|day| self.left_s[day]).sum::<i64>()))
        };
        masks.sort_by_key(|mask| (emptiest(mask), *mask));
        masks
    }

    fn fits(&self, position: usize, mask: u8) -> bool {
        let item = &self.items[position];
        let width = self.problem.groups.len() * 2;
        (0..self.rooms.len()).filter(|day| mask >> day & 1 == 1).all(|day| {
            let close = self.problem.days[day].close;
            self.left_s[day] >= item.session_s
                && self.places[day] > 0
                && (0..self.rooms.len())
                    .all(|other| close >> other & 1 == 0 || self.hard[other] & item.hard == 0)
                && item
                    .given
                    .iter()
                    .all(|(slot, amount)| self.sets[day * width + slot] + amount <= self.problem.sets_max)
        })
    }

    /// Puts an exercise on days (1) or takes it away (−1).
    fn put(&mut self, position: usize, mask: u8, times: i64) {
        let width = self.problem.groups.len() * 2;
        let idx = self.items[position].idx;
        self.days[idx] = if times > 0 { mask } else { 0 };
        for day in (0..self.rooms.len()).filter(|day| mask >> day & 1 == 1) {
            let item = &self.items[position];
            self.left_s[day] -= times * item.session_s;
            self.places[day] -= times;
            for (slot, amount) in &item.given {
                self.sets[day * width + slot] += times * amount;
            }
            let placed = self.items[..position].iter().filter(|other| self.days[other.idx] >> day & 1 == 1);
            let before = placed.fold(0, |hard, other| hard | other.hard);
            self.hard[day] = if times > 0 { before | item.hard } else { before };
        }
    }

    /// Would more time stay empty than the week has to spare, whatever comes?
    fn wastes_too_much(&self, position: usize) -> bool {
        let fill = &self.fills[position];
        let wasted = self.left_s.iter().map(|&left| left - QUANTUM_S * highest(fill, left / QUANTUM_S));
        wasted.sum::<i64>() > self.spare_s
    }

    /// The days as the exercises that are left see them.
    fn state(&self, position: usize) -> Vec<u64> {
        let width = self.problem.groups.len() * 2;
        let bits = |number: i64| u64::try_from(number).unwrap_or(0);
        let mut state: Vec<u64> = vec![u64::try_from(position).unwrap_or(u64::MAX)];
        state.extend((0..self.rooms.len()).map(|day| bits(self.left_s[day] << 8 | self.places[day].min(255))));
        if self.spaced {
            state.extend(&self.hard);
        }
        for &slot in &self.watched {
            state.extend((0..self.rooms.len()).map(|day| bits(self.sets[day * width + slot])));
        }
        state
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
