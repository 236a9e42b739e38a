//! How common bad days are is learnt from days that stand far apart.

use super::*;
use crate::assess::gaussian::normal_below;
use crate::assess::learn_noise;

/// Two days of so many people in a test; on the second day of the first few the right leg is off by so many percent.
fn people(n: u32, n_off: u32, percent: f64) -> Vec<Trial> {
    let of_person = |person: u32| {
        let subject = SubjectId::new(&format!("p{person}")).unwrap();
        let off = if person < n_off { percent } else { 0.0 };
        [(date(2026, 9, 1), 0.0), (date(2026, 9, 8), off)].into_iter().flat_map(move |(day, off)| {
            let right = 100.0 * libm::exp(-0.01 * off);
            let subject = subject.clone();
            both("extension", &[100.0; 3], &[right; 3]).into_iter().map(move |trial| Trial {
                day,
                subject: subject.clone(),
                ..trial
            })
        })
    };
    (0..n).flat_map(of_person).collect()
}

fn times(knowledge: &Knowledge, trials: &[Trial]) -> f64 {
    let rules = learn_noise(trials, &Person::default(), knowledge, TODAY).rules(&knowledge.model);
    rules.mistake_share / knowledge.model.mistake_share
}

#[test]
fn mistakes_alone_are_as_common_as_days_stand_far_apart() {
    let mut knowledge = knowledge();
    // Nothing else may explain them, and nothing but their number is learnt, from nothing beforehand.
    knowledge.model =
        ModelRules { mistake_share: 0.01, mistake_percent: 30.0, learn_bad_days: 1000.0, ..ModelRules::PLAIN };
    let noise = knowledge.tests[&TestId::new("extension").unwrap()].noise;
    let variance = 4e-4 * (noise.leg_day * noise.leg_day + noise.trial * noise.trial / 3.0);
    let beyond = |wider: f64| 2.0 * normal_below(-3.0 * libm::sqrt(variance / (variance + wider)));
    let (usual, mistake) = (beyond(0.0), beyond(0.09));
    // Four cells a pair of days, of which at most one is a mistake.
    let expected = (2.0 / 100.0 - usual) / (4.0 * 0.01 * (mistake - usual));
    let told = times(&knowledge, &people(100, 2, 60.0));
    assert!((libm::log(told) - libm::log(expected)).abs() <= 0.025 + 1e-9, "{told} {expected}");
}

#[test]
fn people_whose_days_agree_have_fewer_bad_ones_and_few_people_do_not_tell() {
    let knowledge = lively();
    let steady = times(&knowledge, &people(150, 0, 0.0));
    let fewer = times(&knowledge, &people(20, 0, 0.0));
    let shaken = times(&knowledge, &people(150, 15, 60.0));
    assert!(steady < 0.6 && steady < fewer && fewer < 1.0 && shaken > 1.2, "{steady} {fewer} {shaken}");
    assert!((times(&knowledge, &people(9, 0, 0.0)) - 1.0).abs() < 1e-12, "few people");
    let mut as_catalogue = lively();
    as_catalogue.model.learn_bad_days = 0.0;
    assert!((times(&as_catalogue, &people(150, 0, 0.0)) - 1.0).abs() < 1e-12, "may not move");
}

#[test]
fn a_difference_of_one_day_is_likelier_to_be_one_where_bad_days_are_rare() {
    let knowledge = lively();
    let mut as_catalogue = lively();
    as_catalogue.model.learn_bad_days = 0.0;
    let learn = |knowledge| learn_noise(&people(150, 0, 0.0), &Person::default(), knowledge, TODAY);
    let probability = |learnt: &Learnt| {
        let cautions = BTreeSet::new();
        let options =
            AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt };
        let me = SubjectId::new("me").unwrap();
        let trials = both("extension", &[100.0; 3], &[75.0; 3]);
        let assessment = assess(&me, &trials, &Person::default(), &knowledge, &options);
        of(&assessment, "quads", Quality::Strength).estimate.as_ref().unwrap().probability
    };
    let (rare, usual) = (probability(&learn(&knowledge)), probability(&learn(&as_catalogue)));
    assert!(rare > usual + 0.01, "{rare} {usual}");
}

#[test]
fn bad_days_are_never_told_to_be_more_than_half_of_all() {
    let mut knowledge = knowledge();
    knowledge.model =
        ModelRules { mistake_share: 0.3, mistake_percent: 30.0, learn_bad_days: 1000.0, ..ModelRules::PLAIN };
    let learnt = times(&knowledge, &people(40, 39, 60.0)) * knowledge.model.mistake_share;
    assert!((learnt - 0.5).abs() < 1e-12, "{learnt}");
    knowledge.model.mistake_share = 0.8;
    let as_catalogue = times(&knowledge, &people(40, 39, 60.0));
    assert!((as_catalogue - 1.0).abs() < 1e-12, "a catalogue that says more is left as it is: {as_catalogue}");
}
