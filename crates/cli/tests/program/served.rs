//! The same store asked twice, by commands and over a socket: the same bytes, and the same exit code.

use crate::{folder, path, root, run};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running program that serves a store; it ends with this.
struct Served {
    child: Child,
    host: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(store: &str) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_evenstride"))
        .args(["serve", "--port", "0", "--store", store])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split_whitespace().last().unwrap();
    let host = address.trim_start_matches("http://").trim_end_matches('/').to_owned();
    Served { child, host }
}

impl Served {
    /// The exit code and the bytes of an answer.
    #[track_caller]
    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (i32, String) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let head = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: {}\r\nX-Requested-With: test\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.host,
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}\n{body}");
        let code = head.lines().find_map(|line| line.strip_prefix("evenstride-exit-code: ")).unwrap();
        (code.parse().unwrap(), body.to_owned())
    }
}

const DAY: &str = "2026-11-24";
/// The day of the golden and of the answers.
const GOLDEN: &str = "2026-11-22";
const FILES: [&str; 3] = ["person.toml", "answers.toml", "measurements.csv"];

fn with_ada() -> (tempfile::TempDir, String) {
    let store = folder(&[]);
    let db = path(&store, "a.db");
    let [person, answers, table] = FILES.map(|name| format!("examples/first-check/{name}"));
    // Answers without a day of their own are those of the day on which they are kept.
    let answers = std::fs::read_to_string(root().join(answers)).unwrap();
    std::fs::write(store.path().join("answers.toml"), format!("answered_on = \"{GOLDEN}\"\n{answers}"))
        .unwrap();
    let answers = path(&store, "answers.toml");
    let imported = run(&["import", &person, &answers, &table, "--subject", "ada", "--store", &db]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let kept = run(&["plan", "--keep", "--as-of", DAY, "--subject", "ada", "--store", &db]);
    assert_eq!(kept.code, 0, "{}", kept.err);
    let logged = run(&["log", "2026-11-22 split-squat left 3x8 12.5kg", "--subject", "ada", "--store", &db]);
    assert_eq!(logged.code, 0, "{}", logged.err);
    (store, db)
}

fn key(people: &str) -> String {
    people.split("\"person\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[track_caller]
fn same(server: &Served, db: &str, command: &[&str], method: &str, path: &str, body: &str) {
    let all = [command, &["--store", db, "--format", "json"]].concat();
    let told = run(&all);
    let (code, json) = server.ask(method, path, "application/json", body.as_bytes());
    assert!(!told.out.is_empty(), "{command:?}: {}", told.err);
    assert_eq!(json, told.out, "{command:?} {path}");
    assert_eq!(code, told.code, "{command:?} {path}");
}

/// Everything that both say of ada.
#[track_caller]
fn all_the_same(server: &Served, db: &str) {
    let (_, people) = server.ask("GET", "/people", "", b"");
    let at = format!("/people/{}", key(&people));
    let day = ["--as-of", DAY];
    for command in ["people", "squad"] {
        same(server, db, &[command, "--as-of", DAY], "GET", &format!("/{command}?as_of={DAY}"), "");
    }
    for command in ["status", "next-session", "retest", "check", "audit"] {
        let path = format!("{at}/{command}?as_of={DAY}");
        same(server, db, &[&[command][..], &day].concat(), "GET", &path, "");
    }
    same(server, db, &["records"], "GET", &format!("{at}/records"), "");
    same(server, db, &["actions", "--last", "2"], "GET", "/actions?last=2", "");
    let plan = ["plan", "--as-of", DAY, "--days", "mon,wed", "--minutes", "25", "--weeks", "4", "--explain"];
    let body =
        format!("{{\"as_of\":\"{DAY}\",\"days\":\"mon,wed\",\"minutes\":\"25\",\"weeks\":4,\"explain\":true}}");
    same(server, db, &plan, "POST", &format!("{at}/plan"), &body);
}

#[test]
fn a_command_and_a_program_get_the_same_bytes_of_a_store() {
    let (_folder, db) = with_ada();
    let server = serve(&db);
    all_the_same(&server, &db);
}

#[test]
fn a_command_and_a_program_get_the_same_stop() {
    let (store, db) = with_ada();
    let server = serve(&db);
    // A sign in the log ends the clearance, and an answer stops.
    let sign = "2026-11-23 split-squat left 3x8 note \"chest pain\"";
    assert_eq!(run(&["log", sign, "--subject", "ada", "--store", &db]).code, 20);
    all_the_same(&server, &db);
    std::fs::write(
        store.path().join("answers.toml"),
        "answered_on = \"2026-11-24\"\n[answers]\nRF-01 = \"yes\"\n",
    )
    .unwrap();
    let answers = path(&store, "answers.toml");
    assert_eq!(run(&["import", &answers, "--subject", "ada", "--store", &db]).code, 0);
    all_the_same(&server, &db);
}

#[test]
fn one_golden_is_that_of_the_command_and_of_the_interface() {
    let store = folder(&[]);
    let server = serve(&path(&store, "a.db"));
    let mut body = Vec::new();
    for (name, file) in ["person", "answers", "measurements"].iter().zip(FILES) {
        let place = format!("examples/first-check/{file}");
        let head =
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{place}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(std::fs::read(root().join(&place)).unwrap());
        body.extend(b"\r\n");
    }
    body.extend(
        format!("--edge\r\nContent-Disposition: form-data; name=\"as_of\"\r\n\r\n{GOLDEN}\r\n--edge--\r\n")
            .bytes(),
    );
    let (code, json) = server.ask("POST", "/files/check", "multipart/form-data; boundary=edge", &body);
    assert_eq!(code, 0);
    crate::golden::golden("first-check.json", &json);
}

#[test]
fn what_is_known_is_the_same_for_both() {
    let store = folder(&[]);
    let server = serve(&path(&store, "a.db"));
    for (command, path) in [
        (&["exercises", "--muscle", "soleus"][..], "/catalogue/exercises?muscle=soleus"),
        (&["tests", "show", "hop-single"], "/catalogue/tests/hop-single"),
        (&["sources"], "/catalogue/sources"),
    ] {
        let told = run(&[command, &["--format", "json"]].concat());
        assert_eq!(server.ask("GET", path, "", b""), (told.code, told.out), "{command:?}");
    }
    let printed = run(&["serve", "--openapi"]).out;
    assert_eq!(server.ask("GET", "/openapi.json", "", b""), (0, printed));
}
