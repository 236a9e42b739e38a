//! What came of something that was brought in: how much is kept, what is doubtful in it, and the way to take it back.
//!
//! Read next: [`super::bring`].

use crate::doors::Here;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Outcome, view};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::check::Check;
use evenstride_app::following::{Followed, Kept};
use evenstride_app::prelude::SubjectId;
use evenstride_app::record::FileKind;
use evenstride_app::report;
use maud::{Markup, html};

/// Tells what came of something that was brought in.
pub(crate) async fn show(
    Here(app): Here,
    Path((person, number)): Path<(i64, usize)>,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let Some(outcome) = app.outcome(&who, number) else {
        return Ok(Redirect::to("/data").into_response());
    };
    let (title, more) = (say("bring.outcome"), who.address("/bring"));
    let (way, go) = match outcome.kind {
        FileKind::Person => ("/about", "bring.about_go"),
        FileKind::Answers => ("/questions/outcome", "bring.answers_go"),
        FileKind::Measurements => ("/results", "bring.results_go"),
        FileKind::Training => ("/train", "bring.train_go"),
    };
    let asked = match outcome.kind {
        // A remark beside a measurement may hold a sign as one beside training does.
        FileKind::Training | FileKind::Measurements => Some(app.stands(&who).await?),
        FileKind::Person | FileKind::Answers => None,
    };
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if let Some((kept, followed)) = &asked { (by_log(kept, followed, &app)) }
        p { strong { (told(&outcome)) } }
        // The way on stands first: who types one test after the other goes to the next, who brings a file sees what it says.
        @if outcome.is_typed { p { a.button href=(format!("{more}#measured")) { (say("bring.typed_more")) } } }
        @if outcome.people.len() > 1 && !app.asker.is_athlete() { p { a.button href="/squad" { (say("bring.squad_see")) } } }
        @else { p { a.button[!outcome.is_typed] href=(who.address(way)) { (say(go)) } } }
        @if !outcome.is_typed { p { a href=(more) { (say("bring.more")) } } }
        (report::notices_part(&outcome.notices, &app.knowledge, words()))
        @if let Some(action) = outcome.written.action {
            section aria-labelledby="undo" {
                h2 id="undo" { (say("bring.undo_title")) }
                p { (say("bring.undo_how")) }
                form method="post" action="/data/undo" {
                    input type="hidden" name="action" value=(action.0);
                    p { button.quietly { (say("data.undo")) } }
                }
            }
        }
    };
    Ok(page(&Shown { title: &title, who: Some(&who), here: "bring", body }).into_response())
}

/// What the log asks now that something was brought in: whom to see, or what waits.
fn by_log(kept: &Kept, followed: &Followed, app: &App) -> Markup {
    let check = Check::of_screen(followed.screening.clone());
    let end = followed.next.as_ref().filter(|_| followed.asks_for_somebody());
    html! {
        @if let Some(next) = end {
            (report::session_part(&view(&kept.input, &check, &app.knowledge), next, words()))
        } @else {
            (report::waits_part(&followed.screening, &app.knowledge, words()))
        }
    }
}

fn told(outcome: &Outcome) -> String {
    let kind = match outcome.kind {
        FileKind::Person => "person",
        FileKind::Answers => "answers",
        FileKind::Measurements => "measurements",
        FileKind::Training => "training",
    };
    let kind = say(&format!("bring.kind.{kind}"));
    let count = |n: usize| n.to_string();
    let written = &outcome.written;
    let said = match written.action {
        None if outcome.is_empty => return say("bring.nothing"),
        None => return say("bring.known"),
        Some(_) if written.n_known > 0 => fill(
            "bring.new_and_known",
            &[("kind", &kind), ("n", &count(written.n_new)), ("known", &count(written.n_known))],
        ),
        Some(_) => fill("bring.new", &[("kind", &kind), ("n", &count(written.n_new))]),
    };
    match others(outcome) {
        Some(others) => format!("{said} {others}"),
        None => said,
    }
}

/// So many names are told; a squad has more than a sentence takes.
const MOST_NAMES: usize = 5;

/// Whose records they are, when a file names somebody else than the person of the page.
fn others(outcome: &Outcome) -> Option<String> {
    let people = &outcome.people;
    if people.iter().all(|name| *name == outcome.person.name) {
        return None;
    }
    if people.len() > MOST_NAMES {
        return Some(fill("bring.people", &[("n", &people.len().to_string())]));
    }
    let names: Vec<&str> = people.iter().map(SubjectId::as_str).collect();
    Some(fill("bring.names", &[("names", &names.join(", "))]))
}
