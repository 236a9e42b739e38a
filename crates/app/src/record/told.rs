//! What people trained, as a file or typed lines tell it, and the signs to stop in what nobody could read.
//!
//! A sign is told although nothing else is. It decides nothing about it. Read next: [`crate::unseen`].

use super::{Bringing, Brought, FileKind};
use crate::error::Error;
use crate::foreign::{is_log, lines_of_log, text_of};
use crate::store::{About, Content, MOST_NOTE_CHARS, Note, entries_of_training};
use crate::unseen::{day_of_line, lines_with_signs, refused_lines};
use evenstride_core::notice::{Notice, NoticeCode};
use evenstride_core::person::SubjectId;
use evenstride_ingest::{
    IngestError, Limits, TrainingOptions, is_subject_column, read_training, training_formats,
};
use std::collections::BTreeSet;

/// What the lines that somebody typed are called in place of a file.
pub(crate) const TYPED: &str = "line";

/// Where training comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A file, which may be none of training at all.
    File,
    /// Somebody typed it as training.
    Hand,
}

/// Reads lines of training that somebody typed: a sign to stop counts in each of them, whatever else stands there.
///
/// # Errors
/// None of them can be read, and none holds such a sign.
pub fn bring_typed(lines: &str, bringing: &Bringing<'_>) -> Result<Brought, Error> {
    training(TYPED, lines.as_bytes(), bringing, Source::Hand)
}

/// Is it a log of training by its columns or its first line, whatever of it can be read?
#[must_use]
pub fn is_training(name: &str, bytes: &[u8]) -> bool {
    let text = text_of(name, bytes);
    // A line with sets in it may stand anywhere, also in a note beside a measurement.
    let mut tables = training_formats().iter().filter(|format| format.id() != "log-lines");
    is_log(&text) || tables.any(|format| format.sniff(bytes, Some(&text)))
}

/// The refusal of a text; whose lines begin with a day reads what a line looks like, and nothing of the files that could
/// be read.
fn refused(error: IngestError, (name, bytes): (&str, &[u8]), source: Source) -> Error {
    let text = String::from_utf8_lossy(bytes);
    let is_format = || training_formats().iter().any(|format| format.sniff(bytes, Some(&text)));
    let (Some((_, found)), Some(line)) = (error.message().rsplit_once(", found "), error.place().line) else {
        return error.into();
    };
    let place = match source {
        Source::Hand => format!("line {line}"),
        Source::File if is_log(&text) => format!("{name}:{line}"),
        Source::File => return error.into(),
    };
    if is_format() {
        return error.into();
    }
    Error::unreadable(format!("read {place}: expected a day, an exercise and its sets, found {found}"))
        .hint("write a line for each exercise and leg, such as 2026-11-22 split-squat left 3x8 20kg")
}

pub(super) fn training(
    name: &str,
    bytes: &[u8],
    bringing: &Bringing<'_>,
    source: Source,
) -> Result<Brought, Error> {
    let options = TrainingOptions {
        knowledge: bringing.knowledge,
        today: bringing.today,
        file_name: name,
        weight_unit: bringing.weight_unit,
        paired_sets: bringing.paired_sets,
        limits: Limits::DEFAULT,
    };
    let text = match source {
        Source::File => text_of(name, bytes),
        Source::Hand => String::from_utf8_lossy(bytes).into_owned(),
    };
    let read = match read_training(bytes, &options) {
        Ok(read) => read,
        Err(error) => {
            let meant = lines_of_log(&text);
            let is_meant = |line| source == Source::Hand || meant.contains(&line);
            let entries = unread_signs(&text, bringing, is_meant);
            if entries.is_empty() {
                return Err(refused(error, (name, bytes), source));
            }
            let error = refused(error, (name, bytes), source);
            let message = format!("{}: kept as a remark", error.message);
            let mut notice = Notice::new(NoticeCode::RowRefused, message);
            notice.hint = error.hint;
            return Ok(Brought {
                kind: FileKind::Training,
                entries,
                is_whole_export: false,
                instead_of: Vec::new(),
                notices: vec![notice],
            });
        }
    };
    let mut entries = entries_of_training(bringing.subject, read.trained);
    for (subject, trained) in read.named {
        entries.extend(entries_of_training(&subject, trained));
    }
    let refused = refused_lines(&read.notices);
    // Notices have an end: behind it any line may have been refused, and a sign told twice is better than never.
    let are_all_listed = !read.notices.iter().any(|notice| notice.code == NoticeCode::LimitReached);
    entries.extend(unread_signs(&text, bringing, |line| !are_all_listed || refused.contains(&line)));
    let is_whole_export = matches!(read.format, "hevy-csv" | "strong-csv"); // open: formats of apps are a list
    Ok(Brought {
        kind: FileKind::Training,
        entries,
        is_whole_export,
        instead_of: Vec::new(),
        notices: read.notices,
    })
}

