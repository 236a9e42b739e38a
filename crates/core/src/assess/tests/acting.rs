//! When a difference is worth acting on: pain that the answers tell of is a reason where it sits, nobody who told of
//! any reads that nothing hurts, and what is normal for a sport is left alone.

use super::*;
use crate::knowledge::{Action, Flag, FlagId};
use crate::screen::{Answer, Answers, Reply, ToldPain};

/// A question that tells of pain: what it asks for matters to nobody here.
fn flag(id: &str, only_after: &[&str], pain_in: &[&str]) -> Flag {
    Flag {
        id: FlagId::new(id).unwrap(),
        name: String::new(),
        question: String::new(),
        action: Action::Limit,
        reason: String::new(),
        escalate: Vec::new(),
        only_after: only_after.iter().map(|id| FlagId::new(id).unwrap()).collect(),
        asked_at_age: None,
        follows_from_age: false,
        follows_from_surgery_months: None,
        follows_from_injury_weeks: None,
        follows_from_test_pain: false,
        pain_in: Some(pain_in.iter().map(|id| MuscleGroupId::new(id).unwrap()).collect()),
        one_leg: false,
        about_injuries: false,
        cleared_months: None,
        cautions: Vec::new(),
        no_maximal_tests: false,
        measured: None,
        order: 0,
        grade: Grade::E,
        source: source(),
    }
}

fn told(yes: &[(&str, Option<Side>)]) -> ToldPain {
    let flags = vec![flag("RF-49", &[], &[]), flag("RF-55", &["RF-49"], &["hamstrings"])];
    let by_flag = flags.iter().filter_map(|flag| {
        let (_, side) = yes.iter().find(|(id, _)| *id == flag.id.as_str())?;
        Some((flag.id.clone(), Answer { reply: Reply::Yes, side: *side, cleared: None }))
    });
    let answers = Answers { on: TODAY, by_flag: by_flag.collect() };
    ToldPain::of(&answers, &Knowledge { flags, ..knowledge() })
}

/// Left hamstrings that are weaker for certain, where so much is usual.
fn reasons(pain: Option<&ToldPain>, tried_nrs: u8) -> (bool, Vec<ActingReason>) {
    let mut trials = Vec::new();
    for day in 1..=6 {
        let mut more = both("flexion", &[70.0, 71.0, 69.0], &[100.0, 101.0, 99.0]);
        for trial in &mut more {
            trial.day = date(2026, 11, day);
            trial.pain_nrs = Some(tried_nrs).filter(|_| trial.side == Side::Left);
        }
        trials.extend(more);
    }
    let (cautions, learnt) = (BTreeSet::new(), Learnt::default());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain, learnt: &learnt };
    let mut knowledge = knowledge();
    for prior in knowledge.groups.values_mut().flat_map(|group| group.prior.values_mut()) {
        prior.usual_up_to = Some(50.0);
    }
    let me = SubjectId::new("me").unwrap();
    let assessment = assess(&me, &trials, &Person::default(), &knowledge, &options);
    let acting = of(&assessment, "hamstrings", Quality::Strength).acting.clone().unwrap();
    (acting.worth, acting.reasons)
}

#[test]
fn pain_told_where_the_weak_side_works_is_a_reason_to_act() {
    assert_eq!(reasons(None, 0), (false, vec![ActingReason::NothingCallsForIt]));
    let nowhere = told(&[]);
    assert_eq!(reasons(Some(&nowhere), 0), (false, vec![ActingReason::NothingCallsForIt]));
    let there = (true, vec![ActingReason::PainTold]);
    for left in [
        // The place names the leg, or the question before it does, or only that question was answered.
        told(&[("RF-49", None), ("RF-55", Some(Side::Left))]),
        told(&[("RF-49", Some(Side::Left)), ("RF-55", None)]),
        told(&[("RF-49", Some(Side::Left))]),
    ] {
        assert_eq!(reasons(Some(&left), 0), there, "{left:?}");
    }
}

#[test]
fn pain_elsewhere_or_without_a_leg_takes_away_that_nothing_hurts() {
    let elsewhere = (false, vec![ActingReason::NothingButPain]);
    for pain in [
        told(&[("RF-49", Some(Side::Right)), ("RF-55", None)]),
        told(&[("RF-49", None), ("RF-55", None)]),
        told(&[("RF-49", None)]),
    ] {
        assert_eq!(reasons(Some(&pain), 0), elsewhere, "{pain:?}");
    }
    assert_eq!(reasons(None, 2), elsewhere, "a try that hurt a little");
}

#[test]
fn what_is_normal_for_a_sport_is_left_alone_even_when_it_is_unusual_elsewhere() {
    let mut trials = Vec::new();
    for day in 1..=6 {
        let mut more = both("flexion", &[70.0, 71.0, 69.0], &[100.0, 101.0, 99.0]);
        more.iter_mut().for_each(|trial| trial.day = date(2026, 11, day));
        trials.extend(more);
    }
    let person = |dominant_leg, sport: Option<&str>| Person {
        dominant_leg,
        sport: sport.map(str::to_owned),
        ..Person::default()
    };
    let worth = |person: Person| {
        let assessment = judge_for(&trials, &person);
        of(&assessment, "hamstrings", Quality::Strength).acting.clone().unwrap()
    };
    let kicker = worth(person(Some(Side::Right), Some("soccer")));
    assert!(!kicker.worth && matches!(kicker.reasons[..], [ActingReason::NormalForSport { .. }]), "{kicker:?}");
    // The other leg, another sport, or no sport: unusually large, so worth acting on.
    for other in [(Some(Side::Left), Some("soccer")), (Some(Side::Right), Some("rowing")), (None, None)] {
        let acting = worth(person(other.0, other.1));
        assert!(acting.worth && matches!(acting.reasons[..], [ActingReason::BeyondUsual { .. }]), "{acting:?}");
    }
}
