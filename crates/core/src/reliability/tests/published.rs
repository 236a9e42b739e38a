//! What papers print and what other programs compute for the same numbers.

use super::*;

/// Six targets rated by four judges. Source: Shrout & Fleiss 1979, table 2.
const SHROUT_FLEISS: [[f64; 4]; 6] = [
    [9.0, 2.0, 5.0, 8.0],
    [6.0, 1.0, 3.0, 2.0],
    [8.0, 4.0, 6.0, 8.0],
    [7.0, 1.0, 2.0, 6.0],
    [10.0, 5.0, 6.0, 9.0],
    [6.0, 2.0, 4.0, 7.0],
];

fn pair(rows: &[Vec<f64>]) -> IccPair {
    icc::single(&Table::new(rows).unwrap().mean_squares())
}

#[test]
fn the_worked_example_of_shrout_and_fleiss_comes_out_as_printed() {
    let rows: Vec<Vec<f64>> = SHROUT_FLEISS.iter().map(|row| row.to_vec()).collect();
    let squares = Table::new(&rows).unwrap().mean_squares();
    // Printed: 11.24, 32.49 and 1.02. Tolerance: half of the last printed digit.
    for (found, printed) in [(squares.rows, 11.24), (squares.visits, 32.49), (squares.residual, 1.02)] {
        assert!((found - printed).abs() < 0.006, "{found} {printed}");
    }
    let found = pair(&rows);
    let (agreement, consistency) = (found.agreement.unwrap(), found.consistency.unwrap());
    assert!((agreement.value - 0.29).abs() < 0.005, "{agreement:?}");
    assert!((consistency.value - 0.71).abs() < 0.005, "{consistency:?}");
}

#[test]
fn correlations_and_their_intervals_agree_with_pingouin() {
    let rows: Vec<Vec<f64>> = SHROUT_FLEISS.iter().map(|row| row.to_vec()).collect();
    let found = pair(&rows);
    // pingouin 0.7.0, intraclass_corr, ICC(A,1) and ICC(C,1), not rounded. Tolerance: what is asked of us.
    let expected = [(found.agreement, AGREEMENT), (found.consistency, CONSISTENCY)];
    for (found, [value, low, high]) in expected {
        let found = found.unwrap();
        let [found_low, found_high] = found.interval.unwrap();
        for (found, expected) in [(found.value, value), (found_low, low), (found_high, high)] {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }
}

const AGREEMENT: [f64; 3] = [0.289_763_779_527_559_16, 0.018_786_513_374_712_058, 0.761_084_369_648_952_7];
const CONSISTENCY: [f64; 3] = [0.714_840_714_840_715_4, 0.342_464_765_033_926_14, 0.945_858_259_955_359_7];

#[test]
fn two_visits_make_the_standard_error_of_the_spread_of_their_differences() {
    // With two visits the residual mean square is half the variance of the differences.
    let rows = [vec![100.0, 104.0], vec![120.0, 118.0], vec![90.0, 97.0], vec![110.0, 113.0]];
    let table = Table::new(&rows).unwrap();
    let agreement = bland_altman::agreement(&table.first_two());
    let sem = table.mean_squares().residual.sqrt();
    assert!((sem - agreement.change_sd / 2.0_f64.sqrt()).abs() < 1e-12);
    assert_eq!(agreement.mean_change, 3.0);
}

#[test]
fn kappa_of_cohen_is_the_agreement_beyond_chance() {
    // 20 + 15 of 50 agree, by chance 25·30/2500 + 25·20/2500 = 0.5: (0.7 − 0.5)/(1 − 0.5).
    let mut differences = vec![[1.0, 1.0]; 20];
    differences.extend(vec![[1.0, -1.0]; 5]);
    differences.extend(vec![[-1.0, 1.0]; 10]);
    differences.extend(vec![[-1.0, -1.0]; 15]);
    differences.push([0.0, 4.0]);
    let found = kappa::side_agreement(&differences);
    assert!((found.kappa.unwrap() - 0.4).abs() < 1e-12);
    assert_eq!((found.n_people(), found.n_swapped(), found.n_equal), (50, 15, 1));
    assert_eq!(found.swapped(), Some(0.3));
}
