//! Which muscle groups are under an injury or an operation, so that only a plan says what they get.
//!
//! It limits nothing by itself: what a plan may hold is said by cautions. Read next: [`crate::audit`].

use super::raising::Known;
use super::{Answers, gates};
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{Gate, Knowledge, MuscleSide};
use crate::measure::Trial;
use crate::person::{Injury, Person};
use jiff::Span;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The groups and legs that were hurt lately, or operated on so lately that something waits for it.
///
/// An injury that names no muscle is one of the whole leg, and one that names no leg is one of both. A yes to a fresh
/// injury that the history does not hold, or a limit that is there for some muscles, counts as well.
#[must_use]
pub fn spared(
    person: &Person,
    answers: &Answers,
    trials: &[Trial],
    knowledge: &Knowledge,
    as_of: Date,
) -> BTreeSet<MuscleSide> {
    let known = Known { person, answers, trials, knowledge, as_of };
    let raised = super::all_raised(&known);
    let on = super::cautions(&raised, &super::shut_gates(&raised, &known), &known);
    let mut spared: BTreeSet<MuscleSide> = BTreeSet::new();
    for found in &raised {
        let flag = knowledge.flags.iter().find(|flag| flag.id == found.flag);
        let cautions = flag.into_iter().flat_map(|flag| &flag.cautions).filter(|id| on.contains(*id));
        let groups = cautions.filter_map(|id| knowledge.cautions.get(id)).flat_map(|caution| &caution.groups);
        spared.extend(
            groups.flat_map(|group| legs(found.side).map(|side| MuscleSide { group: group.clone(), side })),
        );
    }
    for injury in person.injuries.iter().filter(|injury| is_fresh(injury, &known)) {
        let is_muscle = |id: &MuscleGroupId| knowledge.groups.get(id).is_some_and(|group| group.trainable);
        let named = !injury.groups.is_empty() && injury.groups.iter().all(is_muscle);
        let all = knowledge.groups.values().filter(|group| group.trainable).map(|group| &group.id);
        let groups: Vec<_> = if named { injury.groups.iter().collect() } else { all.collect() };
        for side in legs(injury.side) {
            spared.extend(groups.iter().map(|group| MuscleSide { group: (*group).clone(), side }));
        }
    }
    spared
}

fn legs(side: Option<Side>) -> impl Iterator<Item = Side> {
    Side::BOTH.into_iter().filter(move |leg| side.is_none_or(|side| side == *leg))
}

/// Does a question still ask about it, or does something wait because of it?
fn is_fresh(injury: &Injury, known: &Known<'_>) -> bool {
    if injury.surgery {
        let waits = |gate: &Gate| gates::holds_for(gate, injury, known.knowledge, known.as_of);
        return known.knowledge.gates.iter().any(waits);
    }
    let weeks = known.knowledge.flags.iter().filter_map(|flag| flag.follows_from_injury_weeks).max();
    let earliest = weeks.map(|weeks| known.as_of.saturating_sub(Span::new().weeks(i64::from(weeks))));
    injury.on.zip(earliest).is_some_and(|(on, earliest)| earliest <= on && on <= known.as_of)
}
