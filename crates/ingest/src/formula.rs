//! Texts that a spreadsheet would run as a formula: made harmless on the way out, and back as they were on the way in.
//!
//! A spreadsheet takes an apostrophe at the start of a cell as the word for “this is a text”. It touches no number.

/// Does a spreadsheet run a text that begins so?
fn runs(text: &str) -> bool {
    // One that has an apostrophe of its own gets a second one, so that reading takes off what writing has put on.
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text that no spreadsheet runs as a formula, with an apostrophe in front where it needs one.
///
/// # Example
/// ```
/// use evenstride_ingest::defused;
/// assert_eq!(defused("=1+1"), "'=1+1");
/// assert_eq!(defused("-12.5"), "-12.5");
/// ```
#[must_use]
pub fn defused(cell: &str) -> String {
    if cell.parse::<f64>().is_err() && runs(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The text that [`defused`] was given.
pub(crate) fn as_told(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| runs(rest)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_out_harmless_comes_back_as_it_was() {
        for text in ["=1+1", "'=1+1", "''@x", "+49 30", "-5", "'-5", "-5 kg", "'quoted'", "plain", "", "'"] {
            let out = defused(text);
            assert!(out.parse::<f64>().is_ok() || !out.starts_with(['=', '+', '-', '@']), "{out}");
            assert_eq!(as_told(&out), text);
        }
    }
}
