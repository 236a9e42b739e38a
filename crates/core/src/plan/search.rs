//! Branch and bound over weekly sets: exact on every level, and honest about its gap when it stops early.
//!
//! ```text
//! root ─► rows that are broken ─► a week near it ─► fix what cannot pay ─► smaller root ─► …
//! part with the best bound ─► try the few most open questions both ways ─► divide at the one that tells most
//!            ▲                     └► whole sets? put on days: new best week, or a row that forbids them
//!            └──────────────────────────────┘
//! ```
//! Read next: `super::branch` and `super::place`.

use super::anneal::annealed;
use super::branch::{apply, questions, whole};
use super::candidate::Choice;
use super::crowd::ground;
use super::cuts::Cut;
use super::lp::{State, Status};
use super::place::{Placed, place};
use super::problem::Problem;
use super::rebuild::rebuilt;
use super::relax::{Relaxation, relax};
use super::rounding::round_rows;
use super::shrink::shrunk;
use super::spare::needed;
use super::start::round;
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
const ROUNDS: [usize; 2] = [30, 3];
/// Choices among which a good week is looked for before the bound is.
const FEW: usize = 70;
/// Rounds without gain after which rounded rows are left.
const STALLED: usize = 4;
/// Questions that are tried both ways before one is chosen.
const TRIED: usize = 6;
/// Rounds of building the best week again in parts: each time the root is solved, and before it is divided.
const REBUILT: [u32; 2] = [200, 3000];
/// Figures of a tableau that one such round counts for.
const WORK_OF_REBUILDING: u64 = 6000;
/// The rounds are taken in so many turns, after each of which the week is changed in small steps.
const TURNS: u32 = 8;
/// Small changes for each such round.
const CHANGES: u32 = 40;
/// How often the root is made smaller.
const SMALLER: usize = 6;

/// Searches one level while the levels above keep their values; `best` must keep them too.
///
/// Returns the best week and a bound on the level's value. `work` counts figures of the tableau.
pub(super) fn search(problem: &Problem<'_>, goal: Goal, best: Solution, work: u64) -> (Solution, i64) {
    let settled = best.values;
    let left = needed(problem, goal);
    let mut search = Search {
        problem,
        relaxation: relax(problem, goal, settled, &left),
        goal,
        settled,
        best,
        left_bound: i64::MAX,
        work_left: work,
        open: BTreeMap::new(),
        n_opened: 0,
        few: false,
        n_rebuilt: 0,
    };
    search.run(left);
    let bound = search.left_bound.min(search.best.values[goal]);
    (search.best, bound)
}

struct Search<'a, 'k> {
    problem: &'a Problem<'k>,
    relaxation: Relaxation<'a, 'k>,
    goal: Goal,
    settled: Values,
    best: Solution,
    /// The smallest bound of what was left unsearched.
    left_bound: i64,
    work_left: u64,
    /// By bound in steps, and the newest first among equals.
    open: BTreeMap<(i64, u32), Node>,
    n_opened: u32,
    /// Does it look at a few choices only, for a good week and no bound? Then rows are not rounded either.
    few: bool,
    /// How often the best week was built again.
    n_rebuilt: u64,
}

struct Node {
    state: State,
    bound: i64,
    raw: f64,
}

/// What became of a part.
enum Part {
    /// Nothing better is in it.
    Closed,
    /// It has to be divided.
    Open(Box<Node>),
}

impl Search<'_, '_> {
    fn value(&self) -> i64 {
        self.best.values[self.goal]
    }

    fn cutoff(&self) -> f64 {
        self.relaxation.prices.cutoff(self.value())
    }

    fn bound_of(&self, raw: f64) -> i64 {
        self.relaxation.prices.value_at_least(raw)
    }

