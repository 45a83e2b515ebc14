use std::collections::HashMap;

use async_graphql::{Context, ID, InputObject, Object, dataloader::Loader};
use entities::{
    area,
    ccg::{Column, Entity, Model},
    ccg_area, domain,
};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{
    Adoption, AdoptionFilter, Area, AreaFilter, CcgIdentity,
    area::AreasOfCcg,
    node::id_of,
    succession::{Predecessors, Successors},
};
use crate::{
    error::{Answer, Failure},
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, StringFilter, all, combined},
    loading::{Batches, Direct, Key, Via, children, loaders},
    paging::{Page, PageArguments, Related, nested_cost, related},
    scalars::{Date, OdsCode, OnsCode},
    table::{Noun, column, ids, in_force, rows},
    vocabulary::AreaKind,
};

/// A clinical commissioning group.
#[derive(Clone)]
pub struct Ccg(Model);

impl Ccg {
    /// The CCG with an ODS code.
    pub async fn by_code(context: &Context<'_>, code: domain::OdsCode) -> Answer<Option<Self>> {
        loaders(context).load_one(Key::<Self, _>::new(code)).await
    }
}

impl From<Model> for Ccg {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for Ccg {
    type Entity = Entity;
    type Filter = CcgFilter;
    const ORDER: &'static [Column] = &[Column::OdsCode];
}

impl Loader<Key<Ccg, domain::OdsCode>> for Batches {
    type Value = Ccg;
    type Error = Failure;

    async fn load(
        &self,
        keys: &[Key<Ccg, domain::OdsCode>],
    ) -> Answer<HashMap<Key<Ccg, domain::OdsCode>, Ccg>> {
        let mut select = rows::<Entity>();
        select.and_where(column(Column::OdsCode).is_in(keys.iter().map(|key| key.of.clone())));
        let found = self.snapshot().rows::<Model>(&select).await?;
        Ok(found.into_iter().map(|row| (Key::new(row.ods_code.clone()), Ccg(row))).collect())
    }
}

/// Narrows CCGs. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct CcgFilter {
    /// By ODS code.
    ods_code: Operand<EqualityFilter<OdsCode>>,
    /// By the last name that it bore. Earlier names are under `identities` and are not searched.
    name: Operand<StringFilter>,
    /// By the first day on which it existed.
    opened_on: Operand<OrderedFilter<Date>>,
    /// By the last day on which it existed; `isNull: true` for those that are not known to have closed.
    closed_on: Operand<OrderedFilter<Date>>,
    /// Existed on this day: opened on it or before, and closed on it, later or never.
    open_on: Operand<Date>,
    /// By its region of 2015.
    region: Operand<AreaFilter>,
    /// By an area that it belonged to at any time, on any map.
    area: Operand<AreaFilter>,
    /// All of these hold.
    and: Operand<Vec<CcgFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<CcgFilter>>,
    /// This does not hold.
    not: Operand<CcgFilter>,
}

impl Filter for CcgFilter {
    fn condition(&self) -> Condition {
        all([
            self.ods_code.given().map(|filter| filter.condition(&column(Column::OdsCode))),
            self.name.given().map(|filter| filter.condition(&column(Column::Name))),
            self.opened_on.given().map(|filter| filter.condition(&column(Column::OpenedOn))),
            self.closed_on.given().map(|filter| filter.condition(&column(Column::ClosedOn))),
            self.open_on.given().map(open_on),
            self.region.given().map(|filter| belongs_to(filter, Some(AreaKind::Region2015))),
            self.area.given().map(|filter| belongs_to(filter, None)),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

fn open_on(day: &Date) -> Condition {
    let closed_on = column(Column::ClosedOn);
    Condition::all()
        .add(column(Column::OpenedOn).lte(*day))
        .add(closed_on.clone().is_null().or(closed_on.gte(*day)))
}

fn belongs_to(filter: &AreaFilter, kind: Option<AreaKind>) -> Condition {
    let asked = filter.condition();
    if asked.is_empty() {
        return asked;
    }
    let mut areas = ids::<area::Entity>();
    areas.cond_where(asked).and_where_option(kind.map(|kind| column(area::Column::Kind).eq(kind)));
    let mut members = in_force::<ccg_area::Entity>();
    members
        .expr(column(ccg_area::Column::CcgId))
        .and_where(column(ccg_area::Column::AreaId).in_subquery(areas));
    Condition::all().add(column(Column::Id).in_subquery(members))
}

/// A clinical commissioning group (CCG): a statutory NHS body led by general practices, between 1 April 2013
/// and 30 June 2022. There were 211 at the start and 106 at the end, after mergers.
#[Object]
impl Ccg {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(&self.0.ods_code)
    }

    /// Its ODS code, which it kept for life. CCGs that merged got a new one.
    async fn ods_code(&self) -> OdsCode {
        OdsCode(self.0.ods_code.clone())
    }

    /// The last ONS code that a published list gives it. It changed with each change of boundary, so use the
    /// code of the day, under `identities`, to join with older statistics.
    async fn ons_code(&self, context: &Context<'_>) -> Answer<Option<OnsCode>> {
        CcgIdentity::last_ons_code(context, self.0.id).await
    }

    /// The last name that it bore.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The first day on which it existed as a statutory body.
    async fn opened_on(&self) -> Option<Date> {
        self.0.opened_on.map(Date)
    }

    /// The last day on which it existed; none when it is not known to have closed.
    async fn closed_on(&self) -> Option<Date> {
        self.0.closed_on.map(Date)
    }

    /// What the register says besides.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Its region of 2015: North, Midlands and East, London or South. None for CCGs that no map of 2015 shows.
    async fn region(&self, context: &Context<'_>) -> Answer<Option<Area>> {
        let filter = AreaFilter::of_kind(AreaKind::Region2015);
        let areas = children::<Via<AreasOfCcg>>(context, self.0.id, Some(filter), Page::single()).await?;
        Ok(areas.rows.into_iter().next().map(|child| Area::from(child.node)))
    }

    /// The areas that it belonged to, on all maps; the edges say when.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn areas(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only areas that match.")] filter: Option<AreaFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Via<AreasOfCcg>>> {
        related::<Via<AreasOfCcg>>(context, self.0.id, filter, PageArguments { first, after, last, before })
            .await
    }

    /// What it was called from when to when, oldest first.
    async fn identities(&self, context: &Context<'_>) -> Answer<Vec<CcgIdentity>> {
        CcgIdentity::of_ccg(context, self.0.id).await
    }

    /// The CCGs that it took over from; the edges say when and on what basis.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn predecessors(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only CCGs that match.")] filter: Option<CcgFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Via<Predecessors>>> {
        related::<Via<Predecessors>>(context, self.0.id, filter, PageArguments { first, after, last, before })
            .await
    }

    /// The CCGs that took over from it; the edges say when and on what basis. Its models are not carried over
    /// to them: look at their own adoptions.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn successors(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only CCGs that match.")] filter: Option<CcgFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Via<Successors>>> {
        related::<Via<Successors>>(context, self.0.id, filter, PageArguments { first, after, last, before })
            .await
    }

    /// Its adoptions of models, every stage of each. An empty list means that nothing is known, not that it had
    /// no model.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn adoptions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only adoptions that match.")] filter: Option<AdoptionFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Direct<Adoption, Self>>> {
        related::<Direct<Adoption, Self>>(
            context,
            self.0.id,
            filter,
            PageArguments { first, after, last, before },
        )
        .await
    }
}
