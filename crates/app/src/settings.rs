//! Settings of the week that are typed for once in the place of those in `person.toml`: days, minutes, equipment, swaps.
//!
//! It reads words and refuses what it does not know; it decides nothing about a week. Read next: [`crate::check`].

use crate::error::Error;
use crate::files::nearest;
use crate::knowledge::unknown;
use evenstride_core::knowledge::{EquipmentId, ExerciseId, Knowledge, folded};
use evenstride_core::person::{Person, WEEKDAYS};
use std::collections::{BTreeMap, BTreeSet};

/// Most minutes that one day can have, as in `person.toml`.
const MINUTES_MAX: u32 = 600;

/// What was typed, word for word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// Days joined by commas, such as `mon,wed,sat`.
    pub days: Option<&'a str>,
    /// Minutes for every day, or one number for each of the days.
    pub minutes: Option<&'a str>,
    /// Equipment joined by commas; `none` for household things alone.
    pub equipment: Option<&'a str>,
    /// Exercises that are not wanted, joined by commas.
    pub avoid: &'a [String],
    /// Exercises that must be in, joined by commas.
    pub with: &'a [String],
    /// Exercises that must not be in, joined by commas.
    pub without: &'a [String],
}

/// Settings that were understood; what was not typed is `None` or empty and stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WeekSettings {
    days: Option<Vec<u8>>,
    minutes: Option<Vec<u32>>,
    equipment: Option<BTreeSet<EquipmentId>>,
    avoid: BTreeSet<ExerciseId>,
    /// Exercises that must be in.
    pub with: BTreeSet<ExerciseId>,
    /// Exercises that must not be in.
    pub without: BTreeSet<ExerciseId>,
}

/// Understands what was typed.
///
/// # Errors
/// A day, a number of minutes, a piece of equipment or an exercise that is not known, or two that contradict.
pub fn parse_settings(typed: &Typed<'_>, knowledge: &Knowledge) -> Result<WeekSettings, Error> {
    let days = typed.days.map(parse_days).transpose()?;
    let minutes = typed.minutes.map(parse_minutes).transpose()?;
    let equipment = typed.equipment.map(|text| parse_equipment(text, knowledge)).transpose()?;
    let avoid = parse_exercises("--avoid", typed.avoid, knowledge)?;
    let with = parse_exercises("--with", typed.with, knowledge)?;
    let without = parse_exercises("--without", typed.without, knowledge)?;
    for (flag, others) in [("--without", &without), ("--avoid", &avoid)] {
        if let Some(both) = with.intersection(others).next() {
            return Err(Error::usage(format!("plan a week: {both} stands in --with and in {flag}"))
                .hint("name it in one of them"));
        }
    }
    Ok(WeekSettings { days, minutes, equipment, avoid, with, without })
}

impl WeekSettings {
    /// The person with these settings in the place of the own ones.
    ///
    /// # Errors
    /// Minutes without a day, days without minutes, or as many minutes as there are no days.
    pub fn applied_to(&self, person: &Person) -> Result<Person, Error> {
        let mut person = person.clone();
        person.minutes_by_weekday = self.minutes_of(&person)?;
        if let Some(equipment) = &self.equipment {
            person.equipment.clone_from(equipment);
        }
        person.dislikes.extend(self.avoid.iter().cloned());
        for id in &self.avoid {
            person.likes.remove(id);
        }
        Ok(person)
    }

