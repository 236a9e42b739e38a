//! What can go wrong around the core, and which exit code it has.

use evenstride_core::notice::NoticeCode;
use evenstride_ingest::IngestError;
use std::collections::BTreeMap;
use std::fmt;

/// The public exit codes.
pub mod exit_code {
    /// Done.
    pub const DONE: u8 = 0;
    /// A fault of ours.
    pub const FAULT: u8 = 1;
    /// The command was not understood.
    pub const USAGE: u8 = 2;
    /// A file cannot be read, or what it must hold is missing.
    pub const UNREADABLE: u8 = 3;
    /// The answers or the measurements stop testing and training.
    pub const RED_FLAG: u8 = 20;
}

/// Which kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command was not understood.
    Usage,
    /// What was named is not there.
    Missing,
    /// A file cannot be read, or what it must hold is missing.
    Unreadable,
    /// The store cannot do it now and may do it later: another program writes, the disk is full, a server is away.
    Unavailable,
    /// A fault of ours.
    Fault,
}

/// A failure: a lowercase fragment that fits “failed to …”, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The kind.
    pub kind: Kind,
    /// Names the thing, the place, what was expected and what was found.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// Why its rows were left out, a code for each, when nothing else is wrong with it.
    pub left_out: Vec<NoticeCode>,
}

impl Error {
    /// A file that cannot be read or does not hold what it must.
    #[must_use]
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self { kind: Kind::Unreadable, message: message.into(), hint: None, left_out: Vec::new() }
    }

    /// A command that was not understood.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into(), hint: None, left_out: Vec::new() }
    }

    /// Something that was named and is not there.
    #[must_use]
    pub fn missing(message: impl Into<String>) -> Self {
        Self { kind: Kind::Missing, message: message.into(), hint: None, left_out: Vec::new() }
    }

    /// A store that cannot do it now and may do it later.
    #[must_use]
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self { kind: Kind::Unavailable, message: message.into(), hint: None, left_out: Vec::new() }
    }

    /// A fault of ours.
    #[must_use]
    pub fn fault(message: impl Into<String>) -> Self {
        Self { kind: Kind::Fault, message: message.into(), hint: None, left_out: Vec::new() }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The exit code of this failure.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Usage | Kind::Missing => exit_code::USAGE,
            Kind::Unreadable | Kind::Unavailable => exit_code::UNREADABLE,
            Kind::Fault => exit_code::FAULT,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed to {}", self.message)?;
        if !self.left_out.is_empty() {
            let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
            for code in &self.left_out {
                *by_code.entry(code.as_str()).or_default() += 1;
            }
            let counted: Vec<String> = by_code.iter().map(|(code, count)| format!("{code} {count}")).collect();
            write!(f, " [{}]", counted.join(", "))?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<IngestError> for Error {
    fn from(error: IngestError) -> Self {
        let mut unreadable = Self::unreadable(format!("read {}: {}", error.place(), error.message()));
        unreadable.hint = error.next_step().map(ToOwned::to_owned);
        unreadable
    }
}
