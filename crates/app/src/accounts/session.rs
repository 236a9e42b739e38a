//! The secret of a session: 256 bits by chance, of which the store keeps the digest alone.
//!
//! Whoever reads the store or a copy of it can therefore not sign in with what stands there. Read next: `crate::store`.

use crate::error::Error;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A session ends when it was not used for so long: 14 days.
///
/// # Units
/// Milliseconds.
pub const LONGEST_IDLE_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// A session ends so long after signing in, whatever was done with it: 90 days.
///
/// # Units
/// Milliseconds.
pub const LONGEST_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// Bytes of a secret.
const SECRET_BYTES: usize = 32;

/// What a browser sends to show that it has signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionSecret(String);

impl std::fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionSecret(…)")
    }
}

impl SessionSecret {
    /// A new one, from the chance of the system.
    ///
    /// # Errors
    /// The system gives none.
    pub fn new() -> Result<Self, Error> {
        let mut bytes = [0_u8; SECRET_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| Error::fault(format!("make a session: {error}")))?;
        Ok(Self(hex(&bytes)))
    }

    /// One that was sent; none when it cannot be one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (text.len() == 2 * SECRET_BYTES && is_hex).then(|| Self(text.to_owned()))
    }

    /// The text that the browser keeps.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the store knows it by.
    #[must_use]
    pub fn digest(&self) -> SessionDigest {
        SessionDigest(hex(&Sha256::digest(self.0.as_bytes())))
    }
}

/// What the store knows a session by; nobody can make the secret of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionDigest(String);

impl SessionDigest {
    /// The text that the store keeps.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_are_read_back_and_are_not_shown() {
        let [a, b] = [SessionSecret::new().unwrap(), SessionSecret::new().unwrap()];
        assert_ne!(a, b);
        assert_eq!(SessionSecret::read(a.as_str()).unwrap().digest(), a.digest());
        assert_ne!(a.digest().as_str(), a.as_str());
        assert!(!format!("{a:?}").contains(a.as_str()));
        for wrong in ["", "0", &"g".repeat(64), &"A".repeat(64), &"0".repeat(65)] {
            assert!(SessionSecret::read(wrong).is_none(), "{wrong}");
        }
    }
}
