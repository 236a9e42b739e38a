//! One row: who, which test, which side, when, and the value; or why it is left out.
//!
//! Nothing is repaired here. The first thing that cannot be read or cannot be right ends the row, and the
//! notice names it. Read next: `value`.

use super::cells::{self, is_missing};
use super::columns::{Columns, Form};
use super::date::{self, DateOrder};
use super::device_asymmetry;
use super::field::Field;
use super::known::Known;
use super::number::Numbers;
use super::repeats::{self, Read};
use super::shares;
use super::side::{self, SideWord};
use super::value::{Units, Value};
use super::{Cell, Header};
use crate::formula::as_told;
use crate::notices::Notices;
use crate::text::{count_of, key, quoted};
use crate::{IngestError, ReadOptions};
use evenstride_core::body::Side;
use evenstride_core::knowledge::{Knowledge, Test};
use evenstride_core::measure::{DeviceAsymmetry, Trial};
use evenstride_core::notice::{NoticeCode, Place};
use evenstride_core::person::SubjectId;
use evenstride_core::quantity::Unit;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Why a row, or one value in it, is left out.
pub(super) struct Refusal {
    code: NoticeCode,
    expected: String,
    found: String,
    hint: Cow<'static, str>,
    /// Was it a count of none at all, which nothing can be compared with?
    is_none: bool,
}

impl Refusal {
    pub(super) fn new(
        expected: impl Into<String>,
        found: impl Into<String>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            code: NoticeCode::RowRefused,
            expected: expected.into(),
            found: found.into(),
            hint: hint.into(),
            is_none: false,
        }
    }

    /// Says that it was a count of none at all.
    pub(super) fn none(mut self) -> Self {
        self.is_none = true;
        self
    }

    /// The same with the leg, and with what to ask of one that can do none; as it is where it was no count of none.
    fn of_leg(mut self, side: Side, test: &Test, knowledge: &Knowledge) -> Self {
        let questions =
            test.none_asks.iter().filter_map(|id| knowledge.flags.iter().find(|flag| flag.id == *id));
        let questions: Vec<&str> = questions.map(|flag| flag.question.as_str()).collect();
        if self.is_none {
            self.found = format!("none on the {side}");
        }
        if self.is_none && !questions.is_empty() {
            self.hint = Cow::Owned(format!(
                "it is no number to compare, but ask yourself: {} If so, answer the health questions anew before you train",
                questions.join(" ")
            ));
        }
        self
    }

    pub(super) fn code(mut self, code: NoticeCode) -> Self {
        self.code = code;
        self
    }

    /// The same for a value that stands in no file.
    pub(super) fn error(self, place: Place) -> IngestError {
        IngestError::new(place, format!("expected {}, found {}", self.expected, self.found)).hint(self.hint)
    }

    /// The words for leaving out `what`: the row, or one value of it.
    pub(super) fn message(&self, what: &str) -> String {
        format!("{what} left out: expected {}, found {}", self.expected, self.found)
    }
}

/// How this file writes its dates and numbers.
pub(super) struct Ways {
    pub(super) dates: DateOrder,
    pub(super) numbers: Numbers,
    /// Text must have a cell for every column; a workbook leaves out empty cells at the end.
    pub(super) needs_all_cells: bool,
}

/// Reads rows one after the other and keeps the tallies that become notices at the end.
pub(super) struct RowReader<'a> {
    options: &'a ReadOptions<'a>,
    header: &'a Header,
    columns: &'a Columns,
    ways: Ways,
    known: Known<'a>,
    units: Units<'a>,
    reads: Vec<Read>,
    refused: BTreeSet<u64>,
    /// Rows passed over, by the reason in words: how many, and the first line.
    passed: BTreeMap<String, (usize, u64)>,
    side_words: BTreeMap<String, (Side, u64)>,
    mapped_days: Option<(usize, u64)>,
}

/// What a row says besides its values.
struct Common<'a> {
    subject: SubjectId,
    test: &'a Test,
    day: Date,
    attempt: Option<u32>,
    device: Option<String>,
    pain_nrs: Option<u8>,
    note: Option<String>,
    device_asymmetry: Option<DeviceAsymmetry>,
}

/// Why a row gives no trial.
enum NoTrial {
    Refused(Refusal),
    /// The test is not known; all such rows are told in one notice.
    UnknownTest,
    /// There is nothing to read, for a reason that is told once.
    Passed(String),
}

impl From<Refusal> for NoTrial {
    fn from(refusal: Refusal) -> Self {
        NoTrial::Refused(refusal)
    }
}

