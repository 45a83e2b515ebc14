//! A row that states an adoption.

use chrono::NaiveDate;
use entities::domain::{Confidence, FinancialYear, ModelCode, OdsCode, PartialDate, Stage};

use sea_orm::ActiveEnum;

use super::Fields;
use crate::{issue::IssueCode, recognise::Field};

/// A CCG adopts a model, as one row states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// The CCG's code.
    pub ods_code: OdsCode,
    /// The CCG's name as published.
    pub name: Option<String>,
    /// The model; none where the row says that it is not stated.
    pub model: Option<ModelCode>,
    /// The financial year; none where it is not stated.
    pub year: Option<FinancialYear>,
    /// How far it had come.
    pub stage: Stage,
    /// First day in force.
    pub effective_from: Option<NaiveDate>,
    /// Last day in force.
    pub effective_to: Option<NaiveDate>,
    /// When the statement was made.
    pub stated_on: Option<PartialDate>,
    /// What it rests on.
    pub basis: Option<String>,
    /// How directly it is stated.
    pub confidence: Confidence,
    /// The publication that the row cites.
    pub citation: Option<String>,
}

/// From when to when an adoption is in force, as far as that is stated.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Dates {
    /// Whether another statement gives a different day. One that gives none contradicts nothing.
    #[must_use]
    pub fn contradicts(self, other: Self) -> bool {
        let differ = |a: Option<NaiveDate>, b: Option<NaiveDate>| a.zip(b).is_some_and(|(a, b)| a != b);
        differ(self.from, other.from) || differ(self.to, other.to)
    }

    /// What two statements say together.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { from: self.from.or(other.from), to: self.to.or(other.to) }
    }
}

impl Adoption {
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let ods_code = fields.required_code(Field::OdsCode);
        let name = fields.text(Field::CcgName);
        fields.text(Field::Region);
        let year = fields.required(Field::FinancialYear, IssueCode::MissingValue, Fields::year);
        let model = fields.required(Field::Model, IssueCode::MissingModel, |fields, field| {
            fields.word(field, IssueCode::UnknownModel)
        });
        let stage = fields.required_word(Field::Stage);
        let effective_from = fields.date(Field::EffectiveFrom);
        let effective_to = fields.date(Field::EffectiveTo);
        let stated_on = fields.partial_date(Field::StatedOn);
        let basis = fields.text(Field::BasisNote);
        // A list that says nothing of confidence is itself the publication.
        let confidence =
            fields.word(Field::Confidence, IssueCode::UnknownValue).unwrap_or(Confidence::Published);
        let citation = fields.text(Field::Citation);
        Some(Self {
            ods_code: ods_code?,
            name,
            model,
            year,
            stage: stage?,
            effective_from,
            effective_to,
            stated_on,
            basis,
            confidence,
            citation,
        })
    }

    /// From when to when it is in force.
    #[must_use]
    pub fn dates(&self) -> Dates {
        Dates { from: self.effective_from, to: self.effective_to }
    }

    /// What makes it this fact and no other: the CCG, the model, the year and the stage.
    #[must_use]
    pub fn natural_key(&self) -> String {
        let model = self.model.map_or_else(String::new, |model| model.to_value());
        let year = self.year.map_or_else(String::new, |year| year.to_string());
        format!("{}|{model}|{year}|{}", self.ods_code, self.stage.to_value())
    }
}
