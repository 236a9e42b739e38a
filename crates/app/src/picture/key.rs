//! The key of the leg map, and the patterns that tell its states apart without colour.
//!
//! ```text
//!   clear     solid           unknown         dots           not comparable  crosses
//!   probable  stripes         balanced        flat           not measured    empty, thin outline
//!                             partner         empty, strong outline
//! ```
//! Patterns are the same in a mirror, because one leg is drawn as the mirror of the other.

use super::bodymap::LegState;
use maud::{Markup, html};

/// Draws the key: a list of swatches, each with its words as text beside it.
///
/// The ids inside begin with `bm-key`, so a page holds one key.
///
/// # Example
/// ```
/// use evenstride_app::picture::{bodymap::LegState, key::map_key};
/// let html = map_key(&[(LegState::Clear, "almost certainly weaker"), (LegState::Unknown, "cannot tell yet")]);
/// assert!(html.contains("cannot tell yet"));
/// ```
#[must_use]
pub fn map_key(entries: &[(LegState, &str)]) -> String {
    html! {
        ul class="bm-key" {
            @for (state, words) in entries {
                li {
                    svg class="bm-swatch" viewBox="0 0 30 22" aria-hidden="true" {
                        defs { (pattern_defs("bm-key", &[*state])) }
                        g class={ "bm-muscle " (state.class()) } fill=[pattern_fill("bm-key", *state)] {
                            rect x="2" y="2" width="26" height="18" rx="3" {}
                        }
                    }
                    span { (words) }
                }
            }
        }
    }
    .into_string()
}

/// The patterns that these states need, with ids that begin with a prefix.
pub(super) fn pattern_defs(prefix: &str, states: &[LegState]) -> Markup {
    html! {
        @for state in states {
            @match state {
                LegState::Probable => {
                    pattern id={ (prefix) "-stripes" } width="8" height="7" patternUnits="userSpaceOnUse" {
                        rect class="bm-stripe-ground" width="8" height="7" {}
                        rect class="bm-stripe" width="8" height="3.2" {}
                    }
                }
                LegState::Unknown => {
                    pattern id={ (prefix) "-dots" } width="9" height="9" patternUnits="userSpaceOnUse" {
                        rect class="bm-paper" width="9" height="9" {}
                        circle class="bm-dot" cx="4.5" cy="4.5" r="1.9" {}
                    }
                }
                LegState::NotComparable => {
                    pattern id={ (prefix) "-crosses" } width="10" height="10" patternUnits="userSpaceOnUse" {
                        rect class="bm-paper" width="10" height="10" {}
                        path class="bm-cross" d="M2.4 2.4l5.2 5.2M7.6 2.4l-5.2 5.2" {}
                    }
                }
                LegState::Clear | LegState::Partner | LegState::Balanced | LegState::NotMeasured => {}
            }
        }
    }
}

/// The fill of a state that has a pattern; the others get theirs from the style sheet.
///
/// An attribute, because a style sheet of its own file may look for the pattern in that file.
pub(super) fn pattern_fill(prefix: &str, state: LegState) -> Option<String> {
    let pattern = match state {
        LegState::Probable => "stripes",
        LegState::Unknown => "dots",
        LegState::NotComparable => "crosses",
        LegState::Clear | LegState::Partner | LegState::Balanced | LegState::NotMeasured => {
            return None;
        }
    };
    Some(format!("url(#{prefix}-{pattern})"))
}
