//! All findings of a person, and what to measure next.

use crate::knowledge::TestId;
use crate::notice::Notice;
use std::collections::BTreeSet;

use super::ask::{Answers, Questions};
use super::beyond::{beyond_notice, lately, shown_beyond};
use super::compare::{Context, Pending, finding, left_right, unmeasured};
use super::finding::{Comparison, Finding, Suggestion, Verdict};
use super::missing::{missing_legs, one_sided};
use super::next::{Open, Outlook, possible_results};
use super::opposing::opposing;
use super::pair_next::next_of_pair;

/// So many measurements are offered; more would be a list, not advice.
const OFFERED: usize = 3;

/// What is asked of an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Findings, what to measure next and what a new visit would show.
    Predictions,
    /// Findings and what to measure next.
    Everything,
    /// Findings alone, each with what would settle it.
    Findings,
    /// The same without their courses and changes, and without naming what counts for little.
    Standing,
}

impl Asked {
    /// Is it told how findings came about?
    pub(super) fn with_how(self) -> bool {
        match self {
            Asked::Predictions | Asked::Everything | Asked::Findings => true,
            Asked::Standing => false,
        }
    }

    fn with_outlook(self) -> bool {
        match self {
            Asked::Predictions | Asked::Everything => true,
            Asked::Findings | Asked::Standing => false,
        }
    }
}

/// All findings, left–right first, and the best three measurements to do next when they are asked for.
pub(super) fn judge(
    context: &Context<'_, '_>,
    asked: Asked,
    notices: &mut Vec<Notice>,
) -> (Vec<Finding>, Vec<Suggestion>) {
    let mut questions = Questions::with_course(asked.with_how());
    let measured = left_right(context, &mut questions, notices);
    let opposing = opposing(context, &mut questions);
    let answers = questions.answer(context.model);
    let mut findings: Vec<Finding> =
        measured.iter().chain(&opposing).map(|pending| finding(context, pending, &answers)).collect();
    tell_beyond(context, &measured, &mut findings, notices);
    let is_undecided = |finding: &Finding| matches!(finding.verdict, Verdict::Undecided { .. });
    if !asked.with_outlook() && !findings.iter().any(is_undecided) {
        return (findings, Vec::new());
    }
    let mut tests = possible_results(context);
    let undecided = measured.iter().zip(&findings).filter(|(_, finding)| is_undecided(finding));
    let undecided = undecided.map(|(pending, _)| open(pending, &questions, &answers)).collect();
    let begun = Outlook::of(context, &mut tests, undecided);
    let mut place = 0;
    let judged = measured.iter().chain(&opposing).zip(&mut findings);
    for (pending, finding) in judged.filter(|(_, finding)| is_undecided(finding)) {
        let needs = match finding.comparison {
            Comparison::LeftRight { .. } => {
                place += 1;
                begun.suggestions(&[place - 1], 1).into_iter().next()
            }
            Comparison::Opposing { .. } => next_of_pair(
                context,
                pending,
                questions.seen(pending.now),
                &pending.difference(&answers).coarse(),
            ),
        };
        finding.verdict = Verdict::Undecided { needs };
    }
    if !asked.with_outlook() {
        return (findings, Vec::new());
    }
    let missing: Vec<_> = one_sided(&measured).collect();
    let of_missing = missing.iter().map(|(pending, _)| open(pending, &questions, &answers)).collect();
    let of_missing = Outlook::of(context, &mut tests, of_missing);
    let mut next = missing_legs(&missing, &of_missing, context.options.cautions);
    for suggestion in begun.suggestions(&begun.all(), OFFERED) {
        if next.iter().all(|s| s.test != suggestion.test) {
            next.push(suggestion);
        }
    }
    next.truncate(OFFERED);
    // What was begun is settled first; then comes what nobody has looked at yet.
    if next.len() < OFFERED {
        let mut questions = Questions::default();
        let unmeasured = unmeasured(context, &mut questions);
        let answers = questions.answer(context.model);
        let unmeasured = unmeasured.iter().map(|pending| open(pending, &questions, &answers)).collect();
        let new = Outlook::of(context, &mut tests, unmeasured);
        for suggestion in new.suggestions(&new.all(), 2 * OFFERED) {
            if next.len() < OFFERED && next.iter().all(|s| s.test != suggestion.test) {
                next.push(suggestion);
            }
        }
    }
    (findings, next)
}

/// Says of undecided findings which tests show more than their noise explains: in the finding, and each once as a notice.
fn tell_beyond(
    context: &Context<'_, '_>,
    measured: &[Pending<'_, '_>],
    findings: &mut [Finding],
    notices: &mut Vec<Notice>,
) {
    let mut told: BTreeSet<(&TestId, Option<&str>)> = BTreeSet::new();
    for (pending, finding) in measured.iter().zip(findings) {
        if !matches!(finding.verdict, Verdict::Undecided { .. }) {
            continue;
        }
        for (instrument, difference) in lately(&pending.instruments, context).beyond(pending.delta) {
            let shown = shown_beyond(instrument, difference);
            if told.insert((&instrument.test.id, instrument.device.as_deref())) {
                notices.push(beyond_notice(instrument, &shown));
            }
            finding.evidence.beyond.push(shown);
        }
    }
}

/// A comparison as the outlook needs it.
pub(super) fn open<'p>(pending: &'p Pending<'_, '_>, questions: &'p Questions, answers: &Answers) -> Open<'p> {
    Open {
        comparison: &pending.comparison,
        quality: pending.quality,
        target: &pending.target,
        seen: questions.seen(pending.now),
        now: pending.difference(answers).coarse(),
    }
}
