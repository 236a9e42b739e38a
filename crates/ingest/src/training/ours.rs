//! Our own table of training, `trained.csv`: one row a set, written and read back the same.
//!
//! ```text
//! date,exercise,side,set,kind,reps,seconds,metres,load_kg,reserve,pain,form,morning,swelling,signs,note
//! ```
//! Before the date may stand `subject`: whose the row is, in a table of several people. What concerns all sets of an exercise stands in the row of its first set. It never joins what was told apart: a
//! set number that does not grow begins a new entry. Read next: `table`.

use super::amounts::{MOST_RESERVE, NOTHING};
use super::line::LONGEST_NOTE;
use super::table::{self, BadCell, Row};
use super::{TrainingFormat, TrainingOptions, TrainingRead, WeightUnit, day};
use crate::IngestError;
use crate::formula::{as_told, defused};
use crate::notices::Notices;
use crate::text::quoted;
use evenstride_core::knowledge::{RuleId, folded};
use evenstride_core::notice::{NoticeCode, Place};
use evenstride_core::person::SubjectId;
use evenstride_core::track::Form;
use evenstride_core::training::{SetKind, Trained, TrainedSet, TrainedSide};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The columns in the order of writing.
const COLUMNS: [&str; 16] = [
    "date", "exercise", "side", "set", "kind", "reps", "seconds", "metres", "load_kg", "reserve", "pain",
    "form", "morning", "swelling", "signs", "note",
];

/// Names of the column that says whose a row is. A mere `name` or `id` may be that of an exercise or of a row.
const SUBJECT: [&str; 12] = [
    "subject",
    "subject_id",
    "athlete",
    "athlete_id",
    "athlete_name",
    "participant",
    "person",
    "player",
    "patient",
    "client",
    "teilnehmer",
    "sportler",
];

/// Our own table.
pub(super) struct TrainedCsv;

impl TrainingFormat for TrainedCsv {
    fn id(&self) -> &'static str {
        "trained-csv"
    }

    fn name(&self) -> &'static str {
        "our own table of training"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "txt"]
    }

    fn looks_like(&self) -> &'static str {
        "A table with one row a set and the columns date, exercise, side, set, reps, load_kg and more."
    }

    fn example(&self) -> Vec<u8> {
        b"date,exercise,side,set,kind,reps,seconds,metres,load_kg,reserve,pain,form,morning,swelling,signs,note\n\
          2026-11-20,split-squat,left,1,working,8,,,20,2,1,clean,,,,\"steady, at last\"\n\
          2026-11-20,split-squat,left,2,working,7,,,20,1,,,,,,\n\
          2026-11-20,split-squat,right,1,working,8,,,20,3,,,,,,\n"
            .to_vec()
    }

    fn sniff(&self, _: &[u8], text: Option<&str>) -> bool {
        table::has_columns(text, &["date", "exercise"])
            && ["reps", "seconds", "metres", "set"].iter().any(|name| table::has_columns(text, &[name]))
            && !table::has_columns(text, &["category"])
    }

    fn read(
        &self,
        _: &[u8],
        text: Option<&str>,
        options: &TrainingOptions<'_>,
    ) -> Result<TrainingRead, IngestError> {
        let text = text.unwrap_or_default();
        let place = Place { file: options.file_name.to_owned(), line: None };
        let Some(columns) = table::columns(text, place.clone(), options.limits.max_columns) else {
            return Err(IngestError::new(place, "expected a header with date and exercise, found none"));
        };
        let mut notices = Notices::new(options.file_name, options.limits.max_notices);
        let subject = SUBJECT.into_iter().find(|name| columns.has(name));
        let known: Vec<&str> = COLUMNS.into_iter().chain(subject).collect();
        columns.tell_unknown(&known, &mut notices);
        if let Some(name) = subject.filter(|name| *name != SUBJECT[0]) {
            let message = format!("the column {} is read as subject", quoted(name));
            notices.file(Some(columns.line()), NoticeCode::SpellingUnderstood, message, None);
        }
        let mut gathered = Gathered::default();
        table::walk(text, &columns, options, &mut notices, &mut |row, notices| {
            match cells(row, subject, options, notices) {
                Ok(Some(told)) => gathered.add(told),
                Ok(None) => {}
                Err(bad) => table::refuse_row(row.line, &bad, notices),
            }
            Ok(())
        })?;
        if gathered.trained.is_empty() {
            return Err(table::nothing(&columns, options, notices, A_ROW));
        }
        let (mut trained, mut named) = (Vec::new(), BTreeMap::new());
        for (of_whom, entry) in gathered.trained {
            match of_whom {
                Some(subject) => named.entry(subject).or_insert_with(Vec::new).push(entry),
                None => trained.push(entry),
            }
        }
        Ok(TrainingRead { trained, named, notices: notices.finish(), format: self.id() })
    }
}

