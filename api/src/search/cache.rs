use std::sync::Arc;

use entities::{area, ccg, ccg_identity};
use tokio::{sync::Mutex, task::spawn_blocking};

use super::index::Index;
use crate::{
    dates::Dates,
    edition::Edition,
    error::{Answer, Failure},
    reader::Snapshot,
    table::rows,
};

/// The index of the edition of the data that was searched last. Whoever searches an edition first builds its index,
/// and all others wait for it rather than build it too.
#[derive(Debug, Default)]
pub struct Indexes {
    last: Mutex<Option<(Edition, Arc<Index>)>>,
}

impl Indexes {
    /// The index of the edition that a snapshot shows.
    pub(super) async fn of(&self, snapshot: &Snapshot) -> Answer<Arc<Index>> {
        let Some(edition) = snapshot.edition().await? else { return Ok(Arc::default()) };
        let mut last = self.last.lock().await;
        if let Some((known, index)) = &*last
            && *known == edition
        {
            return Ok(index.clone());
        }
        let index = Arc::new(build(snapshot).await?);
        *last = Some((edition, index.clone()));
        Ok(index)
    }
}

async fn build(snapshot: &Snapshot) -> Answer<Index> {
    let dates = Dates::default();
    let ccgs = snapshot.rows(&rows::<ccg::Entity>(&dates)).await?;
    let identities = snapshot.rows(&rows::<ccg_identity::Entity>(&dates)).await?;
    let areas = snapshot.rows(&rows::<area::Entity>(&dates)).await?;
    // Of many thousand names it takes a moment, in which other requests are to go on.
    spawn_blocking(|| Index::build(ccgs, identities, areas)).await.map_err(|error| {
        tracing::error!(%error, "the index of names could not be built");
        Failure::Database
    })
}
