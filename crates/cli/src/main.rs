//! The program `evenstride`: words, files and exit codes around the use cases of `app`.
//!
//! It holds no rule of the domain. Exit codes: 0 done, 1 a fault of ours, 2 usage, 3 unreadable input,
//! 20 stopped by a red flag.

mod account;
mod arguments;
mod audit;
mod commands;
mod lists;
mod output;
mod plan;
mod record;
mod repeats;
mod serve;
mod trained;

use arguments::Arguments;
use clap::Parser;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers, not failures; clap knows which and prints them.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match commands::run(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            output::error(&error.to_string());
            ExitCode::from(error.exit_code())
        }
    }
}
