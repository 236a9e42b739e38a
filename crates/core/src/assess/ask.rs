//! All questions about one person are gathered, put to the model at once, and taken apart again.
//!
//! The model goes through every combination of what is ambiguous once, whatever the number of questions is.

use super::mixture::Mixture;
use super::model::{Looks, Model, Seen, Target};

/// The questions so far.
#[derive(Default)]
pub(super) struct Questions {
    seen: Vec<Seen>,
    /// How each of them is answered.
    how: Vec<How>,
    looks: Looks,
    /// Is the course of a difference asked for, and what changed?
    with_course: bool,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// With a mixture.
    InFull,
    /// With a normal in the place of every mixture.
    Roughly,
    /// Not at all; it only has its say in what is taken apart, so that the others are answered as if beside it.
    Unheard,
}

/// Which answer belongs to a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question(usize);

impl Questions {
    /// No question yet; answers to those of courses and changes are wanted or not.
    pub(super) fn with_course(with_course: bool) -> Self {
        Self { with_course, ..Self::default() }
    }

    /// Notes a question.
    pub(super) fn ask(&mut self, model: &Model<'_>, target: &Target) -> Question {
        self.add(model, target, How::InFull)
    }

    /// Notes a question of a course or a change; none where nobody wants the answer.
    pub(super) fn ask_of_course(&mut self, model: &Model<'_>, target: &Target) -> Option<Question> {
        let how = if self.with_course { How::InFull } else { How::Unheard };
        let question = self.add(model, target, how);
        self.with_course.then_some(question)
    }

    /// Notes a question that is answered with a normal in the place of every mixture: for what nobody has measured,
    /// and for what is told by mean and spread alone.
    pub(super) fn ask_roughly(&mut self, model: &Model<'_>, target: &Target) -> Question {
        self.add(model, target, How::Roughly)
    }

    fn add(&mut self, model: &Model<'_>, target: &Target, how: How) -> Question {
        self.seen.push(model.see(target, &mut self.looks));
        self.how.push(how);
        Question(self.seen.len() - 1)
    }

    /// How the target of a question looks to the data.
    pub(super) fn seen(&self, question: Question) -> &Seen {
        &self.seen[question.0]
    }

    /// Puts all of them to the model.
    pub(super) fn answer(&self, model: &Model<'_>) -> Answers {
        let asked = self.seen.iter().zip(&self.how);
        let in_full: Vec<(&Seen, bool)> = asked
            .clone()
            .filter(|(_, how)| **how != How::Roughly)
            .map(|(seen, how)| (seen, *how == How::InFull))
            .collect();
        let mut full = model.answer(&in_full).into_iter();
        let each = asked.map(|(seen, how)| {
            let full = if *how == How::Roughly { None } else { full.next() };
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
