//! Taking everything out: one person as open files in an archive, or the whole store as a backup.
//!
//! Both are made in a folder that only this user can read and that goes when they are sent. Their names tell nobody's.

use crate::doors::Here;
use crate::problem::Problem;
use crate::state::{App, Who, working};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use evenstride_app::error::Error;
use std::io::{Cursor, Write};
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A folder of our own for what is being made.
fn folder() -> Result<TempDir, Problem> {
    tempfile::tempdir()
        .map_err(|error| Problem::from(Error::unreadable(format!("make a folder for the files: {error}"))))
}

/// Sends bytes to be saved under a name.
pub(crate) fn saved(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let how = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, how)], bytes).into_response()
}

/// Sends everything of one person as an archive.
pub(crate) async fn export(Here(app): Here, Path(person): Path<i64>) -> Result<Response, Problem> {
    let who = app.who(person).await?;
    let (name, bytes) = archive(&app, &who).await?;
    Ok(saved(&name, "application/zip", bytes))
}

/// Everything of one person as an archive, with the name of the file.
pub(crate) async fn archive(app: &App, who: &Who) -> Result<(String, Vec<u8>), Problem> {
    let folder = folder()?;
    let place = folder.path().join("export");
    let exported = app.store.export(&who.name, &place, &app.knowledge).await?;
    let packed = working(move || {
        let packed = packed(&place, &exported.files);
        drop(folder);
        packed
    });
    let bytes = packed.await?.map_err(|error| Error::fault(format!("pack the files: {error}")))?;
    Ok((format!("evenstride-{}-{}.zip", who.number, app.today()), bytes))
}

fn packed(folder: &std::path::Path, files: &[String]) -> Result<Vec<u8>, std::io::Error> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for name in files {
        archive.start_file(name.as_str(), SimpleFileOptions::default())?;
        archive.write_all(&std::fs::read(folder.join(name))?)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Sends the whole store as one checked file.
pub(crate) async fn backup(Here(app): Here) -> Result<Response, Problem> {
    let (name, bytes) = whole_store(&app).await?;
    Ok(saved(&name, "application/octet-stream", bytes))
}

/// The whole store as one checked file, with its name.
pub(crate) async fn whole_store(app: &App) -> Result<(String, Vec<u8>), Problem> {
    let folder = folder()?;
    let place = folder.path().join("backup");
    app.store.backup(&place).await?;
    let read = working(move || {
        let bytes = std::fs::read(&place);
        drop(folder);
        bytes
    });
    let bytes = read.await?.map_err(|error| Error::unreadable(format!("read the backup: {error}")))?;
    Ok((format!("evenstride-{}.backup", app.today()), bytes))
}
