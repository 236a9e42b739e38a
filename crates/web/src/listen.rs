//! Taking connections: so many at once, each with a bounded time to say what it wants, with TLS or without.
//!
//! ```text
//!   room for one more? ──► take ──► TLS within the time ──► head within the time ──► router, with the peer's address
//! ```
//! It reads nothing of a request. Read next: `crate::tls`, then `crate::guard`.

use crate::doors::Peer;
use crate::guard::Room;
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service as _;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

/// When the system cannot give a connection, say for want of open files, it is asked again after so long.
const AFTER_A_FAILURE: Duration = Duration::from_millis(200);

/// Answers connections until something has happened; what is being answered then is answered to its end.
pub(crate) async fn answer(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    room: Room,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(room.connections));
    let graceful = GracefulShutdown::new();
    let service = TowerToHyperService::new(router);
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(AFTER_A_FAILURE).await;
            continue;
        };
        // Small answers leave at once; a system that cannot do so answers all the same.
        let _ = stream.set_nodelay(true);
        let (tls, service, watcher) = (tls.clone(), service.clone(), graceful.watcher());
        tokio::spawn(async move {
            let _place = place;
            let serve = Serve { peer: peer.ip(), room, service };
            match tls {
                None => serve.on(stream, watcher).await,
                Some(tls) => {
                    if let Some(stream) = agreed(&tls, stream, room.head_time).await {
                        serve.on(stream, watcher).await;
                    }
                }
            }
        });
    }
    drop(listener);
    // No request takes longer, and whoever has not said what it wants by then is not waited for.
    let _ = tokio::time::timeout(room.time.max(room.head_time), graceful.shutdown()).await;
}

/// Agrees on the encryption; none for whoever does not, or not in time.
async fn agreed(
    tls: &TlsAcceptor,
    stream: TcpStream,
    time: Duration,
) -> Option<tokio_rustls::server::TlsStream<TcpStream>> {
    tokio::time::timeout(time, tls.accept(stream)).await.ok()?.ok()
}

/// What answers one connection.
struct Serve {
    peer: IpAddr,
    room: Room,
    service: TowerToHyperService<Router>,
}

impl Serve {
    async fn on(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, watcher: Watcher) {
        let Self { peer, room, service } = self;
        let with_peer = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            service.call(request)
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(room.head_time);
        let connection = http.serve_connection(TokioIo::new(stream), with_peer);
        // Whoever goes away in the middle of it has said enough.
        let _ = watcher.watch(connection).await;
    }
}
