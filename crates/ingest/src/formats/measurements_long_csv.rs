//! Measurements as text with one row a trial: the side and the value each have a column.

use crate::table::{self, CsvRows, Form};
use crate::{ColumnMap, Content, Format, IngestError, ReadOptions, Reading};

/// One row a trial.
pub(crate) struct LongCsv;

impl Format for LongCsv {
    fn id(&self) -> &'static str {
        "measurements-long-csv"
    }

    fn name(&self) -> &'static str {
        "Measurements, one row a trial"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "txt"]
    }

    fn looks_like(&self) -> &'static str {
        "A text table with the columns subject, test, side, attempt, value, unit, date, device, pain and note, \
         in any order; subject, attempt, unit, device, pain and note may be missing."
    }

    fn example(&self) -> &'static str {
        "subject,test,side,attempt,value,unit,date,device,pain,note\n\
         anna,heel-rise-single,left,1,24,reps,2026-11-20,,0,\n\
         anna,heel-rise-single,right,1,31,reps,2026-11-20,,0,\n"
    }

    fn sniff(&self, content: &Content<'_>, map: Option<&ColumnMap>) -> bool {
        content.text().is_some_and(|text| table::form_of_text(text, map) == Some(Form::Long))
    }

    fn read(&self, content: &Content<'_>, options: &ReadOptions<'_>) -> Result<Reading, IngestError> {
        let mut rows = CsvRows::new(content.text().unwrap_or_default(), options);
        table::read(&mut rows, options, self.id(), content.doubt())
    }
}
