//! What was done, with the way to take it back, and the way to remove everything of somebody.
//!
//! Taking back is an action of its own; nothing is removed by it. Erasing removes, asks for the whole name first, and
//! lets this browser forget what its training page keeps of that person.

use super::bring::{refused, sent};
use super::{Goes, Shows};
use crate::assets;
use crate::doors::{Asker, Here};
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Who};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::error::Error;
use evenstride_app::keeping;
use evenstride_app::prelude::SubjectId;
use evenstride_app::report;
use evenstride_app::store::{Action, ActionId, What};
use maud::{Markup, html};
use std::io::Cursor;

/// So many actions are listed.
const SHOWN: u32 = 100;
/// So many of them are in view; what more there is can be unfolded.
const NEWEST: usize = 10;

/// Shows what can be taken along, cleared or erased, then what was done, the newest first.
pub(crate) async fn show(Here(app): Here, RawQuery(query): RawQuery) -> Shows {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    shown(&app, &query, None).await
}

/// The page; with the name that was typed to erase somebody, when nobody has it.
async fn shown(app: &App, query: &Form, unknown: Option<&str>) -> Shows {
    let actions = app.store.actions(SHOWN).await?;
    let people = app.everybody().await?;
    let is_owner = app.asker.is_owner();
    let reopened = match query.get("undone").parse::<i64>() {
        Ok(undone) => reopened(app, ActionId(undone), &actions, &people).await?,
        Err(_) => Vec::new(),
    };
    let title = say("data.title");
    let tab = if unknown.is_some() { fill("form.error_title", &[("title", &title)]) } else { title.clone() };
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if is_owner && query.has("traces") { (traces()) }
        @for who in reopened { (asked_again(who)) }
        (take_part(&people, is_owner))
        section id="device" aria-labelledby="device-title" hidden data-erased=[query.get("erased").parse::<i64>().ok()] {
            h2 id="device-title" { (say("data.device")) }
            p { (say("data.device_how")) }
            p id="device-count" role="status" {}
            p { button.quietly id="device-clear" type="button" { (say("data.device_clear")) } }
            div hidden {
                @for name in ["none", "some", "cleared"] { span data-word=(name) { (say(&format!("data.device_say.{name}"))) } }
            }
        }
        // With accounts a store is never empty, so it would take none.
        @if matches!(app.asker, Asker::ThisMachine) && actions.is_empty() && people.is_empty() { (restore_form(None)) }
        @if is_owner { (erase_form(&people, unknown)) }
        (done_part(&actions))
        link rel="modulepreload" href=(assets::outbox());
        script type="module" src=(assets::device()) {}
    };
    Ok(page(&Shown { title: &tab, who: None, here: "data", body }))
}

/// The files to take along, for each person and of all together.
fn take_part(people: &[Who], is_owner: bool) -> Markup {
    let export = |who: &Who| {
        html! {
            form.row method="post" action=(who.address("/export")) {
                span { (who.name) }
                button.quietly { (say("data.export")) span.hidden { ": " (who.name) } }
            }
        }
    };
    let (first, more) = people.split_at(people.len().min(NEWEST));
    html! {
        section aria-labelledby="take" {
            h2 id="take" { (say("data.take_title")) }
            p { (say("data.take_how")) }
            @for who in first { (export(who)) }
            @if !more.is_empty() {
                details.panel {
                    summary { (fill("data.more_people", &[("n", &more.len().to_string())])) }
                    @for who in more { (export(who)) }
                }
            }
            @if is_owner {
                form.row method="post" action="/data/backup" {
                    span { (say("data.backup_of")) }
                    button.quietly { (say("data.backup")) }
                }
            }
        }
    }
}

