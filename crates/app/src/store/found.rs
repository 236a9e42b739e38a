//! What a database holds of one person: the records with their files, and the contents that count.
//!
//! It judges nothing and keeps no order but that of numbers. Read next: `super::live`, `super::gathered`.

use super::content::Kind;
use super::database::{Tx, Value};
use super::failure::damaged;
use super::live::{Record, live};
use super::packed::{Packed, packed};
use super::read::BY_HAND;
use crate::error::Error;
use std::collections::{BTreeMap, BTreeSet};

/// The names that one person's files have for that person, by their numbers.
pub(super) type Files = BTreeMap<i64, String>;

/// Contents in a row of one record; no file has as many rows.
const MOST_IN_A_ROW: i64 = 100_000_000;

/// A record as it stands in its table: for the contents in a row from its own on, on lines in a row.
pub(super) struct Stretch {
    record: Record,
    n: i64,
}

/// The records of a person but for actions that were taken back; of these kinds.
pub(super) async fn stretches_of(tx: &mut Tx, subject: i64, kinds: &[Kind]) -> Result<Vec<Stretch>, Error> {
    let mut values = vec![Value::Int(subject)];
    let of_kind = if kinds == Kind::ALL {
        String::new()
    } else {
        values.extend(kinds.iter().map(|kind| Value::Text(kind.as_str().to_owned())));
        let places: Vec<String> = (0..kinds.len()).map(|at| format!("${}", at + 2)).collect();
        format!("AND r.kind IN ({})", places.join(", "))
    };
    let from = format!(
        "record r JOIN action a ON a.id = r.action WHERE r.subject = $1 {of_kind} \
         AND NOT EXISTS (SELECT 1 FROM action u WHERE u.undoes = r.action)"
    );
    let columns = ["r.action", "r.kind", "r.day", "r.content", "r.n", "r.line", "r.supersedes", "a.origin"];
    let rows = packed(tx, columns, &from, values).await?;
    let mut stretches = Vec::new();
    for [action, kind, day, content, n, line, supersedes, origin] in rows.rows() {
        let number = |cell: &str| cell.parse::<i64>().ok();
        let day = (!day.is_empty()).then(|| day.parse()).transpose();
        let (Some(action), Some(kind), Ok(day), Some(n @ 1..=MOST_IN_A_ROW)) =
            (number(action), Kind::from_word(kind), day, number(n))
        else {
            return Err(damaged(tx.shown(), &format!("a record of action {action}")));
        };
        if kind.newest_counts() && day.is_none() {
            return Err(damaged(tx.shown(), &format!("the day of action {action}")));
        }
        let record = Record {
            action,
            kind,
            day,
            content: number(content),
            line: line.parse().ok(),
            supersedes: number(supersedes),
            origin: number(origin),
        };
        stretches.push(Stretch { record, n });
    }
    stretches.sort_by_key(|stretch| stretch.record.action);
    Ok(stretches)
}

/// The names of a person's files.
pub(super) async fn files_of(tx: &mut Tx, subject: i64) -> Result<Files, Error> {
    let sql = "SELECT origin, name FROM origin_name WHERE subject = $1";
    let rows = tx.rows(sql, vec![Value::Int(subject)]).await?;
    Ok(rows.into_iter().map(|mut row| (row.int(), row.text())).collect())
}

/// What the records of a person say but for actions that were taken back, whatever their files are called.
pub(super) async fn records_of(tx: &mut Tx, subject: i64, kinds: &[Kind]) -> Result<Vec<Record>, Error> {
    Ok(spread(&stretches_of(tx, subject, kinds).await?, &Files::new()))
}

/// The numbers of the contents of one kind that count of a person, from the smallest, without saying where they stand.
///
/// One short cell for each row of a table that has a row for each line in the worst case; actions that were taken back
/// are told.
pub(super) async fn counting_of(
    tx: &mut Tx,
    subject: i64,
    kind: Kind,
    taken_back: &BTreeSet<i64>,
) -> Result<Vec<i64>, Error> {
    if !kind.newest_counts()
        && let Some(numbers) = brought_of(tx, subject, kind, !taken_back.is_empty()).await?
    {
        return Ok(numbers);
    }
    let values = vec![Value::Int(subject), Value::Text(kind.as_str().to_owned())];
    let from = "record WHERE subject = $1 AND kind = $2";
    let rows = packed(tx, ["action", "content", "n", "supersedes"], from, values).await?;
    let mut stretches = Vec::new();
    for [action, content, n, supersedes] in rows.rows() {
        let number = |cell: &str| cell.parse::<i64>().ok();
        let (Some(action), Some(n @ 1..=MOST_IN_A_ROW)) = (number(action), number(n)) else {
            return Err(damaged(tx.shown(), &format!("a record of action {action}")));
        };
        if !taken_back.contains(&action) {
            let (content, supersedes) = (number(content), number(supersedes));
            let record = Record { action, kind, day: None, content, line: None, supersedes, origin: None };
            stretches.push(Stretch { record, n });
        }
    }
    stretches.sort_by_key(|stretch| stretch.record.action);
    let records = spread(&stretches, &Files::new());
    let numbers: BTreeSet<i64> = live(&records).iter().filter_map(|record| record.content).collect();
    Ok(numbers.into_iter().collect())
}

