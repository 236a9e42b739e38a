//! The week without its days, as a linear program: what no placement can beat.
//!
//! One column counts an exercise's weekly sets, a second one the extra sets of the leg it leans to, so days cannot be
//! swapped for one another and half an exercise costs half its time. What a group misses is a column as well, and
//! what it has too much is the slack of its row, which also keeps the cap. Read next: `super::search`.

use super::candidate::Candidate;
use super::lp::{Model, State};
use super::problem::{Problem, gcd};

/// Seconds that make one step of the third level; an exercise costs one step too.
pub(super) const STEP_S: i64 = 300;

/// A row that counts what a group misses, on one side or on both alike.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    /// What is wanted in this row: one entry, or both sides.
    pub wants: Vec<usize>,
    /// The column of what is missing.
    pub missing: usize,
    need_price: i64,
    keep_price: i64,
    unit: i64,
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
        let units = (bound * self.scale / as_f64(self.unit) - 1e-5).ceil().max(0.0);
        #[allow(clippy::cast_possible_truncation)]
        let units = units as i64;
        self.constant + units * self.unit
    }

    /// The objective from which on no value below `value` is left.
    pub(super) fn cutoff(&self, value: i64) -> f64 {
        if value == i64::MAX {
            return f64::INFINITY;
        }
        (as_f64(value - self.unit - self.constant) + as_f64(self.unit) * 2e-5) / self.scale
    }
}

/// The linear program with the places of its columns and rows.
#[derive(Debug, Clone)]
pub(super) struct Relaxation {
    /// Rows and columns.
    pub model: Model,
    /// Smallest values at the start.
    pub lower: Vec<f64>,
    /// Largest values at the start.
    pub upper: Vec<f64>,
    /// Column of the base sets of each candidate.
    pub base: Vec<usize>,
    /// Column of the extra sets of each candidate that leans.
    pub extra: Vec<Option<usize>>,
    /// Slack of the row that limits base and extra sets together, for candidates that lean.
    pub total: Vec<Option<usize>>,
    /// Cover rows.
    pub covers: Vec<Cover>,
    /// Prices of the first level.
    pub needs: Prices,
    /// Prices of the second level.
    pub keeps: Prices,
    need_row: usize,
    keep_row: usize,
}

pub(super) fn as_f64(whole: i64) -> f64 {
    // All whole numbers here are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let number = whole as f64;
    number
}

struct Rows {
    model: Model,
    slack: Vec<(f64, f64)>,
}

impl Rows {
    fn add(&mut self, right: f64, slack: (f64, f64)) -> usize {
        self.model.right.push(right);
        self.slack.push(slack);
        self.model.right.len() - 1
    }

    fn put(&mut self, row: usize, column: usize, figure: f64) {
        self.model.columns[column].push((row, figure));
    }
}

/// Builds the linear program.
pub(super) fn relax(problem: &Problem<'_>) -> Relaxation {
    let mut base = Vec::new();
    let mut extra = Vec::new();
    let mut upper = Vec::new();
    for candidate in &problem.candidates {
        base.push(upper.len());
        upper.push(as_f64(candidate.week_max));
        extra.push(candidate.lean.map(|_| upper.len()));
        if candidate.lean.is_some() {
            upper.push(as_f64(candidate.week_max));
        }
    }
    let mut covers = covers(problem);
    for cover in &mut covers {
        cover.missing = upper.len();
        upper.push(as_f64(problem.wants[cover.wants[0]].target) / 100.0);
    }
    let mut rows =
        Rows { model: Model { columns: vec![Vec::new(); upper.len()], right: Vec::new() }, slack: Vec::new() };
    for cover in &covers {
        cover_row(&mut rows, problem, cover, &base, &extra);
    }
    week_rows(&mut rows, problem, &base, &extra);
    let total = lean_rows(&mut rows, problem, &base, &extra);
    for chain in chains(problem) {
        let row = rows.add(1.0, (0.0, 1.0));
        for idx in chain {
            put_sets(&mut rows, row, base[idx], extra[idx], 1.0 / as_f64(problem.candidates[idx].week_max));
        }
    }
    let n_columns = upper.len();
    let needs = prices(problem, &covers, n_columns, |cover| cover.need_price, |want| want.need_price);
    let keeps = prices(problem, &covers, n_columns, |cover| cover.keep_price, |want| want.keep_price);
    let need_row = price_row(&mut rows, &covers, &needs, &upper);
    let keep_row = price_row(&mut rows, &covers, &keeps, &upper);
    let mut lower = vec![0.0; n_columns];
    for &(least, most) in &rows.slack {
        lower.push(least);
        upper.push(most);
    }
    Relaxation { model: rows.model, lower, upper, base, extra, total, covers, needs, keeps, need_row, keep_row }
}

