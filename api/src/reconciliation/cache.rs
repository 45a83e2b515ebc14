use std::sync::Arc;

use tokio::sync::Mutex;

use super::world::World;
use crate::{dates::Dates, edition::Edition, error::Answer, reader::Snapshot};

/// What the figures were held against last, which is the same for all pages of a list and all filters: of which edition of the
/// data, by which dates. Whoever asks for another first loads it, and all others wait for it rather than load it too.
#[derive(Default)]
pub struct Worlds {
    last: Mutex<Option<Kept>>,
}

struct Kept {
    edition: Option<Edition>,
    dates: Dates,
    world: Arc<World>,
}

impl Worlds {
    /// What figures are held against by these dates, in the edition of the data that a snapshot shows.
    pub(super) async fn of(&self, snapshot: &Snapshot, dates: &Dates) -> Answer<Arc<World>> {
        let edition = snapshot.edition().await?;
        let mut last = self.last.lock().await;
        if let Some(kept) = last.as_ref().filter(|kept| (kept.edition, kept.dates) == (edition, *dates)) {
            return Ok(kept.world.clone());
        }
        let world = Arc::new(World::load(snapshot, dates).await?);
        *last = Some(Kept { edition, dates: *dates, world: world.clone() });
        Ok(world)
    }
}
