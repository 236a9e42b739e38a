//! What is said of a week: score, parts, load, remarks and what was not counted.
//!
//! Text and page say the same sentences. Read next: [`super::lost`] for the points that went, [`super::change`] for what would win them back.

use crate::report::names;
use crate::words::Words;
use evenstride_core::audit::{Audit, AuditedWeek, Load, LoadUnit, Remark, Told, Unscored, Whole, WhyTold};
use evenstride_core::body::{MuscleGroupId, Side};
use evenstride_core::knowledge::Knowledge;

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

    /// “left front of thigh”, or “front of thigh, both legs”.
    pub(super) fn who(self, group: &MuscleGroupId, side: Side, both: bool) -> String {
        let name = names::group_inside(group, self.knowledge);
        if both {
            self.words.fill("audit.both", &[("group", &name)])
        } else {
            names::group_side(&name, side, self.words)
        }
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

/// A score in whole points.
pub(super) fn whole(score: f64) -> String {
    format!("{score:.0}")
}
