//! Says for each line of the input what the catalogue takes it for: name, what, exercise, confidence, leg, by tabs.
//!
//! With a folder as argument it reads the data files there instead of what was built in. `validation/names` uses it.

#![allow(clippy::print_stdout, reason = "it is a program")]

use evenstride_catalog::{builtin, parse};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::training::{Recognised, recognise};
use std::borrow::Cow;
use std::error::Error;
use std::io::BufRead;

fn main() -> Result<(), Box<dyn Error>> {
    let knowledge = match std::env::args().nth(1) {
        Some(folder) => Cow::Owned(read(&folder)?),
        None => Cow::Borrowed(builtin()),
    };
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let found = recognise(&line, &knowledge);
        let (what, id, confidence) = match &found.what {
            Recognised::Exercise { id, confidence } => ("exercise", id.as_str(), format!("{confidence:?}")),
            Recognised::NotLegs => ("not-legs", "", String::new()),
            Recognised::Unknown => ("unknown", "", String::new()),
        };
        let kind = knowledge
            .exercises
            .values()
            .find(|exercise| exercise.id.as_str() == id)
            .map_or(String::new(), |exercise| format!("{:?}", exercise.kind));
        let side = found.side.map_or(String::new(), |side| format!("{side:?}"));
        println!("{line}\t{what}\t{id}\t{confidence}\t{side}\t{kind}");
    }
    Ok(())
}

fn read(folder: &str) -> Result<Knowledge, Box<dyn Error>> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_data = name.ends_with(".toml") || name.ends_with(".csv");
        if is_data && !is_words(&name) && name != "bodymap.toml" {
            texts.push((name, std::fs::read_to_string(&path)?));
        }
    }
    texts.sort();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&name[..], &text[..])).collect();
    parse(&files).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n").into())
}

/// Words for people stand beside the knowledge and are none of it.
fn is_words(name: &str) -> bool {
    name == "words.toml" || name.starts_with("words-")
}
