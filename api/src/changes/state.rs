use std::{borrow::Cow, collections::HashMap, sync::Arc};

use async_graphql::Context;
use chrono::NaiveDate;
use entities::{ccg, ccg_identity, domain::OdsCode};
use sea_orm::sea_query::{Order, Query};

use crate::{
    dates::Dates,
    error::Answer,
    geography::{Graph, Held, positions_of_all},
    loading::loaders,
    reader::record,
    table::{Noun, column, in_force},
    types::Ccg,
};

record! {
    /// A CCG as the register has it.
    #[derive(Clone, Debug)]
    pub(super) struct Registered {
        pub(super) id: i64,
        pub(super) ods_code: OdsCode,
        pub(super) opened_on: Option<NaiveDate>,
        pub(super) closed_on: Option<NaiveDate>,
    }
}

impl Registered {
    pub(super) fn existed(&self, day: NaiveDate) -> bool {
        self.opened_on.is_none_or(|opened| opened <= day) && self.closed_on.is_none_or(|closed| day <= closed)
    }
}

/// The CCGs that are known at both points, by code.
pub(super) async fn register(context: &Context<'_>, points: [Dates; 2]) -> Answer<Vec<Registered>> {
    use ccg::Column::{ClosedOn, Id, OdsCode, OpenedOn};
    let mut select = Query::select();
    select
        .exprs([Id, OdsCode, OpenedOn, ClosedOn].map(column))
        .from(ccg::Entity)
        .order_by(OdsCode, Order::Asc);
    for known in points.iter().filter_map(Ccg::known) {
        select.cond_where(known);
    }
    Ok(loaders(context).loader().snapshot().rows::<Registered>(&select).await?)
}

/// What is known of every CCG at a point.
pub(super) struct State {
    pub(super) day: NaiveDate,
    dates: Dates,
    pub(super) held: HashMap<i64, Held>,
    pub(super) names: HashMap<i64, String>,
    pub(super) graph: Arc<Graph>,
}

record! {
    struct NameRow {
        ccg_id: i64,
        name: String,
        valid_from: NaiveDate,
        valid_to: Option<NaiveDate>,
    }
}

impl State {
    pub(super) async fn at(context: &Context<'_>, dates: Dates) -> Answer<Self> {
        use ccg_identity::Column::{CcgId, Name, ValidFrom, ValidTo};
        let day = dates.day();
        let mut select = in_force::<ccg_identity::Entity>(&dates);
        select.exprs([CcgId, Name, ValidFrom, ValidTo].map(column));
        let names = loaders(context).loader().snapshot().rows::<NameRow>(&select).await?;
        let held = |row: &NameRow| row.valid_from <= day && row.valid_to.is_none_or(|last| day <= last);
        Ok(Self {
            day,
            dates,
            held: positions_of_all(context, dates).await?,
            names: names.into_iter().filter(held).map(|row| (row.ccg_id, row.name)).collect(),
            graph: Graph::load(context, dates).await?,
        })
    }

    /// The positions on the day of this point, as they are known at another.
    pub(super) async fn meanwhile<'a>(
        &'a self,
        context: &Context<'_>,
        other: &'a Self,
    ) -> Answer<Cow<'a, HashMap<i64, Held>>> {
        let meanwhile = Dates { as_of: self.dates.as_of, ..other.dates };
        Ok(if meanwhile == self.dates {
            Cow::Borrowed(&self.held)
        } else if meanwhile == other.dates {
            Cow::Borrowed(&other.held)
        } else {
            Cow::Owned(positions_of_all(context, meanwhile).await?)
        })
    }
}
