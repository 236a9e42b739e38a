//! The local web app in a real browser: what the tests need, pinned, and the runs themselves.
//!
//! ```text
//!   find or install Node and Chromium ──► install the list of tools ──► build ──► run
//! ```
//! `test` runs the short way, and goes on without where there is no Node or Chromium; the task of its own does not.
//! Everything that is installed from the list and every picture lies below `target/browser`. Read next:
//! `crates/web/browser/run.mjs` for the whole way, `short.mjs` beside it for the short one, `first.mjs` for what a first
//! week costs somebody new by the rule of `cost.mjs`, `paint.mjs` for what a first visit takes over a slow connection.

use crate::run::{Failure, Step};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tests with the list of what they need.
const TESTS: &str = "crates/web/browser";
/// Where what they need is installed.
const TOOLS: &str = "target/browser/tools";
const PICTURES: &str = "target/browser/pictures";
/// The list of tools, and what exactly is installed of it.
const LISTS: [&str; 2] = ["package.json", "package-lock.json"];
/// Where npm notes that the whole list was installed.
const INSTALLED: &str = "target/browser/tools/node_modules/.package-lock.json";
/// The variable that names Chromium.
const CHROMIUM: &str = "CHROMIUM";
/// Where Chromium is looked for when nothing names it.
const CHROMIUMS: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/// The oldest Node that the tools run with.
const NODE: u32 = 20;
/// The code of a run whose browser did not start; `kit.mjs` ends with it.
const NO_BROWSER: u8 = 69;

/// What is done in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// The whole way through every page.
    Walk,
    /// From the questions to a set that was trained, on a phone.
    Short,
    /// From a fresh start to a first week, by each way: what it costs.
    First,
    /// Bytes and paint of each page over a slow connection.
    Paint,
}

impl Run {
    fn script(self) -> &'static str {
        match self {
            Run::Walk => "run.mjs",
            Run::Short => "short.mjs",
            Run::First => "first.mjs",
            Run::Paint => "paint.mjs",
        }
    }
}

/// Installs what the tests need, builds the program, and runs them.
///
/// # Errors
/// Something cannot be built or installed, or a page is not as it should be.
pub(crate) fn run(root: &Path, run: Run) -> Result<(), Failure> {
    let chromium = tools(root).map_err(|lacks| Failure::says("browser", &lacks))?;
    run_with(root, run, &chromium)
}

/// The same where there is a browser; where there is none and none can be installed, it says so and goes on.
///
/// # Errors
/// The program cannot be built, or a page is not as it should be.
pub(crate) fn run_where_possible(root: &Path, run: Run) -> Result<(), Failure> {
    println!("\n── a browser for the tests");
    let passed_over = |lacks: &str| println!("no page was looked at in a browser: {lacks}");
    match tools(root) {
        Err(lacks) => {
            passed_over(&lacks);
            Ok(())
        }
        Ok(chromium) => match run_with(root, run, &chromium) {
            Err(failure) if failure.code == NO_BROWSER => {
                passed_over("Chromium does not start here");
                Ok(())
            }
            outcome => outcome,
        },
    }
}

fn run_with(root: &Path, run: Run, chromium: &str) -> Result<(), Failure> {
    Step::cargo(&["build", "-p", "evenstride"]).run(root)?;
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let program = built.join("debug").join(format!("evenstride{}", std::env::consts::EXE_SUFFIX));
    let program = program.to_string_lossy();
    let tests = format!("{TESTS}/{}", run.script());
    Step::program("node", &[&tests, &program, PICTURES, TOOLS]).with_env(CHROMIUM, chromium).run(root)
}

/// Sees to it that everything is there that the tests need, and gives the path of Chromium; else what lacks.
fn tools(root: &Path) -> Result<String, String> {
    if chromium().is_none() || node_lacks().is_some() {
        println!("Node {NODE} or Chromium is missing: trying to install them");
        let update = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "update", "-qq"];
        let install = ["install", "-qq", "-y", "--no-install-recommends", "chromium", "nodejs", "npm"];
        let quiet = |words: &[&str]| {
            Step::program("apt-get", words).with_env("DEBIAN_FRONTEND", "noninteractive").works(root)
        };
        // What is there afterwards counts, whatever these say.
        let _ = quiet(&update) && quiet(&install);
    }
    if let Some(lacks) = node_lacks() {
        return Err(lacks);
    }
    let chromium =
        chromium().ok_or_else(|| format!("Chromium cannot be installed here; set {CHROMIUM} to its path"))?;
    if !has_list(root) {
        let copied = std::fs::create_dir_all(root.join(TOOLS)).and_then(|()| {
            LISTS.iter().try_for_each(|name| {
                std::fs::copy(root.join(TESTS).join(name), root.join(TOOLS).join(name)).map(|_| ())
            })
        });
        copied.map_err(|error| format!("failed to copy the list of tools: {error}"))?;
        let words =
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=2", "--prefix", TOOLS];
        if !Step::program("npm", &words).works(root) {
            return Err(format!("`npm {}` cannot install the tools of {TESTS}", words.join(" ")));
        }
    }
    Ok(chromium)
}

/// Is what the list names installed already?
fn has_list(root: &Path) -> bool {
    let same = |name: &&str| {
        let [ours, theirs] = [TESTS, TOOLS].map(|folder| std::fs::read(root.join(folder).join(name)).ok());
        ours.is_some() && ours == theirs
    };
    root.join(INSTALLED).is_file() && LISTS.iter().all(same)
}

/// The Chromium that is named or found and says which it is; a stand-in that only tells how to install one does not.
fn chromium() -> Option<String> {
    let named = std::env::var(CHROMIUM).ok().map(|path| vec![path]);
    let candidates = named.unwrap_or_else(|| CHROMIUMS.map(str::to_owned).to_vec());
    candidates.into_iter().find(|path| PathBuf::from(path).is_file() && printed(path, "--version").is_some())
}

/// Why Node cannot be used; nothing when it can.
fn node_lacks() -> Option<String> {
    match (printed("node", "--version"), printed("npm", "--version")) {
        (Some(version), Some(_)) => match major(&version) {
            Some(major) if major >= NODE => None,
            _ => Some(format!("expected Node {NODE} or newer, found {}", version.trim())),
        },
        (_, _) => Some(format!("Node {NODE} with npm cannot be installed here")),
    }
}

/// The first number of a version such as v20.11.1.
fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// What a program prints when it ends well.
fn printed(program: &str, word: &str) -> Option<String> {
    let output = Command::new(program).arg(word).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_of_a_version_is_read() {
        assert_eq!(major("v20.11.1\n"), Some(20));
        assert_eq!(major("9"), Some(9));
        assert_eq!(major("node"), None);
    }

    #[test]
    fn a_program_that_is_not_there_prints_nothing() {
        assert_eq!(printed("no-such-program-here", "--version"), None);
    }

    #[test]
    fn the_browser_run_ends_with_the_code_that_says_there_is_no_browser() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let kit = std::fs::read_to_string(root.join(TESTS).join("kit.mjs")).unwrap();
        assert!(kit.contains(&format!("NO_BROWSER = {NO_BROWSER};")));
    }
}
