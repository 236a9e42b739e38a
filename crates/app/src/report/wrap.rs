//! Plain text of a given width: headings, paragraphs, list items and tables.
//!
//! It writes no colour and no control character, and a word that is too long is cut rather than let over the edge.

/// Narrower than this nothing can be read.
const NARROWEST: usize = 30;
/// Blanks between two columns.
const GUTTER: usize = 2;

/// A page that grows line by line.
#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(width: usize) -> Self {
        Self { width: width.max(NARROWEST), text: String::new() }
    }

    /// The text, with one line break at its end.
    pub(crate) fn finish(self) -> String {
        let mut text = self.text.trim_matches('\n').to_owned();
        text.push('\n');
        text
    }

    /// A heading with a line under it.
    pub(crate) fn heading(&mut self, heading: &str, underline: char) {
        self.gap();
        let start = self.text.len();
        self.lines(heading, 0, 0);
        let longest = self.text[start..].lines().map(|line| line.chars().count()).max().unwrap_or(0);
        self.push(&underline.to_string().repeat(longest));
    }

    /// A paragraph after an empty line.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.gap();
        self.lines(text, 0, 0);
    }

    /// A line or more, indented, directly under what came before.
    pub(crate) fn under(&mut self, text: &str, indent: usize) {
        self.lines(text, indent, indent);
    }

    /// A name and a value; further lines hang a little.
    pub(crate) fn field(&mut self, name: &str, value: &str) {
        self.lines(&format!("{name}: {value}"), 0, 2);
    }

    /// A list item: `mark` stands before the text, further lines hang under it.
    pub(crate) fn item(&mut self, mark: &str, text: &str, indent: usize) {
        let hang = indent + mark.chars().count() + 1;
        self.lines(&format!("{mark} {text}"), indent, hang);
    }

    /// Lines that are kept as they are, indented; a line that is too long is cut into several.
    pub(crate) fn verbatim(&mut self, text: &str, indent: usize) {
        for line in text.lines() {
            let line: Vec<char> = cleaned(line).chars().collect();
            for part in line.chunks(self.width - indent) {
                let part: String = part.iter().collect();
                self.push(&format!("{}{part}", " ".repeat(indent)));
            }
        }
    }

    /// One row of a table; each cell is wrapped within its column.
    pub(crate) fn row(&mut self, cells: &[String], columns: &[usize]) {
        let wrapped: Vec<Vec<String>> =
            cells.iter().zip(columns).map(|(cell, width)| wrap(cell, *width)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = String::new();
            for (cell, width) in wrapped.iter().zip(columns) {
                let part = cell.get(at).map_or("", String::as_str);
                let fill = width.saturating_sub(part.chars().count()) + GUTTER;
                line.push_str(part);
                line.push_str(&" ".repeat(fill));
            }
            self.push(line.trim_end());
        }
    }

    /// Column widths for these rows: as wide as needed, the first as wide as what is left.
    pub(crate) fn columns(&self, rows: &[Vec<String>]) -> Vec<usize> {
        let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max();
        let mut widths: Vec<usize> = (0..n_columns).map(|column| widest(column).unwrap_or(0).max(1)).collect();
        let room = self.width.saturating_sub(GUTTER * n_columns.saturating_sub(1));
        // The last columns give way only when the first one would get less than a third of the room.
        while widths.iter().sum::<usize>() > room {
            let first_is_small = widths.first().is_some_and(|first| *first <= room / 3);
            let from = usize::from(first_is_small);
            let Some(widest) = widths.iter_mut().skip(from).max().filter(|width| **width > 1) else {
                break;
            };
            *widest -= 1;
        }
        widths
    }

    /// An empty line, unless the page is empty or has one already.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn lines(&mut self, text: &str, first_indent: usize, indent: usize) {
        let lines = wrap(text, self.width - indent.max(first_indent));
        for (at, line) in lines.iter().enumerate() {
            let indent = if at == 0 { first_indent } else { indent };
            self.push(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(&line.replace('\u{a0}', " "));
        self.text.push('\n');
    }
}

/// Cuts a text into lines of at most `width` characters; a no-break space keeps two words together.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in cleaned(text).split([' ', '\n']).filter(|word| !word.is_empty()) {
        let letters: Vec<char> = word.chars().collect();
        for (at, part) in letters.chunks(width.max(1)).enumerate() {
            let gap = usize::from(used > 0 && at == 0);
            if used + gap + part.len() > width && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 && at == 0 {
                line.push(' ');
                used += 1;
            }
            line.extend(part);
            used += part.len();
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A text without anything that could move a terminal's cursor or turn its reading direction.
fn cleaned(text: &str) -> String {
    let turns_text =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| *c == '\n' || (!c.is_control() && !turns_text(*c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_the_width_and_long_words_are_cut() {
        let text = format!("a few words and {} then 19\u{a0}% more", "x".repeat(95));
        for width in [1, 7, 30, 80] {
            for line in wrap(&text, width) {
                assert!(line.chars().count() <= width && !line.is_empty(), "{width}: {line:?}");
            }
        }
        assert_eq!(wrap("about 19\u{a0}% less", 9), ["about", "19\u{a0}% less"]);
    }

    #[test]
    fn nothing_that_a_terminal_would_obey_is_printed() {
        assert_eq!(wrap("a\u{1b}[31mb\u{202e}c\td", 30), ["a[31mbcd"]);
    }

    #[test]
    fn a_table_fits_the_page_whatever_is_in_it() {
        let mut page = Page::new(40);
        let rows = vec![vec!["a long name of an exercise".to_owned(), "right".to_owned(), "y".repeat(60)]];
        let columns = page.columns(&rows);
        page.row(&rows[0], &columns);
        assert!(page.finish().lines().all(|line| line.chars().count() <= 40));
    }
}
