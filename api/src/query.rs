//! The fields at the root: lists of every noun, and look-ups.

use async_graphql::{Context, ID, Object};

use crate::{
    error::Answer,
    order::Typed,
    paging::{Connection, PageArguments, list, root_cost},
    scalars::SoughtCode,
    types::{
        Adoption, AdoptionFilter, Area, AreaFilter, Ccg, CcgFilter, CommissioningModel,
        CommissioningModelFilter, ImportRun, ImportRunFilter, Node, PublishedFigure, PublishedFigureFilter,
        ScopeRule, ScopeRuleFilter, ServiceScope, ServiceScopeFilter, Source, SourceFilter, Succession,
        SuccessionFilter, Wave, WaveFilter,
    },
};

/// The root of all queries.
pub struct Query;

/// Which Clinical Commissioning Group (CCG) in England had which model of primary care co-commissioning, from
/// when, for which services, and according to which published file. The service answers from what was
/// imported, and does not claim to be complete.
#[Object]
impl Query {
    /// The CCG with an ODS code; none when there is none such.
    async fn ccg(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Such as `08F`, in capitals or not.")] ods_code: SoughtCode,
    ) -> Answer<Option<Ccg>> {
        match ods_code.0 {
            Some(code) => Ccg::by_code(context, code).await,
            None => Ok(None),
        }
    }

    /// CCGs, by ODS code, closed ones among them.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn ccgs(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only CCGs that match.")] filter: Option<CcgFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Ccg>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// Areas of all maps, by map and name.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn areas(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only areas that match.")] filter: Option<AreaFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Area>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// The three models, A to C.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn models(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only models that match.")] filter: Option<CommissioningModelFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<CommissioningModel>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// Approval rounds, by financial year.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn waves(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only rounds that match.")] filter: Option<WaveFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Wave>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// The primary care services, by name.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn service_scopes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only services that match.")] filter: Option<ServiceScopeFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<ServiceScope>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// Which service was in scope of which model, by financial year.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn scope_rules(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only rules that match.")] filter: Option<ScopeRuleFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<ScopeRule>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// Which CCG adopted which model, in the order in which it was recorded. A CCG has one for each stage that a
    /// source speaks of, and the sources do not name every CCG: filter by stage before you count, and compare with
    /// `publishedFigures`.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn adoptions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only adoptions that match.")] filter: Option<AdoptionFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Adoption>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// Which CCG took over from which, by day.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn successions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only successions that match.")] filter: Option<SuccessionFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Succession>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// Totals that others published, contradictions among them.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn published_figures(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only figures that match.")] filter: Option<PublishedFigureFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<PublishedFigure>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// Files that were imported and publications that they cite.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn sources(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only sources that match.")] filter: Option<SourceFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Source>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// Executions of the importer, oldest first, refused files among them.
    #[graphql(complexity = "root_cost(first, last, child_complexity)")]
    async fn import_runs(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only runs that match.")] filter: Option<ImportRunFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<ImportRun>> {
        list(context, filter, PageArguments { first, after, last, before }).await
    }

    /// The object with an `id` that an earlier answer gave; none when it is no longer there.
    async fn node(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As a field `id` gave it.")] id: ID,
    ) -> Answer<Option<Typed>> {
        Ok(Node::load(context, &id).await?.map(Typed))
    }

    /// The objects with these ids, in their order; none in place of one that is no longer there.
    #[graphql(complexity = "ids.len() * child_complexity + 1")]
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As fields `id` gave them; at most 200.")] ids: Vec<ID>,
    ) -> Answer<Vec<Option<Typed>>> {
        let nodes = Node::load_all(context, &ids).await?;
        Ok(nodes.into_iter().map(|node| node.map(Typed)).collect())
    }
}
