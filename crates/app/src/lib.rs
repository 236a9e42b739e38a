//! The use cases over files, a store and a clock: load, check, report, and the one place that serialises.
//!
//! The rules of the domain live in `core`; what leaves the process goes through [`wire`]; words come from
//! the catalogue. No connection but to a store on a server that somebody names; no logging of health values.

pub mod accounts;
mod at_once;
pub mod audit;
pub mod brief;
pub mod calendar;
pub mod check;
pub mod disk;
mod due;
pub mod error;
pub mod explain;
pub mod files;
pub mod following;
mod foreign;
pub mod judging;
pub mod keeping;
pub mod knowledge;
pub mod logs_beside;
pub mod picture;
pub mod record;
pub mod reference;
pub mod reliability;
pub mod reply;
pub mod report;
mod retold;
pub mod sets;
pub mod settings;
pub mod squad;
pub mod store;
pub mod tables;
pub mod twice;
pub mod typed;
pub mod typed_units;
pub mod unseen;
mod unusable;
mod waiting;
pub mod whose;
pub mod wire;
pub mod words;

/// What a program around the use cases needs of the rooms below.
pub mod prelude {
    pub use evenstride_catalog::builtin;
    pub use evenstride_core::assess::{
        AssessOptions, Assessment, Comparison, HardSets, Learnt, Suggestion, Verdict, assess,
        assess_and_predict, assess_findings, assess_standing, battery, learn_noise,
    };
    pub use evenstride_core::audit::{Audit, AuditOptions, audit, hard_sets, measured_short};
    pub use evenstride_core::body::{MuscleGroupId, Quality, Side};
    pub use evenstride_core::knowledge::{
        Action, CautionId, Dose, Equipment, EquipmentId, EquipmentPlace, ExerciseId, Flag, FlagId, Knowledge,
        Language, Setting, Sex, SignEffect, Test, TestId,
    };
    pub use evenstride_core::measure::Trial;
    pub use evenstride_core::notice::{Notice, NoticeCode};
    pub use evenstride_core::person::{Injury, Person, SubjectId, Units};
    pub use evenstride_core::plan::{CallOff, Plan, PlannedSide, Session, WeekFacts, cost_of};
    pub use evenstride_core::quantity::Unit;
    pub use evenstride_core::reliability::{ReliabilityOptions, VisitValue, reliability};
    pub use evenstride_core::screen::{Answer, Answers, ClearedBy, Reply, Screening, Wait, screen};
    pub use evenstride_core::track::{
        Log, Next, NextItem, NextSession, WhyEnded, clearance_end, mastered, signs_to_stop, takes_load, waits,
    };
    pub use evenstride_core::training::Trained;
    pub use evenstride_ingest::{ColumnMap, Limits, PairedSets, WeightUnit, table_top};
    pub use jiff::civil::{Date, DateTime, Time};
}