/// The actions, the newest in view.
fn done_part(actions: &[Action]) -> Markup {
    let (newest, older) = actions.split_at(actions.len().min(NEWEST));
    html! {
        section aria-labelledby="done" {
            h2 id="done" { (say("data.done_title")) }
            p { (say("data.lead")) }
            @if actions.is_empty() { p { (say("data.none")) } }
            @else {
                ol.actions { @for action in newest { li { (row(action)) } } }
                p { a href="/data/actions.csv" download { (say("csv.actions")) } }
                @if !older.is_empty() {
                    details.panel {
                        summary { (fill("data.older", &[("n", &older.len().to_string())])) }
                        ol.actions { @for action in older { li { (row(action)) } } }
                    }
                }
            }
        }
    }
}

/// The form that brings a backup back, with what went wrong; only a store that holds nothing takes one.
fn restore_form(wrong: Option<&Error>) -> Markup {
    html! {
        section aria-labelledby="restore" {
            h2 id="restore" { (say("data.restore_title")) }
            @if let Some(wrong) = wrong { (refused(wrong)) }
            p { (say("data.restore_how")) }
            form method="post" action="/data/restore" enctype="multipart/form-data" {
                p.field {
                    label for="backup" { (say("data.restore_file")) }
                    input id="backup" name="file" type="file" required;
                }
                p { button.quietly { (say("data.restore")) } }
            }
        }
    }
}

/// Puts a backup into a store that holds nothing yet.
pub(crate) async fn restore(
    Here(app): Here,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let form = form.map_err(|_| Problem::plain(StatusCode::BAD_REQUEST, "not_sent"))?;
    let restored = match sent(form).await? {
        Some(file) => app.store.restore_from(Box::new(Cursor::new(file.bytes)), &file.name).await.map(drop),
        None => Err(wrong("file", &[])),
    };
    Ok(match restored {
        Ok(()) => Redirect::to("/people").into_response(),
        Err(error) => {
            let title = say("data.title");
            let body = html! { h1 tabindex="-1" { (title) } (restore_form(Some(&error))) };
            let again = page(&Shown { title: &title, who: None, here: "data", body });
            (StatusCode::UNPROCESSABLE_ENTITY, again).into_response()
        }
    })
}

/// So many names are told to who has typed another one.
const MOST_NAMES: usize = 5;

/// The names of some people, in a sentence.
fn names_of<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let n_more = names.len().saturating_sub(MOST_NAMES);
    let mut told: Vec<String> = names.take(MOST_NAMES).map(str::to_owned).collect();
    if n_more > 0 {
        told.push(fill("data.others", &[("n", &n_more.to_string())]));
    }
    words().list(&told)
}

fn erase_form(people: &[Who], unknown: Option<&str>) -> Markup {
    let names = || names_of(people.iter().map(|who| who.name.as_str()));
    html! {
        section.danger aria-labelledby="erase" {
            h2 id="erase" { (say("data.erase_title")) }
            p { (say("data.erase_how")) }
            form method="post" action="/data/erase" {
                @if unknown.is_some() {
                    p.error id="name-error" role="alert" {
                        a href="#name" autofocus { (fill("data.erase_unknown", &[("names", &names())])) }
                    }
                }
                p.field {
                    label for="name" { (say("data.erase_name")) }
                    input id="name" name="name" type="text" maxlength="64" required autocomplete="off"
                        value=(unknown.unwrap_or_default()) aria-invalid=[unknown.map(|_| "true")]
                        aria-describedby=[unknown.map(|_| "name-error")];
                }
                p { button.danger { (say("data.erase")) } }
            }
        }
    }
}

/// That another program was reading while somebody was erased, and the way to clear what that left in free room.
fn traces() -> Markup {
    html! {
        section aria-labelledby="traces" {
            h2 id="traces" { (say("data.traces")) }
            form method="post" action="/data/compact" {
                p { (say("data.traces_how")) }
                p { button { (say("data.compact")) } }
            }
        }
    }
}

/// Those whose health questions an action has opened again; the address names the action alone, not whom it had stopped.
async fn reopened<'a>(
    app: &App,
    undone: ActionId,
    actions: &[Action],
    people: &'a [Who],
) -> Result<Vec<&'a Who>, Problem> {
    // The questions are opened by an action of its own, right behind the one that took back.
    let after = actions.iter().filter(|action| action.id > undone && action.what == Some(What::Reopened));
    let subjects =
        after.flat_map(|action| action.subjects.keys()).filter_map(|name| SubjectId::new(name)).collect();
    let names = keeping::reopened_by(&app.store, undone, &subjects).await?;
    Ok(people.iter().filter(|who| names.contains(&who.name)).collect())
}

