//! A row that states whether a service was in scope.

use entities::domain::{Commissioner, FinancialYear, ModelCode, ScopeStatus, Service};

use super::Fields;
use crate::{issue::IssueCode, recognise::Field};

/// Whether a service was in scope of a model in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The service.
    pub service: Service,
    /// The service as published.
    pub service_as_published: String,
    /// The kind of body.
    pub commissioner: Commissioner,
    /// The model.
    pub model: Option<ModelCode>,
    /// The year.
    pub year: FinancialYear,
    /// The answer.
    pub status: ScopeStatus,
    /// The answer as worded.
    pub wording: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The publication that the row cites.
    pub citation: Option<String>,
}

impl Scope {
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let service = fields.required_word(Field::Service);
        let service_as_published = fields.text(Field::Service);
        let commissioner =
            fields.word(Field::Commissioner, IssueCode::UnknownValue).unwrap_or(Commissioner::Ccg);
        let model = fields.word(Field::Model, IssueCode::UnknownModel);
        let year = fields.required(Field::FinancialYear, IssueCode::MissingValue, Fields::year);
        let status = fields.required_word(Field::ScopeStatus);
        let wording = fields.text(Field::ScopeWording);
        let note = fields.text(Field::Note);
        let citation = fields.text(Field::Citation);
        Some(Self {
            service: service?,
            service_as_published: service_as_published?,
            commissioner,
            model,
            year: year?,
            status: status?,
            wording,
            note,
            citation,
        })
    }
}
