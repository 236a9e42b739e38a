//! Files that are no table and no log, told by what they are: a store, a backup, a page with questions.
//!
//! Words in them are nobody's complaint: a questionnaire names every sign to stop, and a store holds the questionnaire. So
//! they are refused with what to do, and never searched. Read next: [`crate::record::bring`].

use crate::error::Error;
use crate::store::BACKUP_FORMAT;
use evenstride_core::knowledge::folded;
use evenstride_ingest::{Content, Limits};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The first bytes of a store.
const STORE: &[u8] = b"SQLite format 3\0";

/// Refuses what is brought in another way, or not at all.
///
/// # Errors
/// It is a store, a backup, or the questions with their answers.
pub(crate) fn refuse(name: &str, bytes: &[u8]) -> Result<(), Error> {
    let refused = |what: &str, hint: &str| {
        let message = format!("read {name}: expected measurements or training, found {what}");
        Err(Error::unreadable(message).hint(hint))
    };
    if bytes.starts_with(STORE) {
        return refused(
            "a store",
            "name it with --store FILE; to put its records into another store, export them from it first",
        );
    }
    let start = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if start.starts_with(b"{") && String::from_utf8_lossy(start).contains(BACKUP_FORMAT) {
        return refused("a backup", "`evenstride restore` puts it into a new store");
    }
    let is_answer = |line: &str| {
        let flag = line.trim_start().strip_prefix("RF-").and_then(|rest| rest.split_once('='));
        flag.is_some_and(|(number, _)| number.trim().bytes().all(|byte| byte.is_ascii_digit()))
    };
    if String::from_utf8_lossy(bytes).lines().any(is_answer) {
        return refused(
            "answers to the health questions",
            "call the file answers.toml, or say --as answers when you import it",
        );
    }
    Ok(())
}

/// A file as text; nothing where it is none, such as a picture or a web page.
pub(crate) fn text_of(name: &str, bytes: &[u8]) -> String {
    let content = Content::new(bytes, name, &Limits::DEFAULT).ok();
    content.and_then(|content| content.text().map(str::to_owned)).unwrap_or_default()
}

/// A text of so few lines is no document that somebody brought by mistake.
const A_FEW_LINES: usize = 2;

fn begins_with_day(line: &str) -> bool {
    let first = line.split(|letter: char| !letter.is_ascii_digit() && letter != '-').next();
    first.is_some_and(|first| first.len() == 10 && first.parse::<Date>().is_ok())
}

/// Is it a text whose first line begins with a day, as lines of training do and the header of a table never does?
pub(crate) fn is_log(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    lines.find(|line| !line.is_empty() && !line.starts_with('#')).is_some_and(begins_with_day)
}

/// The lines of a text that somebody meant as training, although none of them could be read: all below a header of
/// training, else those that begin with a day. Other texts name signs to stop and tell of none.
pub(crate) fn lines_of_log(text: &str) -> BTreeSet<u64> {
    let is_remark = |line: &str| line.trim_start().starts_with('#') || line.trim().is_empty();
    let header = text.lines().find(|line| !is_remark(line)).unwrap_or_default();
    let names: Vec<String> = header.split([',', ';', '\t', '|']).map(folded).collect();
    let has = |wanted: &[&str]| names.iter().any(|name| wanted.iter().any(|word| name.starts_with(word)));
    let is_table = has(&["exercise"]) && has(&["date", "day", "start"]);
    // A few words by themselves are what somebody says, and no document.
    let is_short = text.lines().filter(|line| !is_remark(line)).count() <= A_FEW_LINES;
    let is_meant = |line: &str| is_table || is_short || begins_with_day(line.trim_start());
    let meant =
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim_start().starts_with('#') && is_meant(line));
    meant.map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_neither_a_table_nor_a_log_is_refused_with_what_to_do() {
        for (bytes, what, hint) in [
            (&b"SQLite format 3\0\x10\x00chest pain"[..], "a store", "--store"),
            (b"{\"format\":\"evenstride-backup\",\"version\":1}\n{}", "a backup", "restore"),
            (
                b"[answers]\n\n# Chest pain?\nRF-01 = \"no\"\n",
                "answers to the health questions",
                "--as answers",
            ),
        ] {
            let error = refuse("x.txt", bytes).unwrap_err();
            assert!(error.message.contains(what), "{error}");
            assert!(error.hint.as_deref().unwrap_or_default().contains(hint), "{error}");
        }
        for fine in ["2026-11-20 split-squat left 3x8 note \"RF-01 = no\"", "test,side,value\n", "{}", ""] {
            refuse("x.txt", fine.as_bytes()).unwrap();
        }
    }

    #[test]
    fn lines_of_a_log_stand_below_its_header_or_begin_with_a_day() {
        let lines = |text: &str| lines_of_log(text).into_iter().collect::<Vec<u64>>();
        assert_eq!(lines("# mine\n\"Date\";\"Exercise\"\n31/31/2026;chest pain\n"), [2, 3]);
        let document = "Why.\nStop at once.\nGo on.\n";
        assert_eq!(lines(&format!("{document} 2026-11-20 squat 3xmany chest pain\non 2026-11-20\n")), [4]);
        assert_eq!(lines(&format!("{document}2026-13-01 dizzy\n")), [0_u64; 0]);
        assert_eq!(lines("chest pain\n"), [1], "a few words are what somebody says");
    }
}
