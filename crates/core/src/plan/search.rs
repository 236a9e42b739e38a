//! Branch and bound over weekly sets: exact on every level, and honest about its gap when it stops early.
//!
//! ```text
//! part with the best bound ─► linear program ─► not better? close
//!            ▲                     └► whole sets? ─ no ──► divide ─┐
//!            │                           └ yes ─► put on days: new best week, or mend it and divide around it
//!            └─────────────────────────────────────────────────────┘
//! ```
//! Read next: `super::branch` and `super::place`.

use super::branch::{Brancher, Branching, Change, Mode, Node};
use super::candidate::Sets;
use super::lp::Status;
use super::place::{Placed, fits_places, place};
use super::problem::Problem;
use super::relax::{Prices, Relaxation, as_f64, size_price};
use super::value::{Goal, Solution, Values, values};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Open parts beyond which the search goes down instead of across, so that memory stays small.
const OPEN_MAX: usize = 1500;
/// Steps of one placement while sets are taken away until the days hold them.
const MEND_STEPS: u32 = 400;
/// Sets that are taken away at most.
const MEND_SETS: usize = 8;

/// How far a search may go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    /// Most nodes.
    pub nodes: u32,
    /// From this node on a gap of one percent is good enough.
    pub exact_nodes: u32,
    /// Most steps of one placement.
    pub place_steps: u32,
}

/// Searches one level while the levels above keep their values; `best` must keep them too.
///
/// Returns the best week and a bound on the level's value.
pub(super) fn search(
    problem: &Problem<'_>,
    relaxation: &Relaxation,
    goal: Goal,
    best: Solution,
    effort: Effort,
) -> (Solution, i64) {
    let settled = best.values;
    let size_prices = size_prices(problem, relaxation);
    let prices = match goal {
        Goal::Needs => &relaxation.needs,
        Goal::Keeps => &relaxation.keeps,
        Goal::Size | Goal::Evenness | Goal::Wishes => &size_prices,
    };
    let mut state = relaxation.start(&prices.by_column);
    if goal > Goal::Needs {
        relaxation.hold_needs(&mut state, settled[Goal::Needs]);
    }
    if goal > Goal::Keeps {
        relaxation.hold_keeps(&mut state, settled[Goal::Keeps]);
    }
    let root = Rc::new(Node { state, mode: vec![Mode::Open; problem.candidates.len()] });
    let mut search = Search {
        brancher: Brancher { problem, relaxation, goal },
        prices,
        settled,
        best,
        left_bound: i64::MAX,
        nodes: 0,
        effort,
        open: BTreeMap::new(),
        n_opened: 0,
        step: 1,
        unplaced: BTreeMap::new(),
    };
    search.open(&root, &[Change::Nothing], 0);
    search.run();
    let bound = search.left_bound.min(search.best.values[goal]);
    (search.best, bound)
}

fn size_prices(problem: &Problem<'_>, relaxation: &Relaxation) -> Prices {
    let mut by_column = vec![0.0; relaxation.model.columns.len()];
    for (idx, candidate) in problem.candidates.iter().enumerate() {
        let week_max = as_f64(candidate.week_max);
        by_column[relaxation.base[idx]] = size_price(candidate, candidate.base_s, false, week_max);
        if let Some(extra) = relaxation.extra[idx] {
            by_column[extra] = size_price(candidate, candidate.extra_s, false, week_max);
        }
    }
    Prices { by_column, unit: 1, scale: 1.0, constant: 0 }
}

/// A part that waits: its parent, what makes it smaller, and the parent's bound.
struct Waiting {
    parent: Rc<Node>,
    change: Change,
    bound: i64,
}

struct Search<'a, 'k> {
    brancher: Brancher<'a, 'k>,
    prices: &'a Prices,
    settled: Values,
    best: Solution,
    /// The smallest bound of what was left unsearched.
    left_bound: i64,
    nodes: u32,
    effort: Effort,
    /// By bound in steps, and the newest first among equals.
    open: BTreeMap<(i64, u32), Waiting>,
    n_opened: u32,
    /// Bounds within one step count as equal in the order of visits.
    step: i64,
    /// Sets that did not fit the days; true when that was not settled.
    unplaced: BTreeMap<Vec<Sets>, bool>,
}

