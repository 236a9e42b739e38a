//! The header: which column is which, by name and never by position.

use super::field::{Field, Named, field_of, unit_in_brackets};
use super::{Cell, Header};
use crate::notices::Notices;
use crate::text::{quoted, quoted_list};
use crate::{ColumnMap, IngestError, ReadOptions};
use evenstride_core::notice::{NoticeCode, Place};
use evenstride_core::quantity::Unit;
use std::collections::{BTreeMap, BTreeSet};

/// How a table holds its two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A side and a value in each row.
    Long,
    /// A left and a right value in each row.
    Wide,
}

/// Which column is which.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) form: Form,
    by_field: BTreeMap<Field, usize>,
    /// The unit that a header names, as in `value (N)`.
    pub(crate) header_units: BTreeMap<Field, Unit>,
    /// Columns that only the map names, by their name in the map.
    pub(crate) by_map_name: BTreeMap<String, usize>,
}

impl Columns {
    pub(crate) fn has(&self, field: Field) -> bool {
        self.by_field.contains_key(&field)
    }

    /// The cell of a field, when the table has such a column and the row reaches that far.
    pub(crate) fn cell<'c, 't>(&self, cells: &'c [Cell<'t>], field: Field) -> Option<&'c Cell<'t>> {
        cells.get(*self.by_field.get(&field)?)
    }
}

/// Is this a name of a column that we or the map know?
pub(super) fn is_known(name: &str, map: Option<&ColumnMap>) -> bool {
    field_of(name).is_some() || map.is_some_and(|map| map.named_columns().any(|theirs| same(theirs, name)))
}

/// The form that a header has; none when neither values nor sides are in it.
pub(crate) fn form_of(names: &[String], map: Option<&ColumnMap>) -> Option<Form> {
    let fields: BTreeSet<Field> = (names.iter())
        .filter_map(|name| mapped(name, map).or_else(|| field_of(name).map(|named| named.field)))
        .collect();
    let has = |field| fields.contains(&field);
    match (has(Field::Left) || has(Field::Right), has(Field::Value)) {
        (true, _) => Some(Form::Wide),
        (false, true) => Some(Form::Long),
        (false, false) => None,
    }
}

