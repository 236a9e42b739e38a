//! How long and how big files may be, and no blanks that nobody sees.

use super::tree::ending;
use super::{Problem, Tree};

/// From here on a file wants a second one.
const LINES_WARNING: usize = 400;
/// From here on it must get one.
const LINES_ERROR: usize = 500;
/// The most bytes a file may have; bigger things are data and live elsewhere.
const BYTES_MAX: usize = 700 * 1024;

/// Source files have at most 500 lines, and better at most 400.
pub(super) fn files_are_short(tree: &Tree) -> Vec<Problem> {
    let sources = tree.texts().filter(|(path, _)| matches!(ending(path), "rs" | "css" | "js" | "mjs"));
    sources
        .filter_map(|(path, text)| {
            let lines = text.lines().count();
            let message = |most| format!("{lines} lines, more than {most}: which two things does it hold?");
            if lines > LINES_ERROR {
                Some(Problem::error(path, None, message(LINES_ERROR)))
            } else if lines > LINES_WARNING {
                Some(Problem::warning(path, None, message(LINES_WARNING)))
            } else {
                None
            }
        })
        .collect()
}

/// No file is bigger than 700 KB.
pub(super) fn files_are_small(tree: &Tree) -> Vec<Problem> {
    tree.files()
        .filter(|(_, bytes)| bytes.len() > BYTES_MAX)
        .map(|(path, bytes)| {
            Problem::error(path, None, format!("{} KB, more than {}", bytes.len() / 1024, BYTES_MAX / 1024))
        })
        .collect()
}

/// TOML files and the catalogue's data have no blanks at line ends and no carriage returns.
pub(super) fn data_has_no_trailing_blanks(tree: &Tree) -> Vec<Problem> {
    let is_ours = |path: &str| ending(path) == "toml" || path.starts_with("crates/catalog/data/");
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| is_ours(path)) {
        for (index, line) in text.split('\n').enumerate() {
            if line.ends_with([' ', '\t', '\r']) {
                problems.push(Problem::error(path, Some(index + 1), "a blank at the end of the line"));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::Weight;
    use super::*;

    #[test]
    fn long_files_warn_and_longer_ones_fail() {
        let of_lines = |count: usize| "x\n".repeat(count);
        let (fits, warns, fails) = (of_lines(400), of_lines(401), of_lines(501));
        let tree = Tree::of(&[
            ("a.rs", &fits),
            ("b.css", &warns),
            ("c.js", &fails),
            ("d.md", &fails),
            ("e.mjs", &fails),
        ]);
        let found: Vec<(Weight, String)> =
            files_are_short(&tree).into_iter().map(|problem| (problem.weight, problem.path)).collect();
        let [warning, error] = [Weight::Warning, Weight::Error];
        let expected = [(warning, "b.css"), (error, "c.js"), (error, "e.mjs")];
        assert_eq!(found, expected.map(|(weight, path)| (weight, path.to_owned())));
    }

    #[test]
    fn a_big_file_fails() {
        let (fits, big) = ("x".repeat(BYTES_MAX), "x".repeat(BYTES_MAX + 1));
        let tree = Tree::of(&[("a.bin", &fits), ("b.bin", &big)]);
        let found = files_are_small(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "b.bin");
    }

    #[test]
    fn blanks_at_line_ends_of_data_fail_with_their_line() {
        let tree = Tree::of(&[
            ("crates/catalog/data/norms.csv", "a,b\n1,2 \n3,4\r\n"),
            ("Cargo.toml", "[a]\n"),
            ("vendor.csv", "a \n"),
        ]);
        let lines: Vec<Option<usize>> =
            data_has_no_trailing_blanks(&tree).into_iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [Some(2), Some(3)]);
    }
}
