//! Patterns are told when findings agree, and not when one of them is open or speaks against it.

use super::super::finding::{
    Acting, ActingReason, Evidence, Finding, LevelEvidence, NoiseFrom, TestEvidence, Verdict,
};
use super::super::patterns::{PatternMatch, matching};
use crate::body::{Bilateral, Quality, Side};
use crate::knowledge::{
    Cause, CauseId, Grade, Knowledge, Noise, Pattern, PatternAnswer, PatternId, SportDifference, TestId,
};
use crate::person::{Injury, Person};
use crate::testing::{group, knowledge, tight, weak, weak_for_opponent};

fn pattern(id: &str, weak: &[&str], short: &[&str], one_sided: bool) -> Pattern {
    let groups = |ids: &[&str]| ids.iter().map(|id| group(id)).collect();
    Pattern {
        id: PatternId::new(id).unwrap(),
        name: id.to_owned(),
        finding: String::new(),
        weak: groups(weak),
        short: groups(short),
        thin: Vec::new(),
        carries_less: Vec::new(),
        even: Vec::new(),
        one_sided,
        asks: None,
        answered_by: Vec::new(),
        possibility: "may be".to_owned(),
        causes: vec![CauseId::new("disuse").unwrap()],
        confirm: Vec::new(),
        refute: Vec::new(),
        tests: Vec::new(),
        flags: Vec::new(),
        grade: Grade::C,
        cause_grade: Grade::E,
        source: Vec::new(),
    }
}

/// A pattern that is told of nothing but an answer.
fn asking(mut pattern: Pattern, by: PatternAnswer) -> Pattern {
    pattern.asks = Some("Is it so?".to_owned());
    pattern.answered_by = vec![by];
    pattern
}

fn knowing(patterns: Vec<Pattern>) -> Knowledge {
    let mut knowledge = knowledge();
    for id in ["gastrocnemius", "soleus"] {
        knowledge.groups.get_mut(id).unwrap().family = Some("calf".to_owned());
    }
    for id in ["disuse", "normal-variation"] {
        let cause = Cause {
            id: CauseId::new(id).unwrap(),
            name: id.to_owned(),
            text: String::new(),
            help: String::new(),
            grade: Grade::A,
            source: Vec::new(),
        };
        knowledge.causes.insert(cause.id.clone(), cause);
    }
    knowledge.patterns = patterns.into_iter().map(|pattern| (pattern.id.clone(), pattern)).collect();
    knowledge
}

/// The finding, resting on one test.
fn tested(finding: Finding, test: &str) -> Finding {
    let evidence = TestEvidence {
        test: TestId::new(test).unwrap(),
        device: None,
        load: 1.0,
        days: Vec::new(),
        used: true,
        raw_size: None,
        noise: Noise { trial: 3.0, leg_day: 3.0, shared_day: 3.0, quirk: 3.0 },
        noise_from: NoiseFrom::Catalogue,
    };
    Finding { evidence: Evidence { tests: vec![evidence], ..finding.evidence }, ..finding }
}

fn with(finding: Finding, verdict: Verdict) -> Finding {
    let acting = Acting { worth: false, reasons: vec![ActingReason::NotSure] };
    Finding { verdict, acting: Some(acting), ..finding }
}

fn open(finding: Finding) -> Finding {
    with(finding, Verdict::Undecided { needs: None })
}

fn even(finding: Finding) -> Finding {
    with(finding, Verdict::Balanced)
}

fn because(finding: Finding, worth: bool, reason: ActingReason) -> Finding {
    Finding { acting: Some(Acting { worth, reasons: vec![reason] }), ..finding }
}

fn told(findings: &[Finding], person: &Person, patterns: Vec<Pattern>) -> Vec<PatternMatch> {
    matching(findings, person, &knowing(patterns))
}

/// Weak and short hamstrings, by different tests.
fn hamstrings(weak_side: Side, short_side: Side) -> [Finding; 2] {
    [
        tested(weak("hamstrings", weak_side, 20.0, 1.0), "curl"),
        tested(tight("hamstrings", short_side, 12.0, 1.0), "reach"),
    ]
}

#[test]
fn two_parts_seen_on_one_leg_are_told_with_normal_variation_first() {
    let pattern = || vec![pattern("P-04", &["hamstrings"], &["hamstrings"], true)];
    let found = told(&hamstrings(Side::Right, Side::Right), &Person::default(), pattern());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].pattern.as_str(), found[0].side), ("P-04", Some(Side::Right)));
    assert_eq!((found[0].from.len(), found[0].n_seen, found[0].n_measured), (2, 2, 2));
    let causes: Vec<&str> = found[0].causes.iter().map(CauseId::as_str).collect();
    assert_eq!(causes, ["normal-variation", "disuse"]);
    let mirrored = told(&hamstrings(Side::Left, Side::Left), &Person::default(), pattern());
    assert_eq!(mirrored[0].side, Some(Side::Left));
}

