//! Units: which ones are understood, what they measure, and how they convert.
//!
//! Inside, every value of a test is in the test's own unit; a [`Unit`] stands at the boundary only.
//! It never guesses: an unknown unit is an error, and only a force may be typed as a weight.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Force in newtons.
    Force,
    /// Torque in newton metres.
    Torque,
    /// Mass in kilograms.
    Mass,
    /// Length in centimetres.
    Length,
    /// Angle in degrees.
    Angle,
    /// Time in seconds.
    Time,
    /// Repetitions.
    Count,
    /// Part of a whole in percent, 0 to 100.
    Share,
    /// Force per body mass.
    ForcePerMass,
    /// Torque per body mass.
    TorquePerMass,
    /// Power in watts.
    Power,
    /// Pressure in millimetres of mercury.
    Pressure,
    /// A volume in cubic centimetres.
    Volume,
    /// A ratio of two like quantities.
    Ratio,
}

/// A unit that people and devices write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// Newton.
    #[serde(rename = "N")]
    Newton,
    /// Kilogram-force, what a luggage scale shows.
    #[serde(rename = "kgf")]
    KilogramForce,
    /// Pound-force.
    #[serde(rename = "lbf")]
    PoundForce,
    /// Newton metre.
    #[serde(rename = "Nm")]
    NewtonMetre,
    /// Foot-pound.
    #[serde(rename = "ft-lb")]
    FootPound,
    /// Kilogram.
    #[serde(rename = "kg")]
    Kilogram,
    /// Pound.
    #[serde(rename = "lb")]
    Pound,
    /// Metre.
    #[serde(rename = "m")]
    Metre,
    /// Centimetre.
    #[serde(rename = "cm")]
    Centimetre,
    /// Millimetre.
    #[serde(rename = "mm")]
    Millimetre,
    /// Inch.
    #[serde(rename = "in")]
    Inch,
    /// Degree.
    #[serde(rename = "deg")]
    Degree,
    /// Second.
    #[serde(rename = "s")]
    Second,
    /// Millisecond.
    #[serde(rename = "ms")]
    Millisecond,
    /// Minute.
    #[serde(rename = "min")]
    Minute,
    /// Repetitions.
    #[serde(rename = "reps")]
    Repetitions,
    /// Percent of a whole.
    #[serde(rename = "percent")]
    Percent,
    /// Newton per kilogram of body mass.
    #[serde(rename = "N/kg")]
    NewtonPerKilogram,
    /// Newton metre per kilogram of body mass.
    #[serde(rename = "Nm/kg")]
    NewtonMetrePerKilogram,
    /// Watt.
    #[serde(rename = "W")]
    Watt,
    /// Millimetre of mercury.
    #[serde(rename = "mmHg")]
    MillimetreOfMercury,
    /// Cubic centimetre.
    #[serde(rename = "cm3")]
    CubicCentimetre,
    /// A bare ratio.
    #[serde(rename = "ratio")]
    Ratio,
}

/// Standard gravity in m/s²; turns what a scale shows in kilograms into newtons.
pub const STANDARD_GRAVITY: f64 = 9.80665; // source: exact by definition, CGPM 1901

/// Why a value cannot be converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitError {
    /// No such unit is known.
    Unknown(String),
    /// The two units measure different things.
    Incompatible(Unit, Unit),
    /// The conversion needs the person's body mass.
    NeedsBodyMass(Unit, Unit),
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnitError::Unknown(text) => write!(f, "read the unit “{text}”: it is not known"),
            UnitError::Incompatible(from, to) => {
                write!(f, "turn {from} into {to}: they measure different things")
            }
            UnitError::NeedsBodyMass(from, to) => {
                write!(f, "turn {from} into {to}: the person's mass is missing")
            }
        }
    }
}

impl std::error::Error for UnitError {}

