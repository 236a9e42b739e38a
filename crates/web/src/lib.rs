//! The local web app: pages and forms over the use cases, for the person who sits at this machine.
//!
//! ```text
//!   request ──► guard: own address? own page? room? time? ──► page ──► store and use cases of `app`
//!                 └── everything that leaves has strict headers          └── HTML, no script needed
//! ```
//! It listens on this machine alone unless it is told to answer others, and then it asks for an account and speaks TLS. It
//! asks nothing of any other machine, holds no rule about muscles, writes no health value into a log or an address, and
//! serves no page to another page's request. Read next: [`serve`], then `guard` for what is refused, `doors` for who may
//! what, `pages` for what is shown, `api` for what programs ask.

mod api;
mod assets;
mod doors;
mod form;
mod guard;
mod language;
mod listen;
mod looks;
mod packing;
mod pages;
mod problem;
mod qr;
mod searches;
mod server;
mod shared;
mod shell;
mod state;
mod tls;

pub use api::openapi;
pub use doors::{Route, routes};
pub use guard::Room;
pub use qr::qr_text;
pub use server::{Beyond, DEFAULT_PORT, Listening, Serving, serve};
pub use tls::{Certificate, Trust};
