//! The `importer` program. `importer --help` lists its exit codes.

use std::{env, io::ErrorKind, process::ExitCode};

use clap::Parser;
use importer::{
    cli::Cli,
    command,
    error::Error,
    extract::child,
    report::{self, Exit},
};

fn main() -> ExitCode {
    // Before anything else: the parsing process has no threads, no database and little memory.
    if env::args_os().nth(1).is_some_and(|command| command == child::COMMAND) {
        return child::serve().map_or(Exit::Io.into(), |()| Exit::Ok.into());
    }
    let cli = Cli::parse();
    let outcome = tokio::runtime::Runtime::new().map_err(Error::Output).and_then(|runtime| {
        let outcome = runtime.block_on(command::execute(cli));
        // A fetch that was given up must not be waited for.
        runtime.shutdown_background();
        outcome
    });
    match outcome {
        Ok(code) => ExitCode::from(code),
        // Who reads the report may stop early, as `head` does.
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("importer: {error}");
            report::exit_of(&error).into()
        }
    }
}
