//! Where it hurts, asked beside a yes to whether anything does: nobody with a sore knee reads of hips, heels and backs.
//!
//! A place that is not ticked is a no to the questions about it, as a box that is not ticked is; those of a place that is
//! ticked are asked later. Where no place is ticked, all of them are. They only limit what training holds. Read next:
//! [`super::questions_several`].

use crate::form::Form;
use crate::shell::say;
use evenstride_app::prelude::{Answer, Answers, Flag, FlagId, Reply};
use maud::{Markup, html};

/// The question whether anything hurts.
const ANYTHING: &str = "RF-49";

/// A place: the last part of the key of its words, and the questions about it.
struct Place {
    key: &'static str,
    flags: &'static [&'static str],
}

/// The places in the order of showing; a question about several of them belongs to none.
const PLACES: [Place; 4] = [
    Place { key: "knee", flags: &["RF-50", "RF-51", "RF-59"] },
    Place { key: "hip", flags: &["RF-52", "RF-53", "RF-54", "RF-55"] },
    Place { key: "foot", flags: &["RF-74", "RF-56", "RF-57"] },
    Place { key: "back", flags: &["RF-58", "RF-60"] },
];
/// The place that no question is about.
const ELSEWHERE: &str = "else";

impl Place {
    fn has(&self, flag: &FlagId) -> bool {
        self.flags.contains(&flag.as_str())
    }

    /// Those of these questions that are about it.
    fn of<'a>(&self, asked: &[&'a Flag]) -> Vec<&'a Flag> {
        asked.iter().copied().filter(|flag| self.has(&flag.id)).collect()
    }
}

/// Is it the question beside which the places are asked for?
pub(super) fn asks_where(flag: &Flag) -> bool {
    flag.id.as_str() == ANYTHING
}

fn is_no(flag: &Flag, answers: &Answers) -> bool {
    answers.by_flag.get(&flag.id).is_some_and(|answer| answer.reply == Reply::No)
}

/// Was the place of this question passed over, so that all about it is a no?
pub(super) fn is_passed(flag: &Flag, asked: &[&Flag], answers: &Answers) -> bool {
    let place = PLACES.iter().find(|place| place.has(&flag.id));
    place.is_some_and(|place| place.of(asked).iter().all(|flag| is_no(flag, answers)))
}

/// The boxes of the places, and the one for another place; the style shows them beside a yes alone.
pub(super) fn boxes(all: &[Flag], answers: &Answers) -> Markup {
    let all: Vec<&Flag> = all.iter().collect();
    let is_said = |place: &Place| place.of(&all).iter().any(|flag| answers.by_flag.contains_key(&flag.id));
    let was_asked = PLACES.iter().any(is_said);
    let is_open = |place: &Place| was_asked && !place.of(&all).iter().all(|flag| is_no(flag, answers));
    let is_elsewhere = was_asked && !PLACES.iter().any(is_open);
    let boxes = PLACES.iter().map(|place| (place.key, is_open(place))).chain([(ELSEWHERE, is_elsewhere)]);
    html! {
        fieldset.of-yes {
            legend { (say("questions.place.title")) }
            @for (key, is_ticked) in boxes {
                label.choice {
                    input type="checkbox" name="place" value=(key) checked[is_ticked];
                    span { (say(&format!("questions.place.{key}"))) }
                }
            }
        }
    }
}

/// What the ticked places say.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The questions of the places that are not ticked, each with a no.
    pub(super) replies: Vec<(FlagId, Answer)>,
    /// The questions of a place that was passed over before and is ticked now.
    pub(super) open_again: Vec<FlagId>,
}

/// What was said of the places; nothing where none was ticked.
pub(super) fn said(form: &Form, all: &[Flag], answers: &Answers) -> Said {
    let all: Vec<&Flag> = all.iter().collect();
    let mut said = Said::default();
    if !form.has("place") {
        return said;
    }
    for place in &PLACES {
        let about = place.of(&all);
        let ids = about.iter().map(|flag| flag.id.clone());
        if !form.all("place").any(|key| key == place.key) {
            let no = Answer { reply: Reply::No, side: None, cleared: None };
            said.replies.extend(ids.map(|id| (id, no.clone())));
        } else if about.iter().all(|flag| is_no(flag, answers)) {
            said.open_again.extend(ids);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::super::questions_several::{Together, together_as};
    use super::*;
    use evenstride_app::prelude::{Date, builtin};
    use std::collections::BTreeMap;

    fn placed() -> Vec<&'static Flag> {
        builtin().flags.iter().filter(|flag| PLACES.iter().any(|place| place.has(&flag.id))).collect()
    }

    #[test]
    fn every_place_has_questions_that_only_limit_and_follow_from_the_one_beside_which_it_stands() {
        let n_named: usize = PLACES.iter().map(|place| place.flags.len()).sum();
        assert_eq!(placed().len(), n_named, "each id is one of the catalogue, and stands once");
        for flag in placed() {
            assert_eq!(together_as(flag, builtin()), Some(Together::Boxes), "{}", flag.id);
            assert!(flag.only_after.iter().any(|id| id.as_str() == ANYTHING), "{}", flag.id);
        }
        assert_eq!(builtin().flags.iter().filter(|flag| asks_where(flag)).count(), 1);
    }

    #[test]
    fn a_place_that_is_not_ticked_is_a_no_and_one_that_is_ticked_stays_open() {
        let mut answers = Answers { on: "2026-11-22".parse::<Date>().unwrap(), by_flag: BTreeMap::new() };
        let of = |text: &str, answers: &Answers| said(&Form::parse(text.as_bytes()), &builtin().flags, answers);
        let none = of("reply=yes", &answers);
        assert!(none.replies.is_empty() && none.open_again.is_empty(), "all is asked where no place is ticked");
        let knee = of("reply=yes&place=knee", &answers);
        assert!(knee.replies.iter().all(|(_, answer)| answer.reply == Reply::No));
        assert_eq!(knee.replies.len(), 9);
        assert!(!knee.replies.iter().any(|(id, _)| PLACES[0].has(id)), "the knee is asked about next");
        answers.by_flag.extend(knee.replies);
        assert!(!is_passed(placed()[0], &placed(), &answers));
        answers.by_flag.extend(of("reply=yes&place=else", &answers).replies);
        assert!(is_passed(placed()[0], &placed(), &answers), "none of these places");
        let again = of("reply=yes&place=hip", &answers);
        let ids: Vec<&str> = again.open_again.iter().map(FlagId::as_str).collect();
        assert_eq!(ids, ["RF-52", "RF-53", "RF-54", "RF-55"], "what was passed over is open again");
    }
}
