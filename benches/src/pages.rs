//! The pages of the app: how large they are, what each takes, and how long one waits at a steady load, beside a page as
//! small as pages get.
//!
//! The store holds the six weeks of the example. Requests come from this process, each over a connection of its own.
//! Processor time is what the system counts for the server, in hundredths of a second, so it is taken over many
//! requests. Nothing is asserted.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

const FOLDER: &str = "target/benches/pages";
const EXAMPLE: &str = "examples/six-weeks";
/// What is done with the example before its pages are looked at.
const DONE: [&[&str]; 5] = [
    &["import", "person.toml", "answers.toml", "first-visit.csv"],
    &["plan", "--keep", "--as-of", "2026-10-05"],
    &["import", "weeks-1-to-3.txt"],
    &["import", "week-4.txt", "answers-again.toml", "week-6.txt"],
    &["import", "second-visit.csv"],
];
const PAGES: [&str; 15] = [
    "/p/1",
    "/p/1/results",
    "/p/1/plan",
    "/p/1/train",
    "/p/1/train/go",
    "/p/1/progress",
    "/p/1/questions",
    "/p/1/check",
    "/p/1/bring",
    "/p/1/about",
    "/p/1/weeks",
    "/people",
    "/squad",
    "/data",
    "/library/index.html",
];
/// Requests of each page whose processor time is taken together.
const N_EACH: u32 = 20;
/// The steady load: so many requests a second for so long, over all pages in turn.
const PER_SECOND: u32 = 10;
const SECONDS: u32 = 20;
/// Linux tells times of processes in such parts of a second, whatever the machine.
const TICKS_A_SECOND: f64 = 100.0;

/// Serves the example and looks at its pages.
pub(crate) fn look(program: &Path) -> ExitCode {
    match looked(program) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: failed to {problem}");
            ExitCode::from(3)
        }
    }
}

