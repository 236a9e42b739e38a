//! Numbers as people and spreadsheets write them: decimal comma or point, groups, a unit behind.
//!
//! `1,234` is twelve hundred to one reader and one and a quarter to another; unless the file shows which,
//! it is refused.

use crate::text::quoted;

/// No number is longer; what is longer is not looked at.
const LONGEST: usize = 64;

/// How decimals are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decimal {
    /// 12,5
    Comma,
    /// 12.5
    Point,
}

/// What the whole file shows of its decimal sign: the first line of each and the number there.
#[derive(Debug, Clone, Default)]
pub(super) struct DecimalEvidence {
    comma: Option<(u64, String)>,
    point: Option<u64>,
}

impl DecimalEvidence {
    pub(super) fn see(&mut self, text: &str, line: u64) {
        let text = text.trim();
        if text.len() > LONGEST {
            return;
        }
        match shape(split(text).0) {
            Shape::Sure(Decimal::Comma) if self.comma.is_none() => self.comma = Some((line, text.to_owned())),
            Shape::Sure(Decimal::Point) if self.point.is_none() => self.point = Some(line),
            Shape::Sure(_) | Shape::Plain | Shape::Unsure(_) | Shape::Broken => {}
        }
    }

    /// Decides how to read what could be either.
    pub(super) fn decide(self, stated: Option<Decimal>, delimiter: Option<u8>) -> Numbers {
        let comma = match (stated, &self.comma, self.point) {
            (Some(stated), ..) => Unsure::Is(stated),
            (None, Some(_), None) => Unsure::Is(Decimal::Comma),
            (None, None, Some(_)) => Unsure::Is(Decimal::Point),
            (None, Some(_), Some(_)) => Unsure::Refuse,
            // A semicolon is the delimiter where the comma is taken for decimals.
            (None, None, None) if delimiter == Some(b';') => Unsure::Is(Decimal::Comma),
            (None, None, None) => Unsure::Refuse,
        };
        let point = match (stated, &self.comma, self.point) {
            (Some(stated), ..) => Unsure::Is(stated),
            (None, Some(_), None) => Unsure::Is(Decimal::Comma),
            (None, None, _) => Unsure::Is(Decimal::Point),
            (None, Some(_), Some(_)) => Unsure::Refuse,
        };
        Numbers { stated, comma, point, evidence: self }
    }
}

/// What a number with one sign and three digits behind it means.
#[derive(Debug, Clone, Copy)]
enum Unsure {
    Is(Decimal),
    Refuse,
}

/// How the numbers of a file are read.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    stated: Option<Decimal>,
    comma: Unsure,
    point: Unsure,
    evidence: DecimalEvidence,
}

/// A number and what stands behind it.
#[derive(Debug, PartialEq)]
pub(super) struct Typed<'t> {
    pub(super) number: f64,
    pub(super) unit: &'t str,
}

/// Why a text is no number.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoNumber {
    /// It holds none.
    NotANumber,
    /// It could be two.
    Ambiguous,
}

impl Numbers {
    /// The notice about decimal commas, if there are any.
    pub(super) fn told(&self) -> Option<String> {
        let (line, example) = self.evidence.comma.as_ref().filter(|_| self.stated.is_none())?;
        let example = quoted(example);
        Some(match self.evidence.point {
            None => {
                format!("numbers such as {example} on line {line} are read with a decimal comma")
            }
            Some(point) => format!(
                "numbers such as {example} on line {line} are read with a decimal comma, those as on line {point} with a decimal point"
            ),
        })
    }

    /// Reads a number with an optional unit behind it.
    pub(super) fn read<'t>(&self, text: &'t str) -> Result<Typed<'t>, NoNumber> {
        if text.trim().len() > LONGEST {
            return Err(NoNumber::NotANumber);
        }
        let (digits, unit) = split(text.trim());
        if !unit.is_empty() && !unit.starts_with(|c: char| c.is_alphabetic() || matches!(c, '°' | '%' | '"')) {
            return Err(NoNumber::NotANumber);
        }
        let decimal = match (self.stated, shape(digits)) {
            (_, Shape::Broken) => return Err(NoNumber::NotANumber),
            (_, Shape::Plain) => Decimal::Point,
            (Some(stated), Shape::Sure(found)) if stated != found => {
                return Err(NoNumber::NotANumber);
            }
            (_, Shape::Sure(found)) => found,
            (_, Shape::Unsure(sign)) => {
                let unsure = if sign == ',' { self.comma } else { self.point };
                let Unsure::Is(decimal) = unsure else {
                    return Err(NoNumber::Ambiguous);
                };
                decimal
            }
        };
        let plain: String = (digits.chars())
            .filter_map(|c| match (c, decimal) {
                ('−', _) => Some('-'),
                (',', Decimal::Comma) => Some('.'),
                (',', Decimal::Point) | ('.', Decimal::Comma) => None,
                (c, _) if is_group_mark(c) => None,
                (c, _) => Some(c),
            })
            .collect();
        let number = plain.parse().map_err(|_| NoNumber::NotANumber)?;
        Ok(Typed { number, unit })
    }
}

/// Marks between groups of three digits that are never a decimal sign.
fn is_group_mark(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
}

/// The number at the start of a text and what stands behind it.
fn split(text: &str) -> (&str, &str) {
    let mut end = 0;
    let mut seen_digit = false;
    for (at, c) in text.char_indices() {
        let next_is = |wanted: fn(char) -> bool| {
            text.get(at + c.len_utf8()..).is_some_and(|rest| rest.starts_with(wanted))
        };
        let belongs = match c {
            '0'..='9' => true,
            '+' | '-' | '−' => at == 0 || text[..at].ends_with(['e', 'E']),
            ',' | '.' => true,
            'e' | 'E' => seen_digit && next_is(|c| matches!(c, '0'..='9' | '+' | '-')),
            c if is_group_mark(c) => next_is(|c| c.is_ascii_digit()),
            _ => false,
        };
        if !belongs {
            break;
        }
        seen_digit |= c.is_ascii_digit();
        end = at + c.len_utf8();
    }
    (&text[..end], text[end..].trim())
}

