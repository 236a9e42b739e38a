//! What one child process used: processor time, time as a clock tells it, and the most memory it held.

use std::process::ExitCode;

/// What a finished process used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Processor time in microseconds, in the program and in the system for it.
    pub(crate) cpu_us: u64,
    /// Time from its start to its end in microseconds; less than the other where several processors worked.
    pub(crate) wall_us: u64,
    /// Most resident memory in kilobytes of 1024 bytes.
    pub(crate) peak_kb: u64,
    /// The exit code; −1 for a signal.
    pub(crate) code: i32,
}

impl Usage {
    /// Reads what [`child`] prints.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let usage = Self {
            cpu_us: words.next()?.parse().ok()?,
            wall_us: words.next()?.parse().ok()?,
            peak_kb: words.next()?.parse().ok()?,
            code: words.next()?.parse().ok()?,
        };
        words.next().is_none().then_some(usage)
    }
}

/// Runs one command with its output thrown away and prints what it used, in one line.
#[cfg(unix)]
pub(crate) fn child(words: &[String]) -> ExitCode {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    use std::process::{Command, Stdio};
    use std::time::Instant;

    let Some((program, rest)) = words.split_first() else { return ExitCode::from(2) };
    let begun = Instant::now();
    let status = Command::new(program)
        .args(rest)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let wall_us = begun.elapsed().as_micros();
    let (status, usage) = match (status, getrusage(UsageWho::RUSAGE_CHILDREN)) {
        (Ok(status), Ok(usage)) => (status, usage),
        (Err(error), _) => {
            eprintln!("error: failed to start {program}: {error}");
            return ExitCode::from(3);
        }
        (Ok(_), Err(error)) => {
            eprintln!("error: failed to read what {program} used: {error}");
            return ExitCode::from(1);
        }
    };
    let cpu_us: i64 = [usage.user_time(), usage.system_time()].map(|time| time.num_microseconds()).iter().sum();
    // macOS counts the peak in bytes, every other system in kilobytes.
    let peak_kb = if cfg!(target_os = "macos") { usage.max_rss() / 1024 } else { usage.max_rss() };
    println!("{cpu_us} {wall_us} {peak_kb} {}", status.code().unwrap_or(-1));
    ExitCode::SUCCESS
}

/// Processor time that this process has used so far, in microseconds; none when the system does not tell.
#[cfg(unix)]
pub(crate) fn own_cpu_us() -> Option<u64> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let usage = getrusage(UsageWho::RUSAGE_SELF).ok()?;
    u64::try_from(usage.user_time().num_microseconds() + usage.system_time().num_microseconds()).ok()
}

/// Says that this system does not tell.
#[cfg(not(unix))]
pub(crate) fn own_cpu_us() -> Option<u64> {
    None
}

/// Says that this system does not tell.
#[cfg(not(unix))]
pub(crate) fn child(_words: &[String]) -> ExitCode {
    ExitCode::from(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back_and_nothing_else() {
        assert_eq!(
            Usage::parse("1500 900 2048 0\n"),
            Some(Usage { cpu_us: 1500, wall_us: 900, peak_kb: 2048, code: 0 })
        );
        for wrong in ["", "1500 900 2048", "a b c d", "1 2 3 4 5"] {
            assert_eq!(Usage::parse(wrong), None, "{wrong}");
        }
    }
}
