//! The knowledge on the wire: lists of tests, exercises, norms, doses and so on, and one entry of each.
//!
//! Every entry is an ordered list of named fields, so text, JSON and CSV come from one description. Nothing here
//! judges; what a list is narrowed to is asked of core. Read next: [`wanted`] for the filters.

mod differences;
mod entries;
mod reasons;
mod text;
mod wanted;

pub use text::knowledge_text;
pub use wanted::{Unfit, Wanted};

use super::{defused, pretty};
use evenstride_core::knowledge::{Knowledge, coverage};
use serde_json::Value;

/// An entry: named fields in their order.
pub(crate) type Entry = Vec<(&'static str, Value)>;

/// A kind of knowledge that can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Tests.
    Tests,
    /// Exercises, stretches, drills and habits.
    Exercises,
    /// Norms, one stratum an entry.
    Norms,
    /// Red-flag questions.
    Flags,
    /// Patterns of findings and their possible causes.
    Patterns,
    /// How much legs differ: healthy ones by test, by sport, and after an injury by months.
    Differences,
    /// Usual ratios of opposing muscle groups.
    Ratios,
    /// What the model assumes beyond tests, groups and norms.
    Assumptions,
    /// Cautions, and what waits after an operation.
    Cautions,
    /// Goals with their doses, and dose rules.
    Doses,
    /// Muscle groups with what the catalogue has for each.
    Muscles,
    /// Equipment.
    Equipment,
    /// Sources with what cites them.
    Sources,
    /// File formats.
    Formats,
}

impl Kind {
    /// Every kind, in the order of the help.
    pub const ALL: [Kind; 14] = [
        Kind::Tests,
        Kind::Exercises,
        Kind::Norms,
        Kind::Flags,
        Kind::Patterns,
        Kind::Differences,
        Kind::Ratios,
        Kind::Assumptions,
        Kind::Cautions,
        Kind::Doses,
        Kind::Muscles,
        Kind::Equipment,
        Kind::Sources,
        Kind::Formats,
    ];

    /// The word that commands use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Tests => "tests",
            Kind::Exercises => "exercises",
            Kind::Norms => "norms",
            Kind::Flags => "flags",
            Kind::Patterns => "patterns",
            Kind::Differences => "differences",
            Kind::Ratios => "ratios",
            Kind::Assumptions => "assumptions",
            Kind::Cautions => "cautions",
            Kind::Doses => "doses",
            Kind::Muscles => "muscles",
            Kind::Equipment => "equipment",
            Kind::Sources => "sources",
            Kind::Formats => "formats",
        }
    }

    /// The fields that a list shows; an entry has more.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Kind::Tests => &["id", "name", "quality", "settings", "minutes", "grade"],
            Kind::Exercises => &["id", "name", "kind", "one_sided", "level", "equipment", "grade"],
            Kind::Norms => &[
                "id",
                "population",
                "sex",
                "age_min",
                "age_max",
                "n",
                "mean",
                "sd",
                "p5",
                "p50",
                "p95",
                "unit",
                "grade",
                "source",
            ],
            Kind::Flags => &["id", "action", "name", "grade"],
            Kind::Patterns => &["id", "name", "finding", "grade", "cause_grade"],
            Kind::Differences => &[
                "id",
                "about",
                "who",
                "months",
                "mean_absolute",
                "lasting_sd",
                "p95",
                "mean",
                "sd",
                "usual_percent",
                "up_to_percent",
                "grade",
                "source",
            ],
            Kind::Ratios => &[
                "id",
                "numerator",
                "denominator",
                "usual",
                "smallest_real_percent",
                "population",
                "grade",
                "source",
            ],
            Kind::Assumptions => &["id", "value", "unit", "grade", "text"],
            Kind::Cautions => &["id", "who", "rule", "earliest_weeks", "grade"],
            Kind::Doses => &["id", "topic", "name", "grade"],
            Kind::Muscles => &["id", "name", "muscles", "function"],
            Kind::Equipment => &["id", "name", "class", "household"],
            Kind::Sources => &["id", "read", "citation"],
            Kind::Formats => &["id", "holds", "name", "extensions"],
        }
    }
}

/// One kind of knowledge as entries with named fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// What is listed.
    pub kind: Kind,
    /// The fields that a list shows; an entry has more.
    pub columns: &'static [&'static str],
    /// The entries.
    pub(crate) entries: Vec<Entry>,
}

impl Listing {
    /// The entries with this id, whatever the case: one, or for norms every stratum of the test. Of a format the name
    /// before the hyphen will do, such as `hevy`.
    #[must_use]
    pub fn with_id(&self, id: &str) -> Self {
        let asked = id.trim().to_ascii_lowercase();
        let is_wanted = |entry: &&Entry| {
            let known = text_of(entry, "id").to_ascii_lowercase();
            known == asked || self.kind == Kind::Formats && known.split('-').next() == Some(asked.as_str())
        };
        let entries = self.entries.iter().filter(is_wanted).cloned().collect();
        Self { kind: self.kind, columns: self.columns, entries }
    }

