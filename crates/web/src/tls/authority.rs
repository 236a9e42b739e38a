//! Our own authority: a root that a phone is told to trust once, and the certificates of this machine under it.
//!
//! ```text
//!   folder:  root.pem        the root, for phones
//!            root-key.pem    its key, readable by its owner alone
//!            root.json       what it speaks for
//!   memory:  the certificate of this machine with its key, made anew at every start and when its addresses change
//! ```
//! A root that somebody trusts could vouch for any site, if its key were stolen. So this one says in itself that it
//! speaks for addresses of private networks, names that exist in no public one, and the names that were given when it was
//! made: a phone refuses everything else of it. Read next: `super::own`.

use super::own::in_brackets;
use evenstride_app::disk::{Readers, WholeFile, read_settings};
use evenstride_app::error::Error;
use evenstride_app::prelude::Date;
use jiff::Span;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;

const ROOT: &str = "root.pem";
const KEY: &str = "root-key.pem";
const ABOUT: &str = "root.json";
const VERSION: i64 = 1;
/// Years that a root lasts; after them it is made anew and phones are told again.
const ROOT_YEARS: i16 = 20;
/// Days that the certificate of the machine lasts. Phones take none of more than 825 days, and it is made at each start.
const LEAF_DAYS: i32 = 397;

/// The ends of names that no public network has. Source: RFC 6761, RFC 6762, RFC 8375, and the reserved `internal`.
const PRIVATE_ENDS: [&str; 5] = ["localhost", "local", "home.arpa", "internal", "lan"];

/// The networks that no public one has, and the bits that they share. Source: RFC 1918, RFC 3927, RFC 6598, RFC 1122, RFC
/// 4193, RFC 4291.
const PRIVATE_NETWORKS: [(IpAddr, u8); 9] = [
    (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 12),
    (IpAddr::V4(Ipv4Addr::new(192, 168, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(169, 254, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(100, 64, 0, 0)), 10),
    (IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8),
    (IpAddr::V6(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0)), 7),
    (IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)), 10),
    (IpAddr::V6(Ipv6Addr::LOCALHOST), 128),
];

/// A root with its key.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(super) root: CertificateDer<'static>,
    /// The names beyond the private ones that it speaks for.
    names: Vec<String>,
    shown: String,
}

impl Authority {
    /// Opens the authority of a folder, or makes one that speaks for these names too.
    ///
    /// # Errors
    /// A file cannot be read or written, does not hold what it must, or the root has ended.
    pub(super) fn open(folder: &Path, names: &[String], today: Date) -> Result<Self, Error> {
        let shown = folder.display().to_string();
        if !folder.join(KEY).exists() {
            make(folder, names, today).map_err(|error| told(&shown, error))?;
        }
        let damaged = || {
            Error::unreadable(format!(
                "use the authority in {shown}: a file is missing or holds something else"
            ))
            .hint("move the folder away and start again; phones have to be told to trust the new root")
        };
        let key = KeyPair::from_pem(&read_settings(&folder.join(KEY))?).map_err(|_| damaged())?;
        let root = CertificateDer::from_pem_slice(read_settings(&folder.join(ROOT))?.as_bytes());
        let about: Value = serde_json::from_str(&read_settings(&folder.join(ABOUT))?).map_err(|_| damaged())?;
        let until: Date = about["until"].as_str().and_then(|day| day.parse().ok()).ok_or_else(damaged)?;
        let known = about["names"].as_array().ok_or_else(damaged)?;
        let known = known.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
        if about["version"].as_i64() != Some(VERSION) {
            return Err(damaged());
        }
        if until <= today {
            return Err(Error::unreadable(format!("use the authority in {shown}: it ended on {until}"))
                .hint("move the folder away and start again; phones have to be told to trust the new root"));
        }
        let issuer = Issuer::new(root_params(&key, &[]), key);
        Ok(Self { issuer, root: root.map_err(|_| damaged())?, names: known, shown })
    }

