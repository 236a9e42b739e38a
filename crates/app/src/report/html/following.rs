//! Where somebody stands and where a squad stands, each as one page.
//!
//! A stop hides everything else. Read next: [`super::super::status`], [`super::super::squad`].

use super::super::outline::{Entry, outline};
use super::super::standing::Standing;
use super::super::{CheckView, names, retest, session, squad, status};
use super::{Maker, Shows, shell};
use crate::following::{Followed, Kept};
use crate::squad::Member;
use crate::words::Words;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::track::Next;
use jiff::civil::Date;
use maud::{Markup, html};

/// Writes the page of where somebody stands.
pub(crate) fn render_status(view: &CheckView, kept: &Kept, followed: &Followed, words: &Words) -> String {
    let standing = Standing::of(&followed.screening);
    let maker = Maker { view, words, shows: Shows::Check };
    let title = status::title(kept, words);
    let body = match &standing {
        Standing::Stopped(stopped) => maker.stopped(*stopped),
        Standing::Incomplete { .. } | Standing::Expired { .. } | Standing::Cleared(_) => html! {
            (maker.due(followed))
            (maker.screen(&standing))
            @if let Some(next) = &followed.next { (maker.next_session(next)) }
            (maker.over_time())
            (maker.training(kept, followed))
            @if let Some(found) = &followed.retest {
                section aria-labelledby="retest" {
                    h2 id="retest" { (maker.say("retest.title")) }
                    @for line in retest::retest_lines(found, view.knowledge, words) { p { (line) } }
                }
            }
            (maker.notices())
        },
    };
    shell(&title, &top(&title, view.as_of, words), &body, &maker.closing(&standing), words)
}

fn top(title: &str, as_of: Date, words: &Words) -> Markup {
    let as_of = words.fill("report.as_of", &[("date", &names::date(as_of, words))]);
    html! {
        h1 { (title) }
        p.quiet { (as_of) }
    }
}

impl Maker<'_> {
    fn due(self, followed: &Followed) -> Markup {
        html! {
            section aria-labelledby="due" {
                h2 id="due" { (self.say("status.due_title")) }
                @if followed.due.is_empty() { p { (self.say("status.nothing_due")) } }
                ul {
                    @for due in &followed.due {
                        li { (status::due_line(&format!("status.due.{}", due.as_str()), due, self.view.knowledge, self.words)) }
                    }
                }
            }
        }
    }

    fn next_session(self, next: &Next) -> Markup {
        let said = session::next(next, self.view.knowledge, self.words);
        let heads = ["session.exercise", "session.side", "session.dose", "session.load", "session.rest"];
        html! {
            section aria-labelledby="session" {
                h2 id="session" { (said.title) }
                @for line in &said.lead { p { (line) } }
                @if !said.rows.is_empty() {
                    (self.table("session.caption", &heads, html! {
                        @for row in &said.rows {
                            tr {
                                th scope="row" { (row.exercise) }
                                td { (row.side) }
                                td { (row.dose) }
                                td { (row.load) }
                                td { (row.rest) }
                            }
                        }
                    }))
                }
                @for (title, lines) in &said.parts {
                    h3 { (title) }
                    ul { @for line in lines { li { (line) } } }
                }
            }
        }
    }

    fn over_time(self) -> Markup {
        let entries: Vec<Entry> = self.view.assessment.map(outline).unwrap_or_default();
        html! {
            section aria-labelledby="over-time" {
                h2 id="over-time" { (self.say("status.over_time")) }
                p.lead { (self.say("status.over_time_lead")) }
                div.cards {
                    @for entry in entries.iter().filter(|entry| status::is_shown(entry)) { (self.finding(entry)) }
                }
            }
        }
    }

    fn training(self, kept: &Kept, followed: &Followed) -> Markup {
        html! {
            section aria-labelledby="training" {
                h2 id="training" { (self.say("status.training")) }
                @for line in status::training(kept, followed, self.words) { p { (line) } }
            }
        }
    }
}

/// Writes the page of a squad.
pub(crate) fn render_squad(members: &[Member], as_of: Date, knowledge: &Knowledge, words: &Words) -> String {
    let title = words.say("squad.title");
    let heads = ["squad.name", "squad.attention", "squad.differences", "squad.measured", "squad.trained"];
    let said = squad::squad(members, knowledge, words);
    let body = html! {
        @if said.is_empty() {
            p { (words.say("squad.empty")) }
        } @else {
            p.lead { (words.say("squad.lead")) " " (words.say("squad.noise_own")) }
            div.scroll tabindex="0" role="region" aria-label=(title) {
                table {
                    thead { tr { @for head in heads { th scope="col" { (words.say(head)) } } } }
                    tbody {
                        @for member in &said {
                            tr {
                                th scope="row" { (member.name) }
                                td { (member.attention) }
                                td { @for line in &member.differences { div { (line) } } }
                                td { (member.measured) }
                                td { (member.trained) }
                            }
                        }
                    }
                }
            }
        }
    };
    let foot = html! { p { (words.say("closing.education")) } p { (words.say("closing.limits")) } };
    shell(&title, &top(&title, as_of, words), &body, &foot, words)
}
