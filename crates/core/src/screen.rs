//! Who may test and train: the answers to the red-flag questions, and measurements that are flags by themselves.
//!
//! [`screen`] goes to the most urgent action and is the only place that makes a [`Cleared`]; a plan takes one by
//! reference. Adding a positive answer never clears anybody. It never names a diagnosis.

mod asking;
mod clearing;
mod gates;
mod pain;
mod raising;
mod spared;
mod waits;

pub use pain::ToldPain;
pub use spared::spared;
pub use waits::{Wait, Waiting};

use crate::body::Side;
use crate::knowledge::{Action, CautionId, Flag, FlagId, Gate, GateId, Knowledge, TestId};
use crate::measure::Trial;
use crate::person::Person;
use jiff::Span;
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

/// Why a flag is positive.
#[derive(Debug, Clone, PartialEq)]
pub enum RaisedReason {
    /// What the catalogue says of the flag, or of what waits because of it.
    Said(String),
    /// A test found one leg larger.
    Measured {
        /// The test.
        test: TestId,
        /// The larger leg.
        bigger: Side,
        /// By how much, in the unit of the test.
        difference: f64,
        /// On which day.
        on: Date,
    },
    /// The history names an operation within the last year.
    RecentOperation,
    /// The history names an injury within the last weeks.
    RecentInjury {
        /// Its day.
        on: Date,
    },
    /// A test hurt so much that it says nothing.
    TestHurt {
        /// The test.
        test: TestId,
        /// The pain, of 10.
        pain_nrs: u8,
        /// On which day.
        on: Date,
    },
    /// A clearance is stated and does not count.
    NotCleared(NotCleared),
}

/// Why a stated clearance does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCleared {
    /// The question asks for what is there now, which nobody can have looked at before.
    AsksForNow,
    /// What it would clear happened or was measured after it.
    Before {
        /// The day of the clearance.
        cleared: Date,
        /// The day of the operation, injury or measurement.
        event: Date,
    },
    /// It counted for so long and no longer.
    TooOld {
        /// The day of the clearance.
        cleared: Date,
        /// The last day on which it counted.
        until: Date,
    },
    /// It names a day after the one for which the screen holds.
    Later {
        /// The day of the clearance.
        cleared: Date,
    },
    /// It names nobody.
    Nobody,
}

/// A flag that is positive.
#[derive(Debug, Clone, PartialEq)]
pub struct RaisedFlag {
    /// The flag.
    pub flag: FlagId,
    /// What it asks for, escalations included.
    pub action: Action,
    /// Which leg it concerns, when one.
    pub side: Option<Side>,
    /// Was the question answered with yes or not sure?
    pub answered: bool,
    /// Did a measurement fire it rather than an answer?
    pub measured: bool,
    /// A clinician's clearance, when one is stated that counts.
    pub cleared: Option<ClearedBy>,
    /// Why, the flag's own reason first.
    pub reasons: Vec<RaisedReason>,
}

/// Permission to test and train, with limits and an end; only [`screen`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleared {
    on: Date,
    until: Date,
    flags: Vec<RaisedFlag>,
    cautions: BTreeSet<CautionId>,
    no_maximal_tests: BTreeSet<Side>,
    gates: Vec<GateId>,
    gentle: bool,
    returning: bool,
    waits: Vec<Wait>,
}

impl Cleared {
    #[cfg(test)]
    pub(crate) fn for_tests(on: Date, until: Date, cautions: BTreeSet<CautionId>, gentle: bool) -> Self {
        Self {
            on,
            until,
            flags: Vec::new(),
            cautions,
            no_maximal_tests: BTreeSet::new(),
            gates: Vec::new(),
            gentle,
            returning: false,
            waits: Vec::new(),
        }
    }

