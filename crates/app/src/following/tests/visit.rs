//! How long the tests of one visit take.

use super::*;
use evenstride_core::knowledge::TestId;

#[test]
fn who_has_warmed_up_for_a_test_of_the_day_is_not_asked_for_those_minutes_again() {
    let knowledge = builtin();
    let mut input = example(date(2026, 11, 22));
    let reach: Vec<_> =
        input.trials.iter().filter(|trial| trial.day == date(2026, 11, 21)).take(1).cloned().collect();
    // What is asked for a reach: five minutes of walking before it.
    input.trials.extend(reach.into_iter().map(|trial| Trial {
        test: TestId::new("wblt-cm").unwrap(),
        value: 11.0,
        ..trial
    }));
    let kept = |as_of| Kept {
        input: CheckInput { as_of, ..input.clone() },
        log: Log::EMPTY,
        hard_sets: Vec::new(),
        plan: None,
        earlier_plans: Vec::new(),
        planned_weekdays: BTreeSet::new(),
    };
    let within = |kept: &Kept, minutes| {
        let input = &kept.input;
        let screening = screen(&input.person, &input.answers, &input.trials, knowledge, input.as_of);
        let Screening::Cleared(cleared) = screening else { panic!("{screening:?}") };
        tests_within(kept, &cleared, minutes, knowledge)
    };
    let (warm, cold) = (kept(date(2026, 11, 21)), kept(date(2026, 11, 22)));
    let warmed_up = warmed_up_minutes(&warm, knowledge);
    assert!(warmed_up > 0.0, "a test of that day has a warm-up");
    assert!(warmed_up_minutes(&cold, knowledge).abs() < 1e-9, "the next day begins cold");
    let minutes_of =
        |one: &evenstride_core::assess::Suggestion, before| knowledge.tests[&one.test].minutes_after(before);
    let mut n_spared = 0;
    for minutes in [10.0, 20.0, 45.0] {
        let tests = within(&warm, minutes);
        assert!(!tests.is_empty(), "within {minutes}");
        assert!(tests.iter().map(|one| one.minutes).sum::<f64>() <= minutes + 1e-9, "within {minutes}");
        for one in &tests {
            assert!(one.minutes <= minutes_of(one, warmed_up) + 1e-9, "{} takes {}", one.test, one.minutes);
            n_spared += usize::from(one.minutes < minutes_of(one, 0.0));
        }
        // Who is cold warms up for the first of them.
        assert!(within(&cold, minutes).iter().any(|one| one.minutes >= minutes_of(one, 0.0)));
    }
    assert!(n_spared > 0, "a warm-up was spared");
}
