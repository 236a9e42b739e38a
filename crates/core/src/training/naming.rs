//! Reading what a name means: the catalogue's own names, names of other apps, words that may be left out, and last what
//! does not train the legs.
//!
//! ```text
//!   own name ─► the same words ─► without manner or weight ─► without what differs ─► one leg for two
//!                 ─► all again with one typing mistake mended ─► a name of our own with one slip in it
//!                 ─► an exercise within the name ─► not the legs ─► unknown
//! ```
//! A name is rather left unknown than read wrongly. Read next: [`super::index`].

use super::index::{LETTERS_BEFORE_MISTAKES, Meaning, Prepared};
use super::words::{ReadName, Without, Word, plain_words};
use super::{Confidence, Recognised, Recognition, TrainedSide};
use crate::knowledge::{ExerciseId, Knowledge, WordRole, folded};
use std::cmp::Ordering;

/// A name may have so many characters; what is longer is a note.
const LETTERS_AT_MOST: usize = 120;
/// A word of a name has so many letters before a slip in it is looked for: of a shorter one too little is left.
const LETTERS_BEFORE_SLIPS: usize = 3;

/// Says what a name means to the catalogue.
///
/// The leg is found in the name too, whatever the rest of it means. Names of more than 120 characters are unknown.
///
/// # Example
/// ```
/// use evenstride_core::knowledge::{DoseRules, Knowledge};
/// use evenstride_core::training::{Recognised, recognise};
/// # fn nothing_known(doses: DoseRules) {
/// let knows_nothing = Knowledge::empty(doses, "example");
/// assert_eq!(recognise("Leg Extension (Machine)", &knows_nothing).what, Recognised::Unknown);
/// # }
/// ```
#[must_use]
pub fn recognise(name: &str, knowledge: &Knowledge) -> Recognition {
    if name.chars().nth(LETTERS_AT_MOST).is_some() {
        return Recognition { what: Recognised::Unknown, side: None };
    }
    // Lines and plans of our own name exercises by their ids, and a log of them needs no index.
    if let Some(own) = knowledge.exercises.get(name) {
        let side = knowledge.naming.reader().read(name).side;
        return Recognition { what: exercise(&own.id, Confidence::Exact), side };
    }
    let prepared = knowledge.naming.prepared(&knowledge.exercises);
    let read = prepared.reader.read(name);
    let what = match prepared.own.get(&folded(name)) {
        Some(id) => exercise(id, Confidence::Exact),
        None => {
            let with_leg = || by_name(&read.with_leg_of_one()?, prepared);
            let found = by_name(&read, prepared).or_else(with_leg);
            let found = found.or_else(|| if is_not_legs(&read) { None } else { by_typing(name, prepared) });
            found.or_else(|| by_rest(&read, prepared)).unwrap_or(Recognised::Unknown)
        }
    };
    Recognition { what, side: read.side }
}

/// As [`recognise`], for what somebody typed and can type again: an exercise within the name is not enough where a word is
/// left that no name of the catalogue has. `splt-squad` is no squat of another kind.
#[must_use]
pub fn recognise_typed(name: &str, knowledge: &Knowledge) -> Recognition {
    let found = recognise(name, knowledge);
    if confidence_of(&found.what) != Some(Confidence::Nearest) {
        return found;
    }
    if let Some(meant) = by_id_slip(name, knowledge) {
        return Recognition { what: exercise(meant, Confidence::Nearest), ..found };
    }
    let prepared = knowledge.naming.prepared(&knowledge.exercises);
    let is_unheard = |word: &Word<'_>| word.roles.is_empty() && !prepared.knows(&word.text);
    let is_left = prepared.reader.read(name).words.iter().any(is_unheard);
    if is_left && by_typing(name, prepared).is_none() {
        return Recognition { what: Recognised::Unknown, ..found };
    }
    found
}

/// Is an exercise done with one leg, or does the catalogue hold the same movement for one leg?
pub(crate) fn has_one_leg(id: &ExerciseId, knowledge: &Knowledge) -> bool {
    knowledge.naming.prepared(&knowledge.exercises).with_legs(id, true).1
}

