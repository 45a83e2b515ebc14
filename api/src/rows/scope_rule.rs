use entities::{commissioning_model, scope_rule::Column, service_scope, source};

use super::declaration::flat_row;
use crate::{
    columns::Place,
    scalars::FinancialYear,
    types::ScopeRule,
    vocabulary::{Commissioner, ModelCode, ScopeStatus, Service},
};

fn service(fact: &Place) -> Place {
    fact.to::<service_scope::Entity>("service", Column::ServiceScopeId)
}

fn model(fact: &Place) -> Place {
    fact.to::<commissioning_model::Entity>("model", Column::ModelId)
}

fn cited(fact: &Place) -> Place {
    fact.to::<source::Entity>("cited_source", Column::CitedSourceId)
}

flat_row! {
    /// A scope rule as a flat row: whether a service was in scope of a model in a year. An "out" is an answer too: only
    /// a missing row means that nothing is known.
    ScopeRuleRow of ScopeRule, |fact, dates| {
        /// The financial year.
        financial_year: FinancialYear = fact.column(Column::FinancialYear),
        /// The service.
        service_code: Service = service(fact).column(service_scope::Column::Code),
        /// The usual name of the service.
        service_name: String = service(fact).column(service_scope::Column::Title),
        /// The service as the publication names it.
        service_as_published: String = fact.column(Column::ServiceAsPublished),
        /// The kind of body that the rule speaks of.
        commissioner: Commissioner = fact.column(Column::Commissioner),
        /// The model; none for bodies that have no model, such as integrated care boards.
        model_code: Option<ModelCode> = model(fact).column(commissioning_model::Column::Code),
        /// The letter of the model, `A`, `B` or `C`; none where `modelCode` is.
        model_letter: Option<String> = model(fact).column(commissioning_model::Column::Letter),
        /// The usual name of the model; none where `modelCode` is.
        model_name: Option<String> = model(fact).column(commissioning_model::Column::Title),
        /// The answer.
        status: ScopeStatus = fact.column(Column::Status),
        /// The answer as the publication words it; none where its words are not recorded.
        status_as_published: Option<String> = fact.column(Column::StatusAsPublished),
        /// What there is to know besides; none where there is nothing.
        note: Option<String> = fact.column(Column::Note),
        /// The publication that says it: the citation; none where none is cited.
        cited_title: Option<String> = cited(fact).column(source::Column::Title),
        /// The publication that says it: where it was published; none where no address is given.
        cited_address: Option<String> = cited(fact).column(source::Column::Address),
    }
}
