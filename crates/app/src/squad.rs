//! Many people at once: where each stands, those who need attention first.
//!
//! It compares nobody with anybody. Read next: [`crate::following`].

mod part;

pub use part::Part;

use crate::at_once::AtOnce;
use crate::brief::{Asked, BriefLog, Said, understanding};
use crate::error::Error;
use crate::files::Days;
use crate::following::{Due, Followed, Kept, Shown, follow_for};
use crate::record::{LogKept, kept_with};
use crate::store::{Note, Records, Rows, Store};
use crate::unseen::remarks_beside;
use crate::waiting::{Names, Waiting};
use evenstride_core::assess::{Confidence, Evidence, Finding, Learnt, Verdict, learn_noise};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::measure::Trial;
use evenstride_core::person::{Person, SubjectId};
use jiff::civil::Date;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// One person of a squad.
#[derive(Debug, Clone)]
pub struct Member {
    /// Whose row it is.
    pub subject: SubjectId,
    /// Where the person stands; of the findings only those that are called.
    pub followed: Followed,
    /// How many comparisons are not settled yet.
    pub n_undecided: usize,
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

/// Where everybody of a store stands, those whom somebody must see soonest first, then those who need attention, then those with more differences, then by name.
///
/// One after another is read and as many at once are judged, which changes nothing of what is said. The records of few
/// people are held at a time, but for the measurements of all; of the findings only those that are called stay, without
/// their evidence.
///
/// # Errors
/// The store or what it holds cannot be read.
pub async fn squad_of(
    store: &Store,
    knowledge: Arc<Knowledge>,
    days: Days,
    n_at_once: NonZeroUsize,
) -> Result<Vec<Member>, Error> {
    let mut reading = store.reading_briefly(understanding(&knowledge)).await?;
    let people = reading.people().await?;
    let mut trials: Vec<Vec<Trial>> = Vec::with_capacity(people.len());
    for (number, subject) in &people {
        trials.push(reading.trials(*number, subject).await?);
    }
    // People differ, so what depends on one person's mass or history is left to the catalogue.
    let learnt = learn_noise(trials.iter().flatten(), &Person::default(), &knowledge, days.as_of);
    let learnt = Arc::new(learnt);
    let mut names = Names::default();
    let waits = |own: Vec<Trial>| {
        // Room of its own, so that the room of the trials is free again.
        let mut waiting = Vec::with_capacity(own.len());
        waiting.extend(own.into_iter().map(|trial| Waiting::of(trial, &mut names)));
        waiting
    };
    let waiting: Vec<Vec<Waiting>> = trials.into_iter().map(waits).collect();
    let mut judging = AtOnce::new(n_at_once);
    let mut members = Vec::with_capacity(people.len());
    for ((number, subject), waiting) in people.into_iter().zip(waiting) {
        let trials: Vec<Trial> = waiting.into_iter().map(|trial| trial.into_trial(&subject)).collect();
        let mut about = reading.about(number, &subject).await?;
        if let Some(answers) = &about.answers {
            about.trained = reading.trained_after(number, &subject, answers.action).await?;
            // Few measurements have a remark, and nothing else of them is asked about.
            if trials.iter().any(|trial| trial.note.is_some()) {
                about.trials = reading.trials_after(number, &subject, answers.action).await?;
            }
        }
        let rows = reading.trained(number, &subject).await?;
        let read = ReadOne { subject, trials, about, rows };
        let (learnt, knowledge) = (Arc::clone(&learnt), Arc::clone(&knowledge));
        let judge = move || -> Result<Member, Error> {
            Ok(member(&kept_briefly(read, &knowledge, days)?, &learnt, &knowledge))
        };
        members.extend(judging.begin(judge).await?.transpose()?);
    }
    while let Some(judged) = judging.next().await? {
        members.push(judged?);
    }
    Ok(in_order(members))
}

/// As many as this machine has processors for.
#[must_use]
pub fn processors() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// What was read of one person.
struct ReadOne {
    subject: SubjectId,
    trials: Vec<Trial>,
    about: Records,
    rows: Rows<Said>,
}

/// What everything comes to that a row of a squad says.
fn kept_briefly(read: ReadOne, knowledge: &Knowledge, days: Days) -> Result<Kept, Error> {
    let ReadOne { subject, trials, about, rows } = read;
    let brief = BriefLog::new(rows, knowledge, days.as_of);
    let asked = if about.plans.is_empty() { Asked::WhatWasSaid } else { Asked::Everything };
    let notes: Vec<&Note> = about.notes.iter().map(|kept| &kept.value).collect();
    let beside = remarks_beside(&trials, days.as_of);
    let log = brief.log(asked, &notes, knowledge, days.as_of).with_remarks(beside);
    let trained = LogKept { log, hard_sets: brief.hard_sets(knowledge), notices: Vec::new() };
    let mut kept = kept_with(&subject, about, trained, knowledge, days)?;
    kept.input.trials = trials;
    Ok(kept)
}

fn member(kept: &Kept, learnt: &Learnt, knowledge: &Knowledge) -> Member {
    let mut followed = follow_for(kept, Some(learnt), knowledge, Shown::Standing);
    let is_undecided = |finding: &&Finding| matches!(finding.verdict, Verdict::Undecided { .. });
    let findings = followed.assessment.iter().flat_map(|assessment| &assessment.findings);
    let n_undecided = findings.filter(is_undecided).count();
    if let Some(assessment) = &mut followed.assessment {
        // A squad has a thousand people, and what nobody asks a member for would fill the memory.
        assessment.findings.retain(is_called);
        assessment.findings.shrink_to_fit();
        for finding in &mut assessment.findings {
            finding.evidence = Evidence::default();
        }
        assessment.notices = Vec::new();
    }
    Member { subject: kept.input.subject.clone(), followed, n_undecided }
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

/// The people of a store by name; of their records only days and numbers are looked at.
///
/// # Errors
/// The store or what it holds cannot be read.
pub async fn people_of(store: &Store, knowledge: &Knowledge, days: Days) -> Result<Vec<Listed>, Error> {
    let mut reading = store.reading_briefly(understanding(knowledge)).await?;
    let mut listed = Vec::new();
    for (number, subject) in reading.people().await? {
        let (n_measurements, measured_on) = reading.measured(number).await?;
        let rows = reading.trained(number, &subject).await?;
        let trained = BriefLog::new(rows, knowledge, days.as_of).days();
        let (n_training_days, trained_on) = (trained.len(), trained.last().copied());
        listed.push(Listed { subject, n_measurements, n_training_days, measured_on, trained_on });
    }
    Ok(listed)
}

fn in_order(mut members: Vec<Member>) -> Vec<Member> {
    members.sort_by(|a, b| {
        // Nothing due comes after everything that is.
        let rank = |member: &Member| (member.first_due().is_none(), member.first_due().cloned());
        // Chest pain does not wait behind a name that comes before it.
        let urgency = |member: &Member| {
            let asked = member.followed.asks_for();
            (asked.is_none(), asked)
        };
        urgency(a)
            .cmp(&urgency(b))
            .then_with(|| rank(a).cmp(&rank(b)))
            .then_with(|| b.standing().len().cmp(&a.standing().len()))
            .then_with(|| a.subject.cmp(&b.subject))
    });
    members
}
