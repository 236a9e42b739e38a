//! Opening what is served, on this machine alone or beyond it, and stopping in good order.
//!
//! Pages show health values to whoever may ask. So an address of this machine alone is served without questions, and any
//! other only over TLS and to accounts; there is no third way. Read next: `guard`, `crate::doors`, `crate::tls`.

use crate::doors::{Doors, let_in};
use crate::guard::{Guard, Hosts, Room, guard};
use crate::packing::pack;
use crate::problem::Problem;
use crate::state::Core;
use crate::tls::own::{LOOPBACK, addresses, checked_name, in_brackets};
use crate::tls::{Certificate, Tls, Trust};
use crate::{api, listen, pages};
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use evenstride_app::accounts::Role;
use evenstride_app::error::Error;
use evenstride_app::knowledge::Spoken;
use evenstride_app::prelude::Date;
use evenstride_app::store::{Address, IfMissing, Store};
use std::any::Any;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tower_http::catch_panic::CatchPanicLayer;

/// The port when none is asked for; it stays the same, so that a bookmark does.
pub const DEFAULT_PORT: u16 = 7313;

/// How often the addresses of the machine are looked at while it serves others.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(60);

/// What is served where.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The address to listen on; without `beyond` only those of this machine are taken.
    pub host: String,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// What it takes to answer other machines; none to answer this one alone.
    pub beyond: Option<Beyond>,
    /// The store.
    pub store: Address,
    /// The knowledge in each language.
    pub knowledge: Spoken,
    /// The day of the clock.
    pub today: fn() -> Date,
    /// How much room requests get.
    pub room: Room,
}

/// What it takes to answer other machines.
#[derive(Debug, Clone)]
pub struct Beyond {
    /// Names of this machine beside its addresses.
    pub names: Vec<String>,
    /// The certificate.
    pub certificate: Certificate,
}

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
    core: Arc<Core>,
    room: Room,
    hosts: Hosts,
    beyond: Option<Open>,
}

/// What is open to other machines.
#[derive(Debug)]
struct Open {
    names: Vec<String>,
    listen: IpAddr,
    addresses: Vec<IpAddr>,
    tls: Tls,
}

/// Opens the store and serves the app until Ctrl-C; `ready` is told what to open.
///
/// # Errors
/// As for [`Listening::open`].
pub fn serve(serving: Serving, ready: impl FnOnce(&Listening)) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Error::fault(format!("start the server: {error}")))?;
    runtime.block_on(async {
        let listening = Listening::open(serving).await?;
        ready(&listening);
        listening.until(asked_to_stop()).await
    })
}

impl Listening {
    /// Opens the store and takes the port.
    ///
    /// # Errors
    /// The host is not this machine and it is not to be served beyond it, there is no owner to serve it to, the
    /// certificate cannot be used, the port is taken, or the store cannot be opened.
    pub async fn open(serving: Serving) -> Result<Self, Error> {
        let host = match &serving.beyond {
            None => own_machine(&serving.host)?,
            Some(_) => any_address(&serving.host)?,
        };
        let store = Store::open(&serving.store, IfMissing::Make).await?;
        let mut open = None;
        if let Some(beyond) = serving.beyond {
            has_owner(&store).await?;
            open = Some(opened(beyond, host, (serving.today)())?);
        }
        let taken = |error: std::io::Error| {
            Error::usage(format!("listen on {host} port {}: {error}", serving.port))
                .hint("close the other program, or let the system choose with --port 0")
        };
        let listener = TcpListener::bind(SocketAddr::new(host, serving.port)).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let hosts = match &open {
            None => Hosts::of_this_machine(address.port()),
            Some(open) => Hosts::new("https", address.port(), &open.hosts()),
        };
        let trust = open.as_ref().and_then(|open| open.tls.trust.clone());
        let rights = pages::rights().chain(api::rights()).collect();
        let doors = Doors::new(open.is_some(), rights);
        let core = Arc::new(Core::new(store, serving.knowledge, serving.today, doors, trust));
        Ok(Self { listener, address, core, room: serving.room, hosts, beyond: open })
    }

    /// The address to open in a browser; beyond this machine the first of [`Listening::addresses`].
    #[must_use]
    pub fn address(&self) -> String {
        match &self.beyond {
            None => format!("http://{}/", self.address),
            Some(_) => self.addresses().into_iter().next().unwrap_or_default(),
        }
    }

