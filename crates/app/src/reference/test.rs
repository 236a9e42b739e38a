//! The page of a test.

use super::figures::of_test;
use super::numbers::{maybe, number, range};
use super::{Maker, Page};
use crate::report::names;
use evenstride_core::knowledge::{Link, Norm, Sex, Test, TestId, UsualDifference};
use maud::{Markup, html};

const UP: &str = "../";

pub(super) fn page(maker: Maker<'_>, test: &Test) -> Page {
    let body = html! {
        p.lead { (test.honest) }
        @if let Some(figure) = &test.figure { (maker.figure(figure, &test.name, UP)) }
        (maker.sentences("steps", &test.steps, true))
        section {
            h2 { (maker.say("about_test")) }
            (maker.facts(facts(maker, test)))
            (maker.muscle_map(&of_test(test), &loads(maker, test), UP))
        }
        (maker.sentences("invalid", &test.invalid, false))
        (maker.sentences("stop", &test.stop, false))
        (maker.caution_list(&test.cautions))
        (noise(maker, test))
        (usual(maker, test))
        (norms(maker, test))
        section {
            h2 { (maker.say("support")) }
            p { (maker.grade(test.grade)) " " (maker.say("support_test")) }
            p { (maker.say("sources.from")) " " (maker.cites(&test.source, UP)) }
            @if !test.aliases.is_empty() {
                (maker.aliases(&test.aliases))
            }
        }
    };
    maker.html_page(&path(&test.id), &test.name, &body)
}

/// Where the page of a test stands.
pub(super) fn path(id: &TestId) -> String {
    format!("tests/{id}.html")
}

impl Maker<'_> {
    pub(super) fn test_link(self, id: &TestId, up: &str) -> Markup {
        let name = self.knowledge.tests.get(id).map_or(id.as_str(), |test| test.name.as_str());
        html! { a href={ (up) (path(id)) } { (name) } }
    }
}

fn facts(maker: Maker<'_>, test: &Test) -> Vec<(String, Markup)> {
    let settings: Vec<String> = test.settings.iter().map(|setting| maker.word_of("setting", setting)).collect();
    let facts = [
        ("fact.quality", maker.words.say(&format!("quality.{}", test.quality.as_str()))),
        ("fact.motion", test.motion.clone()),
        ("fact.contraction", test.contraction.map_or_else(String::new, |c| maker.word_of("contraction", c))),
        ("fact.settings", settings.join(", ")),
        ("fact.equipment", maker.equipment_names(&test.equipment)),
        ("fact.unit", names::unit(test.unit, maker.words)),
        ("fact.trials", test.trials.to_string()),
        ("fact.rest", maker.fill("seconds", &[("n", &test.rest_s.to_string())])),
        ("fact.test_minutes", number(test.minutes_alone(), 1, maker.words)),
        ("fact.plausible", range(test.plausible, maker.words)),
        ("fact.protocol", test.protocol.clone()),
    ];
    facts.into_iter().map(|(key, value)| (maker.say(key), html! { (value) })).collect()
}

