//! A clearance counts for what was there when somebody looked, and for a time.

use super::{TODAY, adult, all_no, flag, girth, yes};
use evenstride_app::prelude::builtin;
use evenstride_core::body::Side;
use evenstride_core::knowledge::Action;
use evenstride_core::measure::Trial;
use evenstride_core::person::{Injury, Person};
use evenstride_core::screen::{Answer, Answers, ClearedBy, NotCleared, RaisedReason, Screening, screen};
use jiff::Span;
use jiff::civil::{Date, date};

/// Yes to these, each cleared on this day.
fn cleared(ids: &[&str], on: Date) -> Answers {
    let mut answers = all_no();
    for id in ids {
        let cleared = Some(ClearedBy { who: "doctor".to_owned(), on });
        answers.by_flag.insert(flag(id).id.clone(), Answer { cleared, ..yes() });
    }
    answers
}

fn injured(side: Side, on: Date, surgery: bool) -> Person {
    let injury = Injury {
        what: "twisted knee".to_owned(),
        side: Some(side),
        groups: Vec::new(),
        on: Some(on),
        surgery,
        operation: None,
    };
    Person { injuries: vec![injury], ..adult() }
}

/// Why the clearance of the most urgent flag does not count; none where nothing stops.
fn why_stopped(person: &Person, answers: &Answers, trials: &[Trial]) -> Option<(Action, NotCleared)> {
    match screen(person, answers, trials, builtin(), TODAY) {
        Screening::Stopped { action, flags, .. } => {
            let why = flags[0].reasons.iter().find_map(|reason| match reason {
                RaisedReason::NotCleared(why) => Some(why.clone()),
                _ => None,
            });
            Some((action, why.unwrap()))
        }
        Screening::Cleared(_) => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_old_clearance_clears_no_new_emergency() {
    let long_ago = date(2015, 1, 1);
    let (action, why) = why_stopped(&adult(), &cleared(&["RF-01"], long_ago), &[]).unwrap();
    assert_eq!(action, Action::Emergency);
    assert_eq!(why, NotCleared::TooOld { cleared: long_ago, until: date(2015, 2, 1) });
    let (action, _) = why_stopped(&adult(), &cleared(&["RF-01", "RF-33"], long_ago), &[]).unwrap();
    assert_eq!(action, Action::Emergency);
}

#[test]
fn what_is_there_now_cannot_have_been_cleared_before() {
    for (before, now) in [("RF-33", "RF-38"), ("RF-04", "RF-39"), ("RF-03", "RF-40")] {
        let (action, why) = why_stopped(&adult(), &cleared(&[before, now], TODAY), &[]).unwrap();
        assert_eq!((action, why), (Action::Emergency, NotCleared::AsksForNow), "{now}");
    }
}

#[test]
fn a_clearance_counts_for_the_months_of_the_catalogue_and_no_longer() {
    for flag in builtin().flags.iter().filter(|flag| flag.action.stops()) {
        let months = flag.cleared_months.unwrap_or(builtin().actions[&flag.action].cleared_months);
        if months == 0 {
            continue;
        }
        let id = [flag.id.as_str()];
        let first_day = TODAY.saturating_sub(Span::new().months(i64::from(months)));
        assert_eq!(why_stopped(&adult(), &cleared(&id, first_day), &[]), None, "{}", flag.id);
        let (_, why) = why_stopped(&adult(), &cleared(&id, first_day.yesterday().unwrap()), &[]).unwrap();
        assert!(matches!(why, NotCleared::TooOld { .. }), "{}: {why:?}", flag.id);
    }
    let months = |action: Action| builtin().actions[&action].cleared_months;
    assert!(months(Action::Emergency) <= months(Action::SameDay));
    assert!(months(Action::SameDay) <= months(Action::ClinicianDays));
}

#[test]
fn a_clearance_from_before_the_operation_the_injury_or_the_measurement_does_not_count() {
    let operated = injured(Side::Left, date(2026, 6, 1), true);
    let before = date(2026, 5, 31);
    let (_, why) = why_stopped(&operated, &cleared(&["RF-30"], before), &[]).unwrap();
    assert_eq!(why, NotCleared::Before { cleared: before, event: date(2026, 6, 1) });
    assert_eq!(why_stopped(&operated, &cleared(&["RF-30"], date(2026, 6, 1)), &[]), None);

    let knee = injured(Side::Right, date(2026, 8, 1), false);
    let mut answers = cleared(&["RF-14"], date(2026, 7, 31));
    assert!(matches!(why_stopped(&knee, &answers, &[]), Some((_, NotCleared::Before { .. }))));
    // An injury of the other leg says nothing about this one.
    answers.by_flag.get_mut(&flag("RF-14").id).unwrap().side = Some(Side::Left);
    assert_eq!(why_stopped(&knee, &answers, &[]), None);
    // What is not about injuries stays cleared.
    assert_eq!(why_stopped(&knee, &cleared(&["RF-43"], date(2026, 7, 31)), &[]), None);

    let bigger = [girth(Side::Left, 41.0), girth(Side::Right, 36.0)];
    let the_day_before = cleared(&["RF-04"], TODAY.yesterday().unwrap());
    assert!(matches!(why_stopped(&adult(), &the_day_before, &bigger), Some((_, NotCleared::Before { .. }))));
    assert_eq!(why_stopped(&adult(), &cleared(&["RF-04"], TODAY), &bigger), None);
}
