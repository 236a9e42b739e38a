//! What can go wrong in a database, in words that say what to do next.
//!
//! It never repeats a message of the database, because a message may hold a value; a code tells as much. Read next:
//! `super::database`.

use super::room::{Room, room_beside};
use crate::error::Error;
use std::path::Path;

/// The length of a code of PostgreSQL; those of SQLite are shorter.
const SERVER_CODE: usize = 5;

/// What the store was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    Open,
    Read,
    Write,
}

impl Doing {
    fn words(self) -> &'static str {
        match self {
            Doing::Open => "open the store",
            Doing::Read => "read the store",
            Doing::Write => "write to the store",
        }
    }
}

/// What kept the database from doing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    Busy,
    OnlyReadable,
    Disk,
    Damaged,
    Full,
    CannotOpen,
    NoStore,
    Refused,
    NoDatabase,
    Crowded,
    Unreached,
    NotSecure,
    Unexpected,
}

/// Says what failed where.
pub(super) fn told(error: &sqlx::Error, doing: Doing, shown: &str) -> Error {
    let (cause, code) = cause_of(error);
    let cause = match cause {
        // A file is named by its path.
        Cause::Disk | Cause::CannotOpen | Cause::OnlyReadable if code.len() < SERVER_CODE => {
            beside(Path::new(shown)).unwrap_or(cause)
        }
        other => other,
    };
    of_cause(cause, doing, shown, &code)
}

/// What keeps files from being written where a store is, however the database put it.
fn beside(store: &Path) -> Option<Cause> {
    match room_beside(store) {
        Room::None => Some(Cause::Full),
        Room::OnlyReadable => Some(Cause::OnlyReadable),
        Room::Enough => None,
    }
}

/// Is it a failure after which a store may still be read, because nothing but writing is impossible?
pub(super) fn may_be_read(error: &Error) -> bool {
    [Cause::Full, Cause::OnlyReadable].into_iter().any(|cause| error.message.ends_with(found(cause).0))
}

/// That a store holds changes which cannot be read where nothing may be written.
pub(super) fn unread_log(shown: &str) -> Error {
    Error::unreadable(format!("open the store {shown}: its last changes stand beside it and cannot be read here"))
        .hint("copy the file and the one with -wal behind its name to a folder where you may write, and open it there")
}

/// A refusal of a file that is something else.
pub(super) fn no_store(shown: &str) -> Error {
    of_cause(Cause::NoStore, Doing::Open, shown, "")
}

/// Another program that uses the store right now.
pub(super) fn busy(shown: &str) -> Error {
    of_cause(Cause::Busy, Doing::Write, shown, "")
}

/// Something in the store that this program cannot have written.
pub(super) fn damaged(shown: &str, what: &str) -> Error {
    Error::unreadable(format!("read the store {shown}: {what} is not as it was written"))
        .hint("restore the last backup into a new store")
}

/// What was found, and what to do.
fn found(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::Busy => ("another program is writing", "try again in a moment"),
        Cause::OnlyReadable => {
            ("it can only be read", "check the rights of the file and of its folder; nothing was changed")
        }
        Cause::Disk => {
            ("the disk did not do what it was asked", "look at the disk; what was acknowledged before is kept")
        }
        Cause::Damaged => ("the file is damaged", "restore the last backup into a new store"),
        Cause::Full => ("the disk is full", "free some space and do it again; nothing of it was kept by half"),
        Cause::CannotOpen => {
            ("it cannot be opened", "check that the folder exists and that you may read and write in it")
        }
        Cause::NoStore => (
            "expected a store of this program, found something else",
            "name another file; this one was left as it is",
        ),
        Cause::Refused => ("the server does not let you in", "check the name and the password in the address"),
        Cause::NoDatabase => {
            ("the server does not know this database", "make it first, or correct the end of the address")
        }
        Cause::Crowded => ("there is no room for another connection", "try again in a moment"),
        Cause::Unreached => {
            ("the server cannot be reached", "check the address, and whether the server is running")
        }
        Cause::NotSecure => (
            "no secure connection came about",
            "check the certificate of the server, or give sslrootcert in the address",
        ),
        Cause::Unexpected => {
            ("the database gave a code that nobody expects", "report this with the code; no value stands in it")
        }
    }
}

