//! A line as words: blanks separate, quotation marks hold together, and each word knows its column.
//!
//! It never fails but for a quotation mark that is not closed. Read next: `line`.

/// One word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The word without its quotation marks.
    pub(super) text: String,
    /// The column of its first character, counted from 1.
    pub(super) column: usize,
    /// Did it stand between quotation marks?
    pub(super) quoted: bool,
}

impl Word {
    /// The word for comparing: lower case, and the typed signs for *times* as an x.
    pub(super) fn plain(&self) -> String {
        self.text.to_lowercase().replace(['×', '*'], "x")
    }
}

/// A quotation mark that is not closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OpenQuote {
    pub(super) column: usize,
}

/// Which mark closes what a mark opens.
fn closing(open: char) -> Option<char> {
    match open {
        '"' => Some('"'),
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        _ => None,
    }
}

/// Splits a line into words.
///
/// Between straight quotation marks `\"` is a mark, `\\` a backslash and `\n` the end of a line.
pub(super) fn words(line: &str) -> Result<Vec<Word>, OpenQuote> {
    let mut words = Vec::new();
    let mut chars = line.chars().enumerate().peekable();
    while let Some((index, c)) = chars.next() {
        let column = index + 1;
        if c.is_whitespace() || c.is_control() {
            continue;
        }
        let Some(end) = closing(c) else {
            let mut text = String::from(c);
            while let Some((_, next)) = chars.next_if(|(_, c)| !c.is_whitespace() && !c.is_control()) {
                text.push(next);
            }
            words.push(Word { text, column, quoted: false });
            continue;
        };
        let mut text = String::new();
        let mut closed = false;
        while let Some((_, next)) = chars.next() {
            if next == end {
                closed = true;
                break;
            }
            match (next, chars.peek()) {
                ('\\', Some((_, '"' | '\\'))) => text.extend(chars.next().map(|(_, c)| c)),
                ('\\', Some((_, 'n'))) => {
                    chars.next();
                    text.push('\n');
                }
                (next, _) if next.is_control() => text.push(' '),
                (next, _) => text.push(next),
            }
        }
        if !closed {
            return Err(OpenQuote { column });
        }
        words.push(Word { text: text.trim().to_owned(), column, quoted: true });
    }
    Ok(words)
}

/// The text between straight quotation marks, so that [`words`] gives it back.
pub(super) fn in_quotes(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_column_and_quotes_hold_together() {
        let found = words("  a \"b \\\"c\\\" \\\\\" „ü x“ d").unwrap();
        let shown: Vec<(&str, usize, bool)> =
            found.iter().map(|word| (word.text.as_str(), word.column, word.quoted)).collect();
        assert_eq!(shown, [("a", 3, false), ("b \"c\" \\", 5, true), ("ü x", 18, true), ("d", 24, false)]);
        assert_eq!(words("a \"b"), Err(OpenQuote { column: 3 }));
    }

    #[test]
    fn what_is_put_in_quotes_comes_back() {
        for text in ["", "a b", "say \"hi\"", "back\\slash", "two\nlines", "\\n"] {
            assert_eq!(words(&in_quotes(text)).unwrap()[0].text, text);
        }
    }
}
