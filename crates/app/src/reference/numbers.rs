//! Numbers as people write them.

use crate::words::Words;

/// A number without needless zeros, with at most so many decimals.
pub(super) fn number(value: f64, decimals: usize, words: &Words) -> String {
    let text = format!("{value:.decimals$}");
    let plain = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    words.number(plain)
}

/// The same of a value that may be missing; nothing when it is.
pub(super) fn maybe(value: Option<f64>, decimals: usize, words: &Words) -> String {
    value.map_or_else(String::new, |value| number(value, decimals, words))
}

/// “8 to 12”, or one number when both ends are alike.
pub(super) fn range([from, to]: [f64; 2], words: &Words) -> String {
    let (from, to) = (number(from, 2, words), number(to, 2, words));
    if from == to { from } else { words.fill("reference.range", &[("low", &from), ("high", &to)]) }
}

/// The same of whole numbers.
pub(super) fn whole_range([from, to]: [u32; 2], words: &Words) -> String {
    range([f64::from(from), f64::from(to)], words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_core::knowledge::Language;

    #[test]
    fn numbers_lose_needless_zeros_and_nothing_else() {
        let words = &Words::english();
        assert_eq!(number(10.0, 2, words), "10");
        assert_eq!(number(0.50, 2, words), "0.5");
        assert_eq!(number(100.0, 0, words), "100");
        assert_eq!(maybe(None, 1, words), "");
        assert_eq!(range([2.0, 2.0], words), "2");
        assert_eq!(whole_range([8, 12], words), "8 to 12");
        assert_eq!(range([0.5, 12.0], &Words::of(Language::German)), "0,5 bis 12");
    }
}
