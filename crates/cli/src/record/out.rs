//! Getting everything out: open files of one person, and the whole store as one checked file.

use super::{Where, Whose, say};
use crate::output;
use clap::Args;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::prelude::Knowledge;
use evenstride_app::store::{IfMissing, check_backup, run};
use evenstride_app::words::Words;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// The folder to write into; it must not be there yet or be empty.
    folder: PathBuf,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// The file to write; `-` writes to standard output, for a program that encrypts it.
    file: PathBuf,
    #[command(flatten)]
    at: Where,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// The backup; `-` reads standard input.
    file: PathBuf,
    #[command(flatten)]
    at: Where,
}

/// Writes everything of somebody as open files.
///
/// # Errors
/// The folder is there already or cannot be written.
pub(crate) fn run_export(arguments: &ExportArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    run(async {
        let store = arguments.whose.at.open(IfMissing::Refuse).await?;
        let subject = arguments.whose.subject(&store).await?;
        let exported = store.export(&subject, &arguments.folder, knowledge).await?;
        store.close().await;
        let words = Words::kept(knowledge.language);
        let (folder, files) =
            (arguments.folder.display().to_string(), words.counted("file", exported.files.len()));
        say("cli.exported", &[("folder", &folder), ("files", &files)], knowledge)?;
        for name in &exported.left_out {
            output::remark(&words.fill("cli.exported_less", &[("name", name)]));
        }
        Ok(exit_code::DONE)
    })
}

/// Writes a whole store into one file.
///
/// # Errors
/// The store cannot be read, or the file cannot be written.
pub(crate) fn run_backup(arguments: &BackupArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    if arguments.file == Path::new("-") {
        return backup_to_output(&arguments.at, knowledge);
    }
    run(async {
        let store = arguments.at.open(IfMissing::Refuse).await?;
        let backup = store.backup(&arguments.file).await?;
        store.close().await;
        check_backup(&arguments.file)?;
        let (file, rows) = (arguments.file.display().to_string(), rows(backup.n_rows, knowledge));
        say("cli.backup", &[("file", &file), ("rows", &rows), ("sha256", &backup.sha256)], knowledge)?;
        Ok(exit_code::DONE)
    })
}

/// Writes a whole store to standard output; what it came to is said beside it.
fn backup_to_output(at: &Where, knowledge: &Knowledge) -> Result<u8, Error> {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        return Err(Error::usage(
            "write a backup to standard output: expected a file or a program behind it, found a terminal",
        )
        .hint("encrypt it on its way, as in `evenstride backup - | age -p > monday.age`, or name a file"));
    }
    run(async {
        let store = at.open(IfMissing::Refuse).await?;
        let backup = store.backup_into(&mut out).await?;
        store.close().await;
        let (words, rows) = (Words::kept(knowledge.language), rows(backup.n_rows, knowledge));
        output::remark(&words.fill("cli.backup_written", &[("rows", &rows), ("sha256", &backup.sha256)]));
        Ok(exit_code::DONE)
    })
}

/// Makes a store from a backup.
///
/// # Errors
/// The backup is damaged, or the store holds records already.
pub(crate) fn run_restore(arguments: &RestoreArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    run(async {
        let store = arguments.at.open(IfMissing::Make).await?;
        let (backup, from) = if arguments.file == Path::new("-") {
            let from = Words::kept(knowledge.language).say("cli.stdin");
            (store.restore_from(Box::new(std::io::stdin()), &from).await?, from)
        } else {
            (store.restore(&arguments.file).await?, arguments.file.display().to_string())
        };
        store.close().await;
        let rows = rows(backup.n_rows, knowledge);
        say("cli.restored", &[("rows", &rows), ("from", &from)], knowledge)?;
        Ok(exit_code::DONE)
    })
}

fn rows(n: u64, knowledge: &Knowledge) -> String {
    Words::kept(knowledge.language).counted("row", usize::try_from(n).unwrap_or(usize::MAX))
}
