//! The week day by day, and how to do each exercise.

use super::super::standing::Standing;
use super::super::together::{Together, together};
use super::super::week::{self, DayWords};
use super::super::why::{self, Part};
use super::super::{ahead, facts, how_good, lacking, names};
use super::Maker;
use evenstride_core::knowledge::{Exercise, ExerciseId};
use evenstride_core::plan::Plan;
use maud::{Markup, html};
use std::collections::BTreeSet;

impl Maker<'_> {
    /// The plan, or why there is none.
    pub(super) fn week(self, standing: &Standing) -> Markup {
        html! {
            section aria-labelledby="plan" {
                h2 id="plan" { (self.say("plan.title")) }
                @if let Some(plan) = self.view.plan {
                    (self.plan(plan))
                } @else {
                    p {
                        (week::none(standing, self.view.plan_problem, self.words))
                        @if let Some(problem) = self.view.plan_problem { " " (week::problem(problem, self.words)) }
                    }
                }
            }
        }
    }

    fn plan(self, plan: &Plan) -> Markup {
        let (knowledge, words) = (self.view.knowledge, self.words);
        let needs = week::needs(plan, self.view.assessment, knowledge, words);
        let days = week::days(plan, knowledge, words);
        let good = how_good::how_good(plan, knowledge, words);
        let stated = self.view.facts;
        let mut missing = stated.map_or_else(Vec::new, |stated| facts::minimums(stated, knowledge, words));
        missing.extend(lacking::with_reasons(plan, knowledge, words));
        // With the reasons stands what each limit costs; the one that helps most stands at the top already.
        let helps =
            if self.view.explanation.is_none() { week::limits(plan, knowledge, words) } else { Vec::new() };
        let beside = stated.map_or_else(Vec::new, |stated| facts::parts(stated, knowledge, words));
        // How an exercise is done stands at its first day; the others lead there.
        let mut told: BTreeSet<ExerciseId> = BTreeSet::new();
        html! {
            @if needs.is_empty() {
                p { (week::works_on_nothing(self.view.assessment, self.view.screening, words)) }
            } @else {
                p { (self.say("plan.works_on")) }
                ul { @for need in &needs { li { (need) } } }
            }
            @if let Some(swap) = self.view.swap { (self.part(&why::swap(plan, swap, knowledge, words))) }
            p { (self.say("plan.pain")) }
            @for day in &days { (self.day(day, &mut told)) }
            // Who comes for the week sees it first; how good it is stands behind it, before what it lacks.
            @if !good.lead.is_empty() || !good.more.is_empty() {
                h3 { (self.say("plan.good_title")) }
                @if !good.lead.is_empty() { p { strong { (good.lead) } } }
                @if !good.more.is_empty() { p { (good.more) } }
            }
            @if !missing.is_empty() {
                h3 { (self.say("plan.unmet_title")) }
                ul { @for line in &missing { li { (line) } } }
            }
            @if !helps.is_empty() {
                h3 { (self.say("plan.helps_title")) }
                ul { @for line in &helps { li { (line) } } }
            }
            @for part in &beside { (self.part(part)) }
            (self.ahead())
            (self.explained(plan))
            @if !plan.volumes.is_empty() || !plan.levels.is_empty() { h3 { (self.say("plan.behind")) } }
            (self.volumes(plan))
            (self.levels(plan))
        }
    }

    /// The weeks ahead, when they were asked for.
    fn ahead(self) -> Markup {
        let Some(course) = self.view.course else { return html! {} };
        let said = ahead::ahead(course, self.view.person.units, self.view.knowledge, self.words);
        let class = |week: &ahead::WeekHead| match (week.is_light, week.is_measured) {
            (true, true) => Some("light measured"),
            (true, false) => Some("light"),
            (false, true) => Some("measured"),
            (false, false) => None,
        };
        html! {
            h3 id="ahead" { (self.say("ahead.title")) }
            @for line in &said.lead { p { (line) } }
            div.scroll tabindex="0" role="group" aria-labelledby="ahead" {
                table.ahead {
                    thead { tr {
                        th scope="col" { (self.say("plan.exercise")) }
                        @for week in &said.weeks {
                            th scope="col" class=[class(week)] {
                                (week.name.replace(' ', "\u{a0}")) br; (week.from.replace(' ', "\u{a0}"))
                                @if !week.marks.is_empty() { br; strong { (week.marks) } }
                            }
                        }
                    } }
                    tbody {
                        @for row in &said.rows {
                            tr {
                                th scope="row" { (row.exercise) ", " (row.side) }
                                @for (week, cell) in said.weeks.iter().zip(&row.cells) {
                                    td class={ "num" @if let Some(class) = class(week) { " " (class) } } { (cell) }
                                }
                            }
                        }
                    }
                }
            }
            ul { @for line in &said.notes { li { (line) } } }
        }
    }

    /// What stands behind the week, when it was asked for.
    fn explained(self, plan: &Plan) -> Markup {
        let Some(explained) = self.view.explanation else { return html! {} };
        html! {
            h3 { (self.say("plan.why_title")) }
            dl.why {
                @for part in why::exercises(plan, self.view, self.words) {
                    dt { (part.title) }
                    @for line in &part.lines { dd { (line) } }
                }
            }
            @for part in why::parts(plan, explained, self.view.knowledge, self.words) { (self.part(&part)) }
        }
    }

    fn part(self, part: &Part) -> Markup {
        html! {
            h3 { (part.title) }
            @if !part.lead.is_empty() { p { (part.lead) } }
            @if !part.lines.is_empty() { ul { @for line in &part.lines { li { (line) } } } }
        }
    }

    /// One day: each exercise in a line or two, with its load, its reasons and how it is done folded behind them.
    fn day(self, day: &DayWords, told: &mut BTreeSet<ExerciseId>) -> Markup {
        html! {
            h3 { (day.title) }
            ol.exercises {
                @for row in &together(&day.rows, self.words) {
                    li { details {
                        summary { (self.in_short(row)) }
                        @for (leg, load) in &row.loads { (self.labelled("plan.load", *leg, load)) }
                        @for (leg, why) in &row.reasons { (self.labelled("plan.why", *leg, why)) }
                        @if told.insert(row.id.clone()) {
                            // The name of the place stands inside, so that a link to it unfolds what holds it.
                            div id={ "e-" (row.id) } {
                                @if let Some(exercise) = self.view.knowledge.exercises.get(row.id) { (self.how_to(exercise)) }
                            }
                        } @else {
                            p { a href={ "#e-" (row.id) } { (self.say("next.steps")) span.hidden { ": " (row.exercise) } } }
                        }
                    } }
                }
            }
        }
    }

    /// What an exercise is called, what each leg does of it, and the rest after a set.
    pub(super) fn in_short(self, row: &Together<'_>) -> Markup {
        html! {
            strong { (row.exercise) }
            @for (leg, dose) in &row.legs { " " span.dose { (leg) ": " (names::unbroken(dose)) } }
            " " span.pause { (self.say("plan.rest")) ": " (row.rest) }
        }
    }

    /// “Load: …”, with the leg where each has its own.
    pub(super) fn labelled(self, key: &str, leg: Option<&str>, said: &str) -> Markup {
        html! {
            @if !said.is_empty() {
                p { span.label { (self.say(key)) @if let Some(leg) = leg { ", " (leg) } ": " } (said) }
            }
        }
    }

    fn how_to(self, exercise: &Exercise) -> Markup {
        html! {
            @if !exercise.cues.is_empty() {
                p { (self.say("plan.cues")) }
                ul { @for cue in &exercise.cues { li { (cue) } } }
            }
            @if !exercise.faults.is_empty() {
                p { (self.say("plan.faults")) }
                ul { @for fault in &exercise.faults { li { (fault) } } }
            }
            p.quiet {
                (self.say("pro.grade")) " " (exercise.grade.to_string()) ": " (self.source_links(&exercise.source))
            }
        }
    }

    fn volumes(self, plan: &Plan) -> Markup {
        let heads = ["pro.muscle", "plan.side", "plan.volumes", "plan.stretching"];
        html! {
            @if !plan.volumes.is_empty() {
                details {
                    summary { (self.say("plan.volumes")) }
                    (self.table("plan.volumes", &heads, html! {
                        @for volume in &plan.volumes {
                            tr {
                                th scope="row" { (names::group(&volume.group, self.view.knowledge)) }
                                td { (names::side(volume.side, self.words)) }
                                td.num { (names::plain_number(volume.sets, self.words)) }
                                td.num { (names::plain_number(volume.stretch_minutes, self.words)) }
                            }
                        }
                    }))
                }
            }
        }
    }

    fn levels(self, plan: &Plan) -> Markup {
        let heads = ["pro.level_name", "pro.objective", "pro.bound", "pro.gap"];
        html! {
            @if !plan.levels.is_empty() {
                details {
                    summary { (self.say("pro.levels")) }
                    (self.table("pro.levels", &heads, html! {
                        @for level in &plan.levels {
                            tr {
                                th scope="row" { (why::level_name(level.name, self.words)) }
                                td.num { (names::fixed(level.objective, 3, self.words)) }
                                td.num { (names::fixed(level.bound, 3, self.words)) }
                                td.num { (names::fixed(level.gap_percent, 1, self.words)) "\u{a0}%" }
                            }
                        }
                    }))
                }
            }
        }
    }
}
