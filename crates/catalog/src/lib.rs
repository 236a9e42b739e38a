//! What the field knows, as data: muscle groups, tests, norms, opposing pairs, red flags, exercises, doses.
//!
//! The data stand in `data/*.toml` and `data/norms.csv`; the types they fill are in
//! [`evenstride_core::knowledge`]. `build.rs` reads and checks them with the same [`parse`] that is public
//! here, prints every refusal with file and line, and fails; so a program that builds has knowledge that
//! holds. This crate never decides anything about a person.
//!
//! Read next: [`load`] for what is refused.

pub mod load;

use evenstride_core::knowledge::{Knowledge, Language};
use std::sync::OnceLock;

pub use load::{CatalogError, parse};

/// The words of reports and pages in a language, as flat `key = "template"` tables; no key stands in two of them.
#[must_use]
pub fn words(language: Language) -> [&'static str; 6] {
    match language {
        Language::English => [
            include_str!("../data/words.toml"),
            include_str!("../data/words-following.toml"),
            include_str!("../data/words-lists.toml"),
            include_str!("../data/words-record.toml"),
            include_str!("../data/words-pages.toml"),
            include_str!("../data/words-web.toml"),
        ],
        Language::German => [
            include_str!("../data/de/words.toml"),
            include_str!("../data/de/words-following.toml"),
            include_str!("../data/de/words-lists.toml"),
            include_str!("../data/de/words-record.toml"),
            include_str!("../data/de/words-pages.toml"),
            include_str!("../data/de/words-web.toml"),
        ],
    }
}

/// The checked data files in a form that is quick to read; `build.rs` writes it, and where a language lacks a sentence it
/// stands there in English.
fn contents(language: Language) -> &'static str {
    match language {
        Language::English => include_str!(concat!(env!("OUT_DIR"), "/contents-en.json")),
        Language::German => include_str!(concat!(env!("OUT_DIR"), "/contents-de.json")),
    }
}

/// The checked norms in the same way.
fn norms(language: Language) -> &'static str {
    match language {
        Language::English => include_str!(concat!(env!("OUT_DIR"), "/norms-en.json")),
        Language::German => include_str!(concat!(env!("OUT_DIR"), "/norms-de.json")),
    }
}

/// Lays a clinic's own tests, exercises, norms and figures of the model over what was built in, through the same checks.
///
/// Each file is a name and a text; a name that ends in `.csv` holds norms, any other is TOML as in `data/`. What may
/// be replaced stands in [`load::overlay`]. The version of the result names the files.
///
/// # Errors
/// Everything that cannot be read or does not hold, with file and line.
///
/// # Example
/// ```
/// let ours = "[[source]]\nid = \"our-clinic\"\ncitation = \"Our own measurements\"\nread = \"data\"\n";
/// let refused = evenstride_catalog::laid_over(&[("ours.toml", ours)]).unwrap_err();
/// assert!(refused[0].to_string().starts_with("ours.toml:2: read source “our-clinic”: expected an entry that cites it"));
/// ```
pub fn laid_over(files: &[(&str, &str)]) -> Result<Knowledge, Vec<CatalogError>> {
    laid_over_in(Language::English, files)
}

/// The same over what was built in of another language; what the files say stays as they say it.
///
/// # Errors
/// As [`laid_over`].
pub fn laid_over_in(language: Language, files: &[(&str, &str)]) -> Result<Knowledge, Vec<CatalogError>> {
    load::restore_under(contents(language), norms(language), language, files)
}

/// Gives the knowledge that was built in.
///
/// # Example
/// ```
/// let knowledge = evenstride_catalog::builtin();
/// assert_eq!(knowledge.find_test("Knee to wall").map(|test| test.id.as_str()), Some("wblt-cm"));
/// ```
#[must_use]
pub fn builtin() -> &'static Knowledge {
    builtin_in(Language::English)
}

/// Gives the knowledge that was built in, in a language.
///
/// # Example
/// ```
/// use evenstride_core::knowledge::Language;
/// let german = evenstride_catalog::builtin_in(Language::German);
/// assert!(german.find_test("Knee to wall").is_some_and(|test| test.name != "Knee to wall"));
/// ```
#[must_use]
pub fn builtin_in(language: Language) -> &'static Knowledge {
    static ENGLISH: OnceLock<Knowledge> = OnceLock::new();
    static GERMAN: OnceLock<Knowledge> = OnceLock::new();
    let kept = match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
    };
    kept.get_or_init(|| {
        load::restore(contents(language), norms(language), language)
            .expect("build.rs wrote it from data that it had read with the same types")
    })
}
