//! The one place that knows two databases: a transaction takes one text of a query and typed values, and gives rows.
//!
//! It knows nothing of what is stored. Read next: `super::failure` for what can go wrong, `super::schema` for the tables.

use super::failure::{Doing, told};
use crate::error::Error;
use sqlx::query::Query;
use sqlx::{
    AssertSqlSafe, ColumnIndex, Database, Decode, Encode, Row as _, Type, TypeInfo as _, ValueRef as _,
};
use std::borrow::Cow;
use std::sync::Arc;

/// Open connections to one of the two databases; a clone shares them.
#[derive(Clone)]
pub(super) enum Pool {
    /// A file.
    Sqlite(sqlx::SqlitePool),
    /// A server.
    #[cfg(feature = "postgres")]
    Postgres(sqlx::PgPool),
}

/// One transaction; dropped without [`Tx::commit`] it leaves nothing behind.
pub(super) struct Tx {
    inner: Inner,
    doing: Doing,
    shown: Arc<str>,
}

enum Inner {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

/// A value for a placeholder.
#[derive(Clone)]
pub(super) enum Value {
    Int(i64),
    MaybeInt(Option<i64>),
    Text(String),
    MaybeText(Option<String>),
    Bytes(Vec<u8>),
    MaybeBytes(Option<Vec<u8>>),
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Missing,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A row; its cells are taken in the order of the query.
pub(super) struct Row(std::vec::IntoIter<Cell>);

/// The lock that every writer of a shared server takes; any fixed number will do.
#[cfg(feature = "postgres")]
pub(super) const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(7310868735423340914)";

/// Most placeholders of one statement; both databases take more.
const MOST_VALUES: usize = 3000;

impl Pool {
    /// A transaction that sees one state of the store throughout.
    pub(super) async fn begin_read(&self, shown: &Arc<str>) -> Result<Tx, Error> {
        let begun = match self {
            Pool::Sqlite(pool) => pool.begin_with("BEGIN").await.map(Inner::Sqlite),
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => {
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map(Inner::Postgres)
            }
        };
        let inner = begun.map_err(|error| told(&error, Doing::Read, shown))?;
        Ok(Tx { inner, doing: Doing::Read, shown: Arc::clone(shown) })
    }

    /// A transaction that is the only one to write; it waits a few seconds for another writer to end.
    pub(super) async fn begin_write(&self, shown: &Arc<str>) -> Result<Tx, Error> {
        let begun = match self {
            Pool::Sqlite(pool) => pool.begin_with("BEGIN IMMEDIATE").await.map(Inner::Sqlite),
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => pool.begin().await.map(Inner::Postgres),
        };
        let inner = begun.map_err(|error| told(&error, Doing::Write, shown))?;
        let mut tx = Tx { inner, doing: Doing::Write, shown: Arc::clone(shown) };
        tx.take_turn().await?;
        Ok(tx)
    }

