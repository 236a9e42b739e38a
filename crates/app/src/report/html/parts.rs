//! The report's pieces one by one, for pages that have a frame of their own.
//!
//! A piece is what stands between the headings of a page; it never shows findings or a week while a red flag stops.
//! Read next: [`super`] for the pages that are made of the same pieces.

use super::super::outline::{Entry, Section, outline};
use super::super::sentences::{NO_CAUTIONS, Speaker};
use super::super::standing::{Limits, Standing};
use super::super::{CheckView, names, retest, session, squad, status, stop, why};
use super::{Maker, STYLE, Shows, following};
use crate::following::{Due, Followed, Kept};
use crate::squad::Member;
use crate::words::Words;
use evenstride_core::assess::{Assessment, Comparison, Suggestion, Verdict};
use evenstride_core::body::Quality;
use evenstride_core::knowledge::{FlagId, Knowledge};
use evenstride_core::notice::Notice;
use evenstride_core::person::{SubjectId, Units};
use evenstride_core::plan::{Plan, PlanError};
use evenstride_core::screen::{Screening, Wait};
use evenstride_core::track::Next;
use jiff::civil::Date;
use maud::{Markup, html};

/// The style rules of the pieces: those of the pictures, then those of the pages.
#[must_use]
pub fn style() -> [&'static str; 2] {
    [super::pictures::CSS, STYLE]
}

/// What stops, why, whom to see and what to say; nothing when nothing stops.
///
/// The questions that could make it more urgent and what comes afterwards are left to the page around it.
#[must_use]
pub fn stop_part(screening: &Screening, knowledge: &Knowledge, words: &Words) -> Option<Markup> {
    let standing = Standing::of(screening);
    let Standing::Stopped(stopped) = &standing else { return None };
    let said = stop::stop(*stopped, knowledge, words);
    let elsewhere = [words.say("stop.open"), words.say("stop.after")];
    Some(html! {
        section.stop.alarm[said.is_alarm] aria-labelledby="stop" {
            h1 id="stop" tabindex="-1" { span.hidden { (said.prefix) " " } (said.title) }
            @for (title, lines) in said.parts().filter(|(title, _)| !elsewhere.iter().any(|other| other == title)) {
                h2 { (title) }
                @for line in lines { p { (line) } }
            }
        }
    })
}

/// Questions that are open although something stops already, because a yes would make it more urgent.
#[must_use]
pub fn more_urgent_questions(screening: &Screening) -> &[FlagId] {
    match screening {
        Screening::Stopped { open, .. } => open,
        Screening::Incomplete { .. } | Screening::Expired { .. } | Screening::Cleared(_) => &[],
    }
}

/// Until when a clearance holds and what it asks to mind; nothing without one.
#[must_use]
pub fn clearance_part(screening: &Screening, knowledge: &Knowledge, words: &Words) -> Option<Markup> {
    let standing = Standing::of(screening);
    let Standing::Cleared(limits) = &standing else { return None };
    Some(clearance(limits, knowledge, words))
}

/// What a clearance asks to mind, and what waits because of the log; nothing where it asks for nothing.
#[must_use]
pub fn limits_part(screening: &Screening, knowledge: &Knowledge, words: &Words) -> Option<Markup> {
    let standing = Standing::of(screening);
    let Standing::Cleared(limits) = &standing else { return None };
    let mind = stop::to_mind(limits, knowledge, words);
    (!mind.is_empty() || !limits.waits.is_empty()).then(|| {
        html! {
            (waiting(limits.waits, knowledge, words))
            @if !mind.is_empty() { ul { @for line in &mind { li { (line) } } } }
        }
    })
}

/// What a clearance asks to mind, without what waits because of the log; nothing where it asks for nothing.
#[must_use]
pub fn minded_part(screening: &Screening, knowledge: &Knowledge, words: &Words) -> Option<Markup> {
    let standing = Standing::of(screening);
    let Standing::Cleared(limits) = &standing else { return None };
    let mind = stop::to_mind(limits, knowledge, words);
    (!mind.is_empty()).then(|| html! { ul { @for line in &mind { li { (line) } } } })
}

