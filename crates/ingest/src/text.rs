//! How texts and numbers of a file are compared and shown in messages.

/// Lower case without surrounding blanks, for comparing words of a file with words of a map.
pub(crate) fn key(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The text between quotation marks, at most 40 characters of it, without control characters.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown: String =
        text.trim().chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.trim().chars().nth(40).is_some() {
        shown.push('…');
    }
    format!("“{shown}”")
}

/// Several texts between quotation marks with commas; past the sixth only how many there are.
pub(crate) fn quoted_list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 6;
    let all: Vec<&str> = texts.into_iter().collect();
    let mut list = all.iter().take(SHOWN).map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN {
        list.push_str(&format!(" and {} more", all.len() - SHOWN));
    }
    list
}

/// A number as people write it: at most four decimals, powers of ten only for the very large and small.
pub(crate) fn shown(value: f64) -> String {
    if value != 0.0 && value.is_finite() && !(1e-3..1e15).contains(&value.abs()) {
        return format!("{value:e}");
    }
    let fixed = format!("{value:.4}");
    match fixed.contains('.') {
        true => fixed.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => fixed,
    }
}

/// `1 row` or `3 rows`.
pub(crate) fn count_of(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_people_write_them() {
        for (value, expected) in [
            (0.0, "0"),
            (45.0, "45"),
            (12.5, "12.5"),
            (1e300, "1e300"),
            (20_261_120.0, "20261120"),
            (882.598_500_1, "882.5985"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(shown(value), expected);
        }
    }

    #[test]
    fn a_long_or_odd_text_is_shown_short_and_harmless() {
        assert_eq!(quoted(" a\u{1b}[31m "), "“a\u{fffd}[31m”");
        assert_eq!(quoted(&"ä".repeat(41)), format!("“{}…”", "ä".repeat(40)));
        assert_eq!(quoted_list(["a", "b", "c", "d", "e", "f", "g"]), "“a”, “b”, “c”, “d”, “e”, “f” and 1 more");
    }
}
