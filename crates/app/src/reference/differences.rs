//! The page of how much legs differ: healthy ones, by sport, after an injury, and one muscle group against its opponent.

use super::numbers::{maybe, number, range};
use super::{Maker, Page};
use evenstride_core::body::Quality;
use maud::{Markup, html};

pub(super) fn page(maker: Maker<'_>) -> Page {
    let body = html! {
        p.lead { (maker.say("differences.about")) }
        section {
            h2 { (maker.say("differences.healthy")) }
            p { (maker.say("usual.how")) }
            (healthy(maker))
        }
        section {
            h2 { (maker.say("differences.sport")) }
            (by_sport(maker))
        }
        section {
            h2 { (maker.say("differences.after")) }
            p { (maker.say("differences.after_how")) }
            (after_injury(maker))
        }
        section {
            h2 { (maker.say("differences.ratios")) }
            p { (maker.say("differences.ratios_how")) }
            (ratios(maker))
        }
    };
    maker.html_page("differences.html", &maker.say("differences.name"), &body)
}

fn columns<const N: usize>(maker: Maker<'_>, keys: [&str; N]) -> [String; N] {
    keys.map(|key| maker.say(&format!("column.{key}")))
}

fn quality(maker: Maker<'_>, quality: Quality) -> String {
    maker.words.say(&format!("quality.{}", quality.as_str()))
}

fn healthy(maker: Maker<'_>) -> Markup {
    let columns = columns(
        maker,
        ["test", "who", "n", "mean_absolute", "observed_sd", "lasting_sd", "p95", "note", "grade", "source"],
    );
    let rows: Vec<Vec<Markup>> = maker
        .knowledge
        .usual_differences
        .iter()
        .map(|row| {
            let mut cells = vec![maker.test_link(&row.test, "")];
            cells.extend(maker.usual_cells(row, ""));
            cells
        })
        .collect();
    maker.table(&maker.say("differences.healthy"), &columns, &rows)
}

fn by_sport(maker: Maker<'_>) -> Markup {
    let columns =
        columns(maker, ["sport", "muscle", "quality", "usual_percent", "up_to_percent", "grade", "source"]);
    let rows: Vec<Vec<Markup>> = maker
        .knowledge
        .sports
        .iter()
        .map(|row| {
            vec![
                html! { span lang=[maker.words.messages_differ()] { (row.sport.join(", ")) } },
                html! { (maker.group_name(&row.group)) },
                html! { (quality(maker, row.quality)) },
                html! { (number(row.usual_percent, 1, maker.words)) },
                html! { (number(row.up_to_percent, 1, maker.words)) },
                html! { (row.grade) },
                (maker.cites(&row.source, "")),
            ]
        })
        .collect();
    maker.table(&maker.say("differences.sport"), &columns, &rows)
}

fn after_injury(maker: Maker<'_>) -> Markup {
    let columns = columns(
        maker,
        [
            "condition",
            "muscle",
            "quality",
            "test",
            "months",
            "mean_injured",
            "sd",
            "n",
            "note",
            "grade",
            "source",
        ],
    );
    let rows: Vec<Vec<Markup>> = maker
        .knowledge
        .after_injury
        .iter()
        .map(|row| {
            let groups: Vec<&str> = row.groups.iter().map(|group| maker.group_name(group)).collect();
            vec![
                html! { (row.name) },
                html! { (groups.join(", ")) },
                html! { (quality(maker, row.quality)) },
                html! { @if let Some(test) = &row.test { (maker.test_link(test, "")) } },
                html! { (range(row.months, maker.words)) },
                html! { (number(row.mean, 1, maker.words)) },
                html! { (number(row.sd, 1, maker.words)) },
                html! { (row.n.map_or_else(String::new, |n| n.to_string())) },
                html! { (row.note.as_deref().unwrap_or_default()) },
                html! { (row.grade) },
                (maker.cites(&row.source, "")),
            ]
        })
        .collect();
    maker.table(&maker.say("differences.after"), &columns, &rows)
}

fn ratios(maker: Maker<'_>) -> Markup {
    let columns = columns(
        maker,
        ["numerator", "denominator", "usual", "delta_percent", "smallest_real", "who", "grade", "source"],
    );
    let ratios = maker.knowledge.pairs.iter().flat_map(|pair| &pair.ratio);
    let rows: Vec<Vec<Markup>> = ratios
        .map(|ratio| {
            vec![
                maker.test_link(&ratio.numerator, ""),
                maker.test_link(&ratio.denominator, ""),
                html! { (number(ratio.usual, 2, maker.words)) },
                html! { (number(ratio.delta_percent, 0, maker.words)) },
                html! { (maybe(ratio.smallest_real_percent, 0, maker.words)) },
                html! { (ratio.population) },
                html! { (ratio.grade) },
                (maker.cites(&ratio.source, "")),
            ]
        })
        .collect();
    maker.table(&maker.say("differences.ratios"), &columns, &rows)
}
