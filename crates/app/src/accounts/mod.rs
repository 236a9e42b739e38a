//! Accounts: who may sign in when the program is used from other machines, and whose records each may see.
//!
//! ```text
//!   owner    everybody, and the store itself: backups, erasing
//!   coach    the people given to the account, or everybody
//!   athlete  the account's own person
//! ```
//! On the machine itself nobody signs in: whoever can read the file of the store can read all of it. This room decides
//! nothing about requests. Read next: [`password`] for what is kept of a password, [`crate::store`] for the tables,
//! `doors` of the web app for what each right opens.

pub mod password;
mod session;

pub use session::{LONGEST_IDLE_MS, LONGEST_MS, SessionDigest, SessionSecret};

use evenstride_core::person::SubjectId;
use std::collections::BTreeMap;
use std::fmt;

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Somebody who trains and sees their own records.
    Athlete,
    /// Somebody who looks after others and sees the records of those given to them.
    Coach,
    /// Who the store belongs to: may do everything.
    Owner,
}

impl Role {
    /// All roles, from the least to the most that one may do.
    pub const ALL: [Role; 3] = [Role::Athlete, Role::Coach, Role::Owner];

    /// The word that the store and the command line use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Athlete => "athlete",
            Role::Coach => "coach",
            Role::Owner => "owner",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// The name by which somebody signs in: 1 to 64 printable characters, as typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountName(String);

impl AccountName {
    /// A name, without the room around it; none when it is empty, too long or has unprintable characters.
    ///
    /// # Example
    /// ```
    /// use evenstride_app::accounts::AccountName;
    /// assert_eq!(AccountName::new(" ada ").unwrap().as_str(), "ada");
    /// assert!(AccountName::new("").is_none());
    /// ```
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let name = typed.trim();
        let fits = (1..=64).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        fits.then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whose records somebody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's, also of those who come later.
    Everybody,
    /// Those of these people, by their number in the store.
    People(BTreeMap<i64, SubjectId>),
}

impl Reach {
    /// Does it hold the person of this name?
    #[must_use]
    pub fn holds(&self, name: &SubjectId) -> bool {
        match self {
            Reach::Everybody => true,
            Reach::People(people) => people.values().any(|known| known == name),
        }
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name by which it signs in.
    pub name: AccountName,
    /// What it is for.
    pub role: Role,
    /// Whose records it may see; an owner's is everybody.
    pub reach: Reach,
}

/// Whose records an account is to see, as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Everybody's.
    Everybody,
    /// Those of these people.
    People(Vec<SubjectId>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_words_and_the_words_lead_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.as_str()), Some(role));
        }
        assert_eq!(Role::from_word("Owner"), None);
    }

    #[test]
    fn a_name_is_short_and_printable() {
        for wrong in ["", "  ", "a\u{7}b", &"x".repeat(65)] {
            assert!(AccountName::new(wrong).is_none(), "{wrong:?}");
        }
        assert!(AccountName::new(&"ä".repeat(64)).is_some());
    }
}
