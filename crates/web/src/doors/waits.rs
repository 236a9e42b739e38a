//! Waiting after wrong passwords: each one more doubles it, for the account and for the address it came from.
//!
//! ```text
//!   tries   1  2  3 | 4    5    6    7         of an account; an address has ten that cost nothing
//!   wait    –  –  – | 1 s  2 s  4 s  8 s  …    up to a quarter of an hour
//! ```
//! A try is counted before it is looked at, so that many at once are no way around. What is remembered is bounded, forgotten
//! after a day, and lost with the program. It knows no password and no name: an account is known by a digest.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Wrong tries for an account that cost no wait.
const FREE_OF_ACCOUNT: u32 = 3;
/// Wrong tries from an address that cost no wait; several people may share one.
const FREE_OF_ADDRESS: u32 = 10;
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// What was tried so long ago is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);
/// So many accounts and addresses are remembered.
const MOST: usize = 4096;

/// Whose tries are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Whose {
    /// Of an account, whether there is one of this name or not.
    Account([u8; 16]),
    /// From an address; of the newer kind from its network, because one machine has as many as it likes.
    Address([u8; 16]),
}

#[derive(Debug, Clone, Copy)]
struct Tries {
    n: u32,
    last: Duration,
    until: Duration,
}

/// The tries that are remembered; times are since the program started.
#[derive(Debug)]
pub(crate) struct Waits {
    tries: Mutex<BTreeMap<Whose, Tries>>,
}

impl Whose {
    /// The account of a name.
    pub(crate) fn account(name: &str) -> Self {
        let digest = Sha256::digest(name.as_bytes());
        let mut start = [0; 16];
        start.copy_from_slice(&digest[..16]);
        Whose::Account(start)
    }

    /// An address.
    pub(crate) fn address(address: IpAddr) -> Self {
        Whose::Address(match address.to_canonical() {
            IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
            IpAddr::V6(address) => {
                let mut network = address.octets();
                network[8..].fill(0);
                network
            }
        })
    }

    fn free(self) -> u32 {
        match self {
            Whose::Account(_) => FREE_OF_ACCOUNT,
            Whose::Address(_) => FREE_OF_ADDRESS,
        }
    }
}

impl Waits {
    pub(crate) fn new() -> Self {
        Self { tries: Mutex::default() }
    }

    fn tries(&self) -> MutexGuard<'_, BTreeMap<Whose, Tries>> {
        // Counts are whole whatever was interrupted.
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a try.
    ///
    /// # Errors
    /// It comes too early: how long to wait still; it is not counted then.
    pub(crate) fn count(&self, whose: &[Whose], now: Duration) -> Result<(), Duration> {
        let mut tries = self.tries();
        let until = whose.iter().filter_map(|one| tries.get(one)).map(|known| known.until).max();
        if let Some(wait) = until.and_then(|until| until.checked_sub(now)).filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        tries.retain(|_, known| now.saturating_sub(known.last) < FORGOTTEN);
        for one in whose {
            if tries.len() >= MOST && !tries.contains_key(one) {
                // Whoever has tried least lately makes room.
                let oldest =
                    tries.iter().min_by_key(|(_, known)| (known.until, known.last)).map(|(key, _)| *key);
                oldest.and_then(|oldest| tries.remove(&oldest));
            }
            let known = tries.entry(*one).or_insert(Tries { n: 0, last: now, until: now });
            known.n = known.n.saturating_add(1);
            known.last = now;
            known.until = now.saturating_add(wait_after(known.n, one.free()));
        }
        Ok(())
    }

    /// Takes a try back that was right: the account begins anew, the address has one wrong try fewer.
    pub(crate) fn forgive(&self, whose: &[Whose], now: Duration) {
        let mut tries = self.tries();
        for one in whose {
            match one {
                Whose::Account(_) => {
                    tries.remove(one);
                }
                Whose::Address(_) => {
                    if let Some(known) = tries.get_mut(one) {
                        known.n = known.n.saturating_sub(1);
                        known.until = now;
                    }
                }
            }
        }
    }
}

/// The wait before the next try after so many.
fn wait_after(n: u32, free: u32) -> Duration {
    // The last free try is the first that a wait follows.
    n.checked_sub(free).map_or(Duration::ZERO, |more| {
        Duration::from_secs(1_u64.checked_shl(more).unwrap_or(u64::MAX)).min(LONGEST)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// Tries as early as it may, so many times, and says how long each wait was.
    fn waits_of(waits: &Waits, whose: &[Whose], n: usize) -> Vec<u64> {
        let mut now = s(0);
        let mut waited = Vec::new();
        for _ in 0..n {
            let wait = waits.count(whose, now).err().unwrap_or_default();
            waited.push(wait.as_secs());
            if !wait.is_zero() {
                now += wait;
                assert_eq!(waits.count(whose, now), Ok(()));
            }
        }
        waited
    }

    #[test]
    fn each_wrong_try_doubles_the_wait_up_to_an_end() {
        let waits = Waits::new();
        let account = [Whose::account("ann")];
        assert_eq!(waits_of(&waits, &account, 8), [0, 0, 0, 1, 2, 4, 8, 16]);
        assert_eq!(*waits_of(&waits, &[Whose::account("ben")], 40).last().unwrap(), 900);
        let address = [Whose::address("192.0.2.7".parse().unwrap())];
        assert_eq!(waits_of(&waits, &address, 12), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    }

    #[test]
    fn what_comes_too_early_is_not_counted_and_what_was_right_is_forgiven() {
        let waits = Waits::new();
        let account = [Whose::account("ann")];
        for _ in 0..3 {
            waits.count(&account, s(0)).unwrap();
        }
        for _ in 0..100 {
            assert_eq!(waits.count(&account, s(0)), Err(s(1)));
        }
        waits.count(&account, s(1)).unwrap();
        assert_eq!(waits.count(&account, s(1)), Err(s(2)));
        waits.forgive(&account, s(2));
        assert_eq!(waits.count(&account, s(2)), Ok(()));
    }

    #[test]
    fn one_network_is_one_address_and_what_is_remembered_is_bounded() {
        let of = |text: &str| Whose::address(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
        let waits = Waits::new();
        let held = [Whose::account("ann")];
        for _ in 0..3 {
            waits.count(&held, s(0)).unwrap();
        }
        for n in 0..2 * MOST {
            waits.count(&[Whose::account(&n.to_string())], s(0)).unwrap();
        }
        assert_eq!(waits.tries().len(), MOST);
        assert_eq!(waits.count(&held, s(0)), Err(s(1)), "who has to wait is not pushed out by others");
        waits.count(&[Whose::account("new")], s(60) + FORGOTTEN).unwrap();
        assert_eq!(waits.tries().len(), 1);
    }
}
