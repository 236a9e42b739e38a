//! `/api/v1`: for programs on this machine, every action that the command line has, as JSON.
//!
//! ```text
//!   request ──► guard ──► operation: reads what it describes ──► use cases of `app` ──► JSON, exit code in a header
//!                 └── a refusal, wherever it is made, is told as problem details (RFC 9457)
//! ```
//! - **The bytes are those of `--format json`.** Both come from [`evenstride_app::reply`]. The header
//!   `Evenstride-Exit-Code` is the code that the command would end with.
//! - **A stop is an answer.** Where the answers to the health questions or the log say stop, the stop stands in the
//!   place of what was asked for, with status 200 and the code 20: a status of failure would invite a retry, and a
//!   program that shows whatever it gets then shows whom to see.
//! - **No name and no health value stands in an address.** A person is named by a key of 16 digits that is made of the
//!   name. The pages use the number of the store, which it may give to somebody else after an erasure; a page is made
//!   anew each time, but a program keeps addresses. What is sensitive travels in bodies.
//! - **A request without `Origin` and `Sec-Fetch-Site` is a program's.** A browser sends at least one with whatever a
//!   page makes it send. For the oldest, which do not, nothing is read that a plain form could send: JSON cannot be sent by
//!   one, and files are read only beside the header `X-Requested-With`.
//! - **400 is the request's shape, 422 its content.** What does not fit the description is 400, what fits and cannot be
//!   done is 422, a person, record, action or entry that is not there is 404.
//!
//! On the machine itself there is no login: whoever uses this machine's account may ask. Beyond it a program signs in as
//! a browser does, and each operation names the right that it asks for. The OpenAPI document is made of the same list
//! as the routes; a crate of macros would be a second description beside it. Read next: `operation`, then `people`.

mod ask;
mod catalogue;
mod document;
mod files;
mod operation;
mod people;
mod plan;
mod records;
mod screening;
mod sent;
mod tables;
mod training;
mod written;
mod wrong;

pub(crate) use ask::nobody_of_this_key;
pub use document::openapi;
pub(crate) use wrong::{no_session, told};

use crate::doors::{Here, Rights};
use crate::pages::take::saved;
use crate::problem::Problem;
use crate::state::{App, Core};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use operation::{Answers, Done, Method, Operation};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where it begins.
const BASE: &str = "/api/v1";
/// The bytes of a form beside its files.
const AROUND_FILES: usize = 64 << 10;

/// The header with the code that a command would end with.
pub(crate) const EXIT_CODE: HeaderName = HeaderName::from_static("evenstride-exit-code");

/// Is this an address for programs?
pub(crate) fn is_for_programs(uri: &Uri) -> bool {
    uri.path() == "/api" || uri.path().starts_with("/api/")
}

/// Everything that the server does for a program, in the order of the document.
fn operations() -> impl Iterator<Item = &'static Operation> {
    let all: [&[Operation]; 9] = [
        people::OPERATIONS,
        screening::OPERATIONS,
        plan::OPERATIONS,
        training::OPERATIONS,
        written::OPERATIONS,
        records::OPERATIONS,
        files::OPERATIONS,
        tables::OPERATIONS,
        catalogue::OPERATIONS,
    ];
    all.into_iter().flatten()
}

/// What each address below asks of whoever calls it.
pub(crate) fn rights() -> impl Iterator<Item = (String, Rights)> {
    let of = |operation: &Operation| (format!("{BASE}{}", operation.path), operation.method, operation.right);
    let mut all: BTreeMap<String, Rights> = BTreeMap::new();
    for (path, method, right) in operations().map(of) {
        // What an address does not have is answered alike to everybody who may do anything there.
        let known = all.entry(path).or_insert(Rights { read: right, change: right });
        match method {
            Method::Get => known.read = right,
            Method::Post | Method::Put => known.change = right,
        }
    }
    all.into_iter()
}

/// Every operation with its address.
pub(crate) fn routes(upload_bytes: usize) -> Router<Arc<Core>> {
    let most_bytes = upload_bytes.saturating_add(AROUND_FILES);
    operations()
        .fold(Router::new(), |router, operation| {
            let filter = match operation.method {
                Method::Get => MethodFilter::GET,
                Method::Post => MethodFilter::POST,
                Method::Put => MethodFilter::PUT,
            };
            let work =
                move |Here(app): Here, request: Request<Body>| answered(operation, app, request, upload_bytes);
            router.route(&format!("{BASE}{}", operation.path), on(filter, work))
        })
        .layer(DefaultBodyLimit::max(most_bytes))
}

/// Reads, does and answers.
async fn answered(
    operation: &'static Operation,
    app: Arc<App>,
    request: Request<Body>,
    most_bytes: usize,
) -> Result<Response, Problem> {
    let ask = ask::read(operation, app, request, most_bytes).await?;
    Ok(match ((operation.work)(ask).await?, operation.answers) {
        (Done::Reply(reply), _) => {
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static(sent::JSON));
            ([kind, (EXIT_CODE, HeaderValue::from(u16::from(reply.exit_code)))], reply.json).into_response()
        }
        (Done::Bytes { name, bytes, exit_code }, Answers::Bytes(kind) | Answers::BytesOr(kind, _)) => {
            let mut response = saved(&name, kind, bytes);
            response.headers_mut().insert(EXIT_CODE, HeaderValue::from(u16::from(exit_code)));
            response
        }
        // An operation that says it answers with JSON has no name for a file.
        (Done::Bytes { .. }, Answers::Json(_)) => return Err(Problem::fault()),
    })
}
