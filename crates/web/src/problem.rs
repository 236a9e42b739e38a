//! What went wrong, as a page that says what to do next.
//!
//! It tells what `app` says of a failure and nothing of how the program is made. A program reads the same as problem
//! details: see `crate::api`.

use crate::shell::{self, Shown, words};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use evenstride_app::error::{Error, Kind};
use evenstride_app::report;
use maud::html;

/// Something that an answer cannot be made of.
#[derive(Debug, Clone)]
pub(crate) struct Problem(Box<Said>);

/// What a form cannot take, by its key under `web.wrong`: what was expected and found, and what to do.
pub(crate) fn wrong(key: &str, values: &[(&str, &str)]) -> Error {
    Error::usage(shell::fill(&format!("wrong.{key}"), values)).hint(shell::say(&format!("wrong.{key}_how")))
}

/// What is said of it.
#[derive(Debug, Clone)]
struct Said {
    status: StatusCode,
    /// The kind, as programs read it.
    kind: String,
    title: String,
    /// What exactly, as a fragment that fits “failed to …”; nothing where the kind says everything.
    detail: Option<String>,
    hint: Option<String>,
    lines: Vec<String>,
}

impl Problem {
    /// A problem that the words know, by its key under `web.problem`.
    pub(crate) fn plain(status: StatusCode, key: &str) -> Self {
        let title = words().say(&format!("web.problem.{key}"));
        let kind = if key == "not_sent" { "malformed".to_owned() } else { key.replace('_', "-") };
        let lines = vec![words().say(&format!("web.problem.{key}_how"))];
        Self(Box::new(Said { status, kind, title, detail: None, hint: None, lines }))
    }

    /// A problem with what exactly it is, as a fragment that fits “failed to …”.
    pub(crate) fn of(status: StatusCode, kind: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let lines = vec![format!("{} {detail}.", words().say("web.problem.failed"))];
        let title = words().say("web.problem.title");
        let kind = kind.to_owned();
        Self(Box::new(Said { status, kind, title, detail: Some(detail), hint: None, lines }))
    }

    /// The problem with what to do next.
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        if let Some(hint) = report::page_hint(hint, words()) {
            self.0.lines.push(format!("{} {hint}.", words().say("notices.hint")));
        }
        self.0.hint = Some(hint.to_owned());
        self
    }

    /// There is no such page.
    pub(crate) fn not_found() -> Self {
        Self::plain(StatusCode::NOT_FOUND, "not_found")
    }

    /// A fault of ours: something was not caught before.
    pub(crate) fn fault() -> Self {
        Self::plain(StatusCode::INTERNAL_SERVER_ERROR, "fault")
    }

    /// The kind, as programs read it.
    pub(crate) fn kind(&self) -> &str {
        &self.0.kind
    }

    /// What exactly.
    pub(crate) fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// What to do next.
    pub(crate) fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, kind) = match error.kind {
            Kind::Usage => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            Kind::Missing => (StatusCode::NOT_FOUND, "not-found"),
            Kind::Unreadable => (StatusCode::UNPROCESSABLE_ENTITY, "unreadable"),
            Kind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Kind::Fault => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        };
        // Programs get it in English, as the command says it; a page says it in its own language.
        let (message, hint) = report::failure(&error, words());
        let mut problem = Self::of(status, kind, error.message);
        problem.0.lines = vec![format!("{} {message}.", words().say("web.problem.failed"))];
        problem.0.lines.extend(hint.map(|hint| format!("{} {hint}.", words().say("notices.hint"))));
        problem.0.hint = error.hint;
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = html! {
            h1 tabindex="-1" { (self.0.title) }
            @for line in &self.0.lines { p { (line) } }
            p { a.button href="/" { (words().say("web.problem.home")) } }
        };
        let page = shell::page(&Shown { title: &self.0.title, who: None, here: "", body });
        let mut response = (self.0.status, page).into_response();
        // What it is stays beside the page, for those who read no pages.
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_is_busy_is_asked_again_and_a_file_that_cannot_be_read_is_not() {
        let status = |error: Error| Problem::from(error).into_response().status();
        assert_eq!(status(Error::unavailable("write to the store")), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(Error::unreadable("read it")), StatusCode::UNPROCESSABLE_ENTITY);
    }
}
