//! The local web app as a command: where it listens, whom it answers, and which store it shows.
//!
//! Read next: [`evenstride_web`].

use crate::output;
use clap::Args;
use evenstride_app::disk::today;
use evenstride_app::error::{Error, exit_code};
use evenstride_app::knowledge::Spoken;
use evenstride_app::store::Address;
use evenstride_web::{Beyond, Certificate, DEFAULT_PORT, Listening, Room, Serving, openapi, qr_text, serve};
use std::path::PathBuf;

pub(crate) const HELP: &str = "\
Open the address that is printed in a browser on this machine. Nothing is sent to any other machine, and no other
machine is answered unless you say --beyond; then every connection is encrypted and everybody signs in with an account:
see docs/beyond-this-machine.md. Stop it with Ctrl-C. Programs ask below /api/v1: see docs/api.md.

Examples:
  evenstride serve
  evenstride serve --port 0 --store family.db
  evenstride account add olga --role owner
  evenstride serve --beyond --name laptop.local";

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// The port; 0 for any that is free.
    #[arg(long, value_name = "PORT", default_value_t = DEFAULT_PORT)]
    port: u16,
    /// The address of this machine to listen on: 127.0.0.1 or ::1.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", conflicts_with = "beyond")]
    host: String,
    /// Answer other machines too, such as a phone in the same network: over TLS, and after signing in.
    #[arg(long, visible_alias = "lan")]
    beyond: bool,
    /// With --beyond, the address to listen on; every one of this machine when left out.
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0", requires = "beyond")]
    listen: String,
    /// With --beyond, a name by which others reach this machine, such as laptop.local; may be given again.
    #[arg(long, value_name = "NAME", requires = "beyond")]
    name: Vec<String>,
    /// With --beyond, a certificate that phones trust already (PEM), in place of one of our own authority.
    #[arg(long, value_name = "FILE", requires = "key", requires = "beyond")]
    certificate: Option<PathBuf>,
    /// The key of the certificate (PEM).
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
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
/// The address is not this machine and others are not to be answered, what that takes is missing, the port is taken, or the
/// store cannot be opened.
pub(crate) fn run_serve(arguments: &ServeArguments, catalog: &[PathBuf]) -> Result<u8, Error> {
    if arguments.openapi {
        output::result(&openapi())?;
        return Ok(exit_code::DONE);
    }
    let environment = |name: &str| std::env::var(name).ok();
    let store = Address::chosen(arguments.store.as_deref(), &environment)?;
    let beyond = if arguments.beyond { Some(beyond(arguments, &store)?) } else { None };
    let serving = Serving {
        host: if beyond.is_some() { arguments.listen.clone() } else { arguments.host.clone() },
        port: arguments.port,
        beyond,
        store,
        knowledge: Spoken::load(catalog)?,
        today,
        room: Room::usual(),
    };
    serve(serving, tell)?;
    Ok(exit_code::DONE)
}

fn beyond(arguments: &ServeArguments, store: &Address) -> Result<Beyond, Error> {
    let certificate = match (&arguments.certificate, &arguments.key) {
        (Some(chain), Some(key)) => Certificate::Given { chain: chain.clone(), key: key.clone() },
        (_, _) => {
            let folder = store.folder_beside("authority", &|name| std::env::var(name).ok())?;
            Certificate::Own { folder }
        }
    };
    Ok(Beyond { names: arguments.name.clone(), certificate })
}

/// Says where to go.
fn tell(listening: &Listening) {
    // A terminal that is gone is no reason to end what is being served.
    let _ = output::result(&format!("Evenstride is at {}\n", listening.address()));
    let others = listening.addresses();
    for other in others.iter().skip(1) {
        output::remark(&format!("             also {other}"));
    }
    if let Some(trust) = listening.trust() {
        let page = format!("{}trust", listening.address());
        output::remark(&format!("\nA phone is told how to trust it at {page}\n{}", qr_text(&page)));
        output::remark(&format!("Fingerprint of the root: {}", trust.fingerprint));
    }
    output::remark("Stop it with Ctrl-C.");
}
