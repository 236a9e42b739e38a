//! What every report must hold, on hand-made checks.

mod ahead;
mod days;
mod fixture;
mod how_good;
mod html;
mod legs;
mod mirror;
mod plan;
mod text;
mod visit;