/// What to do about a table of our own without any training in it.
const A_ROW: &str =
    "write one row a set, such as 2026-11-20,split-squat,left,8,20 below date,exercise,side,reps,load_kg";

/// One row: the entry that it belongs to, with at most one set.
struct Told {
    of_whom: Option<SubjectId>,
    number: Option<u32>,
    trained: Trained,
}

fn cells(
    row: &Row<'_>,
    subject: Option<&str>,
    options: &TrainingOptions<'_>,
    notices: &mut Notices,
) -> Result<Option<Told>, BadCell> {
    let of_whom = subject.map(|column| of_whom(row, column)).transpose()?;
    let date = row.text("date");
    let on = match day::of_table(&date, options.today) {
        Ok(on) => on,
        Err(no_day) => {
            let message = format!("{}: row left out", no_day.message(&date, options.today));
            notices.row(row.line, no_day.code(), message, no_day.hint());
            return Ok(None);
        }
    };
    let name = as_told(&table::name(row, "exercise")?).to_owned();
    let number = row.whole("set", 10_000)?;
    let reps = row.whole("reps", super::amounts::MOST_REPS)?;
    let seconds = row.whole("seconds", super::amounts::MOST_SECONDS)?;
    let set = TrainedSet {
        kind: kind(row)?,
        reps,
        seconds,
        metres: row.number("metres", super::amounts::MOST_METRES)?,
        load_kg: row.load_kg("load_kg", WeightUnit::Kilogram)?,
        reserve: row.number("reserve", MOST_RESERVE)?,
    };
    let sets = if number == Some(0) { Vec::new() } else { vec![set] };
    let note = as_told(&row.clean("note")).to_owned();
    if note.chars().count() > LONGEST_NOTE {
        return Err(BadCell(format!("expected a note of at most {LONGEST_NOTE} characters, found more")));
    }
    Ok(Some(Told {
        of_whom,
        number: number.filter(|number| *number > 0),
        trained: Trained {
            on,
            name,
            side: side(row)?,
            sets,
            pain: row.whole("pain", 10)?.and_then(|pain| u8::try_from(pain).ok()),
            form: form(row)?,
            morning_points: morning(row)?,
            swelling: swelling(row)?,
            signs: signs(row, options)?,
            note: (!note.is_empty()).then_some(note),
            place: Place { file: options.file_name.to_owned(), line: Some(row.line) },
        },
    }))
}

/// Does a column of this name say whose a row of training is?
#[must_use]
pub fn is_subject_column(name: &str) -> bool {
    SUBJECT.iter().any(|known| folded(known) == folded(name.trim().trim_matches('"')))
}

/// Whose a row is: a table that names people names one in each row.
fn of_whom(row: &Row<'_>, column: &str) -> Result<SubjectId, BadCell> {
    let text = row.clean(column);
    SubjectId::new(as_told(&text)).ok_or_else(|| bad("who trained, in 1 to 64 plain characters", &text))
}

