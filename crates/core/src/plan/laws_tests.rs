//! The checker against weeks with one thing broken, and against the weeks of people made up by chance.

use super::*;
use crate::assess::Assessment;
use crate::body::Side;
use crate::knowledge::{ExerciseKind, Knowledge, Minimum, RuleId};
use crate::person::Person;
use crate::screen::Cleared;
use crate::testing::{self, assessment, equipment_id, exercise_id, person, tight, weak};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn cleared() -> Cleared {
    Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), false)
}

fn options() -> PlanOptions {
    PlanOptions { node_limit: 20, ..PlanOptions::usual() }
}

fn quads() -> Assessment {
    assessment(vec![weak("quads", Side::Left, 14.0, 0.93)])
}

/// A week that the checker accepts.
fn accepted(person: &Person, knowledge: &Knowledge) -> Plan {
    let week = plan(&cleared(), person, &quads(), knowledge, testing::today(), &options()).unwrap();
    assert_eq!(check(&week, &cleared(), person, &quads(), knowledge, &options()), Ok(()));
    week
}

/// The checker refuses the week and says why in these words.
fn refused(week: &Plan, person: &Person, knowledge: &Knowledge, options: &PlanOptions, because: &str) {
    let wrong = check(week, &cleared(), person, &quads(), knowledge, options).unwrap_err();
    assert!(wrong.iter().any(|line| line.contains(because)), "{because}: {wrong:?}");
}

/// A catalogue of one exercise, so that it is known what stands on which days.
fn one_exercise() -> Knowledge {
    let only = testing::exercise(("squat", 2, "quads 1", "", 0.8, [2, 4], 60, 1, ""), ExerciseKind::Strength);
    testing::knowledge_of(vec![only])
}

#[test]
fn an_exercise_with_more_sets_on_one_of_its_days_is_refused() {
    let (someone, knowledge) = (person(&[(0, 40), (3, 40)], &[]), one_exercise());
    let mut week = accepted(&someone, &knowledge);
    assert_eq!(week.sessions.len(), 2);
    week.sessions[1].items.iter_mut().for_each(|item| item.sets -= 1);
    refused(&week, &someone, &knowledge, &options(), "does not hold the same sets on all its days");
}

#[test]
fn a_strength_exercise_on_two_days_in_a_row_is_refused() {
    let (someone, knowledge) = (person(&[(0, 40), (1, 40), (3, 40)], &[]), one_exercise());
    let mut week = accepted(&someone, &knowledge);
    assert_eq!(week.sessions[1].weekday, 3);
    week.sessions[0].weekday = 0;
    week.sessions[1].weekday = 1;
    refused(&week, &someone, &knowledge, &options(), "stands on two days in a row");
}

#[test]
fn an_exercise_on_a_day_without_its_equipment_is_refused() {
    let knowledge = testing::knowledge();
    let someone = person(&[(0, 40), (2, 40), (4, 40)], &["leg-press", "leg-curl", "bench", "dumbbell"]);
    let week = accepted(&someone, &knowledge);
    let needs_gear = |item: &Item| !knowledge.exercises[&item.exercise].equipment.is_empty();
    let session = week.sessions.iter().find(|session| session.items.iter().any(needs_gear)).unwrap();
    let mut elsewhere = someone.clone();
    elsewhere.equipment_by_weekday.insert(session.weekday, BTreeSet::new());
    refused(&week, &elsewhere, &knowledge, &options(), "needs equipment that is not at hand on that day");
    elsewhere.equipment_by_weekday.insert(session.weekday, someone.equipment.clone());
    assert_eq!(check(&week, &cleared(), &elsewhere, &quads(), &knowledge, &options()), Ok(()));
}

#[test]
fn a_group_that_grows_more_than_last_week_allows_is_refused() {
    let (someone, knowledge) = (person(&[(0, 40), (3, 40)], &[]), one_exercise());
    let week = accepted(&someone, &knowledge);
    let fresh = PlanOptions { last_week: Some(Vec::new()), ..options() };
    refused(&week, &someone, &knowledge, &fresh, "more than its cap");
    let same = PlanOptions { last_week: Some(week.volumes.clone()), ..options() };
    let wrong = check(&week, &cleared(), &someone, &quads(), &knowledge, &same);
    assert!(wrong.err().unwrap_or_default().iter().all(|line| !line.contains("more than its cap")));
}

