//! The page of an exercise.

use super::figures::of_exercise;
use super::numbers::{number, range, whole_range};
use super::{Maker, Page};
use evenstride_core::knowledge::{Dose, Exercise, ExerciseId, Goal};
use maud::{Markup, html};

const UP: &str = "../";

pub(super) fn page(maker: Maker<'_>, exercise: &Exercise) -> Page {
    let body = html! {
        p.lead { (maker.kind_of(exercise)) }
        @if let Some(figure) = &exercise.figure { (maker.figure(figure, &exercise.name, UP)) }
        section {
            h2 { (maker.say("works_on")) }
            (maker.muscle_map(&of_exercise(exercise), &works_on(maker, exercise), UP))
        }
        section {
            h2 { (maker.say("how_much")) }
            (maker.facts(facts(maker, exercise)))
            p { (exercise.load) }
            (goals(maker, exercise))
        }
        (maker.sentences("cues", &exercise.cues, false))
        (maker.sentences("faults", &exercise.faults, false))
        (chain(maker, exercise))
        (cautions(maker, exercise))
        section {
            h2 { (maker.say("support")) }
            p { (maker.grade(exercise.grade)) " " (maker.say("support_exercise")) }
            p { (maker.say("sources.from")) " " (maker.cites(&exercise.source, UP)) }
            @if !exercise.aliases.is_empty() {
                (maker.aliases(&exercise.aliases))
            }
        }
    };
    maker.html_page(&path(&exercise.id), &exercise.name, &body)
}

/// Where the page of an exercise stands.
pub(super) fn path(id: &ExerciseId) -> String {
    format!("exercises/{id}.html")
}

impl Maker<'_> {
    /// “Strength, one leg at a time, step 2 of 5”.
    pub(super) fn kind_of(self, exercise: &Exercise) -> String {
        let kind = self.word_of("kind", exercise.kind);
        let sides = self.say(if exercise.one_sided { "one_leg" } else { "both_legs" });
        self.fill("kind_line", &[("kind", &kind), ("sides", &sides), ("level", &exercise.level.to_string())])
    }

    /// The words of a closed set, found by its kebab-case word.
    pub(super) fn word_of(self, set: &str, value: impl serde::Serialize) -> String {
        let word = serde_json::to_value(value).ok();
        let word = word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().replace('-', "_");
        self.say(&format!("{set}.{word}"))
    }

    pub(super) fn exercise_link(self, id: &ExerciseId, up: &str) -> Markup {
        let name = self.knowledge.exercises.get(id).map_or(id.as_str(), |exercise| exercise.name.as_str());
        html! { a href={ (up) (path(id)) } { (name) } }
    }

    pub(super) fn equipment_names(self, ids: &[evenstride_core::knowledge::EquipmentId]) -> String {
        if ids.is_empty() {
            return self.say("nothing_needed");
        }
        let names =
            ids.iter().map(|id| self.knowledge.equipment.get(id).map_or(id.as_str(), |piece| &piece.name));
        names.collect::<Vec<_>>().join(", ")
    }

    /// “8 to 12 repetitions”.
    pub(super) fn dose(self, dose: Dose) -> String {
        let (key, range) = match dose {
            Dose::Reps(range) => ("dose.reps", range),
            Dose::HoldS(range) => ("dose.hold", range),
            Dose::Minutes(range) => ("dose.minutes", range),
            Dose::Metres(range) => ("dose.metres", range),
        };
        self.fill(key, &[("range", &whole_range(range, self.words))])
    }
}

fn works_on(maker: Maker<'_>, exercise: &Exercise) -> Markup {
    let name = |id| maker.knowledge.groups.get(id).map_or("", |group| group.name.as_str());
    let mut shares: Vec<_> = exercise.shares.iter().collect();
    shares.sort_by(|a, b| b.1.total_cmp(a.1).then_with(|| a.0.cmp(b.0)));
    html! {
        ul {
            @for group in &exercise.stretches { li { (maker.fill("reaches", &[("muscle", name(group))])) } }
            @for (group, share) in shares {
                li { (maker.fill("share", &[("muscle", name(group)), ("share", &number(*share, 2, maker.words))])) }
            }
        }
    }
}

