//! The points that a week lost, in words: what both legs lost alike once, and groups with the same figures in one line.
//!
//! Read next: [`super::say`] for the rest of what is said of a week.

use super::say::Speaker;
use crate::report::names;
use evenstride_core::audit::{AuditedWeek, Lost, PartKind, What};
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::plan::Volume;

/// Points that went, with what took them.
pub(super) struct LostLine {
    pub(super) points: f64,
    pub(super) rule: &'static str,
    pub(super) text: String,
}

impl Speaker<'_> {
    /// All lost points, largest first; what both legs lost alike stands in one line, and so do groups with the same figures.
    pub(super) fn lost(self, week: &AuditedWeek) -> Vec<LostLine> {
        let mut lines: Vec<LostLine> = Vec::new();
        for part in &week.parts {
            let mut left = of_both_legs(&part.lost);
            while let Some((first, both, _)) = left.first().copied() {
                let (alike, others): (Vec<OfLegs<'_>>, Vec<OfLegs<'_>>) =
                    left.into_iter().partition(|(lost, ..)| *lost == first || reads_alike(first, lost));
                let who = self.all_who_lost(&alike);
                let points = alike.iter().map(|(_, _, points)| points).sum();
                let text = self.lost_line(part.kind, first, both, &who, week);
                lines.push(LostLine { points, rule: part.kind.rule(), text });
                left = others;
            }
        }
        lines.sort_by(|a, b| b.points.total_cmp(&a.points));
        lines
    }

    /// All of whom or what one line tells; groups of both legs come last, and both legs are named once.
    fn all_who_lost(self, alike: &[OfLegs<'_>]) -> String {
        let of_both = |(lost, both, _): &OfLegs<'_>| match &lost.what {
            What::Group { group, .. } if *both => Some(names::group_inside(group, self.knowledge)),
            What::Group { .. }
            | What::Uneven { .. }
            | What::Movement { .. }
            | What::Gap { .. }
            | What::Sides { .. }
            | What::Pair { .. } => None,
        };
        let groups: Vec<String> = alike.iter().filter_map(of_both).collect();
        let is_single = |one: &&OfLegs<'_>| groups.len() < 2 || of_both(one).is_none();
        let single = alike.iter().filter(is_single);
        let mut who: Vec<String> =
            single.filter_map(|(lost, both, _)| self.who_lost(&lost.what, *both)).collect();
        if groups.len() > 1 {
            who.push(self.words.fill("audit.on_both", &[("groups", &self.words.list(&groups))]));
        }
        who.join(&self.say("audit.then"))
    }

    /// Who or what a loss is told of, where several may stand in one line.
    fn who_lost(self, what: &What, both: bool) -> Option<String> {
        match what {
            What::Group { group, side } => Some(self.who(group, *side, both)),
            What::Uneven { group } => Some(names::group_inside(group, self.knowledge)),
            What::Movement { movement } => {
                let known = self.knowledge.auditing.movements.iter().find(|one| one.id == *movement);
                Some(known.map_or_else(|| movement.to_string(), |movement| movement.name.clone()))
            }
            What::Gap { .. } | What::Sides { .. } | What::Pair { .. } => None,
        }
    }

    fn lost_line(self, kind: PartKind, lost: &Lost, both: bool, who: &str, week: &AuditedWeek) -> String {
        let key = format!("audit.lost.{}", kind.rule());
        let number = |n: f64| names::value(n, self.words);
        let found = lost.found.map(number).unwrap_or_default();
        let (low, high) = (number(lost.asked[0]), number(lost.asked[1]));
        match &lost.what {
            What::Group { .. } => self.words.fill(&key, &[("group", who), ("found", &found), ("asked", &low)]),
            What::Gap { group, side, first, second } => {
                let (first, second) = (self.day(*first), self.day(*second));
                let who = self.who(group, *side, both);
                self.words.fill(&key, &[("group", &who), ("first", &first), ("second", &second)])
            }
            What::Sides { group } => {
                let sets = |side| {
                    let volume = week.volumes.iter().find(|one| one.group == *group && one.side == side);
                    number(volume.map_or(0.0, |volume| volume.sets))
                };
                let name = names::group_inside(group, self.knowledge);
                let (left, right) = (sets(Side::Left), sets(Side::Right));
                let values = [("group", name.as_str()), ("left", &left), ("right", &right)];
                let line = self.words.fill(&key, &values);
                if lost.asked[0] == 0.0 {
                    return line;
                }
                let more = if lost.asked[0] > 0.0 { Side::Left } else { Side::Right };
                let planned =
                    self.words.fill("audit.planned_more", &[("side", &names::side(more, self.words))]);
                format!("{line} {planned}")
            }
            What::Pair { pair, side } => {
                let known = self.knowledge.auditing.pairs.iter().find(|one| one.id == *pair);
                let name = known.map_or_else(|| pair.to_string(), |pair| pair.name.clone());
                let leg = if both { self.say("side.both") } else { names::side(*side, self.words) };
                let values = [
                    ("pair", name.as_str()),
                    ("side", &leg),
                    ("found", &found),
                    ("low", &low),
                    ("high", &high),
                ];
                let is_of_pair = |group: &MuscleGroupId| {
                    known.is_some_and(|pair| pair.over.contains(group) || pair.under.contains(group))
                };
                let is_trained = |one: &Volume| one.side == *side && one.sets > 0.0 && is_of_pair(&one.group);
                match lost.found {
                    Some(_) => self.words.fill(&key, &values),
                    None if week.volumes.iter().any(is_trained) => {
                        self.words.fill("audit.lost.all_on_one", &values[..2])
                    }
                    None => self.words.fill("audit.lost.neither", &values[..2]),
                }
            }
            What::Uneven { .. } => {
                let (found, even) = (
                    lost.found.map(|n| names::plain_number(n, self.words)).unwrap_or_default(),
                    names::plain_number(lost.asked[0], self.words),
                );
                self.words.fill(&key, &[("group", who), ("found", &found), ("asked", &even)])
            }
            What::Movement { .. } => self.words.fill(&key, &[("movement", who)]),
        }
    }

    /// A weekday; below 0 it lies in the week before.
    fn day(self, day: i8) -> String {
        let weekday = u8::try_from(day.rem_euclid(7)).unwrap_or(0);
        let name = names::weekday(weekday, self.words);
        if day < 0 { self.words.fill("audit.day_before", &[("day", &name)]) } else { name }
    }
}

