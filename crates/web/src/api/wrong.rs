//! What went wrong, as programs read it: problem details with a kind that stays the same.
//!
//! Every refusal below `/api/` leaves as one, whoever made it: the guard, the router, the reader, a use case. It tells
//! what `app` says of a failure and nothing of how the program is made. Read next: [`evenstride_app::wire::problem_json`].

use crate::problem::Problem;
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use evenstride_app::wire::{WentWrong, problem_json};

/// The media type of problem details.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// Every kind with its status and what kinds of it have in common; the kinds are public.
pub(crate) const KINDS: [(&str, u16, &str); 18] = [
    ("malformed", 400, "The request does not fit its description"),
    ("not-signed-in", 401, "Nobody has signed in"),
    ("not-allowed", 403, "The account may not do this"),
    ("wrong-page", 403, "The request comes from a page of another site"),
    ("not-found", 404, "There is nothing of this name"),
    ("wrong-method", 405, "The address is asked with another method"),
    ("other-person", 409, "The sets are another person's"),
    ("too-large", 413, "The request carries more than is read"),
    ("wrong-type", 415, "The request carries another media type"),
    ("wrong-host", 421, "The request was sent to another name"),
    ("refused", 422, "What was asked cannot be done"),
    ("unreadable", 422, "What was sent, or what is kept, cannot be used"),
    ("missing-header", 400, "Files need the header X-Requested-With"),
    ("fault", 500, "Something broke on our side"),
    ("busy", 503, "Too much is asked at once"),
    ("unavailable", 503, "The store cannot do it now"),
    ("too-slow", 504, "The answer took too long"),
    ("failed", 500, "The request failed"),
];

/// Something that does not fit its description.
pub(crate) fn malformed(detail: impl Into<String>) -> Problem {
    Problem::of(StatusCode::BAD_REQUEST, "malformed", detail)
        .with_hint("the description of every request is at /api/v1/openapi.json")
}

/// Something that is not there.
pub(crate) fn missing(detail: impl Into<String>) -> Problem {
    Problem::of(StatusCode::NOT_FOUND, "not-found", detail)
}

/// Nobody has signed in where an account is asked for.
pub(crate) fn no_session() -> Problem {
    let detail = "answer: expected the cookie of a session, found none that holds";
    Problem::of(StatusCode::UNAUTHORIZED, "not-signed-in", detail)
        .with_hint("sign in with POST /sign-in and send the cookie that it sets")
}

/// More than is read.
pub(crate) fn too_large() -> Problem {
    Problem::of(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "read the body: expected less, found more")
        .with_hint("send it in parts")
}

/// Another media type than is read.
pub(crate) fn media_type(expected: &[&str]) -> Problem {
    let detail = format!("read the body: expected {}, found another media type", expected.join(" or "));
    Problem::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-type", detail)
        .with_hint("name it in the header Content-Type")
}

/// Files without the header that no page of another site can set.
pub(crate) fn no_header() -> Problem {
    let detail = "read the files: expected the header X-Requested-With, found none of one word";
    Problem::of(StatusCode::BAD_REQUEST, "missing-header", detail)
        .with_hint("send it with any word of letters and digits, such as X-Requested-With: curl")
}

/// The answer as a program reads it, when it is a refusal.
pub(crate) fn told(response: Response, method: &Method, uri: &Uri) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = response.extensions().get::<Problem>().cloned();
    let kind = match (&problem, status) {
        (_, StatusCode::METHOD_NOT_ALLOWED) => "wrong-method",
        (Some(problem), _) => problem.kind(),
        (None, StatusCode::NOT_FOUND) => "not-found",
        (None, status) if status.is_client_error() => "malformed",
        (None, _) => "failed",
    };
    let title = KINDS.iter().find(|(known, _, _)| *known == kind).map_or("The request failed", |found| found.2);
    let said = problem.as_ref().and_then(Problem::detail).map(|detail| format!("failed to {detail}"));
    let nothing = format!("failed to answer {method} {}", uri.path());
    let wrong = WentWrong {
        kind,
        title,
        status: status.as_u16(),
        detail: Some(said.as_deref().unwrap_or(&nothing)),
        hint: problem.as_ref().and_then(Problem::hint),
    };
    let mut told = (status, [(header::CONTENT_TYPE, PROBLEM)], problem_json(&wrong)).into_response();
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, HeaderValue::clone(allowed));
    }
    told
}
