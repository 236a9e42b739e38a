//! What the search does with parts that it has no room for.

use super::super::{problem::problem, start::first, week::PlanOptions};
use super::*;
use crate::{body::Side, screen::Cleared, testing};
use std::collections::BTreeSet;

#[test]
fn what_there_is_no_room_for_is_remembered_by_the_bound() {
    let (knowledge, today) = (testing::knowledge(), testing::today());
    let cleared = Cleared::for_tests(today, today, BTreeSet::new(), false);
    let someone = testing::person(&[(0, 30), (3, 30)], &["dumbbell", "bench"]);
    let findings = testing::assessment(vec![testing::weak("quads", Side::Left, 14.0, 0.93)]);
    let problem = problem(&cleared, &someone, &findings, &knowledge, &PlanOptions::usual());
    let known = first(&problem).unwrap();
    let left: Left =
        problem.candidates.iter().map(|one| one.choices.iter().map(|c| (*c, 0)).collect()).collect();
    let mut search = Search::new(&problem, Goal::Needs, known.values, &left, known, 1000);
    search.figures_open_max = 0;
    let state = search.relaxation.start();
    let size = Shelved::new(&state, &search.relaxation.model, &search.relaxation.ground()).figures();
    assert!(size > 0);
    for (bound, raw) in [(7, 7.0), (3, 3.0), (9, 9.0)] {
        search.put(Node { state: state.clone(), bound, raw });
    }
    let kept: Vec<i64> = search.open.values().map(|node| node.bound).collect();
    assert_eq!((kept, search.left_bound, search.figures_open), (vec![3], 7, size));
}
