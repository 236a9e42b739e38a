//! Change, regression to the mean, prediction, learning from repeats, batteries and long records.

use super::heavy::on;
use super::*;
use crate::assess::{ChangeVerdict, NoiseFrom, battery, learn_noise};

fn visit(who: &str, test: &str, day: Date, left: f64, right: f64) -> Vec<Trial> {
    both(test, &[left; 3], &[right; 3])
        .into_iter()
        .map(|trial| Trial { day, subject: SubjectId::new(who).unwrap(), ..trial })
        .collect()
}

fn months(values: &[(i8, f64, f64)]) -> Vec<Trial> {
    values
        .iter()
        .flat_map(|&(month, left, right)| visit("me", "extension", date(2026, month, 1), left, right))
        .collect()
}

#[test]
fn a_gap_that_closes_over_many_visits_is_better_and_one_that_opens_is_worse() {
    let closing: Vec<(i8, f64, f64)> =
        (2..12).map(|month| (month, 100.0, 60.0 + 4.0 * f64::from(month - 2))).collect();
    let change = |values: &[(i8, f64, f64)]| {
        let assessment = judge_lively(&months(values), &Person::default());
        of(&assessment, "quads", Quality::Strength).change.clone().unwrap()
    };
    let better = change(&closing);
    assert_eq!(better.verdict, ChangeVerdict::Better, "{better:?}");
    assert_eq!(better.since, date(2026, 2, 1));
    assert!(better.gap.low > 0.0 && better.gap.middle < 45.0, "{better:?}");
    let legs = better.legs.unwrap();
    assert!(legs.right.middle > legs.left.middle, "the right leg gained: {legs:?}");
    let mut opening = closing.clone();
    for (months, turned) in opening.iter_mut().zip(closing.iter().rev()) {
        (months.1, months.2) = (turned.1, turned.2);
    }
    assert_eq!(change(&opening).verdict, ChangeVerdict::Worse);
}

#[test]
fn what_goes_away_by_itself_at_the_second_visit_is_not_told_as_better() {
    // Fourteen percent at first, four at the second: the usual fall of a noisy first value.
    let assessment = judge_lively(&months(&[(10, 100.0, 87.0), (11, 100.0, 96.0)]), &Person::default());
    let finding = of(&assessment, "quads", Quality::Strength);
    let change = finding.change.as_ref().unwrap();
    assert_ne!(change.verdict, ChangeVerdict::Better, "{change:?}");
    let raw = 100.0 * (libm::log(100.0 / 87.0) - libm::log(100.0 / 96.0));
    assert!(change.gap.middle < 0.3 * raw, "most of it is noise: {change:?}");
    // Before the second visit is known, the model expects the difference of the next one to be far smaller.
    let before = predictions::predicted(&months(&[(10, 100.0, 87.0)]), &lively());
    let prediction = &before.predictions[0];
    assert!(prediction.mean < 0.6 * 100.0 * libm::log(100.0 / 87.0), "{prediction:?}");
    assert!(prediction.sd > 5.0 && prediction.n_trials == 3, "{prediction:?}");
}

#[test]
fn the_course_has_a_point_for_each_day_and_ends_where_the_finding_stands() {
    let assessment =
        judge_lively(&months(&[(9, 100.0, 80.0), (10, 100.0, 82.0), (11, 100.0, 81.0)]), &Person::default());
    let finding = of(&assessment, "quads", Quality::Strength);
    let course = &finding.evidence.course;
    assert_eq!(course.len(), 3);
    assert!(course.iter().all(|point| point.low < point.size && point.size < point.high));
    // Tolerance: three weeks of wander lie between the last day and the day of the assessment.
    assert!((course[2].size - finding.estimate.as_ref().unwrap().size).abs() < 0.5);
}

/// Visits of some people whose differences scatter by this many percent from visit to visit.
fn squad(scatter: f64) -> Vec<Trial> {
    let mut trials = Vec::new();
    for person in 0..12_u32 {
        for visit_number in 0..5_u32 {
            // A fixed sequence that looks like chance: mean 0, SD near 1.
            let turn = f64::from((person * 7 + visit_number * 13) % 11) / 10.0 - 0.5;
            let right = 100.0 * libm::exp(-0.01 * scatter * turn / 0.316);
            let day = date(2026, 9, 1 + i8::try_from(visit_number * 3).unwrap());
            trials.extend(visit(&format!("p{person}"), "extension", day, 100.0, right));
        }
    }
    trials
}

