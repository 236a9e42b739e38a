//! What is too easy for somebody who has trained, and which groups a week keeps first.

use super::*;
use crate::assess::Assessment;
use crate::body::Side;
use crate::knowledge::{CautionId, EquipmentClass, ExerciseId, GoalId, Knowledge, Minimum, RuleId};
use crate::person::Person;
use crate::screen::Cleared;
use crate::testing::{self, assessment, equipment_id, exercise_id, group, hurts, person};
use std::collections::BTreeSet;

const WEEK: [(u8, u32); 3] = [(0, 30), (2, 30), (4, 30)];

fn cleared(gentle: bool) -> Cleared {
    Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), gentle)
}

/// The numbers of a week: which exercises may be in it, and on which days.
fn offered(
    person: &Person,
    findings: &Assessment,
    gentle: bool,
    knowledge: &Knowledge,
    options: &PlanOptions,
) -> Vec<(String, BTreeSet<usize>)> {
    let numbers = formulation(&cleared(gentle), person, findings, knowledge, options);
    let days = |exercise: &FormulatedExercise| {
        exercise.choices.iter().flat_map(|choice| choice.days.iter().copied()).collect()
    };
    numbers.exercises.iter().map(|exercise| (exercise.id.to_string(), days(exercise))).collect()
}

fn has(offered: &[(String, BTreeSet<usize>)], id: &str) -> bool {
    offered.iter().any(|(other, _)| other == id)
}

fn trained(gear: &[&str]) -> Person {
    Person { trained: true, ..person(&WEEK, gear) }
}

#[test]
fn who_has_trained_gets_no_first_step_where_something_harder_is_at_hand() {
    let (knowledge, none, usual) = (testing::knowledge(), assessment(Vec::new()), PlanOptions::usual());
    let beginner = offered(&person(&WEEK, &[]), &none, false, &knowledge, &usual);
    let practised = offered(&trained(&[]), &none, false, &knowledge, &usual);
    let gentle = offered(&trained(&[]), &none, true, &knowledge, &usual);
    for id in ["wall-sit", "bodyweight-squat", "double-heel-raise", "side-lying-hip-abduction"] {
        assert!(has(&beginner, id) && has(&gentle, id), "{id}");
        assert!(!has(&practised, id), "{id}");
    }
    // It gives the front of the thigh and the hip flexors alike, and nothing harder gives the hip flexors as much.
    assert!(has(&practised, "straight-leg-raise"));
    let with_band = offered(&trained(&["long-band"]), &none, false, &knowledge, &usual);
    assert!(!has(&with_band, "straight-leg-raise"));
}

#[test]
fn only_sets_of_one_leg_take_the_place_of_sets_of_one_leg() {
    let (knowledge, none, usual) = (testing::knowledge(), assessment(Vec::new()), PlanOptions::usual());
    // On one leg only the first step lengthens the buttock fully; the harder ones at hand give it half.
    assert!(has(&offered(&trained(&[]), &none, false, &knowledge, &usual), "prone-hip-extension"));
    let bench = offered(&trained(&["bench", "dumbbell"]), &none, false, &knowledge, &usual);
    assert!(!has(&bench, "prone-hip-extension"));
    // A barbell and a bench give the buttock all on both legs at once, which is not the same.
    assert!(has(
        &offered(&trained(&["bench", "barbell"]), &none, false, &knowledge, &usual),
        "prone-hip-extension"
    ));
}

#[test]
fn the_first_step_stays_on_days_without_the_gear_for_the_harder_one() {
    let (knowledge, none) = (testing::knowledge(), assessment(Vec::new()));
    let mut someone = trained(&["long-band"]);
    someone.equipment_by_weekday.insert(2, BTreeSet::new());
    let offered = offered(&someone, &none, false, &knowledge, &PlanOptions::usual());
    let days = &offered.iter().find(|(id, _)| id == "straight-leg-raise").unwrap().1;
    assert_eq!(*days, BTreeSet::from([1]), "the second of three days has no band");
}

