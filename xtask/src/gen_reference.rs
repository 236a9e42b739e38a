//! The catalogue as pages under `docs/reference/catalogue`, written by the program itself.
//!
//! The folder holds nothing else, so a page that is no longer made goes away.

use crate::run::Step;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the pages stand.
const FOLDER: &str = "docs/reference/catalogue";
/// Where they are made for a comparison.
const MADE: &str = "target/reference";

/// Writes the pages.
///
/// # Errors
/// The program does not build or cannot write.
pub(crate) fn generate(root: &Path) -> Result<(), String> {
    make(root, FOLDER)
}

/// Compares the pages with what the program makes now.
///
/// # Errors
/// The program does not build, or a page is missing, left over or different.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    make(root, MADE)?;
    let (there, made) = (read(&root.join(FOLDER))?, read(&root.join(MADE))?);
    let differs = made.iter().find(|(path, bytes)| there.get(*path) != Some(*bytes)).map(|(path, _)| path);
    let left_over = there.keys().find(|path| !made.contains_key(*path));
    match differs.or(left_over) {
        None => Ok(()),
        Some(path) => Err(format!(
            "find {FOLDER}/{} as the program makes it: run `cargo xtask gen` and read the difference",
            path.display()
        )),
    }
}

fn make(root: &Path, folder: &str) -> Result<(), String> {
    let path = root.join(folder);
    if path.exists() {
        std::fs::remove_dir_all(&path).map_err(|error| format!("empty {folder}: {error}"))?;
    }
    Step::cargo(&["run", "--quiet", "--package", "evenstride", "--", "reference", folder])
        .run(root)
        .map_err(|failure| format!("write {folder}: {}", failure.step))
}

/// All files below a folder by their path in it; none when it is not there.
fn read(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, String> {
    let failed = |error: std::io::Error| format!("read {}: {error}", folder.display());
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop().filter(|next| next.exists()) {
        for entry in std::fs::read_dir(&next).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = std::fs::read(&path).map_err(failed)?;
                let name = path.strip_prefix(folder).map_or_else(|_| path.clone(), Path::to_path_buf);
                files.insert(name, bytes);
            }
        }
    }
    Ok(files)
}