#[test]
fn a_week_that_hides_what_a_sport_asks_for_is_refused() {
    let mut knowledge = one_exercise();
    let groin =
        testing::exercise(("squeeze", 1, "adductors 1", "", 0.8, [2, 4], 60, 1, ""), ExerciseKind::Strength);
    knowledge.exercises.insert(groin.id.clone(), groin);
    knowledge.doses.minimums.push(Minimum {
        rule: RuleId::new("prevention-groin").unwrap(),
        sports: vec!["football".to_owned()],
        exercises: vec![exercise_id("squeeze")],
        sets: 30.0,
        weight: 3.0,
    });
    let someone = person(&[(0, 40), (3, 40)], &[]);
    let mut week = accepted(&someone, &knowledge);
    let mut player = someone.clone();
    player.sport = Some("football".to_owned());
    refused(&week, &player, &knowledge, &options(), "uncovered-need");
    week = accepted(&player, &knowledge);
    // Fewer sets than are asked for, and the level says how many are missing.
    assert!(week.levels[0].objective > 0.0);
    let lacking = unmet_minimums(&week, &cleared(), &player, &knowledge);
    assert_eq!(lacking.len(), 1);
    assert!(lacking[0].wanted_sets > f64::from(lacking[0].planned_sets) && lacking[0].planned_sets > 0);
    assert_eq!(unmet_minimums(&week, &cleared(), &someone, &knowledge), Vec::new());
    week.levels[0].objective = 0.0;
    week.levels[0].bound = 0.0;
    week.levels[0].gap_percent = 0.0;
    refused(&week, &player, &knowledge, &options(), "uncovered-need");
}

prop_compose! {
    /// Somebody with one to seven days, some gear, perhaps a sport and a day without gear.
    fn somebody()(
        minutes in proptest::collection::btree_map(0_u8..7, 10_u32..75, 1..7),
        gear in proptest::collection::btree_set(
            prop::sample::select(vec!["dumbbell", "bench", "loop-band", "leg-press"]), 0..4),
        (trained, sport, bare) in (any::<bool>(), any::<bool>(), 0_u8..14),
    ) -> Person {
        let days: Vec<(u8, u32)> = minutes.into_iter().collect();
        let gear: Vec<&str> = gear.into_iter().collect();
        let mut person = person(&days, &gear);
        person.trained = trained;
        person.sport = sport.then(|| "football".to_owned());
        if bare < 7 {
            person.equipment_by_weekday.insert(bare, BTreeSet::new());
        } else if bare == 7 {
            person.equipment_by_weekday.insert(2, BTreeSet::from([equipment_id("dumbbell")]));
        }
        person
    }
}

prop_compose! {
    /// Up to four weak or tight groups.
    fn found()(
        rows in proptest::collection::btree_map(
            prop::sample::select(vec!["quads", "hamstrings", "glutes", "abductors", "soleus", "adductors"]),
            (any::<bool>(), any::<bool>(), 6.0_f64..25.0, 0.6_f64..1.0), 0..4),
    ) -> Assessment {
        let finding = |(group, (left, strength, size, probability)): (&str, (bool, bool, f64, f64))| {
            let side = if left { Side::Left } else { Side::Right };
            if strength { weak(group, side, size, probability) } else { tight(group, side, size, probability) }
        };
        assessment(rows.into_iter().map(finding).collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_checker_accepts_the_weeks_of_people_made_up_by_chance(
        person in somebody(), findings in found(), new in any::<bool>(),
    ) {
        let mut knowledge = testing::knowledge();
        knowledge.doses.minimums.push(Minimum {
            rule: RuleId::new("prevention-groin").unwrap(),
            sports: vec!["football".to_owned()],
            exercises: vec![exercise_id("copenhagen-short")],
            sets: 2.0,
            weight: 3.0,
        });
        let options = PlanOptions { node_limit: 2, last_week: new.then(Vec::new), ..PlanOptions::usual() };
        let today = testing::today();
        for make in [plan, first_plan] {
            match make(&cleared(), &person, &findings, &knowledge, today, &options) {
                Ok(week) => {
                    let checked = check(&week, &cleared(), &person, &findings, &knowledge, &options);
                    prop_assert_eq!(checked, Ok(()));
                }
                Err(error) => prop_assert!(
                    matches!(error, PlanError::NoMinutes | PlanError::NoExercise), "{:?}", error),
            }
        }
    }
}
