//! The use cases over files and a clock, the report, and the one place that serialises.
//!
//! It holds no rule of the domain: those are in `evenstride_core`. Read next: [`report`] and [`words`].

pub mod report;
pub mod words;
