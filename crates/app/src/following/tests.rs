//! Where people stand whose records are made for the test.

mod chains;
mod dues;
mod visit;

use super::*;
use crate::files::{Days, parse_answers, parse_person};
use evenstride_catalog::builtin;
use evenstride_core::knowledge::Action;
use evenstride_core::person::SubjectId;
use evenstride_core::screen::Answers;
use evenstride_core::track::Remark;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};

fn example(as_of: Date) -> CheckInput {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/first-check");
    crate::check::load_folder(&folder, builtin(), Days { today: as_of, as_of }).unwrap()
}

fn planned(input: &CheckInput) -> KeptPlan {
    let plan = crate::check::check(input, builtin()).plan.unwrap();
    KeptPlan { plan, since: input.as_of }
}

#[test]
fn a_person_of_whom_nothing_is_known_is_asked_and_measured_first() {
    let knowledge = builtin();
    let as_of = date(2026, 11, 22);
    let (person, _) = parse_person("", "person.toml", knowledge, as_of).unwrap();
    let input = CheckInput {
        person,
        answers: Answers { on: as_of, by_flag: BTreeMap::new() },
        trials: Vec::new(),
        subject: SubjectId::new("me").unwrap(),
        notices: Vec::new(),
        as_of,
        delta_percent: None,
    };
    let followed = follow(
        &Kept {
            input,
            log: Log::EMPTY,
            hard_sets: Vec::new(),
            plan: None,
            earlier_plans: Vec::new(),
            planned_weekdays: BTreeSet::new(),
        },
        None,
        knowledge,
    );
    assert_eq!(followed.due, [Due::Answer, Due::Measure]);
    assert!(followed.next.is_none() && followed.retest.is_none());
}

#[test]
fn with_a_plan_there_is_a_session_and_without_one_it_is_asked_for() {
    let knowledge = builtin();
    let input = example(date(2026, 11, 22));
    let without = follow(
        &Kept {
            input: input.clone(),
            log: Log::EMPTY,
            hard_sets: Vec::new(),
            plan: None,
            earlier_plans: Vec::new(),
            planned_weekdays: BTreeSet::new(),
        },
        None,
        knowledge,
    );
    assert!(without.due.contains(&Due::ChoosePlan) && without.next.is_none());
    let plan = Some(planned(&input));
    let with = follow(
        &Kept {
            input,
            log: Log::EMPTY,
            hard_sets: Vec::new(),
            plan,
            earlier_plans: Vec::new(),
            planned_weekdays: BTreeSet::new(),
        },
        None,
        knowledge,
    );
    assert!(matches!(with.next, Some(Next::Session(_))), "{:?}", with.next);
    assert!(with.due.iter().any(|due| matches!(due, Due::Train { .. })));
}

#[test]
fn the_window_for_measuring_again_opens_as_days_pass_and_answers_grow_old() {
    let knowledge = builtin();
    let input = example(date(2026, 11, 22));
    let plan = Some(planned(&input));
    let at = |as_of: Date| {
        let input = CheckInput { as_of, ..input.clone() };
        follow(
            &Kept {
                input,
                log: Log::EMPTY,
                hard_sets: Vec::new(),
                plan: plan.clone(),
                earlier_plans: Vec::new(),
                planned_weekdays: BTreeSet::new(),
            },
            None,
            knowledge,
        )
    };
    let soon = at(date(2026, 11, 29));
    let retest = soon.retest.unwrap();
    assert!(!soon.due.iter().any(|due| matches!(due, Due::Retest { .. })));
    let later = at(retest.earliest);
    assert!(later.due.contains(&Due::Retest { until: retest.latest }), "{:?}", later.due);
    assert!(!later.is_old);
    let missed = at(retest.latest.tomorrow().unwrap());
    assert!(missed.due.contains(&Due::RetestOverdue { since: retest.latest }), "{:?}", missed.due);
    assert!(!missed.due.iter().any(|due| matches!(due, Due::Retest { .. })), "{:?}", missed.due);
    assert!(at(date(2027, 11, 29)).is_old);
    assert!(at(date(2027, 11, 22)).due.contains(&Due::Answer));
}

