//! What a new visit would show, and the set of tests for some minutes.

use super::fixture;
use crate::report::{battery_text, predictions_text};
use crate::words::Words;
use evenstride_core::assess::{Assessment, Interval, PredictedPart, Prediction};
use evenstride_core::knowledge::TestId;

/// A prediction that is one normal.
fn prediction(test: &str, mean: f64, sd: f64) -> Prediction {
    let interval = Interval { middle: mean, low: mean - 1.96 * sd, high: mean + 1.96 * sd };
    let parts = vec![PredictedPart { weight: 1.0, mean, sd }];
    Prediction { test: TestId::new(test).unwrap(), device: None, mean, sd, interval, parts, n_trials: 3 }
}

fn assessment(predictions: Vec<Prediction>) -> Assessment {
    Assessment { predictions, ..fixture::full().assessment.unwrap() }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn told(prediction: Prediction) -> String {
    let text = predictions_text(&[assessment(vec![prediction])], &fixture::knowledge(), &Words::english(), 200);
    flat(&text)
}

#[test]
fn a_prediction_names_the_lesser_leg_and_the_range_in_percent_of_the_better_leg() {
    // 100·ln(0.96) = −4.08 and 100·ln(0.8) = −22.3: 4 % and 20 % below the other leg.
    for (mean, sd, sentence) in [
        (-4.08, 0.0, "Single-leg hop for distance left 4 % weaker (from 4 % weaker to 4 % weaker) 3"),
        (-4.08, 4.1, "left 4 % weaker (from 11 % weaker to 4 % stronger) 3"),
        (22.3, 1.0, "right 20 % weaker (from 22 % weaker to 18 % weaker) 3"),
        (0.2, 5.0, "both the same (right from 10 % weaker to 9 % stronger) 3"),
    ] {
        let said = told(prediction("hop-single", mean, sd));
        assert!(said.contains(sentence), "missing: {sentence}\n{said}");
    }
}

#[test]
fn a_prediction_of_an_angle_is_in_degrees_and_names_its_device() {
    let said = told(Prediction { device: Some("goniometer".to_owned()), ..prediction("knee-reach", 6.0, 4.0) });
    assert!(
        said.contains(
            "(goniometer) right 6 degrees less far (from 14 degrees less far to 2 degrees farther) 3"
        ),
        "{said}"
    );
}

#[test]
fn the_table_says_how_to_use_it_and_fits_the_page() {
    let people = [assessment(vec![prediction("hop-single", -4.0, 4.0)]), assessment(Vec::new())];
    let words = Words::english();
    for width in [40, 88] {
        let text = predictions_text(&people, &fixture::knowledge(), &words, width);
        assert!(text.lines().all(|line| line.chars().count() <= width && line.trim_end() == line), "{text}");
        assert!(!text.contains('⟦'), "{text}");
    }
    let text = flat(&predictions_text(&people, &fixture::knowledge(), &words, 88));
    for sentence in [
        "A new visit of Anna",
        "As of 4 May 2026",
        "Test If nothing changed Tries a leg",
        "Without a change, 19 of 20 new visits fall inside this range.",
        "Without a change, 19 of 20 new visits fall inside this range.",
        "No test here has both legs yet.",
    ] {
        assert!(text.contains(sentence), "missing: {sentence}\n{text}");
    }
}

#[test]
fn a_set_of_tests_says_for_which_minutes_it_is_and_what_it_takes() {
    let (words, knowledge) = (Words::english(), fixture::knowledge());
    let text = battery_text(&assessment(Vec::new()), 16.0, &knowledge, &words, 88);
    let said = flat(&text);
    for sentence in [
        "Next for Anna",
        "A set of tests for 16 minutes",
        // Two tests of seven and a half minutes.
        "Do them in this order. Together they take 15 minutes.",
    ] {
        assert!(said.contains(sentence), "missing: {sentence}\n{text}");
    }
    let (first, second) = (text.find("\n1. ").unwrap(), text.find("\n2. ").unwrap());
    assert!(first < second && !said.contains("What to measure next"), "{text}");
}

#[test]
fn a_set_without_tests_says_so() {
    let empty = Assessment { next: Vec::new(), ..assessment(Vec::new()) };
    let said = flat(&battery_text(&empty, 0.5, &fixture::knowledge(), &Words::english(), 88));
    assert!(said.contains("A set of tests for 1 minute"), "{said}");
    assert!(said.ends_with("No test known here would tell more in that time."), "{said}");
}
