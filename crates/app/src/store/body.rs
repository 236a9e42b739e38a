//! The JSON of what is kept, but for plans: written by this version, read from every version there ever was.
//!
//! Fields stand in a fixed order and what is absent is left out, so that the same content has the same bytes and a new
//! field, which older contents lack, changes no key. A change that would write old contents in another way needs a new
//! version and a step that makes the keys anew. Read next: `super::plan_body`.

use super::content::{About, Note, OnceId, Told};
use super::read::BY_PAGE;
use crate::disk::MAX_SETTINGS_BYTES;
use crate::error::Error;
use evenstride_core::body::{MuscleGroupId, Quality, Side};
use evenstride_core::knowledge::{RuleId, TestId};
use evenstride_core::measure::{DeviceAsymmetry, Trial};
use evenstride_core::notice::Place;
use evenstride_core::person::SubjectId;
use evenstride_core::track::Form;
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of these bodies.
const VERSION: u32 = 1;

/// Why a body cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// A newer program has written it.
    Newer,
    /// It is not as it was written.
    Damaged,
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Reads a body whose version is known.
pub(super) fn parse<T: DeserializeOwned>(text: &str, newest: u32) -> Result<T, Unread> {
    // Bodies begin with their version, so a plain look tells it of all but those of another hand.
    let written = text.strip_prefix(BEGINNING).and_then(|rest| rest.split_once(',')?.0.parse::<u32>().ok());
    if written.is_some_and(|version| (1..=newest).contains(&version)) {
        return serde_json::from_str(text).map_err(|_| Unread::Damaged);
    }
    let Versioned { version } = serde_json::from_str(text).map_err(|_| Unread::Damaged)?;
    if version > newest {
        return Err(Unread::Newer);
    }
    serde_json::from_str(text).map_err(|_| Unread::Damaged)
}

/// How a body of any version begins.
const BEGINNING: &str = "{\"version\":";

pub(super) fn json(body: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(body).map_err(|_| Error::fault("write a content as JSON"))
}

/// JSON has no word for a number without end; such a value is refused rather than lost.
pub(super) fn finite(values: &[Option<f64>], what: &str) -> Result<(), Error> {
    if values.iter().flatten().all(|value| value.is_finite()) {
        return Ok(());
    }
    Err(Error::unreadable(format!("keep {what}: expected a finite number, found another")))
}

#[derive(Serialize, Deserialize)]
struct ToldBody {
    version: u32,
    text: String,
}

pub(super) fn told_json(told: &Told) -> Result<String, Error> {
    if told.text.len() as u64 > MAX_SETTINGS_BYTES {
        return Err(Error::usage(format!(
            "keep the text: expected at most {} KiB, found more",
            MAX_SETTINGS_BYTES >> 10
        )));
    }
    json(&ToldBody { version: VERSION, text: told.text.clone() })
}

pub(super) fn told(text: &str, day: Date) -> Result<Told, Unread> {
    let body: ToldBody = parse(text, VERSION)?;
    Ok(Told { day, text: body.text })
}

