//! A difference between the legs as a device printed it, such as `17.3`, `-4,2 %` or `17.3 R`.
//!
//! It is kept as it stands, and compared with our own formulas later; it never becomes a measurement.

use super::Cell;
use super::number::{Numbers, Typed};
use super::row::Refusal;
use super::side::{self, SideWord};
use crate::ColumnMap;
use crate::text::{quoted, shown};
use evenstride_core::measure::DeviceAsymmetry;
use evenstride_core::notice::NoticeCode;

/// A number beyond this is a slip of the file and no difference between two legs.
const LARGEST_PERCENT: f64 = 1000.0;
/// More decimals than any device prints.
const MOST_DECIMALS: usize = 9;

/// Reads a filled cell.
pub(super) fn read(
    cell: &Cell<'_>,
    numbers: &Numbers,
    map: Option<&ColumnMap>,
) -> Result<DeviceAsymmetry, Refusal> {
    let text = match cell {
        Cell::Number(number) | Cell::Percent(number) => shown(*number),
        Cell::Empty | Cell::Text(_) | Cell::Day(_) => cell.as_text().replace(['(', ')'], " "),
    };
    let refuse = || {
        let expected = "a percentage, with left or right behind it or nothing";
        let hint = "correct it, or leave the cell empty; the measurement itself was read";
        Refusal::new(expected, quoted(&cell.as_text()), hint).code(NoticeCode::DeviceFigureUnread)
    };
    let Typed { number, unit } = match cell {
        Cell::Number(number) | Cell::Percent(number) => Typed { number: *number, unit: "" },
        Cell::Empty | Cell::Text(_) | Cell::Day(_) => numbers.read(&text).map_err(|_| refuse())?,
    };
    let word = unit.strip_prefix('%').unwrap_or(unit).trim();
    let stronger = match word {
        "" => None,
        word => match side::read(word, map) {
            SideWord::One { side, .. } => Some(side),
            SideWord::Both | SideWord::Relative | SideWord::Ambiguous | SideWord::Unknown => {
                return Err(refuse());
            }
        },
    };
    if !number.is_finite() || number.abs() > LARGEST_PERCENT {
        return Err(refuse());
    }
    let digits = text.strip_suffix(unit).unwrap_or(&text).trim();
    let behind = digits.rsplit_once(['.', ',']).map_or("", |(_, behind)| behind);
    let decimals = behind.chars().take_while(char::is_ascii_digit).take(MOST_DECIMALS).count();
    Ok(DeviceAsymmetry { percent: number, decimals: u8::try_from(decimals).unwrap_or(0), stronger })
}
