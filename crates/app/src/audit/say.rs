//! What is said of a week: score, parts, lost points, load, remarks and what was not counted.
//!
//! Text and page say the same sentences. Read next: [`super::change`] for what would win points back.

use crate::report::names;
use crate::words::Words;
use evenstride_core::audit::{
    Audit, AuditedWeek, Load, LoadUnit, Lost, PartKind, Remark, Told, Unscored, What, Whole, WhyTold,
};
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::Knowledge;
use evenstride_core::plan::Volume;

/// Is there a week without a score because the log holds only a part of it?
#[must_use]
pub fn has_partial(audit: &Audit) -> bool {
    audit.weeks.iter().any(|week| week.unscored == Some(Unscored::Incomplete))
}

/// What sentences are made with.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) words: &'a Words,
}

/// Points that went, with what took them.
pub(super) struct LostLine {
    pub(super) points: f64,
    pub(super) rule: &'static str,
    pub(super) text: String,
}

impl Speaker<'_> {
    pub(super) fn say(self, key: &str) -> String {
        self.words.say(key)
    }

    /// “Week from 2 March 2026”.
    pub(super) fn title(self, week: &AuditedWeek) -> String {
        self.words.fill("audit.week", &[("date", &names::date(week.from, self.words))])
    }

    /// How much of the plan was done, the score, or why there is none, and whether the log holds the whole week.
    pub(super) fn standing(self, week: &AuditedWeek) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(percent) = week.plan_done_percent.filter(|_| week.whole == Whole::Whole) {
            lines.push(self.words.fill("audit.plan_done", &[("n", &whole(percent))]));
        }
        match (week.score, week.unscored) {
            (Some(score), _) => lines.push(self.words.fill("audit.score", &[("n", &whole(score))])),
            (None, Some(why)) => lines.push(self.words.say(&format!("audit.unscored.{}", why.as_str()))),
            (None, None) => {}
        }
        if week.whole != Whole::Whole {
            lines.push(self.words.say(&format!("audit.whole.{}", week.whole.as_str())));
        }
        lines
    }

    /// The name of a rule of the catalogue.
    pub(super) fn rule(self, id: &str) -> String {
        let rule = self.knowledge.rules.iter().find(|rule| rule.id.as_str() == id);
        rule.map_or_else(|| id.to_owned(), |rule| rule.name.clone())
    }

    /// Heads of the table of weeks.
    pub(super) fn week_heads(self) -> Vec<String> {
        ["week", "score", "sets", "change", "monotony"]
            .map(|column| self.words.say(&format!("audit.head.{column}")))
            .to_vec()
    }

    /// One week in the table of weeks.
    pub(super) fn week_row(self, week: &AuditedWeek) -> Vec<String> {
        let dash = || self.say("audit.none");
        let change = week.change.as_ref().and_then(|change| change.percent);
        let sets = if week.load.unit == LoadUnit::HardSets { Some(week.load.sum) } else { None };
        vec![
            names::date(week.from, self.words),
            week.score.map_or_else(dash, whole),
            sets.map_or_else(dash, |n| names::plain_number(n, self.words)),
            change.map_or_else(dash, |percent| {
                self.words.fill("audit.percent", &[("n", &names::signed(percent, self.words))])
            }),
            week.load.monotony.map_or_else(dash, |n| names::plain_number(n, self.words)),
        ]
    }

    /// The parts with what they reached and what they weigh.
    pub(super) fn part_rows(self, week: &AuditedWeek) -> Vec<Vec<String>> {
        let percent = |n: f64| self.words.fill("audit.percent", &[("n", &names::plain_number(n, self.words))]);
        let row = |part: &evenstride_core::audit::Part| {
            vec![
                self.rule(part.kind.rule()),
                names::plain_number(part.points, self.words),
                percent(part.weight),
            ]
        };
        week.parts.iter().map(row).collect()
    }

    /// Heads of the table of parts.
    pub(super) fn part_heads(self) -> Vec<String> {
        ["part", "points", "weight"].map(|column| self.words.say(&format!("audit.head.{column}"))).to_vec()
    }

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

    /// “left front of thigh”, or “front of thigh, both legs”.
    pub(super) fn who(self, group: &MuscleGroupId, side: Side, both: bool) -> String {
        let name = names::group_inside(group, self.knowledge);
        if both {
            self.words.fill("audit.both", &[("group", &name)])
        } else {
            names::group_side(&name, side, self.words)
        }
    }

    /// A weekday; below 0 it lies in the week before.
    fn day(self, day: i8) -> String {
        let weekday = u8::try_from(day.rem_euclid(7)).unwrap_or(0);
        let name = names::weekday(weekday, self.words);
        if day < 0 { self.words.fill("audit.day_before", &[("day", &name)]) } else { name }
    }

    /// Load, monotony, strain and the week before.
    pub(super) fn load(self, week: &AuditedWeek) -> Vec<String> {
        let Load { unit, sum, monotony, strain, .. } = &week.load;
        let fill = |key: &str, n: &f64| self.words.fill(key, &[("n", &names::plain_number(*n, self.words))]);
        let mut lines = vec![match unit {
            LoadUnit::EffortMinutes => fill("audit.load_effort", sum),
            LoadUnit::HardSets => fill("audit.load_sets", sum),
        }];
        match monotony {
            Some(monotony) => lines.push(fill("audit.monotony", monotony)),
            None => lines.push(self.say("audit.monotony_undefined")),
        }
        lines.extend(strain.as_ref().map(|strain| fill("audit.strain", strain)));
        if let Some(change) = &week.change {
            let (now, before) = (
                names::plain_number(change.sets, self.words),
                names::plain_number(change.sets_before, self.words),
            );
            lines.push(self.words.fill("audit.change", &[("n", &now), ("before", &before)]));
            if let Some(distance) = change.distance {
                let km = |metres: f64| names::plain_number(metres / 1000.0, self.words);
                let (now, before) = (km(distance.metres), km(distance.before_m));
                lines.push(self.words.fill("audit.distance", &[("n", &now), ("before", &before)]));
            }
        }
        lines
    }

    /// What the rules have to say, each with its rule.
    pub(super) fn remarks(self, week: &AuditedWeek) -> Vec<(String, String)> {
        week.remarks.iter().map(|remark| (self.remark(remark), remark.rule().to_owned())).collect()
    }

    fn remark(self, remark: &Remark) -> String {
        let number = |n: &f64| names::plain_number(*n, self.words);
        let percent = |key: &str, found: &f64, asked: &f64| {
            self.words.fill(key, &[("n", &number(found)), ("asked", &number(asked))])
        };
        match remark {
            Remark::ThighRatio { side, found, asked } => {
                let side = names::side(*side, self.words);
                match found {
                    Some(found) => {
                        let (found, low, high) =
                            (names::value(*found, self.words), number(&asked[0]), number(&asked[1]));
                        let values = [("side", side.as_str()), ("n", &found), ("low", &low), ("high", &high)];
                        self.words.fill("audit.remark.thigh", &values)
                    }
                    None => self.words.fill("audit.remark.thigh_front_alone", &[("side", &side)]),
                }
            }
            Remark::OneLeg { percent: found, asked } => percent("audit.remark.one_leg", found, asked),
            Remark::Same { monotony, asked } => percent("audit.remark.same", monotony, asked),
            Remark::MoreSets { percent: found, asked } => percent("audit.remark.more_sets", found, asked),
            Remark::MoreDistance { percent: found, asked } => {
                percent("audit.remark.more_distance", found, asked)
            }
            Remark::LongRun { on, percent: found, asked } => {
                let values =
                    [("date", names::date(*on, self.words)), ("n", number(found)), ("asked", number(asked))];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                self.words.fill("audit.remark.long_run", &values)
            }
            Remark::Minimum { rule, found, asked } => {
                let (name, found, asked) = (self.rule(rule.as_str()), number(found), number(asked));
                let values = [("rule", name.as_str()), ("n", &found), ("asked", &asked)];
                self.words.fill("audit.remark.minimum", &values)
            }
        }
    }

    /// “name: 3 sets; the name is not known”.
    pub(super) fn told(self, told: &Told) -> String {
        let sets = self.words.counted("set", usize::try_from(told.n_sets).unwrap_or(usize::MAX));
        let exercise = |id: &evenstride_core::knowledge::ExerciseId| {
            let known = self.knowledge.exercises.get(id);
            known
                .map_or_else(|| id.to_string(), |exercise| names::inside(&exercise.name, self.words.language()))
        };
        let key = format!("audit.why.{}", told.why.as_str());
        let why = match &told.why {
            WhyTold::NoHardSets { exercise: id, .. }
            | WhyTold::BothLegs { exercise: id }
            | WhyTold::Nearest { exercise: id } => self.words.fill(&key, &[("exercise", &exercise(id))]),
            WhyTold::SideNotSaid { .. }
            | WhyTold::Unknown
            | WhyTold::NotLegs
            | WhyTold::WarmUp
            | WhyTold::Easy
            | WhyTold::Nothing
            | WhyTold::AfterUntil => self.say(&key),
        };
        let name = self.name_in_log(&told.name);
        let values = [("name", name.as_str()), ("sets", &sets), ("why", &why)];
        self.words.fill("audit.told", &values)
    }

    /// What stands at the top.
    pub(super) fn lead(self, audit: &Audit) -> Vec<String> {
        let mut lines = vec![self.say("audit.lead")];
        if let Some(from) = audit.planned_from {
            lines.push(self.words.fill("audit.by_plan", &[("date", &names::date(from, self.words))]));
        }
        if let Some(mean) = audit.mean.filter(|_| audit.weeks.len() > 1) {
            lines.push(self.words.fill("audit.mean", &[("n", &whole(mean))]));
        }
        let none_scored = !audit.weeks.is_empty() && audit.mean.is_none();
        if none_scored {
            lines.push(self.say(if has_partial(audit) { "audit.none_scored" } else { "audit.no_sets" }));
        }
        lines
    }

    /// The option of the command that would score more, when no week has a score.
    pub(super) fn option(self, audit: &Audit) -> Option<String> {
        // It helps a week that the log holds in part, and no week without a set.
        (audit.mean.is_none() && has_partial(audit)).then(|| self.say("audit.none_scored_how"))
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

/// A score in whole points.
pub(super) fn whole(score: f64) -> String {
    format!("{score:.0}")
}
