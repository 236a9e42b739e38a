//! Is a difference real, which side, how large, and what would settle it.
//!
//! [`assess`] turns trials into findings: one for each muscle group and quality that was measured on both
//! legs, and one for each opposing pair on each leg. It never applies a threshold to a raw percentage and
//! never calls anything from one side alone. Read next: the capacity model in `docs/model.md`.

mod finding;

pub use finding::{
    Acting, ActingReason, Assessment, Comparison, Confidence, DayEvidence, Estimate, Evidence, Finding,
    LevelEvidence, RatioEvidence, SideTrials, SizeUnit, Suggestion, TestEvidence, Verdict, Weaker, WhyNot,
};
