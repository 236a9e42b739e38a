//! TLS: the certificate that is shown, given by somebody or made under an authority of our own.
//!
//! Only TLS 1.3 is spoken, which every phone of the last years knows. No certificate is fetched from anywhere and nothing
//! is told to anybody. Read next: `authority` for what a phone must trust, `own` for the names of this machine.

mod authority;
pub(crate) mod own;

use authority::Authority;
use evenstride_app::error::Error;
use evenstride_app::prelude::Date;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{ServerConfig, version};

/// Where the certificate comes from.
#[derive(Debug, Clone)]
pub enum Certificate {
    /// From an authority of our own, kept in this folder and made there when there is none.
    Own {
        /// The folder.
        folder: PathBuf,
    },
    /// From somebody whom phones trust already.
    Given {
        /// The certificate and those above it, as PEM.
        chain: PathBuf,
        /// Its key, as PEM.
        key: PathBuf,
    },
}

/// What a phone is shown so that it can trust our own authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// The root certificate, as DER.
    pub(crate) root: Vec<u8>,
    /// The SHA-256 of the root certificate, in groups of two digits.
    pub fingerprint: String,
}

impl Trust {
    fn of(root: &CertificateDer<'_>) -> Self {
        let mut fingerprint = String::new();
        for (at, byte) in Sha256::digest(root).iter().enumerate() {
            // Writing to a String cannot fail.
            let _ = write!(fingerprint, "{}{byte:02X}", if at > 0 { ":" } else { "" });
        }
        Self { root: root.to_vec(), fingerprint }
    }
}

/// The certificate that is shown now.
#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// What encrypts connections, and what it takes to show another certificate later.
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    pub(crate) trust: Option<Trust>,
    shown: Arc<Shown>,
    authority: Option<Authority>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Reads or makes the certificate for these names and addresses.
    ///
    /// # Errors
    /// A file cannot be read, written or understood, key and certificate do not belong together, or a name is not one
    /// that our own authority may speak for.
    pub(crate) fn open(
        certificate: &Certificate,
        names: &[String],
        addresses: &[IpAddr],
        today: Date,
    ) -> Result<Self, Error> {
        let provider = Arc::new(ring::default_provider());
        let (first, authority) = match certificate {
            Certificate::Given { chain, key } => (given(chain, key, &provider)?, None),
            Certificate::Own { folder } => {
                let authority = Authority::open(folder, names, today)?;
                (authority.leaf(names, addresses, today, &provider)?, Some(authority))
            }
        };
        let shown = Arc::new(Shown(RwLock::new(Arc::new(first))));
        let config = ServerConfig::builder_with_provider(provider).with_protocol_versions(&[&version::TLS13]);
        let config = config.map_err(|error| Error::fault(format!("prepare TLS: {error}")))?;
        let mut config = config.with_no_client_auth().with_cert_resolver(Arc::clone(&shown) as _);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let trust = authority.as_ref().map(|authority| Trust::of(&authority.root));
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), trust, shown, authority })
    }

    /// Shows a new certificate of our own for these addresses; one that was given stays.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn renew(&self, names: &[String], addresses: &[IpAddr], today: Date) -> Result<(), Error> {
        let Some(authority) = &self.authority else { return Ok(()) };
        let leaf = authority.leaf(names, addresses, today, &Arc::new(ring::default_provider()))?;
        *self.shown.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(leaf);
        Ok(())
    }
}

/// The certificate of two files.
fn given(chain: &Path, key: &Path, provider: &CryptoProvider) -> Result<CertifiedKey, Error> {
    let unread = |path: &Path, what: &str, error: &dyn std::fmt::Display| {
        Error::unreadable(format!("read the {what} {}: {error}", path.display()))
            .hint("it must be PEM: text between lines of -----BEGIN and -----END")
    };
    let all = CertificateDer::pem_file_iter(chain).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let all = all.map_err(|error| unread(chain, "certificate", &error))?;
    if all.is_empty() {
        return Err(unread(chain, "certificate", &"expected one, found none"));
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| unread(key, "key", &error))?;
    CertifiedKey::from_der(all, secret, provider).map_err(|error| {
        Error::unreadable(format!("use the certificate {}: {error}", chain.display()))
            .hint("give the key that belongs to it with --key")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Date {
        "2026-11-22".parse().unwrap()
    }

    fn holds(tls: &Tls, part: &[u8]) -> bool {
        let shown = Arc::clone(&tls.shown.0.read().unwrap());
        shown.cert[0].windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn another_address_gets_a_new_certificate_under_the_same_root() {
        let folder = tempfile::tempdir().unwrap();
        let own = Certificate::Own { folder: folder.path().to_owned() };
        let address = |text: &str| [text.parse::<IpAddr>().unwrap()];
        let tls = Tls::open(&own, &[], &address("192.168.1.4"), day()).unwrap();
        assert!(holds(&tls, &[192, 168, 1, 4]) && !holds(&tls, &[192, 168, 7, 9]));
        tls.renew(&[], &address("192.168.7.9"), day()).unwrap();
        assert!(!holds(&tls, &[192, 168, 1, 4]) && holds(&tls, &[192, 168, 7, 9]));
        let again = Tls::open(&own, &[], &[], day()).unwrap();
        assert_eq!(again.trust, tls.trust, "a phone need not be told again");
    }

    #[test]
    fn a_certificate_that_was_given_is_shown_as_it_is_and_nothing_is_to_be_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(vec!["clinic.example".to_owned()]).unwrap();
        let other = rcgen::KeyPair::generate().unwrap();
        let [chain, key, wrong] = ["chain.pem", "key.pem", "wrong.pem"].map(|name| folder.path().join(name));
        std::fs::write(&chain, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        std::fs::write(&wrong, other.serialize_pem()).unwrap();
        let with = |key: &PathBuf| {
            let given = Certificate::Given { chain: chain.clone(), key: key.clone() };
            Tls::open(&given, &["clinic.example".to_owned()], &[], day())
        };
        let tls = with(&key).unwrap();
        assert!(tls.trust.is_none() && holds(&tls, b"clinic.example"));
        tls.renew(&[], &[], day()).unwrap();
        assert!(holds(&tls, b"clinic.example"), "it stays");
        let mixed = with(&wrong).unwrap_err();
        assert!(mixed.message.contains("use the certificate") && mixed.hint.is_some(), "{mixed}");
        let swapped = with(&chain).unwrap_err();
        assert!(swapped.message.contains("read the key"), "{swapped}");
    }
}