    fn minutes_of(&self, person: &Person) -> Result<BTreeMap<u8, u32>, Error> {
        let own = &person.minutes_by_weekday;
        let days: Vec<u8> = match &self.days {
            Some(days) => days.clone(),
            None => own.keys().copied().collect(),
        };
        let Some(minutes) = &self.minutes else {
            // Days alone keep the minutes that are known for them; none are made up for others.
            return days
                .iter()
                .map(|day| {
                    let known = own.get(day).map(|minutes| (*day, *minutes));
                    known.ok_or_else(|| {
                        Error::usage(format!("plan a week: no minutes are known for {}", name_of(*day)))
                            .hint("add --minutes, such as --minutes 30")
                    })
                })
                .collect();
        };
        if days.is_empty() {
            return Err(Error::usage("plan a week: there are minutes, but no day to train on")
                .hint("add --days, such as --days mon,wed,sat"));
        }
        match minutes.as_slice() {
            [all] => Ok(days.into_iter().map(|day| (day, *all)).collect()),
            each if each.len() == days.len() => Ok(days.into_iter().zip(each.iter().copied()).collect()),
            each => Err(Error::usage(format!(
                "read --minutes: expected one number for all days or {} for the days {}, found {}",
                days.len(),
                days.iter().map(|day| name_of(*day)).collect::<Vec<_>>().join(", "),
                each.len()
            ))
            .hint("such as --days mon,wed --minutes 30,45")),
        }
    }
}

fn name_of(day: u8) -> &'static str {
    WEEKDAYS.get(usize::from(day)).copied().unwrap_or("")
}

/// The words between the commas, without blanks around them; empty ones are dropped.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn parse_days(text: &str) -> Result<Vec<u8>, Error> {
    let mut days: Vec<u8> = Vec::new();
    for part in parts(text) {
        let word = part.to_lowercase();
        // Two letters are enough to tell the days apart.
        let found = (0_u8..7).find(|day| word.chars().count() >= 2 && name_of(*day).starts_with(&word));
        let day = found.ok_or_else(|| {
            Error::usage(format!(
                "read --days: expected days such as mon or monday, found “{}”",
                shortened(part)
            ))
            .hint("join them by commas: --days mon,wed,sat")
        })?;
        if days.contains(&day) {
            return Err(Error::usage(format!("read --days: {} is named twice", name_of(day))));
        }
        days.push(day);
    }
    if days.is_empty() {
        return Err(Error::usage("read --days: expected at least one day, found none")
            .hint("join them by commas: --days mon,wed,sat"));
    }
    Ok(days)
}

fn parse_minutes(text: &str) -> Result<Vec<u32>, Error> {
    let refused = |found: &str| {
        Error::usage(format!(
            "read --minutes: expected whole minutes from 1 to {MINUTES_MAX}, found “{}”",
            shortened(found)
        ))
        .hint("one number for every day, or one for each of --days: --days mon,wed --minutes 30,45")
    };
    let minutes: Vec<u32> = parts(text)
        .map(|part| {
            let number = part.parse::<u32>().ok().filter(|minutes| (1..=MINUTES_MAX).contains(minutes));
            number.ok_or_else(|| refused(part))
        })
        .collect::<Result<_, _>>()?;
    if minutes.is_empty() { Err(refused(text)) } else { Ok(minutes) }
}

fn parse_equipment(text: &str, knowledge: &Knowledge) -> Result<BTreeSet<EquipmentId>, Error> {
    let names = || knowledge.equipment.keys().map(|id| id.as_str());
    let words: Vec<&str> = parts(text).collect();
    if words.is_empty() {
        return Err(Error::usage("read --equipment: expected at least one piece, found none")
            .hint("--equipment none plans with household things alone"));
    }
    words
        .into_iter()
        .filter(|word| folded(word) != "none")
        .map(|word| {
            let found = knowledge.find_equipment(word).map(|piece| piece.id.clone());
            found.ok_or_else(|| unknown("piece of equipment", word, names()))
        })
        .collect()
}

fn parse_exercises(flag: &str, typed: &[String], knowledge: &Knowledge) -> Result<BTreeSet<ExerciseId>, Error> {
    typed.iter().flat_map(|text| parts(text)).map(|word| find_exercise(flag, word, knowledge)).collect()
}

