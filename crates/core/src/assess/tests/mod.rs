//! Worked examples of the capacity model on a catalogue of a few tests.

mod acting;
mod assumed;
mod bad_days;
mod bounds;
mod devices;
mod doubtful;
mod enumerate;
mod gains;
mod heavy;
mod laws;
mod next;
mod norms;
mod one_day;
mod patterns;
mod predictions;
mod rows;
mod shares;
mod task;
mod time;
mod turning;
mod wild;

use super::*;
use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::{
    DifferencePrior, DoseRules, Grade, Knowledge, Link, ModelRules, MuscleGroup, Noise, Norm, OpposingPair,
    PairId, Setting, Sex, SourceId, SportDifference, Test, TestId, UsualRatio,
};
use crate::measure::Trial;
use crate::notice::{NoticeCode, Place};
use crate::quantity::Unit;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

fn source() -> Vec<SourceId> {
    vec![SourceId::new("test-source").unwrap()]
}

fn group(id: &str, trainable: bool, priors: &[(Quality, f64, f64, f64)]) -> (MuscleGroupId, MuscleGroup) {
    let id = MuscleGroupId::new(id).unwrap();
    let prior = priors
        .iter()
        .map(|&(quality, difference_sd, level_sd, delta)| {
            let prior = DifferencePrior {
                usual_sd: difference_sd,
                large_sd: difference_sd,
                large_share: 0.0,
                level_sd,
                delta,
                usual_up_to: Some(15.0),
                grade: Grade::B,
                source: source(),
            };
            (quality, prior)
        })
        .collect();
    let group = MuscleGroup {
        id: id.clone(),
        name: id.to_string(),
        muscles: String::new(),
        function: String::new(),
        motions: Vec::new(),
        family: None,
        trainable,
        keep_weight: 1,
        prior,
        grade: Grade::B,
        source: source(),
    };
    (id, group)
}

fn test(id: &str, quality: Quality, link: Link, loads: &[(&str, f64)], noise: [f64; 4]) -> (TestId, Test) {
    let id = TestId::new(id).unwrap();
    let test = Test {
        id: id.clone(),
        name: id.to_string(),
        aliases: Vec::new(),
        elsewhere: Vec::new(),
        settings: vec![Setting::Home],
        quality,
        motion: String::new(),
        contraction: None,
        protocol: "p".to_owned(),
        unit: if link == Link::Linear { Unit::Degree } else { Unit::Newton },
        link,
        smaller_is_better: false,
        degrees_per_unit: None,
        plausible: [0.1, 1e6],
        loads: loads.iter().map(|(g, w)| (MuscleGroupId::new(g).unwrap(), *w)).collect(),
        trials: 3,
        rest_s: 60,
        beat_per_minute: None,
        minutes: 5.0,
        warm_up_minutes: 0.0,
        equipment: Vec::new(),
        noise: Noise { trial: noise[0], leg_day: noise[1], shared_day: noise[2], quirk: noise[3] },
        noise_grade: Grade::B,
        noise_source: source(),
        reliability: Vec::new(),
        steps: vec!["do it".to_owned()],
        figure: None,
        no_figure: None,
        invalid: Vec::new(),
        stop: Vec::new(),
        cautions: Vec::new(),
        maximal: true,
        none_asks: Vec::new(),
        honest: String::new(),
        grade: Grade::B,
        source: source(),
    };
    (id, test)
}

