//! Packing what is sent, where the browser takes it packed: over a slow connection a page is there several times sooner.
//!
//! It reads nothing of a page. What is packed together with words of another's choosing can be guessed from its length,
//! so an answer that a page of another site has asked for is sent as it is. Read next: `server`.

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;

use crate::problem::Problem;

/// Fewer bytes fit into one or two packets anyway.
const LEAST_BYTES: u64 = 1 << 10;
/// More bytes are a copy to keep rather than a page to look at.
const MOST_BYTES: u64 = 8 << 20;
/// Kinds of answers that become smaller; pictures of points and archives are packed already.
const TEXTS: [&str; 3] = ["text/", "application/json", "image/svg+xml"];

/// Does whoever asks take packed bytes?
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().any(|value| {
        let value = value.to_str().unwrap_or("");
        value.split(',').any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("gzip") && parts.all(|part| part != "q=0")
        })
    })
}

/// The same bytes packed; none where they cannot be.
pub(crate) fn packed(bytes: &[u8], how: Compression) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), how);
    encoder.write_all(bytes).and_then(|()| encoder.finish()).ok()
}

/// Could a page of another site have chosen words of this request?
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let site = headers.get(HeaderName::from_static("sec-fetch-site"));
    site.is_some_and(|site| site != "same-origin" && site != "none")
}

/// Is this an answer that becomes smaller, whole in memory, and not packed yet?
fn is_worth_packing(response: &Response) -> bool {
    let headers = response.headers();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let n_bytes = response.body().size_hint().exact().unwrap_or_default();
    TEXTS.iter().any(|text| kind.starts_with(text))
        && (LEAST_BYTES..=MOST_BYTES).contains(&n_bytes)
        && !headers.contains_key(header::CONTENT_ENCODING)
}

/// Packs an answer on its way out.
pub(crate) async fn pack(request: Request, next: Next) -> Response {
    let may = takes_gzip(request.headers())
        && !is_of_another_site(request.headers())
        && *request.method() != Method::HEAD;
    let mut response = next.run(request).await;
    if !is_worth_packing(&response) {
        return response;
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding, sec-fetch-site"));
    if !may {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let most = usize::try_from(MOST_BYTES).unwrap_or(usize::MAX);
    let Ok(bytes) = to_bytes(body, most).await else { return Problem::fault().into_response() };
    // The usual level; a higher one takes twice as long and saves one byte in a hundred.
    let done = tokio::task::spawn_blocking(move || {
        let packed = packed(&bytes, Compression::default());
        (packed, bytes)
    });
    match done.await {
        Ok((Some(packed), _)) => {
            head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            head.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(head, Body::from(packed))
        }
        Ok((None, bytes)) => Response::from_parts(head, Body::from(bytes)),
        Err(_) => Problem::fault().into_response(),
    }
}
