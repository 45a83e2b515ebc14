//! The `importer` program. `importer --help` lists its exit codes.

use std::{io::ErrorKind, process::ExitCode};

use clap::Parser;
use importer::{cli::Cli, command, error::Error, report};

#[tokio::main]
async fn main() -> ExitCode {
    match command::execute(Cli::parse()).await {
        Ok(code) => ExitCode::from(code),
        // Who reads the report may stop early, as `head` does.
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("importer: {error}");
            report::exit_of(&error).into()
        }
    }
}
