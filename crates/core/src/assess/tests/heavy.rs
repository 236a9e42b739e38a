//! One wild value, a contradicting day, a large part: what a single strange thing may and may not do.

use super::*;

/// The same trials on another day.
pub(super) fn on(trials: Vec<Trial>, day: Date) -> Vec<Trial> {
    trials.into_iter().map(|trial| Trial { day, ..trial }).collect()
}

/// Three even days, and one try of one leg that is far off on the last.
fn one_wild_try() -> Vec<Trial> {
    let mut trials = Vec::new();
    for day in [1, 8, 15] {
        trials.extend(on(both("extension", &[100.0, 101.0, 99.0], &[100.0, 99.0, 101.0]), date(2026, 11, day)));
    }
    trials.last_mut().unwrap().value = 52.0;
    trials
}

#[test]
fn one_wild_try_carries_no_verdict_and_is_named() {
    let assessment = judge_lively(&one_wild_try(), &Person::default());
    let finding = of(&assessment, "quads", Quality::Strength);
    assert!(!matches!(finding.verdict, Verdict::Imbalanced { .. }), "{:?}", finding.verdict);
    assert!(finding.estimate.as_ref().unwrap().size.abs() < 2.5, "{:?}", finding.estimate);
    let days = &finding.evidence.tests[0].days;
    let wild = &days[2].sides.right.wild;
    assert_eq!(wild.len(), 1, "{wild:?}");
    assert!((wild[0].value - 52.0).abs() < 1e-9 && wild[0].probability > 0.9);
    assert!(assessment.notices.iter().any(|n| n.code == NoticeCode::ValueDoubtful));
    // Without wild values in the model the same try moves the difference several times further.
    let plain = judge(&one_wild_try());
    let moved = of(&plain, "quads", Quality::Strength).estimate.as_ref().unwrap().size;
    assert!(moved > 3.0, "{moved}");
}

#[test]
fn a_day_with_the_sides_swapped_is_told_and_decides_nothing() {
    let mut trials = both("extension", &[80.0, 81.0, 79.0], &[110.0, 111.0, 109.0]);
    trials.extend(on(both("extension", &[110.0, 110.0, 110.0], &[80.0, 80.0, 80.0]), date(2026, 11, 21)));
    let assessment = judge_lively(&trials, &Person::default());
    let swapped = |assessment: &Assessment| -> Vec<String> {
        let told = assessment.notices.iter().filter(|n| n.code == NoticeCode::SidesMayBeSwapped);
        told.map(|notice| notice.message.clone()).collect()
    };
    // Nothing says which of two days it was; of three the one that differs.
    assert_eq!(
        swapped(&assessment),
        ["extension: on one of 2026-11-20 and 2026-11-21 left and right look swapped"]
    );
    let mut three = trials.clone();
    three.extend(on(both("extension", &[80.0, 80.0, 80.0], &[110.0, 110.0, 110.0]), date(2026, 11, 22)));
    assert_eq!(
        swapped(&judge_lively(&three, &Person::default())),
        ["extension: on 2026-11-21 left and right look swapped against the other days"]
    );
    assert!(assessment.notices.iter().any(|n| n.code == NoticeCode::DaysDisagree));
    let finding = of(&assessment, "quads", Quality::Strength);
    assert_eq!(finding.verdict.as_str(), "undecided", "{:?}", finding.estimate);
}

#[test]
fn a_large_difference_is_shrunk_less_than_a_small_one() {
    // The share of the raw difference that is believed.
    let believed = |right: f64| {
        let mut trials = Vec::new();
        for day in [1, 8, 15] {
            trials.extend(on(both("extension", &[100.0; 3], &[right; 3]), date(2026, 11, day)));
        }
        let assessment = judge_lively(&trials, &Person::default());
        let finding = of(&assessment, "quads", Quality::Strength);
        finding.evidence.posterior_mean.unwrap() / (100.0 * libm::log(100.0 / right))
    };
    let (small, large) = (believed(95.0), believed(65.0));
    assert!(large > small + 0.1, "{small} {large}");
}

#[test]
fn a_leg_that_was_injured_is_expected_to_be_the_weaker() {
    let trials = both("extension", &[100.0; 3], &[92.0; 3]);
    let injury = |side| crate::person::Injury {
        what: "sprain".to_owned(),
        side: Some(side),
        groups: vec![MuscleGroupId::new("quads").unwrap()],
        on: None,
        surgery: false,
        operation: None,
    };
    let size = |injuries| {
        let assessment = judge_lively(&trials, &Person { injuries, ..Person::default() });
        of(&assessment, "quads", Quality::Strength).evidence.posterior_mean.unwrap()
    };
    let (none, right, left) =
        (size(Vec::new()), size(vec![injury(Side::Right)]), size(vec![injury(Side::Left)]));
    // An injury of either leg makes large differences likelier, so both are shrunk less than without one.
    assert!(right > left + 0.3 && right > none, "right {right}, none {none}, left {left}");
}