    /// A certificate of this machine for its names and addresses, as far as the root speaks for them.
    ///
    /// # Errors
    /// The root does not speak for a name, or the certificate cannot be made.
    pub(super) fn leaf(
        &self,
        names: &[String],
        addresses: &[IpAddr],
        today: Date,
        provider: &CryptoProvider,
    ) -> Result<CertifiedKey, Error> {
        if let Some(name) = names.iter().find(|name| !self.speaks_for(name)) {
            return Err(Error::usage(format!("make a certificate for {name}: the root in {} does not speak for it", self.shown))
                .hint(
                    "use an address instead, a name that ends in .local, or a certificate of your own with --certificate; \
                     or move the folder away and start again, and tell phones to trust the new root",
                ));
        }
        let failed = |error: rcgen::Error| Error::fault(format!("make a certificate: {error}"));
        let mut params = CertificateParams::default();
        let mut sans = vec!["localhost".to_owned()];
        sans.extend(names.iter().cloned());
        for name in &sans {
            params.subject_alt_names.push(SanType::DnsName(name.as_str().try_into().map_err(failed)?));
        }
        let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        let own: Vec<IpAddr> = addresses.iter().copied().filter(|address| is_private(*address)).collect();
        for address in loopback.iter().chain(own.iter().filter(|address| !loopback.contains(address))) {
            params.subject_alt_names.push(SanType::IpAddress(*address));
        }
        let first = names.first().cloned().or_else(|| own.first().map(|address| in_brackets(*address)));
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, first.unwrap_or_else(|| "localhost".to_owned()));
        lasting(&mut params, today, today.saturating_add(Span::new().days(LEAF_DAYS)));
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().map_err(failed)?;
        let leaf = params.signed_by(&key, &self.issuer).map_err(failed)?;
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        CertifiedKey::from_der(vec![leaf.der().clone()], secret, provider)
            .map_err(|error| Error::fault(format!("use a certificate: {error}")))
    }

    fn speaks_for(&self, name: &str) -> bool {
        let ends_in =
            |end: &str| name == end || name.strip_suffix(end).is_some_and(|start| start.ends_with('.'));
        PRIVATE_ENDS.into_iter().any(ends_in) || self.names.iter().any(|known| ends_in(known))
    }
}

/// Does the root speak for an address?
fn is_private(address: IpAddr) -> bool {
    PRIVATE_NETWORKS.into_iter().any(|(network, n_bits)| match (network, address) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            let shift = 32 - u32::from(n_bits);
            u32::from(network).checked_shr(shift) == u32::from(address).checked_shr(shift)
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            let shift = 128 - u32::from(n_bits);
            u128::from(network).checked_shr(shift) == u128::from(address).checked_shr(shift)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    })
}

/// A day in the parts that a certificate is made of.
fn parts(day: Date) -> (i32, u8, u8) {
    (i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs())
}

/// The days from and until which a certificate holds; a clock may be some hours behind.
fn lasting(params: &mut CertificateParams, today: Date, until: Date) {
    let (year, month, day) = parts(today.saturating_sub(Span::new().days(1)));
    params.not_before = date_time_ymd(year, month, day);
    let (year, month, day) = parts(until);
    params.not_after = date_time_ymd(year, month, day);
}

/// What a root says of itself; it follows from the key but for what it speaks for.
fn root_params(key: &KeyPair, names: &[String]) -> CertificateParams {
    let mut params = CertificateParams::default();
    let digest = Sha256::digest(key.public_key_raw());
    params.distinguished_name = rcgen::DistinguishedName::new();
    // Two roots of one phone are told apart by these digits.
    params.distinguished_name.push(
        DnType::CommonName,
        format!("Evenstride on your own machine {:02x}{:02x}{:02x}", digest[0], digest[1], digest[2]),
    );
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let ends = PRIVATE_ENDS.into_iter().map(str::to_owned).chain(names.iter().cloned());
    let networks = PRIVATE_NETWORKS
        .into_iter()
        .map(|(network, n_bits)| GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(network, n_bits)));
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: ends.map(GeneralSubtree::DnsName).chain(networks).collect(),
        excluded_subtrees: Vec::new(),
    });
    params
}

