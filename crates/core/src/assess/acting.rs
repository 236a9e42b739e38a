//! Is a difference worth acting on: an answer of its own, apart from whether it is real.
//!
//! A strong leg beside a very strong leg is not a problem. It asks for a weak side below its norm, pain,
//! history, or a size beyond what is usual; what is normal for the sport is left alone.

use crate::body::{Bilateral, MuscleGroupId, Quality, Side};
use crate::knowledge::Knowledge;
use crate::person::Person;
use crate::screen::ToldPain;

use super::finding::{Acting, ActingReason, Comparison, Estimate, LevelEvidence, Verdict, Weaker};

/// From this pain on, a test on the weak side is a reason to look after it.
const NOTABLE_PAIN_NRS: u8 = 3; // source: thomee-1997, silbernagel-2007: 0–2 of 10 is no concern; grade B

/// Where no spread of healthy people is known, a difference of so many δ counts as unusually large.
const LARGE_IN_DELTAS: f64 = 2.0; // source: evenstride-proposal; 20 % for most strength tests, as custom has it

/// What the answer depends on besides the estimate.
pub(super) struct Circumstances<'a> {
    pub(super) comparison: &'a Comparison,
    pub(super) quality: Quality,
    pub(super) verdict: &'a Verdict,
    pub(super) estimate: &'a Estimate,
    pub(super) level: Option<&'a Bilateral<LevelEvidence>>,
    /// Level of the opponent, for opposing pairs.
    pub(super) opponent_level: Option<&'a Bilateral<LevelEvidence>>,
    /// Most pain noted on each side in the tests behind the finding.
    pub(super) pain: Bilateral<u8>,
    /// Where it hurts, as the answers tell.
    pub(super) told: Option<&'a ToldPain>,
}

/// Weighs the reasons.
pub(super) fn acting_on(about: &Circumstances<'_>, person: &Person, knowledge: &Knowledge) -> Acting {
    let not_worth = |reason| Acting { worth: false, reasons: vec![reason] };
    let weaker = match about.verdict {
        Verdict::Balanced => return not_worth(ActingReason::NoDifference),
        Verdict::Undecided { .. } | Verdict::NotComparable { .. } => return not_worth(ActingReason::NotSure),
        Verdict::Imbalanced { weaker, .. } => weaker,
    };
    match (about.comparison, weaker) {
        (Comparison::LeftRight { group }, Weaker::Leg(side)) => {
            act_on_leg(about, group, *side, person, knowledge)
        }
        (Comparison::Opposing { group, side, .. }, Weaker::Group(weak)) => {
            act_on_opposing(about, weak == group, weak, *side, person, knowledge)
        }
        (Comparison::LeftRight { .. }, Weaker::Group(_)) | (Comparison::Opposing { .. }, Weaker::Leg(_)) => {
            not_worth(ActingReason::NotSure)
        }
    }
}

fn act_on_leg(
    about: &Circumstances<'_>,
    group: &MuscleGroupId,
    weak: Side,
    person: &Person,
    knowledge: &Knowledge,
) -> Acting {
    let size = about.estimate.size.abs();
    let mut reasons = personal_reasons(about, group, weak, about.level, person, knowledge);
    let known =
        knowledge.groups.get(group).and_then(|g| g.prior.get(&about.quality)).and_then(|p| p.usual_up_to);
    let usual_up_to = known.unwrap_or(LARGE_IN_DELTAS * about.estimate.delta);
    let normal_for_sport = sport_says_normal(about.quality, group, weak, size, person, knowledge);
    if normal_for_sport.is_none() && size > usual_up_to {
        reasons.push(ActingReason::BeyondUsual { usual_up_to });
    }
    if let (Some(normal), true) = (normal_for_sport, reasons.is_empty()) {
        return Acting { worth: false, reasons: vec![normal] };
    }
    if reasons.is_empty() {
        return Acting { worth: false, reasons: vec![nothing_calls(about)] };
    }
    Acting { worth: true, reasons }
}

fn act_on_opposing(
    about: &Circumstances<'_>,
    weak_is_first: bool,
    weak: &MuscleGroupId,
    side: Side,
    person: &Person,
    knowledge: &Knowledge,
) -> Acting {
    let weak_level = if weak_is_first { about.level } else { about.opponent_level };
    let reasons = personal_reasons(about, weak, side, weak_level, person, knowledge);
    if !reasons.is_empty() {
        return Acting { worth: true, reasons };
    }
    let above = |level: Option<&Bilateral<LevelEvidence>>| level.is_some_and(|l| l[side].z >= 0.0);
    let reason = if above(about.level) && above(about.opponent_level) {
        ActingReason::BothAboveNorm
    } else {
        nothing_calls(about)
    };
    Acting { worth: false, reasons: vec![reason] }
}

/// Nothing calls for it; that nothing hurts is said only to those who told of no pain at all.
fn nothing_calls(about: &Circumstances<'_>) -> ActingReason {
    let hurts = Side::BOTH.into_iter().any(|side| about.pain[side] > 0);
    if hurts || about.told.is_some_and(ToldPain::is_any) {
        ActingReason::NothingButPain
    } else {
        ActingReason::NothingCallsForIt
    }
}

fn personal_reasons(
    about: &Circumstances<'_>,
    group: &MuscleGroupId,
    weak: Side,
    level: Option<&Bilateral<LevelEvidence>>,
    person: &Person,
    knowledge: &Knowledge,
) -> Vec<ActingReason> {
    let mut reasons = Vec::new();
    if level.is_some_and(|level| level[weak].probability_low >= 0.5) {
        reasons.push(ActingReason::BelowNorm);
    }
    if about.pain[weak] >= NOTABLE_PAIN_NRS {
        reasons.push(ActingReason::Pain);
    }
    // Whatever happened to a part of the leg is history of the whole leg too, and so is what hurts there.
    let whole_leg = knowledge.groups.get(group).is_some_and(|g| !g.trainable);
    if about.told.is_some_and(|told| told.is_on(weak, |sore| whole_leg || sore == group)) {
        reasons.push(ActingReason::PainTold);
    }
    let injured = person
        .injuries
        .iter()
        .any(|i| i.side == Some(weak) && (whole_leg || i.groups.is_empty() || i.groups.contains(group)));
    if injured {
        reasons.push(ActingReason::History);
    }
    reasons
}

/// In some sports the leg that kicks or takes off is stronger, and that is no fault.
fn sport_says_normal(
    quality: Quality,
    group: &MuscleGroupId,
    weak: Side,
    size: f64,
    person: &Person,
    knowledge: &Knowledge,
) -> Option<ActingReason> {
    let row = knowledge.sport_difference(person.sport.as_deref()?, group, quality)?;
    let expected_side = person.dominant_leg? == weak.other();
    (expected_side && size <= row.up_to_percent).then_some(ActingReason::NormalForSport {
        usual_percent: row.usual_percent,
        up_to_percent: row.up_to_percent,
    })
}
