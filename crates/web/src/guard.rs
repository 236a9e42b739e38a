//! What a request must be before a page sees it, and what every answer carries.
//!
//! A page of another site can make a browser send requests to this machine, under a name of its own that leads here.
//! So a request is answered only under our own address, and whatever changes something must come from our own page or,
//! below `/api/`, from a program that is no browser.
//! Read next: `server`.

use crate::api;
use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How much room requests get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Requests at once; more wait their turn.
    pub requests: usize,
    /// How long a request waits for its turn.
    pub patience: Duration,
    /// How long a request may take, its body included.
    pub time: Duration,
    /// Bytes of an uploaded file.
    pub upload_bytes: usize,
    /// Connections at once; more wait to be taken.
    pub connections: usize,
    /// How long a connection may take to agree on its encryption, and a request to say what it wants.
    pub head_time: Duration,
}

impl Room {
    /// 16 requests at once, five seconds of waiting, a minute of work; files as large as the reader takes; 200 connections
    /// with half a minute for a head.
    #[must_use]
    pub fn usual() -> Self {
        let largest = evenstride_app::prelude::Limits::DEFAULT.max_bytes;
        Self {
            requests: 16,
            patience: Duration::from_secs(5),
            time: Duration::from_secs(60),
            upload_bytes: usize::try_from(largest).unwrap_or(usize::MAX),
            connections: 200,
            head_time: Duration::from_secs(30),
        }
    }
}

/// The names and addresses under which a server is reached, with its port; those of a machine change while it runs.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    scheme: &'static str,
    port: u16,
    known: Arc<RwLock<Vec<String>>>,
}

impl Hosts {
    /// Without encryption on this machine alone.
    pub(crate) fn of_this_machine(port: u16) -> Self {
        Self::new("http", port, &["localhost", "127.0.0.1", "[::1]"])
    }

    /// Names under a scheme and a port; a browser leaves the usual port of a scheme out.
    pub(crate) fn new(scheme: &'static str, port: u16, names: &[impl AsRef<str>]) -> Self {
        let hosts = Self { scheme, port, known: Arc::default() };
        hosts.rename(names);
        hosts
    }

    /// Puts other names in the place of those that were known.
    pub(crate) fn rename(&self, names: &[impl AsRef<str>]) {
        let usual = if self.scheme == "https" { 443 } else { 80 };
        let with_port = names.iter().map(|name| format!("{}:{}", name.as_ref(), self.port));
        let without = names.iter().filter(|_| self.port == usual).map(|name| name.as_ref().to_owned());
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = with_port.chain(without).collect();
    }

    fn holds(&self, host: &str) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().any(|own| own.eq_ignore_ascii_case(host))
    }
}

/// What the guard knows.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    hosts: Hosts,
    turns: Arc<Semaphore>,
    room: Room,
}

/// The turn of a request; others wait for theirs until every clone of it is gone.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    _permit: Arc<OwnedSemaphorePermit>,
}

tokio::task_local! {
    /// The turn of the request that is being answered.
    static TURN: Turn;
}

impl Turn {
    fn of(permit: OwnedSemaphorePermit) -> Self {
        Self { _permit: Arc::new(permit) }
    }

    /// The one of the request that is being answered; none outside of any.
    pub(crate) fn of_request() -> Option<Self> {
        TURN.try_with(Turn::clone).ok()
    }

    async fn over<T>(self, work: impl Future<Output = T>) -> T {
        TURN.scope(self, work).await
    }
}

/// Nothing but our own style, pictures and forms; nothing runs that does not come from here, and nobody frames a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// Headers that every answer carries, whatever it is.
const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

impl Guard {
    /// A guard for a server of these names.
    pub(crate) fn new(hosts: Hosts, room: Room) -> Self {
        Self { hosts, turns: Arc::new(Semaphore::new(room.requests)), room }
    }

