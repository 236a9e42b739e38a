//! What logged sets are expected to change, and what they must not.

use super::*;
use crate::assess::gains::courses;
use crate::assess::{Change, ChangeVerdict, HardSets};
use crate::body::Bilateral;
use jiff::ToSpan;

const FIRST: Date = date(2026, 8, 1);
const LAST: Date = date(2026, 10, 24); // twelve weeks later

/// So many sets of each leg in every week of a span.
fn weekly(from: Date, n_weeks: i64, left: f64, right: f64) -> Vec<HardSets> {
    let quads = MuscleGroupId::new("quads").unwrap();
    let on = |week: i64| from.checked_add((7 * week + 2).days()).unwrap();
    let sets = |on| HardSets { on, group: quads.clone(), sets: Bilateral { left, right } };
    (0..n_weeks).map(|week| sets(on(week))).collect()
}

fn at(day: Date, left: f64, right: f64) -> Vec<Trial> {
    let trials = both("extension", &[left; 3], &[right; 3]);
    trials.into_iter().map(|trial| Trial { day, ..trial }).collect()
}

fn changed(trials: &[Trial], learnt: &Learnt) -> Change {
    let cautions = BTreeSet::new();
    let options = AssessOptions { as_of: LAST, delta_percent: None, cautions: &cautions, pain: None, learnt };
    let assessment = assess(&SubjectId::new("me").unwrap(), trials, &Person::default(), &lively(), &options);
    of(&assessment, "quads", Quality::Strength).change.clone().unwrap()
}

fn training(done: Vec<HardSets>) -> Learnt {
    Learnt::default().while_training(done)
}

#[test]
fn a_gain_grows_towards_its_end_and_fades() {
    let rules = lively().model;
    let course = |n_weeks| courses(&weekly(FIRST, n_weeks, 10.0, 10.0), FIRST, LAST, &rules);
    let quads = MuscleGroupId::new("quads").unwrap();
    let after = |n_weeks, weeks: f64| course(n_weeks)[&quads].gained(weeks * 7.0 / 365.25).left;
    let whole = 0.015 * 26.0;
    for weeks in [0.5, 1.0, 7.3, 12.0] {
        let wanted = whole * (1.0 - libm::exp(-weeks / 26.0));
        assert!((after(12, weeks) - wanted).abs() < 1e-12, "{weeks}");
    }
    assert!(after(12, 0.0).abs() < 1e-12);
    // Four weeks of training, then none.
    let wanted = whole * (1.0 - libm::exp(-4.0 / 26.0)) * libm::exp(-5.0 / 26.0);
    assert!((after(4, 9.0) - wanted).abs() < 1e-12);
    // What nobody has measured since does not count.
    assert!((after(12, 12.0) - after(12, 40.0)).abs() < 1e-12);
}

#[test]
fn more_sets_bring_ever_less_and_a_resting_leg_gains_half() {
    let rules = lively().model;
    let quads = MuscleGroupId::new("quads").unwrap();
    let gained =
        |left, right| courses(&weekly(FIRST, 12, left, right), FIRST, LAST, &rules)[&quads].gained(0.2);
    let (three, nine) = (gained(3.0, 0.0).left, gained(9.0, 0.0).left);
    assert!((nine / three - libm::pow(3.0, 0.25)).abs() < 1e-9);
    let one_leg = gained(8.0, 0.0);
    assert!((one_leg.right / one_leg.left - 0.5).abs() < 1e-12);
    // Figures that cannot be right neither spread nor panic.
    let absurd = gained(f64::INFINITY, f64::NAN);
    assert!(absurd.left.is_finite() && absurd.left < 0.5, "{absurd:?}");
}

#[test]
fn the_leg_that_did_more_is_expected_to_have_gained_more() {
    let trials = [at(FIRST, 80.0, 100.0), at(LAST, 95.0, 110.0)].concat();
    let gap = |left, right| changed(&trials, &training(weekly(FIRST, 12, left, right))).gap.middle;
    let (alike, more_left, more_right) = (gap(6.0, 6.0), gap(12.0, 4.0), gap(4.0, 12.0));
    assert!(more_left > alike + 0.5 && more_right < alike - 0.5, "{more_left} {alike} {more_right}");
    // Sets that were alike say nothing of a difference: only that it may have moved.
    assert!((alike - changed(&trials, &training(Vec::new())).gap.middle).abs() < 0.3);
}

#[test]
fn training_alone_never_tells_that_a_gap_closed() {
    let trials = [at(FIRST, 80.0, 100.0), at(LAST, 80.0, 100.0)].concat();
    for (left, right) in [(12.0, 4.0), (20.0, 2.0), (60.0, 0.0)] {
        let change = changed(&trials, &training(weekly(FIRST, 12, left, right)));
        assert_ne!(change.verdict, ChangeVerdict::Better, "{left} {right}: {change:?}");
    }
}

#[test]
fn sets_before_the_first_and_after_the_last_measurement_do_not_count() {
    let trials = [at(FIRST, 80.0, 100.0), at(LAST, 95.0, 110.0)].concat();
    let before = weekly(date(2026, 5, 1), 12, 12.0, 4.0);
    let after = weekly(LAST, 3, 12.0, 4.0);
    let none = changed(&trials, &training(Vec::new()));
    assert_eq!(changed(&trials, &training([before, after].concat())), none);
}

#[test]
fn a_mirrored_log_mirrors_what_is_told() {
    let gap = |trials: &[Trial], left, right| changed(trials, &training(weekly(FIRST, 12, left, right))).gap;
    let one = gap(&[at(FIRST, 80.0, 100.0), at(LAST, 95.0, 110.0)].concat(), 12.0, 4.0);
    let other = gap(&[at(FIRST, 100.0, 80.0), at(LAST, 110.0, 95.0)].concat(), 4.0, 12.0);
    for (one, other) in [(one.middle, other.middle), (one.low, other.low), (one.high, other.high)] {
        assert!((one - other).abs() < 1e-6, "{one} {other}");
    }
}
