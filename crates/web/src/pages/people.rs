//! Who is in the store: one person is the usual case, and several are a squad.

use super::Shows;
use super::about::{keep_person, taken_year};
use super::questions::begun;
use crate::doors::Here;
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say, stays};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::accounts::Reach;
use evenstride_app::keeping;
use evenstride_app::prelude::{Person, SubjectId};
use evenstride_app::store::What;
use maud::{Markup, html};

/// The only person's first page, else everybody.
pub(crate) async fn home(Here(app): Here) -> Result<Response, Problem> {
    let people = app.everybody().await?;
    match people.as_slice() {
        [only] => Ok(Redirect::to(&only.address("")).into_response()),
        [] if app.asker.reach() == Reach::Everybody => Ok(welcome(&Form::default(), None).into_response()),
        [] => Ok(nobody_yet().into_response()),
        // An athlete of several people has no squad; the first leads on to nobody else's.
        [first, ..] if app.asker.is_athlete() => Ok(Redirect::to(&first.address("")).into_response()),
        _ => Ok(Redirect::to("/squad").into_response()),
    }
}

/// The first page of all: what this is, a name, and the year of birth, which decides what is asked; the rest can be told later.
fn welcome(typed: &Form, wrong: Option<&str>) -> axum::response::Html<String> {
    let title = say("welcome.title");
    let tab = if wrong.is_some() { fill("form.error_title", &[("title", &title)]) } else { title.clone() };
    let body = html! {
        h1 tabindex="-1" autofocus[wrong.is_none()] { (title) }
        @if let Some(wrong) = wrong {
            div.error role="alert" { p { a href={ "#" (YEAR) } { (wrong) } } }
        }
        @for key in ["welcome.what", "welcome.first", "welcome.stop"] { p { (say(key)) } }
        p { (stays()) }
        form method="post" action="/people" {
            (name_field("people.name_how", typed.get("name")))
            p.field {
                label for=(YEAR) { (say("about.birth_year")) }
                input id=(YEAR) name=(YEAR) type="text" inputmode="numeric" maxlength="4" autocomplete="off"
                    value=(typed.get(YEAR)) aria-invalid=[wrong.map(|_| "true")];
            }
            p { button { (say("people.add")) } }
        }
        // Who looks after several has their numbers in one table, and needs no name of their own.
        p { a href="/squad/bring" { (say("bring.squad_go")) } }
    };
    page(&Shown { title: &tab, who: None, here: "people", body })
}

/// The field of the year of birth.
const YEAR: &str = "birth_year";

/// What an account sees whose people have nothing in the store.
fn nobody_yet() -> axum::response::Html<String> {
    let title = say("people.nobody_title");
    let body = html! { h1 tabindex="-1" { (title) } p { (say("people.nobody")) } };
    page(&Shown { title: &title, who: None, here: "people", body })
}

fn name_field(how: &str, typed: &str) -> Markup {
    html! {
        p.field {
            label for="name" { (say("people.name")) }
            input id="name" name="name" type="text" maxlength="64" required autocomplete="off" value=(typed)
                aria-describedby="name-how";
            span.hint id="name-how" { (say(how)) }
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
                form method="post" action="/people" {
                    (name_field("people.name_how_of", ""))
                    p { button { (say("people.add")) } }
                }
            }
        }
    };
    Ok(page(&Shown { title: &title, who: None, here: "people", body }))
}

/// Adds somebody, or goes to who has this name already. Who has told the year of birth, or that it stays untold, comes to
/// the first question; somebody else is told of first.
pub(crate) async fn add(Here(app): Here, form: Form) -> Result<Response, Problem> {
    let year = match taken_year(&form) {
        Ok(year) => year,
        Err(told) => return Ok((StatusCode::UNPROCESSABLE_ENTITY, welcome(&form, Some(&told))).into_response()),
    };
    let name = SubjectId::new(form.get("name")).ok_or_else(|| wrong("person", &[]))?;
    let known = |people: Vec<crate::state::Who>| people.into_iter().find(|who| who.name == name);
    if let Some(who) = known(app.everybody().await?) {
        return Ok(Redirect::to(&who.address("")).into_response());
    }
    keeping::add(&app.store, &name, app.days(), &app.doing(What::Person)).await?;
    let added = known(app.everybody().await?).ok_or_else(Problem::fault)?;
    if !form.has(YEAR) {
        return Ok(Redirect::to(&added.address("/about")).into_response());
    }
    if year.is_some() {
        let person = Person { birth_year: year, subject: Some(added.name.clone()), ..Person::default() };
        keep_person(&app, &added, &person).await?;
    }
    let kept = app.kept(&added).await?;
    Ok(Redirect::to(&begun(&app, &added, kept)).into_response())
}