    /// Closes every connection; what was committed is safe with or without it.
    pub(super) async fn close(&self) {
        match self {
            Pool::Sqlite(pool) => pool.close().await,
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Is it a file of SQLite?
    pub(super) fn is_file(&self) -> bool {
        match &self.inner {
            Inner::Sqlite(_) => true,
            #[cfg(feature = "postgres")]
            Inner::Postgres(_) => false,
        }
    }

    /// Where the store is, as errors name it.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// A server has no lock of its own for the one writer.
    async fn take_turn(&mut self) -> Result<(), Error> {
        match &self.inner {
            Inner::Sqlite(_) => Ok(()),
            #[cfg(feature = "postgres")]
            Inner::Postgres(_) => {
                self.execute("SET LOCAL lock_timeout = '5s'", Vec::new()).await?;
                self.execute(WRITER_LOCK, Vec::new()).await.map(|_| ())
            }
        }
    }

    /// Runs a statement and says how many rows it changed.
    pub(super) async fn execute(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Vec<Value>,
    ) -> Result<u64, Error> {
        let sql = AssertSqlSafe(sql.into());
        let done = match &mut self.inner {
            Inner::Sqlite(tx) => {
                bound(sqlx::query(sql), values).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            #[cfg(feature = "postgres")]
            Inner::Postgres(tx) => {
                bound(sqlx::query(sql), values).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        };
        done.map_err(|error| told(&error, self.doing, &self.shown))
    }

    /// Runs several statements without values.
    pub(super) async fn run(&mut self, sql: String) -> Result<(), Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        let done = match &mut self.inner {
            Inner::Sqlite(tx) => sql.execute(&mut **tx).await.map(|_| ()),
            #[cfg(feature = "postgres")]
            Inner::Postgres(tx) => sql.execute(&mut **tx).await.map(|_| ()),
        };
        done.map_err(|error| told(&error, self.doing, &self.shown))
    }

    /// Runs a query and gives all its rows.
    pub(super) async fn rows(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, Error> {
        let sql = AssertSqlSafe(sql.into());
        let rows = match &mut self.inner {
            Inner::Sqlite(tx) => bound(sqlx::query(sql), values)
                .fetch_all(&mut **tx)
                .await
                .and_then(|rows| rows.iter().map(cells::<sqlx::Sqlite>).collect()),
            #[cfg(feature = "postgres")]
            Inner::Postgres(tx) => bound(sqlx::query(sql), values)
                .fetch_all(&mut **tx)
                .await
                .and_then(|rows| rows.iter().map(cells::<sqlx::Postgres>).collect()),
        };
        rows.map_err(|error| told(&error, self.doing, &self.shown))
    }

    /// Inserts many rows with few statements; `head` ends before the word VALUES.
    pub(super) async fn insert(&mut self, head: &str, rows: Vec<Vec<Value>>) -> Result<(), Error> {
        let n_columns = rows.first().map_or(1, Vec::len).max(1);
        for batch in rows.chunks((MOST_VALUES / n_columns).max(1)) {
            let sql = format!("{head} VALUES {}", groups(batch.len(), n_columns));
            self.execute(sql, batch.concat()).await?;
        }
        Ok(())
    }

    /// The rows of a query for many values; `head` ends before the list in parentheses.
    pub(super) async fn rows_in(&mut self, head: &str, wanted: &[Value]) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        for batch in wanted.chunks(MOST_VALUES) {
            let sql = format!("{head} {}", groups(1, batch.len()));
            rows.extend(self.rows(sql, batch.to_vec()).await?);
        }
        Ok(rows)
    }

    /// The only number that a query gives; 0 when it gives none.
    pub(super) async fn number(&mut self, sql: &'static str, values: Vec<Value>) -> Result<i64, Error> {
        let rows = self.rows(sql, values).await?;
        Ok(rows.into_iter().next().and_then(|mut row| row.maybe_int()).unwrap_or(0))
    }

    /// Makes everything last that was done in it.
    pub(super) async fn commit(self) -> Result<(), Error> {
        let done = match self.inner {
            Inner::Sqlite(tx) => tx.commit().await,
            #[cfg(feature = "postgres")]
            Inner::Postgres(tx) => tx.commit().await,
        };
        done.map_err(|error| told(&error, self.doing, &self.shown))
    }
}

impl Row {
    /// The next cell as a number, when it is one.
    pub(super) fn maybe_int(&mut self) -> Option<i64> {
        match self.0.next() {
            Some(Cell::Int(int)) => Some(int),
            Some(Cell::Missing | Cell::Text(_) | Cell::Bytes(_)) | None => None,
        }
    }

    /// The next cell as a text, when it is one.
    pub(super) fn maybe_text(&mut self) -> Option<String> {
        match self.0.next() {
            Some(Cell::Text(text)) => Some(text),
            Some(Cell::Missing | Cell::Int(_) | Cell::Bytes(_)) | None => None,
        }
    }

    /// The next cell as bytes, when it holds some.
    pub(super) fn maybe_bytes(&mut self) -> Option<Vec<u8>> {
        match self.0.next() {
            Some(Cell::Bytes(bytes)) => Some(bytes),
            Some(Cell::Missing | Cell::Int(_) | Cell::Text(_)) | None => None,
        }
    }

    /// The next cell as a number; the schema says that it is one.
    pub(super) fn int(&mut self) -> i64 {
        self.maybe_int().unwrap_or(0)
    }

    /// The next cell as a text; the schema says that it is one.
    pub(super) fn text(&mut self) -> String {
        self.maybe_text().unwrap_or_default()
    }
}

/// `($1, $2), ($3, $4)` for two rows of two columns.
fn groups(n_rows: usize, n_columns: usize) -> String {
    let group = |row: usize| {
        let places: Vec<String> = (1..=n_columns).map(|at| format!("${}", row * n_columns + at)).collect();
        format!("({})", places.join(", "))
    };
    (0..n_rows).map(group).collect::<Vec<_>>().join(", ")
}

fn bound<'q, DB>(mut query: Query<'q, DB, DB::Arguments>, values: Vec<Value>) -> Query<'q, DB, DB::Arguments>
where
    DB: Database,
    for<'t> i64: Encode<'t, DB> + Type<DB>,
    for<'t> Option<i64>: Encode<'t, DB> + Type<DB>,
    for<'t> String: Encode<'t, DB> + Type<DB>,
    for<'t> Option<String>: Encode<'t, DB> + Type<DB>,
    for<'t> Vec<u8>: Encode<'t, DB> + Type<DB>,
    for<'t> Option<Vec<u8>>: Encode<'t, DB> + Type<DB>,
{
    for value in values {
        query = match value {
            Value::Int(int) => query.bind(int),
            Value::MaybeInt(int) => query.bind(int),
            Value::Text(text) => query.bind(text),
            Value::MaybeText(text) => query.bind(text),
            Value::Bytes(bytes) => query.bind(bytes),
            Value::MaybeBytes(bytes) => query.bind(bytes),
        };
    }
    query
}

fn cells<DB>(row: &DB::Row) -> Result<Row, sqlx::Error>
where
    DB: Database,
    usize: ColumnIndex<DB::Row>,
    for<'r> i32: Decode<'r, DB> + Type<DB>,
    for<'r> i64: Decode<'r, DB> + Type<DB>,
    for<'r> String: Decode<'r, DB> + Type<DB>,
    for<'r> Vec<u8>: Decode<'r, DB> + Type<DB>,
{
    let cell = |at: usize| {
        let raw = row.try_get_raw(at)?;
        if raw.is_null() {
            return Ok(Cell::Missing);
        }
        match raw.type_info().name() {
            "INT4" => row.try_get::<i32, _>(at).map(|int| Cell::Int(int.into())),
            "INTEGER" | "INT8" => row.try_get(at).map(Cell::Int),
            "BLOB" | "BYTEA" => row.try_get(at).map(Cell::Bytes),
            _ => row.try_get(at).map(Cell::Text),
        }
    };
    let cells: Result<Vec<Cell>, sqlx::Error> = (0..row.len()).map(cell).collect();
    Ok(Row(cells?.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn placeholders_are_counted_through_all_rows() {
        assert_eq!(groups(2, 2), "($1, $2), ($3, $4)");
        assert_eq!(groups(1, 3), "($1, $2, $3)");
    }
}
