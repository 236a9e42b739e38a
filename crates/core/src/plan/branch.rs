//! How the search divides: which questions are open, and what a part is when one is answered.
//!
//! Read next: `super::search`.

use super::candidate::Choice;
use super::crowd::days;
use super::lp::State;
use super::relax::Relaxation;

/// A value this near a whole number counts as whole.
const WHOLE: f64 = 1e-5;

/// A question that divides the weeks in two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    /// Is the candidate in the week?
    In(usize),
    /// Is what the week holds of the candidate among its first choices, up to this column?
    Split(usize, usize),
    /// Is a keep, or half of it, there?
    There(usize),
    /// Is the candidate on the day, if it is in the week?
    On(usize, usize),
    /// Does the second of two close days have no hard sets of the group? Otherwise the first one has none.
    Apart(usize, usize, usize),
}

/// The choices of a week when every value is whole.
pub(super) fn whole(relaxation: &Relaxation<'_, '_>, x: &[f64]) -> Option<Vec<Choice>> {
    let mut weekly = vec![Choice::NONE; relaxation.problem.candidates.len()];
    for (column, (candidate, choice)) in relaxation.choices.iter().enumerate() {
        if x[column] > 1.0 - WHOLE {
            weekly[*candidate] = *choice;
        } else if x[column] > WHOLE {
            return None;
        }
    }
    open_covers(relaxation, x).next().is_none().then_some(weekly)
}

/// The days of each candidate where every value is whole and the columns tell days.
pub(super) fn days_of(relaxation: &Relaxation<'_, '_>, x: &[f64]) -> Vec<u8> {
    let mut days = vec![0; relaxation.problem.candidates.len()];
    for (column, (candidate, _)) in relaxation.choices.iter().enumerate() {
        if x[column] > 1.0 - WHOLE {
            days[*candidate] |= relaxation.on[column];
        }
    }
    days
}

/// Columns of keeps that are there in part.
fn open_covers<'a>(relaxation: &'a Relaxation<'_, '_>, x: &'a [f64]) -> impl Iterator<Item = usize> + 'a {
    let keeps = relaxation.covers.iter().filter(|cover| cover.columns.len() == 2);
    let columns = keeps.flat_map(|cover| cover.columns.iter().copied());
    columns.filter(move |&column| x[column] > WHOLE && x[column] < 1.0 - WHOLE)
}

/// The open questions, the most open first.
pub(super) fn questions(relaxation: &Relaxation<'_, '_>, x: &[f64]) -> Vec<Question> {
    let mut open: Vec<(f64, Question)> = Vec::new();
    for candidate in 0..relaxation.problem.candidates.len() {
        let columns = relaxation.columns(candidate);
        let all: f64 = columns.clone().map(|column| x[column]).sum();
        if all > WHOLE && all < 1.0 - WHOLE {
            open.push((all.min(1.0 - all), Question::In(candidate)));
        } else if all >= 1.0 - WHOLE && columns.clone().all(|column| x[column] < 1.0 - WHOLE) {
            // Somewhere in the middle of what is there, with something on both sides.
            let mut so_far = 0.0;
            let mut best: Option<(f64, usize)> = None;
            for column in columns {
                so_far += x[column];
                let both = so_far.min(all - so_far);
                if both > WHOLE && best.is_none_or(|(other, _)| both > other) {
                    best = Some((both, column));
                }
            }
            if let Some((both, column)) = best {
                open.push((both, Question::Split(candidate, column)));
            }
        }
    }
    for column in open_covers(relaxation, x) {
        // Exercises settle more than keeps do; these come when no exercise is open, or late.
        open.push((0.5 * x[column].min(1.0 - x[column]), Question::There(column)));
    }
    if relaxation.tells_days() {
        open_days(relaxation, x, &mut open);
    }
    open.sort_by(|a, b| b.0.total_cmp(&a.0));
    open.into_iter().map(|(_, question)| question).collect()
}

/// Adds the open questions of days.
fn open_days(relaxation: &Relaxation<'_, '_>, x: &[f64], open: &mut Vec<(f64, Question)>) {
    let problem = relaxation.problem;
    let n_days = problem.days.len();
    let mut fullest = vec![[0.0_f64; 8]; problem.groups.len()];
    for (candidate, of) in problem.candidates.iter().enumerate() {
        let mut by_day = [0.0_f64; 8];
        let mut all = 0.0;
        for column in relaxation.columns(candidate).filter(|&column| x[column] > WHOLE) {
            all += x[column];
            days(relaxation.on[column]).for_each(|day| by_day[day] += x[column]);
        }
        for day in 0..n_days {
            let both = by_day[day].min(all - by_day[day]);
            if both > WHOLE {
                open.push((both, Question::On(candidate, day)));
            }
            for (_, fullest) in fullest.iter_mut().enumerate().filter(|(group, _)| of.hard >> group & 1 == 1) {
                fullest[day] = fullest[day].max(by_day[day]);
            }
        }
    }
    for (group, fullest) in fullest.iter().enumerate() {
        for a in 0..n_days {
            for b in days(problem.days[a].close).filter(|b| *b > a) {
                let both = fullest[a].min(fullest[b]);
                if both > WHOLE {
                    // It settles many exercises at once, so it comes before what is as open and settles one.
                    open.push((1.5 * both, Question::Apart(group, a, b)));
                }
            }
        }
    }
}

/// Makes a part of a state: the question is answered with yes or no. False when the part is plainly empty.
pub(super) fn apply(
    relaxation: &mut Relaxation<'_, '_>,
    state: &mut State,
    question: &Question,
    yes: bool,
) -> bool {
    match *question {
        Question::In(candidate) if yes => {
            if relaxation.columns(candidate).all(|column| state.upper[column] < 0.5) {
                return false;
            }
            for &other in &relaxation.problem.candidates[candidate].conflicts {
                if !leave_out(state, relaxation.columns(other)) {
                    return false;
                }
            }
            let row = relaxation.need_one(candidate);
            state.grow(&relaxation.model);
            let slack = relaxation.model.structural() + row;
            state.upper[slack] = 0.0;
            true
        }
        Question::In(candidate) => leave_out(state, relaxation.columns(candidate)),
        Question::Split(candidate, column) => {
            let columns = relaxation.columns(candidate);
            let out = if yes { column + 1..columns.end } else { columns.start..column + 1 };
            leave_out(state, out)
        }
        Question::On(candidate, day) => {
            let mut columns = relaxation.columns(candidate);
            columns.all(|column| {
                let is_on = relaxation.on[column] >> day & 1 == 1;
                is_on == yes || leave_out(state, column..column + 1)
            })
        }
        Question::Apart(group, a, b) => {
            let day = if yes { b } else { a };
            (0..relaxation.choices.len()).all(|column| {
                let is_hard =
                    relaxation.problem.candidates[relaxation.choices[column].0].hard >> group & 1 == 1;
                !is_hard || relaxation.on[column] >> day & 1 == 0 || leave_out(state, column..column + 1)
            })
        }
        Question::There(column) => {
            if yes {
                state.lower[column] = 1.0;
                state.upper[column] > 0.5
            } else {
                state.upper[column] = 0.0;
                state.lower[column] < 0.5
            }
        }
    }
}

fn leave_out(state: &mut State, mut columns: std::ops::Range<usize>) -> bool {
    columns.all(|column| {
        state.upper[column] = 0.0;
        state.lower[column] < 0.5
    })
}
