use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, dataloader::Loader};

use super::{Known, known_of};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::{Batches, Key, by_dates, loaders},
};

/// What is known of a CCG; none at a moment at which the CCG itself was not known yet. Those of which fields of one level ask are loaded together.
pub async fn known_of_one(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Option<Arc<Known>>> {
    loaders(context).load_one(Key::<Known, _>::new((ccg, whatever_the_day(dates)))).await
}

/// What is known of all CCGs, by ODS code, loaded once.
pub async fn known_of_all(context: &Context<'_>, dates: Dates) -> Answer<Arc<Vec<Known>>> {
    let key = Key::<All, _>::new(whatever_the_day(dates));
    Ok(loaders(context).load_one(key).await?.unwrap_or_default())
}

/// Which day is asked about makes no difference to what is known.
fn whatever_the_day(dates: Dates) -> Dates {
    Dates { as_of: None, ..dates }
}

impl Loader<Key<Known, (i64, Dates)>> for Batches {
    type Value = Arc<Known>;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Known, (i64, Dates)>],
    ) -> Answer<HashMap<Key<Known, (i64, Dates)>, Arc<Known>>> {
        let mut found = HashMap::new();
        for (dates, ccgs) in by_dates(keys) {
            let known = known_of(self.snapshot(), Some(&ccgs), &dates).await?;
            found.extend(known.into_iter().map(|known| (Key::new((known.ccg.id, dates)), Arc::new(known))));
        }
        Ok(found)
    }
}

/// Marks the loader of what is known of all.
struct All;

impl Loader<Key<All, Dates>> for Batches {
    type Value = Arc<Vec<Known>>;
    type Error = Failure;

    async fn load(&self, keys: &[Key<All, Dates>]) -> Answer<HashMap<Key<All, Dates>, Arc<Vec<Known>>>> {
        let mut found = HashMap::new();
        for key in keys {
            found.insert(key.clone(), Arc::new(known_of(self.snapshot(), None, &key.of).await?));
        }
        Ok(found)
    }
}