/// That what was taken back had stopped somebody, with the way to the questions.
fn asked_again(who: &Who) -> Markup {
    html! {
        div.panel role="status" {
            p { (fill("data.reopened", &[("name", who.name.as_str())])) " " (say("data.reopened_how")) }
            p { a.button href=(who.address("/questions")) { (say("results.questions_go")) span.hidden { ": " (who.name) } } }
        }
    }
}

/// Gives free room back, so that nothing of what was erased can be found in it.
pub(crate) async fn compact(Here(app): Here) -> Goes {
    app.store.compact().await?;
    Ok(Redirect::to("/data"))
}

fn row(action: &Action) -> Markup {
    let what = action.what.map_or("other", What::as_str);
    let can_undo = !action.undone && !matches!(action.what, Some(What::Undo | What::Erase) | None);
    // An action that is of one kind alone says so by its name.
    let is_said = |kind: &str| kind == what || (kind, what) == ("answers", What::Reopened.as_str());
    let held = action.kinds.iter().filter(|(kind, _)| !is_said(kind));
    let held: Vec<String> = held.filter_map(|(kind, n)| holds(kind, *n)).collect();
    html! {
        p {
            strong { (say(&format!("data.what.{what}"))) }
            @if let Some(undone) = action.undoes { " " (undone.0) }
            @if let Some(file) = &action.file { " " (file) }
            @if !held.is_empty() { ": " (words().list(&held)) }
            @if action.undone { " " em { (say("data.undone")) } }
            br;
            @if !action.subjects.is_empty() {
                (fill("data.for", &[("names", &names_of(action.subjects.keys().map(String::as_str)))]))
                br;
            }
            span.quiet {
                (moment(action.at_ms)) ", " (fill("data.number", &[("n", &action.id.0.to_string())]))
            }
        }
        @if can_undo {
            form method="post" action="/data/undo" {
                input type="hidden" name="action" value=(action.id.0);
                button.quietly { (say("data.undo")) span.hidden { " " (action.id.0) } }
            }
        }
    }
}

/// What an action holds of one kind; what nothing but the name of the action tells is not told twice.
fn holds(kind: &str, n: usize) -> Option<String> {
    let key = format!("data.holds.{kind}");
    words().has(&format!("web.{key}")).then(|| fill(&key, &[("n", &n.to_string())]))
}

/// When it was; a script puts the time of where the browser is in the place of that of Greenwich.
fn moment(at_ms: i64) -> Markup {
    html! { time data-ms=(at_ms) { (report::moment(at_ms, words())) } }
}

/// Takes an action back.
pub(crate) async fn undo(Here(app): Here, form: Form) -> Goes {
    let number = form.get("action").parse::<i64>().map_err(|_| wrong("action", &[]))?;
    let doing = app.doing(What::Undo);
    let done = keeping::take_back(&app.store, ActionId(number), &app.knowledge, app.days(), &doing).await?;
    Ok(Redirect::to(&format!("/data?undone={}", done.action)))
}

/// Removes everything of the person whose name was typed in full; another name is told at its field.
pub(crate) async fn erase(Here(app): Here, form: Form) -> Result<Response, Problem> {
    let typed = form.get("name");
    let Some(who) = app.everybody().await?.into_iter().find(|who| who.name.as_str() == typed) else {
        let again = shown(&app, &Form::default(), Some(typed)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    };
    let erased = app.store.erase(&app.doing(What::Erase), &who.name).await?;
    app.forget(&who);
    // The number lets this browser let go of what it keeps of that person.
    let rest = if erased.is_compacted { "" } else { "&traces" };
    Ok(Redirect::to(&format!("/data?erased={}{rest}", who.number)).into_response())
}
