use std::sync::Arc;

use super::world::World;
use crate::{dates::Dates, error::Answer, figures::Facts, judging::Judged, kept::Kept, reader::Snapshot};

/// What is worked out of all that is known, which is the same for all pages of a list and all filters, as it was known and stated
/// by the dates of questions.
#[derive(Default)]
pub struct Worlds {
    judged: Kept<Judged>,
    facts: Kept<Facts>,
    worlds: Kept<World>,
}

impl Worlds {
    /// The positions of all CCGs, in the edition of the data that a snapshot shows.
    pub(crate) async fn judged(&self, snapshot: &Snapshot, dates: Dates) -> Answer<Arc<Judged>> {
        let (edition, dates) = (snapshot.edition().await?, dates.of_any_day());
        self.judged.of(edition, dates, async || Judged::load(snapshot, &dates).await).await
    }

    /// The facts that figures are held against.
    pub(crate) async fn facts(&self, snapshot: &Snapshot, dates: Dates) -> Answer<Arc<Facts>> {
        let (edition, dates) = (snapshot.edition().await?, dates.of_any_day());
        let load = async || {
            // What is stored follows from all that was ever stated.
            let judged = match (dates.stated_by, dates.known_at) {
                (None, None) => None,
                _ => Some(self.judged(snapshot, dates).await?),
            };
            Facts::load(snapshot, &dates, judged).await
        };
        self.facts.of(edition, dates, load).await
    }

    /// All that figures are held against.
    pub(super) async fn of(&self, snapshot: &Snapshot, dates: Dates) -> Answer<Arc<World>> {
        let (edition, dates) = (snapshot.edition().await?, dates.of_any_day());
        let load = async || World::load(snapshot, &dates, self.facts(snapshot, dates).await?).await;
        self.worlds.of(edition, dates, load).await
    }
}
