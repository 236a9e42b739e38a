//! What was done with a store on the wire, and what went wrong.

use super::following::next_value;
use super::{pretty, screen};
use crate::check::File;
use crate::keeping::Reopened;
use crate::record::Brought;
use crate::reply::Came;
use crate::store::{Backup, Erased, Written};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::person::SubjectId;
use evenstride_core::screen::Screening;
use evenstride_core::track::Next;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

fn brought_fields(file: Option<&str>, brought: &Brought) -> Map<String, Value> {
    let people: BTreeSet<&SubjectId> = brought.entries.iter().map(|(subject, _)| subject).collect();
    let fields = [
        ("file", json!(file)),
        ("holds", json!(brought.kind.as_str())),
        ("n_entries", json!(brought.entries.len())),
        ("people", json!(people.iter().map(|name| name.as_str()).collect::<Vec<_>>())),
        ("notices", json!(brought.notices)),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn came_value(came: &Came) -> Value {
    let mut fields = brought_fields(came.file.as_deref(), &came.brought);
    fields.insert("action".to_owned(), json!(came.written.action.map(|id| id.0)));
    fields.insert("n_new".to_owned(), json!(came.written.n_new));
    fields.insert("n_known".to_owned(), json!(came.written.n_known));
    Value::Object(fields)
}

/// What came of files as JSON, with the end of a clearance.
#[must_use]
pub fn brought_json(came: &[Came], ended: Option<&Next>) -> String {
    pretty(&json!({
        "files": came.iter().map(came_value).collect::<Vec<_>>(),
        "ended": ended.map(next_value),
    }))
}

/// What came of lines as JSON, with the end of a clearance.
#[must_use]
pub fn logged_json(came: &Came, ended: Option<&Next>) -> String {
    pretty(&json!({
        "action": came.written.action.map(|id| id.0),
        "n_new": came.written.n_new,
        "n_known": came.written.n_known,
        "notices": came.brought.notices,
        "ended": ended.map(next_value),
    }))
}

/// What came of a remark as JSON, with the end of a clearance.
#[must_use]
pub fn noted_json(written: &Written, ended: Option<&Next>) -> String {
    pretty(&json!({ "action": written.action.map(|id| id.0), "ended": ended.map(next_value) }))
}

/// What files would bring as JSON.
#[must_use]
pub fn looked_at_json(seen: &[(File, Brought)]) -> String {
    let files: Vec<Value> =
        seen.iter().map(|(file, brought)| Value::Object(brought_fields(Some(&file.name), brought))).collect();
    pretty(&json!({ "files": files }))
}

/// What came of answers as JSON.
#[must_use]
pub fn answered_json(written: &Written, screening: &Screening, knowledge: &Knowledge) -> String {
    pretty(&json!({
        "action": written.action.map(|id| id.0),
        "screening": screen::screening_value(screening, knowledge),
    }))
}

/// An action that took something back as JSON, with the names of those whose health questions are open again.
#[must_use]
pub fn reopened_json(reopened: &Reopened) -> String {
    let people: Vec<&str> = reopened.subjects.iter().map(SubjectId::as_str).collect();
    pretty(&json!({ "action": reopened.action.0, "asked_again": people }))
}

/// A backup that was put into an empty store, as JSON.
#[must_use]
pub fn restored_json(backup: &Backup) -> String {
    pretty(&json!({ "n_rows": backup.n_rows, "sha256": backup.sha256 }))
}

/// What was erased as JSON.
#[must_use]
pub fn erased_json(erased: &Erased) -> String {
    pretty(&json!({
        "action": erased.action.0,
        "n_records": erased.n_records,
        "n_files_removed": erased.n_files_removed,
        "n_files_emptied": erased.n_files_emptied,
        "is_compacted": erased.is_compacted,
    }))
}

/// That free room of a store was given back, as JSON.
#[must_use]
pub fn compacted_json() -> String {
    pretty(&json!({ "is_compacted": true }))
}

/// One person as JSON: the key that stands in addresses, and the name.
#[must_use]
pub fn somebody_json(subject: &SubjectId) -> String {
    pretty(&json!({ "person": crate::sets::person_key(subject), "subject": subject.as_str() }))
}

/// What went wrong, as programs read it.
#[derive(Debug, Clone, Copy)]
pub struct WentWrong<'a> {
    /// The kind of it, which stays the same.
    pub kind: &'a str,
    /// What kinds of it have in common, in a few words.
    pub title: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// What exactly.
    pub detail: Option<&'a str>,
    /// What to do next.
    pub hint: Option<&'a str>,
}

/// What went wrong as JSON.
///
/// # Source
/// RFC 9457, problem details for HTTP; `hint` is a member of our own.
#[must_use]
pub fn problem_json(wrong: &WentWrong<'_>) -> String {
    let mut fields = Map::new();
    fields.insert("type".to_owned(), json!(format!("urn:evenstride:problem:{}", wrong.kind)));
    fields.insert("title".to_owned(), json!(wrong.title));
    fields.insert("status".to_owned(), json!(wrong.status));
    fields.extend(wrong.detail.map(|detail| ("detail".to_owned(), json!(detail))));
    fields.extend(wrong.hint.map(|hint| ("hint".to_owned(), json!(hint))));
    pretty(&Value::Object(fields))
}
