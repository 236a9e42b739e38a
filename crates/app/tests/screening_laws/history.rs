//! What a person told of themselves, and what was measured, counts as a yes whatever was answered.

use super::{TODAY, adult, all_no, flag, girth, tried, yes};
use evenstride_app::prelude::builtin;
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::CautionId;
use evenstride_core::measure::Trial;
use evenstride_core::person::{Injury, Person};
use evenstride_core::screen::{Answers, Cleared, RaisedReason, Screening, known_cautions, screen, spared};
use jiff::Span;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

fn days_ago(days: i64) -> Date {
    TODAY.saturating_sub(Span::new().days(days))
}

fn strained(on: Option<Date>) -> Person {
    let injury = Injury {
        what: "hamstring strain".to_owned(),
        side: Some(Side::Left),
        groups: Vec::new(),
        on,
        surgery: false,
        operation: None,
    };
    Person { injuries: vec![injury], ..adult() }
}

fn cleared(person: &Person, trials: &[Trial]) -> Cleared {
    match screen(person, &all_no(), trials, builtin(), TODAY) {
        Screening::Cleared(cleared) => cleared,
        other => panic!("{other:?}"),
    }
}

fn raised(cleared: &Cleared) -> Vec<&str> {
    cleared.flags().iter().map(|raised| raised.flag.as_str()).collect()
}

#[test]
fn an_injury_of_the_last_six_weeks_counts_even_when_the_answer_is_no() {
    let fresh = cleared(&strained(Some(days_ago(42))), &[]);
    assert_eq!(raised(&fresh), ["RF-27"]);
    let found = &fresh.flags()[0];
    assert_eq!((found.answered, found.side), (false, Some(Side::Left)));
    assert!(found.reasons.contains(&RaisedReason::RecentInjury { on: days_ago(42) }), "{found:?}");
    for caution in &flag("RF-27").cautions {
        assert!(fresh.cautions().contains(caution), "{caution}");
    }
    for old in [Some(days_ago(43)), None] {
        assert!(raised(&cleared(&strained(old), &[])).is_empty(), "{old:?}");
    }
}

#[test]
fn a_fresh_injury_spares_the_muscles_that_it_names_and_all_when_it_names_none() {
    let fresh = |groups: &[&str]| -> Vec<String> {
        let mut person = strained(Some(days_ago(20)));
        let known = |name: &&str| builtin().groups.keys().find(|id| id.as_str() == *name).unwrap().clone();
        person.injuries[0].groups = groups.iter().map(known).collect();
        let cleared = cleared(&person, &[]);
        let spared = cleared.cautions().iter().filter(|id| id.as_str().starts_with("fresh-"));
        spared.map(ToString::to_string).collect()
    };
    assert_eq!(fresh(&["hamstrings"]), ["fresh-hamstring"]);
    assert_eq!(fresh(&["adductors", "soleus"]), ["fresh-calf", "fresh-groin"]);
    assert!(fresh(&["fibulares"]).is_empty());
    let all = ["fresh-calf", "fresh-groin", "fresh-hamstring", "fresh-thigh-front"];
    assert_eq!(fresh(&[]), all);
    assert_eq!(fresh(&["whole-leg"]), all);
    let Screening::Cleared(told) =
        screen(&adult(), &super::with_yes(&[flag("RF-27").id.clone()]), &[], builtin(), TODAY)
    else {
        panic!("a fresh injury is a limit")
    };
    assert!(all.iter().all(|id| told.cautions().iter().any(|caution| caution.as_str() == *id)));
}

