//! The rules that came with the whole week: equipment by day, days in a row, last week, sports, wishes for an exercise.

use super::*;
use crate::assess::{Assessment, Finding};
use crate::body::Side;
use crate::knowledge::{ExerciseKind, Minimum, RuleId};
use crate::person::Person;
use crate::screen::Cleared;
use crate::testing::{self, assessment, equipment_id, exercise_id, person, tight, weak};
use std::collections::BTreeSet;

fn cleared() -> Cleared {
    Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), false)
}

fn options() -> PlanOptions {
    PlanOptions { node_limit: 60, ..PlanOptions::usual() }
}

fn planned(person: &Person, findings: &Assessment, options: &PlanOptions) -> Plan {
    let knowledge = testing::knowledge();
    let plan = plan(&cleared(), person, findings, &knowledge, testing::today(), options).unwrap();
    assert_eq!(check(&plan, &cleared(), person, findings, &knowledge, options), Ok(()));
    plan
}

fn days_of(plan: &Plan, id: &str) -> Vec<u8> {
    let holds = |session: &&Session| session.items.iter().any(|item| item.exercise.as_str() == id);
    plan.sessions.iter().filter(holds).map(|session| session.weekday).collect()
}

#[test]
fn what_needs_the_gym_stands_on_gym_days() {
    let mut someone = person(&[(0, 40), (2, 40), (4, 40)], &["leg-press", "leg-curl", "bench", "dumbbell"]);
    someone.equipment_by_weekday.insert(0, BTreeSet::new());
    someone.equipment_by_weekday.insert(4, BTreeSet::new());
    let findings = assessment(vec![weak("quads", Side::Left, 14.0, 0.93)]);
    let plan = planned(&someone, &findings, &options());
    let knowledge = testing::knowledge();
    let gear = equipment_id("leg-press");
    for session in plan.sessions.iter().filter(|session| session.weekday != 2) {
        assert!(
            session.items.iter().all(|item| !knowledge.exercises[&item.exercise].equipment.contains(&gear))
        );
    }
    let mut home = someone.clone();
    home.equipment.clear();
    let without = planned(&home, &findings, &options());
    assert!(plan.levels[0].objective <= without.levels[0].objective + 1e-9);
}

#[test]
fn no_strength_exercise_stands_on_two_days_in_a_row() {
    let someone = person(&[(0, 20), (1, 20), (2, 20), (3, 20), (4, 20), (5, 20), (6, 20)], &["loop-band"]);
    let findings = assessment(vec![weak("glutes", Side::Right, 17.0, 0.9)]);
    let plan = planned(&someone, &findings, &options());
    for item in plan.sessions.iter().flat_map(|session| &session.items) {
        let days = days_of(&plan, item.exercise.as_str());
        assert!(days.iter().all(|day| !days.contains(&((day + 1) % 7))), "{} {days:?}", item.exercise);
    }
}

#[test]
fn no_group_grows_beyond_what_last_week_allows() {
    let someone = person(&[(0, 60), (2, 60), (4, 60)], &["dumbbell", "bench"]);
    let findings = assessment(vec![weak("quads", Side::Left, 14.0, 0.93)]);
    let free = planned(&someone, &findings, &options());
    let had = |plan: &Plan, side| {
        plan.volumes.iter().find(|v| v.group.as_str() == "quads" && v.side == side).unwrap().sets
    };
    assert!(had(&free, Side::Left) > 5.0);
    let mut last_week = free.volumes.clone();
    for volume in &mut last_week {
        volume.sets = if volume.group.as_str() == "quads" { 3.0 } else { 12.0 };
    }
    let options = PlanOptions { last_week: Some(last_week), ..options() };
    let plan = planned(&someone, &findings, &options);
    assert!(had(&plan, Side::Left) <= 5.0, "{}", had(&plan, Side::Left));
    // What was not trained at all may begin with two sets.
    let from_nothing = PlanOptions { last_week: Some(Vec::new()), ..options };
    let plan = planned(&someone, &findings, &from_nothing);
    assert!(plan.volumes.iter().all(|volume| volume.sets <= 2.0));
}

#[test]
fn a_sport_asks_for_its_least_and_says_why() {
    let mut knowledge = testing::knowledge();
    let rule = RuleId::new("prevention-groin").unwrap();
    knowledge.doses.minimums.push(Minimum {
        rule: rule.clone(),
        sports: vec!["football".to_owned()],
        exercises: vec![exercise_id("copenhagen-short")],
        sets: 2.0,
        weight: 3.0,
    });
    let mut someone = person(&[(0, 30), (3, 30)], &["bench"]);
    let findings = assessment(Vec::new());
    for sport in [None, Some("Football"), Some("chess")] {
        someone.sport = sport.map(str::to_owned);
        let plan = plan(&cleared(), &someone, &findings, &knowledge, testing::today(), &options()).unwrap();
        assert_eq!(check(&plan, &cleared(), &someone, &findings, &knowledge, &options()), Ok(()));
        let because = Reason::Prevent { rule: rule.clone() };
        let items = plan.sessions.iter().flat_map(|session| &session.items);
        let serves = items.filter(|item| item.because.contains(&because)).count();
        assert_eq!(serves > 0, sport == Some("Football"), "{sport:?}");
    }
}

