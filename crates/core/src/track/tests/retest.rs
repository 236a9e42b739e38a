//! What the retest law asks for, on a hand-made assessment.

use crate::assess::{Assessment, Comparison, Finding, SizeUnit, Verdict};
use crate::assess::{Confidence, Estimate, Evidence, NoiseFrom, Suggestion, TestEvidence, Weaker};
use crate::body::Quality;
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{CautionId, DoseRules, Grade, Noise, Setting, Test};
use crate::knowledge::{Knowledge, Link, TestId};
use crate::person::SubjectId;
use crate::plan::Need;
use crate::plan::{NeedKind, Plan};
use crate::quantity::Unit;
use crate::track::{RetestOptions, retest};
use jiff::civil::Date;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};

const NOISE: Noise = Noise { trial: 4.0, leg_day: 3.0, shared_day: 2.0, quirk: 1.0 };

pub(super) fn test(id: &str, link: Link) -> Test {
    Test {
        id: TestId::new(id).unwrap(),
        name: id.to_owned(),
        aliases: Vec::new(),
        elsewhere: Vec::new(),
        settings: vec![Setting::Home],
        quality: Quality::Strength,
        motion: String::new(),
        contraction: None,
        protocol: String::new(),
        unit: Unit::Centimetre,
        link,
        smaller_is_better: false,
        degrees_per_unit: None,
        plausible: [1.0, 300.0],
        loads: BTreeMap::new(),
        trials: 4,
        rest_s: 60,
        beat_per_minute: None,
        minutes: 5.0,
        warm_up_minutes: 0.0,
        equipment: Vec::new(),
        noise: NOISE,
        noise_grade: Grade::B,
        noise_source: Vec::new(),
        reliability: Vec::new(),
        steps: Vec::new(),
        figure: None,
        no_figure: None,
        invalid: Vec::new(),
        stop: Vec::new(),
        cautions: Vec::new(),
        maximal: false,
        none_asks: Vec::new(),
        honest: String::new(),
        grade: Grade::B,
        source: Vec::new(),
    }
}

fn knowledge() -> Knowledge {
    let tests = [test("hop", Link::Log), test("chair", Link::Count), test("reach", Link::Linear)];
    Knowledge {
        tests: tests.into_iter().map(|test| (test.id.clone(), test)).collect(),
        ..Knowledge::empty(
            DoseRules {
                weak_sets: 6.0,
                weak_sets_beginner: 6.0,
                keep_sets: 4.0,
                keep_sets_beginner: 4.0,
                cap_sets: 20.0,
                cap_sets_beginner: 10.0,
                bias_ratio_max: 2.0,
                bias_from_percent: 10.0,
                double_from_percent: 20.0,
                stretch_minutes: 10.0,
                stretch_keep_minutes: 5.0,
                spacing_hours: 48,
                session_sets_max: 6.0,
                session_exercises_max: 8,
                retest_weeks: [4, 6],
                expected_points_per_week: 0.75,
                pain_limit_nrs: 4,
                clearance_days: 90,
                growth_ratio_max: 1.2,
                growth_sets: 2.0,
                trained_level_min: 2,
                trained_free_level_min: 3,
                minimums: Vec::new(),
                grade: Grade::C,
                source: Vec::new(),
            },
            "test",
        )
    }
}

pub(super) fn finding(group: &str, verdict: Verdict, probability: f64, tests: &[(&str, bool)]) -> Finding {
    let evidence = |&(id, used): &(&str, bool)| TestEvidence {
        test: TestId::new(id).unwrap(),
        device: None,
        load: 1.0,
        days: Vec::new(),
        used,
        raw_size: None,
        noise_from: NoiseFrom::Catalogue,
        noise: NOISE,
    };
    Finding {
        comparison: Comparison::LeftRight { group: MuscleGroupId::new(group).unwrap() },
        quality: Quality::Strength,
        verdict,
        estimate: Some(Estimate {
            unit: SizeUnit::Percent,
            delta: 10.0,
            size: 19.0,
            low: 9.0,
            high: 29.0,
            quantiles: [19.0; 20],
            probability,
            probability_first: 0.0,
            probability_second: probability,
        }),
        change: None,
        acting: None,
        evidence: Evidence { tests: tests.iter().map(evidence).collect(), ..Evidence::default() },
    }
}