impl Unit {
    /// All units, with the spellings that are understood in lower case; the first is the one we write.
    pub const SPELLINGS: &'static [(Unit, &'static [&'static str])] = &[
        (Unit::Newton, &["N", "newton", "newtons"]),
        (Unit::KilogramForce, &["kgf", "kp", "kg-force", "kilopond"]),
        (Unit::PoundForce, &["lbf", "lb-force"]),
        (Unit::NewtonMetre, &["Nm", "n.m", "n·m", "n*m", "n-m", "n m", "newton-metre", "newton-meter"]),
        (Unit::FootPound, &["ft-lb", "ft.lb", "ft·lb", "ftlb", "ft-lbs", "ft lb", "lb-ft", "lb·ft", "ft·lbf"]),
        (Unit::Kilogram, &["kg", "kgs", "kilogram", "kilograms", "kilo"]),
        (Unit::Pound, &["lb", "lbs", "pound", "pounds"]),
        (Unit::Metre, &["m", "metre", "meter", "metres", "meters"]),
        (Unit::Centimetre, &["cm", "centimetre", "centimeter", "centimetres", "centimeters"]),
        (Unit::Millimetre, &["mm", "millimetre", "millimeter"]),
        (Unit::Inch, &["in", "inch", "inches", "\""]),
        (Unit::Degree, &["deg", "°", "degree", "degrees", "grad", "grados"]),
        (Unit::Second, &["s", "sec", "secs", "second", "seconds", "sek"]),
        (Unit::Millisecond, &["ms", "msec", "millisecond", "milliseconds"]),
        (Unit::Minute, &["min", "minute", "minutes"]),
        (Unit::Repetitions, &["reps", "rep", "repetitions", "repetition", "count", "wdh", "x"]),
        (Unit::Percent, &["percent", "%", "pct"]),
        (Unit::NewtonPerKilogram, &["N/kg", "n·kg-1", "n kg-1"]),
        (Unit::NewtonMetrePerKilogram, &["Nm/kg", "n.m/kg", "n·m/kg", "nm·kg-1", "nm kg-1"]),
        (Unit::Watt, &["W", "watt", "watts"]),
        (Unit::MillimetreOfMercury, &["mmHg", "mm hg"]),
        (Unit::CubicCentimetre, &["cm3", "cm³", "ml", "cc"]),
        (Unit::Ratio, &["ratio"]),
    ];

    /// Reads a unit in any of its spellings, whatever the case.
    ///
    /// # Errors
    /// The text is no known unit.
    pub fn parse(text: &str) -> Result<Unit, UnitError> {
        let wanted = text.trim().to_lowercase();
        Self::SPELLINGS
            .iter()
            .find(|(_, spellings)| spellings.iter().any(|s| s.to_lowercase() == wanted))
            .map(|(unit, _)| *unit)
            .ok_or_else(|| UnitError::Unknown(text.trim().chars().take(40).collect()))
    }

