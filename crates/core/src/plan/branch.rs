//! How the search divides: where to branch, what the parts are, and how a part is made from its parent.
//!
//! Read next: `super::search`.

use super::candidate::Sets;
use super::lp::State;
use super::problem::Problem;
use super::relax::{Relaxation, as_f64, size_price};
use super::value::{Goal, amounts, broken_keep_first};

/// A value this near a whole number counts as whole.
const WHOLE: f64 = 1e-5;

/// Is a candidate in the week?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Not settled.
    Open,
    /// It is.
    In,
    /// It is not.
    Out,
}

/// A part of the search space.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The linear program with the bounds of this part.
    pub state: State,
    /// What is settled of each candidate.
    pub mode: Vec<Mode>,
}

/// What makes a part smaller than its parent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Change {
    /// Nothing: the root.
    Nothing,
    /// The candidate is in the week.
    In(usize),
    /// The candidate is not in the week.
    Out(usize),
    /// A column lies in a range.
    Within(usize, f64, f64),
    /// Nothing is missing in this cover row.
    Covered(usize),
    /// No exercise for this want gives one leg more than the other.
    Even(usize),
}

/// What is to be done with a solved node.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Branching {
    /// Divide it, the more hopeful part first.
    Divide(Vec<Change>),
    /// Whole sets that break no rule but perhaps the days.
    Whole(Vec<Sets>),
}

/// What the search needs to know to divide.
#[derive(Clone, Copy)]
pub(super) struct Brancher<'a, 'k> {
    /// The problem.
    pub problem: &'a Problem<'k>,
    /// Its linear program.
    pub relaxation: &'a Relaxation,
    /// The level that is searched.
    pub goal: Goal,
}

impl Brancher<'_, '_> {
    /// Decides what to do with a solved node.
    pub(super) fn branching(&self, node: &Node) -> Branching {
        let x = node.state.values();
        if let Some(idx) = self.undecided(node, &x) {
            return Branching::Divide(vec![Change::In(idx), Change::Out(idx)]);
        }
        if let Some((column, value)) = self.fractional(node, &x) {
            let down = Change::Within(column, f64::NEG_INFINITY, value.floor());
            let up = Change::Within(column, value.floor() + 1.0, f64::INFINITY);
            let up_first = value - value.floor() > 0.5;
            return Branching::Divide(if up_first { vec![up, down] } else { vec![down, up] });
        }
        let weekly = self.weekly(&x);
        let split = self.broken_split(node, &weekly).or_else(|| self.broken_keep(node, &weekly));
        split.map_or(Branching::Whole(weekly), Branching::Divide)
    }

    /// Divides a node around whole sets that are not wanted again.
    pub(super) fn around(&self, node: &Node, weekly: &[Sets]) -> Vec<Change> {
        let open = |idx: &usize| node.mode[*idx] == Mode::Open;
        let present = (0..weekly.len()).filter(open).find(|&idx| !weekly[idx].is_none());
        if let Some(idx) = present {
            return vec![Change::In(idx), Change::Out(idx)];
        }
        if let Some(idx) = (0..weekly.len()).find(open) {
            return vec![Change::Out(idx), Change::In(idx)];
        }
        for (idx, sets) in weekly.iter().enumerate() {
            let base = Some((self.relaxation.base[idx], sets.base));
            let extra = self.relaxation.extra[idx].map(|extra| (extra, sets.extra));
            for (column, value) in [base, extra].into_iter().flatten() {
                if is_open(&node.state, column) {
                    return vec![below(column, value), above(column, value), exactly(column, value)];
                }
            }
        }
        Vec::new()
    }

    /// Makes a part; none when it is plainly empty.
    pub(super) fn part(&self, parent: &Node, change: Change) -> Option<Node> {
        let mut node = parent.clone();
        let fits = match change {
            Change::Nothing => true,
            Change::In(idx) => self.put_in(&mut node, idx),
            Change::Out(idx) => self.leave_out(&mut node, idx),
            Change::Within(column, from, to) => self.within(&mut node, column, from, to),
            Change::Covered(missing) => {
                node.state.upper[missing] = 0.0;
                true
            }
            Change::Even(want) => self.make_even(&mut node, want),
        };
        fits.then_some(node)
    }

    /// An open candidate that holds less than one session, or stands beside its own rung.
    fn undecided(&self, node: &Node, x: &[f64]) -> Option<usize> {
        let total = |idx: usize| {
            x[self.relaxation.base[idx]] + self.relaxation.extra[idx].map_or(0.0, |extra| x[extra])
        };
        let small = |idx: usize| total(idx) > WHOLE && total(idx) < as_f64(self.least(idx)) - WHOLE;
        let beside = |idx: usize| {
            let rungs = &self.problem.candidates[idx].conflicts;
            total(idx) > WHOLE
                && rungs.iter().any(|&other| node.mode[other] != Mode::Out && total(other) > WHOLE)
        };
        let open = (0..node.mode.len()).filter(|&idx| node.mode[idx] == Mode::Open);
        // The larger the part that is there, the more is settled by deciding.
        let open = open.filter(|&idx| beside(idx) || small(idx));
        open.max_by(|&a, &b| total(a).total_cmp(&total(b)).then(b.cmp(&a)))
    }

    fn least(&self, idx: usize) -> i64 {
        self.problem.candidates[idx].sessions.iter().map(|sets| sets.most()).min().unwrap_or(1)
    }

