//! What is named exists; sources are given, known and used.

use super::super::read::Span;
use super::Refusals;
use evenstride_core::knowledge::SourceId;
use std::collections::BTreeSet;

/// Checks every reference between entries.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let groups: BTreeSet<&str> = raw.groups.iter().map(|listed| listed.item.id.as_str()).collect();
    let tests: BTreeSet<&str> = raw.tests.iter().map(|listed| listed.item.id.as_str()).collect();
    let flags: BTreeSet<&str> = raw.flags.iter().map(|listed| listed.item.id.as_str()).collect();
    let cautions: BTreeSet<&str> = raw.cautions.iter().map(|listed| listed.item.id.as_str()).collect();
    let equipment: BTreeSet<&str> = raw.equipment.iter().map(|listed| listed.item.id.as_str()).collect();
    let exercises: BTreeSet<&str> = raw.exercises.iter().map(|listed| listed.item.id.as_str()).collect();

    let mut named: Vec<Named<'_>> = Vec::new();
    for listed in &raw.tests {
        let (span, test) = (listed.span, &listed.item);
        let owner = test.id.as_str();
        named.extend(test.loads.keys().map(|id| Named {
            span,
            owner,
            kind: "muscle group",
            known: &groups,
            id: id.as_str(),
        }));
        named.extend(test.equipment.iter().map(|id| Named {
            span,
            owner,
            kind: "equipment",
            known: &equipment,
            id: id.as_str(),
        }));
        named.extend(test.cautions.iter().map(|id| Named {
            span,
            owner,
            kind: "caution",
            known: &cautions,
            id: id.as_str(),
        }));
    }
    for listed in &raw.exercises {
        let (span, exercise) = (listed.span, &listed.item);
        let owner = exercise.id.as_str();
        let trained = exercise.shares.keys().chain(&exercise.stretches);
        named.extend(trained.map(|id| Named {
            span,
            owner,
            kind: "muscle group",
            known: &groups,
            id: id.as_str(),
        }));
        named.extend(exercise.equipment.iter().map(|id| Named {
            span,
            owner,
            kind: "equipment",
            known: &equipment,
            id: id.as_str(),
        }));
        named.extend(exercise.cautions.iter().map(|id| Named {
            span,
            owner,
            kind: "caution",
            known: &cautions,
            id: id.as_str(),
        }));
        let neighbours = exercise.easier.iter().chain(&exercise.harder);
        named.extend(neighbours.map(|id| Named {
            span,
            owner,
            kind: "exercise",
            known: &exercises,
            id: id.as_str(),
        }));
    }
    for listed in &raw.flags {
        let (span, flag) = (listed.span, &listed.item);
        let owner = flag.id.as_str();
        named.extend(flag.cautions.iter().map(|id| Named {
            span,
            owner,
            kind: "caution",
            known: &cautions,
            id: id.as_str(),
        }));
        let with = flag.escalate.iter().flat_map(|escalation| &escalation.with);
        named.extend(with.map(|id| Named { span, owner, kind: "flag", known: &flags, id: id.as_str() }));
        named.extend(flag.measured.iter().map(|measured| Named {
            span,
            owner,
            kind: "test",
            known: &tests,
            id: measured.test.as_str(),
        }));
    }
    for listed in &raw.pairs {
        let (span, pair) = (listed.span, &listed.item);
        let owner = pair.id.as_str();
        named.extend([&pair.group, &pair.opponent].map(|id| Named {
            span,
            owner,
            kind: "muscle group",
            known: &groups,
            id: id.as_str(),
        }));
        let both = pair.ratio.iter().flat_map(|ratio| [&ratio.numerator, &ratio.denominator]);
        named.extend(both.map(|id| Named { span, owner, kind: "test", known: &tests, id: id.as_str() }));
    }
    for listed in &raw.sports {
        let owner = listed.item.sport.first().map_or("", String::as_str);
        named.push(Named {
            span: listed.span,
            owner,
            kind: "muscle group",
            known: &groups,
            id: listed.item.group.as_str(),
        });
    }
    for listed in &raw.norms {
        named.push(Named {
            span: listed.span,
            owner: "norm",
            kind: "test",
            known: &tests,
            id: listed.item.test.as_str(),
        });
    }
    for one in named {
        refusals.expect(one.known.contains(one.id), one.span, one.id, || {
            format!("read “{}”: expected a known {}, found “{}”", one.owner, one.kind, one.id)
        });
    }
    all_out(refusals);
    sources(refusals);
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

/// One mention of an id.
struct Named<'a> {
    span: Span,
    owner: &'a str,
    kind: &'static str,
    known: &'a BTreeSet<&'a str>,
    id: &'a str,
}

fn sources(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let mut lists: Vec<(Span, String, &[SourceId])> = Vec::new();
    for listed in &raw.groups {
        let group = &listed.item;
        lists.push((listed.span, group.id.to_string(), &group.source));
        lists.extend(
            group
                .prior
                .iter()
                .map(|(quality, prior)| (listed.span, format!("{} {quality}", group.id), &prior.source[..])),
        );
    }
    for listed in &raw.tests {
        let test = &listed.item;
        lists.push((listed.span, test.id.to_string(), &test.source));
        lists.push((listed.span, format!("{} noise", test.id), &test.noise_source));
        let printed = test.reliability.iter().map(|row| std::slice::from_ref(&row.source));
        lists.extend(printed.map(|source| (listed.span, format!("{} reliability", test.id), source)));
    }
    for listed in &raw.pairs {
        let pair = &listed.item;
        lists.extend(
            pair.ratio
                .iter()
                .map(|ratio| (listed.span, format!("{} {}", pair.id, ratio.numerator), &ratio.source[..])),
        );
    }
    lists.extend(
        raw.sports.iter().map(|listed| (listed.span, listed.item.sport.join(" "), &listed.item.source[..])),
    );
    lists.extend(
        raw.flags.iter().map(|listed| (listed.span, listed.item.id.to_string(), &listed.item.source[..])),
    );
    lists.extend(
        raw.actions
            .iter()
            .map(|listed| (listed.span, listed.item.action.as_str().to_owned(), &listed.item.source[..])),
    );
    lists.extend(
        raw.cautions.iter().map(|listed| (listed.span, listed.item.id.to_string(), &listed.item.source[..])),
    );
    lists.extend(
        raw.exercises.iter().map(|listed| (listed.span, listed.item.id.to_string(), &listed.item.source[..])),
    );
    lists.push((raw.doses.span, "doses".to_owned(), &raw.doses.item.source));
    let of_norms = raw
        .norms
        .iter()
        .map(|listed| (listed.span, listed.item.test.to_string(), std::slice::from_ref(&listed.item.source)));
    lists.extend(of_norms);

    let known: BTreeSet<&SourceId> = raw.sources.iter().map(|listed| &listed.item.id).collect();
    let mut cited: BTreeSet<&SourceId> = BTreeSet::new();
    for (span, owner, list) in lists {
        refusals.expect(!list.is_empty(), span, "source", || {
            format!("read “{owner}”: expected a source, found an empty list")
        });
        for source in list {
            refusals.expect(known.contains(source), span, source.as_str(), || {
                format!("read “{owner}”: expected a known source, found “{source}”")
            });
            cited.insert(source);
        }
    }
    for listed in &raw.sources {
        let id = &listed.item.id;
        refusals.expect(cited.contains(id), listed.span, id.as_str(), || {
            format!("read source “{id}”: expected an entry that cites it, found none")
        });
    }
}
