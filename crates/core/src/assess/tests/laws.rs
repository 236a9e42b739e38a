//! Laws that hold whatever is measured: finite numbers, mirrored sides, no order.

use super::*;
use proptest::prelude::*;

fn any_trial() -> impl Strategy<Value = Trial> {
    let value = prop_oneof![
        4 => 20.0..200.0_f64,
        1 => Just(f64::MIN_POSITIVE),
        1 => Just(f64::MAX),
        1 => Just(1e-300),
        1 => Just(5e-324),
    ];
    let test = prop_oneof![
        Just("extension"),
        Just("flexion"),
        Just("reach"),
        Just("stand"),
        Just("rise"),
        Just("unknown")
    ];
    let device = prop_oneof![3 => Just(None), 1 => Just(Some("other".to_owned()))];
    (test, any::<bool>(), 1..4_u32, value, 1..28_i8, 0..11_u8, device).prop_map(
        |(test, left, attempt, value, day, pain, device)| Trial {
            day: date(2026, 10, day),
            pain_nrs: Some(pain / 3),
            device,
            ..trial(test, if left { Side::Left } else { Side::Right }, attempt, value)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_measured_every_number_is_finite_and_every_probability_is_one(
        trials in proptest::collection::vec(any_trial(), 0..40)
    ) {
        for finding in judge(&trials).findings {
            if let Some(e) = finding.estimate {
                let numbers = [e.size, e.low, e.high, e.probability, e.probability_first, e.probability_second];
                prop_assert!(numbers.iter().chain(&e.quantiles).all(|x| x.is_finite()), "{e:?}");
                prop_assert!((0.0..=1.0 + 1e-12).contains(&e.probability), "{e:?}");
                prop_assert!(e.low <= e.size && e.size <= e.high, "{e:?}");
                prop_assert!(finding.evidence.posterior_sd.unwrap() > 0.0);
            }
        }
    }

    #[test]
    fn mirroring_swaps_the_side_and_nothing_else(trials in proptest::collection::vec(any_trial(), 0..30)) {
        let mirrored: Vec<Trial> =
            trials.iter().cloned().map(|t| Trial { side: t.side.other(), ..t }).collect();
        let (plain, swapped) = (judge(&trials), judge(&mirrored));
        prop_assert_eq!(plain.findings.len(), swapped.findings.len());
        for finding in plain.findings.iter().filter(|f| matches!(f.comparison, Comparison::LeftRight { .. })) {
            let other = of(&swapped, finding.comparison.group().as_str(), finding.quality);
            prop_assert_eq!(finding.estimate.is_some(), other.estimate.is_some());
            if let (Some(a), Some(b)) = (&finding.estimate, &other.estimate) {
                // Tolerance: the observations enter in another order, and edge values are of the order of 1e2.
                prop_assert!((a.size + b.size).abs() < 1e-6, "{} {}", a.size, b.size);
                prop_assert!((a.probability_first - b.probability_second).abs() < 1e-6);
            }
        }
    }

    /// The same with wild tries, days and mistakes, where contradictions have more than one answer.
    #[test]
    fn mirroring_swaps_the_side_when_anything_may_be_wild(trials in proptest::collection::vec(any_trial(), 0..30)) {
        let mirrored: Vec<Trial> =
            trials.iter().cloned().map(|t| Trial { side: t.side.other(), ..t }).collect();
        let person = Person::default();
        let (plain, swapped) = (judge_lively(&trials, &person), judge_lively(&mirrored, &person));
        for finding in plain.findings.iter().filter(|f| matches!(f.comparison, Comparison::LeftRight { .. })) {
            let other = of(&swapped, finding.comparison.group().as_str(), finding.quality);
            if let (Some(a), Some(b)) = (&finding.estimate, &other.estimate) {
                // Tolerance: far below what is shown; parts of a posterior are put together from one end.
                prop_assert!((a.probability_first - b.probability_second).abs() < 1e-3);
                prop_assert!((a.probability_second - b.probability_first).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn the_order_of_the_trials_changes_nothing(trials in proptest::collection::vec(any_trial(), 0..30)) {
        let mut reversed = trials.clone();
        reversed.reverse();
        prop_assert_eq!(judge(&trials).findings, judge(&reversed).findings);
    }
}
