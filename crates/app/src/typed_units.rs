//! The units in which a person types and reads what is kept in metric ones.
//!
//! Whatever is kept, judged and planned stays metric; this turns a number over at the edge. Read next:
//! [`evenstride_core::quantity::convert`].

use evenstride_core::person::Units;
use evenstride_core::quantity::{Unit, convert};

/// The unit in which a person types and reads values of a unit.
///
/// # Example
/// ```
/// use evenstride_app::prelude::{Unit, Units};
/// use evenstride_app::typed_units::unit_for;
/// assert_eq!(unit_for(Unit::Kilogram, Units::Imperial), Unit::Pound);
/// assert_eq!(unit_for(Unit::Second, Units::Imperial), Unit::Second);
/// ```
#[must_use]
pub fn unit_for(unit: Unit, units: Units) -> Unit {
    match (units, unit) {
        (Units::Imperial, Unit::Kilogram) => Unit::Pound,
        // What a luggage scale shows is kept as a force.
        (Units::Imperial, Unit::KilogramForce | Unit::Newton) => Unit::PoundForce,
        (Units::Imperial, Unit::Centimetre) => Unit::Inch,
        (Units::Metric | Units::Imperial, other) => other,
    }
}

/// A value that is kept, as the person reads it.
#[must_use]
pub fn read_in(value: f64, unit: Unit, units: Units) -> f64 {
    // Both measure the same thing, so the conversion cannot fail.
    convert(value, unit, unit_for(unit, units), None).unwrap_or(value)
}

/// A value that the person typed, as it is kept; what was typed in metric units stays bit for bit.
///
/// # Example
/// ```
/// use evenstride_app::prelude::{Unit, Units};
/// use evenstride_app::typed_units::{kept_in, read_in};
/// assert!((kept_in(100.0, Unit::Kilogram, Units::Imperial) - 45.359_237).abs() < 1e-9);
/// assert_eq!(read_in(2.54, Unit::Centimetre, Units::Imperial), 1.0);
/// ```
#[must_use]
pub fn kept_in(value: f64, unit: Unit, units: Units) -> f64 {
    convert(value, unit_for(unit, units), unit, None).unwrap_or(value)
}
