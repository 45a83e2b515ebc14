use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    dates::Dates,
    edition::Edition,
    table::{Noun, Row, recorded},
};

/// The rows of a noun's table, by their numbers.
pub(super) type Table<N> = HashMap<i64, Row<N>>;

/// The tables of a handful of rows, as the edition of the data has them that was read last: hardly an answer goes without them,
/// and they change a few times a year.
#[derive(Debug, Default)]
pub struct SmallTables {
    tables: Mutex<HashMap<TypeId, (Edition, AnyTable)>>,
}

/// The table of some noun.
type AnyTable = Arc<dyn Any + Send + Sync>;

impl SmallTables {
    /// The table of a noun, if it was read of this edition.
    pub(super) fn get<N: Noun>(&self, edition: Edition) -> Option<Arc<Table<N>>> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let (read, table) = tables.get(&TypeId::of::<N>())?;
        (*read == edition).then(|| table.clone().downcast().ok()).flatten()
    }

    /// Keeps the table of a noun, as it was read of an edition.
    pub(super) fn keep<N: Noun>(&self, edition: Edition, table: Arc<Table<N>>) {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.insert(TypeId::of::<N>(), (edition, table));
    }
}

/// Whether a noun's table is small, and has the same rows whichever moment is asked about, or the present is.
pub(super) fn is_kept<N: Noun>(dates: &Dates) -> bool {
    N::IS_SMALL && (dates.known_at.is_none() || recorded::<N::Entity>(dates).is_none())
}
