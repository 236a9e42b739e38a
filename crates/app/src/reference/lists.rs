//! The pages that list: the first page, exercises, tests, muscles with their coverage, flags, patterns, doses, norms
//! and sources.

use super::figures::of_exercise;
use super::numbers::{number, range, whole_range};
use super::{Maker, Page};
use crate::report::names::how_read;
use crate::words::sorting_key;
use evenstride_core::body::Quality;
use evenstride_core::knowledge::{Cell, Exercise, ExerciseKind, Norm, Test, Topic, coverage};
use maud::{Markup, html};
use std::collections::BTreeMap;

pub(super) fn pages(maker: Maker<'_>) -> Vec<Page> {
    vec![
        first(maker),
        exercises(maker),
        tests(maker),
        muscles(maker),
        flags(maker),
        patterns(maker),
        doses(maker),
        norms(maker),
        sources(maker),
    ]
}

fn first(maker: Maker<'_>) -> Page {
    let knowledge = maker.knowledge;
    let lists = [
        ("exercises/index.html", "exercises", knowledge.exercises.len()),
        ("tests/index.html", "tests", knowledge.tests.len()),
        ("muscles.html", "muscles", knowledge.groups.values().filter(|group| group.trainable).count()),
        ("flags.html", "flags", knowledge.flags.len()),
        ("patterns.html", "patterns", knowledge.patterns.len()),
        ("doses.html", "doses", knowledge.goals.len() + knowledge.rules.len()),
        ("norms.html", "norms", knowledge.norms.len()),
        (
            "differences.html",
            "differences",
            knowledge.usual_differences.len() + knowledge.sports.len() + knowledge.after_injury.len(),
        ),
        ("assumptions.html", "assumptions", knowledge.assumptions.len()),
        ("sources.html", "sources", knowledge.sources.len()),
    ];
    let body = html! {
        p.lead { (maker.say("first.lead")) }
        ul.lists {
            @for (file, key, count) in lists {
                li {
                    a href=(file) { strong { (maker.say(&format!("{key}.name"))) } } " (" (count) ")"
                    br;
                    (maker.say(&format!("{key}.about")))
                }
            }
        }
        p { (maker.say("first.grades")) }
    };
    maker.html_page("index.html", &maker.say("first.name"), &body)
}

fn exercises(maker: Maker<'_>) -> Page {
    let mut by_kind: BTreeMap<usize, Vec<&Exercise>> = BTreeMap::new();
    for exercise in maker.knowledge.exercises.values() {
        let place = ExerciseKind::ALL.iter().position(|kind| *kind == exercise.kind).unwrap_or_default();
        by_kind.entry(place).or_default().push(exercise);
    }
    let columns = ["picture", "name", "fact.muscles", "fact.equipment", "level"].map(|key| maker.say(key));
    let body = html! {
        p.lead { (maker.say("exercises.about")) }
        @for (place, mut list) in by_kind {
            @let kind = maker.word_of("kind", ExerciseKind::ALL[place]);
            @let () = list.sort_by_cached_key(|exercise| (exercise.level, sorting_key(&exercise.name)));
            @let rows: Vec<Vec<Markup>> = list.iter().map(|exercise| exercise_row(maker, exercise)).collect();
            section { h2 { (kind) } (maker.table(&kind, &columns, &rows)) }
        }
    };
    maker.html_page("exercises/index.html", &maker.say("exercises.name"), &body)
}

fn exercise_row(maker: Maker<'_>, exercise: &Exercise) -> Vec<Markup> {
    let name = |id| maker.knowledge.groups.get(id).map_or("", |group| group.name.as_str());
    let muscles: Vec<&str> = of_exercise(exercise).keys().map(name).collect();
    vec![
        maker.thumbnail(exercise.figure.as_ref(), "../"),
        maker.exercise_link(&exercise.id, "../"),
        html! { (muscles.join(", ")) },
        html! { (maker.equipment_names(&exercise.equipment)) },
        html! { (exercise.level) },
    ]
}

