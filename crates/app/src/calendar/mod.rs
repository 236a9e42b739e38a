//! The plan as a calendar file that ordinary calendars import: one event a session, with its sets in the text.
//!
//! It plans nothing and shows nothing of the findings unless that is asked for: others see calendars. Times are local
//! without a zone, because people train by the clock on their wall. Read next: `format` for the lines of the file.

mod format;

use crate::report::CheckView;
use crate::report::week::{self, DayWords};
use crate::words::Words;
use evenstride_core::person::WEEKDAYS;
use evenstride_core::plan::Session;
use format::{Event, When};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};

/// The time at which a session starts when none is asked for.
pub const USUAL_TIME: Time = Time::constant(18, 0, 0, 0);

/// How much the calendar tells those who look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// “Training” with its minutes, and the sets in the text.
    Plain,
    /// The muscles in the title too, and in the text why each exercise is in.
    Full,
}

/// How the calendar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarOptions {
    /// Local time at which every session starts.
    pub at: Time,
    /// When the file is made, in UTC; a later file replaces an earlier one.
    pub stamp: DateTime,
    /// How much is told.
    pub telling: Telling,
}

/// The calendar file of a plan; without a plan it holds no event.
///
/// Sessions lie in the seven days from the day of the check on, and none after the clearance has ended. The name of an
/// event follows from the person's name and the day alone, so that a new plan replaces it instead of standing beside it.
#[must_use]
pub fn calendar(view: &CheckView<'_>, options: &CalendarOptions, words: &Words) -> String {
    let mut events: Vec<Event> = Vec::new();
    for (date, session) in dated(view) {
        let Some(day) = week::day_of(session, view.knowledge, words) else { continue };
        events.extend(event(view, options, words, date, &day));
    }
    events.sort_by_key(|event| match event.when {
        When::From(start, _) => start,
        When::Day(day) => day.to_datetime(Time::midnight()),
    });
    format::write(&events, view.version, options.stamp, sequence(options.stamp))
}

/// The sessions with their days: each weekday falls once into the seven days from the day of the check on.
fn dated<'a>(view: &CheckView<'a>) -> Vec<(Date, &'a Session)> {
    let sessions = view.plan.map_or(&[][..], |plan| plan.sessions.as_slice());
    sessions.iter().filter_map(|session| Some((first_on(view.as_of, session.weekday)?, session))).collect()
}

/// The first day of a weekday, 0 = Monday, from a day on; none when it leaves the calendar.
fn first_on(from: Date, weekday: u8) -> Option<Date> {
    let today = from.weekday().to_monday_zero_offset();
    let ahead = (i64::from(weekday) - i64::from(today)).rem_euclid(7);
    from.checked_add(ahead.days()).ok()
}

fn event(
    view: &CheckView<'_>,
    options: &CalendarOptions,
    words: &Words,
    date: Date,
    day: &DayWords,
) -> Option<Event> {
    let start = date.to_datetime(options.at);
    let end = start.checked_add(SignedDuration::from_mins(i64::from(day.minutes))).ok()?;
    let full = options.telling == Telling::Full;
    let minutes = words.counted("minute", day.minutes as usize);
    let title = if full && !day.groups.is_empty() {
        let groups = words.list(&day.groups);
        words.fill("calendar.title_full", &[("minutes", &minutes), ("groups", &groups)])
    } else {
        words.fill("calendar.title", &[("minutes", &minutes)])
    };
    Some(Event { uid: uid(view, date), when: When::From(start, end), title, text: text(day, full, words) })
}

/// The sets in the order of doing, then when to hold back.
fn text(day: &DayWords, full: bool, words: &Words) -> String {
    let mut lines: Vec<String> = vec![words.say("calendar.warm_up"), String::new()];
    for (at, row) in day.rows.iter().enumerate() {
        let n = (at + 1).to_string();
        let parts = [("n", n.as_str()), ("exercise", &row.exercise), ("side", &row.side), ("dose", &row.dose)];
        lines.push(words.fill("calendar.line", &parts));
        lines.push(words.fill("calendar.rest", &[("rest", &row.rest)]));
        lines.push(row.load.clone());
        if full {
            lines.push(row.why.clone());
        }
        lines.push(String::new());
    }
    lines.push(words.say("plan.pain"));
    lines.join("\n").replace('\u{a0}', " ")
}

/// Person, week and weekday in one name; the person's name itself does not stand in the file.
fn uid(view: &CheckView<'_>, date: Date) -> String {
    let weekday =
        WEEKDAYS.get(usize::from(date.weekday().to_monday_zero_offset() as u8)).copied().unwrap_or("");
    let week = date.iso_week_date();
    format!("{:016x}-{}w{:02}-{weekday}@evenstride", person_number(view), week.year(), week.week())
}

/// A number that stands for the person's name: FNV-1a, as it is the same on every machine.
fn person_number(view: &CheckView<'_>) -> u64 {
    let name = view.person.subject.as_ref().map_or("me", |subject| subject.as_str());
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Minutes since the year 2025 began: a number that grows with every later file, without remembering any.
fn sequence(stamp: DateTime) -> u32 {
    let began = DateTime::constant(2025, 1, 1, 0, 0, 0, 0);
    u32::try_from(stamp.duration_since(began).as_mins().max(0)).unwrap_or(u32::MAX).min(i32::MAX as u32)
}
