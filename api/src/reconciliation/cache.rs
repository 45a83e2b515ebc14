use std::sync::Arc;

use async_graphql::Context;

use super::world::World;
use crate::{dates::Dates, error::Answer, figures::all_facts, kept::Kept, loading::loaders};

/// What figures are held against, which is the same for all pages of a list and all filters.
#[derive(Default)]
pub struct Worlds(Kept<World>);

/// All that figures are held against, worked out once for all who ask.
pub(super) async fn world(context: &Context<'_>, dates: Dates) -> Answer<Arc<World>> {
    let (snapshot, dates) = (loaders(context).loader().snapshot(), dates.of_any_day());
    let load = async || World::load(snapshot, &dates, all_facts(context, dates).await?).await;
    context.data_unchecked::<Worlds>().0.of(snapshot.edition().await?, dates, load).await
}