impl Search<'_, '_> {
    fn goal(&self) -> Goal {
        self.brancher.goal
    }

    fn open(&mut self, parent: &Rc<Node>, changes: &[Change], bound: i64) {
        // The newest comes first, so the most hopeful part is opened last.
        for &change in changes.iter().rev() {
            let rank = u32::MAX - self.n_opened;
            self.n_opened += 1;
            self.open.insert((bound / self.step, rank), Waiting { parent: Rc::clone(parent), change, bound });
        }
    }

    fn run(&mut self) {
        while let Some(key) = self.next() {
            let Some(waiting) = self.open.remove(&key) else { return };
            if waiting.bound >= self.best.values[self.goal()] {
                continue;
            }
            if self.nodes >= self.effort.nodes {
                self.left_bound = self.left_bound.min(waiting.bound);
                continue;
            }
            self.visit(&waiting);
        }
    }

    fn next(&self) -> Option<(i64, u32)> {
        if self.open.len() > OPEN_MAX && self.nodes < self.effort.nodes {
            return self.open.keys().min_by_key(|(_, rank)| *rank).copied();
        }
        self.open.keys().next().copied()
    }

    fn visit(&mut self, waiting: &Waiting) {
        self.nodes += 1;
        let goal = self.goal();
        let Some(mut node) = self.brancher.part(&waiting.parent, waiting.change) else { return };
        let n_in = node.mode.iter().filter(|&&mode| mode == Mode::In).count();
        let n_in = if goal >= Goal::Size { i64::try_from(n_in).unwrap_or(0) } else { 0 };
        // Beyond the size level the linear program only tells whether the settled size can still be kept.
        let to_beat = if goal <= Goal::Size { self.best.values[goal] } else { self.settled[Goal::Size] + 1 };
        let cutoff = self.prices.cutoff(to_beat - n_in);
        let (status, raw) = node.state.solve(&self.brancher.relaxation.model, cutoff);
        if status == Status::Infeasible {
            return;
        }
        let linear = self.prices.value_at_least(raw).saturating_add(n_in);
        if linear >= to_beat {
            return;
        }
        let own = match goal {
            Goal::Evenness => 0,
            Goal::Wishes => self.refused_wishes(&node),
            Goal::Needs | Goal::Keeps | Goal::Size => linear,
        };
        let bound = own.max(waiting.bound);
        let best = self.best.values[goal];
        if bound >= best {
            return;
        }
        if self.nodes == 1 {
            self.step = self.prices.unit.max(bound / 200).max((best - bound) / 64);
        }
        if self.nodes > self.effort.exact_nodes && (best - bound) * 100 <= best {
            self.left_bound = self.left_bound.min(bound);
            return;
        }
        self.fix_by_price(&mut node, raw, cutoff);
        self.divide(node, bound);
    }

    fn refused_wishes(&self, node: &Node) -> i64 {
        let pairs = self.brancher.problem.candidates.iter().zip(&node.mode);
        let refused = pairs.filter(|(candidate, mode)| candidate.liked && **mode == Mode::Out).count();
        i64::try_from(refused).unwrap_or(i64::MAX)
    }

    /// Fixes sets whose reduced price alone would carry the bound to what is to be beaten.
    fn fix_by_price(&self, node: &mut Node, raw: f64, cutoff: f64) {
        let relaxation = self.brancher.relaxation;
        let n_columns = relaxation.model.columns.len();
        let n_sets = relaxation.covers.first().map_or(n_columns, |cover| cover.missing);
        let mut fixed = Vec::new();
        for (variable, reduced) in node.state.reduced_prices() {
            let (lower, upper) = (node.state.lower[variable], node.state.upper[variable]);
            if variable < n_sets && upper > lower && reduced.abs() > cutoff - raw + 1e-6 {
                fixed.push((variable, if reduced > 0.0 { lower } else { upper }));
            }
        }
        for (variable, value) in fixed {
            node.state.lower[variable] = value;
            node.state.upper[variable] = value;
        }
    }

