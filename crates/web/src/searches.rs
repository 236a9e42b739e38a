//! Weeks that are searched for while somebody waits: so many at once, each for so long, and what was found.
//!
//! ```text
//!   found before? ──► a free place? ──► search ──► remembered
//!                     busy otherwise      └─ too long, or whoever waited has gone: called off
//! ```
//! It lives in memory alone, because the same search finds the same week again. Read next: `crate::pages`.

use crate::problem::Problem;
use crate::state::{Who, working};
use evenstride_app::check::Check;
use evenstride_app::prelude::CallOff;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// So many at once, because each of them keeps a processor busy.
const AT_ONCE: usize = 2;
/// No search is waited for longer than this.
pub(crate) const LONGEST: Duration = Duration::from_secs(30);
/// So many outcomes are remembered, so that what was found is shown and kept without a second search.
const MOST_FOUND: usize = 20;

/// Why there is nothing to show of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotSearched {
    /// Others are being searched for.
    Busy,
    /// It was called off after [`LONGEST`].
    TooLong,
}

/// One outcome, by what it was found from.
struct Found {
    person: Who,
    key: String,
    check: Check,
}

/// The searches of a server.
pub(crate) struct Searches {
    places: Arc<Semaphore>,
    longest: Duration,
    found: Mutex<VecDeque<Found>>,
}

/// Calls a search off when nobody waits for it any more: a request that is let go drops what it waits with.
struct Waiting(CallOff);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.call_off();
    }
}

impl Searches {
    pub(crate) fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), longest: LONGEST, found: Mutex::default() }
    }

    /// Runs a search that `call_off` ends, unless its outcome is known already.
    ///
    /// The key must hold everything that the outcome depends on.
    pub(crate) async fn search(
        &self,
        person: &Who,
        key: String,
        call_off: CallOff,
        search: impl FnOnce() -> Check + Send + 'static,
    ) -> Result<Result<Check, NotSearched>, Problem> {
        if let Some(check) = self.known(person, &key) {
            return Ok(Ok(check));
        }
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return Ok(Err(NotSearched::Busy));
        };
        let _waiting = Waiting(call_off);
        let searching = working(move || {
            // The place is taken until the search has ended, also when nobody waits for it any more.
            let _place = place;
            search()
        });
        let Ok(check) = tokio::time::timeout(self.longest, searching).await else {
            return Ok(Err(NotSearched::TooLong));
        };
        let check = check?;
        let mut found = self.found();
        found.push_back(Found { person: person.clone(), key, check: check.clone() });
        if found.len() > MOST_FOUND {
            found.pop_front();
        }
        Ok(Ok(check))
    }

    fn known(&self, person: &Who, key: &str) -> Option<Check> {
        let found = self.found();
        let is_it = |found: &&Found| found.person == *person && found.key == key;
        found.iter().find(is_it).map(|found| found.check.clone())
    }

    /// Forgets what was found for a person.
    pub(crate) fn forget(&self, person: &Who) {
        self.found().retain(|found| found.person != *person);
    }

    fn found(&self) -> MutexGuard<'_, VecDeque<Found>> {
        // Nobody leaves half an outcome behind, so that what a panic interrupted still holds.
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenstride_app::prelude::{Screening, SubjectId};
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn who(number: i64) -> Who {
        Who { number, name: SubjectId::new("ann").unwrap() }
    }

    fn done() -> Check {
        Check::of_screen(Screening::Incomplete { open: Vec::new() })
    }

    /// A search that ends when it is called off and no sooner.
    fn until_called_off(call_off: CallOff) -> impl FnOnce() -> Check + Send + 'static {
        move || {
            while !call_off.is_called_off() {
                std::thread::yield_now();
            }
            done()
        }
    }

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap()
            .block_on(work)
    }

    #[test]
    fn what_was_found_is_not_searched_for_again_until_the_person_is_forgotten() {
        run(async {
            let (searches, n) = (Searches::new(), Arc::new(AtomicUsize::new(0)));
            let search = async |number, key: &str| {
                let n = Arc::clone(&n);
                let work = move || {
                    n.fetch_add(1, Ordering::SeqCst);
                    done()
                };
                searches.search(&who(number), key.to_owned(), CallOff::default(), work).await
            };
            for (person, key, n_then) in [(1, "a", 1), (1, "a", 1), (1, "b", 2), (2, "a", 3)] {
                search(person, key).await.unwrap().unwrap();
                assert_eq!(n.load(Ordering::SeqCst), n_then, "{person} {key}");
            }
            searches.forget(&who(1));
            search(2, "a").await.unwrap().unwrap();
            assert_eq!(n.load(Ordering::SeqCst), 3);
            search(1, "a").await.unwrap().unwrap();
            assert_eq!(n.load(Ordering::SeqCst), 4);
        });
    }

    #[test]
    fn a_search_that_nobody_waits_for_ends_and_frees_its_place() {
        run(async {
            let searches = Arc::new(Searches::new());
            let mut waiting = Vec::new();
            for n in 0..AT_ONCE {
                let (searches, call_off) = (Arc::clone(&searches), CallOff::default());
                let search = until_called_off(call_off.clone());
                waiting.push(tokio::spawn(async move {
                    searches.search(&who(1), n.to_string(), call_off, search).await
                }));
            }
            while searches.places.available_permits() > 0 {
                tokio::task::yield_now().await;
            }
            let one_more = searches.search(&who(1), "more".to_owned(), CallOff::default(), done).await.unwrap();
            assert_eq!(one_more.map(|_| ()), Err(NotSearched::Busy));
            for waiting in waiting {
                waiting.abort();
            }
            while searches.places.available_permits() < AT_ONCE {
                tokio::task::yield_now().await;
            }
            assert!(searches.known(&who(1), "0").is_none(), "what was called off is for nobody");
        });
    }

    #[test]
    fn a_search_that_takes_too_long_is_called_off() {
        run(async {
            let searches = Searches { longest: Duration::ZERO, ..Searches::new() };
            let call_off = CallOff::default();
            let search = until_called_off(call_off.clone());
            let outcome = searches.search(&who(1), "a".to_owned(), call_off.clone(), search).await.unwrap();
            assert_eq!(outcome.map(|_| ()), Err(NotSearched::TooLong));
            assert!(call_off.is_called_off() && searches.known(&who(1), "a").is_none());
        });
    }
}
