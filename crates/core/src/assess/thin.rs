//! Keeps a very long record workable: old neighbouring days are put together, and devices beyond counting are left out.
//!
//! The work grows with the cube of the cells, so a person who was measured on a thousand days would wait. Days that are put
//! together keep all their trials. It never touches a record of usual length.

use crate::notice::{Notice, NoticeCode};

use super::gather::{Day, Instrument};
use super::prior::days_between;

/// At most so many cells, counted as two for each day of each instrument.
const MOST_CELLS: usize = 240;
/// At most so many instruments: no person is measured with more.
const MOST_INSTRUMENTS: usize = 60;

/// Puts days together until the record is short enough, and says so.
pub(super) fn thin<'k>(mut instruments: Vec<Instrument<'k>>, notices: &mut Vec<Notice>) -> Vec<Instrument<'k>> {
    if instruments.len() > MOST_INSTRUMENTS {
        notices.push(
            Notice::new(
                NoticeCode::LimitReached,
                format!(
                    "{} tests with devices of their own are more than can be judged; the {MOST_INSTRUMENTS} with \
                     most trials were kept",
                    instruments.len()
                ),
            )
            .hint("write the same device in the same way everywhere"),
        );
        let n_trials =
            |k: &Instrument<'_>| k.n_used(crate::body::Side::Left) + k.n_used(crate::body::Side::Right);
        instruments.sort_by_key(|k| std::cmp::Reverse((k.both_sides(), n_trials(k))));
        instruments.truncate(MOST_INSTRUMENTS);
        instruments.sort_by(|a, b| (&a.test.id, &a.device).cmp(&(&b.test.id, &b.device)));
    }
    let n_days = |instruments: &[Instrument<'_>]| instruments.iter().map(|k| k.days.len()).sum::<usize>();
    let before = n_days(&instruments);
    let mut window = 7;
    while 2 * n_days(&instruments) > MOST_CELLS && window < i32::MAX / 4 {
        for instrument in &mut instruments {
            instrument.days = put_together(std::mem::take(&mut instrument.days), window);
        }
        window *= 2;
    }
    if window > 7 {
        notices.push(
            Notice::new(
                NoticeCode::LimitReached,
                format!(
                    "{before} days of tests are many: days within {} days of each other were put together",
                    window / 2
                ),
            )
            .hint("the latest months alone would be judged day by day"),
        );
    }
    instruments
}

/// Days of one window become its first day.
fn put_together(days: Vec<Day>, window: i32) -> Vec<Day> {
    let mut kept: Vec<Day> = Vec::new();
    for day in days {
        match kept.last_mut() {
            Some(last) if days_between(last.day, day.day) < window => {
                for side in crate::body::Side::BOTH {
                    last.sides[side].values.extend_from_slice(&day.sides[side].values);
                    last.sides[side].pain_limited.extend_from_slice(&day.sides[side].pain_limited);
                    last.sides[side].doubtful.extend_from_slice(&day.sides[side].doubtful);
                    last.sides[side].printed.extend_from_slice(&day.sides[side].printed);
                }
                last.pairs.extend_from_slice(&day.pairs);
                last.n_days += day.n_days;
            }
            Some(_) | None => kept.push(day),
        }
    }
    kept
}
