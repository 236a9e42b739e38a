//! The files of the workspace, read once, without what `.gitignore` names.
//!
//! It understands plain lines of `.gitignore` only: `name`, `/name`, `*.ending`, each with an optional `/` at
//! the end. It asks no version control, so that it works in an unpacked archive too.

use std::collections::BTreeMap;
use std::path::Path;

/// The files by path relative to the workspace, with `/`.
#[derive(Debug)]
pub(crate) struct Tree {
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// Reads all files below a folder.
    ///
    /// # Errors
    /// A folder or a file cannot be read.
    pub(crate) fn read(root: &Path) -> std::io::Result<Self> {
        let ignored = std::fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
        let ignored: Vec<&str> = ignored.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut files = BTreeMap::new();
        let mut open = vec![String::new()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(root.join(&folder))? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                if name == ".git" || ignored.iter().any(|pattern| is_ignored(pattern, &path, &name)) {
                    continue;
                }
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    open.push(path);
                } else if kind.is_file() {
                    files.insert(path, std::fs::read(entry.path())?);
                }
            }
        }
        Ok(Self { files })
    }

    /// A made-up tree for tests.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        Self { files }
    }

    /// All files with their bytes, sorted by path.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// All files that are text, sorted by path.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter_map(|(path, bytes)| std::str::from_utf8(bytes).ok().map(|text| (path, text)))
    }

    /// One text file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    /// Is there a file or a folder of this path?
    pub(crate) fn holds(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        path.is_empty()
            || self.files.contains_key(path)
            || self.files.range(folder.clone()..).next().is_some_and(|(next, _)| next.starts_with(&folder))
    }
}

fn is_ignored(pattern: &str, path: &str, name: &str) -> bool {
    let pattern = pattern.trim_end_matches('/');
    if let Some(from_root) = pattern.strip_prefix('/') {
        return path == from_root;
    }
    pattern.strip_prefix('*').map_or(name == pattern, |ending| name.ends_with(ending))
}

/// The ending of a path without its dot, or nothing.
pub(crate) fn ending(path: &str) -> &str {
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_lines_of_gitignore_are_understood() {
        assert!(is_ignored("/target", "target", "target"));
        assert!(!is_ignored("/target", "docs/target", "target"));
        assert!(is_ignored("report.html", "a/report.html", "report.html"));
        assert!(is_ignored("*.pyc", "a/b.pyc", "b.pyc"));
        assert!(is_ignored("__pycache__/", "a/__pycache__", "__pycache__"));
    }

    #[test]
    fn a_folder_is_held_when_a_file_in_it_is() {
        let tree = Tree::of(&[("docs/reference/notices.md", ""), ("docs-old.md", "")]);
        assert!(tree.holds("docs") && tree.holds("docs/") && tree.holds("docs/reference"));
        assert!(!tree.holds("doc") && !tree.holds("docs/guides"));
    }

    #[test]
    fn the_workspace_itself_can_be_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let tree = Tree::read(&root).unwrap();
        assert!(tree.holds("xtask/src/tidy/tree.rs"));
        assert!(tree.files().all(|(path, _)| !path.starts_with("target/") && !path.starts_with(".git/")));
    }

    #[test]
    fn an_ending_is_what_stands_after_the_last_dot_of_the_name() {
        assert_eq!(ending("a.b/c.rs"), "rs");
        assert_eq!(ending("a.b/c"), "");
    }
}
