//! The small cells of a row: attempt, device, pain, note; and the words for “not measured”.

use super::Cell;
use super::row::Refusal;
use crate::formula::as_told;
use crate::text::quoted;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Does the cell say that nothing was measured?
pub(super) fn is_missing(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => is_missing_word(text.trim()),
        Cell::Number(_) | Cell::Percent(_) | Cell::Day(_) => false,
    }
}

fn is_missing_word(text: &str) -> bool {
    const MISSING: [&str; 9] = ["", "na", "n/a", "#n/a", "-", "–", "—", "null", "none"];
    MISSING.iter().any(|word| text.eq_ignore_ascii_case(word))
}

pub(super) fn attempt(text: &str) -> Result<Option<u32>, Refusal> {
    if is_missing_word(text) {
        return Ok(None);
    }
    match whole(text).parse::<u32>() {
        Ok(attempt) if attempt > 0 => Ok(Some(attempt)),
        _ => Err(Refusal::new(
            "the number of the attempt, counted from 1",
            quoted(text),
            "write 1, 2, 3 …, or leave the cell empty",
        )),
    }
}

pub(super) fn pain_nrs(text: &str) -> Result<Option<u8>, Refusal> {
    if is_missing_word(text) {
        return Ok(None);
    }
    match whole(text.strip_suffix("/10").unwrap_or(text).trim()).parse::<u8>() {
        Ok(pain_nrs @ 0..=10) => Ok(Some(pain_nrs)),
        _ => Err(Refusal::new(
            "pain as a whole number from 0 to 10",
            quoted(text),
            "write 0 for none and 10 for the worst, or leave the cell empty if nobody asked",
        )),
    }
}

pub(super) fn device(text: &str) -> Result<Option<String>, Refusal> {
    const LONGEST: usize = 64;
    if text.is_empty() {
        return Ok(None);
    }
    let device = as_told(&without_controls(text)).to_lowercase();
    if device.chars().count() > LONGEST {
        let expected = format!("a device of at most {LONGEST} characters");
        return Err(Refusal::new(
            expected,
            quoted(text),
            "shorten it; what else there is to say goes into the note",
        ));
    }
    Ok(Some(device))
}

pub(super) fn note(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| as_told(&without_controls(text)).to_owned())
}

/// Programs write whole numbers with a decimal, such as `1.0`.
fn whole(text: &str) -> &str {
    text.strip_suffix(".0").unwrap_or(text)
}

fn without_controls(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Two rows with the same fingerprint are the same in every cell; it is compared within one reading only.
pub(super) fn fingerprint(cells: &[Cell<'_>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for cell in cells {
        cell.as_text().hash(&mut hasher);
    }
    hasher.finish()
}
