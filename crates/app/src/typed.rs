//! Measurements as they were typed: the unit that people used, and what they type instead.
//!
//! A store holds each value in its test's own unit. Nobody types 299.102825 N, so what is short in another unit was
//! typed in that one. It changes no value. Read next: [`crate::record::correction`].

use crate::error::Error;
use evenstride_core::knowledge::{Knowledge, Test};
use evenstride_core::measure::Trial;
use evenstride_core::quantity::{Unit, convert};
use evenstride_ingest::read_value;

/// Units that people type beside each test's own; body mass and levers are in none of them.
const OTHERS: [Unit; 6] =
    [Unit::Kilogram, Unit::Pound, Unit::FootPound, Unit::Metre, Unit::Millimetre, Unit::Inch];
/// So far from hundredths a converted value still counts as typed: far above what converting there and back loses.
const CLOSE: f64 = 1e-6;

/// A value with the unit in which it was typed, as far as the value itself shows it: the first in which two decimals hold it.
///
/// # Units
/// `value` is in the test's own unit; what comes back is in the unit beside it.
#[must_use]
pub fn as_typed(value: f64, test: &Test) -> (f64, Unit) {
    let in_unit = |unit: Unit| {
        let factor = convert(1.0, unit, test.unit, None).ok()?;
        let hundredths = 100.0 * value / factor;
        let is_short = (hundredths - hundredths.round()).abs() < CLOSE;
        is_short.then(|| (hundredths.round() / 100.0, unit))
    };
    let found = std::iter::once(test.unit).chain(OTHERS).find_map(in_unit);
    found.unwrap_or(((100.0 * value).round() / 100.0, test.unit))
}

/// “strap-knee-ext left 30.5 kg on luggage scale, pain 2”.
#[must_use]
pub fn measured(trial: &Trial, knowledge: &Knowledge) -> String {
    let device = trial.device.as_ref().map_or_else(String::new, |device| format!(" on {device}"));
    let pain = trial.pain_nrs.map_or_else(String::new, |pain| format!(", pain {pain}"));
    let (test, side) = (&trial.test, trial.side.as_str());
    match knowledge.tests.get(test).map(|known| as_typed(trial.value, known)) {
        Some((value, unit)) => format!("{test} {side} {value} {unit}{device}{pain}"),
        None => format!("{test} {side} {}{device}{pain}", trial.value),
    }
}

/// The trial with another value, such as “30.5 kg”; a bare number is in the unit in which the old one was typed.
///
/// # Errors
/// It cannot be read, or the test can have no such value.
pub fn with_value(trial: &Trial, typed: &str, knowledge: &Knowledge) -> Result<Trial, Error> {
    let Some(test) = knowledge.tests.get(&trial.test) else {
        return Err(Error::usage(format!("correct a measurement: the test {} is not known", trial.test))
            .hint("lay the catalogue over that holds it, --catalog FOLDER, or type `remove`"));
    };
    let (_, usual) = as_typed(trial.value, test);
    let value = read_value(typed, usual, test, None).map_err(|error| {
        let told = Error::usage(format!("correct a measurement: {}", error.message()));
        match error.next_step() {
            Some(step) => told.hint(step),
            None => told
                .hint(format!("give a number, with a unit such as {usual} where it is another, or `remove`")),
        }
    })?;
    Ok(Trial { value, ..trial.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_catalog::builtin;
    use evenstride_core::body::Side;
    use evenstride_core::knowledge::TestId;
    use evenstride_core::notice::Place;
    use evenstride_core::person::SubjectId;
    use jiff::civil::date;

    fn trial(test: &str, value: f64) -> Trial {
        Trial {
            subject: SubjectId::new("me").unwrap(),
            test: TestId::new(test).unwrap(),
            side: Side::Left,
            attempt: Some(1),
            value,
            day: date(2026, 11, 20),
            device: None,
            pain_nrs: None,
            device_asymmetry: None,
            note: None,
            place: Place { file: "m.csv".to_owned(), line: Some(2) },
        }
    }

    /// 30.5 kg on a hanging scale, in newtons.
    const KILOGRAMS: f64 = 30.5 * 9.80665;

    #[test]
    fn a_value_is_shown_in_the_unit_in_which_it_was_typed() {
        for (test, value, said) in [
            ("strap-knee-ext", KILOGRAMS, "strap-knee-ext left 30.5 kg"),
            ("strap-knee-ext", 299.5, "strap-knee-ext left 299.5 N"),
            ("strap-knee-ext", 299.123_456, "strap-knee-ext left 299.12 N"),
            ("strap-knee-ext", 67.25 * 0.453_592_37 * 9.80665, "strap-knee-ext left 67.25 lb"),
            ("hop-single", 141.0, "hop-single left 141 cm"),
            ("no-such-test", 1.234_567, "no-such-test left 1.234567"),
        ] {
            assert_eq!(measured(&trial(test, value), builtin()), said);
        }
    }

    #[test]
    fn a_correction_is_in_the_unit_of_the_old_value_or_in_its_own() {
        let old = trial("strap-knee-ext", KILOGRAMS);
        for (typed, newtons) in
            [("31", 31.0 * 9.80665), ("31,5", 31.5 * 9.80665), ("31 kg", 31.0 * 9.80665), ("310 N", 310.0)]
        {
            let new = with_value(&old, typed, builtin()).unwrap();
            // Tolerance: one rounding of a product.
            assert!((new.value - newtons).abs() < 1e-9, "{typed}: {}", new.value);
            assert_eq!(Trial { value: old.value, ..new }, old);
        }
        let of_newtons = trial("strap-knee-ext", 299.0);
        assert!((with_value(&of_newtons, "310", builtin()).unwrap().value - 310.0).abs() < 1e-9);
    }

    #[test]
    fn what_the_test_cannot_show_is_refused_with_what_to_do() {
        let old = trial("strap-knee-ext", KILOGRAMS);
        for (typed, expected) in [
            ("3050", "expected"),
            ("30.5 cm", "expected a value of strap-knee-ext in N, found 30.5 cm"),
            ("30.5 bananas", "expected a unit"),
            ("0", "expected"),
            ("many", "expected a number in N, found “many”"),
            ("NaN", "expected"),
        ] {
            let error = with_value(&old, typed, builtin()).unwrap_err();
            assert!(error.message.contains(expected), "{typed}: {error}");
            assert!(error.hint.is_some(), "{typed}: {error}");
        }
    }
}
