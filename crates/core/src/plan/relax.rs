//! The week without its days, as a linear program: what no placement can beat.
//!
//! ```text
//! columns  one for each exercise and choice (so many sessions of so many sets), between 0 and 1
//!          what a need lacks · is half of a keep there · is all of it there
//! rows     dose of each need and keep · minutes of the week · levels above keep their values
//! lazily   one choice an exercise · one rung a chain · caps · days (see `super::cuts`) · what fits no days
//! ```
//! Days cannot be swapped for one another because there are none. What a choice gives counts at most up to the target
//! it serves: of the choices that a week holds any that reaches the target by itself leaves nothing missing, so no week
//! is cut off, and half a choice is worth no more than half the target. Read next: `super::search`.

use super::candidate::{Candidate, Choice};
use super::cuts::{Cut, Families};
use super::lp::{Ground, Model, State};
use super::problem::Problem;
use super::value::{Goal, STEP_S, Values};
use super::wants::{POINTS_EMPTY, POINTS_HALF, Want, WantKind, gcd};
use std::collections::{BTreeMap, BTreeSet};

/// For each candidate the choices that are left, each with its days as a mask of indices; 0 stands for any days.
pub(super) type Left = Vec<Vec<(Choice, u8)>>;

/// A row that counts what a group misses, on one side or on both alike.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    /// What is wanted in this row: one entry, or both sides.
    pub wants: Vec<usize>,
    /// Columns: what is missing of a need; or is half of a keep there, and is all of it there.
    pub columns: Vec<usize>,
    /// Columns of choices and what each gives in the week.
    pub amounts: Vec<(usize, i64)>,
    /// Prices of the wants together, for needs.
    pub need_price: i64,
    /// What the amounts are multiples of.
    pub unit: i64,
}

/// A price list with the factor from its objective to whole numbers.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    /// Price by structural column.
    pub by_column: Vec<f64>,
    /// Whole numbers are multiples of this, apart from `constant`.
    pub unit: i64,
    /// What the objective is multiplied by.
    pub scale: f64,
    /// What the level's value has beyond the objective.
    pub constant: i64,
}

impl Prices {
    /// The smallest value of the level that lies at or above a bound of the objective.
    pub(super) fn value_at_least(&self, bound: f64) -> i64 {
        if bound == f64::INFINITY {
            return i64::MAX;
        }
        // A hundred-thousandth of a unit lies far above the rounding of some hundred sums and products.
        let units = (bound * self.scale / as_f64(self.unit) - 1e-5).ceil();
        #[allow(clippy::cast_possible_truncation)]
        let units = units as i64;
        self.constant + units * self.unit
    }

    /// The objective from which on no value below `value` is left.
    pub(super) fn cutoff(&self, value: i64) -> f64 {
        (as_f64(value - self.unit - self.constant) + as_f64(self.unit) * 2e-5) / self.scale
    }
}

/// The linear program of one level with the places of its columns and rows.
pub(super) struct Relaxation<'a, 'k> {
    /// The problem.
    pub problem: &'a Problem<'k>,
    /// Rows and columns.
    pub model: Model,
    /// Candidate and choice of each of the first columns.
    pub choices: Vec<(usize, Choice)>,
    /// The days of each of these, as a mask of indices; 0 where the program does not tell days.
    pub on: Vec<u8>,
    /// First column of each candidate, and one more.
    pub first: Vec<usize>,
    /// Cover rows.
    pub covers: Vec<Cover>,
    /// Prices of the level.
    pub prices: Prices,
    /// The row by which a candidate has one choice at most, where it was needed.
    pub one: BTreeMap<usize, usize>,
    /// Rows that were added when they were needed.
    pub known: BTreeSet<Cut>,
    /// The rows that were added and can be named.
    pub cut_of_row: BTreeMap<usize, Cut>,
    /// The rows that were there from the first.
    pub n_lasting: usize,
    /// Sets of choices that fit no days, with what may replace each of them.
    pub families: Families,
    /// Largest value of each column.
    pub upper: Vec<f64>,
    /// Smallest value of each column.
    pub lower: Vec<f64>,
}

