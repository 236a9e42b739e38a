//! Keeping: what is in the store, taking back, correcting, remarks, erasing.

use super::bring::{now, tell_stop};
use super::{Where, Whose, doing, say};
use crate::arguments::Format;
use crate::commands::day_of;
use crate::output;
use clap::Args;
use evenstride_app::disk::today;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::keeping::{Reopened, asked_by_log, correct, remark, take_back};
use evenstride_app::prelude::{Date, Knowledge, Plan, SubjectId};
use evenstride_app::record::{Listed, correction, listed, said_by, says};
use evenstride_app::report;
use evenstride_app::store::{
    About, Action, ActionId, Content, Followed, IfMissing, Key, Note, Store, What, run,
};
use evenstride_app::wire;
use evenstride_app::words::Words;

#[derive(Debug, Args)]
pub(crate) struct RecordsArguments {
    #[command(flatten)]
    whose: Whose,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show at most so many, the newest ones.
    #[arg(long, value_name = "N", default_value_t = 50)]
    last: usize,
}

#[derive(Debug, Args)]
pub(crate) struct ActionsArguments {
    #[command(flatten)]
    at: Where,
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show at most so many, the newest ones.
    #[arg(long, value_name = "N", default_value_t = 50)]
    last: u32,
}

#[derive(Debug, Args)]
pub(crate) struct UndoArguments {
    /// The number of the action, as `evenstride actions` lists it.
    #[arg(value_name = "ACTION")]
    action: i64,
    #[command(flatten)]
    at: Where,
}

#[derive(Debug, Args)]
pub(crate) struct CorrectArguments {
    /// The first letters of the record's name, as `evenstride records` lists it.
    #[arg(value_name = "RECORD")]
    record: String,
    /// What it should say: a value for a measurement, as 30.5 or “30.5 kg”, a line for training, a text for a remark; `remove` takes it out.
    #[arg(value_name = "WHAT")]
    what: String,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Debug, Args)]
