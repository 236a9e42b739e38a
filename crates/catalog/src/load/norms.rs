//! Reads norms from a table with commas: one stratum a line, no quotes.

use super::CatalogError;
use super::read::{Listed, Span};
use evenstride_core::knowledge::{Grade, Norm, Sex, SourceId, TestId};
use evenstride_core::quantity::Unit;

/// The columns, in their order.
pub const COLUMNS: &str =
    "test,population,level,sex,age_min,age_max,n,mean,sd,p5,p25,p50,p75,p95,unit,protocol,grade,source";

/// Reads all rows of one file; lines that are empty or start with `#` are left out.
///
/// # Errors
/// A header that is not [`COLUMNS`], and every row with a cell that cannot be read.
pub fn read_norms(name: &str, lines: &[String], file: usize) -> Result<Vec<Listed<Norm>>, Vec<CatalogError>> {
    let refuse = |line: usize, message: String| CatalogError { file: name.to_owned(), line: line + 1, message };
    let mut rows =
        lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    match rows.next() {
        Some((_, header)) if header.trim() == COLUMNS => {}
        other => {
            let line = other.map_or(0, |(index, _)| index);
            return Err(vec![refuse(line, format!("read the header: expected “{COLUMNS}”"))]);
        }
    }
    let mut norms = Vec::new();
    let mut errors = Vec::new();
    for (index, line) in rows {
        match read_row(line) {
            Ok(item) => norms.push(Listed { item, span: Span { file, first: index, end: index + 1 } }),
            Err(message) => errors.push(refuse(index, message)),
        }
    }
    if errors.is_empty() { Ok(norms) } else { Err(errors) }
}

fn read_row(line: &str) -> Result<Norm, String> {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    let [
        test,
        population,
        level,
        sex,
        age_min,
        age_max,
        n,
        mean,
        sd,
        p5,
        p25,
        p50,
        p75,
        p95,
        unit,
        protocol,
        grade,
        source,
    ] = cells[..]
    else {
        return Err(format!("read the row: expected 18 cells, found {}", cells.len()));
    };
    Ok(Norm {
        test: TestId::new(test).map_err(|error| error.to_string())?,
        population: population.to_owned(),
        general: match level {
            "general" => true,
            "special" => false,
            other => {
                return Err(format!("read the column level: expected general or special, found “{other}”"));
            }
        },
        sex: match sex {
            "F" => Some(Sex::Female),
            "M" => Some(Sex::Male),
            "B" => None,
            other => {
                return Err(format!("read the column sex: expected F, M or B, found “{other}”"));
            }
        },
        age_min: whole("age_min", age_min)?,
        age_max: whole("age_max", age_max)?,
        n: if n.is_empty() { None } else { Some(whole("n", n)?) },
        mean: number("mean", mean)?,
        sd: number("sd", sd)?,
        percentiles: [
            number("p5", p5)?,
            number("p25", p25)?,
            number("p50", p50)?,
            number("p75", p75)?,
            number("p95", p95)?,
        ],
        unit: Unit::parse(unit).map_err(|error| error.to_string())?,
        protocol: protocol.to_owned(),
        grade: match grade {
            "A" => Grade::A,
            "B" => Grade::B,
            "C" => Grade::C,
            "E" => Grade::E,
            other => {
                return Err(format!("read the column grade: expected A, B, C or E, found “{other}”"));
            }
        },
        source: SourceId::new(source).map_err(|error| error.to_string())?,
    })
}

fn whole(column: &str, cell: &str) -> Result<u32, String> {
    cell.parse().map_err(|_| format!("read the column {column}: expected a whole number, found “{cell}”"))
}

/// A number that may be missing.
fn number(column: &str, cell: &str) -> Result<Option<f64>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let value: Option<f64> = cell.parse().ok();
    value
        .filter(|value| value.is_finite())
        .map(Some)
        .ok_or_else(|| format!("read the column {column}: expected a number, found “{cell}”"))
}
