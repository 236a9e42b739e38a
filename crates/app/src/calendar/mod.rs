//! The plan as a calendar file that ordinary calendars import: one event a session, with its sets in the text.
//!
//! It plans nothing and shows nothing of the findings unless that is asked for: others see calendars. Times are local
//! without a zone, because people train by the clock on their wall. Read next: `format` for the lines of the file.

mod format;

use crate::error::Error;
use crate::report::week::{self, DayWords};
use crate::report::{CheckView, ahead, names};
use crate::words::Words;
use evenstride_core::knowledge::TestId;
use evenstride_core::person::WEEKDAYS;
use evenstride_core::screen::Screening;
use evenstride_core::track::WeekKind;
use format::{Event, When};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};
use std::collections::BTreeSet;

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

/// A time of day as `18:00`; `name` is what it was typed for.
///
/// # Errors
/// It is no time.
pub fn time_of(typed: &str, name: &str) -> Result<Time, Error> {
    let refused = || {
        let found: String = typed.chars().take(40).collect();
        Error::usage(format!("read {name}: expected a time as 18:00, found “{found}”"))
    };
    let (hour, minute) = typed.trim().split_once(':').ok_or_else(refused)?;
    let number = |digits: &str| {
        let are_digits = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<i8>().ok().filter(|_| are_digits).ok_or_else(refused)
    };
    Time::new(number(hour)?, number(minute)?, 0, 0).map_err(|_| refused())
}

/// The calendar file of a plan; without a plan it holds no event.
///
/// Sessions lie in the seven days from the day of the check on, or in the weeks ahead when those were worked out, and
/// none after the clearance has ended. The name of an event follows from the person's name and the day alone, so that
/// a new plan replaces it instead of standing beside it.
#[must_use]
pub fn calendar(view: &CheckView<'_>, options: &CalendarOptions, words: &Words) -> String {
    calendar_after(&BTreeSet::new(), view, options, words)
}

/// The same for somebody whose plans so far had sessions on these weekdays (0 = Monday): those of them that rest now are
/// cancelled.
///
/// A calendar that read an earlier file keeps what a later one does not name, so a day of rest has to say that it is one.
#[must_use]
pub fn calendar_after(
    before: &BTreeSet<u8>,
    view: &CheckView<'_>,
    options: &CalendarOptions,
    words: &Words,
) -> String {
    let maker = Maker { view, options, words };
    let until = match view.screening {
        Screening::Cleared(cleared) => cleared.until(),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => view.as_of,
    };
    let days = maker.days();
    let mut events: Vec<Event> = days.iter().filter_map(|day| maker.training(day)).collect();
    events.extend(maker.measurements());
    events.extend(maker.cancelled(before, &days));
    events.retain(|event| event.when.start().date() <= until);
    events.sort_by_key(|event| event.when.start());
    format::write(&events, words.language(), view.version, options.stamp, sequence(options.stamp))
}

/// A day of training.
struct Day {
    date: Date,
    said: DayWords,
    /// What kind of week it lies in; none for the week of the plan itself.
    week: Option<WeekKind>,
}

/// What every event is made with.
#[derive(Clone, Copy)]
struct Maker<'a> {
    view: &'a CheckView<'a>,
    options: &'a CalendarOptions,
    words: &'a Words,
}

