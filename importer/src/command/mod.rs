//! What each command does, from its arguments to its output.

mod backup;
mod database;
mod import;
mod inputs;
mod inspect;
mod manual;
mod outputs;
mod print;
mod profile;
mod revert;
mod sources;
mod status;
mod verify;
mod watch;

use self::{database::connect_to_look, print::print};
use crate::{
    cli::{Cli, Command, ExplainArgs, RunsArgs, RunsCommand},
    error::Error,
    explain,
    load::runs,
    report::{self, Exit, RunReport},
};

/// Does what the command line says. What was asked for goes to standard output.
///
/// # Errors
/// When the work cannot go on; a file that is no good is part of the report instead.
pub async fn execute(cli: Cli) -> Result<u8, Error> {
    match cli.command {
        Command::Run(arguments) => import::import(&arguments, false).await,
        Command::Check(arguments) => import::import(&arguments, true).await,
        Command::Inspect(arguments) => inspect::inspect(&arguments),
        Command::Watch(arguments) => watch::watch(&arguments).await,
        Command::Runs(arguments) => match &arguments.command {
            None => history(&arguments).await,
            Some(RunsCommand::Status(arguments)) => status::status(arguments).await,
        },
        Command::Revert(arguments) => revert::revert(&arguments).await,
        Command::Explain(arguments) => explain(&arguments).await,
        Command::Verify(arguments) => verify::verify(&arguments).await,
        Command::Backup(arguments) => backup::backup(&arguments).await,
        Command::Profile(command) => profile::execute(&command),
        Command::Migrate(arguments) => database::migrate(&arguments).await,
        Command::Completions { shell } => manual::completions(shell),
        Command::Man => manual::manual(),
    }
}

async fn history(arguments: &RunsArgs) -> Result<u8, Error> {
    let db = connect_to_look(&arguments.database).await?;
    let runs: Vec<RunReport> =
        runs::latest(&db, arguments.limit).await?.into_iter().map(RunReport::from).collect();
    print(arguments.database.format, &runs, || report::history(&runs))?;
    Ok(Exit::Ok.code())
}

async fn explain(arguments: &ExplainArgs) -> Result<u8, Error> {
    let db = connect_to_look(&arguments.database).await?;
    let explained = explain::explain(&db, &arguments.ccg, arguments.on).await?;
    print(arguments.database.format, &explained, || explain::text(&explained))?;
    Ok(Exit::Ok.code())
}
