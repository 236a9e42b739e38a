//! What a whole check says to a person: as plain text and as one self-contained page.
//!
//! Both are pure functions of a [`CheckView`] and the [`Words`]: no clock, no files, and no number that core has
//! not worked out. A stop hides findings and plan in both. Read next: [`sentences`] for what is said of one
//! finding, [`crate::words`] for the words themselves.

pub(crate) mod ahead;
mod behind;
mod change;
mod doubts;
mod facts;
mod how_good;
pub(crate) mod html;
mod lacking;
pub(crate) mod names;
mod outline;
mod page_hints;
mod patterns;
mod pictures;
mod printed;
mod raw;
mod retest;
mod sentences;
pub(crate) mod session;
pub(crate) mod squad;
mod standing;
pub(crate) mod status;
mod stop;
mod text;
mod together;
mod views;
mod visit;
pub(crate) mod week;
mod why;
pub(crate) mod wrap;

#[cfg(test)]
mod tests;

use crate::explain::{Explanation, Swap, WishUnmet};
use crate::following::{Followed, Kept};
use crate::keeping::me;
use crate::squad::{Listed, Member};
use crate::store::Written;
use crate::words::Words;
use evenstride_core::assess::Assessment;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::Notice;
use evenstride_core::person::{Person, SubjectId, Units};
use evenstride_core::plan::{Plan, PlanError, WeekFacts};
use evenstride_core::screen::{Screening, Wait};
use evenstride_core::track::{Course, Next, Retest};
use jiff::civil::Date;
use standing::Standing;

pub use doubts::{failure, notice_line};
pub use how_good::needs_are_served;
pub use names::{capitalised, equipment, load, unit as unit_name, value, whole_minutes};
pub use page_hints::page_hint;
pub(crate) use stop::reason;

pub use html::parts::{
    clearance_part, date, decided, due_line, findings_part, limits_part, minded_part, moment,
    more_urgent_questions, moved_part, notices_part, progress_part, session_log_lines, session_part,
    squad_part, stop_part, style, tells_about, waits_part, week_part,
};

/// Everything a report shows; data only.
#[derive(Debug, Clone, Copy)]
pub struct CheckView<'a> {
    /// Whose check it is.
    pub person: &'a Person,
    /// The knowledge that was used.
    pub knowledge: &'a Knowledge,
    /// The day for which it holds.
    pub as_of: Date,
    /// What the screen says.
    pub screening: &'a Screening,
    /// The findings; none when stopped.
    pub assessment: Option<&'a Assessment>,
    /// The week, when one was made.
    pub plan: Option<&'a Plan>,
    /// Why there is no week, when one was asked for.
    pub plan_problem: Option<&'a PlanError>,
    /// When to measure again.
    pub retest: Option<&'a Retest>,
    /// The weeks ahead, when they were asked for.
    pub course: Option<&'a Course>,
    /// What stands behind the week, when that was asked for.
    pub explanation: Option<&'a Explanation>,
    /// What was swapped by hand.
    pub swap: Option<&'a Swap>,
    /// What is told beside the week; none without one.
    pub facts: Option<&'a WeekFacts>,
    /// What is doubtful in the input.
    pub notices: &'a [Notice],
    /// Version of the program.
    pub version: &'a str,
}

/// The report as plain text, no line longer than `width` characters (at least 30).
#[must_use]
pub fn text(view: &CheckView, words: &Words, width: usize) -> String {
    text::render(view, &Standing::of(view.screening), words, width)
}

/// The report as one self-contained HTML page without any script.
#[must_use]
pub fn html(view: &CheckView, words: &Words) -> String {
    html::render(view, &Standing::of(view.screening), words)
}

/// The screen's outcome alone, as plain text.
#[must_use]
pub fn screening_text(screening: &Screening, knowledge: &Knowledge, words: &Words, width: usize) -> String {
    text::render_screening(&Standing::of(screening), knowledge, words, width)
}

/// One person's findings with what to measure next, as plain text.
#[must_use]
pub fn assessment_text(assessment: &Assessment, knowledge: &Knowledge, words: &Words, width: usize) -> String {
    text::render_assessment(assessment, knowledge, words, width)
}

/// What the screen says in place of one person's findings, as plain text.
#[must_use]
pub fn held_back_text(
    assessment: &Assessment,
    screening: &Screening,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    text::render_held_back(assessment, &Standing::of(screening), knowledge, words, width)
}

/// What one person could measure next, as plain text.
#[must_use]
pub fn next_text(assessment: &Assessment, knowledge: &Knowledge, words: &Words, width: usize) -> String {
    text::render_next(assessment, knowledge, words, width)
}

/// The set of tests that one person could do within `minutes`, in the order of doing, as plain text.
///
/// # Units
/// `minutes` is what was asked for; [`Assessment::next`] holds the set.
#[must_use]
pub fn battery_text(
    assessment: &Assessment,
    minutes: f64,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    text::render_battery(assessment, minutes, knowledge, words, width)
}

/// What a new visit of each person would show if nothing changed, as plain text.
#[must_use]
pub fn predictions_text(
    assessments: &[Assessment],
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    visit::render(assessments, knowledge, words, width)
}

/// The screen's outcome, the week and the retest without the findings, as plain text.
#[must_use]
pub fn plan_text(view: &CheckView, words: &Words, width: usize) -> String {
    text::render_plan(view, &Standing::of(view.screening), words, width)
}

