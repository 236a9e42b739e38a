//! The local web app in a real browser: what the tests need, pinned, and the run itself.
//!
//! It needs Node and Chromium, so it is a task of its own; `test` needs neither. Everything it installs and every
//! picture it takes lies below `target/browser`. Read next: `crates/web/browser/run.mjs` for the whole way,
//! `paint.mjs` beside it for what a first visit takes over a slow connection.

use crate::run::{Failure, Step};
use std::path::Path;

/// The tests with the list of what they need.
const TESTS: &str = "crates/web/browser";
/// Where what they need is installed.
const TOOLS: &str = "target/browser/tools";
const PICTURES: &str = "target/browser/pictures";

/// What is done in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// The whole way through every page.
    Walk,
    /// Bytes and paint of each page over a slow connection.
    Paint,
}

impl Run {
    fn script(self) -> &'static str {
        match self {
            Run::Walk => "run.mjs",
            Run::Paint => "paint.mjs",
        }
    }
}

/// Builds the program, installs what the tests need, and runs them.
///
/// # Errors
/// Something cannot be built or installed, or a page is not as it should be.
pub(crate) fn run(root: &Path, run: Run) -> Result<(), Failure> {
    Step::cargo(&["build", "-p", "evenstride"]).run(root)?;
    let copied = std::fs::create_dir_all(root.join(TOOLS)).and_then(|()| {
        ["package.json", "package-lock.json"].iter().try_for_each(|name| {
            std::fs::copy(root.join(TESTS).join(name), root.join(TOOLS).join(name)).map(|_| ())
        })
    });
    copied.map_err(|error| Failure::says("browser", &format!("failed to copy the list of tools: {error}")))?;
    Step::program("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", TOOLS])
        .run(root)?;
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let program = built.join("debug").join(format!("evenstride{}", std::env::consts::EXE_SUFFIX));
    let program = program.to_string_lossy();
    let tests = format!("{TESTS}/{}", run.script());
    Step::program("node", &[&tests, &program, PICTURES, TOOLS]).run(root)
}
