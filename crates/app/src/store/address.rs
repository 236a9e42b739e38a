//! Where a store is: a file, or a database on a server by its address.
//!
//! It opens nothing. The password of an address is never shown. Read next: `super::open`.

use crate::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

/// The variable that names another store than the usual one.
pub const VARIABLE: &str = "EVENSTRIDE_STORE";

/// Where a store is.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of SQLite.
    File(PathBuf),
    /// A database of PostgreSQL, as `postgres://user@host/database`.
    Server(Server),
}

/// The address of a database on a server.
#[derive(Clone, PartialEq, Eq)]
pub struct Server(String);

impl Server {
    /// The address with whatever password stands in it.
    #[cfg(feature = "postgres")]
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

/// Environment variables by name, as an argument so that tests have their own.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Address {
    /// Understands a word: an address of PostgreSQL, or else the path of a file.
    ///
    /// # Errors
    /// The word is empty, or an address without anything behind it.
    ///
    /// # Example
    /// ```
    /// use evenstride_app::store::Address;
    /// let team = Address::read("postgres://anna:secret@db.example/clinic").unwrap();
    /// assert_eq!(team.to_string(), "postgres://db.example/clinic");
    /// ```
    pub fn read(word: &str) -> Result<Self, Error> {
        let word = word.trim();
        if word.is_empty() {
            return Err(Error::usage("open the store: expected a file or an address, found nothing")
                .hint("give the path of a file, or postgres://user@host/database"));
        }
        match word.split_once("://") {
            Some(("postgres" | "postgresql", rest)) if !rest.is_empty() => {
                Ok(Address::Server(Server(word.to_owned())))
            }
            Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+') => {
                Err(Error::usage(format!(
                    "open the store: expected postgres://user@host/database, found {scheme}://…"
                ))
                .hint("only PostgreSQL has an address; a store of one's own is a file"))
            }
            _ => Ok(Address::File(PathBuf::from(word))),
        }
    }

    /// The store that is meant: the word that was given, else the variable, else the usual file.
    ///
    /// # Errors
    /// As [`Address::read`], or the system does not say where a person's data belong.
    pub fn chosen(word: Option<&str>, environment: Environment<'_>) -> Result<Self, Error> {
        let named = word.map(str::to_owned).or_else(|| environment(VARIABLE).filter(|text| !text.is_empty()));
        match named {
            Some(word) => Self::read(&word),
            None => usual_file(environment).map(Address::File),
        }
    }
}

impl Address {
    /// A folder of this name beside the store; for a server in the folder that the system has for a person's data.
    ///
    /// # Errors
    /// The system does not say where a person's data belong.
    pub fn folder_beside(&self, name: &str, environment: Environment<'_>) -> Result<PathBuf, Error> {
        let usual;
        let file = match self {
            Address::File(path) => path,
            Address::Server(_) => {
                usual = usual_file(environment)?;
                &usual
            }
        };
        Ok(file.parent().map_or_else(|| PathBuf::from(name), |folder| folder.join(name)))
    }
}

/// The usual file: `evenstride/store.db` in the folder that the system has for a person's data.
///
/// # Errors
/// The system does not say where that is.
fn usual_file(environment: Environment<'_>) -> Result<PathBuf, Error> {
    let folder = |name: &str| environment(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let found = if cfg!(windows) {
        folder("LOCALAPPDATA").map(|data| data.join("Evenstride"))
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support/Evenstride"))
    } else {
        let data = folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")));
        data.map(|data| data.join("evenstride"))
    };
    found.map(|folder| folder.join("store.db")).ok_or_else(|| {
        Error::usage("open the store: the system does not say where your data belong")
            .hint(format!("name a file with --store, or set {VARIABLE}"))
    })
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::File(path) => write!(f, "{}", path.display()),
            Address::Server(server) => f.write_str(&without_secrets(&server.0)),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_secrets(&self.0))
    }
}

impl From<&Path> for Address {
    fn from(path: &Path) -> Self {
        Address::File(path.to_owned())
    }
}

/// The host and the database alone: a user, a password and options may tell too much.
fn without_secrets(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("postgres://{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_of_an_address_is_shown() {
        let address = Address::read("postgres://anna:p@ss@db:5432/clinic?password=x").unwrap();
        assert_eq!(
            format!("{address} {address:?}"),
            "postgres://db:5432/clinic Address(postgres://db:5432/clinic)"
        );
    }

    #[test]
    fn a_word_goes_before_the_variable_and_the_variable_before_the_usual_file() {
        let environment = |name: &str| match name {
            VARIABLE => Some("other.db".to_owned()),
            _ => None,
        };
        assert_eq!(Address::chosen(Some("a.db"), &environment).unwrap().to_string(), "a.db");
        assert_eq!(Address::chosen(None, &environment).unwrap().to_string(), "other.db");
        assert!(Address::chosen(None, &|_| None).is_err());
        assert!(Address::read("mysql://x/y").is_err());
        assert!(Address::read(" ").is_err());
    }
}
