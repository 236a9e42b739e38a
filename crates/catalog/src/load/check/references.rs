//! What is named exists.

use super::super::read::Span;
use super::Refusals;
use evenstride_core::knowledge::Action;
use std::collections::BTreeSet;

/// Checks every reference between entries.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    macro_rules! known {
        ($list:ident) => {
            raw.$list.iter().map(|listed| listed.item.id.as_str()).collect::<BTreeSet<&str>>()
        };
    }
    let (groups, tests, flags) = (known!(groups), known!(tests), known!(flags));
    let (cautions, equipment, exercises) = (known!(cautions), known!(equipment), known!(exercises));
    let (goals, causes, figures) = (known!(goals), known!(causes), known!(figures));

    // Every id of a list must be among the known ones of its kind.
    macro_rules! expect {
        ($kind:literal, $known:ident, $span:expr, $owner:expr, $ids:expr) => {
            for id in $ids {
                known(refusals, $kind, &$known, $span, $owner, id.as_str());
            }
        };
    }
    for listed in &raw.tests {
        let (span, test) = (listed.span, &listed.item);
        let owner = test.id.as_str();
        expect!("muscle group", groups, span, owner, test.loads.keys());
        expect!("equipment", equipment, span, owner, &test.equipment);
        expect!("caution", cautions, span, owner, &test.cautions);
        expect!("figure", figures, span, owner, test.figure.as_slice());
    }
    for listed in &raw.exercises {
        let (span, exercise) = (listed.span, &listed.item);
        let owner = exercise.id.as_str();
        expect!("muscle group", groups, span, owner, exercise.shares.keys().chain(&exercise.stretches));
        expect!("equipment", equipment, span, owner, exercise.equipment.iter().chain(&exercise.added_load));
        expect!("caution", cautions, span, owner, &exercise.cautions);
        expect!("goal", goals, span, owner, &exercise.goals);
        expect!("figure", figures, span, owner, exercise.figure.as_slice());
        expect!("exercise", exercises, span, owner, exercise.easier.iter().chain(&exercise.harder));
    }
    for listed in &raw.flags {
        let (span, flag) = (listed.span, &listed.item);
        let owner = flag.id.as_str();
        expect!("caution", cautions, span, owner, &flag.cautions);
        expect!("flag", flags, span, owner, flag.escalate.iter().flat_map(|escalation| &escalation.with));
        expect!("flag", flags, span, owner, &flag.only_after);
        expect!("muscle group", groups, span, owner, flag.pain_in.iter().flatten());
        expect!("test", tests, span, owner, flag.measured.iter().map(|measured| &measured.test));
    }
    for listed in &raw.cautions {
        expect!("muscle group", groups, listed.span, listed.item.id.as_str(), &listed.item.groups);
    }
    for listed in &raw.gates {
        expect!("caution", cautions, listed.span, listed.item.id.as_str(), &listed.item.cautions);
    }
    for listed in &raw.pairs {
        let (span, pair) = (listed.span, &listed.item);
        let owner = pair.id.as_str();
        expect!("muscle group", groups, span, owner, [&pair.group, &pair.opponent]);
        let both = pair.ratio.iter().flat_map(|ratio| [&ratio.numerator, &ratio.denominator]);
        expect!("test", tests, span, owner, both);
    }
    for listed in &raw.sports {
        let owner = listed.item.sport.first().map_or("", String::as_str);
        expect!("muscle group", groups, listed.span, owner, [&listed.item.group]);
    }
    for listed in &raw.tests {
        expect!("flag", flags, listed.span, listed.item.id.as_str(), &listed.item.none_asks);
    }
    for listed in &raw.norms {
        expect!("test", tests, listed.span, "norm", [&listed.item.test]);
    }
    for listed in &raw.usual_differences {
        expect!("test", tests, listed.span, "usual difference", [&listed.item.test]);
    }
    for listed in &raw.after_injury {
        let (span, row) = (listed.span, &listed.item);
        expect!("muscle group", groups, span, row.condition.as_str(), &row.groups);
        expect!("test", tests, span, row.condition.as_str(), row.test.as_slice());
    }
    for listed in &raw.patterns {
        let (span, pattern) = (listed.span, &listed.item);
        let owner = pattern.id.as_str();
        expect!("muscle group", groups, span, owner, pattern.groups());
        expect!("cause", causes, span, owner, &pattern.causes);
        expect!("test", tests, span, owner, &pattern.tests);
        expect!("flag", flags, span, owner, &pattern.flags);
    }
    for listed in &raw.gaps {
        expect!("muscle group", groups, listed.span, "gap", [&listed.item.group]);
    }
    for minimum in &raw.doses.item.minimums {
        expect!("exercise", exercises, raw.doses.span, minimum.rule.as_str(), &minimum.exercises);
    }
    all_out(refusals);
    follow_ups(refusals);
}

fn known(refusals: &mut Refusals<'_>, kind: &str, known: &BTreeSet<&str>, span: Span, owner: &str, id: &str) {
    refusals.expect(known.contains(id), span, id, || {
        format!("read “{owner}”: expected a known {kind}, found “{id}”")
    });
}

/// A follow-up stands behind what it follows, and after an emergency nothing is asked any more.
fn follow_ups(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    for listed in &raw.flags {
        let flag = &listed.item;
        for before in &flag.only_after {
            let Some(other) = raw.flags.iter().map(|other| &other.item).find(|other| other.id == *before)
            else {
                continue;
            };
            refusals.expect(other.order < flag.order, listed.span, "only_after", || {
                format!("read flag “{}”: expected it behind “{before}”, found it before", flag.id)
            });
            refusals.expect(other.action != Action::Emergency, listed.span, "only_after", || {
                format!("read flag “{}”: expected nothing after the emergency “{before}”, found it", flag.id)
            });
        }
    }
}

/// The caution that keeps all-out efforts from people who must not make them.
const ALL_OUT: &str = "maximal-effort";

/// A flag that forbids maximal tests works through this caution alone, so both ends of it must carry it.
fn all_out(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    for listed in &raw.tests {
        let test = &listed.item;
        let tagged = test.cautions.iter().any(|caution| caution.as_str() == ALL_OUT);
        refusals.expect(!test.maximal || tagged, listed.span, "maximal", || {
            format!("read test “{}”: expected the caution “{ALL_OUT}” on a maximal test, found none", test.id)
        });
    }
    for listed in &raw.flags {
        let flag = &listed.item;
        let tagged = flag.cautions.iter().any(|caution| caution.as_str() == ALL_OUT);
        refusals.expect(!flag.no_maximal_tests || tagged, listed.span, "no_maximal_tests", || {
            format!(
                "read flag “{}”: expected the caution “{ALL_OUT}” beside no_maximal_tests, found none",
                flag.id
            )
        });
    }
}
