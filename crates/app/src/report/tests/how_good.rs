//! How good a week is, as somebody reads it who knows nothing of points and bounds.

use super::fixture;
use super::plan::plan;
use crate::report::how_good::how_good;
use crate::words::Words;
use evenstride_core::body::Side;
use evenstride_core::knowledge::Language;
use evenstride_core::plan::{Level, LimitGain, Missing, Plan, Unmet};

fn level(objective: f64, bound: f64) -> Level {
    Level { name: "level", objective, bound, gap_percent: if objective > bound { 15.0 } else { 0.0 } }
}

/// A week that serves the needs and lacks something beside them, with what one day more would gain.
fn short(gain_percent: f64) -> Plan {
    Plan {
        proven: false,
        levels: vec![level(0.0, 0.0), level(2.0, 1.7)],
        limits: vec![LimitGain::Day { weekday: 5, gain_percent, of: Missing::Keeps }],
        ..plan()
    }
}

fn said(plan: &Plan) -> String {
    let good = how_good(plan, &fixture::full().knowledge, &Words::english());
    format!("{} {}", good.lead, good.more).replace('\u{a0}', " ")
}

#[test]
fn what_a_week_is_short_of_is_named_with_what_would_help_and_without_points() {
    assert_eq!(
        said(&short(30.0)),
        "It covers what the weak sides need in full: proven. Still too little for: left upper calf. We do not \
         know yet if another week keeps a little more. Training on Saturday too: to keep all else, 30 % less would be missing."
    );
}

#[test]
fn only_what_makes_up_for_all_of_it_leaves_nothing_to_lack() {
    assert!(
        said(&short(100.0)).ends_with("to keep all else, nothing would be missing."),
        "{}",
        said(&short(100.0))
    );
    assert!(
        said(&short(99.7)).ends_with("to keep all else, 99 % less would be missing."),
        "{}",
        said(&short(99.7))
    );
}

#[test]
fn many_muscles_are_counted_and_those_of_the_needs_are_not_among_them() {
    let one = plan().unmet.remove(0);
    let others = ["gastrocnemius", "soleus", "abductors", "adductors"].map(fixture::group);
    let mut unmet: Vec<Unmet> = others.into_iter().map(|group| Unmet { group, ..one.clone() }).collect();
    unmet.push(Unmet { group: fixture::group("quads"), side: Side::Right, ..one });
    let many = said(&Plan { unmet, ..short(30.0) });
    assert!(many.contains("4 other muscles get too little; they stand below the week."), "{many}");
}

#[test]
fn both_legs_are_named_once() {
    let one = plan().unmet.remove(0);
    let both = Side::BOTH.map(|side| Unmet { side, ..one.clone() });
    let said = said(&Plan { unmet: both.to_vec(), ..short(30.0) });
    assert!(said.contains("Still too little on both legs for: upper calf."), "{said}");
}

#[test]
fn a_week_that_keeps_all_of_it_says_so() {
    let all = Plan {
        levels: vec![level(0.0, 0.0), level(0.0, 0.0)],
        unmet: Vec::new(),
        limits: Vec::new(),
        ..short(30.0)
    };
    assert_eq!(
        said(&all),
        "It covers what the weak sides need in full: proven. It keeps all that should be kept."
    );
}

#[test]
fn a_count_inside_a_german_sentence_begins_small() {
    let mut week = plan();
    week.needs[0].probability = 0.99;
    let words = Words::kept(Language::German);
    let needs = crate::report::week::needs(&week, None, &fixture::full().knowledge, words);
    assert!(needs[0].contains("(alle 20 sprechen dafür)"), "{needs:?}");
}
