//! A server beyond this machine: over TLS with our own root, with accounts of every role and two made-up people.

use super::client::Answer;
use evenstride_app::accounts::{AccountName, Given, Role, password};
use evenstride_app::keeping;
use evenstride_app::knowledge::Spoken;
use evenstride_app::prelude::{Date, SubjectId};
use evenstride_app::store::{Address, By, Doing, IfMissing, Repeats, Store, What, run};
use evenstride_web::{Beyond, Certificate, Listening, Room, Serving};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::time_provider::TimeProvider;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The password of every made-up account.
pub(crate) const PASSWORD: &str = "four words of nonsense";
/// The name of the machine that the certificate is for.
pub(crate) const NAME: &str = "laptop.local";

fn day() -> Date {
    "2026-11-22".parse().unwrap()
}

/// Certificates are judged as of the made-up day, so that this holds in every year.
#[derive(Debug)]
struct MadeUpDay;

impl TimeProvider for MadeUpDay {
    fn current_time(&self) -> Option<UnixTime> {
        // Noon of 2026-11-22 in UTC.
        Some(UnixTime::since_unix_epoch(Duration::from_secs(1_795_348_800)))
    }
}

/// A running server beyond this machine; it ends with this.
pub(crate) struct Beyonds {
    pub(crate) port: u16,
    /// How it is named in requests.
    pub(crate) host: String,
    runtime: tokio::runtime::Runtime,
    connector: TlsConnector,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    pub(crate) folder: tempfile::TempDir,
}

/// A hash takes its time on purpose; one is enough for all.
fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).unwrap())
}

fn subject(name: &str) -> SubjectId {
    SubjectId::new(name).unwrap()
}

/// Two people, an owner, a coach of the first, a coach of everybody, and an athlete of each.
async fn fill(store: &Store) {
    let days = evenstride_app::files::Days { today: day(), as_of: day() };
    let doing = Doing { what: What::Person, who: "", at_ms: 0, repeats: Repeats::AreKnown };
    for name in ["ann", "ben"] {
        keeping::add(store, &subject(name), days, &doing).await.unwrap();
    }
    let people = |names: &[&str]| Given::People(names.iter().map(|name| subject(name)).collect());
    for (name, role, given) in [
        ("olga", Role::Owner, people(&[])),
        ("carl", Role::Coach, people(&["ann"])),
        ("cleo", Role::Coach, Given::Everybody),
        ("annie", Role::Athlete, people(&["ann"])),
        ("benny", Role::Athlete, people(&["ben"])),
    ] {
        let by = By { who: "", at_ms: 0 };
        store.add_account(by, &AccountName::new(name).unwrap(), role, &given, hash()).await.unwrap();
    }
}

pub(crate) fn serving(folder: &Path, room: Room) -> Serving {
    let certificate = Certificate::Own { folder: folder.join("authority") };
    Serving {
        host: "127.0.0.1".to_owned(),
        port: 0,
        beyond: Some(Beyond { names: vec![NAME.to_owned()], certificate }),
        store: Address::File(folder.join("store.db")),
        knowledge: Spoken::load(&[]).unwrap(),
        today: day,
        room,
    }
}

/// Starts a server with made-up accounts.
pub(crate) fn beyond(room: Room) -> Beyonds {
    let folder = tempfile::tempdir().unwrap();
    let serving = serving(folder.path(), room);
    run(async {
        let store = Store::open(&serving.store, IfMissing::Make).await?;
        fill(&store).await;
        store.close().await;
        Ok(())
    })
    .unwrap();
    let (stop, stopped) = oneshot::channel();
    let (tell, told) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let listening = Listening::open(serving).await.unwrap();
            tell.send((listening.address(), listening.trust().unwrap().fingerprint.clone())).unwrap();
            let stopped = async {
                let _ = stopped.await;
            };
            listening.until(stopped).await.unwrap();
        });
    });
    let (address, fingerprint) = told.recv_timeout(Duration::from_secs(60)).unwrap();
    assert_eq!(fingerprint.split(':').count(), 32);
    let host = address.trim_start_matches("https://").trim_end_matches('/').to_owned();
    let port = host.rsplit(':').next().unwrap().parse().unwrap();
    let connector = trusting(&folder.path().join("authority/root.pem"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    Beyonds { port, host, runtime, connector, stop: Some(stop), thread: Some(thread), folder }
}

/// A client that trusts one root and nothing else.
fn trusting(root: &Path) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(root).unwrap()).unwrap();
    let config = ClientConfig::builder_with_details(Arc::new(ring::default_provider()), Arc::new(MadeUpDay));
    let config = config.with_safe_default_protocol_versions().unwrap();
    TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

impl Drop for Beyonds {
    fn drop(&mut self) {
        let _ = self.stop.take().map(|stop| stop.send(()));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl Beyonds {
    /// What came of agreeing on the encryption under a name.
    pub(crate) fn handshake(&self, name: &str) -> Result<(), String> {
        self.sent_to(name, b"")
            .map(|_| ())
            .or_else(|error| if error.contains("certificate") { Err(error) } else { Ok(()) })
    }

    fn sent_to(&self, name: &str, request: &[u8]) -> Result<Vec<u8>, String> {
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        let work = async {
            let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
            let stream = self.connector.connect(name, stream).await;
            let mut stream = stream.map_err(|error| error.to_string())?;
            if request.is_empty() {
                return Ok(Vec::new());
            }
            stream.write_all(request).await.map_err(|error| error.to_string())?;
            let mut bytes = Vec::new();
            // A refusal may end the connection before everything was read; what came until then is the answer.
            let _ = stream.read_to_end(&mut bytes).await;
            Ok(bytes)
        };
        self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(60), work).await.unwrap() })
    }

    /// Sends bytes as they are.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        Answer::parse(&self.sent_to(NAME, request).unwrap())
    }

    /// Asks with a method, a session and other lines.
    pub(crate) fn ask(&self, method: &str, path: &str, session: &str, lines: &str, body: &str) -> Answer {
        let cookie = if session.is_empty() { String::new() } else { format!("Cookie: {session}\r\n") };
        let (host, n) = (&self.host, body.len());
        self.raw(
            format!(
                "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{cookie}{lines}Content-Length: {n}\r\n\
                 Connection: close\r\n\r\n{body}"
            )
            .as_bytes(),
        )
    }

    /// Asks for a page.
    pub(crate) fn get(&self, path: &str, session: &str) -> Answer {
        self.ask("GET", path, session, "", "")
    }

    /// Sends a form as a browser does from our own page.
    pub(crate) fn post(&self, path: &str, session: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        self.ask(
            "POST",
            path,
            session,
            &format!("Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n{kind}"),
            &form.finish(),
        )
    }

    /// Tries to sign in.
    pub(crate) fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.post("/sign-in", "", &[("name", name), ("password", password)])
    }

    /// Signs in and gives the session as the browser sends it.
    #[track_caller]
    pub(crate) fn session(&self, name: &str) -> String {
        let answer = self.sign_in(name, PASSWORD);
        assert_eq!(answer.leads(), "/");
        let cookie = answer.cookie().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Works on its store.
    pub(crate) fn on_store<T>(&self, work: impl AsyncFnOnce(&Store) -> T) -> T {
        run(async {
            let store =
                Store::open(&Address::File(self.folder.path().join("store.db")), IfMissing::Refuse).await?;
            let done = work(&store).await;
            store.close().await;
            Ok(done)
        })
        .unwrap()
    }
}
