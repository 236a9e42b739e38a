//! The command `audit`: weeks of training, judged.

use crate::arguments::{Common, Format};
use crate::commands::{WIDTH, as_of, tell};
use crate::output;
use crate::record::Whose;
use clap::{Args, ValueEnum};
use evenstride_app::audit::{
    Against, AuditView, Looked, Start, Wanted, audit_html, audit_text, checked_more_minutes, looked_back,
    read_efforts, read_logs, start_kept, start_read,
};
use evenstride_app::check::load_folder;
use evenstride_app::disk::{today, write_whole};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::files::Days;
use evenstride_app::prelude::Knowledge;
use evenstride_app::record::kept;
use evenstride_app::report;
use evenstride_app::store::{IfMissing, run};
use evenstride_app::wire;
use evenstride_app::words::Words;
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
  evenstride audit --subject ada --weeks 6
  evenstride audit --subject ada --even";

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
    /// The folder of a check: person, answers and measurements; a store has its own.
    #[arg(long, value_name = "FOLDER", requires = "files")]
    check: Option<PathBuf>,
    /// Hold left against right by the plan of that check; a plan that is followed in the store counts without it.
    #[arg(long)]
    as_planned: bool,
    /// Hold left against right by even sides although a plan is followed.
    #[arg(long, conflicts_with = "as_planned")]
    even: bool,
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

impl AuditFormat {
    fn is_a_table(self) -> bool {
        match self {
            AuditFormat::Csv | AuditFormat::LostCsv => true,
            AuditFormat::Text | AuditFormat::Json | AuditFormat::Html => false,
        }
    }
}

/// What the store holds of one person's training.
fn of_store(arguments: &AuditArguments, knowledge: &Knowledge, days: Days) -> Result<Start, Error> {
    run(async {
        let store = arguments.whose.at.open(IfMissing::Refuse).await?;
        let subject = arguments.whose.subject(&store).await?;
        let records = store.read(&subject).await?;
        store.close().await;
        let trained = records.all_trained();
        let kept = kept(&subject, records, knowledge, days)?;
        Ok(start_kept(trained, kept, knowledge))
    })
}

/// What files hold of training, with the check of a folder where one was named.
fn of_files(arguments: &AuditArguments, knowledge: &Knowledge, days: Days) -> Result<Start, Error> {
    let read = read_logs(&arguments.files, days, arguments.each_leg, knowledge)?;
    let input = arguments.check.as_ref().map(|folder| load_folder(folder, knowledge, days)).transpose()?;
    Ok(start_read(read, input, knowledge))
}

/// Reads logs and writes what they give the legs.
///
/// # Errors
/// What was typed cannot be done, a file cannot be read, or the result cannot be written.
pub(crate) fn run_audit(arguments: &AuditArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let more_minutes = checked_more_minutes(arguments.more_minutes)?;
    let as_of = as_of(&Common { format: Format::Text, as_of: arguments.as_of.clone() })?;
    let words = Words::of(knowledge.language);
    let days = Days { today: today().max(as_of), as_of };
    let is_of_store = arguments.files.is_empty();
    let start =
        if is_of_store { of_store(arguments, knowledge, days) } else { of_files(arguments, knowledge, days) };
    let wanted = Wanted {
        n_weeks: arguments.weeks,
        as_of,
        score_incomplete: arguments.incomplete,
        against: Against::asked(arguments.as_planned, arguments.even)?,
        more_minutes,
        efforts: arguments.effort.as_ref().map(|path| read_efforts(path)).transpose()?.unwrap_or_default(),
    };
    let looked = looked_back(start?, &wanted, knowledge)?;
    let (audit, ended, notices) = match &looked {
        Looked::Stopped(screening) => {
            let text = match arguments.format {
                AuditFormat::Json => looked.reply(knowledge).json,
                AuditFormat::Text | AuditFormat::Csv | AuditFormat::LostCsv | AuditFormat::Html => {
                    report::screening_text(screening, knowledge, &words, WIDTH)
                }
            };
            output::result(&text)?;
            return Ok(exit_code::RED_FLAG);
        }
        Looked::Weeks { audit, ended, notices } => (audit, ended.as_ref(), notices),
    };
    let view = AuditView { audit, ended, knowledge, notices, version: env!("CARGO_PKG_VERSION") };
    let text = match arguments.format {
        AuditFormat::Text => audit_text(&view, &words, WIDTH),
        AuditFormat::Json => looked.reply(knowledge).json,
        AuditFormat::Csv => wire::audit_csv(audit),
        AuditFormat::LostCsv => wire::lost_csv(audit),
        AuditFormat::Html => audit_html(&view, &words),
    };
    match &arguments.output {
        Some(path) => {
            write_whole(path, text.as_bytes())?;
            output::remark(&words.fill("cli.weeks", &[("file", &path.display().to_string())]));
        }
        None => output::result(&text)?,
    }
    match arguments.format {
        AuditFormat::Csv | AuditFormat::LostCsv => tell(notices, knowledge),
        // These hold the notices themselves.
        AuditFormat::Text | AuditFormat::Json | AuditFormat::Html => {}
    }
    if looked.exit_code() != exit_code::DONE && arguments.format.is_a_table() {
        // Tables hold no sentence, and whoever asked for one must hear of the stop all the same.
        ended
            .iter()
            .for_each(|next| output::remark(&report::next_session_text(next, knowledge, &words, WIDTH)));
    }
    Ok(looked.exit_code())
}