    fn fractional(&self, node: &Node, x: &[f64]) -> Option<(usize, f64)> {
        let extra = self.relaxation.extra.iter().copied().flatten();
        let columns = self.relaxation.base.iter().copied().chain(extra);
        let off = |column: usize| (x[column] - x[column].round()).abs();
        let open = columns.filter(|&column| is_open(&node.state, column) && off(column) > WHOLE);
        open.max_by(|&a, &b| off(a).total_cmp(&off(b)).then(b.cmp(&a))).map(|column| (column, x[column]))
    }

    fn weekly(&self, x: &[f64]) -> Vec<Sets> {
        // Values are whole within the tolerance and lie between 0 and a few dozen.
        #[allow(clippy::cast_possible_truncation)]
        let whole = |column: usize| x[column].round() as i64;
        let sets = |idx: usize| Sets {
            base: whole(self.relaxation.base[idx]),
            extra: self.relaxation.extra[idx].map_or(0, whole),
        };
        (0..self.problem.candidates.len()).map(sets).collect()
    }

    /// Weekly sets that no sessions add up to are never looked at again.
    fn broken_split(&self, node: &Node, weekly: &[Sets]) -> Option<Vec<Change>> {
        let idx = (0..weekly.len()).find(|&idx| !self.problem.candidates[idx].splits(weekly[idx]))?;
        let (base, extra) = (self.relaxation.base[idx], self.relaxation.extra[idx]);
        let sets = weekly[idx];
        let around = |column: usize, value: i64| vec![below(column, value), above(column, value)];
        Some(match extra {
            Some(extra) if is_open(&node.state, extra) => {
                let mut parts = around(extra, sets.extra);
                // The same extra sets may still go with another base.
                if is_open(&node.state, base) {
                    parts.push(exactly(extra, sets.extra));
                }
                parts
            }
            Some(_) | None => around(base, sets.base),
        })
    }

    /// The weak leg gets more although the other is not kept: either the other leg is kept, or no extra sets.
    fn broken_keep(&self, node: &Node, weekly: &[Sets]) -> Option<Vec<Change>> {
        let rule = broken_keep_first(self.problem, &amounts(self.problem, weekly))?;
        let rule = self.problem.keep_first[rule];
        let mut parts = Vec::new();
        if let Some(cover) = self.relaxation.covers.iter().find(|cover| cover.wants.contains(&rule.other))
            && node.state.upper[cover.missing] > 0.0
        {
            parts.push(Change::Covered(cover.missing));
        }
        parts.push(Change::Even(rule.weak));
        Some(parts)
    }

    fn within(&self, node: &mut Node, column: usize, from: f64, to: f64) -> bool {
        let state = &mut node.state;
        state.lower[column] = state.lower[column].max(from);
        state.upper[column] = state.upper[column].min(to);
        let upper = state.upper[column];
        if state.lower[column] > upper {
            return false;
        }
        let alone = self.relaxation.base.iter().position(|&base| base == column);
        if let Some(idx) = alone.filter(|&idx| self.relaxation.extra[idx].is_none())
            && self.goal >= Goal::Size
            && node.mode[idx] == Mode::Open
            && upper >= 1.0
        {
            // Fewer sets at most make a larger part of the exercise of each of them.
            let candidate = &self.problem.candidates[idx];
            state.reprice(column, size_price(candidate, candidate.base_s, false, upper));
        }
        true
    }

    fn put_in(&self, node: &mut Node, idx: usize) -> bool {
        let candidate = &self.problem.candidates[idx];
        node.mode[idx] = Mode::In;
        let base = self.relaxation.base[idx];
        let least_base = candidate.sessions.iter().map(|sets| sets.base).min().unwrap_or(0);
        node.state.lower[base] = node.state.lower[base].max(as_f64(least_base));
        if node.state.lower[base] > node.state.upper[base] {
            return false;
        }
        if let Some(total) = self.relaxation.total[idx] {
            node.state.upper[total] = as_f64(candidate.week_max - self.least(idx));
        }
        if self.goal >= Goal::Size {
            let week_max = as_f64(candidate.week_max);
            node.state.reprice(base, size_price(candidate, candidate.base_s, true, week_max));
            if let Some(extra) = self.relaxation.extra[idx] {
                node.state.reprice(extra, size_price(candidate, candidate.extra_s, true, week_max));
            }
        }
        candidate.conflicts.iter().all(|&other| node.mode[other] == Mode::Out || self.leave_out(node, other))
    }

    fn leave_out(&self, node: &mut Node, idx: usize) -> bool {
        if node.mode[idx] == Mode::In {
            return false;
        }
        node.mode[idx] = Mode::Out;
        for column in [Some(self.relaxation.base[idx]), self.relaxation.extra[idx]].into_iter().flatten() {
            if node.state.lower[column] > 0.0 {
                return false;
            }
            node.state.upper[column] = 0.0;
        }
        true
    }

    fn make_even(&self, node: &mut Node, want: usize) -> bool {
        for (idx, candidate) in self.problem.candidates.iter().enumerate() {
            let loads = candidate.loads.iter().any(|load| load.want.contains(&Some(want)));
            if let (Some(extra), true) = (self.relaxation.extra[idx], loads) {
                if node.state.lower[extra] > 0.0 {
                    return false;
                }
                node.state.upper[extra] = 0.0;
            }
        }
        true
    }
}

fn is_open(state: &State, column: usize) -> bool {
    state.upper[column] - state.lower[column] > WHOLE
}

fn below(column: usize, value: i64) -> Change {
    Change::Within(column, f64::NEG_INFINITY, as_f64(value - 1))
}

fn above(column: usize, value: i64) -> Change {
    Change::Within(column, as_f64(value + 1), f64::INFINITY)
}

fn exactly(column: usize, value: i64) -> Change {
    Change::Within(column, as_f64(value), as_f64(value))
}
