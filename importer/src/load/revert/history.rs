//! What the history of imports says of a run that is to be taken back, and what is written into it.

use chrono::{DateTime, Utc};
use entities::{
    domain::{DatasetKind, RunStatus},
    import_run,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};

use super::{Lost, Revertible};
use crate::{
    error::Error,
    load::{
        Diff,
        runs::{self, Ending, RowCounts, committed},
    },
    report::ProfileReport,
};

/// The run with a number.
pub(super) async fn find(txn: &DatabaseTransaction, id: i64) -> Result<import_run::Model, Error> {
    import_run::Entity::find_by_id(id).one(txn).await?.ok_or(Error::UnknownRun { id })
}

/// What is to be taken back of a run: it stored a file, and nothing of its dataset was stored after it that still is.
pub(super) async fn revertible(
    txn: &DatabaseTransaction,
    run: &import_run::Model,
) -> Result<Revertible, Error> {
    let refused = |because: String| Err(Error::NotRevertible { id: run.id, because });
    match run.status {
        RunStatus::Committed => {}
        RunStatus::Reverted => {
            let by = import_run::Entity::find()
                .filter(import_run::Column::RevertsRunId.eq(run.id))
                .filter(import_run::Column::Status.eq(RunStatus::Committed))
                .one(txn)
                .await?;
            let by = by.map_or_else(String::new, |by| format!(" by run {}", by.id));
            return refused(format!("it was taken back already{by}"));
        }
        RunStatus::Unchanged => return refused("it changed nothing: its file was in force already".into()),
        RunStatus::Rejected => return refused("its file was refused, and nothing of it is stored".into()),
        RunStatus::Running => return refused("it has not ended".into()),
        RunStatus::Abandoned => return refused("it came to no end, and nothing of it is stored".into()),
    }
    if let Some(other) = run.reverts_run_id {
        return refused(format!("it takes back run {other}; import the file of that run again to store it"));
    }
    let Some(revertible) = Revertible::of(run.kind) else {
        return refused(format!(
            "it stored {}, whose rows are corrected in place, and what they were before is not kept; import the older \
             file of dataset {} again, which corrects them back",
            run.kind.map_or("a file", DatasetKind::title),
            run.dataset
        ));
    };
    let later = committed(&run.dataset)
        .filter(import_run::Column::DataVersion.gt(run.data_version))
        .filter(import_run::Column::RevertsRunId.is_null());
    if let Some(later) = later.one(txn).await? {
        return refused(format!(
            "run {} stored {} after it in dataset {}; take that back first",
            later.id, later.file_name, run.dataset
        ));
    }
    Ok(revertible)
}

/// The run that said what was in force before this one.
pub(super) async fn before(
    txn: &DatabaseTransaction,
    run: &import_run::Model,
) -> Result<Option<import_run::Model>, Error> {
    let before =
        committed(&run.dataset).filter(import_run::Column::DataVersion.lt(run.data_version)).one(txn);
    Ok(before.await?.filter(|before| before.source_id.is_some()))
}

/// Opens the run that takes another back, if that can be.
pub(super) async fn open(txn: &DatabaseTransaction, run_id: i64) -> Result<import_run::Model, Error> {
    let run = find(txn, run_id).await?;
    revertible(txn, &run).await?;
    let before = before(txn, &run).await?;
    let file_name = &before.as_ref().unwrap_or(&run).file_name;
    let mut row = runs::begun(&run.dataset, run.kind, file_name);
    row.reverts_run_id = Set(Some(run.id));
    Ok(row.insert(txn).await?)
}

/// How that run ended: with the file that is in force again, and its rows. Those that could not be stored again count
/// as rejected, so that the file can be imported once more.
pub(super) fn ending<'a>(
    kind: Option<DatasetKind>,
    before: Option<&'a import_run::Model>,
    lost: Lost,
    diff: Diff,
    recorded_at: DateTime<Utc>,
) -> Ending<'a> {
    let rows = before.map(RowCounts::from).unwrap_or_default();
    let rows = RowCounts {
        facts: rows.facts.saturating_sub(lost.facts),
        duplicates: rows.duplicates.saturating_sub(lost.duplicates),
        rejected: rows.rejected + lost.facts + lost.duplicates,
        ..rows
    };
    Ending {
        status: RunStatus::Committed,
        kind,
        source_id: before.and_then(|before| before.source_id),
        profile: None,
        // Its file was read as it was then: to import it in the same way would change nothing.
        options_sha256: before.and_then(|before| before.options_sha256.as_deref()),
        refusal: None,
        recorded_at: Some(recorded_at),
        rows,
        diff,
    }
}

/// The profile that the file was read by which is in force again: so it is known when the profile changes.
pub(super) fn profile_of(before: &import_run::Model) -> Option<ProfileReport> {
    let (name, sha256) = before.profile.clone().zip(before.profile_sha256.clone())?;
    Some(ProfileReport { name, sha256 })
}