#[test]
fn repeats_that_scatter_more_teach_more_noise_and_say_whose_it_is() {
    let knowledge = lively();
    let test = &knowledge.tests[&TestId::new("extension").unwrap()];
    let learn = |scatter| learn_noise(&squad(scatter), &Person::default(), &knowledge, TODAY);
    let (steady, noisy) = (learn(2.0), learn(16.0));
    assert!(steady.noise(test).leg_day < test.noise.leg_day, "{:?}", steady.noise(test));
    assert!(noisy.noise(test).leg_day > test.noise.leg_day, "{:?}", noisy.noise(test));
    assert_eq!(steady.noise_from(&test.id), NoiseFrom::Repeats { n_people: 12, n_visits: 60 });
    let other = TestId::new("flexion").unwrap();
    assert_eq!(steady.noise_from(&other), NoiseFrom::Catalogue);
    let single = learn_noise(&both("extension", &[100.0], &[90.0]), &Person::default(), &knowledge, TODAY);
    assert_eq!(single, Learnt::default(), "one visit teaches nothing");
}

#[test]
fn a_table_without_large_differences_lets_fewer_be_expected_of_somebody_new() {
    let knowledge = lively();
    let mut as_catalogue = lively();
    as_catalogue.model.learn_large = 0.0;
    let learn = |knowledge| learn_noise(&squad(4.0), &Person::default(), knowledge, TODAY);
    let (fewer, as_many) = (learn(&knowledge), learn(&as_catalogue));
    assert!(fewer.large_times(Quality::Strength) < 0.9, "{}", fewer.large_times(Quality::Strength));
    assert!((as_many.large_times(Quality::Strength) - 1.0).abs() < 1e-12);
    assert!((fewer.large_times(Quality::Flexibility) - 1.0).abs() < 1e-12, "nobody measured it");
    let probability = |learnt: &Learnt| {
        let cautions = BTreeSet::new();
        let options =
            AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt };
        let me = SubjectId::new("me").unwrap();
        let trials = both("extension", &[100.0; 3], &[86.0; 3]);
        let assessment = assess(&me, &trials, &Person::default(), &knowledge, &options);
        of(&assessment, "quads", Quality::Strength).estimate.as_ref().unwrap().probability
    };
    assert!(probability(&fewer) < probability(&as_many), "{} {}", probability(&fewer), probability(&as_many));
    let few: Vec<Trial> =
        squad(4.0).into_iter().filter(|trial| trial.subject.as_str().len() == 2).take(60).collect();
    let learnt = learn_noise(&few, &Person::default(), &knowledge, TODAY);
    assert!((learnt.large_times(Quality::Strength) - 1.0).abs() < 1e-12, "few people do not tell");
}

#[test]
fn a_large_difference_that_repeats_exactly_is_no_noise() {
    let knowledge = lively();
    let test = &knowledge.tests[&TestId::new("extension").unwrap()];
    let steady: Vec<Trial> =
        (1..6).flat_map(|day| visit("me", "extension", date(2026, 11, day), 100.0, 67.0)).collect();
    let learnt = learn_noise(&steady, &Person::default(), &knowledge, TODAY);
    assert!(learnt.noise(test).leg_day < test.noise.leg_day, "{:?}", learnt.noise(test));
}

#[test]
fn a_battery_fits_its_minutes_and_more_minutes_never_tell_less() {
    let (cautions, learnt, knowledge) = (BTreeSet::new(), Learnt::default(), lively());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
    let me = SubjectId::new("me").unwrap();
    let choose = |minutes| battery(&me, &[], &Person::default(), &knowledge, &options, minutes);
    let mut before = 0.0;
    for minutes in [1.0, 5.0, 10.0, 15.0, 30.0] {
        let tests = choose(minutes);
        assert!(tests.iter().map(|test| test.minutes).sum::<f64>() <= minutes);
        let tells: f64 = tests.iter().map(|test| test.expected_reduction).sum();
        assert!(tells + 1e-9 >= before, "{minutes}: {tells} after {before}");
        before = tells;
    }
    assert!(before > 0.0 && choose(1.0).is_empty());
}

