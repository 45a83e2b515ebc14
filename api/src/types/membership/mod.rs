mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
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
    loading::BelongsTo,
    rendering::object,
    scalars::Date,
    table::{Noun, column, id_of, ids, in_force},
    vocabulary::Basis,
};

pub use filter::MembershipFilter;
pub use sort::MembershipSort;

/// A CCG that belonged to an area.
#[derive(Clone)]
pub struct Membership {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for Membership {
    type Entity = Entity;
    type Filter = MembershipFilter;
    type Sort = MembershipSort;
    const ORDER: &'static [MembershipSort] = &[MembershipSort::CcgOdsCode, MembershipSort::AreaKind];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
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

object! {
    /// A CCG that belonged to an area of one of the maps. It has one membership for each map that shows it.
    Membership
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// First day of the membership, where published.
        valid_from: Option<Date> = |valid_from| valid_from.map(Date);
        /// Last day of the membership, where published.
        valid_to: Option<Date> = |valid_to| valid_to.map(Date);
        /// Whether a published map states it.
        basis: Basis = |basis| (*basis).into();
    }
    leads to {
        /// The CCG.
        ccg: Ccg = ccg_id;
        /// The area.
        area: Area = area_id;
    }
}
