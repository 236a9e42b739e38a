//! What is told beside a week: that it follows from the finished plan, keeps its limits and mirrors.

use super::*;
use crate::assess::Finding;
use crate::body::Side;
use crate::knowledge::{ExerciseKind, Grade, Knowledge, Minimum, Plane, RuleId};
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

/// The usual knowledge with a roller for the back of the thigh.
fn with_roller() -> Knowledge {
    let mut knowledge = testing::knowledge();
    let row = ("roll-hamstrings", 1, "", "loop-band", 1.5, [1, 2], 15, 1, "");
    let mut roller = testing::exercise(row, ExerciseKind::Release);
    roller.stretches = vec![testing::group("hamstrings")];
    roller.grade = Grade::C;
    knowledge.exercises.insert(roller.id.clone(), roller);
    knowledge
}

fn facts_of(person: &Person, findings: Vec<Finding>, knowledge: &Knowledge) -> (Plan, WeekFacts) {
    let findings = assessment(findings);
    let week = plan(&cleared(), person, &findings, knowledge, testing::today(), &options()).unwrap();
    let facts = week_facts(&week, &cleared(), person, knowledge, &options());
    (week, facts)
}

#[test]
fn minutes_that_are_left_over_are_offered_for_what_reaches_less_and_never_more_of_them() {
    let knowledge = with_roller();
    let someone = person(&[(0, 240), (3, 240)], &["loop-band"]);
    let (week, facts) = facts_of(&someone, vec![tight("hamstrings", Side::Left, 15.0, 0.9)], &knowledge);
    let offered: Vec<&Spare> = facts.spare.iter().collect();
    assert_eq!(offered.len(), 1, "{facts:?}");
    assert_eq!(offered[0].exercise, exercise_id("roll-hamstrings"));
    assert_eq!((offered[0].side, offered[0].grade), (PlannedSide::Left, Grade::C));
    let day = offered[0].weekday.unwrap();
    let used = week.sessions.iter().find(|session| session.weekday == day).map_or(5.0, |s| s.minutes);
    assert!(used + offered[0].minutes <= 240.0);

    let mut without = someone.clone();
    without.equipment.remove(&equipment_id("loop-band"));
    let (_, facts) = facts_of(&without, vec![tight("hamstrings", Side::Left, 15.0, 0.9)], &knowledge);
    assert_eq!(facts.spare, Vec::new());
    let mut disliked = someone;
    disliked.dislikes.insert(exercise_id("roll-hamstrings"));
    let (_, facts) = facts_of(&disliked, vec![tight("hamstrings", Side::Left, 15.0, 0.9)], &knowledge);
    assert_eq!(facts.spare, Vec::new());
}

#[test]
fn what_is_told_beside_a_week_mirrors_with_the_person() {
    let knowledge = with_roller();
    let someone = person(&[(0, 200), (3, 200)], &["loop-band"]);
    let (_, left) = facts_of(&someone, vec![tight("hamstrings", Side::Left, 15.0, 0.9)], &knowledge);
    let mut mirrored = someone.clone();
    mirrored.dominant_leg = someone.dominant_leg.map(Side::other);
    let (_, mut right) = facts_of(&mirrored, vec![tight("hamstrings", Side::Right, 15.0, 0.9)], &knowledge);
    assert!(!right.spare.is_empty());
    for spare in &mut right.spare {
        assert_eq!(spare.side, PlannedSide::Right);
        spare.side = PlannedSide::Left;
    }
    assert_eq!((left.spare, left.planes), (right.spare, right.planes));
}

#[test]
fn a_plane_is_lacking_when_no_strength_exercise_moves_in_it() {
    let mut knowledge = testing::knowledge();
    for exercise in knowledge.exercises.values_mut() {
        exercise.plane = Plane::Sagittal;
    }
    let someone = person(&[(0, 40), (3, 40)], &[]);
    let (_, facts) = facts_of(&someone, vec![weak("quads", Side::Left, 14.0, 0.9)], &knowledge);
    assert_eq!(facts.planes, [Plane::Sagittal]);
    assert_eq!(facts.planes_lacking, [Plane::Frontal, Plane::Transverse]);
    let strength: Vec<_> = knowledge.exercises.values().filter(|e| e.kind == ExerciseKind::Strength).collect();
    let ids: Vec<_> = strength.iter().map(|exercise| exercise.id.clone()).collect();
    for id in ids {
        knowledge.exercises.get_mut(&id).unwrap().plane = Plane::Mixed;
    }
    let (_, facts) = facts_of(&someone, vec![weak("quads", Side::Left, 14.0, 0.9)], &knowledge);
    assert_eq!((facts.planes, facts.planes_lacking.len()), (vec![Plane::Mixed], 3));
}

#[test]
fn what_a_sport_misses_is_told() {
    let mut knowledge = testing::knowledge();
    knowledge.doses.minimums.push(Minimum {
        rule: RuleId::new("prevention-groin").unwrap(),
        sports: vec!["football".to_owned()],
        exercises: vec![exercise_id("nobody-has-it")],
        sets: 2.0,
        weight: 3.0,
    });
    let mut someone = person(&[(0, 40), (3, 40)], &[]);
    let (_, facts) = facts_of(&someone, Vec::new(), &knowledge);
    assert_eq!(facts.minimums, Vec::new());
    someone.sport = Some("Football".to_owned());
    let (_, facts) = facts_of(&someone, Vec::new(), &knowledge);
    assert_eq!(facts.minimums.len(), 1);
    assert_eq!(facts.minimums[0].planned_sets, 0);
}
