//! How a phone comes to trust our own authority, in plain words, with the root to be taken along.
//!
//! It can be read before anybody has signed in and shows nobody's records. Where the certificate was given, there is
//! nothing to trust and no such page. Read next: `crate::tls`.

use super::Shows;
use crate::doors::Here;
use crate::problem::Problem;
use crate::qr;
use crate::shell::{Shown, page, say};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use maud::html;

/// The steps of each kind of phone; the words are those of the phone in English.
const PHONES: [(&str, usize); 2] = [("iphone", 5), ("android", 4)];

/// Shows what to do.
pub(crate) async fn show(Here(app): Here, headers: HeaderMap) -> Shows {
    let trust = app.trust.as_ref().ok_or_else(Problem::not_found)?;
    // The guard has let in no other name than one of ours.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let title = say("trust.title");
    let body = html! {
        h1 tabindex="-1" { (title) }
        p { (say("trust.why")) }
        p { (say("trust.compare")) }
        p.fingerprint { code { (trust.fingerprint) } }
        p { (say("trust.only")) }
        p { a.button href="/trust/evenstride.crt" { (say("trust.take")) } }
        @for (phone, n_steps) in PHONES {
            section aria-labelledby=(phone) {
                h2 id=(phone) { (say(&format!("trust.{phone}"))) }
                ol { @for step in 1..=n_steps { li { (say(&format!("trust.{phone}_{step}"))) } } }
            }
        }
        section aria-labelledby="without" {
            h2 id="without" { (say("trust.without")) }
            p { (say("trust.without_how")) }
            p { (say("trust.take_back")) }
        }
        section aria-labelledby="address" {
            h2 id="address" { (say("trust.address")) }
            p { code { "https://" (host) "/" } }
            (qr::picture(&format!("https://{host}/trust"), &say("trust.code")))
        }
        p { a href="/sign-in" { (say("sign_in.title")) } }
    };
    Ok(page(&Shown { title: &title, who: None, here: "", body }))
}

/// Hands the root out in the form that phones offer to install.
pub(crate) async fn root(Here(app): Here) -> Result<Response, Problem> {
    let trust = app.trust.as_ref().ok_or_else(Problem::not_found)?;
    let kind = (header::CONTENT_TYPE, "application/x-x509-ca-cert");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"evenstride.crt\"");
    Ok(([kind, name], trust.root.clone()).into_response())
}
