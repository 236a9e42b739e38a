//! The copy of an older store that an update leaves beside it.
//!
//! Its owner alone may read it. It takes its name only after it was read back and found whole, and it never takes the
//! place of another file. Read next: `super::open`.

use super::Store;
use super::database::Pool;
use super::failure::{Doing, damaged, told};
use crate::error::Error;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// More copies of different content than anybody keeps.
const MOST_COPIES: u32 = 100;

impl Store {
    /// Copies an older store to `NAME.v1` before it changes; a server has backups of its own.
    ///
    /// Where a copy of the same content is there already, it stays the only one; where another file has the name, the
    /// copy is `NAME.v1.2`.
    pub(super) async fn copy_beside(&self, version: i64) -> Result<(), Error> {
        let (Some(file), Pool::Sqlite(pool)) = (&self.file, &self.pool) else { return Ok(()) };
        let wanted = named(file, &format!(".v{version}"));
        let shown = wanted.display().to_string();
        let part = Part(hidden(&wanted));
        let failed = |error: std::io::Error| {
            Error::unavailable(format!("copy the store to {shown}: {error}"))
                .hint("nothing was changed; make room beside the store and open it again")
        };
        empty_for_its_owner(&part.0).map_err(failed)?;
        let done = sqlx::query("VACUUM INTO $1").bind(part.0.display().to_string()).execute(pool).await;
        done.map_err(|error| told(&error, Doing::Write, &shown))?;
        whole(&part.0, version, &shown).await?;
        File::open(&part.0).and_then(|copy| copy.sync_all()).map_err(failed)?;
        for nth in 1..=MOST_COPIES {
            let name = if nth == 1 { wanted.clone() } else { named(&wanted, &format!(".{nth}")) };
            if !name.exists() {
                return std::fs::rename(&part.0, &name).map_err(failed);
            }
            if is_same(&part.0, &name).map_err(failed)? {
                return Ok(());
            }
        }
        Err(Error::unavailable(format!("copy the store to {shown}: there are too many copies"))
            .hint("nothing was changed; move old copies away and open it again"))
    }
}

/// A copy that has no name of its own yet; it goes unless it was given one.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // A copy that was given its name is no longer here; one that cannot be removed stays hidden and private.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn named(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.to_owned().into_os_string();
    name.push(ending);
    PathBuf::from(name)
}

fn hidden(wanted: &Path) -> PathBuf {
    let name = wanted.file_name().map_or_else(|| "store".into(), |name| name.to_string_lossy().into_owned());
    wanted.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

/// Makes an empty file that its owner alone may read, where the system knows owners; SQLite writes into such a one.
fn empty_for_its_owner(path: &Path) -> std::io::Result<()> {
    // What a program of the same number left behind when it was killed may have other rights.
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    let mut how = OpenOptions::new();
    how.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(path).map(drop)
}

/// Reads a copy back: is it sound, and a store of this version?
async fn whole(copy: &Path, version: i64, shown: &str) -> Result<(), Error> {
    let failed = |error: sqlx::Error| told(&error, Doing::Read, shown);
    let options = SqliteConnectOptions::new().filename(copy).read_only(true).immutable(true);
    let mut connection = options.disable_statement_logging().connect().await.map_err(failed)?;
    let sound: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut connection).await.map_err(failed)?;
    let found: String = sqlx::query_scalar("SELECT value FROM meta WHERE name = 'version'")
        .fetch_one(&mut connection)
        .await
        .map_err(failed)?;
    sqlx::Connection::close(connection).await.map_err(failed)?;
    if sound == "ok" && found == version.to_string() { Ok(()) } else { Err(damaged(shown, "the copy")) }
}

/// Do two files hold the same bytes?
fn is_same(one: &Path, other: &Path) -> std::io::Result<bool> {
    if !other.is_file() || one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    loop {
        let (here, there) = (one.fill_buf()?, other.fill_buf()?);
        let n = here.len().min(there.len());
        if n == 0 {
            return Ok(here.len() == there.len());
        }
        if here.get(..n) != there.get(..n) {
            return Ok(false);
        }
        one.consume(n);
        other.consume(n);
    }
}
