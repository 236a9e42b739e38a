//! Whatever noise and priors the catalogue lets pass, and whatever is measured: numbers stay numbers.

use super::*;
use crate::assess::model::Model;
use crate::assess::{gather, thin};
use proptest::prelude::*;

/// From the smallest to the largest SD that the catalogue lets pass, as often small as large.
fn sd() -> impl Strategy<Value = f64> {
    prop_oneof![8 => (-4.605..4.605_f64).prop_map(libm::exp), 1 => Just(0.01), 1 => Just(100.0)]
}

/// The same, or none at all.
fn sd_or_none() -> impl Strategy<Value = f64> {
    prop_oneof![5 => sd(), 1 => Just(0.0)]
}

fn noise() -> impl Strategy<Value = Noise> {
    (sd(), sd_or_none(), sd_or_none(), sd_or_none()).prop_map(|(trial, leg_day, shared_day, quirk)| Noise {
        trial,
        leg_day,
        shared_day,
        quirk,
    })
}

/// SDs of the usual and of large differences, how many are large, and SD of the level.
fn prior() -> impl Strategy<Value = (f64, f64, f64, f64)> {
    (sd(), sd(), 0.0..0.5_f64, sd()).prop_map(|(a, b, share, level)| (a.min(b), a.max(b), share, level))
}

fn trials() -> impl Strategy<Value = Vec<Trial>> {
    let value = prop_oneof![
        4 => 90.0..110.0_f64,
        2 => Just(100.0),
        2 => 20.0..400.0_f64,
        1 => Just(0.1),
        1 => Just(1e6),
    ];
    let test = prop_oneof![3 => Just("extension"), 1 => Just("flexion"), 1 => Just("reach"), 1 => Just("stand"), 1 => Just("rise")];
    let one = (test, any::<bool>(), 1..4_u32, value, 1..20_i8);
    let many = proptest::collection::vec(one, 1..16);
    // One leg alone, one day alone, and the same value throughout come up too.
    (many, 0..4_u8).prop_map(|(many, kind)| {
        let of = |(test, is_left, attempt, value, day): (&str, bool, u32, f64, i8)| {
            let side = if is_left || kind == 1 { Side::Left } else { Side::Right };
            let day = date(2026, 11, if kind == 2 { 3 } else { day });
            Trial { day, ..trial(test, side, attempt, if kind == 3 { 100.0 } else { value }) }
        };
        many.into_iter().map(of).collect()
    })
}

fn with(noise: &[Noise], (usual_sd, large_sd, large_share, level_sd): (f64, f64, f64, f64)) -> Knowledge {
    let mut knowledge = lively();
    for (test, noise) in knowledge.tests.values_mut().zip(noise) {
        test.noise = *noise;
    }
    for prior in knowledge.groups.values_mut().flat_map(|group| group.prior.values_mut()) {
        (prior.usual_sd, prior.large_sd) = (usual_sd, large_sd);
        (prior.large_share, prior.level_sd) = (large_share, level_sd);
    }
    knowledge
}

/// Every number of a finding in threes that ascend, and every probability of it.
fn numbers(finding: &Finding) -> (Vec<[f64; 3]>, Vec<f64>) {
    let (mut ascending, mut probable) = (Vec::new(), Vec::new());
    if let Some(e) = &finding.estimate {
        ascending.push([e.low, e.size, e.high]);
        probable.extend([e.probability, e.probability_first, e.probability_second]);
        let [first, .., last] = e.quantiles;
        ascending.extend(e.quantiles.windows(3).map(|three| [three[0], three[1], three[2]]));
        ascending.push([first, e.size, last]);
    }
    if let Some(change) = &finding.change {
        let legs = change.legs.iter().flat_map(|legs| [legs.left, legs.right]);
        ascending.extend(std::iter::once(change.gap).chain(legs).map(|own| [own.low, own.middle, own.high]));
    }
    ascending.extend(finding.evidence.course.iter().map(|point| [point.low, point.size, point.high]));
    ascending.extend(finding.evidence.ratio.iter().map(|ratio| [ratio.low, ratio.ratio, ratio.high]));
    if let Some(level) = &finding.evidence.level {
        probable.extend([level.left.probability_low, level.right.probability_low]);
        ascending.extend([level.left, level.right].map(|leg| [leg.z, leg.z, leg.z + leg.z_sd]));
    }
    let days = finding.evidence.tests.iter().flat_map(|test| &test.days);
    let wild = days.flat_map(|day| Side::BOTH.map(|side| &day.sides[side].wild)).flatten();
    probable.extend(wild.map(|wild| wild.probability));
    (ascending, probable)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn numbers_stay_numbers_whatever_noise_and_priors_pass(
        noise in proptest::collection::vec(noise(), 5), prior in prior(), trials in trials()
    ) {
        let knowledge = with(&noise, prior);
        let (cautions, learnt, person) = (BTreeSet::new(), Learnt::default(), Person::default());
        let options =
            AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
        let me = SubjectId::new("me").unwrap();
        let assessment = assess_and_predict(&me, &trials, &person, &knowledge, &options);
        for finding in &assessment.findings {
            let (ascending, probable) = numbers(finding);
            for three in ascending {
                prop_assert!(three.iter().all(|x| x.is_finite()) && three.is_sorted(), "{three:?} in {finding:?}");
            }
            for p in probable {
                prop_assert!((-1e-9..=1.0 + 1e-9).contains(&p), "{p} in {finding:?}");
            }
            if let (Some(mean), Some(sd)) = (finding.evidence.posterior_mean, finding.evidence.posterior_sd) {
                prop_assert!(mean.is_finite() && sd.is_finite() && sd > 0.0, "{mean} {sd}");
            }
        }
        for one in &assessment.predictions {
            let three = [one.interval.low, one.interval.middle, one.interval.high];
            prop_assert!(one.mean.is_finite() && one.sd.is_finite() && three.is_sorted(), "{one:?}");
        }
        for one in &assessment.next {
            prop_assert!(one.expected_reduction.is_finite() && one.expected_reduction >= 0.0, "{one:?}");
        }
        let own: Vec<&Trial> = trials.iter().collect();
        let mut unheard = Vec::new();
        let instruments = thin::thin(gather::gather(&own, &knowledge, &mut unheard), &mut unheard);
        let model = Model::learn(instruments, &person, &knowledge, &learnt, TODAY, &mut unheard);
        for block in model.blocks() {
            let pivot = block.propagated.root.smallest_pivot();
            // Tolerance: a wide offset over the narrowest noise leaves four digits.
            prop_assert!(pivot > 0.99, "{pivot}");
        }
    }
}
