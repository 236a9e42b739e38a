//! The same check of a person whose legs are swapped.

use super::fixture::Check;
use evenstride_core::assess::{Comparison, Finding, Suggestion, Verdict, Weaker, WhyNot};
use evenstride_core::body::{Bilateral, Side};
use evenstride_core::plan::{Plan, PlannedSide, Reason};

/// The same check with the legs swapped.
pub(crate) fn mirrored(check: &Check) -> Check {
    let mut check = check.clone();
    if let Some(assessment) = &mut check.assessment {
        assessment.findings.iter_mut().for_each(mirror_finding);
        assessment.next.iter_mut().for_each(mirror_suggestion);
    }
    if let Some(plan) = &mut check.plan {
        mirror_plan(plan);
    }
    for flag in &mut check.flags {
        flag.side = flag.side.map(Side::other);
    }
    check.no_maximal_tests = check.no_maximal_tests.iter().map(|side| side.other()).collect();
    check
}

fn mirror_suggestion(suggestion: &mut Suggestion) {
    suggestion.missing_leg = suggestion.missing_leg.map(Side::other);
    suggestion.tells_about.iter_mut().for_each(|(comparison, _)| mirror_comparison(comparison));
}

fn mirror_comparison(comparison: &mut Comparison) {
    if let Comparison::Opposing { side, .. } = comparison {
        *side = side.other();
    }
}

fn mirror_finding(finding: &mut Finding) {
    mirror_comparison(&mut finding.comparison);
    match &mut finding.verdict {
        Verdict::Imbalanced { weaker: Weaker::Leg(side), .. }
        | Verdict::NotComparable {
            why: WhyNot::SideMissing(side) | WhyNot::PainLimited(side) | WhyNot::Doubtful(side),
        } => *side = side.other(),
        Verdict::Undecided { needs: Some(needs) } => mirror_suggestion(needs),
        _ => {}
    }
    let is_left_right = matches!(finding.comparison, Comparison::LeftRight { .. });
    if let Some(estimate) = finding.estimate.as_mut().filter(|_| is_left_right) {
        let quantiles = estimate.quantiles;
        estimate.quantiles = std::array::from_fn(|at| -quantiles[19 - at]);
        (estimate.low, estimate.high) = (-estimate.high, -estimate.low);
        estimate.size = -estimate.size;
        std::mem::swap(&mut estimate.probability_first, &mut estimate.probability_second);
        for point in &mut finding.evidence.course {
            (point.size, point.low, point.high) = (-point.size, -point.high, -point.low);
        }
        finding.evidence.posterior_mean = finding.evidence.posterior_mean.map(|mean| -mean);
    }
    finding.evidence.level = finding.evidence.level.map(Bilateral::mirrored);
    for test in &mut finding.evidence.tests {
        test.raw_size = test.raw_size.map(|size| -size);
        for day in &mut test.days {
            day.sides = day.sides.clone().mirrored();
        }
    }
}

fn mirror_plan(plan: &mut Plan) {
    for item in plan.sessions.iter_mut().flat_map(|session| &mut session.items) {
        item.side = match item.side {
            PlannedSide::Left => PlannedSide::Right,
            PlannedSide::Right => PlannedSide::Left,
            PlannedSide::Both => PlannedSide::Both,
        };
        for reason in &mut item.because {
            match reason {
                Reason::Need(need) => need.side = need.side.other(),
                Reason::Keep { side, .. } | Reason::KeepReach { side, .. } => *side = side.other(),
                Reason::Prevent { .. } | Reason::AskedFor => {}
            }
        }
    }
    plan.needs.iter_mut().for_each(|need| need.side = need.side.other());
    plan.volumes.iter_mut().for_each(|volume| volume.side = volume.side.other());
    plan.unmet.iter_mut().for_each(|unmet| unmet.side = unmet.side.other());
}

/// “left” for “right” and the other way round, in every case of letters.
pub(crate) fn swapped_words(text: &str) -> String {
    [("left", "right"), ("Left", "Right"), ("LEFT", "RIGHT")]
        .into_iter()
        .fold(text.to_owned(), |text, (left, right)| {
            text.replace(left, "\u{0}").replace(right, left).replace('\u{0}', right)
        })
}