#[test]
fn what_is_asked_for_is_in_and_costs_what_it_costs() {
    let someone = person(&[(0, 30), (2, 30), (4, 30)], &[]);
    let findings =
        assessment(vec![weak("quads", Side::Left, 14.0, 0.93), tight("quads", Side::Left, 9.0, 0.9)]);
    let before = planned(&someone, &findings, &options());
    let out = before.sessions[0].items[0].exercise.clone();
    let mut options = options();
    options.without.insert(out.clone());
    options.with.insert(exercise_id("wall-sit"));
    let after = planned(&someone, &findings, &options);
    assert!(days_of(&after, out.as_str()).is_empty() && !days_of(&after, "wall-sit").is_empty());
    let costs = cost_of(&before, &after);
    assert_eq!(costs.len(), before.levels.len());
    for (cost, level) in costs.iter().zip(&before.levels) {
        assert!(
            (cost.after - cost.before - cost.cost).abs() < 1e-12
                && (cost.before - level.objective).abs() < 1e-12
        );
    }
    let items = || after.sessions.iter().flat_map(|session| &session.items);
    assert!(items().any(|item| item.because.contains(&Reason::AskedFor)));
}

#[test]
fn what_cannot_be_asked_for_is_named() {
    let someone = person(&[(0, 30)], &[]);
    let findings = assessment(Vec::new());
    let ask = |ids: &[&str]| {
        let with: BTreeSet<_> = ids.iter().map(|id| exercise_id(id)).collect();
        let options = PlanOptions { with, ..options() };
        plan(&cleared(), &someone, &findings, &testing::knowledge(), testing::today(), &options).map(|_| ())
    };
    assert_eq!(ask(&["leg-press"]), Err(PlanError::NotAllowed(exercise_id("leg-press"))));
    // Two rungs of one chain.
    let both = BTreeSet::from([exercise_id("wall-sit"), exercise_id("sit-to-stand")]);
    assert_eq!(ask(&["wall-sit", "sit-to-stand"]), Err(PlanError::Conflict(both)));
    assert_eq!(ask(&["wall-sit"]), Ok(()));
}

#[test]
fn the_first_week_keeps_every_rule() {
    let knowledge = testing::knowledge();
    for days in [&[(0, 15), (1, 15)][..], &[(2, 50)], &[(0, 30), (2, 30), (4, 45), (5, 20)]] {
        let someone = person(days, &["dumbbell"]);
        let findings: Vec<Finding> = vec![weak("glutes", Side::Right, 17.0, 0.9)];
        let findings = assessment(findings);
        let first =
            first_plan(&cleared(), &someone, &findings, &knowledge, testing::today(), &options()).unwrap();
        assert_eq!(check(&first, &cleared(), &someone, &findings, &knowledge, &options()), Ok(()));
        assert!(!first.sessions.is_empty());
    }
}

#[test]
fn more_minutes_or_another_exercise_never_make_a_proven_week_worse() {
    let exercise = |id: &'static str, loads: &'static str| {
        testing::exercise((id, 2, loads, "", 0.8, [2, 4], 60, 1, ""), ExerciseKind::Strength)
    };
    let few = vec![exercise("first", "quads 1"), exercise("second", "glutes .5 hamstrings .5")];
    let more = [few.clone(), vec![exercise("third", "quads .5 glutes 1")]].concat();
    let findings = assessment(vec![weak("quads", Side::Left, 14.0, 0.93)]);
    let options = PlanOptions { node_limit: 2000, ..PlanOptions::usual() };
    let levels = |minutes: u32, exercises: &[crate::knowledge::Exercise]| {
        let knowledge = testing::knowledge_of(exercises.to_vec());
        let someone = person(&[(0, minutes), (3, minutes)], &[]);
        let plan = plan(&cleared(), &someone, &findings, &knowledge, testing::today(), &options).unwrap();
        [plan.levels[0].objective, plan.levels[1].objective]
    };
    for minutes in [10, 15, 20, 25] {
        let base = levels(minutes, &few);
        assert!(levels(minutes + 5, &few) <= base, "{minutes}");
        assert!(levels(minutes, &more) <= base, "{minutes}");
    }
}

/// The only session of a day with just these exercises, all of them asked for, with a weak left front of thigh.
fn in_order(loads: &[(&'static str, &'static str, ExerciseKind)]) -> Vec<String> {
    let exercise = |(id, loads, kind): &(&'static str, &'static str, ExerciseKind)| {
        testing::exercise((*id, 2, *loads, "", 0.8, [2, 2], 60, 1, ""), *kind)
    };
    let knowledge = testing::knowledge_of(loads.iter().map(exercise).collect());
    let with = loads.iter().map(|(id, ..)| exercise_id(id)).collect();
    let options = PlanOptions { with, ..options() };
    let findings =
        assessment(vec![weak("quads", Side::Left, 14.0, 0.93), tight("quads", Side::Left, 9.0, 0.9)]);
    let someone = person(&[(2, 60)], &[]);
    let week = plan(&cleared(), &someone, &findings, &knowledge, testing::today(), &options).unwrap();
    assert_eq!(week.sessions.len(), 1);
    week.sessions[0].items.iter().map(|item| item.exercise.to_string()).collect()
}

#[test]
fn what_is_most_in_need_comes_first_and_a_stretch_last() {
    let order = in_order(&[
        ("bend", "hamstrings 1 glutes 1", ExerciseKind::Strength),
        ("extend", "quads .5", ExerciseKind::Strength),
        ("reach", "quads", ExerciseKind::Stretch),
    ]);
    assert_eq!(order, ["extend", "bend", "reach"]);
}

#[test]
fn a_muscle_that_has_just_worked_rests_where_another_one_can_work() {
    let order = in_order(&[
        ("extend", "quads 1", ExerciseKind::Strength),
        ("press", "quads 1 glutes .5", ExerciseKind::Strength),
        ("curl", "hamstrings 1", ExerciseKind::Strength),
    ]);
    assert_eq!(order, ["press", "curl", "extend"]);
}
