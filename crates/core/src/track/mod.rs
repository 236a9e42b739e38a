//! Following a plan: what was done, what comes next, what the weeks ahead ask, and when to measure again.
//!
//! ```text
//!   plan ──► next_session ──► train ──► log ──► next_session ──► …
//!              │                         │
//!              │                         └── a red flag: the clearance ends, and the screen is asked again
//!              └── course: the same function, fed with sets done exactly as it asks
//! ```
//! Everything here is a pure function of plan, log, clearance and day, so the same log gives the same next session
//! whatever the order of its lines. It never adds sets to what the plan holds, never adds load after pain, and never
//! names a disease. Read next: [`Log`], then [`next_session`], then [`course`].

mod adherence;
mod adjust;
mod choose;
mod course;
mod day;
mod decide;
mod from_training;
mod ladder;
mod log;
mod mastered;
mod next;
mod remark;
mod retest;
mod sides;
mod signs;
#[cfg(test)]
mod tests;
mod thread;
mod waits;
mod weeks;
mod work;

pub use course::{COURSE_WEEKS_MAX, COURSE_WEEKS_MIN, Course, CourseWeek, RetestWeek, course};
pub use decide::{clearance_end, next_session, signs_to_stop, weeks_asked};
pub use from_training::{FromTraining, NotLogged, signs_in_words, signs_told, to_logged};
pub use ladder::takes_load;
pub use log::{Form, Log, LogError, LoggedSets};
pub use mastered::mastered;
pub use next::{
    Adherence, Because, Change, ClearanceEnd, Following, LeftOut, Next, NextItem, NextSession, Stall, WeekKind,
    WhyEnded, WhyLeftOut,
};
pub use remark::{Felt, Remark};
pub use retest::{AnotherDay, Retest, RetestOptions, loads_the_leg, retest};
pub use sides::looks_back;
pub use waits::waits;
