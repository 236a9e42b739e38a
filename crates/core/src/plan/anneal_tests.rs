//! Small changes of a week against counting the whole week again.

use super::anneal::{annealed, change, take_back};
use super::crowd::{Crowd, ground};
use super::place::{Placed, place};
use super::problem::{Problem, problem};
use super::scatter::Numbers;
use super::start::first;
use super::value::{Goal, Solution, amounts, values};
use super::week::PlanOptions;
use crate::body::Side;
use crate::knowledge::Knowledge;
use crate::screen::Cleared;
use crate::testing::{self, assessment, person, tight, weak};
use std::collections::BTreeSet;

fn small_problem(knowledge: &Knowledge) -> Problem<'_> {
    let cleared = Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), false);
    let someone = person(&[(0, 30), (1, 20), (3, 30), (5, 40)], &["dumbbell", "bench"]);
    let findings = assessment(vec![
        weak("quads", Side::Left, 14.0, 0.93),
        weak("glutes", Side::Right, 12.0, 0.8),
        tight("hamstrings", Side::Left, 12.0, 0.9),
    ]);
    problem(&cleared, &someone, &findings, knowledge, &PlanOptions::usual())
}

#[test]
fn what_is_counted_along_is_what_counting_again_finds() {
    let knowledge = testing::knowledge();
    let problem = small_problem(&knowledge);
    let known = first(&problem).unwrap();
    let ground = ground(&problem, Goal::Keeps, 0);
    let mut week = Crowd::new(&ground, &known).unwrap();
    let mut numbers = Numbers(7);
    let (mut steps, mut made) = (Vec::new(), 0);
    for round in 0..4000 {
        steps.clear();
        let cost = week.cost();
        let changed = change(&mut week, &ground.by_want, &mut numbers, &mut steps);
        if !changed || round % 3 == 0 {
            take_back(&mut week, &steps);
            assert_eq!(week.cost(), cost);
            continue;
        }
        made += 1;
        let found = week.solution();
        assert_eq!(amounts(&problem, &found.weekly), week.amounts);
        if let Some(counted) = values(&problem, &found.weekly) {
            for goal in [Goal::Needs, Goal::Keeps, Goal::Size, Goal::Wishes] {
                assert_eq!(counted[goal], found.values[goal], "{goal:?}");
            }
        }
        assert!(week.left_s.iter().chain(&week.places).all(|left| *left >= 0));
        assert!(week.sets.iter().all(|sets| (0..=problem.sets_max).contains(sets)));
    }
    assert!(made > 500, "{made}");
}

#[test]
fn what_comes_back_is_no_worse_and_keeps_every_limit() {
    let knowledge = testing::knowledge();
    let problem = small_problem(&knowledge);
    let mut best: Solution = first(&problem).unwrap();
    for goal in [Goal::Needs, Goal::Keeps, Goal::Size, Goal::Wishes] {
        let before = best.clone();
        best = annealed(&ground(&problem, goal, 0), best, 20_000, 1);
        assert!(best.values <= before.values);
        assert!(goal.above().all(|level| best.values[level] <= before.values[level]));
        assert!(matches!(place(&problem, &best.weekly, i64::MAX, 100_000), Placed::Fits(..)));
        let again = annealed(&ground(&problem, goal, 0), before, 20_000, 1);
        assert_eq!(again, best);
    }
    assert!(best.values[Goal::Keeps] < first(&problem).unwrap().values[Goal::Keeps]);
}
