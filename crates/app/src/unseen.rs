//! What was told later than the answers to the health questions, and lines that nobody could read: a sign counts in both.
//!
//! Answers have looked at what was known when they were given. A day in a file says when something happened, not when
//! somebody wrote it down; a store knows the order. Read next: [`evenstride_core::track::Log::with_unseen`].

use crate::check::CheckInput;
use crate::following::{still_asked_about, unseen_signs};
use crate::record::followed_log;
use crate::store::{ActionId, Note, Records};
use evenstride_core::knowledge::{Knowledge, SignEffect};
use evenstride_core::measure::Trial;
use evenstride_core::notice::{Notice, NoticeCode};
use evenstride_core::screen::{Screening, Wait, screen};
use evenstride_core::track::{
    ClearanceEnd, Log, LoggedSets, Next, Remark, clearance_end, signs_in_words, to_logged, waits,
};
use evenstride_core::training::{Trained, recognise};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What was felt and said in some lines, as entries and remarks; what says nothing of the kind is left out.
#[must_use]
pub fn unseen(trained: &[&Trained], notes: &[&Note], knowledge: &Knowledge) -> (Vec<LoggedSets>, Vec<Remark>) {
    let (mut entries, mut remarks) = (Vec::new(), Vec::new());
    for one in trained.iter().filter(|one| tells_something(one)) {
        match to_logged(one, &recognise(&one.name, knowledge), knowledge) {
            Ok(from) => entries.extend(from.entries),
            Err(why) => remarks.push(Remark::of(one, &why)),
        }
    }
    let said = notes.iter();
    remarks.extend(said.map(|note| Remark::said(note.day, note.text.clone())));
    (entries, remarks)
}

/// What was written beside measurements up to a day, as remarks; the same words beside several tries are one.
#[must_use]
pub fn remarks_beside<'t>(trials: impl IntoIterator<Item = &'t Trial>, as_of: Date) -> Vec<Remark> {
    let noted = trials.into_iter().filter(|trial| trial.day <= as_of);
    let said: BTreeSet<(Date, &str)> =
        noted.filter_map(|trial| Some((trial.day, trial.note.as_deref()?))).collect();
    said.into_iter().map(|(on, text)| Remark::said(on, text.to_owned())).collect()
}

/// What the log of files of training and measurements comes to beside somebody's answers.
#[derive(Debug, Clone)]
pub struct LogOfFile {
    /// What can be followed of it, with what the answers have not looked at.
    pub log: Log,
    /// That it has ended the clearance, or holds a sign to stop that nobody has looked at.
    pub ended: Option<ClearanceEnd>,
    /// What waits.
    pub waits: Vec<Wait>,
}

/// Holds the log of a file against the answers: a file says the day of each line, and not when it was written.
///
/// Of the day before the answers it may have been written after them. Answers without a day of their own count as given on
/// the day that is asked for: they have looked at nothing in the log.
#[must_use]
pub fn log_of_file(
    trained: &[&Trained],
    input: &CheckInput,
    screening: &Screening,
    knowledge: &Knowledge,
) -> LogOfFile {
    let (as_of, answered) = (input.as_of, input.answers.on);
    let (log, _) = followed_log(trained, &[], knowledge, as_of);
    let own = input.trials.iter().filter(|trial| trial.subject == input.subject);
    let beside = remarks_beside(own, as_of);
    let before = answered.yesterday().unwrap_or(answered);
    let of_the_day_before: Vec<&Trained> = trained.iter().copied().filter(|one| one.on == before).collect();
    let (entries, mut remarks) = unseen(&of_the_day_before, &[], knowledge);
    remarks.extend(beside.iter().filter(|remark| remark.on == before).cloned());
    let log = log.with_remarks(beside).with_unseen(entries, remarks);
    let unseen = || unseen_signs(&log, screening, input, knowledge);
    let ended = match screening {
        Screening::Cleared(cleared) => {
            clearance_end(&log, cleared, knowledge, as_of).or_else(|| unseen().filter(|_| answered == as_of))
        }
        Screening::Incomplete { .. } | Screening::Expired { .. } => unseen(),
        // What the answers ask for already covers a sign that is less urgent.
        Screening::Stopped { action, .. } => {
            unseen().filter(|sign| sign.action.is_some_and(|asked| asked < *action))
        }
    };
    let since = if answered == as_of { still_asked_about(as_of, knowledge) } else { answered };
    let waits = waits(&log, since, knowledge);
    LogOfFile { log, ended, waits }
}

