//! Laws of Rust source: nothing unfinished, core matches in full, nothing unwrapped, every module says why.
//!
//! It reads lines, not syntax: rustfmt has run before, so an item ends at a brace that stands under its start.

use super::tree::ending;
use super::{Problem, Tree};

/// Words that mark what is not done or not run. They are in pieces, because this file is checked too.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("todo", "!("),
    concat!("unimple", "mented!("),
    concat!("#[", "ignore"),
    concat!("should_", "panic"),
];

/// The mark of a match on an open set: integers, texts, tuples; a reason follows it.
const OPEN: &str = "// open: ";

/// Code marks nothing as unfinished and switches no test off.
pub(super) fn nothing_is_unfinished_or_switched_off(tree: &Tree) -> Vec<Problem> {
    let is_code = |path: &str| matches!(ending(path), "rs" | "toml" | "css" | "js" | "mjs" | "py" | "sh");
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| is_code(path)) {
        for (number, line) in numbered(text) {
            for word in UNFINISHED.iter().filter(|word| stands_alone(line, word)) {
                let message = format!("`{word}`: finish it or take it out");
                problems.push(Problem::error(path, Some(number), message));
            }
        }
    }
    problems
}

/// Matches in core name every case, so that a new one is a compile error where it matters.
pub(super) fn core_matches_in_full(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in sources(tree).filter(|(path, _)| path.starts_with("crates/core/src/")) {
        let mut above = "";
        for line in lines_outside_tests(tree, path, text) {
            let code = line.text.split("//").next().unwrap_or_default();
            let reason = [line.text, above]
                .iter()
                .any(|text| text.split_once(OPEN).is_some_and(|(_, reason)| !reason.trim().is_empty()));
            if takes_all_the_rest(code) && !reason {
                let message = format!("name every case, or end the line with `{OPEN}why this set is open`");
                problems.push(Problem::error(path, Some(line.number), message));
            }
            above = if line.text.trim_start().starts_with("//") { line.text } else { "" };
        }
    }
    problems
}

/// No `unwrap` in the crates outside tests.
pub(super) fn nothing_is_unwrapped(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in sources(tree) {
        for line in lines_outside_tests(tree, path, text) {
            let code = line.text.split("//").next().unwrap_or_default();
            if code.contains(".unwrap()") {
                let message = "unwrap outside tests: return an error, or `expect` with why it cannot fail";
                problems.push(Problem::error(path, Some(line.number), message));
            }
        }
    }
    problems
}

/// Every module in the crates opens with what it is for; a module of tests says it by its name.
pub(super) fn modules_say_what_they_are_for(tree: &Tree) -> Vec<Problem> {
    sources(tree)
        .filter(|(path, text)| !text.starts_with("//!") && !is_test_code(tree, path))
        .map(|(path, _)| Problem::error(path, Some(1), "open the module with `//!`: what it is for"))
        .collect()
}

/// The Rust files of the crates.
fn sources(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.texts()
        .filter(|(path, _)| path.starts_with("crates/") && path.contains("/src/") && ending(path) == "rs")
}

/// One line of a file.
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: usize,
    /// Without its end.
    pub(super) text: &'a str,
}

/// The lines that are not test code: no file of tests, nothing under `#[cfg(test)]`.
pub(super) fn lines_outside_tests<'a>(tree: &Tree, path: &str, text: &'a str) -> Vec<Line<'a>> {
    if is_test_code(tree, path) {
        return Vec::new();
    }
    let mut kept = Vec::new();
    let mut lines = numbered(text).peekable();
    while let Some((number, line)) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push(Line { number, text: line });
            continue;
        }
        // The item ends with a `;` of its own line, or with the brace that stands under its start.
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = format!("{indent}}}");
        for (_, item) in lines.by_ref() {
            if item == end
                || item.starts_with(indent)
                    && !item[indent.len()..].starts_with(' ')
                    && item.ends_with([';', ','])
            {
                break;
            }
        }
    }
    kept
}

