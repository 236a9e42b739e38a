//! How a part is divided: by the question that tells most of those that were tried or are known.
//!
//! Read next: `super::super::branch`, for the questions.

use super::super::branch::{Question, apply, questions};
use super::{Node, Part, ROUNDS, Search};

/// Questions that are tried both ways before one is chosen: without days, and with them, where programs are larger.
const TRIED: [usize; 2] = [6, 3];
/// A question that was tried so often is believed to tell as much again.
const RELIABLE: u32 = 2;
/// Questions that are looked at when it is known what most of them tell.
const LOOKED_AT: usize = 24;
/// What a question gains by an answer that settles a half.
const EMPTY: f64 = 1e3;

impl Search<'_, '_> {
    /// Tries the most open questions both ways, as far as it is not known what they tell, and keeps the halves of the one
    /// that tells most.
    pub(super) fn divide(&mut self, node: Node) -> Vec<Node> {
        let x = node.state.values();
        let mut best: Option<(f64, Vec<Node>)> = None;
        let mut known: Option<(f64, Question)> = None;
        let mut n_tried = 0;
        for question in questions(&self.relaxation, &x).into_iter().take(LOOKED_AT) {
            let told = self.told.get(&question).filter(|_| self.relaxation.tells_days());
            if let Some((n, gains)) = told.filter(|(n, _)| *n >= RELIABLE) {
                let score = gains[0] * gains[1] / f64::from(n * n);
                if known.as_ref().is_none_or(|(other, _)| score > *other) {
                    known = Some((score, question));
                }
                continue;
            }
            if n_tried == TRIED[usize::from(self.relaxation.tells_days())] {
                break;
            }
            n_tried += 1;
            let (gains, halves) = self.halves(&node, &question);
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
        if let Some((score, question)) = known
            && best.as_ref().is_none_or(|(other, halves)| score > *other && halves.len() == 2)
        {
            let (gains, halves) = self.halves(&node, &question);
            let score = gains[0] * gains[1];
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, halves));
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

    /// What each answer to a question gains, and the halves that are not settled by it.
    fn halves(&mut self, node: &Node, question: &Question) -> ([f64; 2], Vec<Node>) {
        let mut halves = Vec::new();
        let mut gains = [0.0_f64; 2];
        for (gain, yes) in gains.iter_mut().zip([true, false]) {
            let mut state = node.state.clone();
            *gain = EMPTY;
            if !apply(&mut self.relaxation, &mut state, question, yes) {
                continue;
            }
            if let Part::Open(half) = self.solve(state, 0) {
                *gain = (half.raw - node.raw).max(1e-6);
                halves.push(*half);
            }
        }
        let (n, told) = self.told.entry(question.clone()).or_insert((0, [0.0; 2]));
        *n += 1;
        // A half that is settled says that much is gained, not how much.
        let most = (self.relaxation.prices.cutoff(self.best.values[self.goal]) - node.raw).max(1e-6);
        (0..2).for_each(|at| told[at] += gains[at].min(most));
        (gains, halves)
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
}
