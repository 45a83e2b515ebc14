//! `importer verify`.

use super::{database::connect_to_look, print::print};
use crate::{
    cli::DatabaseArgs,
    error::Error,
    load::verify,
    report::{self, VerifyReport},
};

pub(super) async fn verify(arguments: &DatabaseArgs) -> Result<u8, Error> {
    let db = connect_to_look(arguments).await?;
    let report = VerifyReport::from(verify::verify(&db).await?);
    print(arguments.format, &report, || report::verified(&report))?;
    Ok(report.exit().code())
}
