//! `importer revert`.

use super::{database::connect_to_look, print::print};
use crate::{
    cli::RevertArgs,
    error::Error,
    load::revert::{self, Options},
    report::{self, RevertReport},
};

pub(super) async fn revert(arguments: &RevertArgs) -> Result<u8, Error> {
    let db = connect_to_look(&arguments.database).await?;
    let options = Options {
        dry_run: arguments.dry_run,
        lock_timeout: arguments.database.lock_timeout,
        max_issues: arguments.max_issues,
    };
    let reverted = revert::revert(&db, arguments.run, options).await?;
    let report = RevertReport::new(arguments.dry_run, reverted);
    print(arguments.database.format, &report, || report::reverted(&report))?;
    Ok(report.exit_code)
}
