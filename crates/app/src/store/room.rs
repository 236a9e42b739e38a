//! Is there room beside a store, and may anything be written there? Asked only where the database could not do its work.
//!
//! A database says of a disk without a free byte that it did not do what it was asked, because it fails before it comes
//! to write. Read next: `super::failure`.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// More than a database asks for at once when it opens a file.
const PIECE_BYTES: usize = 1 << 16;

/// What keeps a file beside a store from being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Nothing does.
    Enough,
    /// The disk is full.
    None,
    /// The disk, or the folder, can only be read.
    OnlyReadable,
}

/// Tries to write a small file beside a store, and takes it away again.
pub(super) fn room_beside(store: &Path) -> Room {
    let mut beside = store.to_owned();
    beside.set_file_name(format!(".evenstride-room.{}", std::process::id()));
    let mut how = OpenOptions::new();
    how.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    let tried = how.open(&beside).and_then(|mut file| {
        file.write_all(&vec![0; PIECE_BYTES])?;
        file.sync_all()
    });
    // It may not have been made at all.
    let _ = std::fs::remove_file(&beside);
    match tried.map_err(|error| error.kind()) {
        Err(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => Room::None,
        Err(ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied) => Room::OnlyReadable,
        Ok(()) | Err(_) => Room::Enough,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_beside_a_store_by_asking_for_room() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(room_beside(&folder.path().join("a.db")), Room::Enough);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        // A folder that is not there is another failure than a full disk.
        assert_eq!(room_beside(&folder.path().join("none/a.db")), Room::Enough);
    }
}
