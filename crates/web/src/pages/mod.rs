//! The pages, each a file: what is shown, what its forms send, and where one comes out afterwards.
//!
//! A page that changed something answers with the address of another page, so that a reload repeats nothing. No answer
//! and no name stands in an address. Read next: `questions` for the longest way through, `crate::shell` for the frame.

mod about;
mod bring;
mod check;
mod check_test;
mod data;
mod go;
mod library;
mod measured;
mod people;
mod plan;
mod plan_swap;
mod progress;
mod questions;
mod results;
pub(crate) mod sets;
mod stopped;
pub(crate) mod take;
mod today;
mod train;
mod weeks;
mod wishes;

use crate::problem::Problem;
use crate::state::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use std::sync::Arc;

/// What a page answers with.
type Shows = Result<Html<String>, Problem>;
/// What a form answers with: another page to go to.
type Goes = Result<Redirect, Problem>;

/// Every page with its address.
pub(crate) fn routes(upload_bytes: usize) -> Router<Arc<App>> {
    let upload = DefaultBodyLimit::max(upload_bytes.saturating_add(bring::AROUND_A_FILE));
    Router::new()
        .route("/", get(people::home))
        .route("/people", get(people::show).post(people::add))
        .route("/squad", get(people::squad))
        .route("/library/{*path}", get(library::show))
        .route("/data", get(data::show))
        .route("/data/undo", post(data::undo))
        .route("/data/erase", post(data::erase))
        .route("/data/backup", post(take::backup))
        .route("/p/{person}/export", post(take::export))
        .route("/p/{person}", get(today::show))
        .route("/p/{person}/about", get(about::show).post(about::keep))
        .route("/p/{person}/about/history", post(about::history))
        .route("/p/{person}/questions", get(questions::show).post(questions::start))
        .route("/p/{person}/questions/outcome", get(questions::outcome))
        .route("/p/{person}/questions/seen", post(questions::seen))
        .route("/p/{person}/questions/{number}", get(questions::ask).post(questions::answer))
        .route("/p/{person}/bring", get(bring::show))
        .route("/p/{person}/bring/file", post(bring::file).layer(upload))
        .route("/p/{person}/bring/measured", post(measured::keep_typed))
        .route("/p/{person}/bring/{outcome}", get(bring::outcome))
        .route("/p/{person}/check", get(check::show).post(check::start))
        .route("/p/{person}/check/tests", get(check::tests))
        .route("/p/{person}/check/test/{test}", get(check_test::show).post(check_test::keep))
        .route("/p/{person}/weeks", get(weeks::show).post(weeks::file).layer(upload))
        .route("/p/{person}/results", get(results::show))
        .route("/p/{person}/plan", get(plan::show))
        .route("/p/{person}/plan/wishes", post(wishes::keep))
        .route("/p/{person}/plan/live", post(wishes::live))
        .route("/p/{person}/plan/follow", post(plan::follow))
        .route("/p/{person}/plan/calendar", post(plan_swap::calendar_file))
        .route("/p/{person}/train", get(train::show).post(train::log))
        .route("/p/{person}/train/go", get(go::show))
        .route("/p/{person}/sets", post(sets::keep))
        .route("/figures/{name}", get(library::figure))
        .route("/p/{person}/progress", get(progress::show))
}
