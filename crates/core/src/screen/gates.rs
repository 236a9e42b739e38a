//! What waits after an operation until enough weeks have passed, whoever has cleared the person.
//!
//! It never shortens a wait: an operation without a day counts as fresh, one without a known name as any of them.

use super::RaisedFlag;
use crate::body::Side;
use crate::knowledge::{Gate, Knowledge};
use crate::person::{Injury, Person};
use jiff::Span;
use jiff::civil::Date;

/// The leg of the latest operation within so many months; an operation without a date counts as recent.
pub(super) fn recent_surgery(person: &Person, months: u32, as_of: Date) -> Option<Option<Side>> {
    let earliest = as_of.saturating_sub(Span::new().months(i64::from(months)));
    person
        .injuries
        .iter()
        .filter(|injury| injury.surgery && injury.on.is_none_or(|on| on >= earliest))
        .map(|injury| injury.side)
        .next_back()
}

/// The gates that are still shut for the operations of a history, and for an unnamed one when asked.
pub(super) fn shut<'a>(person: &Person, unnamed: bool, knowledge: &'a Knowledge, as_of: Date) -> Vec<&'a Gate> {
    let waits = |gate: &Gate| {
        let operated = person.injuries.iter().filter(|injury| injury.surgery);
        let fresh = |injury: &Injury| {
            let span = Span::new().weeks(i64::from(gate.earliest_weeks));
            injury.on.is_none_or(|on| on.saturating_add(span) > as_of)
        };
        (unnamed && gate.operations.is_empty())
            || operated.into_iter().any(|injury| is_after(gate, injury, knowledge) && fresh(injury))
    };
    knowledge.gates.iter().filter(|gate| waits(gate)).collect()
}

/// Was an operation answered that the history does not hold?
pub(super) fn is_unnamed(found: &RaisedFlag, person: &Person, knowledge: &Knowledge, as_of: Date) -> bool {
    let flag = knowledge.flags.iter().find(|flag| flag.id == found.flag);
    let months = flag.and_then(|flag| flag.follows_from_surgery_months);
    months.is_some_and(|months| recent_surgery(person, months, as_of).is_none())
}

/// Does the gate follow this operation? One that no gate names is treated as unnamed.
fn is_after(gate: &Gate, injury: &Injury, knowledge: &Knowledge) -> bool {
    let is_known = |gates: &[Gate]| {
        gates.iter().any(|gate| injury.operation.iter().any(|operation| gate.operations.contains(operation)))
    };
    if is_known(&knowledge.gates) { is_known(std::slice::from_ref(gate)) } else { gate.operations.is_empty() }
}
