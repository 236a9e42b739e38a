//! What is said of changes to a week: what is lacking, what holds a change back, and what would win points back.
//!
//! Read next: [`super::text`] and [`super::page`], which print it.

use super::say::{Speaker, whole};
use crate::report::names;
use evenstride_core::audit::{BetterWeek, Changes, Edit, Found, HeldBack, Lacking, Sets, WhyHeldBack};
use evenstride_core::body::Side;
use evenstride_core::knowledge::ExerciseId;

/// A changed week, ready to print.
pub(super) struct Offer {
    pub(super) title: String,
    pub(super) edits: Vec<String>,
    pub(super) lines: Vec<String>,
}

impl Speaker<'_> {
    /// Groups with few sets, in one sentence; none when there is none.
    pub(super) fn lacking(self, changes: &Changes) -> Option<String> {
        let asked = names::plain_number(changes.lacking.first()?.asked, self.words);
        let has_both =
            |of: &Lacking| changes.lacking.iter().any(|other| other.group == of.group && other.side != of.side);
        // The left leg speaks for both.
        let both = changes.lacking.iter().filter(|one| one.side == Side::Left && has_both(one));
        let both: Vec<String> = both.map(|one| names::group_inside(&one.group, self.knowledge)).collect();
        let alone = changes.lacking.iter().filter(|one| !has_both(one));
        let mut groups: Vec<String> = alone.map(|one| self.who(&one.group, one.side, false)).collect();
        if !both.is_empty() {
            groups.push(self.words.fill("audit.on_both", &[("groups", &self.words.list(&both))]));
        }
        let groups = groups.join(&self.say("audit.then"));
        Some(self.words.fill("audit.lacking", &[("n", &asked), ("groups", &groups)]))
    }

    /// The legs that no change touches, and what would free a part of them.
    pub(super) fn left_alone(self, changes: &Changes) -> Vec<String> {
        let leg =
            |side: &Side| self.words.fill("audit.leg_spared", &[("side", &names::side(*side, self.words))]);
        let mut lines: Vec<String> = changes.left_alone.iter().map(leg).collect();
        if !lines.is_empty() {
            lines.push(self.say("audit.leg_spared_why"));
        }
        lines
    }

    /// What holds a change back.
    pub(super) fn held_back(self, held: &HeldBack) -> String {
        let date = names::date(held.on, self.words);
        let why = match &held.why {
            WhyHeldBack::Sign(rule) => self.rule(rule.as_str()),
            WhyHeldBack::Swelling => self.say("audit.held.swelling"),
            WhyHeldBack::Pain(pain) => self.words.fill("audit.held.pain", &[("n", &pain.to_string())]),
            WhyHeldBack::Morning(points) => {
                self.words.fill("audit.held.morning", &[("n", &points.to_string())])
            }
        };
        match &held.name {
            Some(name) => {
                let name = self.name_in_log(name);
                self.words.fill("audit.held.line", &[("date", &date), ("name", &name), ("why", &why)])
            }
            None => self.words.fill("audit.held.remark", &[("date", &date), ("why", &why)]),
        }
    }

    /// The best with one change and with two.
    pub(super) fn offers(self, found: &Found) -> Vec<Offer> {
        // What reads alike in whole points is told in tenths.
        let scores = |better: &BetterWeek| {
            let both = [better.score_before, better.score];
            let [before, after] = both.map(whole);
            if before == after { both.map(|score| names::fixed(score, 1, self.words)) } else { [before, after] }
        };
        let offer = |key: &str, better: &BetterWeek| Offer {
            title: {
                let [before, after] = scores(better);
                self.words.fill(key, &[("before", &before), ("n", &after)])
            },
            edits: better.edits.iter().map(|edit| self.edit(edit)).collect(),
            lines: self.of_offer(better),
        };
        let one = found.one.iter().map(|better| offer("audit.one_change", better));
        let two = found.two.iter().map(|better| offer("audit.two_changes", better));
        one.chain(two).collect()
    }

    /// From what the changes were chosen, and how many were looked at.
    pub(super) fn looked_at(self, found: &Found) -> Vec<String> {
        let from = if found.from_catalogue { "audit.from_catalogue" } else { "audit.from_log" };
        let tried = if found.tried_all { "audit.tried_all" } else { "audit.tried_some" };
        let (n, paired) = (found.n_tried.to_string(), found.n_paired.to_string());
        let values = [("n", n.as_str()), ("paired", paired.as_str())];
        let values = if found.tried_all { &values[..1] } else { &values[..] };
        vec![self.say(from), self.words.fill(tried, values)]
    }

    fn of_offer(self, better: &BetterWeek) -> Vec<String> {
        let mut won: Vec<(f64, String)> = Vec::new();
        for one in &better.won {
            let points = names::signed(one.points, self.words);
            if points != names::signed(0.0, self.words) {
                let sign = if one.points > 0.0 { "+" } else { "" };
                won.push((one.points, format!("{} {sign}{points}", self.rule(one.kind.rule()))));
            }
        }
        won.sort_by(|a, b| b.0.total_cmp(&a.0));
        let won: Vec<String> = won.into_iter().map(|(_, text)| text).collect();
        let parts = won.join(&self.say("audit.then"));
        let (before, after) = (format!("{:.0}", better.minutes_before), format!("{:.0}", better.minutes));
        vec![
            self.words.fill("audit.wins", &[("parts", &parts)]),
            self.words.fill("audit.minutes", &[("before", &before), ("n", &after)]),
        ]
    }

    fn edit(self, edit: &Edit) -> String {
        let day = |day: &u8| names::weekday(*day, self.words);
        match edit {
            Edit::Sets { day: on, exercise, name, before, after } => {
                let name = self.named(exercise, name.as_deref());
                let (before_sets, after_sets) = (self.sets(before), self.sets(after));
                let day = day(on);
                let none = Sets::default();
                let values =
                    [("day", day.as_str()), ("name", &name), ("before", &before_sets), ("after", &after_sets)];
                if *before == none {
                    let values = [("day", day.as_str()), ("name", &name), ("sets", &after_sets)];
                    self.words.fill("audit.edit.new", &values)
                } else if *after == none {
                    self.words.fill("audit.edit.gone", &values[..2])
                } else {
                    self.words.fill("audit.edit.sets", &values)
                }
            }
            Edit::Move { exercise, name, sets, from, to } => {
                let name = self.named(exercise, Some(name));
                let (from, to, sets) = (day(from), day(to), self.sets(sets));
                let values = [("name", name.as_str()), ("from", &from), ("to", &to), ("sets", &sets)];
                self.words.fill("audit.edit.move", &values)
            }
            Edit::Swap { day: on, exercise, name, before, to, after } => {
                let (old, new) = (self.named(exercise, Some(name)), self.named(to, None));
                let (day, before, after) = (day(on), self.sets(before), self.sets(after));
                let values = [
                    ("day", day.as_str()),
                    ("name", &old),
                    ("before", &before),
                    ("exercise", &new),
                    ("after", &after),
                ];
                self.words.fill("audit.edit.swap", &values)
            }
        }
    }

    /// The name of the log, or else that of the catalogue.
    fn named(self, id: &ExerciseId, name: Option<&str>) -> String {
        let known = || self.knowledge.exercises.get(id).map(|exercise| exercise.name.clone());
        let in_log = name.filter(|name| !name.is_empty()).map(|name| self.name_in_log(name));
        in_log.or_else(known).unwrap_or_else(|| id.to_string())
    }

    /// A name as the log holds it; an id, which the program itself writes into lines, as the catalogue names it.
    pub(super) fn name_in_log(self, name: &str) -> String {
        let known = self.knowledge.exercises.get(name);
        known.map_or_else(|| name.to_owned(), |exercise| exercise.name.clone())
    }

    /// “3 sets”, “2 sets with each leg”, “4 sets left, 2 sets right”.
    fn sets(self, sets: &Sets) -> String {
        let count = |n: u32| self.words.counted("set", usize::try_from(n).unwrap_or(usize::MAX));
        let mut parts = Vec::new();
        if sets.together > 0 {
            parts.push(count(sets.together));
        }
        if sets.left > 0 && sets.left == sets.right {
            parts.push(self.words.fill("audit.sets_each", &[("sets", &count(sets.left))]));
        } else {
            for (side, n) in [(Side::Left, sets.left), (Side::Right, sets.right)] {
                if n > 0 {
                    let side = names::side(side, self.words);
                    parts.push(self.words.fill("audit.sets_side", &[("sets", &count(n)), ("side", &side)]));
                }
            }
        }
        self.words.list(&parts)
    }
}
