//! Printing: results to standard output, doubts and failures to standard error.

use evenstride_app::error::Error;
use std::io::{ErrorKind, Write};

/// Prints a result; a reader that has gone away (`… | head`) is not a failure.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn result(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => {
            Err(Error::unreadable(format!("write to standard output: {e}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints a doubt or a remark.
pub(crate) fn remark(text: &str) {
    // When standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints a failure.
pub(crate) fn error(text: &str) {
    remark(&format!("evenstride: {text}"));
}
