//! What the field knows, as data: muscle groups, tests, norms, opposing pairs, red flags, exercises, doses.
//!
//! The data stand in `data/*.toml` and `data/norms.csv`; the types they fill are in
//! [`evenstride_core::knowledge`]. `build.rs` reads and checks them with the same [`parse`] that is public
//! here, prints every refusal with file and line, and fails; so a program that builds has knowledge that
//! holds. This crate never decides anything about a person.
//!
//! Read next: [`load`] for what is refused.

pub mod load;

use evenstride_core::knowledge::Knowledge;
use std::sync::OnceLock;

pub use load::{CatalogError, parse};

/// The words of reports and pages, as flat `key = "template"` tables; no key stands in two of them.
pub const WORDS: &[&str] = &[
    include_str!("../data/words.toml"),
    include_str!("../data/words-following.toml"),
    include_str!("../data/words-web.toml"),
];

/// The checked data files in a form that is quick to read; `build.rs` writes it.
const CONTENTS: &str = include_str!(concat!(env!("OUT_DIR"), "/contents.json"));

/// The checked norms in a form that is quick to read; `build.rs` writes it.
const NORMS: &str = include_str!(concat!(env!("OUT_DIR"), "/norms.json"));

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
    load::restore_under(CONTENTS, NORMS, files)
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
    static BUILTIN: OnceLock<Knowledge> = OnceLock::new();
    BUILTIN.get_or_init(|| {
        load::restore(CONTENTS, NORMS)
            .expect("build.rs wrote it from data that it had read with the same types")
    })
}
