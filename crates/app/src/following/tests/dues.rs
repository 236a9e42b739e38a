//! What is due before what, and when a plan is over.

use super::*;
use crate::report::{squad_text, status_text};
use crate::squad::Member;
use crate::words::Words;
use evenstride_core::assess::Comparison;
use evenstride_core::body::{MuscleGroupId, Quality};
use evenstride_core::knowledge::TestId;
use evenstride_core::track::AnotherDay;

fn another(test: &str) -> AnotherDay {
    let group = MuscleGroupId::new("quads").unwrap();
    let comparison = Comparison::LeftRight { group };
    AnotherDay { test: TestId::new(test).unwrap(), comparison, quality: Quality::Strength }
}

fn kept(as_of: Date) -> Kept {
    let input = example(date(2026, 11, 22));
    Kept {
        plan: Some(planned(&input)),
        input: CheckInput { as_of, ..input },
        log: Log::EMPTY,
        hard_sets: Vec::new(),
        earlier_plans: Vec::new(),
        planned_weekdays: BTreeSet::new(),
    }
}

#[test]
fn answers_that_end_in_days_come_before_plans_and_those_that_end_in_weeks_behind_them() {
    let until = date(2026, 12, 20);
    let answer = |presses| Due::AnswerSoon { until, presses };
    let mut due = [
        Due::Train { on: until },
        answer(false),
        Due::ChoosePlan,
        Due::NewPlan,
        Due::AnotherDay(another("wall-sit")),
        Due::AnotherDay(another("hop")),
        answer(true),
        Due::Retest { until },
    ];
    due.sort();
    let told: Vec<&str> = due.iter().map(Due::as_str).collect();
    let expected = [
        "retest",
        "answer-soon",
        "another-day",
        "another-day",
        "new-plan",
        "choose-plan",
        "answer-soon",
        "train",
    ];
    assert_eq!(told, expected);
    assert_eq!(due[2], Due::AnotherDay(another("hop")));
    // The answers of the example hold for four weeks.
    let asked = |as_of: Date| {
        let followed = follow(&kept(as_of), None, builtin());
        followed.due.into_iter().find(|due| matches!(due, Due::AnswerSoon { .. }))
    };
    let Screening::Cleared(cleared) = follow(&kept(date(2026, 11, 22)), None, builtin()).screening else {
        panic!("expected a clearance");
    };
    let end = cleared.until();
    let before = |days: i64| end.checked_sub(jiff::Span::new().days(days)).unwrap();
    assert_eq!(asked(before(15)), None);
    assert_eq!(asked(before(6)), Some(Due::AnswerSoon { until: end, presses: false }));
    assert_eq!(asked(before(5)), Some(Due::AnswerSoon { until: end, presses: true }));
}

#[test]
fn a_plan_that_has_run_for_twelve_weeks_is_over() {
    let over = |since: Date| {
        let mut kept = kept(date(2026, 11, 22));
        kept.plan.as_mut().unwrap().since = since;
        follow(&kept, None, builtin()).due.into_iter().find(|due| matches!(due, Due::PlanOver { .. }))
    };
    // 84 days.
    assert_eq!(over(date(2026, 8, 30)), Some(Due::PlanOver { since: date(2026, 8, 30) }));
    assert_eq!(over(date(2026, 8, 31)), None);
}

#[test]
fn another_day_is_not_asked_for_while_the_window_asks_for_the_same_test_and_says_what_it_settles() {
    let mut followed = follow(&kept(date(2026, 11, 22)), None, builtin());
    let mut retest = followed.retest.clone().unwrap();
    let test = retest.tests[0].clone();
    retest.another_day_first = Some(another(test.as_str()));
    let [before, within] = [retest.earliest.yesterday().unwrap(), retest.earliest];
    followed.retest = Some(retest.clone());
    let asks = |followed: &Followed, as_of: Date| {
        due(followed, None, true, as_of).iter().any(|due| matches!(due, Due::AnotherDay(_)))
    };
    assert!(asks(&followed, before) && !asks(&followed, within));
    retest.another_day_first = Some(another("no-test-of-the-window"));
    followed.retest = Some(retest);
    assert!(asks(&followed, within), "the window does not ask for it");
}

#[test]
fn where_somebody_stands_tells_how_much_of_the_plan_was_done_or_that_it_is_not_counted_yet() {
    let at = |as_of: Date, log: Log| {
        let mut kept = kept(as_of);
        kept.log = log;
        let followed = follow(&kept, None, builtin());
        status_text(&kept, &followed, builtin(), &Words::english(), 200)
    };
    let first = at(date(2026, 11, 22), Log::EMPTY);
    assert!(first.contains("not counted yet"), "{first}");
    let plan = kept(date(2026, 11, 22)).plan.unwrap().plan;
    let done = plan.sessions.iter().flat_map(|session| &session.items).map(|item| {
        let sets = vec![item.dose.range()[0]; usize::try_from(item.sets).unwrap()];
        evenstride_core::track::LoggedSets::new(date(2026, 11, 24), item.exercise.clone(), item.side, sets)
    });
    let log = Log::new(done.collect(), builtin(), date(2026, 12, 1)).unwrap();
    let later = at(date(2026, 12, 1), log);
    assert!(later.contains("Done of what was planned lately: left leg"), "{later}");
    assert!(!later.contains("not counted yet"), "{later}");
}

#[test]
fn the_squad_tells_what_is_not_settled_from_what_is_even_and_more_than_one_thing_that_is_due() {
    let mut followed = follow(&kept(date(2026, 11, 22)), None, builtin());
    followed.due = vec![Due::NewPlan, Due::ChoosePlan, Due::Train { on: date(2026, 11, 23) }, Due::Measure];
    followed.assessment.as_mut().unwrap().findings.clear();
    let said = |n_undecided: usize| {
        let member =
            Member { subject: SubjectId::new("ada").unwrap(), followed: followed.clone(), n_undecided };
        squad_text(&[member], date(2026, 11, 22), builtin(), &Words::english(), 200)
    };
    assert!(said(2).contains("none found; not settled yet: 2"), "{}", said(2));
    assert!(said(0).contains("\n  none\n") && !said(0).contains("not settled"), "{}", said(0));
    let due = "ada: results changed: new plan; no plan yet; trains on 23 November 2026\n";
    assert!(said(0).contains(due), "{}", said(0));
    let member = Member { subject: SubjectId::new("ada").unwrap(), followed: followed.clone(), n_undecided: 2 };
    let csv = crate::wire::squad_csv(&[member]);
    assert!(
        csv.starts_with("subject,due,by,n_differences,differences,measured_on,trained_on,asks_for,"),
        "{csv}"
    );
    assert!(csv.ends_with(",choose-plan; train; measure,2\n"), "{csv}");
}
