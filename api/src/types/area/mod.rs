mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::NaiveDate;
use entities::{
    area::{Entity, Model},
    ccg_area,
};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{Ccg, Membership, PublishedFigure, node::identity};
use crate::{
    dates::Dates,
    loading::{Direct, Link, Via},
    paging::{EdgeFields, related_fields},
    rendering::object,
    scalars::Date,
    table::{Noun, column},
    vocabulary::{AreaKind, Basis},
};

pub use filter::AreaFilter;
pub use sort::AreaSort;

/// A region, area team, local office or STP/ICS.
#[derive(Clone)]
pub struct Area {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for Area {
    type Entity = Entity;
    type Filter = AreaFilter;
    type Sort = AreaSort;
    const ORDER: &'static [AreaSort] = &[AreaSort::Kind, AreaSort::Name];
    const IS_SMALL: bool = true;

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }
}

/// How a CCG belonged to an area.
#[derive(Clone, SimpleObject)]
pub(crate) struct Belonging {
    /// First day of the membership, where published.
    valid_from: Option<Date>,
    /// Last day of the membership, where published.
    valid_to: Option<Date>,
    /// Whether a published map states it.
    basis: Basis,
}

impl From<ccg_area::Model> for Belonging {
    fn from(row: ccg_area::Model) -> Self {
        Self {
            valid_from: row.valid_from.map(Date),
            valid_to: row.valid_to.map(Date),
            basis: row.basis.into(),
        }
    }
}

impl EdgeFields for Belonging {
    const NAME: &'static str = "Membership";
}

/// From a CCG to its areas.
pub(crate) struct AreasOfCcg;

impl Link for AreasOfCcg {
    type Entity = ccg_area::Entity;
    type Node = Area;
    type Edge = Belonging;
    const PARENT: ccg_area::Column = ccg_area::Column::CcgId;
    const NODE: ccg_area::Column = ccg_area::Column::AreaId;

    fn on_day(day: NaiveDate) -> Condition {
        held(day)
    }
}

/// From an area to its CCGs.
pub(crate) struct CcgsOfArea;

impl Link for CcgsOfArea {
    type Entity = ccg_area::Entity;
    type Node = Ccg;
    type Edge = Belonging;
    const PARENT: ccg_area::Column = ccg_area::Column::AreaId;
    const NODE: ccg_area::Column = ccg_area::Column::CcgId;
    const IS_LONG: bool = true;

    fn on_day(day: NaiveDate) -> Condition {
        held(day).add(Ccg::on_day(day))
    }
}

/// The membership held on the day. One without days holds as long as the CCG exists.
pub(super) fn held(day: NaiveDate) -> Condition {
    let (from, to) = (column(ccg_area::Column::ValidFrom), column(ccg_area::Column::ValidTo));
    Condition::all().add(from.clone().is_null().or(from.lte(day))).add(to.clone().is_null().or(to.gte(day)))
}

object! {
    /// A region, area team, local office or STP/ICS: an area of one of the maps that the NHS drew over time.
    Area
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// The map that it belongs to.
        kind: AreaKind = |kind| (*kind).into();
        /// Its ODS code, where one was published.
        code: Option<&str> = |code| code.as_deref();
        /// Its name; its code where no name is known.
        name: &str = |name| name;
    }
    lists AreaLists;
}

related_fields! {
    AreaLists of Area {
        /// The CCGs that belonged to it, closed ones among them; the edges say when. With `asOf` only those that existed and
        /// belonged to it on that day.
        ccgs: Via<CcgsOfArea>,
        /// How CCGs belonged to it: since when, and on what basis. With `asOf` only those that existed and belonged to it on that
        /// day.
        memberships: Direct<Membership, Area>,
        /// The totals that were published about it.
        published_figures: Direct<PublishedFigure, Area>,
    }
}
