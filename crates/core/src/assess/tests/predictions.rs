//! What a new visit would show.

use super::{TODAY, both, judge_lively, knowledge, lively, of};
use crate::assess::gather::gather;
use crate::assess::gaussian::normal_below;
use crate::assess::mixture::Mixture;
use crate::assess::model::Model;
use crate::assess::new_visit::noise_of_visit;
use crate::assess::{
    AssessOptions, Assessment, Interval, Learnt, PredictedPart, Verdict, assess_and_predict, assess_findings,
    assess_standing,
};
use crate::body::{Quality, Side};
use crate::knowledge::{Knowledge, ModelRules};
use crate::measure::Trial;
use crate::notice::Notice;
use crate::person::{Person, SubjectId};
use jiff::civil::date;
use std::collections::BTreeSet;

pub(super) fn predicted(trials: &[Trial], knowledge: &Knowledge) -> Assessment {
    let (cautions, learnt) = (BTreeSet::new(), Learnt::default());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
    assess_and_predict(&SubjectId::new("me").unwrap(), trials, &Person::default(), knowledge, &options)
}

#[test]
fn a_new_visit_is_predicted_for_as_many_trials_as_this_person_does() {
    for n in [1_u32, 2, 3] {
        let values = |value: f64| vec![value; n as usize];
        let assessment = predicted(&both("flexion", &values(80.0), &values(100.0)), &knowledge());
        let posterior = &of(&assessment, "hamstrings", Quality::Strength).evidence;
        let prediction = &assessment.predictions[0];
        assert_eq!(prediction.n_trials, n);
        // No quirk: what is known of the difference, and two legs with a day of 5 and trials of 6.
        let variance = posterior.posterior_sd.unwrap().powi(2) + 2.0 * (25.0 + 36.0 / f64::from(n));
        assert!((prediction.mean - posterior.posterior_mean.unwrap()).abs() < 1e-6, "{prediction:?}");
        assert!((prediction.sd - libm::sqrt(variance)).abs() < 1e-6, "{prediction:?} {variance}");
    }
}

/// What a new visit with so many trials of a test adds, as the model of some trials has it.
fn noise_of(test: &str, trials: &[Trial], knowledge: &Knowledge, n_trials: u32) -> Mixture {
    let own: Vec<&Trial> = trials.iter().collect();
    let instruments = gather(&own, knowledge, &mut Vec::new());
    let k = instruments.iter().position(|k| k.test.id.as_str() == test).unwrap();
    let learnt = Learnt::default();
    let model = Model::learn(instruments, &Person::default(), knowledge, &learnt, TODAY, &mut Vec::new());
    noise_of_visit(&model, k, &learnt, n_trials)
}

#[test]
fn the_noise_of_a_new_visit_is_that_of_the_catalogue_with_mistakes_and_somebody_unsteady_in_it() {
    let knowledge = lively();
    let ModelRules { learn_known, noise_of_person, mistake_share, mistake_percent, .. } = knowledge.model;
    // A log-normal factor seen at three points: what it does to a variance in the mean.
    let spread = libm::sqrt(learn_known * learn_known + noise_of_person * noise_of_person);
    let at = |z: f64| libm::exp(2.0 * spread * z * libm::sqrt(3.0));
    let unsteady = (at(-1.0) + 4.0 * at(0.0) + at(1.0)) / 6.0;
    // In a tenth of the mistakes three times as far off.
    let mistakes = mistake_share * (0.01 * mistake_percent).powi(2) * (0.9 + 0.1 * 9.0);
    for n in [1_u32, 3, 40] {
        let noise = noise_of("extension", &both("extension", &[100.0], &[100.0]), &knowledge, n);
        let (day, trial) = (0.05_f64.powi(2), 0.05_f64.powi(2));
        let variance = 2.0 * (unsteady * (day + trial / f64::from(n)) + mistakes);
        assert!(noise.mean().abs() < 1e-12);
        // Parts of a weight of a millionth are left out on the way.
        assert!((noise.variance() / variance - 1.0).abs() < 2e-3, "{n}: {} {variance}", noise.variance());
    }
}

#[test]
fn a_new_visit_is_mostly_nearer_and_sometimes_much_farther_than_one_normal_would_have_it() {
    let assessment = predicted(&both("flexion", &[80.0, 82.0, 81.0], &[100.0, 99.0, 103.0]), &lively());
    let prediction = &assessment.predictions[0];
    let below = |x: f64| -> f64 {
        let of = |part: &PredictedPart| part.weight * normal_below((x - part.mean) / part.sd);
        prediction.parts.iter().map(of).sum()
    };
    let moment = |of: &dyn Fn(&PredictedPart) -> f64| -> f64 {
        prediction.parts.iter().map(|part| part.weight * of(part)).sum()
    };
    // The parts are the whole: its weight, mean, spread and ends.
    assert!((moment(&|_| 1.0) - 1.0).abs() < 1e-9);
    assert!((moment(&|part| part.mean) - prediction.mean).abs() < 1e-6);
    let square = moment(&|part| part.sd.powi(2) + (part.mean - prediction.mean).powi(2));
    assert!((square - prediction.sd.powi(2)).abs() < 1e-6);
    let Interval { low, middle, high } = prediction.interval;
    assert!(
        (below(low) - 0.025).abs() < 1e-5
            && (below(middle) - 0.5).abs() < 1e-5
            && (below(high) - 0.975).abs() < 1e-5
    );
    // The tails are heavier than those of a normal with its mean and spread.
    let far = |sds: f64| {
        below(prediction.mean - sds * prediction.sd) + 1.0 - below(prediction.mean + sds * prediction.sd)
    };
    assert!(far(4.0) > 10.0 * 6.3e-5 && far(1.0) < 0.317, "{} {}", far(4.0), far(1.0));
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
    assert!(!whole.next.is_empty() && alone.next.is_empty());
    let with_predictions = predicted(&trials, &knowledge);
    assert_eq!((&with_predictions.findings, &with_predictions.next), (&whole.findings, &whole.next));
    assert!(!with_predictions.predictions.is_empty() && whole.predictions.is_empty());
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
    let names_wild = |notice: &Notice| notice.message.contains("does not go with the rest");
    assert!(whole.notices.iter().any(names_wild), "{:?}", whole.notices);
    stripped.notices.retain(|notice| !names_wild(notice));
    for finding in &mut stripped.findings {
        (finding.change, finding.evidence.course) = (None, Vec::new());
        for day in finding.evidence.tests.iter_mut().flat_map(|test| &mut test.days) {
            Side::BOTH.iter().for_each(|&side| day.sides[side].wild.clear());
        }
    }
    // To the last bit: what is not answered still has its say in what is taken apart.
    assert_eq!(standing, stripped);
}
