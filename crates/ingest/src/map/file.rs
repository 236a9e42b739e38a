//! The map as it stands in its TOML file, and the checks that turn it into a [`ColumnMap`].

use super::{ColumnMap, Fixed, MappedDates, MappedTest};
use crate::IngestError;
use crate::table::{DayOrMonth, Decimal, Field};
use crate::text::{key, quoted};
use evenstride_core::body::Side;
use evenstride_core::notice::Place;
use evenstride_core::quantity::Unit;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::{Spanned, Value};

/// A map larger than this is a mistake.
const MAX_BYTES: usize = 1 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    sheet: Option<String>,
    delimiter: Option<Spanned<String>>,
    decimal: Option<Spanned<String>>,
    #[serde(default)]
    columns: BTreeMap<Spanned<String>, String>,
    test: Option<TestFrom>,
    #[serde(default)]
    tests: BTreeMap<Spanned<String>, String>,
    #[serde(default)]
    keep: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    skip: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    sides: BTreeMap<String, Side>,
    dates: Option<DatesFile>,
    #[serde(default)]
    fixed: FixedFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestFrom {
    from: Spanned<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatesFile {
    order: Option<Spanned<String>>,
    column: Option<Spanned<String>>,
    #[serde(default)]
    values: BTreeMap<String, Spanned<Value>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct FixedFile {
    subject: Option<String>,
    test: Option<String>,
    side: Option<Side>,
    unit: Option<Spanned<String>>,
    date: Option<Spanned<Value>>,
    device: Option<String>,
}

/// Turns offsets into lines and problems into errors.
struct Checker<'a> {
    text: &'a str,
    file_name: &'a str,
}

impl Checker<'_> {
    fn line(&self, offset: usize) -> Option<u64> {
        let before = self.text.as_bytes().get(..offset)?;
        Some(before.iter().filter(|b| **b == b'\n').count() as u64 + 1)
    }

    fn error(&self, offset: Option<usize>, message: String, hint: &str) -> IngestError {
        let line = offset.and_then(|offset| self.line(offset));
        IngestError::new(Place { file: self.file_name.to_owned(), line }, message).hint(hint)
    }

    fn date(&self, value: &Spanned<Value>) -> Result<Date, IngestError> {
        let text = match value.get_ref() {
            Value::String(text) => text.trim().to_owned(),
            Value::Datetime(day) => day.to_string(),
            other => other.type_str().to_owned(),
        };
        text.parse::<Date>().map_err(|_| {
            let message = format!("expected a day like 2026-11-22, found {}", quoted(&text));
            self.error(Some(value.span().start), message, "write the day as year-month-day")
        })
    }
}

pub(super) fn parse(text: &str, file_name: &str) -> Result<ColumnMap, IngestError> {
    let check = Checker { text, file_name };
    const READ_ABOUT_MAPS: &str = "a map has sheet, delimiter, decimal and the tables columns, test, tests, keep, skip, sides, dates and fixed";
    if text.len() > MAX_BYTES {
        let message = format!("expected a map of at most 1 MiB, found {} bytes", text.len());
        return Err(check.error(None, message, "give the map, not the table"));
    }
    let map: MapFile = toml::from_str(text).map_err(|error| {
        let message = error.message().trim().replace('\n', "; ");
        check.error(error.span().map(|span| span.start), message, READ_ABOUT_MAPS)
    })?;
    let mut columns = BTreeMap::new();
    for (ours, theirs) in &map.columns {
        let Some(field) = Field::ALL.into_iter().find(|field| field.as_str() == ours.get_ref()) else {
            let known = Field::ALL.map(Field::as_str).join(", ");
            let message = format!("expected one of our columns ({known}), found {}", quoted(ours.get_ref()));
            return Err(check.error(
                Some(ours.span().start),
                message,
                "write ours on the left and theirs on the right",
            ));
        };
        columns.insert(field, theirs.clone());
    }
    let fixed = Fixed {
        subject: map.fixed.subject,
        test: map.fixed.test,
        side: map.fixed.side,
        unit: map.fixed.unit.as_ref().map(|unit| read_unit(unit, &check)).transpose()?,
        date: map.fixed.date.as_ref().map(|value| check.date(value)).transpose()?,
        device: map.fixed.device,
    };
    if let Some(field) = columns.keys().find(|field| fixed.has(**field)) {
        let message = format!("expected {0} in [columns] or in [fixed], found it in both", field.as_str());
        return Err(check.error(None, message, "delete one of the two"));
    }
    if let Some(test) = &map.test {
        let offset = Some(test.from.span().start);
        if columns.contains_key(&Field::Test) || fixed.test.is_some() {
            let message =
                "expected one way to tell the test, found [test] and columns.test or fixed.test".to_owned();
            return Err(check.error(offset, message, "delete one of the two"));
        }
        if test.from.get_ref().is_empty() {
            let message = "expected at least one column in test.from, found none".to_owned();
            return Err(check.error(offset, message, "name the columns that together tell the test"));
        }
    }
    let date_order = (map.dates.as_ref().and_then(|dates| dates.order.as_ref()))
        .map(|order| read_order(order, &check))
        .transpose()?;
    let dates = map.dates.map(|dates| read_dates(&dates, &columns, &fixed, &check)).transpose()?.flatten();
    let tests = (map.tests.into_iter())
        .map(|(word, id)| (key(word.get_ref()), MappedTest { id, line: check.line(word.span().start) }))
        .collect();
    Ok(ColumnMap {
        file: file_name.to_owned(),
        sheet: map.sheet,
        delimiter: map.delimiter.as_ref().map(|sign| read_delimiter(sign, &check)).transpose()?,
        decimal: map.decimal.as_ref().map(|sign| read_decimal(sign, &check)).transpose()?,
        columns,
        test_from: map.test.map(|test| test.from.into_inner()).unwrap_or_default(),
        tests,
        keep: map
            .keep
            .into_iter()
            .map(|(column, words)| (column, words.iter().map(|w| key(w)).collect()))
            .collect(),
        skip: map
            .skip
            .into_iter()
            .map(|(column, words)| (column, words.iter().map(|w| key(w)).collect()))
            .collect(),
        sides: map.sides.into_iter().map(|(word, side)| (key(&word), side)).collect(),
        dates,
        date_order,
        fixed,
    })
}

