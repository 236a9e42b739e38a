//! Following: where somebody stands, what comes next, when to measure again, everybody.

use super::{Where, Whose};
use crate::arguments::{Common, Format};
use crate::commands::{WIDTH, day_of, tell};
use crate::output;
use clap::{Args, ValueEnum};
use evenstride_app::check::Check;
use evenstride_app::disk::{today, write_whole};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::files::Days;
use evenstride_app::following::{Followed, Kept, Shown, follow_for, tests_within};
use evenstride_app::prelude::{Knowledge, Next, Screening};
use evenstride_app::record::kept;
use evenstride_app::reply::{self, Start, followed_exit_code, start};
use evenstride_app::report;
use evenstride_app::squad::{people_of, processors, squad_of};
use evenstride_app::store::{IfMissing, Store, run};
use evenstride_app::wire;
use evenstride_app::words::Words;
use std::path::PathBuf;
use std::sync::Arc;

pub(crate) const STATUS_HELP: &str = "\
Examples:
  evenstride status
  evenstride status --subject ada --format html --output ada.html
  evenstride status --format csv > over-time.csv";

pub(crate) const SQUAD_HELP: &str = "\
Those who need attention come first; nobody is compared with anybody.

Examples:
  evenstride squad
  evenstride squad --store team.db --format html --output squad.html";

/// How something that can also be a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For reading.
    Text,
    /// For programs, with the evidence.
    Json,
    /// For tables.
    Csv,
    /// A page to look at and to print.
    Html,
}

#[derive(Debug, Args)]
pub(crate) struct FollowArguments {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// The day for which it holds, as 2026-11-22; today when left out.
    #[arg(long, value_name = "DAY")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PageArguments {
    #[command(flatten)]
    whose: Whose,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    format: PageFormat,
    /// Write into this file instead of to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The day for which it holds, as 2026-11-22; today when left out.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SquadArguments {
    #[command(flatten)]
    at: Where,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    format: PageFormat,
    /// Write into this file instead of to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The day for which it holds, as 2026-11-22; today when left out.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Everything that is known of the person who was named, as of a day.
///
/// # Errors
/// The store or what it holds cannot be read.
pub(crate) async fn people_kept(
    store: &Store,
    whose: &Whose,
    knowledge: &Knowledge,
    days: Days,
) -> Result<Kept, Error> {
    let subject = whose.subject(store).await?;
    kept(&subject, store.read(&subject).await?, knowledge, days)
}

/// Says that the log has ended the clearance, in the place of a week, and gives the exit code.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn tell_ended(next: &Next, is_json: bool, knowledge: &Knowledge) -> Result<u8, Error> {
    let ended = reply::ended(next);
    let text = if is_json {
        ended.json
    } else {
        report::next_session_text(next, knowledge, &Words::of(knowledge.language), WIDTH)
    };
    output::result(&text)?;
    Ok(ended.exit_code)
}

/// What a check of the store starts from, and the noise that the person is judged with.
///
/// # Errors
/// There is no store, or it cannot be read.
pub(crate) fn input_kept(whose: &Whose, knowledge: &Knowledge, days: Days) -> Result<Start, Error> {
    run(async {
        let store = whose.at.open(IfMissing::Refuse).await?;
        let kept = people_kept(&store, whose, knowledge, days).await?;
        store.close().await;
        Ok(start(kept, knowledge))
    })
}

fn days(as_of: Option<&str>) -> Result<Days, Error> {
    let as_of = day_of("--as-of", as_of)?;
    Ok(Days { today: today().max(as_of), as_of })
}

fn one(
    whose: &Whose,
    as_of: Option<&str>,
    shown: Shown,
    knowledge: &Knowledge,
) -> Result<(Kept, Followed), Error> {
    let days = days(as_of)?;
    let kept = run(async {
        let store = whose.at.open(IfMissing::Refuse).await?;
        let kept = people_kept(&store, whose, knowledge, days).await?;
        store.close().await;
        Ok(kept)
    })?;
    let followed = follow_for(&kept, None, knowledge, shown);
    Ok((kept, followed))
}

fn write(text: &str, output: Option<&PathBuf>, knowledge: &Knowledge) -> Result<(), Error> {
    match output {
        Some(path) => {
            write_whole(path, text.as_bytes())?;
            let file = path.display().to_string();
            output::remark(&Words::kept(knowledge.language).fill("cli.written", &[("file", &file)]));
            Ok(())
        }
        None => output::result(text),
    }
}