#[test]
fn what_is_liked_asked_for_prescribed_or_sore_stays() {
    let mut knowledge = testing::knowledge();
    let (none, usual) = (assessment(Vec::new()), PlanOptions::usual());
    let is_in = |person: &Person, findings: &Assessment, knowledge: &Knowledge, options: &PlanOptions| {
        has(&offered(person, findings, false, knowledge, options), "wall-sit")
    };
    let someone = trained(&[]);
    assert!(!is_in(&someone, &none, &knowledge, &usual));
    let likes = Person { likes: BTreeSet::from([exercise_id("wall-sit")]), ..someone.clone() };
    assert!(is_in(&likes, &none, &knowledge, &usual));
    let asked = PlanOptions { with: BTreeSet::from([exercise_id("wall-sit")]), ..usual.clone() };
    assert!(is_in(&someone, &none, &knowledge, &asked));
    let sore = assessment(vec![hurts("quads", Side::Left)]);
    assert!(is_in(&someone, &sore, &knowledge, &usual));
    knowledge.doses.minimums.push(Minimum {
        rule: RuleId::new("prevention-test").unwrap(),
        sports: vec!["sitting".to_owned()],
        exercises: vec![exercise_id("wall-sit")],
        sets: 2.0,
        weight: 3.0,
    });
    let plays = Person { sport: Some("sitting".to_owned()), ..someone };
    assert!(is_in(&plays, &none, &knowledge, &usual));
}

#[test]
fn what_serves_nothing_but_first_steps_is_one_at_any_step() {
    let mut knowledge = testing::knowledge();
    let (none, usual) = (assessment(Vec::new()), PlanOptions::usual());
    let lunge = exercise_id("reverse-lunge");
    let goal = |id: &str| GoalId::new(id).unwrap();
    let mut is_in = |goals: Vec<GoalId>| {
        knowledge.exercises.get_mut(&lunge).unwrap().goals = goals;
        has(&offered(&trained(&[]), &none, false, &knowledge, &usual), "reverse-lunge")
    };
    assert!(is_in(vec![goal("first-steps"), goal("size")]));
    assert!(!is_in(vec![goal("first-steps")]));
}

#[test]
fn the_check_refuses_a_first_step_for_somebody_who_has_trained() {
    let (knowledge, none) = (testing::knowledge(), assessment(Vec::new()));
    let options = PlanOptions { node_limit: 20, ..PlanOptions::usual() };
    let beginner = person(&WEEK, &[]);
    let easy = plan(&cleared(false), &beginner, &none, &knowledge, testing::today(), &options).unwrap();
    let easy_ids: BTreeSet<&str> =
        easy.sessions.iter().flat_map(|s| &s.items).map(|item| item.exercise.as_str()).collect();
    assert!(easy_ids.contains("side-lying-hip-abduction"), "the case needs a first step: {easy_ids:?}");
    let refused = check(&easy, &cleared(false), &trained(&[]), &none, &knowledge, &options).unwrap_err();
    let named = refused.iter().any(|line| line.contains("side-lying-hip-abduction is not allowed"));
    assert!(named, "{refused:?}");
}

#[test]
fn large_groups_are_kept_before_small_ones() {
    let mut knowledge = testing::knowledge();
    let none = assessment(Vec::new());
    let options = PlanOptions { node_limit: 100, ..PlanOptions::usual() };
    let someone = person(&[(0, 12), (2, 12), (4, 12)], &[]);
    let kept = |knowledge: &Knowledge, group_id: &str| {
        let plan = plan(&cleared(false), &someone, &none, knowledge, testing::today(), &options).unwrap();
        assert_eq!(check(&plan, &cleared(false), &someone, &none, knowledge, &options), Ok(()));
        let sets = plan.volumes.iter().filter(|volume| volume.group.as_str() == group_id);
        sets.map(|volume| volume.sets).sum::<f64>()
    };
    // What serves the shins serves nothing else, and what serves the toes little else.
    for id in ["dorsiflexors", "toe-flexors"] {
        let before = kept(&knowledge, id);
        knowledge.groups.get_mut(&group(id)).unwrap().keep_weight = crate::knowledge::KEEP_WEIGHT_MAX;
        let after = kept(&knowledge, id);
        knowledge.groups.get_mut(&group(id)).unwrap().keep_weight = 1;
        assert!(before < 1.0 && after >= 4.0, "{id}: {before} sets, {after} when it counts three");
    }
}