pub(crate) struct NoteArguments {
    /// The text.
    text: String,
    #[command(flatten)]
    whose: Whose,
    /// The name after --subject is that of somebody new.
    #[arg(long)]
    new_person: bool,
    /// The day, today or earlier; today when left out.
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CompactArguments {
    #[command(flatten)]
    at: Where,
}

#[derive(Debug, Args)]
pub(crate) struct EraseArguments {
    #[command(flatten)]
    at: Where,
    /// Whose records.
    #[arg(long, value_name = "NAME")]
    subject: String,
    /// The name once more: it cannot be taken back.
    #[arg(long, value_name = "NAME")]
    yes_erase: String,
}

/// Lists what the store holds of somebody.
///
/// # Errors
/// The store cannot be read, or standard output cannot be written.
pub(crate) fn run_records(arguments: &RecordsArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let rows: Vec<Listed> = run(async {
        let store = arguments.whose.at.open(IfMissing::Refuse).await?;
        let subject = arguments.whose.subject(&store).await?;
        let rows = listed(&store.read(&subject).await?, knowledge);
        store.close().await;
        Ok(rows)
    })?;
    let words = Words::kept(knowledge.language);
    let shown = &rows[rows.len().saturating_sub(arguments.last)..];
    let text = match arguments.format {
        Format::Text => {
            let mut text = String::new();
            for row in shown {
                text.push_str(&format!("{}  {}  {:<8}  {}\n", row.key, row.day, row.kind, row.what));
            }
            if shown.len() < rows.len() {
                let n = (rows.len() - shown.len()).to_string();
                text.push_str(&format!("{}\n", words.fill("cli.older", &[("n", &n)])));
            }
            if rows.is_empty() { format!("{}\n", words.say("cli.nothing_yet")) } else { text }
        }
        Format::Json => wire::records_json(shown),
        Format::Csv => wire::records_csv(shown),
    };
    output::result(&text)?;
    Ok(exit_code::DONE)
}

/// Lists what was done with the store.
///
/// # Errors
/// The store cannot be read, or standard output cannot be written.
pub(crate) fn run_actions(arguments: &ActionsArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let actions: Vec<Action> = run(async {
        let store = arguments.at.open(IfMissing::Refuse).await?;
        let actions = store.actions(arguments.last).await?;
        store.close().await;
        Ok(actions)
    })?;
    let text = match arguments.format {
        Format::Text if actions.is_empty() => {
            format!("{}\n", Words::kept(knowledge.language).say("cli.nothing_yet"))
        }
        Format::Text => wire::actions_text(&actions),
        Format::Json => wire::actions_json(&actions),
        Format::Csv => wire::actions_csv(&actions),
    };
    output::result(&text)?;
    Ok(exit_code::DONE)
}

/// Takes an action back.
///
/// # Errors
/// There is no such action, or it cannot be taken back.
pub(crate) fn run_undo(arguments: &UndoArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    run(async {
        let store = arguments.at.open(IfMissing::Refuse).await?;
        let action = ActionId(arguments.action);
        let undone = take_back(&store, action, knowledge, now(), &doing(What::Undo)).await?;
        store.close().await;
        let (of, by) = (action.to_string(), undone.action.to_string());
        say("cli.undone", &[("action", &of), ("by", &by)], knowledge)?;
        tell_reopened(&undone, knowledge)?;
        Ok(exit_code::DONE)
    })
}

/// Corrects one record: the old one stays in the store and no longer counts.
///
/// # Errors
/// There is no such record, or what it should say cannot be read.
pub(crate) fn run_correct(arguments: &CorrectArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let Some(key) = Key::new(&arguments.record) else {
        return Err(Error::usage("correct a record: expected eight or more digits of its name, found others")
            .hint("`evenstride records` lists them"));
    };
    run(async {
        let store = arguments.whose.at.open(IfMissing::Refuse).await?;
        let subject = arguments.whose.subject(&store).await?;
        let records = store.read(&subject).await?;
        let content = correction(&records, &key, &arguments.what, knowledge, today())?;
        let was = said_by(&records, &key, knowledge).unwrap_or_default();
        let what = (&key, content.as_ref());
        let corrected = correct(&store, &subject, what, knowledge, now(), &doing(What::Correct)).await?;
        store.close().await;
        match content.map(|content| says(&content, knowledge)) {
            Some(is) => say("cli.corrected", &[("was", &was), ("is", &is)], knowledge)?,
            None => say("cli.set_aside", &[("was", &was)], knowledge)?,
        }
        tell_reopened(&corrected, knowledge)?;
        Ok(exit_code::DONE)
    })
}

/// Says that the questions are open again, when what was taken back had stopped somebody.
fn tell_reopened(reopened: &Reopened, knowledge: &Knowledge) -> Result<(), Error> {
    if reopened.subjects.is_empty() {
        return Ok(());
    }
    output::result(&report::reopened_text(&Words::of(knowledge.language)))
}

/// Keeps a remark; a sign to stop is answered at once.
///
/// # Errors
/// It is too long or of a later day, or the store cannot be written.
pub(crate) fn run_note(arguments: &NoteArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let day = day_of("--on", arguments.on.as_deref())?;
    let note = Note { day, about: About::Else, text: arguments.text.clone() };
    run(async {
        let store = arguments.whose.at.open(IfMissing::Make).await?;
        let subject = arguments.whose.subject_to_keep(&store, arguments.new_person).await?;
        remark(&store, &subject, note, now(), &doing(What::Note)).await?;
        let asked = asked_by_log(&store, &subject, knowledge, now()).await?;
        store.close().await;
        say("cli.kept", &[], knowledge)?;
        tell_stop(&asked, knowledge)
    })
}

/// Keeps a plan as the one that is followed from a day on.
///
/// # Errors
/// The store cannot be written.
pub(crate) async fn keep_plan(
    store: &Store,
    subject: &SubjectId,
    plan: &Plan,
    from: Date,
) -> Result<(), Error> {
    let content = Content::Plan(Followed { from, plan: plan.clone() });
    store.write(&doing(What::Plan), None, &[(subject.clone(), content)]).await?;
    Ok(())
}

/// Removes everything of somebody for good.
///
/// # Errors
/// The names differ, there is no such person, or the store cannot be written.
pub(crate) fn run_erase(arguments: &EraseArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    if arguments.subject.trim() != arguments.yes_erase.trim() {
        return Err(Error::usage("erase somebody: expected the same name twice, found two names")
            .hint("it cannot be taken back; `evenstride export` keeps a copy first"));
    }
    let subject = SubjectId::new(&arguments.subject)
        .ok_or_else(|| Error::usage("read --subject: expected 1 to 64 printable characters, found others"))?;
    run(async {
        let store = arguments.at.open(IfMissing::Refuse).await?;
        let erased = store.erase(&doing(What::Erase), &subject).await?;
        store.close().await;
        say("cli.erased", &[], knowledge)?;
        if !erased.is_compacted {
            say("cli.erased_traces", &[], knowledge)?;
        }
        Ok(exit_code::DONE)
    })
}

/// Gives free room back, so that nothing of what was erased can be found in it.
///
/// # Errors
/// There is no store, another program is using it, or the disk has no room for a second copy of it.
pub(crate) fn run_compact(arguments: &CompactArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    run(async {
        let store = arguments.at.open(IfMissing::Refuse).await?;
        store.compact().await?;
        store.close().await;
        say("cli.compacted", &[], knowledge)?;
        Ok(exit_code::DONE)
    })
}