/// A table of measurements with the rows that gave none and hold a sign to stop, as remarks: who broke a test off because
/// the chest hurt has written no value down.
pub(super) fn with_signs_beside(mut brought: Brought, bytes: &[u8], bringing: &Bringing<'_>) -> Brought {
    let trials = || brought.entries.iter().filter_map(|(_, content)| content.trial());
    let used: BTreeSet<u64> = trials().filter_map(|trial| trial.place.line).collect();
    let people: BTreeSet<&SubjectId> = trials().map(|trial| &trial.subject).collect();
    // Whatever the column is called: a row of a squad names its person in a cell of its own.
    let of_whom = |line: &str| {
        let cells =
            line.split([',', ';', '\t', '|']).filter_map(|cell| SubjectId::new(cell.trim().trim_matches('"')));
        cells.into_iter().find(|cell| people.contains(cell))
    };
    let text = text_of("the table", bytes);
    let mut signs = unread_signs(&text, bringing, |line| !used.contains(&line));
    for (subject, content) in &mut signs {
        if let Content::Note(note) = content {
            *subject = of_whom(&note.text).unwrap_or_else(|| subject.clone());
        }
    }
    if !signs.is_empty() {
        let message = "a row without a measurement asks to stop: kept as a remark";
        brought.notices.push(Notice::new(NoticeCode::RowRefused, message));
    }
    brought.entries.extend(signs);
    brought
}

/// Does it hold remarks of lines that could not be read, and no training?
pub(super) fn holds_signs_alone(brought: &Brought) -> bool {
    let is_remark = |content: &Content| matches!(content, Content::Note(_));
    !brought.entries.is_empty() && brought.entries.iter().all(|(_, content)| is_remark(content))
}

/// Lines that could not be read and hold a sign to stop, as remarks: a sign is told although nothing else is.
fn unread_signs(
    text: &str,
    bringing: &Bringing<'_>,
    is_refused: impl Fn(u64) -> bool,
) -> Vec<(SubjectId, Content)> {
    let named = named_in(text);
    let remark = |(_, line): (u64, &str)| {
        let text = line.chars().take(MOST_NOTE_CHARS).collect();
        let day = day_of_line(line, bringing.today);
        let subject = named(line).unwrap_or_else(|| bringing.subject.clone());
        (subject, Content::Note(Note { day, about: About::Session, text }))
    };
    lines_with_signs(text, is_refused, bringing.knowledge).map(remark).collect()
}

/// Whom a row of a table names in the column of people, if the table has one.
fn named_in(text: &str) -> impl Fn(&str) -> Option<SubjectId> {
    let header = text.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let column = header.and_then(|header| {
        let marks = [',', ';', '\t', '|'].into_iter();
        let mut found = marks.filter_map(|mark| {
            let at = header.split(mark).position(is_subject_column)?;
            header.contains(mark).then_some((mark, at))
        });
        found.next()
    });
    move |line| {
        let (mark, at) = column?;
        SubjectId::new(line.split(mark).nth(at)?.trim().trim_matches('"'))
    }
}
