//! Where somebody stands and where a squad stands, each as one page.
//!
//! A stop hides everything else. Read next: [`super::super::status`], [`super::super::squad`].

use super::super::standing::Standing;
use super::super::together::together;
use super::super::week::RowWords;
use super::super::{CheckView, names, retest, session, squad, status};
use super::{Maker, Shows, shell};
use crate::following::{Followed, Kept};
use crate::squad::Member;
use crate::words::Words;
use evenstride_core::body::Side;
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
        Standing::Stopped(stopped) => html! {
            @if let Some(next) = &followed.next { (maker.next_session(next)) }
            (maker.stopped(*stopped))
        },
        Standing::Incomplete { .. } | Standing::Expired { .. } | Standing::Cleared(_) => html! {
            (maker.due(followed))
            @if !followed.is_cleared_no_more() { (maker.screen(&standing)) }
            @if let Some(next) = &followed.next { (maker.next_session(next)) }
            (maker.over_time(None))
            (maker.training(kept, followed))
            @if let Some(found) = &followed.retest {
                section aria-labelledby="retest" {
                    h2 id="retest" { (maker.say("retest.title")) }
                    @for line in retest::retest_lines(found, view.as_of, view.knowledge, words) { p { (line) } }
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

    pub(super) fn next_session(self, next: &Next) -> Markup {
        let said = session::next(next, self.view.person.units, self.view.knowledge, self.words);
        html! {
            section aria-labelledby="session" {
                h2 id="session" { (said.title) }
                @for line in &said.lead { p { (line) } }
                @if !said.rows.is_empty() {
                    (self.session_rows(&said.rows))
                }
                @for (title, lines) in &said.parts {
                    h3 { (title) }
                    ul { @for line in lines { li { (line) } } }
                }
            }
        }
    }

    fn session_rows(self, rows: &[RowWords]) -> Markup {
        html! {
            h3 { (self.say("session.caption")) }
            ol.exercises {
                @for row in &together(rows, self.words) {
                    li {
                        p { (self.in_short(row)) }
                        @for (leg, load) in &row.loads { (self.labelled("session.load", *leg, load)) }
                    }
                }
            }
        }
    }

    pub(super) fn training(self, kept: &Kept, followed: &Followed) -> Markup {
        html! {
            section aria-labelledby="training" {
                h2 id="training" { (self.say("status.training")) }
                @for line in status::training(kept, followed, self.words) { p { (line) } }
                (self.kept_to(followed))
            }
        }
    }

    /// How much of what was planned lately was done, leg by leg; nothing where nothing was planned.
    fn kept_to(self, followed: &Followed) -> Markup {
        let Some(Next::Session(session)) = &followed.next else { return html! {} };
        let Some(kept) = &session.adherence else { return html! {} };
        let weeks = names::whole(self.view.knowledge.following.figures.adherence_weeks);
        html! {
            h3 { (self.words.fill("status.kept_to", &[("weeks", &weeks)])) }
            ul.kept-to {
                @for side in Side::BOTH {
                    @let leg = kept[side];
                    li {
                        (session::kept_to(side, leg, self.words))
                        @if let Some(share) = leg.share() {
                            " " meter min="0" max="1" value=(format!("{share:.2}")) aria-hidden="true" {}
                        }
                    }
                }
            }
        }
    }
}

/// Writes the page of a squad.
pub(crate) fn render_squad(members: &[Member], as_of: Date, knowledge: &Knowledge, words: &Words) -> String {
    let title = words.say("squad.title");
    let body = squad_table(&squad::squad(members, knowledge, words), words, &|_| None);
    let foot = html! { p { (words.say("closing.education")) } p { (words.say("closing.limits")) } };
    shell(&title, &top(&title, as_of, words), &body, &foot, words)
}

/// The rows of a squad; `link` gives the address of a row's own page.
pub(super) fn squad_table(
    said: &[squad::MemberWords],
    words: &Words,
    link: &dyn Fn(usize) -> Option<String>,
) -> Markup {
    let heads = ["squad.name", "squad.attention", "squad.differences", "squad.measured", "squad.trained"];
    // On narrow screens each row is a card, and what a cell tells stands before it.
    let label = |head: &str| html! { span.label { (words.say(head)) ": " } };
    html! {
        @if said.is_empty() {
            p { (words.say("squad.empty")) }
        } @else {
            p.lead { (words.say("squad.lead")) }
            div.scroll tabindex="0" role="group" aria-label=(words.say("squad.title")) {
                table.day role="table" {
                    thead role="rowgroup" { tr role="row" {
                        @for head in heads { th scope="col" role="columnheader" { (words.say(head)) } }
                    } }
                    tbody role="rowgroup" {
                        @for (at, member) in said.iter().enumerate() {
                            tr role="row" {
                                th scope="row" role="rowheader" {
                                    @match link(at) {
                                        Some(address) => a href=(address) { (member.name) },
                                        None => (member.name),
                                    }
                                }
                                td role="cell" { (label(heads[1])) (member.attention) }
                                td role="cell" {
                                    @if !member.differences.is_empty() { (label(heads[2])) }
                                    @for line in &member.differences { div { (line) } }
                                }
                                td role="cell" { (label(heads[3])) (member.measured) }
                                td role="cell" { (label(heads[4])) (member.trained) }
                            }
                        }
                    }
                }
            }
            p.quiet { (words.say("squad.stands")) " " (words.say("squad.noise_own")) }
        }
    }
}
