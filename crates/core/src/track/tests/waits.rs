//! What swelling, pain and signs in a log stop, whatever stands beside them.

use super::fixture::{FIRST, Try};
use crate::body::Side;
use crate::knowledge::{Action, Sign, SignEffect, SignWords};
use crate::plan::PlannedSide;
use crate::screen::Waiting;
use crate::testing;
use crate::track::{Change, Felt, Log, LoggedSets, Next, NextSession, Remark, WhyLeftOut, next_session, waits};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

fn day(n: i64) -> Date {
    FIRST.checked_add(n.days()).unwrap()
}

fn sets(on: Date, id: &str, side: PlannedSide, pain: u8) -> LoggedSets {
    LoggedSets { pain: Some(pain), ..LoggedSets::new(on, testing::exercise_id(id), side, vec![10, 10]) }
}

fn session(tried: &Try, log: &Log) -> NextSession {
    match next_session(&tried.following(log)) {
        Next::Session(session) => session,
        other => panic!("expected a session, found {other:?}"),
    }
}

fn stopped(session: &NextSession, id: &str) -> bool {
    session
        .left_out
        .iter()
        .any(|left| left.exercise.as_str() == id && matches!(left.why, WhyLeftOut::SeeSomeone { .. }))
}

#[test]
fn pain_of_a_neighbour_counts_beside_sets_of_the_exercise_itself() {
    let tried = Try::new(Side::Left, day(9));
    let log = tried.log(&[
        sets(day(7), "single-leg-glute-bridge", PlannedSide::Left, 0),
        sets(day(7), "single-leg-glute-bridge", PlannedSide::Right, 0),
        sets(day(7), "single-leg-hip-thrust", PlannedSide::Left, 9),
    ]);
    let next = session(&tried, &log);
    let of_bridge = next.items.iter().filter(|item| item.planned.as_str() == "single-leg-glute-bridge");
    let changes: BTreeSet<Change> = of_bridge.flat_map(|item| &item.because).map(|one| one.change).collect();
    let less = [Change::Easier, Change::SetsDown, Change::LoadDown];
    assert!(changes.iter().any(|change| less.contains(change)), "{changes:?}");
}

#[test]
fn a_good_day_between_two_bad_ones_does_not_undo_them_and_newer_answers_do() {
    let mut tried = Try::new(Side::Left, day(14));
    let pains = |pains: [u8; 3]| -> Vec<LoggedSets> {
        let days = pains.into_iter().zip([0, 5, 10]);
        days.map(|(pain, n)| sets(day(n), "split-squat", PlannedSide::Left, pain)).collect()
    };
    assert!(stopped(&session(&tried, &tried.log(&pains([8, 1, 8]))), "split-squat"));
    assert!(!stopped(&session(&tried, &tried.log(&pains([8, 1, 1]))), "split-squat"));
    let until = tried.cleared.until();
    tried.cleared = crate::screen::Cleared::for_tests(day(7), until, BTreeSet::new(), false);
    assert!(!stopped(&session(&tried, &tried.log(&pains([8, 1, 8]))), "split-squat"));
}

#[test]
fn what_hurt_too_much_twice_waits_with_its_harder_steps_whether_planned_or_not() {
    let tried = Try::new(Side::Left, day(14));
    let of = |entries: &[LoggedSets], since: Date| waits(&tried.log(entries), since, &tried.knowledge);
    let twice = |id: &str| {
        let pains = [0, 5].map(|n| sets(day(n), id, PlannedSide::Left, 7));
        pains.to_vec()
    };
    let found = of(&twice("reverse-lunge"), FIRST);
    let [wait] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((wait.action, wait.rule.as_str(), wait.on), (Action::ClinicianWeeks, "pain-twice", day(5)));
    assert!(wait.what.names(&testing::exercise_id("reverse-lunge")));
    assert!(!wait.what.names(&testing::exercise_id("glute-bridge")));
    let harder = of(&twice("single-leg-glute-bridge"), FIRST);
    assert!(
        harder.len() == 1 && harder[0].what.names(&testing::exercise_id("single-leg-hip-thrust")),
        "{harder:?}"
    );
    assert!(of(&twice("reverse-lunge"), day(1)).is_empty(), "one of them lies before the answers");
    assert!(of(&twice("reverse-lunge")[..1], FIRST).is_empty());
}

#[test]
fn a_leg_that_swelled_waits_and_so_does_what_was_told_after_the_answers() {
    let tried = Try::new(Side::Left, day(14));
    let swollen = |n: i64| LoggedSets { swelling: true, ..sets(day(n), "split-squat", PlannedSide::Left, 0) };
    let legs = |log: &Log, since: Date| -> Vec<Waiting> {
        waits(log, since, &tried.knowledge).into_iter().map(|wait| wait.what).collect()
    };
    let log = tried.log(&[swollen(3)]);
    assert_eq!(legs(&log, day(3)), [Waiting::Leg(Side::Left)]);
    assert_eq!(legs(&log, day(4)), []);
    let unseen = log.clone().with_unseen(vec![swollen(3)], Vec::new());
    assert_eq!(legs(&unseen, day(4)), [Waiting::Leg(Side::Left)]);
    let said = Remark::said(day(3), "chest pain".to_owned());
    let stops = |log: &Log| super::super::signs_to_stop(log, day(4), &tried.knowledge).is_some();
    assert!(!stops(&Log::EMPTY.with_remarks(vec![said.clone()])));
    assert!(stops(&Log::EMPTY.with_unseen(Vec::new(), vec![said])));
}

