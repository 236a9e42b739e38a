//! What counts as training of the plan, how much of what was asked was done, and steps that the clearance does not allow.

use super::fixture::{FIRST, Try};
use crate::body::Side;
use crate::knowledge::CautionId;
use crate::plan::PlannedSide;
use crate::screen::Cleared;
use crate::testing;
use crate::track::{Log, LoggedSets, Next, NextSession, WeekKind, next_session};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

fn day(n: i64) -> Date {
    FIRST.checked_add(n.days()).unwrap()
}

fn sets(n: i64, id: &str, side: PlannedSide, n_sets: usize) -> LoggedSets {
    LoggedSets { pain: Some(0), ..LoggedSets::new(day(n), testing::exercise_id(id), side, vec![8; n_sets]) }
}

fn next(tried: &Try, log: &Log) -> NextSession {
    match next_session(&tried.following(log)) {
        Next::Session(session) => session,
        other => panic!("expected a session, found {other:?}"),
    }
}

/// A session done as it was asked on the day of the try.
fn as_asked(tried: &mut Try, entries: &mut Vec<LoggedSets>, n: i64) {
    tried.as_of = day(n);
    let session = next(tried, &tried.log(entries));
    assert_eq!(session.on, day(n));
    entries.extend(session.items.iter().map(|item| {
        let done = vec![item.aim; usize::try_from(item.sets).unwrap()];
        LoggedSets { pain: Some(0), ..LoggedSets::new(day(n), item.exercise.clone(), item.side, done) }
    }));
}

#[test]
fn what_is_no_training_of_the_plan_takes_the_place_of_none_and_makes_no_week() {
    let mut tried = Try::new(Side::Left, day(42));
    tried.as_of = day(1);
    tried.plan.sessions.iter_mut().for_each(|session| {
        session.items.retain(|item| item.exercise.as_str() != "stretch-soleus");
    });
    // A stretch that the plan does not hold, on the Tuesday before the session of Thursday.
    let log = tried.log(&[sets(1, "stretch-soleus", PlannedSide::Left, 1)]);
    let session = next(&tried, &log);
    assert_eq!((session.session_idx, session.on), (1, day(3)));
    let weekly: Vec<LoggedSets> =
        (0..6).map(|week| sets(7 * week, "stretch-soleus", PlannedSide::Left, 1)).collect();
    tried.as_of = day(42);
    let session = next(&tried, &tried.log(&weekly));
    assert_eq!((session.week, session.kind), (1, WeekKind::Entry));
}

#[test]
fn whoever_does_what_was_asked_has_done_all_of_it_from_the_first_day_of_the_plan_on() {
    let mut tried = Try::new(Side::Left, day(56));
    tried.as_of = day(3);
    tried.since = Some(day(3));
    let mut entries = Vec::new();
    as_asked(&mut tried, &mut entries, 3);
    tried.as_of = day(7);
    let is_all_done = |tried: &Try, entries: &[LoggedSets]| {
        let adherence = next(tried, &tried.log(entries)).adherence.unwrap();
        Side::BOTH.iter().all(|&side| (adherence[side].share().unwrap() - 1.0).abs() < 1e-9)
    };
    assert!(is_all_done(&tried, &entries), "the Monday before lies before the plan");
    for n in [7, 10, 14, 17, 21, 24, 28, 31, 35, 38, 42, 45] {
        as_asked(&mut tried, &mut entries, n);
    }
    tried.as_of = day(49);
    assert!(is_all_done(&tried, &entries), "a lighter week asks for less");
    // A cut for pain is asked for too.
    let last = entries.len() - 1;
    entries[last].pain = Some(8);
    as_asked(&mut tried, &mut entries, 49);
    as_asked(&mut tried, &mut entries, 52);
    tried.as_of = day(56);
    assert!(is_all_done(&tried, &entries));
}

#[test]
fn a_session_that_was_moved_into_the_next_week_is_done_late_and_counts_once() {
    let mut tried = Try::new(Side::Left, day(56));
    tried.since = Some(FIRST);
    let (mut entries, mut first) = (Vec::new(), Vec::new());
    as_asked(&mut tried, &mut entries, 0);
    first.clone_from(&entries);
    let seen = |tried: &mut Try, entries: &[LoggedSets], n: i64| {
        tried.as_of = day(n);
        let adherence = next(tried, &tried.log(entries)).adherence.unwrap();
        (adherence.left.planned, adherence.left.done, adherence.left.late)
    };
    // Thursday's session is done on the Monday after, before its turn comes again.
    let (planned, done, late) = seen(&mut tried, &entries, 7);
    assert!(done < planned && late == 0, "{done} of {planned}");
    as_asked(&mut tried, &mut entries, 7);
    let (planned, done, late) = seen(&mut tried, &entries, 10);
    assert!(done == planned && 0 < late && late < done, "{done} of {planned}, {late}");
    // It stands for the week before and not for its own too.
    as_asked(&mut tried, &mut entries, 10);
    let (planned, done, late_now) = seen(&mut tried, &entries, 14);
    assert!(done < planned && late_now == late, "{done} of {planned}, {late_now}");
    as_asked(&mut tried, &mut entries, 14);
    let (planned, done, _) = seen(&mut tried, &entries, 17);
    assert_eq!(done, planned, "the second one is late too");
}

