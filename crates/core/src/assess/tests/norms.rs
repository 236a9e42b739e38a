//! Which of several norms is taken.

use super::super::norm::norm_for;
use super::{Grade, Norm, Sex, SourceId, Test, knowledge};

/// A norm that is told from others by its mean.
fn norm(test: &Test, mean: f64, change: impl Fn(&mut Norm)) -> Norm {
    let mut norm = Norm {
        test: test.id.clone(),
        population: mean.to_string(),
        general: true,
        sex: Some(Sex::Female),
        age_min: 18,
        age_max: 60,
        n: Some(40),
        mean: Some(mean),
        sd: Some(10.0),
        percentiles: [None; 5],
        unit: test.unit,
        protocol: String::new(),
        grade: Grade::B,
        source: SourceId::new("book").expect("an id"),
    };
    change(&mut norm);
    norm
}

#[test]
fn the_norm_that_fits_best_is_taken_whatever_the_order_of_the_file() {
    let mut knowledge = knowledge();
    let test = knowledge.tests.values().next().expect("a test").clone();
    // From worst to best; the last two must never be taken for a woman of 40.
    let mut norms = vec![
        norm(&test, 1.0, |norm| norm.sex = None),
        norm(&test, 2.0, |norm| norm.protocol = "another way".to_owned()),
        norm(&test, 3.0, |norm| norm.grade = Grade::C),
        norm(&test, 4.0, |_| {}),
        norm(&test, 5.0, |norm| norm.age_min = 30),
        norm(&test, 6.0, |norm| (norm.age_min, norm.n) = (30, Some(400))),
        norm(&test, 7.0, |norm| norm.general = false),
        norm(&test, 8.0, |norm| norm.age_max = 39),
    ];
    for best in [6.0, 5.0, 4.0, 3.0, 2.0, 1.0] {
        for reversed in [false, true] {
            knowledge.norms = norms.clone();
            if reversed {
                knowledge.norms.reverse();
            }
            let taken = norm_for(&test, Some(Sex::Female), 40, &knowledge).and_then(|norm| norm.mean);
            assert_eq!(taken, Some(best));
        }
        norms.retain(|norm| norm.mean != Some(best));
    }
    knowledge.norms = norms;
    assert_eq!(norm_for(&test, Some(Sex::Female), 40, &knowledge), None);
}