#[test]
fn a_leg_waits_for_what_no_plan_follows_and_only_the_leg_on_which_it_was_felt() {
    let tried = Try::new(Side::Left, day(14));
    let legs = |log: &Log| -> Vec<(Waiting, String)> {
        let waits = waits(log, FIRST, &tried.knowledge);
        waits.into_iter().map(|wait| (wait.what, wait.rule.to_string())).collect()
    };
    let right = Waiting::Leg(Side::Right);
    let felt = |n: i64, pain: u8, swelling: bool| Remark {
        felt: Some(Felt { side: PlannedSide::Right, pain: Some(pain), morning_points: None, swelling }),
        ..Remark::said(day(n), String::new())
    };
    let beside = |remarks: Vec<Remark>| legs(&Log::EMPTY.with_remarks(remarks));
    assert_eq!(beside(vec![felt(3, 0, true)]), [(right.clone(), "stop-swelling".to_owned())]);
    assert_eq!(beside(vec![felt(3, 8, false)]), []);
    let twice = vec![felt(3, 8, false), felt(5, 8, false)];
    assert_eq!(beside(twice), [(right.clone(), "pain-twice".to_owned())]);
    let bridge = sets(day(3), "glute-bridge", PlannedSide::Both, 0);
    let of_bridge = |felt_on| legs(&tried.log(&[LoggedSets { swelling: true, felt_on, ..bridge.clone() }]));
    assert_eq!(of_bridge(Some(Side::Right)), [(right, "stop-swelling".to_owned())]);
    assert_eq!(of_bridge(None).len(), 2);
}

#[test]
fn a_week_that_hurt_on_any_day_is_not_passed_in_a_schedule() {
    let tried = Try::new(Side::Left, day(14));
    let nordic = |n: i64, reps: u32, pain: u8| LoggedSets {
        done: vec![reps; 2],
        ..sets(day(n), "nordic-hamstring", PlannedSide::Both, pain)
    };
    let next = |pains: [u8; 2]| {
        let log = tried.log(&[nordic(0, 5, 0), nordic(7, 6, pains[0]), nordic(9, 6, pains[1])]);
        let session = session(&tried, &log);
        let item = session.items.into_iter().find(|item| item.planned.as_str() == "nordic-hamstring").unwrap();
        (item.dose.range(), item.because.iter().any(|one| one.change == Change::Hold))
    };
    assert_eq!(next([0, 0]), ([8, 12], false));
    assert_eq!(next([0, 5]), ([6, 6], true));
    assert_eq!(next([5, 0]), ([6, 6], true));
}

#[test]
fn an_exercise_that_keeps_hurting_waits_until_a_session_without_pain_or_new_answers() {
    let tried = Try::new(Side::Left, day(40));
    let found = |id: &str, pains: &[(i64, u8)], since: Date| -> Vec<(String, Date)> {
        let entries: Vec<LoggedSets> =
            pains.iter().map(|(n, pain)| sets(day(*n), id, PlannedSide::Left, *pain)).collect();
        let waits = waits(&tried.log(&entries), since, &tried.knowledge);
        let names = |wait: &crate::screen::Wait| wait.what.names(&testing::exercise_id(id));
        waits.into_iter().filter(names).map(|wait| (wait.rule.to_string(), wait.on)).collect()
    };
    let stays = |n: i64| vec![("pain-stays".to_owned(), day(n))];
    let thrust = "single-leg-hip-thrust";
    assert_eq!(found(thrust, &[(0, 5), (8, 4), (15, 3)], FIRST), stays(15));
    assert_eq!(found(thrust, &[(0, 5), (8, 4), (14, 3)], FIRST), []);
    assert_eq!(found(thrust, &[(0, 5), (8, 2), (15, 3)], FIRST), []);
    assert_eq!(found(thrust, &[(0, 5), (8, 4), (15, 3), (18, 0)], FIRST), []);
    assert_eq!(found(thrust, &[(0, 5), (8, 4), (15, 3)], day(8)), [], "newer answers have asked about it");
    let lowest = tried.knowledge.exercises.values().find(|one| one.one_sided && one.easier.is_empty()).unwrap();
    let four = [(0, 3), (2, 3), (4, 3), (7, 3)];
    assert_eq!(found(lowest.id.as_str(), &four, FIRST), stays(7), "{}", lowest.id);
    assert_eq!(found(lowest.id.as_str(), &four[1..], FIRST), []);
}

#[test]
fn an_illness_in_a_remark_of_no_exercise_makes_the_session_wait() {
    let mut tried = Try::new(Side::Left, day(7));
    tried.knowledge.following.signs.push(Sign {
        effect: SignEffect::Waits,
        action: None,
        told: vec![SignWords::of(&["fever"])],
        ..tried.knowledge.following.signs[0].clone()
    });
    let on = |text: &str| {
        let remark = Remark::said(day(7), text.to_owned());
        session(&tried, &Log::EMPTY.with_remarks(vec![remark])).on
    };
    assert!(on("fever since last night") > on("slept well"));
}
