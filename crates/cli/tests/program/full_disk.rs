//! A disk without a free byte, and one that can only be read: what failed is said, and what is kept can be read.

#![cfg(target_os = "linux")]

use crate::{folder, path, root, run};
use std::process::Command;

/// A disk of its own in memory; none where this user may not mount one.
struct Disk(tempfile::TempDir);

impl Disk {
    fn new() -> Option<Self> {
        let folder = folder(&[]);
        let disk = Self(folder);
        disk.mount(&["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).then_some(disk)
    }

    fn mount(&self, how: &[&str]) -> bool {
        let done = Command::new("mount").args(how).arg(self.0.path()).output();
        done.is_ok_and(|done| done.status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Where nothing was mounted there is nothing to take away.
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn a_full_disk_is_called_full_and_what_is_kept_can_be_read() {
    let Some(disk) = Disk::new() else {
        println!("skipped: this user may not mount a disk");
        return;
    };
    let db = path(&disk.0, "a.db");
    let answers = root().join("examples/first-check/answers.toml").display().to_string();
    assert_eq!(run(&["import", &answers, "--store", &db]).code, 0);
    assert_eq!(run(&["log", "2026-11-16 wall-sit 3x30s", "--store", &db]).code, 0);
    // Fill it to the last byte.
    let _ = std::fs::write(path(&disk.0, "filler"), vec![7_u8; 2 << 20]);
    for written in [&["log", "2026-11-17 wall-sit 3x30s"][..], &["import", &answers], &["undo", "1"]] {
        let full = run(&[written, &["--store", &db]].concat());
        assert_eq!(full.code, 3, "{written:?} {}{}", full.out, full.err);
        assert!(full.err.contains("the disk is full") && full.err.contains("free some space"), "{}", full.err);
    }
    let listed = run(&["records", "--store", &db]);
    assert!(listed.code == 0 && listed.out.contains("wall-sit"), "{}{}", listed.out, listed.err);
    assert_eq!(run(&["status", "--store", &db]).code, 0);
    std::fs::remove_file(path(&disk.0, "filler")).unwrap();
    assert_eq!(run(&["log", "2026-11-17 wall-sit 3x30s", "--store", &db]).code, 0);
}

#[test]
fn a_disk_that_can_only_be_read_is_read() {
    let Some(disk) = Disk::new() else {
        println!("skipped: this user may not mount a disk");
        return;
    };
    let db = path(&disk.0, "a.db");
    assert_eq!(run(&["log", "2026-11-16 wall-sit 3x30s", "--store", &db]).code, 0);
    assert!(disk.mount(&["-o", "remount,ro"]), "the disk was not mounted again");
    let listed = run(&["records", "--store", &db]);
    assert!(listed.code == 0 && listed.out.contains("wall-sit"), "{}{}", listed.out, listed.err);
    for written in [&["log", "2026-11-17 wall-sit 3x30s"][..], &["undo", "1"]] {
        let refused = run(&[written, &["--store", &db]].concat());
        assert!(refused.code == 3 && refused.err.contains("it can only be read"), "{}", refused.err);
    }
}
