//! What a line of an `expect` block means; `cases/README.md` explains the same to people.

use evenstride_app::check::{Check, CheckInput};
use evenstride_app::prelude::Knowledge;
use evenstride_core::assess::{Comparison, Finding, PatternMatch, SizeUnit, Verdict, Weaker, WhyNot};
use evenstride_core::notice::Notice;
use evenstride_core::screen::Screening;

/// Does the outcome meet one line?
pub(crate) fn meets(
    line: &str,
    input: &CheckInput,
    outcome: &Check,
    knowledge: &Knowledge,
) -> Result<(), String> {
    let (kind, rest) = line.split_once(':').ok_or("expected `kind: …`")?;
    let rest = rest.trim();
    let text = || crate::text_of(input, outcome, knowledge);
    match kind.trim() {
        "screen" => same("screen", rest, &screening(outcome)),
        "finding" => finding(rest, outcome),
        "no finding" => {
            let found = findings(outcome).any(|f| name(f).starts_with(rest));
            if found { Err("there is one".to_owned()) } else { Ok(()) }
        }
        "pattern" | "no pattern" => {
            let found: Vec<String> = outcome.assessment.iter().flat_map(|a| &a.patterns).map(pattern).collect();
            if found.iter().any(|found| found == rest) == (kind.trim() == "pattern") {
                Ok(())
            } else {
                Err(format!("patterns: {}", found.join(", ")))
            }
        }
        "says" if text().contains(rest) => Ok(()),
        "says" => Err("the report reads otherwise; run the case with `evenstride check` to see it".to_owned()),
        "never says" if text().to_lowercase().contains(&rest.to_lowercase()) => {
            Err("the report reads otherwise; run the case with `evenstride check` to see it".to_owned())
        }
        "never says" => Ok(()),
        "notice" => notice(rest, input, outcome),
        "next" => {
            let next: Vec<String> =
                outcome.assessment.iter().flat_map(|a| &a.next).map(|s| s.test.to_string()).collect();
            if next.iter().any(|test| test == rest) {
                Ok(())
            } else {
                Err(format!("next: {}", next.join(", ")))
            }
        }
        "plan" => plan(rest, outcome),
        "exit code" => same("exit code", rest, &outcome.exit_code().to_string()),
        other => Err(format!("“{other}” is not a kind of expectation")),
    }
}

fn same(what: &str, wanted: &str, found: &str) -> Result<(), String> {
    if wanted == found { Ok(()) } else { Err(format!("{what}: {found}")) }
}

fn screening(outcome: &Check) -> String {
    match &outcome.screening {
        Screening::Stopped { action, flags, .. } => {
            let flags: Vec<&str> = flags.iter().map(|f| f.flag.as_str()).collect();
            format!("stopped {} by {}", action.as_str(), flags.join(" "))
        }
        Screening::Incomplete { .. } => "incomplete".to_owned(),
        Screening::Expired { .. } => "expired".to_owned(),
        Screening::Cleared(cleared) if cleared.flags().is_empty() => "cleared".to_owned(),
        Screening::Cleared(cleared) => {
            let flags: Vec<&str> = cleared.flags().iter().map(|f| f.flag.as_str()).collect();
            format!("cleared with limits by {}", flags.join(" "))
        }
    }
}

fn findings(outcome: &Check) -> impl Iterator<Item = &Finding> {
    outcome.assessment.iter().flat_map(|a| &a.findings)
}

fn name(finding: &Finding) -> String {
    match &finding.comparison {
        Comparison::LeftRight { group } => format!("{group} {}", finding.quality),
        Comparison::Opposing { group, opponent, side, .. } => format!("{group}/{opponent} {side}"),
    }
}

/// `P-04 on right`, or `P-19` for both legs.
fn pattern(found: &PatternMatch) -> String {
    found.side.map_or_else(|| found.pattern.to_string(), |side| format!("{} on {side}", found.pattern))
}

/// `quads strength is imbalanced-clear, weaker right, size 10 to 30, worth acting`.
fn finding(rest: &str, outcome: &Check) -> Result<(), String> {
    let (wanted, claims) = rest.split_once(" is ").ok_or("expected `NAME is VERDICT, …`")?;
    let finding = findings(outcome).find(|f| name(f) == wanted.trim()).ok_or_else(|| {
        format!("there is none; there are: {}", findings(outcome).map(name).collect::<Vec<_>>().join(", "))
    })?;
    let mut claims = claims.split(',').map(str::trim);
    let state = shown(finding);
    if claims.next() != Some(finding.verdict.as_str()) {
        return Err(state);
    }
    for claim in claims {
        if !holds(claim, finding)? {
            return Err(format!("not “{claim}”; {state}"));
        }
    }
    Ok(())
}

