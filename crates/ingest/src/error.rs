//! Why a file could not be read at all; what concerns single rows is a notice instead.

use evenstride_core::notice::Place;
use std::fmt;

/// Why a file or a map cannot be read: where, what was expected and found, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IngestError {
    place: Place,
    message: String,
    hint: Option<String>,
    is_without_rows: bool,
}

impl IngestError {
    pub(crate) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), hint: None, is_without_rows: false }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The words for a table that ends with its header.
    pub(crate) fn without_rows(place: Place) -> Self {
        let error = Self::new(place, "expected rows below the header, found none; the table has no filled row")
            .hint("this looks like an empty template; fill it in, or export the rows too, and give that file");
        Self { is_without_rows: true, ..error }
    }

    /// Is it a table that ends with its header? Then its columns are not what is wrong with it.
    #[must_use]
    pub fn is_without_rows(&self) -> bool {
        self.is_without_rows
    }

    /// Where in the input it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What was expected and what was found, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do next, when there is something to do.
    #[must_use]
    pub fn next_step(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for IngestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "read {}: {}", self.place, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for IngestError {}
