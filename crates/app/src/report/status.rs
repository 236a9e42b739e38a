//! Where somebody stands, in words: what is due, the differences over time, the training, when to measure again.
//!
//! It decides nothing; a stop hides everything else. Read next: [`crate::following`].

use super::change::DayWords;
use super::names;
use super::outline::{Entry, outline};
use super::retest;
use super::sentences::{NO_CAUTIONS, Speaker};
use super::session;
use super::wrap::Page;
use crate::following::{Due, Followed, Kept};
use crate::squad::Listed;
use crate::words::Words;
use evenstride_core::assess::{Assessment, Comparison, OLD_AFTER_DAYS};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::track::Next;
use jiff::civil::Date;

/// Writes where somebody stands, under the outcome of the screen.
pub(crate) fn render(page: &mut Page, kept: &Kept, followed: &Followed, knowledge: &Knowledge, words: &Words) {
    page.heading(&words.say("status.due_title"), '-');
    if followed.due.is_empty() {
        page.under(&words.say("status.nothing_due"), 0);
    }
    for due in &followed.due {
        page.item("-", &due_line(&format!("status.due.{}", due.as_str()), due, knowledge, words), 0);
    }
    if let Some(assessment) = &followed.assessment {
        over_time(page, assessment, knowledge, words);
    }
    page.heading(&words.say("status.training"), '-');
    for line in training(kept, followed, words) {
        page.under(&line, 0);
    }
    if let Some(found) = &followed.retest {
        page.heading(&words.say("retest.title"), '-');
        for line in retest::retest_lines(found, kept.input.as_of, knowledge, words) {
            page.under(&line, 0);
        }
    }
}

/// “Where ada stands”, or “Where you stand” for whoever has no other name.
pub(crate) fn title(kept: &Kept, words: &Words) -> String {
    match kept.input.subject.as_str() {
        "me" => words.say("status.title_you"),
        name => words.fill("status.title", &[("name", name)]),
    }
}

/// One thing that is due, by the key of its sentence.
pub(crate) fn due_line(key: &str, due: &Due, knowledge: &Knowledge, words: &Words) -> String {
    let date = due.day().map_or_else(String::new, |day| names::date(day, words));
    let another = due.another_day();
    let test = another.map(|another| names::test(&another.test, knowledge)).unwrap_or_default();
    let finding = another.map(|another| names::settles(another, knowledge, words)).unwrap_or_default();
    words.fill(key, &[("date", &date), ("finding", &finding), ("test", &test)])
}

/// The differences between the legs with their days, and how many more findings there are.
fn over_time(page: &mut Page, assessment: &Assessment, knowledge: &Knowledge, words: &Words) {
    page.heading(&words.say("status.over_time"), '-');
    page.under(&words.say("status.over_time_lead"), 0);
    let speaker = Speaker { knowledge, words, cautions: &NO_CAUTIONS };
    let entries = outline(assessment);
    let has_raw = |entry: &&Entry| speaker.course(entry.finding).iter().any(|day| day.raw.is_some());
    if entries.iter().filter(|entry| is_shown(entry)).any(|entry| has_raw(&entry)) {
        page.under(&words.say("status.raw_lead"), 0);
    }
    let shown = entries.iter().filter(|entry| is_shown(entry));
    let mut n_shown = 0;
    for entry in shown {
        n_shown += 1;
        let said = speaker.finding(entry.finding);
        page.gap();
        page.item(&format!("{n_shown}."), &said.headline, 0);
        let days = speaker.course(entry.finding);
        if days.is_empty() {
            page.under(&words.say("status.one_day"), 3);
        }
        for day in days {
            page.item("-", &day_line(&day, words), 3);
        }
        if !said.change.is_empty() {
            page.under(&said.change.join(" "), 3);
        }
    }
    let n_others = entries.len() - n_shown;
    if n_others > 0 {
        page.paragraph(&words.fill("status.others", &[("n", &n_others.to_string())]));
    }
}

/// One day with what it could be and, where the best test measured both legs on it, what its bare values say.
fn day_line(day: &DayWords, words: &Words) -> String {
    let values = [
        ("day", day.day.as_str()),
        ("size", day.size.as_str()),
        ("from", day.from.as_str()),
        ("to", day.to.as_str()),
        ("raw", day.raw.as_deref().unwrap_or_default()),
    ];
    match day.raw {
        Some(_) => words.fill("status.day_raw", &values),
        None => words.fill("status.day", &values[..4]),
    }
}

/// Is it a comparison of the legs of which something can be said over time?
pub(crate) fn is_shown(entry: &Entry) -> bool {
    let is_between_legs = matches!(entry.finding.comparison, Comparison::LeftRight { .. });
    is_between_legs && entry.finding.estimate.is_some()
}

/// What is known of plan, training and measuring.
pub(crate) fn training(kept: &Kept, followed: &Followed, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    match &kept.plan {
        Some(plan) => {
            lines.push(words.fill("status.plan_since", &[("date", &names::date(plan.since, words))]));
            if let Some(Next::Session(session)) = &followed.next {
                lines.push(match &session.adherence {
                    Some(adherence) => session::adherence(adherence, words),
                    None => words.say("status.not_counted"),
                });
            }
        }
        None => lines.push(words.say("session.no_plan")),
    }
    lines.push(match followed.trained_on {
        Some(day) => words.fill("status.last_trained", &[("date", &names::date(day, words))]),
        None => words.say("status.never_trained"),
    });
    if let Some(day) = followed.measured_on {
        lines.push(words.fill("status.last_measured", &[("date", &names::date(day, words))]));
    }
    if followed.is_old {
        lines.push(words.fill("status.measured_old", &[("days", &OLD_AFTER_DAYS.to_string())]));
    }
    lines
}

/// When to measure again, alone.
pub(crate) fn render_retest(
    page: &mut Page,
    followed: &Followed,
    as_of: Date,
    knowledge: &Knowledge,
    words: &Words,
) {
    page.heading(&words.say("retest.title"), '=');
    match &followed.retest {
        Some(found) => {
            for line in retest::retest_lines(found, as_of, knowledge, words) {
                page.under(&line, 0);
            }
        }
        None => page.under(&words.say("status.no_retest"), 0),
    }
}

/// The names of people with when they were last measured and trained.
pub(crate) fn render_people(page: &mut Page, people: &[Listed], words: &Words) {
    if people.is_empty() {
        page.under(&words.say("squad.empty"), 0);
        return;
    }
    let day = |day: Option<Date>| day.map_or_else(|| words.say("squad.never"), |day| names::date(day, words));
    let head = ["squad.name", "squad.measured", "squad.trained"].map(|key| words.say(key));
    let mut rows: Vec<Vec<String>> = vec![head.to_vec()];
    rows.extend(
        people
            .iter()
            .map(|listed| vec![listed.subject.to_string(), day(listed.measured_on), day(listed.trained_on)]),
    );
    let columns = page.columns(&rows);
    for row in &rows {
        page.row(row, &columns);
    }
}
