//! What the field knows, as data with sources and grades.
//!
//! It judges nothing. Read next: `evenstride_core::knowledge`.

/// The sentences that people read, as TOML: `key = "template with {placeholders}"`.
pub const WORDS: &str = include_str!("../data/words.toml");