/// A whole number as a float.
#[inline]
pub(super) fn as_f64(whole: i64) -> f64 {
    // All whole numbers here are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let number = whole as f64;
    number
}

/// Builds the linear program of a level for the choices that are left of each candidate.
pub(super) fn relax<'a, 'k>(
    problem: &'a Problem<'k>,
    goal: Goal,
    settled: Values,
    left: &Left,
) -> Relaxation<'a, 'k> {
    let mut choices = Vec::new();
    let mut on = Vec::new();
    let mut first = vec![0];
    for (idx, left) in left.iter().enumerate() {
        choices.extend(left.iter().map(|(choice, _)| (idx, *choice)));
        on.extend(left.iter().map(|(_, days)| *days));
        first.push(choices.len());
    }
    let mut n_columns = choices.len();
    let mut covers = covers(problem);
    let mut upper = vec![1.0; n_columns];
    for cover in &mut covers {
        let want = &problem.wants[cover.wants[0]];
        let more = if want.is_keep() { vec![1.0, 1.0] } else { vec![as_f64(want.target) / 100.0] };
        for (column, (candidate, choice)) in choices.iter().enumerate() {
            let gives = problem.candidates[*candidate].gives(*choice);
            let amount: i64 = gives.filter(|(want, _)| *want == cover.wants[0]).map(|(_, amount)| amount).sum();
            if amount > 0 {
                cover.amounts.push((column, amount));
            }
        }
        cover.columns = (n_columns..n_columns + more.len()).collect();
        n_columns += more.len();
        upper.extend(more);
    }
    let mut relaxation = Relaxation {
        problem,
        model: Model::new(n_columns),
        lower: vec![0.0; n_columns],
        upper,
        prices: prices(problem, goal, &choices, &covers, n_columns),
        families: Families::new(problem, &choices, &on),
        choices,
        on,
        first,
        covers,
        one: BTreeMap::new(),
        known: BTreeSet::new(),
        cut_of_row: BTreeMap::new(),
        n_lasting: 0,
    };
    relaxation.cover_rows();
    relaxation.keep_first_rows();
    relaxation.hold(goal, settled);
    for seconds in relaxation.families.seconds() {
        relaxation.add_cut(&seconds);
    }
    for idx in (0..problem.candidates.len()).filter(|&idx| problem.candidates[idx].asked_for) {
        relaxation.need_one(idx);
    }
    relaxation.n_lasting = relaxation.model.n_rows();
    relaxation
}

impl Relaxation<'_, '_> {
    /// A state at the start.
    pub(super) fn start(&self) -> State {
        let mut state =
            State::new(&self.model, self.lower.clone(), self.upper.clone(), self.prices.by_column.clone());
        for (idx, row) in &self.one {
            if self.problem.candidates[*idx].asked_for {
                state.upper[self.model.structural() + row] = 0.0;
            }
        }
        state
    }

