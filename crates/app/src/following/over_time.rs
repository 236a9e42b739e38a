//! What a look back and one step ahead need: how it stood on the first day of measuring, and what a new visit would show.
//!
//! It keeps nothing and finds no change itself; that stands in the findings. Read next: [`super::follow`].

use super::{Followed, Judging, Kept, judged, noise_beside};
use crate::following::Shown;
use evenstride_core::assess::{AssessOptions, Assessment, assess_and_predict};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::Trial;
use evenstride_core::screen::{Cleared, Screening, ToldPain, known_cautions};
use jiff::civil::Date;

/// A look back and one step ahead.
#[derive(Debug, Clone)]
pub struct OverTime {
    /// The findings of today, with what a new visit would show if nothing changed.
    pub now: Assessment,
    /// The findings of the first day of measuring alone; none where nothing was measured on another day since.
    pub then: Option<Assessment>,
}

/// How it stood on the first day of measuring beside today; none where the findings are held back.
///
/// The first day is judged by its own measurements alone, with the noise that is known today, so that both are read by the
/// same rules.
#[must_use]
pub fn over_time(kept: &Kept, followed: &Followed, knowledge: &Knowledge) -> Option<OverTime> {
    followed.assessment.as_ref()?;
    let input = &kept.input;
    let is_own = |trial: &&Trial| trial.subject == input.subject && trial.day <= input.as_of;
    let own: Vec<Trial> = input.trials.iter().filter(is_own).cloned().collect();
    let learnt = &noise_beside(kept, &own, None, knowledge);
    let known = known_cautions(&input.person, &input.answers, &own, knowledge, input.as_of);
    let cleared = match &followed.screening {
        Screening::Cleared(cleared) => Some(cleared),
        Screening::Stopped { .. } | Screening::Incomplete { .. } | Screening::Expired { .. } => None,
    };
    let cautions = cleared.map_or(&known, Cleared::cautions);
    let options = AssessOptions {
        as_of: input.as_of,
        delta_percent: input.delta_percent,
        cautions,
        pain: Some(&ToldPain::of(&input.answers, knowledge)),
        learnt,
    };
    let now = assess_and_predict(&input.subject, &own, &input.person, knowledge, &options);
    let judging = Judging { input, own: &own, learnt, cautions };
    let then = first_of_several(&own).map(|day| judged(&judging, (day, Shown::Standing), knowledge));
    Some(OverTime { now, then })
}

/// The first day of measuring, when there is another one.
fn first_of_several(own: &[Trial]) -> Option<Date> {
    let first = own.iter().map(|trial| trial.day).min()?;
    own.iter().any(|trial| trial.day > first).then_some(first)
}
