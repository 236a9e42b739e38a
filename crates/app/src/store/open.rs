//! Opening a store: making it when it is not there, refusing what is none, bringing an older one up to date.
//!
//! A file that is something else is never written to, and an older store is copied beside itself before it changes.
//! Read next: `super::schema`, `super::beside` for the copy.

use super::address::{Address, Server};
use super::database::{Pool, Tx, Value};
use super::failure::{Doing, may_be_read, no_store, told, unread_log};
use super::schema::{APPLICATION_ID, STEPS, in_words_of};
use super::{PROGRAM, Store};
use crate::accounts::Reach;
use crate::error::{Error, Kind};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fs::OpenOptions;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a writer waits for another one, and a command for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections that one program holds at most; there is one writer at a time anyway.
const MOST_CONNECTIONS: u32 = 4;
/// The first bytes of every file of SQLite that holds something.
const HEADER: &[u8] = b"SQLite format 3\0";
/// The length of what stands at the start of such a file before anything else.
const HEADER_BYTES: usize = 100;

/// What to do when there is no store yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMissing {
    /// Make an empty one.
    Make,
    /// Say so.
    Refuse,
}

impl Store {
    /// Opens a store.
    ///
    /// # Errors
    /// There is none and none is to be made, it is something else, it is newer than this program, it cannot be
    /// reached, read or written, or another program keeps it busy.
    pub async fn open(address: &Address, if_missing: IfMissing) -> Result<Store, Error> {
        match Self::open_for(address, if_missing, Access::Whole).await {
            // Who only reads needs no room on the disk, and no right to write.
            Err(error) if if_missing == IfMissing::Refuse && may_be_read(&error) => {
                Self::open_for(address, if_missing, Access::Read).await.map_err(|second| match second.kind {
                    Kind::Unavailable => second,
                    _ if may_be_read(&second) => error,
                    _ => second,
                })
            }
            opened => opened,
        }
    }

    async fn open_for(address: &Address, if_missing: IfMissing, access: Access) -> Result<Store, Error> {
        let shown: Arc<str> = address.to_string().into();
        let (pool, file) = match address {
            Address::File(path) => (open_file(path, if_missing, access, &shown).await?, Some(path.clone())),
            Address::Server(server) => (open_server(server, &shown).await?, None),
        };
        let store = Store { pool, shown, file, reach: Arc::new(Reach::Everybody) };
        match store.bring_up_to_date(if_missing, &STEPS).await {
            Ok(()) => Ok(store),
            Err(error) => {
                store.pool.close().await;
                Err(error)
            }
        }
    }

    /// Closes it; every acknowledged action is kept with or without this.
    pub async fn close(self) {
        self.pool.close().await;
    }

    /// Makes the tables, or takes the steps that an older store lacks.
    pub(super) async fn bring_up_to_date(&self, if_missing: IfMissing, steps: &[&str]) -> Result<(), Error> {
        let newest = i64::try_from(steps.len()).unwrap_or(i64::MAX);
        let mut reading = self.pool.begin_read(&self.shown).await?;
        let found = version(&mut reading).await?;
        drop(reading);
        match found {
            Found::Version(found) if found == newest => return Ok(()),
            Found::Version(found) if found > newest => return Err(too_new(&self.shown, found, newest)),
            Found::SomethingElse => return Err(no_store(&self.shown)),
            Found::Nothing if if_missing == IfMissing::Refuse => return Err(nothing_yet(&self.shown)),
            Found::Version(found) => self.copy_beside(found).await?,
            Found::Nothing => {}
        }
        let mut tx = self.pool.begin_write(&self.shown).await?;
        // Another program may have been quicker; what was found before the lock does not count.
        let done = match version(&mut tx).await? {
            Found::Nothing => 0,
            Found::Version(found) => found,
            Found::SomethingElse => return Err(no_store(&self.shown)),
        };
        for step in steps.iter().skip(usize::try_from(done).unwrap_or(usize::MAX)) {
            let text = in_words_of(step, tx.is_file());
            tx.run(text).await?;
        }
        if done == 0 {
            let row = |name: &str, value: String| vec![Value::Text(name.to_owned()), Value::Text(value)];
            let rows = vec![row("made-by", PROGRAM.to_owned()), row("version", newest.to_string())];
            tx.insert("INSERT INTO meta (name, value)", rows).await?;
            if tx.is_file() {
                tx.run(format!("PRAGMA application_id = {APPLICATION_ID}")).await?;
            }
        } else if done < newest {
            let sql = "UPDATE meta SET value = $1 WHERE name = 'version'";
            tx.execute(sql, vec![Value::Text(newest.to_string())]).await?;
        }
        tx.commit().await
    }
}

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// Reading and writing.
    Whole,
    /// Reading alone, where nothing can be written.
    Read,
}

