//! The catalogue: tests, exercises, muscles, norms, sources, as the reference has them.

use crate::problem::Problem;
use crate::shell::say;
use crate::state::{App, working};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Sends one of its files.
pub(crate) async fn show(State(app): State<Arc<App>>, Path(path): Path<String>) -> Result<Response, Problem> {
    let making = Arc::clone(&app);
    let found =
        working(move || making.library(("/", &say("nav.back"))).get(&path).cloned().map(|text| (path, text)));
    let (path, text) = found.await?.ok_or_else(Problem::not_found)?;
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some(_) | None => "text/plain; charset=utf-8",
    };
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
