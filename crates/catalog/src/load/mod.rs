//! From data files to knowledge, or to a list of what does not hold.
//!
//! Any `*.toml` file may hold any kind of entry (`[[group]]`, `[[test]]`, `[[pair]]`, `[[sport]]`,
//! `[[source]]`, `[[flag]]`, `[[action]]`, `[[caution]]`, `[[gate]]`, `[[equipment]]`, `[[exercise]]`, `[[figure]]`, `[[goal]]`,
//! `[[rule]]`, `[[following]]`, `[[ladder]]`, `[[schedule]]`, `[[sign]]`, `[[auditing]]`, `[[audit_pair]]`, `[[movement]]`,
//! `[[pattern]]`, `[[cause]]`, `[[usual_difference]]`, `[[after_injury]]`, `[[gap]]`, `[[assumption]]`, `[[name]]`,
//! `[[not_legs]]`, `[[name_word]]`, `[doses]`, and `version` once); `*.csv` holds norms. A clinic's own files may hold
//! `[[prior]]` too. `build.rs` shares this module by path, so it uses nothing else of
//! this crate. It opens no files.
//!
//! Read next: [`check`] for the refusals.

pub mod check;
pub mod norms;
pub mod overlay;
pub mod prior;
pub mod read;
pub mod said;

use evenstride_core::knowledge::{
    Assumption, AuditFigure, AuditFigures, AuditPair, AuditRules, FollowingFigure, FollowingFigures,
    FollowingRules, Knowledge, Ladder, Language, ModelRules, Movement, Naming, Norm, Schedule, Sign,
};
use read::{Contents, Listed, Raw};
use std::fmt;

/// One thing in the data that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CatalogError {
    /// The file's name as it was given, such as `tests-size.toml`.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// A lowercase fragment: what was expected and what was found.
    pub message: String,
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for CatalogError {}

/// Reads and checks data files, given as name and text.
///
/// # Errors
/// Every entry that cannot be read; if all can be read, everything that does not hold between them,
/// in the order of files and lines.
pub fn parse(files: &[(&str, &str)]) -> Result<Knowledge, Vec<CatalogError>> {
    let raw = read::read(files)?;
    let errors = check::check(&raw);
    if errors.is_empty() { Ok(assemble(raw)) } else { Err(errors) }
}

/// Reads what `build.rs` wrote from checked files, without checking again.
///
/// Gives none when the texts are not what `build.rs` writes.
#[must_use]
pub fn restore(contents: &str, norms: &str, language: Language) -> Option<Knowledge> {
    let contents: Contents = serde_json::from_str(contents).ok()?;
    let norms: Vec<Norm> = serde_json::from_str(norms).ok()?;
    read::unplaced(contents, norms).map(|raw| Knowledge { language, ..assemble(raw) })
}

/// Lays a clinic's own files over what `build.rs` wrote, through the same reading and the same checks.
///
/// # Errors
/// Everything that cannot be read or does not hold, in the order of files and lines.
pub fn restore_under(
    contents: &str,
    norms: &str,
    language: Language,
    files: &[(&str, &str)],
) -> Result<Knowledge, Vec<CatalogError>> {
    let built_in = || CatalogError {
        file: overlay::BUILT_IN.to_owned(),
        line: 1,
        message: "read it again: it is not what the build wrote".to_owned(),
    };
    let contents: Contents = serde_json::from_str(contents).map_err(|_| vec![built_in()])?;
    let norms: Vec<Norm> = serde_json::from_str(norms).map_err(|_| vec![built_in()])?;
    let raw = overlay::lay_over(contents, norms, files)?;
    let errors = check::check(&raw);
    if errors.is_empty() { Ok(Knowledge { language, ..assemble(raw) }) } else { Err(errors) }
}

