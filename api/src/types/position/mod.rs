mod filter;
mod judged;
mod sort;
mod stored;

use std::sync::Arc;

use async_graphql::Context;
use chrono::NaiveDate;
use entities::{
    domain::{self, Spell},
    position::{Column, Entity, Model, conflicting_models},
};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{Adoption, Ccg, CommissioningModel};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::BelongsTo,
    paging::Echo,
    rendering::object,
    scalars::Date,
    table::{Noun, column},
    vocabulary::{ModelCode, PositionStatus},
};

pub use filter::PositionFilter;
pub use sort::PositionSort;

/// Which model a CCG had.
#[derive(Clone)]
pub struct Position {
    row: Arc<Model>,
    dates: Dates,
}

impl Position {
    /// The position of a CCG on the day that is asked about.
    pub async fn of(context: &Context<'_>, ccg: i64, dates: Dates) -> Answer<Self> {
        // Told again in the answer, today too.
        let dates = Dates { as_of: Some(dates.day()), ..dates };
        match dates.stated_by {
            None => stored::position(context, ccg, dates).await,
            // What is stored follows from all that was ever stated.
            Some(_) => judged::position(context, ccg, dates).await,
        }
    }

    /// The position of a CCG as it was found. Every CCG has one of every day, except at a moment at which the CCG was not
    /// known yet: then nothing is known of it.
    fn read(found: Option<Model>, ccg: i64, dates: Dates) -> Answer<Self> {
        let nothing = Spell { first_day: None, last_day: None, position: domain::Position::Unknown };
        let unknown = || dates.known_at.map(|_| Model::of(ccg, &nothing, |_| None));
        let row = found.or_else(unknown).ok_or_else(|| {
            tracing::error!(ccg, ?dates, "a CCG has a position of every day, and this has none");
            Failure::Database
        })?;
        Ok(Self::new(row, dates))
    }

    /// A day on which it held: the one that is asked about, if it is one.
    fn day(&self) -> NaiveDate {
        let (asked, Model { first_day, last_day, .. }) = (self.dates.day(), &*self.row);
        let not_before = first_day.filter(|first| *first > asked).unwrap_or(asked);
        last_day.filter(|last| *last < not_before).unwrap_or(not_before)
    }
}

impl Noun for Position {
    type Entity = Entity;
    type Filter = PositionFilter;
    type Sort = PositionSort;
    const ORDER: &'static [PositionSort] = &[PositionSort::CcgOdsCode, PositionSort::LastDay];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }

    /// It held on the day.
    fn on_day(day: NaiveDate) -> Condition {
        let (first, last) = (column(Column::FirstDay), column(Column::LastDay));
        Condition::all()
            .add(first.clone().is_null().or(first.lte(day)))
            .add(last.clone().is_null().or(last.gte(day)))
    }

    fn check(dates: &Dates) -> Answer<()> {
        match dates.stated_by {
            None => Ok(()),
            Some(_) => Err(Failure::bad_input(
                "statedBy",
                "Lists of positions follow from all that was ever published, so they take no statedBy. Expected: a list \
                 of CCGs with statedBy, its filter `position`, and the field `position` of each.",
            )),
        }
    }
}

impl BelongsTo<Ccg> for Position {
    const PARENT: Column = Column::CcgId;
}

impl BelongsTo<CommissioningModel> for Position {
    const PARENT: Column = Column::ModelId;
    const IS_LONG: bool = true;
}

object! {
    /// Which model a CCG had, and from when to when nothing about that changed. It follows from the adoptions that are
    /// known, by these rules: only what was in force counts, or was approved to be in force from a day that had come; what
    /// began later takes the place of what began before; what is live outweighs what is only approved; what a source says of
    /// no day at all contradicts another model once the year is over of which that was said; and nothing is carried over
    /// from a predecessor. That a CCG had no model is said only where it is known.
    Position
    tells {
        /// What can be said. None, unknown and conflict are different answers.
        status: PositionStatus = |status| (*status).into();
        /// The models between which facts conflict, where the status is `CONFLICT`; otherwise empty.
        conflicting: Vec<ModelCode> = |conflicting| conflicting_models(conflicting.as_deref()).map(ModelCode::from).collect();
        /// The day on which the model began, where it is known to the day.
        since: Option<Date> = |since_from, since_to| since_from.filter(|first| Some(*first) == *since_to).map(Date);
        /// The first day on which the model may have begun: where no source gives the day of its beginning that is the day of
        /// the first round, before which there were no models, or the first day of a CCG that opened later. None where it is not known or there is no model.
        begun_from: Option<Date> = |since_from| since_from.map(Date);
        /// The day by which the model had begun; none where there is no model.
        begun_by: Option<Date> = |since_to| since_to.map(Date);
        /// Whether a source says that the model was in force. False: sources say only that it was approved to be in force
        /// from a day that had come. None where there is no model.
        is_live: Option<bool> = |is_live| *is_live;
        /// The day from which on the sources speak of it: their answer is this from here on. When a model began is told by
        /// `begunFrom` and `begunBy`, for a list of a year speaks of it from the first day of the year. None when it is the
        /// answer from the beginning.
        first_day: Option<Date> = |first_day| first_day.map(Date);
        /// The last day of which the sources give this answer; none when it is the answer to the end. A model counts until
        /// another takes its place or something says that it ended: `lastStated` tells how old the word is.
        last_day: Option<Date> = |last_day| last_day.map(Date);
    }
    leads to {
        /// The CCG.
        ccg: Ccg = ccg_id;
        /// The model, where the status is `MODEL`.
        model: Option<CommissioningModel> = model_id;
    }
    and {
        /// The day by which a source last stated what it rests on: after it nobody is known to have said so again. None where
        /// no source has a date, or it rests on none.
        async fn last_stated(&self, context: &Context<'_>) -> Answer<Option<Date>> {
            judged::last_stated(context, self.row.ccg_id, self.day(), self.dates).await
        }

        /// The three dates of the question that it answers.
        #[graphql(flatten)]
        async fn echo(&self) -> Echo {
            Echo(self.dates)
        }

        /// The adoptions that it rests on, with their evidence. Of a conflict all sides.
        async fn adoptions(&self, context: &Context<'_>) -> Answer<Vec<Adoption>> {
            judged::adoptions(context, self.row.ccg_id, self.day(), self.dates).await
        }
    }
}
