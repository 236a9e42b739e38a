//! The command `reliability`: how well tests repeat.

use crate::arguments::{Format, ReliabilityArguments, TrialsTo};
use crate::commands::{WIDTH, map_from, tell};
use crate::output;
use evenstride_app::check::{Reading, read_files};
use evenstride_app::disk::{today, write_whole};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::judging::checked_visits;
use evenstride_app::prelude::{Knowledge, Person, ReliabilityOptions, VisitValue, reliability};
use evenstride_app::reliability::{ReliabilityView, reliability_html, reliability_text};
use evenstride_app::wire;
use evenstride_app::words::Words;

/// Reads tables, works out how well each test repeats, and writes it.
///
/// # Errors
/// What was typed cannot be done, a file cannot be read, or the page cannot be written.
pub(crate) fn run_reliability(arguments: &ReliabilityArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let value = match arguments.value {
        TrialsTo::Mean => VisitValue::Mean,
        TrialsTo::Best => VisitValue::Best,
    };
    let options = ReliabilityOptions { value, n_visits: checked_visits(arguments.visits)? };
    let map = map_from(arguments.map.as_ref())?;
    let person = Person::default();
    let reading = Reading { map: map.as_ref(), today: today(), person: &person };
    let (trials, notices) = read_files(&arguments.files, &reading, knowledge)?;
    let tests = reliability(&trials, knowledge, &options);
    let version = env!("CARGO_PKG_VERSION");
    let view = ReliabilityView { tests: &tests, value, knowledge, notices: &notices, version };
    let words = Words::of(knowledge.language);
    let text = match arguments.format {
        Format::Text => reliability_text(&view, &words, WIDTH),
        Format::Json => wire::reliability_json(&tests, value, &notices, knowledge),
        Format::Csv => wire::reliability_csv(&tests, knowledge),
    };
    if let Some(page) = &arguments.report {
        write_whole(page, reliability_html(&view, &words).as_bytes())?;
    }
    output::result(&text)?;
    tell(&notices, knowledge);
    if let Some(page) = &arguments.report {
        output::remark(&words.fill("cli.page", &[("file", &page.display().to_string())]));
    }
    Ok(exit_code::DONE)
}