/// A loss, whether it is of both legs, and what it comes to.
type OfLegs<'l> = (&'l Lost, bool, f64);

/// The losses of a part; those of both legs alike are one.
fn of_both_legs(lost: &[Lost]) -> Vec<OfLegs<'_>> {
    let mut left: Vec<&Lost> = lost.iter().collect();
    let mut all = Vec::new();
    while let Some(first) = left.first().copied() {
        let (alike, others): (Vec<&Lost>, Vec<&Lost>) =
            left.into_iter().partition(|lost| is_alike(first, lost));
        all.push((first, alike.len() > 1, alike.iter().map(|lost| lost.points).sum()));
        left = others;
    }
    all
}

/// Do two losses differ in nothing but the group or the movement that they are of?
fn reads_alike(a: &Lost, b: &Lost) -> bool {
    let is_kind_alike = match (&a.what, &b.what) {
        (What::Group { .. }, What::Group { .. })
        | (What::Uneven { .. }, What::Uneven { .. })
        | (What::Movement { .. }, What::Movement { .. }) => true,
        // What is told of two days, or of two groups at once, stands alone.
        _ => false,
    };
    let read = |lost: &Lost| (lost.found.map(names::typed), names::typed(lost.asked[0]));
    is_kind_alike && read(a) == read(b)
}

/// Are two losses the same but for the leg?
fn is_alike(a: &Lost, b: &Lost) -> bool {
    let neutral = |what: &What| match what {
        What::Group { group, .. } => What::Group { group: group.clone(), side: Side::Left },
        What::Gap { group, first, second, .. } => {
            What::Gap { group: group.clone(), side: Side::Left, first: *first, second: *second }
        }
        What::Pair { pair, .. } => What::Pair { pair: pair.clone(), side: Side::Left },
        What::Sides { .. } | What::Uneven { .. } | What::Movement { .. } => what.clone(),
    };
    // Figures that read alike are alike.
    let read = |found: Option<f64>| found.map(names::typed);
    neutral(&a.what) == neutral(&b.what) && read(a.found) == read(b.found)
}
