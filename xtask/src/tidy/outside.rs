//! Nothing of the world outside: no path of a machine, no host of a package registry.
//!
//! What it looks for stands here in pieces, because this file is checked too.

use super::rust::lines_outside_tests;
use super::tree::ending;
use super::{Problem, Tree};

/// Beginnings of paths that exist on one machine only.
const MACHINE_PATHS: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
    concat!("C:", "\\"),
];

/// A place that exists everywhere but that no program and no script may count on.
const TEMPORARY: &str = concat!("/t", "mp/");

/// Hosts of package registries.
const REGISTRIES: &[&str] = &[
    concat!("crates", ".io"),
    concat!("py", "pi.org"),
    concat!("pythonhos", "ted.org"),
    concat!("registry.npm", "js"),
    concat!("registry.yarn", "pkg"),
    concat!("rubygems", ".org"),
    concat!("proxy.go", "lang.org"),
    concat!("deb.deb", "ian.org"),
    concat!("archive.ub", "untu.com"),
    concat!("conda.ana", "conda.org"),
];

/// No file names a path of somebody's machine, and no program a temporary folder by name.
pub(super) fn no_path_of_a_machine(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| !is_lock(path)) {
        for (index, line) in text.lines().enumerate() {
            for found in MACHINE_PATHS.iter().filter(|wanted| begins_a_path(line, wanted)) {
                let message = format!("`{found}`: a path of one machine; take it as an argument");
                problems.push(Problem::error(path, Some(index + 1), message));
            }
        }
        let is_program = matches!(ending(path), "rs" | "py" | "sh" | "js" | "mjs") || path == ".ci/run";
        for line in lines_outside_tests(tree, path, text) {
            if is_program && begins_a_path(line.text, TEMPORARY) {
                let message = format!("`{TEMPORARY}`: ask the system for a temporary folder");
                problems.push(Problem::error(path, Some(line.number), message));
            }
        }
    }
    problems
}

/// No file names the host of a package registry; lock files do by their nature.
pub(super) fn no_host_of_a_registry(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| !is_lock(path)) {
        for (index, line) in text.lines().enumerate() {
            for host in REGISTRIES.iter().filter(|host| line.contains(**host)) {
                problems.push(Problem::error(
                    path,
                    Some(index + 1),
                    format!("`{host}`: a package registry's host"),
                ));
            }
        }
    }
    problems
}

fn is_lock(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "Cargo.lock" | "package-lock.json" | "uv.lock")
}

/// A path begins where nothing stands before it that could belong to it, as in an address of the web.
fn begins_a_path(line: &str, wanted: &str) -> bool {
    line.match_indices(wanted).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '~'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_machines_are_found_in_every_text() {
        for wanted in MACHINE_PATHS {
            let text = format!("first\nsee {wanted}somebody/file\n");
            let tree = Tree::of(&[("docs/a.md", text.as_str()), ("Cargo.lock", text.as_str())]);
            let found = no_path_of_a_machine(&tree);
            assert_eq!(found.len(), 1, "{wanted}");
            assert_eq!(found[0].line, Some(2));
        }
    }

    #[test]
    fn an_address_of_the_web_is_no_path_of_a_machine() {
        let text = format!("https://example.org{}page\n", MACHINE_PATHS[0]);
        assert_eq!(no_path_of_a_machine(&Tree::of(&[("a.md", text.as_str())])), []);
    }

    #[test]
    fn a_temporary_folder_may_stand_in_tests_and_pages_only() {
        let text =
            format!("//! A.\nlet a = \"{TEMPORARY}a\";\n#[cfg(test)]\nmod tests {{\n    // {TEMPORARY}b\n}}\n");
        let tree = Tree::of(&[("crates/app/src/a.rs", text.as_str()), ("docs/a.md", text.as_str())]);
        let found = no_path_of_a_machine(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, Some(2));
    }

    #[test]
    fn hosts_of_registries_are_found() {
        for host in REGISTRIES {
            let text = format!("https://{host}/a\n");
            let tree = Tree::of(&[("README.md", text.as_str()), ("Cargo.lock", text.as_str())]);
            assert_eq!(no_host_of_a_registry(&tree).len(), 1, "{host}");
        }
    }
}