pub(super) fn weak_right() -> Verdict {
    Verdict::Imbalanced { weaker: Weaker::Leg(Side::Right), confidence: Confidence::Clear }
}

pub(super) fn assessment(findings: Vec<Finding>) -> Assessment {
    Assessment {
        subject: SubjectId::new("a").unwrap(),
        as_of: date(2026, 5, 4),
        findings,
        next: Vec::new(),
        patterns: Vec::new(),
        predictions: Vec::new(),
        notices: Vec::new(),
    }
}

fn plan_for(group: &str) -> Plan {
    Plan {
        proven: true,
        levels: Vec::new(),
        sessions: Vec::new(),
        needs: vec![Need {
            group: MuscleGroupId::new(group).unwrap(),
            side: Side::Right,
            kind: NeedKind::Strengthen,
            probability: 0.97,
            size: 19.0,
            quality: Quality::Strength,
        }],
        volumes: Vec::new(),
        unmet: Vec::new(),
        limits: Vec::new(),
    }
}

fn may(cautions: &BTreeSet<CautionId>) -> RetestOptions<'_> {
    RetestOptions { from: date(2026, 5, 4), cautions, a_leg_waits: false }
}

fn ids(tests: &[TestId]) -> Vec<&str> {
    tests.iter().map(TestId::as_str).collect()
}

#[test]
fn the_window_and_the_tests_come_from_the_catalogue_and_the_called_findings() {
    let assessment = assessment(vec![
        finding("quads", weak_right(), 0.97, &[("hop", true), ("chair", false)]),
        finding("soleus", Verdict::Balanced, 0.01, &[("chair", true)]),
    ]);
    let retest = retest(&assessment, None, &knowledge(), &may(&BTreeSet::new())).unwrap();
    assert_eq!((retest.earliest, retest.latest), (date(2026, 6, 1), date(2026, 6, 15)));
    assert_eq!(ids(&retest.tests), ["hop"]);
    assert_eq!(retest.another_day_first, None);
    assert_eq!(retest.expected_points, None, "without training nothing is expected to change");
}

#[test]
fn without_a_called_difference_all_used_tests_are_repeated_and_nothing_is_expected() {
    let assessment = assessment(vec![
        finding("quads", Verdict::Balanced, 0.01, &[("hop", true)]),
        finding("soleus", Verdict::Balanced, 0.01, &[("hop", true), ("chair", true)]),
    ]);
    let retest = retest(&assessment, Some(&plan_for("quads")), &knowledge(), &may(&BTreeSet::new())).unwrap();
    assert_eq!(ids(&retest.tests), ["hop", "chair"]);
    assert_eq!((retest.detectable_points, retest.expected_points), (None, None));
}

#[test]
fn what_can_be_detected_is_the_change_that_two_tests_of_the_leading_finding_could_tell_from_noise() {
    let assessment = assessment(vec![
        finding("soleus", weak_right(), 0.80, &[("chair", true)]),
        finding("quads", weak_right(), 0.97, &[("hop", true)]),
    ]);
    let retest = retest(&assessment, Some(&plan_for("quads")), &knowledge(), &may(&BTreeSet::new())).unwrap();
    // SEM = √(2·3² + 2·4²/4) = √26 = 5.0990; 1.96·√2·5.0990 = 14.1336 (100·ln); 100·(1 − e^−0.141336) = 13.1804.
    // Tolerance: the four decimals that were worked out by hand.
    assert!((retest.detectable_points.unwrap() - 13.1804).abs() < 1e-3, "{retest:?}");
    assert_eq!(retest.expected_points, Some(4.5), "0.75 points a week for six weeks");
}

#[test]
fn training_is_expected_to_close_no_more_than_the_difference() {
    let mut small = finding("quads", weak_right(), 0.97, &[("hop", true)]);
    small.estimate.as_mut().unwrap().size = 3.0;
    let retest =
        retest(&assessment(vec![small]), Some(&plan_for("quads")), &knowledge(), &may(&BTreeSet::new()))
            .unwrap();
    assert_eq!(retest.expected_points, Some(3.0));
}

