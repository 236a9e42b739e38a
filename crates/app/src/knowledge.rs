//! Which knowledge a run uses: the built-in one, or with a clinic's own files laid over it; and how people narrow it.
//!
//! Read next: `evenstride_catalog::load::overlay` for what may be replaced.

use crate::disk::read_settings;
use crate::error::Error;
use crate::files::{nearest, nearest_names};
use crate::wire::{Kind, Listing, Wanted, listing};
use evenstride_core::body::Quality;
use evenstride_core::knowledge::{Knowledge, Language, folded};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The built-in knowledge in a language, with these files laid over it.
///
/// # Errors
/// A file cannot be read, or something in it does not hold: the first such thing, with file and line.
pub fn load_knowledge(files: &[PathBuf], language: Language) -> Result<Cow<'static, Knowledge>, Error> {
    if files.is_empty() {
        return Ok(Cow::Borrowed(evenstride_catalog::builtin_in(language)));
    }
    let mut texts = Vec::new();
    for path in files {
        texts.push((path.display().to_string(), read_settings(path)?));
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    evenstride_catalog::laid_over_in(language, &texts).map(Cow::Owned).map_err(|errors| {
        let told = errors.first().map_or_else(String::new, ToString::to_string);
        let more = match errors.len() {
            0 | 1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        Error::unreadable(format!("read {told}{more}"))
            .hint("docs/reference/catalogue-files.md shows what such a file may hold")
    })
}

/// The knowledge in every language, for a program that speaks them all.
#[derive(Debug, Clone)]
pub struct Spoken {
    english: Arc<Knowledge>,
    german: Arc<Knowledge>,
}

impl Spoken {
    /// The built-in knowledge in every language, with these files laid over each.
    ///
    /// # Errors
    /// As [`load_knowledge`].
    pub fn load(files: &[PathBuf]) -> Result<Self, Error> {
        let load = |language| load_knowledge(files, language).map(|found| Arc::new(found.into_owned()));
        Ok(Self { english: load(Language::English)?, german: load(Language::German)? })
    }

    /// The knowledge in a language.
    #[must_use]
    pub fn within(&self, language: Language) -> Arc<Knowledge> {
        Arc::clone(match language {
            Language::English => &self.english,
            Language::German => &self.german,
        })
    }
}

/// Understands what a list is to be narrowed to.
///
/// # Errors
/// A muscle group, a piece of equipment, a goal or a quality that is not known.
pub fn parse_wanted(
    muscle: Option<&str>,
    equipment: Option<&str>,
    goal: Option<&str>,
    quality: Option<&str>,
    knowledge: &Knowledge,
) -> Result<Wanted, Error> {
    let muscle = muscle.map(|text| {
        let names = || knowledge.groups.keys().map(|id| id.as_str());
        knowledge
            .find_group(text)
            .map(|group| group.id.clone())
            .ok_or_else(|| unknown("muscle group", text, names()))
    });
    let goal = goal.map(|text| {
        let named = |goal: &&evenstride_core::knowledge::Goal| {
            folded(goal.id.as_str()) == folded(text) || folded(&goal.name) == folded(text)
        };
        let names = || knowledge.goals.keys().map(|id| id.as_str());
        knowledge
            .goals
            .values()
            .find(named)
            .map(|goal| goal.id.clone())
            .ok_or_else(|| unknown("goal", text, names()))
    });
    let equipment = equipment.map(|list| {
        let pieces = list.split(',').map(str::trim).filter(|text| !text.is_empty() && *text != "none");
        let names = || knowledge.equipment.keys().map(|id| id.as_str());
        pieces
            .map(|text| {
                let found = knowledge.find_equipment(text).map(|piece| piece.id.clone());
                found.ok_or_else(|| unknown("piece of equipment", text, names()))
            })
            .collect::<Result<BTreeSet<_>, Error>>()
    });
    let quality = quality.map(|text| {
        let all = Quality::ALL.into_iter();
        all.clone()
            .find(|quality| folded(quality.as_str()) == folded(text))
            .ok_or_else(|| unknown("quality", text, all.map(Quality::as_str)))
    });
    Ok(Wanted {
        muscle: muscle.transpose()?,
        equipment: equipment.transpose()?,
        goal: goal.transpose()?,
        quality: quality.transpose()?,
    })
}

/// A list of one kind of knowledge, or the one entry of it that is asked for; says which of the two it is.
///
/// # Errors
/// A filter says nothing about the kind, or there is no such entry.
pub fn listed(
    kind: Kind,
    id: Option<&str>,
    wanted: &Wanted,
    knowledge: &Knowledge,
) -> Result<(Listing, bool), Error> {
    let word = kind.as_str();
    let all = listing(kind, knowledge, wanted).map_err(|unfit| {
        Error::usage(unfit.to_string()).hint(format!("`evenstride {word} --help` shows examples"))
    })?;
    let Some(id) = id else { return Ok((all, false)) };
    let found = all.with_id(id);
    if found.is_empty() {
        let near = nearest_names(id, &all.ids()).join(", ");
        let error = Error::missing(format!("show “{id}”: there is no such entry in {word}"));
        return Err(error.hint(if near.is_empty() {
            format!("`evenstride {word}` lists all")
        } else {
            format!("nearest: {near}")
        }));
    }
    Ok((found, true))
}

/// A word that is not known, with what comes nearest to it.
pub(crate) fn unknown<'a>(kind: &str, text: &str, names: impl Iterator<Item = &'a str> + Clone) -> Error {
    let near = nearest(text, names.clone()).join(", ");
    let shown: String = text.chars().take(60).collect();
    Error::usage(format!("find the {kind} “{shown}”: it is not known")).hint(if near.is_empty() {
        format!("known are: {}", names.collect::<Vec<_>>().join(", "))
    } else {
        format!("nearest: {near}")
    })
}
