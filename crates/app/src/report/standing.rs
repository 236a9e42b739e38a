//! The screen's outcome as the report reads it.
//!
//! A [`Cleared`](evenstride_core::screen::Cleared) can be made by the screen alone; this borrowed copy lets the
//! words about it be written, and tested, without making one. It permits nothing.

use evenstride_core::body::Side;
use evenstride_core::knowledge::{Action, CautionId, FlagId, GateId};
use evenstride_core::screen::{RaisedFlag, Screening, Wait};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the screen said.
#[derive(Debug, Clone)]
pub(crate) enum Standing<'a> {
    /// Someone must look first.
    Stopped(Stop<'a>),
    /// Questions are open.
    Incomplete { open: &'a [FlagId] },
    /// The answers are too old.
    Expired { until: Date },
    /// Testing and training may go on.
    Cleared(Limits<'a>),
}

/// What stops, and what could still make it more urgent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop<'a> {
    pub(crate) action: Action,
    pub(crate) flags: &'a [RaisedFlag],
    pub(crate) open: &'a [FlagId],
}

/// Until when a clearance holds, and what it asks to mind.
#[derive(Debug, Clone)]
pub(crate) struct Limits<'a> {
    pub(crate) until: Date,
    pub(crate) flags: &'a [RaisedFlag],
    pub(crate) cautions: &'a BTreeSet<CautionId>,
    pub(crate) no_maximal_tests: &'a BTreeSet<Side>,
    pub(crate) gates: &'a [GateId],
    pub(crate) gentle: bool,
    /// What waits because of the log.
    pub(crate) waits: &'a [Wait],
}

impl<'a> Standing<'a> {
    /// Reads a screening.
    pub(crate) fn of(screening: &'a Screening) -> Self {
        match screening {
            Screening::Stopped { action, flags, open } => {
                Standing::Stopped(Stop { action: *action, flags, open })
            }
            Screening::Incomplete { open } => Standing::Incomplete { open },
            Screening::Expired { until } => Standing::Expired { until: *until },
            Screening::Cleared(cleared) => Standing::Cleared(Limits {
                until: cleared.until(),
                flags: cleared.flags(),
                cautions: cleared.cautions(),
                no_maximal_tests: cleared.no_maximal_tests(),
                gates: cleared.gates(),
                gentle: cleared.gentle(),
                waits: cleared.waits(),
            }),
        }
    }
}
