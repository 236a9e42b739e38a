//! Notices in the language of whoever reads them: what is doubtful in measurements, in files and in the log.
//!
//! Core, the readers of files and the record say them in English, which programs keep; the words hold the same sentences
//! with their places, so that a page or a command can say them in its own language. Parts of a sentence, such as what was
//! expected, are sentences of their own. What no sentence fits stays as it is.
//! Read next: [`evenstride_core::notice`].

use super::names;
use super::page_hints::page_hint;
use crate::error::Error;
use crate::words::{Words, keys};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Knowledge, Language};
use evenstride_core::notice::Notice;
use jiff::civil::Date;

/// Where the sentences stand, and where parts of them do.
const SENTENCES: [&str; 3] = ["doubt.", "notice.", "error_do."];
const PARTS: [&str; 2] = ["notice_part.", "error_part."];
/// Where what failed stands, and where why it did: the words of a notice too, when every row of a file was refused.
const FAILURES: [&str; 1] = ["error."];
const REASONS: [&str; 4] = ["error_part.", "notice_part.", "doubt.", "notice."];
/// A part may hold a part, and that one another: a refusal of a line in an error in a notice.
const MOST_PARTS_DEEP: usize = 4;

/// What is doubtful, and what to do about it.
pub(crate) fn said(notice: &Notice, words: &Words) -> (String, Option<String>) {
    let of = |text: &String| sentence(text, words);
    (of(&notice.message), notice.hint.as_ref().map(of))
}

/// What failed, behind “failed to”, and what to do about it on a page, which asks for no command.
#[must_use]
pub fn failure(error: &Error, words: &Words) -> (String, Option<String>) {
    let hint = error.hint.as_ref().and_then(|hint| page_hint(hint, words));
    let hint = hint.map(|hint| sentence(&hint, words));
    if words.language() == Language::English {
        return (error.message.clone(), hint);
    }
    let message = translated(&error.message, words, &FAILURES, MOST_PARTS_DEEP);
    (message.unwrap_or_else(|| error.message.clone()), hint)
}

/// A text with the names of tests in the place of their ids, which files are written with.
pub(crate) fn with_names(text: &str, knowledge: &Knowledge) -> String {
    let named = |word: &str| {
        let bare = word.trim_matches([',', ':', ';', '(', ')', '.']);
        match knowledge.tests.get(bare) {
            Some(test) => word.replace(bare, &names::capitalised(&test.name)),
            None => word.to_owned(),
        }
    };
    text.split(' ').map(named).collect::<Vec<_>>().join(" ")
}

/// A notice as a command prints it, its code behind it, which programs and the reference know it by.
#[must_use]
pub fn notice_line(notice: &Notice, words: &Words) -> String {
    if words.language() == Language::English {
        return notice.to_string();
    }
    let (message, hint) = said(notice, words);
    let place = notice.place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
    let hint = hint.map(|hint| format!("\n  {}", words.fill("cli.hint", &[("hint", &hint)])));
    format!("{place}{message} [{}]{}", notice.code.as_str(), hint.unwrap_or_default())
}

fn sentence(text: &str, words: &Words) -> String {
    if words.language() == Language::English {
        return text.to_owned();
    }
    translated(text, words, &SENTENCES, MOST_PARTS_DEEP).unwrap_or_else(|| text.to_owned())
}

/// The same in the language of the words; none when none of their sentences was filled in to make it.
fn translated(text: &str, words: &Words, sections: &[&str], deep: usize) -> Option<String> {
    let english = Words::kept(Language::English);
    let of_section = |key: &&str| sections.iter().any(|section| key.starts_with(section));
    let found = keys().map(|(key, _)| key).filter(of_section).filter_map(|key| {
        let template = english.template(key)?;
        Some((key, literal(template), parts(template, text)?))
    });
    // Of several that fit, the one that says most itself: a more general one takes its words for those of a name.
    let (key, _, parts) = found.max_by_key(|(_, literal, _)| *literal)?;
    let told: Vec<(&str, String)> =
        parts.into_iter().map(|(name, part)| (name, inside(name, part, words, deep))).collect();
    let values: Vec<(&str, &str)> = told.iter().map(|(name, part)| (*name, part.as_str())).collect();
    Some(words.fill(key, &values))
}

/// How many letters of a template are its own.
fn literal(template: &str) -> usize {
    let mut rest = template;
    let mut n_letters = 0;
    while let Some((before, behind)) = rest.split_once('{') {
        n_letters += before.len();
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    n_letters + rest.len()
}

/// A part of a sentence in the language of the page; names of tests are in it already.
fn inside(name: &str, part: &str, words: &Words, deep: usize) -> String {
    match name {
        "side" | "other" => {
            if let Some(side) = side_of(part) {
                return names::side(side, words);
            }
        }
        "day" | "second" => {
            if let Ok(day) = part.parse::<Date>() {
                return names::date(day, words);
            }
        }
        "days" | "tries" => return with_dates(part, words),
        // Words of the file and of the person stay as they are written.
        "name" | "names" | "word" | "file" | "text" | "iso" => return part.to_owned(),
        _ => {}
    }
    let known = (deep > 0).then(|| match name {
        "hint" => translated(part, words, &SENTENCES, deep - 1),
        "why" => translated(part, words, &REASONS, deep - 1),
        _ => translated(part, words, &PARTS, deep - 1),
    });
    known.flatten().unwrap_or_else(|| part.to_owned())
}

/// A list with the dates in it as the language writes them.
fn with_dates(list: &str, words: &Words) -> String {
    let of_word = |word: &str| {
        let bare = word.trim_matches(['(', ')', ',']);
        bare.parse::<Date>()
            .map_or_else(|_| word.to_owned(), |day| word.replace(bare, &names::date(day, words)))
    };
    list.split(' ').map(of_word).collect::<Vec<_>>().join(" ")
}

fn side_of(text: &str) -> Option<Side> {
    Side::BOTH.into_iter().find(|side| side.as_str() == text)
}

/// What stands in the places of a template that a text was made from; none when it was not.
fn parts<'t>(template: &'t str, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == text).then(Vec::new);
    };
    let (name, after) = rest.split_once('}')?;
    let text = text.strip_prefix(before)?;
    // A place ends where the words behind it begin; names hold such words too, so every beginning is tried.
    let next = after.split('{').next().unwrap_or_default();
    let ends = if next.is_empty() {
        vec![text.len()]
    } else {
        text.match_indices(next).map(|(at, _)| at).collect::<Vec<usize>>()
    };
    ends.into_iter().find_map(|end| {
        let (part, behind) = text.split_at_checked(end)?;
        let is_sound = match name {
            "side" => side_of(part).is_some(),
            "day" | "second" | "iso" => part.parse::<Date>().is_ok(),
            "n" | "line" | "point" | "most" | "sets" => {
                !part.is_empty() && part.chars().all(|one| one.is_ascii_digit() || matches!(one, '.' | '-'))
            }
            // A number, or the days themselves.
            "days" => {
                let is_of_days = |one: char| one.is_ascii_digit() || matches!(one, '.' | '-' | ',' | ' ' | '+');
                !part.is_empty() && part.chars().all(is_of_days)
            }
            _ => !part.is_empty(),
        };
        let others = is_sound.then(|| parts(after, behind))??;
        Some(std::iter::once((name, part)).chain(others).collect())
    })
}

#[cfg(test)]
mod tests;
