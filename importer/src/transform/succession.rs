//! A row that states a merger.

use chrono::NaiveDate;
use entities::domain::{Basis, OdsCode};

use super::Fields;
use crate::{issue::IssueCode, recognise::Field};

/// A CCG took over from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merger {
    /// The code of the CCG that closed.
    pub predecessor: OdsCode,
    /// The code of the CCG that took over.
    pub successor: OdsCode,
    /// The successor's first day.
    pub effective_on: NaiveDate,
    /// Whether a published mapping states it.
    pub basis: Basis,
    /// What the basis is, in words.
    pub note: Option<String>,
    /// The publication that the row cites.
    pub citation: Option<String>,
}

impl Merger {
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let predecessor = fields.required_code(Field::PredecessorCode);
        let successor = fields.required_code(Field::SuccessorCode);
        let effective_on = fields.required(Field::EffectiveOn, IssueCode::MissingValue, Fields::date);
        let basis = fields.word(Field::Basis, IssueCode::UnknownValue).unwrap_or(Basis::Published);
        let note = fields.text(Field::BasisNote);
        let citation = fields.text(Field::Citation);
        if predecessor.is_some() && predecessor == successor {
            let message = "a CCG cannot take over from itself".to_owned();
            fields.refuse(Field::SuccessorCode, IssueCode::DatesOutOfOrder, message);
        }
        Some(Self {
            predecessor: predecessor?,
            successor: successor?,
            effective_on: effective_on?,
            basis,
            note,
            citation,
        })
    }
}