    #[cfg(test)]
    pub(crate) fn for_tests_returning(self) -> Self {
        Self { gentle: true, returning: true, ..self }
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

    /// What waits after an operation whatever a clinician has cleared, in the order of the catalogue.
    #[must_use]
    pub fn gates(&self) -> &[GateId] {
        &self.gates
    }

    /// Must the dose stay at the beginner's caps (minors, limits, older people)?
    #[must_use]
    pub fn gentle(&self) -> bool {
        self.gentle
    }

    /// Is the dose gentle for nothing but an operation that somebody has cleared and whose waiting times are over?
    #[must_use]
    pub fn returning(&self) -> bool {
        self.returning
    }
}

/// What the screen says.
#[derive(Debug, Clone, PartialEq)]
pub enum Screening {
    /// Testing and training stop until someone has looked.
    Stopped {
        /// The most urgent action.
        action: Action,
        /// The flags, most urgent first.
        flags: Vec<RaisedFlag>,
        /// Open questions that could make it more urgent, in the order of asking; none in an emergency.
        open: Vec<FlagId>,
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

/// Younger than this, adult norms, doses and agreements do not hold.
pub const ADULT_AGE: u32 = 18;
/// From this age on the first doses are the beginner's.
const GENTLE_FROM_AGE: u32 = 65; // source: evenstride-proposal, after the frailty gate of the guidelines; grade E

/// Goes from answers, history and measurements to the most urgent action, or to a clearance.
///
/// A positive flag whose action stops counts unless a clinician's clearance is stated for it that is not older than
/// what it clears, nor than the months for which the catalogue lets it count; after that the flag
/// still limits, and what waits after an operation waits all the same. Silence clears nobody: an open question
/// gives [`Screening::Incomplete`], but a follow-up is open only after a yes to what it follows, and after an
/// emergency no question is.
///
/// # Example
/// ```
/// use evenstride_core::screen::{Answers, Screening, screen};
/// # use evenstride_core::{knowledge::Knowledge, person::Person};
/// # fn example(knowledge: &Knowledge) {
/// let today = jiff::civil::date(2026, 11, 22);
/// let nothing_answered = Answers { on: today, by_flag: Default::default() };
/// let outcome = screen(&Person::default(), &nothing_answered, &[], knowledge, today);
/// assert!(!matches!(outcome, Screening::Cleared(_)));
/// # }
/// ```
#[must_use]
pub fn screen(
    person: &Person,
    answers: &Answers,
    trials: &[Trial],
    knowledge: &Knowledge,
    as_of: Date,
) -> Screening {
    let known = raising::Known { person, answers, trials, knowledge, as_of };
    let mut raised = all_raised(&known);
    let positive: BTreeSet<FlagId> = raised.iter().map(|found| found.flag.clone()).collect();
    let open: Vec<FlagId> = knowledge
        .flags
        .iter()
        .filter(|flag| !positive.contains(&flag.id) && !answers.by_flag.contains_key(&flag.id))
        .filter(|flag| asking::is_asked(flag, &known, &positive))
        .map(|flag| flag.id.clone())
        .collect();
    escalate(&mut raised, &positive, knowledge);
    for found in &mut raised {
        clearing::judge(found, &known);
    }
    let shut = gates::shut(person, &positive, knowledge, as_of);
    for found in raised.iter_mut().filter(|found| gates::is_about_surgery(&found.flag, knowledge)) {
        found.reasons.extend(shut.iter().map(|gate| RaisedReason::Said(gate.words.clone())));
    }
    raised.sort_by(|a, b| (a.action, &a.flag).cmp(&(b.action, &b.flag)));

    let stopping: Vec<RaisedFlag> =
        raised.iter().filter(|flag| flag.action.stops() && flag.cleared.is_none()).cloned().collect();
    if let Some(first) = stopping.first() {
        let action = first.action;
        let possible: BTreeSet<FlagId> = positive.iter().chain(&open).cloned().collect();
        let more_urgent = |id: &FlagId| asking::reach(id, &possible, knowledge).is_some_and(|a| a < action);
        let open = open.into_iter().filter(more_urgent).collect();
        return Screening::Stopped { action, flags: stopping, open };
    }
    if !open.is_empty() {
        return Screening::Incomplete { open };
    }
    let until = answers.on.saturating_add(Span::new().days(i64::from(knowledge.doses.clearance_days)));
    if until < as_of {
        return Screening::Expired { until };
    }
    let gentle_age = person.age_years(as_of).is_some_and(|age| !(ADULT_AGE..GENTLE_FROM_AGE).contains(&age));
    Screening::Cleared(clearance(gentle_age, [answers.on, until], raised, &shut, &known))
}

/// The flags that measurements of one person raise by themselves up to `as_of`, the most urgent first: for tables of
/// measurements to which nobody gave answers.
#[must_use]
pub fn measured_flags(trials: &[Trial], knowledge: &Knowledge, as_of: Date) -> Vec<RaisedFlag> {
    let (person, answers) = (&Person::default(), &Answers { on: as_of, by_flag: BTreeMap::new() });
    let known = raising::Known { person, answers, trials, knowledge, as_of };
    let by_tape = knowledge.flags.iter().filter(|flag| flag.measured.is_some());
    let mut raised: Vec<RaisedFlag> =
        by_tape.filter_map(|flag| raising::raise(flag, &known)).filter(|found| found.measured).collect();
    raised.sort_by(|a, b| (a.action, &a.flag).cmp(&(b.action, &b.flag)));
    raised
}

fn escalate(raised: &mut [RaisedFlag], positive: &BTreeSet<FlagId>, knowledge: &Knowledge) {
    for found in raised.iter_mut() {
        let Some(flag) = knowledge.flags.iter().find(|flag| flag.id == found.flag) else { continue };
        for escalation in &flag.escalate {
            let with_another = escalation.with.iter().any(|id| positive.contains(id));
            if with_another && escalation.action < found.action {
                found.action = escalation.action;
                found.reasons.push(RaisedReason::Said(escalation.reason.clone()));
            }
        }
    }
}

/// What tests and training must not hold as far as it is known, also of somebody who has answered nothing yet.
///
/// It is no clearance: what is open may ask for more.
#[must_use]
pub fn known_cautions(
    person: &Person,
    answers: &Answers,
    trials: &[Trial],
    knowledge: &Knowledge,
    as_of: Date,
) -> BTreeSet<CautionId> {
    let known = raising::Known { person, answers, trials, knowledge, as_of };
    let raised = all_raised(&known);
    cautions(&raised, &shut_gates(&raised, &known), &known)
}

fn all_raised(known: &raising::Known<'_>) -> Vec<RaisedFlag> {
    known.knowledge.flags.iter().filter_map(|flag| raising::raise(flag, known)).collect()
}

fn shut_gates<'a>(raised: &[RaisedFlag], known: &raising::Known<'a>) -> Vec<&'a Gate> {
    let positive: BTreeSet<FlagId> = raised.iter().map(|found| found.flag.clone()).collect();
    gates::shut(known.person, &positive, known.knowledge, known.as_of)
}

/// The cautions of what is positive, of what waits after an operation, and of beginners of this age.
fn cautions(raised: &[RaisedFlag], shut: &[&Gate], known: &raising::Known<'_>) -> BTreeSet<CautionId> {
    let raising::Known { person, knowledge, as_of, .. } = known;
    let is_raised = |flag: &&Flag| raised.iter().any(|found| found.flag == flag.id);
    let age = person.age_years(*as_of).filter(|_| !person.trained);
    let of_age = knowledge
        .cautions
        .values()
        .filter(|caution| caution.from_age.zip(age).is_some_and(|(from, age)| age >= from))
        .map(|caution| &caution.id);
    let of_gates = shut.iter().flat_map(|gate| &gate.cautions);
    let of_flag = |flag: &'_ Flag| {
        let hurt = flag.follows_from_injury_weeks.and_then(|weeks| raising::freshly_hurt(weeks, known));
        let concerns = |id: &&CautionId| {
            let groups = knowledge.cautions.get(*id).map_or(&[][..], |caution| &caution.groups);
            groups.is_empty()
                || hurt.as_ref().is_none_or(|hurt| groups.iter().any(|group| hurt.contains(group)))
        };
        flag.cautions.iter().filter(concerns).cloned().collect::<Vec<CautionId>>()
    };
    let of_flags = knowledge.flags.iter().filter(is_raised).flat_map(of_flag);
    of_gates.chain(of_age).cloned().chain(of_flags).collect()
}

fn clearance(
    gentle_age: bool,
    [on, until]: [Date; 2],
    raised: Vec<RaisedFlag>,
    shut: &[&Gate],
    known: &raising::Known<'_>,
) -> Cleared {
    let cautions = cautions(&raised, shut, known);
    let mut no_maximal_tests = BTreeSet::new();
    for found in &raised {
        let flag = known.knowledge.flags.iter().find(|flag| flag.id == found.flag);
        if flag.is_some_and(|flag| flag.no_maximal_tests) {
            no_maximal_tests.extend(found.side.map_or(Side::BOTH.to_vec(), |side| vec![side]));
        }
    }
    let gates: Vec<GateId> = shut.iter().map(|gate| gate.id.clone()).collect();
    let gentle = gentle_age || !raised.is_empty() || !gates.is_empty();
    let is_over =
        |found: &RaisedFlag| found.cleared.is_some() && gates::is_about_surgery(&found.flag, known.knowledge);
    let returning = !gentle_age && !raised.is_empty() && gates.is_empty() && raised.iter().all(is_over);
    Cleared {
        on,
        until,
        flags: raised,
        cautions,
        no_maximal_tests,
        gates,
        gentle,
        returning,
        waits: Vec::new(),
    }
}
