//! The local web app as a command: where it listens, and which store it shows.
//!
//! Read next: [`evenstride_web`].

use crate::output;
use clap::Args;
use evenstride_app::disk::today;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::prelude::Knowledge;
use evenstride_app::store::Address;
use evenstride_web::{DEFAULT_PORT, Room, Serving, openapi, serve};
use std::borrow::Cow;

pub(crate) const HELP: &str = "\
Open the address that is printed in a browser on this machine. Nothing is sent to any other machine, and no other
machine is answered. Stop it with Ctrl-C. Programs ask below /api/v1: see docs/api.md.

Examples:
  evenstride serve
  evenstride serve --port 0 --store family.db";

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// The port; 0 for any that is free.
    #[arg(long, value_name = "PORT", default_value_t = DEFAULT_PORT)]
    port: u16,
    /// The address of this machine to listen on: 127.0.0.1 or ::1.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: String,
    /// The store: a file, or postgres://user@host/database; your own when left out.
    #[arg(long, value_name = "STORE")]
    store: Option<String>,
    /// Print the OpenAPI document of what programs can ask, and serve nothing.
    #[arg(long)]
    openapi: bool,
}

/// Serves the local web app until Ctrl-C.
///
/// # Errors
/// The address is not this machine, the port is taken, or the store cannot be opened.
pub(crate) fn run_serve(arguments: &ServeArguments, knowledge: Cow<'static, Knowledge>) -> Result<u8, Error> {
    if arguments.openapi {
        output::result(&openapi())?;
        return Ok(exit_code::DONE);
    }
    let serving = Serving {
        host: arguments.host.clone(),
        port: arguments.port,
        store: Address::chosen(arguments.store.as_deref(), &|name| std::env::var(name).ok())?,
        knowledge,
        today,
        room: Room::usual(),
    };
    serve(serving, |address| {
        // A terminal that is gone is no reason to end what is being served.
        let _ = output::result(&format!("Evenstride is at {address}\n"));
        output::remark("Stop it with Ctrl-C.");
    })?;
    Ok(exit_code::DONE)
}
