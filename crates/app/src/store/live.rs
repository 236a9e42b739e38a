//! Which records count: not taken back, not corrected away.
//!
//! ```text
//!   import ── row a ◄── supersedes ── row b ── correction
//!      │                                │
//!      └ undone: a is gone,             └ undone: a counts again
//!        and with it b, which
//!        stood in its place
//! ```
//! A corrected row stays corrected when a longer export brings it again. It is pure: records in, records out. Read
//! next: `super::read`.

use super::content::Kind;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What the records say of one content, as far as actions are not taken back.
///
/// A content that several files brought has one of these; its action is the first one. A correction has one of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// The action; a later one has a larger number.
    pub(super) action: i64,
    /// The kind.
    pub(super) kind: Kind,
    /// The day it is about, where the content does not say it.
    pub(super) day: Option<Date>,
    /// What it brought; nothing when it only sets something aside.
    pub(super) content: Option<i64>,
    /// The line of the file.
    pub(super) line: Option<u64>,
    /// What it stands in the place of.
    pub(super) supersedes: Option<i64>,
    /// The file it came from.
    pub(super) origin: Option<i64>,
}

/// The records that count, in the order in which they are given.
pub(super) fn live(records: &[Record]) -> Vec<&Record> {
    if records.iter().all(|record| record.supersedes.is_none()) {
        return records.iter().filter(|record| record.content.is_some()).collect();
    }
    let present = present(records);
    let in_force: Vec<&Record> = records.iter().filter(|record| is_in_force(record, &present)).collect();
    let mut corrections: BTreeMap<i64, i64> = BTreeMap::new();
    for record in &in_force {
        if let Some(old) = record.supersedes {
            let last = corrections.entry(old).or_insert(record.action);
            *last = record.action.max(*last);
        }
    }
    let counts = |record: &&Record| {
        let Some(content) = record.content else { return false };
        match corrections.get(&content) {
            None => true,
            // Corrected away, unless a later correction brought exactly this back.
            Some(last) => record.supersedes.is_some() && record.action > *last,
        }
    };
    in_force.into_iter().filter(counts).collect()
}

/// The contents that are there, corrected away or not.
pub(super) fn present(records: &[Record]) -> BTreeSet<i64> {
    let mut present: BTreeSet<i64> = BTreeSet::new();
    loop {
        // A correction of a correction needs one more round; chains are short.
        let before = present.len();
        let now =
            records.iter().filter(|record| is_in_force(record, &present)).filter_map(|record| record.content);
        let now: Vec<i64> = now.collect();
        present.extend(now);
        if present.len() == before {
            return present;
        }
    }
}

/// A correction holds only as long as what it corrects is there.
fn is_in_force(record: &Record, present: &BTreeSet<i64>) -> bool {
    record.supersedes.is_none_or(|old| present.contains(&old))
}

/// The one record that counts of a kind of which only the newest does: by its day, then by when it was said.
pub(super) fn newest<'a>(live: &[&'a Record], kind: Kind) -> Option<&'a Record> {
    let of_kind = live.iter().filter(|record| record.kind == kind);
    of_kind.copied().max_by_key(|record| (record.day, record.action))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn record(action: i64, content: Option<i64>, supersedes: Option<i64>) -> Record {
        let day = Some(date(2026, 11, 1));
        Record { action, kind: Kind::Trial, day, content, line: None, supersedes, origin: None }
    }

    fn counting(records: &[Record]) -> Vec<(i64, i64)> {
        live(records).iter().filter_map(|record| Some((record.action, record.content?))).collect()
    }

    #[test]
    fn a_correction_takes_the_place_and_falls_with_what_it_corrects() {
        let [import, correction] = [record(1, Some(10), None), record(2, Some(11), Some(10))];
        assert_eq!(counting(&[import.clone(), correction.clone()]), [(2, 11)]);
        assert_eq!(counting(std::slice::from_ref(&import)), [(1, 10)]);
        assert_eq!(counting(&[correction]), []);
    }

    #[test]
    fn a_corrected_row_stays_corrected_when_it_is_imported_again() {
        let records = [record(1, Some(10), None), record(2, Some(11), Some(10)), record(3, Some(10), None)];
        assert_eq!(counting(&records), [(2, 11)]);
    }

    #[test]
    fn correcting_back_and_forth_ends_with_the_last_word() {
        let mut records =
            vec![record(1, Some(10), None), record(2, Some(11), Some(10)), record(3, Some(10), Some(11))];
        assert_eq!(counting(&records), [(3, 10)]);
        records.push(record(4, Some(12), Some(10)));
        assert_eq!(counting(&records), [(4, 12)]);
    }

    #[test]
    fn setting_aside_leaves_nothing_in_the_place() {
        assert_eq!(counting(&[record(1, Some(10), None), record(2, None, Some(10))]), []);
    }

    #[test]
    fn the_middle_of_a_chain_taken_back_brings_the_start_back() {
        let [first, last] = [record(1, Some(10), None), record(3, Some(12), Some(11))];
        assert_eq!(counting(&[first, last]), [(1, 10)]);
    }
}
