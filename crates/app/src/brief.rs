//! What a log comes to that was read without its rows: for many people, of whom nobody sees a single one.
//!
//! It says what [`crate::record::kept`] says of the same records, but for notices of rows that no plan can follow: it
//! does not know where they stand. Read next: [`crate::store::BriefReading`] for how they are read.

use crate::record::{FollowedRows, followed_rows, remark_of};
use crate::sets::joined;
use crate::store::{Note, Row, Rows};
use evenstride_core::assess::HardSets;
use evenstride_core::audit::{Given, Giving, hard_sets_of};
use evenstride_core::knowledge::{ExerciseId, Knowledge};
use evenstride_core::track::{Log, LoggedSets, Remark, to_logged};
use evenstride_core::training::Trained;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What something trained comes to, whatever the day.
#[derive(Debug)]
pub struct Said {
    given: Given,
    /// What stands in a log, with the day of the row that said it first; nothing where it cannot be followed.
    entries: Vec<LoggedSets>,
    /// What was said beside something that cannot be followed.
    remark: Option<Remark>,
}

/// Works out what rows come to; a name is recognised once.
pub fn understanding(knowledge: &Knowledge) -> impl FnMut(&Trained) -> Said + Send {
    let mut giving = Giving::new(knowledge);
    move |trained| {
        let given = giving.of(trained);
        match to_logged(trained, giving.recognition(&trained.name), knowledge) {
            Ok(from) => Said { given, entries: from.entries, remark: None },
            Err(why) => Said { given, entries: Vec::new(), remark: Some(Remark::of(trained, &why)) },
        }
    }
}

/// How much of a log is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Every entry, for somebody who follows a plan.
    Everything,
    /// The last day, and entries with something written, ticked or felt: all that can end a clearance or make something wait.
    WhatWasSaid,
}

/// A log up to a day, without its rows.
#[derive(Debug)]
pub struct BriefLog {
    rows: Vec<Row<Said>>,
    /// What a page told set by set, put together.
    singles: Vec<Trained>,
    followed: FollowedRows,
}

impl BriefLog {
    /// Leaves out what is after a day, and puts together what a page told.
    #[must_use]
    pub fn new(read: Rows<Said>, knowledge: &Knowledge, as_of: Date) -> Self {
        let Rows { mut rows, singles } = read;
        rows.retain(|row| row.on <= as_of);
        let mut singles = joined(singles);
        singles.retain(|single| single.on <= as_of);
        let followed = followed_rows(singles.iter(), knowledge);
        Self { rows, singles, followed }
    }

    /// The days on which something was trained that a plan can follow.
    #[must_use]
    pub fn days(&self) -> BTreeSet<Date> {
        if self.is_too_long() {
            return BTreeSet::new();
        }
        let of_rows = self.rows.iter().filter(|row| !row.said.entries.is_empty()).map(|row| row.on);
        of_rows.chain(self.followed.entries.iter().map(|entry| entry.on)).collect()
    }

    /// The log with remarks beside it.
    #[must_use]
    pub fn log(&self, asked: Asked, notes: &[&Note], knowledge: &Knowledge, as_of: Date) -> Log {
        let beside = self.rows.iter().filter_map(|row| Some(Remark { on: row.on, ..row.said.remark.clone()? }));
        let said = notes.iter().filter(|note| note.day <= as_of).map(|note| remark_of(note));
        let remarks = beside.chain(self.followed.remarks.iter().cloned()).chain(said).collect();
        if self.is_too_long() {
            return Log::EMPTY.with_remarks(remarks);
        }
        let has_entries = |row: &&Row<Said>| !row.said.entries.is_empty();
        let last = self.rows.iter().filter(has_entries).map(|row| row.on).max();
        // A session without pain ends pain that stays, also where nobody wrote that there was none.
        let of_rows = self.rows.iter().flat_map(|row| &row.said.entries);
        let sore: BTreeSet<&ExerciseId> = of_rows
            .chain(&self.followed.entries)
            .filter(|entry| entry.pain.is_some_and(|pain| pain > 0))
            .map(|entry| &entry.exercise)
            .collect();
        let is_asked = |on: Date, entry: &LoggedSets| match asked {
            Asked::Everything => true,
            Asked::WhatWasSaid => {
                let is_said = entry.note.is_some() || !entry.signs.is_empty() || entry.swelling;
                Some(on) == last || is_said || entry.pain.is_some() || sore.contains(&entry.exercise)
            }
        };
        let mut entries = self.followed.entries.clone();
        for row in &self.rows {
            let own = row.said.entries.iter().filter(|entry| is_asked(row.on, entry));
            entries.extend(own.map(|entry| LoggedSets { on: row.on, ..entry.clone() }));
        }
        Log::new(entries, knowledge, as_of).unwrap_or(Log::EMPTY).with_remarks(remarks)
    }

    /// What all of it gave each leg.
    #[must_use]
    pub fn hard_sets(&self, knowledge: &Knowledge) -> Vec<HardSets> {
        let mut giving = Giving::new(knowledge);
        let singles: Vec<(Date, Given)> = self.singles.iter().map(|one| (one.on, giving.of(one))).collect();
        let of_rows = self.rows.iter().map(|row| (row.on, &row.said.given));
        hard_sets_of(of_rows.chain(singles.iter().map(|(on, given)| (*on, given))), knowledge)
    }

    /// Is it longer than a log can be, so that nothing of it is followed?
    fn is_too_long(&self) -> bool {
        let n_entries: usize = self.rows.iter().map(|row| row.said.entries.len()).sum();
        n_entries + self.followed.entries.len() > Log::MOST_ENTRIES
    }
}
