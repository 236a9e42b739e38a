//! The week as tables, and how to do each exercise.

use super::super::standing::Standing;
use super::super::week::{self, DayWords};
use super::super::why::{self, Part};
use super::super::{ahead, facts, names};
use super::Maker;
use evenstride_core::knowledge::{Exercise, ExerciseId};
use evenstride_core::plan::Plan;
use maud::{Markup, html};
use std::collections::BTreeSet;

impl Maker<'_> {
    /// The plan, or why there is none.
    pub(super) fn week(self, standing: &Standing) -> Markup {
        let none = match standing {
            Standing::Incomplete { .. } => "plan.none_open",
            Standing::Stopped { .. } | Standing::Expired { .. } | Standing::Cleared(_) => "plan.none",
        };
        html! {
            section aria-labelledby="plan" {
                h2 id="plan" { (self.say("plan.title")) }
                @if let Some(plan) = self.view.plan {
                    (self.plan(plan))
                } @else {
                    p {
                        (self.say(none))
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
        let told = self.view.facts;
        let mut missing = told.map_or_else(Vec::new, |told| facts::minimums(told, knowledge, words));
        missing.extend(week::unmet(plan, knowledge, words));
        if self.view.explanation.is_none() {
            missing.extend(week::limits(plan, knowledge, words));
        }
        let beside = told.map_or_else(Vec::new, |told| facts::parts(told, knowledge, words));
        html! {
            @if needs.is_empty() {
                p { (week::works_on_nothing(self.view.assessment, self.view.screening, words)) }
            } @else {
                p { (self.say("plan.works_on")) }
                ul { @for need in &needs { li { (need) } } }
            }
            p { strong { (week::proof(plan, words)) } }
            @if let Some(swap) = self.view.swap { (self.part(&why::swap(plan, swap, knowledge, words))) }
            p { (self.say("plan.pain")) }
            @for day in &days { (self.day(day)) }
            @if !missing.is_empty() {
                h3 { (self.say("plan.unmet_title")) }
                ul { @for line in &missing { li { (line) } } }
            }
            @for part in &beside { (self.part(part)) }
            (self.ahead())
            (self.explained(plan))
            (self.how(&days))
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

    /// One day; the roles keep it a table for those who hear it when narrow screens show it as cards.
    fn day(self, day: &DayWords) -> Markup {
        let heads = ["plan.exercise", "plan.side", "plan.dose", "plan.rest", "plan.load", "plan.why"]
            .map(|key| self.say(key));
        let [_, side, dose, rest, load, why] = &heads;
        html! {
            table.day role="table" {
                caption { (day.title) }
                thead role="rowgroup" { tr role="row" {
                    @for head in &heads { th scope="col" role="columnheader" { (head) } }
                } }
                tbody role="rowgroup" {
                    @for row in &day.rows {
                        tr role="row" {
                            th scope="row" role="rowheader" { a href={ "#e-" (row.id) } { (row.exercise) } }
                            td.narrow role="cell" { span.label { (side) ": " } (row.side) }
                            td.narrow role="cell" { span.label { (dose) ": " } (names::unbroken(&row.dose)) }
                            td.narrow role="cell" { span.label { (rest) ": " } (row.rest) }
                            td role="cell" { span.label { (load) ": " } (row.load) }
                            td role="cell" { span.label { (why) ": " } (row.why) }
                        }
                    }
                }
            }
        }
    }

    fn how(self, days: &[DayWords]) -> Markup {
        let mut seen: BTreeSet<&ExerciseId> = BTreeSet::new();
        let in_order = days.iter().flat_map(|day| &day.rows).filter(|row| seen.insert(&row.id));
        let rows: Vec<(&ExerciseId, &str)> = in_order.map(|row| (&row.id, row.exercise.as_str())).collect();
        html! {
            @if !rows.is_empty() {
                h3 { (self.say("plan.how")) }
                @for (id, name) in rows {
                    details id={ "e-" (id) } {
                        summary { (name) }
                        @if let Some(exercise) = self.view.knowledge.exercises.get(id) { (self.how_to(exercise)) }
                    }
                }
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
