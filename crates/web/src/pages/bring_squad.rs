//! A table of several people, brought in at once: its rows say whose they are, and names that are new are added.
//!
//! It takes what names nobody only where one person is in the store at most. Read next: [`super::bring`] for what comes of it.

use super::Shows;
use super::bring::{Sent, bringing, file_form, keep_for, refused, sent};
use super::look;
use crate::doors::Here;
use crate::problem::{Problem, wrong};
use crate::shell::{Shown, fill, page, say};
use crate::state::{App, working};
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use evenstride_app::check::File;
use evenstride_app::error::Error;
use evenstride_app::record::{Bringing, FileKind, bring};
use evenstride_app::store::{Origin, What};
use evenstride_app::whose::whose_files;
use maud::html;
use std::sync::Arc;

/// Shows the form.
pub(crate) async fn show(Here(_): Here) -> Shows {
    Ok(shown(None))
}

fn shown(error: Option<&Error>) -> Html<String> {
    let title = say("bring.squad_go");
    let tab = if error.is_some() { fill("form.error_title", &[("title", &title)]) } else { title.clone() };
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if let Some(error) = error { (refused(error)) }
        p { (say("bring.squad_lead")) }
        (file_form("/squad/bring"))
        p { a href="/squad" { (say("bring.squad_see")) } }
    };
    page(&Shown { title: &tab, who: None, here: "squad", body })
}

/// Takes the table, and goes to the page that tells what came of it.
pub(crate) async fn file(
    Here(app): Here,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let form = form.map_err(|_| Problem::plain(StatusCode::BAD_REQUEST, "not_sent"))?;
    let taken = match sent(form).await? {
        Some(file) if file.look => Ok(look::hold(&app, None, file).into_response()),
        Some(file) => take(&app, file).await,
        None => Err(Taken::Refused(wrong("file", &[]))),
    };
    match taken {
        Ok(response) => Ok(response),
        Err(Taken::Refused(error)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(Some(&error))).into_response())
        }
        Err(Taken::Failed(problem)) => Err(problem),
    }
}

/// Why nothing came of a file: it has to be another one, or something else went wrong.
enum Taken {
    Refused(Error),
    Failed(Problem),
}

impl From<Error> for Taken {
    fn from(error: Error) -> Self {
        Taken::Refused(error)
    }
}

impl From<Problem> for Taken {
    fn from(problem: Problem) -> Self {
        Taken::Failed(problem)
    }
}

async fn take(app: &Arc<App>, file: Sent) -> Result<Response, Taken> {
    let whole = [File { name: file.name.clone(), bytes: file.bytes.clone() }];
    let whose = whose_files(&app.store, None, &whole, None, (&*app.knowledge, app.today())).await?;
    let (reading, subject) = (Arc::clone(app), whose.subject.clone());
    let (brought, file) = working(move || {
        let bringing = Bringing { weight_unit: file.unit, ..bringing(&reading, &subject) };
        (bring(&file.name, &file.bytes, &bringing), file)
    })
    .await?;
    let brought = brought?;
    whose.refuse_unchosen(&file.name, &brought)?;
    let Some((first, _)) = brought.entries.first() else {
        return Err(wrong("table", &[]).into());
    };
    let first = first.clone();
    let what = match brought.kind {
        FileKind::Person => What::Person,
        FileKind::Answers => What::Answers,
        FileKind::Measurements | FileKind::Training => What::Import,
    };
    let origin = Origin { name: &file.name, bytes: &file.bytes };
    Ok(keep_for(app, &first, what, Some(origin), brought).await?.into_response())
}
