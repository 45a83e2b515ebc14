mod filter;
mod sort;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use entities::{
    ccg,
    ccg_area::{Column, Entity, Model},
};
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr},
};

use super::{Area, Ccg, area::held, node::identity};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{BelongsTo, one},
    scalars::Date,
    table::{Noun, column, id_of, ids, in_force},
    vocabulary::Basis,
};

pub use filter::MembershipFilter;
pub use sort::MembershipSort;

/// A CCG that belonged to an area.
#[derive(Clone)]
pub struct Membership {
    row: Model,
    dates: Dates,
}

impl Noun for Membership {
    type Entity = Entity;
    type Filter = MembershipFilter;
    type Sort = MembershipSort;
    const ORDER: &'static [MembershipSort] = &[MembershipSort::CcgOdsCode, MembershipSort::AreaKind];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
    }

    /// It held on the day, and the CCG existed.
    fn on_day(day: NaiveDate) -> Condition {
        let mut open = ids::<Ccg>(in_force::<ccg::Entity>(&Dates::default()));
        open.and_where(id_of::<Ccg>().eq(column(Column::CcgId))).cond_where(Ccg::on_day(day));
        held(day).add(Expr::exists(open))
    }
}

impl BelongsTo<Ccg> for Membership {
    const PARENT: Column = Column::CcgId;
}

impl BelongsTo<Area> for Membership {
    const PARENT: Column = Column::AreaId;
    const IS_LONG: bool = true;
}

/// A CCG that belonged to an area of one of the maps. It has one membership for each map that shows it.
#[Object]
impl Membership {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// The CCG.
    async fn ccg(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.row.ccg_id, self.dates).await
    }

    /// The area.
    async fn area(&self, context: &Context<'_>) -> Answer<Area> {
        one(context, self.row.area_id, self.dates).await
    }

    /// First day of the membership, where published.
    async fn valid_from(&self) -> Option<Date> {
        self.row.valid_from.map(Date)
    }

    /// Last day of the membership, where published.
    async fn valid_to(&self) -> Option<Date> {
        self.row.valid_to.map(Date)
    }

    /// Whether a published map states it.
    async fn basis(&self) -> Basis {
        self.row.basis.into()
    }
}
