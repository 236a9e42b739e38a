//! Days: ISO, with dots day first, with slashes only where the file itself shows the order.

use super::Cell;
use super::row::Refusal;
use crate::notices::Notices;
use crate::text::quoted;
use evenstride_core::notice::NoticeCode;
use jiff::civil::Date;

const WRITE_ISO: &str = "write the day as year-month-day, such as 2026-11-22";

/// Which of day and month stands first in dates such as 03/04/2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayOrMonth {
    /// 3 April.
    Day,
    /// 4 March.
    Month,
}

impl DayOrMonth {
    /// The words of a map.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "day-first" => Some(DayOrMonth::Day),
            "month-first" => Some(DayOrMonth::Month),
            _ => None,
        }
    }
}

/// What the whole file shows of the order of day and month in dates such as 22/11/2026.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DateOrder {
    /// What a map says, which needs no showing.
    told: Option<DayOrMonth>,
    day_first_at: Option<u64>,
    month_first_at: Option<u64>,
}

impl DateOrder {
    /// The order that a map says, or the one that is still to be seen.
    pub(super) fn of(told: Option<DayOrMonth>) -> Self {
        Self { told, ..Self::default() }
    }

    /// Takes note of a date whose order of day and month can be told.
    pub(super) fn see(&mut self, text: &str, line: u64) {
        if let Some(Parts::Either { first, second, .. }) = parts(text.trim()) {
            match (first > 12, second > 12) {
                (true, false) if self.day_first_at.is_none() => self.day_first_at = Some(line),
                (false, true) if self.month_first_at.is_none() => self.month_first_at = Some(line),
                _ => {}
            }
        }
    }

    /// Says how dates with slashes are read, if there are any.
    pub(super) fn tell(self, notices: &mut Notices) {
        if self.told.is_some() {
            return;
        }
        let (line, order) = match (self.day_first_at, self.month_first_at) {
            (Some(line), None) => (line, "day/month/year, because a first number above 12 stands here"),
            (None, Some(line)) => (line, "month/day/year, because a second number above 12 stands here"),
            (None, None) | (Some(_), Some(_)) => return,
        };
        let message = format!("dates are read as {order}");
        notices.file(Some(line), NoticeCode::SpellingUnderstood, message, None);
    }

    /// Reads the day of a row.
    pub(super) fn read(self, cell: &Cell<'_>, today: Date) -> Result<Date, Refusal> {
        let text = cell.as_text();
        let doubtful = |expected: &str, hint: &'static str| {
            Refusal::new(expected, quoted(&text), hint).code(NoticeCode::DateDoubtful)
        };
        let date = match cell {
            Cell::Day(date) => *date,
            Cell::Number(number) if !(19_000_101.0..21_001_232.0).contains(number) => {
                return Err(doubtful(
                    "a date",
                    "format these cells as dates in the spreadsheet, or write 2026-11-22",
                ));
            }
            Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Percent(_) => match parts(&text) {
                Some(Parts::Known { year, month, day }) => {
                    date(year, month, day).ok_or_else(|| doubtful("a day that exists", WRITE_ISO))?
                }
                Some(Parts::Either { first, second, year }) => match self.day_and_month(first, second) {
                    Some((day, month)) => {
                        date(year, month, day).ok_or_else(|| doubtful("a day that exists", WRITE_ISO))?
                    }
                    None => {
                        return Err(doubtful(
                            "a date whose day and month can be told apart",
                            "say order = \"day-first\" or \"month-first\" under [dates] in a map file, or write the days as 2026-11-22",
                        ));
                    }
                },
                Some(Parts::ShortYear) => {
                    return Err(doubtful("a date with a year of four digits", WRITE_ISO));
                }
                None if text.is_empty() => {
                    return Err(
                        Refusal::new("a date", "an empty cell", WRITE_ISO).code(NoticeCode::DateDoubtful)
                    );
                }
                None => return Err(doubtful("a date", WRITE_ISO)),
            },
        };
        in_range(date, &text, today)
    }

    fn day_and_month(self, first: u8, second: u8) -> Option<(u8, u8)> {
        match self.told {
            Some(DayOrMonth::Day) => return Some((first, second)),
            Some(DayOrMonth::Month) => return Some((second, first)),
            None => {}
        }
        match (self.day_first_at, self.month_first_at) {
            _ if first > 12 || first == second => Some((first, second)),
            _ if second > 12 => Some((second, first)),
            (Some(_), None) => Some((first, second)),
            (None, Some(_)) => Some((second, first)),
            (None, None) | (Some(_), Some(_)) => None,
        }
    }
}

/// Refuses what lies before 1900 or after today.
pub(super) fn in_range(date: Date, text: &str, today: Date) -> Result<Date, Refusal> {
    if date.year() < 1900 {
        let refusal = Refusal::new("a day from 1900 on", quoted(text), "correct the year");
        return Err(refusal.code(NoticeCode::DateDoubtful));
    }
    if date > today {
        let hint = "correct the date; what has not happened yet is no measurement";
        let refusal = Refusal::new(format!("a day up to today ({today})"), quoted(text), hint);
        return Err(refusal.code(NoticeCode::DateInFuture));
    }
    Ok(date)
}