/// That a sign to stop beside the measurements of files, without a log, has ended the clearance.
#[must_use]
pub fn ended_by_measurements(input: &CheckInput, knowledge: &Knowledge) -> Option<Next> {
    let own: Vec<Trial> = input.trials.iter().filter(|trial| trial.subject == input.subject).cloned().collect();
    let screening = screen(&input.person, &input.answers, &own, knowledge, input.as_of);
    log_of_file(&[], input, &screening, knowledge).ended.map(Next::ClearanceEnded)
}

fn tells_something(trained: &Trained) -> bool {
    let is_felt = trained.swelling || trained.pain.is_some() || trained.morning_points.is_some();
    is_felt || !trained.signs.is_empty() || trained.note.is_some()
}

/// What a store was told after the newest answers about the days before them, as far back as answers hold.
///
/// `answered` is the day of the answers; without answers nothing was told after them.
#[must_use]
pub fn told_after(
    records: &Records,
    answered: Date,
    knowledge: &Knowledge,
    as_of: Date,
) -> (Vec<LoggedSets>, Vec<Remark>) {
    let Some(answers) = &records.answers else { return (Vec::new(), Vec::new()) };
    let earliest = still_asked_about(as_of, knowledge);
    let is_unseen = |action: ActionId, day: Date| {
        action > answers.action && day < answered && day >= earliest && day <= as_of
    };
    let trained: Vec<&Trained> = records
        .trained
        .iter()
        .filter(|kept| is_unseen(kept.action, kept.value.on))
        .map(|kept| &kept.value)
        .collect();
    let notes: Vec<&Note> = records
        .notes
        .iter()
        .filter(|kept| is_unseen(kept.action, kept.value.day))
        .map(|kept| &kept.value)
        .collect();
    let (entries, mut remarks) = unseen(&trained, &notes, knowledge);
    let later = records.trials.iter().filter(|kept| is_unseen(kept.action, kept.value.day));
    remarks.extend(remarks_beside(later.map(|kept| &kept.value), as_of));
    (entries, remarks)
}

/// Lines of a text with their number from 1 that hold a sign to stop, in words or by the name of its rule.
pub(crate) fn lines_with_signs<'t>(
    text: &'t str,
    is_refused: impl Fn(u64) -> bool,
    knowledge: &Knowledge,
) -> impl Iterator<Item = (u64, &'t str)> {
    let ends = |line: &str| signs_in_words(line, knowledge).iter().any(|sign| sign.effect == SignEffect::Ends);
    // What stands behind # is passed over, as where lines are read.
    let is_said = |line: &str| !line.trim_start_matches('\u{feff}').trim_start().starts_with('#');
    (1..).zip(text.lines()).filter(move |(number, line)| is_refused(*number) && is_said(line) && ends(line))
}

/// The lines of a text that a reader of training refused, for whatever reason.
pub(crate) fn refused_lines(notices: &[Notice]) -> BTreeSet<u64> {
    let is_refusal = |notice: &&Notice| {
        matches!(
            notice.code,
            NoticeCode::RowRefused
                | NoticeCode::DateDoubtful
                | NoticeCode::DateInFuture
                | NoticeCode::LimitReached
        )
    };
    let refused = notices.iter().filter(is_refusal);
    refused.filter_map(|notice| notice.place.as_ref().and_then(|place| place.line)).collect()
}

/// The day that a line which could not be read names, as year, month and day; `today` when it names none before it.
pub(crate) fn day_of_line(line: &str, today: Date) -> Date {
    let words = line.split(|letter: char| !letter.is_ascii_digit() && letter != '-');
    let mut days = words.filter(|word| word.len() == 10).filter_map(|word| word.parse::<Date>().ok());
    days.find(|day| *day <= today).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_line_has_the_day_that_it_names() {
        let today = date(2026, 11, 27);
        let day = |line: &str| day_of_line(line, today);
        assert_eq!(day("2026-11-20 squat 3xmany chest pain"), date(2026, 11, 20));
        assert_eq!(day("\"2026-11-20T08:00\",squat,dizzy"), date(2026, 11, 20));
        for line in ["squat, dizzy", "20/11/2026 dizzy", "2027-01-01 dizzy", "2026-13-01 dizzy"] {
            assert_eq!(day(line), today, "{line}");
        }
    }
}
