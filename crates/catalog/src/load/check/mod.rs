//! What is refused, so that a program which builds has knowledge that holds.
//!
//! Each file here checks one aspect: [`names`] (ids, aliases and orders that stand once), [`references`] (what is
//! named exists), [`sources`] (given, known and used), [`numbers`] (shares, noise, ranges, norms), [`training`]
//! (neighbours of exercises, chains that begin at home, every action has words) [`coverage`] (every group has its
//! tests, exercises and stretches), [`figures`] (poses that a body can take), [`reasons`] (patterns, rules and usual
//! differences), [`assuming`] (what the model assumes, and what it believes beforehand), [`following`] (how a plan is
//! followed), [`auditing`] (how a week is scored) and [`naming`] (names of other apps, each with one meaning). Nothing is
//! repaired.

pub mod assuming;
pub mod auditing;
pub mod coverage;
pub mod figures;
pub mod following;
pub mod names;
pub mod naming;
pub mod numbers;
pub mod reasons;
pub mod references;
pub mod sources;
pub mod training;

use super::CatalogError;
use super::read::{Raw, Span};

/// Collects everything that does not hold, in the order of files and lines.
#[must_use]
pub fn check(raw: &Raw) -> Vec<CatalogError> {
    let mut refusals = Refusals { raw, errors: Vec::new() };
    names::check(&mut refusals);
    references::check(&mut refusals);
    sources::check(&mut refusals);
    numbers::check(&mut refusals);
    training::check(&mut refusals);
    coverage::check(&mut refusals);
    figures::check(&mut refusals);
    reasons::check(&mut refusals);
    assuming::check(&mut refusals);
    following::check(&mut refusals);
    auditing::check(&mut refusals);
    naming::check(&mut refusals);
    refusals.errors.sort();
    refusals.errors.dedup();
    refusals.errors
}

/// The refusals so far.
#[derive(Debug)]
pub struct Refusals<'a> {
    /// What is checked.
    pub raw: &'a Raw,
    errors: Vec<CatalogError>,
}

impl Refusals<'_> {
    /// Refuses an entry at the line within it where `needle` stands.
    pub fn refuse(&mut self, span: Span, needle: &str, message: String) {
        let file = self.raw.files.get(span.file).map_or(String::new(), |(name, _)| name.clone());
        self.errors.push(CatalogError { file, line: self.raw.line_of(span, needle), message });
    }

    /// Refuses an entry unless a condition holds.
    pub fn expect(&mut self, holds: bool, span: Span, needle: &str, message: impl FnOnce() -> String) {
        if !holds {
            self.refuse(span, needle, message());
        }
    }
}