fn loads(maker: Maker<'_>, test: &Test) -> Markup {
    let mut loads: Vec<_> = test.loads.iter().collect();
    loads.sort_by(|a, b| b.1.total_cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let name = |id| maker.knowledge.groups.get(id).map_or("", |group| group.name.as_str());
    html! {
        ul {
            @for (group, load) in loads {
                li { (maker.fill("load", &[("muscle", name(group)), ("percent", &number(load * 100.0, 0, maker.words))])) }
            }
        }
    }
}

/// The noise in the four parts that the model uses, and what others have published.
fn noise(maker: Maker<'_>, test: &Test) -> Markup {
    let unit = match test.link {
        Link::Log | Link::InverseTime | Link::Count | Link::Share => "%".to_owned(),
        Link::Linear => names::unit(test.unit, maker.words),
    };
    let parts = [
        ("noise.trial", test.noise.trial),
        ("noise.leg_day", test.noise.leg_day),
        ("noise.shared_day", test.noise.shared_day),
        ("noise.quirk", test.noise.quirk),
    ];
    let columns =
        ["who", "n", "icc", "cv", "sem", "mdc", "source"].map(|key| maker.say(&format!("column.{key}")));
    let rows: Vec<Vec<Markup>> = test
        .reliability
        .iter()
        .map(|row| {
            vec![
                html! { (row.population) },
                html! { (row.n.map_or_else(String::new, |n| n.to_string())) },
                html! { (row.icc.map_or_else(String::new, |icc| range(icc, maker.words))) },
                html! { (maybe(row.cv_percent, 1, maker.words)) },
                html! { (row.sem.as_deref().unwrap_or_default()) },
                html! { (row.mdc95.as_deref().unwrap_or_default()) },
                (maker.cites(std::slice::from_ref(&row.source), UP)),
            ]
        })
        .collect();
    html! {
        section {
            h2 { (maker.say("noise.title")) }
            p { (maker.say("noise.how")) }
            dl.facts {
                @for (key, sd) in parts {
                    div { dt { (maker.say(key)) } dd { (number(sd, 2, maker.words)) " " (unit) } }
                }
            }
            p { (maker.grade(test.noise_grade)) " " (maker.say("sources.from")) " " (maker.cites(&test.noise_source, UP)) }
            (maker.table(&maker.say("noise.published"), &columns, &rows))
        }
    }
}

fn usual(maker: Maker<'_>, test: &Test) -> Markup {
    let columns = ["who", "n", "mean_absolute", "observed_sd", "lasting_sd", "p95", "note", "grade", "source"]
        .map(|key| maker.say(&format!("column.{key}")));
    let rows: Vec<Vec<Markup>> = maker
        .knowledge
        .usual_differences
        .iter()
        .filter(|row| row.test == test.id)
        .map(|row| maker.usual_cells(row, UP))
        .collect();
    html! {
        @if !rows.is_empty() {
            section {
                h2 { (maker.say("usual.title")) }
                p { (maker.say("usual.how")) }
                (maker.table(&maker.say("usual.title"), &columns, &rows))
            }
        }
    }
}

fn norms(maker: Maker<'_>, test: &Test) -> Markup {
    let norms: Vec<&Norm> = maker.knowledge.norms.iter().filter(|norm| norm.test == test.id).collect();
    html! {
        @if !norms.is_empty() {
            section {
                h2 { (maker.say("norms.name")) }
                p { (maker.say("norms.how")) }
                (maker.norm_table(&norms, UP))
            }
        }
    }
}

impl Maker<'_> {
    /// Who was measured and how much their legs differed.
    pub(super) fn usual_cells(self, row: &UsualDifference, up: &str) -> Vec<Markup> {
        vec![
            html! { (row.population) },
            html! { (row.n.map_or_else(String::new, |n| n.to_string())) },
            html! { (maybe(row.mean_absolute, 1, self.words)) },
            html! { (maybe(row.observed_sd, 1, self.words)) },
            html! { (maybe(row.lasting_sd, 1, self.words)) },
            html! { (maybe(row.p95, 1, self.words)) },
            html! { (row.note.as_deref().unwrap_or_default()) },
            html! { (row.grade) },
            self.cites(&row.source, up),
        ]
    }

    pub(super) fn norm_table(self, norms: &[&Norm], up: &str) -> Markup {
        let columns = [
            "who", "sex", "ages", "n", "mean", "sd", "p5", "p25", "p50", "p75", "p95", "unit", "protocol",
            "grade", "source",
        ]
        .map(|key| self.say(&format!("column.{key}")));
        let rows: Vec<Vec<Markup>> = norms.iter().map(|norm| self.norm_row(norm, up)).collect();
        self.table(&self.say("norms.name"), &columns, &rows)
    }

    fn norm_row(self, norm: &Norm, up: &str) -> Vec<Markup> {
        let sex = match norm.sex {
            Some(Sex::Female) => "sex.female",
            Some(Sex::Male) => "sex.male",
            None => "sex.both",
        };
        let ages = match norm.age_max {
            99.. => self.fill("ages_from", &[("from", &norm.age_min.to_string())]),
            _ => names::unbroken(&format!("{}–{}", norm.age_min, norm.age_max)),
        };
        let special = if norm.general { String::new() } else { self.say("special") };
        let mut row = vec![
            html! { (norm.population) @if !special.is_empty() { " " em { (special) } } },
            html! { (self.say(sex)) },
            html! { (ages) },
            html! { (norm.n.map_or_else(String::new, |n| n.to_string())) },
            html! { (maybe(norm.mean, 2, self.words)) },
            html! { (maybe(norm.sd, 2, self.words)) },
        ];
        row.extend(norm.percentiles.map(|value| html! { (maybe(value, 2, self.words)) }));
        row.extend([
            html! { (names::unit(norm.unit, self.words)) },
            html! { (norm.protocol) },
            html! { (norm.grade) },
            self.cites(std::slice::from_ref(&norm.source), up),
        ]);
        row
    }
}
