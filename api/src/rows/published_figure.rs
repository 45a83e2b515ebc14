use entities::{area, commissioning_model, published_figure::Column, source};

use super::declaration::flat_row;
use crate::{
    columns::Place,
    scalars::{Date, FinancialYear},
    types::PublishedFigure,
    vocabulary::{AreaKind, Confidence, ModelCode, Stage},
};

fn model(fact: &Place) -> Place {
    fact.to::<commissioning_model::Entity>("model", Column::ModelId)
}

fn known_area(fact: &Place) -> Place {
    fact.to::<area::Entity>("area", Column::AreaId)
}

fn cited(fact: &Place) -> Place {
    fact.to::<source::Entity>("cited_source", Column::CitedSourceId)
}

flat_row! {
    /// A published total as a flat row. Publishers contradict each other: never quote a figure without its publisher,
    /// stage and day.
    PublishedFigureRow of PublishedFigure, |fact, dates| {
        /// What was counted, in the publisher's terms.
        measure: String = fact.column(Column::Measure),
        /// The model; none where the figure is not about one of the three.
        model_code: Option<ModelCode> = model(fact).column(commissioning_model::Column::Code),
        /// The letter of the model, `A`, `B` or `C`; none where `modelCode` is.
        model_letter: Option<String> = model(fact).column(commissioning_model::Column::Letter),
        /// The usual name of the model; none where `modelCode` is.
        model_name: Option<String> = model(fact).column(commissioning_model::Column::Title),
        /// The model as published: `C`, `A/none` ...
        model_as_published: Option<String> = fact.column(Column::ModelAsPublished),
        /// The stage that was counted, where it is one.
        stage: Option<Stage> = fact.column(Column::Stage),
        /// The financial year that it is about; none where the publisher gives none.
        financial_year: Option<FinancialYear> = fact.column(Column::FinancialYear),
        /// The map of the area, where the register knows it.
        area_kind: Option<AreaKind> = known_area(fact).column(area::Column::Kind),
        /// The name of the area, where the register knows it.
        area_name: Option<String> = known_area(fact).column(area::Column::Name),
        /// The area as published.
        area_as_published: String = fact.column(Column::AreaAsPublished),
        /// The number, in `unit`; none where the publisher gave a word such as "all".
        value: Option<f64> = fact.column(Column::Value),
        /// The value as published.
        value_as_published: String = fact.column(Column::ValueAsPublished),
        /// The unit as published, with the denominator where one was given: "of 209 CCGs".
        unit: String = fact.column(Column::Unit),
        /// The earliest day that the figure may speak of; none where the publisher gives none.
        as_of_from: Option<Date> = fact.column(Column::AsOfFrom),
        /// The latest day that the figure may speak of; none where the publisher gives none.
        as_of_to: Option<Date> = fact.column(Column::AsOfTo),
        /// Who published it.
        publisher: String = fact.column(Column::Publisher),
        /// Whether it was published or computed from published figures.
        confidence: Confidence = fact.column(Column::Confidence),
        /// What there is to know besides, contradictions with other figures first; none where there is nothing.
        note: Option<String> = fact.column(Column::Note),
        /// The publication that it stands in: the citation; none where none is cited.
        cited_title: Option<String> = cited(fact).column(source::Column::Title),
        /// The publication that it stands in: where it was published; none where no address is given.
        cited_address: Option<String> = cited(fact).column(source::Column::Address),
    }
}
