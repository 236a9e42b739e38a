//! Laws of the pages: every notice explained, every word defined once, every link leads somewhere.

use super::tree::ending;
use super::{Problem, Tree};
use std::collections::{BTreeMap, BTreeSet};

const NOTICES_SOURCE: &str = "crates/core/src/notice.rs";
const NOTICES_PAGE: &str = "docs/reference/notices.md";
const GLOSSARY: &str = "docs/glossary.md";

/// Every code in core has a section in the reference; a section about no code is only a warning.
pub(super) fn every_notice_is_explained(tree: &Tree) -> Vec<Problem> {
    let Some(source) = tree.text(NOTICES_SOURCE) else { return Vec::new() };
    let codes: BTreeSet<&str> = source
        .lines()
        .filter(|line| line.trim_start().starts_with("NoticeCode::"))
        .filter_map(|line| line.split_once("=> \"")?.1.split('"').next())
        .collect();
    let page = tree.text(NOTICES_PAGE).unwrap_or_default();
    let sections: BTreeMap<&str, usize> = page
        .lines()
        .enumerate()
        .filter_map(|(index, line)| Some((line.strip_prefix("## `")?.strip_suffix('`')?, index + 1)))
        .collect();
    let missing = codes
        .iter()
        .filter(|code| !sections.contains_key(*code))
        .map(|code| Problem::error(NOTICES_PAGE, None, format!("no section “## `{code}`”: say what it means")));
    let extra = sections.iter().filter(|(code, _)| !codes.contains(*code)).map(|(code, line)| {
        Problem::warning(NOTICES_PAGE, Some(*line), format!("`{code}` is no code in core"))
    });
    missing.chain(extra).collect()
}

/// A word of the glossary stands there once: a line `- **word** …`.
pub(super) fn every_word_is_defined_once(tree: &Tree) -> Vec<Problem> {
    let mut first_line = BTreeMap::new();
    let mut problems = Vec::new();
    for (index, line) in tree.text(GLOSSARY).unwrap_or_default().lines().enumerate() {
        let Some(word) = line.strip_prefix("- **").and_then(|rest| rest.split("**").next()) else { continue };
        if let Some(first) = first_line.insert(word.to_lowercase(), index + 1) {
            let message = format!("“{word}” is defined on line {first} already");
            problems.push(Problem::error(GLOSSARY, Some(index + 1), message));
        }
    }
    problems
}

/// Every relative link of a page leads to a file or folder of the tree, and its `#part` to a heading there.
pub(super) fn links_resolve(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| ending(path) == "md") {
        for (line, link) in links(text) {
            if let Some(message) = why_broken(tree, path, link) {
                problems.push(Problem::error(path, Some(line), format!("the link `{link}` {message}")));
            }
        }
    }
    problems
}

fn why_broken(tree: &Tree, page: &str, link: &str) -> Option<String> {
    let is_address = link.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(char::is_alphanumeric));
    if is_address || link.starts_with('<') {
        return None;
    }
    let (file, part) = link.split_once('#').map_or((link, None), |(file, part)| (file, Some(part)));
    let target = if file.is_empty() { Some(page.to_owned()) } else { joined(page, file) };
    let Some(target) = target.filter(|target| tree.holds(target)) else {
        return Some("leads to no file here".to_owned());
    };
    let part = part?;
    let known = tree.text(&target).is_some_and(|text| headings(text).contains(part));
    (ending(&target) == "md" && !known).then(|| format!("leads to no heading in {target}"))
}

/// The path that a link means, seen from the page; none when it leaves the tree.
fn joined(page: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The headings of a page in the form in which links name them.
fn headings(text: &str) -> BTreeSet<String> {
    prose(text)
        .filter(|(_, line)| line.starts_with('#'))
        .map(|(_, line)| {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// All links `[…](target)` outside code, with their lines.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        let is_code = |at: usize| line[..at].matches('`').count() % 2 == 1;
        for (start, _) in line.match_indices("](").filter(|(start, _)| !is_code(*start)) {
            let rest = &line[start + 2..];
            if let Some(end) = rest.find(')') {
                found.push((number, rest[..end].split_whitespace().next().unwrap_or_default()));
            }
        }
    }
    found
}

/// The lines outside fenced code, counted from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            return None;
        }
        (!fenced).then_some((index + 1, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(problems: &[Problem]) -> Vec<String> {
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_notice_without_a_section_and_a_section_without_a_notice_are_named() {
        let source =
            "            NoticeCode::RowRefused => \"row-refused\",\n            NoticeCode::Old => \"old\",\n";
        let page = "# Notices\n\n## `old`\n\n## `gone`\n";
        let tree = Tree::of(&[(NOTICES_SOURCE, source), (NOTICES_PAGE, page)]);
        let found = messages(&every_notice_is_explained(&tree));
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("row-refused"), "{found:?}");
        assert!(found[1].contains(":5: `gone` is no code"), "{found:?}");
    }

    #[test]
    fn a_word_that_is_defined_twice_is_named() {
        let page = "- **side** One of two.\n- **level** How strong.\n- **Side** Again.\n";
        let found = messages(&every_word_is_defined_once(&Tree::of(&[(GLOSSARY, page)])));
        assert_eq!(found, ["error: docs/glossary.md:3: “Side” is defined on line 1 already"]);
    }

    #[test]
    fn links_to_files_folders_and_headings_resolve() {
        let page = "# One: a page\n[a](b.md) [c](../README.md#two-words) [d](#one-a-page) [e](../docs/)\n\
                    [f](https://example.org/x) `[g](gone.md)`\n```\n[h](gone.md)\n```\n";
        let tree = Tree::of(&[("docs/a.md", page), ("docs/b.md", ""), ("README.md", "## Two words!\n")]);
        assert_eq!(links_resolve(&tree), []);
    }

    #[test]
    fn links_to_nothing_are_named_with_their_line() {
        let page = "# One\n[a](gone.md)\n[b](#two)\n[c](../../outside.md)\n";
        let found = messages(&links_resolve(&Tree::of(&[("docs/a.md", page)])));
        assert_eq!(found.len(), 3);
        assert!(found[0].starts_with("error: docs/a.md:2: the link `gone.md` leads to no file"), "{found:?}");
        assert!(found[1].contains("leads to no heading in docs/a.md"), "{found:?}");
    }
}
