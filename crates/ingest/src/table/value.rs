//! From what stands in a cell to a value in the test's own unit, or why not.

use super::Cell;
use super::number::{DecimalEvidence, NoNumber, Numbers};
use super::row::Refusal;
use crate::notices::Notices;
use crate::text::{count_of, quoted, shown};
use crate::{IngestError, ReadOptions};
use evenstride_core::knowledge::{Link, Test, TestId};
use evenstride_core::notice::{NoticeCode, Place};
use evenstride_core::person::SubjectId;
use evenstride_core::quantity::{self, Dimension, STANDARD_GRAVITY, Unit, UnitError, convert};
use std::collections::BTreeMap;

/// What stands in a cell.
pub(super) enum Value {
    /// A value in the test's own unit.
    Own(f64),
    /// What one leg did, of which a share comes once the other leg's is known.
    Amount(f64, Unit),
}

/// Converts values, and keeps count of what was assumed and converted.
pub(super) struct Units<'a> {
    options: &'a ReadOptions<'a>,
    parsed: BTreeMap<String, Option<Unit>>,
    assumed: BTreeMap<TestId, Tally>,
    converted: BTreeMap<(TestId, &'static str), Tally>,
}

#[derive(Clone, Copy)]
struct Tally {
    count: usize,
    first_line: u64,
    from: Unit,
    to: Unit,
}

impl<'a> Units<'a> {
    pub(super) fn new(options: &'a ReadOptions<'a>) -> Self {
        Self { options, parsed: BTreeMap::new(), assumed: BTreeMap::new(), converted: BTreeMap::new() }
    }

    /// Reads the word for a unit; each word is looked up once.
    pub(super) fn parse(&mut self, text: &str) -> Result<Unit, Refusal> {
        let unit = match self.parsed.get(text) {
            Some(unit) => *unit,
            None => {
                let unit = Unit::parse(text).ok();
                self.parsed.insert(text.to_owned(), unit);
                unit
            }
        };
        unit.ok_or_else(|| no_unit(text))
    }

    /// The value of a cell in the test's own unit, or an amount where the test is about shares.
    ///
    /// `stated` is the unit that the row or the header names.
    pub(super) fn read(
        &mut self,
        cell: &Cell<'_>,
        numbers: &Numbers,
        stated: Option<Unit>,
        test: &Test,
        subject: &SubjectId,
        line: u64,
    ) -> Result<Value, Refusal> {
        let text = cell.as_text();
        let (number, behind) = match cell {
            Cell::Number(number) => (*number, None),
            Cell::Percent(number) => (*number, Some(Unit::Percent.as_str())),
            Cell::Day(_) => {
                let hint = "a spreadsheet turned the number into a date; format the cells as numbers and type it again";
                return Err(Refusal::new(
                    format!("a number in {}", test.unit),
                    format!("the date {text}"),
                    hint,
                ));
            }
            Cell::Empty | Cell::Text(_) => {
                let typed = numbers.read(&text).map_err(|why| no_number(&why, &text, test))?;
                (typed.number, (!typed.unit.is_empty()).then_some(typed.unit))
            }
        };
        let in_cell = behind.map(|unit| self.parse(unit)).transpose()?;
        let stated = self.options.map.and_then(|map| map.fixed.unit).or(stated);
        if let (Some(in_cell), Some(stated)) = (in_cell, stated)
            && in_cell != stated
        {
            let hint = "the cell and its column name different units; correct one of them";
            return Err(Refusal::new(format!("a value in {stated}"), quoted(&text), hint));
        }
        let stated = in_cell.or(stated);
        let unit = stated.unwrap_or(test.unit);
        if is_amount(unit, test) {
            if number.is_finite() && number > 0.0 {
                return Ok(Value::Amount(number, unit));
            }
            let hint = "check the number and its sign; leave the cell empty if nothing was measured";
            return Err(Refusal::new(format!("what one leg did, above 0 {unit}"), quoted(&text), hint));
        }
        let body_mass_kg = self.options.body_mass_kg.filter(|_| subject == self.options.default_subject);
        let value = converted(number, unit, test, body_mass_kg)?;
        check(value, number, unit, test)?;

        let tally = Tally { count: 0, first_line: line, from: unit, to: test.unit };
        if stated.is_none() {
            self.assumed.entry(test.id.clone()).or_insert(tally).count += 1;
        } else if unit != test.unit {
            self.converted.entry((test.id.clone(), unit.as_str())).or_insert(tally).count += 1;
        }
        Ok(Value::Own(value))
    }

    /// One notice for each test whose unit was assumed, and for each conversion.
    pub(super) fn tell(self, notices: &mut Notices) {
        for (test, tally) in self.assumed {
            let message =
                format!("{} of {test} without a unit taken as {}", count_of(tally.count, "value"), tally.to);
            let hint = Some("name the unit in a column unit if it is another".to_owned());
            notices.file(Some(tally.first_line), NoticeCode::UnitAssumed, message, hint);
        }
        for ((test, from), tally) in self.converted {
            let is_scale =
                tally.from.dimension().0 == Dimension::Mass && tally.to.dimension().0 == Dimension::Force;
            let how =
                if is_scale { format!(" (1 kg on a scale is {STANDARD_GRAVITY} N)") } else { String::new() };
            let message = format!(
                "{} of {test} converted from {from} to {}{how}",
                count_of(tally.count, "value"),
                tally.to
            );
            notices.file(Some(tally.first_line), NoticeCode::UnitConverted, message, None);
        }
    }
}