fn of_cause(cause: Cause, doing: Doing, shown: &str, code: &str) -> Error {
    let (found, hint) = found(cause);
    if cause == Cause::Unexpected {
        let message = format!("{} {shown}: the database gave code {code}", doing.words());
        return Error::fault(message).hint(hint);
    }
    let message = format!("{} {shown}: {found}", doing.words());
    let error = match cause {
        Cause::Busy | Cause::Disk | Cause::Full | Cause::Crowded | Cause::Unreached => {
            Error::unavailable(message)
        }
        Cause::OnlyReadable
        | Cause::Damaged
        | Cause::CannotOpen
        | Cause::NoStore
        | Cause::Refused
        | Cause::NoDatabase
        | Cause::NotSecure
        | Cause::Unexpected => Error::unreadable(message),
    };
    error.hint(hint)
}

fn cause_of(error: &sqlx::Error) -> (Cause, String) {
    let cause = match error {
        sqlx::Error::Database(inner) => {
            let code = inner.code().unwrap_or_default().into_owned();
            // SQLite has numbers, PostgreSQL five letters and digits, which may be digits alone.
            let cause = match code.parse::<u32>() {
                Ok(number) if code.len() < SERVER_CODE => of_sqlite(number),
                _ => of_postgres(&code),
            };
            return (cause, code);
        }
        sqlx::Error::Io(_) => Cause::Unreached,
        sqlx::Error::Tls(_) => Cause::NotSecure,
        // All connections of this program are at work, or a server that was there has gone.
        sqlx::Error::PoolTimedOut => Cause::Crowded,
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Cause::CannotOpen,
        _ => Cause::Unexpected,
    };
    let code = match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "decode",
        sqlx::Error::Encode(_) => "encode",
        sqlx::Error::Protocol(_) => "protocol",
        sqlx::Error::Configuration(_) => "configuration",
        _ => "other",
    };
    (cause, code.to_owned())
}

/// The low byte of a result code is its kind, whatever stands above it.
fn of_sqlite(code: u32) -> Cause {
    match code & 0xff {
        5 | 6 => Cause::Busy,
        3 | 8 | 23 => Cause::OnlyReadable,
        10 => Cause::Disk,
        11 => Cause::Damaged,
        13 => Cause::Full,
        14 => Cause::CannotOpen,
        26 => Cause::NoStore,
        _ => Cause::Unexpected,
    }
}

fn of_postgres(code: &str) -> Cause {
    match code {
        "55P03" | "40001" | "40P01" => Cause::Busy,
        "25006" | "42501" => Cause::OnlyReadable,
        "53100" => Cause::Full,
        "28P01" | "28000" => Cause::Refused,
        "3D000" => Cause::NoDatabase,
        "53300" => Cause::Crowded,
        "57P01" | "57P02" | "57P03" => Cause::Unreached,
        _ if code.starts_with("08") => Cause::Unreached,
        "58030" => Cause::Disk,
        "XX001" | "XX002" => Cause::Damaged,
        _ => Cause::Unexpected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[test]
    fn codes_of_both_databases_are_told_apart_and_their_low_byte_counts() {
        assert_eq!(of_sqlite(5), Cause::Busy);
        assert_eq!(of_sqlite(8 | (3 << 8)), Cause::OnlyReadable);
        assert_eq!(of_sqlite(13), Cause::Full);
        assert_eq!(of_postgres("55P03"), Cause::Busy);
        assert_eq!(of_postgres("08006"), Cause::Unreached);
        assert_eq!(of_postgres("22000"), Cause::Unexpected);
    }

    #[test]
    fn a_failure_names_the_store_and_the_next_step() {
        let error = of_cause(Cause::Full, Doing::Write, "store.db", "13");
        assert_eq!(error.message, "write to the store store.db: the disk is full");
        assert!(error.hint.is_some_and(|hint| hint.contains("space")));
    }

    #[test]
    fn what_passes_is_told_apart_from_what_cannot_be_read() {
        for cause in [Cause::Busy, Cause::Full, Cause::Crowded, Cause::Unreached] {
            assert_eq!(of_cause(cause, Doing::Write, "store.db", "").kind, Kind::Unavailable, "{cause:?}");
        }
        assert_eq!(of_cause(Cause::Damaged, Doing::Read, "store.db", "").kind, Kind::Unreadable);
    }
}