fn read_unit(unit: &Spanned<String>, check: &Checker<'_>) -> Result<Unit, IngestError> {
    Unit::parse(unit.get_ref()).map_err(|_| {
        let message = format!("expected a unit, found {}", quoted(unit.get_ref()));
        check.error(
            Some(unit.span().start),
            message,
            "write a unit such as N, Nm, kg, cm, deg, s, reps or percent",
        )
    })
}

fn read_delimiter(sign: &Spanned<String>, check: &Checker<'_>) -> Result<u8, IngestError> {
    match sign.get_ref().as_str() {
        "," => Ok(b','),
        ";" => Ok(b';'),
        "\t" => Ok(b'\t'),
        "|" => Ok(b'|'),
        other => {
            let message = format!("expected a delimiter of , ; | or a tab, found {}", quoted(other));
            Err(check.error(
                Some(sign.span().start),
                message,
                "leave it out, and the delimiter is told from the header",
            ))
        }
    }
}

fn read_decimal(sign: &Spanned<String>, check: &Checker<'_>) -> Result<Decimal, IngestError> {
    match sign.get_ref().as_str() {
        "," => Ok(Decimal::Comma),
        "." => Ok(Decimal::Point),
        other => {
            let message = format!("expected a decimal sign of , or ., found {}", quoted(other));
            Err(check.error(Some(sign.span().start), message, "leave it out, and it is told from the numbers"))
        }
    }
}

fn read_order(order: &Spanned<String>, check: &Checker<'_>) -> Result<DayOrMonth, IngestError> {
    DayOrMonth::parse(order.get_ref()).ok_or_else(|| {
        let message = format!("expected the order day-first or month-first, found {}", quoted(order.get_ref()));
        check.error(Some(order.span().start), message, "it says how dates such as 03/04/2026 are meant")
    })
}

fn read_dates(
    dates: &DatesFile,
    columns: &BTreeMap<Field, String>,
    fixed: &Fixed,
    check: &Checker<'_>,
) -> Result<Option<MappedDates>, IngestError> {
    let Some(column) = &dates.column else {
        let values = dates.values.values().next().map(|value| value.span().start);
        return match (&dates.order, values) {
            (Some(_), None) => Ok(None),
            (_, offset) => {
                let message = "expected a column or an order under [dates], found none".to_owned();
                Err(check.error(offset, message, "name the column whose words stand for days"))
            }
        };
    };
    if columns.contains_key(&Field::Date) || fixed.date.is_some() {
        let message =
            "expected one way to tell the day, found [dates] and columns.date or fixed.date".to_owned();
        return Err(check.error(Some(column.span().start), message, "delete one of the two"));
    }
    let mut values = BTreeMap::new();
    for (word, value) in &dates.values {
        values.insert(key(word), check.date(value)?);
    }
    Ok(Some(MappedDates { column: column.get_ref().clone(), values }))
}
