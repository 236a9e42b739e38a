//! A whole store as one file, and back into an empty one, of either database.
//!
//! ```text
//!   {"format":"evenstride-backup","version":1,…}     what it is
//!   {"origin":[1,"…","a.csv",…]}                      one line a row, each after those that it points to
//!   …
//!   {"rows":123,"sha256":"…"}                         how many, and the digest of everything above
//! ```
//! Lines of text can be looked at and compared, and do not depend on a database. The file is not encrypted. Nothing is
//! taken from a file whose digest is wrong. Read next: `super::tables`.

use super::content::hex;
use super::database::{Tx, Value};
use super::schema::{NAMES_SINCE, STEPS};
use super::tables::{TABLES, Table};
use super::{PROGRAM, Store};
use crate::disk::{Readers, WholeFile};
use crate::error::Error;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// What a backup is called in its first line.
pub(crate) const FORMAT: &str = "evenstride-backup";
/// The version of its lines.
const VERSION: i64 = 1;
/// The longest line: a file of the largest size in base 64 with what stands around it.
const MOST_LINE_BYTES: u64 = 96 << 20;
/// Bytes that are gathered before they go to the disk.
const GATHERED: usize = 1 << 20;
/// How much a store holds that a restore would stumble over.
const HELD: &str =
    "SELECT (SELECT COUNT(*) FROM action) + (SELECT COUNT(*) FROM account) + (SELECT COUNT(*) FROM trail)";
/// Rows that are put in at once.
const BATCH: usize = 500;

/// A backup that is written or was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// How many rows it has.
    pub n_rows: u64,
    /// The digest of its lines.
    pub sha256: String,
}

impl Store {
    /// Writes everything into one file, whole or not at all, as it stood at one moment.
    ///
    /// # Errors
    /// The store cannot be read or the file cannot be written.
    pub async fn backup(&self, path: &Path) -> Result<Backup, Error> {
        self.write_to(Out::File(WholeFile::create(path, Readers::Owner)?)).await
    }

    /// Writes everything into a stream, as it stood at one moment: to a program that encrypts it, say.
    ///
    /// # Errors
    /// The store cannot be read or the stream takes no more. What was written until then is no backup: it has no end.
    pub async fn backup_into(&self, out: &mut (dyn Write + Send)) -> Result<Backup, Error> {
        self.write_to(Out::Stream(out)).await
    }

    async fn write_to(&self, out: Out<'_>) -> Result<Backup, Error> {
        self.whole_within("copy the store")?;
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let mut lines = Lines { out, gathered: Vec::new(), hash: Sha256::new() };
        lines.add(&json!({
            "format": FORMAT, "version": VERSION, "schema": STEPS.len(), "program": PROGRAM,
        }))?;
        let mut n_rows = 0;
        for table in &TABLES {
            let last = last_number(&mut tx, table).await?;
            let mut from = 1;
            while from <= last {
                let until = from + table.stride;
                let rows = tx.rows(table.select(), vec![Value::Int(from), Value::Int(until)]).await?;
                for row in rows {
                    lines.add(&json!({ table.name: table.json_of(row) }))?;
                    n_rows += 1;
                }
                from = until;
            }
        }
        let sha256 = lines.finish(n_rows)?;
        Ok(Backup { n_rows, sha256 })
    }

    /// Puts everything of a backup into an empty store, after its digest was checked.
    ///
    /// # Errors
    /// The store holds something, the file is no backup, is damaged or of a newer program, or one of them cannot be
    /// read or written.
    pub async fn restore(&self, path: &Path) -> Result<Backup, Error> {
        check_backup(path)?;
        self.take(Reading::open(path)?).await
    }

    /// Puts everything of a backup that comes as a stream into an empty store; a wrong digest at its end leaves the
    /// store empty.
    ///
    /// # Errors
    /// As for [`Store::restore`].
    pub async fn restore_from(&self, from: Box<dyn Read + Send>, shown: &str) -> Result<Backup, Error> {
        self.take(Reading::of(from, shown.to_owned())?).await
    }