/// The same of records that nothing corrects, which is what nearly everybody has; nothing where something does.
async fn brought_of(
    tx: &mut Tx,
    subject: i64,
    kind: Kind,
    is_any_taken_back: bool,
) -> Result<Option<Vec<i64>>, Error> {
    // A number and how many follow each other from it on: turning numbers into texts is what such a query costs.
    let column = format!(
        "CASE WHEN supersedes IS NOT NULL THEN '{CORRECTS}' WHEN n = 1 THEN CAST(content AS TEXT) \
         ELSE CAST(content AS TEXT) || '{AND_SO_MANY}' || CAST(n AS TEXT) END"
    );
    let but_taken_back = if is_any_taken_back {
        " AND action NOT IN (SELECT undoes FROM action WHERE undoes IS NOT NULL)"
    } else {
        ""
    };
    let from = format!("record WHERE subject = $1 AND kind = $2{but_taken_back}");
    let values = vec![Value::Int(subject), Value::Text(kind.as_str().to_owned())];
    let rows = packed(tx, [column.as_str()], &from, values).await?;
    let mut in_a_row: Vec<(i64, i64)> = Vec::new();
    for [cell] in rows.rows() {
        if cell == CORRECTS {
            return Ok(None);
        }
        if cell.is_empty() {
            continue;
        }
        let (content, n) = cell.split_once(AND_SO_MANY).unwrap_or((cell, "1"));
        let (Ok(from), Ok(n @ 1..=MOST_IN_A_ROW)) = (content.parse::<i64>(), n.parse::<i64>()) else {
            return Err(damaged(tx.shown(), &format!("a record of content {content}")));
        };
        in_a_row.push((from, from.saturating_add(n)));
    }
    in_a_row.sort_unstable();
    let mut numbers: Vec<i64> = Vec::new();
    for (from, until) in in_a_row {
        let known = numbers.last().map_or(from, |last| last + 1);
        numbers.extend(from.max(known)..until);
    }
    Ok(Some(numbers))
}

/// Stands between a number and how many there are from it on.
const AND_SO_MANY: char = '+';
/// Stands for a record that corrects another one.
const CORRECTS: &str = "!";

/// The numbers of the people who have a record of one of these kinds, whether it counts or not.
pub(super) async fn with_any(tx: &mut Tx, kinds: &[Kind]) -> Result<BTreeSet<i64>, Error> {
    let places: Vec<String> = (1..=kinds.len()).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT s.id FROM subject s WHERE EXISTS (SELECT 1 FROM record r WHERE r.subject = s.id AND r.kind IN ({}))",
        places.join(", ")
    );
    let values = kinds.iter().map(|kind| Value::Text(kind.as_str().to_owned())).collect();
    let rows = tx.rows(sql, values).await?;
    Ok(rows.into_iter().map(|mut row| row.int()).collect())
}

/// The actions that were taken back.
pub(super) async fn taken_back(tx: &mut Tx) -> Result<BTreeSet<i64>, Error> {
    let rows = tx.rows("SELECT undoes FROM action WHERE undoes IS NOT NULL", Vec::new()).await?;
    Ok(rows.into_iter().map(|mut row| row.int()).collect())
}

/// A record for each content that stretches stand for.
///
/// A content that several files brought stands where the first of them by name has it.
pub(super) fn spread(stretches: &[Stretch], files: &Files) -> Vec<Record> {
    let mut records = Vec::new();
    let mut each: Vec<Record> = Vec::new();
    for Stretch { record, n } in stretches {
        let in_a_row = record.content.filter(|_| record.supersedes.is_none() && !record.kind.newest_counts());
        let Some(first) = in_a_row else {
            records.push(record.clone());
            continue;
        };
        let own = (first..first.saturating_add(*n)).zip(0..).map(|(content, step)| Record {
            content: Some(content),
            line: record.line.map(|line| line.saturating_add(step)),
            ..record.clone()
        });
        each.extend(own);
    }
    // The order of actions stays within a content, so that the first one brought it.
    each.sort_by_key(|record| record.content);
    for record in each {
        match records.last_mut() {
            Some(known) if is_same(known, &record) => {
                if (file_of(&record, files), record.line) < (file_of(known, files), known.line) {
                    (known.origin, known.line) = (record.origin, record.line);
                }
            }
            Some(_) | None => records.push(record),
        }
    }
    records
}

/// Do both stand for one content that was brought, and for nothing else?
fn is_same(known: &Record, record: &Record) -> bool {
    let is_brought = known.supersedes.is_none() && !known.kind.newest_counts();
    is_brought && known.content == record.content
}

/// The name of the file that a record came from; what was told by hand has the word for the store.
pub(super) fn file_of<'a>(record: &Record, files: &'a Files) -> &'a str {
    record.origin.and_then(|origin| files.get(&origin)).map_or(BY_HAND, String::as_str)
}

/// Contents with one cell for each column that was asked for.
pub(super) struct Contents<const N: usize>(Vec<Packed<N>>);