/// The unit that a row and the heading of a column state; two different ones are no unit at all.
fn one_unit(of_row: Option<Unit>, of_heading: Option<Unit>) -> Result<Option<Unit>, Refusal> {
    match (of_row, of_heading) {
        (Some(row), Some(heading)) if row != heading => {
            let hint = "the column of units and the heading name different units; correct one of them";
            Err(Refusal::new(format!("a value in {heading}"), format!("the unit {row}"), hint))
        }
        _ => Ok(of_row.or(of_heading)),
    }
}

impl<'a> RowReader<'a> {
    pub(super) fn new(
        options: &'a ReadOptions<'a>,
        header: &'a Header,
        columns: &'a Columns,
        ways: Ways,
        known: Known<'a>,
    ) -> Self {
        Self {
            options,
            header,
            columns,
            ways,
            known,
            units: Units::new(options),
            reads: Vec::new(),
            refused: BTreeSet::new(),
            passed: BTreeMap::new(),
            side_words: BTreeMap::new(),
            mapped_days: None,
        }
    }

    /// Reads one row below the header.
    pub(super) fn read(&mut self, line: u64, row: &[Cell<'_>], notices: &mut Notices) {
        let no_trial = match self.try_read(line, row, notices) {
            Ok(()) => return,
            Err(no_trial) => no_trial,
        };
        match no_trial {
            NoTrial::Refused(refusal) => self.refuse(line, "row", &refusal, notices),
            NoTrial::UnknownTest => {
                self.refused.insert(line);
            }
            NoTrial::Passed(reason) => self.passed.entry(reason).or_insert((0, line)).0 += 1,
        }
    }

    /// The trials, and of how many rows something was left out.
    pub(super) fn finish(mut self, notices: &mut Notices) -> (Vec<Trial>, usize) {
        for (word, (side, line)) in &self.side_words {
            let message = format!("{} is understood as {side}", quoted(word));
            notices.file(Some(*line), NoticeCode::SpellingUnderstood, message, None);
        }
        self.known.tell(notices);
        self.units.tell(notices);
        if let (Some((count, line)), Some(map)) = (self.mapped_days, self.options.map) {
            let message =
                format!("the days of {} come from {}, not from the file", count_of(count, "row"), map.file);
            notices.file(Some(line), NoticeCode::DateDoubtful, message, None);
        }
        for (reason, (count, line)) in &self.passed {
            let message = format!("{} passed over: {reason}", count_of(*count, "row"));
            notices.file(Some(*line), NoticeCode::RowsPassedOver, message, None);
        }
        let reads = repeats::resolve(self.reads, &mut self.refused, notices);
        let trials = shares::settle(reads, self.options.knowledge, &mut self.refused, notices);
        (trials, self.refused.len())
    }

    fn refuse(&mut self, line: u64, what: &str, refusal: &Refusal, notices: &mut Notices) {
        self.refused.insert(line);
        notices.row(line, refusal.code, refusal.message(what), &refusal.hint);
    }

    fn try_read(&mut self, line: u64, row: &[Cell<'_>], notices: &mut Notices) -> Result<(), NoTrial> {
        self.check_shape(row)?;
        self.check_wanted(row)?;
        let values: Vec<(Option<Side>, Field)> = match self.columns.form {
            Form::Long => vec![(None, Field::Value)],
            Form::Wide => vec![(Some(Side::Left), Field::Left), (Some(Side::Right), Field::Right)],
        };
        let filled: Vec<(Option<Side>, Field, &Cell<'_>)> = (values.into_iter())
            .filter_map(|(side, field)| Some((side, field, self.columns.cell(row, field)?)))
            .filter(|(.., cell)| !is_missing(cell))
            .collect();
        if filled.is_empty() {
            return Err(NoTrial::Passed("no value, so nothing was measured".to_owned()));
        }
        let mut common = self.read_common(line, row)?;
        common.device_asymmetry = self.read_device_asymmetry(line, row, notices);
        let row_unit = match self.columns.cell(row, Field::Unit) {
            Some(cell) if !is_missing(cell) => Some(self.units.parse(&cell.as_text())?),
            _ => None,
        };
        let fingerprint = cells::fingerprint(row);
        for (side, field, cell) in filled {
            let side = match side {
                Some(side) => side,
                None => self.read_side(line, row, common.test)?,
            };
            let heading = self.columns.header_units.get(&field).copied();
            let read = one_unit(row_unit, heading).and_then(|stated| {
                self.units.read(cell, &self.ways.numbers, stated, common.test, &common.subject, line)
            });
            match read {
                Ok(value) => {
                    let (value, amount) = match value {
                        Value::Own(value) => (value, None),
                        Value::Amount(amount, unit) => (amount, Some(unit)),
                    };
                    let trial = self.trial(&common, side, value, line);
                    self.reads.push(Read { trial, line, row: fingerprint, amount });
                }
                Err(refusal) => {
                    let what = match self.columns.form {
                        Form::Long => "row".to_owned(),
                        Form::Wide => format!("{side} value"),
                    };
                    let refusal = refusal.of_leg(side, common.test, self.options.knowledge);
                    self.refuse(line, &what, &refusal, notices);
                }
            }
        }
        Ok(())
    }

    fn trial(&self, common: &Common<'_>, side: Side, value: f64, line: u64) -> Trial {
        let place = Place { file: self.options.file_name.to_owned(), line: Some(line) };
        Trial {
            subject: common.subject.clone(),
            test: common.test.id.clone(),
            side,
            attempt: common.attempt,
            value,
            day: common.day,
            device: common.device.clone(),
            pain_nrs: common.pain_nrs,
            note: common.note.clone(),
            device_asymmetry: common.device_asymmetry,
            place,
        }
    }

    /// Has the row as many row as the header, none of them huge, and is it no header itself?
    fn check_shape(&self, row: &[Cell<'_>]) -> Result<(), NoTrial> {
        let names = &self.header.names;
        let wanted = names.len() - names.iter().rev().take_while(|name| name.is_empty()).count();
        let too_many = row.iter().skip(names.len()).any(|cell| !cell.is_blank());
        if too_many || (self.ways.needs_all_cells && row.len() < wanted) {
            let filled = row.len() - row.iter().rev().take_while(|cell| cell.is_blank()).count();
            let found = if too_many { filled.to_string() } else { row.len().to_string() };
            let hint = "put a text that holds the delimiter between quotation marks, and leave no cell out";
            return Err(Refusal::new(count_of(wanted, "cell"), found, hint).into());
        }
        let max = self.options.limits.max_cell_bytes;
        let longest = row.iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 0 }).max();
        if let Some(found) = longest.filter(|bytes| *bytes > max) {
            let hint = "shorten the text; a missing quotation mark can also be the cause";
            return Err(
                Refusal::new(format!("cells of at most {max} bytes"), format!("{found} bytes"), hint).into()
            );
        }
        let repeats_header = row.len() >= wanted
            && row.iter().zip(names).all(|(cell, name)| match cell {
                Cell::Text(text) => text.trim().eq_ignore_ascii_case(name),
                Cell::Empty => name.is_empty(),
                Cell::Number(_) | Cell::Percent(_) | Cell::Day(_) => false,
            });
        if repeats_header {
            return Err(NoTrial::Passed("they repeat the header".to_owned()));
        }
        Ok(())
    }

    /// Does the map want this row?
    fn check_wanted(&self, row: &[Cell<'_>]) -> Result<(), NoTrial> {
        let Some(map) = self.options.map else {
            return Ok(());
        };
        for (column, words) in &map.skip {
            let word = self.mapped_text(row, column);
            if words.contains(&key(&word)) {
                return Err(NoTrial::Passed(format!(
                    "{} skips {} in {}",
                    map.file,
                    quoted(&word),
                    quoted(column)
                )));
            }
        }
        for (column, words) in &map.keep {
            if !words.contains(&key(&self.mapped_text(row, column))) {
                return Err(NoTrial::Passed(format!(
                    "{} keeps only other words in {}",
                    map.file,
                    quoted(column)
                )));
            }
        }
        Ok(())
    }

    /// The text in a column that the map names.
    fn mapped_text<'c>(&self, row: &'c [Cell<'_>], column: &str) -> Cow<'c, str> {
        let index = self.columns.by_map_name.get(column);
        index.and_then(|index| row.get(*index)).map(Cell::as_text).unwrap_or_default()
    }

    fn read_common(&mut self, line: u64, row: &[Cell<'_>]) -> Result<Common<'a>, NoTrial> {
        let subject = self.read_subject(row)?;
        let test = self.read_test(line, row)?;
        let day = self.read_day(line, row)?;
        let fixed_device = self.options.map.and_then(|map| map.fixed.device.as_deref());
        Ok(Common {
            subject,
            test,
            day,
            attempt: cells::attempt(&self.text(row, Field::Attempt))?,
            device: cells::device(&fixed_device.map_or_else(|| self.text(row, Field::Device), Cow::Borrowed))?,
            pain_nrs: cells::pain_nrs(&self.text(row, Field::Pain))?,
            note: cells::note(&self.text(row, Field::Note)),
            device_asymmetry: None,
        })
    }

    /// What the device printed of the difference; a cell that cannot be read is told and costs no measurement.
    fn read_device_asymmetry(
        &self,
        line: u64,
        row: &[Cell<'_>],
        notices: &mut Notices,
    ) -> Option<DeviceAsymmetry> {
        let cell = self.columns.cell(row, Field::DeviceAsymmetry).filter(|cell| !is_missing(cell))?;
        match device_asymmetry::read(cell, &self.ways.numbers, self.options.map) {
            Ok(figure) => Some(figure),
            Err(refusal) => {
                let what = Field::DeviceAsymmetry.as_str();
                notices.row(line, refusal.code, refusal.message(what), &refusal.hint);
                None
            }
        }
    }

    /// The text of a field; empty when there is none.
    fn text<'c>(&self, row: &'c [Cell<'_>], field: Field) -> Cow<'c, str> {
        self.columns.cell(row, field).map(Cell::as_text).unwrap_or_default()
    }

    fn read_subject(&self, row: &[Cell<'_>]) -> Result<SubjectId, Refusal> {
        let fixed = self.options.map.and_then(|map| map.fixed.subject.as_deref());
        if fixed.is_none() && !self.columns.has(Field::Subject) {
            return Ok(self.options.default_subject.clone());
        }
        let text = fixed.map_or_else(|| self.text(row, Field::Subject), Cow::Borrowed);
        let hint = "say in each row who was measured, or leave the whole column out";
        if text.is_empty() {
            return Err(Refusal::new("who was measured", "an empty cell", hint));
        }
        SubjectId::new(as_told(&text))
            .ok_or_else(|| Refusal::new("who was measured, in 1 to 64 plain characters", quoted(&text), hint))
    }

    fn read_test(&mut self, line: u64, row: &[Cell<'_>]) -> Result<&'a Test, NoTrial> {
        let map = self.options.map;
        let word: Cow<'_, str> = match map {
            Some(map) if !map.test_from.is_empty() => {
                let words: Vec<_> = map.test_from.iter().map(|column| self.mapped_text(row, column)).collect();
                Cow::Owned(words.join(" ").trim().to_owned())
            }
            Some(map) if map.fixed.test.is_some() => {
                Cow::Borrowed(map.fixed.test.as_deref().unwrap_or_default())
            }
            _ => self.text(row, Field::Test),
        };
        if word.is_empty() {
            let hint = "say in each row which test it was";
            return Err(Refusal::new("the name of a test", "an empty cell", hint).into());
        }
        self.known.find(&word, line).ok_or(NoTrial::UnknownTest)
    }

    fn read_day(&mut self, line: u64, row: &[Cell<'_>]) -> Result<Date, Refusal> {
        let today = self.options.today;
        let Some(map) = self.options.map else {
            let cell = self.columns.cell(row, Field::Date).unwrap_or(&Cell::Empty);
            return self.ways.dates.read(cell, today);
        };
        if let Some(dates) = &map.dates {
            let word = self.mapped_text(row, &dates.column);
            let Some(day) = dates.values.get(&key(&word)) else {
                let expected = format!("a word of [dates.values] in {}", map.file);
                let refusal = Refusal::new(expected, quoted(&word), "add the word with its day to the map");
                return Err(refusal.code(NoticeCode::DateDoubtful));
            };
            self.mapped_days.get_or_insert((0, line)).0 += 1;
            return date::in_range(*day, &day.to_string(), today);
        }
        match map.fixed.date {
            Some(day) => date::in_range(day, &day.to_string(), today),
            None => self.ways.dates.read(self.columns.cell(row, Field::Date).unwrap_or(&Cell::Empty), today),
        }
    }

    fn read_side(&mut self, line: u64, row: &[Cell<'_>], test: &Test) -> Result<Side, Refusal> {
        let map = self.options.map;
        if let Some(side) = map.and_then(|map| map.fixed.side) {
            return Ok(side);
        }
        let text = self.text(row, Field::Side);
        if text.is_empty() {
            let hint = "say which leg it was; what has no side can say nothing about one";
            return Err(Refusal::new("left or right", "an empty cell", hint).code(NoticeCode::SideMissing));
        }
        match side::read(&text, map) {
            SideWord::One { side, plain: true } => Ok(side),
            SideWord::One { side, plain: false } => {
                self.side_words.entry(text.to_lowercase()).or_insert((side, line));
                Ok(side)
            }
            no_side => Err(side::refusal(no_side, &text, test.link)),
        }
    }
}
