mod filter;
mod sort;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use entities::published_figure::{Column, Entity, Model};
use sea_orm::{ExprTrait, sea_query::Condition};

use super::{Area, CommissioningModel, PartialDate, Source, node::identity, source::Cited};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{BelongsTo, one_if},
    scalars::FinancialYear,
    table::{Noun, column},
    vocabulary::{Confidence, Stage},
};

pub use filter::PublishedFigureFilter;
pub use sort::PublishedFigureSort;

/// A total that somebody published.
#[derive(Clone)]
pub struct PublishedFigure {
    row: Model,
    dates: Dates,
}

impl Noun for PublishedFigure {
    type Entity = Entity;
    type Filter = PublishedFigureFilter;
    type Sort = PublishedFigureSort;
    const ORDER: &'static [PublishedFigureSort] = &[];

    fn new(row: Model, dates: Dates) -> Self {
        Self { row, dates }
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

/// A total that somebody published. Publishers contradict each other, because they counted different stages,
/// days or sets of CCGs: never quote a figure without its publisher, stage and day.
#[Object]
impl PublishedFigure {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        identity::<Self>(self.row.id)
    }

    /// What was counted, in the publisher's terms.
    async fn measure(&self) -> &str {
        &self.row.measure
    }

    /// The model; none where the figure is not about one of the three.
    async fn model(&self, context: &Context<'_>) -> Answer<Option<CommissioningModel>> {
        one_if(context, self.row.model_id, self.dates).await
    }

    /// The model as published: `C`, `A/none` ...
    async fn model_as_published(&self) -> Option<&str> {
        self.row.model_as_published.as_deref()
    }

    /// The stage that was counted, where it is one.
    async fn stage(&self) -> Option<Stage> {
        self.row.stage.map(Stage::from)
    }

    /// The financial year that it is about; none where the publisher gives none.
    async fn financial_year(&self) -> Option<FinancialYear> {
        self.row.financial_year.map(FinancialYear)
    }

    /// The area, where it is one that the register knows.
    async fn area(&self, context: &Context<'_>) -> Answer<Option<Area>> {
        one_if(context, self.row.area_id, self.dates).await
    }

    /// The area as published.
    async fn area_as_published(&self) -> &str {
        &self.row.area_as_published
    }

    /// The number, in `unit`; none where the publisher gave a word such as "all".
    async fn value(&self) -> Option<f64> {
        self.row.value
    }

    /// The value as published.
    async fn value_as_published(&self) -> &str {
        &self.row.value_as_published
    }

    /// The unit as published, with the denominator where one was given: "of 209 CCGs".
    async fn unit(&self) -> &str {
        &self.row.unit
    }

    /// The day that the figure speaks of, as precisely as it is known; none where the publisher gives none.
    async fn as_of(&self) -> Option<PartialDate> {
        PartialDate::between(self.row.as_of_from, self.row.as_of_to)
    }

    /// Who published it.
    async fn publisher(&self) -> &str {
        &self.row.publisher
    }

    /// Whether it was published or computed from published figures.
    async fn confidence(&self) -> Confidence {
        self.row.confidence.into()
    }

    /// What there is to know besides, contradictions with other figures first; none where there is nothing.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// The publication that it stands in; none where none is cited.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.row.cited_source_id, self.dates).await
    }
}
