use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    ops::BitOr,
    sync::Arc,
};

use async_graphql::{Context, dataloader::Loader};
use foldhash::fast::RandomState;
use sea_orm::{ColumnTrait, ModelTrait, Value};

use super::{
    Batches, Key, loaders,
    small::{Table, is_kept},
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    reader::{ColumnSet, TableRow},
    table::{Noun, Row, id_columns, in_force, one_of, rows, select_only},
};

/// Rows of a noun that are asked for together: their numbers, and the dates with which each is seen. To a loader they are one thing,
/// for it takes the hash of each thing several times.
#[derive(Clone, PartialEq, Eq)]
pub struct Wanted {
    rows: Arc<[(i64, Dates)]>,
    columns: ColumnSet,
}

/// By its ends: hardly two lists of an answer have the same, and those that do are told apart.
impl Hash for Wanted {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.rows.len(), self.rows.first(), self.rows.last(), self.columns).hash(state);
    }
}

/// The rows that were asked for, each in its place: none where there is no such row.
type Rows<N> = Arc<[Option<N>]>;

/// The row of a noun with this number, if there is one.
pub async fn find<N: Noun>(context: &Context<'_>, id: i64, dates: Dates) -> Answer<Option<N>> {
    Ok(each::<N>(context, &[(id, dates)], ColumnSet::ALL).await?.first().cloned().flatten())
}

/// The rows of a noun with these numbers, each as it is seen with its dates, of which at least these columns are read.
pub async fn each<N: Noun>(
    context: &Context<'_>,
    wanted: &[(i64, Dates)],
    columns: ColumnSet,
) -> Answer<Rows<N>> {
    if let Some(found) = kept::<N>(context, wanted) {
        return Ok(found);
    }
    let wanted = Wanted { rows: wanted.into(), columns };
    let found = loaders(context).load_one(Key::<N, _>::new(wanted)).await?;
    Ok(found.unwrap_or_default())
}

/// The same, of a table that is kept and was read already.
fn kept<N: Noun>(context: &Context<'_>, wanted: &[(i64, Dates)]) -> Option<Rows<N>> {
    if !wanted.iter().all(|(_, dates)| is_kept::<N>(dates)) {
        return None;
    }
    let table = loaders(context).loader().kept::<N>()?;
    let row = |(id, dates): &(i64, Dates)| table.get(id).map(|row| N::new(row.clone(), *dates));
    Some(wanted.iter().map(row).collect())
}

/// The row to which a reference leads. A foreign key sees to it that there is one.
pub async fn one<N: Noun>(context: &Context<'_>, id: i64, dates: Dates) -> Answer<N> {
    find(context, id, dates).await?.ok_or_else(|| {
        tracing::error!(noun = %N::type_name(), id, "a reference leads nowhere");
        Failure::Database
    })
}

/// The row to which a reference leads that may be absent.
pub async fn one_if<N: Noun>(context: &Context<'_>, id: Option<i64>, dates: Dates) -> Answer<Option<N>> {
    match id {
        Some(id) => one(context, id, dates).await.map(Some),
        None => Ok(None),
    }
}

impl<N: Noun> Loader<Key<N, Wanted>> for Batches {
    type Value = Rows<N>;
    type Error = Failure;

    async fn load(&self, keys: &[Key<N, Wanted>]) -> Answer<HashMap<Key<N, Wanted>, Rows<N>>> {
        let mut found = HashMap::<_, _, RandomState>::default();
        let columns = keys.iter().map(|key| key.of.columns).reduce(BitOr::bitor).unwrap_or(ColumnSet::ALL);
        for (dates, ids) in by_dates(keys.iter().flat_map(|key| key.of.rows.iter().copied())) {
            let rows: Vec<Row<N>> = if is_kept::<N>(&dates) {
                let table = self.whole::<N>(&dates).await?;
                ids.iter().filter_map(|id| table.get(id).cloned()).collect()
            } else {
                let mut select = in_force::<N::Entity>(&dates);
                select_only::<N::Entity>(&mut select, columns);
                for id in id_columns::<N::Entity>() {
                    select.and_where(one_of(id.into_expr(), ids.iter().copied()));
                }
                self.snapshot.read(&select, |row| Row::<N>::read_columns(row, columns)).await?
            };
            for row in rows {
                found.extend(number_of::<N>(&row).map(|id| ((id, dates), N::new(row, dates))));
            }
        }
        let in_place =
            |key: &Key<N, Wanted>| key.of.rows.iter().map(|wanted| found.get(wanted).cloned()).collect();
        Ok(keys.iter().map(|key| (key.clone(), in_place(key))).collect())
    }
}

impl Batches {
    /// A small table, if it was read of the edition that the snapshot is known to show. It waits for nothing: what a row that is
    /// referred to waits for is made room for in each field of each row.
    fn kept<N: Noun>(&self) -> Option<Arc<Table<N>>> {
        self.small.get::<N>(self.snapshot.known_edition()?)
    }

    /// A small table, which is kept from now on.
    async fn whole<N: Noun>(&self, dates: &Dates) -> Answer<Arc<Table<N>>> {
        if let Some(known) = self.kept::<N>() {
            return Ok(known);
        }
        let read = self.snapshot.rows::<Row<N>>(&rows::<N::Entity>(dates)).await?;
        let numbered = read.into_iter().filter_map(|row| Some((number_of::<N>(&row)?, row)));
        let table: Arc<Table<N>> = Arc::new(numbered.collect());
        if let Some(edition) = self.snapshot.known_edition() {
            self.small.keep::<N>(edition, table.clone());
        }
        Ok(table)
    }
}

/// One statement serves the rows that are asked for with the same dates, each once.
pub fn by_dates(wanted: impl IntoIterator<Item = (i64, Dates)>) -> HashMap<Dates, Vec<i64>, RandomState> {
    let mut groups = HashMap::<_, Vec<_>, _>::default();
    for (id, dates) in wanted {
        groups.entry(dates).or_default().push(id);
    }
    for ids in groups.values_mut() {
        ids.sort_unstable();
        ids.dedup();
    }
    groups
}

fn number_of<N: Noun>(row: &Row<N>) -> Option<i64> {
    id_columns::<N::Entity>().find_map(|id| match row.get(id) {
        Value::BigInt(number) => number,
        _ => None,
    })
}