/// Makes a root and writes it into a folder that only its owner can read.
fn make(folder: &Path, names: &[String], today: Date) -> Result<(), Error> {
    let failed = |error: rcgen::Error| Error::fault(format!("make the root: {error}"));
    let key = KeyPair::generate().map_err(failed)?;
    let until = today.saturating_add(Span::new().years(ROOT_YEARS));
    let mut params = root_params(&key, names);
    lasting(&mut params, today, until);
    let root = params.self_signed(&key).map_err(failed)?;
    let mut how = std::fs::DirBuilder::new();
    how.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut how, 0o700);
    how.create(folder)
        .map_err(|error| Error::unreadable(format!("make the folder {}: {error}", folder.display())))?;
    let about = json!({ "version": VERSION, "until": until.to_string(), "names": names });
    // The key comes last: where it stands, everything stands.
    write(&folder.join(ROOT), root.pem().as_bytes(), Readers::Anyone)?;
    write(&folder.join(ABOUT), format!("{about}\n").as_bytes(), Readers::Anyone)?;
    write(&folder.join(KEY), key.serialize_pem().as_bytes(), Readers::Owner)
}

fn write(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), Error> {
    let mut file = WholeFile::create(path, readers)?;
    file.write(bytes)?;
    file.finish()
}

fn told(shown: &str, error: Error) -> Error {
    if error.hint.is_some() { error } else { error.hint(format!("check that you may write in {shown}")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_rustls::rustls::crypto::ring::default_provider;

    fn day() -> Date {
        "2026-11-22".parse().unwrap()
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_root_is_made_once_and_its_key_is_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("new/authority");
        let first = Authority::open(&place, &names(&["laptop"]), day()).unwrap();
        let again = Authority::open(&place, &[], day()).unwrap();
        assert_eq!(first.root, again.root);
        assert!(again.speaks_for("laptop") && again.speaks_for("a.local") && !again.speaks_for("bank.example"));
        assert!(!again.speaks_for("notlocal") && !again.speaks_for("local.example"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&place.join(KEY)), mode(&place)), (0o600, 0o700));
        }
        let ended = Authority::open(&place, &[], "2046-11-22".parse().unwrap());
        assert!(ended.err().unwrap().message.contains("it ended on 2046-11-22"));
        std::fs::write(place.join(ROOT), "nothing").unwrap();
        let damaged = Authority::open(&place, &[], day()).err().unwrap();
        assert!(damaged.hint.unwrap().contains("move the folder away"));
    }

    #[test]
    fn what_the_root_does_not_speak_for_is_refused_or_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::open(folder.path(), &[], day()).unwrap();
        let leaf = |wanted: &[&str], addresses: &[&str]| {
            let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
            authority.leaf(&names(wanted), &addresses, day(), &default_provider())
        };
        let refused = leaf(&["bank.example"], &[]).unwrap_err();
        assert!(refused.message.contains("does not speak for it") && refused.hint.is_some(), "{refused}");
        let der = |key: CertifiedKey| key.cert[0].to_vec();
        let holds = |der: &[u8], part: &[u8]| der.windows(part.len()).any(|window| window == part);
        let made = der(leaf(&["laptop.local"], &["192.168.1.4", "8.8.8.8"]).unwrap());
        assert!(holds(&made, b"laptop.local") && holds(&made, &[192, 168, 1, 4]));
        assert!(!holds(&made, &[0x87, 4, 8, 8, 8, 8]));
    }

    #[test]
    fn networks_that_nobody_owns_are_told_from_the_others() {
        for private in
            ["10.1.2.3", "172.31.0.1", "192.168.0.1", "127.0.0.1", "100.64.0.1", "fd00::1", "fe80::1", "::1"]
        {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2001:db8::1", "::2"] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }
}