#[test]
fn a_part_that_is_even_or_on_the_other_leg_takes_the_pattern_away() {
    let pattern = || vec![pattern("P-04", &["hamstrings"], &["hamstrings"], true)];
    assert_eq!(told(&hamstrings(Side::Right, Side::Left), &Person::default(), pattern()), []);
    let [weaker, shorter] = hamstrings(Side::Right, Side::Right);
    assert_eq!(told(&[weaker, even(shorter)], &Person::default(), pattern()), []);
}

#[test]
fn an_undecided_part_is_neither_seen_nor_against_it() {
    let two = || vec![pattern("P-04", &["hamstrings"], &["hamstrings"], true)];
    let [weaker, shorter] = hamstrings(Side::Right, Side::Right);
    assert_eq!(told(&[weaker.clone(), open(shorter.clone())], &Person::default(), two()), []);
    assert_eq!(told(&[open(weaker), open(shorter)], &Person::default(), two()), []);
    let three = vec![pattern("P-11", &["quads", "hamstrings", "soleus"], &[], true)];
    let findings = [
        tested(weak("quads", Side::Left, 20.0, 1.0), "press"),
        tested(weak("hamstrings", Side::Left, 20.0, 1.0), "curl"),
        open(tested(weak("soleus", Side::Left, 5.0, 0.5), "rise")),
    ];
    let found = told(&findings, &Person::default(), three);
    assert_eq!((found[0].n_seen, found[0].n_measured), (2, 3));
    assert!((found[0].share() - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn two_groups_of_one_family_or_of_one_test_are_one_thing_seen() {
    let not_worth = |finding| because(finding, false, ActingReason::NothingCallsForIt);
    let calf = [
        not_worth(tested(weak("gastrocnemius", Side::Left, 20.0, 1.0), "rise")),
        not_worth(tested(weak("soleus", Side::Left, 20.0, 1.0), "seated-rise")),
    ];
    let whole_leg = || vec![pattern("P-11", &["quads", "gastrocnemius", "soleus"], &[], true)];
    assert_eq!(told(&calf, &Person::default(), whole_leg()), []);
    let press = ["quads", "glutes"].map(|id| not_worth(tested(weak(id, Side::Left, 20.0, 1.0), "press")));
    assert_eq!(told(&press, &Person::default(), vec![pattern("P-11", &["quads", "glutes"], &[], true)]), []);
}

#[test]
fn the_only_part_of_a_pattern_is_told_when_it_is_worth_acting_on() {
    let pattern = || vec![pattern("P-07", &["gastrocnemius", "soleus"], &[], true)];
    let calf = tested(weak("soleus", Side::Left, 20.0, 1.0), "rise");
    assert_eq!(told(std::slice::from_ref(&calf), &Person::default(), pattern()).len(), 1);
    let left_alone = because(calf, false, ActingReason::NothingCallsForIt);
    assert_eq!(told(&[left_alone], &Person::default(), pattern()), []);
}

#[test]
fn what_has_to_be_even_speaks_against_the_pattern_when_it_is_not() {
    let mut front = pattern("P-03", &["quads"], &[], true);
    front.even = vec![group("hamstrings")];
    let quads = || tested(weak("quads", Side::Left, 20.0, 1.0), "press");
    let back = || tested(weak("hamstrings", Side::Left, 20.0, 1.0), "curl");
    assert_eq!(told(&[quads(), back()], &Person::default(), vec![front.clone()]), []);
    assert_eq!(told(&[quads(), even(back())], &Person::default(), vec![front.clone()])[0].n_seen, 2);
    assert_eq!(told(&[even(quads()), even(back())], &Person::default(), vec![front]), []);
}

#[test]
fn a_pattern_that_asks_is_told_when_the_records_answer_it() {
    let sprain = || asking(pattern("P-09", &["fibulares"], &[], true), PatternAnswer::Injury);
    let fibulares = [tested(weak("fibulares", Side::Left, 20.0, 1.0), "evert")];
    let injured = |side: Side, id: &str| Person {
        injuries: vec![Injury {
            what: "sprain".to_owned(),
            side: Some(side),
            groups: vec![group(id)],
            on: None,
            surgery: false,
            operation: None,
        }],
        ..Person::default()
    };
    assert_eq!(told(&fibulares, &Person::default(), vec![sprain()]), []);
    assert_eq!(told(&fibulares, &injured(Side::Right, "fibulares"), vec![sprain()]), []);
    assert_eq!(told(&fibulares, &injured(Side::Left, "quads"), vec![sprain()]), []);
    let found = told(&fibulares, &injured(Side::Left, "fibulares"), vec![sprain()]);
    assert_eq!(found[0].answered, Some(PatternAnswer::Injury));
    let mut unanswerable = sprain();
    unanswerable.answered_by.clear();
    assert_eq!(told(&fibulares, &injured(Side::Left, "fibulares"), vec![unanswerable]), []);
}

#[test]
fn a_sport_answers_for_the_leg_it_favours_and_for_no_larger_difference() {
    let favoured = || asking(pattern("P-13", &["adductors"], &[], true), PatternAnswer::FavouredSide);
    let mut knowledge = knowing(vec![favoured()]);
    knowledge.sports = vec![SportDifference {
        sport: vec!["football".to_owned()],
        group: group("adductors"),
        quality: Quality::Strength,
        usual_percent: 14.0,
        up_to_percent: 22.0,
        grade: Grade::B,
        source: Vec::new(),
    }];
    let player =
        |leg| Person { sport: Some("Football".to_owned()), dominant_leg: Some(leg), ..Person::default() };
    let told = |percent: f64, person: &Person| {
        matching(&[weak("adductors", Side::Left, percent, 1.0)], person, &knowledge).len()
    };
    assert_eq!(told(15.0, &player(Side::Right)), 1);
    assert_eq!(told(15.0, &player(Side::Left)), 0);
    assert_eq!(told(30.0, &player(Side::Right)), 0);
    assert_eq!(told(15.0, &Person::default()), 0);
}

#[test]
fn a_pattern_of_any_group_is_seen_where_its_answer_is() {
    let painful = asking(pattern("P-16", &[], &[], true), PatternAnswer::Pain);
    let findings = [
        because(weak("quads", Side::Left, 20.0, 1.0), true, ActingReason::Pain),
        weak("soleus", Side::Left, 20.0, 1.0),
        open(because(weak("glutes", Side::Left, 20.0, 0.6), false, ActingReason::Pain)),
    ];
    let found = told(&findings, &Person::default(), vec![painful]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].from, [(findings[0].comparison.clone(), Quality::Strength)]);
}

#[test]
fn a_pattern_of_both_legs_wants_both_of_them() {
    let back = || vec![pattern("P-19", &["hamstrings"], &[], false)];
    let low = |side| {
        let finding = tested(weak_for_opponent("hamstrings", "quads", side, 20.0), "curl");
        let mut finding = because(finding, false, ActingReason::BothAboveNorm);
        let mut second = finding.evidence.tests[0].clone();
        second.test = TestId::new("press").unwrap();
        finding.evidence.tests.push(second);
        finding
    };
    let found = told(&[low(Side::Left), low(Side::Right)], &Person::default(), back());
    assert_eq!((found.len(), found[0].side, found[0].from.len()), (1, None, 2));
    assert_eq!(told(&[low(Side::Left)], &Person::default(), back()), []);
    assert_eq!(told(&[low(Side::Left), even(low(Side::Right))], &Person::default(), back()), []);
    let strong = weak_for_opponent("quads", "hamstrings", Side::Right, 20.0);
    assert_eq!(told(&[low(Side::Left), strong], &Person::default(), back()), []);
}

#[test]
fn a_short_group_of_both_legs_is_told_from_what_is_usual() {
    let hip = || vec![pattern("P-01", &["glutes"], &["hip-flexors"], false)];
    let glutes = |side| tested(weak_for_opponent("glutes", "hip-flexors", side, 20.0), "hip-extension");
    let reach = |left: f64, right: f64| {
        let mut finding = even(tested(tight("hip-flexors", Side::Left, 1.0, 0.1), "thomas"));
        let level = |probability_low| LevelEvidence { z: -1.5, z_sd: 0.5, probability_low };
        finding.evidence.level = Some(Bilateral { left: level(left), right: level(right) });
        finding
    };
    let told = |reach| told(&[glutes(Side::Left), glutes(Side::Right), reach], &Person::default(), hip());
    assert_eq!(told(reach(0.9, 0.8))[0].n_seen, 2);
    assert_eq!(told(reach(0.9, 0.1)), []);
    assert_eq!(told(reach(0.9, 0.5)), [], "one of two parts");
}