fn knowledge() -> Knowledge {
    Knowledge {
        groups: BTreeMap::from([
            group("quads", true, &[(Quality::Strength, 6.4, 22.0, 10.0)]),
            group(
                "hamstrings",
                true,
                &[(Quality::Strength, 7.3, 22.0, 10.0), (Quality::Flexibility, 6.0, 10.0, 8.0)],
            ),
            group("whole-leg", false, &[(Quality::LoadSharing, 4.0, 1.0, 10.0)]),
        ]),
        tests: BTreeMap::from([
            test("extension", Quality::Strength, Link::Log, &[("quads", 1.0)], [5.0, 5.0, 4.0, 4.0]),
            test("flexion", Quality::Strength, Link::Log, &[("hamstrings", 1.0)], [6.0, 5.0, 4.0, 0.0]),
            test("reach", Quality::Flexibility, Link::Linear, &[("hamstrings", 1.0)], [2.0, 2.0, 2.0, 1.0]),
            test("stand", Quality::LoadSharing, Link::Share, &[("whole-leg", 1.0)], [3.0, 3.0, 0.0, 1.0]),
            test(
                "rise",
                Quality::Strength,
                Link::InverseTime,
                &[("quads", 0.5), ("hamstrings", 0.5)],
                [3.0, 4.0, 4.0, 3.0],
            ),
        ]),
        norms: vec![Norm {
            test: TestId::new("extension").unwrap(),
            population: "adults".to_owned(),
            general: true,
            sex: Some(Sex::Female),
            age_min: 18,
            age_max: 60,
            n: Some(40),
            mean: Some(150.0),
            sd: Some(33.0),
            percentiles: [None; 5],
            protocol: String::new(),
            unit: Unit::Newton,
            grade: Grade::B,
            source: source().remove(0),
        }],
        pairs: vec![OpposingPair {
            id: PairId::new("hamstrings-quads").unwrap(),
            group: MuscleGroupId::new("hamstrings").unwrap(),
            opponent: MuscleGroupId::new("quads").unwrap(),
            ratio: vec![UsualRatio {
                numerator: TestId::new("flexion").unwrap(),
                denominator: TestId::new("extension").unwrap(),
                usual: 0.6,
                delta_percent: 20.0,
                usual_sd_percent: 5.0,
                smallest_real_percent: None,
                population: "adults".to_owned(),
                grade: Grade::C,
                source: source(),
            }],
        }],
        sports: vec![SportDifference {
            sport: vec!["soccer".to_owned()],
            group: MuscleGroupId::new("hamstrings").unwrap(),
            quality: Quality::Strength,
            usual_percent: 14.0,
            up_to_percent: 30.0,
            grade: Grade::C,
            source: source(),
        }],
        ..Knowledge::empty(
            DoseRules {
                weak_sets: 10.0,
                weak_sets_beginner: 10.0,
                keep_sets: 4.0,
                keep_sets_beginner: 4.0,
                cap_sets: 20.0,
                cap_sets_beginner: 12.0,
                bias_ratio_max: 2.0,
                bias_from_percent: 10.0,
                double_from_percent: 15.0,
                stretch_minutes: 10.0,
                stretch_keep_minutes: 3.0,
                spacing_hours: 48,
                session_sets_max: 8.0,
                session_exercises_max: 8,
                retest_weeks: [4, 6],
                expected_points_per_week: 0.75,
                pain_limit_nrs: 4,
                clearance_days: 28,
                growth_ratio_max: 1.2,
                growth_sets: 2.0,
                trained_level_min: 2,
                trained_free_level_min: 3,
                minimums: Vec::new(),
                grade: Grade::E,
                source: source(),
            },
            "test",
        )
    }
}

const TODAY: Date = date(2026, 11, 22);

fn trial(test: &str, side: Side, attempt: u32, value: f64) -> Trial {
    Trial {
        subject: SubjectId::new("me").unwrap(),
        test: TestId::new(test).unwrap(),
        side,
        attempt: Some(attempt),
        value,
        day: date(2026, 11, 20),
        device: None,
        pain_nrs: None,
        device_asymmetry: None,
        note: None,
        place: Place::default(),
    }
}

/// Trials of both legs, the same number on each.
fn both(test: &str, left: &[f64], right: &[f64]) -> Vec<Trial> {
    let of = |side: Side, values: &[f64]| -> Vec<Trial> {
        values.iter().enumerate().map(|(i, v)| trial(test, side, i as u32 + 1, *v)).collect()
    };
    [of(Side::Left, left), of(Side::Right, right)].concat()
}

