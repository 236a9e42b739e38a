//! The local web app: pages and forms over the use cases, for the person who sits at this machine.
//!
//! ```text
//!   request ──► guard: own address? own page? room? time? ──► page ──► store and use cases of `app`
//!                 └── everything that leaves has strict headers          └── HTML, no script needed
//! ```
//! It listens on this machine alone and asks nothing of any other. It holds no rule about muscles, writes no health
//! value into a log or an address, and serves no page to another page's request. Read next: [`serve`], then `guard`
//! for what is refused, `pages` for what is shown, `api` for what programs ask.

mod api;
mod assets;
mod form;
mod guard;
mod pages;
mod problem;
mod server;
mod shell;
mod state;

pub use api::openapi;
pub use guard::Room;
pub use server::{DEFAULT_PORT, Listening, Serving, serve};
