//! The parser and the database at work side by side.

use tokio::sync::mpsc;

use super::Options;
use crate::{
    catalogue::SourceEntry,
    error::{Error, Refusal, RefusalCode},
    extract::{FileBytes, Limits},
    load::{Intake, Load},
    recognise::Profiles,
    transform::{self, Parsed},
};

/// How many batches of records the parser may be ahead of the database.
const BATCHES_AHEAD: usize = 4;

/// Parses on a thread of its own, so that a panic of the parser is a refused file and not a dead process, and takes
/// the records in as they come, so that the two work side by side.
pub(super) async fn take_in(
    load: &Load<'_>,
    intake: &mut Intake,
    file: FileBytes,
    profiles: Profiles,
    entry: &SourceEntry,
    options: &Options,
) -> Result<Result<Parsed, Refusal>, Error> {
    let (limits, visit) = (Limits { include_hidden: entry.include_hidden, ..options.limits }, options.visit);
    let kind = entry.kind;
    let (sender, mut batches) = mpsc::channel(BATCHES_AHEAD);
    let parsing = tokio::task::spawn_blocking(move || {
        transform::parse_in_batches(&profiles, &file, kind, &limits, visit, &mut |batch| {
            // Nobody listens any more when the database failed, and that is what will be told.
            let _ = sender.blocking_send(batch);
        })
    });
    while let Some(batch) = batches.recv().await {
        load.take(intake, batch).await?;
    }
    let crashed = |error| Refusal::new(RefusalCode::ParserCrashed, format!("the parser broke down: {error}"));
    let parsed = parsing.await.unwrap_or_else(|error| Err(crashed(error)));
    Ok(parsed.map_err(|refusal| refusal.with_remedy(entry.to_type())))
}
