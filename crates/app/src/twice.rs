//! Tries that a file brings beside ones that are kept already: a cell that was mended in the file and not in the store.
//!
//! Both count until somebody decides, since which of two files is right is not in them, and since the order in which
//! files are brought must not matter. Read next: [`crate::keeping`].

use crate::record::shown_key;
use crate::store::{Content, Kept, Records};
use crate::typed::measured;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::Trial;
use evenstride_core::notice::{Notice, NoticeCode, Place};
use evenstride_core::person::SubjectId;
use std::collections::BTreeMap;

/// What is doubtful about tries of one person that are new beside those that are kept: the same attempt with another
/// value, or one try more on a day of which the same table holds the others.
#[must_use]
pub fn kept_beside(
    subject: &SubjectId,
    brought: &[(SubjectId, Content)],
    kept: &Records,
    knowledge: &Knowledge,
) -> Vec<Notice> {
    let own = brought.iter().filter(|(whose, _)| whose == subject);
    let of_file = own.filter_map(|(_, content)| content.trial());
    let mut brought: BTreeMap<_, Vec<&Trial>> = BTreeMap::new();
    of_file.for_each(|trial| brought.entry(place_of(trial)).or_default().push(trial));
    let mut known: BTreeMap<_, Vec<&Kept<Trial>>> = BTreeMap::new();
    kept.trials.iter().for_each(|trial| known.entry(place_of(&trial.value)).or_default().push(trial));
    let mut notices = Vec::new();
    for (place, tries) in brought {
        let Some(known) = known.get(&place) else { continue };
        let (again, new): (Vec<&Trial>, Vec<&Trial>) =
            tries.into_iter().partition(|trial| known.iter().any(|known| is_same(&known.value, trial)));
        // Tries without a number stand for one another only in a table of which the rest is known.
        if again.is_empty() && new.iter().all(|trial| trial.attempt.is_none()) {
            continue;
        }
        // Only what the file does not hold can be what one of its tries was before.
        let left = known.iter().filter(|known| !again.iter().any(|trial| is_same(&known.value, trial)));
        notices.extend(left.zip(new).map(|(old, new)| told(old, new, knowledge)));
    }
    notices
}

fn told(old: &Kept<Trial>, new: &Trial, knowledge: &Knowledge) -> Notice {
    let attempt = new.attempt.map_or_else(String::new, |attempt| format!(", attempt {attempt}"));
    let message = format!(
        "two tries for one on {}{attempt}: {} was kept before and {} is new; both count",
        new.day,
        measured(&old.value, knowledge),
        measured(new, knowledge)
    );
    let key = shown_key(&old.key);
    Notice::new(NoticeCode::TrialRepeated, message)
        .at(new.place.clone())
        .hint(format!("if the new one is right, set the old one aside: `evenstride correct {key} remove`"))
}

/// Where a try belongs: whoever mends a cell leaves this as it was.
fn place_of(trial: &Trial) -> impl Ord + '_ {
    (&trial.test, trial.side, trial.day, &trial.device, trial.attempt)
}

/// Do both say the same, wherever they were read?
fn is_same(a: &Trial, b: &Trial) -> bool {
    let nowhere = Place { file: String::new(), line: None };
    let without = |trial: &Trial| Trial { place: nowhere.clone(), ..trial.clone() };
    without(a) == without(b)
}
