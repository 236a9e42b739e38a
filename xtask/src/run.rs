//! Starting other programs one after the other, and stopping at the first that fails.
//!
//! A step prints what it runs, reads no standard input, and hands its exit code on.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Why a task stopped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The step that failed, as it was printed.
    pub(crate) step: String,
    /// The exit code to end with.
    pub(crate) code: u8,
}

impl Failure {
    /// Prints why, and makes the failure.
    pub(crate) fn says(step: &str, message: &str) -> Self {
        eprintln!("error: {message}");
        Self { step: step.to_owned(), code: 1 }
    }
}

/// One program to run, with its words.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    program: String,
    words: &'a [&'a str],
    env: Option<(&'a str, &'a str)>,
}

impl<'a> Step<'a> {
    /// A call of the same cargo that runs this task.
    pub(crate) fn cargo(words: &'a [&'a str]) -> Self {
        let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        Self { program, words, env: None }
    }

    /// A call of another program.
    pub(crate) fn program(program: &str, words: &'a [&'a str]) -> Self {
        Self { program: program.to_owned(), words, env: None }
    }

    /// Sets one environment variable for it.
    pub(crate) fn with_env(mut self, name: &'a str, value: &'a str) -> Self {
        self.env = Some((name, value));
        self
    }

    /// What the reader could type to do the same.
    fn typed(&self) -> String {
        let mut text = String::new();
        if let Some((name, value)) = self.env {
            let _ = write!(text, "{name}={value} ");
        }
        let program =
            Path::new(&self.program).file_stem().map_or("cargo".into(), |stem| stem.to_string_lossy());
        text.push_str(&program);
        for word in self.words {
            let _ = write!(text, " {word}");
        }
        text
    }

    fn command(&self, root: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.words).current_dir(root).stdin(Stdio::null());
        if let Some((name, value)) = self.env {
            command.env(name, value);
        }
        command
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// It cannot be started, or it ends with anything but 0; the code is handed on, 1 for a signal.
    pub(crate) fn run(&self, root: &Path) -> Result<(), Failure> {
        let typed = self.typed();
        println!("\n── {typed}");
        let status = self
            .command(root)
            .status()
            .map_err(|error| Failure::says(&typed, &format!("failed to start `{typed}`: {error}")))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure { step: typed, code: handed_on(status.code()) })
    }

    /// Does it end well? Says nothing.
    pub(crate) fn works(&self, root: &Path) -> bool {
        self.command(root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

/// The code to end with after a program that failed; 1 when a signal ended it or the code fits no byte.
fn handed_on(code: Option<i32>) -> u8 {
    code.and_then(|code| u8::try_from(code).ok()).filter(|code| *code != 0).unwrap_or(1)
}

/// Sees to it that formatting and clippy can run, and tries to install them when they are missing.
///
/// # Errors
/// A component is missing and could not be installed.
pub(crate) fn need_components(root: &Path) -> Result<(), Failure> {
    for (word, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if Step::cargo(&[word, "--version"]).works(root) {
            continue;
        }
        println!("the component {component} is missing: trying to install it");
        let words = ["component", "add", component];
        let install = Step::program("rustup", &words);
        install.run(root).inspect_err(|_| {
            eprintln!("hint: install {component} for this Rust, then run the task again");
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_printed_as_one_would_type_it() {
        let step = Step { program: "/somewhere/cargo".to_owned(), words: &["test", "--tests"], env: None };
        assert_eq!(step.with_env("WORD", "1").typed(), "WORD=1 cargo test --tests");
    }

    #[test]
    fn the_code_of_a_failing_program_is_handed_on() {
        assert_eq!(handed_on(Some(101)), 101);
        assert_eq!(handed_on(Some(-1_073_741_510)), 1);
        assert_eq!(handed_on(None), 1);
        assert!(Step::cargo(&["--version"]).works(Path::new(".")));
        assert!(!Step::cargo(&["no-such-task-in-cargo"]).works(Path::new(".")));
    }

    #[test]
    fn a_program_that_does_not_exist_fails_with_one() {
        let step = Step { program: "no-such-program-here".to_owned(), words: &[], env: None };
        assert_eq!(step.run(Path::new(".")).unwrap_err().code, 1);
    }
}
