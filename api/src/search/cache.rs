use std::sync::Arc;

use entities::{area, ccg, ccg_identity};
use tokio::task::spawn_blocking;

use super::index::Index;
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    kept::Kept,
    reader::Snapshot,
    table::rows,
};

/// The indexes of the editions of the data that were searched last.
#[derive(Default)]
pub struct Indexes(Kept<Index>);

impl Indexes {
    /// The index of the edition that a snapshot shows.
    pub(super) async fn of(&self, snapshot: &Snapshot) -> Answer<Arc<Index>> {
        let edition = snapshot.edition().await?;
        if edition.is_none() {
            return Ok(Arc::default());
        }
        self.0.of(edition, Dates::default(), || build(snapshot)).await
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
