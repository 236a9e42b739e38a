//! All questions about one person are gathered, put to the model at once, and taken apart again.
//!
//! The model goes through every combination of what is ambiguous once, whatever the number of questions is.

use super::mixture::Mixture;
use super::model::{Looks, Model, Seen, Target};

/// The questions so far.
#[derive(Default)]
pub(super) struct Questions {
    seen: Vec<Seen>,
    /// Which of them a normal answers well enough.
    roughly: Vec<bool>,
    looks: Looks,
}

/// Which answer belongs to a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question(usize);

impl Questions {
    /// Notes a question.
    pub(super) fn ask(&mut self, model: &Model<'_>, target: &Target) -> Question {
        self.add(model, target, false)
    }

    /// Notes a question that is answered with a normal in the place of every mixture: for what nobody has measured,
    /// and for what is told by mean and spread alone.
    pub(super) fn ask_roughly(&mut self, model: &Model<'_>, target: &Target) -> Question {
        self.add(model, target, true)
    }

    fn add(&mut self, model: &Model<'_>, target: &Target, roughly: bool) -> Question {
        self.seen.push(model.see(target, &mut self.looks));
        self.roughly.push(roughly);
        Question(self.seen.len() - 1)
    }

    /// How the target of a question looks to the data.
    pub(super) fn seen(&self, question: Question) -> &Seen {
        &self.seen[question.0]
    }

    /// Puts all of them to the model.
    pub(super) fn answer(&self, model: &Model<'_>) -> Answers {
        let asked = self.seen.iter().zip(&self.roughly);
        let in_full: Vec<&Seen> =
            asked.clone().filter(|(_, roughly)| !**roughly).map(|(seen, _)| seen).collect();
        let mut full = model.answer(&in_full).into_iter();
        let each = asked.map(|(seen, roughly)| {
            let full = if *roughly { None } else { full.next() };
            full.unwrap_or_else(|| Mixture::of_one(model.normal(seen)))
        });
        Answers(each.collect())
    }
}

/// The posterior of every question.
pub(super) struct Answers(Vec<Mixture>);

impl Answers {
    /// The posterior of one question.
    pub(super) fn of(&self, question: Question) -> &Mixture {
        &self.0[question.0]
    }
}
