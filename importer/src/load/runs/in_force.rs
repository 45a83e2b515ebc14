//! What earlier runs left in force: which file a dataset is made of, and of what kind it is.

use entities::{
    domain::{DatasetKind, RunStatus},
    evidence, import_run, source,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use super::ReadOptions;
use crate::{catalogue::SourceEntry, error::Error, extract::FileBytes};

/// The runs of a dataset that stored something which was not taken back, the last commit first.
pub(in crate::load) fn committed(dataset: &str) -> Select<import_run::Entity> {
    stored(dataset, [RunStatus::Committed])
}

/// The runs of a dataset that stored something, and perhaps were taken back, the last commit first.
pub(in crate::load) fn ever_committed(dataset: &str) -> Select<import_run::Entity> {
    stored(dataset, [RunStatus::Committed, RunStatus::Reverted])
}

/// The order in which runs began says nothing: one may have waited for another that began later.
fn stored<const N: usize>(dataset: &str, statuses: [RunStatus; N]) -> Select<import_run::Entity> {
    import_run::Entity::find()
        .filter(import_run::Column::Dataset.eq(dataset))
        .filter(import_run::Column::Status.is_in(statuses))
        .filter(import_run::Column::DataVersion.is_not_null())
        .order_by_desc(import_run::Column::DataVersion)
}

/// The dataset in which the very bytes are in force: they are its last committed file.
///
/// In the file's own dataset they must have been read as they would be now, and no row of them rejected: such a row may be
/// taken another time, when the register knows its CCG. Bytes that somebody says to be another dataset are that dataset too;
/// where only the file's name says so, they are a copy of what another dataset is made of, however that was read and
/// whatever was rejected, unless somebody says how the copy is to be read.
///
/// # Errors
/// When the database refuses a statement.
pub async fn in_force<C: ConnectionTrait>(
    db: &C,
    file: &FileBytes,
    entry: &SourceEntry,
    options: &ReadOptions,
) -> Result<Option<String>, Error> {
    let of_these_bytes = import_run::Entity::find()
        .inner_join(source::Entity)
        .filter(source::Column::NaturalKey.eq(&file.sha256))
        .filter(import_run::Column::Status.eq(RunStatus::Committed))
        .order_by_desc(import_run::Column::DataVersion);
    let mut copied = None;
    for run in of_these_bytes.all(db).await? {
        let last = committed(&run.dataset).one(db).await?;
        if last.is_none_or(|last| last.id != run.id) {
            continue;
        }
        let is_read_so = options.are_those_of(&run);
        if run.dataset == entry.dataset {
            return Ok((is_read_so && run.rejected == 0).then_some(run.dataset));
        }
        if entry.is_dataset_guessed && (is_read_so || !entry.says_how_to_read()) {
            copied.get_or_insert(run.dataset);
        }
    }
    Ok(copied)
}

/// The run over the very bytes that was taken back, unless they were stored once more since.
///
/// # Errors
/// When the database refuses a statement.
pub async fn taken_back<C: ConnectionTrait>(
    db: &C,
    file: &FileBytes,
    dataset: &str,
) -> Result<Option<i64>, Error> {
    let last = ever_committed(dataset)
        .inner_join(source::Entity)
        .filter(source::Column::NaturalKey.eq(&file.sha256))
        .one(db)
        .await?;
    Ok(last.filter(|run| run.status == RunStatus::Reverted).map(|run| run.id))
}

/// The kind of the last committed file of a dataset. A dataset whose only file was taken back may become anything.
///
/// # Errors
/// When the database refuses a statement.
pub async fn kind_of<C: ConnectionTrait>(db: &C, dataset: &str) -> Result<Option<DatasetKind>, Error> {
    let last = committed(dataset).one(db).await?;
    Ok(last.filter(|run| run.source_id.is_some()).and_then(|run| run.kind))
}

/// The first of these sheets that gave evidence to an older file of the dataset.
///
/// # Errors
/// When the database refuses a statement.
pub async fn evidence_from<C: ConnectionTrait>(
    db: &C,
    dataset: &str,
    sheets: &[String],
) -> Result<Option<String>, Error> {
    let row = evidence::Entity::find()
        .inner_join(import_run::Entity)
        .filter(import_run::Column::Dataset.eq(dataset))
        .filter(evidence::Column::RetractedAt.is_null())
        .filter(evidence::Column::Sheet.is_in(sheets.iter().map(String::as_str)))
        .one(db)
        .await?;
    Ok(row.map(|row| row.sheet))
}
