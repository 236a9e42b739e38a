//! Branch and bound over weekly sets: exact on every level, and honest about its gap when it stops early.
//!
//! ```text
//! root ─► rows that are broken ─► a week near it ─► fix what cannot pay ─► smaller root ─► …
//! part with the best bound ─► try the few most open questions both ways ─► divide at the one that tells most
//!            ▲                     └► whole sets? put on days: new best week, or a row that forbids them
//!            └──────────────────────────────┘
//! ```
//! The same search serves columns without days and columns that tell days. Read next: `super::seek`, `super::branch` and
//! `super::place`.

mod divide;

use super::branch::{Question, days_of, whole};
use super::candidate::Choice;
use super::cuts::Cut;
use super::lp::{Shelved, State, Status};
use super::place::{Placed, place};
use super::problem::Problem;
use super::relax::{Left, Relaxation, relax};
use super::rounding::{Depth, round_rows};
use super::shrink::shrunk;
use super::standing::standing;
use super::tableau::round_sums;
use super::value::{Goal, Solution, Values, values};
use std::collections::BTreeMap;

/// Steps for putting the sets of a leaf on days.
const PLACE_STEPS: u32 = 4000;
/// Figures of a tableau that one placement counts for.
const WORK_OF_PLACING: u64 = 300_000;
/// Figures of a tableau that one round of rounding rows counts for.
const WORK_OF_ROUNDING: u64 = 1_000_000;
/// The search ends when its bound has not moved for this part of the work that dividing began with.
const PATIENCE: u64 = 6;
/// Rounds of adding broken rows at the root, and in a part that is kept.
pub(super) const ROUNDS: [usize; 2] = [60, 3];
/// Rounds without gain after which rounded rows are left: without days, and with them, where a better bound costs more.
const STALLED: [usize; 2] = [4, 15];
/// Rounds of building the best week again in parts: each time the root is solved, and before it is divided.
const REBUILT: [u32; 2] = [200, 3000];
/// How often the root is made smaller.
const SMALLER: usize = 6;

/// One search of one level.
pub(super) struct Search<'a, 'k> {
    /// The problem.
    pub problem: &'a Problem<'k>,
    /// The linear program.
    pub relaxation: Relaxation<'a, 'k>,
    /// The level.
    pub goal: Goal,
    /// What the levels above keep.
    pub settled: Values,
    /// The best week.
    pub best: Solution,
    /// The smallest bound of what was left unsearched.
    pub left_bound: i64,
    /// Figures of the tableau that may still be worked on.
    pub work_left: u64,
    /// By bound in steps, and the newest first among equals.
    open: BTreeMap<(i64, u32), Laid>,
    /// Size of all open parts together, in figures of a tableau.
    figures_open: usize,
    /// So many they may be.
    pub figures_open_max: usize,
    n_opened: u32,
    /// What each question told so far: how often it was tried, and what its answers gained together.
    told: BTreeMap<Question, (u32, [f64; 2])>,
    /// Does it look at a few choices only, for a good week and no bound? Then rows are rounded only
    /// where they tell days.
    pub few: bool,
    /// How often the best week was built again.
    pub n_rebuilt: u64,
}

/// Size that all open parts may have together, in figures of a tableau: 32 MB.
const FIGURES_OPEN: usize = 4 << 20;

/// A part of the weeks, solved.
pub(super) struct Node {
    /// Its linear program.
    pub state: State,
    /// What no week of the part can go below.
    pub bound: i64,
    raw: f64,
}

/// A part that waits, without its tableau.
struct Laid {
    state: Shelved,
    bound: i64,
    raw: f64,
}

/// What became of a part.
pub(super) enum Part {
    /// Nothing better is in it.
    Closed,
    /// It has to be divided.
    Open(Box<Node>),
}

impl<'a, 'k> Search<'a, 'k> {
    /// A search that has not begun.
    pub(super) fn new(
        problem: &'a Problem<'k>,
        goal: Goal,
        settled: Values,
        left: &Left,
        best: Solution,
        work: u64,
    ) -> Self {
        Self {
            problem,
            relaxation: relax(problem, goal, settled, left),
            goal,
            settled,
            best,
            left_bound: i64::MAX,
            work_left: work,
            open: BTreeMap::new(),
            figures_open: 0,
            figures_open_max: FIGURES_OPEN,
            n_opened: 0,
            told: BTreeMap::new(),
            few: false,
            n_rebuilt: 0,
        }
    }