    /// The bounds and prices that every part starts from.
    pub(super) fn ground(&self) -> Ground<'_> {
        Ground { lower: &self.lower, upper: &self.upper, price: &self.prices.by_column }
    }

    /// Which columns are whole and lie between 0 and 1.
    pub(super) fn whole(&self) -> Vec<bool> {
        let mut whole = vec![true; self.upper.len()];
        for cover in self.covers.iter().filter(|cover| cover.columns.len() == 1) {
            whole[cover.columns[0]] = false;
        }
        whole
    }

    /// Does the program tell days?
    pub(super) fn tells_days(&self) -> bool {
        self.on.iter().any(|days| *days != 0)
    }

    /// The columns of a candidate.
    pub(super) fn columns(&self, candidate: usize) -> std::ops::Range<usize> {
        self.first[candidate]..self.first[candidate + 1]
    }

    /// The row by which a candidate has at most one choice, made when it is not there.
    pub(super) fn need_one(&mut self, candidate: usize) -> usize {
        if let Some(row) = self.one.get(&candidate) {
            return *row;
        }
        let entries = self.columns(candidate).map(|column| (column, 1.0)).collect();
        let row = self.model.add_at_most(entries, 1.0, 0.0);
        self.one.insert(candidate, row);
        self.known.insert(Cut::One(candidate));
        self.cut_of_row.insert(row, Cut::One(candidate));
        row
    }

    fn cover_rows(&mut self) {
        for idx in 0..self.covers.len() {
            let cover = self.covers[idx].clone();
            let want = &self.problem.wants[cover.wants[0]];
            let thresholds = if want.is_keep() { vec![want.half(), want.target] } else { vec![want.target] };
            for (&column, threshold) in cover.columns.iter().zip(thresholds) {
                let clipped = |&(column, amount): &(usize, i64)| (column, as_f64(amount.min(threshold)));
                let entries: Vec<(usize, f64)> = cover.amounts.iter().map(clipped).collect();
                let most: f64 = entries.iter().map(|(_, amount)| amount).sum();
                if want.is_keep() {
                    // Σ given − threshold·there ≥ 0.
                    let scale = as_f64(threshold);
                    let mut entries: Vec<_> = entries.into_iter().map(|(c, a)| (c, a / scale)).collect();
                    entries.push((column, -1.0));
                    self.model.add(entries, 0.0, (-most / scale, 0.0));
                } else {
                    let mut entries: Vec<_> = entries.into_iter().map(|(c, a)| (c, a / 100.0)).collect();
                    entries.push((column, 1.0));
                    self.model.add(entries, as_f64(threshold) / 100.0, (-most / 100.0, 0.0));
                }
            }
        }
    }

    /// The weak leg gets more only when all of what keeps the other leg is there.
    fn keep_first_rows(&mut self) {
        for rule in &self.problem.keep_first {
            let kept = self.covers.iter().find(|cover| cover.wants.contains(&rule.other));
            let kept = kept.and_then(|cover| cover.columns.last().copied());
            let mut entries: Vec<(usize, f64)> = Vec::new();
            for (column, (candidate, choice)) in self.choices.iter().enumerate() {
                let mut more = 0;
                for (want, amount) in self.problem.candidates[*candidate].gives(*choice) {
                    if want == rule.weak {
                        more += amount;
                    } else if want == rule.other {
                        more -= amount;
                    }
                }
                if more != 0 {
                    entries.push((column, as_f64(more) / 100.0));
                }
            }
            let most = entries.iter().map(|(_, more)| more.max(0.0)).sum::<f64>();
            let most = most.min(as_f64(self.problem.wants[rule.weak].cap.min(1_000_000)) / 100.0);
            let least = entries.iter().map(|(_, more)| more.min(0.0)).sum::<f64>();
            if let Some(kept) = kept {
                entries.push((kept, -most));
            }
            self.model.add_at_most(entries, 0.0, least - most);
        }
    }

    /// The levels above keep what they reached.
    fn hold(&mut self, goal: Goal, settled: Values) {
        for level in goal.above() {
            let prices = prices(self.problem, level, &self.choices, &self.covers, self.upper.len());
            // The millionth keeps the very value inside; no other whole value lies so near.
            let most = as_f64(settled[level] - prices.constant) / prices.scale + 1e-6;
            let entries: Vec<(usize, f64)> =
                prices.by_column.iter().copied().enumerate().filter(|(_, price)| *price != 0.0).collect();
            let smallest: f64 =
                entries.iter().map(|(column, price)| (price * self.upper[*column]).min(0.0)).sum();
            let spare = most - smallest;
            for &(column, price) in &entries {
                if price > 0.0 && column >= self.choices.len() {
                    self.upper[column] = self.upper[column].min((spare / price).max(0.0) + 1e-6);
                } else if price < 0.0 && -price > spare + 1e-4 {
                    // All of what is there has to be: without it the level would be worse.
                    self.lower[column] = 1.0;
                }
            }
            self.model.add_at_most(entries, most, smallest);
        }
    }
}

