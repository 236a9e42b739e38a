//! The page of what the model assumes, and of what it believes of each muscle group before anything is measured.

use super::numbers::{maybe, number};
use super::{Maker, Page};
use maud::{Markup, html};

pub(super) fn page(maker: Maker<'_>) -> Page {
    let body = html! {
        p.lead { (maker.say("assumptions.about")) }
        (assumed(maker))
        section {
            h2 { (maker.say("assumptions.priors")) }
            p { (maker.say("assumptions.priors_how")) }
            (priors(maker))
        }
    };
    maker.html_page("assumptions.html", &maker.say("assumptions.name"), &body)
}

fn assumed(maker: Maker<'_>) -> Markup {
    let columns =
        ["assumed", "value", "unit", "grade", "source"].map(|key| maker.say(&format!("column.{key}")));
    let rows: Vec<Vec<Markup>> = maker
        .knowledge
        .assumptions
        .values()
        .map(|one| {
            vec![
                html! { (one.text) " " code { (one.id) } },
                html! { (number(one.value, 3, maker.words)) },
                html! { (one.unit) },
                html! { (one.grade) },
                (maker.cites(&one.source, "")),
            ]
        })
        .collect();
    maker.table(&maker.say("assumptions.name"), &columns, &rows)
}

fn priors(maker: Maker<'_>) -> Markup {
    let columns = [
        "muscle",
        "quality",
        "usual_sd",
        "large_sd",
        "large_share",
        "level_sd",
        "delta",
        "usual_up_to",
        "grade",
        "source",
    ]
    .map(|key| maker.say(&format!("column.{key}")));
    let groups = maker.knowledge.groups.values();
    let rows: Vec<Vec<Markup>> = groups
        .flat_map(|group| group.prior.iter().map(move |(quality, prior)| (group, quality, prior)))
        .map(|(group, quality, prior)| {
            vec![
                html! { (group.name) },
                html! { (maker.words.say(&format!("quality.{}", quality.as_str()))) },
                html! { (number(prior.usual_sd, 2, maker.words)) },
                html! { (number(prior.large_sd, 2, maker.words)) },
                html! { (number(prior.large_share, 3, maker.words)) },
                html! { (number(prior.level_sd, 2, maker.words)) },
                html! { (number(prior.delta, 2, maker.words)) },
                html! { (maybe(prior.usual_up_to, 2, maker.words)) },
                html! { (prior.grade) },
                (maker.cites(&prior.source, "")),
            ]
        })
        .collect();
    maker.table(&maker.say("assumptions.priors"), &columns, &rows)
}