/// Is this what one leg did, where the test asks for its share of what both did?
fn is_amount(unit: Unit, test: &Test) -> bool {
    test.link == Link::Share
        && test.unit == Unit::Percent
        && match unit.dimension().0 {
            Dimension::Force
            | Dimension::Torque
            | Dimension::Mass
            | Dimension::Time
            | Dimension::Power
            | Dimension::ForcePerMass
            | Dimension::TorquePerMass
            | Dimension::Pressure => true,
            Dimension::Length
            | Dimension::Angle
            | Dimension::Count
            | Dimension::Share
            | Dimension::Volume
            | Dimension::Ratio => false,
        }
}

/// Reads one typed value, such as “30,5 kg”, as a cell of a table is read; a bare number is in the usual unit.
///
/// # Units
/// The value comes back in the test's own unit; `body_mass_kg` serves units per kilogram of body mass.
///
/// # Errors
/// It is no number, its unit is not known or measures something else, or the test can have no such value.
pub fn read_value(
    typed: &str,
    usual: Unit,
    test: &Test,
    body_mass_kg: Option<f64>,
) -> Result<f64, IngestError> {
    let read = || {
        let numbers = DecimalEvidence::default().decide(None, None);
        let read = numbers.read(typed.trim()).map_err(|why| no_number(&why, typed.trim(), test))?;
        let unit = if read.unit.is_empty() {
            usual
        } else {
            Unit::parse(read.unit).map_err(|_| no_unit(read.unit))?
        };
        let value = converted(read.number, unit, test, body_mass_kg)?;
        check(value, read.number, unit, test).map(|()| value)
    };
    let place = Place { file: "the value".to_owned(), line: None };
    read().map_err(|refusal: Refusal| refusal.error(place))
}

fn converted(number: f64, unit: Unit, test: &Test, body_mass_kg: Option<f64>) -> Result<f64, Refusal> {
    convert(number, unit, test.unit, body_mass_kg).map_err(|error| {
        let expected = format!("a value of {} in {}", test.id, test.unit);
        let hint = match error {
            UnitError::NeedsBodyMass(..) => {
                "the body mass of this person is not known; give the mass in the person's file, or the value without “per kg”"
            }
            UnitError::Incompatible(..)
                if unit.dimension().0 == Dimension::Force && test.unit == Unit::NewtonMetre =>
            {
                "write the torque: the force in N times the distance in m from the joint to the dynamometer, so 200 N at 0.35 m are 70 Nm"
            }
            UnitError::Incompatible(..) | UnitError::Unknown(_) => {
                "check the test and the unit; these two measure different things"
            }
        };
        Refusal::new(expected, with_unit(number, unit), hint)
    })
}

fn no_unit(text: &str) -> Refusal {
    Refusal::new("a unit", quoted(text), "write a unit such as N, Nm, kg, cm, deg, s, reps or percent")
}

fn no_number(why: &NoNumber, text: &str, test: &Test) -> Refusal {
    let found = if text.is_empty() { "an empty cell".to_owned() } else { quoted(text) };
    match why {
        NoNumber::NotANumber => {
            let hint = "write one number, such as 45.5, with nothing but its unit behind it; leave the cell empty if nothing was measured";
            Refusal::new(format!("a number in {}", test.unit), found, hint)
        }
        NoNumber::Ambiguous => {
            let hint =
                "write it without marks between thousands, or say decimal = \",\" or \".\" in a map file";
            Refusal::new("a number that can be read in one way only", found, hint)
        }
    }
}

/// Can the value be right?
fn check(value: f64, number: f64, unit: Unit, test: &Test) -> Result<(), Refusal> {
    let [low, high] = test.plausible;
    // As it was written: a number that converting alone makes nothing of was no zero.
    let is_zero = number == 0.0;
    let hint = match test.link {
        _ if !value.is_finite() => "write a number with an end",
        Link::Count if is_zero => {
            "nothing can be compared with zero; leave the cell empty, and choose an easier test for both legs"
        }
        Link::Log | Link::InverseTime | Link::Share if is_zero => {
            "zero is no measurement; leave the cell empty if nothing was measured"
        }
        Link::Log | Link::InverseTime | Link::Share | Link::Count if value < 0.0 => {
            "this test has no values below zero; check the sign"
        }
        _ if (low..=high).contains(&value) => return Ok(()),
        Link::Share if test.unit == Unit::Percent && value < 1.0 => {
            "write it in percent, such as 53.3 where the device says 0.533"
        }
        Link::Log | Link::InverseTime | Link::Count | Link::Share | Link::Linear => {
            "check the number, its unit and its decimal sign"
        }
    };
    let expected = format!("{} to {} {} for {}", shown(low), shown(high), test.unit, test.id);
    let found = if unit == test.unit {
        with_unit(number, unit)
    } else {
        format!("{}, which is {} {}", with_unit(number, unit), quantity::shown(value), test.unit)
    };
    let refusal = Refusal::new(expected, found, hint);
    Err(if is_zero && test.link == Link::Count { refusal.none() } else { refusal })
}

fn with_unit(value: f64, unit: Unit) -> String {
    format!("{} {unit}", shown(value))
}
