//! How well tests repeat, for reading: as plain text and as one page with pictures.
//!
//! It computes nothing: figures come from [`evenstride_core::reliability`], words from the catalogue. What
//! could not be worked out is a dash with its reason below the table. Read next: [`crate::wire`] for the same
//! figures for programs.

mod page;
mod table;
#[cfg(test)]
mod tests;
mod text;

use crate::words::Words;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::Notice;
use evenstride_core::reliability::{TestReliability, VisitValue};

/// Everything that is shown; data only.
#[derive(Debug, Clone, Copy)]
pub struct ReliabilityView<'a> {
    /// What was worked out.
    pub tests: &'a [TestReliability],
    /// What stands for a visit with several trials.
    pub value: VisitValue,
    /// The knowledge that was used.
    pub knowledge: &'a Knowledge,
    /// What is doubtful in the input.
    pub notices: &'a [Notice],
    /// Version of the program.
    pub version: &'a str,
}

/// The tables with what each figure means as plain text, no line longer than `width` characters (at least 30).
#[must_use]
pub fn reliability_text(view: &ReliabilityView, words: &Words, width: usize) -> String {
    text::render(view, words, width)
}

/// The tables with two pictures of each test as one self-contained HTML page without any script.
#[must_use]
pub fn reliability_html(view: &ReliabilityView, words: &Words) -> String {
    page::render(view, words)
}

/// What stands at the top: what a visit is and what stands for it.
fn lead(view: &ReliabilityView, words: &Words) -> Vec<String> {
    let value = match view.value {
        VisitValue::Mean => "reliability.value_mean",
        VisitValue::Best => "reliability.value_best",
    };
    let lines = ["reliability.visit", value, "reliability.legs", "reliability.difference", "reliability.wild"];
    lines.iter().map(|key| words.say(key)).collect()
}

/// The figures in the order of the table, each with a sentence of what it means.
fn meanings(words: &Words) -> Vec<(String, String)> {
    ["icc2", "icc3", "interval", "sem", "cv", "mdc95", "change", "limits", "kappa", "swapped"]
        .iter()
        .map(|figure| {
            let name = words.say(&format!("reliability.row.{figure}"));
            (name, words.say(&format!("reliability.meaning.{figure}")))
        })
        .collect()
}