    /// Does it hold nothing?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The ids of all entries, each once.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.entries.iter().map(|entry| text_of(entry, "id")).collect();
        ids.dedup();
        ids
    }

    /// The cells of a list in the order of the columns.
    fn row(&self, entry: &Entry, said: impl Fn(&Value) -> String) -> Vec<String> {
        let value_of = |column: &&str| entry.iter().find(|(name, _)| name == column).map(|(_, value)| value);
        self.columns.iter().map(|column| value_of(column).map_or_else(String::new, &said)).collect()
    }
}

fn text_of(entry: &Entry, field: &str) -> String {
    entry.iter().find(|(name, _)| *name == field).map_or_else(String::new, |(_, value)| plain(value))
}

/// A value as plain text for a cell or a line.
#[must_use]
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| format!("{key} {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
    }
}

/// Lists one kind of knowledge, narrowed to what is wanted.
///
/// # Errors
/// A filter that says nothing about this kind.
pub fn listing(kind: Kind, knowledge: &Knowledge, wanted: &Wanted) -> Result<Listing, Unfit> {
    wanted.fits(kind)?;
    let entries = match kind {
        Kind::Tests => {
            let tests = knowledge.tests.values().filter(|test| wanted.test(test, knowledge));
            tests.map(|test| entries::test_entry(test, knowledge)).collect()
        }
        Kind::Exercises => {
            let exercises =
                knowledge.exercises.values().filter(|exercise| wanted.exercise(exercise, knowledge));
            exercises.map(entries::exercise_entry).collect()
        }
        Kind::Norms => {
            let of_wanted = |test| knowledge.tests.get(test).is_some_and(|test| wanted.test(test, knowledge));
            knowledge.norms.iter().filter(|norm| of_wanted(&norm.test)).map(entries::norm_entry).collect()
        }
        Kind::Flags => knowledge.flags.iter().map(entries::flag_entry).collect(),
        Kind::Patterns => {
            let patterns = knowledge.patterns.values().filter(|pattern| wanted.pattern(pattern));
            patterns.map(|pattern| reasons::pattern_entry(pattern, knowledge)).collect()
        }
        Kind::Differences => differences::difference_entries(knowledge),
        Kind::Ratios => differences::ratio_entries(knowledge),
        Kind::Assumptions => knowledge.assumptions.values().map(reasons::assumption_entry).collect(),
        Kind::Cautions => differences::caution_entries(knowledge),
        Kind::Doses => {
            let goals = knowledge.goals.values().filter(|goal| wanted.goal(&goal.id)).map(reasons::goal_entry);
            let rules = knowledge.rules.iter().map(reasons::rule_entry);
            let all = rules.chain(std::iter::once(reasons::planner_entry(&knowledge.doses)));
            goals.chain(all.filter(|_| wanted.goal.is_none())).collect()
        }
        Kind::Muscles => {
            let rows = coverage(knowledge);
            rows.iter().filter(|row| wanted.group(&row.group.id)).map(reasons::muscle_entry).collect()
        }
        Kind::Equipment => knowledge.equipment.values().map(reasons::equipment_entry).collect(),
        Kind::Sources => {
            knowledge.sources.values().map(|source| reasons::source_entry(source, knowledge)).collect()
        }
        Kind::Formats => reasons::format_entries(),
    };
    Ok(Listing { kind, columns: kind.columns(), entries })
}

fn object(entry: &Entry) -> Value {
    Value::Object(entry.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

/// A list as JSON with all fields, or the one entry that was asked for.
#[must_use]
pub fn knowledge_json(listing: &Listing, one: bool) -> String {
    match &listing.entries[..] {
        [entry] if one => pretty(&object(entry)),
        entries => pretty(&Value::Array(entries.iter().map(object).collect())),
    }
}

/// A list as CSV with its columns, or the one entry that was asked for with one row a field.
#[must_use]
pub fn knowledge_csv(listing: &Listing, one: bool) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail; an error would only leave the table shorter.
    let _ = match &listing.entries[..] {
        [entry] if one => {
            let _ = writer.write_record(["field", "value"]);
            entry.iter().try_for_each(|(name, value)| writer.write_record([*name, &defused(&plain(value))]))
        }
        entries => {
            let _ = writer.write_record(listing.columns);
            entries.iter().try_for_each(|entry| {
                writer.write_record(listing.row(entry, plain).iter().map(|cell| defused(cell)))
            })
        }
    };
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
