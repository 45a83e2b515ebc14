//! `importer runs status`.

use chrono::{DateTime, Utc};
use entities::domain::Freshness;
use sea_orm::ConnectionTrait;

use super::{database::connect_to_look, print::print};
use crate::{
    catalogue::{self, SourceEntry},
    cli::StatusArgs,
    error::Error,
    load::checks,
    report::{self, Exit, SourceStatus, StatusReport},
    watch::due::{Due, due},
};

pub(super) async fn status(arguments: &StatusArgs) -> Result<u8, Error> {
    let sources = catalogue::read(&arguments.sources)?.sources;
    catalogue::check_names(&arguments.sources, &sources)?;
    let db = connect_to_look(&arguments.database).await?;
    let now = Utc::now();
    let mut all = Vec::new();
    for entry in &sources {
        all.push(look(&db, entry, now).await?);
    }
    let status = StatusReport::new(now, all);
    print(arguments.database.format, &status, || report::status(&status))?;
    Ok(match status.freshness() {
        None | Some(Freshness::Ok) => Exit::Ok,
        Some(Freshness::Warn) => Exit::Rejects,
        Some(Freshness::Error) => Exit::Stale,
    }
    .code())
}

async fn look<C: ConnectionTrait>(
    db: &C,
    entry: &SourceEntry,
    now: DateTime<Utc>,
) -> Result<SourceStatus, Error> {
    let past = checks::past(db, entry.name()).await?;
    let next = match due(entry, &past, now, false) {
        Due::Now { due_at, .. } => Some(due_at),
        Due::At(at) => Some(at),
        Due::Running(_) | Due::Never => None,
    };
    let stored = checks::last_success(db, entry.name(), &entry.dataset).await?;
    Ok(SourceStatus::new(entry, &past, stored, next, now))
}
