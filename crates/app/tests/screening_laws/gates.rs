//! What waits after an operation waits its weeks, whoever has cleared the person.

use super::{TODAY, adult, all_no, flag, yes};
use evenstride_app::prelude::builtin;
use evenstride_core::body::Side;
use evenstride_core::knowledge::{CautionId, ConditionId};
use evenstride_core::person::{Injury, Person};
use evenstride_core::screen::{Answer, Answers, ClearedBy, RaisedReason, Reply, Screening, screen};
use jiff::Span;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// An operation of so many weeks ago, and a surgeon who cleared it.
pub(crate) fn operated(operation: Option<&str>, weeks_ago: i64) -> (Person, Answers) {
    let injury = Injury {
        what: "operation".to_owned(),
        side: Some(Side::Left),
        groups: Vec::new(),
        on: Some(TODAY.saturating_sub(Span::new().weeks(weeks_ago))),
        surgery: true,
        operation: operation.map(|id| ConditionId::new(id).unwrap()),
    };
    let mut answers = all_no();
    let surgeon = ClearedBy { who: "surgeon".to_owned(), on: TODAY };
    answers.by_flag.insert(flag("RF-30").id.clone(), Answer { cleared: Some(surgeon), ..yes() });
    (Person { injuries: vec![injury], ..adult() }, answers)
}

fn cautions(person: &Person, answers: &Answers) -> BTreeSet<CautionId> {
    match screen(person, answers, &[], builtin(), TODAY) {
        Screening::Cleared(cleared) => cleared.cautions().clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_gate_holds_until_its_week_whoever_has_cleared_the_person() {
    for gate in &builtin().gates {
        let operations: Vec<Option<&str>> = match gate.operations.as_slice() {
            [] => vec![None],
            named => named.iter().map(|id| Some(id.as_str())).collect(),
        };
        for operation in operations {
            let weeks = i64::from(gate.earliest_weeks);
            let (person, answers) = operated(operation, weeks - 1);
            let held = cautions(&person, &answers);
            assert!(gate.cautions.iter().all(|id| held.contains(id)), "{} {operation:?}", gate.id);
            let (mut person, answers) = operated(operation, weeks - 1);
            person.injuries[0].on = None;
            let held = cautions(&person, &answers);
            assert!(gate.cautions.iter().all(|id| held.contains(id)), "{} without a day", gate.id);
        }
    }
    let of = |weeks| {
        let (person, answers) = operated(Some("acl-reconstruction"), weeks);
        cautions(&person, &answers).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        of(11),
        ["acl", "acl-hamstring-graft", "impact", "knee-surgery", "maximal-eccentric", "maximal-effort"]
    );
    assert_eq!(of(17), ["acl", "acl-hamstring-graft", "impact", "maximal-eccentric", "maximal-effort"]);
    assert_eq!(of(18), ["impact", "maximal-effort"]);
    assert_eq!(of(26), ["maximal-effort"]);
}

#[test]
fn an_operation_without_a_name_waits_as_after_the_most_careful_one_and_no_longer() {
    let named: BTreeSet<&ConditionId> = builtin().gates.iter().flat_map(|gate| &gate.operations).collect();
    for weeks in 0..52 {
        let (person, answers) = operated(None, weeks);
        let unnamed = cautions(&person, &answers);
        let of_any: BTreeSet<CautionId> = named
            .iter()
            .flat_map(|operation| cautions(&operated(Some(operation.as_str()), weeks).0, &answers))
            .collect();
        assert_eq!(unnamed, of_any, "week {weeks}");
        let (unknown, _) = operated(Some("some-other-operation"), weeks);
        assert_eq!(unnamed, cautions(&unknown, &answers), "week {weeks}");
    }
    // An answer tells no day, so that it counts as fresh; so does a history without one.
    let (mut person, answers) = operated(None, 40);
    person.injuries[0].on = None;
    assert_eq!(cautions(&person, &answers), cautions(&adult(), &answers));
    assert_eq!(cautions(&person, &answers), cautions(&operated(None, 0).0, &answers));
    for gate in &builtin().gates {
        // Beyond the year the question about operations is answered no, and nobody says that they may start.
        assert!(gate.earliest_weeks <= 52, "{}", gate.id);
    }
}

#[test]
fn whoever_has_not_named_an_operation_is_told_to() {
    for gate in builtin().gates.iter().filter(|gate| gate.operations.is_empty()) {
        assert!(gate.words.contains("not known which operation"), "{}", gate.id);
    }
    let (person, answers) = operated(None, 40);
    let Screening::Cleared(cleared) = screen(&person, &answers, &[], builtin(), TODAY) else { panic!() };
    let told = builtin().gates.iter().filter(|gate| cleared.gates().contains(&gate.id));
    assert!(told.into_iter().any(|gate| gate.words.contains("Add the name and the day")));
    // One-legged work is free again after the weeks of the most careful operation.
    let held: BTreeSet<String> = cleared.cautions().iter().map(ToString::to_string).collect();
    assert!(!held.contains("achilles") && !held.contains("new-hip"), "{held:?}");
}

#[test]
fn who_waited_out_an_operation_that_was_cleared_comes_back_and_nobody_else_does() {
    let returning = |person: &Person, answers: &Answers| match screen(person, answers, &[], builtin(), TODAY) {
        Screening::Cleared(cleared) => cleared.returning(),
        other => panic!("{other:?}"),
    };
    let (person, mut answers) = operated(Some("acl-reconstruction"), 26);
    assert!(returning(&person, &answers));
    let old = Person { birth_year: Some(1955), ..person.clone() };
    assert!(!returning(&old, &answers), "the dose of old people is gentle by age");
    let (early, _) = operated(Some("acl-reconstruction"), 25);
    assert!(!returning(&early, &answers), "hops still wait");
    answers.by_flag.insert(flag("RF-49").id.clone(), yes());
    answers.by_flag.insert(flag("RF-20").id.clone(), Answer { reply: Reply::No, ..yes() });
    assert!(!returning(&person, &answers), "pain is a limit of its own");
    assert!(!returning(&adult(), &all_no()), "nothing to come back from");
}

#[test]
fn a_stop_after_an_operation_says_what_waits() {
    let (person, _) = operated(Some("acl-reconstruction"), 10);
    let Screening::Stopped { flags, .. } = screen(&person, &all_no(), &[], builtin(), TODAY) else {
        panic!("an operation ten weeks ago stops");
    };
    assert!(
        flags[0]
            .reasons
            .iter()
            .any(|reason| matches!(reason, RaisedReason::Said(text) if text.contains("18 weeks"))),
        "{flags:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn one_more_operation_never_lifts_what_waits(
        first in 0..builtin().gates.len(),
        first_weeks in 0..60_i64,
        second in 0..builtin().gates.len(),
        second_weeks in 0..60_i64,
        later in 1..30_i64,
    ) {
        let named = |gate: usize| builtin().gates[gate].operations.last().map(|id| id.as_str());
        let (mut person, mut answers) = operated(named(first), first_weeks);
        // What the history does not hold is not answered here: a name that is told lifts what does not concern it.
        answers.by_flag.get_mut(&flag("RF-30").id).unwrap().reply = Reply::No;
        let before = cautions(&person, &answers);
        person.injuries.extend(operated(named(second), second_weeks).0.injuries);
        prop_assert!(before.is_subset(&cautions(&person, &answers)));
        let (older, _) = operated(named(first), first_weeks + later);
        prop_assert!(cautions(&older, &answers).is_subset(&before));
    }
}
