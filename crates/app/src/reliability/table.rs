//! The table of one test: rows of figures, a column for each kind of value, and why a cell is empty.
//!
//! Text and page show the same cells. Read next: [`super::text`].

use super::ReliabilityView;
use crate::report::names;
use crate::words::Words;
use evenstride_core::knowledge::{Link, Test};
use evenstride_core::reliability::{Repeatability, Repeats, TestReliability, TooFew, icc::Intraclass};

/// One kind of value.
pub(super) struct Column<'a> {
    pub(super) name: String,
    unit: String,
    repeats: &'a Repeats,
    is_difference: bool,
}

/// A figure and its cells, one for each column.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) cells: Vec<String>,
}

/// The name of a test with its device.
pub(super) fn heading(found: &TestReliability, view: &ReliabilityView, words: &Words) -> String {
    let test = names::capitalised(&names::test(&found.test, view.knowledge));
    match &found.device {
        Some(device) => words.fill("reliability.with_device", &[("test", &test), ("device", device)]),
        None => test,
    }
}

/// How many people and trials there are, and what was set aside.
pub(super) fn counts(found: &TestReliability, words: &Words) -> String {
    let said = |key: &str, n: usize| words.fill(key, &[("n", &n.to_string())]);
    let mut lines =
        vec![said("reliability.people", found.n_people), said("reliability.trials", found.n_trials)];
    if found.n_pain_limited > 0 {
        lines.push(said("reliability.pain", found.n_pain_limited));
    }
    if found.n_impossible > 0 {
        lines.push(said("reliability.impossible", found.n_impossible));
    }
    lines.join(" ")
}

/// The columns: both legs apart and together where the test says something of one leg, then the difference.
pub(super) fn columns<'a>(
    found: &'a TestReliability,
    view: &ReliabilityView,
    words: &Words,
) -> Vec<Column<'a>> {
    let test = view.knowledge.tests.get(&found.test);
    let unit = test.map_or_else(String::new, |test| names::unit(test.unit, words));
    let of_leg =
        |key: &str, repeats| Column { name: words.say(key), unit: unit.clone(), repeats, is_difference: false };
    let mut columns = Vec::new();
    if let Some(legs) = &found.legs {
        columns.push(of_leg("reliability.column.left", &legs.left));
        columns.push(of_leg("reliability.column.right", &legs.right));
    }
    columns.extend(found.pooled.as_ref().map(|pooled| of_leg("reliability.column.both", pooled)));
    columns.push(Column {
        name: words.say("reliability.column.difference"),
        unit: difference_unit(test, words),
        repeats: &found.difference,
        is_difference: true,
    });
    columns
}

/// The unit of a side difference in words.
pub(super) fn difference_unit(test: Option<&Test>, words: &Words) -> String {
    match test.map(|test| test.link) {
        Some(Link::Linear) => words.say("reliability.unit.degrees"),
        Some(Link::Log | Link::InverseTime | Link::Count | Link::Share) | None => {
            words.say("reliability.unit.log")
        }
    }
}

