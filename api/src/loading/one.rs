use std::collections::HashMap;

use async_graphql::{Context, dataloader::Loader};
use sea_orm::{ColumnTrait, ExprTrait, ModelTrait, Value};

use super::{Batches, Key, loaders};
use crate::{
    error::{Answer, Failure},
    table::{Noun, Row, id_columns, rows},
};

/// The row of a noun with this number, if there is one.
pub async fn find<N: Noun>(context: &Context<'_>, id: i64) -> Answer<Option<N>> {
    loaders(context).load_one(Key::<N, i64>::new(id)).await
}

/// The row to which a reference leads. A foreign key sees to it that there is one.
pub async fn one<N: Noun>(context: &Context<'_>, id: i64) -> Answer<N> {
    find(context, id).await?.ok_or_else(|| {
        tracing::error!(noun = %N::type_name(), id, "a reference leads nowhere");
        Failure::Database
    })
}

/// The row to which a reference leads that may be absent.
pub async fn one_if<N: Noun>(context: &Context<'_>, id: Option<i64>) -> Answer<Option<N>> {
    match id {
        Some(id) => one(context, id).await.map(Some),
        None => Ok(None),
    }
}

impl<N: Noun> Loader<Key<N, i64>> for Batches {
    type Value = N;
    type Error = Failure;

    async fn load(&self, keys: &[Key<N, i64>]) -> Answer<HashMap<Key<N, i64>, N>> {
        let mut select = rows::<N::Entity>();
        for id in id_columns::<N::Entity>() {
            select.and_where(id.into_expr().is_in(keys.iter().map(|key| key.of)));
        }
        let found = self.snapshot.rows::<Row<N>>(&select).await?;
        Ok(found
            .into_iter()
            .filter_map(|row| Some((Key::new(number_of::<N>(&row)?), N::from(row))))
            .collect())
    }
}

fn number_of<N: Noun>(row: &Row<N>) -> Option<i64> {
    id_columns::<N::Entity>().find_map(|id| match row.get(id) {
        Value::BigInt(number) => number,
        _ => None,
    })
}
