//! Steps of a chain keep what an exercise is in the plan for, and where a chain ends a load is added.

use super::fixture::{FIRST, Try};
use crate::body::Side;
use crate::knowledge::{ExerciseId, RuleId};
use crate::plan::{Need, NeedKind, PlannedSide, Reason};
use crate::screen::Cleared;
use crate::testing;
use crate::track::{Change, LoggedSets, Next, NextItem, Stall, WeekKind, next_session};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

fn day(n: i64) -> Date {
    FIRST.checked_add(n.days()).unwrap()
}

/// A plan of one exercise with both legs alike, on Monday and Thursday, for which reasons it is held.
fn plan_of(id: &str, because: &[Reason]) -> Try {
    let mut tried = Try::new(Side::Left, day(140));
    tried.since = Some(FIRST);
    let exercise = tried.knowledge.exercises[&testing::exercise_id(id)].clone();
    for session in &mut tried.plan.sessions {
        session.items.truncate(2);
        for (item, side) in session.items.iter_mut().zip([PlannedSide::Left, PlannedSide::Right]) {
            (item.exercise, item.side, item.sets) = (exercise.id.clone(), side, 2);
            (item.dose, item.because) = (exercise.dose, because.to_vec());
        }
    }
    tried
}

fn keeps(group: &str) -> Reason {
    Reason::Keep { group: testing::group(group), side: Side::Left }
}

fn strengthens(group: &str) -> Reason {
    let quality = crate::body::Quality::Strength;
    let kind = NeedKind::Strengthen;
    Reason::Need(Need {
        group: testing::group(group),
        side: Side::Left,
        kind,
        probability: 0.9,
        size: 15.0,
        quality,
    })
}

/// Both legs' sets of so many, with the load.
fn sets(n: i64, id: &str, done: u32, load_kg: Option<f64>) -> [LoggedSets; 2] {
    [PlannedSide::Left, PlannedSide::Right].map(|side| LoggedSets {
        load_kg,
        pain: Some(0),
        ..LoggedSets::new(day(n), testing::exercise_id(id), side, vec![done; 2])
    })
}

/// What comes after the log on its last day's next, and what stalls.
fn after(tried: &mut Try, entries: &[LoggedSets]) -> (NextItem, Vec<Stall>) {
    tried.as_of = entries.last().unwrap().on.checked_add(1.day()).unwrap();
    match next_session(&tried.following(&tried.log(entries))) {
        Next::Session(session) => (session.items[0].clone(), session.stalls),
        other => panic!("expected a session, found {other:?}"),
    }
}

fn changes(item: &NextItem) -> Vec<Change> {
    item.because.iter().map(|because| because.change).collect()
}

/// The thigh's raise with a harder neighbour that leaves the front of the thigh out.
fn raise(because: &[Reason]) -> Try {
    let mut tried = plan_of("straight-leg-raise", because);
    let march = tried.knowledge.exercises.get_mut(&testing::exercise_id("band-hip-flexion")).unwrap();
    march.shares.remove(&testing::group("quads"));
    tried.person.equipment.insert(testing::equipment_id("long-band"));
    tried
}

#[test]
fn a_harder_step_never_leaves_out_what_the_exercise_is_in_the_plan_for() {
    let full = [sets(0, "straight-leg-raise", 12, None), sets(3, "straight-leg-raise", 12, None)].concat();
    let next = |because: &[Reason]| after(&mut raise(because), &full).0;
    let step = ExerciseId::new("band-hip-flexion").unwrap();
    assert_eq!(next(&[keeps("hip-flexors")]).exercise, step, "the hip flexors get more");
    for needed in [strengthens("quads"), keeps("quads")] {
        let stays = next(&[needed, keeps("hip-flexors")]);
        assert_eq!(stays.exercise.as_str(), "straight-leg-raise");
        assert_eq!(changes(&stays), [Change::AtTheTop]);
    }
}

#[test]
fn an_easier_step_leaves_at_least_half_of_what_the_exercise_is_in_the_plan_for() {
    let next = |because: &[Reason]| {
        let mut tried = raise(because);
        for item in tried.plan.sessions.iter_mut().flat_map(|session| &mut session.items) {
            item.exercise = testing::exercise_id("band-hip-flexion");
        }
        let raise = tried.knowledge.exercises.get_mut(&testing::exercise_id("straight-leg-raise")).unwrap();
        raise.shares.insert(testing::group("quads"), 0.0);
        let march = tried.knowledge.exercises.get_mut(&testing::exercise_id("band-hip-flexion")).unwrap();
        march.shares.insert(testing::group("quads"), 0.5);
        let mut hurt = sets(0, "band-hip-flexion", 10, None);
        hurt.iter_mut().for_each(|entry| entry.pain = Some(6));
        after(&mut tried, &hurt).0
    };
    assert_eq!(next(&[keeps("hip-flexors")]).exercise.as_str(), "straight-leg-raise");
    let stays = next(&[keeps("quads")]);
    assert_eq!((stays.exercise.as_str(), changes(&stays)), ("band-hip-flexion", vec![Change::SetsDown]));
}

/// The side lunge, to which a backpack is added, and which has no harder neighbour.
fn lunge() -> Try {
    let mut tried = plan_of("lateral-lunge", &[strengthens("quads")]);
    let lunge = tried.knowledge.exercises.get_mut(&testing::exercise_id("lateral-lunge")).unwrap();
    lunge.added_load = Some(testing::equipment_id("towel"));
    tried
}

