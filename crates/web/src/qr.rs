//! An address as a picture that a phone reads with its camera: for a terminal and for a page.
//!
//! Read next: `crate::pages::trust`.

use maud::{Markup, html};
use qrcode::{Color, QrCode};
use std::fmt::Write as _;

/// Modules of quiet around the code, which readers need.
const QUIET: usize = 4;

/// The rows of a code, true for dark, with the quiet around it; nothing for a text that is too long for one.
fn rows(text: &str) -> Vec<Vec<bool>> {
    let Ok(code) = QrCode::new(text) else { return Vec::new() };
    let (width, colors) = (code.width(), code.to_colors());
    let all = width + 2 * QUIET;
    let dark = |row: usize, column: usize| {
        let (Some(row), Some(column)) = (row.checked_sub(QUIET), column.checked_sub(QUIET)) else {
            return false;
        };
        row < width && column < width && colors.get(row * width + column) == Some(&Color::Dark)
    };
    (0..all).map(|row| (0..all).map(|column| dark(row, column)).collect()).collect()
}

/// A code for a terminal, two rows in one line; the terminal is taken to be dark and light stands for the paper.
///
/// # Example
/// ```
/// assert!(evenstride_web::qr_text("https://192.168.1.4:7313/trust").contains('█'));
/// ```
#[must_use]
pub fn qr_text(text: &str) -> String {
    let rows = rows(text);
    let mut out = String::new();
    for pair in rows.chunks(2) {
        for (column, upper) in pair[0].iter().enumerate() {
            let lower = pair.get(1).is_none_or(|row| row[column]);
            out.push(match (upper, lower) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            });
        }
        out.push('\n');
    }
    out
}

/// A code for a page, with what it says for those who do not see it.
pub(crate) fn picture(text: &str, label: &str) -> Markup {
    let rows = rows(text);
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            // Writing to a String cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let size = rows.len();
    html! {
        svg.qr viewBox=(format!("0 0 {size} {size}")) role="img" aria-label=(label) width="240" height="240" {
            rect width=(size) height=(size) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_with_quiet_around_it_and_its_three_corners() {
        let rows = rows("https://192.168.1.4:7313/");
        assert!(rows.len() > 21 && rows.iter().all(|row| row.len() == rows.len()));
        let last = rows.len() - 1 - QUIET;
        assert!(rows[QUIET][QUIET] && rows[QUIET][last] && rows[last][QUIET]);
        assert!(rows[..QUIET].iter().flatten().all(|dark| !dark));
        let text = qr_text("a");
        assert_eq!(text.lines().count(), (21 + 2 * QUIET).div_ceil(2));
        assert!(qr_text(&"x".repeat(10_000)).is_empty());
    }
}
