//! Measurements as text with both sides in one row: the left and the right value each have a column.

use crate::table::{self, CsvRows, Form};
use crate::{ColumnMap, Content, Format, IngestError, ReadOptions, Reading};

/// Both sides in one row.
pub(crate) struct WideCsv;

impl Format for WideCsv {
    fn id(&self) -> &'static str {
        "measurements-wide-csv"
    }

    fn name(&self) -> &'static str {
        "Measurements, left and right in one row"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "txt"]
    }

    fn looks_like(&self) -> &'static str {
        "A text table with the columns subject, test, attempt, left, right, unit, date, device, pain and note, \
         in any order; subject, attempt, unit, device, pain and note may be missing, and so may single values."
    }

    fn example(&self) -> &'static str {
        "subject,test,attempt,left,right,unit,date\n\
         anna,heel-rise-single,1,24,31,reps,2026-11-20\n\
         anna,heel-rise-single,2,25,,reps,2026-11-20\n"
    }

    fn sniff(&self, content: &Content<'_>, map: Option<&ColumnMap>) -> bool {
        content.text().is_some_and(|text| table::form_of_text(text, map) == Some(Form::Wide))
    }

    fn read(&self, content: &Content<'_>, options: &ReadOptions<'_>) -> Result<Reading, IngestError> {
        let mut rows = CsvRows::new(content.text().unwrap_or_default(), options);
        table::read(&mut rows, options, self.id(), content.doubt())
    }
}
