//! The tables row by row, for copies of a whole store: their names, columns and order.
//!
//! It knows no meaning of any column. Read next: `super::backup`.

use super::database::{Row, Value};
use serde_json::Value as Json;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Number,
    MaybeNumber,
    Text,
    MaybeText,
    MaybeBytes,
}

/// A table with its columns.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The column by which its rows are walked; numbers from 1.
    pub(super) walk_by: &'static str,
    /// How many of those numbers are walked at once.
    pub(super) stride: i64,
    /// An order that says everything about its rows.
    pub(super) order_by: &'static str,
    pub(super) columns: &'static [(&'static str, Holds)],
}

/// All tables of a copy, each after those that it points to. Sessions are in none: who has signed in here has not there.
pub(super) const TABLES: [Table; 9] = [
    Table {
        name: "origin",
        walk_by: "id",
        // A file may be large: one at a time.
        stride: 1,
        order_by: "id",
        columns: &[
            ("id", Holds::Number),
            ("sha256", Holds::Text),
            ("name", Holds::Text),
            ("n_bytes", Holds::Number),
            ("bytes", Holds::MaybeBytes),
        ],
    },
    Table {
        name: "subject",
        walk_by: "id",
        stride: 1000,
        order_by: "id",
        columns: &[("id", Holds::Number), ("name", Holds::Text)],
    },
    Table {
        name: "action",
        walk_by: "id",
        stride: 1000,
        order_by: "id",
        columns: &[
            ("id", Holds::Number),
            ("at_ms", Holds::Number),
            ("who", Holds::Text),
            ("what", Holds::Text),
            ("program", Holds::Text),
            ("origin", Holds::MaybeNumber),
            ("undoes", Holds::MaybeNumber),
        ],
    },
    Table {
        name: "content",
        walk_by: "id",
        stride: 1000,
        order_by: "id",
        columns: &[("id", Holds::Number), ("key", Holds::Text), ("kind", Holds::Text), ("body", Holds::Text)],
    },
    Table {
        name: "record",
        walk_by: "action",
        stride: 20,
        order_by: "action, subject, COALESCE(content, 0), COALESCE(supersedes, 0)",
        columns: &[
            ("action", Holds::Number),
            ("subject", Holds::Number),
            ("kind", Holds::Text),
            ("day", Holds::MaybeText),
            ("content", Holds::MaybeNumber),
            ("n", Holds::Number),
            ("line", Holds::MaybeNumber),
            ("supersedes", Holds::MaybeNumber),
        ],
    },
    Table {
        name: "origin_name",
        walk_by: "origin",
        stride: 20,
        order_by: "origin, subject",
        columns: &[("origin", Holds::Number), ("subject", Holds::Number), ("name", Holds::Text)],
    },
    Table {
        name: "account",
        walk_by: "id",
        stride: 1000,
        order_by: "id",
        columns: &[
            ("id", Holds::Number),
            ("name", Holds::Text),
            ("role", Holds::Text),
            ("everybody", Holds::Number),
            ("hash", Holds::Text),
        ],
    },
    Table {
        name: "account_subject",
        walk_by: "account",
        stride: 20,
        order_by: "account, subject",
        columns: &[("account", Holds::Number), ("subject", Holds::Number)],
    },
    Table {
        name: "trail",
        walk_by: "id",
        stride: 1000,
        order_by: "id",
        columns: &[
            ("id", Holds::Number),
            ("at_ms", Holds::Number),
            ("who", Holds::Text),
            ("what", Holds::Text),
            ("account", Holds::Text),
        ],
    },
];

impl Table {
    /// The query of a stretch of rows, in an order that says everything about them.
    pub(super) fn select(&self) -> String {
        let by = self.walk_by;
        format!(
            "SELECT {columns} FROM {name} WHERE {by} >= $1 AND {by} < $2 ORDER BY {order}",
            columns = self.column_names(),
            name = self.name,
            order = self.order_by,
        )
    }

    /// The beginning of a statement that adds rows.
    pub(super) fn insert(&self) -> String {
        format!("INSERT INTO {} ({})", self.name, self.column_names())
    }

    fn column_names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// A row as JSON; bytes are text in base 64.
    pub(super) fn json_of(&self, mut row: Row) -> Json {
        let cell = |(_, holds): &(&str, Holds)| match holds {
            Holds::Number => Json::from(row.int()),
            Holds::MaybeNumber => Json::from(row.maybe_int()),
            Holds::Text => Json::from(row.text()),
            Holds::MaybeText => Json::from(row.maybe_text()),
            Holds::MaybeBytes => row.maybe_bytes().map_or(Json::Null, |bytes| Json::from(to_base64(&bytes))),
        };
        self.columns.iter().map(cell).collect()
    }

    /// The values of a row of JSON; none when it is not one of this table.
    pub(super) fn values_of(&self, row: &[Json]) -> Option<Vec<Value>> {
        if row.len() != self.columns.len() {
            return None;
        }
        let value = |(json, (_, holds)): (&Json, &(&str, Holds))| match (holds, json) {
            (Holds::Number, json) => json.as_i64().map(Value::Int),
            (Holds::MaybeNumber, Json::Null) => Some(Value::MaybeInt(None)),
            (Holds::MaybeNumber, json) => json.as_i64().map(|number| Value::MaybeInt(Some(number))),
            (Holds::Text, json) => json.as_str().map(|text| Value::Text(text.to_owned())),
            (Holds::MaybeText, Json::Null) => Some(Value::MaybeText(None)),
            (Holds::MaybeText, json) => json.as_str().map(|text| Value::MaybeText(Some(text.to_owned()))),
            (Holds::MaybeBytes, Json::Null) => Some(Value::MaybeBytes(None)),
            (Holds::MaybeBytes, json) => {
                json.as_str().and_then(from_base64).map(|bytes| Value::MaybeBytes(Some(bytes)))
            }
        };
        row.iter().zip(self.columns).map(value).collect()
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base 64 with `=` at the end, RFC 4648.
fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place)) & 63;
            let is_filler = place > chunk.len();
            text.push(if is_filler { '=' } else { char::from(DIGITS[digit as usize]) });
        }
    }
    text
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let n_fillers = text.iter().rev().take_while(|byte| **byte == b'=').count();
    if n_fillers > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let digits = &text[..text.len() - n_fillers];
    for chunk in digits.chunks(4) {
        let mut group = 0u32;
        for byte in chunk {
            let digit = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            group = group << 6 | u32::from(digit);
        }
        group <<= 6 * (4 - chunk.len());
        let three = [(group >> 16) as u8, (group >> 8) as u8, group as u8];
        bytes.extend_from_slice(&three[..chunk.len() - 1]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: the test vectors of RFC 4648, section 10.
    #[test]
    fn base_64_is_that_of_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ] {
            assert_eq!(to_base64(bytes.as_bytes()), text);
            assert_eq!(from_base64(text), Some(bytes.as_bytes().to_vec()));
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(from_base64(&to_base64(&all)), Some(all));
        for broken in ["Zg=", "Z===", "Z!==", "Zg==Zg=="] {
            assert_eq!(from_base64(broken), None, "{broken}");
        }
    }
}
