//! Logs that are handed over beside a table of measurements: what each person trained between them.
//!
//! One person has all of them; of several people each log is named after its own. It never guesses whose a log is.

use crate::audit::read_log_files;
use crate::check::File;
use crate::error::Error;
use crate::files::Days;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::notice::{Notice, NoticeCode};
use evenstride_core::person::SubjectId;
use evenstride_core::training::Trained;
use std::collections::BTreeMap;

/// What each of these people trained by the logs.
///
/// # Errors
/// A log cannot be read.
pub fn trained_by(
    logs: &[File],
    subjects: &[&SubjectId],
    (days, knowledge): (Days, &Knowledge),
    notices: &mut Vec<Notice>,
) -> Result<BTreeMap<SubjectId, Vec<Trained>>, Error> {
    let mut found: BTreeMap<SubjectId, Vec<Trained>> = BTreeMap::new();
    for log in logs {
        let Some(owner) = owner(&log.name, subjects) else {
            let message = format!("{} is named after nobody in the table and was left alone", log.name);
            notices.push(
                Notice::new(NoticeCode::TrainingReshaped, message)
                    .hint("name a log after the person, as the table does, such as ann.csv"),
            );
            continue;
        };
        // Only the sides of sets are asked for; a set of a one-legged exercise without a side is one of each.
        let (trained, read) = read_log_files(std::slice::from_ref(log), days, true, knowledge)?;
        notices.extend(read);
        found.entry(owner.clone()).or_default().extend(trained);
    }
    Ok(found)
}

/// The person of a log: the only one there is, else whom its name names.
fn owner<'a>(name: &str, subjects: &[&'a SubjectId]) -> Option<&'a SubjectId> {
    if let [only] = subjects {
        return Some(only);
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    subjects.iter().find(|subject| subject.as_str() == stem).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_belongs_to_the_only_person_or_to_whom_its_name_names() {
        let (ann, ben) = (SubjectId::new("ann").unwrap(), SubjectId::new("ben.b").unwrap());
        assert_eq!(owner("anything.txt", &[&ann]), Some(&ann));
        let both = [&ann, &ben];
        assert_eq!(owner("c:\\logs\\ben.b.csv", &both), Some(&ben));
        assert_eq!((owner("ann", &both), owner("anna.csv", &both)), (Some(&ann), None));
    }
}