/// The figures of the assumptions; [`check`] has seen that none is missing.
fn model_rules(assumptions: &[Listed<Assumption>]) -> ModelRules {
    let value_of =
        |id: &str| assumptions.iter().find(|one| one.item.id.as_str() == id).map(|one| one.item.value);
    ModelRules::read(value_of).unwrap_or(ModelRules::PLAIN)
}

/// The figures of following a plan; [`check`] has seen that none is missing.
fn following_rules(
    entries: Vec<Listed<FollowingFigure>>,
    ladders: Vec<Listed<Ladder>>,
    schedules: Vec<Listed<Schedule>>,
    signs: Vec<Listed<Sign>>,
) -> FollowingRules {
    let entries = plain(entries);
    let value_of = |id: &str| entries.iter().find(|one| one.id.as_str() == id).map(|one| one.value);
    FollowingRules {
        figures: FollowingFigures::read(value_of).unwrap_or(FollowingFigures::PLAIN),
        entries,
        ladders: plain(ladders),
        schedules: plain(schedules),
        signs: plain(signs),
    }
}

/// The figures of scoring a week; [`check`] has seen that none is missing.
fn audit_rules(
    entries: Vec<Listed<AuditFigure>>,
    pairs: Vec<Listed<AuditPair>>,
    movements: Vec<Listed<Movement>>,
) -> AuditRules {
    let entries = plain(entries);
    let value_of = |id: &str| entries.iter().find(|one| one.id.as_str() == id).map(|one| one.value);
    AuditRules {
        figures: AuditFigures::read(value_of).unwrap_or(AuditFigures::PLAIN),
        entries,
        pairs: plain(pairs),
        movements: plain(movements),
    }
}

fn plain<T>(list: Vec<Listed<T>>) -> Vec<T> {
    list.into_iter().map(|listed| listed.item).collect()
}

fn assemble(raw: Raw) -> Knowledge {
    let mut flags = plain(raw.flags);
    flags.sort_by_key(|flag| flag.order);
    Knowledge {
        groups: plain(raw.groups).into_iter().map(|group| (group.id.clone(), group)).collect(),
        tests: plain(raw.tests).into_iter().map(|test| (test.id.clone(), test)).collect(),
        norms: plain(raw.norms),
        pairs: plain(raw.pairs),
        sports: plain(raw.sports),
        flags,
        actions: plain(raw.actions).into_iter().map(|words| (words.action, words)).collect(),
        cautions: plain(raw.cautions).into_iter().map(|caution| (caution.id.clone(), caution)).collect(),
        gates: plain(raw.gates),
        equipment: plain(raw.equipment).into_iter().map(|piece| (piece.id.clone(), piece)).collect(),
        exercises: plain(raw.exercises).into_iter().map(|exercise| (exercise.id.clone(), exercise)).collect(),
        naming: Naming::new(plain(raw.names), plain(raw.not_legs), plain(raw.name_words)),
        figures: plain(raw.figures).into_iter().map(|figure| (figure.id.clone(), figure)).collect(),
        goals: plain(raw.goals).into_iter().map(|goal| (goal.id.clone(), goal)).collect(),
        doses: raw.doses.item,
        rules: plain(raw.rules),
        following: following_rules(raw.followings, raw.ladders, raw.schedules, raw.signs),
        auditing: audit_rules(raw.auditings, raw.audit_pairs, raw.movements),
        patterns: plain(raw.patterns).into_iter().map(|pattern| (pattern.id.clone(), pattern)).collect(),
        causes: plain(raw.causes).into_iter().map(|cause| (cause.id.clone(), cause)).collect(),
        usual_differences: plain(raw.usual_differences),
        after_injury: plain(raw.after_injury),
        gaps: plain(raw.gaps),
        model: model_rules(&raw.assumptions),
        assumptions: plain(raw.assumptions).into_iter().map(|one| (one.id.clone(), one)).collect(),
        sources: plain(raw.sources).into_iter().map(|source| (source.id.clone(), source)).collect(),
        version: raw.version,
        language: Language::English,
    }
}