/// Looks for the whole name.
fn by_name(read: &ReadName<'_>, prepared: &Prepared) -> Option<Recognised> {
    let plain = Without::default();
    let without_leg = || {
        let has_one = read.words.iter().any(|word| word.is_of_side);
        if has_one { by_keys(read, prepared, Without { leg_of_side: true, ..plain }) } else { None }
    };
    let found = by_keys(read, prepared, plain).or_else(without_leg);
    match (found, told_legs(read), told_by_side(read)) {
        // “Left leg extension” has the words of the exercise with two legs and says that one did it.
        (Some(what), None, Some(one)) => Some(for_legs(what, one, prepared)),
        // A “staggered hip thrust” is found by the words of the one with two legs.
        (Some(what), Some(one), _) if read.has(WordRole::MostlyOneLeg) => Some(for_legs(what, one, prepared)),
        (Some(what), _, _) => Some(what),
        (None, Some(one), _) => {
            let two = by_keys(read, prepared, Without { legs: true, ..plain })?;
            match for_legs(two, one, prepared) {
                // Another exercise within the name may be done with one leg where this one is not.
                near if confidence_of(&near) == Some(Confidence::Nearest) => {
                    by_part(read, prepared).or(Some(near))
                }
                what => Some(what),
            }
        }
        (None, None, _) => None,
    }
}

/// Looks for what only a part of the name tells.
fn by_rest(read: &ReadName<'_>, prepared: &Prepared) -> Option<Recognised> {
    let with_leg = || by_part(&read.with_leg_of_one()?, prepared);
    let found = by_part(read, prepared).or_else(with_leg);
    found.or_else(|| is_not_legs(read).then_some(Recognised::NotLegs))
}

/// Does the name tell of another part of the body, and of no leg?
fn is_not_legs(read: &ReadName<'_>) -> bool {
    read.has(WordRole::NotLegs) && !read.has(WordRole::Leg)
}

/// Looks for the name itself, then for what is left without words that change little, then without those that change more.
fn by_keys(read: &ReadName<'_>, prepared: &Prepared, without: Without) -> Option<Recognised> {
    let (manner, variant) = (read.has(WordRole::Manner), read.has(WordRole::Variant));
    let steps = [
        (true, without, Confidence::Exact),
        (manner, Without { manner: true, ..without }, Confidence::Likely),
        // Own names may have a weight where this one has none, so this is looked for in any case.
        (true, Without { manner: true, weight: true, ..without }, Confidence::Likely),
        (variant, Without { variant: true, ..without }, Confidence::Nearest),
        (variant && manner, Without { manner: true, variant: true, ..without }, Confidence::Nearest),
        (variant, Without { manner: true, weight: true, variant: true, ..without }, Confidence::Nearest),
    ];
    steps.into_iter().filter(|(asked, _, _)| *asked).find_map(|(_, without, at_most)| {
        let key = read.key(without);
        if key.is_empty() {
            return None;
        }
        match prepared.meaning(&key) {
            Some(Meaning::Exercise(id, confidence)) => Some(exercise(id, (*confidence).max(at_most))),
            Some(Meaning::NotLegs) => Some(Recognised::NotLegs),
            Some(Meaning::Several) | None => {
                let lighter = without.weight.then(|| prepared.lighter(&key, &read.weights())).flatten();
                lighter.map(|id| exercise(id, at_most))
            }
        }
    })
}

/// Looks for an exercise in a part of the name.
fn by_part(read: &ReadName<'_>, prepared: &Prepared) -> Option<Recognised> {
    let what = exercise(prepared.within(read)?, Confidence::Nearest);
    Some(match told_legs(read).or_else(|| told_by_side(read)) {
        Some(one) => for_legs(what, one, prepared),
        None => what,
    })
}

/// Looks for a name with a typing mistake in it.
fn by_typing(name: &str, prepared: &Prepared) -> Option<Recognised> {
    by_mended(name, prepared).or_else(|| by_slip(name, prepared))
}

/// The one exercise whose whole id is what was typed but for one letter left out, too many or another one.
fn by_id_slip<'k>(name: &str, knowledge: &'k Knowledge) -> Option<&'k ExerciseId> {
    let typed: Vec<char> = name.trim().to_lowercase().replace([' ', '_'], "-").chars().collect();
    let mut near = knowledge.exercises.keys().filter(|id| is_one_slip(&typed, id.as_str()));
    let first = near.next()?;
    near.next().is_none().then_some(first)
}

