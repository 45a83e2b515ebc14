use std::collections::HashMap;

use async_graphql::Context;
use chrono::NaiveDate;
use entities::{ccg, commissioning_model, domain, position};
use sea_orm::{ExprTrait, sea_query::Query};

use crate::{
    dates::Dates,
    error::Answer,
    filters::Filter,
    judging::{JudgedCcg, answerable, judged},
    loading::loaders,
    reader::record,
    table::{Noun, column, in_force},
    types::{Ccg, CcgFilter, Position},
};

/// What can be said of a CCG on a day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Held {
    pub(crate) status: domain::PositionStatus,
    pub(crate) model: Option<domain::ModelCode>,
    /// The first day on which the model may have begun.
    pub(crate) begun_from: Option<NaiveDate>,
}

impl Held {
    /// What is said of the CCG, whenever it began.
    pub(crate) fn says(&self) -> (domain::PositionStatus, Option<domain::ModelCode>) {
        (self.status, self.model)
    }

    /// Whether it is known which model the CCG had, or that it had none.
    pub(crate) fn is_known(&self) -> bool {
        matches!(self.status, domain::PositionStatus::Model | domain::PositionStatus::None)
    }
}

record! {
    struct HeldRow {
        ccg_id: i64,
        status: domain::PositionStatus,
        code: Option<domain::ModelCode>,
        since_from: Option<NaiveDate>,
    }
}

/// What is said of a CCG that did not exist.
const ABSENT: [domain::PositionStatus; 2] = [domain::PositionStatus::NotOpen, domain::PositionStatus::Closed];

/// The position of every CCG that existed on the day that is asked about, by its row number.
pub(crate) async fn of_all(context: &Context<'_>, dates: Dates) -> Answer<HashMap<i64, Held>> {
    if dates.stated_by.is_some() {
        return as_published(context, dates).await;
    }
    let mut held = in_force::<position::Entity>(&dates);
    held.left_join(
        commissioning_model::Entity,
        column(commissioning_model::Column::Id).eq(column(position::Column::ModelId)),
    )
    .exprs([position::Column::CcgId, position::Column::Status, position::Column::SinceFrom].map(column))
    .expr(column(commissioning_model::Column::Code))
    .cond_where(Position::on_day(dates.day()))
    .and_where(column(position::Column::Status).is_not_in(ABSENT));
    let rows = loaders(context).loader().snapshot().rows::<HeldRow>(&held).await?;
    let held =
        |row: HeldRow| (row.ccg_id, Held { status: row.status, model: row.code, begun_from: row.since_from });
    Ok(rows.into_iter().map(held).collect())
}

/// What is stored follows from all that was ever published, so this is judged anew.
async fn as_published(context: &Context<'_>, dates: Dates) -> Answer<HashMap<i64, Held>> {
    let held = |ccg: &JudgedCcg| {
        let position = &ccg.spell_on(dates.day())?.position;
        let (model, begun_from) = match position {
            domain::Position::Model { model, since, .. } => (Some(*model), since.earliest),
            _ => (None, None),
        };
        let status = position.into();
        (!ABSENT.contains(&status)).then_some((ccg.id, Held { status, model, begun_from }))
    };
    Ok(judged(context, dates).await?.ccgs().filter_map(held).collect())
}

record! {
    struct CcgRow {
        id: i64,
    }
}

/// The row numbers of the CCGs that existed on a day and match a filter, in the order of their codes.
pub(super) async fn existing(
    context: &Context<'_>,
    day: NaiveDate,
    filter: Option<CcgFilter>,
    dates: &Dates,
) -> Answer<Vec<i64>> {
    let mut select = Query::select();
    select
        .expr(column(ccg::Column::Id))
        .from(ccg::Entity)
        .cond_where(Ccg::on_day(day))
        .order_by(ccg::Column::OdsCode, sea_orm::sea_query::Order::Asc);
    if let Some(known) = Ccg::known(dates) {
        select.cond_where(known);
    }
    if let Some(filter) = filter {
        let condition = answerable(context, filter, dates).await?.condition(dates);
        if !condition.is_empty() {
            select.cond_where(condition);
        }
    }
    let rows = loaders(context).loader().snapshot().rows::<CcgRow>(&select).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
