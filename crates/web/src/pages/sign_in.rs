//! Signing in and out, when the program is used from other machines.
//!
//! It says the same of a wrong name and of a wrong password. Whoever signs out keeps what the training page has not sent
//! yet; the pages that were kept for opening again go. Read next: `crate::doors::waits`.

use crate::assets;
use crate::doors::waits::Whose;
use crate::doors::{Asker, Here, Peer, cookie, own_way};
use crate::form::Form;
use crate::problem::Problem;
use crate::shell::{Shown, fill, page, say};
use crate::state::{App, working};
use axum::Extension;
use axum::extract::RawQuery;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use evenstride_app::accounts::{AccountName, SessionSecret, password};
use evenstride_app::disk::now_ms;
use maud::html;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// How long a sign-in waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Shows the form, or where to go on for who has signed in already.
pub(crate) async fn show(Here(app): Here, RawQuery(query): RawQuery) -> Response {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    match &app.asker {
        Asker::Nobody => shown(&app, None, "", asked.get("next")).into_response(),
        Asker::ThisMachine | Asker::SignedIn(..) => Redirect::to(way_on(asked.get("next"))).into_response(),
    }
}

fn way_on(next: &str) -> &str {
    own_way(next).unwrap_or("/")
}

/// The page with what went wrong, the name as it was typed, and where to go on.
fn shown(app: &App, wrong: Option<&str>, name: &str, next: &str) -> Html<String> {
    let title = say("sign_in.title");
    let body = html! {
        h1 tabindex="-1" { (title) }
        @if let Some(wrong) = wrong { div.error role="alert" { p id="wrong" { (wrong) } } }
        form method="post" action="/sign-in" {
            @if let Some(way) = own_way(next) { input type="hidden" name="next" value=(way); }
            p.field {
                label for="name" { (say("sign_in.name")) }
                input id="name" name="name" type="text" maxlength="64" required autocomplete="username"
                    autocapitalize="none" spellcheck="false" value=(name)
                    aria-describedby=[wrong.map(|_| "wrong")];
            }
            p.field {
                label for="password" { (say("sign_in.password")) }
                input id="password" name="password" type="password" maxlength="200" required
                    autocomplete="current-password" aria-describedby=[wrong.map(|_| "wrong")];
            }
            p { button { (say("sign_in.go")) } }
        }
        p.quiet { (say("sign_in.forgotten")) }
        // A certificate that was given is trusted already.
        @if app.trust.is_some() { p { a href="/trust" { (say("sign_in.trust")) } } }
        script type="module" src=(assets::signed_out()) {}
    };
    page(&Shown { title: &title, who: None, here: "", body })
}

/// Lets somebody in whose name and password fit.
pub(crate) async fn enter(
    Here(app): Here,
    peer: Option<Extension<Peer>>,
    form: Form,
) -> Result<Response, Problem> {
    if matches!(app.asker, Asker::ThisMachine) {
        // Nobody is asked here, so that nothing is to be told.
        return Ok(Redirect::to("/").into_response());
    }
    let (typed, next) = (form.get("name"), form.get("next"));
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Extension(Peer(address))| address);
    let whose = [Whose::account(typed), Whose::address(peer)];
    if let Err(wait) = app.doors.waits.count(&whose, app.running()) {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let wrong = fill("sign_in.wait", &[("n", &seconds.to_string())]);
        let after = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
        return Ok(
            (StatusCode::TOO_MANY_REQUESTS, after, shown(&app, Some(&wrong), typed, next)).into_response()
        );
    }
    let Some(secret) = session(&app, typed, form.get("password")).await? else {
        let wrong = say("sign_in.wrong");
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&app, Some(&wrong), typed, next)).into_response());
    };
    app.doors.waits.forgive(&whose, app.running());
    let cookie = cookie::set(&secret).ok_or_else(Problem::fault)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(way_on(next))).into_response())
}

/// Begins a session for who has the right name and password.
async fn session(app: &App, typed: &str, typed_password: &str) -> Result<Option<SessionSecret>, Problem> {
    let turn = tokio::time::timeout(PATIENCE, app.doors.turns.acquire()).await;
    let Ok(Ok(_turn)) = turn else {
        return Err(Problem::plain(StatusCode::SERVICE_UNAVAILABLE, "busy"));
    };
    let name = AccountName::new(typed);
    let hash = match &name {
        Some(name) => app.store.hash_of(name).await?,
        None => None,
    };
    let (password, compared) = (typed_password.to_owned(), hash.clone());
    let fits = working(move || password::fits(&password, compared.as_deref())).await?;
    if let (true, Some(name), Some(hash)) = (fits, &name, hash) {
        let secret = SessionSecret::new()?;
        if app.store.begin_session(name, &hash, &secret.digest(), now_ms()).await? {
            return Ok(Some(secret));
        }
    }
    app.store.sign_in_failed(name.as_ref(), now_ms()).await?;
    Ok(None)
}

/// Ends the session.
pub(crate) async fn leave(Here(app): Here) -> Result<Response, Problem> {
    if let Asker::SignedIn(_, session) = &app.asker {
        app.store.end_session(session, now_ms()).await?;
    }
    Ok(([(header::SET_COOKIE, cookie::cleared())], Redirect::to("/sign-in?out")).into_response())
}