fn looked(program: &Path) -> Result<(), String> {
    // What an earlier run left would be known already.
    let _ = std::fs::remove_dir_all(FOLDER);
    std::fs::create_dir_all(FOLDER).map_err(|error| format!("make {FOLDER}: {error}"))?;
    let absolute =
        |path: &Path| std::path::absolute(path).map_err(|error| format!("find {}: {error}", path.display()));
    let store = absolute(&Path::new(FOLDER).join("six-weeks.db"))?;
    for words in DONE {
        let done = Command::new(program)
            .args(words)
            .arg("--store")
            .arg(&store)
            .current_dir(EXAMPLE)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !done.is_ok_and(|status| status.success()) {
            return Err(format!("do `evenstride {}` in {EXAMPLE}", words.join(" ")));
        }
    }
    let served = Server::start(Command::new(program).args(["serve", "--port", "0", "--store"]).arg(&store))?;
    println!(
        "{:<22} {:>8} {:>8} {:>11} {:>8} {:>9} {:>10}",
        "page", "bytes", "packed", "first visit", "CPU ms", "packed", "a CPU-s"
    );
    for page in PAGES {
        println!("{page:<22} {}", served.row(page)?);
    }
    let own = std::env::current_exe().map_err(|error| format!("find this program: {error}"))?;
    let database = absolute(&Path::new(FOLDER).join("plain.db"))?;
    let plain = Server::start(Command::new(own).arg("--plain-page").arg(&database))?;
    println!("{:<22} {}", "a plain page", plain.row("/")?);
    println!("first visit: packed, with everything that the page asks for");
    println!(
        "CPU of the page as it is and packed as browsers get it; a CPU-s: packed pages for a second of one processor"
    );
    for (name, server, pages) in
        [("all pages in turn", &served, &PAGES[..]), ("the plain page", &plain, &["/"][..])]
    {
        let mut waits = server.under_load(pages)?;
        waits.sort_unstable();
        let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
        println!(
            "{name}, {PER_SECOND} requests a second for {SECONDS} s: median {:.1} ms, p99 {:.1} ms, worst {:.1} ms",
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
    Ok(())
}

/// A server that is ended with what holds it.
struct Server {
    child: Child,
    /// Host and port.
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It keeps nothing that an end could harm.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(command: &mut Command) -> Result<Self, String> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("start a server: {error}"))?;
        let lines = child.stdout.take().map(|out| BufReader::new(out).lines());
        let found = lines.into_iter().flatten().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            rest.split(['/', ' ']).next().map(str::to_owned)
        });
        match found {
            Some(address) => Ok(Self { child, address }),
            None => {
                let _ = child.kill();
                Err("read where a server listens".to_owned())
            }
        }
    }

    /// Asks for a page and gives what it holds, or what is sent of it to a browser.
    fn get(&self, path: &str, takes: Takes) -> Result<Vec<u8>, String> {
        get(&self.address, path, takes)
    }

    /// Sizes of a page, and the processor time that it takes.
    fn row(&self, path: &str) -> Result<String, String> {
        let page = self.get(path, Takes::Plain)?;
        let packed = self.get(path, Takes::Packed)?.len();
        let mut first_visit = packed;
        for asset in assets(&page) {
            first_visit += self.get(&asset, Takes::Packed)?.len();
        }
        let (plain_ms, packed_ms) = (self.each_ms(path, Takes::Plain)?, self.each_ms(path, Takes::Packed)?);
        let cpu = match plain_ms.zip(packed_ms) {
            Some((plain_ms, packed_ms)) => {
                // Less than one part of time over all requests is not told apart from none.
                let least = 1000.0 / TICKS_A_SECOND / f64::from(N_EACH);
                let said = |ms: f64| if ms < least { format!("< {least:.1}") } else { format!("{ms:.1}") };
                let more = if packed_ms < least { "> " } else { "" };
                let a_second = format!("{more}{:.0}", 1000.0 / packed_ms.max(least));
                format!("{:>8} {:>9} {a_second:>10}", said(plain_ms), said(packed_ms))
            }
            None => "not told by this system".to_owned(),
        };
        Ok(format!("{:>8} {packed:>8} {first_visit:>11} {cpu}", page.len()))
    }

    /// The processor time that one request takes, over many; none when the system does not tell.
    fn each_ms(&self, path: &str, takes: Takes) -> Result<Option<f64>, String> {
        let before = self.cpu_ms();
        for _ in 0..N_EACH {
            self.get(path, takes)?;
        }
        Ok(self.cpu_ms().zip(before).map(|(after, before)| (after - before) / f64::from(N_EACH)))
    }

    /// How long each request of a steady load waits, counted from when it was due.
    fn under_load(&self, pages: &[&str]) -> Result<Vec<Duration>, String> {
        let (told, waits) = mpsc::channel();
        let start = Instant::now();
        std::thread::scope(|scope| {
            for n in 0..PER_SECOND * SECONDS {
                let due = start + Duration::from_secs(1) * n / PER_SECOND;
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let (told, path) = (told.clone(), pages[n as usize % pages.len()]);
                scope.spawn(move || {
                    let answer = self.get(path, Takes::Packed).map(|_| due.elapsed());
                    // The other end lives as long as this scope.
                    let _ = told.send(answer);
                });
            }
        });
        drop(told);
        waits.into_iter().collect()
    }

    /// Processor time of the server so far; none when the system does not tell.
    fn cpu_ms(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The name of the program stands in brackets and may hold anything.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
        Some((ticks(11)? + ticks(12)?) / TICKS_A_SECOND * 1000.0)
    }
}

/// Whether whoever asks takes packed bytes, as browsers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Plain,
    Packed,
}

/// Asks for a page over a connection of its own.
fn get(address: &str, path: &str, takes: Takes) -> Result<Vec<u8>, String> {
    let accepts = match takes {
        Takes::Plain => "",
        Takes::Packed => "Accept-Encoding: gzip\r\n",
    };
    let failed = |error: std::io::Error| format!("ask for {path}: {error}");
    let mut stream = TcpStream::connect(address).map_err(failed)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n{accepts}Connection: close\r\n\r\n")
        .map_err(failed)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(failed)?;
    let head_ends = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let is_good = answer.starts_with(b"HTTP/1.1 200 ");
    match head_ends.filter(|_| is_good) {
        Some(end) => Ok(answer.split_off(end + 4)),
        None => Err(format!(
            "ask for {path}: expected 200, found {:?}",
            answer.get(9..12).map(String::from_utf8_lossy)
        )),
    }
}

/// What a page asks for beside itself.
fn assets(page: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(page);
    let after = |start: &'static str| {
        let parts: Vec<String> =
            text.split(start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
        parts
    };
    let all = [after("href=\""), after("src=\"")].concat();
    all.into_iter()
        .filter(|address| address.starts_with("/assets/") || address.starts_with("/figures/"))
        .collect()
}
