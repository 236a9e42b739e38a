//! From findings to needs: what the week should strengthen or stretch, on which leg, and how much it matters.
//!
//! A difference that is not real enough or not worth acting on makes no need, and both legs are kept alike.
//! Read next: `super::problem`.

use super::week::{Need, NeedKind};
use crate::assess::{Assessment, Comparison, Estimate, Finding, Verdict, Weaker, WhyNot, is_whole_leg_task};
use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::{Knowledge, Test};
use crate::screen::Cleared;
use std::collections::BTreeSet;

/// The groups that are strengthened when a test of the whole leg shows a weaker leg and nothing is known of the test:
/// what carries one on one leg.
pub(super) const WHOLE_LEG: [&str; 2] = ["quads", "glutes"];
/// A task of the whole leg speaks for the groups that have at least this share in it.
const SPEAKS_FOR: f64 = 0.2; // source: evenstride-proposal

/// A need with what the dose of the other leg depends on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    /// The need as the plan shows it.
    pub need: Need,
    /// How much weaker this leg is than the other, in percent; none when only the opponent is stronger.
    ///
    /// A group that is weak for its opponent asks for more work on that leg, but not for less on the other.
    pub side_percent: Option<f64>,
}

impl Wanted {
    /// Probability times size in whole hundredths, at least 1: the weight in the first level.
    pub(super) fn weight(&self) -> i64 {
        // At most 100 percent or 360 degrees, so the product fits.
        #[allow(clippy::cast_possible_truncation)]
        let weight = (self.need.probability * self.need.size * 100.0).round() as i64;
        weight.max(1)
    }
}

/// The needs that follow from findings, most important first; none of a leg that waits.
pub(super) fn needs(assessment: &Assessment, knowledge: &Knowledge, cleared: &Cleared) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for finding in &assessment.findings {
        let found = needs_of(finding, assessment, knowledge).into_iter();
        for new in found.filter(|new| cleared.leg_waits(new.need.side).is_none()) {
            let same = wanted.iter_mut().find(|old| {
                old.need.group == new.need.group
                    && old.need.side == new.need.side
                    && old.need.kind == new.need.kind
            });
            match same {
                None => wanted.push(new),
                Some(old) => {
                    let side_percent = match (old.side_percent, new.side_percent) {
                        (Some(a), Some(b)) => Some(a.max(b)),
                        (a, b) => a.or(b),
                    };
                    if new.weight() > old.weight() {
                        old.need = new.need;
                    }
                    old.side_percent = side_percent;
                }
            }
        }
    }
    wanted.sort_by(|a, b| {
        (b.weight().cmp(&a.weight()))
            .then_with(|| a.need.group.cmp(&b.need.group))
            .then_with(|| a.need.kind.cmp(&b.need.kind))
            .then_with(|| a.need.side.cmp(&b.need.side))
    });
    wanted
}

/// The needs that a week made from an assessment serves, most important first; a plan made earlier may hold others.
#[must_use]
pub fn needs_now(assessment: &Assessment, knowledge: &Knowledge, cleared: &Cleared) -> Vec<Need> {
    needs(assessment, knowledge, cleared).into_iter().map(|wanted| wanted.need).collect()
}

/// Is it a comparison of the legs in a task of the whole leg that speaks for this group too, whatever it found?
pub(crate) fn speaks_for(
    finding: &Finding,
    group: &MuscleGroupId,
    assessment: &Assessment,
    knowledge: &Knowledge,
) -> bool {
    let Comparison::LeftRight { group: whole } = &finding.comparison else { return false };
    !trainable(whole, knowledge) && behind(finding, assessment, knowledge).contains(group)
}

/// Sides of trainable groups that hurt in their tests, so that they keep the beginner's cap.
pub(crate) fn painful(assessment: &Assessment, knowledge: &Knowledge) -> BTreeSet<(MuscleGroupId, Side)> {
    let mut painful = BTreeSet::new();
    for finding in &assessment.findings {
        let Verdict::NotComparable { why: WhyNot::PainLimited(side) } = &finding.verdict else {
            continue;
        };
        let groups = match &finding.comparison {
            Comparison::LeftRight { group } => vec![group],
            Comparison::Opposing { group, opponent, .. } => vec![group, opponent],
        };
        for group in groups {
            if trainable(group, knowledge) {
                painful.insert((group.clone(), *side));
            } else {
                // What hurts as a whole leg is limited as a whole leg.
                let all = knowledge.groups.values().filter(|group| group.trainable);
                painful.extend(all.map(|group| (group.id.clone(), *side)));
            }
        }
    }
    painful
}

