//! A part of the search laid aside: which variables are basic and which bounds were changed, without the tableau.
//!
//! A tableau follows from its basis, and making it again costs about what trying one question does. So hundreds of parts take
//! no more room than a few tableaus. Read next: `super`.

use super::{Model, State};

/// What a figure of the tableau must be at least to be made the place of a basic column: large ones first, because small
/// ones spoil the rest.
const STEADY: [f64; 4] = [0.3, 0.03, 1e-3, 1e-5];

/// A state without its tableau.
#[derive(Debug, Clone)]
pub(in super::super) struct Shelved {
    basic: Vec<u32>,
    /// The others in the tableau, and whether each is at its largest value.
    beside: Vec<(u32, bool)>,
    /// Variables whose bounds are not those of the program, with their bounds.
    held: Vec<(u32, [f64; 2])>,
}

/// The bounds and the prices that the parts of one program start from, by structural column.
pub(in super::super) struct Ground<'a> {
    /// Smallest value.
    pub lower: &'a [f64],
    /// Largest value.
    pub upper: &'a [f64],
    /// Price.
    pub price: &'a [f64],
}

impl Shelved {
    /// Its size in figures of a tableau.
    pub(in super::super) fn figures(&self) -> usize {
        3 * self.held.len() + self.beside.len() + self.basic.len() / 2 + 8
    }

    /// Lays a state aside.
    pub(in super::super) fn new(state: &State, model: &Model, ground: &Ground<'_>) -> Self {
        let n = model.structural();
        // Programs have some thousands of columns and rows.
        let short = |variable: usize| u32::try_from(variable).unwrap_or(u32::MAX);
        let usual = |variable: usize| match variable.checked_sub(n) {
            None => [ground.lower[variable], ground.upper[variable]],
            Some(row) => [model.slack[row].0, model.slack[row].1],
        };
        let bounds = (0..state.lower.len()).map(|at| (at, [state.lower[at], state.upper[at]]));
        let held = bounds.filter(|(at, bounds)| bounds.map(f64::to_bits) != usual(*at).map(f64::to_bits));
        let beside = state.nonbasic.iter().zip(&state.at_upper);
        Self {
            basic: state.basic.iter().map(|&variable| short(variable)).collect(),
            beside: beside.map(|(&variable, &at_upper)| (short(variable), at_upper)).collect(),
            held: held.map(|(at, bounds)| (short(at), bounds)).collect(),
        }
    }

    /// The state again, to be solved before anything is read from it.
    pub(in super::super) fn state(&self, model: &Model, ground: &Ground<'_>) -> State {
        let n = model.structural();
        let mut state = State {
            lower: ground.lower.to_vec(),
            upper: ground.upper.to_vec(),
            price: ground.price.to_vec(),
            table: Vec::new(),
            right: Vec::new(),
            reduced: Vec::new(),
            basic: Vec::new(),
            nonbasic: Vec::new(),
            at_upper: Vec::new(),
            value: Vec::new(),
            out: vec![true; n],
            work: 0,
        };
        let variables = self.basic.iter().map(|&variable| (variable, false));
        let mut rows = Vec::new();
        let mut leaves = vec![false; model.n_rows()];
        for (variable, at_upper) in variables.chain(self.beside.iter().copied()) {
            let variable = variable as usize;
            if variable >= n {
                rows.push(variable - n);
                continue;
            }
            state.nonbasic.push(variable);
            state.at_upper.push(at_upper);
            state.reduced.push(ground.price[variable]);
            state.out[variable] = false;
        }
        for (variable, _) in &self.beside {
            if *variable as usize >= n {
                leaves[*variable as usize - n] = true;
            }
        }
        for slack in &model.slack {
            state.lower.push(slack.0);
            state.upper.push(slack.1);
            state.price.push(0.0);
            state.out.push(true);
        }
        for &(at, [lower, upper]) in &self.held {
            state.lower[at as usize] = lower;
            state.upper[at as usize] = upper;
        }
        state.take_in_rows(model, &rows);
        // The basic columns stand first; each takes the place of a slack that is to leave.
        let mut waiting: Vec<usize> = (0..self.basic.iter().filter(|at| (**at as usize) < n).count()).collect();
        for least in STEADY {
            waiting.retain(|&k| {
                let width = state.nonbasic.len();
                let size = |row: &usize| state.table[row * width + k].abs();
                let leaving = (0..state.basic.len()).filter(|&row| {
                    let variable = state.basic[row];
                    variable >= n && leaves[variable - n]
                });
                let best = leaving.max_by(|a, b| size(a).total_cmp(&size(b)).then(b.cmp(a)));
                let steady = best.filter(|row| size(row) > least);
                if let Some(row) = steady {
                    state.exchange(row, k);
                }
                steady.is_none()
            });
        }
        state
    }
}
