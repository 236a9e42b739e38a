//! Assessments on the wire: one row or object per comparison.

use super::{beside, csv_table, pretty, rounded, rounded_or_null};
use evenstride_core::assess::{
    ActingReason, Assessment, Change, Comparison, CoursePoint, Estimate, Finding, Interval, NoiseFrom,
    PredictedPart, Severity, ShownBeyond, SizeUnit, Suggestion, TestEvidence, Verdict, Weaker, WhyNot, printed,
    views::views,
};
use evenstride_core::body::{Bilateral, Side};
use evenstride_core::knowledge::{Knowledge, Link, Noise};
use serde_json::{Map, Value, json};

/// The columns of `assess --format csv`, stable from now on.
pub const ASSESS_COLUMNS: [&str; 20] = [
    "subject",
    "as_of",
    "comparison",
    "group",
    "opponent",
    "side",
    "quality",
    "weaker",
    "size_percent",
    "low_percent",
    "high_percent",
    "probability",
    "verdict",
    "worth_acting",
    "needs",
    "n_trials",
    "n_days",
    "tests",
    "measured_on",
    "severity",
];

/// All assessments as CSV.
#[must_use]
pub fn assessments_csv(assessments: &[Assessment]) -> String {
    csv_table(
        ASSESS_COLUMNS,
        assessments.iter().flat_map(|a| {
            a.findings.iter().map(|finding| {
                let row = row(a, finding);
                ASSESS_COLUMNS.map(|column| match row.get(column) {
                    None | Some(Value::Null) => String::new(),
                    Some(Value::String(text)) => text.clone(),
                    Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
                    Some(Value::Array(parts)) => {
                        parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("+")
                    }
                    Some(other) => other.to_string(),
                })
            })
        }),
    )
}

/// All assessments as JSON: the fields of the CSV and the evidence below them.
#[must_use]
pub fn assessments_json(assessments: &[Assessment], knowledge: &Knowledge) -> String {
    let value: Vec<Value> = assessments.iter().map(|a| assessment_value(a, knowledge)).collect();
    pretty(&json!({ "catalogue": knowledge.version, "assessments": value }))
}

pub(super) fn assessment_value(assessment: &Assessment, knowledge: &Knowledge) -> Value {
    let findings: Vec<Value> = assessment
        .findings
        .iter()
        .map(|finding| {
            let mut object = row(assessment, finding);
            object.extend(details(finding, knowledge));
            Value::Object(object)
        })
        .collect();
    json!({
        "subject": assessment.subject.as_str(),
        "as_of": assessment.as_of.to_string(),
        "findings": findings,
        "patterns": assessment.patterns.iter().map(|found| beside::pattern_value(found, knowledge)).collect::<Vec<_>>(),
        "next": assessment.next.iter().map(suggestion_value).collect::<Vec<_>>(),
        "notices": assessment.notices,
    })
}

