//! The export of the app Strong, older and newer, with commas or semicolons.
//!
//! Older exports do not say whether loads are kilograms or pounds, and then it asks. Rows of the rest timer and notes
//! are told apart from sets. Sides stand in names and notes alone. Read next: `settle`.

use super::repeats::repeated_lines;
use super::settle::{Settler, Told};
use super::table::{self, BadCell, Columns, Row};
use super::{TrainingFormat, TrainingOptions, TrainingRead, WeightUnit, day};
use crate::IngestError;
use crate::notices::Notices;
use crate::text::{count_of, quoted};
use evenstride_core::notice::{NoticeCode, Place};
use evenstride_core::training::{SetKind, TrainedSet};
use jiff::civil::Date;
use std::collections::BTreeMap;

const KNOWN: [&str; 23] = [
    "date",
    "workout #",
    "workout name",
    "duration",
    "duration (sec)",
    "workout duration",
    "exercise name",
    "set order",
    "weight",
    "weight (kg)",
    "weight (lbs)",
    "weight (lb)",
    "weight unit",
    "reps",
    "rpe",
    "distance",
    "distance (meters)",
    "distance (km)",
    "distance unit",
    "seconds",
    "notes",
    "workout notes",
    "id",
];
const METRES_OF_A_MILE: f64 = 1_609.344;

/// The export of Strong.
pub(super) struct StrongCsv;

impl TrainingFormat for StrongCsv {
    fn id(&self) -> &'static str {
        "strong-csv"
    }

    fn name(&self) -> &'static str {
        "an export of Strong"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn looks_like(&self) -> &'static str {
        "A CSV with one row a set and the columns Date, Workout Name, Exercise Name, Set Order and more."
    }

    fn example(&self) -> Vec<u8> {
        // Typed by hand after the layout of the app's newer export.
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;\
         Workout Notes;Workout Duration\n\
         2026-11-20 18:05:00;\"Legs\";\"Leg Extension (Left)\";W;20,0;kg;10;;;;0;;;55m\n\
         2026-11-20 18:05:00;\"Legs\";\"Leg Extension (Left)\";1;32,5;kg;8;8;;;0;;;55m\n\
         2026-11-20 18:05:00;\"Legs\";\"Leg Extension (Left)\";Rest Timer;0;;0;;;;90;;;55m\n\
         2026-11-20 18:05:00;\"Legs\";\"Leg Extension (Right)\";1;35;kg;8;7,5;;;0;;;55m\n"
            .as_bytes()
            .to_vec()
    }

    fn sniff(&self, _: &[u8], text: Option<&str>) -> bool {
        table::has_columns(text, &["exercise name", "set order"])
            || table::has_columns(text, &["Name der Übung"])
    }

    fn read(
        &self,
        _: &[u8],
        text: Option<&str>,
        options: &TrainingOptions<'_>,
    ) -> Result<TrainingRead, IngestError> {
        let text = text.unwrap_or_default();
        let place = |line| Place { file: options.file_name.to_owned(), line };
        let columns = table::columns(text, place(None), options.limits.max_columns);
        let Some(columns) = columns.filter(|columns| columns.has("set order") && columns.has("date")) else {
            let message =
                "expected the columns Date, Exercise Name and Set Order, found an export in another language";
            return Err(IngestError::new(place(Some(1)), message)
                .hint("set the language of the app to English and export again"));
        };
        let mut notices = Notices::new(options.file_name, options.limits.max_notices);
        columns.tell_unknown(&KNOWN, &mut notices);
        let mut reader = Reader {
            unit: Unit::of(&columns, options),
            settler: Settler::new(options),
            run: None,
            n_unstated: 0,
            n_pounds: 0,
            n_rests: 0,
        };
        let repeated = repeated_lines(text, &columns, &["date", "workout name"], options, &mut notices)?;
        table::walk(text, &columns, options, &mut notices, &mut |row, notices| {
            if repeated.contains(&row.line) {
                return Ok(());
            }
            let written = row.text("date");
            match day::of_table(&written, options.today) {
                Ok(on) => reader.row(row, on, notices),
                Err(day::NoDay::Language) => {
                    let no_day = day::NoDay::Language;
                    let message = no_day.message(&written, options.today);
                    return Err(IngestError::new(place(Some(row.line)), message).hint(no_day.hint()));
                }
                Err(no_day) => {
                    let message = format!("{}: row left out", no_day.message(&written, options.today));
                    notices.row(row.line, no_day.code(), message, no_day.hint());
                }
            }
            Ok(())
        })?;
        reader.end_run(&mut notices);
        reader.tell(&columns, &mut notices);
        let trained = reader.settler.finish(&mut notices);
        if trained.is_empty() {
            return Err(table::nothing(&columns, options, notices, table::NO_WORKOUTS));
        }
        Ok(TrainingRead { trained, named: BTreeMap::new(), notices: notices.finish(), format: self.id() })
    }
}