/// All rows of the table.
pub(super) fn rows(found: &TestReliability, columns: &[Column], words: &Words) -> Vec<Row> {
    let dash = words.say("reliability.none");
    let row = |figure: &str, cell: &dyn Fn(&Column) -> Option<String>| Row {
        name: words.say(&format!("reliability.row.{figure}")),
        cells: columns.iter().map(|column| cell(column).unwrap_or_else(|| dash.clone())).collect(),
    };
    let figure = |name: &str, of: &dyn Fn(&Repeatability) -> Option<String>| {
        row(name, &|column| of(column.repeats.outcome.as_ref().ok()?))
    };
    let icc = |icc: &Result<Intraclass, TooFew>| Some(two_digits(icc.ok()?.value, words));
    let interval = |icc: &Result<Intraclass, TooFew>| {
        let [low, high] = icc.ok()?.interval.ok()?;
        Some(range(&two_digits(low, words), &two_digits(high, words), words))
    };
    let favoured = |name: &str, text: Option<String>| {
        row(name, &|column| if column.is_difference { text.clone() } else { None })
    };
    let sides = found.favoured.as_ref().ok();
    let mut rows = vec![
        row("unit", &|column| Some(column.unit.clone())),
        row("people", &|column| Some(column.repeats.sample.n_people.to_string())),
        row("rows", &|column| Some(column.repeats.sample.n_rows.to_string())),
        row("visits", &|column| Some(column.repeats.sample.n_visits.to_string())),
        row("left_out", &|column| Some(column.repeats.sample.n_rows_left_out.to_string())),
        row("values_left_out", &|column| Some(column.repeats.sample.n_values_left_out.to_string())),
    ];
    if columns.iter().all(|column| column.repeats.outcome.is_err()) {
        return rows;
    }
    rows.extend([
        figure("icc2", &|found| icc(&found.icc_agreement)),
        figure("interval", &|found| interval(&found.icc_agreement)),
        figure("icc3", &|found| icc(&found.icc_consistency)),
        figure("interval", &|found| interval(&found.icc_consistency)),
        figure("sem", &|found| Some(number(found.sem, words))),
        figure("cv", &|found| {
            Some(words.fill("reliability.percent", &[("n", &number(found.cv_percent?, words))]))
        }),
        figure("mdc95", &|found| Some(number(found.mdc95, words))),
        figure("change", &|found| Some(number(found.agreement.mean_change, words))),
        figure("limits", &|found| {
            let [low, high] = found.agreement.limits;
            Some(range(&number(low, words), &number(high, words), words))
        }),
        favoured("kappa", sides.and_then(|sides| sides.kappa.ok()).map(|kappa| two_digits(kappa, words))),
        favoured(
            "swapped",
            sides.and_then(|sides| {
                let percent = format!("{:.0}", 100.0 * sides.swapped()?);
                let (n, people) = (sides.n_swapped().to_string(), sides.n_people().to_string());
                let values = [("n", n.as_str()), ("people", people.as_str()), ("percent", percent.as_str())];
                Some(words.fill("reliability.share", &values))
            }),
        ),
        favoured("equal", sides.map(|sides| sides.n_equal.to_string())),
    ]);
    rows
}

/// Why cells are empty, a line for each reason of each column.
pub(super) fn reasons(found: &TestReliability, columns: &[Column], words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell = |column: &Column, figure: Option<&str>, why: TooFew| {
        let reason = words.say(&format!("reliability.too_few.{}", why.as_str()));
        let line = match figure {
            None => words.fill("reliability.why_all", &[("column", &column.name), ("reason", &reason)]),
            Some(figure) => {
                let figure = words.say(figure);
                let values = [
                    ("column", column.name.as_str()),
                    ("figure", figure.as_str()),
                    ("reason", reason.as_str()),
                ];
                words.fill("reliability.why", &values)
            }
        };
        lines.push(line);
    };
    for column in columns {
        let outcome = match &column.repeats.outcome {
            Ok(outcome) => outcome,
            Err(why) => {
                tell(column, None, *why);
                continue;
            }
        };
        let iccs = [
            ("reliability.row.icc2", outcome.icc_agreement),
            ("reliability.row.icc3", outcome.icc_consistency),
        ];
        for (figure, icc) in iccs {
            match icc.map(|icc| icc.interval) {
                Err(why) => tell(column, Some(figure), why),
                Ok(Err(why)) => tell(column, Some("reliability.row.interval"), why),
                Ok(Ok(_)) => {}
            }
        }
        if column.is_difference
            && let Ok(Err(why)) = found.favoured.as_ref().map(|sides| sides.kappa)
        {
            tell(column, Some("reliability.row.kappa"), why);
        }
    }
    lines.dedup();
    lines
}

fn range(low: &str, high: &str, words: &Words) -> String {
    words.fill("reliability.range", &[("low", low), ("high", high)])
}

fn two_digits(value: f64, words: &Words) -> String {
    words.number(&with_minus(&format!("{value:.2}")))
}

/// Three digits that matter, or all before the point.
pub(super) fn number(value: f64, words: &Words) -> String {
    let digits = match value.abs() {
        size if size < 9.995 => 2,
        size if size < 99.95 => 1,
        _ => 0,
    };
    words.number(&with_minus(&format!("{value:.digits$}")))
}

/// A true minus; what is rounded to zero has no sign.
fn with_minus(text: &str) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
        Some(rest) => format!("\u{2212}{rest}"),
        None => text.to_owned(),
    }
}
