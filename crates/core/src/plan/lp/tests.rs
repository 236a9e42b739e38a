//! Programs with answers known by hand.

use super::super::scatter::Numbers;
use super::*;

/// Two columns, two rows: `x + 2y ≤ 14` and `3x − y ≥ 0`, both columns in 0–10.
fn model() -> Model {
    let mut model = Model::new(2);
    model.add(vec![(0, 1.0), (1, 2.0)], 14.0, (0.0, 100.0));
    model.add(vec![(0, -3.0), (1, 1.0)], 0.0, (0.0, 100.0));
    model
}

fn state(price: [f64; 2]) -> State {
    State::new(&model(), vec![0.0; 2], vec![10.0, 10.0], price.to_vec())
}

#[test]
fn a_program_with_a_known_answer_is_solved() {
    // By hand: −3x − 4y is smallest where x = 10 and x + 2y = 14, at −38.
    let mut state = state([-3.0, -4.0]);
    let (status, bound) = state.solve(&model(), f64::INFINITY);
    assert_eq!(status, Status::Solved);
    assert!((bound + 38.0).abs() < 1e-9, "{bound}");
    let values = state.values();
    assert!((values[0] - 10.0).abs() < 1e-9 && (values[1] - 2.0).abs() < 1e-9);
}

#[test]
fn changed_bounds_and_new_rows_need_no_fresh_start() {
    let mut state = state([-3.0, -4.0]);
    state.solve(&model(), f64::INFINITY);
    state.upper[0] = 1.0;
    let (_, bound) = state.solve(&model(), f64::INFINITY);
    // y ≤ 3x = 3.
    assert!((bound + 15.0).abs() < 1e-9, "{bound}");
    let mut more = model();
    more.add(vec![(0, 1.0), (1, 1.0)], 2.0, (0.0, 100.0));
    // x + y ≤ 2 leaves x = 0.5 and y = 1.5.
    let (_, bound) = state.solve(&more, f64::INFINITY);
    assert!((bound + 7.5).abs() < 1e-9, "{bound}");
}

#[test]
fn what_cannot_be_met_is_proven_infeasible() {
    let mut state = state([1.0, 1.0]);
    state.lower[1] = 8.0;
    // y = 8 leaves x ≤ −2.
    assert_eq!(state.solve(&model(), f64::INFINITY).0, Status::Infeasible);
}

/// Twelve columns in 0–1 with six rows, made up from a seed, and their prices.
fn made_up(seed: u64) -> (Model, Vec<f64>) {
    let mut numbers = Numbers(seed);
    let mut model = Model::new(12);
    for row in 0..6 {
        let entries: Vec<(usize, f64)> =
            (0..12).map(|column| (column, as_f64(numbers.below(9)))).filter(|entry| entry.1 > 0.0).collect();
        let all: f64 = entries.iter().map(|(_, figure)| figure).sum();
        let right = (all * 0.3).floor();
        if row % 2 == 0 {
            model.add_at_most(entries, right, 0.0);
        } else {
            model.add(entries, right, (right - all, 0.0));
        }
    }
    let price = (0..12).map(|_| as_f64(numbers.below(7)) - 2.0).collect();
    (model, price)
}

fn as_f64(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

/// Some changes of bounds, one after the other, as dividing makes them.
fn held(state: &mut State, numbers: &mut Numbers) {
    let column = numbers.one_of(12);
    if numbers.below(2) == 0 {
        state.upper[column] = state.lower[column];
    } else {
        state.lower[column] = state.upper[column];
    }
}

#[test]
fn a_small_tableau_and_one_laid_aside_give_what_the_whole_one_gives() {
    let (mut n_infeasible, mut n_smaller, mut n_past) = (0, 0, 0);
    for seed in 0..400 {
        let (model, price) = made_up(seed);
        let (lower, upper) = (vec![0.0; 12], vec![1.0; 12]);
        let start = || State::new(&model, lower.clone(), upper.clone(), price.clone());
        let ground = Ground { lower: &lower, upper: &upper, price: &price };
        let (mut small, mut bounds) = (start(), start());
        let (mut numbers, mut again) = (Numbers(seed ^ 77), Numbers(seed ^ 77));
        for _ in 0..6 {
            let mut whole = start();
            (whole.lower, whole.upper) = (bounds.lower.clone(), bounds.upper.clone());
            let (expected_status, expected) = whole.solve(&model, f64::INFINITY);
            // What ends early claims no more than is true of the whole program.
            for above in [-0.5, -0.01, 0.01] {
                let (status, bound) = small.clone().solve(&model, expected + above);
                assert!(bound <= expected + 1e-6, "seed {seed}: {bound} is more than {expected}");
                assert!(status != Status::PastCutoff || above < 0.0, "seed {seed}: {expected} is not past");
                n_past += usize::from(status == Status::PastCutoff);
            }
            let (status, found) = small.solve(&model, f64::INFINITY);
            assert_eq!(status, expected_status, "seed {seed}");
            if status == Status::Infeasible {
                n_infeasible += 1;
                break;
            }
            assert!((found - expected).abs() < 1e-6, "seed {seed}: {found} is not {expected}");
            small.compact(&model);
            n_smaller += usize::from(small.out.contains(&true));
            let laid = Shelved::new(&small, &model, &ground);
            small = laid.state(&model, &ground);
            held(&mut small, &mut numbers);
            held(&mut bounds, &mut again);
        }
    }
    assert!(n_infeasible > 20 && n_smaller > 400, "{n_infeasible} infeasible, {n_smaller} smaller");
    assert!(n_past > 400, "{n_past} past the cutoff");
}
