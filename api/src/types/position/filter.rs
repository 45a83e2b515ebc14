use async_graphql::InputObject;
use chrono::NaiveDate;
use entities::{
    commissioning_model,
    domain::{self, Spell},
    position::Column,
};
use sea_orm::{ExprTrait, sea_query::Condition};

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, all, combined, refers_to, refers_to_code},
    judging::holds,
    scalars::Date,
    table::{Noun, column, in_force},
    types::{Ccg, CcgFilter, Position},
    vocabulary::{ModelCode, PositionStatus},
};

/// Narrows positions. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct PositionFilter {
    /// It held on this day.
    on_day: Operand<Date>,
    /// By what can be said.
    status: Operand<EqualityFilter<PositionStatus>>,
    /// By the model; `isNull: true` where the status is not `MODEL`.
    model: Operand<EqualityFilter<ModelCode>>,
    /// True: a source says that the model was in force. False: sources say only that it was approved.
    is_live: Operand<bool>,
    /// By the day from which on the sources speak of it.
    first_day: Operand<OrderedFilter<Date>>,
    /// By the last day of which the sources give this answer.
    last_day: Operand<OrderedFilter<Date>>,
    /// By the day by which the model had begun.
    begun_by: Operand<OrderedFilter<Date>>,
    /// By the CCG.
    ccg: Operand<CcgFilter>,
    /// All of these hold.
    and: Operand<Vec<PositionFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<PositionFilter>>,
    /// This does not hold.
    not: Operand<PositionFilter>,
}

impl Filter for PositionFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        let code = commissioning_model::Column::Code;
        all([
            self.on_day.given().map(|day| Position::on_day(day.0)),
            self.status.given().map(|filter| filter.condition(&column(Column::Status))),
            self.model.given().map(|filter| {
                refers_to_code::<commissioning_model::Entity, _>(Column::ModelId, code, filter)
            }),
            self.is_live.given().map(|live| Condition::all().add(column(Column::IsLive).eq(*live))),
            self.first_day.given().map(|filter| filter.condition(&column(Column::FirstDay))),
            self.last_day.given().map(|filter| filter.condition(&column(Column::LastDay))),
            self.begun_by.given().map(|filter| filter.condition(&column(Column::SinceTo))),
            self.ccg.given().map(|filter| refers_to::<Ccg>(Column::CcgId, filter, dates)),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}

impl PositionFilter {
    /// Whether a CCG with these positions matches: one of them does, of the day that is asked about unless the filter names
    /// another. The filter asks nothing of the CCG itself. It says the same as [`PositionFilter::condition_on_ccg`].
    pub(crate) fn admits_one_of(&self, spells: &[Spell], day: NaiveDate) -> bool {
        let any_day = self.on_day.given().is_some();
        spells.iter().filter(|spell| any_day || holds(spell, day)).any(|spell| self.admits(spell))
    }

    /// Whether no CCG that has closed meets it.
    pub(crate) fn rules_out_the_closed(&self) -> bool {
        let closed = PositionStatus::from(domain::PositionStatus::Closed);
        self.status.given().is_some_and(|filter| !filter.admits(Some(&closed)))
            || self.model.given().is_some_and(|filter| !filter.admits(None))
            || self.is_live.given().is_some()
            || self.begun_by.given().is_some_and(|filter| !filter.admits(None))
            || self.and.given().is_some_and(|filters| filters.iter().any(Self::rules_out_the_closed))
            || self.or.given().is_some_and(|filters| filters.iter().all(Self::rules_out_the_closed))
    }

    fn admits(&self, spell: &Spell) -> bool {
        let (model, since, is_live) = match &spell.position {
            domain::Position::Model { model, since, live } => (Some(*model), Some(since.latest), Some(*live)),
            _ => (None, None, None),
        };
        let model = model.map(ModelCode::from);
        let status = PositionStatus::from(domain::PositionStatus::from(&spell.position));
        let [first, last, begun] = [spell.first_day, spell.last_day, since].map(|day| day.map(Date));
        let met = |filter: &Operand<OrderedFilter<Date>>, day: Option<&Date>| {
            filter.given().is_none_or(|filter| filter.admits(day))
        };
        self.on_day.given().is_none_or(|day| holds(spell, day.0))
            && self.status.given().is_none_or(|filter| filter.admits(Some(&status)))
            && self.model.given().is_none_or(|filter| filter.admits(model.as_ref()))
            && self.is_live.given().is_none_or(|wanted| is_live == Some(*wanted))
            && met(&self.first_day, first.as_ref())
            && met(&self.last_day, last.as_ref())
            && met(&self.begun_by, begun.as_ref())
            && self.and.given().is_none_or(|filters| filters.iter().all(|filter| filter.admits(spell)))
            && self.or.given().is_none_or(|filters| filters.iter().any(|filter| filter.admits(spell)))
            && self.not.given().is_none_or(|filter| !filter.admits(spell))
    }

    /// The condition that the position of a CCG meets on the day that is asked about, unless the filter names another.
    pub(in crate::types) fn condition_on_ccg(&self, dates: &Dates) -> Condition {
        let mut held = in_force::<entities::position::Entity>(dates);
        held.expr(column(Column::CcgId));
        if self.on_day.given().is_none() {
            held.cond_where(Position::on_day(dates.day()));
        }
        let asked = self.condition(dates);
        if !asked.is_empty() {
            held.cond_where(asked);
        }
        Condition::all().add(column(entities::ccg::Column::Id).in_subquery(held))
    }
}
