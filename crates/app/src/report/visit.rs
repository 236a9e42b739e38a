//! What a new visit would show if nothing changed, as a plain table for each person.
//!
//! It turns what core predicts into percent of the better leg and predicts nothing itself.
//! Read next: [`evenstride_core::assess::Prediction`].

use super::names;
use super::wrap::Page;
use crate::words::Words;
use evenstride_core::assess::{Assessment, Interval, Prediction, SizeUnit};
use evenstride_core::body::{Quality, Side};
use evenstride_core::knowledge::Knowledge;

/// Writes the tables of all persons, one below the other.
pub(crate) fn render(assessments: &[Assessment], knowledge: &Knowledge, words: &Words, width: usize) -> String {
    assessments.iter().map(|assessment| one(assessment, knowledge, words, width)).collect::<Vec<_>>().join("\n")
}

fn one(assessment: &Assessment, knowledge: &Knowledge, words: &Words, width: usize) -> String {
    let mut page = Page::new(width);
    page.heading(&words.fill("report.subject_predict", &[("name", assessment.subject.as_str())]), '=');
    let as_of = names::date(assessment.as_of, words);
    page.under(&words.fill("report.as_of", &[("date", &as_of)]), 0);
    if assessment.predictions.is_empty() {
        page.paragraph(&words.say("predict.nothing"));
        return page.finish();
    }
    page.paragraph(&words.say("predict.lead"));
    let head = ["predict.test", "predict.range", "predict.tries"].map(|key| words.say(key));
    let mut rows = vec![head.to_vec()];
    rows.extend(assessment.predictions.iter().map(|prediction| row(prediction, knowledge, words)));
    let columns = page.columns(&rows);
    page.gap();
    for row in &rows {
        page.row(row, &columns);
    }
    page.paragraph(&words.say("predict.use"));
    page.under(&words.say("predict.of"), 0);
    page.finish()
}

fn row(prediction: &Prediction, knowledge: &Knowledge, words: &Words) -> Vec<String> {
    let name = names::capitalised(&names::test(&prediction.test, knowledge));
    let name = match &prediction.device {
        Some(device) => format!("{name} ({device})"),
        None => name,
    };
    let quality = knowledge.tests.get(&prediction.test).map_or(Quality::Strength, |test| test.quality);
    vec![name, expected(prediction, quality, words), prediction.n_trials.to_string()]
}

/// “left 4 % weaker (from 12 % weaker to 4 % stronger)”.
fn expected(prediction: &Prediction, quality: Quality, words: &Words) -> String {
    let unit = match quality {
        Quality::Flexibility => SizeUnit::Degrees,
        Quality::Strength | Quality::Size | Quality::Control | Quality::LoadSharing => SizeUnit::Percent,
    };
    // Seen from the leg that is expected to be the lesser one: above 0 means that it is.
    let Interval { middle, low, high } = prediction.interval;
    let (leg, ends) = if middle > 0.0 {
        (Side::Right, [middle, high, low])
    } else {
        (Side::Left, [middle, low, high].map(|end| -end))
    };
    let [size, low, high] = ends.map(|size| shown(size, unit));
    let end = |size: f64| {
        let word = words.say(&if size < 0.0 {
            format!("predict.more.{quality}")
        } else {
            format!("predict.less.{quality}")
        });
        words.fill("predict.end", &[("size", &names::size(size, unit, words)), ("word", &word)])
    };
    let (side, low, high) = (names::side(leg, words), end(low), end(high));
    if names::whole(size) == "0" {
        return words.fill("predict.same", &[("side", &side), ("low", &low), ("high", &high)]);
    }
    let less = words.say(&format!("predict.less.{quality}"));
    let size = names::size(size, unit, words);
    words.fill(
        "predict.line",
        &[("side", &side), ("size", &size), ("less", &less), ("low", &low), ("high", &high)],
    )
}

/// What a new visit would show as findings tell it: lower end, middle and upper end, above 0 where the right leg is the
/// lesser one.
pub(crate) fn sizes(prediction: &Prediction, unit: SizeUnit) -> [f64; 3] {
    let Interval { middle, low, high } = prediction.interval;
    [low, middle, high].map(|size| shown(size, unit))
}

/// Percent of the better leg from `100·ln`, with its sign; degrees stay as they are.
fn shown(size: f64, unit: SizeUnit) -> f64 {
    match unit {
        SizeUnit::Percent => (-100.0 * libm::expm1(-0.01 * size.abs())).copysign(size),
        SizeUnit::Degrees => size,
    }
}
