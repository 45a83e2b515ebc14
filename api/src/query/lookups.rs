use async_graphql::{Context, ID, Object};

use crate::{
    dates::Dates,
    error::Answer,
    loading::loaders,
    order::Typed,
    scalars::{Date, DateTime, SoughtCode},
    types::{Ccg, Node},
};

/// Look-ups of one thing.
#[derive(Default)]
pub(super) struct Lookups;

/// Look-ups of one thing.
#[Object]
impl Lookups {
    /// The CCG with an ODS code; none when there is none such.
    async fn ccg(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Such as `08F`, in capitals or not.")] ods_code: SoughtCode,
        #[graphql(desc = "The day of its `position` and `identity`; today unless given.")] as_of: Option<
            Date,
        >,
        #[graphql(
            desc = "Only what somebody is known to have published by this day; holds for all that the CCG \
                          leads to."
        )]
        stated_by: Option<Date>,
        #[graphql(desc = "As this service knew it at this moment; holds for all that the CCG leads to.")]
        known_at: Option<DateTime>,
    ) -> Answer<Option<Ccg>> {
        match ods_code.0 {
            Some(code) => Ccg::by_code(context, code, Dates::read(as_of, stated_by, known_at)).await,
            None => Ok(None),
        }
    }

    /// The version of the data: it grows with every import that stores something. `extensions` of every answer
    /// have it too. None while nothing was imported.
    async fn data_version(&self, context: &Context<'_>) -> Answer<Option<i64>> {
        let edition = loaders(context).loader().snapshot().edition().await?;
        Ok(edition.map(|edition| edition.version))
    }

    /// When the data were last added to. `extensions` of every answer have it too. None while nothing was imported.
    async fn last_import_at(&self, context: &Context<'_>) -> Answer<Option<DateTime>> {
        let edition = loaders(context).loader().snapshot().edition().await?;
        Ok(edition.map(|edition| DateTime(edition.recorded_at)))
    }

    /// The object with an `id` that an earlier answer gave; none when it is no longer there.
    async fn node(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As a field `id` gave it.")] id: ID,
    ) -> Answer<Option<Typed>> {
        Ok(Node::load(context, &id, "id").await?.map(Typed))
    }

    /// The objects with these ids, in their order; none in place of one that is no longer there, or that is no id.
    #[graphql(complexity = "ids.len() * child_complexity + 1")]
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As fields `id` gave them; at most 200.")] ids: Vec<ID>,
    ) -> Answer<Vec<Option<Answer<Typed>>>> {
        let nodes = Node::load_all(context, &ids).await?;
        Ok(nodes.into_iter().map(|node| node.transpose().map(|node| node.map(Typed))).collect())
    }
}