/// Where the unit of loads stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// In the name of this column.
    Column(&'static str, WeightUnit),
    /// In a column of its own.
    EachRow,
    /// The caller says it.
    Stated(WeightUnit),
    /// Nowhere.
    Unstated,
}

impl Unit {
    fn of(columns: &Columns, options: &TrainingOptions<'_>) -> Self {
        const NAMED: [(&str, WeightUnit); 3] = [
            ("weight (kg)", WeightUnit::Kilogram),
            ("weight (lbs)", WeightUnit::Pound),
            ("weight (lb)", WeightUnit::Pound),
        ];
        let named = NAMED.into_iter().find(|(name, _)| columns.has(name));
        match (named, options.weight_unit) {
            (Some((name, unit)), _) => Unit::Column(name, unit),
            (None, _) if columns.has("weight unit") => Unit::EachRow,
            (None, Some(unit)) => Unit::Stated(unit),
            (None, None) => Unit::Unstated,
        }
    }
}

struct Reader<'a, 'o> {
    unit: Unit,
    settler: Settler<'a, 'o>,
    run: Option<Run>,
    n_unstated: usize,
    n_pounds: usize,
    n_rests: usize,
}

/// Sets of one exercise that follow each other in one workout.
struct Run {
    started: String,
    /// The number of the last numbered set; letters do not count.
    number: u32,
    told: Told,
}

impl Reader<'_, '_> {
    fn row(&mut self, row: &Row<'_>, on: Date, notices: &mut Notices) {
        let order = row.text("set order").to_lowercase();
        match order.as_str() {
            "rest timer" | "rest" => {
                self.n_rests += 1;
                return;
            }
            // A note of the exercise stands in a row of its own in newer exports.
            "note" | "notes" => {
                if let Some(run) = self.run.as_mut().filter(|run| run.told.name == row.clean("exercise name")) {
                    add_note(&mut run.told.note, &row.clean("notes"));
                }
                return;
            }
            _ => {}
        }
        match self.set(row, &order) {
            Err(bad) => table::refuse_row(row.line, &bad, notices),
            Ok((name, number, set)) => self.take(row, on, name, number, set, notices),
        }
    }

    fn set(&mut self, row: &Row<'_>, order: &str) -> Result<(String, Option<u32>, TrainedSet), BadCell> {
        let name = table::name(row, "exercise name")?;
        let (kind, number) = match order {
            "w" => (SetKind::WarmUp, None),
            "d" => (SetKind::Drop, None),
            "f" => (SetKind::Failure, None),
            digits => match digits.parse::<u32>() {
                Ok(number) => (SetKind::Working, Some(number)),
                Err(_) => {
                    let expected = "expected a number or W, D or F as the set order";
                    return Err(BadCell(format!("{expected}, found {}", quoted(digits))));
                }
            },
        };
        let set = TrainedSet {
            kind,
            reps: row.reps("reps")?,
            seconds: row.seconds("seconds")?,
            metres: metres(row)?,
            load_kg: self.load_kg(row)?,
            reserve: row.reserve_of_rpe("rpe")?,
        };
        Ok((name, number, set))
    }

