//! Reading a request by its description: what is not described is refused, and what is described is checked here.
//!
//! A value that does not fit its description is malformed (400). What fits and still cannot be done, the use cases
//! refuse (422). Read next: `operation`.

use super::operation::{Body, Field, Kind, Operation};
use super::sent;
use super::wrong;
use crate::form::Form;
use crate::problem::Problem;
use crate::state::{App, Who};
use axum::body::Body as Bytes;
use axum::extract::{FromRequestParts, RawPathParams, Request};
use evenstride_app::check::File;
use evenstride_app::files::Days;
use evenstride_app::prelude::Date;
use evenstride_app::sets::person_key;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The values of a request by their names.
pub(crate) type Given = BTreeMap<&'static str, Value>;

/// A request that fits its description.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) app: Arc<App>,
    path: BTreeMap<String, String>,
    given: Given,
    files: Vec<(&'static str, File)>,
}

/// Digits of the key of a person.
pub(crate) const PERSON_DIGITS: usize = 16;

/// Reads a request.
///
/// # Errors
/// It does not fit the description.
pub(crate) async fn read(
    operation: &'static Operation,
    app: Arc<App>,
    request: Request<Bytes>,
    most_bytes: usize,
) -> Result<Ask, Problem> {
    let (mut parts, body) = request.into_parts();
    let path = RawPathParams::from_request_parts(&mut parts, &()).await;
    let path = path.map_err(|_| wrong::malformed("read the address: expected text in UTF-8"))?;
    let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut given = Given::new();
    let query = Form::parse(parts.uri.query().unwrap_or_default().as_bytes());
    for (name, value) in query.fields() {
        let field = known(operation.query, name, "query")?;
        put(&mut given, field, typed(field, value)?)?;
    }
    need(operation.query, |name| given.contains_key(name))?;
    let sent = sent::read(operation.body, &parts.headers, Request::from_parts(parts.clone(), body), most_bytes);
    let (values, files) = sent.await?;
    given.extend(values);
    if let Body::Json(fields) = operation.body {
        need(fields, |name| given.contains_key(name))?;
    }
    if let Body::Form(fields) = operation.body {
        need(fields, |name| given.contains_key(name) || files.iter().any(|(known, _)| *known == name))?;
    }
    Ok(Ask { app, path, given, files })
}

