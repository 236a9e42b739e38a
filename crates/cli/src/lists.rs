//! The commands that list what is known, and the one that writes it as pages.

use crate::arguments::{Format, ListArguments, ReferenceArguments};
use crate::commands::WIDTH;
use crate::output;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::knowledge::{listed, parse_wanted};
use evenstride_app::prelude::Knowledge;
use evenstride_app::reference;
use evenstride_app::wire::{self, Kind};
use evenstride_app::words::Words;

/// Lists a kind of knowledge, or shows one entry of it.
///
/// # Errors
/// There is no such entry, or a filter says nothing about the kind.
pub(crate) fn run_list(kind: Kind, arguments: &ListArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let word = kind.as_str();
    let [muscle, equipment, goal, quality] =
        [&arguments.muscle, &arguments.equipment, &arguments.goal, &arguments.quality].map(Option::as_deref);
    let wanted = parse_wanted(muscle, equipment, goal, quality, knowledge)?;
    let id = match arguments.show.as_slice() {
        [] => None,
        [show, id] if show == "show" => Some(id.as_str()),
        _ => {
            return Err(Error::usage(format!("list {word}: expected `{word}` or `{word} show ID`"))
                .hint(format!("`evenstride {word} --help` shows examples")));
        }
    };
    let (listing, one) = listed(kind, id, &wanted, knowledge)?;
    let text = match arguments.format {
        Format::Text => wire::knowledge_text(&listing, one, WIDTH, Words::kept(knowledge.language)),
        Format::Json => wire::knowledge_json(&listing, one),
        Format::Csv => wire::knowledge_csv(&listing, one),
    };
    output::result(&text)?;
    Ok(exit_code::DONE)
}

/// Writes the catalogue as pages.
///
/// # Errors
/// A page cannot be written.
pub(crate) fn run_reference(arguments: &ReferenceArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let count = reference::write(&arguments.folder, knowledge)?;
    let words = Words::kept(knowledge.language);
    let (files, file) =
        (words.counted("file", count), arguments.folder.join("index.html").display().to_string());
    output::remark(&words.fill("cli.reference", &[("files", &files), ("file", &file)]));
    Ok(exit_code::DONE)
}