#[derive(Serialize, Deserialize)]
struct TrialBody {
    version: u32,
    day: Date,
    test: TestId,
    side: Side,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    value: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pain_nrs: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    device_asymmetry: Option<AsymmetryBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct AsymmetryBody {
    percent: f64,
    decimals: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stronger: Option<Side>,
}

pub(super) fn trial_json(trial: &Trial) -> Result<String, Error> {
    let printed = trial.device_asymmetry;
    finite(&[Some(trial.value), printed.map(|printed| printed.percent)], "a trial")?;
    json(&TrialBody {
        version: VERSION,
        day: trial.day,
        test: trial.test.clone(),
        side: trial.side,
        attempt: trial.attempt,
        value: trial.value,
        device: trial.device.clone(),
        pain_nrs: trial.pain_nrs,
        device_asymmetry: printed.map(|DeviceAsymmetry { percent, decimals, stronger }| AsymmetryBody {
            percent,
            decimals,
            stronger,
        }),
        note: trial.note.clone(),
    })
}

/// The day of a trial; the rest is not looked at where the body begins as this version writes it.
pub(super) fn day_of_trial(text: &str) -> Result<Date, Unread> {
    let begins = text.strip_prefix(BEGINNING).and_then(|rest| rest.strip_prefix("1,\"day\":\""));
    match begins.and_then(|rest| rest.get(..DAY_CHARS)).and_then(day) {
        Some(day) => Ok(day),
        None => parse::<TrialBody>(text, VERSION).map(|body| body.day),
    }
}

pub(super) fn trial(text: &str, subject: &SubjectId, place: Place) -> Result<Trial, Unread> {
    let body: TrialBody = parse(text, VERSION)?;
    Ok(Trial {
        subject: subject.clone(),
        test: body.test,
        side: body.side,
        attempt: body.attempt,
        value: body.value,
        day: body.day,
        device: body.device,
        pain_nrs: body.pain_nrs,
        device_asymmetry: body.device_asymmetry.map(|AsymmetryBody { percent, decimals, stronger }| {
            DeviceAsymmetry { percent, decimals, stronger }
        }),
        note: body.note,
        place,
    })
}

#[derive(Serialize, Deserialize)]
struct TrainedBody {
    version: u32,
    on: Date,
    name: String,
    side: SideBody,
    sets: Vec<SetBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pain: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    form: Option<FormBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    morning_points: Option<i8>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    swelling: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    signs: Vec<RuleId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The name under which a page told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    once: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SetBody {
    #[serde(default, skip_serializing_if = "SetKindBody::is_working")]
    kind: SetKindBody,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reps: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seconds: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metres: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    load_kg: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reserve: Option<f64>,
}

/// A closed set of core, under the words that the store keeps whatever core calls them.
macro_rules! kept_words {
    ($name:ident of $core:ident { $($variant:ident),+ }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        enum $name { $($variant),+ }

        impl From<$core> for $name {
            fn from(value: $core) -> Self {
                match value { $($core::$variant => $name::$variant),+ }
            }
        }

        impl From<$name> for $core {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => $core::$variant),+ }
            }
        }
    };
}

kept_words!(SideBody of TrainedSide { Left, Right, Both, Each, NotSaid });
kept_words!(SetKindBody of SetKind { Working, WarmUp, Drop, Failure });
kept_words!(FormBody of Form { Clean, Unsteady });

impl SetKindBody {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference to it")]
    fn is_working(&self) -> bool {
        *self == SetKindBody::Working
    }
}

impl Default for SetKindBody {
    /// A set without a word for its kind is a working set, as in core.
    fn default() -> Self {
        SetKindBody::Working
    }
}

pub(super) fn trained_json(trained: &Trained, once: Option<&OnceId>) -> Result<String, Error> {
    for set in &trained.sets {
        finite(&[set.metres, set.load_kg, set.reserve], "what was trained")?;
    }
    let set = |set: &TrainedSet| SetBody {
        kind: set.kind.into(),
        reps: set.reps,
        seconds: set.seconds,
        metres: set.metres,
        load_kg: set.load_kg,
        reserve: set.reserve,
    };
    json(&TrainedBody {
        version: VERSION,
        on: trained.on,
        name: trained.name.clone(),
        side: trained.side.into(),
        sets: trained.sets.iter().map(set).collect(),
        pain: trained.pain,
        form: trained.form.map(Into::into),
        morning_points: trained.morning_points,
        swelling: trained.swelling,
        signs: trained.signs.iter().cloned().collect(),
        note: trained.note.clone(),
        once: once.map(|id| id.as_str().to_owned()),
    })
}

pub(super) fn trained(text: &str, place: Place) -> Result<Trained, Unread> {
    let body: TrainedBody = parse(text, VERSION)?;
    let set = |set: SetBody| TrainedSet {
        kind: set.kind.into(),
        reps: set.reps,
        seconds: set.seconds,
        metres: set.metres,
        load_kg: set.load_kg,
        reserve: set.reserve,
    };
    Ok(Trained {
        on: body.on,
        name: body.name,
        side: body.side.into(),
        sets: body.sets.into_iter().map(set).collect(),
        pain: body.pain,
        form: body.form.map(Into::into),
        morning_points: body.morning_points,
        swelling: body.swelling,
        signs: body.signs.into_iter().collect(),
        note: body.note,
        // Whoever reads must know single sets from what somebody wrote down as one entry.
        place: if body.once.is_some() { Place { file: BY_PAGE.to_owned(), ..place } } else { place },
    })
}

