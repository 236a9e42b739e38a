//! From records and contents to the values of one person, in one order whatever order they came in.
//!
//! It is pure: what was read goes in, values come out. Read next: `super::live` for what counts, `super::body` for how a
//! value is written.

use super::actions::ActionId;
use super::body::{self, Unread};
use super::content::{Key, Kind};
use super::found::{Contents, Files, file_of};
use super::live::{Record, newest};
use super::plan_body;
use super::read::{Kept, Records};
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use jiff::civil::Date;

/// A content that counts, with the first of its places.
#[derive(Clone, Copy)]
struct Standing<'a> {
    key: &'a str,
    body: &'a str,
    place: (&'a str, Option<u64>),
    first: &'a Record,
}

impl Standing<'_> {
    /// The day of its record, which every record of such a kind has.
    fn day(&self) -> Date {
        self.first.day.expect("a record of such a kind without a day is refused when it is read")
    }

    fn place(&self) -> Place {
        let (file, line) = self.place;
        Place { file: file.to_owned(), line }
    }
}

/// What was read of one person.
struct Found<'a> {
    contents: Vec<(i64, &'a str, &'a str)>,
    files: &'a Files,
}

/// The values of the records that count; or the content that cannot be read.
pub(super) fn gathered(
    subject: &SubjectId,
    counting: &[&Record],
    contents: &Contents<3>,
    files: &Files,
) -> Result<Records, (Unread, Key)> {
    let found = Found { contents: contents.by_number(), files };
    let mut all = Records::default();
    if let Some(last) = newest(counting, Kind::Person).and_then(|last| found.standing(last)) {
        all.person = Some(kept(&last, body::told(last.body, last.day()))?);
    }
    let mut answers: Vec<&Record> = counting.iter().copied().filter(|one| one.kind == Kind::Answers).collect();
    answers.sort_by_key(|record| (record.day, record.action));
    let answers: Vec<Standing<'_>> = answers.into_iter().filter_map(|record| found.standing(record)).collect();
    all.earlier_answers = each(&answers, |each| body::told(each.body, each.day()))?;
    all.answers = all.earlier_answers.pop();
    let trials = found.standings(counting, Kind::Trial);
    all.trials = each(&trials, |each| body::trial(each.body, subject, each.place()))?;
    let trained = found.standings(counting, Kind::Trained);
    let mut ends = body::Ends::new();
    all.trained = each(&trained, |each| body::trained_by_ends(each.body, each.place(), &mut ends))?;
    let notes = found.standings(counting, Kind::Note);
    all.notes = each(&notes, |each| body::note(each.body))?;
    // They stand by place and key already, and such a sort keeps that order within a day.
    all.trials.sort_by_key(|kept| kept.value.day);
    all.trained.sort_by_key(|kept| kept.value.on);
    all.notes.sort_by_key(|kept| kept.value.day);
    // The same week may be followed twice, with another one between: every record of a plan counts for itself.
    let mut plans: Vec<&Record> = counting.iter().copied().filter(|record| record.kind == Kind::Plan).collect();
    plans.sort_by_key(|record| (record.day, record.action));
    let plans: Vec<Standing<'_>> = plans.into_iter().filter_map(|record| found.standing(record)).collect();
    all.plans = each(&plans, |each| plan_body::plan(each.body, each.day()))?;
    Ok(all)
}

fn each<'a, T>(
    standings: &[Standing<'a>],
    mut read: impl FnMut(&Standing<'a>) -> Result<T, Unread>,
) -> Result<Vec<Kept<T>>, (Unread, Key)> {
    standings.iter().map(|standing| kept(standing, read(standing))).collect()
}

fn kept<T>(from: &Standing<'_>, read: Result<T, Unread>) -> Result<Kept<T>, (Unread, Key)> {
    let key = Key::stored(from.key.to_owned());
    match read {
        Ok(value) => Ok(Kept { key, action: ActionId(from.first.action), value }),
        Err(unread) => Err((unread, key)),
    }
}

impl<'a> Found<'a> {
    fn standing(&self, record: &'a Record) -> Option<Standing<'a>> {
        let content = record.content?;
        let at = self.contents.binary_search_by_key(&content, |(id, _, _)| *id).ok()?;
        let (_, key, body) = *self.contents.get(at)?;
        Some(Standing { key, body, place: (file_of(record, self.files), record.line), first: record })
    }

    /// The contents of a kind that count, each once, by place and key.
    fn standings(&self, counting: &[&'a Record], kind: Kind) -> Vec<Standing<'a>> {
        let of_kind = counting.iter().filter(|record| record.kind == kind);
        let mut all: Vec<Standing<'a>> = of_kind.filter_map(|record| self.standing(record)).collect();
        all.sort_by_key(|standing| standing.first.content);
        all.dedup_by(|next, known| {
            let is_same = next.first.content == known.first.content;
            if is_same {
                known.place = known.place.min(next.place);
                if next.first.action < known.first.action {
                    known.first = next.first;
                }
            }
            is_same
        });
        all.sort_by(|a, b| (a.place, a.key).cmp(&(b.place, b.key)));
        all
    }
}
