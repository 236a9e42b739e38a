//! What waits after an operation until enough weeks have passed, whoever has cleared the person.
//!
//! It never shortens a wait: an operation without a day counts as fresh, one without a known name as any of them.

use crate::body::Side;
use crate::knowledge::{FlagId, Gate, Knowledge};
use crate::person::{Injury, Person};
use jiff::Span;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The leg of the operations within so many months, none when they were on both or on one that is not told; an
/// operation without a date counts as recent.
pub(super) fn recent_surgery(person: &Person, months: u32, as_of: Date) -> Option<Option<Side>> {
    let earliest = as_of.saturating_sub(Span::new().months(i64::from(months)));
    let is_recent = |injury: &&Injury| injury.surgery && injury.on.is_none_or(|on| on >= earliest);
    one_leg(person.injuries.iter().filter(is_recent).map(|injury| injury.side))
}

/// The leg that all name, none when they name both or one names none; `None` when there are none.
pub(super) fn one_leg(mut legs: impl Iterator<Item = Option<Side>>) -> Option<Option<Side>> {
    let first = legs.next()?;
    Some(first.filter(|_| legs.all(|leg| leg == first)))
}

/// The gates that are still shut for the operations of a history, and for one that was answered but is not in it.
pub(super) fn shut<'a>(
    person: &Person,
    positive: &BTreeSet<FlagId>,
    knowledge: &'a Knowledge,
    as_of: Date,
) -> Vec<&'a Gate> {
    let unnamed = knowledge.flags.iter().filter(|flag| positive.contains(&flag.id)).any(|flag| {
        let months = flag.follows_from_surgery_months;
        months.is_some_and(|months| recent_surgery(person, months, as_of).is_none())
    });
    let holds = |gate: &&Gate| {
        (unnamed && gate.operations.is_empty())
            || person.injuries.iter().any(|injury| holds_for(gate, injury, knowledge, as_of))
    };
    knowledge.gates.iter().filter(holds).collect()
}

/// Does a gate still wait for the weeks after an operation?
pub(super) fn holds_for(gate: &Gate, injury: &Injury, knowledge: &Knowledge, as_of: Date) -> bool {
    let span = Span::new().weeks(i64::from(gate.earliest_weeks));
    let is_fresh = injury.on.is_none_or(|on| on.saturating_add(span) > as_of);
    injury.surgery && is_fresh && is_after(gate, injury, knowledge)
}

/// Does the flag ask about operations?
pub(super) fn is_about_surgery(id: &FlagId, knowledge: &Knowledge) -> bool {
    knowledge.flags.iter().any(|flag| flag.id == *id && flag.follows_from_surgery_months.is_some())
}

/// Does the gate follow this operation? One that no gate names is treated as unnamed.
fn is_after(gate: &Gate, injury: &Injury, knowledge: &Knowledge) -> bool {
    let names = |gate: &Gate| injury.operation.iter().any(|operation| gate.operations.contains(operation));
    if knowledge.gates.iter().any(names) { names(gate) } else { gate.operations.is_empty() }
}
