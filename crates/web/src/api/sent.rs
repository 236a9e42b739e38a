//! Reading what a request carries: a JSON object, a form with files, or one file as it is; each of a bounded size.
//!
//! Nothing is read that a plain form of another page could have sent: JSON it cannot send, and files are read only beside
//! a header that no form can set. Read next: `crate::guard` for the same guard before pages.

use super::ask::{Given, checked, known, put, typed, unfit};
use super::operation::{Body, Field, Kind};
use super::wrong;
use crate::problem::Problem;
use axum::body::{Body as Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::http::{HeaderMap, StatusCode};
use evenstride_app::check::File;
use serde_json::Value;

/// The bytes of a JSON object at most: as many lines as the longest description allows, each letter in four bytes.
pub(super) const MOST_JSON: usize = 1 << 20;
/// The bytes of a value beside files in a form.
const MOST_VALUE: usize = 64 << 10;
/// Files of one form at most.
const MOST_FILES: usize = 100;

/// The header that files need beside them, because no page of another site can set it without asking first.
pub(crate) const BESIDE_FILES: HeaderName = HeaderName::from_static("x-requested-with");

/// The media type of JSON.
pub(crate) const JSON: &str = "application/json";
/// The media type of a form with files.
pub(crate) const FORM: &str = "multipart/form-data";
/// The media types of a file as it is, with the name under which it is read.
pub(crate) const FILES: [(&str, &str); 3] =
    [("application/octet-stream", "body"), ("application/toml", "body.toml"), ("text/csv", "body.csv")];

/// The parts of a form where a file could stand as it is.
pub(crate) const ONE_FILE: &[Field] = &[
    Field::must("file", Kind::Files, "The file; may stand several times."),
    Field::may(
        "map",
        Kind::File,
        "How a table of measurements that names things differently is to be read (TOML).",
    ),
];

/// The values and files that a request carries.
type Carried = (Given, Vec<(&'static str, File)>);

/// Reads what a request carries.
///
/// # Errors
/// It is of another media type, too large, or does not fit its description.
pub(super) async fn read(
    body: Body,
    headers: &HeaderMap,
    request: Request<Bytes>,
    most_bytes: usize,
) -> Result<Carried, Problem> {
    let kind = media_type(headers);
    let is_read = match body {
        Body::Nothing => true,
        Body::Json(_) => kind == JSON,
        Body::Form(_) => kind == FORM,
        Body::OneFile => kind == FORM || FILES.iter().any(|(known, _)| *known == kind),
    };
    let has_files = matches!(body, Body::Form(_) | Body::OneFile);
    let is_word = |value: &[u8]| !value.is_empty() && value.iter().all(u8::is_ascii_alphanumeric);
    if is_read && has_files && !headers.get(BESIDE_FILES).is_some_and(|value| is_word(value.as_bytes())) {
        return Err(wrong::no_header());
    }
    match body {
        Body::Nothing => Ok(Carried::default()),
        Body::Json(fields) if kind == JSON => Ok((json(fields, request).await?, Vec::new())),
        Body::Json(_) => Err(wrong::media_type(&[JSON])),
        Body::Form(fields) if kind == FORM => form(fields, request).await,
        Body::Form(_) => Err(wrong::media_type(&[FORM])),
        Body::OneFile if kind == FORM => form(ONE_FILE, request).await,
        Body::OneFile => {
            let Some((_, name)) = FILES.into_iter().find(|(known, _)| *known == kind) else {
                let [a, b, c] = FILES.map(|(known, _)| known);
                return Err(wrong::media_type(&[a, b, c, FORM]));
            };
            let bytes = to_bytes(request.into_body(), most_bytes).await.map_err(|_| wrong::too_large())?;
            let file = File { name: name.to_owned(), bytes: bytes.to_vec() };
            Ok((Given::new(), vec![("file", file)]))
        }
    }
}

/// The media type without what follows it.
fn media_type(headers: &HeaderMap) -> String {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn json(fields: &'static [Field], request: Request<Bytes>) -> Result<Given, Problem> {
    let bytes = to_bytes(request.into_body(), MOST_JSON).await.map_err(|_| wrong::too_large())?;
    // What the reader says of a place would repeat what stands there.
    let value = serde_json::from_slice::<Value>(&bytes);
    let Ok(Value::Object(members)) = value else {
        return Err(wrong::malformed("read the body: expected a JSON object, found something else"));
    };
    let mut given = Given::new();
    for (name, value) in members {
        let field = known(fields, &name, "body")?;
        put(&mut given, field, checked(field, value)?)?;
    }
    Ok(given)
}

async fn form(fields: &'static [Field], request: Request<Bytes>) -> Result<Carried, Problem> {
    let unread = |status: StatusCode| match status {
        StatusCode::PAYLOAD_TOO_LARGE => wrong::too_large(),
        _ => wrong::malformed(
            "read the form: expected one with a boundary and whole parts, found something else",
        ),
    };
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|error| unread(error.status()))?;
    let (mut given, mut files): Carried = Carried::default();
    while let Some(part) = form.next_field().await.map_err(|error| unread(error.status()))? {
        let field = known(fields, part.name().unwrap_or_default(), "form")?;
        let named = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| unread(error.status()))?;
        match field.kind {
            Kind::File | Kind::Files => {
                let is_again = field.kind == Kind::File && files.iter().any(|(known, _)| *known == field.name);
                if is_again || files.len() >= MOST_FILES {
                    return Err(unfit(field, "more than that"));
                }
                let name = named.filter(|name| !name.is_empty()).unwrap_or_else(|| field.name.to_owned());
                files.push((field.name, File { name, bytes: bytes.to_vec() }));
            }
            Kind::Day
            | Kind::Text { .. }
            | Kind::Whole { .. }
            | Kind::Above { .. }
            | Kind::Flag
            | Kind::Choice(_)
            | Kind::Texts { .. }
            | Kind::Members(_)
            | Kind::Items(_) => {
                let text = std::str::from_utf8(&bytes).ok().filter(|text| text.len() <= MOST_VALUE);
                let text = text.ok_or_else(|| unfit(field, "something else"))?;
                put(&mut given, field, typed(field, text)?)?;
            }
        }
    }
    Ok((given, files))
}
