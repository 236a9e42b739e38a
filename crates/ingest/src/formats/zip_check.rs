//! Looks at a zip before a workbook reader does, so that a small file cannot fill the memory.

use crate::IngestError;
use evenstride_core::notice::Place;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Below this size the ratio is not looked at: small sheets of equal rows pack very well.
const RATIO_FROM: u64 = 16 << 20;
/// No workbook that people make packs better than this.
const MAX_RATIO: u64 = 200;
/// More parts than any workbook has.
const MAX_PARTS: usize = 4096;

/// What to do with a file whose end is missing.
pub(super) const CUT: &str = "the file is cut short; copy, download or save it again, and give the whole file";

/// Is the end of the zip missing, where its list of parts stands?
pub(super) fn is_cut(bytes: &[u8]) -> bool {
    /// The end record with the longest comment.
    const LONGEST_END: usize = 22 + 65_535;
    let tail = bytes.get(bytes.len().saturating_sub(LONGEST_END)..).unwrap_or(bytes);
    !tail.windows(4).any(|window| window == b"PK\x05\x06")
}

/// Says whether unpacking the zip is safe: what it unpacks to may be as large as a file that is not packed.
///
/// A reader of workbooks holds all texts at once, each of which takes more room in memory than in the file.
///
/// # Errors
/// The zip is broken, has too many parts, unpacks to too much, or says another size than it has.
pub(super) fn check(bytes: &[u8], place: &Place, max_unpacked: u64) -> Result<(), IngestError> {
    let broken = |what: &'static str| {
        IngestError::new(place.clone(), format!("expected a workbook, found a zip that {what}"))
            .hint("open it in a spreadsheet, save it again as .xlsx, and give that file")
    };
    let too_large = |what: String| {
        IngestError::new(place.clone(), what)
            .hint("save only the sheet with the measurements, as xlsx or CSV, and give that file")
    };
    if is_cut(bytes) {
        let message = "expected a workbook, found one whose end is missing";
        return Err(IngestError::new(place.clone(), message).hint(CUT));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken("cannot be opened"))?;
    if archive.len() > MAX_PARTS {
        return Err(too_large(format!(
            "expected at most {MAX_PARTS} parts in the workbook, found {}",
            archive.len()
        )));
    }
    let mut unpacked: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| broken("has a damaged part"))?;
        unpacked = unpacked.saturating_add(part.size());
    }
    let packed = bytes.len() as u64;
    if unpacked > max_unpacked || (unpacked > RATIO_FROM && unpacked / MAX_RATIO > packed) {
        let (most, mib) = (max_unpacked >> 20, unpacked >> 20);
        return Err(too_large(format!(
            "expected a workbook that unpacks to at most {most} MiB and {MAX_RATIO} times its size, found {mib} MiB"
        )));
    }
    for index in 0..archive.len() {
        let mut part = archive
            .by_index(index)
            .map_err(|_| broken("has a part that is encrypted or packed in an unknown way"))?;
        let declared = part.size();
        check_part(&mut part, declared).map_err(broken)?;
    }
    Ok(())
}

/// Unpacks a part to nowhere: is it as long as it says, and free of a count that would fill the memory?
fn check_part(part: &mut impl Read, declared: u64) -> Result<(), &'static str> {
    let mut counts = Counts::Name(0);
    let mut block = vec![0; 64 << 10];
    let mut length: u64 = 0;
    loop {
        let read = part.read(&mut block).map_err(|_| "has a damaged part")?;
        if read == 0 {
            return if length == declared { Ok(()) } else { Err("has a damaged part") };
        }
        length += read as u64;
        if length > declared {
            return Err("unpacks to more than it says");
        }
        for byte in block.iter().take(read).filter(|byte| **byte != 0) {
            counts = counts.after(*byte);
            if matches!(counts, Counts::Digits(count) if count > declared) {
                return Err("counts more texts than it holds");
            }
        }
    }
}

/// Looks for `uniqueCount="…"`: readers reserve room for that many texts before they see one.
///
/// Zero bytes are not shown to it, so that it sees through UTF-16.
#[derive(Clone, Copy)]
enum Counts {
    /// So many letters of the name were seen.
    Name(usize),
    /// Between the name and its number.
    Number,
    /// In the number.
    Digits(u64),
}

impl Counts {
    const NAME: &'static [u8] = b"uniqueCount";

    fn after(self, byte: u8) -> Self {
        match self {
            Counts::Name(seen) if Self::NAME.get(seen) == Some(&byte) && seen + 1 == Self::NAME.len() => {
                Counts::Number
            }
            Counts::Name(seen) if Self::NAME.get(seen) == Some(&byte) => Counts::Name(seen + 1),
            Counts::Number if !byte.is_ascii_digit() => Counts::Number,
            Counts::Number => Counts::Digits(u64::from(byte - b'0')),
            Counts::Digits(count) if byte.is_ascii_digit() => {
                Counts::Digits(count.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
            }
            Counts::Name(_) | Counts::Digits(_) => Counts::Name(usize::from(byte == b'u')),
        }
    }
}