/// Is the whole file test code: by its place, or because its parent says `#[cfg(test)] mod name;`?
fn is_test_code(tree: &Tree, path: &str) -> bool {
    if path.ends_with("/tests.rs") || path.contains("/tests/") || path.starts_with("tests/") {
        return true;
    }
    let Some((folder, name)) = path.strip_suffix(".rs").and_then(|path| path.rsplit_once('/')) else {
        return false;
    };
    let declared = [format!("#[cfg(test)]\nmod {name};"), format!("#[cfg(test)]\npub(crate) mod {name};")];
    ["/lib.rs", "/main.rs", "/mod.rs", ".rs"]
        .iter()
        .filter_map(|parent| tree.text(&format!("{folder}{parent}")))
        .any(|text| declared.iter().any(|declaration| text.contains(declaration)))
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// Does the word stand in the line without a letter, digit or underscore on either side of it?
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(is_part) && (!word.ends_with(char::is_alphanumeric) || !after.is_some_and(is_part))
    })
}

/// Is this an arm that takes whatever is left?
fn takes_all_the_rest(code: &str) -> bool {
    let code = code.trim_start();
    code.starts_with("_ if ")
        || code.match_indices("_ =>").any(|(start, _)| {
            let before = code[..start].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(problems: Vec<Problem>) -> Vec<Option<usize>> {
        problems.into_iter().map(|problem| problem.line).collect()
    }

    #[test]
    fn every_mark_of_unfinished_work_is_found() {
        for word in UNFINISHED {
            let text = format!("//! A page.\n// {word} \n");
            let tree = Tree::of(&[("xtask/src/a.rs", text.as_str())]);
            assert_eq!(lines_of(nothing_is_unfinished_or_switched_off(&tree)), [Some(2)], "{word}");
        }
        let harmless = format!("let {}S = 1; // in lower case: todo\n", UNFINISHED[0]);
        let tree = Tree::of(&[("a.rs", harmless.as_str()), ("a.md", UNFINISHED[0])]);
        assert_eq!(nothing_is_unfinished_or_switched_off(&tree), []);
    }

    #[test]
    fn core_may_not_match_the_rest_without_a_reason() {
        let text = "match x {\n    A => 1,\n    _ => 2,\n    _ if y => 3,\n    Some(_) | _ => 3,\n}\n";
        let tree = Tree::of(&[("crates/core/src/a.rs", text), ("crates/app/src/a.rs", text)]);
        assert_eq!(lines_of(core_matches_in_full(&tree)), [Some(3), Some(4), Some(5)]);
        let text = "match x {\n    1 => 1,\n    _ => 2, // open: all integers\n    // open: all texts\n    _ => 3,\n\
                    \x20   _ => 4, // open: \n    Some(_) => 5,\n    size_ => 6,\n}\n// _ => in words\n";
        let tree = Tree::of(&[("crates/core/src/a.rs", text)]);
        assert_eq!(lines_of(core_matches_in_full(&tree)), [Some(6)]);
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text = "fn a() { b().unwrap(); }\n/// c().unwrap()\n#[cfg(test)]\nmod tests {\n    fn t() {\n        \
                    d().unwrap();\n    }\n}\nfn e() { f().unwrap(); }\n";
        let tree = Tree::of(&[
            ("crates/app/src/a.rs", text),
            ("crates/app/tests/cases.rs", text),
            ("crates/app/src/a/tests.rs", text),
            ("crates/app/src/lib.rs", "#[cfg(test)]\nmod made_up;\nmod a;\n"),
            ("crates/app/src/made_up.rs", text),
            ("xtask/src/a.rs", text),
        ]);
        assert_eq!(lines_of(nothing_is_unwrapped(&tree)), [Some(1), Some(9)]);
    }

    #[test]
    fn a_single_test_item_ends_with_its_own_line() {
        let text = "#[cfg(test)]\nmod tests;\nfn a() { b().unwrap(); }\n    #[cfg(test)]\n    fn c() {\n        \
                    d();\n    }\n    fn e() { f().unwrap(); }\n";
        let tree = Tree::of(&[("crates/app/src/a.rs", text)]);
        assert_eq!(lines_of(nothing_is_unwrapped(&tree)), [Some(3), Some(8)]);
    }

    #[test]
    fn a_module_without_a_head_is_named() {
        let tree = Tree::of(&[
            ("crates/app/src/a.rs", "//! A page.\n"),
            ("crates/app/src/b.rs", "use c;\n"),
            ("crates/app/tests/c.rs", "use d;\n"),
            ("crates/app/src/b/tests.rs", "use e;\n"),
        ]);
        let found = modules_say_what_they_are_for(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "crates/app/src/b.rs");
    }
}