/// What stands where a store should be.
enum Found {
    Nothing,
    Version(i64),
    SomethingElse,
}

async fn version(tx: &mut Tx) -> Result<Found, Error> {
    let n_tables = if tx.is_file() {
        let n_tables = tx.number("SELECT COUNT(*) FROM sqlite_master", Vec::new()).await?;
        let mark = tx.number("PRAGMA application_id", Vec::new()).await?;
        if n_tables > 0 && mark != APPLICATION_ID {
            return Ok(Found::SomethingElse);
        }
        n_tables
    } else {
        let sql = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()";
        tx.number(sql, Vec::new()).await?
    };
    if n_tables == 0 {
        return Ok(Found::Nothing);
    }
    if !tx.is_file() {
        let sql = "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = current_schema() \
                   AND table_name = 'meta' AND column_name IN ('name', 'value')";
        if tx.number(sql, Vec::new()).await? != 2 {
            return Ok(Found::SomethingElse);
        }
    }
    let rows = tx.rows("SELECT value FROM meta WHERE name = 'version'", Vec::new()).await?;
    let written = rows.into_iter().next().and_then(|mut row| row.maybe_text());
    Ok(written.and_then(|text| text.parse().ok()).map_or(Found::SomethingElse, Found::Version))
}

fn too_new(shown: &str, found: i64, newest: i64) -> Error {
    Error::unreadable(format!(
        "open the store {shown}: expected version {newest} or older, found version {found}"
    ))
    .hint("a newer program has written it; use that one")
}

fn nothing_yet(shown: &str) -> Error {
    Error::unreadable(format!("open the store {shown}: there is none yet"))
        .hint("check the name; the first import or log entry makes a store")
}

async fn open_file(
    path: &Path,
    if_missing: IfMissing,
    access: Access,
    shown: &Arc<str>,
) -> Result<Pool, Error> {
    let written = make_file(path, if_missing, shown)?;
    let mut options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(PATIENCE)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What is erased is overwritten, so that nobody finds it in the free space of the file.
        .pragma("secure_delete", "ON")
        // A store may come from somewhere else; nothing in its schema is to be trusted with functions.
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging();
    match access {
        Access::Whole if written == Written::Otherwise => turn_on_wal(&options, shown).await?,
        Access::Whole => {}
        Access::Read => {
            // Without a log everything stands in the file itself. A log is read with the help of another file, which is
            // there where some program has the store open, and cannot be made here.
            let holds_all = !holds_something(&beside(path, "-wal"));
            if !holds_all && !beside(path, "-shm").exists() {
                return Err(unread_log(shown));
            }
            options = options.read_only(true).immutable(holds_all);
        }
    }
    let pool = SqlitePoolOptions::new()
        .max_connections(MOST_CONNECTIONS)
        .acquire_timeout(2 * PATIENCE)
        // A full disk ends a transaction in SQLite behind the back of the library, which then refuses to begin another
        // one on that connection; a new one is as good.
        .before_acquire(|connection, _| {
            let is_free = !sqlx::Connection::is_in_transaction(connection);
            Box::pin(async move { Ok(is_free) })
        })
        .connect_with(options)
        .await;
    pool.map(Pool::Sqlite).map_err(|error| told(&error, Doing::Open, shown))
}

/// A file of the database beside a store.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn holds_something(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Through a write-ahead log.
    WithLog,
    /// Not yet.
    Otherwise,
}

/// What the start of a file says of how it is written; none when it cannot be a store of ours.
///
/// ```text
///   0 name of the format   16 page size   18 written with, read with (2 = log)   68 mark of the application
/// ```
fn written(start: &[u8], n_bytes: u64) -> Option<Written> {
    if start.is_empty() {
        return Some(Written::Otherwise);
    }
    if start.len() < HEADER_BYTES || !start.starts_with(HEADER) {
        return None;
    }
    let mark = u32::from_be_bytes([start[68], start[69], start[70], start[71]]);
    let page_bytes = u64::from(u16::from_be_bytes([start[16], start[17]]));
    match (i64::from(mark) == APPLICATION_ID, start[18..20] == [2, 2]) {
        (true, true) => Some(Written::WithLog),
        (true, false) => Some(Written::Otherwise),
        // Without a mark it may be one whose making was cut short. Whether it holds tables is then seen in the log …
        (false, true) if mark == 0 => Some(Written::WithLog),
        // … or by its length: a database with a table has a second page.
        (false, false) if mark == 0 && n_bytes <= page_bytes.max(512) => Some(Written::Otherwise),
        (false, _) => None,
    }
}

