//! Which questions are asked of whom, and how urgent an answer can become.
//!
//! A question is left out only when age, or a no to what it follows, makes a yes impossible or needless.

use super::raising::Known;
use super::{ADULT_AGE, Reply};
use crate::knowledge::{Action, Flag, FlagId, Knowledge};
use std::collections::BTreeSet;

/// Is the question one for this person, when it was not answered?
pub(super) fn is_asked(flag: &Flag, known: &Known<'_>, positive: &BTreeSet<FlagId>) -> bool {
    let age = known.person.age_years(known.as_of);
    let known_adult = flag.follows_from_age && age.is_some_and(|age| age > ADULT_AGE);
    // A year either way, because the birthday is not known.
    let outside_age = flag
        .asked_at_age
        .zip(age)
        .is_some_and(|([from, to], age)| age.saturating_add(1) < from || age > to.saturating_add(1));
    // Who has no year of birth and is not under age is no child; silence about it keeps the question.
    let is_grown = age.is_none() && says_grown(known);
    let outside_age = outside_age || (is_grown && flag.asked_at_age.is_some_and(|[_, to]| to < ADULT_AGE));
    let follows = flag.only_after.is_empty() || flag.only_after.iter().any(|before| positive.contains(before));
    follows && !known_adult && !outside_age
}

/// Was the question whether somebody is under age answered with no?
fn says_grown(known: &Known<'_>) -> bool {
    let mut by_age = known.knowledge.flags.iter().filter(|flag| flag.follows_from_age);
    by_age.any(|flag| known.answers.by_flag.get(&flag.id).is_some_and(|answer| answer.reply == Reply::No))
}

/// The most urgent action that a yes can lead to: by itself, together with what is or may become positive, or by
/// what is asked after it.
pub(super) fn reach(id: &FlagId, possible: &BTreeSet<FlagId>, knowledge: &Knowledge) -> Option<Action> {
    let flag = knowledge.flags.iter().find(|flag| flag.id == *id)?;
    let together = |with: &[FlagId]| with.iter().any(|other| possible.contains(other));
    let own = flag.escalate.iter().filter(|e| together(&e.with)).map(|escalation| escalation.action);
    let others = knowledge
        .flags
        .iter()
        .filter(|other| possible.contains(&other.id))
        .flat_map(|other| &other.escalate)
        .filter(|escalation| escalation.with.contains(id))
        .map(|escalation| escalation.action);
    // What follows stands behind it in the order of asking, so that this comes to an end.
    let later = knowledge
        .flags
        .iter()
        .filter(|later| later.order > flag.order && later.only_after.contains(id))
        .filter_map(|later| reach(&later.id, possible, knowledge));
    own.chain(others).chain(later).chain([flag.action]).min()
}
