//! The only place that serialises what leaves the process: JSON and CSV, stable and documented.
//!
//! The shapes are described in `docs/reference/output.md`. Nothing is decided here; a number that is not
//! there is `null` or empty, never 0.

mod accounts;
mod assess;
mod audit;
mod beside;
mod course;
mod done;
mod following;
mod knowledge;
mod plan;
mod record;
mod reliability;
mod screen;

pub use accounts::{accounts_csv, accounts_json, accounts_text, trail_csv, trail_json, trail_text};
pub use assess::{
    ASSESS_COLUMNS, PREDICT_COLUMNS, assessments_csv, assessments_json, predictions_csv, predictions_json,
    suggestions_csv, suggestions_json,
};
pub use audit::{AUDIT_COLUMNS, LOST_COLUMNS, audit_csv, audit_json, lost_csv};
pub use course::course_csv;
pub use done::{
    WentWrong, answered_json, brought_json, compacted_json, erased_json, logged_json, looked_at_json,
    noted_json, problem_json, reopened_json, restored_json, somebody_json,
};
pub use following::{next_session_csv, next_session_json, squad_csv, squad_json, status_csv, status_json};
pub use knowledge::{Kind, Listing, Unfit, Wanted, knowledge_csv, knowledge_json, knowledge_text, listing};
pub use plan::{Beside, plan_csv, plan_json};
pub use record::{
    actions_csv, actions_json, actions_text, people_csv, people_json, records_csv, records_json, retest_csv,
    retest_json,
};
pub use reliability::{RELIABILITY_COLUMNS, reliability_csv, reliability_json};
pub use screen::{screening_csv, screening_json};

use crate::check::Check;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::Notice;
use evenstride_ingest::defused;
use serde_json::{Value, json};

/// A whole check as JSON: screen, assessment, plan, and what was doubtful.
#[must_use]
pub fn check_json(check: &Check, notices: &[Notice], knowledge: &Knowledge) -> String {
    pretty(&json!({
        "catalogue": knowledge.version,
        "screening": screen::screening_value(&check.screening, knowledge),
        "assessment": check.assessment.as_ref().map(|a| assess::assessment_value(a, knowledge)),
        "plan": check.plan.as_ref().map(|p| plan::plan_value(p, check.retest.as_ref(), check.facts.as_ref())),
        "plan_problem": check.plan_problem.as_ref().map(ToString::to_string),
        "notices": notices,
    }))
}

/// Rounds for the wire, so that the last digits of a computation do not make two runs differ between machines.
fn rounded(value: f64, digits: i32) -> Value {
    let scale = 10_f64.powi(digits);
    let rounded = (value * scale).round() / scale;
    // A negative zero would print its sign.
    serde_json::Number::from_f64(if rounded == 0.0 { 0.0 } else { rounded }).map_or(Value::Null, Value::Number)
}

fn rounded_or_null(value: Option<f64>, digits: i32) -> Value {
    value.map_or(Value::Null, |value| rounded(value, digits))
}

/// JSON with line breaks and a final one.
fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A table as CSV; a cell that a spreadsheet would run as a formula is made a text.
fn csv_table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail; an error would only leave the table shorter.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| defused(cell)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