#[test]
fn a_minimum_names_what_is_not_at_hand_for_it() {
    let mut knowledge = testing::knowledge();
    knowledge.doses.minimums.push(Minimum {
        rule: RuleId::new("prevention-test").unwrap(),
        sports: vec!["ball".to_owned()],
        exercises: vec![exercise_id("rear-foot-elevated-split-squat"), exercise_id("copenhagen-short")],
        sets: 1.0,
        weight: 3.0,
    });
    let none = assessment(Vec::new());
    let options = PlanOptions { node_limit: 5, ..PlanOptions::usual() };
    let lacks = |gear: &[&str]| {
        let someone = Person { sport: Some("ball".to_owned()), ..person(&[(0, 12)], gear) };
        let plan = plan(&cleared(false), &someone, &none, &knowledge, testing::today(), &options).unwrap();
        let facts = week_facts(&plan, &cleared(false), &someone, &knowledge, &options);
        facts.minimums.first().map(|unmet| unmet.lacks.clone())
    };
    assert_eq!(lacks(&[]), Some(BTreeSet::from([equipment_id("bench")])));
    assert_eq!(lacks(&["dumbbell"]).unwrap().len(), 1);
    assert_eq!(lacks(&["bench"]), None, "with a bench the set is in the week");

    // What the limits leave out is not missing, whatever is at hand, and equipment for it is not asked for.
    let someone = Person { sport: Some("ball".to_owned()), ..person(&[(0, 12)], &[]) };
    let barred = CautionId::new("barred").unwrap();
    let limited = |ids: &[&str]| {
        let mut knowledge = knowledge.clone();
        for id in ids {
            knowledge.exercises.get_mut(&exercise_id(id)).unwrap().cautions = vec![barred.clone()];
        }
        let cautions = BTreeSet::from([barred.clone()]);
        let cleared = Cleared::for_tests(testing::today(), testing::today(), cautions, false);
        let plan = plan(&cleared, &someone, &none, &knowledge, testing::today(), &options).unwrap();
        assert_eq!(check(&plan, &cleared, &someone, &none, &knowledge, &options), Ok(()));
        let facts = week_facts(&plan, &cleared, &someone, &knowledge, &options);
        (facts.minimums.len(), facts.barred_minimums)
    };
    let rule = RuleId::new("prevention-test").unwrap();
    assert_eq!(limited(&["rear-foot-elevated-split-squat", "copenhagen-short"]), (0, vec![rule]));
    assert_eq!(limited(&["copenhagen-short"]), (1, Vec::new()), "the other one is within the limits");
}

#[test]
fn who_comes_back_after_an_operation_gets_one_leg_on_machines_and_no_first_steps() {
    let (mut knowledge, none, usual) = (testing::knowledge(), assessment(Vec::new()), PlanOptions::usual());
    knowledge.equipment.get_mut(&equipment_id("leg-press")).unwrap().class = Some(EquipmentClass::Machine);
    let offered = |person: &Person, cleared: &Cleared| {
        let numbers = formulation(cleared, person, &none, &knowledge, &usual);
        numbers.exercises.iter().map(|exercise| exercise.id.to_string()).collect::<BTreeSet<String>>()
    };
    let gear = ["leg-press", "dumbbell"];
    let back = cleared(true).for_tests_returning();
    let returning = offered(&trained(&gear), &back);
    assert!(returning.contains("single-leg-press") && !returning.contains("wall-sit"), "{returning:?}");
    assert!(!returning.contains("single-leg-romanian-deadlift"), "nothing else of that step: {returning:?}");
    for careful in [offered(&trained(&gear), &cleared(true)), offered(&person(&WEEK, &gear), &back)] {
        assert!(!careful.contains("single-leg-press") && careful.contains("wall-sit"), "{careful:?}");
    }
}

/// The usual rules, with gear whose resistance can grow.
fn with_loads() -> Knowledge {
    let mut knowledge = testing::knowledge();
    knowledge.doses.trained_free_level_min = 3;
    for (id, class) in [
        ("dumbbell", EquipmentClass::FreeWeight),
        ("loop-band", EquipmentClass::Band),
        ("calf-machine", EquipmentClass::Machine),
    ] {
        knowledge.equipment.get_mut(&equipment_id(id)).unwrap().class = Some(class);
    }
    knowledge
}

#[test]
fn low_steps_without_a_load_that_can_grow_make_room_for_loaded_and_harder_ones() {
    let (knowledge, none, usual) = (with_loads(), assessment(Vec::new()), PlanOptions::usual());
    let of = |person: &Person| offered(person, &none, false, &knowledge, &usual);
    let bare = of(&trained(&[]));
    assert!(has(&bare, "side-plank") && has(&bare, "single-heel-raise"), "nothing harder is at hand");
    assert!(!has(&bare, "split-squat"), "a lunge to the side is harder and gives both its groups as much");
    assert!(has(&of(&person(&WEEK, &["dumbbell"])), "reverse-lunge"), "beginners");
    let gear = of(&trained(&["dumbbell", "bench"]));
    assert!(has(&gear, "goblet-squat") && has(&gear, "rear-foot-elevated-split-squat"));
    for id in ["split-squat", "reverse-lunge", "step-up", "single-leg-glute-bridge"] {
        assert!(!has(&gear, id), "{id}");
    }
    // A band grows stronger, and a dumbbell squat on two legs takes no lunge on one away.
    assert!(has(&of(&trained(&["loop-band", "dumbbell", "bench"])), "banded-clamshell"));
}