#[test]
fn where_a_chain_ends_a_load_is_asked_and_grows_once_it_is_written_down() {
    let mut tried = lunge();
    let mut log = sets(0, "lateral-lunge", 12, None).to_vec();
    assert_eq!((after(&mut tried, &log).0.load_kg, after(&mut tried, &log).0.aim), (None, 12));
    log.extend(sets(3, "lateral-lunge", 12, None));
    let (asked, _) = after(&mut tried, &log);
    assert_eq!((asked.load_kg, asked.load_steps, asked.aim), (Some(2.5), 1, 8));
    assert_eq!(changes(&asked), [Change::AddLoad]);
    // Whoever did it without is asked again, and it never counts as lifted.
    log.extend(sets(7, "lateral-lunge", 12, None));
    let (again, _) = after(&mut tried, &log);
    assert_eq!((again.load_kg, again.load_steps, changes(&again)), (Some(2.5), 1, vec![Change::AddLoad]));
    log.extend(sets(10, "lateral-lunge", 8, Some(2.0)));
    let (with, _) = after(&mut tried, &log);
    assert_eq!((with.load_kg, with.aim, changes(&with)), (Some(2.0), 9, vec![Change::AimUp]));
    log.extend(sets(14, "lateral-lunge", 12, Some(2.0)));
    let (more, _) = after(&mut tried, &log);
    assert_eq!((more.load_kg, more.aim, changes(&more)), (Some(4.5), 8, vec![Change::LoadUp]));
}

#[test]
fn fewer_repetitions_with_the_load_that_was_asked_are_no_sign_of_being_tired() {
    let mut tried = lunge();
    let mut log = [sets(0, "lateral-lunge", 12, None), sets(3, "lateral-lunge", 12, None)].concat();
    for n in [7, 10] {
        let mut sore = sets(n, "lateral-lunge", 8, Some(2.5));
        sore.iter_mut().for_each(|entry| entry.pain = Some(3));
        log.extend(sore);
    }
    tried.as_of = day(11);
    let next = next_session(&tried.following(&tried.log(&log)));
    let Next::Session(session) = next else { panic!("expected a session, found {next:?}") };
    assert_eq!((session.on, session.kind), (day(14), WeekKind::Building));
}

#[test]
fn a_load_that_was_added_goes_again_after_pain() {
    let mut log = [sets(0, "lateral-lunge", 12, None), sets(3, "lateral-lunge", 12, None)].concat();
    let with = |load_kg: f64| {
        let mut hurt = sets(7, "lateral-lunge", 8, Some(load_kg));
        hurt.iter_mut().for_each(|entry| entry.pain = Some(6));
        hurt
    };
    log.extend(with(2.5));
    let (back, _) = after(&mut lunge(), &log);
    assert_eq!((back.load_kg, back.load_steps, changes(&back)), (None, 0, vec![Change::LoadDown]));
    log.truncate(4);
    log.extend(with(20.0));
    let (less, _) = after(&mut lunge(), &log);
    assert!(less.load_kg.is_some_and(|kg| (2.5..20.0).contains(&kg)), "{less:?}");
}

#[test]
fn no_load_is_added_after_pain_in_a_gentle_clearance_or_without_what_it_needs() {
    let mut log = [sets(0, "lateral-lunge", 12, None), sets(3, "lateral-lunge", 12, None)].concat();
    assert_eq!(after(&mut lunge(), &log).0.load_kg, Some(2.5));
    let mut gentle = lunge();
    gentle.cleared = Cleared::for_tests(FIRST, gentle.cleared.until(), BTreeSet::new(), true);
    assert_eq!(after(&mut gentle, &log).0.load_kg, None);
    let mut without = lunge();
    let lunge_id = testing::exercise_id("lateral-lunge");
    let bench = testing::equipment_id("barbell");
    without.knowledge.exercises.get_mut(&lunge_id).unwrap().added_load = Some(bench);
    let (top, _) = after(&mut without, &log);
    assert_eq!((top.load_kg, changes(&top)), (None, vec![Change::AtTheTop]));
    let mut hurt = sets(7, "lateral-lunge", 12, None).to_vec();
    hurt.iter_mut().for_each(|entry| entry.pain = Some(4));
    log.extend(hurt);
    let (held, _) = after(&mut lunge(), &log);
    assert_eq!((held.load_kg, held.load_steps, changes(&held)), (None, 0, vec![Change::Hold]));
}

#[test]
fn what_is_for_a_weak_muscle_and_stays_at_the_top_asks_for_a_second_look_and_what_only_keeps_one_does_not() {
    let weeks = |because: &[Reason]| {
        let mut tried = plan_of("lateral-lunge", because);
        tried.assessments = vec![testing::assessment(vec![testing::weak("quads", Side::Left, 15.0, 0.96)])];
        let log: Vec<LoggedSets> = (0..12)
            .flat_map(|week| [7 * week, 7 * week + 3])
            .flat_map(|n| sets(n, "lateral-lunge", 12, None))
            .collect();
        after(&mut tried, &log).1
    };
    let stalls = weeks(&[strengthens("quads")]);
    assert_eq!(
        stalls.iter().map(|stall| stall.rule.clone()).collect::<Vec<_>>(),
        [RuleId::new("retest-stalled").unwrap()]
    );
    assert!(weeks(&[keeps("quads")]).is_empty());
}
