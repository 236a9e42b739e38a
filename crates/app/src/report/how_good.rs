//! How good a week is, in a few sentences: what the needs get, what else gets too little, what would help most.
//!
//! It says what the plan has proven and never a figure that only a solver needs. Read next: `super::week`.

use super::{lacking, names, week};
use crate::words::Words;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::plan::{Level, Plan, Unmet};

/// Is a level proven? A gap below what one decimal shows is the rounding of the solver's sums.
fn settled(level: &Level) -> bool {
    level.gap_percent < 0.05
}

/// Is it proven that no week serves the needs better, so that only what is kept beside them can still get better?
#[must_use]
pub fn needs_are_served(plan: &Plan) -> bool {
    !plan.needs.is_empty() && plan.levels.first().is_some_and(settled)
}

/// So many muscles are named in a sentence; of more there is the number.
const MUSCLES_NAMED: usize = 3;

/// How good a week is, in words.
pub(crate) struct HowGood {
    /// What the weak sides get, or that nothing could be better; empty where there is neither to tell.
    pub(crate) lead: String,
    /// What else is too little and what would help most.
    pub(crate) more: String,
}

/// How good the week is: the needs first, then what else it is short of, and what would help most.
///
/// Points and bounds stand in the table of levels; nobody plans a week by them.
pub(crate) fn how_good(plan: &Plan, knowledge: &Knowledge, words: &Words) -> HowGood {
    let lead = if plan.proven {
        words.say("plan.proven")
    } else {
        let needs = plan.levels.first().filter(|_| !plan.needs.is_empty());
        needs.map_or_else(String::new, |needs| words.say(needs_key(needs)))
    };
    let mut more: Vec<String> = short_of(plan, knowledge, words).into_iter().collect();
    if let Some(keeps) = plan.levels.get(1).filter(|_| !plan.proven) {
        more.push(words.say(match (settled(keeps), keeps.objective > 0.0) {
            (true, true) => "plan.keeps_proven",
            (true, false) => "plan.keeps_covered",
            (false, _) => "plan.keeps_gap",
        }));
    }
    more.extend(plan.limits.first().map(|found| week::limit(found, knowledge, words)));
    HowGood { lead, more: more.join(" ") }
}

fn needs_key(needs: &Level) -> &'static str {
    match (settled(needs), needs.objective > 0.0) {
        (false, _) => "plan.needs_gap",
        (true, true) => "plan.needs_proven",
        (true, false) => "plan.needs_covered",
    }
}

/// The muscles beside the needs that get too little; none where all get enough.
fn short_of(plan: &Plan, knowledge: &Knowledge, words: &Words) -> Option<String> {
    let is_need = |unmet: &Unmet| {
        plan.needs
            .iter()
            .any(|need| (&need.group, need.side, need.kind) == (&unmet.group, unmet.side, unmet.kind))
    };
    let beside: Vec<Unmet> = plan.unmet.iter().filter(|unmet| !is_need(unmet)).cloned().collect();
    let is_twin = |one: &Unmet, other: &Unmet| {
        one.group == other.group && one.kind == other.kind && one.side != other.side
    };
    let is_even = beside.iter().all(|one| beside.iter().any(|other| is_twin(one, other)));
    let muscles = if is_even {
        let mut named: Vec<String> = Vec::new();
        for unmet in &beside {
            let name = names::group_inside(&unmet.group, knowledge);
            if !named.contains(&name) {
                named.push(name);
            }
        }
        named
    } else {
        lacking::muscles(&beside, knowledge, words)
    };
    match muscles.len() {
        0 => None,
        1..=MUSCLES_NAMED => {
            let key = if is_even { "plan.keeps_short_both" } else { "plan.keeps_short" };
            Some(words.fill(key, &[("groups", &words.list(&muscles))]))
        }
        n => Some(words.fill("plan.keeps_short_many", &[("n", &n.to_string())])),
    }
}