/// The field of a name.
pub(super) fn known(fields: &'static [Field], name: &str, place: &str) -> Result<&'static Field, Problem> {
    fields.iter().find(|field| field.name == name).ok_or_else(|| {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let expected = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        wrong::malformed(format!("read the {place}: expected {expected}, found another name"))
    })
}

/// Puts a value in its place; a name that stands twice is refused.
pub(super) fn put(given: &mut Given, field: &Field, value: Value) -> Result<(), Problem> {
    match given.insert(field.name, value) {
        None => Ok(()),
        Some(_) => Err(wrong::malformed(format!("read {}: expected it once, found it again", field.name))),
    }
}

fn need(fields: &[Field], has: impl Fn(&str) -> bool) -> Result<(), Problem> {
    match fields.iter().find(|field| field.is_required && !has(field.name)) {
        None => Ok(()),
        Some(field) => Err(unfit(field, "nothing")),
    }
}

/// A value that does not fit; what was found is said by its kind alone, because it may tell of somebody's health.
pub(super) fn unfit(field: &Field, found: &str) -> Problem {
    let expected = match field.kind {
        Kind::Day => "a day as 2026-11-22".to_owned(),
        Kind::Text { least, most } => format!("a text of {least} to {most} characters"),
        Kind::Whole { from, to } => format!("a whole number from {from} to {to}"),
        Kind::Above { from, to } => format!("a number above {from} and at most {to}"),
        Kind::Flag => "true or false".to_owned(),
        Kind::Choice(words) => format!("one of {}", words.join(", ")),
        Kind::Texts { most, chars } => format!("a list of at most {most} texts of at most {chars} characters"),
        Kind::Members(_) => "an object".to_owned(),
        Kind::Items(_) => "a list".to_owned(),
        Kind::File | Kind::Files => "a file".to_owned(),
    };
    wrong::malformed(format!("read {}: expected {expected}, found {found}", field.name))
}

/// A value that was typed: in a query, or in a part of a form.
pub(super) fn typed(field: &Field, text: &str) -> Result<Value, Problem> {
    let value = match field.kind {
        Kind::Day | Kind::Text { .. } | Kind::Choice(_) => Some(Value::from(text)),
        Kind::Whole { .. } => text.parse::<i64>().ok().map(Value::from),
        Kind::Above { .. } => text.parse::<f64>().ok().map(Value::from),
        Kind::Flag => text.parse::<bool>().ok().map(Value::from),
        Kind::Texts { .. } | Kind::Members(_) | Kind::Items(_) | Kind::File | Kind::Files => None,
    };
    checked(field, value.ok_or_else(|| unfit(field, "something else"))?)
}

/// A value that fits its kind.
pub(super) fn checked(field: &Field, value: Value) -> Result<Value, Problem> {
    let has_chars = |text: &str, least: usize, most: usize| (least..=most).contains(&text.chars().count());
    let fits = match (field.kind, &value) {
        (Kind::Day, Value::String(text)) => day(text).is_some(),
        (Kind::Text { least, most }, Value::String(text)) => has_chars(text, least, most),
        (Kind::Choice(words), Value::String(text)) => words.contains(&text.as_str()),
        (Kind::Whole { from, to }, Value::Number(_)) => {
            whole(&value).is_some_and(|number| (from..=to).contains(&number))
        }
        (Kind::Above { from, to }, Value::Number(number)) => {
            number.as_f64().is_some_and(|number| number > from && number <= to)
        }
        (Kind::Flag, Value::Bool(_)) => true,
        (Kind::Texts { most, chars }, Value::Array(items)) => {
            items.len() <= most
                && items.iter().all(|item| item.as_str().is_some_and(|text| has_chars(text, 0, chars)))
        }
        (Kind::Members(_), Value::Object(_)) | (Kind::Items(_), Value::Array(_)) => true,
        _ => false,
    };
    if fits { Ok(value) } else { Err(unfit(field, "something else")) }
}

/// A whole number, also when it is written with a point and nothing behind it.
fn whole(value: &Value) -> Option<i64> {
    // Whole numbers far beyond these have no exact neighbour, and no field goes so far.
    const EXACT: f64 = 9.0e15;
    #[allow(clippy::cast_possible_truncation)]
    let from_float = |number: f64| (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64);
    value.as_i64().or_else(|| value.as_f64().and_then(from_float))
}

/// A day in full, and in no other of the forms that a calendar knows.
fn day(text: &str) -> Option<Date> {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if digits(year, 4) && digits(month, 2) && digits(day, 2) { text.parse().ok() } else { None }
}

impl Ask {
    /// The text of a field.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.given.get(name)?.as_str()
    }

    /// The day of a field.
    pub(crate) fn day(&self, name: &str) -> Option<Date> {
        day(self.text(name)?)
    }

    /// The days for which the answer holds.
    pub(crate) fn days(&self) -> Days {
        let today = self.app.today();
        let as_of = self.day("as_of").unwrap_or(today);
        Days { today: today.max(as_of), as_of }
    }

    /// The whole number of a field.
    pub(crate) fn whole<T: TryFrom<i64>>(&self, name: &str) -> Option<T> {
        T::try_from(whole(self.given.get(name)?)?).ok()
    }

    /// The number of a field.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.given.get(name)?.as_f64()
    }

    /// Is it said to be so?
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.given.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The texts of a field.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let items = self.given.get(name).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// The value of a field as it was sent.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.given.get(name)
    }

    /// The files of a field.
    pub(crate) fn files(&self, name: &str) -> Vec<File> {
        self.files.iter().filter(|(known, _)| *known == name).map(|(_, file)| file.clone()).collect()
    }

    /// The text of the file of a field.
    ///
    /// # Errors
    /// It is not text in UTF-8.
    pub(crate) fn file_text(&self, name: &str) -> Result<Option<String>, Problem> {
        let Some((_, file)) = self.files.iter().find(|(known, _)| *known == name) else { return Ok(None) };
        let text = std::str::from_utf8(&file.bytes).map_err(|_| {
            evenstride_app::error::Error::unreadable(format!("read {name}: expected text in UTF-8"))
                .hint("save it again as UTF-8")
        })?;
        Ok(Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()))
    }

    /// A part of the path.
    pub(crate) fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// The person of the path.
    ///
    /// # Errors
    /// The store has nobody of this key.
    pub(crate) async fn who(&self) -> Result<Who, Problem> {
        let key = self.part("person");
        let everybody = self.app.everybody().await?;
        everybody.into_iter().find(|who| person_key(&who.name) == key).ok_or_else(nobody_of_this_key)
    }
}

/// Nobody has this key, or nobody whom the account reaches.
pub(crate) fn nobody_of_this_key() -> Problem {
    wrong::missing("find the person: the store has nobody of this key")
        .with_hint("the list of people has the keys: GET /api/v1/people")
}
