//! The whole leg of a task: who informs it, and who may call it.

use super::heavy::on;
use super::*;
use crate::assess::finding::Finding;

fn whole_leg(trials: &[Trial]) -> Finding {
    let mut knowledge = lively();
    // With such a δ the front of the thigh alone would call the leg.
    knowledge
        .groups
        .values_mut()
        .find(|group| group.id.as_str() == "whole-leg")
        .unwrap()
        .prior
        .insert(Quality::Strength, DifferencePrior { delta: 3.0, ..knowledge_prior() });
    let assessment = judge_in(&knowledge, trials, &Person::default());
    of(&assessment, "whole-leg", Quality::Strength).clone()
}

fn knowledge_prior() -> DifferencePrior {
    lively().groups[&MuscleGroupId::new("quads").unwrap()].prior[&Quality::Strength].clone()
}

fn weak_thigh() -> Vec<Trial> {
    let visits = [1, 8, 15].map(|day| on(both("extension", &[100.0; 3], &[60.0; 3]), date(2026, 11, day)));
    visits.into_iter().flatten().collect()
}

#[test]
fn tests_of_its_muscles_are_named_beside_the_task() {
    let mut trials = weak_thigh();
    trials.extend(both("rise", &[10.0; 3], &[11.0; 3]));
    let finding = whole_leg(&trials);
    let used: Vec<&str> =
        finding.evidence.tests.iter().filter(|test| test.used).map(|test| test.test.as_str()).collect();
    assert_eq!(used, ["rise", "extension"]);
    assert_eq!(finding.evidence.n_trials, 24);
}

#[test]
fn muscles_alone_do_not_call_a_whole_leg() {
    let calls = |right_s: f64| {
        let mut trials = weak_thigh();
        trials.extend(both("rise", &[10.0; 3], &[right_s; 3]));
        whole_leg(&trials).verdict.as_str().to_owned()
    };
    // A longer time is the weaker leg.
    assert!(calls(11.0).starts_with("imbalanced"), "{}", calls(11.0));
    assert_eq!(calls(10.0), "undecided");
}