/// The fields that CSV and JSON share.
fn row(assessment: &Assessment, finding: &Finding) -> Map<String, Value> {
    let (comparison, opponent, side) = match &finding.comparison {
        Comparison::LeftRight { .. } => ("left-right", Value::Null, Value::Null),
        Comparison::Opposing { opponent, side, .. } => {
            ("opposing", json!(opponent.as_str()), json!(side.as_str()))
        }
    };
    let weaker = finding.leaning().map(|weaker| match weaker {
        Weaker::Leg(side) => side.as_str().to_owned(),
        Weaker::Group(group) => group.as_str().to_owned(),
    });
    let percent = finding.estimate.as_ref().filter(|e| e.unit == SizeUnit::Percent).map(towards_weaker);
    let needs = match &finding.verdict {
        Verdict::Undecided { needs: Some(needs) } => json!(needs.test.as_str()),
        Verdict::Undecided { needs: None }
        | Verdict::Balanced
        | Verdict::Imbalanced { .. }
        | Verdict::NotComparable { .. } => Value::Null,
    };
    let used: Vec<&str> = finding.evidence.tests.iter().filter(|t| t.used).map(|t| t.test.as_str()).collect();
    let used_days = finding.evidence.tests.iter().filter(|test| test.used).flat_map(|test| &test.days);
    let measured_on = used_days.map(|day| day.day).max();
    let fields = [
        ("subject", json!(assessment.subject.as_str())),
        ("as_of", json!(assessment.as_of.to_string())),
        ("comparison", json!(comparison)),
        ("group", json!(finding.comparison.group().as_str())),
        ("opponent", opponent),
        ("side", side),
        ("quality", json!(finding.quality.as_str())),
        ("weaker", json!(weaker)),
        ("size_percent", rounded_or_null(percent.map(|p| p.0), 2)),
        ("low_percent", rounded_or_null(percent.map(|p| p.1), 2)),
        ("high_percent", rounded_or_null(percent.map(|p| p.2), 2)),
        ("probability", rounded_or_null(finding.estimate.as_ref().map(of_the_weaker), 4)),
        ("verdict", json!(finding.verdict.as_str())),
        ("worth_acting", json!(finding.acting.as_ref().map(|acting| acting.worth))),
        ("needs", needs),
        ("n_trials", json!(finding.evidence.n_trials)),
        ("n_days", json!(finding.evidence.n_days)),
        ("tests", json!(used)),
        ("measured_on", json!(measured_on.map(|day| day.to_string()))),
        ("severity", json!(finding.severity().map(Severity::as_str))),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Probability that the one whom the median names is weaker by more than δ.
fn of_the_weaker(estimate: &Estimate) -> f64 {
    if estimate.size > 0.0 { estimate.probability_second } else { estimate.probability_first }
}

/// Size and interval in the direction of the side that the median names: a low end below 0 crosses zero.
fn towards_weaker(estimate: &Estimate) -> (f64, f64, f64) {
    if estimate.size > 0.0 {
        (estimate.size, estimate.low, estimate.high)
    } else {
        (-estimate.size, -estimate.high, -estimate.low)
    }
}

fn details(finding: &Finding, knowledge: &Knowledge) -> Map<String, Value> {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    if let Some(estimate) = &finding.estimate {
        let (size, low, high) = towards_weaker(estimate);
        let unit = unit_word(estimate.unit);
        let (first, inside, second) = estimate.counts();
        put(
            "size",
            json!({ "unit": unit, "size": rounded(size, 2), "low": rounded(low, 2), "high": rounded(high, 2), "delta": rounded(estimate.delta, 2) }),
        );
        put("probability_beyond", rounded(estimate.probability, 4));
        put("probability_first_weaker", rounded(estimate.probability_first, 4));
        put("probability_second_weaker", rounded(estimate.probability_second, 4));
        put("of_twenty", json!({ "first_weaker": first, "inside": inside, "second_weaker": second }));
        let [slight, moderate, marked] = estimate.by_severity();
        put("severity_of_twenty", json!({ "slight": slight, "moderate": moderate, "marked": marked }));
        put("quantiles", estimate.quantiles.iter().map(|&q| rounded(q, 2)).collect());
    }
    if let Verdict::NotComparable { why } = &finding.verdict {
        put("why_not", why_value(why));
    }
    if let Verdict::Undecided { needs: Some(needs) } = &finding.verdict {
        put("would_settle", suggestion_value(needs));
    }
    if let Some(acting) = &finding.acting {
        put("acting_reasons", acting.reasons.iter().map(reason_value).collect());
    }
    if !finding.evidence.beyond.is_empty() {
        let unit = finding.estimate.as_ref().map(|estimate| unit_word(estimate.unit));
        put("beyond", finding.evidence.beyond.iter().map(|shown| beyond_value(shown, unit)).collect());
    }
    put("change", finding.change.as_ref().map_or(Value::Null, change_value));
    let evidence = &finding.evidence;
    put(
        "evidence",
        json!({
            "course": evidence.course.iter().map(course_value).collect::<Vec<_>>(),
            "prior_sd": rounded_or_null(evidence.prior_sd, 3),
            "posterior_mean": rounded_or_null(evidence.posterior_mean, 3),
            "posterior_sd": rounded_or_null(evidence.posterior_sd, 3),
            "level": evidence.level.as_ref().map(|level| {
                let one = |side: Side| json!({
                    "z": rounded(level[side].z, 2), "z_sd": rounded(level[side].z_sd, 2),
                    "probability_low": rounded(level[side].probability_low, 3),
                });
                json!({ "left": one(Side::Left), "right": one(Side::Right) })
            }),
            "ratio": evidence.ratio.as_ref().map(|ratio| json!({
                "usual": rounded(ratio.usual, 3), "ratio": rounded(ratio.ratio, 3),
                "low": rounded(ratio.low, 3), "high": rounded(ratio.high, 3),
            })),
            "tests": evidence.tests.iter().map(|t| test_value(t, knowledge)).collect::<Vec<_>>(),
        }),
    );
    object
}

fn unit_word(unit: SizeUnit) -> &'static str {
    match unit {
        SizeUnit::Percent => "percent",
        SizeUnit::Degrees => "deg",
    }
}

/// What a test shows of late beyond all its usual noise, in the unit of the estimate.
fn beyond_value(shown: &ShownBeyond, unit: Option<&str>) -> Value {
    json!({
        "test": shown.test.as_str(), "weaker": shown.weaker.as_str(), "by": rounded(shown.by, 2), "unit": unit,
    })
}

fn test_value(evidence: &TestEvidence, knowledge: &Knowledge) -> Value {
    let test = knowledge.tests.get(&evidence.test);
    let days: Vec<Value> = evidence
        .days
        .iter()
        .map(|day| {
            let side = |side: Side| {
                json!({
                    "used": day.sides[side].values,
                    "pain_limited": day.sides[side].pain_limited,
                    "doubtful": day.sides[side].doubtful,
                    "wild": day.sides[side].wild.iter().map(|w| json!({
                        "value": w.value, "probability": rounded(w.probability, 3),
                    })).collect::<Vec<_>>(),
                })
            };
            json!({ "day": day.day.to_string(), "left": side(Side::Left), "right": side(Side::Right) })
        })
        .collect();
    json!({
        "test": evidence.test.as_str(),
        "device": evidence.device,
        "unit": test.map(|t| t.unit.as_str()),
        "load": rounded(evidence.load, 3),
        "used": evidence.used,
        "raw_size": rounded_or_null(evidence.raw_size, 2),
        "views": test.and_then(|t| means(evidence, t.link)).and_then(views).map(|views| {
            views.into_iter().map(|view| (view.id.to_owned(), rounded(view.value, 2))).collect::<Map<_, _>>()
        }),
        "noise": noise_value(evidence),
        "printed": printed(evidence).iter().map(beside::printed_value).collect::<Vec<_>>(),
        "noise_grade": test.map(|t| t.noise_grade.to_string()),
        "noise_source": test.map(|t| t.noise_source.iter().map(ToString::to_string).collect::<Vec<_>>()),
        "days": days,
    })
}

/// Whose noise was used, and how much; the same units as in the catalogue.
fn noise_value(evidence: &TestEvidence) -> Value {
    let Noise { trial, leg_day, shared_day, quirk } = evidence.noise;
    let (from, n_people, n_visits) = match evidence.noise_from {
        NoiseFrom::Catalogue => ("catalogue", Value::Null, Value::Null),
        NoiseFrom::Repeats { n_people, n_visits } => ("repeats", json!(n_people), json!(n_visits)),
    };
    json!({
        "trial": rounded(trial, 3), "leg_day": rounded(leg_day, 3), "shared_day": rounded(shared_day, 3),
        "quirk": rounded(quirk, 3), "from": from, "n_people": n_people, "n_visits": n_visits,
    })
}

fn interval_value(interval: Interval) -> Value {
    json!({
        "middle": rounded(interval.middle, 3), "low": rounded(interval.low, 3), "high": rounded(interval.high, 3),
    })
}

fn change_value(change: &Change) -> Value {
    json!({
        "since": change.since.to_string(),
        "verdict": change.verdict.as_str(),
        "gap": interval_value(change.gap),
        "legs": change.legs.as_ref().map(|legs| {
            json!({ "left": interval_value(legs.left), "right": interval_value(legs.right) })
        }),
        "expected": change.expected.as_ref().map(|legs| {
            json!({ "left": rounded(legs.left, 3), "right": rounded(legs.right, 3) })
        }),
    })
}

fn course_value(point: &CoursePoint) -> Value {
    json!({
        "day": point.day.to_string(),
        "size": rounded(point.size, 2), "low": rounded(point.low, 2), "high": rounded(point.high, 2),
    })
}

/// The columns of `assess --predict --format csv`.
pub const PREDICT_COLUMNS: [&str; 8] = ["subject", "test", "mean", "sd", "n_trials", "device", "low", "high"];

/// What each test would show at a new visit, as CSV.
#[must_use]
pub fn predictions_csv(assessments: &[Assessment]) -> String {
    csv_table(
        PREDICT_COLUMNS,
        assessments.iter().flat_map(|a| {
            a.predictions.iter().map(|p| {
                [
                    a.subject.to_string(),
                    p.test.to_string(),
                    format!("{:.4}", p.mean),
                    format!("{:.4}", p.sd),
                    p.n_trials.to_string(),
                    p.device.clone().unwrap_or_default(),
                    format!("{:.4}", p.interval.low),
                    format!("{:.4}", p.interval.high),
                ]
            })
        }),
    )
}

/// What each test would show at a new visit, as JSON.
#[must_use]
pub fn predictions_json(assessments: &[Assessment], knowledge: &Knowledge) -> String {
    let one = |a: &Assessment| {
        let predictions: Vec<Value> = a
            .predictions
            .iter()
            .map(|p| {
                let part = |part: &PredictedPart| {
                    json!({
                        "weight": rounded(part.weight, 6),
                        "mean": rounded(part.mean, 4), "sd": rounded(part.sd, 4),
                    })
                };
                json!({
                    "test": p.test.as_str(), "device": p.device,
                    "mean": rounded(p.mean, 4), "sd": rounded(p.sd, 4), "n_trials": p.n_trials,
                    "low": rounded(p.interval.low, 4), "high": rounded(p.interval.high, 4),
                    "parts": p.parts.iter().map(part).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({
            "subject": a.subject.as_str(),
            "as_of": a.as_of.to_string(),
            "predictions": predictions,
            "notices": a.notices,
        })
    };
    pretty(&json!({
        "catalogue": knowledge.version,
        "assessments": assessments.iter().map(one).collect::<Vec<_>>(),
    }))
}

/// Mean of the used values of each side, bigger meaning better; none where a ratio has no meaning.
pub(crate) fn means(evidence: &TestEvidence, link: Link) -> Option<Bilateral<f64>> {
    let mean = |side: Side| {
        let values: Vec<f64> =
            evidence.days.iter().flat_map(|d| d.sides[side].values.iter().copied()).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    let values = Bilateral { left: mean(Side::Left)?, right: mean(Side::Right)? };
    match link {
        Link::Linear => None,
        Link::InverseTime => Some(values.map(|seconds| 1.0 / seconds)),
        Link::Log | Link::Count | Link::Share => Some(values),
    }
}

fn why_value(why: &WhyNot) -> Value {
    let (code, side) = match why {
        WhyNot::SideMissing(side) => ("side-missing", Some(side)),
        WhyNot::PainLimited(side) => ("pain-limited", Some(side)),
        WhyNot::Doubtful(side) => ("doubtful", Some(side)),
        WhyNot::DevicesDiffer => ("devices-differ", None),
        WhyNot::TriesDiffer => ("tries-differ", None),
        WhyNot::NoUsualRatio => ("no-usual-ratio", None),
    };
    json!({ "code": code, "side": side.map(|side| side.as_str()) })
}

fn reason_value(reason: &ActingReason) -> Value {
    json!(match reason {
        ActingReason::BelowNorm => "below-norm",
        ActingReason::Pain => "pain",
        ActingReason::PainTold => "pain-told",
        ActingReason::History => "history",
        ActingReason::BeyondUsual { .. } => "beyond-usual",
        ActingReason::NormalForSport { .. } => "normal-for-sport",
        ActingReason::NothingCallsForIt => "nothing-calls-for-it",
        ActingReason::NothingButPain => "nothing-but-pain",
        ActingReason::NotSure => "not-sure",
        ActingReason::NoDifference => "no-difference",
        ActingReason::BothAboveNorm => "both-above-norm",
    })
}

fn suggestion_value(suggestion: &Suggestion) -> Value {
    let about: Vec<Value> = suggestion
        .tells_about
        .iter()
        .take(5)
        .map(|(comparison, quality)| json!({ "group": comparison.group().as_str(), "quality": quality.as_str() }))
        .collect();
    let mut value = json!({
        "test": suggestion.test.as_str(),
        "another_day": suggestion.another_day,
        "minutes": rounded(suggestion.minutes, 1),
        "expected_reduction": rounded(suggestion.expected_reduction, 4),
        "days_to_settle": suggestion.days_to_settle,
        "per_minute": rounded(suggestion.expected_reduction / suggestion.minutes, 5),
        "tells_about": about,
    });
    // Only a test that was begun on one leg has it.
    if let (Some(side), Some(object)) = (suggestion.missing_leg, value.as_object_mut()) {
        object.insert("missing_leg".to_owned(), json!(side.as_str()));
    }
    value
}

/// What to measure next, as JSON.
#[must_use]
pub fn suggestions_json(assessments: &[Assessment]) -> String {
    let one = |assessment: &Assessment| {
        json!({
            "subject": assessment.subject.as_str(),
            "as_of": assessment.as_of.to_string(),
            "next": assessment.next.iter().map(suggestion_value).collect::<Vec<_>>(),
            "notices": assessment.notices,
        })
    };
    pretty(&json!({ "assessments": assessments.iter().map(one).collect::<Vec<_>>() }))
}

/// What to measure next, as CSV.
#[must_use]
pub fn suggestions_csv(assessments: &[Assessment]) -> String {
    csv_table(
        ["subject", "as_of", "rank", "test", "another_day", "minutes", "expected_reduction", "tells_about"],
        assessments.iter().flat_map(|a| {
            a.next.iter().enumerate().map(|(rank, s)| {
                let about: Vec<&str> = s.tells_about.iter().take(5).map(|(c, _)| c.group().as_str()).collect();
                [
                    a.subject.to_string(),
                    a.as_of.to_string(),
                    (rank + 1).to_string(),
                    s.test.to_string(),
                    if s.another_day { "yes" } else { "no" }.to_owned(),
                    format!("{}", s.minutes),
                    format!("{:.4}", s.expected_reduction),
                    about.join("+"),
                ]
            })
        }),
    )
}