/// Looks at what is there, and makes an empty file that nobody else may read when nothing is.
fn make_file(path: &Path, if_missing: IfMissing, shown: &str) -> Result<Written, Error> {
    let failed = |error: std::io::Error| {
        Error::unreadable(format!("open the store {shown}: {}", plain(&error)))
            .hint("check that the folder exists and that you may read and write in it")
    };
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            let mut start = Vec::new();
            let file = std::fs::File::open(path).map_err(failed)?;
            file.take(HEADER_BYTES as u64).read_to_end(&mut start).map_err(failed)?;
            return written(&start, metadata.len()).ok_or_else(|| no_store(shown));
        }
        Ok(_) => {
            return Err(Error::unreadable(format!(
                "open the store {shown}: expected a file, found a folder or a device"
            ))
            .hint("name the file inside it"));
        }
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
        Err(_) if if_missing == IfMissing::Refuse => return Err(nothing_yet(shown)),
        Err(_) => {}
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        make_folder(folder).map_err(failed)?;
    }
    // Without `create_new`: two programs may make it at once, and either file will do.
    let mut how = OpenOptions::new();
    how.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(path).map(|_| Written::Otherwise).map_err(failed)
}

fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut how = std::fs::DirBuilder::new();
    how.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut how, 0o700);
    how.create(folder)
}

/// An error of the system in words that do not differ between systems where that matters.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "you may not read or write there".to_owned(),
        std::io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        std::io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        std::io::ErrorKind::ReadOnlyFilesystem => "it can only be read".to_owned(),
        _ => error.to_string(),
    }
}

/// Turns the write-ahead log on, which a file remembers.
///
/// It needs the file alone and does not wait for it by itself, so two programs that make a store at once take turns here.
async fn turn_on_wal(options: &SqliteConnectOptions, shown: &str) -> Result<(), Error> {
    const TRIES: u32 = 100;
    let options = options.clone().journal_mode(SqliteJournalMode::Wal);
    for tries in 1.. {
        let tried = match options.connect().await {
            Ok(connection) => sqlx::Connection::close(connection).await,
            Err(error) => Err(error),
        };
        match tried {
            Ok(()) => break,
            Err(error) if tries < TRIES && is_busy(&error) => {
                tokio::time::sleep(PATIENCE / TRIES).await;
            }
            Err(error) => return Err(told(&error, Doing::Open, shown)),
        }
    }
    Ok(())
}

fn is_busy(error: &sqlx::Error) -> bool {
    let code =
        error.as_database_error().and_then(|inner| inner.code()).and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 5 | 6))
}

#[cfg(feature = "postgres")]
async fn open_server(server: &Server, shown: &Arc<str>) -> Result<Pool, Error> {
    use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
    let unread = |_| {
        Error::usage(format!("open the store {shown}: the address cannot be read"))
            .hint("write it as postgres://user:password@host:5432/database")
    };
    let mut options: PgConnectOptions = server.text().parse().map_err(unread)?;
    options = options.application_name("evenstride").disable_statement_logging();
    let has_own_schema = server.text().contains("search_path");
    if !has_own_schema {
        options = options.options([("search_path", SCHEMA)]);
    }
    let failed = |error| told(&error, Doing::Open, shown);
    // A pool would try again and again where a single connection says at once what is wrong.
    let mut first = options.connect().await.map_err(failed)?;
    if !has_own_schema {
        make_schema(&mut first).await.map_err(failed)?;
    }
    sqlx::Connection::close(first).await.map_err(failed)?;
    let pool = PgPoolOptions::new().max_connections(MOST_CONNECTIONS).acquire_timeout(2 * PATIENCE);
    Ok(Pool::Postgres(pool.connect_lazy_with(options)))
}

/// The schema of a server in which a store lives unless the address names another.
#[cfg(feature = "postgres")]
const SCHEMA: &str = "evenstride";

/// Makes the schema when it is not there; two programs at once would stumble over each other without the lock.
#[cfg(feature = "postgres")]
async fn make_schema(connection: &mut sqlx::PgConnection) -> Result<(), sqlx::Error> {
    let there = "SELECT 1 FROM pg_namespace WHERE nspname = 'evenstride'";
    if sqlx::query(there).fetch_optional(&mut *connection).await?.is_some() {
        return Ok(());
    }
    let mut tx = sqlx::Connection::begin(connection).await?;
    sqlx::query(super::database::WRITER_LOCK).execute(&mut *tx).await?;
    sqlx::query("CREATE SCHEMA IF NOT EXISTS evenstride").execute(&mut *tx).await?;
    tx.commit().await
}

#[cfg(not(feature = "postgres"))]
async fn open_server(_: &Server, shown: &Arc<str>) -> Result<Pool, Error> {
    Err(Error::usage(format!("open the store {shown}: this program was built without PostgreSQL"))
        .hint("build it with the feature `postgres`, or use a file"))
}
