//! What went wrong, as a page that says what to do next.
//!
//! It tells what `app` says of a failure and nothing of how the program is made.

use crate::shell::{self, Shown, words};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use evenstride_app::error::{Error, Kind};
use maud::html;

/// Something that a page cannot be made of.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    title: String,
    lines: Vec<String>,
}

impl Problem {
    /// A problem that the words know, by its key under `web.problem`.
    pub(crate) fn plain(status: StatusCode, key: &str) -> Self {
        let title = words().say(&format!("web.problem.{key}"));
        Self { status, title, lines: vec![words().say(&format!("web.problem.{key}_how"))] }
    }

    /// There is no such page.
    pub(crate) fn not_found() -> Self {
        Self::plain(StatusCode::NOT_FOUND, "not_found")
    }

    /// A fault of ours: something was not caught before.
    pub(crate) fn fault() -> Self {
        Self::plain(StatusCode::INTERNAL_SERVER_ERROR, "fault")
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match error.kind {
            Kind::Usage | Kind::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut lines = vec![format!("{} {}.", words().say("web.problem.failed"), error.message)];
        lines.extend(error.hint.map(|hint| format!("{} {hint}.", words().say("notices.hint"))));
        Self { status, title: words().say("web.problem.title"), lines }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = html! {
            h1 tabindex="-1" { (self.title) }
            @for line in &self.lines { p { (line) } }
            p { a.button href="/" { (words().say("web.problem.home")) } }
        };
        let page = shell::page(&Shown { title: &self.title, who: None, here: "", body });
        (self.status, page).into_response()
    }
}
