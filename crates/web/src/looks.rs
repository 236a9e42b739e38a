//! Files that are looked at before they are kept: in memory alone, few at a time, and each for whoever has sent it.
//!
//! What is kept is in the store; a file that is forgotten here is sent again. Read next: `crate::pages::look`.

use crate::state::Who;
use evenstride_app::prelude::WeightUnit;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many files are held at most, and so many bytes of them together; the newest stays whatever its size.
const MOST_FILES: usize = 12;
const MOST_BYTES: usize = 64 << 20;

/// A file that somebody looks at.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) number: usize,
    /// For whom it is meant; none where its rows say whose they are.
    pub(crate) person: Option<Who>,
    /// The account that has sent it.
    pub(crate) by: Option<String>,
    pub(crate) name: String,
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) unit: Option<WeightUnit>,
    /// What was said of its columns, by the name of the field of the form.
    pub(crate) said: BTreeMap<&'static str, String>,
}

/// The files that are looked at.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// How many there have been: a number is never given twice.
    n_ever: usize,
    /// Oldest first.
    looks: Vec<Look>,
}

impl Looks {
    fn held(&self) -> MutexGuard<'_, Held> {
        // Nobody leaves half a file behind, so that what a panic interrupted still holds.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds a file, and gives its number.
    pub(crate) fn hold(&self, mut look: Look) -> usize {
        let mut held = self.held();
        held.n_ever += 1;
        look.number = held.n_ever;
        let number = look.number;
        held.looks.push(look);
        let mut n_bytes = 0_usize;
        let n_fit = held.looks.iter().rev().take(MOST_FILES).take_while(|look| {
            let is_newest = n_bytes == 0;
            n_bytes = n_bytes.saturating_add(look.bytes.len().max(1));
            is_newest || n_bytes <= MOST_BYTES
        });
        let n_too_many = held.looks.len() - n_fit.count();
        held.looks.drain(..n_too_many);
        number
    }

    /// The file of a number, for whoever has sent it for this person, or for the people whom it names.
    pub(crate) fn of(&self, person: Option<&Who>, by: Option<&str>, number: usize) -> Option<Look> {
        let held = self.held();
        let is_it =
            |look: &&Look| look.number == number && look.person.as_ref() == person && look.by.as_deref() == by;
        held.looks.iter().find(is_it).cloned()
    }

    /// Puts what was said of its columns in the place of what was said before.
    pub(crate) fn say(&self, number: usize, said: BTreeMap<&'static str, String>) {
        if let Some(look) = self.held().looks.iter_mut().find(|look| look.number == number) {
            look.said = said;
        }
    }

    /// Takes the unit of its loads, where the file itself does not tell it.
    pub(crate) fn weigh(&self, number: usize, unit: WeightUnit) {
        if let Some(look) = self.held().looks.iter_mut().find(|look| look.number == number) {
            look.unit = Some(unit);
        }
    }

    /// Forgets a file.
    pub(crate) fn drop_one(&self, number: usize) {
        self.held().looks.retain(|look| look.number != number);
    }

    /// Forgets what was sent for a person, and what may hold rows of that person.
    pub(crate) fn forget(&self, person: &Who) {
        self.held().looks.retain(|look| look.person.as_ref().is_some_and(|other| other != person));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_app::prelude::SubjectId;

    fn who(number: i64) -> Who {
        Who { number, name: SubjectId::new("ann").unwrap() }
    }

    fn look(person: i64, n_bytes: usize) -> Look {
        Look {
            number: 0,
            person: Some(who(person)),
            by: None,
            name: "a.csv".to_owned(),
            bytes: Arc::new(vec![0; n_bytes]),
            unit: None,
            said: BTreeMap::new(),
        }
    }

    #[test]
    fn few_files_are_held_and_the_newest_stays_whatever_its_size() {
        let looks = Looks::default();
        let numbers: Vec<usize> = (0..MOST_FILES + 3).map(|_| looks.hold(look(1, 10))).collect();
        let is_held = |number: usize| looks.of(Some(&who(1)), None, number).is_some();
        assert_eq!(numbers.iter().filter(|number| is_held(**number)).count(), MOST_FILES);
        assert!(is_held(numbers[numbers.len() - 1]) && !is_held(numbers[0]));
        let large = looks.hold(look(1, MOST_BYTES + 1));
        assert!(is_held(large) && !is_held(large - 1), "it alone has room");
        let small = looks.hold(look(1, 1));
        assert!(is_held(small) && !is_held(large));
    }

    #[test]
    fn a_file_is_for_whoever_sent_it_and_for_the_person_it_was_meant_for() {
        let looks = Looks::default();
        let number = looks.hold(look(1, 1));
        assert!(looks.of(Some(&who(2)), None, number).is_none());
        assert!(looks.of(Some(&who(1)), Some("carl"), number).is_none());
        looks.forget(&who(2));
        assert!(looks.of(Some(&who(1)), None, number).is_some());
        looks.forget(&who(1));
        assert!(looks.of(Some(&who(1)), None, number).is_none());
    }

    #[test]
    fn a_table_of_several_people_is_nobodys_and_goes_when_any_of_them_is_forgotten() {
        let looks = Looks::default();
        let number = looks.hold(Look { person: None, ..look(1, 1) });
        assert!(looks.of(Some(&who(1)), None, number).is_none());
        assert!(looks.of(None, Some("carl"), number).is_none());
        assert!(looks.of(None, None, number).is_some());
        looks.forget(&who(2));
        assert!(looks.of(None, None, number).is_none());
    }
}
