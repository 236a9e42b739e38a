//! What programs can ask, tried by schemathesis: thousands of requests made from the OpenAPI document, right and wrong.
//!
//! It needs Python, so it is a task of its own; `test` does not. Everything that it installs lies below `target/api`, and
//! the store that it asks is made for it and goes with it. Read next: `crates/web/src/api/mod.rs`.

use crate::run::{Failure, Step};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Where what it needs is installed.
const TOOLS: &str = "target/api";
/// What it needs, pinned.
const NEEDED: &str = "crates/web/tests/requirements.txt";
/// The files that the store is made from.
const EXAMPLE: &str = "examples/first-check";
/// Who is in the store, by name.
const PEOPLE: [&str; 2] = ["ada", "ben"];

/// A server that ends with this.
struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Builds the program, makes a store of two people, serves it and tries every operation.
///
/// # Errors
/// Something cannot be built, installed or served, or an answer is not as it is described.
pub(crate) fn run(root: &Path) -> Result<(), Failure> {
    Step::cargo(&["build", "-p", "evenstride"]).run(root)?;
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let program = built.join("debug").join(format!("evenstride{}", std::env::consts::EXE_SUFFIX));
    let folder = root.join(TOOLS).join(format!("store-{}", std::process::id()));
    let failed = |error: std::io::Error| Failure::says("api", &format!("failed to make {TOOLS}: {error}"));
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let outcome = installed(root).and_then(|python| tried(root, &program, &folder, &python));
    // What is left behind is a store of an example.
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

/// Installs what it needs, and gives the interpreter that has it.
fn installed(root: &Path) -> Result<String, Failure> {
    let python = format!("{TOOLS}/venv/bin/python");
    if !root.join(&python).exists() {
        Step::program("python3", &["-m", "venv", &format!("{TOOLS}/venv")]).run(root)?;
    }
    Step::program(&python, &["-m", "pip", "install", "--quiet", "--require-virtualenv", "-r", NEEDED])
        .run(root)?;
    Ok(python)
}

/// Tries every operation with one person after the other in the addresses, each in a store of its own.
fn tried(root: &Path, program: &Path, folder: &Path, python: &str) -> Result<(), Failure> {
    for at in 0..PEOPLE.len() {
        let store = folder.join(format!("{at}.db")).to_string_lossy().into_owned();
        filled(root, program, folder, &store)?;
        let keys = keys(program, &store).map_err(|why| Failure::says("api", &why))?;
        let served = served(program, &store).map_err(|why| Failure::says("api", &why))?;
        let Some(key) = keys.get(at) else {
            return Err(Failure::says("api", "failed to find the key of a person who was brought in"));
        };
        // What fits its description and cannot be done is no fault: a file of chance bytes holds no measurements.
        let settings = format!(
            "[parameters]\n\"path.person\" = \"{key}\"\n[checks.positive_data_acceptance]\n\
             expected-statuses = [\"2xx\", \"404\", \"409\", \"422\"]\n"
        );
        let path = folder.join("schemathesis.toml");
        std::fs::write(&path, settings)
            .map_err(|error| Failure::says("api", &format!("failed to write the settings: {error}")))?;
        let (path, document) = (path.to_string_lossy(), format!("{}api/v1/openapi.json", served.address));
        let words = ["-m", "schemathesis.cli", "--config-file", &path, "run", &document];
        let how = ["--max-examples", "20", "--generation-deterministic", "--continue-on-failure", "--no-color"];
        Step::program(python, &[&words[..], &how[..]].concat()).run(root)?;
    }
    Ok(())
}

/// Makes a store of one person who follows a plan and one whom the answers stop, with actions enough that taking some
/// back leaves both.
fn filled(root: &Path, program: &Path, folder: &Path, store: &str) -> Result<(), Failure> {
    let named = program.to_string_lossy();
    let stop = folder.join("stop.toml");
    std::fs::write(&stop, "[answers]\nRF-01 = \"yes\"\n")
        .map_err(|error| Failure::says("api", &format!("failed to write answers: {error}")))?;
    let own = |name: &str| format!("{EXAMPLE}/{name}");
    for (who, answers) in PEOPLE.iter().zip([own("answers.toml"), stop.to_string_lossy().into_owned()]) {
        let [person, table] = ["person.toml", "measurements.csv"].map(own);
        let files = ["import", &person, &answers, &table, "--subject", who, "--new-person", "--store", store];
        Step::program(&named, &files).run(root)?;
        for day in ["2026-11-16", "2026-11-18", "2026-11-20"] {
            let line = format!("{day} split-squat left 3x8 10kg");
            Step::program(&named, &["log", &line, "--subject", who, "--store", store]).run(root)?;
        }
    }
    let plan = ["plan", "--keep", "--subject", PEOPLE[0], "--store", store, "--format", "csv"];
    Step::program(&named, &plan).run(root)
}

/// The keys of the people of a store.
fn keys(program: &Path, store: &str) -> Result<Vec<String>, String> {
    let listed = Command::new(program).args(["people", "--format", "json", "--store", store]).output();
    let listed = listed.map_err(|error| format!("failed to list the people: {error}"))?;
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix("\"person\": \""));
    let keys: Vec<String> = lines.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    if keys.is_empty() {
        Err("failed to list the people: expected some, found none".to_owned())
    } else {
        Ok(keys)
    }
}

/// Serves a store on a free port.
fn served(program: &Path, store: &str) -> Result<Served, String> {
    let mut child = Command::new(program)
        .args(["serve", "--port", "0", "--store", store])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("failed to serve the store: {error}"))?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        let read = BufReader::new(out).read_line(&mut line);
        read.map_err(|error| format!("failed to read the address: {error}"))?;
    }
    let address = line.split_whitespace().last().unwrap_or_default().to_owned();
    Ok(Served { child, address })
}
