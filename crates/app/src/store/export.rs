//! Everything of one person as a folder of plain files, which this program and others read.
//!
//! The folder is written whole or not at all. What the program worked out is not in it. A file that other people came
//! from too is left out, because it is not this person's alone; the manifest says so. Read next: `super::export_tables`.

use super::body;
use super::content::{Followed, Note, sha256};
use super::database::{Row, Tx, Value};
use super::export_tables::measurements_csv;
use super::plan_body;
use super::read::{Kept, Records};
use super::{PROGRAM, Store, short_name};
use crate::disk::{Readers, WholeFile};
use crate::error::Error;
use evenstride_core::knowledge::Knowledge;
use evenstride_core::person::SubjectId;
use evenstride_ingest::write_trained_csv;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The files, relative to the folder.
    pub files: Vec<String>,
    /// Files that were left out because other people came from them too.
    pub left_out: Vec<String>,
}

/// A file of the folder.
struct Made {
    name: String,
    bytes: Vec<u8>,
}

impl Store {
    /// Writes everything that counts of one person into a new folder.
    ///
    /// # Errors
    /// The store does not know the name or cannot be read, the folder is there already, or it cannot be written.
    pub async fn export(
        &self,
        subject: &SubjectId,
        folder: &Path,
        knowledge: &Knowledge,
    ) -> Result<Exported, Error> {
        let records = self.read(subject).await?;
        let (originals, left_out) = self.originals(subject).await?;
        let mut made = tables(&records, knowledge)?;
        made.extend(originals);
        made.push(manifest(subject, &made, &left_out, &self.done_for(subject).await?));
        write_folder(folder, &made)?;
        let files = made.into_iter().map(|made| made.name).collect();
        Ok(Exported { files, left_out })
    }

    /// What was done for one person: when, by whom, from which file, with which version of the program.
    async fn done_for(&self, subject: &SubjectId) -> Result<Vec<Json>, Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let Some(number) = self.number_within(&mut tx, subject).await? else {
            return Err(self.no_such_subject(&mut tx, subject).await);
        };
        let sql = "SELECT a.id, a.at_ms, a.what, a.who, a.program, COALESCE(f.name, o.name), a.undoes \
                   FROM action a LEFT JOIN origin o ON o.id = a.origin \
                   LEFT JOIN origin_name f ON f.origin = a.origin AND f.subject = $1 WHERE COALESCE(a.undoes, a.id) IN \
                   (SELECT r.action FROM record r WHERE r.subject = $1) ORDER BY a.id";
        let rows = tx.rows(sql, vec![Value::Int(number)]).await?;
        let value = |mut row: Row| {
            json!({
                "action": row.int(), "at_ms": row.int(), "what": row.text(), "who": row.text(),
                "program": row.text(), "file": row.maybe_text(), "undoes": row.maybe_int(),
            })
        };
        Ok(rows.into_iter().map(value).collect())
    }

    /// The files that brought something that counts, and the names of those that others came from too.
    async fn originals(&self, subject: &SubjectId) -> Result<(Vec<Made>, Vec<String>), Error> {
        let mut tx = self.pool.begin_read(&self.shown).await?;
        let Some(number) = self.number_within(&mut tx, subject).await? else {
            return Err(self.no_such_subject(&mut tx, subject).await);
        };
        let sql = "SELECT o.id, COALESCE(f.name, o.name), o.sha256 FROM origin o \
                   LEFT JOIN origin_name f ON f.origin = o.id AND f.subject = $1 WHERE o.id IN \
                   (SELECT a.origin FROM action a JOIN record r ON r.action = a.id WHERE r.subject = $1)";
        let rows = tx.rows(sql, vec![Value::Int(number)]).await?;
        let mut all: Vec<(String, String, i64)> = rows
            .into_iter()
            .map(|mut row| {
                let (id, name, digest) = (row.int(), row.text(), row.text());
                (name, digest, id)
            })
            .collect();
        all.sort();
        let (mut originals, mut left_out) = (Vec::new(), Vec::new());
        for (number_of_file, (name, _, id)) in all.into_iter().enumerate() {
            let bytes =
                if others_in(&mut tx, id, number).await? { None } else { bytes_of(&mut tx, id).await? };
            match bytes {
                Some(bytes) => originals.push(Made {
                    name: format!("originals/{:03}-{}", number_of_file + 1, harmless(&name)),
                    bytes,
                }),
                None => left_out.push(name),
            }
        }
        Ok((originals, left_out))
    }
}