impl Relaxation {
    /// A state at the start, with the given prices.
    pub(super) fn start(&self, by_column: &[f64]) -> State {
        let mut price = by_column.to_vec();
        price.resize(self.lower.len(), 0.0);
        State::new(&self.model, self.lower.clone(), self.upper.clone(), price)
    }

    /// Keeps the first level at or below a value.
    pub(super) fn hold_needs(&self, state: &mut State, value: i64) {
        self.hold(state, &self.needs, self.need_row, value);
    }

    /// Keeps the second level at or below a value.
    pub(super) fn hold_keeps(&self, state: &mut State, value: i64) {
        self.hold(state, &self.keeps, self.keep_row, value);
    }

    fn hold(&self, state: &mut State, prices: &Prices, row: usize, value: i64) {
        let most = as_f64(value - prices.constant) / prices.scale;
        let slack = self.model.columns.len() + row;
        // The millionth keeps the very value inside; no other whole value lies so near.
        state.lower[slack] = (self.model.right[row] - most - 1e-6).max(0.0);
        for cover in &self.covers {
            let price = prices.by_column[cover.missing];
            if price > 0.0 {
                state.upper[cover.missing] = state.upper[cover.missing].min(most.max(0.0) / price + 1e-6);
            }
        }
    }
}

/// Prices of the third level; a candidate that is surely in counts as one step apart from these.
pub(super) fn size_price(candidate: &Candidate<'_>, seconds: i64, surely_in: bool, week_max: f64) -> f64 {
    let share = if surely_in || candidate.week_max == 0 { 0.0 } else { 1.0 / week_max.max(1.0) };
    as_f64(seconds) / as_f64(STEP_S) + share
}

/// One row for both sides of a group where no exercise can tell them apart, else one for each.
fn covers(problem: &Problem<'_>) -> Vec<Cover> {
    let mut covers: Vec<Cover> = Vec::new();
    for (idx, want) in problem.wants.iter().enumerate().filter(|(_, want)| want.reachable) {
        let of_group = |candidate: &&Candidate<'_>| {
            let stretch = candidate.exercise.kind == crate::knowledge::ExerciseKind::Stretch;
            stretch == want.stretch && candidate.loads.iter().any(|load| load.group == want.group)
        };
        let leaning = problem.candidates.iter().filter(of_group).any(|candidate| candidate.lean.is_some());
        let alike = |cover: &&mut Cover| {
            let other = &problem.wants[cover.wants[0]];
            other.group == want.group
                && other.stretch == want.stretch
                && other.target == want.target
                && other.cap == want.cap
                && (other.need_price > 0) == (want.need_price > 0)
        };
        let twin = covers.iter_mut().find(alike).filter(|_| !leaning);
        if let Some(cover) = twin {
            cover.wants.push(idx);
            cover.need_price += want.need_price;
            cover.keep_price += want.keep_price;
            continue;
        }
        let loads = problem.candidates.iter().flat_map(|candidate| &candidate.loads);
        let amounts = loads.filter(|load| load.want.contains(&Some(idx))).map(|load| load.amount);
        let unit = amounts.fold(want.target, gcd);
        let (need_price, keep_price) = (want.need_price, want.keep_price);
        covers.push(Cover { wants: vec![idx], missing: 0, need_price, keep_price, unit });
    }
    covers
}

fn cover_row(rows: &mut Rows, problem: &Problem<'_>, cover: &Cover, base: &[usize], extra: &[Option<usize>]) {
    let idx = cover.wants[0];
    let want = &problem.wants[idx];
    // What is there beyond the target: at most the cap, or all that the candidates could give.
    let mut most = 0;
    let mut entries = Vec::new();
    for (candidate, (&base, &extra)) in problem.candidates.iter().zip(base.iter().zip(extra)) {
        for load in candidate.loads.iter().filter(|load| load.want.contains(&Some(idx))) {
            most += load.amount * candidate.week_max;
            entries.push((base, load.amount));
            if let (Some(extra), true) = (extra, candidate.lean == Some(want.side)) {
                entries.push((extra, load.amount));
            }
        }
    }
    let beyond = (most.min(want.cap) - want.target).max(0);
    let row = rows.add(as_f64(want.target) / 100.0, (-as_f64(beyond) / 100.0, 0.0));
    for (column, amount) in entries {
        rows.put(row, column, as_f64(amount) / 100.0);
    }
    rows.put(row, cover.missing, 1.0);
}

fn put_sets(rows: &mut Rows, row: usize, base: usize, extra: Option<usize>, figure: f64) {
    rows.put(row, base, figure);
    if let Some(extra) = extra {
        rows.put(row, extra, figure);
    }
}