#[test]
fn a_reach_in_degrees_gives_no_percentage_points() {
    let reach = finding("hamstrings", weak_right(), 0.97, &[("reach", true)]);
    let retest = retest(&assessment(vec![reach]), None, &knowledge(), &may(&BTreeSet::new())).unwrap();
    assert_eq!(retest.detectable_points, None);
}

#[test]
fn a_surer_reach_in_degrees_does_not_hide_what_a_strength_test_could_show() {
    let mut reach = finding("hamstrings", weak_right(), 0.99, &[("reach", true)]);
    if let Some(estimate) = &mut reach.estimate {
        estimate.unit = SizeUnit::Degrees;
    }
    let strength = finding("quads", weak_right(), 0.9, &[("hop", true)]);
    let retest =
        retest(&assessment(vec![reach, strength]), None, &knowledge(), &may(&BTreeSet::new())).unwrap();
    assert!(retest.detectable_points.is_some());
}

#[test]
fn an_undecided_finding_asks_for_another_day_of_the_test_that_tells_most() {
    let undecided = |group: &str, test: &str, another_day, expected_reduction| {
        let needs = Some(Suggestion {
            test: TestId::new(test).unwrap(),
            another_day,
            minutes: 5.0,
            expected_reduction,
            days_to_settle: None,
            tells_about: Vec::new(),
            missing_leg: None,
        });
        finding(group, Verdict::Undecided { needs }, 0.5, &[(test, true)])
    };
    let assessment = assessment(vec![
        undecided("quads", "hop", true, 0.1),
        undecided("soleus", "chair", true, 0.3),
        undecided("hamstrings", "reach", false, 0.9),
    ]);
    let retest = retest(&assessment, None, &knowledge(), &may(&BTreeSet::new())).unwrap();
    assert_eq!(retest.another_day_first.unwrap().test.as_str(), "chair");
}

#[test]
fn nothing_measured_means_no_retest_and_the_end_of_the_calendar_no_panic() {
    assert_eq!(retest(&assessment(Vec::new()), None, &knowledge(), &may(&BTreeSet::new())), None);
    let one = assessment(vec![finding("quads", weak_right(), 0.97, &[("hop", true)])]);
    assert_eq!(
        retest(&one, None, &knowledge(), &RetestOptions { from: Date::MAX, ..may(&BTreeSet::new()) }),
        None
    );
}

#[test]
fn what_the_limits_forbid_is_not_asked_for_again() {
    let all_out = CautionId::new("maximal-effort").unwrap();
    let mut knowledge = knowledge();
    let hop = TestId::new("hop").unwrap();
    knowledge.tests.get_mut(&hop).unwrap().cautions = vec![all_out.clone()];
    let needs = Some(Suggestion {
        test: hop.clone(),
        another_day: true,
        minutes: 5.0,
        expected_reduction: 0.1,
        days_to_settle: None,
        tells_about: Vec::new(),
        missing_leg: None,
    });
    let assessment = assessment(vec![
        finding("quads", weak_right(), 0.97, &[("hop", true), ("chair", true)]),
        finding("soleus", Verdict::Undecided { needs }, 0.5, &[("hop", true)]),
    ]);
    let limits = BTreeSet::from([all_out]);
    let limited = retest(&assessment, Some(&plan_for("quads")), &knowledge, &may(&limits)).unwrap();
    assert_eq!((ids(&limited.tests), ids(&limited.waiting)), (vec!["chair"], vec!["hop"]));
    assert_eq!((limited.another_day_first, limited.detectable_points), (None, None));
    let free = retest(&assessment, Some(&plan_for("quads")), &knowledge, &may(&BTreeSet::new())).unwrap();
    assert_eq!(
        (ids(&free.tests), free.another_day_first.map(|one| one.test)),
        (vec!["hop", "chair"], Some(hop))
    );
}

#[test]
fn while_a_leg_waits_every_test_that_loads_it_waits() {
    let one = assessment(vec![finding("quads", weak_right(), 0.97, &[("hop", true)])]);
    let none = BTreeSet::new();
    let waits = RetestOptions { a_leg_waits: true, ..may(&none) };
    let retest = retest(&one, None, &knowledge(), &waits).unwrap();
    assert_eq!((retest.tests.len(), ids(&retest.waiting)), (0, vec!["hop"]));
    assert_eq!(retest.detectable_points, None);
}
