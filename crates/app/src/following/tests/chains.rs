//! Every step of every chain of the catalogue, taken by somebody who does each session as asked.

use super::*;
use evenstride_core::knowledge::{Exercise, ExerciseId, ExerciseKind};
use evenstride_core::person::Person;
use evenstride_core::plan::{Item, PlannedSide, Reason, Session};
use evenstride_core::screen::{Answer, Reply};
use evenstride_core::track::{LoggedSets, NextItem};

const FIRST: Date = date(2026, 11, 2);

fn person() -> Person {
    Person {
        birth_year: Some(1990),
        trained: true,
        equipment: builtin().equipment.keys().cloned().collect(),
        minutes_by_weekday: [(0, 60)].into(),
        ..Person::default()
    }
}

/// A clearance without limits, since every question is answered with no.
fn cleared() -> Cleared {
    let no = Answer { reply: Reply::No, side: None, cleared: None };
    let by_flag = builtin().flags.iter().map(|flag| (flag.id.clone(), no.clone())).collect();
    let answers = Answers { on: FIRST, by_flag };
    match screen(&person(), &answers, &[], builtin(), FIRST) {
        Screening::Cleared(cleared) => cleared,
        other => panic!("expected a clearance, found {other:?}"),
    }
}

/// A plan of one exercise that keeps every group which it counts for.
fn plan_of(exercise: &Exercise) -> Plan {
    let sides: &[PlannedSide] =
        if exercise.one_sided { &[PlannedSide::Left, PlannedSide::Right] } else { &[PlannedSide::Both] };
    let keeps = |group: &evenstride_core::body::MuscleGroupId| Reason::Keep {
        group: group.clone(),
        side: evenstride_core::body::Side::Left,
    };
    let item = |side: &PlannedSide| Item {
        exercise: exercise.id.clone(),
        side: *side,
        sets: 2,
        dose: exercise.dose,
        load: exercise.load.clone(),
        limited_by: None,
        rest_s: exercise.rest_s,
        minutes: 5.0,
        because: exercise.counted_shares().map(|(group, _)| keeps(group)).collect(),
    };
    Plan {
        proven: true,
        levels: Vec::new(),
        sessions: vec![Session { weekday: 0, minutes: 40.0, items: sides.iter().map(item).collect() }],
        needs: Vec::new(),
        volumes: Vec::new(),
        unmet: Vec::new(),
        limits: Vec::new(),
    }
}

/// What comes after two sessions in which every set was full.
fn after_two_full_sessions(exercise: &Exercise) -> Option<NextItem> {
    let plan = plan_of(exercise);
    let full = exercise.dose.range()[1].max(20);
    let entries = [0, 7].into_iter().flat_map(|days| {
        let on = FIRST.checked_add(jiff::Span::new().days(days)).unwrap();
        let of = move |item: &Item| LoggedSets::new(on, item.exercise.clone(), item.side, vec![full; 3]);
        plan.sessions[0].items.iter().map(of).collect::<Vec<_>>()
    });
    let log = Log::new(entries.collect(), builtin(), date(2026, 11, 10)).unwrap();
    let next = next_session(&Following {
        plan: &plan,
        since: Some(FIRST),
        measured_on: None,
        log: &log,
        cleared: &cleared(),
        person: &person(),
        assessments: &[],
        knowledge: builtin(),
        as_of: date(2026, 11, 10),
    });
    match next {
        Next::Session(session) => session.items.into_iter().next(),
        Next::Nothing { .. } => None,
        Next::ClearanceEnded(end) => panic!("{}: {end:?}", exercise.id),
    }
}

#[test]
fn no_harder_step_of_the_catalogue_takes_work_from_a_group_that_an_exercise_is_held_for() {
    let strength = |exercise: &&Exercise| exercise.kind == ExerciseKind::Strength;
    let mut taken: BTreeSet<(ExerciseId, ExerciseId)> = BTreeSet::new();
    for exercise in builtin().exercises.values().filter(strength) {
        let Some(next) = after_two_full_sessions(exercise) else { continue };
        let step = &builtin().exercises[&next.exercise];
        for (group, share) in exercise.counted_shares() {
            assert!(step.counted_share(group) >= share, "{} → {}: {group}", exercise.id, step.id);
        }
        if step.id != exercise.id {
            taken.insert((exercise.id.clone(), step.id.clone()));
        }
    }
    // Otherwise the test looks at nothing.
    assert!(taken.len() >= 20, "{taken:?}");
}

#[test]
fn the_straight_leg_raise_stays_with_the_front_of_the_thigh() {
    let raise = &builtin().exercises["straight-leg-raise"];
    let next = after_two_full_sessions(raise).unwrap();
    let step = &builtin().exercises[&next.exercise];
    assert!(step.counted_shares().any(|(group, _)| group.as_str() == "quads"), "{}", step.id);
}
