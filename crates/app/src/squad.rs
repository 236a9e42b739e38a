//! Many people at once: where each stands, those who need attention first.
//!
//! It compares nobody with anybody. Read next: [`crate::following`].

use crate::following::{Due, Followed, Kept, follow};
use evenstride_core::assess::{Confidence, Finding, Learnt, Verdict, learn_noise};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::Trial;
use evenstride_core::person::{Person, SubjectId};
use jiff::civil::Date;

/// One person of a squad.
#[derive(Debug, Clone)]
pub struct Member {
    /// Whose row it is.
    pub subject: SubjectId,
    /// Where the person stands.
    pub followed: Followed,
}

impl Member {
    /// What needs attention most.
    #[must_use]
    pub fn first_due(&self) -> Option<&Due> {
        self.followed.due.first()
    }

    /// The differences that are probably or clearly real, the clear ones first.
    #[must_use]
    pub fn standing(&self) -> Vec<&Finding> {
        let findings = self.followed.assessment.iter().flat_map(|assessment| &assessment.findings);
        let mut called: Vec<(&Finding, Confidence)> = findings
            .filter_map(|finding| match finding.verdict {
                Verdict::Imbalanced { confidence, .. } => Some((finding, confidence)),
                Verdict::Balanced | Verdict::Undecided { .. } | Verdict::NotComparable { .. } => None,
            })
            .collect();
        called.sort_by_key(|(_, confidence)| match confidence {
            Confidence::Clear => 0,
            Confidence::Probable => 1,
        });
        called.into_iter().map(|(finding, _)| finding).collect()
    }
}

/// Where everybody stands, those who need attention first, then those with more differences, then by name.
#[must_use]
pub fn squad(everybody: &[Kept], learnt: &Learnt, knowledge: &Knowledge) -> Vec<Member> {
    let mut members: Vec<Member> = everybody
        .iter()
        .map(|kept| Member {
            subject: kept.input.subject.clone(),
            followed: follow(kept, Some(learnt), knowledge),
        })
        .collect();
    members.sort_by(|a, b| {
        // Nothing due comes after everything that is.
        let rank = |member: &Member| (member.first_due().is_none(), member.first_due().cloned());
        rank(a)
            .cmp(&rank(b))
            .then_with(|| b.standing().len().cmp(&a.standing().len()))
            .then_with(|| a.subject.cmp(&b.subject))
    });
    members
}

/// What the repeats of everybody teach about noise.
#[must_use]
pub fn squad_noise(everybody: &[Kept], knowledge: &Knowledge, as_of: Date) -> Learnt {
    let trials: Vec<Trial> = everybody.iter().flat_map(|kept| kept.input.trials.iter().cloned()).collect();
    // People differ, so what depends on one person's mass or history is left to the catalogue.
    learn_noise(&trials, &Person::default(), knowledge, as_of)
}