    async fn take(&self, mut reading: Reading) -> Result<Backup, Error> {
        let mut tx = self.pool.begin_write(&self.shown).await?;
        if tx.number(HELD, Vec::new()).await? > 0 {
            return Err(Error::usage(format!(
                "restore into the store {}: expected an empty one, found records",
                self.shown
            ))
            .hint("name a new store; an old one can be looked at beside it"));
        }
        let mut waiting: Vec<Vec<Value>> = Vec::new();
        let mut table: Option<&Table> = None;
        let mut n_rows = 0;
        while let Some(line) = reading.next()? {
            let (next, values) = match line {
                Line::Row(next, values) => (next, values),
                Line::End { rows, sha256 } => {
                    let backup = reading.ended(n_rows, Backup { n_rows: rows, sha256 })?;
                    put(&mut tx, table, &mut waiting).await?;
                    let (since, names_for_each) = NAMES_SINCE;
                    if reading.schema < since {
                        tx.run(names_for_each.to_owned()).await?;
                    }
                    tx.commit().await?;
                    return Ok(backup);
                }
            };
            let is_other = table.is_some_and(|table| table.name != next.name);
            // A file may be large, and so such rows go in one by one.
            if (is_other || waiting.len() >= BATCH || next.stride == 1)
                && let Err(refused) = put(&mut tx, table, &mut waiting).await
            {
                return Err(reading.why_refused(n_rows + 1, refused));
            }
            table = Some(next);
            waiting.push(values);
            n_rows += 1;
        }
        Err(reading.damaged())
    }
}

async fn put(tx: &mut Tx, table: Option<&Table>, waiting: &mut Vec<Vec<Value>>) -> Result<(), Error> {
    match table {
        Some(table) => tx.insert(&table.insert(), std::mem::take(waiting)).await,
        None => Ok(()),
    }
}

async fn last_number(tx: &mut Tx, table: &Table) -> Result<i64, Error> {
    let sql = format!("SELECT MAX({}) FROM {}", table.walk_by, table.name);
    let rows = tx.rows(sql, Vec::new()).await?;
    Ok(rows.into_iter().next().and_then(|mut row| row.maybe_int()).unwrap_or(0))
}

/// Reads a backup to its end and compares its digest, without a store.
///
/// # Errors
/// The file cannot be read, is no backup, is damaged, or was written by a newer program.
pub fn check_backup(path: &Path) -> Result<Backup, Error> {
    let mut reading = Reading::open(path)?;
    let mut n_rows = 0;
    while let Some(line) = reading.next()? {
        match line {
            Line::Row(..) => n_rows += 1,
            Line::End { rows, sha256 } => return reading.ended(n_rows, Backup { n_rows: rows, sha256 }),
        }
    }
    Err(reading.damaged())
}

/// Where a backup goes.
enum Out<'a> {
    File(WholeFile),
    Stream(&'a mut (dyn Write + Send)),
}

impl Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Out::File(file) => file.write(bytes),
            Out::Stream(out) => out.write_all(bytes).map_err(|error| gone(&error)),
        }
    }

    fn finish(self) -> Result<(), Error> {
        match self {
            Out::File(file) => file.finish(),
            Out::Stream(out) => out.flush().map_err(|error| gone(&error)),
        }
    }
}

fn gone(error: &std::io::Error) -> Error {
    Error::unreadable(format!("write the backup: {error}"))
        .hint("see what the program that takes it says; what it has is no backup")
}

/// The lines of a backup on their way out.
struct Lines<'a> {
    out: Out<'a>,
    gathered: Vec<u8>,
    hash: Sha256,
}

impl Lines<'_> {
    fn add(&mut self, line: &Json) -> Result<(), Error> {
        let text = format!("{line}\n");
        self.hash.update(text.as_bytes());
        self.gathered.extend_from_slice(text.as_bytes());
        if self.gathered.len() >= GATHERED {
            self.out.write(&self.gathered)?;
            self.gathered.clear();
        }
        Ok(())
    }

    fn finish(mut self, n_rows: u64) -> Result<String, Error> {
        let sha256 = hex(&self.hash.clone().finalize());
        self.add(&json!({ "rows": n_rows, "sha256": sha256 }))?;
        self.out.write(&self.gathered)?;
        self.out.finish()?;
        Ok(sha256)
    }
}