    /// What the best week reaches.
    pub(super) fn value(&self) -> i64 {
        self.best.values[self.goal]
    }

    fn cutoff(&self) -> f64 {
        self.relaxation.prices.cutoff(self.value())
    }

    fn bound_of(&self, raw: f64) -> i64 {
        self.relaxation.prices.value_at_least(raw)
    }

    /// Searches among what is left; gives back what a better week can still be made of.
    pub(super) fn run(&mut self, mut left: Left) -> Left {
        let mut passes = 0;
        let root = loop {
            let start = self.relaxation.start();
            let Part::Open(node) = self.solve(start, ROUNDS[0]) else { return left };
            self.near(&node);
            self.dive(&node);
            self.rebuild(&node, REBUILT[0]);
            // Later programs are smaller, but the few that cost least stay much the same.
            if passes == 0 && !self.few {
                self.among_few(&node);
            }
            if node.bound >= self.value() {
                return left;
            }
            let before: usize = left.iter().map(Vec::len).sum();
            self.drop_what_cannot_pay(&node, &mut left);
            let after: usize = left.iter().map(Vec::len).sum();
            self.relaxation = shrunk(&self.relaxation, &node.state, &left);
            passes += 1;
            if after * 10 > before * 9 || passes == SMALLER {
                let start = self.relaxation.start();
                let Part::Open(node) = self.solve(start, 1) else { return left };
                break node;
            }
        };
        self.rebuild(&root, REBUILT[1]);
        self.put(*root);
        let (mut reached, mut work_then) = (i64::MIN, self.work_left);
        // With days there is nothing to go on to, so all of the work is done.
        let patience = self.work_left / if self.relaxation.tells_days() { 1 } else { PATIENCE };
        while let Some((_, node)) = self.open.pop_first() {
            self.figures_open -= node.state.figures();
            if node.bound >= self.value() {
                continue;
            }
            if node.bound > reached {
                (reached, work_then) = (node.bound, self.work_left);
            } else if work_then - self.work_left > patience {
                // The bound has not moved for long: what is left of the work would hardly move it.
                self.work_left = 0;
            }
            if self.work_left == 0 {
                self.left_bound = self.left_bound.min(node.bound);
                continue;
            }
            if let Some(node) = self.taken_up(&node) {
                self.descend(node);
            }
        }
        left
    }

    /// Goes down from a part, always into the more hopeful half, until it closes.
    fn descend(&mut self, node: Node) {
        let mut current = Some(node);
        while let Some(node) = current.take() {
            if node.bound >= self.value() {
                return;
            }
            if self.work_left == 0 {
                self.left_bound = self.left_bound.min(node.bound);
                return;
            }
            let mut halves = self.divide(node);
            halves.sort_by(|a, b| a.raw.total_cmp(&b.raw));
            let mut halves = halves.into_iter();
            current = halves.next();
            for other in halves {
                self.put(other);
            }
        }
    }

    /// A part with its tableau again, and with the rows that were found since; none when they settle it.
    fn taken_up(&mut self, laid: &Laid) -> Option<Node> {
        let state = laid.state.state(&self.relaxation.model, &self.relaxation.ground());
        self.work_left = self.work_left.saturating_sub(state.work);
        let Part::Open(node) = self.solve(state, ROUNDS[1]) else { return None };
        // What was known of it holds, whatever the rounding.
        Some(Node { bound: node.bound.max(laid.bound), ..*node })
    }

