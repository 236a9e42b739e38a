//! Weeks of training, judged, for reading: as plain text and as one page with a heat map.
//!
//! It computes nothing: figures come from [`evenstride_core::audit`](mod@evenstride_core::audit), words from the
//! catalogue. A score is a picture of a week and says so. Read next: [`crate::wire`] for the same figures for programs.

mod change;
mod heat;
mod load;
mod lost;
mod overlap;
mod page;
mod say;
mod start;
#[cfg(test)]
mod tests;
mod text;

pub use load::{Asked, look_back, parse_efforts, read_efforts, read_log_files, read_logs};
pub use say::has_partial;
pub use start::{Against, Looked, Start, Wanted, checked_more_minutes, looked_back, start_kept, start_read};

use crate::words::Words;
use evenstride_core::audit::Audit;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::Notice;
use evenstride_core::track::Next;
use maud::Markup;

/// Everything that is shown; data only.
#[derive(Debug, Clone, Copy)]
pub struct AuditView<'a> {
    /// What was judged.
    pub audit: &'a Audit,
    /// That the log has ended the clearance, when it has.
    pub ended: Option<&'a Next>,
    /// The knowledge that was used.
    pub knowledge: &'a Knowledge,
    /// What is doubtful in the log.
    pub notices: &'a [Notice],
    /// Version of the program.
    pub version: &'a str,
}

/// The weeks in one table and the newest of them in full, no line longer than `width` characters (at least 30).
#[must_use]
pub fn audit_text(view: &AuditView<'_>, words: &Words, width: usize) -> String {
    text::render(view, words, width)
}

/// All weeks in full as a piece of a page that has a frame and ways of its own, so that it names no option of a command.
#[must_use]
pub fn audit_part(view: &AuditView<'_>, words: &Words) -> Markup {
    page::body(view, words, None)
}

/// The style rules of that piece, beside those of the report.
#[must_use]
pub fn audit_style() -> &'static str {
    page::CSS
}

/// All weeks in full as one self-contained HTML page without any script.
#[must_use]
pub fn audit_html(view: &AuditView<'_>, words: &Words) -> String {
    page::render(view, words)
}