/// Are both the same but for one letter?
fn is_one_slip(typed: &[char], id: &str) -> bool {
    let id: Vec<char> = id.chars().collect();
    let alike = typed.iter().zip(&id).take_while(|(a, b)| a == b).count();
    let (typed, id) = (&typed[alike..], &id[alike..]);
    let rest = |of: &[char], from: usize| of.get(from..).map(<[char]>::to_vec);
    match typed.len().cmp(&id.len()) {
        Ordering::Less => Some(typed.to_vec()) == rest(id, 1),
        Ordering::Equal => rest(typed, 1) == rest(id, 1),
        Ordering::Greater => rest(typed, 1) == Some(id.to_vec()),
    }
}

/// Is it a word that no name of the catalogue has?
fn is_strange(word: &str, prepared: &Prepared) -> bool {
    word.chars().all(char::is_alphabetic) && !prepared.knows(word)
}

/// Looks for the one exercise of which the whole name is a name but for one mistake in one word, however short.
fn by_slip(name: &str, prepared: &Prepared) -> Option<Recognised> {
    let words = plain_words(name);
    let mut strange = words.iter().filter(|word| is_strange(word, prepared));
    let (Some(wrong), None) = (strange.next(), strange.next()) else { return None };
    if wrong.chars().count() < LETTERS_BEFORE_SLIPS || words.len() < 2 {
        return None;
    }
    let meant = |right: &String| {
        let right = right.as_str();
        let again: Vec<&str> = words.iter().map(|word| if word == wrong { right } else { word }).collect();
        match prepared.meaning(&prepared.reader.read(&again.join(" ")).key(Without::default())) {
            Some(Meaning::Exercise(id, Confidence::Exact)) => Some(id),
            Some(Meaning::Exercise(_, Confidence::Likely | Confidence::Nearest))
            | Some(Meaning::NotLegs | Meaning::Several)
            | None => None,
        }
    };
    let mut all = prepared.near(wrong).filter_map(meant);
    let first = all.next()?;
    all.all(|other| other == first).then(|| exercise(first, Confidence::Nearest))
}

/// Reads the name again with the one word mended that is not known; what it means then is no more than the nearest.
fn by_mended(name: &str, prepared: &Prepared) -> Option<Recognised> {
    let words = plain_words(name);
    let strange =
        |word: &&String| word.chars().count() >= LETTERS_BEFORE_MISTAKES && is_strange(word, prepared);
    let mut all = words.iter().filter(strange);
    let (Some(wrong), None) = (all.next(), all.next()) else { return None };
    let right = prepared.mended(wrong)?;
    let again: Vec<&str> = words.iter().map(|word| if word == wrong { right } else { word }).collect();
    match by_name(&prepared.reader.read(&again.join(" ")), prepared)? {
        Recognised::Exercise { id, .. } => Some(exercise(&id, Confidence::Nearest)),
        found @ (Recognised::NotLegs | Recognised::Unknown) => Some(found),
    }
}

fn exercise(id: &ExerciseId, confidence: Confidence) -> Recognised {
    Recognised::Exercise { id: id.clone(), confidence }
}

fn confidence_of(what: &Recognised) -> Option<Confidence> {
    match what {
        Recognised::Exercise { confidence, .. } => Some(*confidence),
        Recognised::NotLegs | Recognised::Unknown => None,
    }
}

/// Does the name say that one leg does it, or two?
fn told_legs(read: &ReadName<'_>) -> Option<bool> {
    let one = read.has(WordRole::OneLeg) || read.has(WordRole::MostlyOneLeg);
    match (one, read.has(WordRole::TwoLegs)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        (true, true) | (false, false) => None,
    }
}

/// Does the leg that the name tells say that one leg does it, or two?
fn told_by_side(read: &ReadName<'_>) -> Option<bool> {
    match read.side? {
        TrainedSide::Left | TrainedSide::Right | TrainedSide::Each => Some(true),
        TrainedSide::Both => Some(false),
        TrainedSide::NotSaid => None,
    }
}

/// The same with one leg or two; where the catalogue has no such exercise, what was found is the nearest.
fn for_legs(what: Recognised, one: bool, prepared: &Prepared) -> Recognised {
    let Recognised::Exercise { id, confidence } = what else { return what };
    let (other, same) = prepared.with_legs(&id, one);
    let at_most = match (same, other == id) {
        (true, true) => Confidence::Exact,
        (true, false) => Confidence::Likely,
        (false, _) => Confidence::Nearest,
    };
    Recognised::Exercise { id: other, confidence: confidence.max(at_most) }
}