/// What bodies of training say behind day and name, by the text that says it.
pub(super) type Ends<'t> = BTreeMap<&'t str, Trained>;

/// Reads what was trained as [`trained`] does, and an end that was there before only once: in a log of years most sets
/// of an exercise are like others.
pub(super) fn trained_by_ends<'t>(text: &'t str, place: Place, ends: &mut Ends<'t>) -> Result<Trained, Unread> {
    let Some((on, name, end)) = parts_of_trained(text) else { return trained(text, place) };
    if let Some(known) = ends.get(end) {
        return Ok(Trained { on, name: name.to_owned(), place, ..known.clone() });
    }
    let whole = trained(text, place)?;
    // A name that a page made up comes once, and says where the entry is from.
    if whole.place.file != BY_PAGE {
        let known = Trained { name: String::new(), place: Place::default(), ..whole.clone() };
        ends.insert(end, known);
    }
    Ok(whole)
}

/// Day, name and the rest of a body that is written as this version writes it, when the name holds nothing that JSON
/// writes in another way.
fn parts_of_trained(text: &str) -> Option<(Date, &str, &str)> {
    let (on, rest) = day_and_rest(text)?;
    let (name, end) = rest.strip_prefix("\",\"name\":\"")?.split_once("\",\"side\":")?;
    let is_plain = name.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
    is_plain.then_some((on, name, end))
}

/// Day and rest of a body of training that begins as this version writes it; what has the same rest says the same of
/// another day.
pub(super) fn day_and_rest(text: &str) -> Option<(Date, &str)> {
    let rest = text.strip_prefix(BEGINNING)?.strip_prefix("1,\"on\":\"")?;
    let (written, rest) = rest.split_at_checked(DAY_CHARS)?;
    Some((day(written)?, rest))
}

/// The rest of a body that a page told under a name of its own, which no other body has.
pub(super) fn is_told_once(rest: &str) -> bool {
    // Within a text JSON writes such a mark in another way.
    rest.contains(",\"once\":\"")
}

/// The letters of a day as it is written.
const DAY_CHARS: usize = "2026-11-22".len();

fn day(text: &str) -> Option<Date> {
    let number =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i16>().ok())?;
    let (year, month, of_month) = (text.get(..4)?, text.get(5..7)?, text.get(8..)?);
    let is_day = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let (month, of_month) = (number(month)?, number(of_month)?);
    let on = Date::new(number(year)?, i8::try_from(month).ok()?, i8::try_from(of_month).ok()?).ok()?;
    is_day.then_some(on)
}

#[derive(Serialize, Deserialize)]
struct NoteBody {
    version: u32,
    day: Date,
    about: AboutBody,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AboutBody {
    Finding { group: MuscleGroupId, quality: Quality },
    Plan,
    Session,
    Else,
}

pub(super) fn note_json(note: &Note) -> Result<String, Error> {
    let about = match &note.about {
        About::Finding { group, quality } => AboutBody::Finding { group: group.clone(), quality: *quality },
        About::Plan => AboutBody::Plan,
        About::Session => AboutBody::Session,
        About::Else => AboutBody::Else,
    };
    json(&NoteBody { version: VERSION, day: note.day, about, text: note.text.clone() })
}

pub(super) fn note(text: &str) -> Result<Note, Unread> {
    let body: NoteBody = parse(text, VERSION)?;
    let about = match body.about {
        AboutBody::Finding { group, quality } => About::Finding { group, quality },
        AboutBody::Plan => About::Plan,
        AboutBody::Session => About::Session,
        AboutBody::Else => About::Else,
    };
    Ok(Note { day: body.day, about, text: body.text })
}