fn tests(maker: Maker<'_>) -> Page {
    let columns =
        ["name", "fact.muscles", "fact.settings", "fact.equipment", "fact.test_minutes", "column.grade"]
            .map(|key| maker.say(key));
    let row = |test: &Test| {
        let name = |id| maker.knowledge.groups.get(id).map_or("", |group| group.name.as_str());
        let muscles: Vec<&str> = test.loads.keys().map(name).collect();
        let settings: Vec<String> = test.settings.iter().map(|s| maker.word_of("setting", s)).collect();
        vec![
            maker.test_link(&test.id, "../"),
            html! { (muscles.join(", ")) },
            html! { (settings.join(", ")) },
            html! { (maker.equipment_names(&test.equipment)) },
            html! { (number(test.minutes_alone(), 1, maker.words)) },
            html! { (test.grade) },
        ]
    };
    let body = html! {
        p.lead { (maker.say("tests.about")) }
        @for quality in Quality::ALL {
            @let name = maker.words.say(&format!("quality.{}", quality.as_str()));
            @let of_quality = maker.knowledge.tests.values().filter(|test| test.quality == quality);
            @let rows: Vec<Vec<Markup>> = of_quality.map(row).collect();
            section { h2 { (name) } (maker.table(&name, &columns, &rows)) }
        }
    };
    maker.html_page("tests/index.html", &maker.say("tests.name"), &body)
}

/// The coverage table: what there is for each muscle group, and why a cell is empty.
fn muscles(maker: Maker<'_>) -> Page {
    let rows = coverage(maker.knowledge);
    let entry = |id: &str| {
        let exercise = maker.knowledge.exercises.values().find(|exercise| exercise.id.as_str() == id);
        let test = maker.knowledge.tests.values().find(|test| test.id.as_str() == id);
        html! {
            @if let Some(exercise) = exercise { (maker.exercise_link(&exercise.id, "")) }
            @else if let Some(test) = test { (maker.test_link(&test.id, "")) }
        }
    };
    let columns: Vec<String> = std::iter::once(maker.say("fact.muscles"))
        .chain(Cell::ALL.map(|cell| maker.say(&format!("cell.{}", cell.as_str()))))
        .collect();
    let table: Vec<Vec<Markup>> = rows
        .iter()
        .map(|row| {
            let cell = |cell: &Cell| match row.cells.get(cell).map_or(0, Vec::len) {
                0 => html! { "– " },
                n => html! { (n) },
            };
            let name = html! { a href={ "#" (row.group.id) } { (row.group.name) } };
            std::iter::once(name).chain(Cell::ALL.iter().map(cell)).collect()
        })
        .collect();
    let body = html! {
        p.lead { (maker.say("muscles.about")) }
        (maker.table(&maker.say("muscles.table"), &columns, &table))
        @for row in &rows {
            section id=(row.group.id) {
                h2 { (row.group.name) }
                p { (row.group.muscles) ". " (row.group.function) }
                dl.facts {
                    div { dt { (maker.say("fact.keep_weight")) } dd { (row.group.keep_weight) } }
                    @for (cell, ids) in &row.cells {
                        div {
                            dt { (maker.say(&format!("cell.{}", cell.as_str()))) }
                            dd {
                                @for (index, id) in ids.iter().enumerate() {
                                    @if index > 0 { ", " }
                                    (entry(id))
                                }
                                @if let Some(reason) = row.reasons.get(cell) { (reason) }
                            }
                        }
                    }
                }
            }
        }
    };
    maker.html_page("muscles.html", &maker.say("muscles.name"), &body)
}

fn flags(maker: Maker<'_>) -> Page {
    let body = html! {
        p.lead { (maker.say("flags.about")) }
        @for flag in &maker.knowledge.flags {
            section id=(flag.id) {
                h2 { (flag.id) ": " (flag.name) }
                p { strong { (flag.question) } }
                @if let Some(words) = maker.knowledge.action_words(flag.action) {
                    p { (words.title) ": " (words.advice) }
                }
                p { (flag.reason) }
                @for escalation in &flag.escalate {
                    @let title = maker.knowledge.action_words(escalation.action).map_or("", |words| words.title.as_str());
                    @let with: Vec<&str> = escalation.with.iter().map(|id| id.as_str()).collect();
                    p { (maker.fill("escalates", &[("flags", &with.join(", ")), ("action", title)])) " " (escalation.reason) }
                }
                p.quiet { (maker.grade(flag.grade)) " " (maker.say("sources.from")) " " (maker.cites(&flag.source, "")) }
            }
        }
    };
    maker.html_page("flags.html", &maker.say("flags.name"), &body)
}

