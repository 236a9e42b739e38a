//! Answers to what was done with a store: what came in, what was corrected or taken back, who was erased.

use super::{Reply, ended};
use crate::check::File;
use crate::keeping::Reopened;
use crate::record::{Brought, FileKind};
use crate::store::{Backup, Erased, Written};
use crate::wire;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::screen::Screening;
use evenstride_core::track::Next;

/// What came of one file or of some lines.
#[derive(Debug, Clone)]
pub struct Came {
    /// The name of the file; none for lines.
    pub file: Option<String>,
    /// What it held.
    pub brought: Brought,
    /// Are there lines of which only how they felt is followed?
    pub only_felt: bool,
    /// What was written.
    pub written: Written,
}

/// What came of files that were brought in, and that a sign in a log has ended the clearance.
#[must_use]
pub fn brought(came: &[Came], end: Option<&Next>) -> Reply {
    told(wire::brought_json(came, end), end)
}

/// What came of lines that were written down, and that a sign in the log has ended the clearance.
#[must_use]
pub fn logged(came: &Came, end: Option<&Next>) -> Reply {
    told(wire::logged_json(came, end), end)
}

/// What came of a remark, and that a sign in the log has ended the clearance.
#[must_use]
pub fn noted(written: &Written, end: Option<&Next>) -> Reply {
    told(wire::noted_json(written, end), end)
}

fn told(json: String, end: Option<&Next>) -> Reply {
    match end {
        Some(next) => Reply { json, exit_code: ended(next).exit_code },
        None => Reply::done(json),
    }
}

/// What files would bring; nothing of them is kept.
#[must_use]
pub fn looked_at(seen: &[(File, Brought)]) -> Reply {
    Reply::done(wire::looked_at_json(seen))
}

/// What came of answers that were given, with the outcome of the screen.
#[must_use]
pub fn answered(written: &Written, screening: &Screening, knowledge: &Knowledge) -> Reply {
    let json = wire::answered_json(written, screening, knowledge);
    Reply { json, exit_code: crate::check::Check::of_screen(screening.clone()).exit_code() }
}

/// An action that was taken back or a record that was corrected, and whose health questions are open again because of it.
#[must_use]
pub fn reopened(reopened: &Reopened) -> Reply {
    Reply::done(wire::reopened_json(reopened))
}

/// A backup that was put into an empty store.
#[must_use]
pub fn restored(backup: &Backup) -> Reply {
    Reply::done(wire::restored_json(backup))
}

/// What was erased.
#[must_use]
pub fn erased(erased: &Erased) -> Reply {
    Reply::done(wire::erased_json(erased))
}

/// That free room of a store was given back.
#[must_use]
pub fn compacted() -> Reply {
    Reply::done(wire::compacted_json())
}

impl FileKind {
    /// The word that programs use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FileKind::Person => "person",
            FileKind::Answers => "answers",
            FileKind::Measurements => "measurements",
            FileKind::Training => "training",
        }
    }
}