    /// The load; where no unit is stated it is counted and left out rather than guessed.
    fn load_kg(&mut self, row: &Row<'_>) -> Result<Option<f64>, BadCell> {
        let (column, unit) = match self.unit {
            Unit::Column(column, unit) => (column, Some(unit)),
            Unit::Stated(unit) => ("weight", Some(unit)),
            Unit::Unstated => ("weight", None),
            Unit::EachRow => {
                let stated = row.text("weight unit").to_lowercase();
                let unit = match stated.as_str() {
                    "kg" | "kgs" => Some(WeightUnit::Kilogram),
                    "lb" | "lbs" => Some(WeightUnit::Pound),
                    _ => self.settler.weight_unit(),
                };
                ("weight", unit)
            }
        };
        // Read first, so that a broken cell is named whatever its unit.
        let load = row.above_zero(column, 10_000.0)?;
        let Some(unit) = unit else {
            self.n_unstated += usize::from(load.is_some());
            return Ok(None);
        };
        let load_kg = row.load_kg(column, unit)?;
        self.n_pounds += usize::from(load_kg.is_some() && unit == WeightUnit::Pound);
        Ok(load_kg)
    }

    /// Adds a set to the run that it belongs to, or begins another.
    fn take(
        &mut self,
        row: &Row<'_>,
        on: Date,
        name: String,
        number: Option<u32>,
        set: TrainedSet,
        notices: &mut Notices,
    ) {
        let started = row.text("date").into_owned();
        let note = row.clean("notes");
        if let Some(run) = &mut self.run {
            let grows = number.is_none_or(|number| number > run.number);
            if run.started == started && run.told.name == name && grows {
                run.told.sets.push(set);
                run.number = number.unwrap_or(run.number);
                return add_note(&mut run.told.note, &note);
            }
        }
        self.end_run(notices);
        let workout_note = row.clean("workout notes");
        let told = Told { on, name, note, workout_note, sets: vec![set], line: Some(row.line) };
        self.run = Some(Run { started, number: number.unwrap_or(0), told });
    }

    fn end_run(&mut self, notices: &mut Notices) {
        if let Some(run) = self.run.take() {
            self.settler.add(run.told, notices);
        }
    }

    fn tell(&self, columns: &Columns, notices: &mut Notices) {
        let line = Some(columns.line());
        if self.n_unstated > 0 {
            let message = format!(
                "the file does not say whether its weights are kilograms or pounds: {} left out",
                count_of(self.n_unstated, "load")
            );
            let hint = "say the unit that the app was set to, kg or lb, and read the file again";
            notices.file(line, NoticeCode::UnitAsked, message, Some(hint.to_owned()));
        }
        if self.n_pounds > 0 {
            let message = format!("{} converted from pounds to kilograms", count_of(self.n_pounds, "load"));
            notices.file(line, NoticeCode::UnitConverted, message, None);
        }
        if self.n_rests > 0 {
            let message = format!("{} passed over: they are of the rest timer", count_of(self.n_rests, "row"));
            notices.file(line, NoticeCode::RowsPassedOver, message, None);
        }
    }
}

fn add_note(note: &mut String, more: &str) {
    if !more.is_empty() && note != more {
        if !note.is_empty() {
            note.push_str(" / ");
        }
        note.push_str(more);
    }
}

/// The distance where its unit is stated; older exports do not state one, and then it is left out.
fn metres(row: &Row<'_>) -> Result<Option<f64>, BadCell> {
    let named = [("distance (meters)", 1.0), ("distance (km)", 1_000.0)];
    for (column, each) in named {
        if let Some(metres) = row.metres(column, each)? {
            return Ok(Some(metres));
        }
    }
    let stated = row.text("distance unit").to_lowercase();
    match stated.as_str() {
        "m" | "meters" | "metres" => row.metres("distance", 1.0),
        "km" => row.metres("distance", 1_000.0),
        "mi" | "miles" => row.metres("distance", METRES_OF_A_MILE),
        _ => Ok(None),
    }
}
