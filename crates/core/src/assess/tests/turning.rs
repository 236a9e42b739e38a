//! Legs that fail and legs that heal between two seasons of measuring.

use super::*;
use crate::assess::{ChangeVerdict, Confidence, Weaker};

/// Two days of each season with both legs, the right one as strong as told.
fn seasons(spring: f64, autumn: f64) -> Vec<Trial> {
    let days = [
        (date(2026, 3, 1), spring),
        (date(2026, 3, 6), spring + 1.0),
        (date(2026, 10, 20), autumn),
        (date(2026, 10, 25), autumn + 1.0),
    ];
    days.into_iter().flat_map(|(day, right)| on_day(day, right)).collect()
}

/// Three tries of each leg on a day, the right one as strong as told.
fn on_day(day: Date, right: f64) -> impl Iterator<Item = Trial> {
    both("extension", &[99.0, 100.0, 101.0], &[right - 1.0, right, right + 1.0])
        .into_iter()
        .map(move |trial| Trial { day, ..trial })
}

fn quads(trials: &[Trial]) -> Finding {
    of(&judge_lively(trials, &Person::default()), "quads", Quality::Strength).clone()
}

#[test]
fn the_more_a_leg_has_lost_the_more_is_told_and_none_of_it_is_taken_for_chance() {
    let mut before = 0.0;
    for right in [80.0, 75.0, 70.0, 65.0, 60.0, 55.0, 50.0, 45.0, 40.0] {
        let finding = quads(&seasons(100.0, right));
        let estimate = finding.estimate.as_ref().unwrap();
        assert!(estimate.size > before, "{right}: {} after {before}", estimate.size);
        before = estimate.size;
        // A fifth on two days of one test is within what days make.
        let confidence = if right > 75.0 { Confidence::Probable } else { Confidence::Clear };
        let told = Verdict::Imbalanced { weaker: Weaker::Leg(Side::Right), confidence };
        assert_eq!(finding.verdict, told, "{right}: {estimate:?}");
        assert_eq!(finding.change.unwrap().verdict, ChangeVerdict::Worse, "{right}");
    }
}

#[test]
fn a_leg_that_has_healed_is_not_called_weak_and_is_told_to_have_come_closer() {
    for right in [75.0, 65.0, 55.0, 45.0] {
        let finding = quads(&seasons(right, 99.0));
        assert_eq!(finding.verdict, Verdict::Balanced, "{right}: {:?}", finding.estimate);
        assert_eq!(finding.change.unwrap().verdict, ChangeVerdict::Better, "{right}");
    }
}

/// Somebody who believes that large differences stay as they are for ever.
fn stubborn() -> Knowledge {
    let mut knowledge = lively();
    knowledge.model.large_end_per_year = 0.0;
    knowledge
}

#[test]
fn what_is_not_found_of_late_is_not_called_whatever_is_believed_of_change() {
    // Eight days of spring with a weak right leg, two of autumn with a right leg that is rather the stronger.
    let mut trials = seasons(55.0, 112.0);
    for day in 10..16 {
        trials.extend(
            seasons(55.0, 112.0)
                .into_iter()
                .filter(|t| t.day == date(2026, 3, 1))
                .map(|trial| Trial { day: date(2026, 3, day), ..trial }),
        );
    }
    let finding = of(&judge_in(&stubborn(), &trials, &Person::default()), "quads", Quality::Strength).clone();
    let estimate = finding.estimate.as_ref().unwrap();
    assert!(estimate.probability_second > 0.9, "what was found is believed to stay: {estimate:?}");
    assert!(matches!(finding.verdict, Verdict::Undecided { .. }), "{:?}", finding.verdict);
}

#[test]
fn nobody_says_that_nothing_changed_against_what_was_measured() {
    // One day each: half of a leg gone is taken for a wild day; but something was seen.
    let one_day: Vec<Trial> = seasons(100.0, 50.0)
        .into_iter()
        .filter(|trial| [date(2026, 3, 1), date(2026, 10, 20)].contains(&trial.day))
        .collect();
    for knowledge in [lively(), stubborn()] {
        let judged = judge_in(&knowledge, &one_day, &Person::default());
        let finding = of(&judged, "quads", Quality::Strength);
        assert!(matches!(finding.verdict, Verdict::Undecided { .. }), "{:?}", finding.verdict);
        assert_eq!(finding.change.as_ref().unwrap().verdict, ChangeVerdict::Undecided);
    }
}

/// Somebody who believes that no difference ever changes.
fn unmoved() -> Knowledge {
    let mut knowledge = stubborn();
    knowledge.model.difference_walk = 0.01;
    knowledge.model.difference_drift = 0.01;
    knowledge
}

#[test]
fn who_believes_that_nothing_changes_says_so_only_while_what_was_measured_goes_with_it() {
    // Eight days of spring, then one of autumn.
    let change = |autumn: f64| {
        let spring = (1..9).map(|day| (date(2026, 3, day), 100.0));
        let days = spring.chain([(date(2026, 10, 20), autumn)]);
        let trials: Vec<Trial> = days.flat_map(|(day, right)| on_day(day, right)).collect();
        let judged = judge_in(&unmoved(), &trials, &Person::default());
        of(&judged, "quads", Quality::Strength).change.as_ref().unwrap().verdict
    };
    assert_eq!(change(100.0), ChangeVerdict::NotDetectable);
    assert_eq!(change(50.0), ChangeVerdict::Undecided);
}
