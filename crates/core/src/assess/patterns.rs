//! Which patterns of the catalogue the findings fit, and what may lie behind them.
//!
//! A pattern is a possibility to ask about, never a diagnosis. Nothing here rests on an undecided finding, and
//! one finding that contradicts a pattern takes it away. Read next: [`crate::knowledge::Pattern`].

use crate::body::{MuscleGroupId, Quality, Side};
use crate::knowledge::{CauseId, FlagId, Knowledge, Pattern, PatternAnswer, PatternId, TestId};
use crate::person::Person;
use std::collections::{BTreeMap, BTreeSet};

use super::finding::{ActingReason, Comparison, Finding, Verdict, Weaker};

/// The cause that is always a possibility, and is told before all others.
const NORMAL_VARIATION: &str = "normal-variation";

/// A level counts as low, or as not low, from 15 of 20 on, as a difference does.
const SURE: f64 = 0.75; // source: evenstride-proposal

/// A pattern that the findings fit.
#[derive(Debug, Clone, PartialEq)]
pub struct PatternMatch {
    /// The pattern.
    pub pattern: PatternId,
    /// The weaker leg; none when the pattern is about both legs.
    pub side: Option<Side>,
    /// The findings that it was seen in.
    pub from: Vec<(Comparison, Quality)>,
    /// How many parts of the pattern were seen; groups of one family are one part.
    pub n_seen: usize,
    /// How many parts were measured, those included about which nothing can be told yet.
    pub n_measured: usize,
    /// What in the person's records answers the question that the pattern hangs on.
    pub answered: Option<PatternAnswer>,
    /// What may lie behind it: normal variation first, then the causes of the pattern.
    pub causes: Vec<CauseId>,
    /// Red flags to ask about again.
    pub ask_again: Vec<FlagId>,
}

impl PatternMatch {
    /// How much of what was measured of the pattern was seen, above 0 and at most 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.n_seen as f64 / self.n_measured.max(1) as f64
    }
}

/// The patterns that the findings fit, the most seen first.
///
/// A pattern is told when no part of it that was measured speaks against it, and one of these holds:
/// two parts were seen in different tests; a part was seen and the person's records answer the question of the
/// pattern; or its only part was seen, on both legs or worth acting on. A pattern with a question is told after a
/// yes only.
#[must_use]
pub fn matching(findings: &[Finding], person: &Person, knowledge: &Knowledge) -> Vec<PatternMatch> {
    let about = About { findings, person, knowledge };
    let mut found: Vec<PatternMatch> = knowledge
        .patterns
        .values()
        .flat_map(|pattern| {
            let legs = if pattern.one_sided { Side::BOTH.map(Some).to_vec() } else { vec![None] };
            legs.into_iter().map(move |leg| (pattern, leg))
        })
        .filter_map(|(pattern, leg)| about.fit(pattern, leg))
        .collect();
    // The sort is stable, so that patterns of which as much was seen stay in the order of the catalogue.
    found.sort_by_key(|fit| std::cmp::Reverse(fit.n_seen));
    found
}

/// What the findings say of one part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    NotMeasured,
    Open,
    Seen,
    Against,
}

/// What a part expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Expects {
    Less(Quality),
    Even,
}

/// One part: a family of groups in one quality.
struct Part<'a> {
    expects: Expects,
    state: State,
    from: Vec<&'a Finding>,
}

#[derive(Clone, Copy)]
struct About<'a> {
    findings: &'a [Finding],
    person: &'a Person,
    knowledge: &'a Knowledge,
}

