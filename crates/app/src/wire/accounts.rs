//! Accounts and their trail, on the wire; no hash leaves the store through here.

use super::record::at;
use super::{csv_table, pretty};
use crate::accounts::Reach;
use crate::store::{ListedAccount, Trailed};
use serde_json::{Value, json};

/// The names of the people of a reach; none for everybody.
fn people(reach: &Reach) -> Option<Vec<&str>> {
    match reach {
        Reach::Everybody => None,
        Reach::People(people) => {
            let mut names: Vec<&str> = people.values().map(|name| name.as_str()).collect();
            names.sort_unstable();
            Some(names)
        }
    }
}

/// Accounts for reading.
#[must_use]
pub fn accounts_text(accounts: &[ListedAccount]) -> String {
    let line = |listed: &ListedAccount| {
        let account = &listed.account;
        let whose = people(&account.reach).map_or_else(|| "everybody".to_owned(), |names| names.join(", "));
        let sessions = if listed.n_sessions == 1 { "session" } else { "sessions" };
        format!(
            "{:<16}  {:<7}  {whose} ({} {sessions})\n",
            account.name.as_str(),
            account.role.as_str(),
            listed.n_sessions
        )
    };
    accounts.iter().map(line).collect()
}

/// Accounts as JSON.
#[must_use]
pub fn accounts_json(accounts: &[ListedAccount]) -> String {
    let value = |listed: &ListedAccount| {
        let account = &listed.account;
        let names = people(&account.reach);
        json!({
            "account": account.name.as_str(), "role": account.role.as_str(), "everybody": names.is_none(),
            "people": names.unwrap_or_default(), "n_sessions": listed.n_sessions,
        })
    };
    pretty(&Value::Array(accounts.iter().map(value).collect()))
}

/// Accounts as CSV, one row an account and person, and one for an account that sees everybody.
#[must_use]
pub fn accounts_csv(accounts: &[ListedAccount]) -> String {
    let rows = accounts.iter().flat_map(|listed| {
        let account = &listed.account;
        let names = people(&account.reach);
        let everybody = if names.is_none() { "yes" } else { "no" };
        let mut names = names.unwrap_or_default();
        if names.is_empty() {
            names.push("");
        }
        let row = |person: &str| {
            [
                account.name.to_string(),
                account.role.as_str().to_owned(),
                everybody.to_owned(),
                person.to_owned(),
                listed.n_sessions.to_string(),
            ]
        };
        names.into_iter().map(row).collect::<Vec<_>>()
    });
    csv_table(["account", "role", "everybody", "person", "n_sessions"], rows)
}

/// The trail for reading.
#[must_use]
pub fn trail_text(trail: &[Trailed]) -> String {
    let line = |row: &Trailed| {
        let mut said = format!("{:>5}  {}  {:<16}  {}", row.id, at(row.at_ms), row.what, row.account);
        if !row.who.is_empty() && row.who != row.account {
            said.push_str(&format!(" by {}", row.who));
        }
        format!("{}\n", said.trim_end())
    };
    trail.iter().map(line).collect()
}

/// The trail as JSON.
#[must_use]
pub fn trail_json(trail: &[Trailed]) -> String {
    let value = |row: &Trailed| json!({ "id": row.id, "at": at(row.at_ms), "who": row.who, "what": row.what, "account": row.account });
    pretty(&Value::Array(trail.iter().map(value).collect()))
}

/// The trail as CSV.
#[must_use]
pub fn trail_csv(trail: &[Trailed]) -> String {
    csv_table(
        ["id", "at", "who", "what", "account"],
        trail.iter().map(|row| {
            [row.id.to_string(), at(row.at_ms), row.who.clone(), row.what.clone(), row.account.clone()]
        }),
    )
}