/// Where somebody stands.
///
/// # Errors
/// The store cannot be read, or the result cannot be written.
pub(crate) fn run_status(arguments: &PageArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let shown = match arguments.format {
        PageFormat::Text | PageFormat::Csv => Shown::Findings,
        PageFormat::Json | PageFormat::Html => Shown::Everything,
    };
    let (kept, followed) = one(&arguments.whose, arguments.as_of.as_deref(), shown, knowledge)?;
    let words = Words::of(knowledge.language);
    let text = match arguments.format {
        PageFormat::Text => report::status_text(&kept, &followed, knowledge, &words, WIDTH),
        PageFormat::Json => reply::status(&kept, &followed, knowledge).json,
        PageFormat::Csv => wire::status_csv(&followed),
        PageFormat::Html => {
            let mut outcome = Check::of_screen(followed.screening.clone());
            outcome.assessment.clone_from(&followed.assessment);
            let view = crate::commands::view_of(&kept.input, &outcome, knowledge);
            report::status_html(&view, &kept, &followed, &words)
        }
    };
    write(&text, arguments.output.as_ref(), knowledge)?;
    if arguments.format != PageFormat::Html {
        tell(&kept.input.notices, knowledge);
    }
    Ok(followed_exit_code(&followed))
}

/// What the screen says to somebody who is not cleared, and the commands that ask the questions again where that helps.
pub(crate) fn not_cleared(screening: &Screening, knowledge: &Knowledge) -> String {
    let words = Words::of(knowledge.language);
    let text = report::screening_text(screening, knowledge, &words, WIDTH);
    match screening {
        Screening::Incomplete { .. } | Screening::Expired { .. } => text + &report::answer_again_text(&words),
        // Whom to see comes first, and says what to write down afterwards.
        Screening::Stopped { .. } | Screening::Cleared(_) => text,
    }
}

/// What waits, to stand above what may be measured; nothing when nothing waits.
fn waits_first(screening: &Screening, knowledge: &Knowledge, words: &Words) -> String {
    match screening {
        Screening::Cleared(cleared) if !cleared.waits().is_empty() => {
            report::waits_text(cleared.waits(), knowledge, words, WIDTH) + "\n"
        }
        Screening::Cleared(_)
        | Screening::Stopped { .. }
        | Screening::Incomplete { .. }
        | Screening::Expired { .. } => String::new(),
    }
}

/// What to measure next for somebody of the store: nothing before the health questions are answered.
///
/// # Errors
/// The store cannot be read, or standard output cannot be written.
pub(crate) fn run_next_of_store(
    whose: &Whose,
    common: &Common,
    (minutes, delta_percent): (Option<f64>, Option<f64>),
    knowledge: &Knowledge,
) -> Result<u8, Error> {
    let days = days(common.as_of.as_deref())?;
    let mut kept = run(async {
        let store = whose.at.open(IfMissing::Refuse).await?;
        let kept = people_kept(&store, whose, knowledge, days).await?;
        store.close().await;
        Ok(kept)
    })?;
    kept.input.delta_percent = delta_percent;
    let followed = follow_for(&kept, None, knowledge, Shown::Everything);
    if let Some(ended) = followed.next.as_ref().filter(|_| followed.asks_for_somebody()) {
        return tell_ended(ended, common.format == Format::Json, knowledge);
    }
    let (Screening::Cleared(cleared), Some(mut assessment)) = (&followed.screening, followed.assessment) else {
        output::result(&match common.format {
            Format::Text => not_cleared(&followed.screening, knowledge),
            Format::Json => wire::screening_json(&followed.screening, knowledge),
            Format::Csv => wire::screening_csv(&followed.screening, knowledge),
        })?;
        return Ok(Check::of_screen(followed.screening).exit_code());
    };
    if let Some(minutes) = minutes {
        assessment.next = tests_within(&kept, cleared, minutes, knowledge);
    }
    let words = Words::of(knowledge.language);
    let waits = waits_first(&followed.screening, knowledge, &words);
    output::result(&match (common.format, minutes) {
        (Format::Text, Some(minutes)) => {
            waits + &report::battery_text(&assessment, minutes, knowledge, &words, WIDTH)
        }
        (Format::Text, None) => waits + &report::next_text(&assessment, knowledge, &words, WIDTH),
        (Format::Json, _) => wire::suggestions_json(&[assessment]),
        (Format::Csv, _) => wire::suggestions_csv(&[assessment]),
    })?;
    tell(&kept.input.notices, knowledge);
    Ok(exit_code::DONE)
}

