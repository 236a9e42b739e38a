//! A text of lines as people type them, one exercise a line.
//!
//! A line that is not understood is left out with a notice; the others are read. Read next: `line`.

use super::asked::Known;
use super::{TrainingFormat, TrainingOptions, TrainingRead, amounts, lex, line};
use crate::IngestError;
use crate::notices::Notices;
use crate::text::count_of;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use std::collections::BTreeMap;

/// A text of lines.
pub(super) struct Lines;

/// How many lines are looked at to tell whether it is one.
const LOOKED_AT: usize = 20;

impl TrainingFormat for Lines {
    fn id(&self) -> &'static str {
        "log-lines"
    }

    fn name(&self) -> &'static str {
        "a text with one line an exercise"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "log", "md"]
    }

    fn looks_like(&self) -> &'static str {
        "A text with lines such as 2026-11-22 split-squat left 3x8 20kg @2 pain 1."
    }

    fn example(&self) -> Vec<u8> {
        b"# what I did this week\n\
          2026-11-20 split-squat left 3x8 20kg @2 pain 1\n\
          2026-11-20 split-squat right 8,8,7 20kg @1\n"
            .to_vec()
    }

    fn sniff(&self, _: &[u8], text: Option<&str>) -> bool {
        let holds_sets = |line: &str| {
            lex::words(line).is_ok_and(|words| {
                let plain: Vec<String> =
                    words.iter().filter(|word| !word.quoted).map(lex::Word::plain).collect();
                plain.len() > 1 && plain.iter().any(|word| word == "x" || amounts::sets(word).is_some())
            })
        };
        text.is_some_and(|text| content_lines(text).take(LOOKED_AT).any(|(_, line)| holds_sets(line)))
    }

    fn read(
        &self,
        _: &[u8],
        text: Option<&str>,
        options: &TrainingOptions<'_>,
    ) -> Result<TrainingRead, IngestError> {
        let text = text.unwrap_or_default();
        let mut notices = Notices::new(options.file_name, options.limits.max_notices);
        let mut known = Known::new(options);
        let mut trained = Vec::new();
        let mut first_error = None;
        for (index, (number, line)) in content_lines(text).enumerate() {
            if index == options.limits.max_rows {
                let message =
                    format!("expected at most {}, found more; the rest was not read", count_of(index, "line"));
                let hint = "split the file and read the parts".to_owned();
                notices.file(Some(number), NoticeCode::LimitReached, message, Some(hint));
                break;
            }
            let place = Place { file: options.file_name.to_owned(), line: Some(number) };
            match line::parse(line, place, &mut known, options) {
                Ok(read) => {
                    trained.push(read.trained);
                    for Notice { code, message, hint, .. } in read.notices {
                        notices.row(
                            number,
                            code,
                            message,
                            hint.as_deref().unwrap_or("nothing, if it is meant so"),
                        );
                    }
                }
                Err(error) => {
                    let message = format!("{}: line left out", error.message());
                    notices.row(
                        number,
                        NoticeCode::RowRefused,
                        message,
                        error.next_step().unwrap_or("correct the line"),
                    );
                    first_error.get_or_insert(error);
                }
            }
        }
        match (trained.is_empty(), first_error) {
            (true, Some(error)) => Err(error),
            _ => Ok(TrainingRead {
                trained,
                named: BTreeMap::new(),
                notices: notices.finish(),
                format: self.id(),
            }),
        }
    }
}

/// The lines that are neither blank nor remarks, with their numbers.
fn content_lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let lines = text.split('\n').flat_map(|line| line.split('\r'));
    let is_content = |line: &str| {
        !line.trim().is_empty() && !line.trim_start_matches('\u{feff}').trim_start().starts_with('#')
    };
    // A file with both signs at the end of a line has an empty piece after each, which is no line.
    let has_both = text.contains("\r\n");
    let numbered: Box<dyn Iterator<Item = (u64, &str)>> = if has_both {
        Box::new(
            text.split('\n').enumerate().map(|(index, line)| (index as u64 + 1, line.trim_end_matches('\r'))),
        )
    } else {
        Box::new(lines.enumerate().map(|(index, line)| (index as u64 + 1, line)))
    };
    numbered.filter(move |(_, line)| is_content(line))
}