    /// The address that the request was sent to, when it is one of ours.
    fn own_host<'a>(&self, uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
        let mut named = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else { return None };
        let host = host.to_str().ok()?;
        // A request may name its host twice; both must be ours and the same.
        let agrees = uri.authority().is_none_or(|authority| authority.as_str().eq_ignore_ascii_case(host));
        (agrees && self.hosts.holds(host)).then_some(host)
    }
}

/// Does a request that changes something come from a page of ours?
///
/// Browsers say so themselves, and no page can make them lie about it: in `Sec-Fetch-Site`, or else in `Origin`, which
/// our own pages, that tell nobody where they come from, send as `null`.
fn is_from_own_page(scheme: &str, host: &str, headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let origin = text(&header::ORIGIN);
    let is_own = origin.is_some_and(|origin| {
        origin.split_once("://").is_some_and(|(by, named)| by == scheme && named.eq_ignore_ascii_case(host))
    });
    match text(&SEC_FETCH_SITE) {
        Some(site) => site == "same-origin" && (is_own || origin.is_none_or(|origin| origin == "null")),
        None => is_own,
    }
}

/// May a request that is for programs be answered: is it a program's own, or a page's of ours?
///
/// A browser names in `Sec-Fetch-Site` or `Origin` what sends a request that changes something, and no page can keep it
/// from doing so; a program sends neither. A request with neither is answered, because a page could send such a one only
/// through a browser that is older than both headers, and then only as a plain form: so what comes behind this reads
/// nothing that a plain form can send. A page of another site is not answered even where it only reads.
fn is_a_program(scheme: &str, host: &str, is_safe: bool, headers: &HeaderMap) -> bool {
    match (headers.get(&SEC_FETCH_SITE), headers.get(header::ORIGIN)) {
        (None, None) => true,
        // What was typed into the address of a browser comes from no page.
        (Some(site), _) if is_safe => site == "none" || is_from_own_page(scheme, host, headers),
        (_, _) => is_from_own_page(scheme, host, headers),
    }
}

