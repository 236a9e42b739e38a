//! The catalogue as pages: one for each test and exercise, with moving figures, muscles, noise, norms and sources.
//!
//! [`pages`] is a pure function of the knowledge, so the same catalogue gives the same bytes; [`write`] puts them into
//! a folder. Nothing here is about a person. Pages need no script and no network; what moves can be closed, stands
//! still for whoever prefers that, and is a row of stills on paper.

mod assumptions;
mod differences;
mod exercise;
mod figures;
mod lists;
mod numbers;
mod shell;
mod test;
#[cfg(test)]
mod tests;
mod why;

pub use figures::figure_of;

use crate::disk::write_whole;
use crate::error::Error;
use crate::words::Words;
use evenstride_core::body::MuscleGroupId;
use evenstride_core::knowledge::Knowledge;
use maud::{Markup, html};
use std::path::Path;

/// A file of the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it stands in the folder, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// What every page is made from.
#[derive(Debug, Clone, Copy)]
struct Maker<'a> {
    knowledge: &'a Knowledge,
    words: &'a Words,
    /// Address and name of what the pages are part of.
    home: Option<(&'a str, &'a str)>,
}

impl Maker<'_> {
    fn say(self, key: &str) -> String {
        self.words.say(&format!("reference.{key}"))
    }

    /// Other names, which have no language of their own.
    fn aliases(self, names: &[String]) -> Markup {
        html! {
            p.quiet { (self.say("aliases")) " " span lang=[self.words.messages_differ()] { (names.join(", ")) } "." }
        }
    }

    /// The plain name of a muscle group.
    fn group_name(&self, id: &MuscleGroupId) -> &str {
        self.knowledge.groups.get(id).map_or("", |group| group.name.as_str())
    }

    fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.fill(&format!("reference.{key}"), values)
    }
}

/// All files of the reference, sorted by path.
#[must_use]
pub fn pages(knowledge: &Knowledge, words: &Words) -> Vec<Page> {
    pages_within(knowledge, words, None)
}

/// The same files as parts of something larger, with a link to its address by its name on every page.
#[must_use]
pub fn pages_within(knowledge: &Knowledge, words: &Words, home: Option<(&str, &str)>) -> Vec<Page> {
    let maker = Maker { knowledge, words, home };
    let mut pages = vec![Page { path: "style.css".to_owned(), text: shell::CSS.to_owned() }];
    pages.extend(lists::pages(maker));
    pages.push(differences::page(maker));
    pages.push(assumptions::page(maker));
    pages.push(why::page(maker));
    pages.extend(knowledge.exercises.values().map(|exercise| exercise::page(maker, exercise)));
    pages.extend(knowledge.tests.values().map(|test| test::page(maker, test)));
    pages.extend(figures::pages(maker));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages.dedup_by(|a, b| a.path == b.path);
    pages
}

/// Writes the reference into a folder and gives the number of files.
///
/// # Errors
/// A folder cannot be made or a file cannot be written.
pub fn write(folder: &Path, knowledge: &Knowledge) -> Result<usize, Error> {
    let pages = pages(knowledge, &Words::of(knowledge.language));
    for page in &pages {
        let path = folder.join(&page.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .map_err(|e| Error::unreadable(format!("make the folder {}: {e}", parent.display())))?;
        }
        write_whole(&path, page.text.as_bytes())?;
    }
    Ok(pages.len())
}
