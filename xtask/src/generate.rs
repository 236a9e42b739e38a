//! Files that are made rather than written: one list of generators, run by `gen`, compared by `check`.
//!
//! A generator is a pure function of what is in the tree, so the same tree gives the same bytes. To add
//! one, put it into its own file beside this one and one line into [`GENERATORS`].

use crate::run::Failure;
use crate::{gen_bodymap, gen_openapi, gen_reference};
use std::path::Path;

/// What a generator does with the tree at a folder; an error is a fragment that fits "failed to …".
type Action = fn(&Path) -> Result<(), String>;

/// Something that makes files.
#[derive(Debug)]
struct Generator {
    /// What it makes, in a word or two.
    name: &'static str,
    /// Writes its files.
    generate: Action,
    /// Compares its files with what it would write.
    check: Action,
}

/// All generators, in the order in which they run.
const GENERATORS: &[Generator] = &[
    Generator { name: "leg map", generate: gen_bodymap::generate, check: gen_bodymap::check },
    Generator { name: "reference", generate: gen_reference::generate, check: gen_reference::check },
    Generator { name: "interface", generate: gen_openapi::generate, check: gen_openapi::check },
];

/// Writes all generated files.
///
/// # Errors
/// A generator refuses, or a file cannot be written.
pub(crate) fn write(root: &Path) -> Result<(), Failure> {
    run_all(root, "gen", GENERATORS, |generator| generator.generate)
}

/// Compares all generated files with what the generators make now.
///
/// # Errors
/// A generator refuses, or a file is not what it makes.
pub(crate) fn compare(root: &Path) -> Result<(), Failure> {
    run_all(root, "gen --check", GENERATORS, |generator| generator.check)
}

fn run_all(
    root: &Path,
    task: &str,
    all: &[Generator],
    action: fn(&Generator) -> Action,
) -> Result<(), Failure> {
    println!("\n── {task}");
    for generator in all {
        action(generator)(root).map_err(|why| {
            Failure::says(&format!("{task}: {}", generator.name), &format!("failed to {why}"))
        })?;
        println!("{}: done", generator.name);
    }
    println!("{task}: {} generators", all.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generator_that_refuses_stops_the_task_and_is_named() {
        let refusing = Generator { name: "pictures", generate: |_| Ok(()), check: |_| Err("draw".to_owned()) };
        let all = [refusing];
        assert_eq!(run_all(Path::new("."), "gen", &all, |generator| generator.generate), Ok(()));
        let failure = run_all(Path::new("."), "gen --check", &all, |generator| generator.check).unwrap_err();
        assert_eq!(failure, Failure { step: "gen --check: pictures".to_owned(), code: 1 });
    }
}
