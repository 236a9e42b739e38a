//! The style of the pictures: one sheet for light, dark, paper and forced colours.
//!
//! States differ in pattern and outline as well as in colour, and no colour says good or bad. All sizes
//! in the pictures are units of their view boxes, so they grow with the text around them.

/// The style sheet of the leg map and of the picture of a finding.
///
/// It defines the colour tokens on the root element; a page that sets `data-theme` to `light` or `dark`
/// there overrides what the system prefers. Paper is always light.
pub const CSS: &str = include_str!("style.css");