fn facts(maker: Maker<'_>, exercise: &Exercise) -> Vec<(String, Markup)> {
    let text = |text: String| html! { (text) };
    let days = exercise.days.map_or_else(String::new, |days| whole_range(days, maker.words));
    let tempo = exercise.tempo_s.map_or_else(String::new, |[lower, pause, lift]| {
        let [lower, pause, lift] = [lower, pause, lift].map(|seconds| number(seconds, 1, maker.words));
        maker.fill("tempo", &[("lower", &lower), ("pause", &pause), ("lift", &lift)])
    });
    let motions: Vec<String> = exercise.motions.iter().map(|motion| maker.word_of("motion", motion)).collect();
    let facts = [
        ("fact.dose", maker.dose(exercise.dose)),
        ("fact.sets", whole_range(exercise.sets, maker.words)),
        ("fact.days", days),
        ("fact.rest", maker.fill("seconds", &[("n", &exercise.rest_s.to_string())])),
        ("fact.tempo", tempo),
        ("fact.minutes", number(exercise.minutes_per_set, 1, maker.words)),
        ("fact.equipment", maker.equipment_names(&exercise.equipment)),
        ("fact.motions", motions.join(", ")),
        ("fact.plane", maker.word_of("plane", exercise.plane)),
        ("fact.contraction", maker.word_of("contraction", exercise.contraction)),
        ("fact.length", exercise.length.map_or_else(String::new, |length| maker.word_of("length", length))),
    ];
    facts.into_iter().map(|(key, value)| (maker.say(key), text(value))).collect()
}

fn goals(maker: Maker<'_>, exercise: &Exercise) -> Markup {
    let goals: Vec<&Goal> = exercise.goals.iter().filter_map(|id| maker.knowledge.goals.get(id)).collect();
    let columns = ["goal", "fact.dose", "fact.sets", "fact.days", "effort"].map(|key| maker.say(key));
    let rows: Vec<Vec<Markup>> = goals
        .iter()
        .map(|goal| {
            vec![
                html! { a href={ (UP) "doses.html#" (goal.id) } { (goal.name) } },
                html! { (maker.dose(goal.dose)) },
                html! { (range(goal.sets.map(f64::from), maker.words)) },
                html! { (whole_range(goal.days, maker.words)) },
                html! { (goal.effort) },
            ]
        })
        .collect();
    maker.stacking_table(&maker.say("by_goal"), &columns, &rows)
}

fn chain(maker: Maker<'_>, exercise: &Exercise) -> Markup {
    let list = |key: &str, ids: &[ExerciseId]| {
        html! {
            @if !ids.is_empty() {
                h3 { (maker.say(key)) }
                ul { @for id in ids { li { (maker.exercise_link(id, UP)) } } }
            }
        }
    };
    html! {
        @if !exercise.easier.is_empty() || !exercise.harder.is_empty() {
            section {
                h2 { (maker.say("chain")) }
                (list("easier", &exercise.easier))
                (list("harder", &exercise.harder))
            }
        }
    }
}

fn cautions(maker: Maker<'_>, exercise: &Exercise) -> Markup {
    maker.caution_list(&exercise.cautions)
}

impl Maker<'_> {
    /// Who should not do it, or how, from its caution tags.
    pub(super) fn caution_list(self, ids: &[evenstride_core::knowledge::CautionId]) -> Markup {
        html! {
            @if !ids.is_empty() {
                section {
                    h2 { (self.say("cautions")) }
                    dl {
                        @for caution in ids.iter().filter_map(|id| self.knowledge.cautions.get(id)) {
                            dt { (caution.who) }
                            dd { (caution.rule) }
                        }
                    }
                }
            }
        }
    }
}