/// Two tests of the front of the thigh, in which the right leg is poor.
fn poor_in_two_tests(knowledge: &mut Knowledge, day: Date) -> Vec<Trial> {
    let mut second = knowledge.tests[&TestId::new("extension").unwrap()].clone();
    second.id = TestId::new("extension-fast").unwrap();
    knowledge.tests.insert(second.id.clone(), second);
    let mut trials = both("extension", &[100.0; 3], &[72.0; 3]);
    trials.extend(both("extension-fast", &[100.0; 3], &[72.0; 3]));
    on(trials, day)
}

#[test]
fn one_day_on_which_all_tests_of_a_muscle_are_poor_says_less_than_two() {
    let probable = |wild: f64, days: &[i8]| {
        let mut knowledge = lively();
        knowledge.model.wild_muscle_share = wild;
        let quads = knowledge.groups.values_mut().find(|group| group.id.as_str() == "quads").unwrap();
        quads.name = "Front of thigh".to_owned();
        let trials: Vec<Trial> =
            days.iter().flat_map(|&day| poor_in_two_tests(&mut knowledge, date(2026, 11, day))).collect();
        let assessment = judge_in(&knowledge, &trials, &Person::default());
        of(&assessment, "quads", Quality::Strength).estimate.as_ref().unwrap().probability_second
    };
    let (never, one_day, two_days) = (probable(0.0, &[15]), probable(0.02, &[15]), probable(0.02, &[8, 15]));
    assert!(one_day < never - 0.05, "{one_day} {never}");
    assert!(two_days > one_day + 0.05, "{two_days} {one_day}");
}

#[test]
fn a_day_on_which_a_muscle_did_not_want_to_is_told_and_decides_nothing() {
    let mut knowledge = lively();
    let mut trials = poor_in_two_tests(&mut knowledge, date(2026, 11, 15));
    // A notice calls a group by its name, not by its id.
    "Front of thigh"
        .clone_into(&mut knowledge.groups.values_mut().find(|g| g.id.as_str() == "quads").unwrap().name);
    for day in [1, 8] {
        for test in ["extension", "extension-fast"] {
            trials.extend(on(both(test, &[100.0; 3], &[100.0; 3]), date(2026, 11, day)));
        }
    }
    let judged = |wild: f64| {
        let mut knowledge = knowledge.clone();
        knowledge.model.wild_muscle_share = wild;
        judge_in(&knowledge, &trials, &Person::default())
    };
    let size = |assessment: &Assessment| {
        of(assessment, "quads", Quality::Strength).evidence.posterior_mean.unwrap().abs()
    };
    let told = |assessment: &Assessment| {
        assessment.notices.iter().any(|n| n.message.contains("all tests of “Front of thigh”"))
    };
    let (with, without) = (judged(0.02), judged(0.0));
    assert!(size(&with) < 0.8 * size(&without), "{} {}", size(&with), size(&without));
    assert!(told(&with) && !told(&without), "{:?}", with.notices);
}

/// The verdict and the probability that the right leg is the weaker beyond δ when it does so much in one test on some
/// days, the left leg doing 100.
fn shown(right: f64, days: &[i8]) -> (String, f64, Assessment) {
    let one = |&day: &i8| on(both("extension", &[100.0; 3], &[right; 3]), date(2026, 11, day));
    let trials: Vec<Trial> = days.iter().flat_map(one).collect();
    let assessment = judge_lively(&trials, &Person::default());
    let finding = of(&assessment, "quads", Quality::Strength);
    let probability = finding.estimate.as_ref().map_or(0.0, |estimate| estimate.probability_second);
    (finding.verdict.as_str().to_owned(), probability, assessment)
}

#[test]
fn a_leg_that_did_half_as_much_is_never_told_to_be_equal() {
    for days in [&[15][..], &[8, 15], &[1, 8, 15]] {
        for right in [80.0, 70.0, 60.0, 50.0, 35.0, 20.0, 10.0] {
            let (verdict, probability, _) = shown(right, days);
            assert_ne!(verdict, "balanced", "{right} on {days:?}: {probability}");
        }
    }
    // One day may be a mistake however far off it is; two that agree on a half leave no doubt.
    for right in [50.0, 35.0] {
        assert_ne!(shown(right, &[15]).0, "imbalanced-clear", "{right}: {}", shown(right, &[15]).1);
    }
    assert_eq!(shown(50.0, &[8, 15]).0, "imbalanced-clear");
}

#[test]
fn what_keeps_a_finding_from_balance_is_said_with_what_to_do() {
    let mut knowledge = lively();
    // Whoever believes in small differences alone takes everything else for a mistake.
    for prior in knowledge.groups.values_mut().flat_map(|group| group.prior.values_mut()) {
        prior.large_share = 0.0;
        prior.usual_sd = 3.0;
    }
    let judged = |right: f64| {
        let trials = both("extension", &[100.0; 3], &[right; 3]);
        judge_in(&knowledge, &trials, &Person::default())
    };
    let told = |assessment: &Assessment| {
        assessment.notices.iter().filter(|n| n.message.contains("the right leg was 50 % below")).count()
    };
    let half = judged(50.0);
    assert_eq!(of(&half, "quads", Quality::Strength).verdict.as_str(), "undecided");
    assert_eq!(told(&half), 1, "{:?}", half.notices);
    assert_eq!(told(&judged(99.0)), 0);
}
