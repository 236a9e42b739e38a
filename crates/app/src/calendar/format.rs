//! The lines of a calendar file: escaped, folded, ended as calendars want them.
//!
//! It knows nothing of training. An own writer and no library, because a training calendar needs eleven properties of
//! one component, and the library brings a second crate for dates along. Read next: [`super`].
//!
//! # Source
//! RFC 5545, sections 3.1 (lines), 3.3.5 (times), 3.3.11 (text), 3.6.1 (events) and 3.8.1.11 (what no longer takes place).

use evenstride_core::knowledge::Language;
use jiff::civil::{Date, DateTime, Time};

/// Longest line in octets, without its end.
const LINE_OCTETS: usize = 75;

/// When something takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// From one local time to another, whatever the time zone.
    From(DateTime, DateTime),
    /// The whole day.
    Day(Date),
}

impl When {
    /// The day on which it begins, and the time.
    pub(crate) fn start(self) -> DateTime {
        match self {
            When::From(start, _) => start,
            When::Day(day) => day.to_datetime(Time::midnight()),
        }
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// The name that stays the same when the event is sent again.
    pub(crate) uid: String,
    /// When it takes place.
    pub(crate) when: When,
    /// Its title.
    pub(crate) title: String,
    /// Its text, in lines.
    pub(crate) text: String,
    /// Does it no longer take place, so that a calendar takes an earlier one of this name away?
    pub(crate) is_cancelled: bool,
}

/// Writes the calendar; `stamp` is a time in UTC, `sequence` grows each time that events are sent again.
pub(crate) fn write(
    events: &[Event],
    language: Language,
    version: &str,
    stamp: DateTime,
    sequence: u32,
) -> String {
    let mut out = String::new();
    let code = language.code().to_uppercase();
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", &escaped(&format!("-//Evenstride//Evenstride {version}//{code}")));
    line(&mut out, "CALSCALE", "GREGORIAN");
    line(&mut out, "METHOD", "PUBLISH");
    for event in events {
        line(&mut out, "BEGIN", "VEVENT");
        line(&mut out, "UID", &escaped(&event.uid));
        line(&mut out, "DTSTAMP", &format!("{}Z", time(stamp)));
        line(&mut out, "SEQUENCE", &sequence.to_string());
        match event.when {
            When::From(start, end) => {
                line(&mut out, "DTSTART", &time(start));
                line(&mut out, "DTEND", &time(end));
            }
            When::Day(day) => {
                line(&mut out, "DTSTART;VALUE=DATE", &date(day));
                // A day that only reminds does not make anybody busy.
                line(&mut out, "TRANSP", "TRANSPARENT");
            }
        }
        line(&mut out, "SUMMARY", &escaped(&event.title));
        line(&mut out, "DESCRIPTION", &escaped(&event.text));
        line(&mut out, "CLASS", "PRIVATE");
        if event.is_cancelled {
            line(&mut out, "STATUS", "CANCELLED");
        }
        line(&mut out, "END", "VEVENT");
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

/// One property, folded: a long line goes on after a line break and a blank, and no letter is cut in two.
fn line(out: &mut String, name: &str, value: &str) {
    let mut used = 0;
    for letter in name.chars().chain(":".chars()).chain(value.chars()) {
        if used + letter.len_utf8() > LINE_OCTETS {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(letter);
        used += letter.len_utf8();
    }
    out.push_str("\r\n");
}

/// A text as a value: marks that mean something are escaped, and nothing is left that is no letter.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

fn date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn time(time: DateTime) -> String {
    format!("{}T{:02}{:02}{:02}", date(time.date()), time.hour(), time.minute(), time.second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn event(title: &str, text: &str) -> Event {
        let start = date(2026, 11, 23).at(18, 0, 0, 0);
        let (title, text) = (title.to_owned(), text.to_owned());
        Event { uid: "a@b".to_owned(), when: When::From(start, start), title, text, is_cancelled: false }
    }

    fn written(title: &str, text: &str) -> String {
        write(&[event(title, text)], Language::English, "0.1.0", date(2026, 11, 22).at(7, 5, 9, 0), 3)
    }

    /// Reads a property back: unfolds, finds, and takes the escapes away.
    fn read(calendar: &str, name: &str) -> String {
        let unfolded = calendar.replace("\r\n ", "");
        let start = format!("{name}:");
        let value = unfolded.split("\r\n").find_map(|line| line.strip_prefix(start.as_str())).unwrap();
        let mut letters = value.chars();
        let mut out = String::new();
        while let Some(letter) = letters.next() {
            match (letter, if letter == '\\' { letters.next() } else { None }) {
                (_, Some('n')) => out.push('\n'),
                (_, Some(escaped)) => out.push(escaped),
                (letter, None) => out.push(letter),
            }
        }
        out
    }

    #[test]
    fn times_are_local_and_the_stamp_is_not() {
        let calendar = written("Training", "x");
        assert!(calendar.contains("\r\nDTSTART:20261123T180000\r\n"), "{calendar}");
        assert!(calendar.contains("\r\nDTSTAMP:20261122T070509Z\r\nSEQUENCE:3\r\n"), "{calendar}");
    }

    #[test]
    fn a_calendar_says_its_language() {
        for (language, name) in [(Language::English, "EN"), (Language::German, "DE")] {
            let calendar = write(&[event("x", "")], language, "0.1.0", date(2026, 11, 22).at(7, 5, 9, 0), 3);
            assert_eq!(read(&calendar, "PRODID"), format!("-//Evenstride//Evenstride 0.1.0//{name}"));
        }
    }

    #[test]
    fn only_what_is_cancelled_says_so() {
        let status = |is_cancelled: bool| {
            let event = Event { is_cancelled, ..event("Rest", "") };
            write(&[event], Language::English, "0.1.0", date(2026, 11, 22).at(7, 5, 9, 0), 3)
                .contains("\r\nSTATUS:CANCELLED\r\n")
        };
        assert!(status(true) && !status(false));
    }

    #[test]
    fn marks_are_escaped_and_line_breaks_kept() {
        let calendar = written("a, b; c\\d: e", "1\n2");
        assert!(calendar.contains("\r\nSUMMARY:a\\, b\\; c\\\\d: e\r\nDESCRIPTION:1\\n2\r\n"), "{calendar}");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_no_line_is_too_long(text in "\\PC{0,300}", lines in "[a-ü,;\\\\\n×]{0,300}") {
            let calendar = written(&text, &lines);
            prop_assert_eq!(read(&calendar, "SUMMARY"), text);
            let kept: String = lines.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect();
            prop_assert_eq!(read(&calendar, "DESCRIPTION"), kept);
            prop_assert!(calendar.ends_with("END:VCALENDAR\r\n"));
            prop_assert!(!calendar.replace("\r\n", "").contains(['\r', '\n']));
            prop_assert!(calendar.split("\r\n").all(|line| line.len() <= LINE_OCTETS));
        }
    }
}
