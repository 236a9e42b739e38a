//! The tables, as one text for both databases, and how older stores become newer ones.
//!
//! ```text
//!   subject ◄── record ──► content          a record says: this action brought this content for this person
//!                 │  └───► content          … in place of that one, when it corrects something
//!                 ▼
//!               action ──► origin ◄── origin_name   an action came from a file, or from a person's hand;
//!                 │                                 each person's own name of it: others never see it
//!                 └──────► action           … or takes another action back
//! ```
//! A record may stand for `n` contents with numbers in a row, on lines in a row: a file that grows and is imported every
//! week brings thousands of rows that are known, and they take a few records. A record has a day of its own only
//! where the content does not say it. What people told is only ever added: erasing a person is the one thing that removes
//! rows of it, and of a file the names and the bytes may change. Nothing derived is kept. Times are milliseconds since 1970
//! in UTC, days are texts as 2026-11-22, bodies are JSON with a version of their own. `meta` says which version the tables
//! have, what made them, and the largest number of a person who was erased, which nobody gets again.
//!
//! ```text
//!   subject ◄── account_subject ──► account ◄── session       who may sign in, for whom, and who has
//!   trail                                                     what was done with accounts: rows are only ever added
//! ```
//! Read next: `super::open` and `super::content`.

/// What each version adds to the one before it; the first makes the tables, and their number is the newest version.
pub(super) const STEPS: [&str; 3] = [FIRST, ACCOUNTS, NAMES_OF_FILES];

/// Marks a file as a store of this program, in the place that SQLite has for it: “EVST” in four bytes.
pub(super) const APPLICATION_ID: i64 = 0x4556_5354;

const FIRST: &str = "\
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) {strict};
CREATE TABLE origin (
  id BIGINT PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  n_bytes BIGINT NOT NULL,
  bytes BYTEA
) {strict};
CREATE TABLE subject (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) {strict};
CREATE TABLE action (
  id BIGINT PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  program TEXT NOT NULL,
  origin BIGINT REFERENCES origin (id),
  undoes BIGINT UNIQUE REFERENCES action (id)
) {strict};
CREATE INDEX action_origin ON action (origin);
CREATE TABLE content (
  id BIGINT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
) {strict};
CREATE TABLE record (
  action BIGINT NOT NULL REFERENCES action (id),
  subject BIGINT NOT NULL REFERENCES subject (id),
  kind TEXT NOT NULL,
  day TEXT,
  content BIGINT REFERENCES content (id),
  n BIGINT NOT NULL,
  line BIGINT,
  supersedes BIGINT REFERENCES content (id),
  UNIQUE (action, subject, content)
) {strict};
CREATE INDEX record_subject ON record (subject, kind);
CREATE INDEX record_content ON record (content);
CREATE INDEX record_supersedes ON record (supersedes);
";

/// Accounts, for a store that is used from other machines; the trail names accounts by text, because it outlives them.
const ACCOUNTS: &str = "\
CREATE TABLE account (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  everybody BIGINT NOT NULL,
  hash TEXT NOT NULL
) {strict};
CREATE TABLE account_subject (
  account BIGINT NOT NULL REFERENCES account (id),
  subject BIGINT NOT NULL REFERENCES subject (id),
  UNIQUE (account, subject)
) {strict};
CREATE INDEX account_subject_subject ON account_subject (subject);
CREATE TABLE session (
  digest TEXT PRIMARY KEY,
  account BIGINT NOT NULL REFERENCES account (id),
  begun_ms BIGINT NOT NULL,
  seen_ms BIGINT NOT NULL
) {strict};
CREATE INDEX session_account ON session (account);
CREATE TABLE trail (
  id BIGINT PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  account TEXT NOT NULL
) {strict};
";

/// Gives everybody the name that a file had for all.
macro_rules! move_names {
    () => {
        "\
INSERT INTO origin_name (origin, subject, name)
  SELECT DISTINCT a.origin, r.subject, o.name FROM record r
  JOIN action a ON a.id = r.action JOIN origin o ON o.id = a.origin;
UPDATE origin SET name = 'file-' || substr(sha256, 1, 12);
"
    };
}

/// A file has a name for each person for whom it was imported: two people may bring the same bytes, and neither may see
/// what the other calls them. `origin.name` says nothing of anybody any more.
const NAMES_OF_FILES: &str = concat!(
    "\
CREATE TABLE origin_name (
  origin BIGINT NOT NULL REFERENCES origin (id),
  subject BIGINT NOT NULL REFERENCES subject (id),
  name TEXT NOT NULL,
  UNIQUE (origin, subject)
) {strict};
CREATE INDEX origin_name_subject ON origin_name (subject);
",
    move_names!()
);

/// The version from which on a file has a name for each person, and what copies made before it need.
pub(super) const NAMES_SINCE: (usize, &str) = (3, move_names!());

/// A step in the words of one database: SQLite calls these types by other names and checks them when told to.
pub(super) fn in_words_of(step: &str, is_file: bool) -> String {
    if is_file {
        step.replace("BIGINT", "INTEGER").replace("BYTEA", "BLOB").replace("{strict}", "STRICT")
    } else {
        step.replace(" {strict}", "")
    }
}