impl<'a> About<'a> {
    fn fit(self, pattern: &Pattern, leg: Option<Side>) -> Option<PatternMatch> {
        let parts = match leg {
            Some(side) if pattern.groups().next().is_none() => self.any_group(pattern, side),
            Some(_) | None => self.parts(pattern, leg),
        };
        if parts.iter().any(|part| part.state == State::Against) {
            return None;
        }
        let seen: Vec<&Part<'_>> = parts.iter().filter(|part| part.state == State::Seen).collect();
        let lesser: Vec<&Finding> = seen
            .iter()
            .filter(|part| part.expects != Expects::Even)
            .flat_map(|part| part.from.iter().copied())
            .collect();
        if lesser.is_empty() {
            return None;
        }
        let answered = leg.and_then(|side| self.answer(pattern, &lesser, side));
        if pattern.asks.is_some() && answered.is_none() {
            return None;
        }
        let from: Vec<&Finding> = seen.iter().flat_map(|part| part.from.iter().copied()).collect();
        let is_only_part = parts.iter().filter(|part| part.expects != Expects::Even).count() == 1;
        // What is seen on both legs needs no other reason; one leg alone does.
        let counts = leg.is_none() || lesser.iter().any(|f| f.acting.as_ref().is_some_and(|a| a.worth));
        let agree = seen.len() >= 2 && tests_of(&from).len() >= 2;
        if !(answered.is_some() || (is_only_part && counts) || agree) {
            return None;
        }
        let normal = self.knowledge.causes.keys().find(|cause| cause.as_str() == NORMAL_VARIATION);
        Some(PatternMatch {
            pattern: pattern.id.clone(),
            side: leg,
            from: from.iter().map(|finding| (finding.comparison.clone(), finding.quality)).collect(),
            n_seen: seen.len(),
            n_measured: parts.iter().filter(|part| part.state != State::NotMeasured).count(),
            answered,
            causes: normal.into_iter().chain(&pattern.causes).cloned().collect(),
            ask_again: pattern.flags.clone(),
        })
    }

