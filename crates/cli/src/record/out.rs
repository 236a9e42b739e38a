//! Getting everything out: open files of one person, and the whole store as one checked file.

use super::{Where, Whose, counted};
use crate::output;
use clap::Args;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::prelude::Knowledge;
use evenstride_app::store::{IfMissing, check_backup, run};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// The folder to write into; it must not be there yet.
    folder: PathBuf,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// The file to write.
    file: PathBuf,
    #[command(flatten)]
    at: Where,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// The backup.
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
        output::result(&format!(
            "{}: {}\n",
            arguments.folder.display(),
            counted(exported.files.len(), "file")
        ))?;
        for name in &exported.left_out {
            output::remark(&format!("Left out, because other people came from it too: {name}"));
        }
        Ok(exit_code::DONE)
    })
}

/// Writes a whole store into one file.
///
/// # Errors
/// The store cannot be read, or the file cannot be written.
pub(crate) fn run_backup(arguments: &BackupArguments) -> Result<u8, Error> {
    run(async {
        let store = arguments.at.open(IfMissing::Refuse).await?;
        let backup = store.backup(&arguments.file).await?;
        store.close().await;
        check_backup(&arguments.file)?;
        output::result(&format!(
            "{}: {} rows, read back and checked (sha256 {}).\n",
            arguments.file.display(),
            backup.n_rows,
            backup.sha256
        ))?;
        Ok(exit_code::DONE)
    })
}

/// Makes a store from a backup.
///
/// # Errors
/// The backup is damaged, or the store holds records already.
pub(crate) fn run_restore(arguments: &RestoreArguments) -> Result<u8, Error> {
    run(async {
        let store = arguments.at.open(IfMissing::Make).await?;
        let backup = store.restore(&arguments.file).await?;
        store.close().await;
        output::result(&format!("Restored {} rows from {}.\n", backup.n_rows, arguments.file.display()))?;
        Ok(exit_code::DONE)
    })
}