fn after(mastered: &[&str]) -> PlanOptions {
    PlanOptions { mastered: mastered.iter().map(|id| exercise_id(id)).collect(), ..PlanOptions::usual() }
}

#[test]
fn steps_below_what_was_done_well_stay_out_while_the_harder_one_is_at_hand() {
    let (knowledge, none) = (testing::knowledge(), assessment(Vec::new()));
    let new = person(&WEEK, &[]);
    let of = |person: &Person, options: &PlanOptions| offered(person, &none, false, &knowledge, options);
    let before = of(&new, &PlanOptions::usual());
    let lunges = of(&new, &after(&["reverse-lunge"]));
    assert!(has(&lunges, "reverse-lunge"));
    for id in ["split-squat", "sit-to-stand"] {
        assert!(has(&before, id) && !has(&lunges, id), "{id}");
    }
    // A chain of its own, and a step of which one leg alone could show nothing.
    assert!(has(&lunges, "double-heel-raise") && has(&lunges, "glute-bridge"));
    assert!(has(&of(&new, &after(&["sit-to-stand"])), "sit-to-stand-single"), "harder steps stay");
    // Whoever dislikes the harder step, or has no gear for it, keeps the easier one.
    let dislikes = Person { dislikes: BTreeSet::from([exercise_id("reverse-lunge")]), ..new.clone() };
    assert!(has(&of(&dislikes, &after(&["reverse-lunge"])), "split-squat"));
    assert!(has(&of(&new, &after(&["back-squat"])), "bodyweight-squat"), "no barbell at hand");
    assert!(has(&of(&new, &after(&["nobody-knows-it"])), "split-squat"));
}

#[test]
fn what_was_outgrown_stays_where_it_is_wanted_sore_limited_or_loaded() {
    let (knowledge, none) = (with_loads(), assessment(Vec::new()));
    let new = person(&WEEK, &["dumbbell", "leg-press"]);
    let is_in = |person: &Person, findings: &Assessment, gentle: bool, options: &PlanOptions, id: &str| {
        has(&offered(person, findings, gentle, &knowledge, options), id)
    };
    let lunges = after(&["reverse-lunge"]);
    assert!(!is_in(&new, &none, false, &lunges, "split-squat"));
    let likes = Person { likes: BTreeSet::from([exercise_id("split-squat")]), ..new.clone() };
    assert!(is_in(&likes, &none, false, &lunges, "split-squat"));
    let asked = PlanOptions { with: BTreeSet::from([exercise_id("split-squat")]), ..lunges.clone() };
    assert!(is_in(&new, &none, false, &asked, "split-squat"));
    assert!(is_in(&new, &assessment(vec![hurts("glutes", Side::Right)]), false, &lunges, "split-squat"));
    assert!(is_in(&new, &none, true, &lunges, "split-squat"), "with limits");
    // A dumbbell can be heavier; the press has no load in these small rules.
    let press = PlanOptions { node_limit: 20, ..after(&["single-leg-press", "back-squat"]) };
    assert!(is_in(&new, &none, false, &press, "goblet-squat"));
    assert!(!is_in(&new, &none, false, &press, "leg-press"));
}

#[test]
fn the_check_refuses_steps_below_what_was_done_well() {
    let (knowledge, none) = (testing::knowledge(), assessment(Vec::new()));
    let new = person(&WEEK, &[]);
    let usual = PlanOptions { node_limit: 20, ..PlanOptions::usual() };
    let dislikes = ["single-heel-raise", "heel-raise-ball", "bent-knee-heel-raise"].map(exercise_id);
    let picky = Person { dislikes: BTreeSet::from(dislikes), ..new.clone() };
    let week = plan(&cleared(false), &picky, &none, &knowledge, testing::today(), &usual).unwrap();
    let held: BTreeSet<&ExerciseId> =
        week.sessions.iter().flat_map(|s| &s.items).map(|item| &item.exercise).collect();
    assert!(held.contains(&exercise_id("double-heel-raise")), "the case needs it: {held:?}");
    let options = PlanOptions { node_limit: 20, ..after(&["single-heel-raise"]) };
    let refused = check(&week, &cleared(false), &new, &none, &knowledge, &options).unwrap_err();
    assert!(refused.iter().any(|line| line.contains("double-heel-raise is not allowed")), "{refused:?}");
    let anew = plan(&cleared(false), &new, &none, &knowledge, testing::today(), &options).unwrap();
    assert_eq!(check(&anew, &cleared(false), &new, &none, &knowledge, &options), Ok(()));
}
