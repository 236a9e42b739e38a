//! Days as lines, tables and apps write them.
//!
//! It knows English months alone and never guesses another language's; it never swaps day and month.

use crate::text::quoted;
use evenstride_core::notice::NoticeCode;
use jiff::civil::{Date, Weekday};

/// Why a text is no day.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoDay {
    /// It has another form, or the day does not exist.
    Form,
    /// It names the month in another language than English.
    Language,
    /// It lies after today.
    Future,
}

impl NoDay {
    pub(super) fn code(&self) -> NoticeCode {
        match self {
            NoDay::Form | NoDay::Language => NoticeCode::DateDoubtful,
            NoDay::Future => NoticeCode::DateInFuture,
        }
    }

    /// What was expected and what was found.
    pub(super) fn message(&self, text: &str, today: Date) -> String {
        match self {
            NoDay::Form => format!("expected a day such as 2026-11-22, found {}", quoted(text)),
            NoDay::Language => {
                format!("expected a day with an English month such as 22 Nov 2026, found {}", quoted(text))
            }
            NoDay::Future => format!("expected a day up to today ({today}), found {}", quoted(text)),
        }
    }

    pub(super) fn hint(&self) -> &'static str {
        match self {
            NoDay::Form => "write the day as year-month-day",
            NoDay::Language => "set the language of the app to English and export again",
            NoDay::Future => "correct the day; what has not happened yet is no training",
        }
    }
}

/// A day as a table or an app writes it, with or without a time behind it.
pub(super) fn of_table(text: &str, today: Date) -> Result<Date, NoDay> {
    let text = text.trim();
    if text.is_empty() || text.len() > 64 {
        return Err(NoDay::Form);
    }
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let day = match words[..] {
        // 22 Nov 2026, 08:00
        [day, name, year, ..] if is_number(day) && is_name(name) => date(year, month(name)?, day),
        // Nov 22, 2026 at 8:00 AM
        [name, day, year, ..] if is_name(name) && is_number(day) => date(year, month(name)?, day),
        [first, ..] => iso(first.split('T').next().unwrap_or(first)),
        [] => None,
    };
    up_to(day.ok_or(NoDay::Form)?, today)
}

/// A day as people type it at the beginning of a line; none when the word is no day at all.
pub(super) fn of_line(word: &str, today: Date) -> Option<Result<Date, NoDay>> {
    let plain = word.to_lowercase();
    match plain.as_str() {
        "today" => return Some(Ok(today)),
        "yesterday" => return Some(today.yesterday().map_err(|_| NoDay::Form)),
        _ => {}
    }
    if let Some(weekday) = weekday(&plain) {
        let back = today.weekday().since(weekday);
        return Some(today.checked_sub(jiff::Span::new().days(back)).map_err(|_| NoDay::Form));
    }
    let parts: Vec<&str> = plain.split(['-', '.', '/']).collect();
    let looks_like_a_day = parts.len() == 3
        && parts.iter().all(|part| is_number(part))
        && parts.iter().any(|part| part.len() == 4);
    looks_like_a_day.then(|| iso(&plain).ok_or(NoDay::Form).and_then(|day| up_to(day, today)))
}

/// A date without a time, the year first.
fn iso(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = parts.next().is_none() && [year, month, day].iter().all(|part| is_number(part));
    if !fits || month.len() > 2 {
        return None;
    }
    date(year, month.parse().ok()?, day)
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok().filter(|date| date.year() >= 1900)
}

fn up_to(day: Date, today: Date) -> Result<Date, NoDay> {
    if day > today { Err(NoDay::Future) } else { Ok(day) }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic)
}

/// The month of an English name or its first three letters.
fn month(name: &str) -> Result<i8, NoDay> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.trim_end_matches('.').to_lowercase();
    let index = MONTHS.iter().position(|month| {
        name == *month || month.get(..3) == Some(&name) || name == "sept" && *month == "september"
    });
    index.and_then(|index| i8::try_from(index + 1).ok()).ok_or(NoDay::Language)
}

fn weekday(word: &str) -> Option<Weekday> {
    match word {
        "monday" | "mon" => Some(Weekday::Monday),
        "tuesday" | "tue" => Some(Weekday::Tuesday),
        "wednesday" | "wed" => Some(Weekday::Wednesday),
        "thursday" | "thu" => Some(Weekday::Thursday),
        "friday" | "fri" => Some(Weekday::Friday),
        "saturday" | "sat" => Some(Weekday::Saturday),
        "sunday" | "sun" => Some(Weekday::Sunday),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 22);

    #[test]
    fn days_of_apps_are_read_and_other_languages_are_named() {
        let check = |text: &str, expected: Result<Date, NoDay>| {
            assert_eq!(of_table(text, TODAY), expected, "{text}");
        };
        for text in [
            "22 Dec 2025, 08:00",
            "2025-12-22 08:00:00",
            "2025-12-22T08:00:00Z",
            "2025-12-22",
            "December 22, 2025 at 8:00\u{202f}AM",
            "22 December 2025",
        ] {
            check(text, Ok(date(2025, 12, 22)));
        }
        check("22 Dez. 2025, 08:00", Err(NoDay::Language));
        check("22 déc. 2025", Err(NoDay::Language));
        check("23 Nov 2026, 08:00", Err(NoDay::Future));
        for text in ["", "22/12/2025", "2025-13-01", "2025-02-30", "31 Feb 2025", "22 Dec 25", "tomorrow 3 x"] {
            assert!(of_table(text, TODAY).is_err(), "{text}");
        }
    }

    #[test]
    fn days_of_lines_may_be_said_in_words() {
        let check = |word: &str, expected: Option<Result<Date, NoDay>>| {
            assert_eq!(of_line(word, TODAY), expected, "{word}");
        };
        // The day of these tests is a Sunday.
        check("today", Some(Ok(TODAY)));
        check("Yesterday", Some(Ok(date(2026, 11, 21))));
        check("sunday", Some(Ok(TODAY)));
        check("mon", Some(Ok(date(2026, 11, 16))));
        check("2026-11-01", Some(Ok(date(2026, 11, 1))));
        check("2026-11-23", Some(Err(NoDay::Future)));
        check("22.11.2026", Some(Err(NoDay::Form)));
        check("split-squat", None);
        check("90-90-1", None);
    }
}