#[test]
fn a_session_on_its_own_day_is_that_of_its_week_and_makes_up_for_no_earlier_one() {
    let mut tried = Try::new(Side::Left, day(56));
    tried.since = Some(FIRST);
    let [first, second] = ["split-squat", "glute-bridge"];
    tried.plan.sessions[0].items.retain(|item| item.exercise.as_str() == first);
    tried.plan.sessions[1].items.retain(|item| item.exercise.as_str() == second);
    let of = |id: &str, n: i64| {
        let side = if id == first { PlannedSide::Left } else { PlannedSide::Both };
        sets(n, id, side, 3)
    };
    let seen = |tried: &mut Try, entries: &[LoggedSets]| {
        tried.as_of = day(14);
        let adherence = next(tried, &tried.log(entries)).adherence.unwrap().right;
        (adherence.done, adherence.late)
    };
    let bridges = [of(second, 0), of(second, 10)];
    let (on_time, late) = seen(&mut tried, &bridges);
    assert!(late == 0 && on_time > 0, "{on_time} {late}");
    // On the Wednesday it stands for the Thursday before, once.
    let moved = [of(first, 0), of(second, 9)];
    let (done, late) = seen(&mut tried, &moved);
    assert!(0 < late && late <= done, "{done} {late}");
    // Done twice in a week, the first is late.
    let twice = [of(first, 0), of(second, 10), of(second, 12)];
    let (_, late_of_two) = seen(&mut tried, &twice);
    assert_eq!(late_of_two, late);
}

#[test]
fn other_sets_than_those_of_the_plan_and_more_of_them_do_not_make_up_for_what_was_left_out() {
    let mut tried = Try::new(Side::Left, day(7));
    tried.since = Some(FIRST);
    let others = [0, 2, 4].map(|n| sets(n, "back-squat", PlannedSide::Both, 10));
    let much = [sets(0, "glute-bridge", PlannedSide::Both, 20)];
    let share =
        |entries: &[LoggedSets]| next(&tried, &tried.log(entries)).adherence.unwrap().left.share().unwrap();
    assert!(share(&others) < 1e-9);
    assert!(share(&much) < 0.2, "{}", share(&much));
}

#[test]
fn a_step_that_the_clearance_does_not_allow_gives_way_to_the_planned_one() {
    let caution = CautionId::new("lying-on-back").unwrap();
    let mut tried = Try::new(Side::Left, day(7));
    let harder = testing::exercise_id("single-leg-hip-thrust");
    tried.knowledge.exercises.get_mut(&harder).unwrap().cautions.push(caution.clone());
    let log = tried.log(&[
        sets(0, "single-leg-hip-thrust", PlannedSide::Left, 3),
        sets(0, "single-leg-hip-thrust", PlannedSide::Right, 3),
    ]);
    let done = |tried: &Try| -> BTreeSet<String> {
        let session = next(tried, &log);
        let of_bridge = session.items.iter().filter(|item| item.planned.as_str() == "single-leg-glute-bridge");
        of_bridge.map(|item| item.exercise.to_string()).collect()
    };
    assert_eq!(done(&tried), BTreeSet::from(["single-leg-hip-thrust".to_owned()]));
    let until = tried.cleared.until();
    tried.cleared = Cleared::for_tests(FIRST, until, BTreeSet::from([caution]), false);
    assert_eq!(done(&tried), BTreeSet::from(["single-leg-glute-bridge".to_owned()]));
}

#[test]
fn a_session_that_was_missed_is_done_on_the_next_day_of_the_plan_with_minutes_enough() {
    let mut tried = Try::new(Side::Left, day(21));
    // The Monday's session is the shorter one; its day has more minutes than it takes.
    tried.plan.sessions[0].minutes = 24.0;
    tried.plan.sessions[1].minutes = 29.5;
    let log = |tried: &Try| tried.log(&[sets(0, "split-squat", PlannedSide::Left, 3)]);
    let on = |tried: &mut Try, as_of: i64| {
        tried.as_of = day(as_of);
        let session = next(tried, &log(tried));
        (session.session_idx, session.on)
    };
    tried.person.minutes_by_weekday = [(0, 30), (3, 30)].into();
    assert_eq!(on(&mut tried, 3), (1, day(3)), "Thursday, as planned");
    assert_eq!(on(&mut tried, 4), (1, day(7)), "Monday has thirty minutes too");
    assert_eq!(on(&mut tried, 8), (1, day(10)), "Monday was missed as well");
    tried.person.minutes_by_weekday = [(0, 25), (3, 30)].into();
    assert_eq!(on(&mut tried, 4), (1, day(10)), "too few minutes on Monday");
    // A plan made with other minutes than the person's own keeps the days that it has.
    tried.person.minutes_by_weekday = [(0, 10), (3, 10)].into();
    assert_eq!(on(&mut tried, 3), (1, day(3)));
}