    fn run(&mut self, mut left: Vec<Vec<Choice>>) {
        let mut passes = 0;
        let root = loop {
            let start = self.relaxation.start();
            let Part::Open(node) = self.solve(start, ROUNDS[0]) else { return };
            self.near(&node);
            self.dive(&node);
            self.rebuild(&node, REBUILT[0]);
            // Later programs are smaller, but the few that cost least stay much the same.
            if passes == 0 && !self.few {
                self.among_few(&node);
            }
            if node.bound >= self.value() {
                return;
            }
            let before: usize = left.iter().map(Vec::len).sum();
            self.drop_what_cannot_pay(&node, &mut left);
            let after: usize = left.iter().map(Vec::len).sum();
            self.relaxation = shrunk(&self.relaxation, &node.state, &left);
            passes += 1;
            if after * 10 > before * 9 || passes == SMALLER {
                let start = self.relaxation.start();
                let Part::Open(node) = self.solve(start, 1) else { return };
                break node;
            }
        };
        self.rebuild(&root, REBUILT[1]);
        self.put(*root);
        let (mut reached, mut work_then) = (i64::MIN, self.work_left);
        let patience = self.work_left / PATIENCE;
        while let Some((_, node)) = self.open.pop_first() {
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
            self.descend(node);
        }
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

    fn put(&mut self, node: Node) {
        // Bounds within a millionth count as equal, and then the newest comes first.
        #[allow(clippy::cast_possible_truncation)]
        let key = (node.raw * 1e6) as i64;
        let rank = u32::MAX - self.n_opened;
        self.n_opened += 1;
        self.open.insert((key, rank), node);
    }

    /// Tries the most open questions both ways and keeps the halves of the one that tells most.
    fn divide(&mut self, node: Node) -> Vec<Node> {
        let x = node.state.values();
        let mut best: Option<(f64, Vec<Node>)> = None;
        for question in questions(&self.relaxation, &x).into_iter().take(TRIED) {
            let mut halves = Vec::new();
            let mut gains = [0.0_f64; 2];
            for (gain, yes) in gains.iter_mut().zip([true, false]) {
                let mut state = node.state.clone();
                *gain = 1e3;
                if !apply(&mut self.relaxation, &mut state, &question, yes) {
                    continue;
                }
                if let Part::Open(half) = self.solve(state, 0) {
                    *gain = (half.raw - node.raw).max(1e-6);
                    halves.push(*half);
                }
            }
            if node.bound >= self.value() {
                return Vec::new();
            }
            let score = gains[0] * gains[1];
            let settled = halves.len() < 2;
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, halves));
            }
            if settled {
                // One half is empty: nothing tells more for so little.
                break;
            }
        }
        match best {
            Some((_, halves)) => self.tightened(halves),
            None => {
                // Nothing is open and yet it was not settled: leave it, and say so in the bound.
                self.left_bound = self.left_bound.min(node.bound);
                Vec::new()
            }
        }
    }

    /// The parts again with the rows that they break.
    fn tightened(&mut self, halves: Vec<Node>) -> Vec<Node> {
        let mut open = Vec::new();
        for half in halves {
            if let Part::Open(node) = self.solve(half.state, ROUNDS[1]) {
                open.push(*node);
            }
        }
        open
    }

    /// Solves a part, adds the rows it breaks, and settles it when it is whole.
    fn solve(&mut self, mut state: State, rounds: usize) -> Part {
        let mut round = 0;
        let mut whole_rounds = 0;
        let (mut last, mut stalled) = (f64::NEG_INFINITY, 0);
        loop {
            let before = state.work;
            let cutoff = self.cutoff();
            let (status, raw) = state.solve(&self.relaxation.model, cutoff);
            self.work_left = self.work_left.saturating_sub(state.work - before + 2000);
            let bound = self.bound_of(raw);
            if status == Status::Infeasible || bound >= self.value() || raw > cutoff {
                return Part::Closed;
            }
            let x = state.values();
            let weekly = whole(&self.relaxation, &x);
            round += 1;
            let mut added = 0;
            if round <= rounds || weekly.is_some() {
                added = self.relaxation.separate(&x);
            }
            // Rounded rows pay while they bring the bound nearer; at the root alone, because every part carries them.
            stalled = if raw > last + 0.01 * (cutoff - raw) { 0 } else { stalled + 1 };
            last = last.max(raw);
            let may_round = !self.few && rounds == ROUNDS[0] && round <= rounds;
            if may_round && weekly.is_none() && stalled < STALLED {
                let is_whole = self.relaxation.whole();
                added += round_rows(&mut self.relaxation.model, &x, &is_whole);
                // The rows that were just added are not in the tableau yet.
                added += round_sums(&mut self.relaxation.model, &state, &x, &is_whole);
                self.work_left = self.work_left.saturating_sub(WORK_OF_ROUNDING);
            }
            if added > 0 {
                continue;
            }
            let Some(weekly) = weekly else {
                self.fix(&mut state, raw, cutoff);
                return Part::Open(Box::new(Node { state, bound, raw }));
            };
            whole_rounds += 1;
            if self.leaf(&weekly, bound) {
                return Part::Closed;
            }
            if whole_rounds > 60 {
                self.left_bound = self.left_bound.min(bound);
                return Part::Closed;
            }
        }
    }

    /// Takes out of a part the choices whose reduced price alone would carry the bound to what is to be beaten.
    fn fix(&self, state: &mut State, raw: f64, cutoff: f64) {
        let n = self.relaxation.choices.len();
        let cannot_pay: Vec<usize> = state
            .reduced_prices()
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
    fn leaf(&mut self, weekly: &[Choice], bound: i64) -> bool {
        let used: Vec<(usize, Choice)> =
            weekly.iter().copied().enumerate().filter(|(_, choice)| !choice.is_none()).collect();
        let Some(values) = self.better(weekly) else {
            self.relaxation.add_cut(&Cut::Exactly(used));
            return false;
        };
        match self.place(weekly, values) {
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
    fn better(&self, weekly: &[Choice]) -> Option<Values> {
        let mut values = values(self.problem, weekly)?;
        let kept = self.goal.above().all(|level| values[level] <= self.settled[level]);
        // On the levels below nothing is lost by taking what is better there too.
        values[Goal::Evenness] = self.best.values[Goal::Evenness];
        (kept && values < self.best.values).then_some(values)
    }

    fn place(&mut self, weekly: &[Choice], mut values: Values) -> Placed {
        let placed = place(self.problem, weekly, i64::MAX, PLACE_STEPS);
        self.work_left = self.work_left.saturating_sub(WORK_OF_PLACING);
        if let Placed::Fits(days, unevenness) = &placed {
            values[Goal::Evenness] = *unevenness;
            self.best = Solution { weekly: weekly.to_vec(), days: days.clone(), values };
        }
        placed
    }

    /// Looks for a week near the values of a part.
    fn near(&mut self, node: &Node) {
        let x = node.state.values();
        for weekly in round(self.problem, &self.relaxation.choices, &x) {
            if let Some(values) = self.better(&weekly) {
                self.place(&weekly, values);
            }
        }
    }

    /// Searches among the choices that cost least by the linear program, and those of the best week, for a better one.
    fn among_few(&mut self, node: &Node) {
        let n = self.relaxation.choices.len();
        if n <= FEW || node.bound >= self.value() {
            return;
        }
        let mut prices = vec![0.0_f64; n];
        for (column, reduced) in node.state.reduced_prices() {
            if column < n {
                prices[column] = reduced.max(0.0);
            }
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| prices[a].total_cmp(&prices[b]).then(a.cmp(&b)));
        let mut left = vec![Vec::new(); self.problem.candidates.len()];
        for (idx, choice) in self.best.weekly.iter().enumerate().filter(|(_, choice)| !choice.is_none()) {
            left[idx].push(*choice);
        }
        for column in order.into_iter().take(FEW) {
            let (candidate, choice) = self.relaxation.choices[column];
            if !left[candidate].contains(&choice) {
                left[candidate].push(choice);
            }
        }
        left.iter_mut().for_each(|choices| choices.sort_unstable());
        let work = self.work_left / 4;
        let mut search = Search {
            problem: self.problem,
            relaxation: relax(self.problem, self.goal, self.settled, &left),
            goal: self.goal,
            settled: self.settled,
            best: self.best.clone(),
            left_bound: i64::MAX,
            work_left: work,
            open: BTreeMap::new(),
            n_opened: 0,
            few: true,
            n_rebuilt: 0,
        };
        search.run(left);
        self.work_left = self.work_left.saturating_sub(work - search.work_left);
        self.best = search.best;
    }

    /// Builds the best week again in parts, until it meets the bound or the rounds are over.
    fn rebuild(&mut self, node: &Node, rounds: u32) {
        if self.few || node.bound >= self.value() || self.goal == Goal::Wishes {
            return;
        }
        let rounds = u64::from(rounds).min(self.work_left / 2 / WORK_OF_REBUILDING);
        self.work_left -= rounds * WORK_OF_REBUILDING;
        let rounds = u32::try_from(rounds).unwrap_or(u32::MAX) / TURNS;
        let ground = ground(self.problem, self.goal, node.bound);
        for _ in 0..TURNS {
            if self.value() <= node.bound {
                return;
            }
            self.n_rebuilt += 1;
            let best = rebuilt(&ground, self.best.clone(), rounds, self.n_rebuilt);
            self.best = annealed(&ground, best, rounds * CHANGES, self.n_rebuilt);
        }
    }

    /// Settles the largest open part again and again until the sets are whole.
    fn dive(&mut self, node: &Node) {
        let mut state = node.state.clone();
        let mut x = state.values();
        for _ in 0..60 {
            let n = self.relaxation.choices.len();
            let open = |column: &usize| x[*column] > 1e-5 && x[*column] < 1.0 - 1e-5;
            let largest = (0..n).filter(open).max_by(|&a, &b| x[a].total_cmp(&x[b]).then(b.cmp(&a)));
            let Some(column) = largest else { return };
            let candidate = self.relaxation.choices[column].0;
            for other in self.relaxation.columns(candidate) {
                if other != column && state.lower[other] < 0.5 {
                    state.upper[other] = 0.0;
                }
            }
            let before = state.clone();
            state.lower[column] = 1.0;
            match self.solve(state, ROUNDS[1]) {
                Part::Open(node) => state = node.state,
                Part::Closed => {
                    // Not this one: try without it once.
                    let mut without = before;
                    without.upper[column] = 0.0;
                    let Part::Open(node) = self.solve(without, ROUNDS[1]) else { return };
                    state = node.state;
                }
            }
            x = state.values();
        }
    }

    /// Drops the choices whose reduced price alone would carry the bound to what is to be beaten.
    fn drop_what_cannot_pay(&self, node: &Node, left: &mut [Vec<Choice>]) {
        let cutoff = self.cutoff();
        for (column, reduced) in node.state.reduced_prices() {
            if column < self.relaxation.choices.len() && node.raw + reduced > cutoff + 1e-6 {
                let (candidate, choice) = self.relaxation.choices[column];
                left[candidate].retain(|other| *other != choice);
            }
        }
    }
}
