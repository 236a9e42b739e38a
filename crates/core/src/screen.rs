//! Who may test and train: the answers to the red-flag questions, and measurements that are flags by themselves.
//!
//! [`screen`] goes to the most urgent action and is the only place that makes a [`Cleared`]; a plan takes one by
//! reference. Adding a positive answer never clears anybody. It never names a diagnosis.

use crate::body::Side;
use crate::knowledge::{Action, CautionId, FlagId, Knowledge};
use crate::measure::Trial;
use crate::person::Person;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// An answer to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The flag is not there.
    No,
    /// The flag is there.
    Yes,
    /// The person is not sure; for the screen this counts as a yes.
    Unsure,
}

/// A clinician's clearance of one flag, as the person states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearedBy {
    /// Who, such as `physiotherapist`.
    pub who: String,
    /// When.
    pub on: Date,
}

/// One answer with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Yes, no or unsure.
    pub reply: Reply,
    /// Which leg it concerns, when one.
    pub side: Option<Side>,
    /// Has a clinician looked at it and cleared the person, or has the guardian agreed?
    pub cleared: Option<ClearedBy>,
}

/// All answers of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The day they were given.
    pub on: Date,
    /// By flag; a question that is absent was not answered.
    pub by_flag: BTreeMap<FlagId, Answer>,
}

/// A flag that is positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedFlag {
    /// The flag.
    pub flag: FlagId,
    /// What it asks for, escalations included.
    pub action: Action,
    /// Which leg it concerns, when one.
    pub side: Option<Side>,
    /// Did a measurement fire it rather than an answer?
    pub measured: bool,
    /// A clinician's clearance, when stated.
    pub cleared: Option<ClearedBy>,
    /// Reasons in plain words.
    pub reasons: Vec<String>,
}

/// Permission to test and train, with limits and an end; only [`screen`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleared {
    on: Date,
    until: Date,
    flags: Vec<RaisedFlag>,
    cautions: BTreeSet<CautionId>,
    no_maximal_tests: BTreeSet<Side>,
    gentle: bool,
}

impl Cleared {
    #[cfg(test)]
    pub(crate) fn for_tests(on: Date, until: Date, cautions: BTreeSet<CautionId>, gentle: bool) -> Self {
        Self { on, until, flags: Vec::new(), cautions, no_maximal_tests: BTreeSet::new(), gentle }
    }

    /// The day it was given.
    #[must_use]
    pub fn on(&self) -> Date {
        self.on
    }

    /// The last day on which it holds.
    #[must_use]
    pub fn until(&self) -> Date {
        self.until
    }

    /// Flags that limit it without stopping.
    #[must_use]
    pub fn flags(&self) -> &[RaisedFlag] {
        &self.flags
    }

    /// What tests and training must not hold.
    #[must_use]
    pub fn cautions(&self) -> &BTreeSet<CautionId> {
        &self.cautions
    }

    /// Sides on which no maximal test may be done.
    #[must_use]
    pub fn no_maximal_tests(&self) -> &BTreeSet<Side> {
        &self.no_maximal_tests
    }

    /// Must the dose stay at the beginner's caps (minors, limits, older people)?
    #[must_use]
    pub fn gentle(&self) -> bool {
        self.gentle
    }
}

/// What the screen says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screening {
    /// Testing and training stop until someone has looked.
    Stopped {
        /// The most urgent action.
        action: Action,
        /// The flags, most urgent first.
        flags: Vec<RaisedFlag>,
    },
    /// Questions are open; nobody is cleared by silence.
    Incomplete {
        /// The open questions in the order of asking.
        open: Vec<FlagId>,
    },
    /// The answers are too old.
    Expired {
        /// The last day on which they held.
        until: Date,
    },
    /// Testing and training may go on, within limits.
    Cleared(Cleared),
}

#[allow(unused_variables)]
/// Goes from answers, history and measurements to the most urgent action, or to a clearance.
#[must_use]
pub fn screen(
    person: &Person,
    answers: &Answers,
    trials: &[Trial],
    knowledge: &Knowledge,
    as_of: Date,
) -> Screening {
    Screening::Incomplete { open: Vec::new() }
}
