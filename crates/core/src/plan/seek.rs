//! How the search comes by better weeks: near the values of the linear program, among few choices, in small changes.
//!
//! Nothing here bounds anything; the better the week, the more of the rest is dropped. Read next: `super::search`.

use super::anneal::annealed;
use super::crowd::ground;
use super::rebuild::rebuilt;
use super::relax::Left;
use super::search::{Node, Part, ROUNDS, Search};
use super::start::round;
use super::value::Goal;

/// Columns among which a good week is looked for before the bound is.
const FEW: [usize; 1] = [70];
/// The same where columns tell days, one number after the other.
const FEW_WITH_DAYS: [usize; 2] = [100, 400];
/// Columns are scattered by multiples of this prime number.
const SCATTER: usize = 7919;
/// Figures of a tableau that one such round counts for.
const WORK_OF_REBUILDING: u64 = 6000;
/// The rounds are taken in so many turns, after each of which the week is changed in small steps.
const TURNS: u32 = 8;
/// Small changes for each such round.
const CHANGES: u32 = 40;

impl Search<'_, '_> {
    /// Looks for a week near the values of a part.
    pub(super) fn near(&mut self, node: &Node) {
        if self.relaxation.tells_days() {
            // What one choice has on several sets of days would have to be told together.
            return;
        }
        let x = node.state.values();
        for weekly in round(self.problem, &self.relaxation.choices, &x) {
            if let Some(values) = self.better(&weekly) {
                self.place(&weekly, values);
            }
        }
    }

    /// Searches among the choices that cost least by the linear program, and those of the best week, for a better one:
    /// among few of them first, and where days are told among more.
    pub(super) fn among_few(&mut self, node: &Node) {
        let order = self.cheapest(node);
        for few in if self.relaxation.tells_days() { &FEW_WITH_DAYS[..] } else { &FEW } {
            if order.len() > *few {
                self.among(node, order.iter().copied().take(*few), self.work_left / 4);
            }
        }
    }

    /// The columns of choices: those that the linear program takes, and then those that cost least by it.
    fn cheapest(&self, node: &Node) -> Vec<usize> {
        let n = self.relaxation.choices.len();
        let x = node.state.values();
        let mut prices = vec![0.0_f64; n];
        for (column, reduced) in node.state.reduced_prices(&self.relaxation.model) {
            if column < n {
                prices[column] = reduced.max(0.0);
            }
        }
        let is_out = |column: usize| x[column] < 1e-6;
        // Where many cost nothing, the first of them would be those of a few exercises.
        let scattered = |column: usize| column.wrapping_mul(SCATTER) % n.max(1);
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| {
            let by_price = is_out(a).cmp(&is_out(b)).then(prices[a].total_cmp(&prices[b]));
            by_price.then(scattered(a).cmp(&scattered(b))).then(a.cmp(&b))
        });
        order
    }

    /// Searches among these columns and those of the best week for a better one.
    fn among(&mut self, node: &Node, columns: impl Iterator<Item = usize>, work: u64) {
        if node.bound >= self.value() {
            return;
        }
        let mut left: Left = vec![Vec::new(); self.problem.candidates.len()];
        let tells_days = self.relaxation.tells_days();
        for (idx, choice) in self.best.weekly.iter().enumerate().filter(|(_, choice)| !choice.is_none()) {
            left[idx].push((*choice, if tells_days { self.best.days[idx] } else { 0 }));
        }
        for column in columns {
            let (candidate, choice) = self.relaxation.choices[column];
            let entry = (choice, self.relaxation.on[column]);
            if !left[candidate].contains(&entry) {
                left[candidate].push(entry);
            }
        }
        left.iter_mut().for_each(|choices| choices.sort_unstable());
        let best = self.best.clone();
        let mut search = Search::new(self.problem, self.goal, self.settled, &left, best, work);
        search.few = true;
        search.run(left);
        self.work_left = self.work_left.saturating_sub(work - search.work_left);
        self.best = search.best;
    }

    /// Builds the best week again in parts, until it meets the bound or the rounds are over.
    pub(super) fn rebuild(&mut self, node: &Node, rounds: u32) {
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
    pub(super) fn dive(&mut self, node: &Node) {
        let mut state = node.state.clone();
        let mut x = state.values();
        for _ in 0..60 {
            let n = self.relaxation.choices.len();
            let open = |column: &usize| x[*column] > 1e-5 && x[*column] < 1.0 - 1e-5;
            let largest = (0..n).filter(open).max_by(|&a, &b| x[a].total_cmp(&x[b]).then(b.cmp(&a)));
            let goes_on = self.work_left > 0 || !self.relaxation.tells_days();
            let Some(column) = largest.filter(|_| goes_on) else { return };
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
}