fn bad(expected: &str, found: &str) -> BadCell {
    BadCell(format!("expected {expected}, found {}", quoted(found)))
}

fn side(row: &Row<'_>) -> Result<TrainedSide, BadCell> {
    let text = row.text("side").to_lowercase();
    match text.as_str() {
        "" => Ok(TrainedSide::NotSaid),
        "left" | "l" => Ok(TrainedSide::Left),
        "right" | "r" => Ok(TrainedSide::Right),
        "both" | "b" => Ok(TrainedSide::Both),
        "each" | "e" => Ok(TrainedSide::Each),
        other => Err(bad("left, right, both, each or nothing as the side", other)),
    }
}

fn kind(row: &Row<'_>) -> Result<SetKind, BadCell> {
    let text = row.text("kind").to_lowercase();
    match text.as_str() {
        "" | "working" => Ok(SetKind::Working),
        "warm-up" | "warmup" => Ok(SetKind::WarmUp),
        "drop" => Ok(SetKind::Drop),
        "failure" => Ok(SetKind::Failure),
        other => Err(bad("working, warm-up, drop or failure as the kind", other)),
    }
}

/// The word for a kind of set in tables and lines.
pub(super) fn kind_word(kind: SetKind) -> &'static str {
    match kind {
        SetKind::Working => "working",
        SetKind::WarmUp => "warm-up",
        SetKind::Drop => "drop",
        SetKind::Failure => "failure",
    }
}

/// The word for legs in tables and lines; nothing when the source does not say.
pub(super) fn side_word(side: TrainedSide) -> &'static str {
    match side {
        TrainedSide::Left => "left",
        TrainedSide::Right => "right",
        TrainedSide::Both => "both",
        TrainedSide::Each => "each",
        TrainedSide::NotSaid => "",
    }
}

fn form(row: &Row<'_>) -> Result<Option<Form>, BadCell> {
    let text = row.text("form").to_lowercase();
    match text.as_str() {
        "" => Ok(None),
        "clean" => Ok(Some(Form::Clean)),
        "unsteady" => Ok(Some(Form::Unsteady)),
        other => Err(bad("clean or unsteady as the form", other)),
    }
}

fn morning(row: &Row<'_>) -> Result<Option<i8>, BadCell> {
    let text = row.text("morning");
    if text.is_empty() {
        return Ok(None);
    }
    let points = text.replace('−', "-").parse::<i8>().ok().filter(|points| points.unsigned_abs() <= 10);
    points.map(Some).ok_or_else(|| bad("points more the next morning from -10 to 10", &text))
}

fn swelling(row: &Row<'_>) -> Result<bool, BadCell> {
    let text = row.text("swelling").to_lowercase();
    match text.as_str() {
        "" | "no" | "false" | "0" => Ok(false),
        "yes" | "true" | "1" => Ok(true),
        other => Err(bad("yes or nothing for swelling", other)),
    }
}

fn signs(row: &Row<'_>, options: &TrainingOptions<'_>) -> Result<BTreeSet<RuleId>, BadCell> {
    let known = &options.knowledge.following.signs;
    let text = row.text("signs");
    let read = |word: &str| {
        let sign = known.iter().find(|sign| sign.rule.as_str() == word);
        sign.map(|sign| sign.rule.clone()).ok_or_else(|| bad("signs to stop such as stop-chest", word))
    };
    text.split([' ', ';', ',']).filter(|word| !word.is_empty()).map(read).collect()
}

/// Whose, the day, the exercise and the legs.
type OpenKey = (Option<SubjectId>, Date, String, TrainedSide);

/// Entries in the order of their first rows, and which of them is still open for more sets.
#[derive(Default)]
struct Gathered {
    trained: Vec<(Option<SubjectId>, Trained)>,
    open: BTreeMap<OpenKey, (usize, u32)>,
}

