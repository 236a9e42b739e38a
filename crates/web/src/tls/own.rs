//! The names and addresses of this machine, as others reach it.
//!
//! It looks at the machine's own interfaces and asks nobody. Read next: `super::authority`.

use evenstride_app::error::Error;
use std::net::IpAddr;

/// The names of the machine to itself.
pub(crate) const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The addresses under which others reach a server that listens on one, in order.
pub(crate) fn addresses(listen: IpAddr) -> Vec<IpAddr> {
    if !listen.is_unspecified() {
        return vec![listen.to_canonical()];
    }
    let found = if_addrs::get_if_addrs().unwrap_or_default().into_iter().map(|interface| interface.ip());
    let mut all: Vec<IpAddr> = found.filter(|address| is_for_others(*address, listen)).collect();
    all.sort();
    all.dedup();
    all
}

/// Can another machine type this address, and is it one of those that are listened on?
fn is_for_others(address: IpAddr, listen: IpAddr) -> bool {
    let is_of_link = match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    !address.is_loopback() && !is_of_link && (address.is_ipv4() || listen.is_ipv6())
}

/// An address as it stands in the address of a page.
pub(crate) fn in_brackets(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// A name of a machine: letters, digits and hyphens between points.
///
/// # Errors
/// It is none.
pub(crate) fn checked_name(typed: &str) -> Result<String, Error> {
    let name = typed.trim().trim_end_matches('.').to_ascii_lowercase();
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_number = name.split('.').next_back().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    if name.len() <= 253 && name.split('.').all(is_label) && !is_number {
        return Ok(name);
    }
    let shown: String = typed.chars().filter(|c| !c.is_control()).take(60).collect();
    Err(Error::usage(format!(
        "read --name: expected the name of a machine such as laptop.local, found “{shown}”"
    ))
    .hint("the addresses of this machine need not be named; give a name without port or path"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_names_and_nothing_else() {
        assert_eq!(checked_name(" Laptop.Local. ").unwrap(), "laptop.local");
        for wrong in
            ["", ".", "a..b", "a b", "-a", "a-", "a:80", "https://a", "192.168.1.4", "*.a", "ä.local", "a/b"]
        {
            assert!(checked_name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_that_is_listened_on_is_the_only_one() {
        let address: IpAddr = "192.168.1.4".parse().unwrap();
        assert_eq!(addresses(address), [address]);
        for own in addresses("0.0.0.0".parse().unwrap()) {
            assert!(own.is_ipv4() && !own.is_loopback(), "{own}");
        }
        assert_eq!(in_brackets("fd00::1".parse().unwrap()), "[fd00::1]");
    }
}