    /// The spelling that we write.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Newton => "N",
            Unit::KilogramForce => "kgf",
            Unit::PoundForce => "lbf",
            Unit::NewtonMetre => "Nm",
            Unit::FootPound => "ft-lb",
            Unit::Kilogram => "kg",
            Unit::Pound => "lb",
            Unit::Metre => "m",
            Unit::Centimetre => "cm",
            Unit::Millimetre => "mm",
            Unit::Inch => "in",
            Unit::Degree => "deg",
            Unit::Second => "s",
            Unit::Millisecond => "ms",
            Unit::Minute => "min",
            Unit::Repetitions => "reps",
            Unit::Percent => "percent",
            Unit::NewtonPerKilogram => "N/kg",
            Unit::NewtonMetrePerKilogram => "Nm/kg",
            Unit::Watt => "W",
            Unit::MillimetreOfMercury => "mmHg",
            Unit::CubicCentimetre => "cm3",
            Unit::Ratio => "ratio",
        }
    }

    /// What the unit measures, and how many of the dimension's own unit it is.
    #[must_use]
    pub fn dimension(self) -> (Dimension, f64) {
        match self {
            Unit::Newton => (Dimension::Force, 1.0),
            Unit::KilogramForce => (Dimension::Force, STANDARD_GRAVITY),
            Unit::PoundForce => (Dimension::Force, 0.453_592_37 * STANDARD_GRAVITY),
            Unit::NewtonMetre => (Dimension::Torque, 1.0),
            // One foot is 0.3048 m and one pound 0.45359237 kg, both exact by the 1959 agreement.
            Unit::FootPound => (Dimension::Torque, 0.3048 * 0.453_592_37 * STANDARD_GRAVITY),
            Unit::Kilogram => (Dimension::Mass, 1.0),
            Unit::Pound => (Dimension::Mass, 0.453_592_37),
            Unit::Metre => (Dimension::Length, 100.0),
            Unit::Centimetre => (Dimension::Length, 1.0),
            Unit::Millimetre => (Dimension::Length, 0.1),
            Unit::Inch => (Dimension::Length, 2.54),
            Unit::Degree => (Dimension::Angle, 1.0),
            Unit::Second => (Dimension::Time, 1.0),
            Unit::Millisecond => (Dimension::Time, 0.001),
            Unit::Minute => (Dimension::Time, 60.0),
            Unit::Repetitions => (Dimension::Count, 1.0),
            Unit::Percent => (Dimension::Share, 1.0),
            Unit::NewtonPerKilogram => (Dimension::ForcePerMass, 1.0),
            Unit::NewtonMetrePerKilogram => (Dimension::TorquePerMass, 1.0),
            Unit::Watt => (Dimension::Power, 1.0),
            Unit::MillimetreOfMercury => (Dimension::Pressure, 1.0),
            Unit::CubicCentimetre => (Dimension::Volume, 1.0),
            Unit::Ratio => (Dimension::Ratio, 1.0),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Converts a value; a mass is read as a force where a force is wanted, because that is what a scale shows.
///
/// # Units
/// `body_mass_kg` is used only between a quantity and the same quantity per kilogram of body mass.
///
/// # Errors
/// The units measure different things, or the body mass is needed and missing.
///
/// # Example
/// ```
/// use evenstride_core::quantity::{Unit, convert};
/// let newton = convert(20.0, Unit::Kilogram, Unit::Newton, None)?;
/// assert!((newton - 196.133).abs() < 1e-9);
/// # Ok::<(), evenstride_core::quantity::UnitError>(())
/// ```
pub fn convert(value: f64, from: Unit, to: Unit, body_mass_kg: Option<f64>) -> Result<f64, UnitError> {
    if from == to {
        return Ok(value);
    }
    let (from_dimension, from_factor) = from.dimension();
    let (to_dimension, to_factor) = to.dimension();
    let scaled = value * from_factor / to_factor;
    let mass = || body_mass_kg.ok_or(UnitError::NeedsBodyMass(from, to));
    match (from_dimension, to_dimension) {
        (a, b) if a == b => Ok(scaled),
        (Dimension::Mass, Dimension::Force) => Ok(scaled * STANDARD_GRAVITY),
        (Dimension::Force, Dimension::ForcePerMass) | (Dimension::Torque, Dimension::TorquePerMass) => {
            Ok(scaled / mass()?)
        }
        (Dimension::ForcePerMass, Dimension::Force) | (Dimension::TorquePerMass, Dimension::Torque) => {
            Ok(scaled * mass()?)
        }
        _ => Err(UnitError::Incompatible(from, to)), // open: pairs of dimensions, of which few convert
    }
}

/// A value as people read it: five digits that count, no zeros behind them, powers of ten only for the very large and small.
///
/// # Example
/// ```
/// use evenstride_core::quantity::shown;
/// assert_eq!(shown(146.119_084_999_999_98), "146.12");
/// assert_eq!(shown(12_106_966.470_549_999), "12106966");
/// assert_eq!(shown(45.0), "45");
/// ```
#[must_use]
pub fn shown(value: f64) -> String {
    const DIGITS: i32 = 5;
    if value.abs() < f64::MIN_POSITIVE || !value.is_finite() {
        return value.to_string();
    }
    if !(1e-4..1e12).contains(&value.abs()) {
        let rounded = format!("{value:.4e}");
        return rounded.parse::<f64>().map_or(rounded, |rounded| format!("{rounded:e}"));
    }
    // Between 1e-4 and 1e12 the magnitude is a small whole number.
    #[allow(clippy::cast_possible_truncation)]
    let magnitude = libm::floor(libm::log10(value.abs())) as i32;
    let decimals = usize::try_from(DIGITS - 1 - magnitude).unwrap_or(0);
    let fixed = format!("{value:.decimals$}");
    match fixed.contains('.') {
        true => fixed.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => fixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_read_back_and_none_stands_twice() {
        let mut seen = std::collections::BTreeMap::new();
        for (unit, spellings) in Unit::SPELLINGS {
            assert_eq!(spellings[0], unit.as_str());
            for spelling in *spellings {
                assert_eq!(Unit::parse(spelling), Ok(*unit));
                assert_eq!(seen.insert(spelling.to_lowercase(), *unit), None, "{spelling}");
            }
        }
    }

    #[test]
    fn conversions_agree_with_the_exact_definitions() {
        // Tolerance: products of three exact decimals in f64.
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9 * b.abs(), "{a} {b}");
        close(convert(1.0, Unit::FootPound, Unit::NewtonMetre, None).unwrap(), 1.355_817_948_331_400_4);
        close(convert(10.0, Unit::Inch, Unit::Centimetre, None).unwrap(), 25.4);
        close(convert(150.0, Unit::NewtonMetre, Unit::NewtonMetrePerKilogram, Some(75.0)).unwrap(), 2.0);
        close(convert(1500.0, Unit::Millisecond, Unit::Second, None).unwrap(), 1.5);
    }

    #[test]
    fn what_measures_different_things_does_not_convert() {
        assert_eq!(
            convert(1.0, Unit::Second, Unit::Newton, None),
            Err(UnitError::Incompatible(Unit::Second, Unit::Newton))
        );
        assert!(matches!(
            convert(1.0, Unit::Newton, Unit::NewtonPerKilogram, None),
            Err(UnitError::NeedsBodyMass(..))
        ));
        assert!(matches!(Unit::parse("furlong"), Err(UnitError::Unknown(_))));
        assert!(matches!(convert(1.0, Unit::Newton, Unit::Kilogram, None), Err(UnitError::Incompatible(..))));
    }
}