fn shown(finding: &Finding) -> String {
    let weaker = finding.leaning().map_or_else(String::new, |weaker| match weaker {
        Weaker::Leg(side) => side.to_string(),
        Weaker::Group(group) => group.to_string(),
    });
    let size = finding.estimate.as_ref().map_or_else(String::new, |e| {
        format!("size {:.1} ({:.1} to {:.1}), probability {:.3}", e.size, e.low, e.high, e.probability)
    });
    format!(
        "{} is {}, weaker {weaker}, {size}, acting {:?}",
        name(finding),
        finding.verdict.as_str(),
        finding.acting
    )
}

fn holds(claim: &str, finding: &Finding) -> Result<bool, String> {
    let words: Vec<&str> = claim.split_whitespace().collect();
    match words.as_slice() {
        ["weaker", who] => Ok(match finding.leaning() {
            Some(Weaker::Leg(side)) => side.as_str() == *who,
            Some(Weaker::Group(group)) => group.as_str() == *who,
            None => false,
        }),
        ["size", from, "to", to] | ["size", from, "to", to, "deg"] => {
            let number = |text: &str| text.parse::<f64>().map_err(|e| e.to_string());
            let unit = if words.len() == 5 { SizeUnit::Degrees } else { SizeUnit::Percent };
            let (from, to) = (number(from)?, number(to)?);
            Ok(finding.estimate.as_ref().is_some_and(|e| e.unit == unit && (from..=to).contains(&e.size.abs())))
        }
        ["worth", "acting"] => Ok(finding.acting.as_ref().is_some_and(|a| a.worth)),
        ["not", "worth", "acting"] => Ok(finding.acting.as_ref().is_some_and(|a| !a.worth)),
        ["needs", test] => Ok(match &finding.verdict {
            Verdict::Undecided { needs: Some(needs) } => needs.test.as_str() == *test,
            _ => false,
        }),
        ["because", rest @ ..] => {
            let found = match &finding.verdict {
                Verdict::NotComparable { why } => match why {
                    WhyNot::SideMissing(side) => format!("{side} missing"),
                    WhyNot::PainLimited(side) => format!("{side} hurt"),
                    WhyNot::Doubtful(side) => format!("{side} doubtful"),
                    WhyNot::TriesDiffer => "tries differ".to_owned(),
                    WhyNot::DevicesDiffer => "devices differ".to_owned(),
                    WhyNot::NoUsualRatio => "no usual ratio".to_owned(),
                },
                _ => String::new(),
            };
            Ok(found == rest.join(" "))
        }
        _ => Err(format!("“{claim}” is not a claim")),
    }
}

fn notice(code: &str, input: &CheckInput, outcome: &Check) -> Result<(), String> {
    let all: Vec<&Notice> =
        input.notices.iter().chain(outcome.assessment.iter().flat_map(|a| &a.notices)).collect();
    if all.iter().any(|notice| notice.code.as_str() == code) {
        Ok(())
    } else {
        Err(format!("notices: {}", all.iter().map(|n| n.code.as_str()).collect::<Vec<_>>().join(", ")))
    }
}

/// `none` · `proven` · `more sets for GROUP on SIDE` · `even sets for GROUP` · `stretches GROUP on SIDE` · `without EXERCISE`.
fn plan(rest: &str, outcome: &Check) -> Result<(), String> {
    let plan = match (&outcome.plan, rest) {
        (None, "none") => return Ok(()),
        (Some(_), "none") => return Err("there is one".to_owned()),
        (None, _) => return Err(format!("there is none: {:?}", outcome.plan_problem)),
        (Some(plan), _) => plan,
    };
    let sets = |group: &str, side: &str| {
        plan.volumes
            .iter()
            .find(|v| v.group.as_str() == group && v.side.as_str() == side)
            .map_or((0.0, 0.0), |v| (v.sets, v.stretch_minutes))
    };
    let volumes = || format!("volumes: {:?}", plan.volumes);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let met = match words.as_slice() {
        ["proven"] => plan.proven,
        ["more", "sets", "for", group, "on", side] => {
            let other = if *side == "left" { "right" } else { "left" };
            sets(group, side).0 > sets(group, other).0 && sets(group, other).0 > 0.0
        }
        ["even", "sets", "for", group] => (sets(group, "left").0 - sets(group, "right").0).abs() < 1e-9,
        ["stretches", group, "on", side] => sets(group, side).1 > 0.0,
        ["without", exercise] => {
            plan.sessions.iter().flat_map(|s| &s.items).all(|item| item.exercise.as_str() != *exercise)
        }
        _ => return Err(format!("“{rest}” is not known of a plan")),
    };
    if met { Ok(()) } else { Err(volumes()) }
}
