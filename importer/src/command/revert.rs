//! `importer revert`.

use super::{connect_to_look, print};
use crate::{
    cli::RevertArgs,
    error::Error,
    load::{database, revert},
    report::{self, RevertReport},
};

pub(super) async fn revert(arguments: &RevertArgs) -> Result<u8, Error> {
    let db = connect_to_look(&arguments.database).await?;
    let txn = database::begin(&db, arguments.database.lock_timeout).await?;
    let reverted = revert::revert(&txn, arguments.run).await?;
    if arguments.dry_run {
        txn.rollback().await?;
    } else {
        txn.commit().await?;
    }
    let report = RevertReport::new(arguments.dry_run, reverted);
    print(arguments.database.format, &report, || report::reverted(&report))?;
    Ok(report.exit_code)
}
