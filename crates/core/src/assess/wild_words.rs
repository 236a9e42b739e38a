//! The notices of what does not go with the rest: one for each leg of a test or muscle, with how many and the first few.
//!
//! A heap of sentences would be read by nobody, so their number hangs on how many tests there are, not on how many tries.

use crate::body::Side;
use crate::notice::{Notice, NoticeCode};
use crate::quantity::shown;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use super::finding::Wild;
use super::gather::Instrument;

/// So many are named; the rest is counted.
const NAMED: usize = 3;

/// What did not go with the rest: one test by the place of its instrument, or all tests of a muscle by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Test(usize),
    Muscle(String),
}

/// Whole days that do not go with the rest: of one leg, or of one of both without a side.
#[derive(Debug, Default)]
pub(super) struct Told(BTreeMap<(Of, Option<Side>), BTreeSet<Date>>);

impl Told {
    pub(super) fn add(&mut self, of: Of, side: Option<Side>, day: Date) {
        self.0.entry((of, side)).or_default().insert(day);
    }
}

/// A try that looks wild: its instrument and the place of its day, its leg and the value.
pub(super) type WildTry = (usize, usize, Side, Wild);

/// Says which whole days and which tries do not go with the rest.
pub(super) fn tell(tries: &[WildTry], told: &Told, instruments: &[Instrument<'_>], notices: &mut Vec<Notice>) {
    for ((of, side), days) in &told.0 {
        let (message, hint) = of_days(of, *side, days, instruments);
        notices.push(Notice::new(NoticeCode::ValueDoubtful, message).hint(hint));
    }
    let mut by_leg: BTreeMap<(usize, Side), Vec<(Date, &Wild)>> = BTreeMap::new();
    for (k, j, side, wild) in tries {
        by_leg.entry((*k, *side)).or_default().push((instruments[*k].days[*j].day, wild));
    }
    for ((k, side), tries) in by_leg {
        let notice = Notice::new(NoticeCode::ValueDoubtful, of_tries(&instruments[k], side, &tries));
        notices.push(notice.hint("look at the record; a further day shows whether it was chance"));
    }
}

fn of_tries(instrument: &Instrument<'_>, side: Side, tries: &[(Date, &Wild)]) -> String {
    let (name, unit) = (&instrument.test.name, instrument.test.unit);
    if let [(day, wild)] = tries {
        let value = shown(wild.value);
        return format!(
            "{name} on the {side} on {day}: {value} {unit} does not go with the rest, so it counts for little"
        );
    }
    let all = tries.iter().map(|(day, wild)| format!("{} {unit} ({day})", shown(wild.value)));
    format!(
        "{name} on the {side}: {} tries do not go with the rest, so they count for little: {}",
        tries.len(),
        first_few(all)
    )
}

fn of_days(
    of: &Of,
    side: Option<Side>,
    days: &BTreeSet<Date>,
    instruments: &[Instrument<'_>],
) -> (String, &'static str) {
    const WHICH: &str = "a further day shows which leg it was";
    const SORE: &str = "a further day shows whether that leg was sore or tired";
    let which = match of {
        Of::Test(k) => instruments.get(*k).map_or_else(String::new, |k| k.test.name.clone()),
        Of::Muscle(name) => format!("all tests of “{name}”"),
    };
    let mut each = days.iter();
    match (side, each.next(), each.next()) {
        (Some(side), Some(day), None) => (
            format!(
                "{which} on the {side} on {day} together do not go with the rest, so that day counts for little"
            ),
            SORE,
        ),
        (Some(side), ..) => (
            format!(
                "{which} on the {side} on {} days together do not go with the rest, so they count for little: {}",
                days.len(),
                first_few(days.iter().map(Date::to_string))
            ),
            SORE,
        ),
        (None, Some(day), None) => (
            format!(
                "{which} on {day}: one of the two legs does not go with the rest, and nothing says which; both count for less"
            ),
            WHICH,
        ),
        (None, ..) => (
            format!(
                "{which}: on {} days one of the two legs does not go with the rest, and nothing says which; both count for \
                 less: {}",
                days.len(),
                first_few(days.iter().map(Date::to_string))
            ),
            WHICH,
        ),
    }
}

/// The first few in a row, and how many more there are.
fn first_few(all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(NAMED);
    let named: Vec<String> = all.take(NAMED).collect();
    let named = named.join(", ");
    if more == 0 { named } else { format!("{named}, +{more}") }
}
