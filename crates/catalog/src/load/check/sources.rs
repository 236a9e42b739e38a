//! Sources are given, known and used.

use super::super::read::{Listed, Raw, Span};
use super::Refusals;
use evenstride_core::knowledge::SourceId;
use std::collections::BTreeSet;

/// What an entry cites: its place, its name, its sources.
type Citing<'a> = (Span, String, &'a [SourceId]);

/// Checks every list of sources, and that every source is cited.
pub fn check(refusals: &mut Refusals<'_>) {
    let raw = refusals.raw;
    let known: BTreeSet<&SourceId> = raw.sources.iter().map(|listed| &listed.item.id).collect();
    let mut cited: BTreeSet<&SourceId> = BTreeSet::new();
    for (span, owner, list) in citing(raw) {
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

/// The sources that some entry cites.
#[must_use]
pub fn cited(raw: &Raw) -> BTreeSet<SourceId> {
    citing(raw).into_iter().flat_map(|(_, _, list)| list.iter().cloned()).collect()
}

fn citing(raw: &Raw) -> Vec<Citing<'_>> {
    fn each<'a, T>(
        list: &'a [Listed<T>],
        name: impl Fn(&T) -> String,
        source: impl Fn(&'a T) -> &'a [SourceId],
    ) -> impl Iterator<Item = Citing<'a>> {
        list.iter().map(move |listed| (listed.span, name(&listed.item), source(&listed.item)))
    }
    let mut lists: Vec<Citing<'_>> = Vec::new();
    lists.extend(each(&raw.groups, |group| group.id.to_string(), |group| &group.source));
    for listed in &raw.groups {
        let of = |quality| format!("{} {quality}", listed.item.id);
        let priors = listed.item.prior.iter();
        let place = |quality| raw.prior_span(listed, quality);
        lists.extend(priors.map(|(quality, prior)| (place(*quality), of(quality), &prior.source[..])));
    }
    lists.extend(each(&raw.tests, |test| test.id.to_string(), |test| &test.source));
    lists.extend(each(&raw.tests, |test| format!("{} noise", test.id), |test| &test.noise_source));
    for listed in &raw.tests {
        let printed = listed.item.reliability.iter().map(|row| std::slice::from_ref(&row.source));
        let owner = || format!("{} reliability", listed.item.id);
        lists.extend(printed.map(|source| (listed.span, owner(), source)));
    }
    for listed in &raw.pairs {
        let of = |test| format!("{} {test}", listed.item.id);
        let ratios = listed.item.ratio.iter();
        lists.extend(ratios.map(|ratio| (listed.span, of(&ratio.numerator), &ratio.source[..])));
    }
    lists.extend(each(&raw.sports, |row| row.sport.join(" "), |row| &row.source));
    lists.extend(each(&raw.flags, |flag| flag.id.to_string(), |flag| &flag.source));
    lists.extend(each(&raw.actions, |words| words.action.as_str().to_owned(), |words| &words.source));
    lists.extend(each(&raw.cautions, |caution| caution.id.to_string(), |caution| &caution.source));
    lists.extend(each(&raw.gates, |gate| gate.id.to_string(), |gate| &gate.source));
    lists.extend(each(&raw.exercises, |exercise| exercise.id.to_string(), |exercise| &exercise.source));
    lists.extend(each(&raw.goals, |goal| goal.id.to_string(), |goal| &goal.source));
    lists.extend(each(&raw.rules, |rule| rule.id.to_string(), |rule| &rule.source));
    lists.extend(each(&raw.followings, |one| one.id.to_string(), |one| &one.source));
    lists.extend(each(&raw.ladders, |one| format!("ladder {}", one.exercise), |one| &one.source));
    lists.extend(each(&raw.schedules, |one| format!("schedule {}", one.exercise), |one| &one.source));
    lists.extend(each(&raw.signs, |one| format!("sign {}", one.rule), |one| &one.source));
    lists.extend(each(&raw.auditings, |one| one.id.to_string(), |one| &one.source));
    lists.extend(each(&raw.audit_pairs, |one| format!("audit pair {}", one.id), |one| &one.source));
    lists.extend(each(&raw.movements, |one| format!("movement {}", one.id), |one| &one.source));
    lists.extend(each(&raw.patterns, |pattern| pattern.id.to_string(), |pattern| &pattern.source));
    lists.extend(each(&raw.causes, |cause| cause.id.to_string(), |cause| &cause.source));
    lists.extend(each(&raw.usual_differences, |row| row.test.to_string(), |row| &row.source));
    lists.extend(each(&raw.after_injury, |row| row.condition.to_string(), |row| &row.source));
    lists.extend(each(&raw.gaps, |gap| format!("gap {}", gap.group), |gap| &gap.source));
    lists.extend(each(&raw.assumptions, |one| one.id.to_string(), |one| &one.source));
    lists.push((raw.doses.span, "doses".to_owned(), &raw.doses.item.source));
    lists.extend(each(&raw.norms, |norm| norm.test.to_string(), |norm| std::slice::from_ref(&norm.source)));
    lists
}
