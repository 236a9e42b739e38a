//! Which questions stand together on a page, and the boxes of those that only limit what training holds.
//!
//! ```text
//!   emergency, same day; what asks for a muscle ──► alone
//!   within days, within weeks ───────────────────► up to four of the same, an answer of its own for each
//!   only limits training ────────────────────────► up to five, a box for each and one for none of them
//! ```
//! What brings further questions ends its page, so that these follow at once. A box that is not ticked counts as a no only
//! where “None of these” or another box is ticked. Read next: [`super::questions_each`], [`super::questions_places`],
//! [`super::questions`].

use super::questions_beside::{leg_beside, leg_of, side_of};
use super::questions_places::is_passed;
use crate::form::Form;
use crate::shell::say;
use evenstride_app::prelude::{Action, Answer, Answers, Flag, FlagId, Knowledge, Reply};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// So many boxes stand on one page at most, so that each is read.
const MOST_BOXES: usize = 5;
/// So many questions with an answer of their own stand on one page at most.
const MOST_EACH: usize = 4;
/// The name of the field that says which questions stood on the page.
pub(super) const ASKED: &str = "asked";

/// How questions that stand together are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Together {
    /// A box for each, and one for none of them.
    Boxes,
    /// A yes, a no or a not sure for each; a yes asks for this.
    Each(Action),
}

impl Together {
    fn most(self) -> usize {
        match self {
            Self::Boxes => MOST_BOXES,
            Self::Each(_) => MOST_EACH,
        }
    }
}

/// Does a yes bring further questions?
fn brings_more(flag: &Flag, knowledge: &Knowledge) -> bool {
    knowledge.flags.iter().any(|other| other.only_after.contains(&flag.id))
}

/// How a question is answered beside others; nothing where it stands alone.
pub(super) fn together_as(flag: &Flag, knowledge: &Knowledge) -> Option<Together> {
    // The muscle and the day of an injury are asked beside it.
    if flag.follows_from_injury_weeks.is_some() {
        return None;
    }
    let can_be_emergency = flag.escalate.iter().any(|more| more.action == Action::Emergency);
    match flag.action {
        Action::Limit => (flag.escalate.is_empty() && !brings_more(flag, knowledge)).then_some(Together::Boxes),
        Action::ClinicianDays | Action::ClinicianWeeks => {
            (!can_be_emergency).then_some(Together::Each(flag.action))
        }
        Action::Emergency | Action::SameDay | Action::Assent => None,
    }
}

/// These questions page by page, in the order of asking: neighbours that are answered alike and asked of the same people.
/// Those about a place that was passed over stand on none.
pub(super) fn pages<'a>(
    asked: &BTreeSet<&FlagId>,
    answers: &Answers,
    knowledge: &'a Knowledge,
) -> Vec<Vec<&'a Flag>> {
    let runs = knowledge.flags.chunk_by(|one, other| {
        let alike = together_as(one, knowledge);
        alike.is_some()
            && alike == together_as(other, knowledge)
            && one.only_after == other.only_after
            && !brings_more(one, knowledge)
    });
    let of_run = |run: &'a [Flag]| {
        let most = run.first().and_then(|flag| together_as(flag, knowledge)).map_or(1, Together::most);
        let all: Vec<&Flag> = run.iter().filter(|flag| asked.contains(&flag.id)).collect();
        let here: Vec<&Flag> = all.iter().copied().filter(|flag| !is_passed(flag, &all, answers)).collect();
        here.chunks(most).map(<[_]>::to_vec).collect::<Vec<_>>()
    };
    runs.flat_map(of_run).collect()
}

/// The boxes, each with the leg where it can be one, and the one for none of them; the page may open at the first.
pub(super) fn boxes(flags: &[&Flag], answers: &Answers, opens: bool) -> Markup {
    let before = |flag: &Flag| answers.by_flag.get(&flag.id);
    let are_all_no = flags.iter().all(|flag| before(flag).is_some_and(|answer| answer.reply == Reply::No));
    html! {
        @for (nth, flag) in flags.iter().enumerate() {
            @let ticked = before(flag).filter(|answer| answer.reply != Reply::No);
            input type="hidden" name=(ASKED) value=(flag.id);
            label.choice {
                input type="checkbox" name="yes" value=(flag.id) checked[ticked.is_some()] autofocus[opens && nth == 0];
                span { (flag.question) }
            }
            @if flag.one_leg { (leg_beside(flag, leg_of(flag, answers))) }
        }
        label.choice {
            input type="checkbox" name="none" value="yes" checked[are_all_no];
            span { (say("questions.none")) }
        }
    }
}

