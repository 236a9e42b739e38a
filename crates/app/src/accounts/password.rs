//! Passwords: what one must be, and the hash that is kept of it.
//!
//! A hash is argon2id with a salt of its own, in the usual text that names its parameters, so that later ones may be
//! stronger. A password itself is kept nowhere and stands in no message. Checking one takes some twenty milliseconds and
//! 19 MiB, on purpose: whoever calls it bounds how many run at once.

use crate::error::Error;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use std::sync::OnceLock;

/// Characters that a password has at least.
pub const LEAST_CHARS: usize = 10;
/// Characters that a password has at most; more is nobody's password and much work.
pub const MOST_CHARS: usize = 200;

/// The hash of a new password.
///
/// # Errors
/// It is too short, too long, begins or ends with a space, or the system gives no chance for the salt.
pub fn hash(password: &str) -> Result<String, Error> {
    let n_chars = password.chars().count();
    if !(LEAST_CHARS..=MOST_CHARS).contains(&n_chars) {
        return Err(Error::usage(format!(
            "take the password: expected {LEAST_CHARS} to {MOST_CHARS} characters, found {n_chars}"
        ))
        .hint("four words that have nothing to do with each other are easy to keep and hard to guess"));
    }
    if password.trim() != password || password.chars().any(char::is_control) {
        return Err(Error::usage(
            "take the password: expected printable characters without a space at either end, found others",
        ));
    }
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(|error| Error::fault(format!("hash the password: {error}")))
}

/// Is it the password of this hash? Without a hash the same work is done and the answer is no, so that the time it takes
/// does not tell whether there is such an account.
#[must_use]
pub fn fits(password: &str, hash: Option<&str>) -> bool {
    static NOBODYS: OnceLock<String> = OnceLock::new();
    let nobodys = || NOBODYS.get_or_init(|| self::hash("nobody has this password").unwrap_or_default());
    let is_somebodys = hash.is_some();
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or_else(|| nobodys())) else { return false };
    // What is too long for a password is not worth the work; its length says nothing of an account.
    let fits = password.chars().count() <= MOST_CHARS
        && Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    fits && is_somebodys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_hash_and_no_other() {
        let hashed = hash("correct horse battery").unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert!(fits("correct horse battery", Some(&hashed)));
        assert!(!fits("correct horse batterY", Some(&hashed)));
        assert!(!fits("nobody has this password", None));
        assert!(!fits("correct horse battery", Some("no hash at all")));
        assert_ne!(hash("correct horse battery").unwrap(), hashed, "each hash has a salt of its own");
    }

    #[test]
    fn what_is_no_password_is_refused_without_being_shown() {
        for wrong in ["", "short", " correct horse battery", "correct horse\nbattery", &"x".repeat(201)] {
            let error = hash(wrong).unwrap_err().to_string();
            assert!(error.contains("take the password") && !error.contains("horse"), "{error}");
        }
    }
}
