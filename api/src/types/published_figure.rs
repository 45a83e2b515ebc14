use async_graphql::{Context, ID, InputObject, Object};
use entities::{
    commissioning_model,
    published_figure::{Column, Entity, Model},
};
use sea_orm::sea_query::Condition;

use super::{Area, AreaFilter, CommissioningModel, PartialDate, Source, node::id_of};
use crate::{
    error::Answer,
    filters::{
        EqualityFilter, Filter, Operand, OrderedFilter, StringFilter, all, combined, refers_to,
        refers_to_code,
    },
    loading::one_if,
    scalars::FinancialYear,
    table::{Noun, column},
    vocabulary::{Confidence, ModelCode, Stage},
};

/// A total that somebody published.
#[derive(Clone)]
pub struct PublishedFigure(Model);

impl From<Model> for PublishedFigure {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for PublishedFigure {
    type Entity = Entity;
    type Filter = PublishedFigureFilter;
    const ORDER: &'static [Column] = &[];
}

/// Narrows published figures. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct PublishedFigureFilter {
    /// By what was counted, in the publisher's terms.
    measure: Operand<StringFilter>,
    /// By model; `isNull: true` for figures that are not about one of the three.
    model: Operand<EqualityFilter<ModelCode>>,
    /// By the stage that was counted.
    stage: Operand<EqualityFilter<Stage>>,
    /// By financial year, in any usual spelling.
    financial_year: Operand<OrderedFilter<FinancialYear>>,
    /// By who published it.
    publisher: Operand<StringFilter>,
    /// By area, where the register knows it.
    area: Operand<AreaFilter>,
    /// All of these hold.
    and: Operand<Vec<PublishedFigureFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<PublishedFigureFilter>>,
    /// This does not hold.
    not: Operand<PublishedFigureFilter>,
}

impl Filter for PublishedFigureFilter {
    fn condition(&self) -> Condition {
        all([
            self.measure.given().map(|filter| filter.condition(&column(Column::Measure))),
            self.model.given().map(|filter| {
                let code = commissioning_model::Column::Code;
                refers_to_code::<commissioning_model::Entity, _>(Column::ModelId, code, filter)
            }),
            self.stage.given().map(|filter| filter.condition(&column(Column::Stage))),
            self.financial_year.given().map(|filter| filter.condition(&column(Column::FinancialYear))),
            self.publisher.given().map(|filter| filter.condition(&column(Column::Publisher))),
            self.area.given().map(|filter| refers_to::<Area>(Column::AreaId, filter)),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// A total that somebody published. Publishers contradict each other, because they counted different stages,
/// days or sets of CCGs: never quote a figure without its publisher, stage and day.
#[Object]
impl PublishedFigure {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// What was counted, in the publisher's terms.
    async fn measure(&self) -> &str {
        &self.0.measure
    }

    /// The model; none where the figure is not about one of the three.
    async fn model(&self, context: &Context<'_>) -> Answer<Option<CommissioningModel>> {
        one_if(context, self.0.model_id).await
    }

    /// The model as published: `C`, `A/none` ...
    async fn model_as_published(&self) -> Option<&str> {
        self.0.model_as_published.as_deref()
    }

    /// The stage that was counted, where it is one.
    async fn stage(&self) -> Option<Stage> {
        self.0.stage.map(Stage::from)
    }

    /// The financial year that it is about.
    async fn financial_year(&self) -> Option<FinancialYear> {
        self.0.financial_year.map(FinancialYear)
    }

    /// The area, where it is one that the register knows.
    async fn area(&self, context: &Context<'_>) -> Answer<Option<Area>> {
        one_if(context, self.0.area_id).await
    }

    /// The area as published.
    async fn area_as_published(&self) -> &str {
        &self.0.area_as_published
    }

    /// The number; none where the publisher gave a word such as "all".
    async fn value(&self) -> Option<f64> {
        self.0.value
    }

    /// The value as published.
    async fn value_as_published(&self) -> &str {
        &self.0.value_as_published
    }

    /// The unit as published, with the denominator where one was given: "of 209 CCGs".
    async fn unit(&self) -> &str {
        &self.0.unit
    }

    /// The day that the figure speaks of, as precisely as it is known.
    async fn as_of(&self) -> Option<PartialDate> {
        PartialDate::between(self.0.as_of_from, self.0.as_of_to)
    }

    /// Who published it.
    async fn publisher(&self) -> &str {
        &self.0.publisher
    }

    /// Whether it was published or computed from published figures.
    async fn confidence(&self) -> Confidence {
        self.0.confidence.into()
    }

    /// What there is to know besides, contradictions with other figures first.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The publication that it stands in.
    async fn cited_source(&self, context: &Context<'_>) -> Answer<Option<Source>> {
        one_if(context, self.0.cited_source_id).await
    }
}
