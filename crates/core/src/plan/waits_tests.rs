//! Weeks beside what the log has stopped: a leg or an exercise that waits until somebody has looked.

use super::*;
use crate::body::Side;
use crate::knowledge::{Action, RuleId};
use crate::screen::{Cleared, Screening, Wait, Waiting};
use crate::testing::{self, assessment, exercise_id, person, weak};
use std::collections::BTreeSet;

fn cleared(waiting: Vec<Waiting>) -> Cleared {
    let waits: Vec<Wait> = waiting
        .into_iter()
        .map(|what| Wait {
            action: Action::ClinicianDays,
            what,
            rule: RuleId::new("stop-swelling").unwrap(),
            on: testing::today(),
        })
        .collect();
    let cleared = Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), false);
    match Screening::Cleared(cleared).with_waits(&waits) {
        Screening::Cleared(cleared) => cleared,
        other => panic!("{other:?}"),
    }
}

fn planned(waiting: Vec<Waiting>, weak_leg: Side) -> Result<Plan, PlanError> {
    let (knowledge, options) = (testing::knowledge(), PlanOptions { node_limit: 60, ..PlanOptions::usual() });
    let someone = person(&[(0, 30), (2, 30), (4, 30)], &["dumbbell", "bench"]);
    let findings = assessment(vec![weak("quads", weak_leg, 14.0, 0.93)]);
    let cleared = cleared(waiting);
    let plan = plan(&cleared, &someone, &findings, &knowledge, testing::today(), &options)?;
    assert_eq!(check(&plan, &cleared, &someone, &findings, &knowledge, &options), Ok(()));
    Ok(plan)
}

#[test]
fn a_leg_that_waits_is_not_trained_and_the_other_one_is() {
    for weak_leg in Side::BOTH {
        for waiting in Side::BOTH {
            let plan = planned(vec![Waiting::Leg(waiting)], weak_leg).unwrap();
            let items = || plan.sessions.iter().flat_map(|session| &session.items);
            assert!(items().count() > 0);
            assert!(items().all(|item| !item.side.includes(waiting)), "{:?}", plan.sessions);
            assert!(plan.needs.iter().all(|need| need.side != waiting));
            assert!(plan.unmet.iter().all(|row| row.side != waiting));
            assert_eq!(plan.needs.is_empty(), weak_leg == waiting);
        }
    }
}

#[test]
fn with_both_legs_waiting_there_is_no_week() {
    let both = Side::BOTH.map(Waiting::Leg).to_vec();
    assert_eq!(planned(both, Side::Left), Err(PlanError::NoExercise));
}

#[test]
fn an_exercise_that_waits_stays_out_with_its_harder_steps() {
    let ids = |plan: &Plan| -> BTreeSet<String> {
        plan.sessions.iter().flat_map(|session| &session.items).map(|item| item.exercise.to_string()).collect()
    };
    let usual = ids(&planned(Vec::new(), Side::Left).unwrap());
    let (first, last) = (usual.first().unwrap(), usual.last().unwrap());
    assert_ne!(first, last);
    let waiting = Waiting::Exercise { id: exercise_id(first), harder: BTreeSet::from([exercise_id(last)]) };
    let without = ids(&planned(vec![waiting], Side::Left).unwrap());
    assert!(!without.contains(first) && !without.contains(last), "{without:?}");
}
