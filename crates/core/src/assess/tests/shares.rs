//! Shares in percent: one leg tells the other, odd sums are asked about, and the reasons why there is no pair are true.

use super::*;

/// The catalogue with shares in percent, as force plates print them.
fn in_percent() -> Knowledge {
    let mut knowledge = knowledge();
    knowledge.tests.get_mut(&TestId::new("stand").unwrap()).unwrap().unit = Unit::Percent;
    knowledge
}

fn judged(trials: &[Trial], knowledge: &Knowledge) -> Assessment {
    judge_in(knowledge, trials, &Person::default())
}

fn of_share(assessment: &Assessment) -> &Finding {
    of(assessment, "whole-leg", Quality::LoadSharing)
}

#[test]
fn one_share_of_a_try_tells_the_other() {
    let knowledge = in_percent();
    let both =
        judged(&[trial("stand", Side::Left, 1, 50.16), trial("stand", Side::Right, 1, 49.84)], &knowledge);
    let wanted = of_share(&both).estimate.as_ref().unwrap().size;
    let right = judged(&[trial("stand", Side::Right, 1, 49.84)], &knowledge);
    let size = of_share(&right).estimate.as_ref().unwrap().size;
    // The rest of 49.84 is 50.16 but for the last bit.
    assert!((size - wanted).abs() < 1e-9, "{size} {wanted}");
    // Of two tries each has its own pair.
    let two = judged(&[trial("stand", Side::Left, 1, 60.0), trial("stand", Side::Right, 2, 40.0)], &knowledge);
    assert!(of_share(&two).estimate.as_ref().unwrap().size > 0.0);
    assert!(!two.notices.iter().any(|notice| notice.code == NoticeCode::DevicesDiffer));
}

#[test]
fn left_and_right_of_one_row_are_one_try_without_a_number() {
    // Two tries a day whose larger left value stands beside the smaller right one, as it must be with shares.
    let rows = [(2, 52.0, 48.0), (3, 55.0, 45.0), (4, 53.0, 47.0)];
    let mut trials: Vec<Trial> = Vec::new();
    for (line, left, right) in rows {
        for (side, value) in [(Side::Left, left), (Side::Right, right)] {
            let mut one = trial("stand", side, 1, value);
            one.attempt = None;
            one.place.line = Some(line);
            trials.push(one);
        }
    }
    let knowledge = in_percent();
    let unnumbered = judged(&trials, &knowledge);
    let odd = |notice: &&Notice| notice.message.contains("do not come to 100 percent");
    assert!(!unnumbered.notices.iter().any(|notice| odd(&notice)), "{:?}", unnumbered.notices);
    // It is the same as with the numbers.
    for trial in &mut trials {
        trial.attempt = trial.place.line.map(|line| line as u32 - 1);
    }
    let size = |assessment: &Assessment| of_share(assessment).estimate.as_ref().unwrap().size;
    let numbered = judged(&trials, &knowledge);
    assert!((size(&unnumbered) - size(&numbered)).abs() < 1e-12);
}

#[test]
fn what_hurt_on_one_leg_is_not_brought_back_by_the_other() {
    let mut trials = vec![trial("stand", Side::Left, 1, 60.0), trial("stand", Side::Right, 1, 40.0)];
    trials[0].pain_nrs = Some(8);
    let assessment = judged(&trials, &in_percent());
    assert_eq!(of_share(&assessment).verdict, Verdict::NotComparable { why: WhyNot::PainLimited(Side::Left) });
}

#[test]
fn shares_of_different_tries_in_another_unit_are_no_pair_and_no_other_device() {
    let trials = [trial("stand", Side::Left, 1, 40.0), trial("stand", Side::Right, 2, 35.0)];
    let assessment = judged(&trials, &knowledge());
    assert_eq!(of_share(&assessment).verdict, Verdict::NotComparable { why: WhyNot::TriesDiffer });
    assert!(!assessment.notices.iter().any(|notice| notice.code == NoticeCode::DevicesDiffer));
}

#[test]
fn shares_that_do_not_come_to_the_whole_are_asked_about() {
    let told = |left: f64, right: f64, knowledge: &Knowledge| {
        let trials = [trial("stand", Side::Left, 1, left), trial("stand", Side::Right, 1, right)];
        let assessment = judged(&trials, knowledge);
        assessment.notices.iter().any(|notice| notice.message.contains("do not come to 100 percent"))
    };
    for (left, right, wanted) in
        [(60.0, 60.0, true), (40.0, 30.0, true), (53.0, 46.0, false), (53.3, 46.7, false)]
    {
        assert_eq!(told(left, right, &in_percent()), wanted, "{left} {right}");
    }
    assert!(!told(40.0, 30.0, &knowledge()), "scales tell kilograms");
}

#[test]
fn fewer_tries_than_the_other_leg_or_than_the_test_asks_for_are_told() {
    let told = |trials: &[Trial]| -> Vec<String> {
        let assessment = judged(trials, &knowledge());
        let few = assessment.notices.iter().filter(|notice| notice.code == NoticeCode::FewTrials);
        few.map(|notice| notice.message.clone()).collect()
    };
    assert_eq!(
        told(&[both("extension", &[100.0], &[100.0]), both("flexion", &[60.0], &[60.0])].concat()),
        ["fewer usable tries a leg than the test asks for: extension (1/3), flexion (1/3)"]
    );
    // Two devices of one test are told apart.
    let with = |device: &str| {
        let trials = both("extension", &[100.0], &[100.0]).into_iter();
        trials.map(|trial| Trial { device: Some(device.to_owned()), ..trial }).collect::<Vec<Trial>>()
    };
    assert_eq!(
        told(&[with("A"), with("B")].concat()),
        ["fewer usable tries a leg than the test asks for: extension, A (1/3), extension, B (1/3)"]
    );
    let uneven = told(&both("extension", &[100.0, 101.0, 99.0], &[100.0, 101.0, 99.0, 100.0]));
    assert!(uneven.is_empty(), "as many as the test asks for are enough: {uneven:?}");
    let uneven = told(&both("extension", &[100.0, 101.0], &[100.0, 101.0, 99.0]));
    assert_eq!(uneven, ["extension: the left has 2 usable tries, the right 3; 3 a visit are asked for"]);
    // The days of a leg come to more than a visit asks for, and one of its visits has too few.
    let mut days = both("extension", &[100.0, 101.0, 99.0], &[100.0, 101.0, 99.0]);
    let mut second = both("extension", &[100.0], &[100.0, 101.0]);
    second.iter_mut().for_each(|trial| trial.day = trial.day.tomorrow().unwrap());
    days.extend(second);
    assert_eq!(told(&days), ["extension: the left has 4 usable tries, the right 5; 3 a visit are asked for"]);
    assert!(told(&both("extension", &[100.0, 101.0, 99.0], &[100.0, 101.0, 99.0])).is_empty());
}