impl Maker<'_> {
    /// The days of training: those of the weeks ahead when they were asked for, else those of the plan.
    fn days(self) -> Vec<Day> {
        let Some(plan) = self.view.plan else { return Vec::new() };
        let Some(course) = self.view.course else {
            let of_plan = plan.sessions.iter().filter_map(|session| {
                // Each weekday falls once into the seven days from the day of the check on.
                let date = first_on(self.view.as_of, session.weekday)?;
                Some(Day { date, said: week::day_of(session, self.view.knowledge, self.words)?, week: None })
            });
            return of_plan.collect();
        };
        let weeks = course.weeks.iter();
        let sessions = weeks.flat_map(|week| week.sessions.iter().map(move |session| (week.kind, session)));
        let in_words =
            |session| ahead::day(session, plan, self.view.person.units, self.view.knowledge, self.words);
        sessions
            .filter_map(|(kind, session)| {
                Some(Day { date: session.on, said: in_words(session)?, week: Some(kind) })
            })
            .collect()
    }

    fn training(self, day: &Day) -> Option<Event> {
        let start = day.date.to_datetime(self.options.at);
        let end = start.checked_add(SignedDuration::from_mins(i64::from(day.said.minutes))).ok()?;
        let minutes = names::minutes(f64::from(day.said.minutes), self.words);
        let title = if self.options.telling == Telling::Full && !day.said.groups.is_empty() {
            let groups = self.words.list(&day.said.groups);
            self.words.fill("calendar.title_full", &[("minutes", &minutes), ("groups", &groups)])
        } else {
            self.words.fill("calendar.title", &[("minutes", &minutes)])
        };
        let uid = uid(self.view, day.date);
        Some(Event { uid, when: When::From(start, end), title, text: self.text(day), is_cancelled: false })
    }

    /// The sessions of earlier plans that lie between the first day of the file and its last, on days that rest now.
    fn cancelled(self, before: &BTreeSet<u8>, days: &[Day]) -> Vec<Event> {
        let Some(last) = days.iter().map(|day| day.date).max() else { return Vec::new() };
        let end = self.view.as_of.checked_add(6.days()).map_or(last, |end| end.max(last));
        let all = self.view.as_of.series(1.day()).take_while(|date| *date <= end);
        let rests = all.filter(|date| days.iter().all(|day| day.date != *date)).filter(|date| {
            let weekday = date.weekday().to_monday_zero_offset();
            before.iter().any(|planned| i64::from(*planned) == i64::from(weekday))
        });
        let event = |date: Date| {
            let start = date.to_datetime(self.options.at);
            let title = self.words.say("calendar.rest_day");
            let (uid, when) = (uid(self.view, date), When::From(start, start));
            Event { uid, when, title, text: String::new(), is_cancelled: true }
        };
        rests.map(event).collect()
    }

    /// The sets in the order of doing, then when to hold back.
    fn text(self, day: &Day) -> String {
        let words = self.words;
        let mut lines: Vec<String> = Vec::new();
        if day.week == Some(WeekKind::Lighter) {
            lines.push(words.say("ahead.calendar_light"));
        }
        lines.extend([words.say("calendar.warm_up"), String::new()]);
        // For the weeks ahead it is what changes, which says nothing of findings; else it is why an exercise is in.
        let tells_why = day.week.is_some() || self.options.telling == Telling::Full;
        for (at, row) in day.said.rows.iter().enumerate() {
            let n = (at + 1).to_string();
            let parts =
                [("n", n.as_str()), ("exercise", &row.exercise), ("side", &row.side), ("dose", &row.dose)];
            lines.push(words.fill("calendar.line", &parts));
            lines.push(words.fill("calendar.rest", &[("rest", &row.rest)]));
            lines.push(row.load.clone());
            if tells_why && !row.why.is_empty() {
                lines.push(row.why.clone());
            }
            lines.push(String::new());
        }
        lines.push(words.say("plan.pain"));
        lines.join("\n").replace('\u{a0}', " ")
    }

    /// A whole day to remind of each measurement: on the last day of its week in the weeks ahead, else on the first day
    /// on which it makes sense, or at once where that is over.
    fn measurements(self) -> Vec<Event> {
        let event = |at: usize, day: Date, tests: &[TestId]| Event {
            // The measurement is a thing of its own, so that it moves when the weeks move.
            uid: format!("{:016x}-measure-{}@evenstride", person_number(self.view), at + 1),
            when: When::Day(day),
            title: self.words.say("ahead.calendar_retest"),
            text: tests.iter().map(|id| names::test(id, self.view.knowledge)).collect::<Vec<_>>().join("\n"),
            is_cancelled: false,
        };
        let Some(course) = self.view.course else {
            let found = self.view.retest.filter(|found| self.view.plan.is_some() && !found.tests.is_empty());
            return found
                .map(|found| event(0, found.earliest.max(self.view.as_of), &found.tests))
                .into_iter()
                .collect();
        };
        let measured = course.weeks.iter().filter_map(|week| {
            let last = week.starts.checked_add(6.days()).ok()?;
            Some((last, week.retest.as_ref()?))
        });
        measured.enumerate().map(|(at, (last, found))| event(at, last, &found.tests)).collect()
    }
}

/// The first day of a weekday, 0 = Monday, from a day on; none when it leaves the calendar.
fn first_on(from: Date, weekday: u8) -> Option<Date> {
    let today = from.weekday().to_monday_zero_offset();
    let ahead = (i64::from(weekday) - i64::from(today)).rem_euclid(7);
    from.checked_add(ahead.days()).ok()
}

/// Person, week and weekday in one name; the person's name itself does not stand in the file.
fn uid(view: &CheckView<'_>, date: Date) -> String {
    let weekday =
        WEEKDAYS.get(usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())).copied().unwrap_or("");
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