    /// Every address that a browser can open, names first; those of the machine itself come last.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        match &self.beyond {
            None => vec![self.address()],
            Some(open) => {
                open.hosts().iter().map(|host| format!("https://{host}:{}/", self.address.port())).collect()
            }
        }
    }

    /// What a phone must be told to trust, where our own authority is used.
    #[must_use]
    pub fn trust(&self) -> Option<&Trust> {
        self.beyond.as_ref().and_then(|open| open.tls.trust.as_ref())
    }

    /// Answers until something has happened; what is being answered then is answered to its end.
    ///
    /// # Errors
    /// None today; a system may come to take a port away.
    pub async fn until(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
        let today = self.core.today_is();
        let router = router(self.core, self.hosts.clone(), self.room);
        let acceptor = self.beyond.as_ref().map(|open| open.tls.acceptor.clone());
        let watching = self.beyond.map(|open| tokio::spawn(watch(open, self.hosts, today)));
        listen::answer(self.listener, acceptor, router, self.room, stop).await;
        if let Some(watching) = watching {
            watching.abort();
        }
        Ok(())
    }
}

impl Open {
    /// Names and addresses as they stand in the address of a page.
    fn hosts(&self) -> Vec<String> {
        let named = self.names.iter().cloned();
        let others = self.addresses.iter().map(|address| in_brackets(*address));
        let mut all: Vec<String> = named.chain(others).collect();
        // A server on another address does not hear what is sent to the machine itself.
        if self.listen.is_unspecified() || self.listen.is_loopback() {
            all.extend(LOOPBACK.map(str::to_owned));
        }
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|host| seen.insert(host.clone()));
        all
    }
}

/// Reads or makes the certificate for the names and addresses of the machine.
fn opened(beyond: Beyond, listen: IpAddr, today: Date) -> Result<Open, Error> {
    let names = beyond.names.iter().map(|name| checked_name(name)).collect::<Result<Vec<_>, _>>()?;
    let addresses = addresses(listen);
    let tls = Tls::open(&beyond.certificate, &names, &addresses, today)?;
    Ok(Open { names, listen, addresses, tls })
}

/// Looks now and then whether the machine has other addresses, as after a change of the network, and whether the day has
/// changed: then the certificate is made anew.
async fn watch(mut open: Open, hosts: Hosts, today: fn() -> Date) {
    let mut made = today();
    loop {
        tokio::time::sleep(LOOKED_AT_EVERY).await;
        let listen = open.listen;
        let Ok(found) = tokio::task::spawn_blocking(move || addresses(listen)).await else { continue };
        if found == open.addresses && made == today() {
            continue;
        }
        // The old certificate still serves what it can; the next look tries again.
        if open.tls.renew(&open.names, &found, today()).is_ok() {
            made = today();
            open.addresses = found;
            hosts.rename(&open.hosts());
        }
    }
}

/// Is there somebody who may do everything? Without one nobody could help who has locked themselves out.
async fn has_owner(store: &Store) -> Result<(), Error> {
    if store.accounts().await?.iter().any(|listed| listed.account.role == Role::Owner) {
        return Ok(());
    }
    Err(Error::usage("serve other machines: expected an account of an owner in the store, found none")
        .hint("make one with `evenstride account add NAME --role owner`, for the same --store"))
}

fn router(core: Arc<Core>, hosts: Hosts, room: Room) -> Router {
    let routes = pages::routes(room.upload_bytes).merge(api::routes(room.upload_bytes));
    let routes = routes
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async { Problem::plain(StatusCode::METHOD_NOT_ALLOWED, "not_found") })
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&core), let_in));
    guarded(routes.with_state(core), hosts, room)
}

/// Pages behind the guard; a panic in one becomes a page of its own.
fn guarded(pages: Router, hosts: Hosts, room: Room) -> Router {
    // The middleware that was added last sees a request first.
    pages
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| Problem::fault().into_response()))
        .layer(axum::middleware::from_fn_with_state(Guard::new(hosts, room), guard))
        .layer(axum::middleware::from_fn(pack))
}

fn unbracketed(host: &str) -> &str {
    host.trim().trim_start_matches('[').trim_end_matches(']')
}

/// The address that is meant, of this machine or of all its networks.
fn any_address(host: &str) -> Result<IpAddr, Error> {
    let name = unbracketed(host);
    if name.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    name.parse().map_err(|_| {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
        Error::usage(format!("listen on “{shown}”: expected an address such as 0.0.0.0 or 192.168.1.4"))
            .hint("0.0.0.0 stands for every address of this machine; names are given with --name")
    })
}

/// The address of this machine that is meant.
fn own_machine(host: &str) -> Result<IpAddr, Error> {
    let name = unbracketed(host);
    if name.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    let found: Option<IpAddr> = name.parse().ok();
    let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    found.filter(|address| own.contains(address)).ok_or_else(|| {
        let shown: String = name.chars().take(60).collect();
        Error::usage(format!("listen on “{shown}”: expected 127.0.0.1, ::1 or localhost")).hint(
            "the pages show health values to whoever can reach them, so only this machine is served; with --beyond \
             others are, with accounts and over TLS",
        )
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
    use axum::routing::get;

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
        let router = guarded(broken, Hosts::of_this_machine(address.port()), Room::usual());
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
