//! All questions about one person are gathered, put to the model at once, and taken apart again.
//!
//! The model goes through every combination of what is ambiguous once, whatever the number of questions is.

use super::mixture::Mixture;
use super::model::{Model, Seen, Target};

/// The questions so far.
#[derive(Default)]
pub(super) struct Questions {
    seen: Vec<Seen>,
}

/// Which answer belongs to a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question(usize);

impl Questions {
    /// Notes a question.
    pub(super) fn ask(&mut self, model: &Model<'_>, target: &Target) -> Question {
        self.seen.push(model.see(target));
        Question(self.seen.len() - 1)
    }

    /// How the target of a question looks to the data.
    pub(super) fn seen(&self, question: Question) -> &Seen {
        &self.seen[question.0]
    }

    /// Puts all of them to the model.
    pub(super) fn answer(&self, model: &Model<'_>) -> Answers {
        Answers(model.answer(&self.seen))
    }

    /// The same with a normal in the place of every mixture, for what nobody has measured.
    pub(super) fn answer_roughly(&self, model: &Model<'_>) -> Answers {
        Answers(self.seen.iter().map(|seen| Mixture::of_one(model.normal(seen))).collect())
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