fn judge(trials: &[Trial]) -> Assessment {
    judge_for(trials, &Person::default())
}

/// The model as people meet it: large differences, wild values, wander in time.
fn lively() -> Knowledge {
    let mut knowledge = knowledge();
    knowledge.model = ModelRules {
        correlation_of_groups: 0.2,
        correlation_of_levels: 0.5,
        quirk_of_protocol: 0.5,
        day_of_muscle: 0.3,
        day_of_leg: 0.1,
        wild_trial_share: 0.02,
        wild_trial_times: 5.0,
        wild_day_share: 0.02,
        wild_day_times: 4.0,
        wild_muscle_share: 0.02,
        wild_muscle_times: 4.0,
        mistake_share: 0.01,
        mistake_percent: 30.0,
        mistake_deg: 20.0,
        difference_walk: 0.6,
        difference_walk_training: 1.4,
        training_gain_percent: 1.5,
        training_sets_power: 0.25,
        training_cross: 0.5,
        training_response_sd: 0.8,
        level_walk: 0.3,
        difference_drift: 0.5,
        level_drift: 0.5,
        learning_percent: 3.0,
        learning_sd_percent: 4.0,
        far_share: 0.01,
        far_times: 3.0,
        far_day_share: 0.1,
        injured_share: 0.35,
        injured_percent: 5.0,
        learn_known: 0.25,
        learn_unknown: 0.5,
        learn_large: 1.0,
        learn_bad_days: 1.0,
        noise_of_person: 0.25,
        large_change_share: 0.1,
        large_end_per_year: 0.5,
        ..ModelRules::PLAIN
    };
    for group in knowledge.groups.values_mut() {
        for prior in group.prior.values_mut() {
            prior.large_sd = 3.0 * prior.usual_sd;
            prior.large_share = 0.12;
        }
    }
    knowledge
}

fn judge_lively(trials: &[Trial], person: &Person) -> Assessment {
    judge_in(&lively(), trials, person)
}

fn judge_for(trials: &[Trial], person: &Person) -> Assessment {
    judge_in(&knowledge(), trials, person)
}

fn judge_in(knowledge: &Knowledge, trials: &[Trial], person: &Person) -> Assessment {
    let (cautions, learnt) = (BTreeSet::new(), Learnt::default());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
    assess(&SubjectId::new("me").unwrap(), trials, person, knowledge, &options)
}

fn of<'a>(assessment: &'a Assessment, group: &str, quality: Quality) -> &'a Finding {
    assessment
        .findings
        .iter()
        .find(|f| {
            f.quality == quality
                && matches!(&f.comparison, Comparison::LeftRight { group: g } if g.as_str() == group)
        })
        .unwrap()
}

#[test]
fn one_test_on_one_day_gives_the_posterior_that_one_can_work_out_by_hand() {
    // Hamstrings (no quirk): prior SD 7.3; three trials a leg: variance of the observed difference
    // 2·(5² + 6²/3) = 74; observed 100·ln(80/100) = −22.314.
    let assessment = judge(&both("flexion", &[80.0, 80.0, 80.0], &[100.0, 100.0, 100.0]));
    let evidence = &of(&assessment, "hamstrings", Quality::Strength).evidence;
    let (prior, noise, observed) = (7.3 * 7.3, 74.0, 100.0 * libm::log(0.8));
    let mean = observed * prior / (prior + noise);
    let sd = libm::sqrt(prior * noise / (prior + noise));
    // Tolerance: the level is not perfectly free (prior factor of twenty), which moves the last digits only.
    assert!((evidence.posterior_mean.unwrap() - mean).abs() < 1e-6, "{:?} {mean}", evidence.posterior_mean);
    assert!((evidence.posterior_sd.unwrap() - sd).abs() < 1e-6, "{:?} {sd}", evidence.posterior_sd);
}

#[test]
fn a_ten_percent_difference_on_one_day_is_not_called() {
    let assessment = judge(&both("extension", &[90.0, 91.0, 89.0], &[100.0, 101.0, 99.0]));
    let finding = of(&assessment, "quads", Quality::Strength);
    assert_eq!(finding.verdict.as_str(), "undecided");
    assert!(matches!(&finding.verdict, Verdict::Undecided { needs: Some(_) }));
}