/// Did anybody else ever come from a file?
async fn others_in(tx: &mut Tx, origin: i64, subject: i64) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM record r JOIN action a ON a.id = r.action \
               WHERE a.origin = $1 AND r.subject <> $2";
    Ok(tx.number(sql, vec![Value::Int(origin), Value::Int(subject)]).await? > 0)
}

async fn bytes_of(tx: &mut Tx, origin: i64) -> Result<Option<Vec<u8>>, Error> {
    let rows = tx.rows("SELECT bytes FROM origin WHERE id = $1", vec![Value::Int(origin)]).await?;
    Ok(rows.into_iter().next().and_then(|mut row| row.maybe_bytes()))
}

/// A name that every system takes as the name of a file.
fn harmless(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    short_name(name).chars().map(plain).take(80).collect()
}

fn tables(records: &Records, knowledge: &Knowledge) -> Result<Vec<Made>, Error> {
    let mut made = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>| made.push(Made { name: name.to_owned(), bytes });
    for (name, told) in [("person.toml", &records.person), ("answers.toml", &records.answers)] {
        if let Some(told) = told {
            add(name, told.value.text.clone().into_bytes());
        }
    }
    if !records.trials.is_empty() {
        add("measurements.csv", measurements_csv(&records.all_trials(), knowledge).into_bytes());
    }
    if !records.trained.is_empty() {
        add("trained.csv", write_trained_csv(&records.all_trained()).into_bytes());
    }
    if !records.plans.is_empty() {
        let plans: Result<Vec<Json>, Error> = records.plans.iter().map(plan_value).collect();
        add("plans.json", pretty(&Json::from(plans?)));
    }
    if !records.notes.is_empty() {
        let notes: Result<Vec<Json>, Error> = records.notes.iter().map(note_value).collect();
        add("notes.json", pretty(&Json::from(notes?)));
    }
    Ok(made)
}

fn plan_value(kept: &Kept<Followed>) -> Result<Json, Error> {
    let plan = parsed(&plan_body::plan_json(&kept.value)?)?;
    Ok(json!({ "from": kept.value.from.to_string(), "plan": plan }))
}

fn note_value(kept: &Kept<Note>) -> Result<Json, Error> {
    parsed(&body::note_json(&kept.value)?)
}

fn parsed(text: &str) -> Result<Json, Error> {
    serde_json::from_str(text).map_err(|_| Error::fault("read back a content as JSON"))
}

fn pretty(value: &Json) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

fn manifest(subject: &SubjectId, made: &[Made], left_out: &[String], done: &[Json]) -> Made {
    let files: Vec<Json> = made
        .iter()
        .map(|made| json!({ "name": made.name, "bytes": made.bytes.len(), "sha256": sha256(&made.bytes) }))
        .collect();
    let value = json!({
        "format": "evenstride-export", "version": 1, "program": PROGRAM, "subject": subject.as_str(),
        "files": files, "left_out_because_others_are_in_them": left_out,
        "actions": done,
    });
    Made { name: "manifest.json".to_owned(), bytes: pretty(&value) }
}

/// A folder under a name of its own until everything is in it.
struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(folder) = self.0.take() {
            // The unfinished folder is ours; when it cannot be removed either, the first error says why.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn write_folder(folder: &Path, made: &[Made]) -> Result<(), Error> {
    let shown = folder.display();
    let failed = |error: std::io::Error| {
        Error::unreadable(format!("write {shown}: {error}")).hint("choose another place that can be written")
    };
    let is_empty = |folder: &Path| std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if folder.exists() && !is_empty(folder) {
        return Err(Error::usage(format!(
            "write {shown}: expected a new or empty folder, found something in it"
        ))
        .hint("name another folder; nothing is written over"));
    }
    let name = folder.file_name().map_or_else(|| "export".into(), |name| name.to_string_lossy().into_owned());
    let part = folder.with_file_name(format!(".{name}.{}.part", std::process::id()));
    make_folder(&part).map_err(failed)?;
    let mut unfinished = Unfinished(Some(part.clone()));
    for file in made {
        let path = part.join(&file.name);
        if let Some(parent) = path.parent().filter(|parent| !parent.exists()) {
            make_folder(parent).map_err(failed)?;
        }
        let mut whole = WholeFile::create(&path, Readers::Owner)?;
        whole.write(&file.bytes)?;
        whole.finish()?;
    }
    if folder.exists() {
        std::fs::remove_dir(folder).map_err(failed)?;
    }
    std::fs::rename(&part, folder).map_err(failed)?;
    unfinished.0 = None;
    Ok(())
}

/// Makes a folder that its owner alone may look into, where the system knows owners.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut how = std::fs::DirBuilder::new();
    how.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut how, 0o700);
    how.create(folder)
}