#[test]
fn a_warm_up_that_tests_share_counts_once_and_with_the_first() {
    let (cautions, learnt, mut knowledge) = (BTreeSet::new(), Learnt::default(), lively());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
    let me = SubjectId::new("me").unwrap();
    let choose = |knowledge: &Knowledge, minutes| {
        let tests = battery(&me, &[], &Person::default(), knowledge, &options, minutes);
        tests.iter().map(|test| test.minutes).collect::<Vec<f64>>()
    };
    let n_tests = choose(&knowledge, 1000.0).len();
    assert!(n_tests > 2, "{n_tests}");
    for test in knowledge.tests.values_mut() {
        test.warm_up_minutes = 3.0;
    }
    let minutes = choose(&knowledge, 1000.0);
    // Each test takes five minutes.
    let are = |found: &[f64], wanted: f64| found.iter().all(|one| (one - wanted).abs() < 1e-9);
    assert!(minutes.len() > 2 && are(&minutes[..1], 8.0) && are(&minutes[1..], 5.0), "{minutes:?}");
    // Who has eight minutes has time for one test, and who has seven for none.
    assert_eq!((choose(&knowledge, 12.9).len(), choose(&knowledge, 8.0).len()), (1, 1));
    assert_eq!((choose(&knowledge, 7.9).len(), choose(&knowledge, 13.0).len()), (0, 2));
}

#[test]
fn a_thousand_days_are_put_together_and_said_to_be() {
    let start = date(2020, 1, 1);
    let mut trials = Vec::new();
    for number in 0..1000_i32 {
        let day = start.checked_add(jiff::Span::new().days(number * 2)).unwrap();
        trials.extend(visit("me", "extension", day, 100.0, 80.0));
    }
    let assessment = judge_lively(&trials, &Person::default());
    assert!(assessment.notices.iter().any(|n| n.code == NoticeCode::LimitReached));
    let finding = of(&assessment, "quads", Quality::Strength);
    assert_eq!(finding.verdict.as_str(), "imbalanced-clear");
    assert_eq!((finding.evidence.n_trials, finding.evidence.n_days), (6000, 1000));
}

#[test]
fn ten_thousand_devices_end_in_an_answer() {
    let trials: Vec<Trial> = (0..10_000)
        .flat_map(|i| {
            both("extension", &[100.0], &[90.0])
                .into_iter()
                .map(move |t| Trial { device: Some(format!("d{i}")), ..t })
        })
        .collect();
    let assessment = judge_lively(&trials, &Person::default());
    assert!(assessment.notices.iter().any(|n| n.code == NoticeCode::LimitReached));
    assert!(of(&assessment, "quads", Quality::Strength).estimate.is_some());
}

/// Two days that agree are two days that agree, whatever is usual for the sport.
#[test]
fn a_leg_that_is_not_what_the_sport_lets_expect_is_not_taken_for_noise() {
    let knowledge = lively();
    let person =
        Person { sport: Some("soccer".to_owned()), dominant_leg: Some(Side::Right), ..Person::default() };
    let noise = |left: f64, right: f64| {
        let day = |times: f64, day| {
            on(both("flexion", &[left * times, left], &[right, right * times]), date(2026, 11, day))
        };
        let trials = [day(1.03, 10), day(0.98, 20)].concat();
        let learnt = learn_noise(&trials, &person, &knowledge, TODAY);
        learnt.noise(&knowledge.tests[&TestId::new("flexion").unwrap()]).leg_day
    };
    // The leg that kicks is the usual stronger one, or the weaker by as much.
    let (usual, against) = (noise(85.0, 100.0), noise(100.0, 85.0));
    assert!((against / usual - 1.0).abs() < 0.03, "{usual} {against}");
}

#[test]
fn one_person_with_visits_far_apart_is_one_person_and_what_changed_between_them_is_no_noise() {
    // Two days in spring with the right leg far weaker, two in autumn with both the same.
    let days = [
        (date(2026, 3, 1), 60.0),
        (date(2026, 3, 8), 61.0),
        (date(2026, 9, 1), 99.0),
        (date(2026, 9, 8), 100.0),
    ];
    let trials: Vec<Trial> =
        days.iter().flat_map(|&(day, right)| visit("me", "extension", day, 100.0, right)).collect();
    let knowledge = lively();
    let learnt = learn_noise(&trials, &Person::default(), &knowledge, TODAY);
    let test = knowledge.tests.values().find(|test| test.id.as_str() == "extension").unwrap();
    assert_eq!(learnt.noise_from(&test.id), NoiseFrom::Repeats { n_people: 1, n_visits: 4 });
    // Days of one season agree within a percent, so that nothing is learnt to be noisier than it was.
    assert!(learnt.noise(test).leg_day < test.noise.leg_day, "{:?}", learnt.noise(test));
}
