//! `answers.toml`: the answers to the red-flag questions.

use crate::error::Error;
use crate::words::Words;
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Flag, FlagId, Knowledge};
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::screen::{ADULT_AGE, Answer, Answers, ClearedBy, Reply};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::{Day, Days, line_of_key, nearest, parse_toml};

const PAGE: &str = "docs/reference/person.md";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswersFile {
    answered_on: Option<Day>,
    answers: BTreeMap<String, AnswerFile>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AnswerFile {
    Word(String),
    Bool(bool),
    Full(FullAnswer),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FullAnswer {
    answer: String,
    side: Option<Side>,
    cleared_by: Option<String>,
    cleared_on: Option<Day>,
}

/// Reads the answers; without a day they are taken as given on the day for which the outcome holds, with a notice.
///
/// # Errors
/// The text is not the TOML that is expected, a question or an answer is not known or stands twice, the line of the day
/// was left empty, or a day lies in the future.
pub fn parse_answers(
    text: &str,
    file: &str,
    knowledge: &Knowledge,
    days: Days,
) -> Result<(Answers, Vec<Notice>), Error> {
    let raw: AnswersFile = parse_toml(text, file, PAGE)?;
    let dated = raw.answered_on.is_some();
    let answers = understood(raw, &|key| format!("read {file}:{}", line_of_key(text, key)), knowledge, days)?;
    let undated = Notice::new(
        NoticeCode::AnswersUndated,
        format!("the answers name no day, so they count as given on {}", answers.on),
    )
    .at(Place { file: own_name(file), line: None })
    .hint(format!("write the day on which you gave them above [answers]: answered_on = \"{}\"", answers.on));
    let notices = if dated || answers.by_flag.is_empty() { Vec::new() } else { vec![undated] };
    Ok((answers, notices))
}

/// The name of a file without its folders, which a program that sends it does not tell.
fn own_name(file: &str) -> String {
    let name = Path::new(file).file_name().map_or_else(|| file.into(), |name| name.to_string_lossy());
    name.into_owned()
}

/// Reads answers that a program gives as JSON, in the same form as the file.
///
/// # Errors
/// It has another form, a question or an answer is not known, or a day lies in the future.
pub fn answers_from_json(
    value: serde_json::Value,
    knowledge: &Knowledge,
    days: Days,
) -> Result<Answers, Error> {
    let raw: AnswersFile = serde_json::from_value(value).map_err(|_| {
        Error::unreadable(
            "read the answers: expected yes, no or unsure for each question, found something else",
        )
        .hint("with a leg or a clearance: {\"answer\": \"yes\", \"side\": \"left\"}")
    })?;
    understood(raw, &|_| "read the answers".to_owned(), knowledge, days)
}

/// What was answered; `place_of` says where a key stands.
fn understood(
    raw: AnswersFile,
    place_of: &dyn Fn(&str) -> String,
    knowledge: &Knowledge,
    days: Days,
) -> Result<Answers, Error> {
    let today = days.today;
    let left_empty = raw.answered_on.as_ref().filter(|day| day.shown().trim().is_empty());
    let on = match &raw.answered_on {
        Some(day) if left_empty.is_none() => past_day(day, today, &place_of("answered_on"))?,
        Some(_) | None => days.as_of,
    };
    let mut by_flag = BTreeMap::new();
    let mut written_as: BTreeMap<FlagId, String> = BTreeMap::new();
    for (key, answer) in raw.answers {
        let place = place_of(&key);
        let Some(flag) = knowledge.flags.iter().find(|flag| flag.id.as_str().eq_ignore_ascii_case(&key)) else {
            let near = nearest(&key, knowledge.flags.iter().map(|flag| flag.id.as_str())).join(", ");
            return Err(Error::unreadable(format!("{place}: expected the id of a question, found “{key}”"))
                .hint(format!("nearest: {near}; `evenstride flags` lists the questions")));
        };
        // Which of two answers holds cannot be known, and the milder one must never win.
        if let Some(other) = written_as.insert(flag.id.clone(), key.clone()) {
            let both = [place_of(&other), place];
            let later = both.into_iter().max_by_key(|place| (place.len(), place.clone())).unwrap_or_default();
            return Err(Error::unreadable(format!(
                "{later}: expected one answer to {}, found “{other}” and “{key}”",
                flag.id
            ))
            .hint("delete the line that does not hold"));
        }
        let full = match answer {
            AnswerFile::Word(word) => {
                FullAnswer { answer: word, side: None, cleared_by: None, cleared_on: None }
            }
            AnswerFile::Bool(yes) => {
                let answer = if yes { "yes" } else { "no" }.to_owned();
                FullAnswer { answer, side: None, cleared_by: None, cleared_on: None }
            }
            AnswerFile::Full(full) => full,
        };
        // A line of the blank file that was left empty was not answered, and silence clears nobody.
        if !full.answer.trim().is_empty() {
            by_flag.insert(flag.id.clone(), answer_of(full, &flag.id, today, &place)?);
        }
    }
    if left_empty.is_some() && !by_flag.is_empty() {
        return Err(Error::unreadable(format!(
            "{}: expected the day on which you answered, found nothing",
            place_of("answered_on")
        ))
        .hint(format!("for today: answered_on = \"{today}\"")));
    }
    Ok(Answers { on, by_flag })
}

fn answer_of(full: FullAnswer, flag: &FlagId, today: Date, place: &str) -> Result<Answer, Error> {
    let reply = match full.answer.trim().to_lowercase().as_str() {
        "no" | "n" | "nein" => Reply::No,
        "yes" | "y" | "ja" | "j" => Reply::Yes,
        "unsure" | "not sure" | "don't know" | "unsicher" | "weiß nicht" => Reply::Unsure,
        other => {
            let found: String = other.chars().take(40).collect();
            return Err(Error::unreadable(format!(
                "{place}: expected yes, no or unsure for {flag}, found “{found}”"
            )));
        }
    };
    let cleared = match (full.cleared_by, full.cleared_on) {
        (None, None) => None,
        (Some(who), Some(day)) => Some(ClearedBy { who, on: past_day(&day, today, place)? }),
        (Some(_), None) | (None, Some(_)) => {
            return Err(Error::unreadable(format!(
                "{place}: expected both cleared_by and cleared_on, found one"
            ))
            .hint("write who has looked at it and on which day"));
        }
    };
    Ok(Answer { reply, side: full.side, cleared })
}

fn past_day(day: &Day, today: Date, place: &str) -> Result<Date, Error> {
    let found = day.shown();
    let date = day
        .date()
        .ok_or_else(|| Error::unreadable(format!("{place}: expected a day as 2026-11-22, found “{found}”")))?;
    if date > today {
        return Err(Error::unreadable(format!("{place}: expected a day that has been, found {found}"))
            .hint("check the year"));
    }
    Ok(date)
}

/// Is it a question that a no to being under age answers too?
fn only_of_children(flag: &Flag) -> bool {
    flag.asked_at_age.is_some_and(|[_, to]| to < ADULT_AGE)
}

/// An `answers.toml` with every question and no answer, in the order of asking.
#[must_use]
pub fn blank_answers(knowledge: &Knowledge) -> String {
    let words = Words::of(knowledge.language);
    let or = words.say("screen.blank_or");
    let mut text = format!(
        "{}\n\n{}\nanswered_on = \"\"\n\n[answers]\n",
        words.say("screen.blank"),
        words.say("screen.blank_day")
    );
    for flag in &knowledge.flags {
        text.push('\n');
        if !flag.only_after.is_empty() {
            let earlier: Vec<String> = flag.only_after.iter().map(ToString::to_string).collect();
            text.push_str(&words.fill("screen.blank_skip", &[("flags", &earlier.join(&or))]));
            text.push('\n');
        }
        for age in knowledge.flags.iter().filter(|age| age.follows_from_age && only_of_children(flag)) {
            text.push_str(&words.fill("screen.blank_age", &[("flag", age.id.as_str())]));
            text.push('\n');
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "# {}\n{} = \"\"\n", flag.question, flag.id);
    }
    text
}
