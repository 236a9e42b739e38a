//! Numbers as people write them.

/// A number without needless zeros, with at most so many decimals.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The same of a value that may be missing; nothing when it is.
pub(super) fn maybe(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(String::new, |value| number(value, decimals))
}

/// “8 to 12”, or one number when both ends are alike.
pub(super) fn range([from, to]: [f64; 2]) -> String {
    let (from, to) = (number(from, 2), number(to, 2));
    if from == to { from } else { format!("{from} to {to}") }
}

/// The same of whole numbers.
pub(super) fn whole_range([from, to]: [u32; 2]) -> String {
    range([f64::from(from), f64::from(to)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_needless_zeros_and_nothing_else() {
        assert_eq!(number(10.0, 2), "10");
        assert_eq!(number(0.50, 2), "0.5");
        assert_eq!(number(100.0, 0), "100");
        assert_eq!(maybe(None, 1), "");
        assert_eq!(range([2.0, 2.0]), "2");
        assert_eq!(whole_range([8, 12]), "8 to 12");
    }
}
