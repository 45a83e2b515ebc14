//! What the database knows of the list of sources: whoever only reads it is to know how fresh each must be.

use std::{path::Path, time::Duration};

use entities::listed_source::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};

use crate::{
    catalogue::{self, SourceEntry},
    error::Error,
};

/// Notes which sources stand in a list, and which do so no more. A list in which two have the same name tells of none.
///
/// # Errors
/// When the database refuses a statement.
pub async fn note(txn: &DatabaseTransaction, list: &Path, sources: &[SourceEntry]) -> Result<(), Error> {
    if catalogue::check_names(list, sources).is_err() {
        return Ok(());
    }
    // The same list, whichever folder the importer is started in.
    let list = list.canonicalize().unwrap_or_else(|_| list.to_owned()).to_string_lossy().into_owned();
    let noted = Entity::find().filter(Column::List.eq(&list)).all(txn).await?;
    for entry in sources {
        let row = |id| Model {
            id,
            list: list.clone(),
            name: entry.name().to_owned(),
            dataset: entry.dataset.clone(),
            warn_after: seconds(entry.freshness.warn_after),
            error_after: seconds(entry.freshness.error_after),
            is_listed: true,
        };
        match noted.iter().find(|noted| noted.name == entry.name()) {
            Some(noted) if *noted == row(noted.id) => {}
            Some(noted) => drop(ActiveModel::from(row(noted.id)).reset_all().update(txn).await?),
            None => drop(ActiveModel { id: NotSet, ..row(0).into() }.insert(txn).await?),
        }
    }
    let is_gone = |noted: &&Model| noted.is_listed && sources.iter().all(|entry| entry.name() != noted.name);
    for noted in noted.iter().filter(is_gone) {
        let gone = ActiveModel { id: Set(noted.id), is_listed: Set(false), ..Default::default() };
        gone.update(txn).await?;
    }
    Ok(())
}

fn seconds(length: Option<Duration>) -> Option<i64> {
    length.map(|length| i64::try_from(length.as_secs()).unwrap_or(i64::MAX))
}
