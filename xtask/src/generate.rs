//! Files that are made rather than written: one list of generators, written by `gen`, compared by `check`.
//!
//! A generator is a pure function of what is in the tree, so the same tree gives the same bytes. To add
//! one, put its function in its own file beside this one and one line into [`GENERATORS`].

use crate::run::Failure;
use std::path::Path;

/// A file that a generator makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Generated {
    /// Where it goes, relative to the workspace, with `/`.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) text: String,
}

/// Something that makes files.
#[derive(Debug)]
pub(crate) struct Generator {
    /// Its name, kebab-case.
    pub(crate) name: &'static str,
    /// Makes its files from the tree at this folder, or says why it cannot.
    pub(crate) make: fn(&Path) -> Result<Vec<Generated>, String>,
}

/// All generators, in the order in which they run.
const GENERATORS: &[Generator] = &[];

/// Writes all generated files; a file that is right already is left alone.
///
/// # Errors
/// A generator refuses, or a file cannot be written.
pub(crate) fn write(root: &Path) -> Result<(), Failure> {
    for file in make_all(root, GENERATORS)? {
        let path = root.join(&file.path);
        if is_current(&path, &file.text) {
            println!("same     {}", file.path);
            continue;
        }
        let written = path
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, &file.text));
        written.map_err(|error| Failure::says("gen", &format!("failed to write {}: {error}", file.path)))?;
        println!("written  {}", file.path);
    }
    println!("gen: {} generators", GENERATORS.len());
    Ok(())
}

/// Compares all generated files with what the generators make now.
///
/// # Errors
/// A generator refuses, or a file is not what it makes.
pub(crate) fn compare(root: &Path) -> Result<(), Failure> {
    println!("\n── gen --check");
    let stale: Vec<Generated> = make_all(root, GENERATORS)?
        .into_iter()
        .filter(|file| !is_current(&root.join(&file.path), &file.text))
        .collect();
    for file in &stale {
        eprintln!("error: {} is not what its generator makes", file.path);
    }
    if stale.is_empty() {
        println!("gen: {} generators, all files current", GENERATORS.len());
        return Ok(());
    }
    eprintln!("hint: run `cargo xtask gen` and read the difference");
    Err(Failure { step: "gen --check".to_owned(), code: 1 })
}

fn make_all(root: &Path, generators: &[Generator]) -> Result<Vec<Generated>, Failure> {
    let mut files = Vec::new();
    for generator in generators {
        let made = (generator.make)(root);
        files.extend(made.map_err(|why| Failure::says(generator.name, &format!("failed to {why}")))?);
    }
    Ok(files)
}

/// Line ends are compared as they would be after a checkout on any platform.
fn is_current(path: &Path, text: &str) -> bool {
    std::fs::read_to_string(path).is_ok_and(|found| found.replace("\r\n", "\n") == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_generators_make_is_collected_in_their_order() {
        let one = |name, make| Generator { name, make };
        let generators = [
            one("first", |_| Ok(vec![Generated { path: "a".to_owned(), text: "1".to_owned() }])),
            one("second", |_| Ok(vec![Generated { path: "b".to_owned(), text: "2".to_owned() }])),
        ];
        let paths: Vec<String> =
            make_all(Path::new("."), &generators).unwrap().into_iter().map(|file| file.path).collect();
        assert_eq!(paths, ["a", "b"]);
    }

    #[test]
    fn a_generator_that_refuses_stops_the_task() {
        let generators = [Generator { name: "refusing", make: |_| Err("draw".to_owned()) }];
        assert_eq!(make_all(Path::new("."), &generators).unwrap_err().step, "refusing");
    }

    #[test]
    fn a_file_that_is_missing_is_not_current() {
        assert!(!is_current(Path::new("no-such-file-here"), ""));
    }
}
