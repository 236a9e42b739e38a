//! The tables of pages as CSV, as the commands give them with `--format csv`.
//!
//! A table is not given while something stops, because it would be read without the stop. Read next:
//! [`evenstride_app::wire`].

use crate::doors::Here;
use crate::problem::Problem;
use crate::shell::say;
use crate::state::{App, Who};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use evenstride_app::following::Followed;
use evenstride_app::prelude::{Next, Screening};
use evenstride_app::wire;
use maud::{Markup, html};

use super::take::saved;

/// The most actions of a table; the page shows fewer.
const MOST_ACTIONS: u32 = 10_000;

/// A table to be saved; its name tells what it is and nobody's name.
pub(super) fn csv_file(what: &str, app: &App, table: String) -> Response {
    saved(&format!("evenstride-{what}-{}.csv", app.today()), "text/csv; charset=utf-8", table.into_bytes())
}

/// The way to a table of a page of somebody.
pub(super) fn link(who: &Who, behind: &str, key: &str) -> Markup {
    html! { p.no-print { a href=(who.address(behind)) download { (say(key)) } } }
}

fn is_stopped(followed: &Followed) -> bool {
    let by_log = matches!(&followed.next, Some(Next::ClearanceEnded(_)));
    matches!(followed.screening, Screening::Stopped { .. }) || by_log
}

/// Sends the findings.
pub(crate) async fn findings(Here(app): Here, Path(person): Path<i64>) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let (_, followed) = app.followed(&who).await?;
    match followed.assessment.as_ref().filter(|_| !is_stopped(&followed)) {
        Some(assessment) => {
            let name = format!("results-{}", who.number);
            Ok(csv_file(&name, &app, wire::assessments_csv(std::slice::from_ref(assessment))))
        }
        None => Ok(Redirect::to(&who.address("/results")).into_response()),
    }
}

/// Sends each difference on each day.
pub(crate) async fn days(Here(app): Here, Path(person): Path<i64>) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let (_, followed) = app.followed(&who).await?;
    if is_stopped(&followed) {
        return Ok(Redirect::to(&who.address("/progress")).into_response());
    }
    Ok(csv_file(&format!("progress-{}", who.number), &app, wire::status_csv(&followed)))
}

/// Sends the next session.
pub(crate) async fn session(Here(app): Here, Path(person): Path<i64>) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let (_, followed) = app.stands(&who).await?;
    match followed.next.as_ref().filter(|_| !is_stopped(&followed)) {
        Some(next) => Ok(csv_file(&format!("session-{}", who.number), &app, wire::next_session_csv(next))),
        None => Ok(Redirect::to(&who.address("/train")).into_response()),
    }
}

/// Sends what was done to the store.
pub(crate) async fn actions(Here(app): Here) -> Result<Response, Problem> {
    let actions = app.store.actions(MOST_ACTIONS).await?;
    Ok(csv_file("actions", &app, wire::actions_csv(&actions)))
}
