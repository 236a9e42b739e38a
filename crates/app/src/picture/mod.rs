//! The drawings of Evenstride as SVG: where on the legs something was found, and how sure it is.
//!
//! A picture never stands alone: the sentence and the count beside it say the same, and what cannot be
//! seen is in the title and the labels. Words come from the caller and are escaped here; colours are in
//! [`style`], so that one style sheet serves screen, dark screen, paper and forced colours. Nothing here
//! decides anything about a person. Read next: [`bodymap`] for the leg map, [`dots`] for a finding,
//! [`course`] for its days, [`repeats`] for repeated visits.

pub mod bodymap;
#[rustfmt::skip]
mod bodymap_paths;
pub mod course;
pub mod dots;
pub mod figure;
pub mod key;
pub mod muscles;
mod paths;
pub mod repeats;
pub mod style;
pub mod tries;

#[cfg(test)]
mod tests;
