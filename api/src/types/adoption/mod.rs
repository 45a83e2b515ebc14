mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use chrono::NaiveDate;
use entities::{
    adoption::{Column, Entity, Model},
    ccg, evidence,
};
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr},
};

use super::{Ccg, CommissioningModel, Evidence, Wave, node::identity};
use crate::{
    dates::Dates,
    loading::{BelongsTo, Direct},
    paging::related_fields,
    rendering::object,
    scalars::{Date, DateTime},
    table::{Noun, column, id_of, ids, in_force},
    vocabulary::Stage,
};

pub use filter::AdoptionFilter;
pub use sort::AdoptionSort;

/// A fact: a CCG adopts a model.
#[derive(Clone)]
pub struct Adoption {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for Adoption {
    type Entity = Entity;
    type Filter = AdoptionFilter;
    type Sort = AdoptionSort;
    const ORDER: &'static [AdoptionSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }

    /// It was in force on the day, so far as its days were published, and the CCG existed.
    fn on_day(day: NaiveDate) -> Condition {
        let last = column(Column::EffectiveTo);
        let mut open = ids::<Ccg>(in_force::<ccg::Entity>(&Dates::default()));
        open.and_where(id_of::<Ccg>().eq(column(Column::CcgId))).cond_where(Ccg::on_day(day));
        Condition::all()
            .add(column(Column::EffectiveFrom).lte(day))
            .add(last.clone().is_null().or(last.gte(day)))
            .add(Expr::exists(open))
    }

    /// Some row of a file that was published by the day states it.
    fn stated_by(day: NaiveDate, dates: &Dates) -> Condition {
        let mut stated = in_force::<evidence::Entity>(dates);
        stated.expr(column(evidence::Column::AdoptionId)).cond_where(Evidence::stated_by(day, dates));
        Condition::all().add(column(Column::Id).in_subquery(stated))
    }
}

impl BelongsTo<Ccg> for Adoption {
    const PARENT: Column = Column::CcgId;
}

impl BelongsTo<Wave> for Adoption {
    const PARENT: Column = Column::WaveId;
    const IS_LONG: bool = true;
}

impl BelongsTo<CommissioningModel> for Adoption {
    const PARENT: Column = Column::ModelId;
    const IS_LONG: bool = true;
}

object! {
    /// A fact: a CCG adopts a model, in a round, and has come so far with it. One CCG has several for the same
    /// model, one a stage, because sources count different stages.
    Adoption
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// How far it had come.
        stage: Stage = |stage| (*stage).into();
        /// The first day in force, where published. None means not published, not "never in force".
        effective_from: Option<Date> = |effective_from| effective_from.map(Date);
        /// The last day in force, where published. None does not mean "still in force": look at the closing day of
        /// the CCG too.
        effective_to: Option<Date> = |effective_to| effective_to.map(Date);
        /// When this service recorded it, which is neither when it was true nor when it was published.
        recorded_at: DateTime = |recorded_at| DateTime(*recorded_at);
    }
    leads to {
        /// The CCG.
        ccg: Ccg = ccg_id;
        /// The model; none where the sources do not say which.
        model: Option<CommissioningModel> = model_id;
        /// The round, or the year that the sources speak of; none where they give no year.
        wave: Option<Wave> = wave_id;
    }
    lists AdoptionLists;
}

related_fields! {
    AdoptionLists of Adoption {
        /// Who says so: a row of a file for each time that a source states it.
        evidence: Direct<Evidence, Adoption>,
    }
}
