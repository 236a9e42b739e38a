//! Many people at once: where each stands, those who need attention first.
//!
//! It compares nobody with anybody. Read next: [`crate::following`].

use crate::error::Error;
use crate::files::Days;
use crate::following::{Due, Followed, Kept, Shown, follow_for};
use crate::record::kept;
use crate::store::Store;
use evenstride_core::assess::{Confidence, Evidence, Finding, Learnt, Verdict, learn_noise};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::Trial;
use evenstride_core::person::{Person, SubjectId};
use jiff::civil::Date;

/// One person of a squad.
#[derive(Debug, Clone)]
pub struct Member {
    /// Whose row it is.
    pub subject: SubjectId,
    /// Where the person stands; of the findings only those that are called.
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

/// Where everybody of a store stands, those who need attention first, then those with more differences, then by name.
///
/// One person's records are held at a time; of the findings only those that are called stay, without their evidence.
///
/// # Errors
/// The store or what it holds cannot be read.
pub async fn squad_of(store: &Store, knowledge: &Knowledge, days: Days) -> Result<Vec<Member>, Error> {
    let mut reading = store.reading().await?;
    let people = reading.people().await?;
    let mut trials: Vec<Trial> = Vec::new();
    for (number, subject) in &people {
        trials.extend(reading.trials(*number, subject).await?);
    }
    // People differ, so what depends on one person's mass or history is left to the catalogue.
    let learnt = learn_noise(&trials, &Person::default(), knowledge, days.as_of);
    drop(trials);
    let mut members = Vec::new();
    for (number, subject) in people {
        let kept = kept(&subject, reading.records(number, &subject).await?, knowledge, days)?;
        members.push(member(&kept, &learnt, knowledge));
    }
    Ok(in_order(members))
}

fn member(kept: &Kept, learnt: &Learnt, knowledge: &Knowledge) -> Member {
    let mut followed = follow_for(kept, Some(learnt), knowledge, Shown::Standing);
    if let Some(assessment) = &mut followed.assessment {
        // A squad has a thousand people, and what nobody asks a member for would fill the memory.
        assessment.findings.retain(is_called);
        for finding in &mut assessment.findings {
            finding.evidence = Evidence::default();
        }
        assessment.notices = Vec::new();
    }
    Member { subject: kept.input.subject.clone(), followed }
}

fn is_called(finding: &Finding) -> bool {
    matches!(finding.verdict, Verdict::Imbalanced { .. })
}

/// What a list of people says of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Who it is.
    pub subject: SubjectId,
    /// How many measurements count.
    pub n_measurements: usize,
    /// Days on which something was trained that a plan can follow.
    pub n_training_days: usize,
    /// The last day of measuring.
    pub measured_on: Option<Date>,
    /// The last of those days of training.
    pub trained_on: Option<Date>,
}

/// The people of a store by name; one person's records are held at a time.
///
/// # Errors
/// The store or what it holds cannot be read.
pub async fn people_of(store: &Store, knowledge: &Knowledge, days: Days) -> Result<Vec<Listed>, Error> {
    let mut reading = store.reading().await?;
    let mut listed = Vec::new();
    for (number, subject) in reading.people().await? {
        let kept = kept(&subject, reading.records(number, &subject).await?, knowledge, days)?;
        listed.push(Listed {
            subject,
            n_measurements: kept.input.trials.len(),
            n_training_days: kept.log.days().len(),
            measured_on: kept.input.trials.iter().map(|trial| trial.day).max(),
            trained_on: kept.log.last_day(),
        });
    }
    Ok(listed)
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