    fn divide(&mut self, node: Node, bound: i64) {
        if self.goal() == Goal::Wishes {
            let candidates = &self.brancher.problem.candidates;
            let liked =
                (0..candidates.len()).find(|&idx| candidates[idx].liked && node.mode[idx] == Mode::Open);
            if let Some(idx) = liked {
                self.open(&Rc::new(node), &[Change::In(idx), Change::Out(idx)], bound);
                return;
            }
        }
        let changes = match self.brancher.branching(&node) {
            Branching::Divide(changes) => changes,
            Branching::Whole(weekly) => {
                self.leaf(&weekly, bound);
                if bound >= self.best.values[self.goal()] {
                    return;
                }
                self.brancher.around(&node, &weekly)
            }
        };
        self.open(&Rc::new(node), &changes, bound);
    }

    /// The values of weekly sets that keep the rules and the levels above and would be better.
    fn better(&self, weekly: &[Sets]) -> Option<Values> {
        let values = values(self.brancher.problem, weekly)?;
        let goal = self.goal();
        let kept = goal.above().all(|level| values[level] <= self.settled[level]);
        (kept && (goal == Goal::Evenness || values[goal] < self.best.values[goal])).then_some(values)
    }

    /// Takes weekly sets as the new best week when they are better and can be put on days.
    fn leaf(&mut self, weekly: &[Sets], bound: i64) {
        let Some(values) = self.better(weekly) else { return };
        // Neighbouring parts often share their sets; what did not fit once does not fit again.
        if let Some(unknown) = self.unplaced.get(weekly) {
            if *unknown {
                self.left_bound = self.left_bound.min(bound);
            }
            return;
        }
        let unknown = match self.place(weekly, values, self.effort.place_steps) {
            Placed::Fits(..) => return,
            Placed::Never => false,
            Placed::Unknown => true,
        };
        self.unplaced.insert(weekly.to_vec(), unknown);
        if unknown {
            self.left_bound = self.left_bound.min(bound);
        }
        if self.goal() <= Goal::Keeps {
            self.mend(weekly.to_vec());
        }
    }

    fn place(&mut self, weekly: &[Sets], mut values: Values, steps: u32) -> Placed {
        let uneven = match self.goal() {
            Goal::Evenness => self.best.values[Goal::Evenness] - 1,
            Goal::Wishes => self.settled[Goal::Evenness],
            Goal::Needs | Goal::Keeps | Goal::Size => i64::MAX,
        };
        let placed = place(self.brancher.problem, weekly, uneven, steps);
        if let Placed::Fits(placement, unevenness) = &placed {
            values[Goal::Evenness] = *unevenness;
            self.best = Solution { weekly: weekly.to_vec(), placement: placement.clone(), values };
        }
        placed
    }

    /// Takes away the sets that are missed least until the days hold the rest: a good week where the best does not fit.
    fn mend(&mut self, mut weekly: Vec<Sets>) {
        let problem = self.brancher.problem;
        for _ in 0..MEND_SETS {
            let crowded = !fits_places(problem, &weekly);
            let mut least: Option<((i64, i64), usize, Sets, Values)> = None;
            for (idx, candidate) in problem.candidates.iter().enumerate() {
                let before = weekly[idx];
                let fewer = if crowded { candidate.one_session_less(before) } else { candidate.fewer(before) };
                let Some(fewer) = fewer else { continue };
                weekly[idx] = fewer;
                if let Some(values) = self.better(&weekly) {
                    let lost = (values[self.goal()], values[Goal::Keeps]);
                    if least.as_ref().is_none_or(|(other, ..)| lost < *other) {
                        least = Some((lost, idx, fewer, values));
                    }
                }
                weekly[idx] = before;
            }
            let Some((_, idx, fewer, values)) = least else { return };
            weekly[idx] = fewer;
            if fits_places(problem, &weekly)
                && let Placed::Fits(..) = self.place(&weekly, values, MEND_STEPS)
            {
                return;
            }
        }
    }
}

/// The empty week, which keeps every limit.
pub(super) fn nothing(problem: &Problem<'_>) -> Solution {
    let weekly = vec![Sets::default(); problem.candidates.len()];
    let values = values(problem, &weekly).unwrap_or(Values::WORST);
    let placement = vec![vec![Sets::default(); problem.days.len()]; problem.candidates.len()];
    Solution { weekly, placement, values }
}