#[test]
fn the_same_difference_on_more_days_grows_surer() {
    let mut trials = Vec::new();
    let mut before = 0.0;
    for day in 1..=4 {
        let mut more = both("flexion", &[70.0, 71.0, 69.0], &[100.0, 101.0, 99.0]);
        for trial in &mut more {
            trial.day = date(2026, 11, day);
        }
        trials.extend(more);
        let assessment = judge(&trials);
        let probability =
            of(&assessment, "hamstrings", Quality::Strength).estimate.as_ref().unwrap().probability_first;
        assert!(probability > before, "day {day}: {before} to {probability}");
        before = probability;
    }
    assert!(before > 0.95);
}

#[test]
fn a_missing_side_is_missing_and_never_zero() {
    let trials = vec![trial("extension", Side::Left, 1, 100.0)];
    let assessment = judge(&trials);
    let finding = of(&assessment, "quads", Quality::Strength);
    assert_eq!(finding.verdict, Verdict::NotComparable { why: WhyNot::SideMissing(Side::Right) });
    assert!(finding.estimate.is_none() && finding.acting.is_none());
}

#[test]
fn different_devices_share_no_offset_so_they_compare_nothing() {
    let mut trials = both("extension", &[80.0], &[120.0]);
    trials[0].device = Some("scale a".to_owned());
    trials[1].device = Some("scale b".to_owned());
    let assessment = judge(&trials);
    let finding = of(&assessment, "quads", Quality::Strength);
    assert_eq!(finding.verdict, Verdict::NotComparable { why: WhyNot::DevicesDiffer });
    assert!(assessment.notices.iter().any(|n| n.code == NoticeCode::DevicesDiffer));
}

#[test]
fn a_painful_side_says_nothing_about_strength() {
    let mut trials = both("extension", &[100.0, 100.0], &[60.0, 62.0]);
    for trial in trials.iter_mut().filter(|trial| trial.side == Side::Right) {
        trial.pain_nrs = Some(5);
    }
    let assessment = judge(&trials);
    let finding = of(&assessment, "quads", Quality::Strength);
    assert_eq!(finding.verdict, Verdict::NotComparable { why: WhyNot::PainLimited(Side::Right) });
}

#[test]
fn a_value_that_cannot_be_right_is_named_and_carries_no_verdict() {
    let assessment = judge(&both("extension", &[11.0], &[110.0]));
    let finding = of(&assessment, "quads", Quality::Strength);
    assert!(matches!(finding.verdict, Verdict::NotComparable { why: WhyNot::Doubtful(_) }));
    assert!(assessment.notices.iter().any(|n| n.code == NoticeCode::ValueDoubtful));
    // With more trials only the odd one out is set aside.
    let assessment = judge(&both("extension", &[108.0, 11.0, 109.0], &[110.0, 111.0, 112.0]));
    assert_ne!(of(&assessment, "quads", Quality::Strength).verdict.as_str(), "not-comparable");
}

#[test]
fn angles_are_told_in_degrees() {
    let assessment = judge(&both("reach", &[60.0, 60.0, 61.0], &[85.0, 84.0, 85.0]));
    let finding = of(&assessment, "hamstrings", Quality::Flexibility);
    let estimate = finding.estimate.as_ref().unwrap();
    assert_eq!(estimate.unit, SizeUnit::Degrees);
    // However sure: one day is no more than probable.
    assert!(estimate.size < -15.0 && estimate.high < -8.0, "{finding:?}");
    assert_eq!(finding.verdict.as_str(), "imbalanced-probable");
}

#[test]
fn a_share_informs_no_single_leg() {
    let assessment = judge(&both("stand", &[30.0, 31.0], &[50.0, 49.0]));
    let finding = of(&assessment, "whole-leg", Quality::LoadSharing);
    assert!(finding.estimate.as_ref().unwrap().size < 0.0);
    assert!(!assessment.findings.iter().any(|f| f.quality == Quality::Strength));
}