/// What waits because of the log, whom to see and how to go on; nothing when nothing waits.
#[must_use]
pub fn waits_part(screening: &Screening, knowledge: &Knowledge, words: &Words) -> Markup {
    match Standing::of(screening) {
        Standing::Cleared(limits) => waiting(limits.waits, knowledge, words),
        Standing::Stopped(_) | Standing::Incomplete { .. } | Standing::Expired { .. } => html! {},
    }
}

pub(super) fn waiting(waits: &[Wait], knowledge: &Knowledge, words: &Words) -> Markup {
    let lines = stop::waits(waits, knowledge, words);
    html! { @for line in &lines { p { strong { (line) } } } }
}

fn clearance(limits: &Limits<'_>, knowledge: &Knowledge, words: &Words) -> Markup {
    let until = names::date(limits.until, words);
    let mind = stop::to_mind(limits, knowledge, words);
    html! {
        (waiting(limits.waits, knowledge, words))
        p { (words.say("screen.cleared")) " " (words.fill("screen.until", &[("date", &until)])) }
        @if !mind.is_empty() {
            p { (words.say("screen.limits")) }
            ul { @for line in &mind { li { (line) } } }
        }
    }
}

/// The findings with list, leg map and cards, what may lie behind them, what to measure next, and the sources.
#[must_use]
pub fn findings_part(view: &CheckView, words: &Words) -> Markup {
    let maker = Maker { view, words, shows: Shows::Check };
    match (Standing::of(view.screening), view.assessment) {
        (Standing::Stopped { .. }, _) | (_, None) => html! {},
        (Standing::Incomplete { .. } | Standing::Expired { .. } | Standing::Cleared(_), Some(assessment)) => {
            html! { (maker.findings(assessment)) (maker.notices()) (maker.sources()) }
        }
    }
}

/// The week day by day with how to do each exercise, or why there is none, and when to measure again.
#[must_use]
pub fn week_part(view: &CheckView, words: &Words) -> Markup {
    let maker = Maker { view, words, shows: Shows::Plan };
    let standing = Standing::of(view.screening);
    match &standing {
        Standing::Stopped { .. } => html! {},
        Standing::Incomplete { .. } | Standing::Expired { .. } | Standing::Cleared(_) => html! {
            (maker.week(&standing))
            @if let Some(found) = view.retest { (retest_part(found, view.as_of, view.knowledge, words)) }
            (maker.sources())
        },
    }
}

/// What it costs that a session has another day, beside the week as it was before.
#[must_use]
pub fn moved_part(
    plan: &Plan,
    before: &Result<Plan, PlanError>,
    knowledge: &Knowledge,
    words: &Words,
) -> Markup {
    let said = why::moved(plan, before, knowledge, words);
    html! {
        p { strong { (said.title) } }
        @if !said.lead.is_empty() { p { (said.lead) } }
        @if !said.lines.is_empty() { ul { @for line in &said.lines { li { (line) } } } }
    }
}

fn retest_part(
    found: &evenstride_core::track::Retest,
    as_of: Date,
    knowledge: &Knowledge,
    words: &Words,
) -> Markup {
    html! {
        section aria-labelledby="retest" {
            h2 id="retest" { (words.say("retest.title")) }
            @for line in retest::retest_lines(found, as_of, knowledge, words) { p { (line) } }
        }
    }
}

/// The next session as a table, with what is new in it and what is left out.
#[must_use]
pub fn session_part(view: &CheckView, next: &Next, words: &Words) -> Markup {
    Maker { view, words, shows: Shows::Check }.next_session(next)
}

/// The lines that would be written down if the next session went as planned, with loads as the person reads them.
#[must_use]
pub fn session_log_lines(next: &Next, units: Units, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    session::next(next, units, knowledge, words).log
}

