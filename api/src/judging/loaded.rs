use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, dataloader::Loader};

use super::{Judged, Known, known_of};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    kept::Kept,
    loading::{Batches, Key, by_dates, loaders},
};

/// What is known of a CCG; none at a moment at which the CCG itself was not known yet. Those of which fields of one level ask are loaded together.
pub async fn known_of_one(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Option<Arc<Known>>> {
    loaders(context).load_one(Key::<Known, _>::new((ccg, dates.of_any_day()))).await
}

/// The positions of all CCGs, worked out once for all who ask.
pub async fn judged(context: &Context<'_>, dates: Dates) -> Answer<Arc<Judged>> {
    let (snapshot, dates) = (loaders(context).loader().snapshot(), dates.of_any_day());
    let judge = async || Judged::load(snapshot, &dates).await;
    context.data_unchecked::<Kept<Judged>>().of(snapshot.edition().await?, dates, judge).await
}

impl Loader<Key<Known, (i64, Dates)>> for Batches {
    type Value = Arc<Known>;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Known, (i64, Dates)>],
    ) -> Answer<HashMap<Key<Known, (i64, Dates)>, Arc<Known>>> {
        let mut found = HashMap::new();
        for (dates, ccgs) in by_dates(keys.iter().map(|key| key.of)) {
            let known = known_of(self.snapshot(), &ccgs, &dates).await?;
            found.extend(known.into_iter().map(|known| (Key::new((known.ccg.id, dates)), Arc::new(known))));
        }
        Ok(found)
    }
}
