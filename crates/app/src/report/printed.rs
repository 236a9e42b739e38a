//! What devices printed of a difference, in sentences for professionals: beside ours, and by which formula.

use super::{names, sentences::Speaker};
use evenstride_core::assess::{Evidence, Printed, printed};
use evenstride_core::measure::DeviceAsymmetry;

/// One sentence or two for each printed figure behind a finding.
pub(crate) fn printed_lines(evidence: &Evidence, speaker: Speaker<'_>) -> Vec<String> {
    let of_test = |test| {
        printed(test).into_iter().map(move |found| {
            let name = names::capitalised(&names::test(&test.test, speaker.knowledge));
            line(&found, &name, speaker)
        })
    };
    evidence.tests.iter().flat_map(of_test).collect()
}

fn line(found: &Printed, test: &str, speaker: Speaker<'_>) -> String {
    let words = speaker.words;
    let (day, figure) = (names::date(found.day, words), figure(found.figure, speaker));
    let values = [("test", test), ("day", day.as_str()), ("printed", figure.as_str())];
    let Some(ours) = &found.ours else { return words.fill("pro.printed_alone", &values) };
    let basis = words.say(&format!("pro.printed_basis.{}", ours.basis.as_str()));
    let names: Vec<String> = ours.reproduced_by.iter().map(|id| view_name(id, speaker)).collect();
    let percent = format!("{} %", names::fixed(ours.percent, 1, speaker.words));
    let [test, day, figure] = values;
    if let Some(larger) = ours.larger.filter(|_| ours.names_other_leg) {
        let larger = names::side(larger, words);
        return words.fill("pro.printed_other_leg", &[test, day, figure, ("basis", &basis), ("side", &larger)]);
    }
    if names.is_empty() {
        return words.fill("pro.printed_differs", &[test, day, figure, ("basis", &basis), ("ours", &percent)]);
    }
    words.fill("pro.printed_same", &[test, day, figure, ("basis", &basis), ("formulas", &words.list(&names))])
}

/// The figure as it was printed, with the leg that it names.
fn figure(figure: DeviceAsymmetry, speaker: Speaker<'_>) -> String {
    let decimals = usize::from(figure.decimals);
    let percent = format!("{} %", names::fixed(figure.percent, decimals, speaker.words));
    match figure.stronger {
        Some(side) => {
            let side = names::side(side, speaker.words);
            speaker.words.fill("pro.printed_side", &[("percent", &percent), ("side", &side)])
        }
        None => percent,
    }
}

/// The name that readers of papers know a view by.
fn view_name(id: &str, speaker: Speaker<'_>) -> String {
    let key = match id {
        "percentage-difference" => "pro.pct_diff",
        "limb-symmetry-index" => "pro.lsi",
        "imbalance-to-total" => "pro.itt",
        "symmetry-index" => "pro.si_robinson",
        "symmetry-angle" => "pro.sa",
        "log-ratio" => "pro.ln_ratio",
        "deficit-against-leg" => "pro.of_smaller",
        other => return other.to_owned(),
    };
    names::inside(&speaker.words.say(key), speaker.words.language())
}
