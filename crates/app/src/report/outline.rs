//! The order in which findings are shown, with the number and the link target of each.
//!
//! What can be said comes first, the surest of it at the top; the order never depends on a side.

use evenstride_core::assess::{Assessment, Comparison, Confidence, Finding, Verdict};
use evenstride_core::body::Quality;
use std::collections::BTreeSet;

/// Where a finding is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    /// The two legs were compared, with a result.
    LeftRight,
    /// Two opposing groups were compared, with a result.
    Opposing,
    /// Nothing can be said yet.
    Open,
}

/// A finding with its place in the report.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    /// The finding.
    pub(crate) finding: &'a Finding,
    /// Its number in list and map, from 1.
    pub(crate) number: usize,
    /// Its link target, unique on the page.
    pub(crate) id: String,
    /// Its section.
    pub(crate) section: Section,
}

/// All findings in the order of showing.
pub(crate) fn outline(assessment: &Assessment) -> Vec<Entry<'_>> {
    let mut findings: Vec<&Finding> = assessment.findings.iter().collect();
    findings.sort_by_key(|finding| (section(finding), importance(&finding.verdict)));
    let mut taken = BTreeSet::new();
    let entries = findings.into_iter().enumerate().map(|(index, finding)| Entry {
        finding,
        number: index + 1,
        id: unique(base_id(finding), &mut taken),
        section: section(finding),
    });
    entries.collect()
}

fn section(finding: &Finding) -> Section {
    match (&finding.verdict, &finding.comparison) {
        (Verdict::Undecided { .. } | Verdict::NotComparable { .. }, _) => Section::Open,
        (Verdict::Balanced | Verdict::Imbalanced { .. }, Comparison::LeftRight { .. }) => Section::LeftRight,
        (Verdict::Balanced | Verdict::Imbalanced { .. }, Comparison::Opposing { .. }) => Section::Opposing,
    }
}

fn importance(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Imbalanced { confidence: Confidence::Clear, .. } => 0,
        Verdict::Imbalanced { confidence: Confidence::Probable, .. } => 1,
        Verdict::Undecided { .. } => 2,
        Verdict::Balanced => 3,
        Verdict::NotComparable { .. } => 4,
    }
}

fn base_id(finding: &Finding) -> String {
    match (&finding.comparison, finding.quality) {
        (Comparison::LeftRight { group }, Quality::Strength) => format!("f-{group}"),
        (Comparison::LeftRight { group }, quality) => format!("f-{group}-{quality}"),
        (Comparison::Opposing { pair, side, .. }, _) => format!("f-{pair}-{side}"),
    }
}

fn unique(base: String, taken: &mut BTreeSet<String>) -> String {
    let mut id = base.clone();
    let mut copy = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}-{copy}");
        copy += 1;
    }
    id
}
