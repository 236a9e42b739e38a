//! The page of why things are said as they are: questions that come up, each with its answer.
//!
//! The questions are headings of `docs/why.md` too, which answers more of them for those who change the program.

use super::{Maker, Page};
use maud::html;

/// The questions by the last part of their key, in the order of reading.
pub(super) const QUESTIONS: [&str; 14] = [
    "threshold",
    "smaller",
    "dots",
    "two_words",
    "missing",
    "painful",
    "undecided",
    "acting",
    "score",
    "diagnosis",
    "clearance",
    "unsure",
    "strong_leg",
    "others",
];

pub(super) fn page(maker: Maker<'_>) -> Page {
    let body = html! {
        p.lead { (maker.say("why.about")) }
        @for question in QUESTIONS {
            section {
                h2 id=(question) { (maker.say(&format!("why.question.{question}"))) }
                p { (maker.say(&format!("why.answer.{question}"))) }
                // The sentence that is meant, as results say it.
                @if question == "two_words" { p.quiet { (maker.words.say("count.rule")) } }
            }
        }
    };
    maker.html_page("why.html", &maker.say("why.name"), &body)
}
