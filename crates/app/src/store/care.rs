//! Care of a store: is it sound, and is free room given back?
//!
//! It changes no row. Read next: `super::backup`.

use super::Store;
use super::database::Pool;
use super::failure::{Doing, busy, damaged, told};
use crate::error::Error;
use sqlx::{Row as _, SqlitePool};

/// The tables that erasing takes rows from.
#[cfg(feature = "postgres")]
const REWRITTEN: [&str; 10] = [
    "VACUUM FULL record",
    "VACUUM FULL content",
    "VACUUM FULL origin_name",
    "VACUUM FULL origin",
    "VACUUM FULL subject",
    "VACUUM FULL action",
    "VACUUM FULL account_subject",
    "VACUUM FULL session",
    "VACUUM FULL account",
    "VACUUM FULL trail",
];

impl Store {
    /// Looks through the whole file for damage; a server looks after itself.
    ///
    /// # Errors
    /// The file is damaged or cannot be read.
    pub async fn check(&self) -> Result<(), Error> {
        match &self.pool {
            Pool::Sqlite(pool) => sound(pool, &self.shown).await,
            #[cfg(feature = "postgres")]
            Pool::Postgres(_) => Ok(()),
        }
    }

    /// Gives free room back, so that nothing of what was erased can be found in it.
    ///
    /// # Errors
    /// Another program is using the store, or the disk has no room for a second copy of it.
    pub async fn compact(&self) -> Result<(), Error> {
        match &self.pool {
            Pool::Sqlite(pool) => compacted(pool, &self.shown).await,
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => {
                for sql in REWRITTEN {
                    let done = sqlx::query(sql).execute(pool).await;
                    done.map_err(|error| told(&error, Doing::Write, &self.shown))?;
                }
                Ok(())
            }
        }
    }
}

async fn sound(pool: &SqlitePool, shown: &str) -> Result<(), Error> {
    let failed = |error: sqlx::Error| told(&error, Doing::Read, shown);
    let rows = sqlx::query("PRAGMA integrity_check").fetch_all(pool).await.map_err(failed)?;
    let is_sound = |row: &sqlx::sqlite::SqliteRow| row.try_get::<String, _>(0).is_ok_and(|word| word == "ok");
    if !rows.iter().all(is_sound) {
        return Err(damaged(shown, "the file"));
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_all(pool).await.map_err(failed)?;
    if dangling.is_empty() { Ok(()) } else { Err(damaged(shown, "a row that points to another")) }
}

async fn compacted(pool: &SqlitePool, shown: &str) -> Result<(), Error> {
    let failed = |error: sqlx::Error| told(&error, Doing::Write, shown);
    let mut connection = pool.acquire().await.map_err(failed)?;
    sqlx::query("VACUUM").execute(&mut *connection).await.map_err(failed)?;
    // The log still holds pages as they were; emptied, it holds nothing.
    let row =
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await.map_err(failed)?;
    let was_busy: i64 = row.try_get(0).map_err(failed)?;
    if was_busy == 0 { Ok(()) } else { Err(busy(shown)) }
}
