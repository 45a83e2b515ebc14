use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use entities::{
    area::{Column, Entity, Model},
    ccg_area,
};
use sea_orm::sea_query::Condition;

use super::{Ccg, CcgFilter, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, StringFilter, all, combined},
    loading::{Link, Via},
    paging::{EdgeFields, PageArguments, Related, nested_cost, related},
    scalars::Date,
    table::{Noun, column},
    vocabulary::{AreaKind, Basis},
};

/// A region, area team, local office or STP/ICS.
#[derive(Clone)]
pub struct Area(Model);

impl From<Model> for Area {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for Area {
    type Entity = Entity;
    type Filter = AreaFilter;
    const ORDER: &'static [Column] = &[Column::Kind, Column::Name];
}

/// Narrows areas. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct AreaFilter {
    /// By the map that it belongs to.
    kind: Operand<EqualityFilter<AreaKind>>,
    /// By ODS code, where one was published.
    code: Operand<StringFilter>,
    /// By name. Areas of different maps share names.
    name: Operand<StringFilter>,
    /// All of these hold.
    and: Operand<Vec<AreaFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<AreaFilter>>,
    /// This does not hold.
    not: Operand<AreaFilter>,
}

impl AreaFilter {
    /// The areas of one map.
    pub fn of_kind(kind: AreaKind) -> Self {
        Self { kind: EqualityFilter::to(kind).into(), ..Self::default() }
    }
}

impl Filter for AreaFilter {
    fn condition(&self) -> Condition {
        all([
            self.kind.given().map(|filter| filter.condition(&column(Column::Kind))),
            self.code.given().map(|filter| filter.condition(&column(Column::Code))),
            self.name.given().map(|filter| filter.condition(&column(Column::Name))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// How a CCG belonged to an area.
#[derive(Clone, SimpleObject)]
pub(super) struct Membership {
    /// First day of the membership, where published.
    valid_from: Option<Date>,
    /// Last day of the membership, where published.
    valid_to: Option<Date>,
    /// Whether a published map states it.
    basis: Basis,
}

impl From<ccg_area::Model> for Membership {
    fn from(row: ccg_area::Model) -> Self {
        Self {
            valid_from: row.valid_from.map(Date),
            valid_to: row.valid_to.map(Date),
            basis: row.basis.into(),
        }
    }
}

impl EdgeFields for Membership {
    const NAME: &'static str = "Membership";
}

/// From a CCG to its areas.
pub(super) struct AreasOfCcg;

impl Link for AreasOfCcg {
    type Entity = ccg_area::Entity;
    type Node = Area;
    type Edge = Membership;
    const PARENT: ccg_area::Column = ccg_area::Column::CcgId;
    const NODE: ccg_area::Column = ccg_area::Column::AreaId;
}

/// From an area to its CCGs.
pub(super) struct CcgsOfArea;

impl Link for CcgsOfArea {
    type Entity = ccg_area::Entity;
    type Node = Ccg;
    type Edge = Membership;
    const PARENT: ccg_area::Column = ccg_area::Column::AreaId;
    const NODE: ccg_area::Column = ccg_area::Column::CcgId;
}

/// A region, area team, local office or STP/ICS: an area of one of the maps that the NHS drew over time.
#[Object]
impl Area {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// The map that it belongs to.
    async fn kind(&self) -> AreaKind {
        self.0.kind.into()
    }

    /// Its ODS code, where one was published.
    async fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Its name; its code where no name is known.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The CCGs that belonged to it, closed ones among them; the edges say when.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn ccgs(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only CCGs that match.")] filter: Option<CcgFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Via<CcgsOfArea>>> {
        related::<Via<CcgsOfArea>>(context, self.0.id, filter, PageArguments { first, after, last, before })
            .await
    }
}