/// The minutes and the exercise places of the whole week.
fn week_rows(rows: &mut Rows, problem: &Problem<'_>, base: &[usize], extra: &[Option<usize>]) {
    let room: i64 = reachable_rooms(problem).iter().sum();
    let room = as_f64(room) / 60.0;
    let time = rows.add(room, (0.0, room));
    let places = problem.exercises_max * i64::try_from(problem.days.len()).unwrap_or(0);
    let places = as_f64(places);
    let place = rows.add(places, (0.0, places));
    for (idx, candidate) in problem.candidates.iter().enumerate() {
        rows.put(time, base[idx], as_f64(candidate.base_s) / 60.0);
        if let Some(extra) = extra[idx] {
            rows.put(time, extra, as_f64(candidate.extra_s) / 60.0);
        }
        let most = candidate.sessions.iter().map(|sets| sets.most()).max().unwrap_or(1);
        put_sets(rows, place, base[idx], extra[idx], 1.0 / as_f64(most));
    }
}

/// For each day the most seconds that sets can add up to.
fn reachable_rooms(problem: &Problem<'_>) -> Vec<i64> {
    let most = problem.days.iter().map(|day| day.room_s).max().unwrap_or(0);
    let Ok(size) = usize::try_from(most + 1) else {
        return Vec::new();
    };
    let mut reached = vec![false; size];
    reached[0] = true;
    let mut steps: Vec<usize> = Vec::new();
    for candidate in &problem.candidates {
        steps.extend(usize::try_from(candidate.base_s));
        if candidate.lean.is_some() {
            steps.extend(usize::try_from(candidate.extra_s));
        }
    }
    steps.sort_unstable();
    steps.dedup();
    for step in steps {
        for second in step..size {
            reached[second] |= reached[second - step];
        }
    }
    let best =
        |room: i64| (0..=room).rev().find(|&s| usize::try_from(s).is_ok_and(|s| reached[s])).unwrap_or(0);
    problem.days.iter().map(|day| best(day.room_s)).collect()
}

/// For candidates that lean: how much extra goes with the base, and how much both together.
fn lean_rows(
    rows: &mut Rows,
    problem: &Problem<'_>,
    base: &[usize],
    extra: &[Option<usize>],
) -> Vec<Option<usize>> {
    let mut total = Vec::new();
    for (idx, candidate) in problem.candidates.iter().enumerate() {
        let Some(extra) = extra[idx] else {
            total.push(None);
            continue;
        };
        let week_max = as_f64(candidate.week_max);
        if candidate.sessions.iter().all(|sets| sets.base > 0) {
            let steepest = candidate.sessions.iter().map(|sets| as_f64(sets.extra) / as_f64(sets.base));
            let steepest = steepest.fold(0.0, f64::max);
            let row = rows.add(0.0, (0.0, steepest * week_max));
            rows.put(row, extra, 1.0);
            rows.put(row, base[idx], -steepest);
        }
        let row = rows.add(week_max, (0.0, week_max));
        put_sets(rows, row, base[idx], Some(extra), 1.0);
        total.push(Some(rows.model.columns.len() + row));
    }
    total
}

/// Groups of candidates of which at most one may be in, covering every pair that excludes each other.
fn chains(problem: &Problem<'_>) -> Vec<Vec<usize>> {
    let conflicts = |a: usize, b: usize| problem.candidates[a].conflicts.contains(&b);
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for a in 0..problem.candidates.len() {
        for &b in problem.candidates[a].conflicts.iter().filter(|&&b| b > a) {
            if chains.iter().any(|chain| chain.contains(&a) && chain.contains(&b)) {
                continue;
            }
            let mut chain = vec![a, b];
            for c in 0..problem.candidates.len() {
                if !chain.contains(&c) && chain.iter().all(|&member| conflicts(member, c)) {
                    chain.push(c);
                }
            }
            chains.push(chain);
        }
    }
    chains
}

fn prices(
    problem: &Problem<'_>,
    covers: &[Cover],
    n_columns: usize,
    of_cover: impl Fn(&Cover) -> i64,
    of_want: impl Fn(&super::candidate::Want) -> i64,
) -> Prices {
    let lost = problem.wants.iter().filter(|want| !want.reachable);
    let constant = lost.map(|want| of_want(want) * want.target).sum();
    let unit = covers.iter().fold(0, |unit, cover| gcd(unit, of_cover(cover) * cover.unit)).max(1);
    let largest = covers.iter().map(&of_cover).max().unwrap_or(0).max(1);
    let mut by_column = vec![0.0; n_columns];
    for cover in covers {
        by_column[cover.missing] = as_f64(of_cover(cover)) / as_f64(largest);
    }
    Prices { by_column, unit, scale: as_f64(largest) * 100.0, constant }
}

/// A row that adds up a level, so that it can be held while a later level is solved.
fn price_row(rows: &mut Rows, covers: &[Cover], prices: &Prices, upper: &[f64]) -> usize {
    let most: f64 = covers.iter().map(|cover| prices.by_column[cover.missing] * upper[cover.missing]).sum();
    let row = rows.add(most, (0.0, most));
    for cover in covers {
        let price = prices.by_column[cover.missing];
        if price > 0.0 {
            rows.put(row, cover.missing, price);
        }
    }
    row
}