enum Parts {
    Known { year: i16, month: u8, day: u8 },
    Either { first: u8, second: u8, year: i16 },
    ShortYear,
}

fn parts(text: &str) -> Option<Parts> {
    const LONGEST: usize = 48;
    if text.len() > LONGEST {
        return None;
    }
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '-' | '.' | '/')).unwrap_or(text.len());
    let (day_part, time_part) = text.split_at(end);
    if !is_time(time_part) {
        return None;
    }
    if day_part.len() == 8 && day_part.bytes().all(|b| b.is_ascii_digit()) {
        let number =
            |range: std::ops::Range<usize>| day_part.get(range).and_then(|digits| digits.parse::<i16>().ok());
        let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
        return Some(Parts::Known { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? });
    }
    let separator = day_part.chars().find(|c| !c.is_ascii_digit())?;
    let pieces: Vec<&str> = day_part.split(separator).collect();
    let [first, second, third] = pieces[..] else {
        return None;
    };
    if pieces.iter().any(|piece| piece.is_empty() || !piece.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => Some(Parts::Known {
            year: first.parse().ok()?,
            month: second.parse().ok()?,
            day: third.parse().ok()?,
        }),
        (1..=2, 1..=2, 4) if separator == '.' => Some(Parts::Known {
            year: third.parse().ok()?,
            month: second.parse().ok()?,
            day: first.parse().ok()?,
        }),
        (1..=2, 1..=2, 4) => Some(Parts::Either {
            first: first.parse().ok()?,
            second: second.parse().ok()?,
            year: third.parse().ok()?,
        }),
        (1..=2, 1..=2, 1..=2) => Some(Parts::ShortYear),
        _ => None,
    }
}

/// Nothing, or a time of day as programs write it behind a date.
fn is_time(text: &str) -> bool {
    let Some(time) = text.strip_prefix([',', 'T', 't', ' ']).map(str::trim_start) else {
        return text.is_empty();
    };
    let starts_as_time = time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':');
    time.is_empty()
        || starts_as_time && time.chars().all(|c| c.is_ascii_digit() || " :.,+-ZzAaPpMm".contains(c))
}

fn date(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn read(order: DateOrder, text: &str) -> Result<String, String> {
        order
            .read(&Cell::Text(Cow::Borrowed(text)), jiff::civil::date(2026, 11, 22))
            .map(|date| date.to_string())
            .map_err(|refusal| refusal.message("row"))
    }

    #[test]
    fn days_are_read_in_every_unambiguous_form() {
        for text in [
            "2026-11-20",
            "2026-11-20T10:30:00+01:00",
            "2026-11-20 10:30",
            "2026/11/20",
            "20.11.2026",
            "20261120",
            "20.11.2026, 10:30",
            "20/11/2026",
            "11/20/2026",
            "20-11-2026 10:30:05 AM",
            " 2026-11-20 ",
        ] {
            assert_eq!(read(DateOrder::default(), text).as_deref(), Ok("2026-11-20"), "{text}");
        }
        assert_eq!(read(DateOrder::default(), "1.2.2026").as_deref(), Ok("2026-02-01"));
        assert_eq!(read(DateOrder::default(), "11/11/2025").as_deref(), Ok("2025-11-11"));
    }

    #[test]
    fn slashes_are_read_only_as_the_file_itself_shows() {
        let order = |texts: &[&str]| {
            let mut order = DateOrder::default();
            for (at, text) in texts.iter().enumerate() {
                order.see(text, at as u64 + 2);
            }
            order
        };
        assert_eq!(read(order(&["3/4/2026", "22/3/2026"]), "3/4/2026").as_deref(), Ok("2026-04-03"));
        assert_eq!(read(order(&["3/4/2026", "3/22/2026"]), "3/4/2026").as_deref(), Ok("2026-03-04"));
        for undecided in [order(&["3/4/2026"]), order(&["22/3/2026", "3/22/2026"])] {
            let expected =
                "row left out: expected a date whose day and month can be told apart, found “3/4/2026”";
            assert_eq!(read(undecided, "3/4/2026").unwrap_err(), expected);
        }
    }

    #[test]
    fn a_map_says_what_the_file_does_not_show() {
        let day_first = DateOrder::of(DayOrMonth::parse("day-first"));
        let month_first = DateOrder::of(DayOrMonth::parse("month-first"));
        assert_eq!(read(day_first, "04/05/2026").as_deref(), Ok("2026-05-04"));
        assert_eq!(read(month_first, "04/05/2026").as_deref(), Ok("2026-04-05"));
        assert_eq!(read(month_first, "2026-11-20").as_deref(), Ok("2026-11-20"));
        assert!(read(month_first, "22/03/2026").is_err());
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "today",
            "2026-13-01",
            "2026-02-30",
            "20.11.26",
            "20.11.",
            "2026-11",
            "45983",
            "1899-12-31",
            "2026-11-23",
            "2026-11-20 x",
        ] {
            assert!(read(DateOrder::default(), text).is_err(), "{text}");
        }
    }
}
