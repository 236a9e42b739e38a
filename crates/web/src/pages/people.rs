//! Who is in the store: one person is the usual case, and several are a squad.

use super::{Goes, Shows};
use crate::doors::Here;
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, page, say};
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::accounts::Reach;
use evenstride_app::keeping;
use evenstride_app::prelude::SubjectId;
use evenstride_app::store::What;
use maud::{Markup, html};

/// The only person's first page, else everybody.
pub(crate) async fn home(Here(app): Here) -> Result<Response, Problem> {
    let people = app.everybody().await?;
    match people.as_slice() {
        [only] => Ok(Redirect::to(&only.address("")).into_response()),
        [] if app.asker.reach() == Reach::Everybody => Ok(welcome().into_response()),
        [] => Ok(nobody_yet().into_response()),
        // An athlete of several people has no squad; the first leads on to nobody else's.
        [first, ..] if app.asker.is_athlete() => Ok(Redirect::to(&first.address("")).into_response()),
        _ => Ok(Redirect::to("/squad").into_response()),
    }
}

fn welcome() -> axum::response::Html<String> {
    let title = say("welcome.title");
    let body = html! {
        h1 tabindex="-1" autofocus { (title) }
        @for key in ["welcome.what", "welcome.first", "welcome.local", "welcome.stop"] { p { (say(key)) } }
        (form("people.name_how"))
        // Who looks after several has their numbers in one table, and needs no name of their own.
        p { a href="/squad/bring" { (say("bring.squad_go")) } }
    };
    page(&Shown { title: &title, who: None, here: "people", body })
}

/// What an account sees whose people have nothing in the store.
fn nobody_yet() -> axum::response::Html<String> {
    let title = say("people.nobody_title");
    let body = html! { h1 tabindex="-1" { (title) } p { (say("people.nobody")) } };
    page(&Shown { title: &title, who: None, here: "people", body })
}

fn form(how: &str) -> Markup {
    html! {
        form method="post" action="/people" {
            p.field {
                label for="name" { (say("people.name")) }
                input id="name" name="name" type="text" maxlength="64" required autocomplete="off"
                    aria-describedby="name-how";
                span.hint id="name-how" { (say(how)) }
            }
            p { button { (say("people.add")) } }
        }
    }
}

/// Everybody with a form for one more.
pub(crate) async fn show(Here(app): Here) -> Shows {
    let people = app.everybody().await?;
    let title = say("nav.people");
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if !people.is_empty() {
            ul.people { @for who in &people { li { a href=(who.address("")) { (who.name) } } } }
        }
        @if app.asker.reach() == Reach::Everybody {
            section aria-labelledby="add" {
                h2 id="add" { (say("people.title_add")) }
                (form("people.name_how_of"))
            }
        }
    };
    Ok(page(&Shown { title: &title, who: None, here: "people", body }))
}

/// Adds somebody, or goes to who has this name already.
pub(crate) async fn add(Here(app): Here, form: Form) -> Goes {
    let name = SubjectId::new(form.get("name")).ok_or_else(|| wrong("person", &[]))?;
    let known = |people: Vec<crate::state::Who>| people.into_iter().find(|who| who.name == name);
    if let Some(who) = known(app.everybody().await?) {
        return Ok(Redirect::to(&who.address("")));
    }
    keeping::add(&app.store, &name, app.days(), &app.doing(What::Person)).await?;
    let added = known(app.everybody().await?).ok_or_else(Problem::fault)?;
    Ok(Redirect::to(&added.address("/about")))
}