#[test]
fn a_shorter_time_is_the_stronger_leg_and_the_task_is_told_of_the_whole_leg() {
    let assessment = judge(&both("rise", &[14.0, 14.2, 13.8], &[9.0, 9.1, 8.9]));
    let finding = of(&assessment, "whole-leg", Quality::Strength);
    assert_eq!(finding.leaning(), Some(Weaker::Leg(Side::Left)));
    assert_eq!(finding.evidence.n_trials, 6);
}

#[test]
fn a_low_ratio_is_told_against_the_usual_one() {
    let mut trials = both("extension", &[200.0, 201.0, 199.0], &[200.0, 202.0, 198.0]);
    trials.extend(both("flexion", &[70.0, 71.0, 69.0], &[70.0, 70.0, 70.0]));
    let assessment = judge(&trials);
    let opposing: Vec<&Finding> =
        assessment.findings.iter().filter(|f| matches!(f.comparison, Comparison::Opposing { .. })).collect();
    assert_eq!(opposing.len(), 2);
    for finding in opposing {
        assert_eq!(finding.leaning(), Some(Weaker::Group(MuscleGroupId::new("hamstrings").unwrap())));
        let ratio = finding.evidence.ratio.as_ref().unwrap();
        assert!(ratio.low < ratio.ratio && ratio.ratio < ratio.high && ratio.ratio < 0.6, "{ratio:?}");
    }
}

#[test]
fn a_norm_places_the_level_and_a_minor_gets_none() {
    let adult = Person { sex: Some(Sex::Female), birth_year: Some(1990), ..Person::default() };
    let weak = judge_for(&both("extension", &[80.0, 81.0, 82.0], &[81.0, 80.0, 82.0]), &adult);
    let level = of(&weak, "quads", Quality::Strength).evidence.level.unwrap();
    assert!(level.left.z < -1.5 && level.left.probability_low > 0.5, "{level:?}");
    let minor = Person { birth_year: Some(2012), ..adult };
    let hidden = judge_for(&both("extension", &[80.0], &[81.0]), &minor);
    assert!(of(&hidden, "quads", Quality::Strength).evidence.level.is_none());
    assert!(hidden.notices.iter().any(|n| n.code == NoticeCode::NormsHiddenForMinor));
}

#[test]
fn somebody_at_the_median_of_the_norm_stands_at_zero() {
    // The norm prints mean 150 and SD 33; the median of a log-normal with these is 150/√(1 + 0.22²).
    let median = 150.0 / libm::sqrt(1.0 + 0.22 * 0.22);
    let adult = Person { sex: Some(Sex::Female), birth_year: Some(1990), ..Person::default() };
    let assessment = judge_for(&both("extension", &[median], &[median]), &adult);
    let level = of(&assessment, "quads", Quality::Strength).evidence.level.unwrap();
    // Tolerance: sums of some products in f64.
    assert!(level.left.z.abs() < 1e-9 && level.right.z.abs() < 1e-9, "{level:?}");
}

#[test]
fn days_after_the_day_of_the_assessment_do_not_count() {
    let mut trials = both("extension", &[100.0], &[101.0]);
    let mut later = both("extension", &[50.0], &[100.0]);
    later.iter_mut().for_each(|trial| trial.day = date(2026, 12, 24));
    let before = judge(&trials);
    trials.extend(later);
    let after = judge(&trials);
    assert_eq!(before.findings, after.findings);
    assert!(after.notices.iter().any(|n| n.code == NoticeCode::DateInFuture));
}

#[test]
fn nothing_measured_still_says_what_to_measure() {
    let assessment = judge(&[]);
    assert!(assessment.findings.is_empty());
    assert!(!assessment.next.is_empty() && assessment.next.len() <= 3);
    assert!(assessment.next.iter().all(|s| !s.another_day && s.expected_reduction > 0.0));
}
