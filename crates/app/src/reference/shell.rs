//! What all pages of the reference share: head, ways between them, foot, and small pieces.

use super::{Maker, Page};
use evenstride_core::knowledge::{Grade, SourceId};
use maud::{DOCTYPE, Markup, html};

/// The style sheet of the reference.
pub(super) const CSS: &str = include_str!("style.css");

/// The lists that every page leads to: file and key of its name.
const WAYS: [(&str, &str); 11] = [
    ("exercises/index.html", "exercises"),
    ("tests/index.html", "tests"),
    ("muscles.html", "muscles"),
    ("flags.html", "flags"),
    ("patterns.html", "patterns"),
    ("doses.html", "doses"),
    ("norms.html", "norms"),
    ("differences.html", "differences"),
    ("assumptions.html", "assumptions"),
    ("sources.html", "sources"),
    ("why.html", "why"),
];

impl Maker<'_> {
    /// A whole page; `path` tells how deep it stands.
    pub(super) fn html_page(self, path: &str, title: &str, body: &Markup) -> Page {
        let up = "../".repeat(path.matches('/').count());
        let page = html! {
            (DOCTYPE)
            html lang=(self.words.language().code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'";
                    title { (title) " – Evenstride" }
                    link rel="stylesheet" href={ (up) "style.css" };
                }
                body {
                    a.skip href="#main" { (self.say("skip")) }
                    header.top {
                        @if let Some((address, name)) = self.home { p { a href=(address) { (name) } } }
                        p.brand { a href={ (up) "index.html" } { "Evenstride" } }
                        nav aria-label=(self.say("ways")) {
                            @for (file, key) in WAYS {
                                a href={ (up) (file) } aria-current=[(file == path).then_some("page")] {
                                    (self.say(&format!("{key}.name")))
                                }
                            }
                        }
                    }
                    main id="main" tabindex="-1" { h1 { (title) } (body) }
                    footer {
                        p { (self.words.say("closing.education")) }
                        p.quiet { (self.fill("made_from", &[("knowledge", &self.knowledge.version)])) }
                    }
                }
            }
        };
        Page { path: path.to_owned(), text: page.into_string() + "\n" }
    }

    /// “Grade B, moderate”.
    pub(super) fn grade(self, grade: Grade) -> String {
        self.fill(
            "grade",
            &[("grade", &grade.to_string()), ("word", &crate::report::names::grade(grade, self.words))],
        )
    }

    /// Links to sources, seen from a page that stands so deep.
    pub(super) fn cites(self, sources: &[SourceId], up: &str) -> Markup {
        html! {
            @for (index, id) in sources.iter().enumerate() {
                @if index > 0 { ", " }
                a href={ (up) "sources.html#" (id) } { (id) }
            }
        }
    }

    /// A heading with a list of sentences; nothing when the list is empty.
    pub(super) fn sentences(self, key: &str, list: &[String], numbered: bool) -> Markup {
        html! {
            @if !list.is_empty() {
                section {
                    h2 { (self.say(key)) }
                    @if numbered {
                        ol { @for text in list { li { (text) } } }
                    } @else {
                        ul { @for text in list { li { (text) } } }
                    }
                }
            }
        }
    }

    /// A table of few rows with sentences in them: on narrow screens each row is a card, with the head before each value.
    pub(super) fn stacking_table(self, caption: &str, columns: &[String], rows: &[Vec<Markup>]) -> Markup {
        html! {
            @if !rows.is_empty() {
                // Laid out as blocks a table is one no more to some readers, unless its parts say what they are.
                table.stacking role="table" {
                    caption { (caption) }
                    thead role="rowgroup" { tr role="row" {
                        @for column in columns { th scope="col" role="columnheader" { (column) } }
                    } }
                    tbody role="rowgroup" {
                        @for row in rows {
                            tr role="row" {
                                @for (at, (column, value)) in columns.iter().zip(row).enumerate() {
                                    @if at == 0 { th scope="row" role="rowheader" { (value) } }
                                    @else {
                                        td role="cell" { span.label aria-hidden="true" { (column) ": " } (value) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A table that scrolls on narrow screens; columns that are empty in every row are left out.
    pub(super) fn table(self, caption: &str, columns: &[String], rows: &[Vec<Markup>]) -> Markup {
        let is_filled = |column: &usize| rows.iter().any(|row| !row[*column].0.is_empty());
        let kept: Vec<usize> = (0..columns.len()).filter(is_filled).collect();
        html! {
            @if !rows.is_empty() {
                div.scroll tabindex="0" role="group" aria-label=(caption) {
                    table {
                        caption { (caption) }
                        thead { tr { @for column in &kept { th scope="col" { (columns[*column]) } } } }
                        tbody {
                            @for row in rows {
                                tr { @for column in &kept { td { (row[*column]) } } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Names and values one under the other; what has no value is left out.
    pub(super) fn facts(self, facts: Vec<(String, Markup)>) -> Markup {
        html! {
            dl.facts {
                @for (name, value) in facts.into_iter().filter(|(_, value)| !value.0.is_empty()) {
                    div { dt { (name) } dd { (value) } }
                }
            }
        }
    }
}
