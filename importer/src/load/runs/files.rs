//! The files that were read, by their bytes.

use entities::{domain::SourceKind, source};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};

use crate::{catalogue::SourceEntry, error::Error, extract::FileBytes};

/// Finds the file's row, or makes one.
///
/// # Errors
/// When the database refuses a statement.
pub async fn record_file(
    txn: &DatabaseTransaction,
    file: &FileBytes,
    entry: &SourceEntry,
) -> Result<i64, Error> {
    let known = source::Entity::find().filter(source::Column::NaturalKey.eq(&file.sha256)).one(txn).await?;
    if let Some(known) = known {
        return complete(txn, known, entry).await;
    }
    let row = source::ActiveModel {
        id: NotSet,
        kind: Set(SourceKind::File),
        publisher: Set(entry.publisher.clone()),
        title: Set(entry.title.clone().unwrap_or_else(|| file.name.clone())),
        address: Set(entry.address.clone()),
        licence: Set(entry.licence.clone()),
        published_on: Set(entry.published_on),
        file_name: Set(Some(file.name.clone())),
        sha256: Set(Some(file.sha256.clone())),
        size_bytes: Set(file.bytes.len().ok().and_then(|size| i64::try_from(size).ok())),
        natural_key: Set(file.sha256.clone()),
    };
    Ok(row.insert(txn).await?.id)
}

/// What is told of a file later completes what was told before.
async fn complete(
    txn: &DatabaseTransaction,
    known: source::Model,
    entry: &SourceEntry,
) -> Result<i64, Error> {
    let told = source::Model {
        publisher: entry.publisher.clone().or(known.publisher.clone()),
        title: entry.title.clone().unwrap_or(known.title.clone()),
        address: entry.address.clone().or(known.address.clone()),
        licence: entry.licence.clone().or(known.licence.clone()),
        published_on: entry.published_on.or(known.published_on),
        ..known.clone()
    };
    let id = known.id;
    if told != known {
        told.into_active_model().reset_all().update(txn).await?;
    }
    Ok(id)
}
