//! Reading files within limits and writing them whole or not at all.
//!
//! It knows nothing of what the files hold. Read next: [`crate::files`].

use crate::error::Error;
use jiff::civil::{Date, DateTime};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Small files, such as `person.toml`, are refused above this size.
pub const MAX_SETTINGS_BYTES: u64 = 1 << 20;

/// The name that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// Reads a file, or standard input for `-`, up to a limit.
///
/// # Errors
/// It does not exist, is a folder, cannot be read, or is larger than the limit.
pub fn read_bounded(path: &Path, max_bytes: u64) -> Result<Vec<u8>, Error> {
    let shown = path.display();
    let mut bytes = Vec::new();
    if path == Path::new(STANDARD_INPUT) {
        std::io::stdin()
            .lock()
            .take(max_bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| Error::unreadable(format!("read standard input: {e}")))?;
    } else {
        let file = open_regular(path)?;
        let length = file.metadata().map_or(0, |m| m.len());
        if length > max_bytes {
            return Err(too_large(&shown.to_string(), max_bytes));
        }
        file.take(max_bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| Error::unreadable(format!("read {shown}: {e}")))?;
    }
    if bytes.len() as u64 > max_bytes {
        return Err(too_large(&shown.to_string(), max_bytes));
    }
    Ok(bytes)
}

fn open_regular(path: &Path) -> Result<File, Error> {
    let shown = path.display();
    let metadata = std::fs::metadata(path).map_err(|e| {
        let found = match e.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => e.to_string(),
        };
        Error::unreadable(format!("read {shown}: {found}")).hint("check the name and the folder you are in")
    })?;
    if metadata.is_dir() {
        return Err(Error::unreadable(format!("read {shown}: expected a file, found a folder"))
            .hint("name the file inside it, or use `evenstride check FOLDER`"));
    }
    if !metadata.is_file() {
        return Err(Error::unreadable(format!("read {shown}: expected a file, found a device or pipe"))
            .hint("use `-` to read standard input"));
    }
    File::open(path).map_err(|e| Error::unreadable(format!("read {shown}: {e}")))
}

fn too_large(shown: &str, max_bytes: u64) -> Error {
    let limit =
        if max_bytes >= 1 << 20 { format!("{} MiB", max_bytes >> 20) } else { format!("{max_bytes} bytes") };
    Error::unreadable(format!("read {shown}: expected at most {limit}, found more"))
        .hint("split the table, or export fewer columns")
}

/// Reads a small text file in UTF-8, with or without a byte order mark.
///
/// # Errors
/// As [`read_bounded`], or it is not UTF-8.
pub fn read_settings(path: &Path) -> Result<String, Error> {
    let bytes = read_bounded(path, MAX_SETTINGS_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::unreadable(format!("read {}: expected text in UTF-8, found something else", path.display()))
            .hint("save it again as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

/// Writes a file whole: a crash leaves the old file or the new one, never half of it.
///
/// # Errors
/// The folder is missing or not writable.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = WholeFile::create(path, Readers::Anyone)?;
    file.write(bytes)?;
    file.finish()
}

/// Who may read a file that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whoever the system lets by default.
    Anyone,
    /// The owner alone, where the system knows owners.
    Owner,
}

/// A file that is written piece by piece and takes its name only when it is finished.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    unfinished: PathBuf,
    file: Option<File>,
}

impl WholeFile {
    /// Begins a file beside the place where it will stand.
    ///
    /// # Errors
    /// The folder is missing or not writable.
    pub fn create(path: &Path, readers: Readers) -> Result<Self, Error> {
        let name = path.file_name().map_or_else(|| "report".into(), |n| n.to_string_lossy().into_owned());
        let mut unfinished = PathBuf::from(path);
        unfinished.set_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = create(&unfinished, readers).map_err(|error| not_written(path, &error))?;
        Ok(Self { path: path.to_owned(), unfinished, file: Some(file) })
    }

    /// Adds bytes at its end.
    ///
    /// # Errors
    /// The disk is full or gone.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(bytes).map_err(|error| not_written(&self.path, &error))
    }

    /// Gives it its name, in place of a file that had it.
    ///
    /// # Errors
    /// The disk is full or gone, or the name cannot be taken.
    pub fn finish(mut self) -> Result<(), Error> {
        let Some(file) = &self.file else { return Ok(()) };
        let done = file.sync_all().and_then(|()| std::fs::rename(&self.unfinished, &self.path));
        done.map_err(|error| not_written(&self.path, &error))?;
        self.file = None;
        Ok(())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // The unfinished file is ours; when it cannot be removed either, the first error says why.
            let _ = std::fs::remove_file(&self.unfinished);
        }
    }
}

fn create(path: &Path, readers: Readers) -> std::io::Result<File> {
    let mut how = std::fs::OpenOptions::new();
    how.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    how.open(path)
}

fn not_written(path: &Path, error: &std::io::Error) -> Error {
    Error::unreadable(format!("write {}: {error}", path.display()))
        .hint("choose another place that exists and can be written")
}

/// Today, by the clock and the time zone of the machine (or of `TZ`); in UTC where the zone is not known.
#[must_use]
pub fn today() -> Date {
    jiff::Zoned::now().date()
}

/// Now, in milliseconds since 1970 in UTC, as the store writes it.
#[must_use]
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// Now, in UTC, to the minute and second.
#[must_use]
pub fn now_utc() -> DateTime {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).datetime()
}
