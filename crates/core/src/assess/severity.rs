//! How severe a difference is: its size beside the one from which on it matters.

use super::finding::{Estimate, Finding, Verdict};

/// How large a difference is beside what matters.
///
/// # Source
/// A proposal of Evenstride, grade E: no grading of differences between legs has been held against what became of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Not more than δ.
    Slight,
    /// More than δ, and not more than twice that.
    Moderate,
    /// More than twice δ.
    Marked,
}

impl Severity {
    /// The severity of a signed size; both in the same unit.
    #[must_use]
    pub fn of(size: f64, delta: f64) -> Self {
        if size.abs() > 2.0 * delta {
            Severity::Marked
        } else if size.abs() > delta {
            Severity::Moderate
        } else {
            Severity::Slight
        }
    }

    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Slight => "slight",
            Severity::Moderate => "moderate",
            Severity::Marked => "marked",
        }
    }
}

impl Estimate {
    /// How many of the 20 quantiles are slight, moderate and marked, whichever side they are on.
    #[must_use]
    pub fn by_severity(&self) -> [usize; 3] {
        let n = |severity| self.quantiles.iter().filter(|&&q| Severity::of(q, self.delta) == severity).count();
        [n(Severity::Slight), n(Severity::Moderate), n(Severity::Marked)]
    }
}

impl Finding {
    /// How severe what was called is, by its median; none of what was not called.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        let estimate = self.estimate.as_ref()?;
        let is_called = matches!(self.verdict, Verdict::Imbalanced { .. });
        is_called.then(|| Severity::of(estimate.size, estimate.delta))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_and_twice_that_are_the_lines_on_both_sides() {
        let severities = [0.0, 10.0, 10.1, 20.0, 20.1].map(|size| Severity::of(size, 10.0));
        use Severity::{Marked, Moderate, Slight};
        assert_eq!(severities, [Slight, Slight, Moderate, Moderate, Marked]);
        assert_eq!([-10.1, -20.1].map(|size| Severity::of(size, 10.0)), [Moderate, Marked]);
    }
}