fn find_exercise(flag: &str, word: &str, knowledge: &Knowledge) -> Result<ExerciseId, Error> {
    knowledge.find_exercise(word).map(|exercise| exercise.id.clone()).ok_or_else(|| {
        let near = nearest(word, knowledge.exercises.keys().map(|id| id.as_str()));
        let message = format!("read {flag}: the exercise “{}” is not known", shortened(word));
        Error::usage(message).hint(if near.is_empty() {
            "`evenstride exercises` lists all".to_owned()
        } else {
            format!("nearest: {}", near.join(", "))
        })
    })
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(days: Option<&str>, minutes: Option<&str>) -> Result<Person, Error> {
        let typed = Typed { days, minutes, ..Typed::default() };
        let own = Person { minutes_by_weekday: BTreeMap::from([(0, 30), (5, 40)]), ..Person::default() };
        parse_settings(&typed, evenstride_catalog::builtin())?.applied_to(&own)
    }

    #[track_caller]
    fn minutes(days: Option<&str>, minutes: Option<&str>, wanted: &[(u8, u32)]) {
        let person = settings(days, minutes).unwrap();
        assert_eq!(person.minutes_by_weekday.into_iter().collect::<Vec<_>>(), wanted);
    }

    #[track_caller]
    fn refused(days: Option<&str>, minutes: Option<&str>, fragment: &str) {
        let error = settings(days, minutes).unwrap_err().to_string();
        assert!(error.contains(fragment), "{error}");
    }

    #[test]
    fn days_and_minutes_replace_each_other_only_as_far_as_they_are_typed() {
        minutes(None, None, &[(0, 30), (5, 40)]);
        minutes(None, Some("20"), &[(0, 20), (5, 20)]);
        minutes(Some("sat"), None, &[(5, 40)]);
        minutes(Some("Tue, su"), Some("15"), &[(1, 15), (6, 15)]);
        minutes(Some("saturday,monday"), Some("15,25"), &[(0, 25), (5, 15)]);
    }

    #[test]
    fn days_and_minutes_that_cannot_be_are_refused() {
        refused(Some("t"), None, "found “t”");
        refused(Some("moonday"), None, "moonday");
        refused(Some(","), None, "at least one day");
        refused(Some("mon,Monday"), None, "named twice");
        refused(Some("tue"), None, "no minutes are known for tuesday");
        for typed in ["0", "100000", "-5", "half", "", "30,0", "4294967296", "30.5"] {
            refused(None, Some(typed), "expected whole minutes from 1 to 600");
        }
        refused(Some("mon,tue,wed"), Some("30,40"), "expected one number for all days or 3");
    }

    #[test]
    fn minutes_without_any_day_ask_for_days() {
        let typed = Typed { minutes: Some("30"), ..Typed::default() };
        let settings = parse_settings(&typed, evenstride_catalog::builtin()).unwrap();
        let error = settings.applied_to(&Person::default()).unwrap_err().to_string();
        assert!(error.contains("no day") && error.contains("--days"), "{error}");
    }

    #[test]
    fn what_must_be_in_can_not_be_left_out() {
        let split_squat = ["split-squat".to_owned()];
        for (avoid, without) in [(&split_squat[..], &[][..]), (&[], &split_squat)] {
            let typed = Typed { with: &split_squat, avoid, without, ..Typed::default() };
            let error = parse_settings(&typed, evenstride_catalog::builtin()).unwrap_err().to_string();
            assert!(error.contains("split-squat stands in --with and in"), "{error}");
        }
    }

    #[test]
    fn an_avoided_exercise_is_a_dislike_and_no_longer_liked() {
        let avoid = ["Split squat".to_owned()];
        let typed = Typed { avoid: &avoid, equipment: Some("none"), ..Typed::default() };
        let id = ExerciseId::new("split-squat").unwrap();
        let likes = BTreeSet::from([id.clone()]);
        let equipment = BTreeSet::from([EquipmentId::new("band").unwrap()]);
        let own = Person { likes, equipment, ..Person::default() };
        let person = parse_settings(&typed, evenstride_catalog::builtin()).unwrap().applied_to(&own).unwrap();
        assert!(person.dislikes.contains(&id) && person.likes.is_empty() && person.equipment.is_empty());
    }
}
