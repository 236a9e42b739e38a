//! Earlier days of measuring are left out only where they change nothing.

use super::fixture::{FIRST, Try};
use super::retest::{assessment, finding};
use crate::assess::{Assessment, Confidence, Finding, Verdict, Weaker, WhyNot};
use crate::body::Side;
use crate::track::{Log, looks_back, next_session};
use jiff::ToSpan;

/// What the legs may look like on a day of measuring.
const LOOKS: [Option<(Side, bool)>; 5] = [
    None,
    Some((Side::Left, true)),
    Some((Side::Right, true)),
    Some((Side::Left, false)),
    Some((Side::Right, false)),
];

fn found(look: (Side, bool)) -> Finding {
    let (side, is_called) = look;
    let verdict = if is_called {
        Verdict::Imbalanced { weaker: Weaker::Leg(side), confidence: Confidence::Clear }
    } else {
        Verdict::Balanced
    };
    let mut finding = finding("abductors", verdict, 0.9, &[("hop", true)]);
    if let Some(estimate) = &mut finding.estimate {
        estimate.size = if side == Side::Right { 19.0 } else { -19.0 };
    }
    finding
}

/// One assessment for each look, a week apart.
fn days(looks: &[Option<(Side, bool)>]) -> Vec<Assessment> {
    let day = |(number, look): (i64, &Option<(Side, bool)>)| {
        let mut told = assessment(look.map(found).into_iter().collect());
        told.as_of = FIRST.checked_add(number.weeks()).unwrap();
        told
    };
    (0..).zip(looks).map(day).collect()
}

#[test]
fn days_that_are_left_out_change_nothing() {
    let mut n_left_out = 0;
    for first in LOOKS {
        for second in LOOKS {
            for third in LOOKS {
                for n_days in 1..=3 {
                    let all = days(&[first, second, third][..n_days]);
                    let newest = all.last().unwrap();
                    let mut given = Try::new(Side::Left, FIRST.checked_add(3.weeks()).unwrap());
                    if looks_back(&given.plan, newest, n_days, &given.knowledge) {
                        continue;
                    }
                    n_left_out += 1;
                    let log = Log::EMPTY;
                    given.assessments = vec![newest.clone()];
                    let alone = next_session(&given.following(&log));
                    given.assessments.clone_from(&all);
                    assert_eq!(next_session(&given.following(&log)), alone, "{first:?} {second:?} {third:?}");
                }
            }
        }
    }
    assert!(n_left_out > 200, "{n_left_out}");
}

#[test]
fn many_days_and_a_newest_one_that_cannot_tell_look_back() {
    let given = Try::new(Side::Left, FIRST);
    let looks = |looks: &[Option<(Side, bool)>]| {
        let all = days(looks);
        looks_back(&given.plan, all.last().unwrap(), all.len(), &given.knowledge)
    };
    let left = Some((Side::Left, true));
    assert!(!looks(&[left]) && !looks(&[left, left]));
    assert!(looks(&[left, left, left]) && looks(&[left, None]));
    let mut silent = days(&[left, left]);
    silent[1].findings[0].verdict = Verdict::NotComparable { why: WhyNot::DevicesDiffer };
    assert!(looks_back(&given.plan, &silent[1], 2, &given.knowledge));
}
