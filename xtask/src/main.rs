//! The project's own tasks, run as `cargo xtask <task>`.
//!
//! It starts other programs, reads the tree and prints; it holds no rule of the domain and never touches
//! anything outside the workspace but for a temporary folder and what it installs because a check needs it. Read
//! next: [`tidy`] for the laws of the tree, [`generate`] for pages and pictures that are made rather than written.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task runner talks to a terminal")]

mod api;
mod browser;
mod gen_bodymap;
mod gen_openapi;
mod gen_reference;
mod generate;
mod postgres;
mod run;
mod tidy;

use run::{Failure, Step};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "usage: cargo xtask <task>

  check   formatting, clippy with warnings as errors, generated files, tidy
  test    check, then every test: units, documentation, cases, goldens; then browser --short where there is a browser
  bless   runs the tests with EVENSTRIDE_BLESS=1, so that goldens and cases are written anew
  gen     writes generated files; `gen --check` only compares
  tidy    the laws of the tree: arrows, sizes, words, links
  postgres -- PROGRAM WORDS
          runs a program while a server of PostgreSQL for the tests is up, such as
          cargo xtask postgres -- cargo test -p evenstride-app --test store
  browser the local web app in Chromium: the whole way, every page, no violation (needs node and chromium)
  browser --short
          from the questions to a set that was trained, on a phone
  browser --first
          from a fresh start to a first week by taps, keys and mouse: pages, words, presses, minutes
  browser --paint
          bytes, first and useful paint of each page over a slow connection; fails over 150 kB, never for a time
  api     what programs can ask, tried by schemathesis against a served store (needs python3 with venv)
  bench   speed and memory of whole commands, printed and never asserted
";

/// Set while `bless` runs the tests: a golden test then writes what it would have compared.
const BLESS: &str = "EVENSTRIDE_BLESS";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(root) = workspace_root() else {
        eprintln!("error: failed to find the workspace: no folder above holds xtask/Cargo.toml");
        return ExitCode::from(2);
    };
    let started = Instant::now();
    let outcome = match words.as_slice() {
        ["check"] => check(&root),
        ["test"] => test(&root),
        ["bless"] => bless(&root),
        ["gen"] => generate::write(&root),
        ["gen", "--check"] => generate::compare(&root),
        ["tidy"] => tidy(&root),
        ["postgres", "--", program, rest @ ..] => postgres::with_server(&root, |address| {
            Step::program(program, rest).with_env(postgres::SERVER, address).run(&root)
        }),
        ["browser"] => browser::run(&root, browser::Run::Walk),
        ["browser", "--short"] => browser::run(&root, browser::Run::Short),
        ["browser", "--first"] => browser::run(&root, browser::Run::First),
        ["browser", "--paint"] => browser::run(&root, browser::Run::Paint),
        ["api"] => api::run(&root),
        ["bench", rest @ ..] => bench(&root, rest),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        [] => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
        [_, ..] => {
            eprintln!("error: failed to run `{}`: there is no such task\n\n{USAGE}", words.join(" "));
            return ExitCode::from(2);
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    let task = words.join(" ");
    match outcome {
        Ok(()) => {
            println!("\nxtask {task}: done in {seconds:.1} s");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("\nxtask {task}: failed at “{}” after {seconds:.1} s", failure.step);
            ExitCode::from(failure.code)
        }
    }
}

/// The folder that holds the whole workspace: the nearest one above that has an `xtask`.
///
/// It is looked for when the task runs, because a compiled-in path would be wrong after a move.
fn workspace_root() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file()).map(Path::to_path_buf)
}

fn check(root: &Path) -> Result<(), Failure> {
    run::need_components(root)?;
    Step::cargo(&["fmt", "--all", "--check"]).run(root)?;
    Step::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run(root)?;
    generate::compare(root)?;
    tidy(root)
}

fn test(root: &Path) -> Result<(), Failure> {
    check(root)?;
    postgres::with_server(root, |address| {
        Step::cargo(&["test", "--workspace"]).with_env(postgres::SERVER, address).run(root)
    })?;
    browser::run_where_possible(root, browser::Run::Short)
}

fn bless(root: &Path) -> Result<(), Failure> {
    Step::cargo(&["test", "--workspace", "--tests"]).with_env(BLESS, "1").run(root)?;
    println!("\nread the difference before you commit it: git diff");
    Ok(())
}

fn tidy(root: &Path) -> Result<(), Failure> {
    println!("\n── tidy");
    let report = tidy::Tree::read(root)
        .map(|tree| tidy::check(&tree))
        .map_err(|error| Failure::says("tidy", &format!("failed to read the tree: {error}")))?;
    for problem in &report {
        println!("{problem}");
    }
    let errors = report.iter().filter(|problem| problem.weight == tidy::Weight::Error).count();
    println!("tidy: {errors} errors, {} warnings", report.len() - errors);
    if errors == 0 { Ok(()) } else { Err(Failure { step: "tidy".to_owned(), code: 1 }) }
}

fn bench(root: &Path, words: &[&str]) -> Result<(), Failure> {
    Step::cargo(&["build", "--release", "-p", "evenstride"]).run(root)?;
    let mut run = vec!["run", "--quiet", "--release", "-p", "evenstride-benches", "--"];
    run.extend(words);
    Step::cargo(&run).run(root)
}
