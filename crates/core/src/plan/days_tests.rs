//! The search with days against the search without and against many weeks, on small problems.

use super::anneal::{change, take_back};
use super::brute::case;
use super::candidate::Choice;
use super::crowd::{Crowd, ground};
use super::levels::solve;
use super::lp::Status;
use super::place::{Placed, place};
use super::problem::{Problem, problem};
use super::relax::{Left, Relaxation, relax};
use super::rounding::{Depth, round_rows};
use super::scatter::Numbers;
use super::search::Search;
use super::spare::needed;
use super::stages::with_days;
use super::standing::standing;
use super::start::first;
use super::tableau::round_sums;
use super::value::{Goal, Solution, Values};
use super::week::PlanOptions;
use crate::body::Side;
use crate::knowledge::Knowledge;
use crate::screen::Cleared;
use crate::testing::{self, assessment, person, tight, weak};
use std::collections::BTreeSet;

const GOALS: [Goal; 3] = [Goal::Needs, Goal::Keeps, Goal::Size];

fn cleared() -> Cleared {
    Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), false)
}

/// Choices on no days yet.
fn without_days(choices: Vec<Vec<Choice>>) -> Left {
    choices.into_iter().map(|choices| choices.into_iter().map(|choice| (choice, 0)).collect()).collect()
}