fn trainable(group: &MuscleGroupId, knowledge: &Knowledge) -> bool {
    knowledge.groups.get(group).is_some_and(|group| group.trainable)
}

fn needs_of(finding: &Finding, assessment: &Assessment, knowledge: &Knowledge) -> Vec<Wanted> {
    let Verdict::Imbalanced { weaker, .. } = &finding.verdict else {
        return Vec::new();
    };
    let (Some(estimate), Some(acting)) = (&finding.estimate, &finding.acting) else {
        return Vec::new();
    };
    if !acting.worth {
        return Vec::new();
    }
    let kind = match finding.quality {
        Quality::Strength => NeedKind::Strengthen,
        Quality::Flexibility => NeedKind::Stretch,
        // Size, control and load sharing follow from training strength and are not dosed by themselves.
        Quality::Size | Quality::Control | Quality::LoadSharing => return Vec::new(),
    };
    match (&finding.comparison, weaker) {
        (Comparison::LeftRight { group }, Weaker::Leg(side)) => {
            let probability = match side {
                Side::Left => estimate.probability_first,
                Side::Right => estimate.probability_second,
            };
            let groups = if trainable(group, knowledge) {
                vec![group.clone()]
            } else {
                behind(finding, assessment, knowledge)
            };
            let wanted = groups.into_iter();
            wanted.map(|group| make(group, *side, kind, probability, estimate, finding.quality, true)).collect()
        }
        (Comparison::Opposing { group, side, .. }, Weaker::Group(weak)) => {
            let first = weak == group;
            let probability = if first { estimate.probability_first } else { estimate.probability_second };
            if !trainable(weak, knowledge) {
                return Vec::new();
            }
            vec![make(weak.clone(), *side, kind, probability, estimate, finding.quality, false)]
        }
        // An assessment never names a leg for opposing groups, or a group for two legs.
        (Comparison::LeftRight { .. }, Weaker::Group(_)) | (Comparison::Opposing { .. }, Weaker::Leg(_)) => {
            Vec::new()
        }
    }
}

fn make(
    group: MuscleGroupId,
    side: Side,
    kind: NeedKind,
    probability: f64,
    estimate: &Estimate,
    quality: Quality,
    between_legs: bool,
) -> Wanted {
    let size = estimate.size.abs();
    Wanted {
        need: Need { group, side, kind, probability, size, quality },
        side_percent: (between_legs && kind == NeedKind::Strengthen).then_some(size),
    }
}

/// The groups behind a task of the whole leg, without those that were measured alone and found balanced.
fn behind(finding: &Finding, assessment: &Assessment, knowledge: &Knowledge) -> Vec<MuscleGroupId> {
    let used = finding.evidence.tests.iter().filter(|test| test.used);
    let tests = used.filter_map(|test| knowledge.tests.get(&test.test));
    // Tests of single muscles inform the whole leg too, but speak for themselves.
    let is_task = |test: &&Test| {
        is_whole_leg_task(test, knowledge) || test.loads.keys().any(|group| !trainable(group, knowledge))
    };
    let loads = tests.filter(is_task).flat_map(|test| &test.loads);
    let mut groups: BTreeSet<&MuscleGroupId> =
        loads.filter(|(_, load)| **load >= SPEAKS_FOR).map(|(group, _)| group).collect();
    if groups.is_empty() {
        groups = WHOLE_LEG.iter().filter_map(|id| knowledge.groups.get(*id)).map(|group| &group.id).collect();
    }
    let balanced = |group: &MuscleGroupId| {
        assessment.findings.iter().any(|other| {
            other.verdict == Verdict::Balanced
                && other.quality == finding.quality
                && other.comparison == Comparison::LeftRight { group: group.clone() }
        })
    };
    groups.into_iter().filter(|group| trainable(group, knowledge) && !balanced(group)).cloned().collect()
}
