//! The two pictures of a report: the leg map and the twenty dots of a finding.
//!
//! The only file of the report that knows how pictures are made. A picture never says more than the words
//! beside it. Until the pictures are drawn here, both are left out and the words stand alone.

use super::CheckView;
use super::outline::Entry;
use crate::words::Words;
use evenstride_core::knowledge::Knowledge;
use maud::{Markup, PreEscaped};

/// Style rules that the pictures need.
pub(crate) const CSS: &str = "";

/// The leg map with the findings' numbers on it, each muscle group a link to its finding; none without findings.
pub(crate) fn leg_map(_view: &CheckView, _entries: &[Entry], _words: &Words) -> Option<Markup> {
    None
}

/// The twenty dots of one finding, read out as `title`; none without an estimate.
pub(crate) fn finding_dots(
    _entry: &Entry,
    _title: &str,
    _knowledge: &Knowledge,
    _words: &Words,
) -> Option<Markup> {
    None::<PreEscaped<String>>
}
