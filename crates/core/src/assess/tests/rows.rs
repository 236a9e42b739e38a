//! The quick covariances of many looks are those of two looks at a time.

use super::*;
use crate::assess::model::Model;
use crate::assess::prior::{Prior, Row};
use crate::assess::rows::Rows;
use crate::assess::{HardSets, gather};
use crate::body::Bilateral;

const FIRST: Date = date(2026, 8, 1);
const LAST: Date = date(2026, 10, 24);

/// Measured twice on both legs while one leg trained more, with every part of the model alive.
fn with_model(told: impl FnOnce(&Prior<'_>, Vec<Row>)) {
    let knowledge = lively();
    let on = |day, test: &str, left: f64, right: f64| {
        let trials = both(test, &[left; 2], &[right; 2]);
        trials.into_iter().map(move |trial| Trial { day, ..trial }).collect::<Vec<_>>()
    };
    let trials = [
        on(FIRST, "extension", 80.0, 100.0),
        on(FIRST, "flexion", 60.0, 55.0),
        on(LAST, "extension", 95.0, 110.0),
        on(LAST, "flexion", 66.0, 60.0),
    ]
    .concat();
    let sets = |group: &str, left, right| HardSets {
        on: date(2026, 9, 10),
        group: MuscleGroupId::new(group).unwrap(),
        sets: Bilateral { left, right },
    };
    let learnt = Learnt::default().while_training(vec![sets("quads", 12.0, 4.0), sets("hamstrings", 3.0, 6.0)]);
    let own: Vec<&Trial> = trials.iter().collect();
    let instruments = gather::gather(&own, &knowledge, &mut Vec::new());
    let person = Person::default();
    let learnt = learnt.of_person(&instruments, &person, &knowledge, LAST);
    let model = Model::learn(instruments, &person, &knowledge, &learnt, LAST, &mut Vec::new());
    let mut rows: Vec<Row> = model.cells.iter().map(|cell| cell.row.clone()).collect();
    // Looks that are no cells, as targets have them: at the muscles alone and at the instruments alone.
    rows.extend(model.cells.iter().flat_map(|cell| <[Row; 2]>::from(cell.row.clone().apart())));
    told(&model.prior, rows);
}

/// Tolerance: sums of the same products in another order.
fn alike(quick: f64, slow: f64) -> bool {
    (quick - slow).abs() <= 1e-9 * slow.abs().max(1.0)
}

#[test]
fn many_at_once_are_what_two_at_a_time_are() {
    with_model(|prior, rows| {
        let gains = rows.iter().map(|row| prior.gained(row));
        let response = gains.map(|gained| prior.of_response(gained, gained)).fold(0.0, f64::max);
        assert!(rows.len() == 24 && response > 1e-5, "the response is far above the tolerance: {response}");
        let quick = Rows::new(prior, Quality::Strength, rows.clone());
        let covariance = quick.covariance(prior);
        for (i, row) in rows.iter().enumerate() {
            let mut added = vec![0.0; rows.len()];
            quick.add(prior, row, -2.0, &mut added);
            for (j, other) in rows.iter().enumerate() {
                let slow = prior.covariance(row, other);
                let fast = covariance.at(i, j);
                assert!(alike(fast, slow), "looks {i} and {j}: {fast}, one by one {slow}");
                assert!(alike(added[j], -2.0 * slow), "looks {i} and {j}: {} added, not −2·{slow}", added[j]);
            }
        }
    });
}
