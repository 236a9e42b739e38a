//! All findings of a person, and what to measure next.

use crate::knowledge::Knowledge;
use crate::notice::Notice;

use super::ask::{Answers, Questions};
use super::compare::{Context, Pending, finding, left_right};
use super::finding::{Comparison, Finding, Suggestion, Verdict};
use super::next::{Open, suggestions};
use super::opposing::opposing;

/// So many measurements are offered; more would be a list, not advice.
const OFFERED: usize = 3;

/// All findings, left–right first, and the best three measurements to do next.
pub(super) fn judge(context: &Context<'_, '_>, notices: &mut Vec<Notice>) -> (Vec<Finding>, Vec<Suggestion>) {
    let (mut questions, mut beside) = (Questions::default(), Questions::default());
    let (measured, unmeasured) = left_right(context, &mut questions, &mut beside, notices);
    let opposing = opposing(context, &mut questions);
    let answers = questions.answer(context.model);
    let mut findings: Vec<Finding> =
        measured.iter().chain(&opposing).map(|pending| finding(context, pending, &answers)).collect();
    for (finding, pending) in findings.iter_mut().zip(measured.iter().chain(&opposing)) {
        if finding.verdict == (Verdict::Undecided { needs: None }) {
            let needs = match pending.comparison {
                Comparison::LeftRight { .. } => {
                    let open = [open(pending, &questions, &answers)];
                    suggestions(context, &open).into_iter().next()
                }
                Comparison::Opposing { .. } => repeat_of(finding, context.knowledge),
            };
            finding.verdict = Verdict::Undecided { needs };
        }
    }
    let undecided: Vec<Open<'_>> = measured
        .iter()
        .zip(&findings)
        .filter(|(_, finding)| matches!(finding.verdict, Verdict::Undecided { .. }))
        .map(|(pending, _)| open(pending, &questions, &answers))
        .collect();
    let mut next = suggestions(context, &undecided);
    // What was begun is settled first; then comes what nobody has looked at yet.
    if next.len() < OFFERED {
        let answers = beside.answer_roughly(context.model);
        let new: Vec<Open<'_>> = unmeasured.iter().map(|p| open(p, &beside, &answers)).collect();
        for suggestion in suggestions(context, &new) {
            if next.len() < OFFERED && next.iter().all(|s| s.test != suggestion.test) {
                next.push(suggestion);
            }
        }
    }
    next.truncate(OFFERED);
    (findings, next)
}

fn open<'p>(pending: &'p Pending<'_, '_>, questions: &'p Questions, answers: &Answers) -> Open<'p> {
    Open {
        comparison: &pending.comparison,
        quality: pending.quality,
        target: &pending.target,
        seen: questions.seen(pending.now),
        now: pending.difference(answers),
    }
}

/// For an opposing pair the same tests on another day tell most: their day and trial noise is what hides the ratio.
fn repeat_of(finding: &Finding, knowledge: &Knowledge) -> Option<Suggestion> {
    let test = finding.evidence.tests.iter().filter(|t| t.used).find_map(|t| knowledge.tests.get(&t.test))?;
    Some(Suggestion {
        test: test.id.clone(),
        another_day: true,
        minutes: test.minutes,
        expected_reduction: 0.0,
        tells_about: vec![(finding.comparison.clone(), finding.quality)],
        days_to_settle: None,
    })
}
