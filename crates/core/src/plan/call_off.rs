//! A word from outside that nobody waits for a week any more.
//!
//! It changes nothing in a week that is waited for, so the same input still gives the same week. Read next:
//! `super::search`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a week is still waited for; all clones are one, so that it can be called off from elsewhere.
///
/// A search that was called off ends soon with a week that keeps every limit and was searched less than it should
/// have been: such a week is for nobody.
///
/// # Example
/// ```
/// use evenstride_core::plan::CallOff;
/// let waiting = CallOff::default();
/// let elsewhere = waiting.clone();
/// elsewhere.call_off();
/// assert!(waiting.is_called_off());
/// ```
#[derive(Debug, Clone, Default)]
pub struct CallOff(Arc<AtomicBool>);

impl CallOff {
    /// Says that the week is not waited for any more; it cannot be taken back.
    pub fn call_off(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Was it called off?
    #[must_use]
    pub fn is_called_off(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Two are the same when calling off one calls off the other.
impl PartialEq for CallOff {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::{PlanOptions, check, plan};
    use crate::screen::Cleared;
    use crate::testing::{self, assessment, person, weak};
    use std::collections::BTreeSet;

    #[test]
    fn a_search_that_is_called_off_keeps_every_limit_and_proves_nothing() {
        let cleared = Cleared::for_tests(testing::today(), testing::today(), BTreeSet::new(), false);
        let person = person(&[(0, 30), (2, 30), (4, 30)], &[]);
        let assessment = assessment(vec![weak("quads", crate::body::Side::Left, 20.0, 0.95)]);
        let knowledge = testing::knowledge();
        let options = PlanOptions { node_limit: 300, ..PlanOptions::usual() };
        let week = |options: &PlanOptions| {
            plan(&cleared, &person, &assessment, &knowledge, testing::today(), options).unwrap()
        };
        assert!(week(&options).proven, "the search proves this one");
        options.call_off.call_off();
        let called_off = week(&options);
        assert!(!called_off.proven);
        assert_eq!(check(&called_off, &cleared, &person, &assessment, &knowledge, &options), Ok(()));
    }
}
