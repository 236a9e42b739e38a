//! Laws that hold for every table: finite numbers, mirrored legs, no order.

use super::*;
use proptest::prelude::*;

fn any_trial() -> impl Strategy<Value = Trial> {
    let value = prop_oneof![
        4 => 20.0..200.0_f64,
        4 => prop_oneof![Just(100.0), Just(101.0)],
        1 => prop_oneof![Just(0.0), Just(-5.0), Just(f64::MAX), Just(5e-324), Just(f64::INFINITY)],
    ];
    let who = prop_oneof![Just("anna"), Just("ben"), Just("cleo"), Just("dora")];
    let test = prop_oneof![4 => Just("push"), 1 => Just("run"), 2 => Just("reach"), 1 => Just("stand"), 1 => Just("gap"), 1 => Just("unknown")];
    (who, test, any::<bool>(), 1..4_i8, value, 0..8_u8).prop_map(|(who, test, left, day, value, pain)| Trial {
        pain_nrs: Some(pain),
        ..trial(who, test, if left { Side::Left } else { Side::Right }, day, value)
    })
}

fn any_options() -> impl Strategy<Value = ReliabilityOptions> {
    (any::<bool>(), 0..5_usize).prop_map(|(best, n)| ReliabilityOptions {
        value: if best { VisitValue::Best } else { VisitValue::Mean },
        n_visits: NonZeroUsize::new(n),
    })
}

fn numbers(found: &Repeatability) -> Vec<f64> {
    let mut numbers = vec![found.sem, found.mdc95, found.agreement.mean_change, found.agreement.change_sd];
    numbers.extend(found.agreement.limits);
    numbers.extend(&found.visit_means);
    numbers.extend(found.first_two.iter().flatten());
    numbers.extend(found.cv_percent);
    for icc in [found.icc_agreement, found.icc_consistency].into_iter().flatten() {
        numbers.push(icc.value);
        numbers.extend(icc.interval.into_iter().flatten());
    }
    numbers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_is_measured_every_figure_is_a_number_or_has_a_reason(
        trials in proptest::collection::vec(any_trial(), 0..60), options in any_options()
    ) {
        for found in reliability(&trials, &knowledge(), &options) {
            let legs = found.legs.iter().flat_map(|legs| [&legs.left, &legs.right]);
            for repeats in legs.chain(&found.pooled).chain([&found.difference]) {
                let Ok(outcome) = &repeats.outcome else { continue };
                prop_assert!(numbers(outcome).iter().all(|x| x.is_finite()), "{outcome:?}");
                prop_assert!(outcome.sem >= 0.0 && outcome.first_two.len() == repeats.sample.n_rows);
                for icc in [outcome.icc_agreement, outcome.icc_consistency].into_iter().flatten() {
                    prop_assert!(icc.value <= 1.0, "{icc:?}");
                    if let Ok([low, high]) = icc.interval {
                        prop_assert!(low <= high && high <= 1.0, "{icc:?}");
                    }
                }
            }
            if let Ok(favoured) = &found.favoured {
                prop_assert_eq!(favoured.n_people() + favoured.n_equal, found.difference.sample.n_people);
                if let Ok(kappa) = favoured.kappa {
                    prop_assert!((-1.0..=1.0).contains(&kappa));
                }
            }
        }
    }

    #[test]
    fn swapping_the_legs_swaps_their_figures_and_turns_the_differences_round(
        trials in proptest::collection::vec(any_trial(), 0..60), options in any_options()
    ) {
        let mirrored: Vec<Trial> =
            trials.iter().map(|trial| Trial { side: trial.side.other(), ..trial.clone() }).collect();
        let found = reliability(&trials, &knowledge(), &options);
        for (one, other) in found.iter().zip(reliability(&mirrored, &knowledge(), &options)) {
            prop_assert_eq!(&one.legs.clone().map(Bilateral::mirrored), &other.legs);
            prop_assert_eq!(one.difference.sample, other.difference.sample);
            if let (Ok(one), Ok(other)) = (&one.difference.outcome, &other.difference.outcome) {
                prop_assert_eq!(one.icc_agreement, other.icc_agreement);
                prop_assert_eq!(one.icc_consistency, other.icc_consistency);
                prop_assert_eq!(one.sem, other.sem);
                prop_assert_eq!(one.agreement.mean_change, -other.agreement.mean_change);
            }
            let n_swapped = |found: &TestReliability| found.favoured.as_ref().ok().map(SideAgreement::n_swapped);
            prop_assert_eq!(n_swapped(one), n_swapped(&other));
        }
    }

    #[test]
    fn the_order_of_the_trials_changes_nothing(
        trials in proptest::collection::vec(any_trial(), 0..60), options in any_options()
    ) {
        let backwards: Vec<Trial> = trials.iter().rev().cloned().collect();
        prop_assert_eq!(reliability(&trials, &knowledge(), &options), reliability(&backwards, &knowledge(), &options));
    }
}
