//! What comes next: the missing leg, what was begun, and of a pair the test that would tell most.

use super::heavy::on;
use super::*;

fn within(minutes: f64, trials: &[Trial], knowledge: &Knowledge) -> Vec<Suggestion> {
    let (cautions, learnt) = (BTreeSet::new(), Learnt::default());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
    battery(&SubjectId::new("me").unwrap(), trials, &Person::default(), knowledge, &options, minutes)
}

#[test]
fn the_leg_that_is_missing_comes_first_with_the_same_test() {
    for side in Side::BOTH {
        let begun = [trial("flexion", side, 1, 150.0), trial("flexion", side, 2, 152.0)];
        let missing = |one: &Suggestion| (one.test.to_string(), one.missing_leg, one.another_day);
        let wanted = ("flexion".to_owned(), Some(side.other()), false);
        // What nobody has looked at would tell more for its minutes.
        let mut knowledge = lively();
        knowledge.tests.get_mut(&TestId::new("flexion").unwrap()).unwrap().minutes = 9.0;
        let next = judge_in(&knowledge, &begun, &Person::default()).next;
        assert_eq!(next.first().map(missing), Some(wanted.clone()), "{next:?}");
        assert!(
            next.iter().skip(1).all(|one| one.test != next[0].test && one.missing_leg.is_none()),
            "{next:?}"
        );
        assert_eq!(within(14.0, &begun, &knowledge).first().map(missing), Some(wanted));
        assert!(within(8.0, &begun, &knowledge).iter().all(|one| one.missing_leg.is_none()), "it does not fit");
    }
}

#[test]
fn a_missing_leg_whose_test_a_limit_speaks_against_is_not_asked_for() {
    let mut knowledge = lively();
    let all_out = CautionId::new("maximal-effort").unwrap();
    knowledge.tests.get_mut(&TestId::new("flexion").unwrap()).unwrap().cautions = vec![all_out.clone()];
    let (cautions, learnt) = (BTreeSet::from([all_out]), Learnt::default());
    let options =
        AssessOptions { as_of: TODAY, delta_percent: None, cautions: &cautions, pain: None, learnt: &learnt };
    let begun = [trial("flexion", Side::Left, 1, 150.0)];
    let found = assess(&SubjectId::new("me").unwrap(), &begun, &Person::default(), &knowledge, &options);
    assert!(found.next.iter().all(|one| one.test.as_str() != "flexion"), "{:?}", found.next);
}

#[test]
fn what_was_begun_and_is_undecided_comes_before_what_nobody_has_looked_at() {
    let mut knowledge = lively();
    // A short test of something new takes more off the undecided for its minutes.
    knowledge.tests.get_mut(&TestId::new("reach").unwrap()).unwrap().minutes = 1.0;
    let begun = both("flexion", &[90.0, 91.0, 89.0], &[100.0, 101.0, 99.0]);
    assert_eq!(
        of(&judge_in(&knowledge, &begun, &Person::default()), "hamstrings", Quality::Strength).verdict.as_str(),
        "undecided"
    );
    let tests = within(10.0, &begun, &knowledge);
    let about = (Comparison::LeftRight { group: MuscleGroupId::new("hamstrings").unwrap() }, Quality::Strength);
    assert!(tests.first().is_some_and(|one| one.tells_about.contains(&about)), "{tests:?}");
    // It takes the first five minutes however many there are.
    for minutes in [5.0, 6.0, 20.0] {
        let tests = within(minutes, &begun, &knowledge);
        assert!(tests[0].tells_about.contains(&about), "{minutes}: {tests:?}");
    }
}

#[test]
fn a_test_that_the_others_make_needless_is_dropped() {
    // A short test of both muscles is the best one for its minutes, until each muscle has a test of its own.
    let mut knowledge = lively();
    knowledge.tests.retain(|id, _| ["extension", "flexion", "rise"].contains(&id.as_str()));
    for (id, minutes, noise) in [("extension", 5.0, 0.5), ("flexion", 5.0, 0.5), ("rise", 1.0, 8.0)] {
        let test = knowledge.tests.get_mut(&TestId::new(id).unwrap()).unwrap();
        (test.minutes, test.noise) =
            (minutes, Noise { trial: noise, leg_day: noise, shared_day: 1.0, quirk: 0.2 });
    }
    let names = |minutes| -> Vec<String> {
        within(minutes, &[], &knowledge).iter().map(|one| one.test.to_string()).collect()
    };
    assert_eq!(names(4.0), ["rise"]);
    let of_all = names(30.0);
    assert!(of_all.len() == 2 && !of_all.contains(&"rise".to_owned()), "{of_all:?}");
}

#[test]
fn of_an_opposing_pair_the_test_with_most_left_to_learn_comes_next() {
    let mut knowledge = lively();
    // Nothing but the ratio is in doubt, so that the findings of the pair are undecided.
    for prior in knowledge.groups.values_mut().flat_map(|group| group.prior.values_mut()) {
        prior.large_share = 0.0;
    }
    let needs = |n_extension: i8, n_flexion: i8| -> BTreeSet<String> {
        let days = |test: &str, n: i8, value: f64| -> Vec<Trial> {
            (0..n).flat_map(|i| on(both(test, &[value; 3], &[value; 3]), date(2026, 11, 1 + 2 * i))).collect()
        };
        let trials = [days("extension", n_extension, 100.0), days("flexion", n_flexion, 48.0)].concat();
        let assessment = judge_in(&knowledge, &trials, &Person::default());
        let pairs = assessment.findings.iter().filter(|f| matches!(f.comparison, Comparison::Opposing { .. }));
        let of_pair = |finding: &Finding| match &finding.verdict {
            Verdict::Undecided { needs: Some(needs) } => {
                assert!(needs.another_day && needs.expected_reduction > 0.0, "{needs:?}");
                needs.test.to_string()
            }
            other => panic!("{other:?} {:?}", finding.estimate),
        };
        pairs.map(of_pair).collect()
    };
    assert_eq!(needs(1, 8), BTreeSet::from(["extension".to_owned()]));
    assert_eq!(needs(8, 1), BTreeSet::from(["flexion".to_owned()]));
}
