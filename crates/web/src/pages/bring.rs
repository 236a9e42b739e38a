//! Bringing in: a file of any kind that is read, with what was doubtful in it, and the way to take it back.
//!
//! A file is kept as one action. What it is, its own columns say. Read next: [`super::bring_outcome`], [`evenstride_app::record`].

use super::Shows;
use super::{look, measured};
use crate::assets;
use crate::doors::Here;
use crate::form::Form;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say, words};
use crate::state::{App, Outcome, Who, working};
use axum::extract::Path;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::check::File;
use evenstride_app::error::Error;
use evenstride_app::keeping::{beside, settled};
use evenstride_app::prelude::{ColumnMap, PairedSets, SubjectId, WeightUnit};
use evenstride_app::record::{Bringing, Brought, FileKind, bring};
use evenstride_app::report;
use evenstride_app::store::{Origin, What, Written};
use evenstride_app::whose::whose_files;
use maud::{Markup, html};
use std::sync::Arc;

/// The form itself takes so many bytes beside the file.
pub(super) const AROUND_A_FILE: usize = 64 << 10;

/// The name of what was typed instead of a file.
pub(super) const PASTED: &str = "pasted";

/// Shows the ways to bring something in.
pub(crate) async fn show(Here(app): Here, Path(person): Path<i64>) -> Shows {
    let who = app.who(person).await?;
    shown(&app, &who, None, &Form::default()).await
}

/// The page, with what was wrong with what was sent.
pub(super) async fn shown(app: &App, who: &Who, error: Option<&Error>, typed: &Form) -> Shows {
    let units = app.kept(who).await?.input.person.units;
    let title = say("bring.title");
    let tab = if error.is_some() { fill("form.error_title", &[("title", &title)]) } else { title.clone() };
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if let Some(error) = error { (refused(error)) }
        section aria-labelledby="file" {
            h2 id="file" { (say("bring.file")) }
            p { (say("bring.file_lead")) }
            (file_form(&who.address("/bring/file")))
        }
        (measured::form(app, who, units, typed))
    };
    Ok(page(&Shown { title: &tab, who: Some(who), here: "bring", body }))
}

/// The form for a file, which may also be dropped anywhere on the page, and looked at before it is kept.
pub(super) fn file_form(action: &str) -> Markup {
    html! {
        form id="file-form" method="post" action=(action) enctype="multipart/form-data" {
            p.field.drop id="drop" {
                label for="choose" { (say("bring.choose")) }
                input id="choose" name="file" type="file" required aria-describedby="drop-how";
                span.hint id="drop-how" hidden { (say("look.drop")) }
                span.hint id="drop-said" role="status" data-several=(say("look.drop_one")) {}
            }
            (unit_field())
            p { button name="look" value="yes" { (say("look.go")) } " " button.quietly { (say("bring.send")) } }
        }
        script type="module" src=(assets::drop()) {}
    }
}

/// What could not be read, above questions that say what to do.
pub(super) fn refused_alone(error: &Error) -> Markup {
    let (message, _) = report::failure(error, words());
    html! { div.error role="alert" { p { (words().say("web.problem.failed")) " " (message) "." } } }
}

/// What could not be read and what to do, above the form.
pub(super) fn refused(error: &Error) -> Markup {
    let (message, hint) = report::failure(error, words());
    html! {
        div.error role="alert" {
            p { (words().say("web.problem.failed")) " " (message) "." }
            @if let Some(hint) = hint {
                p { (words().say("notices.hint")) " " (hint) "." }
            }
        }
    }
}

/// What was sent with a file.
pub(super) struct Sent {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) unit: Option<WeightUnit>,
    /// Is it to be looked at before it is kept?
    pub(super) look: bool,
}

