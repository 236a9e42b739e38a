//! Who is asked what, in which order, and when the questions end.

use super::{TODAY, adult, all_no, flag, yes};
use evenstride_app::prelude::builtin;
use evenstride_core::knowledge::{Action, CautionId, Flag};
use evenstride_core::person::Person;
use evenstride_core::screen::{Answer, Answers, ClearedBy, Reply, Screening, screen};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_follow_up_is_asked_after_a_yes_and_only_then() {
    for follow_up in builtin().flags.iter().filter(|flag| !flag.only_after.is_empty()) {
        // Of an age at which it is asked, unless it is asked at all ages.
        let age = follow_up.asked_at_age.map_or(36, |[from, _]| from);
        let person = Person { birth_year: Some(2026 - age as i16), ..Person::default() };
        let agreed = ClearedBy { who: "guardian".to_owned(), on: TODAY };
        let cleared = Answer { reply: Reply::Yes, side: None, cleared: Some(agreed) };
        let mut answers = all_no();
        answers.by_flag.insert(flag("RF-32").id.clone(), Answer { reply: Reply::No, ..cleared.clone() });
        answers.by_flag.remove(&follow_up.id);
        let outcome = screen(&person, &answers, &[], builtin(), TODAY);
        assert!(matches!(outcome, Screening::Cleared(_)), "{} is not missed: {outcome:?}", follow_up.id);
        for before in &follow_up.only_after {
            let mut answers = answers.clone();
            answers.by_flag.insert(before.clone(), cleared.clone());
            let outcome = screen(&person, &answers, &[], builtin(), TODAY);
            let Screening::Incomplete { open } = outcome else { panic!("{}: {outcome:?}", follow_up.id) };
            assert!(open.contains(&follow_up.id), "{} after {before}", follow_up.id);
        }
    }
}

#[test]
fn an_emergency_ends_the_questions_and_a_milder_stop_asks_only_what_is_more_urgent() {
    let only = |id: &str| {
        let answers = Answers { on: TODAY, by_flag: [(flag(id).id.clone(), yes())].into() };
        match screen(&adult(), &answers, &[], builtin(), TODAY) {
            Screening::Stopped { action, open, .. } => (action, open),
            other => panic!("{id}: {other:?}"),
        }
    };
    for flag in builtin().flags.iter().filter(|flag| flag.action.stops()) {
        let (action, open) = only(flag.id.as_str());
        assert_eq!(action, flag.action, "{}", flag.id);
        assert!(action != Action::Emergency || open.is_empty(), "{}", flag.id);
        for id in &open {
            let mut both = BTreeMap::from([(flag.id.clone(), yes()), (id.clone(), yes())]);
            // What it leads to may stand behind a follow-up of its own.
            let later = builtin().flags.iter().filter(|later| later.only_after.contains(id));
            both.extend(later.map(|later| (later.id.clone(), yes())));
            // Or in what is also open and goes together with it.
            both.extend(open.iter().map(|id| (id.clone(), yes())));
            let answers = Answers { on: TODAY, by_flag: both };
            let Screening::Stopped { action: after, .. } = screen(&adult(), &answers, &[], builtin(), TODAY)
            else {
                panic!("{id} does not stop");
            };
            assert!(after < action, "{id} after {}", flag.id);
        }
    }
    let (_, open) = only("RF-04");
    assert!(["RF-39", "RF-33", "RF-01"].iter().all(|id| open.iter().any(|o| o.as_str() == *id)), "{open:?}");
    assert!(!open.iter().any(|o| ["RF-71", "RF-40", "RF-23"].contains(&o.as_str())), "{open:?}");
}

#[test]
fn questions_go_from_the_most_urgent_down_with_follow_ups_right_behind() {
    let flags = &builtin().flags;
    let reach = |root: &Flag| {
        let tree = flags.iter().filter(|flag| flag.id == root.id || flag.only_after.contains(&root.id));
        tree.map(|flag| flag.action).min().unwrap()
    };
    // The question for the age decides who is asked some others, so it stands before the first of them.
    let is_root = |flag: &&Flag| flag.only_after.is_empty() && !flag.follows_from_age;
    let roots: Vec<&Flag> = flags.iter().filter(is_root).collect();
    for pair in roots.windows(2) {
        assert!(reach(pair[0]) <= reach(pair[1]), "{} before {}", pair[0].id, pair[1].id);
    }
    let mut root = &flags[0];
    for flag in flags {
        if flag.only_after.is_empty() {
            root = flag;
        } else {
            assert!(flag.only_after.contains(&root.id), "{} stands behind {}", flag.id, root.id);
        }
    }
}

#[test]
fn every_caution_can_be_raised_by_something_that_a_person_can_say() {
    let knowledge = builtin();
    let by_flag = knowledge.flags.iter().flat_map(|flag| &flag.cautions);
    let by_gate = knowledge.gates.iter().flat_map(|gate| &gate.cautions);
    let by_age = knowledge.cautions.values().filter(|caution| caution.from_age.is_some());
    let raised: BTreeSet<&CautionId> =
        by_flag.chain(by_gate).chain(by_age.map(|caution| &caution.id)).collect();
    let idle: Vec<&CautionId> = knowledge.cautions.keys().filter(|id| !raised.contains(id)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn whoever_has_no_year_of_birth_is_asked_for_the_age_before_what_only_children_are_asked() {
    let nobody = Person::default();
    let open = |answers: &Answers| match screen(&nobody, answers, &[], builtin(), TODAY) {
        Screening::Incomplete { open } => open.iter().map(ToString::to_string).collect::<Vec<String>>(),
        other => panic!("{other:?}"),
    };
    let mut answers = Answers { on: TODAY, by_flag: BTreeMap::new() };
    let asked = open(&answers);
    let at = |id: &str| asked.iter().position(|asked| asked == id).unwrap();
    for flag in builtin().flags.iter().filter(|flag| flag.asked_at_age.is_some_and(|[_, to]| to < 18)) {
        assert!(!asked.contains(&flag.id.to_string()) || at("RF-32") < at(flag.id.as_str()), "{}", flag.id);
    }
    assert!(asked.contains(&"RF-34".to_owned()));
    // Silence and a yes keep the question of children; a no leaves it out and nothing else.
    answers.by_flag.insert(flag("RF-32").id.clone(), Answer { reply: Reply::No, ..yes() });
    let of_grown = open(&answers);
    let left_out: Vec<&String> = asked.iter().filter(|id| !of_grown.contains(id)).collect();
    assert_eq!(left_out, ["RF-32", "RF-34"]);
    let guardian = ClearedBy { who: "guardian".to_owned(), on: TODAY };
    answers.by_flag.insert(flag("RF-32").id.clone(), Answer { cleared: Some(guardian), ..yes() });
    assert!(open(&answers).contains(&"RF-34".to_owned()));
}
