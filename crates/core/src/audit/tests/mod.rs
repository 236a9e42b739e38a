//! Weeks worked out by hand, laws that hold for any log, and the search against one that tries everything.

mod brute;
mod fixture;
mod laws;
mod parts;
mod told;
