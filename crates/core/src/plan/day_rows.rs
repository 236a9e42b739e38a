//! Rows of columns that tell days: how much of a group one session may hold, and that hard sets of a group stay apart.
//!
//! ```text
//! session  Σ sets of the group and leg, over what stands on the day   ≤  the most that a session may hold
//! close    what one candidate has on a day + what another has on a day too close to it  ≤  1
//! ```
//! A candidate has one choice on one set of days. So of all its columns that touch a day at most one is in, and where
//! both candidates are hard for a group, none of the one's on the first day stands beside one of the other's on the
//! second. Read next: `super::cuts`.

use super::cuts::{BROKEN, Cut};
use super::relax::{Relaxation, as_f64};

impl Relaxation<'_, '_> {
    /// The rows of days that these values break; `used` are the columns that are there.
    pub(super) fn day_rows(&self, used: &[usize], x: &[f64]) -> Vec<Cut> {
        let (n_days, n_slots) = (self.problem.days.len(), self.problem.groups.len() * 2);
        let mut sets = vec![0.0; n_days * n_slots];
        // How much of each candidate stands on each day, by candidate in their order.
        let mut there: Vec<(usize, [f64; 8])> = Vec::new();
        for &column in used {
            let (candidate, choice) = self.choices[column];
            let on = self.on[column];
            if there.last().is_none_or(|(last, _)| *last != candidate) {
                there.push((candidate, [0.0; 8]));
            }
            let candidate = &self.problem.candidates[candidate];
            for day in (0..n_days).filter(|day| on >> day & 1 == 1) {
                if let Some((_, by_day)) = there.last_mut() {
                    by_day[day] += x[column];
                }
                for load in candidate.loads.iter().filter(|_| !candidate.stretches()) {
                    for side in 0..2 {
                        let amount = candidate.session_amount(load, choice.sets, side);
                        sets[day * n_slots + load.group * 2 + side] += x[column] * as_f64(amount);
                    }
                }
            }
        }
        let most = as_f64(self.problem.sets_max) + 100.0 * BROKEN;
        let slots = sets.iter().enumerate().filter(|(_, sets)| **sets > most);
        let mut rows: Vec<Cut> = slots.map(|(at, _)| Cut::Session(at / n_slots, at % n_slots)).collect();
        for a in 0..n_days {
            for b in (0..n_days).filter(|b| self.problem.days[a].close >> b & 1 == 1) {
                for group in 0..self.problem.groups.len() {
                    let hard =
                        |entry: &&(usize, [f64; 8])| self.problem.candidates[entry.0].hard >> group & 1 == 1;
                    let fullest = |day: usize| {
                        there.iter().filter(hard).max_by(|one, other| one.1[day].total_cmp(&other.1[day]))
                    };
                    if let (Some(one), Some(other)) = (fullest(a), fullest(b))
                        && one.0 != other.0
                        && one.1[a] + other.1[b] > 1.0 + BROKEN
                    {
                        rows.push(Cut::Close([one.0, other.0], [a, b]));
                    }
                }
            }
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Sets of a group and leg, by slot, on a day, in whole sets.
    pub(super) fn session_row(&self, day: usize, slot: usize) -> (Vec<(usize, f64)>, f64) {
        let mut entries = Vec::new();
        for (column, &(candidate, choice)) in self.choices.iter().enumerate() {
            let candidate = &self.problem.candidates[candidate];
            if self.on[column] >> day & 1 == 0 || candidate.stretches() {
                continue;
            }
            let loads = candidate.loads.iter().filter(|load| load.group == slot / 2);
            let amount: i64 = loads.map(|load| candidate.session_amount(load, choice.sets, slot % 2)).sum();
            if amount > 0 {
                entries.push((column, as_f64(amount) / 100.0));
            }
        }
        (entries, as_f64(self.problem.sets_max) / 100.0)
    }

    /// The one candidate on the first day, or the other one on the second.
    pub(super) fn close_row(&self, candidates: [usize; 2], days: [usize; 2]) -> (Vec<(usize, f64)>, f64) {
        let mut entries = Vec::new();
        for (candidate, day) in candidates.into_iter().zip(days) {
            let touching = self.columns(candidate).filter(|&column| self.on[column] >> day & 1 == 1);
            entries.extend(touching.map(|column| (column, 1.0)));
        }
        (entries, 1.0)
    }
}
