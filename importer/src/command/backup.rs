//! `importer backup`.

use std::{fs, io, path::Path};

use migrations::database::{sqlite_path, without_secrets};
use serde::Serialize;

use super::{database::connect_to_look, print::print};
use crate::{
    cli::BackupArgs,
    error::Error,
    load::backup,
    output::Output,
    report::{Exit, shown},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BackupReport {
    schema_version: u32,
    file: String,
    bytes: u64,
    data_version: Option<i64>,
    facts: u64,
}

pub(super) async fn backup(arguments: &BackupArgs) -> Result<u8, Error> {
    let (file, url) = (&arguments.file, &arguments.database.database_url);
    let cannot =
        |kind, why: &str| Error::CannotCreate { path: file.clone(), source: io::Error::new(kind, why) };
    if file.exists() && !arguments.force {
        let why = "it is there already; --force takes its place";
        return Err(cannot(io::ErrorKind::AlreadyExists, why));
    }
    let db = connect_to_look(&arguments.database).await?;
    let Some(original) = sqlite_path(url).map(Path::new) else {
        return Err(Error::NotSqlite { url: without_secrets(url) });
    };
    let output = Output::create(file, [original])?;
    let Some(beside) = output.beside() else {
        return Err(cannot(io::ErrorKind::InvalidInput, "it is no file"));
    };
    let copied = backup::copy(&db, beside, file).await?;
    // A copy that a failing machine would take along is none.
    output.fill(|file| file.sync_all())?;
    let report = BackupReport {
        schema_version: 1,
        file: file.display().to_string(),
        bytes: fs::metadata(file).map(|found| found.len()).unwrap_or_default(),
        data_version: copied.data_version,
        facts: copied.facts,
    };
    print(arguments.database.format, &report, || text(&report))?;
    Ok(Exit::Ok.code())
}

fn text(report: &BackupReport) -> String {
    let version =
        report.data_version.map_or("no data".to_owned(), |version| format!("version {version} of the data"));
    let BackupReport { file, bytes, facts, .. } = report;
    format!("Copied {version} to {}: {facts} facts in force, {bytes} bytes.\n", shown(file))
}