    fn put(&mut self, node: Node) {
        let state = Shelved::new(&node.state, &self.relaxation.model, &self.relaxation.ground());
        let node = Laid { state, bound: node.bound, raw: node.raw };
        // Bounds within a millionth count as equal, and then the newest comes first.
        #[allow(clippy::cast_possible_truncation)]
        let key = (node.raw * 1e6) as i64;
        let rank = u32::MAX - self.n_opened;
        self.n_opened += 1;
        self.figures_open += node.state.figures();
        self.open.insert((key, rank), node);
        // The least hopeful parts make room; the bound remembers them.
        while self.figures_open > self.figures_open_max && self.open.len() > 1 {
            let Some((_, dropped)) = self.open.pop_last() else { return };
            self.figures_open -= dropped.state.figures();
            self.left_bound = self.left_bound.min(dropped.bound);
        }
    }

    /// Solves a part as it stands, and counts the work.
    fn solved(&mut self, state: &mut State, cutoff: f64) -> (Status, f64) {
        let before = state.work;
        let (status, raw) = state.solve(&self.relaxation.model, cutoff);
        self.work_left = self.work_left.saturating_sub(state.work - before + 2000);
        if self.problem.call_off.is_called_off() {
            self.work_left = 0;
        }
        if status != Status::Stalled {
            return (status, raw);
        }
        // Made anew from its basis, a tableau is rid of what rounding has spoilt.
        let (model, ground) = (&self.relaxation.model, self.relaxation.ground());
        *state = Shelved::new(state, model, &ground).state(model, &ground);
        let (status, again) = state.solve(model, cutoff);
        self.work_left = self.work_left.saturating_sub(state.work);
        (status, again.max(raw))
    }

    /// Solves a part, adds the rows it breaks, and settles it when it is whole.
    pub(super) fn solve(&mut self, mut state: State, rounds: usize) -> Part {
        let mut round = 0;
        let mut whole_rounds = 0;
        let (mut last, mut stalled) = (f64::NEG_INFINITY, 0);
        loop {
            let cutoff = self.cutoff();
            let (status, raw) = self.solved(&mut state, cutoff);
            let bound = self.bound_of(raw);
            if status == Status::Infeasible || bound >= self.value() || raw > cutoff {
                return Part::Closed;
            }
            let x = state.values();
            let weekly = whole(&self.relaxation, &x);
            round += 1;
            let mut added = 0;
            // Programs with days are large enough for their rows alone to take all of the work.
            let may_add = round <= rounds && (self.work_left > 0 || !self.relaxation.tells_days());
            if may_add || weekly.is_some() {
                added = self.relaxation.separate(&x);
            }
            // Rounded rows pay while they bring the bound nearer; at the root alone, because every part carries them.
            stalled = if raw > last + 0.01 * (cutoff - raw) { 0 } else { stalled + 1 };
            last = last.max(raw);
            let may_round = (!self.few || self.relaxation.tells_days()) && rounds == ROUNDS[0] && may_add;
            if may_round && weekly.is_none() && stalled < STALLED[usize::from(self.relaxation.tells_days())] {
                let is_whole = self.relaxation.whole();
                let depth = if self.relaxation.tells_days() { Depth::DEEP } else { Depth::SHALLOW };
                added += round_rows(&mut self.relaxation.model, &x, &is_whole, depth);
                // The rows that were just added are not in the tableau yet.
                added += round_sums(&mut self.relaxation.model, &state, &x, &is_whole, depth);
                self.work_left = self.work_left.saturating_sub(WORK_OF_ROUNDING);
            }
            if added > 0 {
                self.compacted(&mut state);
                continue;
            }
            let Some(weekly) = weekly else {
                self.fix(&mut state, raw, cutoff);
                self.compacted(&mut state);
                return Part::Open(Box::new(Node { state, bound, raw }));
            };
            whole_rounds += 1;
            if self.leaf(&weekly, &days_of(&self.relaxation, &x), bound) {
                return Part::Closed;
            }
            if whole_rounds > 60 {
                self.left_bound = self.left_bound.min(bound);
                return Part::Closed;
            }
        }
    }

    /// Makes a tableau small where columns tell days; without them most of it is needed, and looking for that takes longer.
    fn compacted(&self, state: &mut State) {
        if self.relaxation.tells_days() {
            state.compact(&self.relaxation.model);
        }
    }

