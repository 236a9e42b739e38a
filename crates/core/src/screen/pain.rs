//! Where it hurts, as the answers tell: which leg, and which muscles meet there.
//!
//! It says nothing of what hurt in a test; trials carry that themselves. Read next: `crate::assess`.

use super::{Answer, Answers, Reply};
use crate::body::{MuscleGroupId, Side};
use crate::knowledge::{Flag, Knowledge};

/// The places that hurt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldPain {
    places: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// The leg; none when it is both or was not told.
    side: Option<Side>,
    /// The muscles that meet there; `None` when no place was told.
    groups: Option<Vec<MuscleGroupId>>,
}

impl ToldPain {
    /// Reads it from the answers: a yes or unsure to a question about a place, or to the one that asks for any pain
    /// when no place was told.
    #[must_use]
    pub fn of(answers: &Answers, knowledge: &Knowledge) -> Self {
        let told =
            |flag: &Flag| answers.by_flag.get(&flag.id).filter(|answer| answer.reply != Reply::No).cloned();
        let all: Vec<(&Flag, &Vec<MuscleGroupId>, Answer)> = knowledge
            .flags
            .iter()
            .filter_map(|flag| Some((flag, flag.pain_in.as_ref()?, told(flag)?)))
            .collect();
        let is_place = |flag: &Flag| !flag.only_after.is_empty();
        // A place concerns the leg that the question before it named, unless it names one.
        let before = all.iter().filter(|(flag, ..)| !is_place(flag)).find_map(|(.., answer)| answer.side);
        let mut places: Vec<Place> = all
            .iter()
            .filter(|(flag, ..)| is_place(flag))
            .map(|(_, groups, answer)| Place { side: answer.side.or(before), groups: Some((*groups).clone()) })
            .collect();
        if places.is_empty() && !all.is_empty() {
            places.push(Place { side: before, groups: None });
        }
        Self { places }
    }

    /// Does anything hurt?
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.places.is_empty()
    }

    /// Does this leg hurt where one of the groups works, or somewhere that was not told?
    ///
    /// Pain without a leg is of no leg: it may be both or either.
    #[must_use]
    pub fn is_on(&self, side: Side, is_there: impl Fn(&MuscleGroupId) -> bool) -> bool {
        self.places.iter().any(|place| {
            place.side == Some(side) && place.groups.as_ref().is_none_or(|groups| groups.iter().any(&is_there))
        })
    }
}
