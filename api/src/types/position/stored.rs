//! Positions as the importer keeps them.

use std::collections::HashMap;

use async_graphql::{Context, dataloader::Loader};
use entities::position::{Column, Entity, Model};

use super::Position;
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::{Batches, Key, by_dates, loaders},
    table::{Noun, column, one_of, rows},
};

pub(super) async fn position(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Position> {
    let found = loaders(context).load_one(Key::<Stored, _>::new((ccg, dates))).await?;
    Position::read(found, ccg, dates)
}

/// Marks the loader.
struct Stored;

impl Loader<Key<Stored, (i64, Dates)>> for Batches {
    type Value = Model;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Stored, (i64, Dates)>],
    ) -> Answer<HashMap<Key<Stored, (i64, Dates)>, Model>> {
        let mut found = HashMap::new();
        for (dates, ccgs) in by_dates(keys.iter().map(|key| key.of)) {
            let mut select = rows::<Entity>(&dates);
            select.and_where(one_of(column(Column::CcgId), ccgs)).cond_where(Position::on_day(dates.day()));
            for row in self.snapshot().rows::<Model>(&select).await? {
                found.insert(Key::new((row.ccg_id, dates)), row);
            }
        }
        Ok(found)
    }
}
