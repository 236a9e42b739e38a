//! Which side leads, and until when it gets more.
//!
//! Read next: `super::thread`.

use super::next::Following;
use super::weeks::rule;
use crate::assess::{Assessment, Comparison, Verdict, Weaker};
use crate::body::Side;
use crate::knowledge::{Knowledge, RuleId, counted};
use crate::plan::{Item, Need, NeedKind, Plan, PlannedSide, Reason, speaks_for};

/// How an exercise on one leg at a time treats its sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    /// The weak side leads: it comes first, decides for both, and may get more sets.
    Weak(Side),
    /// No side is weaker: the one that did less decides for both.
    Lesser,
    /// A side was weaker, and by a rule it gets no more than the other from now on.
    Ended(RuleId),
}

impl Lead {
    /// The side that leads, if one does.
    pub(super) fn side(&self) -> Option<Side> {
        match self {
            Lead::Weak(side) => Some(*side),
            Lead::Lesser | Lead::Ended(_) => None,
        }
    }
}

/// Who leads among the items of one exercise.
pub(super) fn lead(items: &[&Item], following: &Following<'_>) -> Lead {
    let flips_end = counted(following.knowledge.following.figures.flips_end);
    let mut ended = None;
    for item in items {
        let Some(side) = one_leg(item.side) else { continue };
        for reason in &item.because {
            let Reason::Need(need) = reason else { continue };
            if need.kind != NeedKind::Strengthen || need.side != side {
                continue;
            }
            match end_of_bias(need, following, flips_end) {
                End::Goes => return Lead::Weak(side),
                End::Ended => ended = rule("side-end"),
            }
        }
    }
    if let Some(rule) = ended {
        return Lead::Ended(rule);
    }
    let sets = |leg: Side| -> u32 {
        items.iter().filter(|item| one_leg(item.side) == Some(leg)).map(|item| item.sets).sum()
    };
    match sets(Side::Left).cmp(&sets(Side::Right)) {
        std::cmp::Ordering::Greater => Lead::Weak(Side::Left),
        std::cmp::Ordering::Less => Lead::Weak(Side::Right),
        std::cmp::Ordering::Equal => Lead::Lesser,
    }
}

/// Must the days before the newest assessment be judged too? They say how often the weaker side has changed, and speak
/// where the newest cannot; `n_days` counts the newest.
pub fn looks_back(plan: &Plan, newest: &Assessment, n_days: usize, knowledge: &Knowledge) -> bool {
    if n_days < 2 {
        return false;
    }
    let items = plan.sessions.iter().flat_map(|session| &session.items);
    let mut needs = items.filter_map(|item| Some((item, one_leg(item.side)?))).flat_map(|(item, side)| {
        let needs = item.because.iter().filter_map(|reason| {
            let Reason::Need(need) = reason else { return None };
            Some(need)
        });
        needs.filter(move |need| need.kind == NeedKind::Strengthen && need.side == side)
    });
    // So many changes of side take one day more than there are changes.
    let may_flip = n_days > counted_days(counted(knowledge.following.figures.flips_end));
    needs.any(|need| may_flip || still_called(newest, need, knowledge).is_none())
}

fn counted_days(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The leg of an item on one leg.
pub(super) fn one_leg(side: PlannedSide) -> Option<Side> {
    match side {
        PlannedSide::Left => Some(Side::Left),
        PlannedSide::Right => Some(Side::Right),
        PlannedSide::Both => None,
    }
}

enum End {
    Goes,
    Ended,
}

/// Has the extra work for a side come to its end: does the newest finding no longer call that side weak, or has the
/// weaker side changed often enough?
///
/// # Source
/// The rule `side-end` of the catalogue.
fn end_of_bias(need: &Need, following: &Following<'_>, flips_end: u32) -> End {
    let mut by_day: Vec<&Assessment> = following.assessments.iter().collect();
    by_day.sort_by_key(|assessment| assessment.as_of);
    let newest = by_day.iter().rev().find_map(|assessment| still_called(assessment, need, following.knowledge));
    let leanings: Vec<Side> = by_day.iter().filter_map(|assessment| leaning(assessment, need)).collect();
    let n_flips = leanings.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let flipped = u32::try_from(n_flips).unwrap_or(u32::MAX) >= flips_end;
    match newest {
        // Nobody has measured it since, so the plan's own word holds.
        None => End::Goes,
        Some(true) if !flipped => End::Goes,
        Some(_) => End::Ended,
    }
}

/// Does an assessment call this side weak, against the other leg or its opponent, alone or in a task of the whole leg that
/// speaks for it? None when it cannot tell.
fn still_called(assessment: &Assessment, need: &Need, knowledge: &Knowledge) -> Option<bool> {
    let mut told = None;
    for finding in &assessment.findings {
        let about = match &finding.comparison {
            Comparison::LeftRight { group } => {
                finding.quality == need.quality
                    && (*group == need.group || speaks_for(finding, &need.group, assessment, knowledge))
            }
            Comparison::Opposing { group, opponent, side, .. } => {
                (*group == need.group || *opponent == need.group) && *side == need.side
            }
        };
        if !about {
            continue;
        }
        let called = match &finding.verdict {
            Verdict::Imbalanced { weaker: Weaker::Leg(leg), .. } => *leg == need.side,
            Verdict::Imbalanced { weaker: Weaker::Group(group), .. } => *group == need.group,
            Verdict::Balanced | Verdict::Undecided { .. } => false,
            Verdict::NotComparable { .. } => continue,
        };
        told = Some(told.unwrap_or(false) || called);
    }
    told
}

/// The side that looks weaker in one assessment.
fn leaning(assessment: &Assessment, need: &Need) -> Option<Side> {
    let finding = assessment.findings.iter().find(|finding| match &finding.comparison {
        Comparison::LeftRight { group } => *group == need.group && finding.quality == need.quality,
        Comparison::Opposing { .. } => false,
    })?;
    match finding.leaning()? {
        Weaker::Leg(side) => Some(side),
        Weaker::Group(_) => None,
    }
}
