//! Laws of the screen on the real questions: nothing that is added makes it milder, and silence clears nobody.

// What a test builds is known to hold; a failure to build it is a failure of the test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod clearances;
mod gates;
mod history;
mod questions;

use evenstride_app::prelude::builtin;
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Action, Flag, FlagId, TestId};
use evenstride_core::measure::Trial;
use evenstride_core::notice::Place;
use evenstride_core::person::{Injury, Person, SubjectId};
use evenstride_core::screen::{Answer, Answers, ClearedBy, Reply, Screening, screen};
use gates::operated;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TODAY: Date = date(2026, 11, 22);

fn adult() -> Person {
    Person { birth_year: Some(1990), ..Person::default() }
}

fn no() -> Answer {
    Answer { reply: Reply::No, side: None, cleared: None }
}

fn yes() -> Answer {
    Answer { reply: Reply::Yes, ..no() }
}

fn flag(id: &str) -> &'static Flag {
    builtin().flags.iter().find(|flag| flag.id.as_str() == id).unwrap()
}

fn all_no() -> Answers {
    Answers { on: TODAY, by_flag: builtin().flags.iter().map(|flag| (flag.id.clone(), no())).collect() }
}

fn with_yes(flags: &[FlagId]) -> Answers {
    let mut answers = all_no();
    for flag in flags {
        answers.by_flag.insert(flag.clone(), Answer { reply: Reply::Yes, ..no() });
    }
    answers
}

/// Smaller is more urgent; a clearance is the least urgent, and milder the fewer cautions it carries.
fn urgency(screening: &Screening) -> (usize, i64) {
    match screening {
        Screening::Stopped { action, .. } => (Action::ALL.iter().position(|a| a == action).unwrap(), 0),
        Screening::Incomplete { .. } | Screening::Expired { .. } => (10, 0),
        Screening::Cleared(cleared) => (20, -(cleared.cautions().len() as i64)),
    }
}

#[test]
fn nobody_is_cleared_by_silence() {
    let answers = Answers { on: TODAY, by_flag: BTreeMap::new() };
    let Screening::Incomplete { open } = screen(&adult(), &answers, &[], builtin(), TODAY) else {
        panic!("open questions must be told");
    };
    assert!(open.len() >= 30);
    // One open question is enough.
    for flag in &open {
        let mut answers = all_no();
        answers.by_flag.remove(flag);
        let outcome = screen(&adult(), &answers, &[], builtin(), TODAY);
        assert!(!matches!(outcome, Screening::Cleared(_)), "{flag}");
    }
    assert!(matches!(screen(&adult(), &all_no(), &[], builtin(), TODAY), Screening::Cleared(_)));
    // Whoever has no trouble answers no follow-up, and less than half of all questions.
    let follow_up = |id: &&FlagId| flag(id.as_str()).only_after.is_empty();
    assert!(open.iter().all(|id| follow_up(&id)));
    assert!(open.len() <= 36 && 2 * open.len() < builtin().flags.len(), "{} questions", open.len());
}

#[test]
fn every_flag_reaches_its_own_action() {
    for flag in &builtin().flags {
        let outcome = screen(&adult(), &with_yes(std::slice::from_ref(&flag.id)), &[], builtin(), TODAY);
        match outcome {
            Screening::Stopped { action, flags, .. } => {
                assert!(flag.action.stops() && action == flag.action, "{}", flag.id);
                assert_eq!(flags[0].flag, flag.id);
            }
            Screening::Cleared(cleared) => {
                assert!(!flag.action.stops(), "{}", flag.id);
                assert!(cleared.flags().iter().any(|f| f.flag == flag.id), "{} leaves a trace", flag.id);
                assert!(cleared.gentle());
            }
            other => panic!("{}: {other:?}", flag.id),
        }
    }
}

#[test]
fn not_sure_counts_as_a_yes() {
    let flag = builtin().flags.iter().find(|flag| flag.action == Action::Emergency).unwrap();
    let mut answers = all_no();
    answers.by_flag.insert(flag.id.clone(), Answer { reply: Reply::Unsure, ..no() });
    assert!(matches!(
        screen(&adult(), &answers, &[], builtin(), TODAY),
        Screening::Stopped { action: Action::Emergency, .. }
    ));
}

fn girth(side: Side, centimetre: f64) -> Trial {
    tried("girth-calf", side, centimetre)
}

fn tried(test: &str, side: Side, value: f64) -> Trial {
    Trial {
        subject: SubjectId::new("me").unwrap(),
        test: TestId::new(test).unwrap(),
        side,
        attempt: None,
        value,
        day: TODAY,
        device: None,
        pain_nrs: None,
        device_asymmetry: None,
        note: None,
        place: Place::default(),
    }
}

#[test]
fn a_calf_three_centimetres_bigger_stops_whatever_was_answered() {
    let stops = |left: f64, right: f64| {
        let trials = [girth(Side::Left, left), girth(Side::Right, right)];
        matches!(
            screen(&adult(), &all_no(), &trials, builtin(), TODAY),
            Screening::Stopped { action: Action::SameDay, .. }
        )
    };
    assert!(stops(38.5, 35.2));
    assert!(stops(35.2, 38.2), "3.0 cm exactly, the other way round");
    assert!(!stops(37.0, 35.2));
}

#[test]
fn a_measurement_of_a_later_day_stops_nobody_before_it() {
    let trials = [girth(Side::Left, 38.5), girth(Side::Right, 35.2)];
    let the_day_before = date(2026, 11, 21);
    let mut answers = all_no();
    answers.on = the_day_before;
    let outcome = screen(&adult(), &answers, &trials, builtin(), the_day_before);
    assert!(matches!(outcome, Screening::Cleared(_)), "{outcome:?}");
}

