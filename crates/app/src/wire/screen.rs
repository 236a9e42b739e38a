//! The outcome of the screen on the wire.

use super::{csv_table, pretty};
use crate::report::reason;
use crate::words::Words;
use evenstride_core::knowledge::{ExerciseId, Knowledge};
use evenstride_core::screen::{RaisedFlag, Screening, Wait, Waiting};
use serde_json::{Value, json};

fn flag_value(flag: &RaisedFlag, knowledge: &Knowledge) -> Value {
    let words = Words::kept(knowledge.language);
    let reasons: Vec<String> = flag.reasons.iter().map(|one| reason(one, knowledge, words)).collect();
    json!({
        "flag": flag.flag.as_str(),
        "name": knowledge.flags.iter().find(|f| f.id == flag.flag).map(|f| f.name.as_str()),
        "action": flag.action.as_str(),
        "side": flag.side.map(|side| side.as_str()),
        "measured": flag.measured,
        "cleared_by": flag.cleared.as_ref().map(|c| c.who.as_str()),
        "cleared_on": flag.cleared.as_ref().map(|c| c.on.to_string()),
        "reasons": reasons,
    })
}

fn wait_value(wait: &Wait) -> Value {
    let (side, exercise, harder) = match &wait.what {
        Waiting::Leg(side) => (Some(side.as_str()), None, Vec::new()),
        Waiting::Exercise { id, harder } => {
            (None, Some(id.as_str()), harder.iter().map(ExerciseId::as_str).collect())
        }
    };
    json!({
        "side": side,
        "exercise": exercise,
        "harder": harder,
        "rule": wait.rule.as_str(),
        "action": wait.action.as_str(),
        "on": wait.on.to_string(),
    })
}

pub(super) fn screening_value(screening: &Screening, knowledge: &Knowledge) -> Value {
    let flags = |flags: &[RaisedFlag]| flags.iter().map(|f| flag_value(f, knowledge)).collect::<Vec<_>>();
    match screening {
        Screening::Stopped { action, flags: raised, open } => json!({
            "outcome": "stopped",
            "action": action.as_str(),
            "title": knowledge.action_words(*action).map(|w| w.title.as_str()),
            "advice": knowledge.action_words(*action).map(|w| w.advice.as_str()),
            "flags": flags(raised),
            "open": open.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }),
        Screening::Incomplete { open } => json!({
            "outcome": "incomplete",
            "open": open.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }),
        Screening::Expired { until } => json!({ "outcome": "expired", "until": until.to_string() }),
        Screening::Cleared(cleared) => json!({
            "outcome": "cleared",
            "on": cleared.on().to_string(),
            "until": cleared.until().to_string(),
            "gentle": cleared.gentle(),
            "cautions": cleared.cautions().iter().map(ToString::to_string).collect::<Vec<_>>(),
            "no_maximal_tests": cleared.no_maximal_tests().iter().map(|s| s.as_str()).collect::<Vec<_>>(),
            "gates": cleared.gates().iter().map(ToString::to_string).collect::<Vec<_>>(),
            "flags": flags(cleared.flags()),
            "waits": cleared.waits().iter().map(wait_value).collect::<Vec<_>>(),
        }),
    }
}

/// The outcome as JSON.
#[must_use]
pub fn screening_json(screening: &Screening, knowledge: &Knowledge) -> String {
    pretty(&screening_value(screening, knowledge))
}

/// The outcome as CSV: one row a flag or open question, and one row when there is none.
#[must_use]
pub fn screening_csv(screening: &Screening, knowledge: &Knowledge) -> String {
    let rows: Vec<[String; 5]> = match screening {
        Screening::Stopped { flags, .. } => flags.iter().map(|f| flag_row("stopped", f, knowledge)).collect(),
        Screening::Cleared(cleared) if cleared.flags().is_empty() => vec![plain_row("cleared")],
        Screening::Cleared(cleared) => {
            cleared.flags().iter().map(|f| flag_row("cleared", f, knowledge)).collect()
        }
        Screening::Incomplete { open } => open
            .iter()
            .map(|id| {
                [
                    "incomplete".to_owned(),
                    id.to_string(),
                    String::new(),
                    String::new(),
                    name_of(id.as_str(), knowledge),
                ]
            })
            .collect(),
        Screening::Expired { .. } => vec![plain_row("expired")],
    };
    csv_table(["outcome", "flag", "action", "side", "name"], rows.into_iter())
}

fn plain_row(outcome: &str) -> [String; 5] {
    [outcome.to_owned(), String::new(), String::new(), String::new(), String::new()]
}

fn name_of(id: &str, knowledge: &Knowledge) -> String {
    knowledge.flags.iter().find(|f| f.id.as_str() == id).map_or_else(String::new, |f| f.name.clone())
}

fn flag_row(outcome: &str, flag: &RaisedFlag, knowledge: &Knowledge) -> [String; 5] {
    [
        outcome.to_owned(),
        flag.flag.to_string(),
        flag.action.as_str().to_owned(),
        flag.side.map_or_else(String::new, |side| side.to_string()),
        name_of(flag.flag.as_str(), knowledge),
    ]
}