#[derive(Debug, PartialEq, Eq)]
enum Shape {
    /// No sign in it.
    Plain,
    /// The decimal sign is sure.
    Sure(Decimal),
    /// One such sign with three digits behind it.
    Unsure(char),
    Broken,
}

fn shape(digits: &str) -> Shape {
    let mantissa = digits.split(['e', 'E']).next().unwrap_or_default();
    let mantissa = mantissa.trim_start_matches(['+', '-', '−']);
    let (commas, points) = (mantissa.matches(',').count(), mantissa.matches('.').count());
    let sure = |sign| Shape::Sure(if sign == ',' { Decimal::Comma } else { Decimal::Point });
    match (commas, points) {
        _ if !mantissa.contains(|c: char| c.is_ascii_digit()) => Shape::Broken,
        (0, 0) => {
            let groups_fit = !mantissa.contains(is_group_mark) || is_grouped(mantissa, is_group_mark);
            if groups_fit { Shape::Plain } else { Shape::Broken }
        }
        (1, 0) | (0, 1) => {
            let sign = if commas == 1 { ',' } else { '.' };
            let (before, after) = mantissa.split_once(sign).unwrap_or_default();
            if before.contains(is_group_mark) {
                return if is_grouped(before, is_group_mark) { sure(sign) } else { Shape::Broken };
            }
            let looks_grouped = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
            match looks_grouped {
                true => Shape::Unsure(sign),
                // A trailing comma is a slip of the hand; a trailing point is how some programs write 5.0.
                false if after.is_empty() && sign == ',' => Shape::Broken,
                false => sure(sign),
            }
        }
        (_, 0) if is_grouped(mantissa, |c| c == ',') => Shape::Sure(Decimal::Point),
        (0, _) if is_grouped(mantissa, |c| c == '.') => Shape::Sure(Decimal::Comma),
        (1, 1..) if is_grouped(mantissa.split(',').next().unwrap_or_default(), |c| c == '.') => sure(','),
        (1.., 1) if is_grouped(mantissa.split('.').next().unwrap_or_default(), |c| c == ',') => sure('.'),
        _ => Shape::Broken,
    }
}

/// One to three digits, then groups of exactly three.
fn is_grouped(text: &str, is_mark: impl Fn(char) -> bool) -> bool {
    let mut groups = text.split(is_mark);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(seen: &[&str], delimiter: u8) -> Numbers {
        let mut evidence = DecimalEvidence::default();
        for (at, text) in seen.iter().enumerate() {
            evidence.see(text, at as u64 + 2);
        }
        evidence.decide(None, Some(delimiter))
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let any = numbers(&[], b',');
        for (text, number, unit) in [
            ("45", 45.0, ""),
            ("45 kg", 45.0, "kg"),
            ("12,5 cm", 12.5, "cm"),
            ("12.5cm", 12.5, "cm"),
            ("31 reps", 31.0, "reps"),
            ("−3,5", -3.5, ""),
            ("+4.", 4.0, ""),
            (".5", 0.5, ""),
            ("0,123", 0.123, ""),
            ("1e300", 1e300, ""),
            ("2.5E+2 N", 250.0, "N"),
            ("1.234,5", 1234.5, ""),
            ("1,234.5", 1234.5, ""),
            ("1.234.567", 1_234_567.0, ""),
            ("1\u{a0}234,5 N", 1234.5, "N"),
            ("1'234.5", 1234.5, ""),
            ("5 ea", 5.0, "ea"),
            ("5e", 5.0, "e"),
            ("1.234", 1.234, ""),
            ("90°", 90.0, "°"),
        ] {
            assert_eq!(any.read(text), Ok(Typed { number, unit }), "{text}");
        }
        for text in [
            "",
            "abc",
            "NaN",
            "inf",
            "-",
            ".",
            "5,",
            "1,23,4",
            "1.2.3",
            "1,2.3,4",
            "--5",
            "kg 5",
            "1\u{a0}23",
            "1:23",
            "5/10",
            "5 6",
        ] {
            assert_eq!(any.read(text), Err(NoNumber::NotANumber), "{text}");
        }
    }

    #[test]
    fn a_sign_before_three_digits_is_read_as_the_file_shows_or_refused() {
        let number = |numbers: &Numbers, text| numbers.read(text).map(|typed| typed.number);
        assert_eq!(number(&numbers(&[], b','), "1,234"), Err(NoNumber::Ambiguous));
        assert_eq!(number(&numbers(&[], b'\t'), "1,234"), Err(NoNumber::Ambiguous));
        assert_eq!(number(&numbers(&[], b';'), "1,234"), Ok(1.234));
        assert_eq!(number(&numbers(&["12,5"], b'\t'), "1,234"), Ok(1.234));
        assert_eq!(number(&numbers(&["12,5"], b';'), "1.234"), Ok(1234.0));
        assert_eq!(number(&numbers(&["12.5"], b','), "1,234"), Ok(1234.0));
        assert_eq!(number(&numbers(&["12.5", "12,5"], b','), "1,234"), Err(NoNumber::Ambiguous));
        let stated = DecimalEvidence::default().decide(Some(Decimal::Point), Some(b';'));
        assert_eq!(number(&stated, "1,234"), Ok(1234.0));
        assert_eq!(number(&stated, "12,5"), Err(NoNumber::NotANumber));
    }
}
