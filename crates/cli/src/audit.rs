//! The command `audit`: weeks of training, judged.

use crate::arguments::{Common, Format};
use crate::commands::{WIDTH, as_of, tell};
use crate::output;
use crate::record::Whose;
use clap::{Args, ValueEnum};
use evenstride_app::audit::{Asked, AuditView, audit_html, audit_text, look_back, read_efforts, read_logs};
use evenstride_app::check::{CheckInput, check, load_folder};
use evenstride_app::disk::{today, write_whole};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::files::Days;
use evenstride_app::prelude::{Knowledge, Trained};
use evenstride_app::record::kept;
use evenstride_app::report;
use evenstride_app::store::{IfMissing, run};
use evenstride_app::wire;
use evenstride_app::words::Words;
use std::collections::BTreeMap;
use std::path::PathBuf;

pub(crate) const HELP: &str = "\
Reads lines, our own table, exports of Hevy and Strong, and sets of a FIT file. A week runs from
Monday to Sunday. Its score is a picture of that week and says nothing of a person or a leg.

Without --check only exercises of the log are named in a change; with it those that answers,
equipment and wishes allow, and the sport's minimums and what was measured short count too.

Examples:
  evenstride audit workouts.csv
  evenstride audit workouts.csv --weeks 4 --format html --output weeks.html
  evenstride audit log.txt --check examples/first-check --as-planned
  evenstride audit workouts.csv --format lost-csv
  evenstride audit --subject ada --weeks 6";

#[derive(Debug, Args)]
pub(crate) struct AuditArguments {
    /// Logs of what was trained; `-` reads standard input; the store when left out.
    files: Vec<PathBuf>,
    #[command(flatten)]
    whose: Whose,
    /// The newest weeks to show, 1 to 520.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=520))]
    weeks: u32,
    /// Score weeks too that the log holds only in part.
    #[arg(long)]
    incomplete: bool,
    /// The folder of a check: person, answers and measurements.
    #[arg(long, value_name = "FOLDER")]
    check: Option<PathBuf>,
    /// Hold left against right by the plan of that check instead of even sides.
    #[arg(long)]
    as_planned: bool,
    /// Ratings of sessions: a CSV with date, effort (0 to 10) and minutes.
    #[arg(long, value_name = "FILE")]
    effort: Option<PathBuf>,
    /// Minutes by which a changed week may be longer.
    #[arg(long, value_name = "MINUTES", default_value_t = 0.0)]
    more_minutes: f64,
    /// Where a one-legged exercise has no side, each leg did all of its sets.
    #[arg(long)]
    each_leg: bool,
    /// The last day that the log tells of, as 2026-11-22; today when left out.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = AuditFormat::Text)]
    format: AuditFormat,
    /// Where to write it; standard output when left out.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How an audit is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AuditFormat {
    /// For reading.
    Text,
    /// For programs.
    Json,
    /// A row for each week, muscle group and side.
    Csv,
    /// A row for each loss, with its rule.
    LostCsv,
    /// A page with a heat map.
    Html,
}

/// What the store holds of one person's training, with what a check of it starts from.
fn of_store(
    arguments: &AuditArguments,
    knowledge: &Knowledge,
    days: Days,
) -> Result<(Vec<Trained>, CheckInput), Error> {
    run(async {
        let store = arguments.whose.at.open(IfMissing::Refuse).await?;
        let subject = arguments.whose.subject(&store).await?;
        let records = store.read(&subject).await?;
        store.close().await;
        let input = kept(&subject, &records, knowledge, days)?.input;
        Ok((records.all_trained(), input))
    })
}

/// Reads logs and writes what they give the legs.
///
/// # Errors
/// What was typed cannot be done, a file cannot be read, or the result cannot be written.
pub(crate) fn run_audit(arguments: &AuditArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let most = 10_080.0;
    if !(0.0..=most).contains(&arguments.more_minutes) {
        let found = arguments.more_minutes;
        return Err(Error::usage(format!("read --more-minutes: expected 0 to {most}, found {found}")));
    }
    let as_of = as_of(&Common { format: Format::Text, as_of: arguments.as_of.clone() })?;
    let words = Words::english();
    let days = Days { today: today().max(as_of), as_of };
    let kept = if arguments.files.is_empty() { Some(of_store(arguments, knowledge, days)?) } else { None };
    let input = match (&arguments.check, &kept) {
        (Some(folder), _) => Some(load_folder(folder, knowledge, days)?),
        (None, Some((_, input))) => Some(input.clone()),
        (None, None) => None,
    };
    let outcome = input.as_ref().map(|input| check(input, knowledge));
    if let Some(outcome) = outcome.as_ref().filter(|outcome| outcome.exit_code() == exit_code::RED_FLAG) {
        output::result(&report::screening_text(&outcome.screening, knowledge, &words, WIDTH))?;
        return Ok(exit_code::RED_FLAG);
    }
    let (trained, mut notices) = match kept {
        Some((trained, _)) => (trained, Vec::new()),
        None => read_logs(&arguments.files, days.today, arguments.each_leg, knowledge)?,
    };
    if let Some(input) = &input {
        notices.extend(input.notices.iter().cloned());
    }
    let efforts = match &arguments.effort {
        None => BTreeMap::new(),
        Some(path) => read_efforts(path)?,
    };
    let asked = Asked {
        n_weeks: arguments.weeks,
        as_of,
        score_incomplete: arguments.incomplete,
        more_minutes: arguments.more_minutes,
        efforts: &efforts,
        check: input.as_ref().zip(outcome.as_ref()),
        as_planned: arguments.as_planned,
    };
    let audit = look_back(&trained, &asked, knowledge);
    let view = AuditView { audit: &audit, knowledge, notices: &notices, version: env!("CARGO_PKG_VERSION") };
    let text = match arguments.format {
        AuditFormat::Text => audit_text(&view, &words, WIDTH),
        AuditFormat::Json => wire::audit_json(&audit, &notices, knowledge),
        AuditFormat::Csv => wire::audit_csv(&audit),
        AuditFormat::LostCsv => wire::lost_csv(&audit),
        AuditFormat::Html => audit_html(&view, &words),
    };
    match &arguments.output {
        Some(path) => {
            write_whole(path, text.as_bytes())?;
            output::remark(&format!("The weeks: {}", path.display()));
        }
        None => output::result(&text)?,
    }
    match arguments.format {
        AuditFormat::Csv | AuditFormat::LostCsv => tell(&notices),
        // These hold the notices themselves.
        AuditFormat::Text | AuditFormat::Json | AuditFormat::Html => {}
    }
    Ok(exit_code::DONE)
}
