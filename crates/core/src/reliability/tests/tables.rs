//! Which values of a table count: visits, trials, people, devices, pain.

use super::*;

/// Two people with two visits each.
fn two_people() -> Vec<Trial> {
    [
        both("anna", "push", 1, 100.0, 90.0),
        both("anna", "push", 8, 104.0, 91.0),
        both("ben", "push", 2, 150.0, 160.0),
        both("ben", "push", 9, 149.0, 165.0),
    ]
    .concat()
}

#[test]
fn legs_are_in_the_tests_unit_and_differences_on_the_models_scale() {
    let found = of(&two_people(), &MEAN);
    let legs = found.legs.unwrap();
    let left = legs.left.outcome.unwrap();
    // Tolerance: a logarithm there and back.
    assert!((left.visit_means[0] - 125.0).abs() < 1e-9 && (left.visit_means[1] - 126.5).abs() < 1e-9);
    let difference = found.difference.outcome.unwrap();
    let expected = 100.0 * libm::log(100.0 / 90.0);
    assert!((difference.first_two[0][0] - expected).abs() < 1e-9);
    assert!(difference.first_two[1][0] < 0.0, "the left leg of the second person is the weaker one");
    assert_eq!(difference.cv_percent, None);
}

#[test]
fn a_time_and_a_gap_favour_the_leg_with_less() {
    let run = [both("a", "run", 1, 10.0, 12.0), both("a", "run", 2, 10.0, 12.0), both("b", "run", 1, 9.0, 8.0)];
    let run = [run.concat(), both("b", "run", 2, 9.0, 8.0).to_vec()].concat();
    let found = of(&run, &MEAN);
    let favoured = found.favoured.unwrap();
    assert_eq!((favoured.counts.left.left, favoured.counts.right.right), (1, 1));
    assert!(found.difference.outcome.unwrap().first_two[0][0] > 0.0);
    let gaps = [("a", 3.0, 5.0), ("b", 4.0, 7.0)];
    let gap: Vec<Trial> = (1..3)
        .flat_map(|day| gaps.map(|(who, left, right)| both(who, "gap", day, left, right)))
        .flatten()
        .collect();
    let found = of(&gap, &MEAN);
    // Two centimetres less on the left, two degrees a centimetre.
    assert_eq!(found.difference.outcome.unwrap().first_two[0], [4.0, 4.0]);
    assert_eq!(found.legs.unwrap().left.outcome.unwrap().visit_means, [3.5, 3.5]);
}

#[test]
fn a_visit_is_the_mean_or_the_best_of_its_trials() {
    let mut trials = two_people();
    trials.push(trial("anna", "push", Side::Left, 1, 144.0));
    let mean = of(&trials, &MEAN).legs.unwrap().left.outcome.unwrap();
    // The mean of logarithms is the geometric mean.
    assert!((mean.first_two[0][0] - 120.0).abs() < 1e-9);
    let best = ReliabilityOptions { value: VisitValue::Best, ..MEAN };
    let best = of(&trials, &best).legs.unwrap().left.outcome.unwrap();
    assert!((best.first_two[0][0] - 144.0).abs() < 1e-9);
    let mut times: Vec<Trial> =
        (1..3).flat_map(|day| ["a", "b"].map(|who| both(who, "run", day, 9.0, 9.0))).flatten().collect();
    times.push(trial("a", "run", Side::Left, 1, 6.0));
    let best = ReliabilityOptions { value: VisitValue::Best, ..MEAN };
    let fastest = of(&times, &best).legs.unwrap().left.outcome.unwrap();
    assert!((fastest.first_two[0][0] - 6.0).abs() < 1e-9, "less is better for a time");
}

#[test]
fn the_number_of_visits_leaves_most_people_times_visits_and_the_rest_is_counted() {
    let mut trials = two_people();
    // A third person came four times, a fourth once.
    trials.extend((1..5).flat_map(|day| both("cleo", "push", day, 120.0 + f64::from(day), 118.0)));
    trials.extend(both("dora", "push", 1, 80.0, 84.0));
    let sample = of(&trials, &MEAN).difference.sample;
    // Two visits of three people beat four visits of one.
    assert_eq!(
        sample,
        Sample { n_people: 3, n_rows: 3, n_visits: 2, n_rows_left_out: 1, n_values_left_out: 3 }
    );
    let four = ReliabilityOptions { n_visits: NonZeroUsize::new(4), ..MEAN };
    let found = of(&trials, &four);
    assert_eq!(found.difference.outcome, Err(TooFew::OnePerson));
    assert_eq!((found.difference.sample.n_people, found.difference.sample.n_rows_left_out), (1, 3));
    assert_eq!(found.favoured, Err(TooFew::OnePerson));
}

