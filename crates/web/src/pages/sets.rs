//! Taking what the training page tells, set by set: each event once, however often and from however many tabs it comes.
//!
//! It answers a script and nobody else. What cannot be kept is told apart, so that one broken event holds up no other.
//! Read next: [`evenstride_app::sets`].

use crate::doors::Here;
use crate::problem::Problem;
use crate::state::{App, Who};
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use evenstride_app::error::{Error, Kind};
use evenstride_app::keeping;
use evenstride_app::prelude::{Next, Screening};
use evenstride_app::sets::{Refused, Tells, Told, WhyRefused, answer, holds_a_sign, person_key, read};
use evenstride_app::store::{Content, OnceId, What};
use std::sync::Arc;

/// The bytes of a message at most; a hundred events take a tenth of it.
const MOST_BYTES: usize = 256 << 10;

/// Keeps the events of one message.
pub(crate) async fn keep(
    Here(app): Here,
    Path(person): Path<i64>,
    request: Request<Body>,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    // A form of another page could send text, but never JSON without asking first.
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_none_or(|kind| kind.split(';').next().map(str::trim) != Some("application/json")) {
        return Err(Problem::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_sent"));
    }
    let bytes = to_bytes(request.into_body(), MOST_BYTES).await;
    let bytes = bytes.map_err(|_| Problem::plain(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))?;
    let (text, _) = take(&app, &who, &bytes).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// Keeps the events of a message; gives the answer, and whether training has stopped.
pub(crate) async fn take(app: &Arc<App>, who: &Who, bytes: &[u8]) -> Result<(String, bool), Problem> {
    let message = read(bytes, &app.knowledge, app.today())?;
    if message.person != person_key(&who.name) {
        return Err(Problem::plain(StatusCode::CONFLICT, "other_person"));
    }
    let mut kept: Vec<String> = Vec::new();
    let mut refused = message.refused;
    // What follows each other is one action, so that the list of actions stays short.
    for run in message.told.chunk_by(|a, b| is_new(a) && is_new(b)) {
        let done =
            if run.iter().all(is_new) { write(app, who, run).await } else { change(app, who, run).await };
        match done {
            Ok(()) => kept.extend(run.iter().map(|told| told.id.as_str().to_owned())),
            Err(error) if error.kind == Kind::Usage => {
                let why = error.message;
                refused.extend(run.iter().map(|told| Refused {
                    id: told.id.as_str().to_owned(),
                    why: why.clone(),
                    code: WhyRefused::Other,
                }));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let stopped =
        message.told.iter().any(|told| holds_a_sign(told, &app.knowledge)) && has_stopped(app, who).await?;
    Ok((answer(&kept, &refused, stopped), stopped))
}

fn is_new(told: &Told) -> bool {
    match told.tells {
        Tells::Set(_) => true,
        Tells::Changed { .. } | Tells::Gone { .. } => false,
    }
}

async fn write(app: &App, who: &Who, run: &[Told]) -> Result<(), Error> {
    let entries: Vec<_> = run
        .iter()
        .filter_map(|told| match &told.tells {
            Tells::Set(set) => Some((who.name.clone(), Content::TrainedOnce(told.id.clone(), set.clone()))),
            Tells::Changed { .. } | Tells::Gone { .. } => None,
        })
        .collect();
    app.store.write(&app.doing(What::Log), None, &entries).await.map(|_| ())
}

async fn change(app: &App, who: &Who, run: &[Told]) -> Result<(), Error> {
    for told in run {
        match &told.tells {
            Tells::Set(_) => {}
            Tells::Changed { old, set } => {
                if app.store.knows(&told.id).await? {
                    continue;
                }
                let content = Content::TrainedOnce(told.id.clone(), set.clone());
                if !correct(app, who, old, Some(&content)).await? {
                    // What it changes was taken back meanwhile; what was done still counts.
                    app.store.write(&app.doing(What::Log), None, &[(who.name.clone(), content)]).await?;
                }
            }
            // What is no longer there need not be taken away.
            Tells::Gone { old } => {
                correct(app, who, old, None).await?;
            }
        }
    }
    Ok(())
}

/// Puts something in the place of a set; false when the set does not count any more.
async fn correct(app: &App, who: &Who, old: &OnceId, instead: Option<&Content>) -> Result<bool, Error> {
    let doing = app.doing(What::Correct);
    let what = (&old.key(), instead);
    match keeping::correct(&app.store, &who.name, what, &app.knowledge, app.days(), &doing).await {
        Ok(_) => Ok(true),
        Err(error) if error.kind == Kind::Usage => Ok(false),
        Err(error) => Err(error),
    }
}

async fn has_stopped(app: &Arc<App>, who: &Who) -> Result<bool, Problem> {
    let (_, followed) = app.stands(who).await?;
    Ok(match (&followed.screening, &followed.next) {
        (Screening::Stopped { .. }, _) | (_, Some(Next::ClearanceEnded(_))) => true,
        (Screening::Incomplete { .. } | Screening::Expired { .. } | Screening::Cleared(_), _) => false,
    })
}
