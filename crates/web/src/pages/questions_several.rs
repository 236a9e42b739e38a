//! Questions that stand together on one page: those that only limit what training holds, and send nobody to care.
//!
//! Whatever may ask that somebody looks first stays alone on its page, and so does what brings further questions. A box
//! that is not ticked counts as a no only where “None of these” or another box is ticked. Read next: [`super::questions`].

use super::questions_beside::leg_of;
use crate::form::Form;
use crate::shell::say;
use evenstride_app::prelude::{Action, Answer, Answers, Flag, FlagId, Knowledge, Reply, Side};
use maud::{Markup, html};

/// So many stand on one page at most, so that each is read.
const MOST_TOGETHER: usize = 6;
/// The name of the field that says which questions stood on the page.
const ASKED: &str = "asked";

/// Does a yes only limit training, whatever else is said, and bring no further question?
fn only_limits(flag: &Flag, knowledge: &Knowledge) -> bool {
    let is_followed = knowledge.flags.iter().any(|other| other.only_after.contains(&flag.id));
    flag.action == Action::Limit
        && flag.escalate.is_empty()
        && flag.follows_from_injury_weeks.is_none()
        && !is_followed
}

/// The questions that stand with this one: neighbours in the order of asking that are asked of the same people.
fn neighbours<'a>(id: &FlagId, knowledge: &'a Knowledge) -> &'a [Flag] {
    knowledge
        .flags
        .chunk_by(|one, other| {
            only_limits(one, knowledge) && only_limits(other, knowledge) && one.only_after == other.only_after
        })
        .flat_map(|run| run.chunks(MOST_TOGETHER))
        .find(|page| page.iter().any(|flag| flag.id == *id))
        .unwrap_or_default()
}

/// The questions of the page of this one that are open or were answered; one alone is asked as usual.
pub(super) fn together<'a>(
    id: &FlagId,
    (open, answers): (&[FlagId], &Answers),
    knowledge: &'a Knowledge,
) -> Vec<&'a Flag> {
    let is_asked = |flag: &&Flag| open.contains(&flag.id) || answers.by_flag.contains_key(&flag.id);
    let asked: Vec<&Flag> = neighbours(id, knowledge).iter().filter(is_asked).collect();
    if asked.len() > 1 && asked.iter().any(|flag| flag.id == *id) { asked } else { Vec::new() }
}

/// How many pages these questions fill.
pub(super) fn n_pages<'a>(ids: impl Iterator<Item = &'a FlagId>, knowledge: &Knowledge) -> usize {
    let firsts = ids.map(|id| neighbours(id, knowledge).first().map_or(id, |flag| &flag.id));
    firsts.collect::<std::collections::BTreeSet<_>>().len()
}

/// The boxes, each with the leg where it can be one, and the one for none of them.
pub(super) fn boxes(flags: &[&Flag], answers: &Answers) -> Markup {
    let before = |flag: &Flag| answers.by_flag.get(&flag.id);
    let are_all_no = flags.iter().all(|flag| before(flag).is_some_and(|answer| answer.reply == Reply::No));
    html! {
        @for flag in flags {
            @let ticked = before(flag).filter(|answer| answer.reply != Reply::No);
            input type="hidden" name=(ASKED) value=(flag.id);
            label.choice {
                input type="checkbox" name="yes" value=(flag.id) checked[ticked.is_some()];
                span { (flag.question) }
            }
            @if flag.one_leg { (leg(flag, leg_of(flag, answers))) }
        }
        label.choice {
            input type="checkbox" name="none" value="yes" checked[are_all_no];
            span { (say("questions.none")) }
        }
    }
}

/// Which leg a ticked box is about.
fn leg(flag: &Flag, said: Option<Side>) -> Markup {
    let name = format!("leg-{}", flag.id);
    html! {
        p.field.of-choice {
            label for=(name) { (say("questions.leg")) }
            select id=(name) name=(name) {
                @for (value, side) in [("none", None), ("left", Some(Side::Left)), ("right", Some(Side::Right))] {
                    option value=(value) selected[said == side] { (say(&format!("questions.leg_{value}"))) }
                }
            }
        }
    }
}

/// Were several questions on the page that was sent?
pub(super) fn were_asked(form: &Form) -> bool {
    form.has(ASKED)
}

/// What was said to the questions that stood on the page; none where neither a box nor “None of these” is ticked, or both.
pub(super) fn replies(form: &Form, flags: &[&Flag]) -> Option<Vec<(FlagId, Answer)>> {
    let is_in = |name: &str, flag: &Flag| form.all(name).any(|id| id == flag.id.as_str());
    let asked: Vec<&&Flag> = flags.iter().filter(|flag| is_in(ASKED, flag)).collect();
    let is_any = asked.iter().any(|flag| is_in("yes", flag));
    if asked.is_empty() || is_any == form.has("none") {
        return None;
    }
    let reply = |flag: &&&Flag| {
        let side = match form.get(&format!("leg-{}", flag.id)) {
            "left" => Some(Side::Left),
            "right" => Some(Side::Right),
            _ => None,
        };
        let is_yes = is_in("yes", flag);
        let reply = if is_yes { Reply::Yes } else { Reply::No };
        (flag.id.clone(), Answer { reply, side: side.filter(|_| flag.one_leg && is_yes), cleared: None })
    };
    Some(asked.iter().map(reply).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_app::prelude::builtin;

    #[test]
    fn nothing_that_may_send_somebody_to_care_stands_with_others() {
        let knowledge = builtin();
        let mut n_together = 0;
        for flag in &knowledge.flags {
            let page = neighbours(&flag.id, knowledge);
            assert!(page.len() <= MOST_TOGETHER && page.iter().any(|other| other.id == flag.id), "{}", flag.id);
            if page.len() > 1 {
                n_together += 1;
                assert_eq!(flag.action, Action::Limit, "{}", flag.id);
                assert!(flag.escalate.is_empty(), "{}", flag.id);
                assert!(page.iter().all(|other| other.only_after == flag.only_after), "{}", flag.id);
                let follows = |other: &Flag| other.only_after.contains(&flag.id);
                assert!(!knowledge.flags.iter().any(follows), "{} brings further questions", flag.id);
            }
        }
        assert!(n_together > 15, "only {n_together} questions stand together");
    }

    #[test]
    fn what_is_not_ticked_is_a_no_only_when_something_is_said() {
        let knowledge = builtin();
        let page = neighbours(&FlagId::new("RF-50").unwrap(), knowledge);
        let flags: Vec<&Flag> = page.iter().collect();
        let said = |text: &str| replies(&Form::parse(text.as_bytes()), &flags);
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
