//! A server on a free port of this machine with an empty store, and the plainest of clients.

use evenstride_app::knowledge::Spoken;
use evenstride_app::prelude::Date;
use evenstride_app::store::Address;
use evenstride_web::{Listening, Room, Serving};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// A running server; it ends with this.
pub(crate) struct Served {
    pub(crate) host: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    folder: Option<tempfile::TempDir>,
    room: Room,
    today: fn() -> Date,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    cookie: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// Starts a server.
pub(crate) fn served(room: Room) -> Served {
    served_in(tempfile::tempdir().unwrap(), room, || "2026-11-22".parse().unwrap())
}

/// Starts a server with a clock of its own.
pub(crate) fn served_on(today: fn() -> Date) -> Served {
    served_in(tempfile::tempdir().unwrap(), Room::usual(), today)
}

fn served_in(folder: tempfile::TempDir, room: Room, today: fn() -> Date) -> Served {
    let serving = Serving {
        host: "127.0.0.1".to_owned(),
        port: 0,
        beyond: None,
        store: Address::File(folder.path().join("store.db")),
        knowledge: Spoken::load(&[]).unwrap(),
        today,
        room,
    };
    let (stop, stopped) = oneshot::channel();
    let (tell, told) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let listening = Listening::open(serving).await.unwrap();
            tell.send(listening.address()).unwrap();
            let stopped = async {
                let _ = stopped.await;
            };
            listening.until(stopped).await.unwrap();
        });
    });
    let address = told.recv_timeout(Duration::from_secs(60)).unwrap();
    let host = address.trim_start_matches("http://").trim_end_matches('/').to_owned();
    Served { host, stop: Some(stop), thread: Some(thread), folder: Some(folder), room, today }
}

impl Served {
    /// Asks it to stop.
    pub(crate) fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Ends it and starts another one on the same store.
    pub(crate) fn started_again(mut self) -> Served {
        self.stop();
        self.thread.take().unwrap().join().unwrap();
        served_in(self.folder.take().unwrap(), self.room, self.today)
    }

    /// Waits until it has ended.
    pub(crate) fn ended(mut self) {
        self.stop();
        self.thread.take().unwrap().join().unwrap();
    }

    /// The file of its store.
    pub(crate) fn store(&self) -> std::path::PathBuf {
        self.folder.as_ref().unwrap().path().join("store.db")
    }

    /// A connection to it.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends bytes as they are and reads the answer to its end.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that has answered already may close while it is still being told more.
        let _ = stream.write_all(request);
        read(&mut stream)
    }

    /// Asks for a page as a browser does.
    pub(crate) fn get(&self, path: &str) -> Answer {
        let host = &self.host;
        self.raw(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
    }

    /// Sends a form as a browser does from our own page.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.post_with("Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n", path, &form.finish())
    }

    /// Sends a form with other lines in its head.
    pub(crate) fn post_with(&self, lines: &str, path: &str, body: &str) -> Answer {
        let (host, n) = (&self.host, body.len());
        let kind = "application/x-www-form-urlencoded";
        self.raw(
            format!(
                "POST {path} HTTP/1.1\r\nHost: {host}\r\n{lines}Content-Type: {kind}\r\nContent-Length: {n}\r\n\
                 Connection: close\r\n\r\n{body}"
            )
            .as_bytes(),
        )
    }

    /// Sends a file as a browser does.
    pub(crate) fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/csv\r\n\r\n"
        )
        .into_bytes();
        body.extend(bytes);
        body.extend(b"\r\n--edge--\r\n");
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {}\r\n\
             Content-Type: multipart/form-data; boundary=edge\r\nConnection: close\r\n\r\n",
            self.host,
            body.len()
        );
        self.raw(&[head.into_bytes(), body].concat())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Reads an answer to its end.
pub(crate) fn read(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A refusal may end the connection before everything was read; what came until then is the answer.
    let _ = stream.read_to_end(&mut bytes);
    Answer::parse(&bytes)
}

impl Answer {
    /// An answer from its bytes.
    pub(crate) fn parse(bytes: &[u8]) -> Answer {
        let at = bytes.windows(4).position(|part| part == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8(bytes[..at].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut cookies = head.lines().filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.to_owned())
        });
        let cookie = cookies.next();
        assert!(cookies.next().is_none(), "one cookie at most");
        Answer { status, head: head.to_lowercase(), cookie, body: bytes[at + 4..].to_vec() }
    }

    /// The cookie that it sets, as it was written.
    pub(crate) fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(start.as_str()))
    }

    /// Where it leads; fails when it leads nowhere.
    #[track_caller]
    pub(crate) fn leads(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text());
        self.header("location").unwrap()
    }
}
