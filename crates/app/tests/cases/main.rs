//! Runs every case in `cases/*.md`: a person, numbers, and the words to expect, readable by anybody in the field.
//!
//! Each case is also run with left and right swapped: the outcome must be the mirror image and nothing else.

// What a test builds is known to hold; a failure to build it is a failure of the test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod expectation;
#[path = "../shared/fenced.rs"]
mod fenced;
mod file;

use evenstride_app::check::{Check, CheckInput, check};
use evenstride_app::prelude::{Knowledge, builtin};
use evenstride_core::assess::{Assessment, Comparison, Finding, PatternMatch, Weaker};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Action, FlagId};
use evenstride_core::screen::{RaisedFlag, Screening};
use file::Case;
use std::collections::BTreeSet;
use std::path::Path;

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md"))
        .collect();
    paths.sort();
    paths.iter().map(|path| Case::read(path, builtin())).collect()
}

#[test]
fn there_are_enough_cases_to_be_worth_the_name() {
    assert!(cases().len() >= 12, "{} cases", cases().len());
}

#[test]
fn every_case_says_what_it_expects() {
    let knowledge = builtin();
    let mut failures = Vec::new();
    for case in cases() {
        let outcome = check(&case.input, knowledge);
        assert!(!case.expectations.is_empty(), "{} expects nothing", case.name);
        for expectation in &case.expectations {
            if let Err(found) = expectation::meets(&expectation.text, &case.input, &outcome, knowledge) {
                failures.push(format!(
                    "cases/{}:{}: {}\n    {found}",
                    case.name, expectation.line, expectation.text
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} expectations not met:\n{}", failures.len(), failures.join("\n"));
}

/// Every flag that some case raises, with the action that it asks for there, cleared ones included.
fn raised_in_cases() -> BTreeSet<(FlagId, Action)> {
    let raised = |case: Case| match check(&case.input, builtin()).screening {
        Screening::Stopped { flags, .. } => flags,
        Screening::Cleared(cleared) => cleared.flags().to_vec(),
        Screening::Incomplete { .. } | Screening::Expired { .. } => Vec::new(),
    };
    cases().into_iter().flat_map(raised).map(|found| (found.flag, found.action)).collect()
}

#[test]
fn every_action_and_escalation_is_reached_by_a_case() {
    let raised = raised_in_cases();
    for action in Action::ALL {
        assert!(raised.iter().any(|(_, found)| *found == action), "{action:?}");
    }
    let flags = &builtin().flags;
    let mut missed = Vec::new();
    for flag in flags {
        let base = (!flag.only_after.is_empty()).then_some(flag.action);
        // A follow-up is a case of its own when it makes things more urgent than what it follows.
        let is_more = |action: &Action| {
            let before = flags.iter().filter(|before| flag.only_after.contains(&before.id));
            before.into_iter().any(|before| *action < before.action)
        };
        let wanted = flag.escalate.iter().map(|e| e.action).chain(base.filter(is_more));
        missed.extend(wanted.map(|action| (flag.id.clone(), action)).filter(|key| !raised.contains(key)));
    }
    assert!(missed.is_empty(), "no case reaches {missed:?}");
}

#[test]
fn mirroring_a_case_mirrors_its_outcome_and_changes_nothing_else() {
    let knowledge = builtin();
    for case in cases() {
        let plain = check(&case.input, knowledge);
        let mirrored = check(&mirrored(&case.input), knowledge);
        assert_is_mirror(&case.name, &plain, &mirrored);
    }
}

fn mirrored(input: &CheckInput) -> CheckInput {
    let mut mirrored = input.clone();
    for trial in &mut mirrored.trials {
        trial.side = trial.side.other();
        if let Some(figure) = &mut trial.device_asymmetry {
            figure.stronger = figure.stronger.map(|side| side.other());
        }
    }
    for injury in &mut mirrored.person.injuries {
        injury.side = injury.side.map(|side| side.other());
    }
    mirrored.person.dominant_leg = mirrored.person.dominant_leg.map(|side| side.other());
    for answer in mirrored.answers.by_flag.values_mut() {
        answer.side = answer.side.map(|side| side.other());
    }
    mirrored
}

fn assert_is_mirror(name: &str, plain: &Check, mirrored: &Check) {
    match (&plain.screening, &mirrored.screening) {
        (
            Screening::Stopped { action: a, flags: p, open: m },
            Screening::Stopped { action: b, flags: q, open: n },
        ) => {
            assert_eq!((a, m), (b, n), "{name}");
            assert_eq!(sides(p), sides(q).into_iter().map(swapped_side).collect::<Vec<_>>(), "{name}");
        }
        (Screening::Cleared(a), Screening::Cleared(b)) => {
            assert_eq!(a.cautions(), b.cautions(), "{name}");
            let swapped: Vec<_> = sides(b.flags()).into_iter().map(swapped_side).collect();
            assert_eq!(sides(a.flags()), swapped, "{name}");
        }
        (a, b) => assert_eq!(std::mem::discriminant(a), std::mem::discriminant(b), "{name}"),
    }
    let (Some(a), Some(b)) = (&plain.assessment, &mirrored.assessment) else {
        assert_eq!(plain.assessment.is_some(), mirrored.assessment.is_some(), "{name}");
        return;
    };
    assert_eq!(a.findings.len(), b.findings.len(), "{name}");
    for finding in &a.findings {
        let other = b.findings.iter().find(|f| is_mirror_pair(finding, f)).unwrap();
        assert_eq!(finding.verdict.as_str(), other.verdict.as_str(), "{name} {:?}", finding.comparison);
        let (Some(x), Some(y)) = (&finding.estimate, &other.estimate) else { continue };
        // Tolerance: the neighbours of a posterior's parts are put together from one end, so the fourth digit may differ.
        let close = |p: f64, q: f64| assert!((p - q).abs() < 1e-3, "{name} {:?}: {p} {q}", finding.comparison);
        match finding.comparison {
            Comparison::LeftRight { .. } => {
                close(x.size, -y.size);
                close(x.low, -y.high);
                close(x.probability_first, y.probability_second);
            }
            Comparison::Opposing { .. } => {
                close(x.size, y.size);
                close(x.probability_first, y.probability_first);
            }
        }
        match (finding.leaning(), other.leaning()) {
            (Some(Weaker::Leg(p)), Some(Weaker::Leg(q))) if x.size.abs() > 1e-6 => {
                assert_eq!(p, q.other(), "{name}")
            }
            (Some(Weaker::Group(p)), Some(Weaker::Group(q))) => assert_eq!(p, q, "{name}"),
            _ => {}
        }
        assert_eq!(
            finding.acting.as_ref().map(|acting| acting.worth),
            other.acting.as_ref().map(|acting| acting.worth)
        );
    }
    let patterns = |assessment: &Assessment, swap: bool| {
        let side = |found: &PatternMatch| found.side.map(|side| if swap { side.other() } else { side });
        let of =
            |found: &PatternMatch| (found.pattern.to_string(), side(found), found.n_seen, found.n_measured);
        assessment.patterns.iter().map(of).collect::<BTreeSet<_>>()
    };
    assert_eq!(patterns(a, false), patterns(b, true), "{name}");
    let tests = |assessment: &Assessment| assessment.next.iter().map(|s| s.test.clone()).collect::<Vec<_>>();
    assert_eq!(tests(a), tests(b), "{name}");
    let shape = |check: &Check| {
        let mut volumes: Vec<(String, String, i64)> = check
            .plan
            .iter()
            .flat_map(|plan| &plan.volumes)
            .map(|v| (v.group.to_string(), v.side.to_string(), (v.sets * 100.0).round() as i64))
            .collect();
        volumes.sort();
        volumes
    };
    let mut swapped: Vec<(String, String, i64)> = shape(mirrored)
        .into_iter()
        .map(|(group, side, sets)| (group, if side == "left" { "right" } else { "left" }.to_owned(), sets))
        .collect();
    swapped.sort();
    assert_eq!(shape(plain), swapped, "{name}: the week");
}

fn sides(flags: &[RaisedFlag]) -> Vec<(FlagId, Action, Option<Side>)> {
    flags.iter().map(|found| (found.flag.clone(), found.action, found.side)).collect()
}

fn swapped_side((flag, action, side): (FlagId, Action, Option<Side>)) -> (FlagId, Action, Option<Side>) {
    (flag, action, side.map(|side| side.other()))
}

fn is_mirror_pair(a: &Finding, b: &Finding) -> bool {
    a.quality == b.quality
        && match (&a.comparison, &b.comparison) {
            (Comparison::LeftRight { group: p }, Comparison::LeftRight { group: q }) => p == q,
            (Comparison::Opposing { pair: p, side: s, .. }, Comparison::Opposing { pair: q, side: t, .. }) => {
                p == q && *s == t.other()
            }
            _ => false,
        }
}

/// The report that a case gives, in one long line a sentence.
pub(crate) fn text_of(input: &CheckInput, outcome: &Check, knowledge: &Knowledge) -> String {
    use evenstride_app::report::{self, CheckView};
    let view = CheckView {
        person: &input.person,
        knowledge,
        as_of: input.as_of,
        screening: &outcome.screening,
        assessment: outcome.assessment.as_ref(),
        plan: outcome.plan.as_ref(),
        plan_problem: outcome.plan_problem.as_ref(),
        retest: outcome.retest.as_ref(),
        course: outcome.course.as_ref(),
        explanation: outcome.explanation.as_ref(),
        swap: outcome.swap.as_ref(),
        facts: outcome.facts.as_ref(),
        notices: &input.notices,
        version: "test",
    };
    report::text(&view, &evenstride_app::words::Words::english(), 4000)
}