/// What comes next.
///
/// # Errors
/// The store cannot be read, or standard output cannot be written.
pub(crate) fn run_next_session(arguments: &FollowArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let (kept, followed) = one(&arguments.whose, arguments.as_of.as_deref(), Shown::Standing, knowledge)?;
    let words = Words::of(knowledge.language);
    let Some(next) = &followed.next else {
        let cleared = matches!(followed.screening, Screening::Cleared(_));
        let text = match (arguments.format, cleared) {
            (Format::Text, true) => report::no_session_text(cleared, &words),
            (Format::Text, false) => not_cleared(&followed.screening, knowledge),
            (Format::Json, _) => reply::next_session(&followed, knowledge).json,
            (Format::Csv, _) => wire::screening_csv(&followed.screening, knowledge),
        };
        output::result(&text)?;
        return Ok(Check::of_screen(followed.screening).exit_code());
    };
    let text = match arguments.format {
        Format::Text => report::next_session_text(next, knowledge, &words, WIDTH),
        Format::Json => reply::next_session(&followed, knowledge).json,
        Format::Csv => wire::next_session_csv(next),
    };
    output::result(&text)?;
    tell(&kept.input.notices, knowledge);
    Ok(followed_exit_code(&followed))
}

/// When to measure again, with which tests, and why then.
///
/// # Errors
/// The store cannot be read, or standard output cannot be written.
pub(crate) fn run_retest(arguments: &FollowArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let (kept, followed) = one(&arguments.whose, arguments.as_of.as_deref(), Shown::Standing, knowledge)?;
    let words = Words::of(knowledge.language);
    let text = match (arguments.format, &followed.next) {
        // What stops comes in the place of a day to measure on.
        (Format::Text, Some(next)) if followed.asks_for_somebody() => {
            report::next_session_text(next, knowledge, &words, WIDTH)
        }
        (Format::Text, _) if matches!(followed.screening, Screening::Stopped { .. }) => {
            not_cleared(&followed.screening, knowledge)
        }
        (Format::Text, _) => {
            let retest = report::retest_text(&followed, kept.input.as_of, knowledge, &words, WIDTH);
            waits_first(&followed.screening, knowledge, &words) + &retest
        }
        (Format::Json, _) => reply::retest(&followed).json,
        (Format::Csv, _) => wire::retest_csv(followed.retest.as_ref()),
    };
    output::result(&text)?;
    Ok(followed_exit_code(&followed))
}

/// The people of a store.
///
/// # Errors
/// The store cannot be read, or standard output cannot be written.
pub(crate) fn run_people(arguments: &SquadArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let days = days(arguments.as_of.as_deref())?;
    let all = run(async {
        let store = arguments.at.open(IfMissing::Refuse).await?;
        let all = people_of(&store, knowledge, days).await?;
        store.close().await;
        Ok(all)
    })?;
    let text = match arguments.format {
        PageFormat::Text => report::people_text(&all, &Words::of(knowledge.language), WIDTH),
        PageFormat::Json => wire::people_json(&all),
        PageFormat::Csv => wire::people_csv(&all),
        PageFormat::Html => {
            return Err(Error::usage("write people as a page: there is no page of names alone")
                .hint("`evenstride squad --format html` shows everybody"));
        }
    };
    write(&text, arguments.output.as_ref(), knowledge)?;
    Ok(exit_code::DONE)
}

/// Where everybody stands.
///
/// # Errors
/// The store cannot be read, or the result cannot be written.
pub(crate) fn run_squad(arguments: &SquadArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let days = days(arguments.as_of.as_deref())?;
    let members = run(async {
        let store = arguments.at.open(IfMissing::Refuse).await?;
        let members = squad_of(&store, Arc::new(knowledge.clone()), days, processors()).await?;
        store.close().await;
        Ok(members)
    })?;
    let words = Words::of(knowledge.language);
    let text = match arguments.format {
        PageFormat::Text => report::squad_text(&members, days.as_of, knowledge, &words, WIDTH),
        PageFormat::Json => wire::squad_json(&members, knowledge),
        PageFormat::Csv => wire::squad_csv(&members),
        PageFormat::Html => report::squad_html(&members, days.as_of, knowledge, &words),
    };
    write(&text, arguments.output.as_ref(), knowledge)?;
    Ok(exit_code::DONE)
}