/// Tells which column is which, and every spelling that had to be understood.
///
/// # Errors
/// A column is there twice, is missing, or the map names one that is not there.
pub(super) fn understand(
    header: &Header,
    options: &ReadOptions<'_>,
    notices: &mut Notices,
) -> Result<Columns, IngestError> {
    let place = Place { file: options.file_name.to_owned(), line: Some(header.line) };
    let by_map_name = find_map_columns(header, options, &place)?;
    let fixed = |field| options.map.is_some_and(|map| map.fixed.has(field));
    let is_mapped = |field| options.map.is_some_and(|map| map.columns.contains_key(&field));
    let tells_test = options.map.is_some_and(|map| !map.test_from.is_empty());
    let tells_date = options.map.is_some_and(|map| map.dates.is_some());

    let mut by_field = BTreeMap::new();
    let mut header_units = BTreeMap::new();
    let mut unused = Vec::new();
    let mut candidates: BTreeMap<Field, Vec<(usize, Named)>> = BTreeMap::new();
    for (index, name) in header.names.iter().enumerate() {
        let named = field_of(name);
        let unit = named.as_ref().and_then(|named| named.unit).or_else(|| unit_in_brackets(name).1);
        if let Some(field) = mapped(name, options.map) {
            by_field.insert(field, index);
            header_units.extend(unit.map(|unit| (field, unit)));
            continue;
        }
        let stated_elsewhere = |field| {
            fixed(field)
                || is_mapped(field)
                || (tells_test && field == Field::Test)
                || (tells_date && field == Field::Date)
        };
        match named {
            Some(named) if !stated_elsewhere(named.field) => {
                candidates.entry(named.field).or_default().push((index, named));
            }
            _ if by_map_name.values().any(|used| *used == index) || name.is_empty() => {}
            _ => unused.push(name.as_str()),
        }
    }
    for (field, mut found) in candidates {
        // Our own name wins over another word for the same thing; two equally good names cannot both be it.
        let exact = found.iter().filter(|(_, named)| named.exact).count();
        if field == Field::DeviceAsymmetry && exact != 1 && found.len() > 1 {
            // A maker's figure is shown and decides nothing, so that an unclear one is no reason to refuse a file.
            unused.extend(found.iter().map(|(index, _)| header.names[*index].as_str()));
            continue;
        }
        if exact > 1 || (exact == 0 && found.len() > 1) {
            let names = quoted_list(found.iter().map(|(index, _)| header.names[*index].as_str()));
            let message = format!("expected one column for {}, found {}: {names}", field.as_str(), found.len());
            return Err(IngestError::new(place, message)
                .hint("rename or delete all but one, or say in a map file which it is"));
        }
        found.sort_by_key(|(_, named)| !named.exact);
        for (rank, (index, named)) in found.into_iter().enumerate() {
            let name = header.names[index].as_str();
            if rank > 0 {
                unused.push(name);
                continue;
            }
            by_field.insert(field, index);
            header_units.extend(named.unit.map(|unit| (field, unit)));
            if !named.exact || named.unit.is_some() {
                let unit = named.unit.map(|unit| format!(" in {unit}")).unwrap_or_default();
                let message = format!("the column {} is read as {}{unit}", quoted(name), field.as_str());
                notices.file(Some(header.line), NoticeCode::SpellingUnderstood, message, None);
            }
        }
    }
    if !unused.is_empty() {
        let message = match unused.len() {
            1 => format!("the column {} is not used", quoted_list(unused)),
            _ => format!("the columns {} are not used", quoted_list(unused)),
        };
        notices.file(Some(header.line), NoticeCode::ColumnIgnored, message, None);
    }

    let has = |field| by_field.contains_key(&field) || fixed(field);
    let missing = |what: &str, hint: &str| {
        let names = quoted_list(header.names.iter().map(String::as_str));
        Err(IngestError::new(place.clone(), format!("expected {what}, found only {names}")).hint(hint))
    };
    let form = match (has(Field::Left) || has(Field::Right), has(Field::Side) || has(Field::Value)) {
        (true, true) => {
            let message = "expected either side and value or left and right, found columns of both";
            return Err(IngestError::new(place, message)
                .hint("keep one of the two forms, or say in a map file which columns to read"));
        }
        (true, false) => Form::Wide,
        (false, _) => Form::Long,
    };
    match form {
        Form::Wide if !(has(Field::Left) && has(Field::Right)) => {
            let what = if has(Field::Left) { "a column for right" } else { "a column for left" };
            return missing(
                what,
                "both sides need a column; leave single cells empty where nothing was measured",
            );
        }
        Form::Long if !has(Field::Value) => {
            return missing("a column for value", "name it value, or left and right, or map it");
        }
        Form::Long if !has(Field::Side) => {
            return missing(
                "a column for side",
                "say in each row whether it was the left or the right leg; what has no side can say nothing about one",
            );
        }
        Form::Wide | Form::Long => {}
    }
    if !has(Field::Test) && !tells_test {
        return missing("a column for test", "add a column test, or name the test under [fixed] in a map file");
    }
    if !has(Field::Date) && !tells_date {
        return missing(
            "a column for date",
            "add a column date with days like 2026-11-22, or give the day under [fixed] in a map file",
        );
    }
    Ok(Columns { form, by_field, header_units, by_map_name })
}

/// Where each column that the map names stands.
fn find_map_columns(
    header: &Header,
    options: &ReadOptions<'_>,
    place: &Place,
) -> Result<BTreeMap<String, usize>, IngestError> {
    let mut found = BTreeMap::new();
    let Some(map) = options.map else {
        return Ok(found);
    };
    for theirs in map.named_columns() {
        let mut matching = header.names.iter().enumerate().filter(|(_, name)| same(theirs, name));
        let (first, second) = (matching.next(), matching.next());
        let Some((index, _)) = first else {
            let names = quoted_list(header.names.iter().map(String::as_str));
            let message =
                format!("expected the column {} that {} names, found {names}", quoted(theirs), map.file);
            return Err(IngestError::new(place.clone(), message)
                .hint("correct the name in the map, or give the file that it was made for"));
        };
        if second.is_some() {
            let message = format!("expected one column {}, found more", quoted(theirs));
            return Err(IngestError::new(place.clone(), message).hint("rename or delete all but one"));
        }
        found.insert(theirs.to_owned(), index);
    }
    Ok(found)
}

fn mapped(name: &str, map: Option<&ColumnMap>) -> Option<Field> {
    map?.columns.iter().find(|(_, theirs)| same(theirs, name)).map(|(field, _)| *field)
}

fn same(theirs: &str, name: &str) -> bool {
    theirs.trim().to_lowercase() == name.trim().to_lowercase()
}
