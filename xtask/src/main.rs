//! The project's own tasks.

mod gen_bodymap;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["gen"] => gen_bodymap::generate(&root),
        ["gen", "--check"] => gen_bodymap::check(&root),
        _ => Err("understand the task: expected `gen` or `gen --check`".to_owned()),
    };
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    // Nobody is left to tell when the terminal is gone.
    let _ = writeln!(std::io::stderr(), "failed to {error}");
    ExitCode::FAILURE
}
