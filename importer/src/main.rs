//! The `importer` program. `importer --help` lists its exit codes.

use std::{env, io::Write, process::ExitCode};

use importer::{
    cli::Cli,
    command,
    error::Error,
    extract::child,
    report::{self, ERROR, Exit},
};

/// A row is some dozens of small texts, which one thread makes and another drops: the allocator of the system took a fifth
/// of a large import's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Before anything else: the parsing process has no threads, no database and little memory.
    if env::args_os().nth(1).is_some_and(|command| command == child::COMMAND) {
        return child::serve().map_or(Exit::Io.into(), |()| Exit::Ok.into());
    }
    let cli: Cli = settings::parse();
    cli.color.write_global();
    match execute(cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // There is nobody left to tell when standard error is closed.
            let told = report::shown_lines(&error.to_string());
            let _ = writeln!(anstream::stderr(), "{ERROR}importer:{ERROR:#} {told}");
            report::exit_of(&error).into()
        }
    }
}

fn execute(cli: Cli) -> Result<u8, Error> {
    let runtime = tokio::runtime::Runtime::new().map_err(Error::Output)?;
    let outcome = runtime.block_on(command::execute(cli));
    // A parser that is still at work when the import was stopped is not waited for.
    runtime.shutdown_background();
    outcome
}