fn patterns(maker: Maker<'_>) -> Page {
    let body = html! {
        p.lead { (maker.say("patterns.about")) }
        @for pattern in maker.knowledge.patterns.values() {
            section id=(pattern.id) {
                h2 { (pattern.id) ": " (pattern.name) }
                p { (pattern.finding) }
                @if let Some(question) = &pattern.asks {
                    p { (maker.fill("asks", &[("question", question)])) }
                }
                p { (maker.fill("possibility", &[("possibility", &pattern.possibility)])) }
                (plain_list(&maker.say("confirm"), &pattern.confirm))
                (plain_list(&maker.say("refute"), &pattern.refute))
                h3 { (maker.say("causes")) }
                ul {
                    @for cause in pattern.causes.iter().filter_map(|id| maker.knowledge.causes.get(id)) {
                        li { a href={ "#" (cause.id) } { (cause.name) } }
                    }
                    li { (maker.say("normal_variation")) }
                }
                @if !pattern.tests.is_empty() {
                    p { (maker.say("would_tell")) " "
                        @for (index, id) in pattern.tests.iter().enumerate() {
                            @if index > 0 { ", " }
                            (maker.test_link(id, ""))
                        }
                    }
                }
                p.quiet {
                    (maker.fill("pattern_grades", &[
                        ("grade", &pattern.grade.to_string()), ("cause_grade", &pattern.cause_grade.to_string()),
                    ]))
                    " " (maker.say("sources.from")) " " (maker.cites(&pattern.source, ""))
                }
            }
        }
        h2 { (maker.say("causes_title")) }
        @for cause in maker.knowledge.causes.values() {
            section id=(cause.id) {
                h3 { (cause.name) }
                p { (cause.text) }
                p { (cause.help) }
                p.quiet { (maker.grade(cause.grade)) " " (maker.say("sources.from")) " " (maker.cites(&cause.source, "")) }
            }
        }
    };
    maker.html_page("patterns.html", &maker.say("patterns.name"), &body)
}

fn plain_list(title: &str, list: &[String]) -> Markup {
    html! {
        @if !list.is_empty() {
            h3 { (title) }
            ul { @for text in list { li { (text) } } }
        }
    }
}

fn doses(maker: Maker<'_>) -> Page {
    let body = html! {
        p.lead { (maker.say("doses.about")) }
        section {
            h2 { (maker.say("by_goal")) }
            @for goal in maker.knowledge.goals.values() {
                section id=(goal.id) {
                    h3 { (goal.name) }
                    p {
                        (maker.fill("goal_line", &[
                            ("dose", &maker.dose(goal.dose)), ("sets", &whole_range(goal.sets, maker.words)),
                            ("days", &whole_range(goal.days, maker.words)),
                        ]))
                        " " (goal.effort)
                    }
                    p.quiet { (maker.grade(goal.grade)) " " (maker.say("sources.from")) " " (maker.cites(&goal.source, "")) }
                }
            }
        }
        @for topic in Topic::ALL {
            @let mut rules = maker.knowledge.rules.iter().filter(|rule| rule.topic == topic).peekable();
            @if rules.peek().is_some() {
                section {
                    h2 { (maker.word_of("topic", topic)) }
                    @for rule in rules {
                        section id=(rule.id) {
                            h3 { (rule.name) }
                            p { (rule.text) }
                            (maker.facts(rule.figures.iter().map(|(name, ends)| {
                                (name.clone(), html! { (range(*ends, maker.words)) })
                            }).collect()))
                            p.quiet {
                                (maker.grade(rule.grade)) " " (maker.say("sources.from")) " " (maker.cites(&rule.source, ""))
                            }
                        }
                    }
                }
            }
        }
    };
    maker.html_page("doses.html", &maker.say("doses.name"), &body)
}

fn norms(maker: Maker<'_>) -> Page {
    let mut by_test: BTreeMap<_, Vec<&Norm>> = BTreeMap::new();
    for norm in &maker.knowledge.norms {
        by_test.entry(&norm.test).or_default().push(norm);
    }
    let body = html! {
        p.lead { (maker.say("norms.about")) }
        p { (maker.say("norms.how")) }
        @for (test, norms) in by_test {
            section {
                h2 { (maker.test_link(test, "")) }
                (maker.norm_table(&norms, ""))
            }
        }
    };
    maker.html_page("norms.html", &maker.say("norms.name"), &body)
}

fn sources(maker: Maker<'_>) -> Page {
    let body = html! {
        p.lead { (maker.say("sources.about")) }
        dl.sources {
            @for source in maker.knowledge.sources.values() {
                div id=(source.id) {
                    dt { (source.id) }
                    dd {
                        span lang=[maker.words.messages_differ()] { (source.citation) } ". "
                        @if let Some(locator) = &source.locator { (locator) ". " }
                        (how_read(source.read, maker.words)) ". "
                        details {
                            @let citing = maker.knowledge.citing(&source.id);
                            summary { (maker.fill("cited_by", &[("n", &citing.len().to_string())])) }
                            p { code { (citing.join(", ")) } }
                        }
                    }
                }
            }
        }
    };
    maker.html_page("sources.html", &maker.say("sources.name"), &body)
}
