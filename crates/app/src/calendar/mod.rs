//! The plan as a calendar file that ordinary calendars import: one event a session, with its sets in the text.
//!
//! It plans nothing and shows nothing of the findings unless that is asked for: others see calendars. Times are local
//! without a zone, because people train by the clock on their wall. Read next: `format` for the lines of the file.

mod format;

use crate::report::week::{self, DayWords};
use crate::report::{CheckView, ahead, names};
use crate::words::Words;
use evenstride_core::person::WEEKDAYS;
use evenstride_core::screen::Screening;
use evenstride_core::track::{CourseWeek, WeekKind};
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
/// Sessions lie in the seven days from the day of the check on, or in the weeks ahead when those were worked out, and
/// none after the clearance has ended. The name of an event follows from the person's name and the day alone, so that
/// a new plan replaces it instead of standing beside it.
#[must_use]
pub fn calendar(view: &CheckView<'_>, options: &CalendarOptions, words: &Words) -> String {
    let mut events: Vec<Event> = Vec::new();
    let until = match view.screening {
        Screening::Cleared(cleared) => cleared.until(),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => view.as_of,
    };
    for (date, day, light) in days(view, words).into_iter().filter(|(date, _, _)| *date <= until) {
        events.extend(training(view, options, words, date, &day, light));
    }
    events.extend(retests(view, words).into_iter().filter(|event| event.when.start().date() <= until));
    events.sort_by_key(|event| event.when.start());
    format::write(&events, view.version, options.stamp, sequence(options.stamp))
}

/// The days of training, each with whether its week is a lighter one.
fn days(view: &CheckView<'_>, words: &Words) -> Vec<(Date, DayWords, bool)> {
    let Some(plan) = view.plan else { return Vec::new() };
    let Some(course) = view.course else {
        let of_plan = plan.sessions.iter().filter_map(|session| {
            // Each weekday falls once into the seven days from the day of the check on.
            let date = first_on(view.as_of, session.weekday)?;
            Some((date, week::day_of(session, view.knowledge, words)?, false))
        });
        return of_plan.collect();
    };
    let of_week = |week: &CourseWeek| -> Vec<(Date, DayWords, bool)> {
        let light = week.kind == WeekKind::Lighter;
        let sessions = week.sessions.iter();
        let in_words = |session| ahead::day(session, plan, view.knowledge, words);
        sessions.filter_map(|session| Some((session.on, in_words(session)?, light))).collect()
    };
    course.weeks.iter().flat_map(of_week).collect()
}

/// A whole day to remind of each measurement of the weeks ahead, on the last day of its week.
fn retests(view: &CheckView<'_>, words: &Words) -> Vec<Event> {
    let weeks = view.course.map_or(&[][..], |course| course.weeks.as_slice());
    let event = |(at, week): (usize, &CourseWeek)| {
        let found = week.retest.as_ref()?;
        let tests: Vec<String> = found.tests.iter().map(|id| names::test(id, view.knowledge)).collect();
        Some(Event {
            // The measurement is a thing of its own, so that it moves when the weeks move.
            uid: format!("{:016x}-measure-{}@evenstride", person_number(view), at + 1),
            when: When::Day(week.starts.checked_add(6.days()).ok()?),
            title: words.say("ahead.calendar_retest"),
            text: tests.join("\n"),
        })
    };
    let measured = weeks.iter().filter(|week| week.retest.is_some());
    measured.enumerate().filter_map(event).collect()
}

/// The first day of a weekday, 0 = Monday, from a day on; none when it leaves the calendar.
fn first_on(from: Date, weekday: u8) -> Option<Date> {
    let today = from.weekday().to_monday_zero_offset();
    let ahead = (i64::from(weekday) - i64::from(today)).rem_euclid(7);
    from.checked_add(ahead.days()).ok()
}

fn training(
    view: &CheckView<'_>,
    options: &CalendarOptions,
    words: &Words,
    date: Date,
    day: &DayWords,
    light: bool,
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
    let text = text(day, full || view.course.is_some(), light, words);
    Some(Event { uid: uid(view, date), when: When::From(start, end), title, text })
}

/// The sets in the order of doing, then when to hold back.
///
/// `reasons` are why an exercise is in, or for the weeks ahead what changes, which says nothing of findings.
fn text(day: &DayWords, reasons: bool, light: bool, words: &Words) -> String {
    let mut lines: Vec<String> = Vec::new();
    if light {
        lines.push(words.say("ahead.calendar_light"));
    }
    lines.extend([words.say("calendar.warm_up"), String::new()]);
    for (at, row) in day.rows.iter().enumerate() {
        let n = (at + 1).to_string();
        let parts = [("n", n.as_str()), ("exercise", &row.exercise), ("side", &row.side), ("dose", &row.dose)];
        lines.push(words.fill("calendar.line", &parts));
        lines.push(words.fill("calendar.rest", &[("rest", &row.rest)]));
        lines.push(row.load.clone());
        if reasons && !row.why.is_empty() {
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
