//! What a program gets that asks in JSON: the same bytes from the command line and from the local server.
//!
//! ```text
//!   command line, --format json ──┐
//!                                 ├──► reply ──► use cases ──► wire ──► JSON and an exit code
//!   local server, /api/v1      ───┘
//! ```
//! Where the answers to the health questions or the log say stop, the stop stands in the place of what was asked for.
//! It holds no rule and opens no file. Read next: [`crate::wire`] for the shapes, [`crate::following`].

mod done;
mod files;
mod stored;

pub use done::{Came, answered, brought, compacted, erased, logged, looked_at, noted, reopened, restored};
pub use files::{Uploaded, check_of, reliability_of, screen_of, start_of, start_with};
pub use stored::{
    Start, check, ended, findings, followed_exit_code, kept_week, next_session, next_tests, no_week, retest,
    start, status, week, week_json,
};

/// An answer: JSON with a final line break, and the exit code that a command would end with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The JSON.
    pub json: String,
    /// The public exit code, see [`crate::error::exit_code`].
    pub exit_code: u8,
}

impl Reply {
    /// An answer to something that is done.
    #[must_use]
    pub fn done(json: String) -> Self {
        Self { json, exit_code: crate::error::exit_code::DONE }
    }
}
