//! What a week lacks in words, and what it lacks more or less of than another week.
//!
//! Both legs stand in one line where they lack the same. It says what the plan says and weighs nothing itself.

use super::names;
use crate::words::Words;
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::plan::{NeedKind, Plan, Unmet, WhyUnmet};

/// How a muscle is told of: what it gets, or how that compares with the week before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Unmet,
    LessThanBefore,
    MoreThanBefore,
    AllOfIt,
}

impl How {
    /// The key of one leg; “_each” behind it is the key of both.
    fn key(self, kind: NeedKind) -> &'static str {
        match (self, kind) {
            (How::Unmet, NeedKind::Strengthen) => "plan.unmet_sets",
            (How::Unmet, NeedKind::Stretch) => "plan.unmet_stretch",
            (How::LessThanBefore, NeedKind::Strengthen) => "plan.less_sets",
            (How::LessThanBefore, NeedKind::Stretch) => "plan.less_stretch",
            (How::MoreThanBefore, NeedKind::Strengthen) => "plan.more_sets",
            (How::MoreThanBefore, NeedKind::Stretch) => "plan.more_stretch",
            (How::AllOfIt, NeedKind::Strengthen) => "plan.all_sets",
            (How::AllOfIt, NeedKind::Stretch) => "plan.all_stretch",
        }
    }
}

/// A muscle of one leg with what is told of it.
#[derive(Clone, Copy)]
struct Told<'a> {
    how: How,
    unmet: &'a Unmet,
    /// The reason stands behind it.
    with_why: bool,
}

impl Told<'_> {
    /// What the line says of its leg, without the leg.
    fn content(&self) -> (How, &MuscleGroupId, NeedKind, f64, f64, Option<&WhyUnmet>) {
        let why = self.with_why.then_some(&self.unmet.why);
        // Who has all of it is not told how much there was before.
        let planned = if self.how == How::AllOfIt { self.unmet.wanted } else { self.unmet.planned };
        (self.how, &self.unmet.group, self.unmet.kind, planned, self.unmet.wanted, why)
    }

    fn is_twin_of(&self, other: &Self) -> bool {
        self.content() == other.content() && self.unmet.side != other.unmet.side
    }
}

/// What the week does not hold in full, each with its reason.
pub(crate) fn with_reasons(plan: &Plan, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let told = |unmet| Told { how: How::Unmet, unmet, with_why: true };
    lines(&plan.unmet.iter().map(told).collect::<Vec<_>>(), knowledge, words)
}

/// What a week lacks, without reasons.
pub(crate) fn lacked(unmet: &[Unmet], knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let told = |unmet| Told { how: How::Unmet, unmet, with_why: false };
    lines(&unmet.iter().map(told).collect::<Vec<_>>(), knowledge, words)
}

/// What this week lacks more of than the one before, as it stands in this week.
pub(crate) fn more(unmet: &[Unmet], knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let told = |unmet| Told { how: How::LessThanBefore, unmet, with_why: false };
    lines(&unmet.iter().map(told).collect::<Vec<_>>(), knowledge, words)
}

/// What the week before lacked more of, as it stands in this week.
pub(crate) fn less(unmet: &[Unmet], plan: &Plan, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let told = unmet.iter().map(|before| {
        let is_same =
            |now: &&Unmet| (&now.group, now.side, now.kind) == (&before.group, before.side, before.kind);
        match plan.unmet.iter().find(is_same) {
            Some(now) => Told { how: How::MoreThanBefore, unmet: now, with_why: false },
            None => Told { how: How::AllOfIt, unmet: before, with_why: false },
        }
    });
    lines(&told.collect::<Vec<_>>(), knowledge, words)
}

/// One line for each, and one for both legs where they say the same.
fn lines(all: &[Told<'_>], knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let line = |(at, told): (usize, &Told<'_>)| match all.iter().position(|other| told.is_twin_of(other)) {
        Some(twin) if twin < at => None,
        twin => Some(said(told, twin.is_some(), knowledge, words)),
    };
    all.iter().enumerate().filter_map(line).collect()
}

fn said(told: &Told<'_>, is_of_both: bool, knowledge: &Knowledge, words: &Words) -> String {
    let unmet = told.unmet;
    let key = told.how.key(unmet.kind);
    let (planned, wanted) =
        (names::plain_number(unmet.planned, words), names::plain_number(unmet.wanted, words));
    let numbers = [("planned", planned.as_str()), ("wanted", wanted.as_str())];
    let what = if is_of_both {
        let group = names::group(&unmet.group, knowledge);
        let [planned, wanted] = numbers;
        words.fill(&format!("{key}_each"), &[("group", &group), planned, wanted])
    } else {
        let side = names::capitalised(&names::side(unmet.side, words));
        let group = names::group_inside(&unmet.group, knowledge);
        let [planned, wanted] = numbers;
        words.fill(key, &[("side", &side), ("group", &group), planned, wanted])
    };
    if !told.with_why {
        return what;
    }
    let why = words.say(match unmet.why {
        WhyUnmet::Minutes => "plan.unmet_minutes",
        WhyUnmet::NoExercise => "plan.unmet_exercise",
        WhyUnmet::Spacing => "plan.unmet_spacing",
    });
    format!("{what} {why}")
}

/// The muscles of some lines, each once: “left upper calf”, or “upper calf on both legs”.
pub(crate) fn muscles(unmet: &[Unmet], knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for one in unmet {
        let is_of_both = unmet
            .iter()
            .any(|other| other.group == one.group && other.kind == one.kind && other.side != one.side);
        let said = muscle(&one.group, (!is_of_both).then_some(one.side), knowledge, words);
        if !named.contains(&said) {
            named.push(said);
        }
    }
    named
}

/// “left upper calf”, or “upper calf on both legs” where no leg is named.
pub(crate) fn muscle(
    group: &MuscleGroupId,
    side: Option<Side>,
    knowledge: &Knowledge,
    words: &Words,
) -> String {
    let group = names::group_inside(group, knowledge);
    match side {
        Some(side) => names::group_side(&group, side, words),
        None => words.fill("plan.group_both", &[("group", &group)]),
    }
}