impl Gathered {
    fn add(&mut self, told: Told) {
        let key = (told.of_whom.clone(), told.trained.on, told.trained.name.clone(), told.trained.side);
        let open = self.open.get(&key).copied();
        let (index, number) = match (open, told.number) {
            (Some((index, last)), None) if !told.trained.sets.is_empty() => (index, last),
            (Some((index, last)), Some(number)) if number > last => (index, number),
            _ => {
                // A row without a set, and what follows it, never grow into one another.
                if told.trained.sets.is_empty() {
                    self.open.remove(&key);
                } else {
                    self.open.insert(key, (self.trained.len(), told.number.unwrap_or(u32::MAX)));
                }
                return self.trained.push((told.of_whom, told.trained));
            }
        };
        self.open.insert(key, (index, number));
        if let Some((_, entry)) = self.trained.get_mut(index) {
            join(entry, told.trained);
        }
    }
}

/// Adds the set of a later row; of what is said more than once the worse counts.
fn join(entry: &mut Trained, more: Trained) {
    entry.sets.extend(more.sets);
    entry.pain = entry.pain.max(more.pain);
    entry.form = entry.form.max(more.form);
    entry.morning_points = entry.morning_points.max(more.morning_points);
    entry.swelling |= more.swelling;
    entry.signs.extend(more.signs);
    if let Some(note) = more.note.filter(|note| entry.note.as_ref() != Some(note)) {
        let joined = entry.note.take().map_or(note.clone(), |own| format!("{own} / {note}"));
        entry.note = Some(joined.chars().take(LONGEST_NOTE).collect());
    }
}

/// Writes training as a table that reads back the same; a text that a spreadsheet would run gets an apostrophe in front.
///
/// # Example
/// ```
/// assert!(evenstride_ingest::write_trained_csv(&[]).starts_with("date,exercise,side,set,"));
/// ```
#[must_use]
pub fn write_trained_csv(trained: &[Trained]) -> String {
    let mut text = COLUMNS.join(",");
    text.push('\n');
    for entry in trained {
        let one_row = [(0, NOTHING)];
        let numbered: Vec<(usize, TrainedSet)> =
            entry.sets.iter().enumerate().map(|(at, set)| (at + 1, *set)).collect();
        let rows = if numbered.is_empty() { &one_row[..] } else { &numbered[..] };
        for (number, set) in rows {
            let first = *number <= 1;
            write_row(&mut text, entry, *number, set, first);
        }
    }
    text
}

fn write_row(text: &mut String, entry: &Trained, number: usize, set: &TrainedSet, first: bool) {
    fn shown<T: ToString>(value: Option<T>) -> String {
        value.map_or_else(String::new, |value| value.to_string())
    }
    let once = |cell: String| if first { cell } else { String::new() };
    let signs: Vec<&str> = entry.signs.iter().map(RuleId::as_str).collect();
    let kind = if number == 0 { "" } else { kind_word(set.kind) };
    let cells = [
        entry.on.to_string(),
        defused(&entry.name),
        side_word(entry.side).to_owned(),
        number.to_string(),
        kind.to_owned(),
        shown(set.reps),
        shown(set.seconds),
        shown(set.metres),
        shown(set.load_kg),
        shown(set.reserve),
        once(shown(entry.pain)),
        once(entry.form.map_or("", Form::as_str).to_owned()),
        once(shown(entry.morning_points)),
        once(if entry.swelling { "yes".to_owned() } else { String::new() }),
        once(signs.join(" ")),
        once(entry.note.as_deref().map(defused).unwrap_or_default()),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| cell_of(cell)).collect();
    text.push_str(&cells.join(","));
    text.push('\n');
}

/// A cell, between quotation marks where it needs them.
fn cell_of(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.contains([',', ';', '\t', '|', '"', '#']) {
        format!("\"{}\"", plain.replace('"', "\"\""))
    } else {
        plain
    }
}
