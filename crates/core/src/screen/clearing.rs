//! When a stated clearance counts: not for what is there now, not for what came after it, and not for ever.
//!
//! It never lifts a limit, only a stop.

use super::raising::{self, Known};
use super::{ClearedBy, NotCleared, RaisedFlag, RaisedReason};
use crate::knowledge::Flag;
use jiff::Span;
use jiff::civil::Date;

/// Leaves a clearance that counts, and takes away one that does not, with the reason.
pub(super) fn judge(raised: &mut RaisedFlag, known: &Known<'_>) {
    let Some(flag) = known.knowledge.flags.iter().find(|flag| flag.id == raised.flag) else { return };
    let Some(cleared) = &raised.cleared else { return };
    if let Some(why) = why_not(cleared, flag, raised, known) {
        raised.cleared = None;
        raised.reasons.push(RaisedReason::NotCleared(why));
    }
}

fn why_not(cleared: &ClearedBy, flag: &Flag, raised: &RaisedFlag, known: &Known<'_>) -> Option<NotCleared> {
    let of_action = || known.knowledge.action_words(raised.action).map_or(0, |words| words.cleared_months);
    let months = flag.cleared_months.unwrap_or_else(of_action);
    if months == 0 {
        return Some(NotCleared::AsksForNow);
    }
    if cleared.who.trim().is_empty() {
        return Some(NotCleared::Nobody);
    }
    let day = cleared.on;
    if day > known.as_of {
        return Some(NotCleared::Later { cleared: day });
    }
    if let Some(event) = latest_event(flag, raised, known).filter(|event| day < *event) {
        return Some(NotCleared::Before { cleared: day, event });
    }
    let until = day.saturating_add(Span::new().months(i64::from(months)));
    (until < known.as_of).then_some(NotCleared::TooOld { cleared: day, until })
}

/// The day of the latest operation, injury or measurement that the flag is about.
fn latest_event(flag: &Flag, raised: &RaisedFlag, known: &Known<'_>) -> Option<Date> {
    let measured = flag.measured.as_ref().and_then(|rule| raising::measured(rule, known)).map(|found| found.on);
    let about_surgery = flag.follows_from_surgery_months.is_some();
    let happened = known.person.injuries.iter().filter(|injury| {
        let same_leg = injury.side.zip(raised.side).is_none_or(|(injured, concerned)| injured == concerned);
        flag.about_injuries && same_leg || about_surgery && injury.surgery
    });
    happened.filter_map(|injury| injury.on).chain(measured).filter(|day| *day <= known.as_of).max()
}
