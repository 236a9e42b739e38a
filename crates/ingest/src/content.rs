//! What a file is before anyone looks at its columns: text in some encoding, a zip, or no table at all.
//!
//! It never guesses an encoding silently: whatever is not plain UTF-8 or UTF-16 is told. Read next: `formats`.

use crate::{IngestError, Limits};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use evenstride_core::notice::Place;
use std::borrow::Cow;

/// The content of a file, decoded once for all formats.
pub struct Content<'a> {
    bytes: &'a [u8],
    text: Option<Cow<'a, str>>,
    doubt: Option<&'static str>,
}

/// First bytes of files that are no table of ours: offset, bytes, what it looks like, what to do.
const MAGIC: &[(usize, &[u8], &str, &str)] = &[
    (0, b"%PDF", "a PDF", TABLE),
    (0, b"\x89PNG", "a PNG picture", TABLE),
    (0, b"\xff\xd8\xff", "a JPEG picture", TABLE),
    (0, b"GIF8", "a GIF picture", TABLE),
    (0, b"SQLite format 3\0", "an SQLite database", TABLE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file (.xls) or one with a password", RESAVE),
    (0, b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (0, b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (0, b"BZh", "a bzip2 archive", "unpack it first"),
    (0, b"PAR1", "a Parquet file", TABLE),
    (0, b"RDX", "an R data file", TABLE),
    (0, b"$FL2", "an SPSS file", TABLE),
    (
        8,
        b".FIT",
        "a FIT activity",
        "give a table of measurements; strength sets of an activity are read as training",
    ),
    (0, b"{\\rtf", "an RTF document", TABLE),
    (0, b"RIFF", "a sound or film file", TABLE),
    (4, b"ftyp", "a film", TABLE),
    (0, b"\x7fELF", "a program", TABLE),
    (0, b"MZ\x90", "a program", TABLE),
];
const TABLE: &str = "save the table as CSV or xlsx and give that file";
const RESAVE: &str = "open it, save it as .xlsx without a password, and give that file";

/// First words of texts that are no table of ours.
const MARKUP: &[(&str, &str, &str)] = &[
    ("<!doctype html", "a web page", "open it in a spreadsheet and save it as CSV or xlsx"),
    ("<html", "a web page", "open it in a spreadsheet and save it as CSV or xlsx"),
    ("<?xml", "an XML file", TABLE),
    ("{", "a JSON file", TABLE),
    ("[{", "a JSON file", TABLE),
];

impl<'a> Content<'a> {
    /// Looks at the bytes and decodes them when they are text.
    ///
    /// # Errors
    /// The file is empty, larger than the limit, or plainly no table.
    pub fn new(bytes: &'a [u8], file_name: &str, limits: &Limits) -> Result<Self, IngestError> {
        let place = Place { file: file_name.to_owned(), line: None };
        if bytes.len() as u64 > limits.max_bytes {
            let [limit, found] = [limits.max_bytes, bytes.len() as u64].map(size);
            return Err(IngestError::new(place, format!("expected at most {limit}, found {found}"))
                .hint("split the file and read the parts one after the other"));
        }
        if bytes.is_empty() {
            return Err(IngestError::new(place, "expected a table of measurements, found an empty file")
                .hint("check that the export finished, and give the file again"));
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Ok(Self { bytes, text: None, doubt: None });
        }
        let no_table = |kind: &str, hint: &str| {
            IngestError::new(place.clone(), format!("this is not a table; it looks like {kind}")).hint(hint)
        };
        for (offset, magic, kind, hint) in MAGIC {
            if bytes.get(*offset..).is_some_and(|rest| rest.starts_with(magic)) {
                return Err(no_table(kind, hint));
            }
        }
        let (text, doubt) = decode(bytes);
        // Control characters never stand in a table; in decoded text they mean that these bytes are none.
        let head = text.as_bytes().get(..4096).unwrap_or(text.as_bytes());
        if head.iter().any(|b| matches!(b, 0x00..=0x08 | 0x0e..=0x1a | 0x1c..=0x1f)) || text.contains('\0') {
            return Err(no_table("binary data", TABLE));
        }
        if text.trim().is_empty() {
            return Err(IngestError::new(place, "expected a table of measurements, found only blank lines")
                .hint("check that the export finished, and give the file again"));
        }
        let start: String = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
        if let Some((_, kind, hint)) = MARKUP.iter().find(|(word, ..)| start.starts_with(word)) {
            return Err(no_table(kind, hint));
        }
        Ok(Self { bytes, text: Some(text), doubt })
    }

    /// The text, when it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The bytes as given.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What is doubtful about how the text was decoded.
    #[must_use]
    pub fn doubt(&self) -> Option<&'static str> {
        self.doubt
    }
}

/// A size of a file as people say it.
fn size(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} bytes"),
        mebibytes => format!("{mebibytes} MiB"),
    }
}

fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    const BROKEN: &str = "some characters are broken and were replaced by �";
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ => utf16_by_zeros(bytes),
    };
    if let Some(encoding) = wide {
        let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
        return (text, had_errors.then_some(BROKEN));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(_) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            (text, Some("the text is not UTF-8 and was read as Windows-1252; check letters such as ä, é and ñ"))
        }
    }
}

/// UTF-16 without a mark: in Latin text every other byte is zero, always on the same side.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    match (first * 10 >= pairs * 6, second * 10 >= pairs * 6) {
        (true, false) if second == 0 => Some(UTF_16BE),
        (false, true) if first == 0 => Some(UTF_16LE),
        _ => None,
    }
}