/// Lets a request through to the pages, or says why not.
pub(crate) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    // A program is told in its own way what went wrong, wherever it went wrong.
    let program =
        api::is_for_programs(request.uri()).then(|| (request.method().clone(), request.uri().clone()));
    let mut response = match answer(&guard, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    };
    if let Some((method, uri)) = program {
        response = api::told(response, &method, &uri);
    }
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A page says nothing of its own unless it is the same for everybody and for ever.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn answer(guard: &Guard, request: Request, next: Next) -> Result<Response, Problem> {
    let Some(host) = guard.own_host(request.uri(), request.headers()) else {
        return Err(Problem::plain(StatusCode::MISDIRECTED_REQUEST, "wrong_host"));
    };
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let scheme = guard.hosts.scheme;
    let may = if api::is_for_programs(request.uri()) {
        is_a_program(scheme, host, is_safe, request.headers())
    } else {
        is_safe || is_from_own_page(scheme, host, request.headers())
    };
    if !may {
        return Err(Problem::plain(StatusCode::FORBIDDEN, "wrong_page"));
    }
    let turn = tokio::time::timeout(guard.room.patience, Arc::clone(&guard.turns).acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        return Err(Problem::plain(StatusCode::SERVICE_UNAVAILABLE, "busy"));
    };
    tokio::time::timeout(guard.room.time, Turn::of(turn).over(next.run(request)))
        .await
        .map_err(|_| Problem::plain(StatusCode::GATEWAY_TIMEOUT, "too_slow"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::working;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn a_turn_lasts_until_the_work_has_ended_although_nobody_waits_for_it() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let turns = Arc::new(Semaphore::new(1));
            let turn = Turn::of(Arc::clone(&turns).acquire_owned().await.unwrap());
            let (go, go_on) = std::sync::mpsc::channel();
            let (started, has_started) = tokio::sync::oneshot::channel();
            let work = working(move || {
                let _ = started.send(());
                let _ = go_on.recv();
            });
            let asked = tokio::spawn(turn.over(work));
            has_started.await.unwrap();
            asked.abort();
            assert!(asked.await.is_err());
            assert!(turns.try_acquire().is_err(), "the work still runs");
            go.send(()).unwrap();
            assert!(turns.acquire().await.is_ok());
        });
    }

    #[track_caller]
    fn host(lines: &[(&'static str, &str)], uri: &str, is_ours: bool) {
        let guard = Guard::new(Hosts::of_this_machine(8000), Room::usual());
        let (uri, headers) = (uri.parse::<Uri>().unwrap(), headers(lines));
        assert_eq!(guard.own_host(&uri, &headers).is_some(), is_ours, "{lines:?} {uri}");
    }

    #[test]
    fn only_our_own_address_is_answered() {
        for own in ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:8000"] {
            host(&[("host", own)], "/", true);
        }
        for other in [
            "evil.example:8000",
            "localhost",
            "127.0.0.1:80",
            "localhost:8000.evil.example",
            "",
            "0.0.0.0:8000",
        ] {
            host(&[("host", other)], "/", false);
        }
        host(&[], "/", false);
        host(&[("host", "localhost:8000"), ("host", "evil.example")], "/", false);
        host(&[("host", "localhost:8000")], "http://evil.example/", false);
        host(&[("host", "localhost:8000")], "http://localhost:8000/", true);
    }

    #[test]
    fn beyond_this_machine_only_the_encrypted_address_is_our_own() {
        let hosts = Hosts::new("https", 443, &["laptop.local", "192.168.1.4"]);
        for own in ["laptop.local", "Laptop.local:443", "192.168.1.4", "192.168.1.4:443"] {
            assert!(hosts.holds(own), "{own}");
        }
        assert!(!hosts.holds("localhost") && !hosts.holds("laptop.local:80"));
        hosts.rename(&["192.168.1.5"]);
        assert!(hosts.holds("192.168.1.5") && !hosts.holds("192.168.1.4"));
        for (origin, is_own) in [("https://laptop.local", true), ("http://laptop.local", false)] {
            let headers = headers(&[("origin", origin)]);
            assert_eq!(is_from_own_page("https", "laptop.local", &headers), is_own, "{origin}");
        }
    }

    #[track_caller]
    fn from(lines: &[(&'static str, &str)], is_own: bool) {
        assert_eq!(is_from_own_page("http", "localhost:8000", &headers(lines)), is_own, "{lines:?}");
    }

    #[test]
    fn only_our_own_page_changes_something() {
        from(&[("sec-fetch-site", "same-origin"), ("origin", "null")], true);
        from(&[("sec-fetch-site", "same-origin"), ("origin", "http://localhost:8000")], true);
        from(&[("sec-fetch-site", "same-origin")], true);
        from(&[("origin", "http://localhost:8000")], true);
        from(&[("sec-fetch-site", "same-origin"), ("origin", "http://evil.example")], false);
        for site in ["cross-site", "same-site", "none", "", "Same-Origin"] {
            from(&[("sec-fetch-site", site), ("origin", "http://localhost:8000")], false);
        }
        for origin in ["null", "http://localhost:8001", "https://localhost:8000", "http://127.0.0.1:8000", ""] {
            from(&[("origin", origin)], false);
        }
        from(&[], false);
    }

    #[track_caller]
    fn program(lines: &[(&'static str, &str)], reads: bool, changes: bool) {
        let headers = headers(lines);
        let found = [true, false].map(|is_safe| is_a_program("http", "localhost:8000", is_safe, &headers));
        assert_eq!(found, [reads, changes], "{lines:?}");
    }

    #[test]
    fn a_program_asks_and_a_page_of_another_site_does_not() {
        program(&[], true, true);
        program(&[("origin", "http://localhost:8000")], true, true);
        program(&[("sec-fetch-site", "same-origin")], true, true);
        program(&[("sec-fetch-site", "none")], true, false);
        for site in ["cross-site", "same-site", ""] {
            program(&[("sec-fetch-site", site)], false, false);
        }
        for origin in ["null", "http://evil.example", ""] {
            program(&[("origin", origin)], false, false);
        }
    }
}