impl<const N: usize> Contents<N> {
    /// Content by content, in no order, with some of others between them.
    pub(super) fn rows(&self) -> impl Iterator<Item = [&str; N]> {
        self.0.iter().flat_map(Packed::rows)
    }
}

impl Contents<3> {
    /// Number, key and body of each, by number.
    pub(super) fn by_number(&self) -> Vec<(i64, &str, &str)> {
        let mut all: Vec<(i64, &str, &str)> =
            self.rows().filter_map(|[id, key, body]| Some((id.parse().ok()?, key, body))).collect();
        all.sort_unstable_by_key(|(id, _, _)| *id);
        all
    }
}

/// Contents that one query gives at most, so that no text becomes too long for a database.
const MOST_AT_ONCE: i64 = 20_000;
/// So many stretches stand in one query, the fewest that are enough; what is left over is empty.
const PLACES: [usize; 3] = [1, 8, 64];
/// Contents of others between two stretches that are rather read along than left out.
const MOST_BETWEEN: i64 = 8;

/// Reads the contents of some numbers, from the smallest, and few others, which nobody asks for.
pub(super) async fn contents_of<const N: usize>(
    tx: &mut Tx,
    wanted: impl IntoIterator<Item = i64>,
    columns: [&str; N],
) -> Result<Contents<N>, Error> {
    let mut contents = Vec::new();
    for part in parts(&joined(in_a_row(wanted))) {
        let n_places = PLACES.into_iter().find(|n| *n >= part.len()).unwrap_or(part.len());
        let places: Vec<String> =
            (0..n_places).map(|at| format!("(${}, ${})", 2 * at + 1, 2 * at + 2)).collect();
        let from = format!(
            "(WITH place (first, until) AS (VALUES {}) SELECT c.id, c.key, c.body FROM place CROSS JOIN content c \
             WHERE c.id >= place.first AND c.id < place.until) found",
            places.join(", ")
        );
        let both = part.iter().copied().chain(std::iter::repeat((0, 0))).take(n_places);
        let values = both.flat_map(|(from, until)| [Value::Int(from), Value::Int(until)]).collect();
        contents.push(packed(tx, columns, &from, values).await?);
    }
    Ok(Contents(contents))
}

/// Puts stretches together that lie close to each other.
fn joined(stretches: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    let mut all: Vec<(i64, i64)> = Vec::new();
    for (from, until) in stretches {
        match all.last_mut() {
            Some((_, end)) if from - *end <= MOST_BETWEEN => *end = until,
            Some(_) | None => all.push((from, until)),
        }
    }
    all
}

/// Cuts stretches into parts that are neither too long nor too many.
fn parts(stretches: &[(i64, i64)]) -> Vec<Vec<(i64, i64)>> {
    let most_stretches = PLACES.into_iter().max().unwrap_or(1);
    let mut parts: Vec<Vec<(i64, i64)>> = Vec::new();
    let mut n_in_last = MOST_AT_ONCE;
    for &(mut from, until) in stretches {
        while from < until {
            let is_full = |part: &Vec<(i64, i64)>| n_in_last >= MOST_AT_ONCE || part.len() >= most_stretches;
            if parts.last().is_none_or(is_full) {
                parts.push(Vec::new());
                n_in_last = 0;
            }
            let end = until.min(from.saturating_add(MOST_AT_ONCE - n_in_last));
            if let Some(part) = parts.last_mut() {
                part.push((from, end));
            }
            n_in_last += end - from;
            from = end;
        }
    }
    parts
}

/// Numbers, from the smallest, as stretches `[from, until)` without a gap.
pub(super) fn in_a_row(numbers: impl IntoIterator<Item = i64>) -> Vec<(i64, i64)> {
    let mut stretches: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match stretches.last_mut() {
            Some((_, until)) if *until == number => *until += 1,
            Some(_) | None => stretches.push((number, number + 1)),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_every_number_once_and_none_too_many() {
        let check = |stretches: &[(i64, i64)], n_parts: usize| {
            let parts = parts(stretches);
            assert_eq!(parts.len(), n_parts, "{stretches:?}");
            let numbers = |all: &[(i64, i64)]| -> Vec<i64> {
                all.iter().flat_map(|(from, until)| *from..*until).collect()
            };
            let found: Vec<i64> = parts.iter().flat_map(|part| numbers(part)).collect();
            assert_eq!(found, numbers(stretches));
            for part in parts {
                assert!(part.len() <= 64 && numbers(&part).len() <= 20_000);
            }
        };
        check(&[], 0);
        check(&[(5, 6)], 1);
        check(&[(1, 20_001)], 1);
        check(&[(1, 20_002)], 2);
        check(&[(1, 15_000), (20_000, 50_000)], 3);
        let many: Vec<(i64, i64)> = (0..100).map(|number| (2 * number, 2 * number + 1)).collect();
        check(&many, 2);
    }

    #[test]
    fn only_what_lies_close_is_put_together() {
        assert_eq!(joined(vec![(1, 2), (10, 12), (21, 22), (23, 30)]), [(1, 12), (21, 30)]);
        assert_eq!(joined(Vec::new()), []);
    }
}
