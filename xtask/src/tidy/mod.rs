//! The laws of the tree that no compiler keeps: arrows between rooms, sizes, words, links.
//!
//! Each check is a pure function from a [`Tree`] to problems, and stands in one list; it never changes a
//! file. To add a law, write its function in the file that fits, add one line to [`CHECKS`], and give it a
//! test on a small made-up tree. Read next: `docs/architecture.md`.

mod arrows;
mod outside;
mod pages;
mod rust;
mod sizes;
mod tree;

pub(crate) use tree::Tree;

use std::fmt;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Fails the task.
    Error,
    /// Is printed only.
    Warning,
}

/// Something in the tree that breaks a law.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// How much it weighs.
    pub(crate) weight: Weight,
    /// The file, relative to the workspace.
    pub(crate) path: String,
    /// The line, counted from 1, when one is meant.
    pub(crate) line: Option<usize>,
    /// What is wrong and what to do, in a lowercase fragment.
    pub(crate) message: String,
}

impl Problem {
    fn error(path: &str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self { weight: Weight::Error, path: path.to_owned(), line, message: message.into() }
    }

    fn warning(path: &str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self { weight: Weight::Warning, path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.weight {
            Weight::Error => "error",
            Weight::Warning => "warning",
        };
        match self.line {
            Some(line) => write!(f, "{word}: {}:{line}: {}", self.path, self.message),
            None => write!(f, "{word}: {}: {}", self.path, self.message),
        }
    }
}

/// All laws, in the order in which they run.
const CHECKS: &[fn(&Tree) -> Vec<Problem>] = &[
    arrows::rooms_depend_along_the_arrows,
    arrows::manifests_take_lints_and_licence_from_the_workspace,
    sizes::files_are_short,
    sizes::files_are_small,
    sizes::data_has_no_trailing_blanks,
    rust::nothing_is_unfinished_or_switched_off,
    rust::core_matches_in_full,
    rust::nothing_is_unwrapped,
    rust::modules_say_what_they_are_for,
    outside::no_path_of_a_machine,
    outside::no_host_of_a_registry,
    pages::every_notice_is_explained,
    pages::every_word_is_defined_once,
    pages::links_resolve,
];

/// Runs all laws; errors first, then by path and line.
pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems: Vec<Problem> = CHECKS.iter().flat_map(|law| law(tree)).collect();
    problems.sort();
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_tree_breaks_no_law_and_errors_come_first() {
        assert_eq!(check(&Tree::of(&[])), []);
        let marker = concat!("// TO", "DO\n");
        let long = format!("//! A page.\n{}", "\n".repeat(450));
        let tree = Tree::of(&[("a.rs", long.as_str()), ("b.rs", marker)]);
        let weights: Vec<Weight> = check(&tree).iter().map(|problem| problem.weight).collect();
        assert_eq!(weights, [Weight::Error, Weight::Warning]);
    }

    #[test]
    fn a_problem_prints_its_place() {
        let problem = Problem::error("a/b.rs", Some(7), "too long");
        assert_eq!(problem.to_string(), "error: a/b.rs:7: too long");
        assert_eq!(Problem::warning("a", None, "odd").to_string(), "warning: a: odd");
    }
}