#[test]
fn a_clinicians_clearance_lifts_the_stop_and_keeps_the_limits() {
    let flag = builtin().flags.iter().find(|flag| flag.id.as_str() == "RF-30").unwrap();
    let cleared = ClearedBy { who: "surgeon".to_owned(), on: date(2026, 11, 1) };
    let mut answers = all_no();
    answers.by_flag.insert(
        flag.id.clone(),
        Answer { reply: Reply::Yes, side: Some(Side::Left), cleared: Some(cleared.clone()) },
    );
    let Screening::Cleared(outcome) = screen(&adult(), &answers, &[], builtin(), TODAY) else {
        panic!("a stated clearance lifts the stop");
    };
    assert!(flag.cautions.iter().all(|caution| outcome.cautions().contains(caution)));
    // A clearance from tomorrow, or from nobody, lifts nothing.
    for wrong in
        [ClearedBy { on: date(2026, 11, 23), ..cleared.clone() }, ClearedBy { who: "  ".to_owned(), ..cleared }]
    {
        answers.by_flag.insert(flag.id.clone(), Answer { reply: Reply::Yes, side: None, cleared: Some(wrong) });
        assert!(matches!(screen(&adult(), &answers, &[], builtin(), TODAY), Screening::Stopped { .. }));
    }
}

#[test]
fn an_operation_within_the_year_counts_even_when_the_answer_is_no() {
    let operated = |on: Option<Date>| Person {
        injuries: vec![Injury {
            what: "knee".to_owned(),
            side: Some(Side::Right),
            groups: Vec::new(),
            on,
            surgery: true,
            operation: None,
        }],
        ..adult()
    };
    let stops =
        |on| matches!(screen(&operated(on), &all_no(), &[], builtin(), TODAY), Screening::Stopped { .. });
    assert!(stops(Some(date(2026, 6, 1))));
    assert!(stops(None), "an operation without a day counts as recent");
    assert!(!stops(Some(date(2024, 6, 1))));
}

#[test]
fn a_minor_needs_the_agreement_of_a_guardian() {
    let minor = Person { birth_year: Some(2012), ..Person::default() };
    assert!(matches!(
        screen(&minor, &all_no(), &[], builtin(), TODAY),
        Screening::Stopped { action: Action::Assent, .. }
    ));
}

#[test]
fn old_answers_expire_and_are_asked_again() {
    let mut answers = all_no();
    answers.on = date(2026, 1, 1);
    assert!(matches!(screen(&adult(), &answers, &[], builtin(), TODAY), Screening::Expired { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn one_more_yes_is_never_less_urgent(
        yes in proptest::collection::btree_set(0..builtin().flags.len(), 0..6),
        more in 0..builtin().flags.len(),
        birth_year in 1930..2015_i16,
    ) {
        let person = Person { birth_year: Some(birth_year), ..Person::default() };
        let ids: Vec<FlagId> = yes.iter().map(|&i| builtin().flags[i].id.clone()).collect();
        let before = screen(&person, &with_yes(&ids), &[], builtin(), TODAY);
        let one_more: Vec<FlagId> = ids.iter().cloned().chain([builtin().flags[more].id.clone()]).collect();
        let after = screen(&person, &with_yes(&one_more), &[], builtin(), TODAY);
        prop_assert!(urgency(&after) <= urgency(&before), "{before:?}\n{after:?}");
        if let (Screening::Cleared(before), Screening::Cleared(after)) = (&before, &after) {
            prop_assert!(before.cautions().is_subset(after.cautions()));
        }
    }

    #[test]
    fn a_yes_instead_of_a_no_is_never_less_urgent_whatever_is_open_cleared_or_operated(
        yes_to in proptest::collection::btree_set(0..builtin().flags.len(), 0..6),
        open in proptest::collection::btree_set(0..builtin().flags.len(), 0..4),
        all_cleared in any::<bool>(),
        more in 0..builtin().flags.len(),
        operation in proptest::option::of(0..builtin().gates.len()),
        weeks_ago in 0..60_i64,
        birth_year in 1930..2020_i16,
    ) {
        let id = |index: usize| builtin().flags[index].id.clone();
        let named = operation.and_then(|gate| builtin().gates[gate].operations.first()).map(|id| id.as_str());
        let (mut person, _) = operated(named, weeks_ago);
        person.birth_year = Some(birth_year);
        if operation.is_none() {
            person.injuries.clear();
        }
        let surgeon = ClearedBy { who: "clinician".to_owned(), on: TODAY };
        let mut answers = with_yes(&yes_to.into_iter().map(id).collect::<Vec<_>>());
        for answer in answers.by_flag.values_mut() {
            answer.cleared = all_cleared.then(|| surgeon.clone());
        }
        for index in open {
            answers.by_flag.remove(&id(index));
        }
        let mut with = |reply| {
            answers.by_flag.insert(
                id(more),
                Answer { reply, side: None, cleared: all_cleared.then(|| surgeon.clone()) },
            );
            screen(&person, &answers, &[], builtin(), TODAY)
        };
        let (before, after) = (with(Reply::No), with(Reply::Yes));
        prop_assert!(urgency(&after) <= urgency(&before), "{before:?}\n{after:?}");
        if let (Screening::Cleared(before), Screening::Cleared(after)) = (&before, &after) {
            prop_assert!(before.cautions().is_subset(after.cautions()));
        }
    }
}