#[test]
fn the_search_with_days_alone_finds_and_proves_what_the_best_week_reaches() {
    let mut compared = 0;
    for seed in 0..150 {
        let case = case(seed);
        let options = PlanOptions { node_limit: 5000, ..PlanOptions::usual() };
        let problem = problem(&cleared(), &case.person, &case.assessment, &case.knowledge, &options);
        let Some(known) = first(&problem).filter(|_| !problem.candidates.is_empty()) else { continue };
        // What this reaches is held against every week in `super::brute`.
        let best = solve(&problem, known.clone(), &options).solution.values;
        let mut found = known;
        for goal in GOALS {
            let left = with_days(&problem, &without_days(needed(&problem, goal)));
            let mut search = Search::new(&problem, goal, found.values, &left, found, 2_000_000_000);
            search.run(left);
            let bound = search.left_bound.min(search.value());
            found = search.best;
            assert_eq!((found.values[goal], bound), (best[goal], best[goal]), "seed {seed} {goal:?}");
            assert!(standing(&problem, &found.weekly, &found.days).is_some(), "seed {seed}");
        }
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

/// Four days of which two lie close.
fn small_problem(knowledge: &Knowledge) -> Problem<'_> {
    let someone = person(&[(0, 30), (1, 20), (3, 30), (5, 40)], &["dumbbell", "bench"]);
    let findings = assessment(vec![
        weak("quads", Side::Left, 14.0, 0.93),
        weak("glutes", Side::Right, 12.0, 0.8),
        tight("hamstrings", Side::Left, 12.0, 0.9),
    ]);
    problem(&cleared(), &someone, &findings, knowledge, &PlanOptions::usual())
}

#[test]
fn with_room_for_one_open_part_no_bound_lies_above_a_week_that_there_is() {
    let knowledge = testing::knowledge();
    let problem = small_problem(&knowledge);
    let known = first(&problem).unwrap();
    for goal in GOALS {
        let searched = |figures_open_max: usize| {
            let left = with_days(&problem, &without_days(needed(&problem, goal)));
            let mut search = Search::new(&problem, goal, known.values, &left, known.clone(), 100_000_000);
            // Without small changes the weeks come from the parts alone, so parts stay open for a while.
            search.few = true;
            search.figures_open_max = figures_open_max;
            search.run(left);
            (search.left_bound.min(search.value()), search.value())
        };
        let ((bound, value), (roomy_bound, roomy_value)) = (searched(0), searched(usize::MAX));
        assert!(bound.max(roomy_bound) <= value.min(roomy_value), "{goal:?}");
    }
}

/// The program of every choice on all its days, with the rows that its own values break.
fn with_rows<'a, 'k>(problem: &'a Problem<'k>, goal: Goal) -> Relaxation<'a, 'k> {
    let all = problem.candidates.iter().map(|candidate| candidate.choices.clone()).collect();
    let left = with_days(problem, &without_days(all));
    let mut relaxation = relax(problem, goal, Values::default(), &left);
    let mut state = relaxation.start();
    for _ in 0..12 {
        let (status, _) = state.solve(&relaxation.model, f64::INFINITY);
        assert_eq!(status, Status::Solved);
        let (x, whole) = (state.values(), relaxation.whole());
        relaxation.separate(&x);
        round_rows(&mut relaxation.model, &x, &whole, Depth::DEEP);
        round_sums(&mut relaxation.model, &state, &x, &whole, Depth::DEEP);
    }
    relaxation
}

/// The values that a week has in a program.
fn point(relaxation: &Relaxation<'_, '_>, week: &Solution, amounts: &[i64]) -> Vec<f64> {
    let mut x = vec![0.0; relaxation.upper.len()];
    for (column, (candidate, choice)) in relaxation.choices.iter().enumerate() {
        let on = week.days[*candidate] == relaxation.on[column];
        x[column] = f64::from(u8::from(on && week.weekly[*candidate] == *choice));
    }
    for cover in &relaxation.covers {
        let (want, amount) = (&relaxation.problem.wants[cover.wants[0]], amounts[cover.wants[0]]);
        if want.is_keep() {
            x[cover.columns[0]] = f64::from(u8::from(amount >= want.half()));
            x[cover.columns[1]] = f64::from(u8::from(amount >= want.target));
        } else {
            x[cover.columns[0]] = (want.target - amount).max(0) as f64 / 100.0;
        }
    }
    x
}

#[test]
fn no_row_of_the_program_with_days_cuts_a_week_off() {
    let knowledge = testing::knowledge();
    let problem = small_problem(&knowledge);
    let ground = ground(&problem, Goal::Keeps, 0);
    let relaxation = with_rows(&problem, Goal::Needs);
    let rows = || relaxation.cut_of_row.values();
    assert!(rows().any(|cut| matches!(cut, super::cuts::Cut::Close(..))));
    let mut week = Crowd::new(&ground, &first(&problem).unwrap()).unwrap();
    let (mut numbers, mut steps, mut looked_at) = (Numbers(11), Vec::new(), 0);
    for _ in 0..3000 {
        steps.clear();
        if !change(&mut week, &ground.by_want, &mut numbers, &mut steps) {
            take_back(&mut week, &steps);
            continue;
        }
        let found = week.solution();
        if super::value::values(&problem, &found.weekly).is_none() {
            continue;
        }
        let x = point(&relaxation, &found, &week.amounts);
        for row in 0..relaxation.model.n_rows() {
            let (entries, right, slack) = relaxation.model.row(row);
            let rest = right - entries.iter().map(|&(column, figure)| figure * x[column]).sum::<f64>();
            let (least, most) = slack;
            assert!(rest >= least - 1e-6 && rest <= most + 1e-6, "row {row}: {rest} outside {least} to {most}");
        }
        looked_at += 1;
    }
    assert!(looked_at > 300, "{looked_at}");
}

#[test]
fn a_week_stands_where_its_days_hold_it_and_nowhere_else() {
    let knowledge = testing::knowledge();
    let problem = small_problem(&knowledge);
    let ground = ground(&problem, Goal::Keeps, 0);
    let mut week = Crowd::new(&ground, &first(&problem).unwrap()).unwrap();
    let (mut numbers, mut steps) = (Numbers(5), Vec::new());
    let (mut stood, mut fell) = (0, 0);
    for _ in 0..600 {
        steps.clear();
        change(&mut week, &ground.by_want, &mut numbers, &mut steps);
        let found = week.solution();
        assert_eq!(standing(&problem, &found.weekly, &found.days), Some(found.values[Goal::Evenness]));
        let Some(&moved) = week.used.first() else { continue };
        let Some((offer, mask)) = week.remove(moved) else { continue };
        for other in 1..16 {
            let mut days = found.days.clone();
            days[moved] = other;
            let fits = week.offers[offer].masks.contains(&other) && week.fits(offer, other);
            assert_eq!(standing(&problem, &found.weekly, &days).is_some(), fits);
            if fits { stood += 1 } else { fell += 1 }
        }
        week.add(offer, mask);
    }
    assert!(stood > 100 && fell > 100, "{stood} stood, {fell} fell");
}

#[test]
fn a_session_is_no_longer_than_evenness_allows() {
    let knowledge = testing::knowledge();
    let problem = small_problem(&knowledge);
    let options = PlanOptions { node_limit: 5, ..PlanOptions::usual() };
    let week = solve(&problem, first(&problem).unwrap(), &options).solution;
    for most in 0..4 {
        match place(&problem, &week.weekly, most, 100_000) {
            Placed::Fits(days, uneven) => {
                assert!(uneven <= most);
                assert_eq!(standing(&problem, &week.weekly, &days), Some(uneven));
            }
            Placed::Never => assert!(week.values[Goal::Evenness] > most),
            Placed::Unknown => {}
        }
    }
}
