//! Two devices for one test that say the opposite of each other.

use super::heavy::on;
use super::*;

/// Two days of each device; the values of left and right.
fn two_devices(a: [f64; 2], b: [f64; 2]) -> Vec<Trial> {
    let of = |device: &str, [left, right]: [f64; 2], first: i8| {
        let day =
            |day: i8| on(both("extension", &[left, left + 1.0], &[right, right + 1.0]), date(2026, 11, day));
        let trials = [day(first), day(first + 2)].concat().into_iter();
        trials.map(|trial| Trial { device: Some(device.to_owned()), ..trial }).collect::<Vec<Trial>>()
    };
    [of("scale A", a, 1), of("scale B", b, 2)].concat()
}

fn told(assessment: &Assessment) -> Vec<&str> {
    let of_devices = assessment.notices.iter().filter(|notice| notice.code == NoticeCode::DevicesDisagree);
    of_devices.map(|notice| notice.message.as_str()).collect()
}

#[test]
fn devices_that_name_different_legs_by_a_half_are_both_named_and_nothing_is_balanced() {
    let assessment = judge_lively(&two_devices([150.0, 100.0], [100.0, 150.0]), &Person::default());
    assert_eq!(
        told(&assessment),
        ["extension: scale A and scale B disagree about the legs by more than their noise"]
    );
    // Each of them agrees with itself, so the days do not contradict each other.
    assert!(!assessment.notices.iter().any(|notice| notice.code == NoticeCode::DaysDisagree));
    assert_ne!(of(&assessment, "quads", Quality::Strength).verdict, Verdict::Balanced);
}

#[test]
fn devices_that_differ_as_devices_do_are_not_named() {
    for (a, b) in
        [([150.0, 100.0], [148.0, 104.0]), ([100.0, 100.0], [104.0, 100.0]), ([100.0, 95.0], [97.0, 100.0])]
    {
        assert!(told(&judge_lively(&two_devices(a, b), &Person::default())).is_empty(), "{a:?} {b:?}");
    }
}
