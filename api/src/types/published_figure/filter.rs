use async_graphql::InputObject;
use entities::{commissioning_model, published_figure::Column};
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{
        EqualityFilter, Filter, Operand, OrderedFilter, StringFilter, all, combined, refers_to,
        refers_to_code,
    },
    scalars::{Date, FinancialYear, Number},
    table::column,
    types::{Area, AreaFilter, Source, SourceFilter},
    vocabulary::{Confidence, ModelCode, Stage},
};

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
    /// By area; `isNull: true` where it is none that the register knows, such as all of England.
    area: Operand<AreaFilter>,
    /// By area as published.
    area_as_published: Operand<StringFilter>,
    /// By the number.
    value: Operand<OrderedFilter<Number>>,
    /// By the unit as published.
    unit: Operand<StringFilter>,
    /// By the earliest day that it may speak of.
    as_of_from: Operand<OrderedFilter<Date>>,
    /// By the latest day that it may speak of.
    as_of_to: Operand<OrderedFilter<Date>>,
    /// By who published it.
    publisher: Operand<StringFilter>,
    /// By whether it was published or computed.
    confidence: Operand<EqualityFilter<Confidence>>,
    /// By what there is to know besides.
    note: Operand<StringFilter>,
    /// By the publication that the row cites; `isNull: true` where it cites none.
    cited_source: Operand<SourceFilter>,
    /// All of these hold.
    and: Operand<Vec<PublishedFigureFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<PublishedFigureFilter>>,
    /// This does not hold.
    not: Operand<PublishedFigureFilter>,
}

impl Filter for PublishedFigureFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.measure.given().map(|filter| filter.condition(&column(Column::Measure))),
            self.model.given().map(|filter| {
                refers_to_code::<commissioning_model::Entity, _>(
                    Column::ModelId,
                    commissioning_model::Column::Code,
                    filter,
                )
            }),
            self.stage.given().map(|filter| filter.condition(&column(Column::Stage))),
            self.financial_year.given().map(|filter| filter.condition(&column(Column::FinancialYear))),
            self.area.given().map(|filter| refers_to::<Area>(Column::AreaId, filter, dates)),
            self.area_as_published.given().map(|filter| filter.condition(&column(Column::AreaAsPublished))),
            self.value.given().map(|filter| filter.condition(&column(Column::Value))),
            self.unit.given().map(|filter| filter.condition(&column(Column::Unit))),
            self.as_of_from.given().map(|filter| filter.condition(&column(Column::AsOfFrom))),
            self.as_of_to.given().map(|filter| filter.condition(&column(Column::AsOfTo))),
            self.publisher.given().map(|filter| filter.condition(&column(Column::Publisher))),
            self.confidence.given().map(|filter| filter.condition(&column(Column::Confidence))),
            self.note.given().map(|filter| filter.condition(&column(Column::Note))),
            self.cited_source.given().map(|filter| refers_to::<Source>(Column::CitedSourceId, filter, dates)),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }
}