/// Differences over time, what was trained, and when to measure again.
///
/// `then` is what was found on the first day of measuring, shown beside today; what a next visit would show is drawn where
/// the findings of `view` tell it.
#[must_use]
pub fn progress_part(
    view: &CheckView,
    (kept, followed): (&Kept, &Followed),
    then: Option<&Assessment>,
    words: &Words,
) -> Markup {
    let maker = Maker { view, words, shows: Shows::Check };
    match Standing::of(&followed.screening) {
        Standing::Stopped { .. } => html! {},
        Standing::Incomplete { .. } | Standing::Expired { .. } | Standing::Cleared(_) => html! {
            (maker.over_time(then))
            (maker.training(kept, followed))
            @if let Some(found) = &followed.retest { (retest_part(found, view.as_of, view.knowledge, words)) }
            (maker.sources())
        },
    }
}

/// A squad as a table, those who need attention first; `link` leads to a person's own page.
#[must_use]
pub fn squad_part(
    members: &[Member],
    knowledge: &Knowledge,
    words: &Words,
    link: &dyn Fn(&SubjectId) -> Option<String>,
) -> Markup {
    following::squad_table(&squad::squad(members, knowledge, words), words, &|at| {
        members.get(at).and_then(|member| link(&member.subject))
    })
}

/// What was doubtful, each with what to do about it; nothing when nothing was.
#[must_use]
pub fn notices_part(notices: &[Notice], knowledge: &Knowledge, words: &Words) -> Markup {
    super::notice_list(notices, knowledge, words)
}

/// One thing that is due, by the key of its sentence, which may name a `{date}` or a `{test}`.
#[must_use]
pub fn due_line(key: &str, due: &Due, knowledge: &Knowledge, words: &Words) -> String {
    status::due_line(key, due, knowledge, words)
}

/// “4 May 2026”.
#[must_use]
pub fn date(day: Date, words: &Words) -> String {
    names::date(day, words)
}

/// “4 May 2026, 14:05 UTC”.
///
/// # Units
/// `at_ms` is milliseconds since 1970 in UTC; what lies outside the calendar gives an empty text.
#[must_use]
pub fn moment(at_ms: i64, words: &Words) -> String {
    let Ok(moment) = jiff::Timestamp::from_millisecond(at_ms) else { return String::new() };
    let moment = jiff::tz::TimeZone::UTC.to_datetime(moment);
    let (day, hour, minute) = (names::date(moment.date(), words), moment.hour(), moment.minute());
    format!("{day}, {hour:02}:{minute:02} UTC")
}

/// What is decided so far, the surest first, and which comparisons are still open.
#[must_use]
pub fn decided(assessment: &Assessment, knowledge: &Knowledge, words: &Words) -> (Vec<String>, Vec<String>) {
    let speaker = Speaker { knowledge, words, cautions: &NO_CAUTIONS };
    let (open, decided): (Vec<Entry>, Vec<Entry>) =
        outline(assessment).into_iter().partition(|entry| entry.section == Section::Open);
    let is_undecided = |entry: &&Entry| matches!(entry.finding.verdict, Verdict::Undecided { .. });
    let named = |entry: &Entry| {
        let finding = entry.finding;
        comparison_of(&finding.comparison, finding.quality, knowledge, words)
    };
    (
        decided.iter().map(|entry| speaker.headline(entry.finding)).collect(),
        open.iter().filter(is_undecided).map(named).collect(),
    )
}

/// “Lower calf (strength)”.
fn comparison_of(comparison: &Comparison, quality: Quality, knowledge: &Knowledge, words: &Words) -> String {
    let quality = words.say(&format!("quality.{}", quality.as_str()));
    format!("{} ({quality})", names::comparison(comparison, knowledge, words))
}

/// What a test tells most about, in a few words; empty when nothing stands out.
#[must_use]
pub fn tells_about(suggestion: &Suggestion, knowledge: &Knowledge, words: &Words) -> String {
    let mut about: Vec<String> = Vec::new();
    for (comparison, quality) in &suggestion.tells_about {
        let named = comparison_of(comparison, *quality, knowledge, words);
        if about.len() < NAMED_MAX && !about.contains(&named) {
            about.push(named);
        }
    }
    words.list(&about)
}

/// So many comparisons are named beside a test.
const NAMED_MAX: usize = 3;
