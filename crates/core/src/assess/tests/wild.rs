//! What does not go with the rest: the right leg is named, or none where nothing says which, and each once.

use super::heavy::on;
use super::*;

/// What is told of values and days that do not go with the rest.
fn told(assessment: &Assessment) -> Vec<String> {
    let rest = |notice: &&crate::notice::Notice| notice.message.contains("go with the rest");
    assessment.notices.iter().filter(rest).map(|notice| notice.message.clone()).collect()
}

/// The same with the legs swapped in the words.
fn turned(said: &[String]) -> BTreeSet<String> {
    let turn = |text: &String| text.replace("left", "\u{0}").replace("right", "left").replace('\u{0}', "right");
    said.iter().map(turn).collect()
}

fn n_wild(assessment: &Assessment, side: Side) -> usize {
    let tests = assessment.findings.iter().flat_map(|finding| &finding.evidence.tests);
    tests.flat_map(|test| &test.days).map(|day| day.sides[side].wild.len()).sum()
}

/// The catalogue's own figures of a test of knee extension with a dynamometer.
fn dynamometer() -> Knowledge {
    let mut knowledge = lively();
    let test = knowledge.tests.get_mut(&TestId::new("extension").unwrap()).unwrap();
    test.noise = Noise { trial: 5.0, leg_day: 4.0, shared_day: 3.0, quirk: 5.0 };
    for prior in knowledge.groups.values_mut().flat_map(|group| group.prior.values_mut()) {
        (prior.usual_sd, prior.large_sd, prior.large_share) = (4.5, 14.0, 0.12);
    }
    knowledge
}

#[test]
fn of_two_legs_that_differ_on_one_day_neither_is_named_as_the_one_that_does_not_fit() {
    let (mut nothing, mut one_of_two) = (0, 0);
    for right in [135.0, 120.0, 110.0, 100.0, 90.0, 75.0, 60.0, 50.0, 40.0, 25.0] {
        let trials = both("extension", &[150.0; 3], &[right; 3]);
        let assessment = judge_in(&dynamometer(), &trials, &Person::default());
        assert_eq!(
            [n_wild(&assessment, Side::Left), n_wild(&assessment, Side::Right)],
            [0, 0],
            "{right}: {:?}",
            told(&assessment)
        );
        let said = told(&assessment);
        assert!(said.iter().all(|text| text.contains("one of the two legs")), "{right}: {said:?}");
        nothing += usize::from(said.is_empty());
        one_of_two += said.len();
    }
    assert!(nothing > 2 && one_of_two > 1, "{nothing} {one_of_two}");
}

#[test]
fn a_mirrored_record_has_mirrored_words() {
    let days = [
        (vec![150.0, 152.0, 149.0], vec![110.0, 112.0, 111.0], 1),
        (vec![150.0, 152.0, 80.0], vec![148.0, 149.0, 150.0], 8),
        (vec![60.0, 61.0, 62.0], vec![148.0, 149.0, 150.0], 15),
    ];
    for n_days in 1..=3 {
        let record = |turned: bool| {
            let of = |(left, right, day): &(Vec<f64>, Vec<f64>, i8)| {
                let (left, right) = if turned { (right, left) } else { (left, right) };
                on(both("extension", left, right), date(2026, 11, *day))
            };
            let trials: Vec<Trial> = days.iter().take(n_days).flat_map(of).collect();
            judge_in(&dynamometer(), &trials, &Person::default())
        };
        let (plain, mirrored) = (told(&record(false)), told(&record(true)));
        assert_eq!(plain.iter().cloned().collect::<BTreeSet<_>>(), turned(&mirrored), "{n_days} days");
    }
}

#[test]
fn a_leg_whose_other_days_say_otherwise_is_named_with_all_its_tries_in_one_notice() {
    let mut trials = Vec::new();
    for day in [1, 5, 8, 12, 15] {
        let left = if day == 12 { [70.0, 71.0, 69.0] } else { [150.0, 151.0, 149.0] };
        trials.extend(on(both("extension", &left, &[150.0, 149.0, 151.0]), date(2026, 11, day)));
    }
    let assessment = judge_in(&dynamometer(), &trials, &Person::default());
    assert_eq!([n_wild(&assessment, Side::Left), n_wild(&assessment, Side::Right)], [3, 0]);
    assert_eq!(
        told(&assessment),
        [
            "extension on the left: 3 tries do not go with the rest, so they count for little: 70 N (2026-11-12), 71 N \
             (2026-11-12), 69 N (2026-11-12)"
        ]
    );
}

#[test]
fn a_hundred_thousand_tries_of_one_person_have_a_few_notices() {
    let mut trials = Vec::new();
    let (mut seed, first) = (7_u64, date(2024, 1, 1));
    for i in 0..100_000_u32 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let apart = (seed >> 40) as f64 / f64::from(1 << 24) - 0.5;
        // Every fiftieth is far off.
        let value = if i % 50 == 0 { 70.0 } else { 150.0 } * (1.0 + 0.2 * apart);
        let side = if i % 2 == 0 { Side::Left } else { Side::Right };
        let day = first.checked_add(jiff::Span::new().days(i64::from(i / 125))).unwrap();
        trials.push(Trial { day, ..trial("extension", side, i / 2 % 60 + 1, value) });
    }
    let assessment = judge_in(&dynamometer(), &trials, &Person::default());
    assert!(n_wild(&assessment, Side::Left) > 50, "{}", n_wild(&assessment, Side::Left));
    let said = told(&assessment);
    assert!(said.len() <= 2 && assessment.notices.len() < 10, "{:?}", assessment.notices);
    assert!(said.iter().all(|text| text.len() < 250), "{said:?}");
}

#[test]
fn what_a_day_shows_far_beyond_the_usual_stands_in_the_finding_that_doubts_it() {
    let finding = |right: [f64; 3]| {
        let trials = both("extension", &[99.0, 100.0, 101.0], &right);
        of(&judge_lively(&trials, &Person::default()), "quads", Quality::Strength).clone()
    };
    let half = finding([48.0, 49.0, 50.0]);
    assert!(matches!(half.verdict, Verdict::Undecided { .. }), "{:?}", half.estimate);
    let [shown] = half.evidence.beyond.as_slice() else { panic!("{:?}", half.evidence.beyond) };
    assert_eq!((shown.test.as_str(), shown.weaker), ("extension", Side::Right));
    assert!((shown.by - 51.0).abs() < 0.5, "{shown:?}");
    for usual in [[98.0, 99.0, 100.0], [91.0, 92.0, 93.0]] {
        assert_eq!(finding(usual).evidence.beyond, [], "{usual:?}");
    }
}