    /// Takes out of a part the choices whose reduced price alone would carry the bound to what is to be beaten.
    fn fix(&self, state: &mut State, raw: f64, cutoff: f64) {
        let n = self.relaxation.choices.len();
        let cannot_pay: Vec<usize> = state
            .reduced_prices(&self.relaxation.model)
            .into_iter()
            .filter(|&(column, reduced)| column < n && raw + reduced > cutoff + 1e-6)
            .map(|(column, _)| column)
            .collect();
        for column in cannot_pay {
            if state.lower[column] < 0.5 {
                state.upper[column] = 0.0;
            }
        }
    }

    /// Takes whole sets as the new best week, or forbids them; true when nothing better can be in the part.
    fn leaf(&mut self, weekly: &[Choice], days: &[u8], bound: i64) -> bool {
        let used: Vec<(usize, Choice)> =
            weekly.iter().copied().enumerate().filter(|(_, choice)| !choice.is_none()).collect();
        let Some(values) = self.better(weekly) else {
            self.relaxation.add_cut(&Cut::Exactly(used));
            return false;
        };
        let stands = standing(self.problem, weekly, days);
        let placed = match stands {
            Some(uneven) => self.take(weekly, days.to_vec(), values, uneven),
            None => self.place(weekly, values),
        };
        match placed {
            Placed::Fits(..) => {
                if bound >= self.value() {
                    return true;
                }
                self.relaxation.add_cut(&Cut::Exactly(used));
            }
            Placed::Never => {
                let core = self.core(used);
                self.relaxation.add_cut(&Cut::Together(core));
            }
            Placed::Unknown => {
                self.left_bound = self.left_bound.min(bound);
                self.relaxation.add_cut(&Cut::Exactly(used));
            }
        }
        false
    }

    /// The fewest of these choices that still fit no days, as far as taking one after the other out finds them.
    fn core(&self, mut used: Vec<(usize, Choice)>) -> Vec<(usize, Choice)> {
        let mut at = 0;
        while at < used.len() {
            let taken = used.remove(at);
            let mut weekly = vec![Choice::NONE; self.problem.candidates.len()];
            for (candidate, choice) in &used {
                weekly[*candidate] = *choice;
            }
            if place(self.problem, &weekly, i64::MAX, 500) != Placed::Never {
                used.insert(at, taken);
                at += 1;
            }
        }
        used
    }

    /// The values of weekly sets that keep the rules and the levels above and would be better.
    pub(super) fn better(&self, weekly: &[Choice]) -> Option<Values> {
        let mut values = values(self.problem, weekly)?;
        let kept = self.goal.above().all(|level| values[level] <= self.settled[level]);
        // On the levels below nothing is lost by taking what is better there too.
        values[Goal::Evenness] = self.best.values[Goal::Evenness];
        (kept && values < self.best.values).then_some(values)
    }

    /// Looks for days for weekly sets that would be better, and takes them.
    pub(super) fn place(&mut self, weekly: &[Choice], values: Values) -> Placed {
        let placed = place(self.problem, weekly, i64::MAX, PLACE_STEPS);
        self.work_left = self.work_left.saturating_sub(WORK_OF_PLACING);
        match placed {
            Placed::Fits(days, uneven) => self.take(weekly, days, values, uneven),
            Placed::Never | Placed::Unknown => placed,
        }
    }

    /// Takes weekly sets on these days as the new best week.
    fn take(&mut self, weekly: &[Choice], days: Vec<u8>, mut values: Values, uneven: i64) -> Placed {
        values[Goal::Evenness] = uneven;
        self.best = Solution { weekly: weekly.to_vec(), days: days.clone(), values };
        Placed::Fits(days, uneven)
    }

    /// Drops the choices whose reduced price alone would carry the bound to what is to be beaten.
    fn drop_what_cannot_pay(&self, node: &Node, left: &mut Left) {
        let cutoff = self.cutoff();
        for (column, reduced) in node.state.reduced_prices(&self.relaxation.model) {
            if column < self.relaxation.choices.len() && node.raw + reduced > cutoff + 1e-6 {
                let (candidate, choice) = self.relaxation.choices[column];
                let days = self.relaxation.on[column];
                left[candidate].retain(|other| *other != (choice, days));
            }
        }
    }
}

#[cfg(test)]
mod tests;
