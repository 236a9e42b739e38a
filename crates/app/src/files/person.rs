//! `person.toml`: who is measured and trained.

use crate::error::Error;
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::{ConditionId, Knowledge, Sex};
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::person::{Injury, Person, SubjectId, Units, WEEKDAYS};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

use super::{Day, line_of_key, nearest, parse_toml};

const PAGE: &str = "docs/reference/person.md";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonFile {
    subject: Option<String>,
    sex: Option<Sex>,
    birth_year: Option<i16>,
    height_cm: Option<f64>,
    mass_kg: Option<f64>,
    dominant_leg: Option<Side>,
    sport: Option<String>,
    #[serde(default)]
    trained: bool,
    #[serde(default)]
    equipment: Vec<String>,
    #[serde(default)]
    likes: Vec<String>,
    #[serde(default)]
    dislikes: Vec<String>,
    #[serde(default)]
    minutes: BTreeMap<String, u32>,
    #[serde(default)]
    equipment_by_day: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    injuries: Vec<InjuryFile>,
    #[serde(default)]
    units: Units,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InjuryFile {
    what: String,
    side: Option<Side>,
    #[serde(default)]
    groups: Vec<String>,
    on: Option<Day>,
    #[serde(default)]
    surgery: bool,
    operation: Option<String>,
}

/// Reads a person; wishes that the catalogue does not know become notices.
///
/// # Errors
/// The text is not the TOML that is expected, or a number cannot be right.
pub fn parse_person(
    text: &str,
    file: &str,
    knowledge: &Knowledge,
    today: Date,
) -> Result<(Person, Vec<Notice>), Error> {
    let raw: PersonFile = parse_toml(text, file, PAGE)?;
    let mut notices = Vec::new();
    let at = |key: &str| format!("read {file}:{}: {key}", line_of_key(text, key));
    let within = |key: &str, value: Option<f64>, from: f64, to: f64, unit: &str| match value {
        Some(value) if !(from..=to).contains(&value) => {
            Err(Error::unreadable(format!("{}: expected {from} to {to} {unit}, found {value}", at(key)))
                .hint("check the unit and the decimal point"))
        }
        other => Ok(other),
    };
    let height_cm = within("height_cm", raw.height_cm, 50.0, 260.0, "cm")?;
    let mass_kg = within("mass_kg", raw.mass_kg, 10.0, 400.0, "kg")?;
    let this_year = f64::from(today.year());
    within("birth_year", raw.birth_year.map(f64::from), this_year - 120.0, this_year, "")?;
    let subject = match raw.subject {
        Some(name) => Some(SubjectId::new(&name).ok_or_else(|| {
            Error::unreadable(format!("{}: expected 1 to 64 printable characters", at("subject")))
        })?),
        None => None,
    };

    let place = |key: &str| Place { file: file.to_owned(), line: Some(line_of_key(text, key) as u64) };
    let mut unknown = |key: &str, kind: &str, word: &str, near: Vec<&str>| {
        let hint = if near.is_empty() {
            format!("`evenstride {kind}s` lists what is known")
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        notices.push(
            Notice::new(
                NoticeCode::WishUnknown,
                format!("the {kind} “{word}” is not known and was left aside"),
            )
            .at(place(key))
            .hint(hint),
        );
    };
    let mut pieces = |key: &str, words: &[String]| {
        let mut pieces = BTreeSet::new();
        for word in words {
            match knowledge.find_equipment(word) {
                Some(found) => {
                    pieces.insert(found.id.clone());
                }
                None => unknown(
                    key,
                    "equipment",
                    word,
                    nearest(word, knowledge.equipment.keys().map(|id| id.as_str())),
                ),
            }
        }
        pieces
    };
    let equipment = pieces("equipment", &raw.equipment);
    let mut equipment_by_weekday = BTreeMap::new();
    for (day, words) in &raw.equipment_by_day {
        let pieces = pieces("equipment_by_day", words);
        equipment_by_weekday.insert(weekday(day, text, file)?, pieces);
    }
    let mut exercises = |key: &str, words: &[String]| {
        let mut found = BTreeSet::new();
        for word in words {
            match knowledge.find_exercise(word) {
                Some(exercise) => {
                    found.insert(exercise.id.clone());
                }
                None => unknown(
                    key,
                    "exercise",
                    word,
                    nearest(word, knowledge.exercises.keys().map(|id| id.as_str())),
                ),
            }
        }
        found
    };
    let likes = exercises("likes", &raw.likes);
    let dislikes = exercises("dislikes", &raw.dislikes);
    Ok((
        Person {
            subject,
            sex: raw.sex,
            birth_year: raw.birth_year,
            height_m: height_cm.map(|cm| cm / 100.0),
            mass_kg,
            dominant_leg: raw.dominant_leg,
            sport: raw.sport.filter(|sport| !sport.trim().is_empty()),
            trained: raw.trained,
            injuries: injuries(raw.injuries, text, file, knowledge, today)?,
            equipment,
            minutes_by_weekday: minutes(&raw.minutes, text, file)?,
            equipment_by_weekday,
            likes,
            dislikes,
            units: raw.units,
        },
        notices,
    ))
}

/// The index of a day by its name, 0 = Monday.
fn weekday(day: &str, text: &str, file: &str) -> Result<u8, Error> {
    let index = WEEKDAYS.iter().position(|name| *name == day.to_lowercase());
    index.and_then(|index| u8::try_from(index).ok()).ok_or_else(|| {
        let found: String = day.chars().take(40).collect();
        Error::unreadable(format!(
            "read {file}:{}: expected a day from monday to sunday, found “{found}”",
            line_of_key(text, day)
        ))
        .hint(format!("the keys are explained in {PAGE}"))
    })
}

fn minutes(raw: &BTreeMap<String, u32>, text: &str, file: &str) -> Result<BTreeMap<u8, u32>, Error> {
    let mut by_weekday = BTreeMap::new();
    for (day, &minutes) in raw {
        let index = weekday(day, text, file)?;
        let line = line_of_key(text, day);
        if minutes > 600 {
            return Err(Error::unreadable(format!(
                "read {file}:{line}: expected 0 to 600 minutes, found {minutes}"
            )));
        }
        if minutes > 0 {
            by_weekday.insert(index, minutes);
        }
    }
    Ok(by_weekday)
}

fn injuries(
    raw: Vec<InjuryFile>,
    text: &str,
    file: &str,
    knowledge: &Knowledge,
    today: Date,
) -> Result<Vec<Injury>, Error> {
    let line = line_of_key(text, "what");
    raw.into_iter()
        .map(|injury| {
            let mut groups = Vec::new();
            for word in &injury.groups {
                let id = MuscleGroupId::new(word).ok().filter(|id| knowledge.groups.contains_key(id));
                groups.push(id.ok_or_else(|| {
                    let near = nearest(word, knowledge.groups.keys().map(|id| id.as_str())).join(", ");
                    Error::unreadable(format!(
                        "read {file}:{line}: expected a muscle group in [[injuries]], found “{word}”"
                    ))
                    .hint(format!("did you mean one of: {near}?"))
                })?);
            }
            let on = match &injury.on {
                None => None,
                Some(day) => Some(day.date().filter(|date| *date <= today).ok_or_else(|| {
                    Error::unreadable(format!(
                        "read {file}:{}: expected a day that has been, as 2025-03-01, found “{}”",
                        line_of_key(text, "on"),
                        day.shown()
                    ))
                })?),
            };
            let operation = injury.operation.map(|word| operation(&word, text, file, knowledge)).transpose()?;
            // A named operation is one, whatever stands behind `surgery`.
            let surgery = injury.surgery || operation.is_some();
            Ok(Injury { what: injury.what, side: injury.side, groups, on, surgery, operation })
        })
        .collect()
}

fn operation(word: &str, text: &str, file: &str, knowledge: &Knowledge) -> Result<ConditionId, Error> {
    let known: BTreeSet<&ConditionId> = knowledge.gates.iter().flat_map(|gate| &gate.operations).collect();
    let wanted = evenstride_core::knowledge::folded(word);
    let found = known.iter().find(|id| evenstride_core::knowledge::folded(id.as_str()) == wanted);
    found.map(|id| (*id).clone()).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|id| id.as_str()).collect();
        let found: String = word.chars().take(40).collect();
        Error::unreadable(format!(
            "read {file}:{}: expected an operation with known waiting times, found “{found}”",
            line_of_key(text, "operation")
        ))
        .hint(format!("leave the key out, or write one of: {}", names.join(", ")))
    })
}
