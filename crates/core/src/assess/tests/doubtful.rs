//! Which values are taken for slips, and which for a leg that is as weak as it looks.

use super::*;
use crate::body::Bilateral;

const STRONG: [f64; 5] = [100.0, 101.0, 99.0, 100.0, 102.0];

/// What was set aside as doubtful of each leg.
fn set_aside(left: &[f64], right: &[f64]) -> Bilateral<Vec<f64>> {
    let of_trials = |trials: &[Trial]| -> Bilateral<Vec<f64>> {
        let finding = of(&judge(trials), "quads", Quality::Strength).clone();
        let days = finding.evidence.tests.iter().flat_map(|test| &test.days);
        let mut found: Bilateral<Vec<f64>> = Bilateral::default();
        for day in days {
            Side::BOTH.iter().for_each(|&side| found[side].extend(&day.sides[side].doubtful));
        }
        found
    };
    let found = of_trials(&both("extension", left, right));
    let mirrored = of_trials(&both("extension", right, left));
    assert_eq!((&found.left, &found.right), (&mirrored.right, &mirrored.left), "mirrored");
    found
}

#[test]
fn a_weak_leg_is_no_slip_however_few_of_its_tries_there_are() {
    for (few, why) in [
        (&[50.0][..], "half of the other"),
        (&[30.0, 31.0], "less than a third, and again"),
        (&[15.0, 16.0, 15.5], "less than a sixth, three times"),
    ] {
        let found = set_aside(&STRONG, few);
        assert!(found.left.is_empty() && found.right.is_empty(), "{why}: {found:?}");
    }
}

#[test]
fn a_slip_is_set_aside_and_what_it_stands_beside_is_kept() {
    for (own, slips, why) in [
        (&[30.0][..], &[30.0][..], "a single try below a third may be one"),
        (&[100.0, 1000.0], &[1000.0], "a nought too many"),
        (&[1000.0, 100.0, 10.0], &[1000.0, 10.0], "one each way"),
        (&[10.2, 10.1], &[10.2, 10.1], "the whole leg in another unit"),
    ] {
        let found = set_aside(&STRONG, own);
        assert_eq!((found.left.as_slice(), found.right.as_slice()), (&[][..], slips), "{why}");
    }
}
