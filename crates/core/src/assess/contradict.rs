//! Days of one test that contradict each other by more than its noise: said, so that somebody looks for the reason.
//!
//! It changes no number, since the model knows that a day may be wild; but what contradicts itself is never told to be
//! balanced.

use crate::knowledge::Link;
use crate::notice::{Notice, NoticeCode};

use super::gather::Instrument;
use super::learn::Learnt;
use super::prior::square;
use super::runs::{Contrast, contrasts, first_days, run_of, together};

/// From this ratio of observed to expected scatter on, days contradict each other rather than vary.
const CONTRADICTS: f64 = 4.0; // source: birge-1932 for the ratio, evenstride-proposal for the line; grade E

/// Do the days of this instrument contradict each other?
pub(super) fn contradicts(instrument: &Instrument<'_>, learnt: &Learnt) -> bool {
    ratio_of_scatter(instrument, learnt) > CONTRADICTS
}

/// Says of every instrument whose days contradict each other that they do.
pub(super) fn tell_contradictions(instruments: &[Instrument<'_>], learnt: &Learnt, notices: &mut Vec<Notice>) {
    for instrument in instruments.iter().filter(|k| contradicts(k, learnt)) {
        notices.push(
            Notice::new(
                NoticeCode::DaysDisagree,
                format!("{}: its days disagree by more than its noise", instrument.test.name),
            )
            .hint("look for a mix-up of sides or a change of set-up; a further day helps"),
        );
    }
}

/// The Birge ratio of the differences that an instrument showed on the days of each run, 0 when there are too few.
///
/// Days that lie far apart may differ because something changed.
fn ratio_of_scatter(instrument: &Instrument<'_>, learnt: &Learnt) -> f64 {
    if instrument.test.link == Link::Share {
        return 0.0;
    }
    let shown = contrasts(instrument, learnt);
    let shown: Vec<&Contrast> = shown.iter().filter(|one| one.variance > 0.0).collect();
    let firsts = first_days(shown.iter().map(|one| one.day));
    let (mut scatter, mut n_beyond_the_first) = (0.0, 0_usize);
    for run in shown.chunk_by(|a, b| run_of(a.day, &firsts) == run_of(b.day, &firsts)) {
        let Some((mean, _)) = together(run.iter().copied()) else { continue };
        scatter += run.iter().map(|one| square(one.mean - mean) / one.variance).sum::<f64>();
        n_beyond_the_first += run.len() - 1;
    }
    if n_beyond_the_first == 0 { 0.0 } else { scatter / n_beyond_the_first as f64 }
}
