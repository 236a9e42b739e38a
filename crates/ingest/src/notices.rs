//! The notices of one reading, kept within their limit while it goes on.

use evenstride_core::notice::{Notice, NoticeCode, Place};
use std::collections::BTreeMap;

/// Collects notices; what is past the limit is only counted, so that a bad file cannot fill the memory.
pub(crate) struct Notices {
    file: String,
    limit: usize,
    about_file: Vec<Notice>,
    about_rows: Vec<Notice>,
    left_out: BTreeMap<NoticeCode, usize>,
}

impl Notices {
    pub(crate) fn new(file: &str, limit: usize) -> Self {
        Self {
            file: file.to_owned(),
            limit: limit.max(1),
            about_file: Vec::new(),
            about_rows: Vec::new(),
            left_out: BTreeMap::new(),
        }
    }

    pub(crate) fn place(&self, line: Option<u64>) -> Place {
        Place { file: self.file.clone(), line }
    }

    /// Adds what concerns the whole file or a kind of row.
    pub(crate) fn file(&mut self, line: Option<u64>, code: NoticeCode, message: String, hint: Option<String>) {
        let notice = Notice { code, message, place: Some(self.place(line)), hint };
        if self.about_file.contains(&notice) || self.about_rows.contains(&notice) {
            return;
        }
        if self.about_file.len() < self.limit {
            self.about_file.push(notice);
        } else {
            *self.left_out.entry(code).or_default() += 1;
        }
    }

    /// Adds what concerns one row.
    pub(crate) fn row(&mut self, line: u64, code: NoticeCode, message: String, hint: &str) {
        let place = Some(self.place(Some(line)));
        let notice = Notice { code, message, place, hint: Some(hint.to_owned()) };
        // Rows are read in their order, so what was told of this one stands last.
        let mut of_row = self.about_rows.iter().rev().take_while(|told| told.place == notice.place);
        if self.about_file.contains(&notice) || of_row.any(|told| *told == notice) {
            return;
        }
        if self.about_rows.len() < self.limit {
            self.about_rows.push(notice);
        } else {
            *self.left_out.entry(code).or_default() += 1;
        }
    }

    /// All notices, at most as many as the limit; the last says how many more there were.
    pub(crate) fn finish(mut self) -> Vec<Notice> {
        let place = self.place(None);
        self.about_rows.sort_by_key(|notice| notice.place.as_ref().and_then(|place| place.line));
        let mut notices = self.about_file;
        notices.append(&mut self.about_rows);
        if notices.len() <= self.limit && self.left_out.is_empty() {
            return notices;
        }
        for notice in notices.drain((self.limit - 1).min(notices.len())..) {
            *self.left_out.entry(notice.code).or_default() += 1;
        }
        let total: usize = self.left_out.values().sum();
        let by_code: Vec<String> =
            self.left_out.iter().map(|(code, count)| format!("{} {count}", code.as_str())).collect();
        let message = format!("{total} more notices are not listed: {}", by_code.join(", "));
        notices.push(
            Notice::new(NoticeCode::LimitReached, message)
                .at(place)
                .hint("mend what the notices above name and read the file again"),
        );
        notices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_of_a_place_is_not_told_of_it_again() {
        let mut notices = Notices::new("a.csv", 9);
        let mut row = |line| notices.row(line, NoticeCode::RowRefused, "no side".to_owned(), "say it");
        [2, 2, 3].into_iter().for_each(&mut row);
        for line in [2, 4, 4] {
            let hint = Some("say it".to_owned());
            notices.file(Some(line), NoticeCode::RowRefused, "no side".to_owned(), hint);
        }
        notices.row(4, NoticeCode::RowRefused, "no side".to_owned(), "say it");
        let lines: Vec<u64> =
            notices.finish().iter().filter_map(|notice| notice.place.as_ref()?.line).collect();
        assert_eq!(lines, [4, 2, 3]);
    }

    #[test]
    fn past_the_limit_notices_are_counted_and_the_last_one_says_so() {
        let mut notices = Notices::new("a.csv", 3);
        for line in (2..7).rev() {
            notices.row(line, NoticeCode::RowRefused, format!("row {line}"), "mend it");
        }
        notices.file(Some(1), NoticeCode::ColumnIgnored, "column".to_owned(), None);
        let texts: Vec<String> = notices.finish().iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "a.csv:1: column [column-ignored]",
                "a.csv:4: row 4 [row-refused]\n  hint: mend it",
                "a.csv: 4 more notices are not listed: row-refused 4 [limit-reached]\n  hint: mend what the notices above name and read the file again",
            ]
        );
    }
}
