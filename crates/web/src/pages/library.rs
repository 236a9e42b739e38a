//! The catalogue: tests, exercises, muscles, norms, sources, as the reference has them, and each figure for either leg.

use crate::doors::Here;
use crate::problem::Problem;
use crate::shell::{self, fill, say, words};
use crate::state::{Who, working};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use evenstride_app::prelude::Side;
use evenstride_app::reference::figure_of;
use maud::html;
use std::sync::Arc;

/// Sends one of its files.
pub(crate) async fn show(Here(app): Here, Path(path): Path<String>) -> Result<Response, Problem> {
    let making = Arc::clone(&app);
    let found =
        working(move || making.library(("/", &say("nav.back"))).get(&path).cloned().map(|text| (path, text)));
    let (path, text) = found.await?.ok_or_else(Problem::not_found)?;
    // The pages are the same for everybody but for the way back, which leads to whose pages were looked at last.
    let text = match shell::last() {
        Some(who) => text.replacen(&link("/", &say("nav.back")), &link(&who.address(""), &back_to(&who)), 1),
        None => text,
    };
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some(_) | None => "text/plain; charset=utf-8",
    };
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

fn back_to(who: &Who) -> String {
    fill("nav.back_to", &[("name", who.name.as_str())])
}

fn link(address: &str, text: &str) -> String {
    html! { a href=(address) { (text) } }.into_string()
}

/// The address of a figure with the working leg on one side.
pub(super) fn figure_address(id: &str, side: Side) -> String {
    format!("/figures/{id}-{}.svg", side.as_str())
}

/// Draws a figure, such as `split-squat-left.svg`.
pub(crate) async fn figure(Here(app): Here, Path(name): Path<String>) -> Result<Response, Problem> {
    let wanted = name.strip_suffix(".svg").and_then(|stem| {
        Side::BOTH
            .into_iter()
            .find_map(|side| Some((stem.strip_suffix(side.as_str())?.strip_suffix('-')?, side)))
    });
    let drawn = wanted.and_then(|(id, side)| figure_of(id, side, &app.knowledge, words()));
    let drawn = drawn.ok_or_else(Problem::not_found)?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], drawn).into_response())
}
