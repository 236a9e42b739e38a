//! Many people at once: where each stands, those who need attention first.
//!
//! It compares nobody with anybody. Read next: [`crate::following`].

use crate::error::Error;
use crate::files::Days;
use crate::following::{Due, Followed, Kept, follow};
use crate::record::kept;
use crate::store::Store;
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
    in_order(everybody.iter().map(|kept| member(kept, learnt, knowledge)).collect())
}

/// Where everybody of a store stands; one person's records are held at a time.
///
/// # Errors
/// The store or what it holds cannot be read.
pub async fn squad_of(store: &Store, knowledge: &Knowledge, days: Days) -> Result<Vec<Member>, Error> {
    let subjects = store.subjects().await?;
    let mut trials: Vec<Trial> = Vec::new();
    for subject in &subjects {
        trials.extend(store.trials(subject).await?);
    }
    let learnt = learn_noise(&trials, &Person::default(), knowledge, days.as_of);
    drop(trials);
    let mut members = Vec::new();
    for subject in &subjects {
        let kept = kept(subject, &store.read(subject).await?, knowledge, days)?;
        members.push(member(&kept, &learnt, knowledge));
    }
    Ok(in_order(members))
}

fn member(kept: &Kept, learnt: &Learnt, knowledge: &Knowledge) -> Member {
    Member { subject: kept.input.subject.clone(), followed: follow(kept, Some(learnt), knowledge) }
}

fn in_order(mut members: Vec<Member>) -> Vec<Member> {
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