#[test]
fn the_second_visit_is_the_same_day_for_both_legs() {
    let mut trials = two_people();
    // The left leg was not measured on the first day: its second day is still the second visit.
    trials.extend([
        trial("cleo", "push", Side::Right, 1, 100.0),
        trial("cleo", "push", Side::Left, 2, 100.0),
        trial("cleo", "push", Side::Right, 2, 100.0),
        trial("cleo", "push", Side::Left, 3, 100.0),
    ]);
    let legs = of(&trials, &MEAN).legs.unwrap();
    assert_eq!((legs.left.sample.n_people, legs.left.sample.n_rows_left_out), (2, 1));
    assert_eq!(legs.right.sample.n_people, 3);
}

#[test]
fn pooled_legs_are_rows_of_their_own() {
    let pooled = of(&two_people(), &MEAN).pooled.unwrap();
    assert_eq!((pooled.sample.n_people, pooled.sample.n_rows), (2, 4));
    assert_eq!(pooled.outcome.unwrap().first_two.len(), 4);
}

#[test]
fn load_sharing_says_nothing_of_one_leg() {
    let trials: Vec<Trial> = [(1, 52.0, 48.0), (2, 53.0, 47.0)]
        .into_iter()
        .flat_map(|(day, left, right)| {
            [both("a", "stand", day, left, right), both("b", "stand", day, right, left)].concat()
        })
        .collect();
    let found = of(&trials, &MEAN);
    assert!(found.legs.is_none() && found.pooled.is_none());
    assert_eq!(found.difference.sample.n_people, 2);
}

#[test]
fn trials_that_hurt_stay_out_and_devices_stay_apart() {
    let mut trials = two_people();
    trials[0].pain_nrs = Some(9);
    let found = of(&trials, &MEAN);
    assert_eq!((found.n_pain_limited, found.n_trials), (1, 7));
    assert_eq!(found.difference.outcome, Err(TooFew::OnePerson));
    trials[1].device = Some("other".to_owned());
    assert_eq!(reliability(&trials, &knowledge(), &MEAN).len(), 2);
}

#[test]
fn too_little_is_told_with_its_reason() {
    let one_day = both("a", "push", 1, 100.0, 90.0);
    assert_eq!(of(&one_day, &MEAN).difference.outcome, Err(TooFew::OneVisit));
    let one_leg = [trial("a", "push", Side::Left, 1, 100.0), trial("a", "push", Side::Left, 2, 100.0)];
    let found = of(&one_leg, &MEAN);
    assert_eq!(found.difference.outcome, Err(TooFew::NoValue));
    assert_eq!(found.legs.unwrap().left.outcome, Err(TooFew::OnePerson));
    assert!(reliability(&[], &knowledge(), &MEAN).is_empty());
}

#[test]
fn values_without_spread_or_without_noise_have_no_correlation_or_no_interval() {
    let same: Vec<Trial> = (1..4)
        .flat_map(|day| ["a", "b", "c"].map(|who| both(who, "push", day, 100.0, 100.0)))
        .flatten()
        .collect();
    let found = of(&same, &MEAN);
    assert_eq!(found.legs.unwrap().left.outcome, Err(TooFew::AllEqual));
    assert_eq!((found.difference.outcome, found.favoured), (Err(TooFew::AllEqual), Err(TooFew::AllEqual)));
    let squares = Table::new(&[vec![1.0, 1.0], vec![1.0, 1.0]]).unwrap().mean_squares();
    let pair = icc::single(&squares);
    assert_eq!((pair.agreement, pair.consistency), (Err(TooFew::AllEqual), Err(TooFew::AllEqual)));
    let equal_legs = kappa::side_agreement(&[[0.0, 3.0], [0.0, 0.0]]);
    assert_eq!((equal_legs.kappa, equal_legs.n_equal), (Err(TooFew::AllEqual), 2));
    let exact = [("a", 100.0), ("b", 150.0), ("c", 200.0)];
    let exact: Vec<Trial> = (1..3)
        .flat_map(|day| exact.map(|(who, value)| both(who, "push", day, value, value + 1.0)))
        .flatten()
        .collect();
    let left = of(&exact, &MEAN).legs.unwrap().left.outcome.unwrap();
    let consistency = left.icc_consistency.unwrap();
    assert_eq!((consistency.value, consistency.interval), (1.0, Err(TooFew::NoNoise)));
    // Everybody favours the right leg at both visits: chance alone would agree as well.
    assert_eq!(of(&exact, &MEAN).favoured.unwrap().kappa, Err(TooFew::AllEqual));
}

#[test]
fn two_people_who_swap_their_values_have_no_agreement() {
    let rows = [vec![1.0, 2.0], vec![2.0, 1.0]];
    let found = icc::single(&Table::new(&rows).unwrap().mean_squares());
    assert_eq!(found.agreement, Err(TooFew::NotDefined));
    assert_eq!(found.consistency.unwrap().value, -1.0);
}