/// Takes a file.
pub(crate) async fn file(
    Here(app): Here,
    Path(person): Path<i64>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let form = form.map_err(|_| Problem::plain(StatusCode::BAD_REQUEST, "not_sent"))?;
    let Some(sent) = sent(form).await? else {
        let error = wrong("file", &[]);
        let again = shown(&app, &who, Some(&error), &Form::default()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    };
    if sent.look {
        return Ok(look::hold(&app, Some(&who), sent).into_response());
    }
    // A person.toml of somebody else would take what it tells away from the person of this page.
    let whole = [File { name: sent.name.clone(), bytes: sent.bytes.clone() }];
    let at = (&*app.knowledge, app.today());
    let whose = match whose_files(&app.store, Some(&who.name), &whole, None, at).await {
        Ok(whose) => whose,
        Err(error) => {
            let again = shown(&app, &who, Some(&error), &Form::default()).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
    };
    let mass_kg = app.kept(&who).await?.input.person.mass_kg;
    let reading = Arc::clone(&app);
    let subject = who.name.clone();
    let (brought, sent) = working(move || {
        let bringing = Bringing { mass_kg, weight_unit: sent.unit, ..bringing(&reading, &subject) };
        (bring(&sent.name, &sent.bytes, &bringing), sent)
    })
    .await?;
    let brought = brought.and_then(|brought| whose.refuse_unchosen(&sent.name, &brought).map(|()| brought));
    match brought {
        Ok(brought) => {
            let origin = Origin { name: &sent.name, bytes: &sent.bytes };
            let what = match brought.kind {
                FileKind::Person => What::Person,
                FileKind::Answers => What::Answers,
                FileKind::Measurements | FileKind::Training => What::Import,
            };
            Ok(keep(&app, &who, what, Some(origin), brought).await?.into_response())
        }
        Err(error) => {
            let again = shown(&app, &who, Some(&error), &Form::default()).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}

/// How things are taken that say nothing of it themselves.
pub(super) fn bringing<'a>(app: &'a App, subject: &'a SubjectId) -> Bringing<'a> {
    let no_map: Option<&ColumnMap> = None;
    Bringing {
        knowledge: &app.knowledge,
        today: app.today(),
        subject,
        mass_kg: None,
        map: no_map,
        weight_unit: None,
        paired_sets: PairedSets::OfTwoLegs,
        kind: None,
    }
}

/// The file that was sent; what was typed into a field of the name `text` stands for one.
pub(super) async fn sent(mut form: Multipart) -> Result<Option<Sent>, Problem> {
    let (mut found, mut unit, mut look) = (None, None, false);
    while let Some(field) = form.next_field().await.map_err(|error| not_sent(&error))? {
        match field.name() {
            Some("unit") => {
                unit = weight_unit(&field.text().await.map_err(|error| not_sent(&error))?);
            }
            Some("look") => look = true,
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(|error| not_sent(&error))?;
                // A form without a chosen file sends an empty one without a name.
                if !name.is_empty() {
                    found = Some((name, bytes.to_vec()));
                }
            }
            Some("text") => {
                let text = field.text().await.map_err(|error| not_sent(&error))?;
                if found.is_none() && !text.trim().is_empty() {
                    found = Some((PASTED.to_owned(), text.into_bytes()));
                }
            }
            Some(_) | None => {}
        }
    }
    Ok(found.map(|(name, bytes)| Sent { name, bytes, unit, look }))
}

fn not_sent(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::plain(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
    } else {
        Problem::plain(StatusCode::BAD_REQUEST, "not_sent")
    }
}

/// The unit of loads that was chosen; none is that of the file.
pub(super) fn weight_unit(chosen: &str) -> Option<WeightUnit> {
    match chosen {
        "kg" => Some(WeightUnit::Kilogram),
        "lb" => Some(WeightUnit::Pound),
        // open: a form can send anything.
        _ => None,
    }
}

/// The choice of the unit of loads in a file that does not say it.
pub(super) fn unit_field() -> Markup {
    html! {
        p.field {
            label for="unit" { (say("bring.unit")) }
            select id="unit" name="unit" {
                option value="" { (say("bring.unit_file")) }
                option value="kg" { "kg" }
                option value="lb" { "lb" }
            }
        }
    }
}

/// Keeps what was read as one action, and goes to the page that tells what came of it.
pub(super) async fn keep(
    app: &App,
    who: &Who,
    what: What,
    origin: Option<Origin<'_>>,
    brought: Brought,
) -> Result<Redirect, Problem> {
    let number = kept_as(app, who, what, origin, brought).await?;
    Ok(to_outcome(who, number))
}

/// The way to the page that tells what came of something that was brought in.
pub(super) fn to_outcome(who: &Who, number: usize) -> Redirect {
    Redirect::to(&who.address(&format!("/bring/{number}")))
}

/// Keeps what was read as one action, and gives the number under which what came of it is remembered.
pub(super) async fn kept_as(
    app: &App,
    who: &Who,
    what: What,
    origin: Option<Origin<'_>>,
    brought: Brought,
) -> Result<usize, Problem> {
    let is_typed = origin.is_none();
    let (brought, written) = written_as(app, what, origin, brought).await?;
    let outcome = outcome_of(app, who, brought, written);
    Ok(app.remember(Outcome { is_typed, ..outcome }))
}

/// Keeps what was read of several people, and goes to the page that tells one of them what came of it.
pub(super) async fn keep_for(
    app: &App,
    name: &SubjectId,
    what: What,
    origin: Option<Origin<'_>>,
    brought: Brought,
) -> Result<Redirect, Problem> {
    let (brought, written) = written_as(app, what, origin, brought).await?;
    let who = app.everybody().await?.into_iter().find(|who| who.name == *name).ok_or_else(Problem::fault)?;
    Ok(to_outcome(&who, remembered(app, &who, brought, written)))
}

/// Keeps what was read as one action, with what is doubtful beside what was there.
async fn written_as(
    app: &App,
    what: What,
    origin: Option<Origin<'_>>,
    mut brought: Brought,
) -> Result<(Brought, Written), Problem> {
    if let Some(origin) = origin {
        brought = settled(&app.store, origin.name, brought, &app.knowledge).await?;
    }
    let beside = beside(&app.store, &brought, &app.knowledge).await?;
    let written = app.write_brought(what, origin, &brought).await?;
    if written.n_new > 0 {
        brought.notices.extend(beside);
    }
    Ok((brought, written))
}

/// The number under which what came of something that was written is remembered.
pub(super) fn remembered(app: &App, who: &Who, brought: Brought, written: Written) -> usize {
    app.remember(outcome_of(app, who, brought, written))
}

/// What is told of something that came as a file or as lines.
fn outcome_of(app: &App, who: &Who, brought: Brought, written: Written) -> Outcome {
    Outcome {
        number: 0,
        person: who.clone(),
        by: app.by(),
        kind: brought.kind,
        people: brought.entries.iter().map(|(subject, _)| subject.clone()).collect(),
        is_typed: false,
        is_empty: brought.entries.is_empty(),
        written,
        notices: brought.notices,
    }
}
