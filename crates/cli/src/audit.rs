//! The command `audit`: weeks of training, judged.

use crate::arguments::{Common, Format};
use crate::commands::{WIDTH, as_of, tell};
use crate::output;
use crate::record::Whose;
use clap::{Args, ValueEnum};
use evenstride_app::audit::{Asked, AuditView, audit_html, audit_text, look_back, read_efforts, read_logs};
use evenstride_app::check::{Check, CheckInput, check, load_folder};
use evenstride_app::disk::{today, write_whole};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::files::Days;
use evenstride_app::following::follow;
use evenstride_app::prelude::{Knowledge, Notice, Plan, Trained};
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
    /// The folder of a check: person, answers and measurements; a store has its own.
    #[arg(long, value_name = "FOLDER", requires = "files")]
    check: Option<PathBuf>,
    /// Hold left against right by the plan of that check, or the one that is followed, instead of even sides.
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

/// What an audit starts from.
struct Start {
    trained: Vec<Trained>,
    notices: Vec<Notice>,
    /// What is known of the person, with what a check says of it.
    check: Option<(CheckInput, Check)>,
    /// The plan by which left is held against right, where that was asked for.
    plan: Option<Plan>,
}

/// What the store holds of one person's training, with where the person stands and the plan that is followed.
fn of_store(arguments: &AuditArguments, knowledge: &Knowledge, days: Days) -> Result<Start, Error> {
    let (trained, kept) = run(async {
        let store = arguments.whose.at.open(IfMissing::Refuse).await?;
        let subject = arguments.whose.subject(&store).await?;
        let records = store.read(&subject).await?;
        store.close().await;
        let trained = records.all_trained();
        Ok((trained, kept(&subject, records, knowledge, days)?))
    })?;
    let followed = follow(&kept, None, knowledge);
    let mut outcome = Check::of_screen(followed.screening);
    outcome.assessment = followed.assessment;
    let plan = kept.plan.filter(|_| arguments.as_planned).map(|kept| kept.plan);
    Ok(Start { trained, notices: Vec::new(), check: Some((kept.input, outcome)), plan })
}

/// What files hold of training, with the check of a folder where one was named.
fn of_files(arguments: &AuditArguments, knowledge: &Knowledge, days: Days) -> Result<Start, Error> {
    let (trained, notices) = read_logs(&arguments.files, days.today, arguments.each_leg, knowledge)?;
    let check = match &arguments.check {
        Some(folder) => {
            let input = load_folder(folder, knowledge, days)?;
            let outcome = check(&input, knowledge);
            Some((input, outcome))
        }
        None => None,
    };
    let plan = check.as_ref().and_then(|(_, outcome)| outcome.plan.clone()).filter(|_| arguments.as_planned);
    Ok(Start { trained, notices, check, plan })
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
    let is_of_store = arguments.files.is_empty();
    let start =
        if is_of_store { of_store(arguments, knowledge, days) } else { of_files(arguments, knowledge, days) };
    let Start { trained, mut notices, check, plan } = start?;
    if let Some((_, outcome)) = check.as_ref().filter(|(_, check)| check.exit_code() == exit_code::RED_FLAG) {
        output::result(&report::screening_text(&outcome.screening, knowledge, &words, WIDTH))?;
        return Ok(exit_code::RED_FLAG);
    }
    if arguments.as_planned && plan.is_none() {
        return Err(Error::usage("hold the weeks against a plan: expected one, found none").hint(
            if is_of_store {
                "follow one first, `evenstride plan --keep`, or leave --as-planned out"
            } else {
                "name the folder of a check whose answers allow a week, --check FOLDER, or leave --as-planned out"
            },
        ));
    }
    if let Some((input, _)) = &check {
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
        check: check.as_ref().map(|(input, outcome)| (input, outcome)),
        plan: plan.as_ref(),
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
