//! What every report must hold, on hand-made checks.

mod fixture;
mod html;
mod mirror;
mod plan;
mod text;