/// The screen's outcome, the week and the retest as one self-contained page to look at and to print.
#[must_use]
pub fn plan_html(view: &CheckView, words: &Words) -> String {
    html::render_plan(view, &Standing::of(view.screening), words)
}

/// What comes next, as plain text.
#[must_use]
pub fn next_session_text(next: &Next, knowledge: &Knowledge, words: &Words, width: usize) -> String {
    session::render(&session::next(next, Units::Metric, knowledge, words), words, width)
}

/// Where somebody stands, as plain text.
#[must_use]
pub fn status_text(
    kept: &Kept,
    followed: &Followed,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    text::render_status(kept, followed, knowledge, words, width)
}

/// What is said of lines whose sets do not count, although what was felt does.
#[must_use]
pub fn only_felt_line(words: &Words) -> String {
    words.say("log.only_felt")
}

/// How many entries were written down, of whom where it is not the only one who has no name, and by which action they
/// can be taken back.
#[must_use]
pub fn written_line(written: &Written, subject: &SubjectId, words: &Words) -> String {
    let Some(action) = written.action else { return words.say("written.known") };
    let (entries, action) = (words.counted("entry", written.n_new), action.0.to_string());
    let values = [("entries", entries.as_str()), ("action", action.as_str())];
    if *subject == me() {
        return words.fill("written.down", &values);
    }
    let [entries, action] = values;
    words.fill("written.down_of", &[entries, action, ("name", subject.as_str())])
}

/// What waits because of the log, whom to see and how to go on.
#[must_use]
pub fn waits_text(waits: &[Wait], knowledge: &Knowledge, words: &Words, width: usize) -> String {
    let mut page = wrap::Page::new(width);
    for line in stop::waits(waits, knowledge, words) {
        page.under(&line, 0);
    }
    page.finish()
}

/// That the health questions are open again, because what had stopped somebody was taken back.
#[must_use]
pub fn reopened_text(words: &Words) -> String {
    format!("{}\n", words.say("screen.reopened"))
}

/// Where answers are kept: the commands that ask the questions again, as one line.
#[must_use]
pub fn answer_again_text(words: &Words) -> String {
    format!("\n{}\n", words.say("status.due.answer"))
}

/// Why there is no session: no plan is followed, or the health questions come first.
#[must_use]
pub fn no_session_text(is_cleared: bool, words: &Words) -> String {
    if is_cleared {
        format!("{}. {}\n", words.say("session.no_plan"), words.say("session.no_plan_how"))
    } else {
        format!("{}\n", words.say("session.not_cleared"))
    }
}

/// Where somebody stands, as one self-contained page.
#[must_use]
pub fn status_html(view: &CheckView, kept: &Kept, followed: &Followed, words: &Words) -> String {
    html::render_status(view, kept, followed, words)
}

/// When to measure again, as plain text.
#[must_use]
pub fn retest_text(
    followed: &Followed,
    as_of: Date,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    let mut page = wrap::Page::new(width);
    status::render_retest(&mut page, followed, as_of, knowledge, words);
    page.finish()
}

/// The people of a store, as plain text.
#[must_use]
pub fn people_text(people: &[Listed], words: &Words, width: usize) -> String {
    let mut page = wrap::Page::new(width);
    status::render_people(&mut page, people, words);
    page.finish()
}

/// A squad as one self-contained page, those who need attention first.
#[must_use]
pub fn squad_html(members: &[Member], as_of: Date, knowledge: &Knowledge, words: &Words) -> String {
    html::render_squad(members, as_of, knowledge, words)
}

/// A squad as plain text, those who need attention first.
#[must_use]
pub fn squad_text(
    members: &[Member],
    as_of: Date,
    knowledge: &Knowledge,
    words: &Words,
    width: usize,
) -> String {
    squad::render(members, as_of, knowledge, words, width)
}

/// Why an exercise cannot be in the week, in a sentence.
#[must_use]
pub fn not_allowed_text(unmet: &WishUnmet, knowledge: &Knowledge, words: &Words) -> String {
    why::wish(unmet, knowledge, words)
}

/// All doubts of a check, those about the files first, each once.
fn notices<'a>(view: &CheckView<'a>) -> Vec<&'a Notice> {
    let mut notices: Vec<&Notice> = view.notices.iter().collect();
    for notice in view.assessment.map_or(&[][..], |assessment| &assessment.notices) {
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    notices
}

/// The heading of the whole report.
fn title(view: &CheckView, words: &Words) -> String {
    match &view.person.subject {
        Some(subject) => words.fill("report.title_for", &[("name", subject.as_str())]),
        None => words.say("report.title"),
    }
}

/// What every report ends with; a stop has said the rest already.
fn closing(view: &CheckView, standing: &Standing, words: &Words) -> Vec<String> {
    let keys: &[&str] = match standing {
        Standing::Stopped { .. } => &["closing.education"],
        Standing::Incomplete { .. } | Standing::Expired { .. } | Standing::Cleared(_) => &[
            "closing.education",
            "closing.limits",
            "closing.same_day",
            "closing.emergency",
            "closing.numb",
            "closing.stop",
        ],
    };
    let mut lines: Vec<String> = keys.iter().map(|key| words.say(key)).collect();
    let versions = [("version", view.version), ("knowledge", view.knowledge.version.as_str())];
    lines.push(words.fill("closing.version", &versions));
    lines
}