/// Those of these questions that stood on the page that was sent.
pub(super) fn stood_there<'a>(form: &Form, flags: &[&'a Flag]) -> Vec<&'a Flag> {
    let is_there = |flag: &&&Flag| form.all(ASKED).any(|id| id == flag.id.as_str());
    flags.iter().filter(is_there).copied().collect()
}

/// What was said with the boxes of the page; none where neither a box nor “None of these” is ticked, or both.
pub(super) fn ticked(form: &Form, flags: &[&Flag]) -> Option<Vec<(FlagId, Answer)>> {
    let asked = stood_there(form, flags);
    let is_yes = |flag: &Flag| form.all("yes").any(|id| id == flag.id.as_str());
    let is_any = asked.iter().any(|flag| is_yes(flag));
    if asked.is_empty() || is_any == form.has("none") {
        return None;
    }
    let reply = |flag: &&Flag| {
        let is_yes = is_yes(flag);
        let side = side_of(form.get(&format!("leg-{}", flag.id))).filter(|_| flag.one_leg && is_yes);
        let reply = if is_yes { Reply::Yes } else { Reply::No };
        (flag.id.clone(), Answer { reply, side, cleared: None })
    };
    Some(asked.iter().map(reply).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_app::prelude::{Date, Side, builtin};
    use std::collections::BTreeMap;

    fn all_pages(knowledge: &Knowledge) -> Vec<Vec<&Flag>> {
        let none = Answers { on: Date::MIN, by_flag: BTreeMap::new() };
        pages(&knowledge.flags.iter().map(|flag| &flag.id).collect(), &none, knowledge)
    }

    #[test]
    fn what_may_be_urgent_stands_alone_and_the_others_with_their_like() {
        let knowledge = builtin();
        let (mut n_boxes, mut n_each) = (0, 0);
        for page in all_pages(knowledge).iter().filter(|page| page.len() > 1) {
            let alike = together_as(page[0], knowledge).unwrap();
            for (at, flag) in page.iter().enumerate() {
                assert_eq!(together_as(flag, knowledge), Some(alike), "{}", flag.id);
                assert_eq!(flag.only_after, page[0].only_after, "{}", flag.id);
                assert!(
                    at + 1 == page.len() || !brings_more(flag, knowledge),
                    "what {} brings follows at once",
                    flag.id
                );
                let same_day_at_most = |more: &Action| !matches!(more, Action::Emergency);
                assert!(flag.escalate.iter().all(|more| same_day_at_most(&more.action)), "{}", flag.id);
                match alike {
                    Together::Boxes => {
                        n_boxes += 1;
                        assert!(flag.action == Action::Limit && flag.escalate.is_empty(), "{}", flag.id);
                        assert!(page.len() <= MOST_BOXES && !brings_more(flag, knowledge), "{}", flag.id);
                    }
                    Together::Each(action) => {
                        n_each += 1;
                        assert!(flag.action == action && page.len() <= MOST_EACH, "{}", flag.id);
                        let can_wait = matches!(action, Action::ClinicianDays | Action::ClinicianWeeks);
                        assert!(can_wait, "{} stands with others", flag.id);
                    }
                }
            }
        }
        assert!(n_boxes > 15 && n_each > 10, "{n_boxes} boxes and {n_each} with an answer each stand together");
    }

    #[test]
    fn every_question_stands_on_one_page_in_the_order_of_asking() {
        let knowledge = builtin();
        let on_pages: Vec<&FlagId> = all_pages(knowledge).iter().flatten().map(|flag| &flag.id).collect();
        assert_eq!(on_pages, knowledge.flags.iter().map(|flag| &flag.id).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_not_ticked_is_a_no_only_when_something_is_said() {
        let knowledge = builtin();
        let all = all_pages(knowledge);
        let flags = all.iter().find(|page| page[0].id.as_str() == "RF-50").unwrap();
        let said = |text: &str| ticked(&Form::parse(text.as_bytes()), flags);
        assert_eq!(said("asked=RF-50&asked=RF-51"), None, "nothing is ticked");
        assert_eq!(said("asked=RF-50&asked=RF-51&none=yes&yes=RF-50"), None, "one and none");
        assert_eq!(said("asked=RF-01&none=yes"), None, "a question of another page");
        let none = said("asked=RF-50&asked=RF-51&none=yes").unwrap();
        assert!(none.len() == 2 && none.iter().all(|(_, answer)| answer.reply == Reply::No), "{none:?}");
        let one = said("asked=RF-50&asked=RF-51&yes=RF-51&leg-RF-51=left&leg-RF-50=right").unwrap();
        assert_eq!(one[0].1, Answer { reply: Reply::No, side: None, cleared: None });
        assert_eq!(one[1].1, Answer { reply: Reply::Yes, side: Some(Side::Left), cleared: None });
        assert_eq!(one.len(), 2, "what did not stand there was not answered");
    }
}
