//! The description of what programs can ask, as the program itself prints it.

use std::path::Path;
use std::process::Command;

/// Where it stands.
const FILE: &str = "docs/reference/openapi.json";

/// Writes it.
///
/// # Errors
/// The program does not build, or the file cannot be written.
pub(crate) fn generate(root: &Path) -> Result<(), String> {
    std::fs::write(root.join(FILE), made(root)?).map_err(|error| format!("write {FILE}: {error}"))
}

/// Compares it with what the program prints now.
///
/// # Errors
/// The program does not build, or the file is missing or different.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let there = std::fs::read(root.join(FILE)).map_err(|error| format!("read {FILE}: {error}"))?;
    if there == made(root)? {
        Ok(())
    } else {
        Err(format!("find {FILE} as the program makes it: run `cargo xtask gen` and read the difference"))
    }
}

fn made(root: &Path) -> Result<Vec<u8>, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let words = ["run", "--quiet", "--package", "evenstride", "--", "serve", "--openapi"];
    let ran = Command::new(cargo).args(words).current_dir(root).output();
    let ran = ran.map_err(|error| format!("run the program for {FILE}: {error}"))?;
    if ran.status.success() { Ok(ran.stdout) } else { Err(String::from_utf8_lossy(&ran.stderr).into_owned()) }
}
