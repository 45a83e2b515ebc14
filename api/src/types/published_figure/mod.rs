mod filter;
mod sort;

use std::sync::Arc;

use async_graphql::ID;
use chrono::NaiveDate;
use entities::published_figure::{Column, Entity, Model};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{Area, CommissioningModel, PartialDate, Source, node::identity, source::Cited};
use crate::{
    dates::Dates,
    loading::BelongsTo,
    rendering::object,
    scalars::FinancialYear,
    table::{Noun, column},
    vocabulary::{Confidence, Stage},
};

pub use filter::PublishedFigureFilter;
pub use sort::PublishedFigureSort;

/// A total that somebody published.
#[derive(Clone)]
pub struct PublishedFigure {
    row: Arc<Model>,
    dates: Dates,
}

impl Noun for PublishedFigure {
    type Entity = Entity;
    type Filter = PublishedFigureFilter;
    type Sort = PublishedFigureSort;
    const ORDER: &'static [PublishedFigureSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row: row.into(), dates }
    }

    /// It speaks of a day that had come, so it had been published; one without a date never was.
    fn stated_by(day: NaiveDate, _: &Dates) -> Condition {
        Condition::all().add(column(Column::AsOfTo).lte(day))
    }
}

impl BelongsTo<Area> for PublishedFigure {
    const PARENT: Column = Column::AreaId;
    const IS_LONG: bool = true;
}

impl BelongsTo<CommissioningModel> for PublishedFigure {
    const PARENT: Column = Column::ModelId;
    const IS_LONG: bool = true;
}

impl BelongsTo<Cited> for PublishedFigure {
    const PARENT: Column = Column::CitedSourceId;
    const IS_LONG: bool = true;
}

object! {
    /// A total that somebody published. Publishers contradict each other, because they counted different stages,
    /// days or sets of CCGs: never quote a figure without its publisher, stage and day.
    PublishedFigure
    tells {
        /// Identifies the object among all objects of the service. Opaque: do not take it apart.
        id: ID = |id| identity::<Self>(id);
        /// What was counted, in the publisher's terms.
        measure: &str = |measure| measure;
        /// The model as published: `C`, `A/none` ...
        model_as_published: Option<&str> = |model_as_published| model_as_published.as_deref();
        /// The stage that was counted, where it is one.
        stage: Option<Stage> = |stage| stage.map(Stage::from);
        /// The financial year that it is about; none where the publisher gives none.
        financial_year: Option<FinancialYear> = |financial_year| financial_year.map(FinancialYear);
        /// The area as published.
        area_as_published: &str = |area_as_published| area_as_published;
        /// The number, in `unit`; none where the publisher gave a word such as "all".
        value: Option<f64> = |value| *value;
        /// The value as published.
        value_as_published: &str = |value_as_published| value_as_published;
        /// The unit as published, with the denominator where one was given: "of 209 CCGs".
        unit: &str = |unit| unit;
        /// Who published it.
        publisher: &str = |publisher| publisher;
        /// Whether it was published or computed from published figures.
        confidence: Confidence = |confidence| (*confidence).into();
        /// What there is to know besides, contradictions with other figures first; none where there is nothing.
        note: Option<&str> = |note| note.as_deref();
    }
    leads to {
        /// The model; none where the figure is not about one of the three.
        model: Option<CommissioningModel> = model_id;
        /// The area, where it is one that the register knows.
        area: Option<Area> = area_id;
        /// The publication that it stands in; none where none is cited.
        cited_source: Option<Source> = cited_source_id;
    }
    holds {
        /// The day that the figure speaks of, as precisely as it is known; none where the publisher gives none.
        as_of: PartialDate = |as_of_from, as_of_to| PartialDate::between(*as_of_from, *as_of_to);
    }
}
