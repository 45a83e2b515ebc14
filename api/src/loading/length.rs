use std::{
    any::TypeId,
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use sea_orm::{
    EntityName,
    sea_query::{Expr, Func, Query, SelectStatement},
};

use super::Relation;
use crate::{
    edition::Edition,
    error::Answer,
    reader::{Snapshot, record},
};

/// How many rows parents have in the mean, as the edition of the data has them that was read last: it decides how pages of
/// them are read, and nothing of what is answered.
#[derive(Debug, Default)]
pub struct Lengths {
    means: Mutex<HashMap<TypeId, (Edition, u64)>>,
}

impl Lengths {
    /// How many rows a parent has in the mean, about.
    pub(super) async fn mean<R: Relation>(&self, snapshot: &Snapshot) -> Answer<u64> {
        let edition = snapshot.edition().await?;
        let known = self.means().get(&TypeId::of::<R>()).copied();
        if let Some((_, mean)) = known.filter(|(of, _)| Some(*of) == edition) {
            return Ok(mean);
        }
        let last = snapshot.first::<Last>(&last::<R>()).await?;
        let mean = last.map_or(0, Last::mean);
        if let Some(edition) = edition {
            self.means().insert(TypeId::of::<R>(), (edition, mean));
        }
        Ok(mean)
    }

    fn means(&self) -> MutexGuard<'_, HashMap<TypeId, (Edition, u64)>> {
        self.means.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

record! {
    /// The last number of a row, and the last of a parent.
    struct Last {
        node: Option<i64>,
        parent: Option<i64>,
    }
}

impl Last {
    /// Numbers are given one after the other, so that the last tells about how many there are.
    fn mean(self) -> u64 {
        let (rows, parents) = (self.node.unwrap_or_default(), self.parent.unwrap_or_default());
        rows.checked_div(parents).and_then(|mean| mean.try_into().ok()).unwrap_or_default()
    }
}

/// Each in a query of its own, which looks at the end of an index and no further.
fn last<R: Relation>() -> SelectStatement {
    let last = |of: Expr| {
        let table = R::Holder::default().table_ref();
        Expr::from(Query::select().expr(Func::max(of)).from(table).to_owned())
    };
    Query::select().expr_as(last(R::number()), "node").expr_as(last(R::parent()), "parent").to_owned()
}
