//! The export of the app Hevy: one row a set, everything between quotation marks.
//!
//! Loads and distances name their unit in the header; days are written in the app's language, and only English is
//! read. Sides stand in names and notes alone. Read next: `settle`.

use super::repeats::repeated_lines;
use super::settle::{Settler, Told};
use super::table::{self, BadCell, Row};
use super::{TrainingFormat, TrainingOptions, TrainingRead, WeightUnit, day};
use crate::IngestError;
use crate::notices::Notices;
use crate::text::{count_of, quoted};
use evenstride_core::notice::{NoticeCode, Place};
use evenstride_core::training::{SetKind, TrainedSet};
use std::collections::BTreeMap;

const KNOWN: [&str; 16] = [
    "title",
    "start_time",
    "end_time",
    "description",
    "exercise_title",
    "superset_id",
    "exercise_notes",
    "set_index",
    "set_type",
    "weight_kg",
    "weight_lbs",
    "reps",
    "distance_km",
    "distance_miles",
    "duration_seconds",
    "rpe",
];
/// Metres of a mile, exact by definition.
const METRES_OF_A_MILE: f64 = 1_609.344;

/// The export of Hevy.
pub(super) struct HevyCsv;

impl TrainingFormat for HevyCsv {
    fn id(&self) -> &'static str {
        "hevy-csv"
    }

    fn name(&self) -> &'static str {
        "an export of Hevy"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn looks_like(&self) -> &'static str {
        "A CSV with one row a set and the columns start_time, exercise_title, set_index and more."
    }

    fn example(&self) -> Vec<u8> {
        // Typed by hand after the layout of the app's export.
        "\"title\",\"start_time\",\"end_time\",\"description\",\"exercise_title\",\"superset_id\",\"exercise_notes\",\
         \"set_index\",\"set_type\",\"weight_kg\",\"reps\",\"distance_km\",\"duration_seconds\",\"rpe\"\n\
         \"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"\",\"Split Squat\",,\"8 each leg\",0,\"warmup\",,8,,,\n\
         \"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"\",\"Split Squat\",,\"8 each leg\",1,\"normal\",20,8,,,8\n\
         \"Legs\",\"20 Nov 2026, 18:05\",\"20 Nov 2026, 19:00\",\"\",\"Wall Sit\",,\"\",0,\"normal\",,,,45,\n"
            .as_bytes()
            .to_vec()
    }

    fn sniff(&self, _: &[u8], text: Option<&str>) -> bool {
        table::has_columns(text, &["exercise_title", "start_time", "set_index"])
    }

    fn read(
        &self,
        _: &[u8],
        text: Option<&str>,
        options: &TrainingOptions<'_>,
    ) -> Result<TrainingRead, IngestError> {
        let text = text.unwrap_or_default();
        let place = |line| Place { file: options.file_name.to_owned(), line };
        let Some(columns) = table::columns(text, place(None), options.limits.max_columns) else {
            return Err(IngestError::new(place(None), "expected a header with exercise_title, found none"));
        };
        let mut notices = Notices::new(options.file_name, options.limits.max_notices);
        columns.tell_unknown(&KNOWN, &mut notices);
        let in_pounds = columns.has("weight_lbs") && !columns.has("weight_kg");
        let mut settler = Settler::new(options);
        let mut run: Option<Run> = None;
        let mut n_pounds = 0;
        let repeated =
            repeated_lines(text, &columns, &["title", "start_time", "end_time"], options, &mut notices)?;
        table::walk(text, &columns, options, &mut notices, &mut |row, notices| {
            if repeated.contains(&row.line) {
                return Ok(());
            }
            let started = row.text("start_time");
            let on = match day::of_table(&started, options.today) {
                Ok(on) => on,
                Err(day::NoDay::Language) => {
                    let no_day = day::NoDay::Language;
                    let message = no_day.message(&started, options.today);
                    return Err(IngestError::new(place(Some(row.line)), message).hint(no_day.hint()));
                }
                Err(no_day) => {
                    let message = format!("{}: row left out", no_day.message(&started, options.today));
                    notices.row(row.line, no_day.code(), message, no_day.hint());
                    return Ok(());
                }
            };
            let told = match cells(row, on) {
                Ok(told) => told,
                Err(bad) => {
                    table::refuse_row(row.line, &bad, notices);
                    return Ok(());
                }
            };
            n_pounds += usize::from(in_pounds && told.told.sets[0].load_kg.is_some());
            match &mut run {
                Some(open) if open.goes_on_with(&told) => {
                    open.told.sets.extend(told.told.sets);
                    open.index = told.index;
                }
                _ => {
                    if let Some(done) = run.replace(told) {
                        settler.add(done.told, notices);
                    }
                }
            }
            Ok(())
        })?;
        if let Some(done) = run {
            settler.add(done.told, &mut notices);
        }
        if n_pounds > 0 {
            let message = format!("{} converted from pounds to kilograms", count_of(n_pounds, "load"));
            notices.file(Some(columns.line()), NoticeCode::UnitConverted, message, None);
        }
        let trained = settler.finish(&mut notices);
        if trained.is_empty() {
            return Err(table::nothing(&columns, options, notices, table::NO_WORKOUTS));
        }
        Ok(TrainingRead { trained, named: BTreeMap::new(), notices: notices.finish(), format: self.id() })
    }
}

/// Sets of one exercise that follow each other in one workout.
struct Run {
    started: String,
    index: u32,
    told: Told,
}

impl Run {
    /// The same exercise of the same workout, with a set number that grows.
    fn goes_on_with(&self, next: &Run) -> bool {
        self.started == next.started
            && self.told.name == next.told.name
            && self.told.note == next.told.note
            && next.index > self.index
    }
}

fn cells(row: &Row<'_>, on: jiff::civil::Date) -> Result<Run, BadCell> {
    let name = super::table::name(row, "exercise_title")?;
    let miles = row.metres("distance_miles", METRES_OF_A_MILE)?;
    let pounds = row.load_kg("weight_lbs", WeightUnit::Pound)?;
    let kind_text = row.text("set_type").to_lowercase();
    let kind = match kind_text.as_str() {
        "" | "normal" => SetKind::Working,
        "warmup" => SetKind::WarmUp,
        "dropset" => SetKind::Drop,
        "failure" => SetKind::Failure,
        other => {
            let expected = "expected normal, warmup, dropset or failure as the set_type";
            return Err(BadCell(format!("{expected}, found {}", quoted(other))));
        }
    };
    let set = TrainedSet {
        kind,
        reps: row.reps("reps")?,
        seconds: row.seconds("duration_seconds")?,
        metres: row.metres("distance_km", 1_000.0)?.or(miles),
        load_kg: row.load_kg("weight_kg", WeightUnit::Kilogram)?.or(pounds),
        reserve: row.reserve_of_rpe("rpe")?,
    };
    Ok(Run {
        started: row.text("start_time").into_owned(),
        index: row.whole("set_index", 10_000)?.unwrap_or(0),
        told: Told {
            on,
            name,
            note: row.clean("exercise_notes"),
            workout_note: row.clean("description"),
            sets: vec![set],
            line: Some(row.line),
        },
    })
}