fn prices(
    problem: &Problem<'_>,
    goal: Goal,
    choices: &[(usize, Choice)],
    covers: &[Cover],
    n_columns: usize,
) -> Prices {
    let mut by_column = vec![0.0; n_columns];
    let lost = problem.wants.iter().filter(|want| !want.reachable);
    match goal {
        Goal::Needs => {
            let constant = lost.map(|want| want.need_price * want.target).sum();
            let needs = || covers.iter().filter(|cover| cover.need_price > 0);
            let unit = needs().fold(0, |unit, cover| gcd(unit, cover.need_price * cover.unit)).max(1);
            let largest = needs().map(|cover| cover.need_price).max().unwrap_or(1);
            for cover in needs() {
                by_column[cover.columns[0]] = as_f64(cover.need_price) / as_f64(largest);
            }
            Prices { by_column, unit, scale: as_f64(largest) * 100.0, constant }
        }
        Goal::Keeps => {
            for cover in covers.iter().filter(|cover| cover.need_price == 0) {
                let weight = as_f64(cover.wants.iter().map(|&want| problem.wants[want].keep_weight).sum());
                by_column[cover.columns[0]] = -as_f64(POINTS_EMPTY - POINTS_HALF) * weight;
                by_column[cover.columns[1]] = -as_f64(POINTS_HALF) * weight;
            }
            let constant = problem.wants.iter().filter(|want| want.is_keep()).map(|want| want.points(0)).sum();
            Prices { by_column, unit: 1, scale: 1.0, constant }
        }
        Goal::Size => {
            for (column, (candidate, choice)) in choices.iter().enumerate() {
                let seconds = problem.candidates[*candidate].seconds(*choice);
                by_column[column] = 1.0 + as_f64(seconds) / as_f64(STEP_S);
            }
            Prices { by_column, unit: 1, scale: 1.0, constant: 0 }
        }
        Goal::Evenness => Prices { by_column, unit: 1, scale: 1.0, constant: 0 },
        Goal::Wishes => {
            for (column, (candidate, _)) in choices.iter().enumerate() {
                if problem.candidates[*candidate].liked {
                    by_column[column] = -1.0;
                }
            }
            let liked = problem.candidates.iter().filter(|candidate| candidate.liked).count();
            Prices { by_column, unit: 1, scale: 1.0, constant: i64::try_from(liked).unwrap_or(0) }
        }
    }
}

/// The smallest value that a level can have whatever is chosen.
pub(super) fn least(problem: &Problem<'_>, goal: Goal) -> i64 {
    let lost = problem.wants.iter().filter(|want| !want.reachable);
    match goal {
        Goal::Needs => lost.map(|want| want.need_price * want.target).sum(),
        Goal::Keeps => lost.filter(|want| want.is_keep()).map(|want| want.points(0)).sum(),
        Goal::Size | Goal::Evenness | Goal::Wishes => 0,
    }
}

/// One row for both sides of a group where no exercise can tell them apart, else one for each.
fn covers(problem: &Problem<'_>) -> Vec<Cover> {
    let mut covers: Vec<Cover> = Vec::new();
    for (idx, want) in problem.wants.iter().enumerate().filter(|(_, want)| want.reachable) {
        let serves = |candidate: &&Candidate<'_>| {
            candidate.stretches() == (want.kind == WantKind::Stretch)
                && candidate.loads.iter().any(|load| Some(load.group) == want.group)
        };
        let leaning = problem.candidates.iter().filter(serves).any(|candidate| candidate.lean.is_some());
        let alike = |other: &Want| {
            other.group.is_some()
                && (other.group, other.kind, other.target, other.cap, other.is_keep())
                    == (want.group, want.kind, want.target, want.cap, want.is_keep())
        };
        let twin = covers.iter_mut().find(|cover| alike(&problem.wants[cover.wants[0]])).filter(|_| !leaning);
        if let Some(cover) = twin {
            cover.wants.push(idx);
            cover.need_price += want.need_price;
            continue;
        }
        let mut unit = want.target;
        for candidate in &problem.candidates {
            for choice in &candidate.choices {
                let gives = candidate.gives(*choice).filter(|(want, _)| *want == idx);
                unit = gives.fold(unit, |unit, (_, amount)| gcd(unit, amount));
            }
        }
        covers.push(Cover {
            wants: vec![idx],
            columns: Vec::new(),
            amounts: Vec::new(),
            need_price: want.need_price,
            unit,
        });
    }
    covers
}
