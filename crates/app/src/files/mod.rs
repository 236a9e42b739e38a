//! The files that a person writes by hand: `person.toml` and `answers.toml`.
//!
//! Every refusal names the file, the line, what was expected and what to do next.

mod answers;
mod person;
mod written;

pub use answers::{answers_from_json, blank_answers, parse_answers};
pub use person::parse_person;
pub use written::{answers_text, person_text};

use crate::error::Error;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The two days that files are read against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The latest day that something can have happened on.
    pub today: Date,
    /// The day for which the outcome holds; what has no day of its own is taken as of it.
    pub as_of: Date,
}

/// A date written as text or as a TOML date.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Day {
    Text(String),
    Toml(toml::value::Datetime),
}

impl Day {
    fn date(&self) -> Option<Date> {
        let text = match self {
            Day::Text(text) => text.trim().to_owned(),
            Day::Toml(datetime) => datetime.date?.to_string(),
        };
        // A month or a year alone is precise enough for something that happened long ago.
        let full = match text.matches('-').count() {
            0 => format!("{text}-01-01"),
            1 => format!("{text}-01"),
            _ => text,
        };
        full.parse().ok()
    }

    fn shown(&self) -> String {
        match self {
            Day::Text(text) => text.chars().take(40).collect(),
            Day::Toml(datetime) => datetime.to_string(),
        }
    }
}

fn parse_toml<T: DeserializeOwned>(text: &str, file: &str, page: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |span| line_at(text, span.start));
        Error::unreadable(format!("read {file}:{line}: {}", e.message().trim().replace('\n', ", ")))
            .hint(format!("the keys are explained in {page}"))
    })
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&b| b == b'\n').count()
}

/// The line on which a key or the first part of it is set, or 1.
fn line_of_key(text: &str, key: &str) -> usize {
    text.lines()
        .position(|line| {
            let line = line.trim_start().trim_start_matches('"');
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with(['=', '.']))
        })
        .map_or(1, |index| index + 1)
}

/// The names nearest to a word, at most three.
pub(crate) fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = evenstride_core::knowledge::folded(word);
    let mut by_distance: Vec<(f64, &str)> = names
        .map(|name| (strsim::jaro_winkler(&folded, &evenstride_core::knowledge::folded(name)), name))
        .filter(|(similarity, _)| *similarity > 0.6)
        .collect();
    by_distance.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    by_distance.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The names nearest to a word, at most three, for hints.
#[must_use]
pub fn nearest_names(word: &str, names: &[String]) -> Vec<String> {
    nearest(word, names.iter().map(String::as_str)).into_iter().map(str::to_owned).collect()
}