#[test]
fn what_happened_to_both_legs_is_of_both_whatever_row_stands_last() {
    let strain = |side, days| {
        let mut one = strained(Some(days_ago(days))).injuries.remove(0);
        one.side = side;
        one
    };
    let side_of = |injuries: Vec<Injury>| {
        let found = cleared(&Person { injuries, ..adult() }, &[]);
        (found.flags()[0].side, found.no_maximal_tests().len())
    };
    let (left, right) = (strain(Some(Side::Left), 12), strain(Some(Side::Right), 21));
    assert_eq!(side_of(vec![left.clone(), right.clone()]), (None, 2));
    assert_eq!(side_of(vec![right.clone(), left.clone()]), (None, 2));
    assert_eq!(side_of(vec![left.clone(), strain(Some(Side::Right), 60)]), (Some(Side::Left), 1));
    assert_eq!(side_of(vec![left.clone(), strain(None, 20)]), (None, 2));
    let answered = |side, injuries: Vec<Injury>| {
        let mut answers = super::with_yes(&[flag("RF-27").id.clone()]);
        answers.by_flag.get_mut(&flag("RF-27").id).unwrap().side = side;
        match screen(&Person { injuries, ..adult() }, &answers, &[], builtin(), TODAY) {
            Screening::Cleared(cleared) => cleared.flags()[0].side,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        answered(Some(Side::Left), vec![right]),
        None,
        "the answer names one leg, the history the other"
    );
    assert_eq!(answered(Some(Side::Left), vec![strain(None, 20)]), Some(Side::Left));
}

#[test]
fn operations_on_both_legs_are_of_both() {
    let (mut person, answers) = super::operated(Some("acl-reconstruction"), 30);
    let mut other = person.injuries[0].clone();
    other.side = Some(Side::Right);
    person.injuries.push(other);
    let Screening::Cleared(both) = screen(&person, &answers, &[], builtin(), TODAY) else {
        panic!("a surgeon cleared it")
    };
    assert_eq!((both.flags()[0].side, both.no_maximal_tests().len()), (None, 2));
}

#[test]
fn tests_that_hurt_on_both_legs_are_of_both() {
    let hop = |side| Trial {
        day: days_ago(2),
        pain_nrs: Some(builtin().doses.pain_limit_nrs),
        ..tried("hop-single", side, 120.0)
    };
    let sore = cleared(&adult(), &[hop(Side::Left), hop(Side::Right)]);
    assert_eq!(sore.flags()[0].side, None);
}

#[test]
fn a_follow_up_of_an_injury_that_was_not_answered_is_open() {
    let mut answers = all_no();
    answers.by_flag.remove(&flag("RF-07").id);
    let outcome = screen(&strained(Some(days_ago(3))), &answers, &[], builtin(), TODAY);
    assert_eq!(outcome, Screening::Incomplete { open: vec![flag("RF-07").id.clone()] });
}

#[test]
fn a_test_that_hurt_counts_as_pain_until_it_is_done_again_without() {
    let limit = builtin().doses.pain_limit_nrs;
    let hop =
        |pain: u8, day: Date| Trial { day, pain_nrs: Some(pain), ..tried("hop-single", Side::Right, 120.0) };
    let sore = cleared(&adult(), &[hop(limit, days_ago(2))]);
    assert_eq!(raised(&sore), ["RF-49"]);
    assert_eq!(sore.flags()[0].side, Some(Side::Right));
    assert!(raised(&cleared(&adult(), &[hop(limit - 1, days_ago(2))])).is_empty());
    assert!(raised(&cleared(&adult(), &[hop(limit, days_ago(2)), hop(0, days_ago(1))])).is_empty());
    let longest = i64::from(builtin().doses.clearance_days);
    assert_eq!(raised(&cleared(&adult(), &[hop(limit, days_ago(longest))])), ["RF-49"]);
    assert!(raised(&cleared(&adult(), &[hop(limit, days_ago(longest + 1))])).is_empty());
}

#[test]
fn only_the_newest_pair_of_calves_counts_and_not_for_ever() {
    let pair = |left: f64, days: i64| {
        [(Side::Left, left), (Side::Right, 36.0)]
            .map(|(side, value)| Trial { day: days_ago(days), ..girth(side, value) })
    };
    let stops = |trials: &[Trial]| {
        matches!(screen(&adult(), &all_no(), trials, builtin(), TODAY), Screening::Stopped { .. })
    };
    assert!(stops(&pair(41.0, 28)));
    assert!(!stops(&pair(41.0, 29)), "an old one");
    assert!(!stops(&[pair(41.0, 9), pair(36.5, 2)].concat()), "a newer one is even");
    assert!(stops(&[pair(36.5, 9), pair(41.0, 2)].concat()));
    // One calf alone is no newer pair.
    let one = Trial { day: days_ago(1), ..girth(Side::Left, 36.0) };
    assert!(stops(&[pair(41.0, 2).to_vec(), vec![one]].concat()));
}

#[test]
fn beginners_from_sixty_five_on_neither_jump_nor_stand_without_a_hold() {
    let born = |birth_year: i16, trained: bool| {
        let person = Person { birth_year: Some(birth_year), trained, ..Person::default() };
        let cleared = cleared(&person, &[]);
        ["impact", "steady-hold"].map(|id| cleared.cautions().contains(&CautionId::new(id).unwrap()))
    };
    assert_eq!(born(1961, false), [true, true]);
    assert_eq!(born(1962, false), [false, false]);
    assert_eq!(born(1961, true), [false, false], "who has trained is no beginner");
}

#[test]
fn what_is_known_holds_before_anything_was_answered() {
    let nothing = Answers { on: TODAY, by_flag: BTreeMap::new() };
    let known = |person: &Person| known_cautions(person, &nothing, &[], builtin(), TODAY);
    let impact = CautionId::new("impact").unwrap();
    assert!(known(&Person { birth_year: Some(1958), ..Person::default() }).contains(&impact));
    assert!(known(&strained(Some(days_ago(20)))).contains(&impact));
    assert!(known(&adult()).is_empty());
}

#[test]
fn what_was_hurt_lately_or_still_waits_after_an_operation_is_spared() {
    let all = |side: &[Side]| -> BTreeSet<(String, Side)> {
        let groups = builtin().groups.values().filter(|group| group.trainable);
        groups.flat_map(|group| side.iter().map(|side| (group.id.to_string(), *side))).collect()
    };
    let of = |person: &Person, answers: &Answers| -> BTreeSet<(String, Side)> {
        let spared = spared(person, answers, &[], builtin(), TODAY);
        spared.into_iter().map(|one| (one.group.to_string(), one.side)).collect()
    };
    assert!(of(&adult(), &all_no()).is_empty());
    let hurt = |days: Option<i64>, groups: &[&str], side: Option<Side>| {
        let mut person = strained(days.map(days_ago));
        (person.injuries[0].groups, person.injuries[0].side) =
            (groups.iter().map(|id| MuscleGroupId::new(id).unwrap()).collect(), side);
        person
    };
    let left = BTreeSet::from([("hamstrings".to_owned(), Side::Left)]);
    assert_eq!(of(&hurt(Some(20), &["hamstrings"], Some(Side::Left)), &all_no()), left);
    let both: BTreeSet<_> = Side::BOTH.map(|side| ("glutes".to_owned(), side)).into();
    assert_eq!(of(&hurt(Some(20), &["glutes"], None), &all_no()), both);
    assert!(of(&hurt(Some(60), &["hamstrings"], Some(Side::Left)), &all_no()).is_empty(), "long ago");
    let whole = hurt(Some(20), &[], Some(Side::Right));
    assert_eq!(of(&whole, &all_no()), all(&[Side::Right]));
    // A yes that names no muscle spares the four areas of the catalogue.
    let mut answers = all_no();
    answers.by_flag.insert(flag("RF-27").id.clone(), yes());
    let areas = of(&adult(), &answers);
    assert!(areas.is_superset(&BTreeSet::from([("quads".to_owned(), Side::Left)])) && areas.len() > 8);
    let (person, answers) = super::gates::operated(Some("achilles-repair"), 11);
    assert_eq!(of(&person, &answers), all(&[Side::Left]));
    let (person, answers) = super::gates::operated(Some("acl-reconstruction"), 26);
    assert!(of(&person, &answers).is_empty(), "nothing waits for it any more");
}