/// One line of a backup below the first.
enum Line {
    Row(&'static Table, Vec<Value>),
    End { rows: u64, sha256: String },
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: i64,
    schema: usize,
}

#[derive(Deserialize)]
struct End {
    rows: u64,
    sha256: String,
}

/// A backup on its way in.
struct Reading {
    shown: String,
    /// The version of the tables that it is a copy of.
    schema: usize,
    file: BufReader<Box<dyn Read + Send>>,
    n_lines: u64,
    hash: Sha256,
    /// The digest of all lines above the last one read.
    digest_before_end: String,
}

impl Reading {
    fn open(path: &Path) -> Result<Self, Error> {
        let shown = path.display().to_string();
        let failed = |error: std::io::Error| {
            Error::unreadable(format!("read the backup {shown}: {error}")).hint("check the name")
        };
        let file = File::open(path).map_err(failed)?;
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(Error::unreadable(format!(
                "read the backup {shown}: expected a file, found something else"
            )));
        }
        Self::of(Box::new(file), shown)
    }

    fn of(from: Box<dyn Read + Send>, shown: String) -> Result<Self, Error> {
        let mut reading = Self {
            file: BufReader::new(from),
            n_lines: 0,
            hash: Sha256::new(),
            digest_before_end: String::new(),
            shown: shown.clone(),
            schema: 0,
        };
        let no_backup = || {
            Error::unreadable(format!(
                "read the backup {shown}: expected a backup of a store, found something else"
            ))
            .hint("a backup begins with a line that says so")
        };
        let first = reading.line()?.ok_or_else(no_backup)?;
        let head: Head = serde_json::from_slice(&first).map_err(|_| no_backup())?;
        if head.format != FORMAT {
            return Err(no_backup());
        }
        if head.version > VERSION || head.schema > STEPS.len() {
            return Err(Error::unreadable(format!(
                "read the backup {shown}: it was written by a newer program"
            ))
            .hint("use the newer program"));
        }
        reading.schema = head.schema;
        Ok(reading)
    }

    /// The next line as it stands; none at the end of the file.
    fn line(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut line = Vec::new();
        let mut limited = (&mut self.file).take(MOST_LINE_BYTES);
        let read = limited.read_until(b'\n', &mut line);
        read.map_err(|error| Error::unreadable(format!("read the backup {}: {error}", self.shown)))?;
        if line.is_empty() {
            return Ok(None);
        }
        self.n_lines += 1;
        if line.last() != Some(&b'\n') {
            return Err(self.damaged());
        }
        self.digest_before_end = hex(&self.hash.clone().finalize());
        self.hash.update(&line);
        Ok(Some(line))
    }

    fn next(&mut self) -> Result<Option<Line>, Error> {
        let Some(line) = self.line()? else { return Ok(None) };
        if line.starts_with(b"{\"rows\"") {
            let end: Result<End, _> = serde_json::from_slice(&line);
            let End { rows, sha256 } = end.map_err(|_| self.damaged())?;
            return Ok(Some(Line::End { rows, sha256 }));
        }
        let parsed: Result<Json, _> = serde_json::from_slice(&line);
        let row = parsed.ok().and_then(|json| {
            let (name, row) = json.as_object()?.iter().next()?;
            let table = TABLES.iter().find(|table| table.name == name)?;
            Some(Line::Row(table, table.values_of(row.as_array()?)?))
        });
        row.map(Some).ok_or_else(|| self.damaged())
    }

    /// The backup whose last line was read, if it is the last one and says what stands above it.
    fn ended(&mut self, n_rows: u64, told: Backup) -> Result<Backup, Error> {
        let is_whole = told.n_rows == n_rows && told.sha256 == self.digest_before_end;
        if is_whole && self.next()?.is_none() { Ok(told) } else { Err(self.damaged()) }
    }

    /// Why a row was refused: the database's own word, unless the lines are not those that were written.
    fn why_refused(mut self, mut n_rows: u64, refused: Error) -> Error {
        loop {
            match self.next() {
                Ok(Some(Line::Row(..))) => n_rows += 1,
                Ok(Some(Line::End { rows, sha256 })) => {
                    return self.ended(n_rows, Backup { n_rows: rows, sha256 }).err().unwrap_or(refused);
                }
                Ok(None) | Err(_) => return self.damaged(),
            }
        }
    }

    fn damaged(&self) -> Error {
        Error::unreadable(format!(
            "read the backup {}: it is not as it was written, or not all of it is there (line {})",
            self.shown, self.n_lines
        ))
        .hint("use another backup; nothing was changed")
    }
}