#[test]
fn a_red_flag_holds_everything_else_back() {
    let knowledge = builtin();
    let mut input = example(date(2026, 11, 22));
    let days = Days { today: input.as_of, as_of: input.as_of };
    let flag = knowledge.flags.first().unwrap();
    let text = format!("[answers]\n{} = \"yes\"\n", flag.id);
    input.answers = parse_answers(&text, "answers.toml", knowledge, days).unwrap().0;
    let followed = follow(
        &Kept {
            input,
            log: Log::EMPTY,
            hard_sets: Vec::new(),
            plan: None,
            earlier_plans: Vec::new(),
            planned_weekdays: BTreeSet::new(),
        },
        None,
        knowledge,
    );
    assert_eq!(followed.due, [Due::Stop]);
    assert!(followed.assessment.is_none() && followed.next.is_none());
}

fn said(input: &CheckInput, on: Date, text: &str) -> Kept {
    let remark = Remark::said(on, text.to_owned());
    Kept {
        input: input.clone(),
        log: Log::EMPTY.with_remarks(vec![remark]),
        hard_sets: Vec::new(),
        plan: None,
        earlier_plans: Vec::new(),
        planned_weekdays: BTreeSet::new(),
    }
}

#[test]
fn a_sign_to_stop_is_told_while_questions_are_open_or_out_of_date() {
    let knowledge = builtin();
    let input = example(date(2026, 11, 22));
    let open =
        CheckInput { answers: Answers { by_flag: BTreeMap::new(), ..input.answers.clone() }, ..input.clone() };
    let late = CheckInput { as_of: date(2027, 2, 1), ..input.clone() };
    let check = |input: &CheckInput, on: Date, text: &str, expected: &[Due]| {
        let followed = follow(&said(input, on, text), None, knowledge);
        let is_told = expected.contains(&Due::ClearanceEnded);
        assert_eq!(followed.asks_for_somebody(), is_told, "{on} {text}");
        let first: Vec<Due> = followed.due.into_iter().take(expected.len()).collect();
        assert_eq!(first, expected, "{on} {text}");
    };
    let told = [Due::ClearanceEnded, Due::Answer];
    check(&open, date(2026, 11, 22), "some chest pain", &told);
    check(&open, date(2026, 11, 22), "no chest pain", &[Due::Answer]);
    // Older than any answer may be: the questions themselves ask about it.
    check(&open, date(2026, 8, 1), "some chest pain", &[Due::Answer]);
    check(&late, date(2026, 12, 24), "some chest pain", &told);
    check(&late, date(2026, 8, 1), "some chest pain", &[Due::Answer]);
}

#[test]
fn a_sign_more_urgent_than_the_answers_stands_beside_their_stop() {
    let knowledge = builtin();
    let mut input = example(date(2026, 11, 22));
    let days = Days { today: input.as_of, as_of: input.as_of };
    let by_action = |action: Action| knowledge.flags.iter().find(|flag| flag.action == action).unwrap();
    for (action, text, due) in [
        (Action::ClinicianDays, "chest pain", vec![Due::Stop, Due::ClearanceEnded]),
        (Action::ClinicianDays, "slept well", vec![Due::Stop]),
        (Action::Emergency, "chest pain", vec![Due::Stop]),
    ] {
        let answers = format!("[answers]\n{} = \"yes\"\n", by_action(action).id);
        input.answers = parse_answers(&answers, "answers.toml", knowledge, days).unwrap().0;
        let followed = follow(&said(&input, input.as_of, text), None, knowledge);
        assert_eq!(followed.due, due, "{action:?} {text}");
        assert!(followed.assessment.is_none());
    }
}