    /// The parts of a pattern that names its groups.
    fn parts(self, pattern: &Pattern, leg: Option<Side>) -> Vec<Part<'a>> {
        let mut parts: BTreeMap<(Expects, &str), Part<'a>> = BTreeMap::new();
        for (expects, groups) in [
            (Expects::Less(Quality::Strength), &pattern.weak),
            (Expects::Less(Quality::Flexibility), &pattern.short),
            (Expects::Less(Quality::Size), &pattern.thin),
            (Expects::Less(Quality::LoadSharing), &pattern.carries_less),
            (Expects::Even, &pattern.even),
        ] {
            for group in groups {
                let (state, from) = match leg {
                    Some(side) => self.one_leg(expects, group, side),
                    None => self.both_legs(expects, group),
                };
                let family = self.knowledge.groups.get(group).and_then(|g| g.family.as_deref());
                let part = parts.entry((expects, family.unwrap_or(group.as_str()))).or_insert(Part {
                    expects,
                    state: State::NotMeasured,
                    from: Vec::new(),
                });
                // One group that speaks against it outweighs the rest of its family.
                part.state = part.state.max(state);
                part.from.extend(from);
            }
        }
        parts.into_values().collect()
    }

    /// A pattern that names no group is seen in each weaker group for which its question is answered.
    fn any_group(self, pattern: &Pattern, side: Side) -> Vec<Part<'a>> {
        let weaker = |finding: &&Finding| {
            finding.quality == Quality::Strength
                && matches!(finding.comparison, Comparison::LeftRight { .. })
                && matches!(&finding.verdict, Verdict::Imbalanced { weaker, .. } if *weaker == Weaker::Leg(side))
        };
        let answered = |finding: &&Finding| self.answer(pattern, &[*finding], side).is_some();
        let seen = self.findings.iter().filter(weaker).filter(answered);
        seen.map(|finding| Part {
            expects: Expects::Less(Quality::Strength),
            state: State::Seen,
            from: vec![finding],
        })
        .collect()
    }

    fn one_leg(self, expects: Expects, group: &MuscleGroupId, side: Side) -> (State, Vec<&'a Finding>) {
        let quality = match expects {
            Expects::Less(quality) => quality,
            Expects::Even => Quality::Strength,
        };
        let Some(finding) = self.left_right(group, quality) else { return (State::NotMeasured, Vec::new()) };
        let state = match (&finding.verdict, expects) {
            (Verdict::NotComparable { .. }, _) => State::NotMeasured,
            (Verdict::Undecided { .. }, _) => State::Open,
            (Verdict::Balanced, Expects::Even) => State::Seen,
            (Verdict::Imbalanced { weaker, .. }, Expects::Less(_)) if *weaker == Weaker::Leg(side) => {
                State::Seen
            }
            (Verdict::Balanced, Expects::Less(_)) | (Verdict::Imbalanced { .. }, _) => State::Against,
        };
        (state, if state == State::Seen { vec![finding] } else { Vec::new() })
    }

    /// Strength against the opponents on each leg; reach against what is usual for sex and age.
    fn both_legs(self, expects: Expects, group: &MuscleGroupId) -> (State, Vec<&'a Finding>) {
        match expects {
            Expects::Less(Quality::Strength) => self.weak_for_opponent(group),
            Expects::Less(Quality::Flexibility) => {
                let Some(finding) = self.left_right(group, Quality::Flexibility) else {
                    return (State::NotMeasured, Vec::new());
                };
                let Some(level) = &finding.evidence.level else { return (State::NotMeasured, Vec::new()) };
                let low = Side::BOTH.map(|side| level[side].probability_low);
                if low.iter().any(|p| *p <= 1.0 - SURE) {
                    (State::Against, Vec::new())
                } else if low.iter().all(|p| *p >= SURE) {
                    (State::Seen, vec![finding])
                } else {
                    (State::Open, Vec::new())
                }
            }
            // Size, steadiness and load have no opponent, and no norm that would tell both legs apart from others.
            Expects::Less(Quality::Size | Quality::Control | Quality::LoadSharing) | Expects::Even => {
                (State::NotMeasured, Vec::new())
            }
        }
    }

    fn weak_for_opponent(self, group: &MuscleGroupId) -> (State, Vec<&'a Finding>) {
        let (mut worst, mut seen) = (State::NotMeasured, Vec::new());
        for finding in self.findings {
            let Comparison::Opposing { group: top, opponent, side, .. } = &finding.comparison else { continue };
            if top != group && opponent != group {
                continue;
            }
            let state = match &finding.verdict {
                Verdict::NotComparable { .. } => State::NotMeasured,
                Verdict::Undecided { .. } => State::Open,
                Verdict::Imbalanced { weaker, .. } if *weaker == Weaker::Group(group.clone()) => State::Seen,
                Verdict::Balanced | Verdict::Imbalanced { .. } => State::Against,
            };
            worst = worst.max(state);
            if state == State::Seen {
                seen.push((*side, finding));
            }
        }
        let on_both = Side::BOTH.iter().all(|side| seen.iter().any(|(leg, _)| leg == side));
        if worst == State::Seen && !on_both {
            return (State::Open, Vec::new());
        }
        (worst, seen.into_iter().map(|(_, finding)| finding).collect())
    }

    fn left_right(self, group: &MuscleGroupId, quality: Quality) -> Option<&'a Finding> {
        self.findings.iter().find(|finding| {
            finding.quality == quality
                && matches!(&finding.comparison, Comparison::LeftRight { group: of } if of == group)
        })
    }

    /// What in the records answers the question of the pattern with yes.
    fn answer(self, pattern: &Pattern, seen: &[&Finding], side: Side) -> Option<PatternAnswer> {
        let holds = |answer: PatternAnswer, finding: &Finding| match answer {
            PatternAnswer::Injury => self.was_injured(finding.comparison.group(), side),
            PatternAnswer::Pain => {
                let hurts = [ActingReason::Pain, ActingReason::PainTold];
                finding.acting.as_ref().is_some_and(|a| a.reasons.iter().any(|reason| hurts.contains(reason)))
            }
            PatternAnswer::FavouredSide => self.is_favoured(finding, side.other()),
        };
        pattern.answered_by.iter().copied().find(|answer| seen.iter().any(|finding| holds(*answer, finding)))
    }

    /// An injury that names no group says nothing of this one.
    fn was_injured(self, group: &MuscleGroupId, side: Side) -> bool {
        self.person.injuries.iter().any(|injury| injury.side == Some(side) && injury.groups.contains(group))
    }

    /// Does the person's sport favour this leg here, and by as much?
    fn is_favoured(self, finding: &Finding, stronger: Side) -> bool {
        let row = self.person.sport.as_deref().and_then(|sport| {
            self.knowledge.sport_difference(sport, finding.comparison.group(), finding.quality)
        });
        let size = finding.estimate.as_ref().map(|estimate| estimate.size.abs());
        let is_usual = row.zip(size).is_some_and(|(row, size)| size <= row.up_to_percent);
        is_usual && self.person.dominant_leg == Some(stronger)
    }
}

fn tests_of<'a>(findings: &[&'a Finding]) -> BTreeSet<&'a TestId> {
    findings.iter().flat_map(|f| &f.evidence.tests).filter(|test| test.used).map(|test| &test.test).collect()
}
