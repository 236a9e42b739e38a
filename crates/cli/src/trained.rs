//! Logs beside a table of measurements: what each person trained between them.
//!
//! One log for one person, or a folder with a log named after each. It never guesses whose a log is.

use evenstride_app::audit::read_logs;
use evenstride_app::disk::today;
use evenstride_app::error::Error;
use evenstride_app::files::Days;
use evenstride_app::prelude::{Date, Knowledge, Notice, NoticeCode, SubjectId, Trained};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// More files than this in a folder are no logs of a squad.
const MOST_FILES: usize = 2000;

/// Reads the logs of the people of a table.
///
/// # Errors
/// A log cannot be read, or it is not clear whose it is.
pub(crate) fn logs_of(
    path: &Path,
    subjects: &[&SubjectId],
    knowledge: &Knowledge,
    as_of: Date,
    notices: &mut Vec<Notice>,
) -> Result<BTreeMap<SubjectId, Vec<Trained>>, Error> {
    let files = if path.is_dir() { named_after(path, subjects, notices)? } else { of_one(path, subjects)? };
    let days = Days { today: today().max(as_of), as_of };
    let mut found = BTreeMap::new();
    for (subject, file) in files {
        // Only the sides of sets are asked for; a set of a one-legged exercise without a side is one of each.
        let (trained, read) = read_logs(std::slice::from_ref(&file), days, true, knowledge)?;
        notices.extend(read);
        found.insert(subject, trained);
    }
    Ok(found)
}

fn of_one(path: &Path, subjects: &[&SubjectId]) -> Result<Vec<(SubjectId, PathBuf)>, Error> {
    match subjects {
        [subject] => Ok(vec![((*subject).clone(), path.to_owned())]),
        several => Err(Error::usage(format!(
            "read --trained {}: expected one person, found {} in the table",
            path.display(),
            several.len()
        ))
        .hint("give a folder with a log for each person, named after them, such as logs/ann.csv")),
    }
}

/// The files of a folder whose names are those of people; the others are told and left alone.
fn named_after(
    folder: &Path,
    subjects: &[&SubjectId],
    notices: &mut Vec<Notice>,
) -> Result<Vec<(SubjectId, PathBuf)>, Error> {
    let unread =
        |error: std::io::Error| Error::unreadable(format!("read the folder {}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let file = entry.map_err(unread)?.path();
        if file.is_file() {
            files.push(file);
        }
        if files.len() > MOST_FILES {
            return Err(Error::usage(format!(
                "read {}: expected at most {MOST_FILES} files",
                folder.display()
            ))
            .hint("keep the logs in a folder of their own"));
        }
    }
    files.sort();
    let mut found: Vec<(SubjectId, PathBuf)> = Vec::new();
    for file in files {
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let owner = subjects.iter().find(|subject| subject.as_str() == stem);
        match owner {
            Some(owner) if found.iter().any(|(subject, _)| subject == *owner) => {
                return Err(Error::usage(format!("read {}: there is another log of {owner}", file.display()))
                    .hint("put both into one file"));
            }
            Some(owner) => found.push(((*owner).clone(), file)),
            None => notices.push(
                Notice::new(
                    NoticeCode::TrainingReshaped,
                    format!("{} is named after nobody in the table and was left alone", file.display()),
                )
                .hint("name a log after the person, as the table does"),
            ),
        }
    }
    Ok(found)
}
