//! Questions that stand together with an answer of their own each: those that ask for somebody within days or weeks.
//!
//! None is answered beforehand and none by silence, so that nobody passes one by; what was left out is named.
//! Read next: [`super::questions_several`].

use super::questions_beside::{leg_beside, leg_of, reply_of, side_of};
use super::questions_several::{ASKED, stood_there};
use crate::form::Form;
use crate::shell::say;
use evenstride_app::prelude::{Answer, Answers, Flag, FlagId, Reply};
use maud::{Markup, html};

/// The answers in the order in which they stand.
pub(super) const REPLIES: [(&str, Reply); 3] =
    [("yes", Reply::Yes), ("no", Reply::No), ("unsure", Reply::Unsure)];

/// The field of the answer to a question.
fn field(flag: &Flag) -> String {
    format!("reply-{}", flag.id)
}

/// Where the answers to a question begin.
pub(super) fn begins(flag: &Flag) -> String {
    format!("{}-yes", field(flag))
}

/// Does a page open at this answer? At the one that was given, else at the first, which it does not choose.
pub(super) fn opens_at(reply: Reply, before: Option<Reply>) -> bool {
    before.unwrap_or(Reply::Yes) == reply
}

/// The questions, each with its answers and with the leg beside a yes; those in `missing` were left out.
pub(super) fn rows(flags: &[&Flag], answers: &Answers, missing: &[&Flag]) -> Markup {
    html! {
        @for (nth, flag) in flags.iter().enumerate() {
            @let before = answers.by_flag.get(&flag.id).map(|answer| answer.reply);
            @let is_missing = missing.iter().any(|other| other.id == flag.id);
            fieldset.each aria-describedby=[is_missing.then_some("error")] {
                legend { (flag.question) }
                input type="hidden" name=(ASKED) value=(flag.id);
                div.replies {
                    @for (value, reply) in REPLIES {
                        label.choice {
                            input id={ (field(flag)) "-" (value) } type="radio" name=(field(flag)) value=(value) required
                                checked[before == Some(reply)]
                                autofocus[nth == 0 && missing.is_empty() && opens_at(reply, before)];
                            span { (say(&format!("questions.{value}"))) }
                        }
                    }
                }
                @if flag.one_leg { (leg_beside(flag, leg_of(flag, answers))) }
            }
        }
    }
}

/// What was said to the questions of the page, and those that were left out.
pub(super) fn said<'a>(form: &Form, flags: &[&'a Flag]) -> (Vec<(FlagId, Answer)>, Vec<&'a Flag>) {
    let (mut replies, mut missing) = (Vec::new(), Vec::new());
    for flag in stood_there(form, flags) {
        let Some(reply) = reply_of(form.get(&field(flag))) else {
            missing.push(flag);
            continue;
        };
        let side = side_of(form.get(&format!("leg-{}", flag.id)));
        // A leg that was chosen before the answer became a no is not one that the no is about.
        let side = side.filter(|_| flag.one_leg && reply != Reply::No);
        replies.push((flag.id.clone(), Answer { reply, side, cleared: None }));
    }
    (replies, missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_app::prelude::{Side, builtin};

    #[test]
    fn silence_is_no_answer_and_a_no_has_no_leg() {
        let flags: Vec<&Flag> = builtin()
            .flags
            .iter()
            .filter(|flag| ["RF-22", "RF-30", "RF-14"].contains(&flag.id.as_str()))
            .collect();
        let text = "asked=RF-22&asked=RF-30&asked=RF-14&reply-RF-22=no&leg-RF-22=left&reply-RF-14=unsure&leg-RF-14=left";
        let (replies, missing) = said(&Form::parse(text.as_bytes()), &flags);
        assert_eq!(missing.iter().map(|flag| flag.id.as_str()).collect::<Vec<_>>(), ["RF-30"]);
        let told: Vec<_> =
            replies.iter().map(|(id, answer)| (id.as_str(), answer.reply, answer.side)).collect();
        assert_eq!(told, [("RF-22", Reply::No, None), ("RF-14", Reply::Unsure, Some(Side::Left))]);
        let (replies, missing) = said(&Form::parse(b"asked=RF-01&reply-RF-01=no"), &flags);
        assert!(replies.is_empty() && missing.is_empty(), "a question of another page is none of these");
    }
}
