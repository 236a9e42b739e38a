//! Listening on this machine, and stopping in good order.
//!
//! Whatever is no address of this machine alone is refused, because pages show health values to whoever asks.
//! Read next: `guard`.

use crate::guard::{Guard, Room, guard};
use crate::problem::Problem;
use crate::state::App;
use crate::{api, assets, pages};
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use evenstride_app::error::Error;
use evenstride_app::prelude::{Date, Knowledge};
use evenstride_app::store::{Address, IfMissing, Store};
use std::any::Any;
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tower_http::catch_panic::CatchPanicLayer;

/// The port when none is asked for; it stays the same, so that a bookmark does.
pub const DEFAULT_PORT: u16 = 7313;

/// What is served where.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The address to listen on; only those of this machine are taken.
    pub host: String,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// The store.
    pub store: Address,
    /// The knowledge.
    pub knowledge: Cow<'static, Knowledge>,
    /// The day of the clock.
    pub today: fn() -> Date,
    /// How much room requests get.
    pub room: Room,
}

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
    room: Room,
}

/// Opens the store and serves the app until Ctrl-C; `ready` is told the address to open.
///
/// # Errors
/// The host is not this machine, the port is taken, or the store cannot be opened.
pub fn serve(serving: Serving, ready: impl FnOnce(&str)) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Error::fault(format!("start the server: {error}")))?;
    runtime.block_on(async {
        let listening = Listening::open(serving).await?;
        ready(&listening.address());
        listening.until(asked_to_stop()).await
    })
}

impl Listening {
    /// Opens the store and takes the port.
    ///
    /// # Errors
    /// The host is not this machine, the port is taken, or the store cannot be opened.
    pub async fn open(serving: Serving) -> Result<Self, Error> {
        let host = own_machine(&serving.host)?;
        let store = Store::open(&serving.store, IfMissing::Make).await?;
        let taken = |error: std::io::Error| {
            Error::usage(format!("listen on {host} port {}: {error}", serving.port))
                .hint("close the other program, or let the system choose with --port 0")
        };
        let listener = TcpListener::bind(SocketAddr::new(host, serving.port)).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let app = Arc::new(App::new(store, serving.knowledge, serving.today));
        Ok(Self { listener, address, app, room: serving.room })
    }

    /// The address to open in a browser.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers until something has happened; what is being answered then is answered to its end.
    ///
    /// # Errors
    /// The system takes the port away.
    pub async fn until(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
        let router = router(self.app, self.address.port(), self.room);
        let ended = axum::serve(self.listener, router).with_graceful_shutdown(stop).await;
        ended.map_err(|error| Error::fault(format!("answer requests: {error}")))
    }
}

fn router(app: Arc<App>, port: u16, room: Room) -> Router {
    let pages = pages::routes(room.upload_bytes).merge(api::routes(room.upload_bytes)).with_state(app);
    guarded(pages.route("/assets/{name}", get(assets::send)).route("/sw.js", get(assets::worker)), port, room)
}

/// Pages behind the guard; a panic in one becomes a page of its own.
fn guarded(pages: Router, port: u16, room: Room) -> Router {
    // The middleware that was added last sees a request first.
    pages
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async { Problem::plain(StatusCode::METHOD_NOT_ALLOWED, "not_found") })
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| Problem::fault().into_response()))
        .layer(axum::middleware::from_fn_with_state(Guard::new(port, room), guard))
}

/// The address of this machine that is meant.
fn own_machine(host: &str) -> Result<IpAddr, Error> {
    let name = host.trim().trim_start_matches('[').trim_end_matches(']');
    if name.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    let found: Option<IpAddr> = name.parse().ok();
    let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    found.filter(|address| own.contains(address)).ok_or_else(|| {
        let shown: String = name.chars().take(60).collect();
        Error::usage(format!("listen on “{shown}”: expected 127.0.0.1, ::1 or localhost"))
            .hint("the pages show health values to whoever can reach them, so only this machine is served")
    })
}

/// Comes when the person or the system asks the program to stop.
async fn asked_to_stop() {
    let (heard, mut hears) = mpsc::channel(1);
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        let heard = heard.clone();
        tokio::spawn(async move {
            terminated.recv().await;
            // Whoever does not listen any more has stopped already.
            let _ = heard.send(()).await;
        });
    }
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a way to hear of it the program serves until it is ended from outside.
            std::future::pending::<()>().await;
        }
        let _ = heard.send(()).await;
    });
    hears.recv().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_page_and_the_next_request_is_answered() {
        use std::io::{Read, Write};
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let empty: Vec<u8> = std::hint::black_box(Vec::new());
        let broken = Router::new()
            .route("/broken", get(move || async move { empty[7].to_string() }))
            .route("/whole", get(|| async { "whole" }));
        let router = guarded(broken, address.port(), Room::usual());
        runtime.spawn(async move { axum::serve(listener, router).await });
        let ask = |path: &str| {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            text
        };
        let fault = ask("/broken");
        assert!(fault.starts_with("HTTP/1.1 500") && fault.contains("Something broke on our side"), "{fault}");
        assert!(fault.contains("default-src 'none'") && !fault.contains("index out of bounds"), "{fault}");
        assert!(ask("/whole").ends_with("whole"));
    }

    #[test]
    fn only_this_machine_is_served() {
        for own in ["127.0.0.1", "::1", "[::1]", "localhost", "LocalHost"] {
            assert!(own_machine(own).is_ok(), "{own}");
        }
        for other in ["0.0.0.0", "::", "192.168.1.4", "127.0.0.2", "example.org", "", "127.0.0.1:80"] {
            let error = own_machine(other).unwrap_err().to_string();
            assert!(error.contains("only this machine is served"), "{error}");
        }
    }
}
