//! What a new visit would show.

use super::{TODAY, both, judge, judge_lively, lively, of};
use crate::assess::{AssessOptions, Learnt, Verdict, assess_findings, assess_standing};
use crate::body::Quality;
use crate::measure::Trial;
use crate::person::{Person, SubjectId};
use jiff::civil::date;
use std::collections::BTreeSet;

#[test]
fn a_new_visit_is_predicted_for_as_many_trials_as_this_person_does() {
    for n in [1_u32, 2, 3] {
        let values = |value: f64| vec![value; n as usize];
        let assessment = judge(&both("flexion", &values(80.0), &values(100.0)));
        let posterior = &of(&assessment, "hamstrings", Quality::Strength).evidence;
        let prediction = &assessment.predictions[0];
        assert_eq!(prediction.n_trials, n);
        // No quirk: what is known of the difference, and two legs with a day of 5 and trials of 6.
        let variance = posterior.posterior_sd.unwrap().powi(2) + 2.0 * (25.0 + 36.0 / f64::from(n));
        assert!((prediction.mean - posterior.posterior_mean.unwrap()).abs() < 1e-6, "{prediction:?}");
        assert!((prediction.sd - libm::sqrt(variance)).abs() < 1e-6, "{prediction:?} {variance}");
    }
}

#[test]
fn findings_alone_are_the_same_findings() {
    // One pair is undecided, so that what would settle it is among what must be the same.
    let mut trials = both("extension", &[100.0, 97.0], &[92.0, 90.0]);
    trials.extend(both("flexion", &[80.0, 82.0], &[81.0, 80.0]));
    let whole = judge_lively(&trials, &Person::default());
    let (cautions, learnt, knowledge) = (BTreeSet::new(), Learnt::default(), lively());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
    let subject = SubjectId::new("me").unwrap();
    let alone = assess_findings(&subject, &trials, &Person::default(), &knowledge, &options);
    assert!(
        whole.findings.iter().any(|finding| matches!(finding.verdict, Verdict::Undecided { needs: Some(_) }))
    );
    assert_eq!(alone.findings, whole.findings);
    assert_eq!(alone.notices, whole.notices);
    assert!(!whole.predictions.is_empty() && alone.predictions.is_empty() && alone.next.is_empty());
}

#[test]
fn what_stands_is_the_same_without_courses_and_changes() {
    // Three visits a month apart, the last with a try that does not fit and one pair that stays undecided.
    let on = |month: i8, trials: Vec<Trial>| {
        trials.into_iter().map(move |trial| Trial { day: date(2026, month, 3), ..trial })
    };
    let visit = |month, wild: f64| {
        let extension = both("extension", &[100.0, 97.0, wild], &[88.0, 86.0, 90.0]);
        let flexion = both("flexion", &[80.0, 84.0], &[76.0, 79.0]);
        on(month, extension).chain(on(month, flexion))
    };
    let trials: Vec<Trial> = visit(8, 99.0).chain(visit(9, 95.0)).chain(visit(10, 60.0)).collect();
    let (cautions, learnt, knowledge) = (BTreeSet::new(), Learnt::default(), lively());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
    let (subject, person) = (SubjectId::new("me").unwrap(), Person::default());
    let whole = assess_findings(&subject, &trials, &person, &knowledge, &options);
    let standing = assess_standing(&subject, &trials, &person, &knowledge, &options);
    assert!(
        whole.findings.iter().any(|finding| finding.change.is_some() && finding.evidence.course.len() == 3)
    );
    let mut stripped = whole.clone();
    for finding in &mut stripped.findings {
        (finding.change, finding.evidence.course) = (None, Vec::new());
    }
    // To the last bit: what is not answered still has its say in what is taken apart.
    assert_eq!(standing, stripped);
}
