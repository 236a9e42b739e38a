//! A longer search for a better week, while the quick one is there already.
//!
//! A script asks for it as soon as the page is there, and says at the end what came of it; the week on the page stays until
//! somebody asks for the other one. Without a script a link does the same. A search ends when the page goes away.
//! Read next: `assets/plan.mjs`, [`crate::searches`].

use super::plan::{Planned, Ready, kept_or_suggested, planned};
use super::plan_swap::Wanted;
use crate::doors::Here;
use crate::form::Form;
use crate::language::language;
use crate::problem::Problem;
use crate::searches::{LONGEST, NotSearched};
use crate::shell::{fill, say};
use crate::state::{App, Who, working};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use evenstride_app::check::{CheckInput, CheckOptions, check_with};
use evenstride_app::following::Kept;
use evenstride_app::prelude::{Plan, cost_of};
use evenstride_app::report;
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::Arc;

/// What stands before a week that is not the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note {
    /// The records have changed since the week was seen.
    Changed,
    /// The longer search was not made.
    NotSearched(NotSearched),
}

impl Note {
    pub(super) fn text(self) -> String {
        match self {
            Note::Changed => say("search.changed"),
            Note::NotSearched(NotSearched::Busy) => say("search.busy"),
            Note::NotSearched(NotSearched::TooLong) => too_long(),
        }
    }
}

fn too_long() -> String {
    fill("search.too_long", &[("n", &LONGEST.as_secs().to_string())])
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Tells weeks apart by what one does in them, without saying what that is.
pub(super) fn mark_of(plan: &Plan) -> String {
    let mut text = String::new();
    for session in &plan.sessions {
        for item in &session.items {
            let (weekday, exercise, side, sets) =
                (session.weekday, &item.exercise, item.side.as_str(), item.sets);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{weekday} {exercise} {side} {sets} {:?}", item.dose);
        }
    }
    digest(&text)
}

/// Everything that the outcome of a search depends on.
fn key_of(input: &CheckInput, options: &CheckOptions) -> String {
    digest(&format!("{:?} {input:?} {options:?}", language()))
}

/// The week that is wanted: at once, or after a longer search if one can be made.
pub(super) async fn week_of(
    app: &Arc<App>,
    who: &Who,
    kept: Kept,
    wanted: &Wanted,
) -> Result<Result<Planned, NotSearched>, Problem> {
    if !wanted.longer {
        return Ok(Ok(planned(app, kept, wanted.options()).await?));
    }
    let (preparing, options) = (Arc::clone(app), wanted.options());
    let ready = working(move || Ready::new(kept, options, &preparing.knowledge)).await?;
    if let Some(check) = ready.without_a_week() {
        return Ok(Ok(ready.planned(check, &app.knowledge)));
    }
    let (input, options, searching) = (ready.kept.input.clone(), ready.options.clone(), Arc::clone(app));
    let (key, call_off) = (key_of(&input, &options), options.call_off.clone());
    let search = move || check_with(&input, &options, &searching.knowledge);
    let found = app.searches.search(who, key, call_off, search).await?;
    Ok(found.map(|check| ready.planned(check, &app.knowledge)))
}

/// The address of the page with the week of a longer search.
fn longer_address(who: &Who, wanted: &Wanted) -> String {
    who.address(&format!("/plan?new&longer=1{}", wanted.in_address()))
}

/// The place where a longer search is offered, goes on, and tells what came of it; nothing where it could find nothing.
pub(super) fn search_part(who: &Who, plan: &Plan, wanted: &Wanted) -> Markup {
    if plan.proven || wanted.longer {
        return html! {};
    }
    let address = who.address(&format!("/plan/search?seen={}{}", mark_of(plan), wanted.in_address()));
    html! {
        // A line or two and no panel: whoever comes for the week has it in view.
        div.no-print id="plan-search" data-kept data-address=(address) {
            span id="search-now" hidden {
                (say(if report::needs_are_served(plan) { "search.now_rest" } else { "search.now" }))
            }
            span id="search-told" role="status" {}
            " "
            span id="search-go" hidden {}
            span id="search-longer" { (say("search.quick")) " " a href=(longer_address(who, wanted)) { (say("search.longer")) } }
        }
    }
}

/// Searches for a better week than the quick one, and says in a piece of a page what came of it.
pub(crate) async fn search(
    Here(app): Here,
    Path(person): Path<i64>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let quick = Wanted { more: false, longer: false, ..Wanted::of(&asked, &app.knowledge) };
    let longer = Wanted { longer: true, ..quick.clone() };
    let (kept, _) = kept_or_suggested(&app, &who).await?;
    let shown = planned(&app, kept, quick.options()).await?;
    let followed = shown.kept.plan.as_ref().map(|followed| mark_of(&followed.plan));
    let reload = who.address(&format!("/plan?new{}", quick.in_address()));
    let Some(shown) = shown.check.plan.filter(|plan| mark_of(plan) == asked.get("seen")) else {
        return Ok(told(&say("search.changed"), Some((&reload, "search.reload"))));
    };
    let found = match week_of(&app, &who, kept_or_suggested(&app, &who).await?.0, &longer).await? {
        Ok(found) => found.check.plan,
        Err(NotSearched::Busy) => return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response()),
        Err(NotSearched::TooLong) => return Ok(told(&too_long(), None)),
    };
    Ok(match found {
        Some(found) if is_better(&shown, &found) && followed.as_ref() == Some(&mark_of(&found)) => {
            told(&say("search.followed"), Some((&who.address("/plan"), "search.followed_go")))
        }
        Some(found) if is_better(&shown, &found) => {
            let key = match (report::needs_are_served(&shown), found.proven) {
                (true, true) => "search.best_rest",
                (true, false) => "search.better_rest",
                (false, true) => "search.best",
                (false, false) => "search.better",
            };
            told(&say(key), Some((&longer_address(&who, &quick), "search.show")))
        }
        Some(found) if found.proven => told(&say("search.proven"), None),
        _ => told(&say("search.none"), None),
    })
}

fn told(text: &str, go: Option<(&str, &str)>) -> Response {
    let piece = html! {
        p { (text) }
        @if let Some((address, key)) = go { a href=(address) { (say(key)) } }
    };
    Html(piece.into_string()).into_response()
}

/// Is the second week the better one? The first level that differs decides.
fn is_better(shown: &Plan, found: &Plan) -> bool {
    let costs = cost_of(shown, found);
    costs.iter().find(|level| level.cost.abs() > 1e-9).is_some_and(|level| level.cost < 0.0)
}
