use std::sync::Arc;

use tokio::sync::Mutex;

use super::world::World;
use crate::{dates::Dates, error::Answer, reader::Snapshot};

/// What the figures were held against last, which is the same for all pages of a list and all filters: of which version of the
/// data, by which dates. Whoever asks for another first loads it, and all others wait for it rather than load it too.
#[derive(Default)]
pub struct Worlds {
    last: Mutex<Option<Kept>>,
}

struct Kept {
    version: i64,
    dates: Dates,
    world: Arc<World>,
}

impl Worlds {
    /// What figures are held against by these dates, in the version of the data that a snapshot shows.
    pub(super) async fn of(&self, snapshot: &Snapshot, dates: &Dates) -> Answer<Arc<World>> {
        let version = snapshot.edition().await?.map_or(0, |edition| edition.version);
        let mut last = self.last.lock().await;
        if let Some(kept) = last.as_ref().filter(|kept| (kept.version, kept.dates) == (version, *dates)) {
            return Ok(kept.world.clone());
        }
        let world = Arc::new(World::load(snapshot, dates).await?);
        *last = Some(Kept { version, dates: *dates, world: world.clone() });
        Ok(world)
    }
}
